//! Columns without ruling lines: persistent white gutters between words.
//!
//! A sweep from line to line keeps every empty box that is wide enough to be a gutter, the
//! maximal empty rectangles of Breuel, "Two Geometric Algorithms for Layout Analysis" (2002),
//! at the grain of lines. The box with text along both sides for the most lines wins; others
//! beside it make further columns.

use crate::lines::Line;
use std::ops::Range;

/// Lines that stand in columns.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Which lines.
    pub(crate) lines: Range<usize>,
    /// Left and right edges of the gutters, from left to right.
    pub(crate) gutters: Vec<(f32, f32)>,
}

/// Narrowest gutter, in em.
const NARROWEST: f32 = 0.75;
/// Fewest lines with text on both sides of a gutter.
const LEAST_BOTH: usize = 2;

#[derive(Clone, Copy, Debug)]
struct Gutter {
    left: f32,
    right: f32,
    first: usize,
    /// One past the last line.
    end: usize,
    /// Lines with text on both sides.
    both: usize,
}

/// Runs of lines in columns, from top to bottom.
pub(crate) fn runs(lines: &[Line]) -> Vec<Run> {
    let mut runs = Vec::new();
    search(lines, 0..lines.len(), &mut runs);
    runs.sort_by_key(|r| r.lines.start);
    runs
}

fn search(lines: &[Line], range: Range<usize>, runs: &mut Vec<Run>) {
    if range.len() < 3 {
        return;
    }
    let candidates: Vec<Gutter> = sweep(lines, range.clone()).into_iter().filter_map(|g| trimmed(g, lines)).collect();
    let score = |g: &Gutter| (g.both, g.end - g.first, (g.right - g.left) as i32);
    let Some(best) = candidates.iter().copied().max_by_key(score) else { return };
    let run = run_around(best, &candidates, lines);
    search(lines, range.start..run.lines.start, runs);
    search(lines, run.lines.end..range.end, runs);
    runs.push(run);
}

/// White intervals of a line: before it, between its words, and behind it. A gap behind a list
/// marker is none.
fn white(line: &Line) -> Vec<(f32, f32)> {
    let least = NARROWEST * line.size();
    let marked = line.marker().map_or(0, |(_, words)| words);
    let mut white = vec![(f32::MIN, line.words[0].rect.left)];
    for (i, pair) in line.words.windows(2).enumerate() {
        let gap = (pair[0].rect.right, pair[1].rect.left);
        if gap.1 - gap.0 >= least && i + 1 != marked && !is_bullet(&pair[0]) {
            white.push(gap);
        }
    }
    white.push((line.rect.right, f32::MAX));
    white
}

fn is_bullet(word: &crate::words::Word) -> bool {
    matches!(word.chars.as_slice(), [(c, _)] if cvf_document::marker::is_bullet(*c) || "-–*o".contains(*c))
}

/// Every empty box that cannot be made taller or wider.
fn sweep(lines: &[Line], range: Range<usize>) -> Vec<Gutter> {
    let mut done: Vec<Gutter> = Vec::new();
    let mut open: Vec<Gutter> = Vec::new();
    for at in range.clone() {
        let least = NARROWEST * lines[at].size();
        let white = white(&lines[at]);
        let mut next: Vec<Gutter> = Vec::new();
        for gutter in &open {
            let mut whole = false;
            for (left, right) in &white {
                let (left, right) = (gutter.left.max(*left), gutter.right.min(*right));
                if right - left >= least {
                    whole |= left == gutter.left && right == gutter.right;
                    keep(&mut next, Gutter { left, right, ..*gutter });
                }
            }
            if !whole {
                done.push(Gutter { end: at, ..*gutter });
            }
        }
        for (left, right) in white {
            keep(&mut next, Gutter { left, right, first: at, end: at, both: 0 });
        }
        open = next;
    }
    done.extend(open.into_iter().map(|g| Gutter { end: range.end, ..g }));
    done.retain(|g| g.left > f32::MIN && g.right < f32::MAX && g.end - g.first >= LEAST_BOTH);
    done
}

/// Of equal boxes the one that began first.
fn keep(list: &mut Vec<Gutter>, gutter: Gutter) {
    match list.iter_mut().find(|g| g.left == gutter.left && g.right == gutter.right) {
        Some(same) => same.first = same.first.min(gutter.first),
        None => list.push(gutter),
    }
}

fn text_beside(line: &Line, gutter: &Gutter) -> (bool, bool) {
    let left = line.words.iter().any(|w| w.rect.right <= gutter.left + 0.5);
    let right = line.words.iter().any(|w| w.rect.left >= gutter.right - 0.5);
    (left, right)
}

/// The box without lines at its top that have text on one side only and stand apart; `None`
/// if too few lines have text on both sides, or one side holds nothing but numbers.
fn trimmed(gutter: Gutter, lines: &[Line]) -> Option<Gutter> {
    let mut gutter = gutter;
    let one_sided = |i: usize| {
        let (left, right) = text_beside(&lines[i], &gutter);
        !(left && right)
    };
    let mut first = gutter.first;
    while first + 1 < gutter.end && one_sided(first) && stands_apart(&lines[first], &lines[first + 1]) {
        first += 1;
    }
    let mut end = gutter.end;
    while end > first + 1 && one_sided(end - 1) && stands_apart(&lines[end - 2], &lines[end - 1]) {
        end -= 1;
    }
    (gutter.first, gutter.end) = (first, end);
    let sides: Vec<(bool, bool)> = (first..end).map(|i| text_beside(&lines[i], &gutter)).collect();
    gutter.both = sides.iter().filter(|(l, r)| *l && *r).count();
    let numbers = (first..end).all(|i| right_text_is_number(&lines[i], &gutter));
    (gutter.both >= LEAST_BOTH && end - first >= 3 && !numbers).then_some(gutter)
}

/// A line in other type, or farther from the next than lines of one text.
fn stands_apart(above: &Line, below: &Line) -> bool {
    let size = above.size().max(below.size());
    let step = below.baseline - above.baseline;
    step > 1.75 * size || (above.size() - below.size()).abs() > 0.12 * size || above.is_bold() != below.is_bold()
}

fn right_text_is_number(line: &Line, gutter: &Gutter) -> bool {
    let right = line.words.iter().filter(|w| w.rect.left >= gutter.right - 0.5);
    right.flat_map(|w| &w.chars).all(|(c, _)| c.is_ascii_digit() || ".·…_".contains(*c))
}

/// The run of lines around the best gutter, with the other gutters along most of it.
fn run_around(best: Gutter, candidates: &[Gutter], lines: &[Line]) -> Run {
    let mut chosen = vec![best];
    let mut others: Vec<&Gutter> = candidates.iter().collect();
    others.sort_by_key(|g| std::cmp::Reverse((g.both, g.end - g.first)));
    for gutter in others {
        let shared = gutter.end.min(best.end).saturating_sub(gutter.first.max(best.first));
        let beside = chosen.iter().all(|c| gutter.right <= c.left || gutter.left >= c.right);
        if beside && shared * 2 >= best.end - best.first {
            chosen.push(*gutter);
        }
    }
    chosen.sort_by(|a, b| a.left.total_cmp(&b.left));
    let first = chosen.iter().map(|g| g.first).min().unwrap_or(best.first);
    let end = chosen.iter().map(|g| g.end).max().unwrap_or(best.end);
    let gutters: Vec<(f32, f32)> = chosen.iter().map(|g| (g.left, g.right)).collect();
    let first = (first..best.first).rev().take_while(|&i| is_row(&lines[i], &gutters)).last().unwrap_or(best.first);
    let end = (best.end..end).take_while(|&i| is_row(&lines[i], &gutters)).last().map_or(best.end, |i| i + 1);
    Run { lines: first..end, gutters }
}

/// True if a line has text in several columns.
fn is_row(line: &Line, gutters: &[(f32, f32)]) -> bool {
    let parts = |(left, right): &(f32, f32)| {
        let crosses = line.words.iter().any(|w| w.rect.left < *right && w.rect.right > *left);
        let before = line.words.iter().any(|w| w.rect.right <= *left + 0.5);
        let behind = line.words.iter().any(|w| w.rect.left >= *right - 0.5);
        !crosses && before && behind
    };
    gutters.iter().any(parts)
}
