//! What the reading leaves over, and what it costs to read at all.

use crate::reading::Tree;
use crate::score::{Context, Score, Scorer, Term};

/// A text of twenty words that is left over inside the framework.
const LEFT: f32 = 0.7;
/// Share of that outside it.
const OUTSIDE: f32 = 0.4;
/// Most bits for all that is left over outside: a framework may be a small part of a large
/// document.
const MOST_OUTSIDE: f32 = 14.0;
/// Fewest words of a text that is missed.
const TEXT: usize = 5;
/// A heading that is left over inside the framework.
const LEFT_HEADING: f32 = 0.6;
/// What any framework has to earn first: most documents are none, and so the more where no title,
/// heading or header has a word of one. What so many different words give back.
const PRIOR: f32 = 13.0;
const WORDED: [f32; 4] = [0.0, 5.0, 7.0, 8.0];
/// What a framework has to earn besides where the title says that the document is something else:
/// minutes, a price list, terms of use.
const OTHER: f32 = 8.0;
/// What each unit pays for the share of words, below a half, that the reading explains.
const COVER: f32 = 1.5;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, context: Context<'_>, score: &mut Score) {
    let blocks = &scorer.facts.blocks;
    let places = || tree.units.iter().map(|u| blocks[u.block].place);
    let (from, to) = (places().min().unwrap_or(0), places().max().unwrap_or(0));
    let (mut left, mut outside, mut headings) = (0.0, 0.0, 0);
    for &id in context.scope.blocks.iter().filter(|&&id| !tree.used[id] && !tree.over[id]) {
        let block = &blocks[id];
        let inside = (from..=to).contains(&block.place);
        if block.words >= TEXT {
            let weight = (block.words as f32 / 20.0).clamp(0.3, 1.5);
            match inside {
                true => left += weight,
                false => outside += OUTSIDE * weight,
            }
        }
        let dressed = block.is_heading() || (block.style.bold && !block.in_cell);
        headings += usize::from(inside && dressed && block.letters >= 3);
    }
    score.add(Term::Left, -LEFT * left - (LEFT * outside).min(MOST_OUTSIDE));
    score.add(Term::LeftHeading, -LEFT_HEADING * headings as f32);
    let words = scorer.known.framework_words().min(WORDED.len() - 1);
    let other = if scorer.known.is_other() { OTHER } else { 0.0 };
    score.add(Term::Prior, WORDED[words] - PRIOR - other);
    let read: usize = tree.units.iter().map(|u| blocks[u.block].words).sum();
    let share = read as f32 / context.scope.words.max(1) as f32;
    score.add(Term::Cover, tree.units.len() as f32 * (COVER * (share - 0.5)).min(0.0));
}
