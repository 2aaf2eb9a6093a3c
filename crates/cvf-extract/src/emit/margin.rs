//! How sure a unit's place is: the margin to the best reading that places it otherwise, and how
//! well the best reading explains the document at all.

use crate::facts::{BlockId, Facts};
use crate::reading::{Tree, TreeUnit, UnitKind};
use crate::solve::Solution;

/// Where another reading puts a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    pub(crate) kind: UnitKind,
    pub(crate) competency: Option<BlockId>,
    pub(crate) level: Option<BlockId>,
}

/// A unit's margin.
#[derive(Clone, Debug, Default)]
pub(crate) struct Margin {
    /// Bits to the best reading that places it otherwise.
    pub(crate) bits: f32,
    /// What that reading says; `None` if the text is no unit in it.
    pub(crate) other: Option<Elsewhere>,
}

/// Margins of all units of the best reading, by block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Margins {
    margins: Vec<Option<Margin>>,
    /// Bits a unit.
    fit: f32,
    /// Units whose place says little or is unlike that of the others, by block.
    vague: Vec<bool>,
}

/// A unit's margin under this many bits is an open question.
const OPEN: f32 = 4.0;

/// Confidence by margin in bits: measured on layouts that no weight was set on.
const SURE: [(f32, f64); 6] = [(0.0, 0.5), (2.0, 0.6), (4.0, 0.72), (8.0, 0.86), (16.0, 0.95), (32.0, 0.99)];
/// Share of it that is left by fit in bits a unit.
const FIT: [(f32, f64); 4] = [(0.0, 0.6), (0.3, 0.75), (0.7, 0.92), (1.1, 1.0)];

impl Margins {
    pub(crate) fn of(facts: &Facts, solution: &Solution, best: &Tree) -> Self {
        let Some((top, _)) = solution.readings.first() else { return Self::default() };
        let mut margins: Vec<Option<Margin>> = vec![None; facts.blocks.len()];
        for unit in &best.units {
            // No framework at all is a reading too.
            margins[unit.block] = Some(Margin { bits: *top, other: None });
        }
        for (score, reading) in &solution.readings[1..] {
            let tree = solution.tree(facts, reading);
            let mut places: Vec<Option<&TreeUnit>> = vec![None; facts.blocks.len()];
            tree.units.iter().for_each(|u| places[u.block] = Some(u));
            for unit in &best.units {
                let bits = top - score;
                let closer = margins[unit.block].as_ref().is_some_and(|m| bits < m.bits);
                if !closer || same(facts, (best, unit), places[unit.block].map(|u| (&tree, u))) {
                    continue;
                }
                let other = places[unit.block].map(|u| Elsewhere {
                    kind: u.kind,
                    competency: u.competency.map(|n| tree.names[n].block),
                    level: u.level,
                });
                margins[unit.block] = Some(Margin { bits, other });
            }
        }
        let fit = top / best.units.len().max(1) as f32;
        Self { margins, fit, vague: vague(facts, best) }
    }

    pub(crate) fn get(&self, block: BlockId) -> Option<&Margin> {
        self.margins.get(block)?.as_ref()
    }

    /// How sure a unit's place is, from 0 to 1.
    pub(crate) fn confidence(&self, block: BlockId) -> f64 {
        let bits = self.get(block).map_or(0.0, |m| m.bits);
        let sure = between(&SURE, bits) * between(&FIT, self.fit);
        let sure = sure.min(if self.vague.get(block).copied().unwrap_or(false) { VAGUE } else { 1.0 });
        (sure * 100.0).round() / 100.0
    }

    /// True if a unit's place is an open question.
    pub(crate) fn is_open(&self, block: BlockId) -> bool {
        self.get(block).is_some_and(|m| m.bits < OPEN)
    }
}

/// Most confidence of a unit under no name, under the only name there is where there is no level,
/// or without a mark where most have one: on generated layouts most wrong records that no other
/// reading questioned were such.
const VAGUE: f64 = 0.75;

fn vague(facts: &Facts, tree: &Tree) -> Vec<bool> {
    let mut vague = vec![false; facts.blocks.len()];
    let stated = || tree.units.iter().filter(|u| u.kind == UnitKind::Indicator);
    let marked = |u: &TreeUnit| facts.blocks[u.block].marker.is_some() || facts.blocks[u.block].in_cell;
    let mostly_marked = stated().filter(|u| marked(u)).count() * 2 > stated().count();
    let mut names: Vec<_> = stated().map(|u| u.competency).collect();
    names.sort_unstable();
    names.dedup();
    let label = |u: &TreeUnit| u.level.map(|l| facts.blocks[l].key.as_str());
    let levels = stated().filter_map(label).collect::<std::collections::BTreeSet<_>>().len();
    for unit in stated() {
        let unnamed = unit.competency.is_none() || (names.len() == 1 && (unit.level.is_none() || levels < 2));
        vague[unit.block] = unnamed || (mostly_marked && !marked(unit));
    }
    vague
}

fn between(scale: &[(f32, f64)], value: f32) -> f64 {
    let next = scale.partition_point(|(at, _)| *at <= value);
    match (next.checked_sub(1).map(|i| scale[i]), scale.get(next)) {
        (None, _) => scale[0].1,
        (Some(last), None) => last.1,
        (Some((x, y)), Some(&(to, top))) => y + (top - y) * f64::from((value - x) / (to - x)),
    }
}

/// True if both readings give a block the same kind, competency and level.
fn same(facts: &Facts, (tree, unit): (&Tree, &TreeUnit), other: Option<(&Tree, &TreeUnit)>) -> bool {
    let Some((others, other)) = other else { return false };
    let key = |block: Option<BlockId>| block.map(|b| facts.blocks[b].key.as_str());
    let name = |tree: &Tree, unit: &TreeUnit| unit.competency.map(|n| tree.names[n].block);
    unit.kind == other.kind && key(name(tree, unit)) == key(name(others, other)) && key(unit.level) == key(other.level)
}
