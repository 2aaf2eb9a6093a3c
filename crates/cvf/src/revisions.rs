//! The canon and a copy as one sequence of paragraphs.

use cvf_check::{CopyReport, Rule};
use cvf_framework::{Canon, CanonUnit, Kind, Route, Witness, names};
use cvf_report::{Dress, End, Mark, Revision};
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
    let mut rows: Vec<Row<'_>> = Vec::new();
    for op in ops {
        let (old, new) = (&left[op.old_range()], &right[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => rows.extend(old.iter().zip(new).map(|(a, b)| Row::Pair(a, b))),
            _ => rows.extend(replaced(old, new)),
        }
    }
    let moved = moves(&rows);
    rows.iter().enumerate().flat_map(|(i, row)| row.revisions(moved.get(&i).copied())).collect()
}

/// Paragraphs of the canon and the copy that stand for each other.
enum Row<'a> {
    Pair(&'a Piece, &'a Piece),
    Lost(&'a Piece),
    Added(&'a Piece),
    /// One of the canon that the copy prints as several.
    Split(&'a Piece, &'a [Piece]),
    /// Several of the canon that the copy prints as one.
    Merged(&'a [Piece], &'a Piece),
}

/// Paragraphs of which none has the other's key: parts of one another, or gone and new.
fn replaced<'a>(old: &'a [Piece], new: &'a [Piece]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() {
        let split = (j..new.len()).find_map(|at| Some((at, parts_of(&old[i], &new[at..])?)));
        let merged = (j..new.len()).find_map(|at| Some((at, parts_of(&new[at], &old[i..])?)));
        let (at, count) = match (split, merged) {
            (Some((at, count)), _) | (None, Some((at, count))) => (at, count),
            (None, None) => {
                rows.push(Row::Lost(&old[i]));
                i += 1;
                continue;
            }
        };
        rows.extend(new[j..at].iter().map(Row::Added));
        if split.is_some() {
            rows.push(Row::Split(&old[i], &new[at..at + count]));
            (i, j) = (i + 1, at + count);
        } else {
            rows.push(Row::Merged(&old[i..i + count], &new[at]));
            (i, j) = (i + count, at + 1);
        }
    }
    rows.extend(new[j..].iter().map(Row::Added));
    rows
}

/// Share of its words that a paragraph must have from another before it is a part of it.
const PART: f64 = 0.8;

/// How many paragraphs from the first on are parts of a whole, if they are several.
fn parts_of(whole: &Piece, parts: &[Piece]) -> Option<usize> {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let own = words(&whole.text);
    let is_part = |part: &&Piece| {
        let theirs = words(&part.text);
        let shared = theirs.intersection(&own).count();
        part.dress == whole.dress && !theirs.is_empty() && shared as f64 >= PART * theirs.len() as f64
    };
    let count = parts.iter().take_while(is_part).count();
    let all: BTreeSet<String> = parts[..count].iter().flat_map(|p| words(&p.text)).collect();
    let whole = own.intersection(&all).count() as f64 >= PART * own.len() as f64;
    (count > 1 && whole).then_some(count)
}

/// Rows of paragraphs that stand elsewhere in the other, word for word, with the number of the move.
fn moves(rows: &[Row<'_>]) -> BTreeMap<usize, u32> {
    let mut numbers = BTreeMap::new();
    let mut next = 1;
    for (i, row) in rows.iter().enumerate() {
        let Row::Lost(gone) = row else { continue };
        let same = |(j, row): &(usize, &Row<'_>)| match row {
            Row::Added(new) => new.key == gone.key && new.text == gone.text && !numbers.contains_key(j),
            _ => false,
        };
        if let Some((j, _)) = rows.iter().enumerate().find(same) {
            numbers.extend([(i, next), (j, next)]);
            next += 1;
        }
    }
    numbers
}

impl Row<'_> {
    fn revisions(&self, moved: Option<u32>) -> Vec<Revision> {
        let one = |dress: Dress, canon: Option<&Piece>, copy: Option<&Piece>| {
            let text = |piece: Option<&Piece>| piece.map(|p| p.text.clone());
            vec![Revision { dress, canon: text(canon), copy: text(copy), end: End::Both, moved }]
        };
        match self {
            Row::Pair(canon, copy) => one(canon.dress, Some(canon), Some(copy)),
            Row::Lost(canon) => one(canon.dress, Some(canon), None),
            Row::Added(copy) => one(copy.dress, None, Some(copy)),
            Row::Split(canon, copy) => {
                let cut = cut(&canon.text, copy);
                in_parts(canon.dress, cut.into_iter().zip(copy.iter().map(|p| p.text.clone())), End::Copy)
            }
            Row::Merged(canon, copy) => {
                let cut = cut(&copy.text, canon);
                in_parts(copy.dress, canon.iter().map(|p| p.text.clone()).zip(cut), End::Canon)
            }
        }
    }
}

/// Texts of the canon and the copy, of which only one ends a paragraph behind each but the last.
fn in_parts(dress: Dress, pairs: impl Iterator<Item = (String, String)>, end: End) -> Vec<Revision> {
    let part = |(canon, copy)| Revision { dress, canon: Some(canon), copy: Some(copy), end, moved: None };
    let mut all: Vec<Revision> = pairs.map(part).collect();
    if let Some(last) = all.last_mut() {
        last.end = End::Both;
    }
    all
}

/// A text cut where others, which it prints as one, begin. The spaces between them stay with what is
/// before.
fn cut(whole: &str, parts: &[Piece]) -> Vec<String> {
    let joined = parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" ");
    let mut ends = parts.iter().scan(0, |end, part| {
        *end += part.text.chars().count() + 1;
        Some(*end)
    });
    let (mut pieces, mut at, mut end) = (vec![String::new()], 0, ends.next().unwrap_or(usize::MAX));
    for (mark, text) in cvf_report::marked(whole, &joined) {
        for c in text.chars() {
            if at >= end && pieces.len() < parts.len() {
                pieces.push(String::new());
                end = ends.next().unwrap_or(usize::MAX);
            }
            at += usize::from(mark != Mark::Lost);
            if let Some(piece) = pieces.last_mut().filter(|_| mark != Mark::Added) {
                piece.push(c);
            }
        }
    }
    pieces.resize(parts.len(), String::new());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, text: &str) -> Piece {
        Piece { key: key.to_owned(), dress: Dress::Item, text: text.to_owned() }
    }

    type Shown = (Option<String>, Option<String>, End, Option<u32>);

    fn shown(left: &[Piece], right: &[Piece]) -> Vec<Shown> {
        aligned(left, right).into_iter().map(|r| (r.canon, r.copy, r.end, r.moved)).collect()
    }

    fn both(canon: &str, copy: &str, end: End) -> Shown {
        (Some(canon.to_owned()), Some(copy.to_owned()), end, None)
    }

    #[test]
    fn one_paragraph_as_two_and_two_as_one() {
        let one = [item("a", "I knead the dough, and I bake the bread.")];
        let two = [item("x", "I knead the dough,"), item("y", "and I bake the bread.")];
        let split = [
            both("I knead the dough, ", "I knead the dough,", End::Copy),
            both("and I bake the bread.", "and I bake the bread.", End::Both),
        ];
        assert_eq!(shown(&one, &two), split);
        let merged = [
            both("I knead the dough,", "I knead the dough, ", End::Canon),
            both("and I bake the bread.", "and I bake the bread.", End::Both),
        ];
        assert_eq!(shown(&two, &one), merged);
    }

    #[test]
    fn another_order_is_a_move() {
        let (a, b) = (item("a", "I knead."), item("b", "I bake."));
        let found = shown(&[a.clone(), b.clone()], &[b, a]);
        let moved: Vec<Option<u32>> = found.into_iter().map(|row| row.3).collect();
        assert_eq!(moved.iter().flatten().count(), 2, "{moved:?}");
    }

    #[test]
    fn other_texts_are_gone_and_new() {
        let found = shown(&[item("a", "I knead the dough.")], &[item("x", "I sing."), item("y", "I dance.")]);
        assert_eq!(found.len(), 3);
    }
}
