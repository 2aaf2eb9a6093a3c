//! What a reader of the language sees in a text, as evidence beside the document's own.

use crate::facts::{Block, Element, Facts};
use crate::labels;
use cvf_framework::{Language, Part, Profiles, Section, names};
use unicode_normalization::UnicodeNormalization;

/// What a text is known to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sense {
    /// A level's label.
    pub(crate) level: bool,
    /// A short label with a word of a scale in it ("Senior analyst").
    pub(crate) graded: bool,
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
    /// A heading of what stands before or after a framework ("Introduction").
    pub(crate) aside: bool,
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
    /// Different words of frameworks in titles, headings, labels and headers.
    framework_words: usize,
    /// The title says that it is something else.
    is_other: bool,
}

/// Most words of a label that is one by a word in it.
const GRADED: usize = 5;

fn is_grade(word: &str, language: &Language) -> bool {
    language.level_scale.contains(word)
        || language.level_names.contains(word)
        || language.level_name_words.contains(word)
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
        let framework_words = framework_words(facts, &profiles.language);
        let is_other = says_other(facts, &profiles.language);
        Self { senses, called, calls, framework_words, is_other }
    }

    /// What the line in front of a block, which stands in front of others too, calls it.
    pub(crate) fn called(&self, block: usize) -> Option<Part> {
        self.called.get(block).copied().flatten()
    }

    /// How many different words of frameworks stand in titles, headings, labels and headers.
    pub(crate) fn framework_words(&self) -> usize {
        self.framework_words
    }

    /// True if the title says that the document is something else than a framework.
    pub(crate) fn is_other(&self) -> bool {
        self.is_other
    }

    /// True for a line that says what the next block is.
    pub(crate) fn calls(&self, block: usize) -> bool {
        self.calls.get(block).copied().unwrap_or(false)
    }

    pub(crate) fn sense(&self, block: usize) -> Sense {
        self.senses[block]
    }
}

/// Most words of a line that may be a title or heading without being dressed as one.
const LINE: usize = 10;

/// The paragraphs of the flow, in order.
fn lines(facts: &Facts) -> impl Iterator<Item = &Block> {
    facts.order.iter().filter_map(|e| if let Element::Block(b, _) = e { Some(&facts.blocks[*b]) } else { None })
}

/// How many different words of frameworks stand in titles, headings, labels and headers.
pub(crate) fn framework_words(facts: &Facts, language: &Language) -> usize {
    let heads = lines(facts).filter(|b| {
        let plain = b.marker.is_none() && b.words <= LINE && !b.text.as_str().ends_with(['.', ';', '?', '!']);
        b.is_heading() || plain
    });
    let headers = facts.tables.iter().flat_map(|t| t.heads.first().into_iter().flatten().flatten());
    let headers = headers.map(|&b| &facts.blocks[b]).filter(|b| b.words <= LINE);
    let words = heads.chain(headers).flat_map(|b| crate::facts::words_of(b.text.as_str()));
    let stems: std::collections::BTreeSet<&str> = words.filter_map(|word| stem_of(&word, language)).collect();
    stems.len()
}

/// True if the first heading, or the first line where none is dressed as one, says that the document
/// is something else, and no word of it that it is a framework.
fn says_other(facts: &Facts, language: &Language) -> bool {
    let title = lines(facts).find(|b| b.is_heading()).or_else(|| lines(facts).next()).filter(|b| b.words <= LINE);
    let words = title.map_or_else(Vec::new, |title| crate::facts::words_of(title.text.as_str()));
    let parts = words.iter().flat_map(|word| word.split('-'));
    let line: String = parts.map(|part| format!(" {}", without_accents(part))).collect();
    let other = language.other_stems.iter().any(|stem| line.contains(&format!(" {stem}")));
    other && !words.iter().any(|word| stem_of(word, language).is_some())
}

/// The letters and digits of a word without their accents.
fn without_accents(word: &str) -> String {
    word.nfd().filter(|c| c.is_alphanumeric()).collect()
}

/// The beginning of a word by which it is one of frameworks.
fn stem_of<'l>(word: &str, language: &'l Language) -> Option<&'l str> {
    let bare = without_accents(word);
    language.framework_stems.iter().find(|stem| bare.starts_with(stem.as_str())).map(String::as_str)
}

/// A label without what stands in brackets behind it: points, shares, colours.
fn without_qualifier(text: &str) -> &str {
    let front = labels::bracketed(text).map(|(front, _)| front.trim_end());
    front.filter(|front| !front.is_empty()).unwrap_or(text)
}

fn sense(block: &Block, profiles: &Profiles) -> Sense {
    if block.words == 0 || block.words > LONGEST {
        return Sense::default();
    }
    let language = &profiles.language;
    let text = without_qualifier(block.text.as_str());
    let key = names::key(text);
    let one = key.strip_suffix('s').unwrap_or(&key);
    let ies = key.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let named = |word: &String| *word == key || word == one || Some(word) == ies.as_ref();
    let part = language.labels.iter().find(|(_, words)| words.iter().any(named)).map(|(part, _)| *part);
    Sense {
        level: labels::bare_level(text, profiles).is_some()
            || language.level_scale.contains(&key)
            || language.level_names.contains(&key),
        graded: block.words <= GRADED && key.split(' ').any(|w| is_grade(w, language)),
        level_word: language.level_words.iter().any(named),
        part: part.or(language.criterion_words.contains(&key).then_some(Part::Competency)),
        section: language.section(text),
        attribute: language.attribute_words.contains(&key) || language.attribute_words.contains(one),
        statement: language.statement_words.contains(&key),
        aside: language.is_aside(text),
        name: profiles.resolve(text).map(|k| k.part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Drafts;
    use crate::facts::Piece;

    #[test]
    fn a_title_may_say_that_a_document_is_something_else() {
        let says = |title: &str| {
            let text = format!("{title}\n\nKnots\n\n- Ties a bowline.\n- Splices an eye.\n");
            let document = cvf_text::read(text.as_bytes()).unwrap().value;
            let profiles = Profiles::built_in();
            let pieces = Piece::all(&document, &profiles, &mut Drafts::default());
            says_other(&Facts::of(&document, pieces), &profiles.language)
        };
        assert!(says("Minutes of the deck committee"));
        assert!(says("Allgemeine Geschäftsbedingungen"));
        assert!(says("Lone working policy"));
        assert!(!says("Policy officers: competency framework"));
        assert!(!says("Deckhands"));
    }
}
