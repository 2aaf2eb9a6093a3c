//! What a reviewer looks at beside a finding: the place in the copy, as text or as an image.

use cvf_document::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Evidence for the findings of a report, by copy and fingerprint.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    shown: BTreeMap<(String, String), Exhibit>,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Exhibit {
    /// The text around the place, for sources without pages.
    Excerpt(Vec<Piece>),
    /// A region of a page.
    Crop(Crop),
}

/// A stretch of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text as the source has it, line ends included.
    pub text: String,
    /// True for the words that the finding is about.
    pub marked: bool,
}

/// A region of a page as an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Crop {
    /// The page, from 1.
    pub page: u32,
    /// Media type of the image: `image/png` or `image/webp`.
    pub media_type: String,
    /// The image file. Findings in one region share it.
    pub image: Arc<[u8]>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The words that the finding is about: left, top, right, bottom in pixels of the image.
    pub boxes: Vec<[f64; 4]>,
    /// The text in the region, for those who do not see the image.
    pub text: String,
}

impl Evidence {
    /// Adds evidence for the finding with a fingerprint in a copy.
    pub fn add(&mut self, copy: &str, fingerprint: &str, exhibit: Exhibit) {
        self.shown.insert((copy.to_owned(), fingerprint.to_owned()), exhibit);
    }

    /// The evidence for a finding.
    pub fn of(&self, copy: &str, fingerprint: &str) -> Option<&Exhibit> {
        self.shown.get(&(copy.to_owned(), fingerprint.to_owned()))
    }
}

/// Characters shown on each side of a place.
const AROUND: usize = 90;

/// Most characters of a place that are shown.
const MOST: usize = 1500;

/// The text around a place in a source's decoded text; `None` for a place without characters.
pub fn excerpt(stream: &[char], place: &Place) -> Option<Vec<Piece>> {
    let inside = |[from, to]: [usize; 2]| (from.min(stream.len()), to.min(stream.len()));
    let mut spans: Vec<(usize, usize)> = place.chars.iter().copied().map(inside).filter(|(f, t)| f < t).collect();
    spans.sort_unstable();
    let first = spans.first()?.0;
    let start = line_start(stream, first);
    let most = first + MOST;
    let mut pieces = Vec::new();
    let mut at = start;
    for (from, to) in spans.into_iter().filter(|(from, _)| *from < most) {
        let (from, to) = (from.max(at), to.min(most));
        push(&mut pieces, &stream[at..from.max(at)], false);
        push(&mut pieces, &stream[from.min(to)..to], true);
        at = at.max(to);
    }
    push(&mut pieces, &stream[at..line_end(stream, at)], false);
    Some(without_blank_lines(pieces))
}

/// Blank lines around an excerpt show nothing.
fn without_blank_lines(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let cut = |piece: &mut Piece| {
        let lead = piece.text.len() - piece.text.trim_start().len();
        let blank = piece.text[..lead].rfind('\n').map_or(0, |at| at + 1);
        piece.text.drain(..blank);
    };
    pieces.first_mut().filter(|p| !p.marked).into_iter().for_each(cut);
    pieces.last_mut().filter(|p| !p.marked).into_iter().for_each(|p| p.text.truncate(p.text.trim_end().len()));
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: &[char], marked: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text: text.iter().collect(), marked });
    }
}

/// Where to begin: a line's start if one is near, else a word's.
fn line_start(stream: &[char], at: usize) -> usize {
    let least = at.saturating_sub(AROUND);
    let near = &stream[least..at];
    let of = |is: fn(&char) -> bool| near.iter().position(is).map(|i| least + i + 1);
    if least == 0 { 0 } else { of(|c| *c == '\n').or_else(|| of(|c| c.is_whitespace())).unwrap_or(least) }
}

fn line_end(stream: &[char], at: usize) -> usize {
    let most = (at + AROUND).min(stream.len());
    let near = &stream[at..most];
    let of = |is: fn(&char) -> bool| near.iter().rposition(is).map(|i| at + i);
    if most == stream.len() { most } else { of(|c| *c == '\n').or_else(|| of(|c| c.is_whitespace())).unwrap_or(most) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, chars: Vec<[usize; 2]>) -> Option<String> {
        let stream: Vec<char> = text.chars().collect();
        let pieces = excerpt(&stream, &Place { chars, ..Place::default() })?;
        Some(pieces.into_iter().map(|p| if p.marked { format!("<{}>", p.text) } else { p.text }).collect())
    }

    #[test]
    fn the_place_is_marked_between_its_neighbours() {
        assert_eq!(shown("Level 1\n- I bake.\n- I sell.", vec![[10, 17]]).unwrap(), "Level 1\n- <I bake.>\n- I sell.");
        assert_eq!(shown("one | two | three", vec![[0, 3], [12, 17]]).unwrap(), "<one> | two | <three>");
        assert_eq!(shown("text", vec![]), None);
        assert_eq!(shown("text", vec![[9, 12]]), None, "a place outside the text");
    }

    #[test]
    fn long_texts_are_cut_at_words() {
        let text = format!("{}HERE {}", "abc ".repeat(100), "xyz ".repeat(100));
        let out = shown(&text, vec![[400, 404]]).unwrap();
        assert!(out.starts_with("abc ") && out.contains("<HERE>") && out.len() < 300, "{out}");
        assert!(shown(&"w".repeat(20_000), vec![[0, 20_000]]).unwrap().len() < 2_000);
    }
}
