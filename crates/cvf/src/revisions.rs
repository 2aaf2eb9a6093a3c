//! The canon and a copy as one sequence of paragraphs.

use cvf_check::{CopyReport, Rule};
use cvf_framework::{Canon, CanonUnit, Kind, Route, Witness, names};
use cvf_report::{Dress, Revision};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};

/// A paragraph with what tells it from others.
#[derive(Clone, Debug)]
struct Piece {
    key: String,
    dress: Dress,
    text: String,
}

/// What a copy changes of the canon, within the copy's scope. The canon sides alone are the
/// canon's paragraphs, the copy sides alone are the copy's framework.
pub fn revisions(canon: &Canon, copy: &CopyReport, witness: &Witness) -> Vec<Revision> {
    let units: Vec<CanonUnit> = canon.units().into_iter().filter(|u| u.framework == copy.framework).collect();
    let matched = matches(&units, copy, witness);
    let scoped = in_scope(&units, canon, copy, &matched);
    let left = pieces(scoped.iter().map(|u| (u.kind, &u.route, u.text.as_str(), format!("unit {}", u.id))));
    let right = pieces(ordered(&units, witness).into_iter().map(|i| {
        let unit = &witness.units[i];
        let key = matched[i].map_or_else(|| format!("own {i}"), |id| format!("unit {id}"));
        (unit.kind, &unit.route, unit.text.as_str(), key)
    }));
    aligned(&left, &right)
}

/// The copy's units place by place, the places in the canon's order: a page that is read across
/// its columns is still one framework. Within a place the copy's own order stays.
fn ordered(units: &[CanonUnit], witness: &Witness) -> Vec<usize> {
    let same = |a: &CanonUnit, b: &cvf_framework::Unit| a.route.same_names(&b.route) && a.route.level == b.route.level;
    let place = |i: usize| {
        let unit = &witness.units[i];
        let own = units.iter().position(|u| u.kind == unit.kind && same(u, unit));
        own.or_else(|| units.iter().position(|u| same(u, unit))).unwrap_or(usize::MAX)
    };
    let mut order: Vec<usize> = (0..witness.units.len()).collect();
    order.sort_by_cached_key(|&i| place(i));
    order
}

/// Quotes are no difference, so they keep no pair apart.
fn plain(text: &str) -> String {
    text.replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}

/// For each unit of the copy the id of the canon's statement that it prints.
fn matches<'a>(units: &'a [CanonUnit], copy: &'a CopyReport, witness: &Witness) -> Vec<Option<&'a str>> {
    let mut by_text: BTreeMap<(Option<&str>, String), &str> = BTreeMap::new();
    for unit in units {
        by_text.entry((None, plain(&unit.text))).or_insert(&unit.id);
        by_text.entry((unit.route.level.as_deref(), plain(&unit.text))).or_insert(&unit.id);
    }
    let found = |f: &'a cvf_check::Finding| Some((f.found.as_deref()?, f.indicator.as_deref()?));
    let by_finding: BTreeMap<&str, &str> = copy.findings.iter().filter_map(found).collect();
    let of = |u: &cvf_framework::Unit| {
        let text = plain(&u.text);
        let exact = by_text.get(&(u.route.level.as_deref(), text.clone())).or_else(|| by_text.get(&(None, text)));
        exact.copied().or_else(|| by_finding.get(u.text.as_str()).copied())
    };
    witness.units.iter().map(of).collect()
}

/// The canon's statements that the copy prints or was to print.
fn in_scope<'a>(
    units: &'a [CanonUnit],
    canon: &Canon,
    copy: &CopyReport,
    matched: &[Option<&str>],
) -> Vec<&'a CanonUnit> {
    let printed: BTreeSet<&str> = matched.iter().flatten().copied().collect();
    let missing = copy.findings.iter().filter(|f| f.rule == Rule::Missing).filter_map(|f| f.indicator.as_deref());
    let missing: BTreeSet<&str> = missing.collect();
    let ids = competency_ids(canon);
    let declared = |u: &CanonUnit| {
        let id = u.route.competency.as_ref().and_then(|name| ids.get(&(u.framework.clone(), name.clone())));
        let level = |levels: &[String]| u.route.level.as_ref().is_some_and(|l| levels.contains(l));
        u.kind == Kind::Indicator && copy.scope.iter().any(|s| Some(&s.competency) == id && level(&s.levels))
    };
    let is_in = |u: &&CanonUnit| printed.contains(u.id.as_str()) || missing.contains(u.id.as_str()) || declared(u);
    units.iter().filter(is_in).collect()
}

fn competency_ids(canon: &Canon) -> BTreeMap<(String, String), String> {
    let own = (&canon.framework.id, &canon.framework.clusters);
    let all = [own].into_iter().chain(canon.adaptations.iter().map(|a| (&a.id, &a.clusters)));
    let entries = all.flat_map(|(framework, clusters)| {
        let competencies = clusters.iter().flat_map(|c| &c.competencies);
        competencies.filter_map(|c| Some(((framework.clone(), c.name.clone()?), c.id.clone()?)))
    });
    entries.collect()
}

/// Statements with the headings between them.
fn pieces<'a>(rows: impl Iterator<Item = (Kind, &'a Route, &'a str, String)>) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut last = Route::default();
    for (kind, route, text, key) in rows.filter(|(kind, ..)| *kind != Kind::Title) {
        headings(&mut out, &last, route);
        last = route.clone();
        let dress = if kind.is_behaviour() { Dress::Item } else { Dress::Text };
        out.push(Piece { key, dress, text: text.to_owned() });
    }
    out
}

/// Names that are new since the statement before.
fn headings(out: &mut Vec<Piece>, last: &Route, now: &Route) {
    let level = now.level.as_ref().map(|l| format!("Level {l}"));
    let above = now.competency.clone().or_else(|| now.value.clone()).or_else(|| now.cluster.clone());
    let steps = [
        (1, &now.cluster, last.cluster != now.cluster),
        (2, &now.competency, last.competency != now.competency),
        (2, &now.value, last.value != now.value),
        (3, &now.sub_competency, (&last.competency, &last.sub_competency) != (&now.competency, &now.sub_competency)),
        (
            3,
            &level,
            (&last.competency, &last.sub_competency, &last.level) != (&now.competency, &now.sub_competency, &now.level),
        ),
    ];
    for (rank, name, is_new) in steps {
        if let Some(name) = name.as_ref().filter(|_| is_new) {
            let above = above.as_deref().map(names::slug).unwrap_or_default();
            let key = format!("heading {rank} {above} {}", names::slug(name));
            out.push(Piece { key, dress: Dress::Heading(rank), text: name.clone() });
        }
    }
}

fn aligned(left: &[Piece], right: &[Piece]) -> Vec<Revision> {
    let keys = |pieces: &[Piece]| pieces.iter().map(|p| p.key.clone()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &keys(left), &keys(right));
    let mut out = Vec::new();
    for op in ops {
        let (old, new) = (&left[op.old_range()], &right[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => out.extend(old.iter().zip(new).map(|(a, b)| revision(Some(a), Some(b)))),
            _ => {
                out.extend(old.iter().map(|a| revision(Some(a), None)));
                out.extend(new.iter().map(|b| revision(None, Some(b))));
            }
        }
    }
    out
}

fn revision(canon: Option<&Piece>, copy: Option<&Piece>) -> Revision {
    let dress = canon.or(copy).map_or(Dress::Text, |p| p.dress);
    let text = |piece: Option<&Piece>| piece.map(|p| p.text.clone());
    Revision { dress, canon: text(canon), copy: text(copy) }
}
