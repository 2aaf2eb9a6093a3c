//! Which statements of two editions belong together.

use super::names::Places;
use crate::places::similarity;
use crate::words::lower_words;
use cvf_framework::CanonUnit;
use cvf_framework::names::key;
use std::collections::{BTreeMap, BTreeSet};

/// Least likeness of an edited statement in its place, and of one that is also moved.
const EDITED: (f64, f64) = (0.55, 0.75);
/// Least likeness of two statements together to one, and how much more alike they must be to it
/// than either alone.
const JOINED: (f64, f64) = (0.75, 0.08);
/// What words in another order count, of what they would in the same.
const REORDERED: f64 = 0.95;
/// What the same place adds to likeness where a statement is like several.
const HOME: f64 = 0.1;
/// Share of words that texts must share to be looked at closely.
const SHARED: f64 = 0.34;

/// Statements that belong together, as indices.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) from: Vec<usize>,
    pub(super) to: Vec<usize>,
    /// How alike they are, from 0 to 1, and how alike the next best are.
    pub(super) score: f64,
    pub(super) next: f64,
}

/// Pairs with equal texts, those in the same place first, then those in the same competency, then
/// all of one kind, and what is a text of another kind now.
pub(super) fn exact(a: &[CanonUnit], b: &[CanonUnit], places: &Places) -> Vec<(usize, usize)> {
    let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (j, unit) in b.iter().enumerate() {
        by_text.entry(key(&unit.text)).or_default().push(j);
    }
    let fits: [fn(&Places, &CanonUnit, &CanonUnit) -> bool; 4] = [
        |places, x, y| x.kind == y.kind && places.same(x, y),
        |places, x, y| x.kind == y.kind && places.same_competency(x, y),
        |_, x, y| x.kind == y.kind,
        |_, _, _| true,
    ];
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for fits in fits {
        for (i, unit) in a.iter().enumerate() {
            let Some(list) = by_text.get_mut(&key(&unit.text)).filter(|_| !pairs.contains_key(&i)) else { continue };
            if let Some(at) = list.iter().position(|j| fits(places, unit, &b[*j])) {
                pairs.insert(i, list.remove(at));
            }
        }
    }
    pairs.into_iter().collect()
}

/// How alike two texts are, from 0 to 1, in the order of their words or in another, which counts
/// a little less.
fn likeness(a: &str, b: &str) -> f64 {
    let (mut x, mut y) = (lower_words(a), lower_words(b));
    x.sort_unstable();
    y.sort_unstable();
    let all = x.len() + y.len();
    let shared = x.iter().filter(|word| y.iter().position(|w| w == *word).map(|at| y.remove(at)).is_some()).count();
    similarity(a, b).max(REORDERED * 2.0 * shared as f64 / all.max(1) as f64)
}

/// Equal texts, and the most alike of the rest wherever they stand: enough to tell which names
/// belong together.
pub(super) fn first_look(a: &[CanonUnit], b: &[CanonUnit], pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let links = closest(a, b, pairs, &Places::default());
    let ones = links.iter().filter(|l| l.from.len() == 1 && l.to.len() == 1 && l.score >= EDITED.1);
    ones.map(|l| (l.from[0], l.to[0])).chain(pairs.iter().copied()).collect()
}

fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    a.intersection(b).count() as f64 / a.len().min(b.len()).max(1) as f64
}

/// Statements of one side that have no equal.
struct Free<'u> {
    units: &'u [CanonUnit],
    /// Their indices.
    free: Vec<usize>,
    /// The words of all, for a quick look.
    bags: Vec<BTreeSet<String>>,
}

impl<'u> Free<'u> {
    fn of(units: &'u [CanonUnit], used: &BTreeSet<usize>) -> Self {
        let free = (0..units.len()).filter(|i| !used.contains(i)).collect();
        Self { units, free, bags: units.iter().map(|u| lower_words(&u.text).into_iter().collect()).collect() }
    }
}

/// Links of what has no equal, the most alike first.
pub(super) fn closest(a: &[CanonUnit], b: &[CanonUnit], pairs: &[(usize, usize)], places: &Places) -> Vec<Found> {
    let (left, right): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
    let (x, y) = (Free::of(a, &left), Free::of(b, &right));
    let mut scores: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for &i in &x.free {
        for &j in &y.free {
            if a[i].kind == b[j].kind && overlap(&x.bags[i], &y.bags[j]) >= SHARED {
                scores.insert((i, j), likeness(&a[i].text, &b[j].text));
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
    all.extend(joined(&x, &y, &scores, false));
    let turned: BTreeMap<(usize, usize), f64> = scores.iter().map(|((i, j), s)| ((*j, *i), *s)).collect();
    all.extend(joined(&y, &x, &turned, true));
    let home = |l: &Found| if places.same(&a[l.from[0]], &b[l.to[0]]) { HOME } else { 0.0 };
    let mut all: Vec<(f64, Found)> = all.into_iter().map(|l| (l.score + home(&l), l)).collect();
    all.sort_by(|(p, k), (q, l)| q.total_cmp(p).then_with(|| (&k.from, &k.to).cmp(&(&l.from, &l.to))));
    let mut all: Vec<Found> = all.into_iter().map(|(_, l)| l).collect();
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

/// One of `one` with two neighbours of `two`; `turned` tells that the sides are the other way round.
fn joined(one: &Free<'_>, two: &Free<'_>, scores: &BTreeMap<(usize, usize), f64>, turned: bool) -> Vec<Found> {
    let (a, b) = (one.units, two.units);
    let mut out = Vec::new();
    for pair in two.free.windows(2) {
        let (j, k) = (pair[0], pair[1]);
        if k != j + 1 || b[j].route != b[k].route || b[j].kind != b[k].kind {
            continue;
        }
        let both = format!("{} {}", b[j].text, b[k].text);
        let words = &two.bags[j] | &two.bags[k];
        for &i in one.free.iter().filter(|i| a[**i].kind == b[j].kind) {
            let own = &one.bags[i];
            // Each half must bring words of its own.
            let half = |n: usize| overlap(&two.bags[n], own) >= SHARED;
            if overlap(own, &words) < 2.0 * SHARED || !half(j) || !half(k) {
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
