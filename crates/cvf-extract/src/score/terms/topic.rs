//! What statements are about: those of one competency share its words, those of one level do not.

use crate::reading::{Tree, TreeUnit, UnitKind};
use crate::score::{Score, Scorer, Term};
use std::collections::BTreeSet;

/// Bits for the whole difference between the likeness of statements of one competency and of one
/// level, and most that are given.
const TOPIC: f32 = 60.0;
const MOST_TOPIC: f32 = 12.0;
/// Share of them where there is one competency.
const ONE_NAME: f32 = 0.5;
/// Statements from which on the likeness counts in full.
const ENOUGH: f32 = 12.0;
/// Bits if every unit repeats a word of its name and none of its level, and most that are given.
const NAME_WORDS: f32 = 12.0;
const MOST_NAME_WORDS: f32 = 6.0;

/// Most longer words of a name of which that is looked at: a sentence shares some with any other.
const NAME: usize = 4;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    let items: Vec<&TreeUnit> = tree.units.iter().filter(|u| u.kind == UnitKind::Indicator).collect();
    // Under another level it is the same name.
    let key = |name: Option<usize>| name.map(|n| scorer.keys[tree.names[n].block]);
    let competencies: BTreeSet<_> = items.iter().map(|u| key(u.competency)).collect();
    let levels: BTreeSet<u32> = tree.levels.iter().map(|l| scorer.keys[l.block]).collect();
    if levels.len() > 1 {
        let place = |u: &TreeUnit| (key(u.cluster), key(u.competency), key(u.sub));
        let by_name = likeness(scorer, &items, |u| place(u));
        let by_level = likeness(scorer, &items, |u| u.level.map(|l| scorer.keys[l]));
        // All under one name is likely the wrong way round where those of a level share more.
        let weight = if competencies.len() > 1 { 1.0 } else { ONE_NAME };
        let bits = weight * TOPIC * (by_name - by_level) * (items.len() as f32 / ENOUGH).min(1.0);
        score.add(Term::Topic, bits.clamp(-MOST_TOPIC, MOST_TOPIC));
    }
    let blocks = &scorer.facts.blocks;
    let mut balance = 0_i32;
    for unit in &tree.units {
        let block = &blocks[unit.block];
        let name = unit.competency.map(|n| &blocks[tree.names[n].block]);
        balance += i32::from(name.is_some_and(|n| n.stems.len() <= NAME && n.shares_word(block)));
        balance -= i32::from(unit.level.is_some_and(|l| blocks[l].shares_word(block)));
    }
    let bits = NAME_WORDS * balance as f32 / tree.units.len().max(1) as f32;
    score.add(Term::NameWords, bits.clamp(-MOST_NAME_WORDS, MOST_NAME_WORDS));
}

/// Mean cosine of the vectors of two statements with the same key.
fn likeness<K: Ord>(scorer: &Scorer<'_>, items: &[&TreeUnit], key: impl Fn(&TreeUnit) -> K) -> f32 {
    let mut sorted: Vec<&TreeUnit> = items.to_vec();
    sorted.sort_by_key(|u| key(u));
    let mut sums = vec![0.0_f32; scorer.facts.vocabulary.len()];
    let (mut total, mut pairs) = (0.0, 0.0);
    for group in sorted.chunk_by(|a, b| key(a) == key(b)).filter(|g| g.len() > 1) {
        let mut touched: Vec<u32> = Vec::new();
        let mut own = 0.0;
        for unit in group {
            let block = &scorer.facts.blocks[unit.block];
            for (&stem, &weight) in block.stems.iter().zip(&block.weights) {
                own += weight * weight;
                sums[stem as usize] += weight;
                touched.push(stem);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let mut all = 0.0;
        for stem in touched {
            let sum = std::mem::take(&mut sums[stem as usize]);
            all += sum * sum;
        }
        total += (all - own) / 2.0;
        pairs += (group.len() * (group.len() - 1)) as f32 / 2.0;
    }
    if pairs > 0.0 { total / pairs } else { 0.0 }
}
