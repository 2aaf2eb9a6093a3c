use crate::packed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// A piece of text in which every character knows its offset in the source's stream.
///
/// Offsets count Unicode scalar values from the start of [`Document::stream`](crate::Document).
/// A space that a step put in (between two joined lines) carries the offset of the character
/// before it, so offsets never decrease within one line of the source.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "packed::Packed", into = "packed::Packed")]
pub struct Text {
    string: String,
    /// The same characters once more: cutting by character must not count from the start.
    chars: Vec<char>,
    offsets: Vec<usize>,
}

/// True for characters that take no room and carry no meaning: soft hyphen, zero-width
/// space and joiners, word joiner, byte order mark, tags, and what steers in which direction a text
/// is shown.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

impl Text {
    /// The characters `range` of a stream, as they are.
    pub fn from_stream(stream: &[char], range: Range<usize>) -> Self {
        let chars = stream[range.clone()].to_vec();
        Self { string: chars.iter().collect(), chars, offsets: range.collect() }
    }

    /// Its parts: the characters, and the offset of each.
    pub(crate) fn parts(self) -> (String, Vec<usize>) {
        (self.string, self.offsets)
    }

    /// A text of these parts; what one has more than the other is left out.
    pub(crate) fn of_parts(string: &str, offsets: impl Iterator<Item = usize>) -> Self {
        let mut text = Self::default();
        string.chars().zip(offsets).for_each(|(c, at)| text.push(c, at));
        text
    }

    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Number of characters (Unicode scalar values).
    pub fn len(&self) -> usize {
        self.offsets.len()
    }

    /// True if there is no character.
    pub fn is_empty(&self) -> bool {
        self.offsets.is_empty()
    }

    /// Offset in the stream of each character.
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// Characters with their offsets in the stream.
    pub fn chars(&self) -> impl DoubleEndedIterator<Item = (char, usize)> + '_ {
        self.chars.iter().copied().zip(self.offsets.iter().copied())
    }

    fn push(&mut self, c: char, offset: usize) {
        self.string.push(c);
        self.chars.push(c);
        self.offsets.push(offset);
    }

    /// The text with some of its characters, named by their offsets, read as others.
    #[must_use]
    pub fn read_as(&self, others: &BTreeMap<usize, char>) -> Self {
        if others.is_empty() {
            return self.clone();
        }
        let read = |(c, at)| others.get(&at).copied().unwrap_or(c);
        let chars: Vec<char> = self.chars().map(read).collect();
        Self { string: chars.iter().collect(), chars, offsets: self.offsets.clone() }
    }

    /// White space collapsed to single spaces and trimmed, invisible characters dropped.
    #[must_use]
    pub fn collapsed(&self) -> Self {
        let mut out = Self::default();
        let mut gap = None;
        for (c, offset) in self.chars() {
            if is_invisible(c) {
                continue;
            }
            if c.is_whitespace() || c.is_control() {
                gap = gap.or(Some(offset));
                continue;
            }
            if let Some(at) = gap.take().filter(|_| !out.is_empty()) {
                out.push(' ', at);
            }
            out.push(c, offset);
        }
        out
    }

    /// The same text, standing where `to` moves each of its offsets.
    #[must_use]
    pub fn placed(mut self, to: &dyn Fn(usize) -> usize) -> Self {
        self.offsets.iter_mut().for_each(|at| *at = to(*at));
        self
    }

    /// The characters `range` (counted in characters of this text).
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let chars = self.chars[range.clone()].to_vec();
        Self { string: chars.iter().collect(), chars, offsets: self.offsets[range].to_vec() }
    }

    /// The text from the byte index `at` of its string to its end.
    #[must_use]
    pub fn from_byte(&self, at: usize) -> Self {
        let start = self.string[..at].chars().count();
        self.slice(start..self.len())
    }

    /// The text before the byte index `at` of its string.
    #[must_use]
    pub fn to_byte(&self, at: usize) -> Self {
        self.slice(0..self.string[..at].chars().count())
    }

    /// The text without its last `count` characters.
    #[must_use]
    pub fn without_last(&self, count: usize) -> Self {
        self.slice(0..self.len().saturating_sub(count))
    }

    /// Puts `next` behind this text, with one space between the two.
    pub fn join(&mut self, next: &Self) {
        if let (Some(&at), false) = (self.offsets.last(), next.is_empty()) {
            self.push(' ', at);
        }
        self.glue(next);
    }

    /// Puts `next` behind this text with nothing between.
    pub fn glue(&mut self, next: &Self) {
        self.string.push_str(&next.string);
        self.chars.extend_from_slice(&next.chars);
        self.offsets.extend_from_slice(&next.offsets);
    }

    /// The words, split at white space, each with its character range in this text.
    pub fn words(&self) -> Vec<(Range<usize>, &str)> {
        let mut words = Vec::new();
        let mut start = None;
        let ends = self.string.char_indices().map(Some).chain([None]);
        for (index, item) in ends.enumerate() {
            match (item, start) {
                (Some((byte, c)), None) if !c.is_whitespace() => start = Some((index, byte)),
                (Some((byte, c)), Some((from, from_byte))) if c.is_whitespace() => {
                    words.push((from..index, &self.string[from_byte..byte]));
                    start = None;
                }
                (None, Some((from, from_byte))) => words.push((from..index, &self.string[from_byte..])),
                _ => {}
            }
        }
        words
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.offsets.first().copied().unwrap_or_default();
        write!(f, "{:?}@{first}", self.string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Text {
        let stream: Vec<char> = s.chars().collect();
        Text::from_stream(&stream, 0..stream.len())
    }

    #[test]
    fn collapsing_keeps_each_characters_own_offset() {
        let t = text(" a\u{ad}b \u{a0}\n c ").collapsed();
        assert_eq!(t.as_str(), "ab c");
        assert_eq!(t.offsets(), &[1, 3, 4, 8]);
    }

    #[test]
    fn a_character_read_otherwise_keeps_its_place() {
        let read = text("| am").read_as(&BTreeMap::from([(0, 'I')]));
        assert_eq!((read.as_str(), read.offsets()), ("I am", [0, 1, 2, 3].as_slice()));
    }

    #[test]
    fn a_text_is_moved_to_other_places() {
        let moved = text("ab").placed(&|at| at * 2 + 1);
        assert_eq!((moved.as_str(), moved.offsets()), ("ab", [1, 3].as_slice()));
    }

    #[test]
    fn words_have_character_ranges_not_byte_ranges() {
        let t = text("‘what if’ x");
        let words: Vec<_> = t.words();
        assert_eq!(words, vec![(0..5, "‘what"), (6..9, "if’"), (10..11, "x")]);
    }

    #[test]
    fn slices_by_byte_and_by_character_agree() {
        let t = text("é: b");
        assert_eq!(t.from_byte(4).as_str(), "b");
        assert_eq!(t.to_byte(2).as_str(), "é");
        assert_eq!(t.without_last(1).as_str(), "é: ");
    }
}
