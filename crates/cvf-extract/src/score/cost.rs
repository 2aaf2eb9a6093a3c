//! What a text pays or earns, by its length, in each part.

use crate::facts::Block;

/// Bits of one block in each part.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Costs {
    pub(crate) item: f32,
    pub(crate) description: f32,
    pub(crate) name: f32,
    pub(crate) label: f32,
}

/// Bits for texts of up to so many words.
type Scale = &'static [(usize, f32)];

const ITEM: Scale = &[
    (0, -4.0),
    (1, -2.5),
    (2, -1.4),
    (3, -0.5),
    (5, 0.4),
    (9, 1.1),
    (25, 1.5),
    (45, 1.0),
    (70, 0.0),
    (110, -1.0),
    (usize::MAX, -2.5),
];
const DESCRIPTION: Scale = &[(0, -4.0), (3, -2.0), (6, 0.0), (20, 0.9), (80, 1.3), (130, 0.6), (usize::MAX, -0.7)];
const NAME: Scale = &[(0, -4.0), (1, 0.4), (5, 1.0), (10, 0.4), (16, -0.6), (usize::MAX, -2.5)];
const LABEL: Scale = &[(0, -4.0), (3, 0.6), (6, 0.0), (9, -0.7), (usize::MAX, -2.5)];

fn on(scale: Scale, words: usize) -> f32 {
    scale.iter().find(|(most, _)| words <= *most).map_or(0.0, |(_, bits)| *bits)
}

/// Fewest letters of a text that says something.
const LETTERS: usize = 3;

impl Costs {
    pub(crate) fn of(block: &Block) -> Self {
        let label = if block.key.is_empty() { -3.0 } else { on(LABEL, block.words) };
        if block.letters < LETTERS {
            return Self { item: -3.0, description: -3.0, name: -4.0, label };
        }
        let leads_in = if block.leads_in { 0.8 } else { 0.0 };
        // A cell, or what stands behind a label, is one statement however many sentences it has.
        let more = if block.in_cell || block.labelled {
            0.0
        } else {
            (0.7 * block.sentences.saturating_sub(1) as f32).min(2.5)
        };
        Self {
            item: on(ITEM, block.words) - more - leads_in,
            description: on(DESCRIPTION, block.words) - leads_in,
            name: name(block),
            label,
        }
    }
}

fn name(block: &Block) -> f32 {
    let text = block.text.as_str();
    let mut bits = on(NAME, block.words);
    if text.ends_with(['.', ';']) && block.words > 4 {
        bits -= 0.6;
    }
    if block.style.bold {
        bits += 0.4;
    }
    if block.sentences > 1 {
        bits -= 0.5;
    }
    if block.leads_in && block.words > 3 {
        bits -= 1.2;
    }
    // What the format itself calls a heading may be a sentence.
    if block.is_heading() && !block.leads_in { bits.max(0.5) } else { bits }
}
