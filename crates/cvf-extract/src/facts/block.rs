//! A paragraph, list item or paragraph of a cell, with all that is asked of it again and again.

use super::words::{count_words, is_unspaced, words_of};
use cvf_document::{Style, Text};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Number of a block among the facts.
pub(crate) type BlockId = usize;

/// Fewest letters of a word whose ending says something.
const ENDED: usize = 4;

/// A block with its features.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    /// Its text, or the texts that are read as one.
    pub(crate) text: Text,
    /// Letters and digits alone, in lower case: how texts are compared.
    pub(crate) key: String,
    pub(crate) style: Style,
    /// It stands in a cell of a table.
    pub(crate) in_cell: bool,
    /// The bullet or number in front of it.
    pub(crate) marker: Option<Text>,
    /// Number of words.
    pub(crate) words: usize,
    /// Number of letters.
    pub(crate) letters: usize,
    /// Ends of sentences in it.
    pub(crate) sentences: usize,
    /// Quotation marks, a question, an exclamation, a year or a date: seldom in statements.
    pub(crate) quoted: bool,
    /// It ends in a colon.
    pub(crate) leads_in: bool,
    /// A label that stands in front of others too stood in front of it.
    pub(crate) labelled: bool,
    /// It is such a label.
    pub(crate) label: bool,
    /// Its longer words, cut to six letters, as numbers in ascending order.
    pub(crate) stems: Vec<u32>,
    /// How much each stem tells of what the block is about: a vector of length one.
    pub(crate) weights: Vec<f32>,
    /// Number of its first word; none if it has no word.
    pub(crate) first: Option<u32>,
    /// Last letter of its first word, if that has more than a few.
    pub(crate) first_ends: Option<char>,
    /// Its place in the order of the document.
    pub(crate) place: usize,
    /// The blocks that it is made of, where several are read as one.
    pub(crate) pieces: Vec<BlockId>,
}

/// Letters that are kept of a word.
const STEM: usize = 6;
/// Words with no more letters than this tell nothing.
const SHORT: usize = 3;

/// Numbers of words that were met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    numbers: BTreeMap<String, u32>,
}

impl Vocabulary {
    fn number(&mut self, word: String) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(word).or_insert(next)
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}

/// Letters and digits alone, in lower case.
pub(crate) fn key_of(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

impl Block {
    /// Works out the features of a text.
    pub(crate) fn of(
        text: Text,
        style: Style,
        in_cell: bool,
        marker: Option<Text>,
        vocabulary: &mut Vocabulary,
    ) -> Self {
        let string = text.as_str();
        let words = words_of(string);
        let stem = |w: &String| w.chars().take(STEM).collect::<String>();
        let tells = |w: &&String| w.chars().count() > SHORT || w.chars().all(is_unspaced);
        let long = words.iter().filter(tells);
        let mut stems: Vec<u32> = long.map(|w| vocabulary.number(stem(w))).collect();
        stems.sort_unstable();
        stems.dedup();
        let first = words.first().map(|w| vocabulary.number(w.clone()));
        let first_ends = words.first().filter(|w| w.chars().count() >= ENDED).and_then(|w| w.chars().next_back());
        Self {
            key: key_of(string),
            words: count_words(string),
            letters: string.chars().filter(|c| c.is_alphabetic()).count(),
            sentences: ends_of_sentences(string),
            quoted: is_quoted(string),
            leads_in: string.trim_end().ends_with(':'),
            labelled: false,
            label: false,
            weights: vec![0.0; stems.len()],
            stems,
            first,
            first_ends,
            style,
            in_cell,
            marker,
            text,
            place: 0,
            pieces: Vec::new(),
        }
    }

    /// True for the heading of a part of the document, or what is dressed like one.
    pub(crate) fn is_heading(&self) -> bool {
        self.style.heading.is_some()
    }

    /// True if both have a longer word in common.
    pub(crate) fn shares_word(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self.stems.iter().peekable(), other.stems.iter().peekable());
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
            }
        }
        false
    }
}

fn ends_of_sentences(text: &str) -> usize {
    let next = text.chars().skip(1).map(Some).chain([None]);
    let ends =
        |(c, next): &(char, Option<char>)| matches!(c, '.' | '!' | '?' | ';') && next.is_none_or(char::is_whitespace);
    text.chars().zip(next).filter(ends).count()
}

fn is_quoted(text: &str) -> bool {
    let sign = text.contains(['"', '“', '”', '?', '!', '«', '»']);
    let year = |w: &str| w.len() == 4 && (w.starts_with("19") || w.starts_with("20") || w.starts_with("18"));
    let digits = |w: &str| w.chars().all(|c| c.is_ascii_digit());
    let dated = || text.split_whitespace().any(is_date);
    sign || text.split(|c: char| !c.is_alphanumeric()).any(|w| year(w) && digits(w)) || dated()
}

/// "7/2", "28/11/2025": a day and a month; not "1/2" or "24/7".
fn is_date(word: &str) -> bool {
    let numbers: Option<Vec<u32>> =
        word.trim_matches(|c: char| !c.is_ascii_digit()).split('/').map(|n| n.parse().ok()).collect();
    match numbers.as_deref() {
        Some([day, month] | [day, month, _]) => {
            let part = day < month && *month <= 5;
            (1..=31).contains(day) && (1..=12).contains(month) && !part && (*day, *month) != (24, 7)
        }
        _ => false,
    }
}

/// Gives each block its vector: how rare its stems are in the document, stems that come only
/// once left out.
pub(crate) fn weigh(blocks: &mut [Block], vocabulary: usize) {
    let mut counts = vec![0_u32; vocabulary];
    blocks.iter().flat_map(|b| &b.stems).for_each(|&s| counts[s as usize] += 1);
    let all = blocks.len() as f32 + 1.0;
    let rarity: Vec<f32> = counts.iter().map(|&n| if n > 1 { (all / n as f32).ln() } else { 0.0 }).collect();
    for block in blocks {
        weigh_one(block, &rarity);
    }
}

fn weigh_one(block: &mut Block, rarity: &[f32]) {
    let raw: Vec<f32> = block.stems.iter().map(|&s| rarity[s as usize]).collect();
    let norm = raw.iter().map(|w| w * w).sum::<f32>().sqrt();
    block.weights = raw.into_iter().map(|w| if norm > 0.0 { w / norm } else { 0.0 }).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str, vocabulary: &mut Vocabulary) -> Block {
        let stream: Vec<char> = text.chars().collect();
        Block::of(Text::from_stream(&stream, 0..stream.len()), Style::default(), false, None, vocabulary)
    }

    #[test]
    fn words_of_one_stem_are_shared() {
        let mut vocabulary = Vocabulary::default();
        let name = block("Negotiation", &mut vocabulary);
        assert!(name.shares_word(&block("Negotiates with care.", &mut vocabulary)));
        assert!(!name.shares_word(&block("Sorts the post.", &mut vocabulary)));
    }

    #[test]
    fn signs_that_statements_seldom_have_are_seen() {
        assert!(is_quoted("Founded in 1987"));
        assert!(is_quoted("Are you sure?"));
        assert!(is_quoted("MO: orders the paper, 7/2"));
        assert!(!is_quoted("Answers 24/7 in 1/2 of all cases"));
        assert!(!is_quoted("Handles 2500 letters."));
        assert_eq!(ends_of_sentences("Writes. Reads 2.5 pages; ends."), 3);
    }
}
