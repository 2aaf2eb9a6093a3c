//! Which names of two editions belong together.

use super::NameLink;
use crate::places::similarity;
use cvf_framework::names::{is_same_name, key};
use cvf_framework::{CanonUnit, Route};
use std::collections::{BTreeMap, BTreeSet};

/// Names of one side with those of the other and what speaks for it.
type Names = BTreeMap<String, (String, String)>;

/// Which names of both sides belong together.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Step by step.
    maps: BTreeMap<&'static str, Names>,
    /// Competencies of either side that have no levels, by [`over_levels`].
    bare: [BTreeSet<String>; 2],
}

type Step = fn(&Route) -> Option<&str>;

const STEPS: [(&str, Step); 5] = [
    ("competency", |r| r.competency.as_deref()),
    ("sub-competency", |r| r.sub_competency.as_deref()),
    ("level", |r| r.level.as_deref()),
    ("cluster", |r| r.cluster.as_deref()),
    ("value", |r| r.value.as_deref()),
];

impl Places {
    /// Names that are the same, and those under which most statements belong together.
    pub(super) fn told_by(a: &[CanonUnit], b: &[CanonUnit], pairs: &[(usize, usize)]) -> Self {
        let map = |step: Step| {
            let size = |list: &[CanonUnit], name: &str| list.iter().filter(|u| step(&u.route) == Some(name)).count();
            linked(&named(a, step), &named(b, step), |x, y| {
                let both = |(i, j): &&(usize, usize)| step(&a[*i].route) == Some(x) && step(&b[*j].route) == Some(y);
                let shared = pairs.iter().filter(both).count();
                let share = 2.0 * shared as f64 / (size(a, x) + size(b, y)).max(1) as f64;
                Shared { count: shared, strength: share + similarity(x, y) }
            })
        };
        Self { maps: STEPS.map(|(part, step)| (part, map(step))).into(), bare: [bare(a), bare(b)] }
    }

    fn map(&self, part: &str) -> &Names {
        static NONE: Names = BTreeMap::new();
        self.maps.get(part).unwrap_or(&NONE)
    }

    /// True if the names of two statements at a step are one, or neither has one.
    fn same_step(&self, part: &str, x: Option<&str>, y: Option<&str>) -> bool {
        match (x, y) {
            (None, None) => true,
            (Some(x), Some(y)) => self.map(part).get(x).map_or_else(|| is_same_name(x, y), |(other, _)| other == y),
            _ => false,
        }
    }

    /// True if two statements stand in one competency, or value, whatever their levels.
    pub(super) fn same_competency(&self, a: &CanonUnit, b: &CanonUnit) -> bool {
        let (r, s) = (&a.route, &b.route);
        self.same_step("competency", r.competency.as_deref(), s.competency.as_deref())
            && self.same_step("value", r.value.as_deref(), s.value.as_deref())
            && (r.competency.is_some() || self.same_step("cluster", r.cluster.as_deref(), s.cluster.as_deref()))
    }

    /// True if two statements stand in one competency (or value), one part of it and one level.
    pub(super) fn same(&self, a: &CanonUnit, b: &CanonUnit) -> bool {
        let (r, s) = (&a.route, &b.route);
        // Where one side has no levels at all, a level says nothing of a move.
        let is_bare = |side: usize, r: &Route| r.level.is_none() && self.bare[side].contains(&over_levels(r));
        self.same_competency(a, b)
            && self.same_step("sub-competency", r.sub_competency.as_deref(), s.sub_competency.as_deref())
            && (is_bare(0, r) || is_bare(1, s) || self.same_step("level", r.level.as_deref(), s.level.as_deref()))
    }

    /// Names that are not the same on both sides.
    pub(super) fn links(&self, a: &[CanonUnit], b: &[CanonUnit]) -> Vec<NameLink> {
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
        let to = self.map("cluster").get(p).map(|(to, _)| to.as_str());
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

/// The names over the levels of a statement's place.
fn over_levels(route: &Route) -> String {
    [&route.competency, &route.sub_competency, &route.value].map(|name| name.as_deref().unwrap_or_default()).join("\n")
}

/// Competencies without any level.
fn bare(list: &[CanonUnit]) -> BTreeSet<String> {
    let levelled: BTreeSet<String> =
        list.iter().filter(|u| u.route.level.is_some()).map(|u| over_levels(&u.route)).collect();
    list.iter().map(|u| over_levels(&u.route)).filter(|name| !levelled.contains(name)).collect()
}

/// What two names share.
struct Shared {
    /// Statements that belong together.
    count: usize,
    /// Their share of the statements of both, and how alike the names are.
    strength: f64,
}

/// Names one to one: equal ones, then those that share most of their statements and words, with
/// what speaks for it.
fn linked(a: &[&str], b: &[&str], shared: impl Fn(&str, &str) -> Shared) -> Names {
    let mut map = Names::new();
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
    let mut votes: Vec<(Shared, &str, &str)> = Vec::new();
    for x in a.iter().filter(|x| !map.contains_key(**x)) {
        votes.extend(left.iter().map(|y| (shared(x, y), *x, *y)).filter(|(s, ..)| s.count > 0));
    }
    votes.sort_by(|p, q| q.0.strength.total_cmp(&p.0.strength).then((p.1, p.2).cmp(&(q.1, q.2))));
    let mut taken = BTreeSet::new();
    for (Shared { count, .. }, x, y) in votes {
        if !map.contains_key(x) && taken.insert(y) {
            let s = if count == 1 { "statement belongs" } else { "statements belong" };
            map.insert(x.to_owned(), (y.to_owned(), format!("{count} {s} together")));
        }
    }
    map
}
