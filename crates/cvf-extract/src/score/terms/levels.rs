//! Levels: a few short labels that come again in one order.

use crate::facts::{BlockId, ordinal};
use crate::reading::{LevelUse, NameId, Tree, UnitKind, Within};
use crate::score::{Context, Score, Scorer, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Having levels at all costs this.
const LEVELS: f32 = 2.0;
/// Levels above competencies are rarer than below; less so where their labels count or are known.
const ABOVE: f32 = 6.0;
const ABOVE_TOLD: f32 = 3.0;
/// A single level is hardly one.
const ONLY_ONE: f32 = 4.0;
/// A statement under a level that does not vary: it says nothing.
const SAYS_NOTHING: f32 = 0.3;
/// Most levels that are usual, and what each more costs.
const USUAL: usize = 7;
const UNUSUAL: f32 = 2.0;
/// Labels that neither come again nor are a scale, by their form or by their words: nothing says
/// that they are levels. Bits for a scale from which on something does.
const UNTOLD: f32 = 5.0;
const TOLD: f32 = 1.0;
/// Most bits for an ordered scale.
const MOST_ORDINAL: f32 = 12.0;
/// Levels of one competency out of their order.
const OUT_OF_ORDER: f32 = 1.5;
/// A level that a competency does not have.
const MISSING: f32 = 0.6;
/// A statement without a level, where there are levels.
const WITHOUT: f32 = 1.0;
/// A label under which nothing stands.
const EMPTY: f32 = 2.5;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, context: Context<'_>, score: &mut Score) {
    if tree.levels.is_empty() {
        return;
    }
    let mut labels: Vec<BlockId> = Vec::new();
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    for level in &tree.levels {
        numbers.entry(scorer.keys[level.block]).or_insert_with(|| {
            labels.push(level.block);
            labels.len() - 1
        });
    }
    score.add(Term::Label, -LEVELS);
    labels.iter().for_each(|&l| score.add(Term::Label, scorer.costs[l].label));
    if labels.len() < 2 {
        let under = tree.units.iter().filter(|u| u.level.is_some()).count();
        score.add(Term::Label, -ONLY_ONE - SAYS_NOTHING * under as f32);
    }
    score.add(Term::Label, -UNUSUAL * labels.len().saturating_sub(USUAL) as f32);
    let texts: Vec<&str> = labels.iter().map(|&l| scorer.facts.blocks[l].text.as_str()).collect();
    let scale = ordinal(&texts).min(MOST_ORDINAL);
    score.add(Term::Ordinal, scale);
    recurrence(scorer, tree, &numbers, &labels, context.level_above, score);
    let worded = labels.iter().any(|&l| scorer.known.sense(l).level || scorer.known.sense(l).graded);
    if context.level_above {
        score.add(Term::Axis, if scale < TOLD && !worded { -ABOVE } else { -ABOVE_TOLD });
    }
    if score.of(Term::Recur) <= 0.0 && scale < TOLD && !worded {
        score.add(Term::Label, -UNTOLD);
    }
    let without = tree.units.iter().filter(|u| u.kind == UnitKind::Indicator && u.level.is_none()).count();
    score.add(Term::Missing, -WITHOUT * without as f32);
    let used: BTreeSet<u32> = tree.units.iter().filter_map(|u| u.level).map(|l| scorer.keys[l]).collect();
    let empty = numbers.keys().filter(|k| !used.contains(k)).count();
    score.add(Term::Empty, -EMPTY * empty as f32);
}

/// Bits for a label or name of so many characters that comes again where it should: the longer it
/// is, the less by chance.
pub(super) fn comes_again(length: usize) -> f32 {
    (0.8 + 0.05 * length as f32).min(1.6)
}

/// What levels stand in together: a competency, a table, or a cluster where they stand above.
type Group = (u8, Option<NameId>, Option<NameId>);

fn group(level: &LevelUse, above: bool) -> Group {
    match level.within {
        Within::Table(table) if !above => (1, Some(table), None),
        Within::Table(_) => (2, None, None),
        Within::Names { cluster, .. } if above => (2, cluster, None),
        Within::Names { competency, sub, .. } => (0, competency, sub),
    }
}

fn recurrence(
    scorer: &Scorer<'_>,
    tree: &Tree,
    numbers: &BTreeMap<u32, usize>,
    labels: &[BlockId],
    above: bool,
    score: &mut Score,
) {
    let with_units: BTreeSet<BlockId> = tree.units.iter().filter_map(|u| u.level).collect();
    let mut order: Vec<Group> = Vec::new();
    let mut groups: BTreeMap<Group, (Vec<usize>, BTreeSet<usize>)> = BTreeMap::new();
    for level in &tree.levels {
        let key = group(level, above);
        let (found, used) = groups.entry(key).or_insert_with(|| {
            order.push(key);
            (Vec::new(), BTreeSet::new())
        });
        let number = numbers[&scorer.keys[level.block]];
        if !found.contains(&number) {
            found.push(number);
        }
        if with_units.contains(&level.block) {
            used.insert(number);
        }
    }
    for (i, key) in order.iter().enumerate() {
        let (found, used) = &groups[key];
        let ordered = found.is_sorted_by(|a, b| a < b);
        if !ordered {
            score.add(Term::Order, -OUT_OF_ORDER);
        }
        if i > 0 {
            let length = |n: &usize| scorer.facts.blocks[labels[*n]].text.len();
            let again: f32 = found.iter().filter(|n| used.contains(n)).map(|n| comes_again(length(n))).sum();
            score.add(Term::Recur, again * if ordered { 1.0 } else { 0.5 });
        }
        if !above {
            score.add(Term::Missing, -MISSING * (labels.len() - found.len()) as f32);
        }
    }
}
