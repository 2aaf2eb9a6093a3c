//! Columns without ruling lines: persistent white gutters between words.
//!
//! A sweep from line to line keeps every empty box that is wide enough to be a gutter, the
//! maximal empty rectangles of Breuel, "Two Geometric Algorithms for Layout Analysis" (2002),
//! at the grain of lines. The box with text along both sides for the most lines wins; others
//! beside it make further columns.

use crate::lines::Line;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines that stand in columns.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Which lines.
    pub(crate) lines: Range<usize>,
    /// Left and right edges of the gutters, from left to right.
    pub(crate) gutters: Vec<(f32, f32)>,
}

/// Narrowest gap that may be part of a gutter, in em.
const NARROWEST: f32 = 0.2;
/// A gutter of this width, in em, is no space between words.
const WIDE: f32 = 0.75;
/// Narrower is no space between words either, if bullets stand behind it.
const BEFORE_BULLETS: f32 = 0.4;
/// Fewest lines with text on both sides of a wide gutter, and of a narrow one: spaces between
/// words do not stand above each other for long.
const LEAST_BOTH: usize = 2;
const LEAST_BOTH_NARROW: usize = 6;

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

impl Gutter {
    /// Lines with text on both sides, each counting for the more the wider the gutter is: one
    /// line more is not worth a gutter as narrow as a space.
    fn weight(&self, lines: &[Line]) -> f32 {
        let size = lines[self.first..self.end].iter().map(Line::size).fold(1.0, f32::max);
        let width = ((self.right - self.left) / size).min(WIDE);
        self.both as f32 * width + (self.end - self.first) as f32 * 0.01
    }
}

/// Runs of lines in columns, from top to bottom. Looking at a line beside a gutter is a step; once
/// no step is left, nothing more is looked for.
pub(crate) fn runs(lines: &[Line], steps: &mut usize) -> Vec<Run> {
    let mut runs = Vec::new();
    search(lines, 0..lines.len(), &mut runs, steps);
    runs.sort_by_key(|r| r.lines.start);
    runs
}

fn search(lines: &[Line], range: Range<usize>, runs: &mut Vec<Run>, steps: &mut usize) {
    if range.len() < 3 || *steps == 0 {
        return;
    }
    let mut found = sweep(lines, range.clone(), steps);
    found.retain(|g| {
        let is_left = *steps > 0;
        *steps = steps.saturating_sub(g.end - g.first);
        is_left
    });
    let candidates = found.into_iter().filter_map(|g| trimmed(g, lines));
    let mut weighed: Vec<(f32, Gutter)> = candidates.map(|g| (g.weight(lines), g)).collect();
    let Some(best) = weighed.iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, g)| *g) else { return };
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let run = run_around(best, &weighed, lines, range.clone());
    search(lines, range.start..run.lines.start, runs, steps);
    search(lines, run.lines.end..range.end, runs, steps);
    runs.push(run);
}

/// White intervals of a line: before it, between its words, and behind it. A gap behind a list
/// marker is none.
fn white(line: &Line, edges: &Edges) -> Vec<(f32, f32)> {
    let least = NARROWEST * line.size();
    let marked = line.marker().map_or(0, |(_, words)| words);
    let mut white = vec![(f32::MIN, line.words[0].rect.left)];
    for (i, pair) in line.words.windows(2).enumerate() {
        let gap = (pair[0].rect.right, pair[1].rect.left);
        let least = if edges.holds(gap.1) { TOUCHING * line.size() } else { least };
        if gap.1 - gap.0 >= least && i + 1 != marked && !is_bullet(&pair[0]) {
            white.push(gap);
        }
    }
    white.push((line.rect.right, f32::MAX));
    white
}

/// Narrowest gap, in em, before an edge at which texts of many lines begin.
const TOUCHING: f32 = 0.04;
/// Fewest texts that begin at such an edge behind others, and how many for each line whose words
/// go over it.
const AT_ONE_EDGE: usize = 5;
/// How far, in points, they may be off.
const OFF: f32 = 0.6;

/// Places at which texts begin line after line, though there is hardly room before them: the left
/// edges of cells without padding.
struct Edges(Vec<f32>);

impl Edges {
    fn of(lines: &[Line], steps: &mut usize) -> Self {
        let mut lefts: Vec<f32> = Vec::new();
        for line in lines {
            let marked = line.marker().map_or(0, |(_, words)| words);
            let inner = line.words.iter().enumerate().skip(1).filter(|(i, _)| *i != marked);
            lefts.extend(inner.map(|(_, w)| w.rect.left));
        }
        lefts.sort_by(f32::total_cmp);
        let mut edges = Vec::new();
        let mut at = 0;
        while at < lefts.len() {
            let same = lefts[at..].iter().take_while(|l| **l - lefts[at] < OFF).count();
            if same >= AT_ONE_EDGE {
                edges.push(lefts[at]);
            }
            at += same;
        }
        *steps = steps.saturating_sub(edges.len() * lines.len());
        if *steps == 0 {
            return Self(Vec::new());
        }
        edges.retain(|edge| {
            let over = |l: &&Line| l.words.iter().any(|w| w.rect.left < edge - OFF && w.rect.right > edge + OFF);
            lines.iter().filter(over).count() * 4 < lines.len()
        });
        Self(edges)
    }

    fn holds(&self, left: f32) -> bool {
        let next = self.0.partition_point(|edge| *edge < left - OFF);
        self.0.get(next).is_some_and(|edge| (edge - left).abs() <= OFF)
    }
}

fn is_bullet(word: &crate::words::Word) -> bool {
    word.bullet
        || matches!(word.chars.as_slice(), [(c, _)] if cvf_document::marker::is_bullet(*c) || "-–*o".contains(*c))
}

/// Every empty box that cannot be made taller or wider.
fn sweep(lines: &[Line], range: Range<usize>, steps: &mut usize) -> Vec<Gutter> {
    let edges = Edges::of(&lines[range.clone()], steps);
    let mut done: Vec<Gutter> = Vec::new();
    let mut open: Vec<Gutter> = Vec::new();
    for at in range.clone() {
        let least = NARROWEST * lines[at].size();
        let white = white(&lines[at], &edges);
        let mut next: Vec<Gutter> = Vec::new();
        *steps = steps.saturating_sub(1 + open.len() * (white.len() + open.len()));
        if *steps == 0 {
            return Vec::new();
        }
        for gutter in &open {
            let mut whole = false;
            for (left, right) in &white {
                let (left, right) = (gutter.left.max(*left), gutter.right.min(*right));
                let least = if edges.holds(right) { TOUCHING * lines[at].size() } else { least };
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

/// True if a line at the top of a gutter has text on its right alone that goes on below: the
/// left column begins lower.
fn begins_right(i: usize, gutter: &Gutter, lines: &[Line]) -> bool {
    let line = &lines[i];
    let mut below = (i + 1..gutter.end).filter(|&j| text_beside(&lines[j], gutter).1);
    let behind = |l: &Line| l.words.iter().map(|w| w.rect.left).find(|x| *x >= gutter.right - 0.5);
    let goes_on = |j: usize| {
        let left = behind(&lines[j]).unwrap_or(f32::MIN);
        lines[j].baseline - line.baseline < 1.75 * line.size() && left - line.rect.left < 3.0 * line.size()
    };
    text_beside(line, gutter) == (false, true) && below.next().is_some_and(goes_on)
}

/// Farthest, in em, that a label in the middle of its row stands from lines above and below.
const MID_ROW: f32 = 2.6;
/// Most words on a line of such a label.
const LABEL_WORDS: usize = 3;

/// True if a line has text on both sides of a box; or on its left alone, as a label in the
/// middle of its row, between lines with text on the right.
fn on_both_sides(i: usize, gutter: &Gutter, lines: &[Line]) -> bool {
    let right_alone = |j: usize| text_beside(&lines[j], gutter) == (false, true);
    let label = |j: usize| text_beside(&lines[j], gutter) == (true, false) && lines[j].words.len() <= LABEL_WORDS;
    let near = |j: usize| (lines[j].baseline - lines[i].baseline).abs() < MID_ROW * lines[i].size();
    match text_beside(&lines[i], gutter) {
        (left, true) => left,
        (true, false) if overlaps_right(i, gutter, lines) => true,
        (true, false) => {
            let above = (gutter.first..i).rev().find(|&j| !label(j));
            let below = (i + 1..gutter.end).find(|&j| !label(j));
            let between = |j: Option<usize>| j.is_some_and(|j| right_alone(j) && near(j));
            label(i) && between(above) && between(below)
        }
        (false, false) => false,
    }
}

/// How far, in em, lines of different columns reach into each other's height.
const INTO: f32 = 0.15;

/// True if a line next to this one has text on the right alone and at this one's height: lines of
/// one column do not overlap.
fn overlaps_right(i: usize, gutter: &Gutter, lines: &[Line]) -> bool {
    let over = |j: usize| {
        let inside = (gutter.first..gutter.end).contains(&j) && text_beside(&lines[j], gutter) == (false, true);
        inside && lines[j].rect.overlap_y(&lines[i].rect) > INTO * lines[i].size()
    };
    i.checked_sub(1).is_some_and(over) || over(i + 1)
}

/// How many times as wide as the other gaps of its line the gap at a gutter is at least, if the
/// line is not one text whose spaces are stretched.
const STRETCHED: f32 = 1.3;

/// True if a gutter lies in lines of one justified text: the gap there is no wider than others
/// of its line, and the line fills the width that the lines have.
fn is_stretched(gutter: &Gutter, lines: &[Line]) -> bool {
    let own = || lines[gutter.first..gutter.end].iter();
    let (left, right) = own().fold((f32::MAX, f32::MIN), |(l, r), line| (line.hang().min(l), line.rect.right.max(r)));
    let even = |line: &Line| {
        let marked = line.marker().map_or(0, |(_, words)| words);
        let gap = |p: &[crate::words::Word]| {
            (
                p[1].rect.left - p[0].rect.right,
                p[0].rect.right <= gutter.left + 0.5 && p[1].rect.left >= gutter.right - 0.5,
            )
        };
        let gaps: Vec<(f32, bool)> = line.words[marked..].windows(2).map(gap).collect();
        let at = gaps.iter().find(|(_, at)| *at)?.0;
        let others = gaps.iter().filter(|(_, at)| !at).map(|(gap, _)| *gap).reduce(f32::min);
        let flush = right - line.rect.right < FLUSH * line.size();
        let filled = flush && line.hang() - left < FLUSH * line.size();
        Some(others.map_or(filled, |other| flush && at < STRETCHED * other))
    };
    let told: Vec<bool> = own().filter_map(even).collect();
    let uneven = told.iter().filter(|even| !**even).count();
    !told.is_empty() && uneven * 4 <= told.len()
}

/// Lines that end nearer than this, in em, to the right edge are full.
const FLUSH: f32 = 0.25;

/// The box without lines at its top that have text on one side only and stand apart; `None`
/// if too few lines have text on both sides, or one side holds nothing but numbers.
fn trimmed(gutter: Gutter, lines: &[Line]) -> Option<Gutter> {
    let mut gutter = gutter;
    let one_sided = |i: usize| {
        let (left, right) = text_beside(&lines[i], &gutter);
        !(left && right)
    };
    let mut first = gutter.first;
    let apart = |i: usize| {
        let next = &lines[i + 1];
        (stands_apart(&lines[i], next) && !begins_right(i, &gutter, lines)) || is_over_headers(&lines[i], next, gutter)
    };
    while first + 1 < gutter.end && one_sided(first) && apart(first) {
        first += 1;
    }
    let mut end = gutter.end;
    while end > first + 1 && one_sided(end - 1) && stands_apart(&lines[end - 2], &lines[end - 1]) {
        end -= 1;
    }
    (gutter.first, gutter.end) = (first, end);
    gutter.both = (first..end).filter(|&i| on_both_sides(i, &gutter, lines)).count();
    let numbers = (first..end).all(|i| right_text_is_number(&lines[i], &gutter));
    let size = lines[first..end].iter().map(Line::size).fold(0.0, f32::max);
    let bullets = (first..end).filter(|&i| bullet_at_edge(&lines[i], &gutter)).count();
    let width = (gutter.right - gutter.left) / size.max(1.0);
    let drawn = (first..end).filter(|&i| bullet_at_edge(&lines[i], &gutter) && has_bullet(&lines[i], &gutter)).count();
    let list = (width >= BEFORE_BULLETS && bullets >= LEAST_BOTH) || drawn >= MANY_BULLETS;
    let labels = || width >= BEFORE_TEXTS && holds_labels(&gutter, &lines[first..end]);
    let narrow = || gutter.both >= LEAST_BOTH_NARROW && is_edge(&gutter, &lines[first..end]);
    let enough = if width >= WIDE || list || labels() { gutter.both >= LEAST_BOTH } else { narrow() };
    (enough && end - first >= 3 && !numbers && !is_stretched(&gutter, lines)).then_some(gutter)
}

/// Bullets above each other, behind other text, that are the edge of a column however near it.
const MANY_BULLETS: usize = 4;
/// Narrower than this, in em, is no gutter behind labels.
const BEFORE_TEXTS: f32 = 0.25;

/// True if what stands to the left of a gutter is a column of labels of one kind ("Level 1",
/// "Level 2"), and texts begin at its right edge beside none of them, too.
fn holds_labels(gutter: &Gutter, lines: &[Line]) -> bool {
    let left = |line: &Line| -> Vec<String> {
        line.words.iter().take_while(|w| w.rect.right <= gutter.left + 0.5).map(crate::words::Word::text).collect()
    };
    let labels: Vec<Vec<String>> = lines.iter().map(left).filter(|l| !l.is_empty()).collect();
    let alone = lines.iter().filter(|l| text_beside(l, gutter) == (false, true)).count();
    let behind = |line: &Line| line.words.iter().map(|w| w.rect.left).find(|x| *x >= gutter.right - 0.5);
    let firsts: Vec<f32> = lines.iter().filter_map(behind).collect();
    let aligned = firsts.iter().filter(|x| (**x - gutter.right).abs() < 1.5).count();
    let mut firsts_of: BTreeMap<&str, usize> = BTreeMap::new();
    labels.iter().for_each(|l| *firsts_of.entry(&l[0]).or_default() += 1);
    let again = firsts_of.into_values().any(|n| n >= LEAST_BOTH);
    let short = labels.iter().all(|l| l.len() <= LABEL_WORDS);
    again && short && 2 * alone >= labels.len() && aligned as f64 >= AT_EDGE * firsts.len() as f64
}

/// Share of lines whose text begins at the right edge of a narrow gutter.
const AT_EDGE: f64 = 0.6;

/// Wider than this, in em, is a gap behind a text that ends before its column does.
const RAGGED: f32 = 0.6;

/// The gap between the texts on both sides of a gutter, in em.
fn gap_before(line: &Line, gutter: &Gutter) -> Option<f32> {
    let behind = line.words.iter().position(|w| w.rect.left >= gutter.right - 0.5)?;
    let before = &line.words[behind.checked_sub(1)?];
    Some((line.words[behind].rect.left - before.rect.right) / line.size())
}

/// True if text to the right of a narrow gutter is aligned with it, and what stands to its left
/// is more than the first word of each line. The places of a text layer are too rough to tell.
fn is_edge(gutter: &Gutter, lines: &[Line]) -> bool {
    let words = |line: &Line| beside(line, gutter);
    let left: Vec<usize> = lines.iter().map(words).filter(|n| *n > 0).collect();
    let rich = left.iter().filter(|n| **n > 1).count() * 2 > left.len();
    let behind = |line: &Line| line.words.iter().map(|w| w.rect.left).find(|x| *x >= gutter.right - 0.5);
    let firsts: Vec<f32> = lines.iter().filter_map(behind).collect();
    let aligned = firsts.iter().filter(|x| (**x - gutter.right).abs() < 1.5).count();
    // A space between words is as narrow on every line; the texts of cells end anywhere.
    let gaps: Vec<f32> = lines.iter().filter_map(|line| gap_before(line, gutter)).collect();
    let ragged = gaps.iter().filter(|gap| **gap > RAGGED).count() * 3 > gaps.len();
    rich && ragged && aligned as f64 >= AT_EDGE * firsts.len() as f64 && !lines.iter().any(Line::is_invisible)
}

/// True if it begins with a sign that is only ever a bullet: a dash may stand between words.
fn has_bullet(line: &Line, gutter: &Gutter) -> bool {
    let behind = line.words.iter().find(|w| w.rect.left >= gutter.right - 0.5);
    behind.is_some_and(|w| w.bullet || matches!(w.chars.as_slice(), [(c, _)] if cvf_document::marker::is_bullet(*c)))
}

/// True if the text of a line to the right of a gutter begins with a bullet, at its edge.
fn bullet_at_edge(line: &Line, gutter: &Gutter) -> bool {
    let behind = line.words.iter().find(|w| w.rect.left >= gutter.right - 0.5);
    behind.is_some_and(|w| is_bullet(w) && w.rect.left - gutter.right < 1.0)
}

/// Words in one piece up to the gutter, without the marker of a list.
fn beside(line: &Line, gutter: &Gutter) -> usize {
    let marked = line.marker().map_or(0, |(_, words)| words);
    let left: Vec<&crate::words::Word> =
        line.words.iter().skip(marked).take_while(|w| w.rect.right <= gutter.left + 0.5).collect();
    let close = |pair: &&[&crate::words::Word]| pair[1].rect.left - pair[0].rect.right < WIDE * pair[0].size;
    let bullets = left.iter().filter(|w| is_bullet(w)).count();
    let piece = left.windows(2).rev().take_while(close).count() + usize::from(!left.is_empty());
    piece.min(left.len() - bullets)
}

/// True for a bold line on the left alone above a bold line on both sides whose first word would
/// have fitted behind it: a heading, and no first line of a header.
fn is_over_headers(line: &Line, next: &Line, gutter: Gutter) -> bool {
    let bold = line.is_bold() && next.is_bold();
    let word = next.words.first().map_or(0.0, |w| w.rect.width());
    let room = gutter.left - line.rect.right > word + 0.3 * line.size();
    bold && room && text_beside(line, &gutter) == (true, false) && text_beside(next, &gutter) == (true, true)
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

/// The run of lines around the best gutter, with the other gutters along most of it; the
/// heaviest first.
fn run_around(best: Gutter, weighed: &[(f32, Gutter)], lines: &[Line], within: Range<usize>) -> Run {
    let top = within.start;
    let mut best = best;
    let mut chosen = vec![best];
    for (_, gutter) in weighed {
        let shared = gutter.end.min(best.end).saturating_sub(gutter.first.max(best.first));
        let beside = chosen.iter().all(|c| gutter.right <= c.left || gutter.left >= c.right);
        if beside && shared * 2 >= best.end - best.first {
            chosen.push(*gutter);
        }
    }
    let (mut floor, mut ceiling) = (0, usize::MAX);
    for gutter in &chosen {
        if shifted(gutter, best.first..gutter.first, weighed) {
            floor = floor.max(gutter.first);
        }
        if shifted(gutter, gutter.end..best.end, weighed) {
            ceiling = ceiling.min(gutter.end);
        }
    }
    (best.first, best.end) = (best.first.max(floor), best.end.min(ceiling));
    chosen.sort_by(|a, b| a.left.total_cmp(&b.left));
    let first = chosen.iter().map(|g| g.first).min().unwrap_or(best.first).max(floor);
    let end = chosen.iter().map(|g| g.end).max().unwrap_or(best.end).min(ceiling);
    let gutters: Vec<(f32, f32)> = chosen.iter().map(|g| (g.left, g.right)).collect();
    let first = (first..best.first).rev().take_while(|&i| is_row(&lines[i], &gutters)).last().unwrap_or(best.first);
    let first = if floor > 0 { first } else { with_headers(top..first, best.end, &gutters, lines) };
    let end = (best.end..end).take_while(|&i| is_row(&lines[i], &gutters)).last().map_or(best.end, |i| i + 1);
    Run { lines: first..end, gutters }
}

/// True if a gutter stands a little aside in the lines where it is none itself: those are of
/// another table, whose columns are of other widths.
fn shifted(gutter: &Gutter, lines: Range<usize>, weighed: &[(f32, Gutter)]) -> bool {
    let aside = |other: &Gutter| {
        let shared = other.end.min(lines.end).saturating_sub(other.first.max(lines.start));
        let apart = other.left.max(gutter.left) >= other.right.min(gutter.right);
        let (a, b) = ((gutter.left + gutter.right) / 2.0, (other.left + other.right) / 2.0);
        let near = (a - b).abs() < 2.0 * (gutter.right - gutter.left).max(other.right - other.left).max(NEAREST);
        apart && near && shared * 2 > lines.len() && 2 * shared > other.end - other.first
    };
    lines.len() >= LEAST_LINES && weighed.iter().any(|(_, other)| aside(other))
}

/// Fewest lines of another table, and how far, in points, its gutters may be shifted at least.
const LEAST_LINES: usize = 3;
const NEAREST: f32 = 12.0;

/// Farthest that a header stands above the next row, in em.
const HEADER_GAP: f32 = 3.5;
/// Edges nearer than this, in em, are aligned.
const ALIGNED: f32 = 0.7;

/// Farthest that the items of the first column are indented below its header, in em.
const INDENT: f32 = 5.0;

/// Lines above the run whose texts begin where columns do: headers, which may span.
fn with_headers(above: Range<usize>, end: usize, gutters: &[(f32, f32)], lines: &[Line]) -> usize {
    let first = above.end;
    let starts = column_starts(&lines[first..end], gutters);
    let near = |i: usize| lines[i + 1].baseline - lines[i].baseline < HEADER_GAP * lines[i].size();
    let heads = |line: &Line| heads_columns(line, &starts, gutters) || heads_middles(line, gutters);
    let header = |i: &usize| near(*i) && heads(&lines[*i]);
    above.rev().take_while(header).last().unwrap_or(first)
}

/// Where the text of each column begins.
fn column_starts(lines: &[Line], gutters: &[(f32, f32)]) -> Vec<f32> {
    let edges = [(f32::MIN, f32::MIN)].into_iter().chain(gutters.iter().copied());
    let start = |(_, from): (f32, f32)| {
        let words = lines.iter().flat_map(|l| &l.words).map(|w| w.rect.left);
        words.filter(|left| *left >= from - 0.5).fold(f32::MAX, f32::min)
    };
    edges.map(start).collect()
}

/// True if each text of a line begins at a column, and one of them at another than the first.
fn heads_columns(line: &Line, starts: &[f32], gutters: &[(f32, f32)]) -> bool {
    let gap = |pair: &[crate::words::Word]| pair[1].rect.left - pair[0].rect.right > WIDE * pair[0].size;
    let mut texts = vec![line.rect.left];
    texts.extend(line.words.windows(2).filter(|pair| gap(pair)).map(|pair| pair[1].rect.left));
    let near = |left: f32, start: f32| (start - left).abs() < ALIGNED * line.size();
    // Headers stand at the edge of their column, items may be indented.
    let edge = |c: usize| if c > 0 { gutters[c - 1].0 } else { starts[0] - INDENT * line.size() };
    let inside = |left: f32, c: usize| (edge(c)..=starts[c]).contains(&left);
    let at = |left: &f32| (0..starts.len()).rev().find(|&c| near(*left, starts[c]) || inside(*left, c));
    texts.iter().all(|left| at(left).is_some()) && texts.iter().any(|left| at(left) != Some(0))
}

/// True if a bold line has texts in the middle of several columns and none across a gutter.
fn heads_middles(line: &Line, gutters: &[(f32, f32)]) -> bool {
    let clear = |(left, right): &(f32, f32)| !line.words.iter().any(|w| w.rect.left < *right && w.rect.right > *left);
    line.is_bold() && gutters.iter().all(clear) && is_row(line, gutters)
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
