//! Headings over the whole width that part columns of prose: the columns between two of them are
//! read to their foot before the text goes on below.
//!
//! Such a heading stands in the first column, so gutters go through its line; what tells it is a
//! box as wide as the text, or that no column has text beside it while each begins again below.

use crate::gutters::Run;
use crate::lines::Line;
use crate::page::column_of;
use crate::shape::Rect;
use crate::words::Word;
use std::collections::BTreeSet;

/// Share of the text's width that a box around a heading has.
const WHOLE: f32 = 0.85;
/// Highest box around a heading, in em.
const HIGHEST: f32 = 4.5;
/// Widest gap between words of a heading, in em.
const SPACE: f32 = 1.0;
/// Fewest headings of one dress that are told without a box: one may stand so by chance.
const LEAST: usize = 2;
/// Larger than most lines by this share, a line is dressed as a heading.
const LARGER: f32 = 1.08;
/// Lines below a heading in which each column begins again.
const SOON: usize = 2;

/// The lines that part the columns of a run, and those of others with the same gutters.
pub(crate) fn over(lines: &[Line], run: &Run, boxes: &[Rect]) -> BTreeSet<usize> {
    let text = Rect::union(lines[run.lines.clone()].iter().map(|l| &l.rect));
    let heads: Vec<usize> = (0..lines.len()).filter(|i| is_whole(&lines[*i], run)).collect();
    let boxed = |i: &usize| boxes.iter().any(|b| is_around(b, &lines[*i], &text));
    let mut found: BTreeSet<usize> = heads.iter().copied().filter(boxed).collect();
    found.extend(alone(lines, run, &heads));
    found
}

/// True for a line with one text, in the first column.
fn is_whole(line: &Line, run: &Run) -> bool {
    let close = |p: &[Word]| p[1].rect.left - p[0].rect.right <= SPACE * line.size();
    line.marker().is_none() && line.words.iter().all(|w| column_of(w, run) == 0) && line.words.windows(2).all(close)
}

/// True for a box as wide as the text with a line in it, and hardly room for more.
fn is_around(area: &Rect, line: &Line, text: &Rect) -> bool {
    let wide = area.overlap_x(text) >= WHOLE * text.width();
    wide && area.height() <= HIGHEST * line.size() && area.contains(line.rect.middle())
}

/// Headings of one dress, each of which has nothing beside it and every column right below.
fn alone(lines: &[Line], run: &Run, heads: &[usize]) -> Vec<usize> {
    let usual = median(lines[run.lines.clone()].iter().map(Line::size).collect());
    let dress = |i: usize| (lines[i].is_bold(), (2.0 * lines[i].size()).round() as i32);
    let told = |i: &usize| {
        let alike: Vec<usize> = (0..lines.len()).filter(|k| dress(*k) == dress(*i)).collect();
        alike.len() >= LEAST && alike.iter().all(|k| heads.contains(k) && is_apart(lines, *k, run))
    };
    heads.iter().copied().filter(|i| lines[*i].size() > LARGER * usual).filter(told).collect()
}

/// True for a line that no other one is beside, and below which every column begins.
fn is_apart(lines: &[Line], at: usize, run: &Run) -> bool {
    let own = &lines[at].rect;
    let clear = |other: Option<&Line>| other.is_none_or(|line| line.rect.overlap_y(own) <= 0.0);
    let below = lines[at + 1..].iter().take(SOON).flat_map(|line| &line.words);
    let columns: BTreeSet<usize> = below.map(|w| column_of(w, run)).collect();
    let before = at.checked_sub(1).and_then(|at| lines.get(at));
    clear(before) && clear(lines.get(at + 1)) && columns.len() > run.gutters.len()
}

fn median(mut sizes: Vec<f32>) -> f32 {
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or_default()
}
