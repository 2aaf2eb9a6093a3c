//! Where the source begins anew inside a text that was taken for one unit.

use crate::draft::Draft;
use cvf_document::{Block, Document, Place, Text};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the source shows of paragraphs and lines. Pages with boxes show neither.
pub(crate) struct Breaks<'a> {
    document: &'a Document,
    /// Paragraphs by their first character; true for those with a bullet or number.
    paragraphs: BTreeMap<usize, bool>,
    /// Where the first unit stands.
    place: Place,
    /// Characters of the longest line of a behaviour.
    width: usize,
}

/// Tenths of the longest line that a line and the next word fill where the line was full.
const FULL: usize = 9;

impl<'a> Breaks<'a> {
    pub(crate) fn of(document: &'a Document, drafts: &[Draft]) -> Self {
        let all = document.blocks.iter().flat_map(Block::paragraphs);
        let paragraphs = all.filter_map(|p| Some((*p.text.offsets().first()?, p.marker.is_some()))).collect();
        let place = drafts.first().map(|d| document.place(&d.text)).unwrap_or_default();
        let mut breaks = Self { document, paragraphs, place, width: 0 };
        let behaviours = drafts.iter().filter(|d| d.kind.is_behaviour());
        let lines = behaviours.flat_map(|d| breaks.lines(&d.text)).map(|line| line.len());
        breaks.width = lines.max().unwrap_or(0);
        breaks
    }

    /// Characters of a text at which another line or paragraph begins, although the line before
    /// had room for its first word.
    pub(crate) fn inside(&self, text: &Text) -> Vec<usize> {
        let first = text.offsets().first().copied().unwrap_or_default();
        let marked = self.paragraphs.range(..=first).next_back().is_some_and(|(_, marked)| *marked);
        if marked || self.place.bounds.is_some() {
            return Vec::new();
        }
        let lines = self.lines(text);
        let pairs = lines.iter().zip(lines.iter().skip(1));
        pairs.filter(|(line, next)| self.has_room(text, line, next.start)).map(|(_, next)| next.start).collect()
    }

    fn has_room(&self, text: &Text, line: &Range<usize>, next: usize) -> bool {
        let word = text.chars().skip(next).take_while(|(c, _)| !c.is_whitespace()).count();
        (line.len() + word) * 10 < self.width * FULL
    }

    /// The lines of a text, or its paragraphs where the source is no text of lines.
    fn lines(&self, text: &Text) -> Vec<Range<usize>> {
        let offsets = text.offsets();
        let begins = |at: &usize| self.begins(offsets[at - 1], offsets[*at]);
        let starts: Vec<usize> = (1..offsets.len()).filter(begins).collect();
        let ends = starts.iter().copied().chain([offsets.len()]);
        [0].into_iter().chain(starts.iter().copied()).zip(ends).map(|(from, to)| from..to).collect()
    }

    /// True if nothing but the end of a line or paragraph parts two characters of the stream.
    fn begins(&self, before: usize, at: usize) -> bool {
        let Some(between) = self.document.stream.get(before + 1..at) else { return false };
        let blank = between.iter().all(|c| c.is_whitespace()) && !between.contains(&'\u{c}');
        let lines = self.place.line.is_some() && between.contains(&'\n');
        blank && (lines || self.paragraphs.contains_key(&at))
    }
}

#[cfg(test)]
mod tests {
    use cvf_framework::Profiles;

    fn breaks(text: &str) -> Vec<Vec<usize>> {
        let document = cvf_text::read(text.as_bytes()).map(|read| read.value).unwrap_or_default();
        let witness = crate::extract("copy", &document, &Profiles::built_in()).value.witness;
        witness.units.into_iter().map(|u| u.breaks).collect()
    }

    const LONG: &str = "I keep a list of what was asked of me, by whom, and by when it is to be done at the latest.\n";

    #[test]
    fn a_short_line_before_a_lower_case_one_is_a_break() {
        let text = format!(
            "We collaborate\n\nLevel 1\n\n{LONG}\nI plan my week on Monday,\n\nleaving room for more.\n\n{LONG}"
        );
        assert_eq!(breaks(&text), [vec![], vec![26], vec![]]);
    }

    #[test]
    fn a_full_line_and_a_marked_item_have_no_break() {
        let full = "I keep a list of what was asked of me, by whom, and by when it is to be done at the\n\nlatest.\n";
        assert_eq!(
            breaks(&format!("We collaborate\n\nLevel 1\n\n{LONG}\n{full}\n{LONG}")),
            vec![Vec::<usize>::new(); 3]
        );
        let marked = "- I plan my week on Monday,\n  leaving room for more.\n";
        assert_eq!(
            breaks(&format!("We collaborate\n\nLevel 1\n\n- {LONG}{marked}- {LONG}")),
            vec![Vec::<usize>::new(); 3]
        );
    }
}
