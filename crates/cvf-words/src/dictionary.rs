//! English words: a list that only helps where no witness says what is right.

use crate::forms;
use std::sync::LazyLock;

/// A list of words in lower case.
#[derive(Debug)]
pub struct Dictionary {
    /// Words that a slip may be a slip of.
    common: Vec<&'static str>,
    /// Words that are right and near to one of those.
    rare: Vec<&'static str>,
}

/// What a slip did to a word, from what pens and keyboards do most to what they do least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    Swapped,
    Lost,
    Added,
    Replaced,
}

impl Dictionary {
    /// British English, with other spellings as words that are right.
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Dictionary> = LazyLock::new(|| Dictionary {
            common: include_str!("../words/common.txt").lines().collect(),
            rare: include_str!("../words/rare.txt").lines().collect(),
        });
        &ENGLISH
    }

    /// True for a word that the list prints.
    pub fn lists(&self, word: &str) -> bool {
        self.common.binary_search(&word).is_ok() || self.rare.binary_search(&word).is_ok()
    }

    /// True for a word of the list, a regular form of one, another spelling, or two in one.
    pub fn is_word(&self, word: &str) -> bool {
        self.lists(word) || forms::is_form(word, &|w| self.common.binary_search(&w).is_ok())
    }

    /// Words one slip away that begin with the same letter, the likeliest first: those that
    /// `is_known` knows before others.
    pub fn suggestions(&self, word: &str, is_known: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut near: Vec<(bool, Slip, String)> = neighbours(word)
            .into_iter()
            .filter(|(_, w)| w.chars().next() == word.chars().next())
            .filter_map(|(slip, w)| {
                let seen = is_known(&w);
                (seen || self.common.binary_search(&w.as_str()).is_ok()).then_some((!seen, slip, w))
            })
            .collect();
        near.sort();
        near.dedup_by(|a, b| a.2 == b.2);
        near.into_iter().map(|(_, _, w)| w).collect()
    }
}

/// Every word that one slip turns into this one.
fn neighbours(word: &str) -> Vec<(Slip, String)> {
    let letters: Vec<char> = word.chars().collect();
    let with = |from: usize, to: usize, middle: &[char]| -> String {
        letters[..from].iter().chain(middle).chain(&letters[to..]).collect()
    };
    let mut out = Vec::new();
    for at in 0..=letters.len() {
        out.extend(('a'..='z').map(|c| (Slip::Lost, with(at, at, &[c]))));
        if at < letters.len() {
            out.push((Slip::Added, with(at, at + 1, &[])));
            let others = ('a'..='z').filter(|c| *c != letters[at]);
            out.extend(others.map(|c| (Slip::Replaced, with(at, at + 1, &[c]))));
        }
        if at + 1 < letters.len() && letters[at] != letters[at + 1] {
            out.push((Slip::Swapped, with(at, at + 2, &[letters[at + 1], letters[at]])));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        let english = Dictionary::english();
        assert!(english.common.is_sorted() && english.rare.is_sorted());
    }

    #[test]
    fn words_their_forms_and_other_spellings_are_words() {
        let english = Dictionary::english();
        for word in ["equipment", "organise", "organize", "behaviour", "behavior", "restructure", "policing"] {
            assert!(english.is_word(word), "{word}");
        }
        for word in ["equipmnet", "recieve", "accomodate", "seperate"] {
            assert!(!english.is_word(word), "{word}");
        }
    }

    #[test]
    fn the_likeliest_word_is_suggested_first() {
        let suggested = |word: &str, known: &[&str]| {
            Dictionary::english().suggestions(word, &|w| known.contains(&w)).into_iter().next()
        };
        assert_eq!(suggested("equipmnet", &[]).as_deref(), Some("equipment"));
        assert_eq!(suggested("recieve", &[]).as_deref(), Some("receive"));
        assert_eq!(suggested("investigotors", &[]).as_deref(), Some("investigators"));
        assert_eq!(suggested("upskillling", &["upskilling"]).as_deref(), Some("upskilling"));
        assert_eq!(suggested("wellbeing", &[]), None);
    }
}
