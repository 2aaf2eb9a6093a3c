//! What a reader of the language sees in a text, as evidence beside the document's own.

use crate::facts::{Block, Element, Facts};
use crate::labels;
use cvf_framework::{Part, Profiles, Section, names};

/// What a text is known to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sense {
    /// A level's label.
    pub(crate) level: bool,
    /// A header over levels ("Level").
    pub(crate) level_word: bool,
    /// A header over names: what they name.
    pub(crate) part: Option<Part>,
    /// The label of a section.
    pub(crate) section: Option<Section>,
    /// A header over what is no part of a framework: comments, weight, points.
    pub(crate) attribute: bool,
    /// A header over statements.
    pub(crate) statement: bool,
    /// A name of an edition.
    pub(crate) name: Option<Part>,
}

/// The senses of all blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    senses: Vec<Sense>,
    /// What the line in front of each block calls it.
    called: Vec<Option<Part>>,
    /// Blocks that say what the next one is.
    calls: Vec<bool>,
}

/// Most words of a text that is looked up.
const LONGEST: usize = 8;

impl Known {
    pub(crate) fn of(facts: &Facts, profiles: &Profiles) -> Self {
        let senses: Vec<Sense> = facts.blocks.iter().map(|b| sense(b, profiles)).collect();
        let (mut called, mut calls) = (vec![None; senses.len()], vec![false; senses.len()]);
        for pair in facts.order.windows(2) {
            let (Element::Block(first, _), Element::Block(next, _)) = (pair[0], pair[1]) else { continue };
            let part = senses[first].part.filter(|_| !senses[first].level);
            let comes_again = || facts.blocks.iter().filter(|b| b.key == facts.blocks[first].key).count() > 1;
            if part.is_some() && comes_again() {
                (called[next], calls[first]) = (part, true);
            }
        }
        Self { senses, called, calls }
    }

    /// What the line in front of a block, which stands in front of others too, calls it.
    pub(crate) fn called(&self, block: usize) -> Option<Part> {
        self.called.get(block).copied().flatten()
    }

    /// True for a line that says what the next block is.
    pub(crate) fn calls(&self, block: usize) -> bool {
        self.calls.get(block).copied().unwrap_or(false)
    }

    pub(crate) fn sense(&self, block: usize) -> Sense {
        self.senses[block]
    }
}

fn sense(block: &Block, profiles: &Profiles) -> Sense {
    if block.words == 0 || block.words > LONGEST {
        return Sense::default();
    }
    let language = &profiles.language;
    let text = block.text.as_str();
    let key = names::key(text);
    let one = key.strip_suffix('s').unwrap_or(&key);
    let ies = key.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let named = |word: &String| *word == key || word == one || Some(word) == ies.as_ref();
    let part = language.labels.iter().find(|(_, words)| words.iter().any(named)).map(|(part, _)| *part);
    Sense {
        level: labels::bare_level(text, profiles).is_some()
            || language.level_scale.contains(&key)
            || language.level_names.contains(&key),
        level_word: language.level_words.iter().any(named),
        part: part.or(language.criterion_words.contains(&key).then_some(Part::Competency)),
        section: language.section(text),
        attribute: language.attribute_words.contains(&key) || language.attribute_words.contains(one),
        statement: language.statement_words.contains(&key),
        name: profiles.resolve(text).map(|k| k.part),
    }
}
