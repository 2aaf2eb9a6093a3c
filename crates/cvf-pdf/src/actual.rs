//! Text that a piece of content is said to stand for (`ActualText`, ISO 32000-1, 14.9.4).
//!
//! What the page shows comes first. The text is heard where the glyphs do not say what characters
//! they are, and where a hyphen is said to be no part of its word.

use crate::forms;
use crate::glyphs::{Drawing, Glyph, MOST_CHARACTERS, plain};
use crate::ligatures;
use crate::shape::Rect;
use hayro_syntax::object::{Dict, String as PdfString};

/// Text that content from a glyph on stands for, up to the end of its mark.
#[derive(Debug)]
pub(crate) struct Actual {
    text: Vec<char>,
    from: usize,
}

impl Actual {
    /// What the properties of content that begins with a glyph say.
    pub(crate) fn of(properties: &Dict<'_>, from: usize) -> Option<Self> {
        let said = properties.get::<PdfString<'_>>(b"ActualText")?;
        let spaced = forms::decoded(&said).chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
        Some(Self { text: spaced.chars().flat_map(|c| plain(c, false)).collect(), from })
    }

    /// Puts the text in the place of the glyphs drawn since, if it is needed.
    pub(crate) fn settle(&self, drawing: &mut Drawing) {
        let Some(shown) = drawing.glyphs.get_mut(self.from..).filter(|shown| !shown.is_empty()) else { return };
        if let Some(hyphen) = lone_hyphen(shown).filter(|_| matches!(self.text.as_slice(), [] | ['\u{ad}'])) {
            hyphen.char = '\u{ad}';
            return;
        }
        let unknown = shown.iter().filter(|g| ligatures::is_unknown(g.char)).count();
        let wanted = unknown > 0 || self.is_of_symbols(shown);
        let room = self.text.len() <= MOST_CHARACTERS * shown.len();
        if let Some(own) = self.spread(shown).filter(|_| wanted && room) {
            drawing.unmapped = drawing.unmapped.saturating_sub(unknown);
            let mark = drawing.marks.get(self.from).copied().unwrap_or_default();
            drawing.glyphs.splice(self.from.., own);
            drawing.marks.resize(self.from, mark);
            drawing.marks.resize(drawing.glyphs.len(), mark);
        }
    }

    /// True if the glyphs are signs of a symbol font, each for a character of the text: letters
    /// of another form, such as small capitals. A single one is a picture.
    fn is_of_symbols(&self, shown: &[Glyph]) -> bool {
        shown.len() > 1 && shown.len() == self.text.len() && shown.iter().all(|g| g.char == '•')
    }

    /// The text over the room of the glyphs, if they stand on one line.
    fn spread(&self, shown: &[Glyph]) -> Option<Vec<Glyph>> {
        let first = shown.first().filter(|_| !self.text.is_empty())?;
        let level = |g: &Glyph| g.turn == first.turn && (g.baseline - first.baseline).abs() < first.size / 2.0;
        if !shown.iter().all(level) {
            return None;
        }
        let (left, right) = shown.iter().fold((f32::MAX, f32::MIN), |(left, right), glyph| {
            (left.min(glyph.rect.left), right.max(glyph.rect.right))
        });
        let step = (right - left) / self.text.len() as f32;
        let place = |i: usize| Rect { left: left + step * i as f32, right: left + step * (i + 1) as f32, ..first.rect };
        Some(self.text.iter().enumerate().map(|(i, &char)| Glyph { char, rect: place(i), ..first.clone() }).collect())
    }
}

/// The hyphen, if that is all there is.
fn lone_hyphen(shown: &mut [Glyph]) -> Option<&mut Glyph> {
    let mut inked = shown.iter_mut().filter(|g| !g.char.is_whitespace());
    let first = inked.next().filter(|g| matches!(g.char, '-' | '\u{2010}'))?;
    inked.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Drawing {
        let glyph = |(i, char): (usize, char)| {
            let left = 10.0 * i as f32;
            let rect = Rect { left, top: 0.0, right: left + 10.0, bottom: 10.0 };
            let (bold, turn, invisible, doubtful) = (false, 0, false, false);
            Glyph { char, rect, baseline: 8.0, size: 10.0, bold, turn, invisible, doubtful }
        };
        let glyphs: Vec<Glyph> = text.chars().enumerate().map(glyph).collect();
        Drawing { marks: vec![crate::tags::Mark::None; glyphs.len()], glyphs, unmapped: 1, ..Drawing::default() }
    }

    fn settled(shown: &str, from: usize, said: &str) -> String {
        let mut drawing = drawn(shown);
        Actual { text: said.chars().collect(), from }.settle(&mut drawing);
        assert_eq!(drawing.glyphs.len(), drawing.marks.len());
        drawing.glyphs.iter().map(|g| g.char).collect()
    }

    #[test]
    fn text_is_heard_where_glyphs_do_not_tell() {
        assert_eq!(settled("we \u{f0001}nd", 3, "fi"), "we fi");
        assert_eq!(settled("we \u{f0001}", 3, "find"), "we find");
        assert_eq!(settled("•••", 0, "Ask"), "Ask");
    }

    #[test]
    fn what_the_page_shows_comes_first() {
        assert_eq!(settled("we share", 3, "a picture of people"), "we share");
        assert_eq!(settled("•", 0, "A"), "•");
        assert_eq!(settled("", 0, "unseen"), "");
    }

    #[test]
    fn hyphens_said_to_be_none_cut_a_word() {
        assert_eq!(settled("work-", 4, ""), "work\u{ad}");
        assert_eq!(settled("work-", 4, "\u{ad}"), "work\u{ad}");
        assert_eq!(settled("well-", 4, "-"), "well-");
    }

    #[test]
    fn text_over_lines_stays_as_it_is_drawn() {
        let mut drawing = drawn("\u{f0001}\u{f0002}");
        drawing.glyphs[1].baseline = 30.0;
        Actual { text: vec!['f'], from: 0 }.settle(&mut drawing);
        assert_eq!((drawing.glyphs.len(), drawing.unmapped), (2, 1));
    }
}
