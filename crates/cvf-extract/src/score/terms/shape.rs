//! The shape of the tree: parts in sound numbers.

use crate::reading::{Tree, UnitKind};
use crate::score::{Score, Scorer, Term};
use std::collections::{BTreeMap, BTreeSet};

/// A parent with one child only.
const CHAIN: f32 = 1.2;
/// A competency with one statement, where there are no levels.
const SINGLE: f32 = 0.9;
/// Statements of one place that are usual, and what each more costs.
const USUAL: usize = 8;
const FAN: f32 = 0.35;
/// A doubling of the number of statements from the mean.
const UNEVEN: f32 = 0.5;
/// A competency without a description, where others have one.
const UNDESCRIBED: f32 = 0.5;

pub(crate) fn add(_: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    let mut children: BTreeMap<(u8, usize), BTreeSet<usize>> = BTreeMap::new();
    let mut leaves: BTreeMap<_, usize> = BTreeMap::new();
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for unit in &tree.units {
        for (rank, pair) in [(1, unit.cluster.zip(unit.competency)), (2, unit.competency.zip(unit.sub))] {
            if let Some((parent, child)) = pair {
                children.entry((rank, parent)).or_default().insert(child);
            }
        }
        *leaves.entry((unit.cluster, unit.competency, unit.sub, unit.level)).or_default() += 1;
        if let (UnitKind::Indicator, Some(competency)) = (unit.kind, unit.competency) {
            *sizes.entry(competency).or_default() += 1;
        }
    }
    let chains = children.values().filter(|c| c.len() == 1).count();
    score.add(Term::Chain, -CHAIN * chains as f32);
    if tree.levels.is_empty() {
        score.add(Term::Single, -SINGLE * sizes.values().filter(|n| **n == 1).count() as f32);
    }
    let long: usize = leaves.values().map(|n| n.saturating_sub(USUAL)).sum();
    score.add(Term::Fan, -FAN * long as f32);
    if sizes.len() > 1 {
        let mean = sizes.values().sum::<usize>() as f32 / sizes.len() as f32;
        let uneven: f32 = sizes.values().map(|&n| ((n as f32 + 0.5) / (mean + 0.5)).log2().abs()).sum();
        score.add(Term::Even, -UNEVEN * uneven);
    }
    undescribed(tree, score);
}

fn undescribed(tree: &Tree, score: &mut Score) {
    let described = tree.units.iter().filter(|u| u.kind == UnitKind::Description).filter_map(|u| u.competency);
    let described = described.collect::<BTreeSet<_>>().len();
    let names = tree.names.iter().filter(|n| n.role == crate::reading::Role::Competency).count();
    if described > 0 {
        score.add(Term::Missing, -UNDESCRIBED * names.saturating_sub(described) as f32);
    }
}
