//! Printed words as numbers: one for the form, one for the class.

use super::classes::{CLASSES, Class, TAGS, class, tag};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A class as what stands before a word: the word's class, or what its punctuation makes of it.
pub(super) type Context = u8;
/// Number of contexts of classes, and of tags: behind those of words stand a comma, semicolon or
/// dash, and a full stop.
pub(super) const CONTEXTS: usize = CLASSES + 2;
pub(super) const TAG_CONTEXTS: usize = TAGS + 2;

/// What is known of a printed word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sign {
    pub(super) word: u32,
    pub(super) class: Class,
    pub(super) context: Context,
    /// The word's tag, and what stands before another as one.
    pub(super) tag: Class,
    pub(super) tag_context: Context,
    pub(super) capital: bool,
    /// Change of bracket depth within the word.
    pub(super) depth: i8,
    /// Ends in a mark that asks for something to follow: comma, dash, open bracket.
    pub(super) pauses: bool,
    /// Ends in a full stop or the like.
    pub(super) stops: bool,
}

/// The numbers of the words that are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    ids: HashMap<String, u32>,
}

/// A word without outer punctuation, in lower case.
pub(super) fn normal(printed: &str) -> String {
    let bare = printed.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
    if bare.is_empty() { printed.to_owned() } else { bare.to_lowercase().replace('’', "'") }
}

impl Lexicon {
    /// Number of forms.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The sign of a printed word; a new form gets a number.
    pub(super) fn sign(&mut self, printed: &str) -> Sign {
        let form = normal(printed);
        let class = class(&form);
        let tag = tag(&form, class);
        let next = self.ids.len() as u32;
        let capital = printed.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let word = *self.ids.entry(form).or_insert(next);
        let tail = printed.trim_end_matches(['"', '\'', '’', '”', ')', '*']);
        let stops = tail.ends_with(['.', '!', '?', ';']) && tail.len() > 1;
        let pauses = printed.ends_with([',', ':', '-', '–', '—', '(', '/']);
        let behind = |own: Class, after_pause: Context| match (stops, pauses) {
            (true, _) => after_pause + 1,
            (_, true) => after_pause,
            _ => own,
        };
        let (context, tag_context) = (behind(class, CLASSES as Context), behind(tag, TAGS as Context));
        let count = |sign: char| printed.chars().filter(|c| *c == sign).count() as i8;
        Sign { word, class, context, tag, tag_context, capital, depth: count('(') - count(')'), pauses, stops }
    }

    /// The signs of a text's words.
    pub(super) fn signs(&mut self, text: &str) -> Vec<Sign> {
        text.split_whitespace().map(|w| self.sign(w)).collect()
    }
}

/// A map whose keys are small numbers: looked up often, never walked.
pub(super) type Lookup<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// A quick hash of numbers that is the same on every machine.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }
}
