//! Words → lines, and lines → paragraphs.

use crate::shape::Rect;
use crate::words::Word;
use cvf_document::MarkerKind;
use cvf_document::flow::{begins_low, lacks_end};
use cvf_document::marker;

/// Words on one line of one column, from left to right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) words: Vec<Word>,
    pub(crate) rect: Rect,
    pub(crate) baseline: f32,
    size: f32,
}

/// Words whose lines differ by no more than this, in em, stand on one line.
const ONE_LINE: f32 = 0.45;

impl Line {
    fn of(mut words: Vec<Word>) -> Self {
        words.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
        let rect = Rect::union(words.iter().map(|w| &w.rect));
        let baseline = words.iter().map(|w| w.baseline).fold(f32::MIN, f32::max);
        let size = words.iter().max_by_key(|w| w.chars.len()).map_or(0.0, |w| w.size);
        Self { words, rect, baseline, size }
    }

    /// The line with words before it that stand a little above; it keeps its own baseline.
    pub(crate) fn behind(self, before: Vec<Word>) -> Self {
        let baseline = self.baseline;
        Self { baseline, ..Self::of(before.into_iter().chain(self.words).collect()) }
    }

    pub(crate) fn text(&self) -> String {
        self.words.iter().map(Word::text).collect::<Vec<_>>().join(" ")
    }

    /// Size of most of its characters, in points.
    pub(crate) fn size(&self) -> f32 {
        self.size
    }

    pub(crate) fn is_bold(&self) -> bool {
        let letters = || self.words.iter().filter(|w| w.chars.iter().any(|(c, _)| c.is_alphanumeric()));
        letters().count() > 0 && letters().all(|w| w.bold)
    }

    pub(crate) fn is_invisible(&self) -> bool {
        self.words.iter().all(|w| w.invisible)
    }

    /// The list marker the line begins with: its kind and its number of words.
    pub(crate) fn marker(&self) -> Option<(MarkerKind, usize)> {
        if self.words.first().is_some_and(|w| w.bullet) {
            return Some((MarkerKind::Bullet, 1));
        }
        let text = self.text();
        let (kind, bytes) = marker::find(&text)?;
        let words = text[..bytes].split_whitespace().count();
        (words < self.words.len() || kind == MarkerKind::Bullet).then_some((kind, words))
    }

    /// Left edge of the text behind the marker.
    pub(crate) fn hang(&self) -> f32 {
        let behind = self.marker().map_or(0, |(_, words)| words);
        self.words.get(behind).map_or(self.rect.left, |w| w.rect.left)
    }
}

/// Words by line, from top to bottom.
pub(crate) fn lines(words: Vec<Word>) -> Vec<Line> {
    let mut words = words;
    words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.left.total_cmp(&b.rect.left)));
    let mut lines: Vec<Vec<Word>> = Vec::new();
    for word in words {
        let fits = |line: &Vec<Word>| {
            let first = &line[line.len() / 2];
            (word.baseline - first.baseline).abs() <= ONE_LINE * word.size.min(first.size).max(1.0)
        };
        match lines.last_mut() {
            Some(line) if fits(line) => line.push(word),
            _ => lines.push(vec![word]),
        }
    }
    lines.into_iter().map(Line::of).collect()
}

/// Lines of one paragraph.
pub(crate) type Lines = Vec<Line>;

/// The edges of a column of text, in points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) left: f32,
    pub(crate) right: f32,
}

impl Column {
    /// The column that lines fill.
    pub(crate) fn around<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Self {
        let rect = Rect::union(lines.into_iter().map(|l| &l.rect));
        Self { left: rect.left, right: rect.right }
    }
}

/// A step between lines of more than this share of the usual one parts paragraphs.
const PARAGRAPH_STEP: f32 = 1.22;
/// Where no text is seen to go on, lines that stand farther apart than this, in em, are none of
/// one text.
const WIDEST_STEP: f32 = 1.6;
/// Steps between the lines of one heading, in em, may be this wide in closer set text.
const HEADING_STEP: f32 = 1.1;
/// How far, in em, the left edges of lines of one paragraph may differ.
const EDGE: f32 = 0.6;

/// Gathers the lines of a column into paragraphs.
pub(crate) fn paragraphs(lines: Vec<Line>, column: Column) -> Vec<Lines> {
    let step = usual_step(&lines);
    let exact = exact_step(&lines);
    // Two lines alone are no list of items that begin alike.
    let wraps = lines.len() == 2 || lines.windows(2).any(|pair| is_wrapped(&pair[0], &pair[1]));
    let mut out: Vec<Lines> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(open)
                if goes_on(open, &line, column, step)
                    && (wraps || !is_parallel(open, &line))
                    && !is_over_exact(open, &line, exact) =>
            {
                open.push(line);
            }
            _ => out.push(vec![line]),
        }
    }
    out
}

/// Fewest lines that stop in mid-sentence before their step tells more than roughly.
const EXACT: usize = 3;
/// Steps of one text differ by no more than this share where a program has set it.
const SAME_STEP: f32 = 0.02;
/// A step larger by this share is another.
const OTHER_STEP: f32 = 1.06;

/// The step between lines that stop in mid-sentence and the next, in em, if it is always the same.
fn exact_step(lines: &[Line]) -> Option<f32> {
    let pairs = lines.windows(2).filter(|pair| is_wrapped(&pair[0], &pair[1]) && !pair[0].is_invisible());
    let steps: Vec<f32> = pairs.filter_map(|pair| step(&pair[0], &pair[1])).collect();
    let (least, most) = steps.iter().fold((f32::MAX, f32::MIN), |(a, b), s| (s.min(a), s.max(b)));
    (steps.len() >= EXACT && most <= least * (1.0 + SAME_STEP)).then_some(most)
}

/// True if a sentence has ended and the next begins farther below than the lines of one text do.
fn is_over_exact(open: &Lines, next: &Line, exact: Option<f32>) -> bool {
    let Some((last, exact)) = open.last().zip(exact) else { return false };
    let ended = !lacks_end(&last.text()) && next.text().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    ended && step(last, next).is_some_and(|step| step > OTHER_STEP * exact)
}

/// True if a line that is not bold stops in mid-sentence and the next one goes on.
fn is_wrapped(line: &Line, next: &Line) -> bool {
    !line.is_bold() && lacks_end(&line.text()) && begins_low(&next.text())
}

/// True if a line begins with the word that the paragraph above begins with, as items do.
fn is_parallel(open: &Lines, next: &Line) -> bool {
    let first = |line: &Line| line.words.first().map(Word::text);
    let same = open.first().and_then(first) == first(next);
    same && !next.is_bold() && next.text().starts_with(char::is_uppercase)
}

/// The step between the baselines of lines of one text, in em: the usual one where a text stops
/// in mid-sentence, else the smallest common one of neighbouring lines.
fn usual_step(lines: &[Line]) -> f32 {
    let steps = |wrapped: bool| {
        let pairs = lines.windows(2).filter(|pair| !wrapped || is_wrapped(&pair[0], &pair[1]));
        let mut steps: Vec<f32> = pairs.filter_map(|pair| step(&pair[0], &pair[1])).collect();
        steps.sort_by(f32::total_cmp);
        steps
    };
    let (wrapped, all) = (steps(true), steps(false));
    let common = all.get(all.len() / 8).copied().unwrap_or(1.2).min(WIDEST_STEP);
    wrapped.get(wrapped.len() / 2).map_or(common, |step| step.min(common))
}

/// The step from one line to the next, in em; none between lines of different sizes.
fn step(above: &Line, below: &Line) -> Option<f32> {
    let size = above.size().max(below.size()).max(1.0);
    let alike = (above.size() - below.size()).abs() <= 0.12 * size || above.is_invisible();
    let step = (below.baseline - above.baseline) / size;
    (alike && (0.6..=3.0).contains(&step)).then_some(step)
}

fn goes_on(open: &Lines, next: &Line, column: Column, usual: f32) -> bool {
    let (Some(first), Some(last)) = (open.first(), open.last()) else { return false };
    if next.marker().is_some_and(|(kind, _)| kind == MarkerKind::Bullet) && !is_dash_inside(first, last, next) {
        return false;
    }
    let Some(step) = step(last, next) else { return false };
    if last.is_bold() != next.is_bold() && !is_mixed(open) && !is_mixed_line(next) {
        return false;
    }
    let text = last.text();
    let numbered = next.marker().is_some();
    let hangs = first.marker().is_some() && (next.rect.left - first.hang()).abs() <= EDGE * next.size();
    let low = lacks_end(&text) && begins_low(&next.text());
    let bold = last.is_bold() && next.is_bold();
    if bold && first.marker().is_none() && are_set_otherwise(last, next) {
        return false;
    }
    let usual = if bold { usual.max(HEADING_STEP) } else { usual };
    // The lines of a text layer stand at uneven steps.
    let uneven = hangs && !numbered && next.is_invisible() && lacks_end(&text);
    if step > usual * PARAGRAPH_STEP && !((low || uneven) && step < usual * 1.5) {
        return false;
    }
    if is_dash_inside(first, last, next) {
        return true;
    }
    if numbered && !(low && hangs) {
        return false;
    }
    // An unmarked line under the text of a bullet is that text's.
    if hangs && !numbered {
        return true;
    }
    let outdented = first.marker().is_some() && next.rect.left < first.rect.left - EDGE * next.size();
    if outdented && !low {
        return false;
    }
    is_full(last, next, column) || (low && text.split(' ').count() > 1)
}

/// True for a line that begins with a dash of its sentence: it goes on in small letters behind
/// it, at the edge of an item with another mark.
fn is_dash_inside(first: &Line, last: &Line, next: &Line) -> bool {
    let dash = |line: &Line| line.words.first().map(Word::text).filter(|w| matches!(w.as_str(), "-" | "–" | "—"));
    let low = next.words.get(1).is_some_and(|w| begins_low(&w.text()));
    let inside = first.marker().is_some() && (next.rect.left - first.hang()).abs() <= EDGE * next.size();
    dash(next).is_some() && dash(first).is_none() && low && inside && lacks_end(&last.text())
}

/// How far off, in em, the edges of a heading's lines are that begin at other places.
const OTHER_EDGE: f32 = 1.5;

/// True for a heading in the middle and one at the edge, or the like: lines of one heading have
/// their left edges, their middles or their right edges above each other.
fn are_set_otherwise(last: &Line, next: &Line) -> bool {
    let off = |a: f32, b: f32| (a - b).abs() / next.size().max(1.0);
    off(last.rect.left, next.rect.left) > OTHER_EDGE
        && off(last.rect.right, next.rect.right) > EDGE
        && off(last.rect.middle().0, next.rect.middle().0) > EDGE
}

fn is_mixed_line(line: &Line) -> bool {
    line.words.iter().any(|w| w.bold) && !line.is_bold()
}

fn is_mixed(lines: &Lines) -> bool {
    lines.iter().any(is_mixed_line) || lines.iter().any(Line::is_bold) != lines.iter().all(Line::is_bold)
}

/// True if the first word of `next` would not have fitted behind `line`.
pub(crate) fn is_full(line: &Line, next: &Line, column: Column) -> bool {
    let word = next.words.first().map_or(0.0, |w| w.rect.width());
    let middles = line.rect.middle().0 - next.rect.middle().0;
    let centred = middles.abs() < 0.5 * line.size() && (line.rect.left - next.rect.left).abs() > line.size();
    let room = if centred { column.right - column.left - line.rect.width() } else { column.right - line.rect.right };
    room < word + 0.2 * line.size()
}
