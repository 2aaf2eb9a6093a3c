//! Texts of units: are they like statements and descriptions?

use crate::reading::{Tree, UnitKind};
use crate::score::{Score, Scorer, Term};
use std::collections::{BTreeMap, BTreeSet};

/// A second description of one name costs this.
const MORE_DESCRIPTIONS: f32 = 1.0;
/// A description after statements costs this.
const LATE: f32 = 1.5;
/// A statement that quotes, asks or dates costs this: articles do, statements seldom.
const QUOTE: f32 = 1.8;
/// A text that comes for the third time costs this, and each time after.
const TWIN: f32 = 1.2;
/// A cell of a few words at a level, or what stands behind a label, earns at least this where the
/// document says that it is a framework: "Adequate" and "Late" are statements of a rubric, and of a
/// price list are none.
const SHORT_CELL: f32 = 0.2;
/// All statements beginning with words that come again earn this: people set lists alike.
const BEGINNING: f32 = 3.0;
/// First words with one ending ("weighs", "keeps") earn this for each statement, for so many: the
/// commonest last letter of any words ends about a third of them. Another ending costs more, and
/// which letter it is has to be said.
const ENDING: f32 = 1.5;
const ENDED_MOST: usize = 16;
const OTHER_ENDING: f32 = 4.0;
const WHICH_ENDING: f32 = 3.0;
/// Fewest statements, and different first words, of which that is looked at.
const ENDED: usize = 6;
const ENDED_WORDS: usize = 3;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    let mut descriptions: BTreeMap<_, usize> = BTreeMap::new();
    let mut texts: BTreeMap<u32, usize> = BTreeMap::new();
    let mut firsts: BTreeMap<Option<u32>, usize> = BTreeMap::new();
    let mut quoted = 0;
    let told = scorer.known.framework_words() > 0;
    let (mut stated, mut described, mut tabled) = (0.0, 0.0, 0.0_f32);
    for unit in &tree.units {
        let costs = scorer.costs[unit.block];
        if unit.kind == UnitKind::Note {
            continue;
        }
        if unit.kind == UnitKind::Indicator {
            let block = &scorer.facts.blocks[unit.block];
            let short = told && unit.level.is_some() && (block.in_cell || block.labelled);
            stated += if short { costs.item.max(SHORT_CELL) } else { costs.item };
        } else {
            let in_cell = scorer.facts.blocks[unit.block].in_cell;
            *(if in_cell { &mut tabled } else { &mut described }) += costs.description;
            *descriptions.entry((unit.kind, unit.competency.or(unit.cluster))).or_default() += 1;
        }
        let block = &scorer.facts.blocks[unit.block];
        quoted += usize::from(block.quoted);
        *texts.entry(scorer.keys[unit.block]).or_default() += 1;
        *firsts.entry(block.first).or_default() += 1;
    }
    // Descriptions alone make no framework, unless they stand beside their names.
    score.add(Term::Item, stated + tabled + described.min(stated.max(0.0)));
    let more: usize = descriptions.values().map(|n| n - 1).sum();
    score.add(Term::Describing, -MORE_DESCRIPTIONS * more as f32 - LATE * tree.late as f32);
    score.add(Term::Quote, -QUOTE * quoted as f32);
    let twins: usize = texts.values().filter(|n| **n > 2).map(|n| n - 1).sum();
    score.add(Term::Twin, -TWIN * twins as f32);
    if tree.units.len() >= 4 {
        let alike: usize = firsts.values().filter(|n| **n >= 2).sum();
        score.add(Term::Beginning, BEGINNING * alike as f32 / tree.units.len() as f32);
    }
    score.add(Term::Beginning, ending(scorer, tree));
}

/// Bits for first words of one ending that are not all the same word.
fn ending(scorer: &Scorer<'_>, tree: &Tree) -> f32 {
    let blocks = || tree.units.iter().filter(|u| u.kind == UnitKind::Indicator).map(|u| &scorer.facts.blocks[u.block]);
    let mut ends: BTreeMap<char, BTreeSet<Option<u32>>> = BTreeMap::new();
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for block in blocks() {
        if let Some(end) = block.first_ends {
            ends.entry(end).or_default().insert(block.first);
            *counts.entry(end).or_default() += 1;
        }
    }
    let all = blocks().count();
    let Some((end, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else { return 0.0 };
    let words = ends.get(&end).map_or(0, BTreeSet::len);
    if all < ENDED || words < ENDED_WORDS {
        return 0.0;
    }
    let bits = ENDING * count.min(ENDED_MOST) as f32 - OTHER_ENDING * (all - count) as f32 - WHICH_ENDING;
    bits.max(0.0)
}
