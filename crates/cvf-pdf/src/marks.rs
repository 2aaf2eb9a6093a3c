//! Marks across a page, as "DRAFT" at any angle, which are no part of its text; and other text
//! that runs obliquely, as over the columns of a chart, which is kept as phrases.

use crate::glyphs::{OBLIQUE, turned};
use crate::shape::Rect;
use crate::spacing::Drawn;
use crate::words::Word;
use std::collections::BTreeMap;

/// So many times as large as the text is what is drawn under or over it.
const HUGE: f32 = 2.5;
/// Oblique text is a mark if it is so many times as large as the text.
const LARGE: f32 = 1.6;
/// So many characters of the text stand on it.
const COVERED: usize = 3;
/// Room, in em, between glyphs of one phrase.
const APART: f32 = 1.2;
/// A gap of this width, in em, is a space.
const SPACE: f32 = 0.2;

/// What is taken out of a page's glyphs.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Marks across the page.
    pub(crate) marks: Vec<Word>,
    /// Other oblique phrases.
    pub(crate) phrases: Vec<Word>,
}

/// Takes marks and oblique phrases out of a page's glyphs.
pub(crate) fn take(glyphs: &mut Vec<Drawn<'_>>) -> Taken {
    let body = body_size(glyphs);
    let apart = |g: &Drawn<'_>| g.turn == OBLIQUE || (g.size >= HUGE * body && !g.invisible);
    if body == 0.0 || !glyphs.iter().any(apart) {
        return Taken::default();
    }
    let (candidates, text): (Vec<Drawn<'_>>, Vec<Drawn<'_>>) = std::mem::take(glyphs).into_iter().partition(apart);
    let mut taken = Taken::default();
    *glyphs = text;
    for phrase in phrases(candidates) {
        let oblique = phrase[0].turn == OBLIQUE;
        let large = phrase[0].size >= LARGE * body;
        match covered(&phrase, glyphs) >= COVERED || (oblique && large) {
            true => taken.marks.push(word(&phrase)),
            false if oblique => taken.phrases.push(word(&phrase)),
            false => glyphs.extend(phrase),
        }
    }
    glyphs.sort_by_key(|g| g.order);
    taken
}

/// Size of most glyphs, in points.
fn body_size(glyphs: &[Drawn<'_>]) -> f32 {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for glyph in glyphs.iter().filter(|g| g.turn != OBLIQUE && !g.char.is_whitespace()) {
        *sizes.entry((glyph.size * 10.0).round() as i32).or_default() += 1;
    }
    sizes.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| size as f32 / 10.0)
}

/// Glyphs that are drawn one after the other, near each other and in one direction.
fn phrases(glyphs: Vec<Drawn<'_>>) -> Vec<Vec<Drawn<'_>>> {
    let mut phrases: Vec<Vec<Drawn<'_>>> = Vec::new();
    for glyph in glyphs {
        let goes_on = |phrase: &&mut Vec<Drawn<'_>>| {
            let last = phrase[phrase.len() - 1];
            let same = last.turn == glyph.turn && (last.size - glyph.size).abs() < 0.1 * glyph.size;
            same && room(&last, &glyph) < APART * glyph.size
        };
        match phrases.last_mut().filter(goes_on) {
            Some(phrase) => phrase.push(glyph),
            None => phrases.push(vec![glyph]),
        }
    }
    phrases.retain(|phrase| phrase.iter().any(|g| !g.char.is_whitespace()));
    phrases
}

/// Room between the boxes of two glyphs, in points.
fn room(a: &Drawn<'_>, b: &Drawn<'_>) -> f32 {
    let (x, y) = (-a.rect.overlap_x(&b.rect), -a.rect.overlap_y(&b.rect));
    x.max(y)
}

fn shown(glyph: &Drawn<'_>) -> Rect {
    let corners = [(glyph.rect.left, glyph.rect.top), (glyph.rect.right, glyph.rect.bottom)];
    Rect::around(corners.map(|(x, y)| turned(x, y, (4 - glyph.turn) % 4))).unwrap_or_default()
}

/// How many glyphs of the text stand on those of a phrase.
fn covered(phrase: &[Drawn<'_>], text: &[Drawn<'_>]) -> usize {
    let boxes: Vec<Rect> = phrase.iter().filter(|g| !g.char.is_whitespace()).map(shown).collect();
    let on = |g: &&Drawn<'_>| {
        let middle = shown(g).middle();
        !g.char.is_whitespace() && boxes.iter().any(|b| b.contains(middle))
    };
    text.iter().filter(on).count()
}

/// A phrase as one word.
fn word(phrase: &[Drawn<'_>]) -> Word {
    let first = phrase[0];
    let mut chars: Vec<(char, Rect)> = Vec::new();
    for (i, glyph) in phrase.iter().enumerate() {
        let gap = i > 0 && first.turn != OBLIQUE && glyph.rect.left - phrase[i - 1].rect.right > SPACE * glyph.size;
        let space = glyph.char.is_whitespace() || gap;
        if space && chars.last().is_some_and(|(c, _)| *c != ' ') {
            chars.push((' ', shown(glyph)));
        }
        if !glyph.char.is_whitespace() {
            chars.push((glyph.char, shown(glyph)));
        }
    }
    if chars.last().is_some_and(|(c, _)| *c == ' ') {
        chars.pop();
    }
    let rect = Rect::union(chars.iter().map(|(_, rect)| rect));
    Word {
        page: 0,
        rect,
        baseline: rect.bottom,
        size: first.size,
        bold: first.bold,
        invisible: first.invisible,
        bullet: false,
        call: false,
        said: None,
        doubtful: false,
        mark: first.mark,
        chars,
    }
}
