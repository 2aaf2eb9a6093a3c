//! What a reader of the language sees in a text, as evidence beside the document's own.

use crate::facts::{Block, Facts};
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
}

/// Most words of a text that is looked up.
const LONGEST: usize = 8;

impl Known {
    pub(crate) fn of(facts: &Facts, profiles: &Profiles) -> Self {
        Self { senses: facts.blocks.iter().map(|b| sense(b, profiles)).collect() }
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
