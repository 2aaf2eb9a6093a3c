//! Glyphs → words, in the frame in which most of the page's text runs to the right.

use crate::direction;
use crate::glyphs::{Drawing, Glyph, Rule, turned};
use crate::marks::{self, Taken};
use crate::overprint;
use crate::raised;
use crate::shape::Rect;
use crate::spacing::{Drawn, Gaps};
use crate::tags::Mark;
use cvf_document::marker;
use std::collections::HashMap;

/// A word, or a phrase whose text runs in another direction than the page's.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Page, from 1.
    pub(crate) page: u32,
    /// Its characters with their boxes on the page as it is shown.
    pub(crate) chars: Vec<(char, Rect)>,
    /// Its box in the page's frame.
    pub(crate) rect: Rect,
    pub(crate) baseline: f32,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) invisible: bool,
    /// It stands where a list's bullets do, whatever character it was read as.
    pub(crate) bullet: bool,
    /// It calls a note.
    pub(crate) call: bool,
    /// What the text layer says its first character is, if that is not what it is read as.
    pub(crate) said: Option<char>,
    /// Text recognition was not sure of it.
    pub(crate) doubtful: bool,
    /// What it is marked as.
    pub(crate) mark: Mark,
}

impl Word {
    pub(crate) fn text(&self) -> String {
        self.chars.iter().map(|(c, _)| *c).collect()
    }
}

/// What stands on a page, turned so that most of its text runs to the right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) words: Vec<Word>,
    /// Marks across the page, which are no part of its text.
    pub(crate) marks: Vec<Word>,
    pub(crate) rules: Vec<Rule>,
    /// Shapes that may be boxes around text.
    pub(crate) boxes: Vec<Rect>,
    /// Height of the page in the frame, which begins at 0, in points.
    pub(crate) height: f32,
}

/// Glyphs whose lines differ by no more than this, in em, stand on one line.
const ONE_LINE: f32 = 0.3;
/// Characters of one kind closer than this, in em, along the line and across, are one drawn
/// twice: outlined, thickened or with a shadow.
const DOUBLE: (f32, f32) = (0.1, 0.2);
/// The same for a text layer under visible text.
const UNDER: (f32, f32) = (0.36, 0.36);

/// Gathers the glyphs of a page into words.
pub(crate) fn sheet(drawing: &Drawing, page: u32) -> Sheet {
    let straight: Vec<Glyph> = drawing.glyphs.iter().map(|g| straightened(g, drawing.slope)).collect();
    let mut glyphs = without_doubles(&straight);
    if drawing.marks.len() == drawing.glyphs.len() {
        glyphs.iter_mut().for_each(|g| g.mark = drawing.marks[g.order]);
    }
    let Taken { marks, phrases: oblique } = marks::take(&mut glyphs);
    let main = main_turn(&glyphs);
    let mut words = Vec::new();
    for turn in 0..4 {
        let own: Vec<Drawn<'_>> = glyphs.iter().copied().filter(|g| g.turn == turn).collect();
        let lines = lines(own);
        words.extend(match turn == main {
            true => lines.into_iter().flat_map(|line| words_of(&line, turn)).collect::<Vec<_>>(),
            false => lines.into_iter().flat_map(|line| phrases(&line, turn, main)).collect(),
        });
    }
    let turn = |rect: &Rect| turned_rect(rect, main);
    let facing = |word: Word| {
        let rect = turn(&word.rect);
        Word { rect, baseline: rect.bottom, ..word }
    };
    words.extend(oblique.into_iter().map(facing));
    let mut marks: Vec<Word> = marks.into_iter().map(facing).collect();
    words.extend(bullets(drawing, &words, main));
    level_bullets(&mut words);
    let frame = turn(&Rect { left: 0.0, top: 0.0, right: drawing.width, bottom: drawing.height });
    for word in words.iter_mut().chain(&mut marks) {
        slanted(word, drawing.slope);
        word.page = page;
        word.rect = word.rect.moved(-frame.left, -frame.top);
        word.baseline -= frame.top;
    }
    let rule = |r: &Rule| Rule { rect: turn(&r.rect).moved(-frame.left, -frame.top) };
    let boxes = drawing.boxes.iter().map(|b| turn(b).moved(-frame.left, -frame.top)).collect();
    Sheet { words, marks, rules: drawing.rules.iter().map(rule).collect(), boxes, height: frame.height() }
}

/// A glyph as it stands when the slope of a scan is undone.
fn straightened(glyph: &Glyph, slope: f32) -> Glyph {
    let (x, y) = glyph.rect.middle();
    if glyph.turn == 0 { glyph.clone().moved((slope * y, -slope * x)) } else { glyph.clone() }
}

/// Puts the boxes of a word's characters back to where they are on the page.
fn slanted(word: &mut Word, slope: f32) {
    for (_, rect) in &mut word.chars {
        let (x, y) = rect.middle();
        *rect = rect.moved(-slope * y, slope * x);
    }
}

fn turned_rect(rect: &Rect, turn: u8) -> Rect {
    let corners = [(rect.left, rect.top), (rect.right, rect.bottom)];
    Rect::around(corners.map(|(x, y)| turned(x, y, turn))).unwrap_or_default()
}

/// The box on the page as it is shown.
fn shown(rect: &Rect, turn: u8) -> Rect {
    turned_rect(rect, (4 - turn) % 4)
}

fn main_turn(glyphs: &[Drawn<'_>]) -> u8 {
    let count = |turn: u8| glyphs.iter().filter(|g| g.turn == turn).count();
    (0..4).max_by_key(|&turn| (count(turn), std::cmp::Reverse(turn))).unwrap_or(0)
}

/// Places of glyphs, and whether they are unseen, by character, turn and square of the page.
type Seen = HashMap<(char, u8, i32, i32), Vec<(f32, f32, bool)>>;

/// Room, in points, within which a glyph can be drawn again without being the next one: narrow
/// ones, such as those that stretch Arabic words, come close upon each other.
fn narrow(glyph: &Glyph) -> f32 {
    if glyph.rect.width() > 0.0 { glyph.rect.width() / 2.0 } else { f32::MAX }
}

/// Text that is filled and stroked, or thickened by drawing it again, counts once; so does a
/// text layer under visible text.
fn without_doubles(glyphs: &[Glyph]) -> Vec<Drawn<'_>> {
    let cell = |v: f32| (v / 4.0).floor() as i32;
    let mut seen = Seen::new();
    let mut ordered: Vec<(usize, &Glyph)> = glyphs.iter().enumerate().collect();
    ordered.sort_by_key(|(_, g)| g.invisible);
    let mut kept = Vec::new();
    for (i, glyph) in ordered {
        let (x, y) = (glyph.rect.left, glyph.baseline);
        let near = |unseen: bool| if glyph.invisible && !unseen { UNDER } else { DOUBLE };
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy)));
        let twin = around.filter_map(|(dx, dy)| seen.get(&(glyph.char, glyph.turn, cell(x) + dx, cell(y) + dy)));
        let double = twin.flatten().any(|(tx, ty, unseen)| {
            let (along, across) = near(*unseen);
            let along = (along * glyph.size).min(narrow(glyph));
            (tx - x).abs() < along && (ty - y).abs() < across * glyph.size
        });
        if !double || glyph.char.is_whitespace() {
            seen.entry((glyph.char, glyph.turn, cell(x), cell(y))).or_default().push((x, y, glyph.invisible));
            kept.push((i, glyph));
        }
    }
    kept.sort_by_key(|(i, _)| *i);
    kept.into_iter().map(|(i, g)| Drawn::new(g, i)).collect()
}

/// Glyphs by the line they stand on, from top to bottom and left to right.
fn lines(mut glyphs: Vec<Drawn<'_>>) -> Vec<Vec<Drawn<'_>>> {
    glyphs.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.left.total_cmp(&b.rect.left)));
    let mut lines: Vec<Vec<Drawn<'_>>> = Vec::new();
    for glyph in glyphs {
        let fits = |line: &Vec<Drawn<'_>>| {
            let first = line[line.len() / 2];
            (glyph.baseline - first.baseline).abs() <= ONE_LINE * glyph.size.min(first.size).max(1.0)
        };
        match lines.last_mut() {
            Some(line) if fits(line) => line.push(glyph),
            _ => lines.push(vec![glyph]),
        }
    }
    lines.iter_mut().for_each(|line| line.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left)));
    let mut lines: Vec<Vec<Drawn<'_>>> = lines.into_iter().flat_map(overprint::apart).collect();
    raised::attach(&mut lines);
    lines
}

fn words_of(line: &[Drawn<'_>], turn: u8) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gaps = Gaps::of(line);
    let mut open = false;
    for &glyph in line {
        if glyph.char.is_whitespace() {
            if let Some(word) = words.last_mut().filter(|_| open) {
                stretch(word, &glyph, turn);
            }
            gaps.space(glyph);
            open = false;
            continue;
        }
        let parts = gaps.parts(glyph);
        match words.last_mut().filter(|w| !parts && goes_on(w, &glyph)) {
            Some(word) => grow(word, &glyph, turn),
            None => words.push(word_of(&glyph, turn)),
        }
        open = true;
    }
    words.iter_mut().for_each(|word| direction::reorder(&mut word.chars, |(c, _)| *c));
    words.iter_mut().for_each(plain_hyphens);
    words
}

/// Hyphens that programs set where they cut a word at the end of a line, most of them only there.
pub(crate) const CUTTING: [char; 2] = ['\u{ad}', '\u{2010}'];

/// One that stands alone cuts nothing.
fn plain_hyphens(word: &mut Word) {
    if let [(c, _)] = word.chars.as_mut_slice()
        && CUTTING.contains(c)
    {
        *c = '-';
    }
}

/// Tesseract's layers have glyphs of one width, and stretch each word with the space behind it
/// over the room of the word alone: the word takes the room of its space.
fn stretch(word: &mut Word, space: &Drawn<'_>, turn: u8) {
    let count = word.chars.len() as f32;
    let (own, more) = (word.rect.width() / count, space.rect.width());
    let touches = (space.rect.left - word.rect.right).abs() < 0.02 * word.size;
    if !word.invisible || !touches || (own - more).abs() > 0.01 * own {
        return;
    }
    word.rect.right = space.rect.right;
    let step = word.rect.width() / count;
    for (i, (_, rect)) in word.chars.iter_mut().enumerate() {
        let left = word.rect.left + step * i as f32;
        *rect = shown(&Rect { left, right: left + step, ..word.rect }, turn);
    }
}

/// A change of size inside what looks like a word parts a note's mark or a drop capital.
fn goes_on(word: &Word, glyph: &Drawn<'_>) -> bool {
    match glyph.raised {
        Some(_) => (word.call && raised::is_call(glyph)) || raised::goes_on(&word.text(), glyph),
        None if word.call => false,
        None => (0.55..=1.8).contains(&(word.size / glyph.size)),
    }
}

fn word_of(glyph: &Drawn<'_>, turn: u8) -> Word {
    Word {
        page: 0,
        chars: vec![(glyph.char, shown(&glyph.rect, turn))],
        rect: glyph.rect,
        baseline: glyph.baseline + glyph.raised.unwrap_or_default(),
        size: glyph.size,
        bold: glyph.bold,
        invisible: glyph.invisible,
        bullet: false,
        call: raised::is_call(glyph),
        said: None,
        doubtful: glyph.doubtful,
        mark: glyph.mark,
    }
}

fn grow(word: &mut Word, glyph: &Drawn<'_>, turn: u8) {
    word.chars.push((glyph.char, shown(&glyph.rect, turn)));
    word.rect = word.rect.with(&glyph.rect);
    word.size = word.size.max(glyph.size);
    word.bold &= glyph.bold;
    word.doubtful |= glyph.doubtful;
}

/// Widest gap, in em, inside a phrase that runs in another direction.
const PHRASE_GAP: f32 = 1.5;

/// Words that run in another direction, joined into phrases that later stages keep whole.
fn phrases(line: &[Drawn<'_>], turn: u8, main: u8) -> Vec<Word> {
    let mut phrases: Vec<Word> = Vec::new();
    for word in words_of(line, turn) {
        match phrases.last_mut() {
            Some(open) if word.rect.left - open.rect.right < PHRASE_GAP * word.size => {
                let gap = shown(&Rect { left: open.rect.right, right: word.rect.left, ..word.rect }, turn);
                open.chars.push((' ', gap));
                open.chars.extend(word.chars);
                open.rect = open.rect.with(&word.rect);
            }
            _ => phrases.push(word),
        }
    }
    for phrase in &mut phrases {
        phrase.rect = turned_rect(&shown(&phrase.rect, turn), main);
        phrase.baseline = phrase.rect.bottom;
    }
    phrases
}

/// Farthest that a drawn bullet stands from its text, in em.
const BULLET_GAP: f32 = 3.0;

/// Small filled shapes to the left of a line and at half its height are its bullets.
fn bullets(drawing: &Drawing, words: &[Word], main: u8) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    // Those with text close before them are bullets only below others, so they come last.
    let (clear, close): (Vec<&Rect>, Vec<&Rect>) = drawing.dots.iter().partition(|dot| {
        let rect = turned_rect(dot, main);
        !words.iter().any(|w| is_close_before(w, &rect))
    });
    let first_close = clear.len();
    for (at, dot) in clear.into_iter().chain(close).enumerate() {
        let rect = turned_rect(dot, main);
        let (x, y) = rect.middle();
        let beside = |w: &&Word| {
            let gap = w.rect.left - rect.right;
            (0.0..=BULLET_GAP * w.size).contains(&gap)
                && (w.rect.top..=w.baseline).contains(&y)
                && rect.height() < 0.7 * w.size
        };
        let Some(text) = words.iter().filter(beside).min_by(|a, b| a.rect.left.total_cmp(&b.rect.left)) else {
            continue;
        };
        let inside = |w: &Word| w.rect.right > rect.left && w.rect.left < x && w.rect.overlap_y(&rect) > 0.0;
        let below = |w: &Word| (w.rect.middle().0 - x).abs() < 1.0;
        let taken = found.iter().any(|w| (w.rect.middle().0 - x).abs() < 2.0 && (w.rect.middle().1 - y).abs() < 2.0);
        if !taken && !words.iter().any(inside) && (at < first_close || found.iter().any(below)) {
            let (baseline, size) = (text.baseline, text.size);
            found.push(Word {
                page: 0,
                chars: vec![('•', *dot)],
                rect,
                baseline,
                size,
                bold: false,
                invisible: false,
                bullet: true,
                call: false,
                said: None,
                doubtful: false,
                mark: text.mark,
            });
        }
    }
    found
}

/// Bullets in other type than their text may stand a little off its line: they take its baseline.
fn level_bullets(words: &mut [Word]) {
    for at in 0..words.len() {
        let bullet = &words[at];
        let [(c, _)] = bullet.chars.as_slice() else { continue };
        if !bullet.bullet && !marker::is_bullet(*c) {
            continue;
        }
        let beside = |w: &&Word| {
            let gap = w.rect.left - bullet.rect.right;
            let off = (w.baseline - bullet.baseline).abs();
            (0.0..=BULLET_GAP * w.size).contains(&gap) && off < ONE_LINE * w.size && w.chars.len() > 1
        };
        let near = |a: &&Word, b: &&Word| a.rect.left.total_cmp(&b.rect.left);
        if let Some(baseline) = words.iter().filter(beside).min_by(near).map(|w| w.baseline) {
            words[at].baseline = baseline;
        }
    }
}

/// Farthest, in em, that the text stands before a dot that is inside it.
const INSIDE: f32 = 1.2;

/// True if a word ends close before a dot, as it does before one between words.
fn is_close_before(word: &Word, dot: &Rect) -> bool {
    let (x, _) = dot.middle();
    word.rect.right > x - INSIDE * word.size && word.rect.left < x && word.rect.overlap_y(dot) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of 10 points, half an em wide and `apart` points from each other; words are
    /// parted by 8 points more.
    fn spaced(text: &str, apart: f32) -> Vec<String> {
        let mut left = 50.0;
        let mut glyphs = Vec::new();
        for char in text.chars() {
            if char == ' ' {
                left += 8.0;
                continue;
            }
            let rect = Rect { left, top: 92.5, right: left + 5.0, bottom: 102.2 };
            let (baseline, size, turn) = (100.0, 10.0, 0);
            glyphs.push(Glyph { char, rect, baseline, size, bold: false, turn, invisible: false, doubtful: false });
            left = rect.right + apart;
        }
        let drawing = Drawing { width: 600.0, height: 800.0, glyphs, ..Drawing::default() };
        sheet(&drawing, 1).words.iter().map(Word::text).collect()
    }

    #[test]
    fn letters_that_are_spaced_out_make_words() {
        assert_eq!(spaced("we bake bread", 0.0), ["we", "bake", "bread"]);
        assert_eq!(spaced("we bake bread", 2.5), ["we", "bake", "bread"]);
    }

    #[test]
    fn the_slope_of_a_scan_is_undone_and_kept_in_the_boxes_of_characters() {
        let glyph = |char, left: f32, baseline: f32| {
            let rect = Rect { left, top: baseline - 7.5, right: left + 5.0, bottom: baseline + 2.2 };
            let (size, turn) = (10.0, 0);
            Glyph { char, rect, baseline, size, bold: false, turn, invisible: true, doubtful: false }
        };
        // It falls by one point in fifty.
        let glyphs = vec![glyph('a', 50.0, 101.0), glyph('b', 450.0, 109.0)];
        let drawing = Drawing { width: 600.0, height: 800.0, glyphs, slope: 0.02, ..Drawing::default() };
        let words = sheet(&drawing, 1).words;
        assert!((words[0].baseline - words[1].baseline).abs() < 0.1);
        assert!((words[1].chars[0].1.left - 450.0).abs() < 0.3 && (words[1].chars[0].1.bottom - 111.2).abs() < 0.3);
    }
}
