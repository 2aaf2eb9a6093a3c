//! Which unit of the copy prints which statement of the canon.

use cvf_framework::{CanonUnit, Kind, Unit, names};
use rapidfuzz::distance::indel::{Args, BatchComparator};
use std::collections::{BTreeMap, BTreeSet};

/// Units of a copy that print statements of the canon: one for one, one for several (merged),
/// or several for one (split).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) canon: Vec<usize>,
    pub(crate) copy: Vec<usize>,
    /// How alike the texts are, from 0 to 1.
    pub(crate) score: f64,
}

/// What prints what, by index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    pub(crate) pairs: Vec<Pair>,
    /// Units of the copy that print a statement a second time, with that statement.
    pub(crate) again: Vec<(usize, usize)>,
    /// Units of the copy that print nothing of the canon.
    pub(crate) unmatched: Vec<usize>,
}

/// Texts less alike than this are not the same statement …
const ALIKE: f64 = 0.62;
/// … or this, where they stand in the same place.
const ALIKE_IN_PLACE: f64 = 0.45;
/// A second print of a statement is at least this like it.
const AGAIN: f64 = 0.9;

/// Matches a copy's units with a canon's.
pub(crate) fn matching(canon: &[CanonUnit], copy: &[Unit]) -> Matching {
    let canon_keys: Vec<String> = canon.iter().map(|u| names::key(&u.text)).collect();
    let copy_keys: Vec<String> = copy.iter().map(|u| names::key(&u.text)).collect();
    let table = Table { canon, copy, canon_keys, copy_keys };
    let candidates = table.of_one_framework(table.candidates());
    let mut matching = Matching::default();
    let (mut canon_taken, mut copy_taken) = (BTreeSet::new(), BTreeSet::new());
    for &(_, score, c, u) in &candidates {
        let enough = if is_same_place(&canon[c], &copy[u]) { ALIKE_IN_PLACE } else { ALIKE };
        if score >= enough && !canon_taken.contains(&c) && !copy_taken.contains(&u) {
            canon_taken.insert(c);
            copy_taken.insert(u);
            matching.pairs.push(Pair { canon: vec![c], copy: vec![u], score });
        }
    }
    table.cut_off(&mut matching, &mut canon_taken, &mut copy_taken);
    table.splits(&mut matching, &mut copy_taken);
    table.merges(&mut matching, &mut canon_taken);
    let free = |u: &usize| !copy_taken.contains(u) && copy[*u].kind != Kind::Title && copy[*u].kind != Kind::Note;
    for u in (0..copy.len()).filter(free) {
        let twin = candidates.iter().find(|&&(_, score, _, unit)| unit == u && score >= AGAIN);
        match twin {
            Some(&(_, _, c, _)) => matching.again.push((u, c)),
            None => matching.unmatched.push(u),
        }
    }
    matching.pairs.sort_by_key(|p| p.copy[0]);
    matching
}

/// True if a unit stands where the canon has the statement.
pub(crate) fn is_same_place(canon: &CanonUnit, copy: &Unit) -> bool {
    canon.kind == copy.kind && canon.route.same_names(&copy.route) && canon.route.level == copy.route.level
}

/// Score with the place's share, score, statement, unit.
type Candidate = (f64, f64, usize, usize);

struct Table<'a> {
    canon: &'a [CanonUnit],
    copy: &'a [Unit],
    canon_keys: Vec<String>,
    copy_keys: Vec<String>,
}

impl Table<'_> {
    /// Pairs worth looking at, best first.
    fn candidates(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (u, unit) in self.copy.iter().enumerate() {
            let comparator = BatchComparator::new(self.copy_keys[u].chars());
            for (c, statement) in self.canon.iter().enumerate() {
                if unit.kind.is_behaviour() != statement.kind.is_behaviour()
                    || matches!(unit.kind, Kind::Title | Kind::Note)
                {
                    continue;
                }
                let (a, b) = (self.canon_keys[c].len(), self.copy_keys[u].len());
                if 2 * a.min(b) * 100 < (a + b) * 40 {
                    continue; // the shorter is too short to make the two alike
                }
                let args = Args::default().score_cutoff(ALIKE_IN_PLACE);
                let score = comparator.normalized_similarity_with_args(self.canon_keys[c].chars(), &args);
                candidates.extend(score.map(|s| (s + place_share(statement, unit), s, c, u)));
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.3).cmp(&(b.2, b.3))));
        candidates
    }

    /// A copy follows one framework; statements of others count only where they are the same.
    fn of_one_framework(&self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        let mut votes: BTreeMap<&str, f64> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for &(_, score, c, u) in candidates.iter().filter(|(_, score, ..)| *score >= ALIKE) {
            if seen.insert(u) {
                *votes.entry(&self.canon[c].framework).or_default() += score;
            }
        }
        let main = votes.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(a.0))).map(|(name, _)| name);
        candidates.retain(|&(_, score, c, _)| main == Some(self.canon[c].framework.as_str()) || score >= AGAIN);
        candidates
    }

    /// What is left of a statement that was cut off early is too short to be alike, but it is
    /// the statement's beginning, and stands in its place.
    fn cut_off(&self, matching: &mut Matching, canon_taken: &mut BTreeSet<usize>, copy_taken: &mut BTreeSet<usize>) {
        for (u, unit) in self.copy.iter().enumerate().filter(|(_, unit)| unit.kind.is_behaviour()) {
            let key = &self.copy_keys[u];
            if copy_taken.contains(&u) || key.split(' ').count() < 3 {
                continue;
            }
            let begins = |c: &usize| {
                !canon_taken.contains(c)
                    && self.canon_keys[*c].starts_with(key.as_str())
                    && is_same_place(&self.canon[*c], unit)
            };
            if let Some(c) = (0..self.canon.len()).find(begins) {
                canon_taken.insert(c);
                copy_taken.insert(u);
                matching.pairs.push(Pair { canon: vec![c], copy: vec![u], score: self.score(&[c], &[u]) });
            }
        }
    }

    fn score(&self, canon: &[usize], copy: &[usize]) -> f64 {
        let join = |keys: &[String], at: &[usize]| at.iter().map(|&i| keys[i].as_str()).collect::<Vec<_>>().join(" ");
        let (a, b) = (join(&self.canon_keys, canon), join(&self.copy_keys, copy));
        rapidfuzz::distance::indel::normalized_similarity(a.chars(), b.chars())
    }

    /// A unit without a statement that, put beside its neighbour, makes the neighbour's
    /// statement more whole is a part of it.
    fn splits(&self, matching: &mut Matching, taken: &mut BTreeSet<usize>) {
        for pair in &mut matching.pairs {
            let home = pair.copy[0];
            let free = |u: usize, taken: &BTreeSet<usize>| {
                let same = |unit: &Unit| unit.route == self.copy[home].route && unit.kind == self.copy[home].kind;
                !taken.contains(&u) && self.copy.get(u).is_some_and(same)
            };
            while let Some((score, list)) =
                grown(&pair.copy, pair.score, |u| free(u, taken), |l| self.score(&pair.canon, l))
            {
                taken.extend(&list);
                (pair.copy, pair.score) = (list, score);
            }
        }
    }

    /// A statement without a unit that, put beside its neighbour, makes the neighbour's unit
    /// more whole was merged with it.
    fn merges(&self, matching: &mut Matching, taken: &mut BTreeSet<usize>) {
        for pair in matching.pairs.iter_mut().filter(|p| p.copy.len() == 1) {
            let home = pair.canon[0];
            let free = |c: usize, taken: &BTreeSet<usize>| {
                let same =
                    |unit: &CanonUnit| unit.route == self.canon[home].route && unit.kind == self.canon[home].kind;
                !taken.contains(&c) && self.canon.get(c).is_some_and(same)
            };
            while let Some((score, list)) =
                grown(&pair.canon, pair.score, |c| free(c, taken), |l| self.score(l, &pair.copy))
            {
                taken.extend(&list);
                (pair.canon, pair.score) = (list, score);
            }
        }
    }
}

/// What a neighbour must add to a score to belong to a pair.
const GAIN: f64 = 0.03;

/// A run of neighbours with one more at either end, if that scores better.
fn grown(
    list: &[usize],
    score: f64,
    free: impl Fn(usize) -> bool,
    score_of: impl Fn(&[usize]) -> f64,
) -> Option<(f64, Vec<usize>)> {
    let (first, last) = (*list.first()?, *list.last()?);
    let after = Some(last + 1).filter(|&n| free(n)).map(|n| [list, &[n]].concat());
    let before = first.checked_sub(1).filter(|&n| free(n)).map(|n| [&[n], list].concat());
    let scored = [after, before].into_iter().flatten().map(|l| (score_of(&l), l));
    scored.filter(|(s, _)| *s > score + GAIN).max_by(|a, b| a.0.total_cmp(&b.0))
}

/// What the place adds to a pair's score: enough to tell equal texts apart, too little to
/// make unlike ones alike.
fn place_share(canon: &CanonUnit, copy: &Unit) -> f64 {
    let same = |x: &Option<String>, y: &Option<String>| match (x, y) {
        (Some(x), Some(y)) => names::is_same_name(x, y),
        _ => false,
    };
    let mut share = 0.0;
    for (is, worth) in [
        (same(&canon.route.competency, &copy.route.competency), 0.06),
        (same(&canon.route.sub_competency, &copy.route.sub_competency), 0.04),
        (same(&canon.route.value, &copy.route.value), 0.06),
        (canon.route.level.is_some() && canon.route.level == copy.route.level, 0.03),
        (canon.kind == copy.kind, 0.02),
    ] {
        share += if is { worth } else { 0.0 };
    }
    share - 0.0005 * f64::from(canon.order.abs_diff(copy.order).min(20))
}
