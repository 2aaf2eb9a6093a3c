//! Which glyphs of a line make a word.

use crate::direction;
use crate::glyphs::Glyph;
use crate::tags::Mark;
use std::collections::BTreeSet;
use std::ops::Deref;

/// A glyph of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn<'g> {
    pub(crate) glyph: &'g Glyph,
    /// Its number in the content stream.
    pub(crate) order: usize,
    /// How far below its own line the line stands whose index or exponent it is, in points.
    pub(crate) raised: Option<f32>,
    /// What it is marked as.
    pub(crate) mark: Mark,
}

impl<'g> Drawn<'g> {
    pub(crate) fn new(glyph: &'g Glyph, order: usize) -> Self {
        Self { glyph, order, raised: None, mark: Mark::None }
    }
}

impl Deref for Drawn<'_> {
    type Target = Glyph;

    fn deref(&self) -> &Glyph {
        self.glyph
    }
}

/// A gap wider than this, in em, parts words.
const WORD_GAP: f32 = 0.19;
/// The same in a line whose letters are set without gaps: its words may stand close.
const CLOSE_GAP: f32 = 0.1;
/// Gaps between letters that are none, their share in such a line, in tenths, and the fewest gaps
/// that tell.
const LETTERS: f32 = 0.05;
const TIGHT: usize = 6;
const LEAST_GAPS: usize = 8;
/// The same for figures that are set closer to one another.
const FIGURE_GAP: f32 = 0.1;
/// A gap narrower than this, in em, is none: what seems to be a space in it belongs elsewhere.
const NO_GAP: f32 = 0.05;
/// Widest gap, in em, and widest difference of gaps between letters that are set apart.
const WIDEST_TRACKING: f32 = 0.5;
const TRACKING_DIFFERS: f32 = 0.12;
/// Fewest letters in a row that are set apart.
const LEAST_TRACKED: usize = 4;

/// What the next glyph is compared with.
pub(crate) struct Gaps<'g> {
    last: Option<Drawn<'g>>,
    /// Right edge of what stands before, in points, and the widest gap so far inside the word.
    right: f32,
    inner: f32,
    /// Glyphs in the word.
    count: usize,
    /// A space that surely parts, and the last space of any kind.
    parted: bool,
    space: Option<usize>,
    /// Letters of words that are set with wide tracking.
    tracked: BTreeSet<usize>,
    /// Gap between letters of a line most of which is set so, in em.
    tracking: Option<f32>,
    /// Narrowest gap between words, in em.
    words: f32,
}

impl<'g> Gaps<'g> {
    pub(crate) fn of(line: &[Drawn<'g>]) -> Self {
        let tracked = tracked(line);
        let tracking = tracking(line, &tracked);
        let words = if is_tight(line) { CLOSE_GAP } else { WORD_GAP };
        let (last, space) = (None, None);
        Self { last, right: f32::MIN, inner: 0.0, count: 0, parted: false, space, tracked, tracking, words }
    }

    /// Notes a space. Spaces of one text may lie over the letters of another.
    pub(crate) fn space(&mut self, space: Drawn<'g>) {
        self.parted |= self.last.is_none_or(|last| space.order == last.order + 1);
        self.space = Some(space.order);
    }

    /// True if a glyph begins a word; it is the last from now on.
    pub(crate) fn parts(&mut self, glyph: Drawn<'g>) -> bool {
        let parts = self.last.is_none_or(|last| self.gap_parts(last, glyph));
        let gap = (glyph.rect.left - self.right) / glyph.size;
        (self.inner, self.count) = if parts { (f32::MIN, 1) } else { (self.inner.max(gap), self.count + 1) };
        self.right = if parts && self.space.is_some() { glyph.rect.right } else { self.right.max(glyph.rect.right) };
        (self.last, self.parted, self.space) = (Some(glyph), false, None);
        parts
    }

    fn gap_parts(&self, last: Drawn<'g>, glyph: Drawn<'g>) -> bool {
        if direction::turns(last.char, glyph.char) {
            return true;
        }
        let gap = (glyph.rect.left - self.right) / glyph.size;
        if let Some(space) = self.space
            && (self.parted || gap > NO_GAP || space + 1 == glyph.order)
        {
            return true;
        }
        let usual = |tracking: f32| (gap - tracking).abs() <= TRACKING_DIFFERS;
        if self.tracked.contains(&glyph.order) || self.tracking.is_some_and(usual) {
            return false;
        }
        let figures = last.char.is_ascii_digit() && glyph.char.is_ascii_digit();
        let closer = figures && self.count > 1 && self.inner < NO_GAP;
        gap > if closer { FIGURE_GAP } else { self.words } || gap < -1.0
    }
}

/// True if most letters of a line touch and no gap is between that of letters and that of words.
fn is_tight(line: &[Drawn<'_>]) -> bool {
    let seen = |pair: &&[Drawn<'_>]| pair.iter().all(|g| !g.char.is_whitespace() && !g.invisible);
    let gap = |pair: &[Drawn<'_>]| (pair[1].rect.left - pair[0].rect.right) / pair[1].size;
    let gaps: Vec<f32> = line.windows(2).filter(seen).map(gap).collect();
    let letters = gaps.iter().filter(|gap| **gap <= LETTERS).count();
    let between = gaps.iter().any(|gap| (LETTERS..CLOSE_GAP).contains(gap));
    gaps.len() >= LEAST_GAPS && letters * 10 >= TIGHT * gaps.len() && !between
}

/// Letters with an even gap before them, by their number in the content stream: a word set with
/// wide tracking.
fn tracked(line: &[Drawn<'_>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut run: Vec<(f32, Drawn<'_>)> = Vec::new();
    for pair in line.windows(2) {
        let gap = (pair[1].rect.left - pair[0].rect.right) / pair[1].size;
        let letters = pair.iter().all(|g| g.char.is_alphabetic());
        let apart = letters && (WORD_GAP..WIDEST_TRACKING).contains(&gap);
        let even = run.iter().all(|(g, _)| (g - gap).abs() <= TRACKING_DIFFERS);
        if !(apart && even) {
            close(&mut run, &mut found);
        }
        if apart {
            run.push((gap, pair[1]));
        }
    }
    close(&mut run, &mut found);
    found
}

/// The gap between letters of a line of which at least half are in words set with wide tracking:
/// its short words are set so too.
fn tracking(line: &[Drawn<'_>], tracked: &BTreeSet<usize>) -> Option<f32> {
    let letters = line.iter().filter(|g| g.char.is_alphabetic()).count();
    if tracked.is_empty() || 2 * tracked.len() < letters {
        return None;
    }
    let own = line.windows(2).filter(|pair| tracked.contains(&pair[1].order));
    Some(own.map(|pair| (pair[1].rect.left - pair[0].rect.right) / pair[1].size).sum::<f32>() / tracked.len() as f32)
}

fn close(run: &mut Vec<(f32, Drawn<'_>)>, found: &mut BTreeSet<usize>) {
    if run.len() + 1 >= LEAST_TRACKED && is_word(run.iter().map(|(_, g)| g.char)) {
        found.extend(run.iter().map(|(_, g)| g.order));
    }
    run.clear();
}

/// Marks in the columns of a grid are no word: they are of few kinds, or Latin without a vowel.
fn is_word(letters: impl Iterator<Item = char>) -> bool {
    let letters: Vec<char> = letters.flat_map(char::to_lowercase).collect();
    let kinds: BTreeSet<&char> = letters.iter().collect();
    2 * kinds.len() > letters.len() && letters.iter().any(|c| *c > '\u{24f}' || "aeiouywâêîôûŵŷáéíóúàèìòù".contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Rect;

    /// Glyphs of 10 points, each 5 wide; a letter's place in points stands behind it.
    fn parted(line: &[(char, f32)]) -> String {
        let glyph = |&(char, left): &(char, f32)| Glyph {
            char,
            rect: Rect { left, top: 0.0, right: left + 5.0, bottom: 10.0 },
            baseline: 8.0,
            size: 10.0,
            bold: false,
            turn: 0,
            invisible: false,
            doubtful: false,
        };
        let glyphs: Vec<Glyph> = line.iter().map(glyph).collect();
        let mut drawn: Vec<Drawn<'_>> = glyphs.iter().enumerate().map(|(i, g)| Drawn::new(g, i)).collect();
        drawn.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
        let mut gaps = Gaps::of(&drawn);
        let mut text = String::new();
        for glyph in drawn {
            match glyph.char {
                ' ' => gaps.space(glyph),
                c => text.extend(gaps.parts(glyph).then_some('|').into_iter().chain([c])),
            }
        }
        text
    }

    #[test]
    fn spaces_part_where_they_stand_and_not_where_another_texts_lie() {
        assert_eq!(parted(&[('a', 0.0), ('b', 5.0), (' ', 10.0), ('c', 15.0)]), "|ab|c");
        assert_eq!(parted(&[('a', 0.0), (' ', 5.0), ('c', 5.2)]), "|a|c");
        assert_eq!(parted(&[(' ', 3.0), ('.', 90.0), ('a', 0.0), ('b', 5.0)]), "|ab|.");
    }

    #[test]
    fn words_set_close_are_parted_where_letters_touch() {
        let line = |gap: f32, loose: f32| -> Vec<(char, f32)> {
            let mut left = 0.0;
            let place = |(i, c): (usize, char)| {
                left += 5.0 + if i % 4 == 0 { gap } else { loose };
                (c, left)
            };
            "wellkeptlogs".chars().enumerate().map(place).collect()
        };
        assert_eq!(parted(&line(1.3, 0.0)), "|well|kept|logs");
        assert_eq!(parted(&line(1.3, 0.7)), "|wellkeptlogs");
    }

    #[test]
    fn letters_set_apart_evenly_are_a_word_and_marks_in_a_grid_are_not() {
        let spread = |text: &str| text.chars().zip(0..).map(|(c, i)| (c, 8.0 * i as f32)).collect::<Vec<_>>();
        assert_eq!(parted(&spread("Values")), "|Values");
        assert_eq!(parted(&spread("xxxxxx")), "|x|x|x|x|x|x");
        assert_eq!(parted(&spread("123456")), "|1|2|3|4|5|6");
    }

    #[test]
    fn figures_part_at_a_smaller_gap_than_they_have_among_themselves() {
        assert_eq!(parted(&[('1', 0.0), ('2', 5.0), ('1', 11.5), ('3', 16.5)]), "|12|13");
        assert_eq!(parted(&[('1', 0.0), ('2', 6.5), ('1', 13.0), ('3', 19.5)]), "|1213");
    }
}
