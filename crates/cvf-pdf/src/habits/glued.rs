//! Words that were read without the space between them.

use super::pronoun::key;
use crate::words::Word;
use std::collections::BTreeMap;

/// Words in front of a noun.
const DETERMINERS: [&str; 14] =
    ["a", "the", "my", "our", "your", "his", "her", "its", "their", "this", "each", "every", "any", "no"];
/// Words that begin with an a and are no noun behind one.
const WITH_A: [&str; 32] = [
    "about", "above", "abroad", "across", "afoot", "afresh", "again", "ahead", "alight", "alike", "alive", "alone",
    "along", "amid", "amiss", "amount", "anew", "apart", "apiece", "around", "arise", "arose", "ascent", "aside",
    "atop", "atypical", "avenue", "avoid", "await", "award", "away", "awhile",
];
/// Words that are written as two, too.
const COMPOUNDS: [&str; 16] = [
    "anyone",
    "anything",
    "cannot",
    "everyday",
    "everyone",
    "everything",
    "forever",
    "however",
    "into",
    "maybe",
    "onto",
    "someone",
    "sometimes",
    "whatever",
    "within",
    "without",
];
/// Words in front of an article that are no words with it.
const BEFORE_A: [&str; 11] = ["is", "ls", "as", "not", "of", "with", "was", "from", "have", "such", "by"];
/// How often two words stand side by side before they are likelier than one that is seen once.
const LEAST_PAIRS: usize = 2;

/// Fewest letters of a word that has a number.
const SHORTEST_LABEL: usize = 3;

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())
}

/// Which words stand side by side in text layers, and how often.
#[derive(Debug, Default)]
pub(super) struct Pairs(BTreeMap<(String, String), usize>);

impl Pairs {
    pub(super) fn add(&mut self, word: &Word, next: &Word) {
        *self.0.entry((key(&word.text()), key(&next.text()))).or_default() += 1;
    }

    fn count(&self, first: &str, second: &str) -> usize {
        self.0.get(&(first.to_owned(), second.to_owned())).copied().unwrap_or_default()
    }

    /// Where a word and its number are glued, as in "Level2", if the word stands elsewhere before
    /// numbers of its own.
    fn before_number(&self, whole: &str) -> Option<usize> {
        let word = whole.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = whole.len() - word.len();
        let plain = word.chars().count() >= SHORTEST_LABEL && word.chars().all(char::is_alphabetic);
        let numbers = self.0.iter().filter(|((first, second), _)| first == word && is_number(second));
        let numbered = || numbers.map(|(_, count)| count).sum::<usize>() >= LEAST_PAIRS;
        (plain && (1..=2).contains(&digits) && numbered()).then(|| word.chars().count())
    }

    /// Where a word is two of which the document shows that they stand side by side, in
    /// characters.
    pub(super) fn cut(&self, text: &str, words: &BTreeMap<String, usize>) -> Option<usize> {
        let whole = key(text);
        let seen = |word: &str| words.get(word).copied().unwrap_or_default();
        if let Some(cut) = self.before_number(&whole) {
            return Some(cut);
        }
        let plain = text.starts_with(char::is_alphabetic) && whole.chars().all(char::is_alphabetic);
        if !plain || COMPOUNDS.contains(&whole.as_str()) {
            return None;
        }
        let before = whole.strip_suffix("an").or_else(|| whole.strip_suffix('a'));
        if let Some(first) = before.filter(|first| BEFORE_A.contains(first)) {
            return Some(first.len());
        }
        let noun = |rest: &str| DETERMINERS.iter().any(|d| self.count(d, rest) > 0);
        let article = |rest: &str| seen(rest) > seen(&whole) && noun(rest) && !WITH_A.contains(&whole.as_str());
        if whole.strip_prefix('a').is_some_and(|rest| rest.len() > 2 && article(rest)) {
            return Some(1);
        }
        let side_by_side = |at: &usize| self.count(&whole[..*at], &whole[*at..]) >= LEAST_PAIRS;
        let second = |at: &usize| whole[*at..].len() > 1 || whole.ends_with('a');
        let mut cuts = (2..whole.len()).filter(|at| whole.is_char_boundary(*at)).filter(second);
        let cut = cuts.find(side_by_side).filter(|_| seen(&whole) == 1)?;
        Some(whole[..cut].chars().count())
    }
}
