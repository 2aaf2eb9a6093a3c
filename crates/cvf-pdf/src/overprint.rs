//! Texts that are drawn over one another on one line: what overflows its column, or a shadow.
//!
//! Sorted by their places alone their letters would mix. The order of drawing tells them apart:
//! a text goes on to the right.

use crate::spacing::Drawn;

/// How far a text goes back, and how far it goes on without a break, in em.
const BACK: f32 = 0.35;
const AHEAD: f32 = 1.0;
/// Fewest letters of texts over one another, and the share of the shorter that is covered: less
/// is an accent, or a word set close.
const LEAST: usize = 3;
const COVERED: f32 = 0.5;
/// Most texts of a line that are told apart, each from each: more are a pattern, and no text.
const MOST_STRANDS: usize = 400;
/// Farthest that a shadow stands from its text, in em.
const SHADOW: f32 = 0.5;

/// Glyphs drawn one after the other, to the right.
struct Strand<'g> {
    glyphs: Vec<Drawn<'g>>,
    left: f32,
    right: f32,
}

/// The texts of a line that are drawn over one another, each from left to right: the line itself
/// where there are none.
pub(crate) fn apart(line: Vec<Drawn<'_>>) -> Vec<Vec<Drawn<'_>>> {
    if !overlaps(&line) {
        return vec![line];
    }
    let strands = strands(line);
    if strands.len() > MOST_STRANDS {
        return vec![line_of(strands)];
    }
    let mut layers: Vec<Vec<Strand<'_>>> = vec![Vec::new()];
    for strand in strands {
        if layers.iter().flatten().any(|other| other.is_shadowed_by(&strand)) {
            continue;
        }
        match layers.iter_mut().find(|layer| !layer.iter().any(|other| other.is_under(&strand))) {
            Some(layer) => layer.push(strand),
            None => layers.push(vec![strand]),
        }
    }
    layers.into_iter().map(line_of).collect()
}

/// True if enough letters begin before those to their left end.
fn overlaps(line: &[Drawn<'_>]) -> bool {
    let mut right = f32::MIN;
    let mut over = 0;
    for glyph in line.iter().filter(|g| !g.char.is_whitespace()) {
        over += usize::from(glyph.rect.left < right - BACK * glyph.size.min(glyph.rect.width()));
        right = right.max(glyph.rect.right);
    }
    over >= LEAST
}

/// The glyphs of a line by the order in which they are drawn.
fn strands(mut line: Vec<Drawn<'_>>) -> Vec<Strand<'_>> {
    line.sort_by_key(|g| g.order);
    let mut strands: Vec<Strand<'_>> = Vec::new();
    for glyph in line {
        match strands.last_mut().filter(|s| s.goes_on(&glyph)) {
            Some(strand) => strand.push(glyph),
            None => strands.push(Strand { left: glyph.rect.left, right: glyph.rect.right, glyphs: vec![glyph] }),
        }
    }
    strands
}

fn line_of(strands: Vec<Strand<'_>>) -> Vec<Drawn<'_>> {
    let mut line: Vec<Drawn<'_>> = strands.into_iter().flat_map(|s| s.glyphs).collect();
    line.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
    line
}

impl<'g> Strand<'g> {
    fn goes_on(&self, glyph: &Drawn<'g>) -> bool {
        (-BACK..AHEAD).contains(&((glyph.rect.left - self.right) / glyph.size))
    }

    fn push(&mut self, glyph: Drawn<'g>) {
        self.right = self.right.max(glyph.rect.right);
        self.glyphs.push(glyph);
    }

    fn letters(&self) -> impl Iterator<Item = &Drawn<'g>> {
        self.glyphs.iter().filter(|g| !g.char.is_whitespace())
    }

    /// True if another strand is drawn over this one.
    fn is_under(&self, other: &Self) -> bool {
        let common = self.right.min(other.right) - self.left.max(other.left);
        let shorter = (self.right - self.left).min(other.right - other.left);
        let long = |strand: &Self| strand.letters().count() >= LEAST;
        long(self) && long(other) && common > COVERED * shorter
    }

    /// True if another strand is the same text a little farther.
    fn is_shadowed_by(&self, other: &Self) -> bool {
        let (mut own, mut others) = (self.letters(), other.letters());
        let near = |a: &Drawn<'_>, b: &Drawn<'_>| {
            a.char == b.char && (a.rect.left - b.rect.left).abs() < SHADOW * a.size && a.size == b.size
        };
        self.is_under(other)
            && loop {
                match (own.next(), others.next()) {
                    (Some(a), Some(b)) if near(a, b) => {}
                    (a, b) => break a.is_none() && b.is_none(),
                }
            }
    }
}
