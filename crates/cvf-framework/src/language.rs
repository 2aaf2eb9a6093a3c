use crate::{names, yaml};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a reader of one language knows about the dress of any framework.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Words for a level: "level", "stage".
    pub level_words: Vec<String>,
    /// Names of the numbers 1, 2, 3 …: words and roman numerals.
    pub numbers: Vec<Vec<String>>,
    /// Words that may stand beside a level's label.
    pub level_tail: BTreeSet<String>,
    /// Names of levels that have no number: "developing".
    pub level_names: BTreeSet<String>,
    /// Words in such names: "senior".
    pub level_name_words: BTreeSet<String>,
    /// Words that name levels where two of them stand on lines of their own: "foundation", "expert".
    pub level_scale: BTreeSet<String>,
    /// Words that say what a heading names: "Competency : …".
    pub labels: BTreeMap<crate::Part, Vec<String>>,
    /// Labels of sections.
    pub sections: Sections,
    /// Headers of a column of statements.
    pub statement_words: BTreeSet<String>,
    /// Headers of a column of names, beside `labels`: "criterion", "dimension".
    pub criterion_words: BTreeSet<String>,
    /// Headers of a column that is no part of a framework: "comments", "weight".
    pub attribute_words: BTreeSet<String>,
    /// Beginnings of words that titles, headings and headers of frameworks have and those of other
    /// documents seldom, without accents: "compet", "rubric".
    pub framework_stems: BTreeSet<String>,
    /// Beginnings of words of a title, without accents, that say that a document is something else:
    /// minutes, a price list, terms.
    #[serde(default)]
    pub other_stems: BTreeSet<String>,
    /// Words of a document's title.
    pub title_words: BTreeSet<String>,
    /// Words of the heading over a group of values.
    pub values_words: BTreeSet<String>,
    /// Headings of what stands before and after a framework, as keys.
    pub asides: Furniture,
    /// What is printed on pages and sites without being part of the text, by reason.
    pub furniture: BTreeMap<String, Furniture>,
    /// Words that never end an item.
    pub function_words: BTreeSet<String>,
    /// Words with which an item goes back to the one before it.
    pub back_references: BTreeSet<String>,
    /// Words that are right by themselves and often printed for one another.
    pub confused: Vec<BTreeSet<String>>,
    /// Words whose change changes the meaning, by sort.
    pub meaning: BTreeMap<String, BTreeSet<String>>,
}

/// Labels of sections.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sections {
    /// "Why is it important?"
    pub importance: Vec<String>,
    /// "Description"
    pub description: Vec<String>,
    /// "Positive indicators"
    pub indicators: Vec<String>,
    /// "Underdone"
    pub underdone: Vec<String>,
    /// "Overdone"
    pub overdone: Vec<String>,
    /// "Values"
    pub values: Vec<String>,
}

/// A section that a label can open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Why it is important.
    Importance,
    /// A description.
    Description,
    /// Indicators.
    Indicators,
    /// Too little of it.
    Underdone,
    /// Too much of it.
    Overdone,
    /// Values.
    Values,
}

/// How text that is no part of a framework is recognised; digits are written `#`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Furniture {
    /// Whole lines.
    pub lines: Vec<String>,
    /// Beginnings of a paragraph.
    pub starts: Vec<String>,
    /// Anything in a paragraph.
    pub contains: Vec<String>,
}

/// A line with more characters than this is no label.
const LONGEST_LABEL: usize = 80;

/// Most words of a level's name.
const LONGEST_LEVEL_NAME: usize = 3;

impl Sections {
    /// Labels are compared as keys.
    fn make_keys(&mut self) {
        let lists = [
            &mut self.importance,
            &mut self.description,
            &mut self.indicators,
            &mut self.underdone,
            &mut self.overdone,
            &mut self.values,
        ];
        lists.into_iter().flatten().for_each(|label| *label = names::key(label));
    }
}

impl Language {
    /// English, and what is known of other languages about levels and labels.
    ///
    /// # Panics
    /// Never: a test reads the same file.
    #[allow(clippy::expect_used, reason = "the file is compiled in and a test reads it")]
    pub fn english() -> Self {
        let text = include_str!("../profiles/english.yaml");
        let mut language: Self = yaml::from_str(text).expect("the built-in language");
        crate::languages::add(&mut language);
        language.sections.make_keys();
        language
    }

    /// The number that a word or roman numeral names.
    pub fn number(&self, word: &str) -> Option<usize> {
        let word = word.to_lowercase();
        self.numbers.iter().position(|names| names.contains(&word)).map(|i| i + 1)
    }

    /// True for two words, in lower case, of which one is often printed for the other.
    pub fn is_confused(&self, a: &str, b: &str) -> bool {
        a != b && self.confused.iter().any(|set| set.contains(a) && set.contains(b))
    }

    /// True for a short name with a word that levels without a number are named by.
    pub fn is_level_name(&self, name: &str) -> bool {
        let key = names::key(name);
        let words = || key.split(' ');
        let word = || words().any(|word| self.level_name_words.contains(word));
        self.level_names.contains(&key) || (words().count() <= LONGEST_LEVEL_NAME && word())
    }

    /// True for a word that never ends an item.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.contains(&word.to_lowercase())
    }

    /// Why a paragraph is no part of a framework, if it is page or site furniture.
    pub fn furniture(&self, text: &str) -> Option<&str> {
        let line = digits_hidden(&text.to_lowercase());
        let bare = line.trim_matches(['*', '-', '–', '—', ' ']);
        let fits = |f: &Furniture| {
            f.lines.iter().any(|l| *l == line || *l == bare)
                || f.starts.iter().any(|s| line.starts_with(s.as_str()))
                || (!line.starts_with("i ") && f.contains.iter().any(|c| line.contains(c.as_str())))
        };
        self.furniture.iter().find(|(_, f)| fits(f)).map(|(reason, _)| reason.as_str())
    }

    /// True for the heading of an introduction, a glossary and the like.
    pub fn is_aside(&self, heading: &str) -> bool {
        let key = names::key(heading);
        self.asides.lines.contains(&key) || self.asides.starts.iter().any(|start| key.starts_with(start.as_str()))
    }

    /// The section that a line is the label of.
    pub fn section(&self, line: &str) -> Option<Section> {
        if line.len() > LONGEST_LABEL {
            return None;
        }
        let key = names::key(line);
        self.section_lists().into_iter().find(|(_, list)| list.contains(&key)).map(|(s, _)| s)
    }

    fn section_lists(&self) -> [(Section, &[String]); 6] {
        let s = &self.sections;
        [
            (Section::Importance, &s.importance),
            (Section::Description, &s.description),
            (Section::Indicators, &s.indicators),
            (Section::Underdone, &s.underdone),
            (Section::Overdone, &s.overdone),
            (Section::Values, &s.values),
        ]
    }

    /// The sorts of meaning (modals, negations …) that a word belongs to.
    pub fn meaning_of(&self, word: &str) -> Vec<&str> {
        let word = word.to_lowercase().replace('’', "'");
        self.meaning.iter().filter(|(_, words)| words.contains(&word)).map(|(sort, _)| sort.as_str()).collect()
    }
}

/// Every run of digits as one `#`.
pub fn digits_hidden(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_digit() && out.ends_with('#') => {}
            c if c.is_ascii_digit() => out.push('#'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_text() {
        let english = Language::english();
        assert_eq!(english.furniture("Page 12 of 30"), Some("page-number"));
        assert_eq!(english.furniture("OFFICIAL - SENSITIVE"), Some("protective-marking"));
        assert_eq!(english.furniture("I take official action."), None);
        assert_eq!(english.section("Why is it important?"), Some(Section::Importance));
        assert_eq!(english.number("Three"), Some(3));
    }
}
