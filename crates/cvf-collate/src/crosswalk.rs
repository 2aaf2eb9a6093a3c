//! What became of each statement and name of one edition in another.
//!
//! Equal texts are found first, wherever they stand; what they tell of competencies and levels
//! that go by another name helps to place the rest. Then the most alike are linked, one with one,
//! one with two neighbours (split) or two neighbours with one (merged), the most alike first.

use crate::difference::{Lexicon, differences};
use crate::places::similarity;
use crate::words::lower_words;
use cvf_framework::names::{is_same_name, key};
use cvf_framework::{CanonUnit, Language, Prose, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A crosswalk from one edition, or framework, to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Version of this file's shape.
    pub version: u32,
    /// Where it leads from.
    pub from: Side,
    /// Where it leads to.
    pub to: Side,
    /// Names that are not the same in both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NameLink>,
    /// Every statement of either, in the order of the first and then of the second.
    #[serde(default)]
    pub statements: Vec<Link>,
}

/// One side of a crosswalk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Id of the framework, or name of the document.
    pub framework: String,
    /// Its edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The same words in the same place.
    #[default]
    Same,
    /// Other words in the same place.
    Edited,
    /// One statement is two.
    Split,
    /// Two statements are one.
    Merged,
    /// In another competency or level.
    Moved,
    /// Only in the second.
    New,
    /// Only in the first.
    Gone,
}

impl Change {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Edited => "edited",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Moved => "moved",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// Statements of both sides that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The same as long as the statements' ids are.
    pub id: String,
    /// What became of it.
    pub change: Change,
    /// Statements of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<End>,
    /// Statements of the second.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<End>,
    /// The words that differ: what the first says, and what the second.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<[String; 2]>,
    /// What speaks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// What a reviewer says: `accepted` or `rejected`; nothing while nobody has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<LinkVerdict>,
}

/// What a reviewer says of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkVerdict {
    /// True if it is right.
    pub accepted: bool,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub author: String,
    /// When, as year-month-day.
    pub date: String,
}

/// A statement with its place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Its id.
    pub id: String,
    /// Names from its cluster down to its level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// Its text.
    pub text: Prose,
}

/// A name of one side, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameLink {
    /// `competency`, `cluster`, `value` or `level`.
    pub part: String,
    /// `renamed`, `new`, `gone`, or `moved` for a competency in another cluster.
    pub change: String,
    /// Name in the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Name in the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What speaks for it.
    pub evidence: String,
}

/// Least likeness of an edited statement in its place, and of one that is also moved.
const EDITED: (f64, f64) = (0.55, 0.75);
/// Least likeness of two statements together to one, and how much more alike they must be to it
/// than either alone.
const JOINED: (f64, f64) = (0.75, 0.08);
/// Share of words that texts must share to be looked at closely.
const SHARED: f64 = 0.34;

/// Links the statements of two editions.
pub fn crosswalk(from: (&Side, &[CanonUnit]), to: (&Side, &[CanonUnit]), language: &Language) -> Crosswalk {
    let (a, b) = (from.1, to.1);
    let mut pairs = exact(a, b, &Places::default());
    let places = Places::told_by(a, b, &first_look(a, b, &pairs));
    pairs = exact(a, b, &places);
    let mut links = closest(a, b, &pairs, &places);
    links.extend(pairs.iter().map(|(i, j)| Found { from: vec![*i], to: vec![*j], score: 1.0, next: 0.0 }));
    links.sort_by_key(|l| (l.from.clone(), l.to.clone()));
    let used = |side: fn(&Found) -> &Vec<usize>| -> BTreeSet<usize> { links.iter().flat_map(side).copied().collect() };
    let (left, right) = (used(|l| &l.from), used(|l| &l.to));
    let none = |from: Vec<usize>, to: Vec<usize>| Found { from, to, score: 0.0, next: 0.0 };
    let gone: Vec<Found> = (0..a.len()).filter(|i| !left.contains(i)).map(|i| none(vec![i], vec![])).collect();
    let new: Vec<Found> = (0..b.len()).filter(|j| !right.contains(j)).map(|j| none(vec![], vec![j])).collect();
    let words: BTreeSet<String> = a.iter().chain(b).flat_map(|u| lower_words(&u.text)).collect();
    let lexicon = Lexicon { words: &words, language };
    links.extend(gone);
    links.sort_by_key(|l| l.from.first().copied());
    links.extend(new);
    Crosswalk {
        version: 1,
        from: from.0.clone(),
        to: to.0.clone(),
        names: places.links(a, b),
        statements: links.iter().map(|l| l.link(a, b, &places, lexicon)).collect(),
    }
}

/// Statements that belong together, as indices.
#[derive(Clone, Debug)]
struct Found {
    from: Vec<usize>,
    to: Vec<usize>,
    /// How alike they are, from 0 to 1, and how alike the next best are.
    score: f64,
    next: f64,
}

/// Pairs with equal texts, those in the same place first.
fn exact(a: &[CanonUnit], b: &[CanonUnit], places: &Places) -> Vec<(usize, usize)> {
    let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (j, unit) in b.iter().enumerate() {
        by_text.entry(key(&unit.text)).or_default().push(j);
    }
    let mut pairs = Vec::new();
    for same_place in [true, false] {
        for (i, unit) in a.iter().enumerate() {
            if pairs.iter().any(|(x, _)| *x == i) {
                continue;
            }
            let Some(list) = by_text.get_mut(&key(&unit.text)) else { continue };
            let fits = |j: &usize| b[*j].kind == unit.kind && (!same_place || places.same(unit, &b[*j]));
            if let Some(at) = list.iter().position(fits) {
                pairs.push((i, list.remove(at)));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Equal texts, and the most alike of the rest wherever they stand: enough to tell which names
/// belong together.
fn first_look(a: &[CanonUnit], b: &[CanonUnit], pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let links = closest(a, b, pairs, &Places::default());
    let ones = links.iter().filter(|l| l.from.len() == 1 && l.to.len() == 1 && l.score >= EDITED.1);
    ones.map(|l| (l.from[0], l.to[0])).chain(pairs.iter().copied()).collect()
}

/// The words of a text, for a quick look.
fn bag(text: &str) -> BTreeSet<String> {
    lower_words(text).into_iter().collect()
}

fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    a.intersection(b).count() as f64 / a.len().min(b.len()).max(1) as f64
}

/// Links of what has no equal, the most alike first.
fn closest(a: &[CanonUnit], b: &[CanonUnit], pairs: &[(usize, usize)], places: &Places) -> Vec<Found> {
    let (left, right): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
    let free = |n: usize, used: &BTreeSet<usize>| -> Vec<usize> { (0..n).filter(|i| !used.contains(i)).collect() };
    let (x, y) = (free(a.len(), &left), free(b.len(), &right));
    let bags = |list: &[CanonUnit]| -> Vec<BTreeSet<String>> { list.iter().map(|u| bag(&u.text)).collect() };
    let (bags_a, bags_b) = (bags(a), bags(b));
    let mut scores: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for &i in &x {
        for &j in &y {
            if a[i].kind == b[j].kind && overlap(&bags_a[i], &bags_b[j]) >= SHARED {
                scores.insert((i, j), similarity(&a[i].text, &b[j].text));
            }
        }
    }
    let mut all: Vec<Found> = Vec::new();
    for (&(i, j), &score) in &scores {
        let least = if places.same(&a[i], &b[j]) { EDITED.0 } else { EDITED.1 };
        if score >= least {
            all.push(Found { from: vec![i], to: vec![j], score, next: next_best(&scores, i, j) });
        }
    }
    all.extend(joined(a, b, &x, &y, &scores, false));
    let turned: BTreeMap<(usize, usize), f64> = scores.iter().map(|((i, j), s)| ((*j, *i), *s)).collect();
    all.extend(joined(b, a, &y, &x, &turned, true));
    let home = |l: &Found| places.same(&a[l.from[0]], &b[l.to[0]]);
    all.sort_by(|k, l| {
        l.score
            .total_cmp(&k.score)
            .then_with(|| home(l).cmp(&home(k)))
            .then_with(|| (&k.from, &k.to).cmp(&(&l.from, &l.to)))
    });
    let (mut taken_a, mut taken_b) = (BTreeSet::new(), BTreeSet::new());
    all.retain(|l| {
        let is_free = l.from.iter().all(|i| !taken_a.contains(i)) && l.to.iter().all(|j| !taken_b.contains(j));
        if is_free {
            taken_a.extend(l.from.iter().copied());
            taken_b.extend(l.to.iter().copied());
        }
        is_free
    });
    all
}

fn next_best(scores: &BTreeMap<(usize, usize), f64>, i: usize, j: usize) -> f64 {
    let others = scores.iter().filter(|((p, q), _)| (*p == i) != (*q == j));
    others.map(|(_, s)| *s).fold(0.0, f64::max)
}

/// One of `a` with two neighbours of `b`; `turned` tells that the sides are the other way round.
fn joined(
    a: &[CanonUnit],
    b: &[CanonUnit],
    x: &[usize],
    y: &[usize],
    scores: &BTreeMap<(usize, usize), f64>,
    turned: bool,
) -> Vec<Found> {
    let mut out = Vec::new();
    for pair in y.windows(2) {
        let (j, k) = (pair[0], pair[1]);
        if k != j + 1 || b[j].route != b[k].route || b[j].kind != b[k].kind {
            continue;
        }
        let both = format!("{} {}", b[j].text, b[k].text);
        let words = bag(&both);
        for &i in x.iter().filter(|i| a[**i].kind == b[j].kind) {
            let own = bag(&a[i].text);
            // Each half must bring words of its own.
            if overlap(&own, &words) < 2.0 * SHARED || [j, k].iter().any(|n| overlap(&bag(&b[*n].text), &own) < SHARED)
            {
                continue;
            }
            let score = similarity(&a[i].text, &both);
            let alone = |n: usize| scores.get(&(i, n)).copied().unwrap_or_default();
            let next = alone(j).max(alone(k));
            if score >= JOINED.0 && score >= next + JOINED.1 {
                let (from, to) = (vec![i], vec![j, k]);
                let (from, to) = if turned { (to, from) } else { (from, to) };
                out.push(Found { from, to, score, next });
            }
        }
    }
    out
}

/// Which names of both sides belong together.
#[derive(Debug, Default)]
struct Places {
    competencies: BTreeMap<String, (String, String)>,
    levels: BTreeMap<String, (String, String)>,
    clusters: BTreeMap<String, (String, String)>,
    values: BTreeMap<String, (String, String)>,
}

type Step = fn(&Route) -> Option<&str>;

const STEPS: [(&str, Step); 4] = [
    ("competency", |r| r.competency.as_deref()),
    ("level", |r| r.level.as_deref()),
    ("cluster", |r| r.cluster.as_deref()),
    ("value", |r| r.value.as_deref()),
];

impl Places {
    /// Names that are the same, and those under which most statements belong together.
    fn told_by(a: &[CanonUnit], b: &[CanonUnit], pairs: &[(usize, usize)]) -> Self {
        let map = |step: Step| {
            linked(&named(a, step), &named(b, step), |x, y| {
                pairs.iter().filter(|(i, j)| step(&a[*i].route) == Some(x) && step(&b[*j].route) == Some(y)).count()
            })
        };
        Self {
            competencies: map(STEPS[0].1),
            levels: map(STEPS[1].1),
            clusters: map(STEPS[2].1),
            values: map(STEPS[3].1),
        }
    }

    fn map(&self, part: &str) -> &BTreeMap<String, (String, String)> {
        match part {
            "competency" => &self.competencies,
            "level" => &self.levels,
            "cluster" => &self.clusters,
            _ => &self.values,
        }
    }

    /// True if two statements stand in one competency (or value) and level.
    fn same(&self, a: &CanonUnit, b: &CanonUnit) -> bool {
        let step = |part: &str, x: Option<&str>, y: Option<&str>| match (x, y) {
            (None, None) => true,
            (Some(x), Some(y)) => match self.map(part).get(x) {
                Some((other, _)) => other == y,
                None => is_same_name(x, y),
            },
            _ => false,
        };
        let (r, s) = (&a.route, &b.route);
        step("competency", r.competency.as_deref(), s.competency.as_deref())
            && step("level", r.level.as_deref(), s.level.as_deref())
            && step("value", r.value.as_deref(), s.value.as_deref())
            && (r.competency.is_some() || step("cluster", r.cluster.as_deref(), s.cluster.as_deref()))
    }

    /// Names that are not the same on both sides.
    fn links(&self, a: &[CanonUnit], b: &[CanonUnit]) -> Vec<NameLink> {
        let mut out = Vec::new();
        for (part, step) in STEPS {
            let map = self.map(part);
            let of = |change: &str, from: Option<&str>, to: Option<&str>, evidence: &str| NameLink {
                part: part.to_owned(),
                change: change.to_owned(),
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
                evidence: evidence.to_owned(),
            };
            for name in named(a, step) {
                match map.get(name) {
                    Some((to, why)) if key(name) != key(to) => out.push(of("renamed", Some(name), Some(to), why)),
                    Some((to, _)) if part == "competency" => {
                        out.extend(self.moved(a, b, name, to).map(|(x, y)| {
                            of("moved", Some(name), Some(to), &format!("its cluster was \"{x}\" and is \"{y}\""))
                        }));
                    }
                    Some(_) => {}
                    None => out.push(of("gone", Some(name), None, "no name like it, and no statements of it")),
                }
            }
            let known: BTreeSet<&str> = map.values().map(|(to, _)| to.as_str()).collect();
            let fresh = named(b, step).into_iter().filter(|n| !known.contains(n));
            out.extend(fresh.map(|name| of("new", None, Some(name), "no name like it, and no statements of it")));
        }
        out
    }

    /// The clusters of a competency that is in another one now.
    fn moved<'u>(&self, a: &'u [CanonUnit], b: &'u [CanonUnit], x: &str, y: &str) -> Option<(&'u str, &'u str)> {
        let home = |list: &'u [CanonUnit], name: &str| {
            let unit = list.iter().find(|u| u.route.competency.as_deref() == Some(name));
            unit.and_then(|u| u.route.cluster.as_deref())
        };
        let (p, q) = (home(a, x)?, home(b, y)?);
        let to = self.clusters.get(p).map(|(to, _)| to.as_str());
        (to != Some(q)).then_some((p, q))
    }
}

fn named(list: &[CanonUnit], step: Step) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for name in list.iter().filter_map(|u| step(&u.route)) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// Names one to one: equal ones, then those under which most statements belong together, with
/// what speaks for it.
fn linked(a: &[&str], b: &[&str], shared: impl Fn(&str, &str) -> usize) -> BTreeMap<String, (String, String)> {
    let mut map: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut left: Vec<&str> = b.to_vec();
    for same in [|x: &str, y: &str| key(x) == key(y), |x: &str, y: &str| is_same_name(x, y)] {
        for name in a {
            if map.contains_key(*name) {
                continue;
            }
            if let Some(at) = left.iter().position(|other| same(name, other)) {
                map.insert((*name).to_owned(), (left.remove(at).to_owned(), "the names are alike".to_owned()));
            }
        }
    }
    let mut votes: Vec<(usize, &str, &str)> = Vec::new();
    for x in a.iter().filter(|x| !map.contains_key(**x)) {
        votes.extend(left.iter().map(|y| (shared(x, y), *x, *y)).filter(|(n, ..)| *n > 0));
    }
    votes.sort_by(|p, q| q.0.cmp(&p.0).then((p.1, p.2).cmp(&(q.1, q.2))));
    let mut taken = BTreeSet::new();
    for (count, x, y) in votes {
        if !map.contains_key(x) && taken.insert(y) {
            let s = if count == 1 { "statement belongs" } else { "statements belong" };
            map.insert(x.to_owned(), (y.to_owned(), format!("{count} {s} together")));
        }
    }
    map
}

fn percent(score: f64) -> f64 {
    (score * 100.0).round()
}

impl Found {
    fn link(&self, a: &[CanonUnit], b: &[CanonUnit], places: &Places, lexicon: Lexicon<'_>) -> Link {
        let from: Vec<End> = self.from.iter().map(|i| end(&a[*i])).collect();
        let to: Vec<End> = self.to.iter().map(|j| end(&b[*j])).collect();
        let text = |ends: &[End]| ends.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" ");
        let (x, y) = (text(&from), text(&to));
        let home = !from.is_empty() && !to.is_empty() && places.same(&a[self.from[0]], &b[self.to[0]]);
        let words: Vec<[String; 2]> = match from.is_empty() || to.is_empty() {
            true => Vec::new(),
            false => differences(&x, &y, lexicon).into_iter().map(|d| [d.expected, d.found]).collect(),
        };
        let change = match (from.len(), to.len()) {
            (_, 0) => Change::Gone,
            (0, _) => Change::New,
            (1, 1) if !home => Change::Moved,
            (1, 1) if words.is_empty() => Change::Same,
            (1, 1) => Change::Edited,
            (1, _) => Change::Split,
            _ => Change::Merged,
        };
        let ids: Vec<&str> =
            from.iter().map(|e| e.id.as_str()).chain(["→"]).chain(to.iter().map(|e| e.id.as_str())).collect();
        Link {
            id: short_hash(&ids.join(" ")),
            change,
            words,
            evidence: self.evidence(home, change, x == y),
            confidence: self.confidence(home, change),
            verdict: None,
            from,
            to,
        }
    }

    fn evidence(&self, home: bool, change: Change, equal: bool) -> Vec<String> {
        if matches!(change, Change::Gone | Change::New) {
            return vec!["nothing on the other side is like it".to_owned()];
        }
        let mut out = Vec::new();
        out.push(match equal {
            true => "the same words".to_owned(),
            false if self.score >= 1.0 => "the same words in another dress".to_owned(),
            false => format!("{} % alike, the next best {} %", percent(self.score), percent(self.next)),
        });
        out.push(if home { "in the same place" } else { "in another place" }.to_owned());
        out
    }

    /// Likeness, and how far the next best is behind.
    fn confidence(&self, home: bool, change: Change) -> f64 {
        if matches!(change, Change::Gone | Change::New) {
            return 0.8;
        }
        let margin = ((self.score - self.next) / 0.3).clamp(0.0, 1.0);
        let sure = 0.5 * self.score + 0.3 * margin + if home { 0.2 } else { 0.1 };
        percent(sure.min(0.99)) / 100.0
    }
}

fn end(unit: &CanonUnit) -> End {
    let route = &unit.route;
    let steps = [&route.cluster, &route.competency, &route.sub_competency, &route.value, &route.level];
    End { id: unit.id.clone(), place: steps.into_iter().flatten().cloned().collect(), text: Prose::new(&unit.text) }
}

/// FNV-1a, 64 bits, as ten hexadecimal digits: ids of links only have to be short and the same.
fn short_hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}").chars().take(10).collect()
}

impl Crosswalk {
    /// Takes over what reviewers said of links that are still there.
    pub fn keep_verdicts(&mut self, old: &Self) {
        for link in &mut self.statements {
            let known = old.statements.iter().find(|o| o.id == link.id && o.change == link.change);
            link.verdict = known.and_then(|o| o.verdict.clone());
        }
    }

    /// How many links there are of each sort.
    pub fn counts(&self) -> BTreeMap<Change, usize> {
        let mut counts = BTreeMap::new();
        self.statements.iter().for_each(|l| *counts.entry(l.change).or_default() += 1);
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_framework::Kind;

    fn unit(id: &str, competency: &str, level: &str, text: &str) -> CanonUnit {
        let route =
            Route { competency: Some(competency.to_owned()), level: Some(level.to_owned()), ..Route::default() };
        let (id, text) = (id.to_owned(), text.to_owned());
        CanonUnit { id, framework: "guild".to_owned(), kind: Kind::Indicator, route, order: 1, text }
    }

    fn old() -> Vec<CanonUnit> {
        vec![
            unit("dough.1", "Kneading dough", "Apprentice", "I weigh flour and water to the gram."),
            unit("dough.2", "Kneading dough", "Apprentice", "I knead until the dough springs back."),
            unit(
                "dough.3",
                "Kneading dough",
                "Master",
                "I choose the flour, and I teach others how a dough should feel.",
            ),
            unit("dough.4", "Kneading dough", "Master", "I answer for the whole batch."),
            unit("ovens.1", "Minding ovens", "Apprentice", "I light the ovens an hour before work."),
            unit("ovens.2", "Minding ovens", "Apprentice", "I sweep the hearth when I leave."),
            unit("ovens.3", "Minding ovens", "Master", "I know the cold corner of each oven."),
            unit("ovens.4", "Minding ovens", "Master", "I decide when an oven needs the mason."),
            unit("ovens.5", "Minding ovens", "Master", "I carry water from the well."),
            unit("trade.1", "Serving customers", "Apprentice", "I greet everyone who comes in."),
        ]
    }

    fn new() -> Vec<CanonUnit> {
        vec![
            unit("dough.1", "Kneading dough", "Apprentice", "I weigh flour and water to the gram."),
            unit("dough.2", "Kneading dough", "Apprentice", "I knead until the dough springs back at once."),
            unit("dough.3", "Kneading dough", "Master", "I choose the flour."),
            unit("dough.5", "Kneading dough", "Master", "I teach others how a dough should feel."),
            unit(
                "fires.1",
                "Keeping the fires",
                "Apprentice",
                "I light the ovens an hour before work, and I sweep the hearth when I leave.",
            ),
            unit("fires.3", "Keeping the fires", "Master", "I know the cold corner of each oven."),
            unit("fires.4", "Keeping the fires", "Master", "I decide when an oven needs the mason."),
            unit("fires.5", "Keeping the fires", "Master", "I answer for the whole batch."),
            unit("fires.6", "Keeping the fires", "Master", "I measure how much wood we burn."),
            unit("trade.1", "Serving customers", "Apprentice", "I greet everyone who comes in."),
            unit("ledger.1", "Keeping the ledger", "Master", "I write down each sale on the day."),
        ]
    }

    fn walked() -> Crosswalk {
        let side = |edition: &str| Side { framework: "guild".to_owned(), edition: Some(edition.to_owned()) };
        crosswalk((&side("1"), &old()), (&side("2"), &new()), &Language::english())
    }

    #[test]
    fn each_planted_change_is_found_and_none_else() {
        let walk = walked();
        let of = |change: Change| -> Vec<(String, String)> {
            let ids = |ends: &[End]| ends.iter().map(|e| e.id.as_str()).collect::<Vec<_>>().join("+");
            let links = walk.statements.iter().filter(|l| l.change == change);
            links.map(|l| (ids(&l.from), ids(&l.to))).collect()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let same = [("dough.1", "dough.1"), ("ovens.3", "fires.3"), ("ovens.4", "fires.4"), ("trade.1", "trade.1")];
        assert_eq!(of(Change::Same), same.map(|(a, b)| pair(a, b)));
        assert_eq!(of(Change::Edited), [pair("dough.2", "dough.2")]);
        assert_eq!(of(Change::Split), [pair("dough.3", "dough.3+dough.5")]);
        assert_eq!(of(Change::Merged), [pair("ovens.1+ovens.2", "fires.1")]);
        assert_eq!(of(Change::Moved), [pair("dough.4", "fires.5")]);
        assert_eq!(of(Change::Gone), [pair("ovens.5", "")]);
        assert_eq!(of(Change::New), [pair("", "fires.6"), pair("", "ledger.1")]);
        let names: Vec<(&str, &str)> = walk.names.iter().map(|n| (n.part.as_str(), n.change.as_str())).collect();
        assert_eq!(names, [("competency", "renamed"), ("competency", "new")]);
        let words = walk.statements.iter().find(|l| l.change == Change::Edited).map(|l| l.words.clone());
        assert_eq!(words, Some(vec![[String::new(), "at once".to_owned()]]));
    }

    #[test]
    fn verdicts_outlive_a_crosswalk_made_again() {
        let mut settled = walked();
        let verdict = LinkVerdict {
            accepted: true,
            reason: "seen".to_owned(),
            author: "me".to_owned(),
            date: "2026-11-28".to_owned(),
        };
        settled.statements[1].verdict = Some(verdict.clone());
        let mut again = walked();
        again.keep_verdicts(&settled);
        assert_eq!(again.statements[1].verdict, Some(verdict));
        assert_eq!(again.statements.iter().filter(|l| l.verdict.is_some()).count(), 1);
    }
}
