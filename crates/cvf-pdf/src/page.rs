//! A page's words and rules → its blocks in reading order.

use crate::bands;
use crate::gutters::{self, Run};
use crate::insets;
use crate::lattice::{Lattice, lattices};
use crate::layout::{self, Layout, Reading};
use crate::lines::{Column, Line, Lines, lines, paragraphs};
use crate::shape::Rect;
use crate::stacked;
use crate::table::{self, GridTable};
use crate::words::{Sheet, Word};
use cvf_document::{Budget, Place, Warning};
use std::collections::BTreeSet;
use std::ops::Range;

/// A block on a page.
#[derive(Clone, Debug)]
pub(crate) enum PageBlock {
    Paragraph(Lines),
    Table(GridTable),
    /// Paragraphs that stand beside the text.
    Aside(Vec<Lines>),
}

/// What is not sure of how a page is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Doubt {
    /// A region that another layout would suit nearly as well.
    Layout {
        /// The layout in which it is read, and the other one.
        read: Layout,
        rival: Layout,
        /// What speaks for the other.
        reason: &'static str,
        rect: Rect,
    },
    /// Columns were not looked for everywhere: there is too much on the page.
    Cut,
}

impl Doubt {
    /// Says it.
    pub(crate) fn warning(&self, page: u32) -> Warning {
        let name = |layout: Layout| match layout {
            Layout::Table => "a table",
            Layout::Columns => "columns of text",
            Layout::Inset(_) => "text with a note beside it",
            Layout::Tables(_) => "tables side by side",
        };
        let Self::Layout { read, rival, reason, rect } = *self else {
            let what = format!("page {page} holds too much to look for columns everywhere");
            return Warning::new("too-long", Budget::PageSteps.exceeded(&what));
        };
        let (read, rival) = (name(read), name(rival));
        let message = format!(
            "page {page}: what stands side by side is read as {read}; {rival} would be nearly as good ({reason})"
        );
        let Rect { left, top, right, bottom } = rect;
        let bounds = [left, top, right, bottom].map(|v| (f64::from(v) * 10.0).round() / 10.0);
        Warning::new("layout", message).at(Place { page: Some(page), bounds: Some(bounds), ..Place::default() })
    }
}

/// What text stands on: ruling lines, and what is found on the way.
struct Ground<'r> {
    rules: &'r [Rect],
    /// Shapes that may be boxes around text.
    boxes: &'r [Rect],
    doubts: Vec<Doubt>,
    /// Steps that are left of the search for columns.
    steps: usize,
}

/// The blocks of a page, and what could have been read otherwise.
pub(crate) fn blocks(sheet: Sheet) -> (Vec<PageBlock>, Vec<Doubt>) {
    let lattices = lattices(&sheet.rules);
    let (mut inside, mut free) = (vec![Vec::new(); lattices.len()], Vec::new());
    for word in sheet.words {
        match lattices.iter().position(|l| l.rect().contains(word.rect.middle())) {
            Some(i) => inside[i].push(word),
            None => free.push(word),
        }
    }
    let tables: Vec<GridTable> = lattices.iter().zip(inside).map(|(l, words)| table::of_lattice(l, words)).collect();
    let rules: Vec<Rect> = sheet.rules.iter().map(|r| r.rect).collect();
    let mut ground =
        Ground { rules: &rules, boxes: &sheet.boxes, doubts: Vec::new(), steps: Budget::PageSteps.count() };
    let notes = insets::boxed(&mut free, &sheet.boxes);
    let mut blocks = around(free, tables, &lattices, &mut ground);
    blocks.extend(notes.into_iter().map(aside));
    if ground.steps == 0 {
        ground.doubts.push(Doubt::Cut);
    }
    (blocks, ground.doubts)
}

/// Text beside the text.
fn aside(words: Vec<Word>) -> PageBlock {
    let lines = lines(words);
    let column = Column::around(&lines);
    PageBlock::Aside(paragraphs(lines, column))
}

/// Free text above, between and below tables. Over tables side by side, each has its own.
fn around(free: Vec<Word>, tables: Vec<GridTable>, lattices: &[Lattice], ground: &mut Ground<'_>) -> Vec<PageBlock> {
    let mut blocks = Vec::new();
    let mut rest = free;
    let mut tables = tables.into_iter();
    for row in lattices.chunk_by(|a, b| a.is_beside(b)) {
        let top = row.iter().map(|l| l.rect().top).fold(f32::MAX, f32::min);
        let (above, below): (Vec<Word>, Vec<Word>) = rest.into_iter().partition(|w| w.rect.middle().1 < top);
        let (above, heads) = stacked::over_each(above, row);
        blocks.extend(text(above, ground));
        for (head, table) in heads.into_iter().zip(tables.by_ref()) {
            blocks.extend(text(head, ground));
            blocks.push(PageBlock::Table(table));
        }
        rest = below;
    }
    blocks.extend(text(rest, ground));
    blocks
}

/// Text without a lattice: columns and tables by their gutters, the rest as paragraphs.
fn text(words: Vec<Word>, ground: &mut Ground<'_>) -> Vec<PageBlock> {
    let lines = lines(words);
    let column = Column::around(&lines);
    let ends = stacked::begin(&lines).into_iter().chain([lines.len()]);
    let mut at = 0;
    let mut blocks = Vec::new();
    for end in ends {
        blocks.extend(part(&lines[std::mem::replace(&mut at, end)..end], column, ground));
    }
    blocks
}

/// A part of a page with no more than one table of the same headers.
fn part(lines: &[Line], column: Column, ground: &mut Ground<'_>) -> Vec<PageBlock> {
    let found: Vec<(Run, Reading)> = gutters::runs(lines, &mut ground.steps)
        .into_iter()
        .map(|run| {
            let reading = layout::weigh(lines, &run, ground.rules);
            (run, reading)
        })
        .collect();
    let inset = found.iter().find_map(|(run, reading)| match reading.best() {
        Layout::Inset(side) => Some((run, side)),
        _ => None,
    });
    if let Some((run, side)) = inset {
        return without_inset(lines, run, side, column, ground);
    }
    for (run, reading) in &found {
        ground.doubt(reading, &lines[run.lines.clone()]);
    }
    let heads = heads_of_columns(&found, lines, ground.boxes);
    let mut blocks = Vec::new();
    let mut at = 0;
    for (run, reading) in whole_columns(parted(found, &heads), lines, &heads) {
        blocks.extend(prose(lines[at..run.lines.start].to_vec(), column));
        at = run.lines.end;
        blocks.extend(columns(&lines[run.lines.clone()], &run, reading, ground));
    }
    blocks.extend(prose(lines[at..].to_vec(), column));
    blocks
}

/// The text beside which an inset stands, as if it were not there, and the inset.
fn without_inset(all: &[Line], run: &Run, side: usize, column: Column, ground: &mut Ground<'_>) -> Vec<PageBlock> {
    let (mut inset, mut rest) = (Vec::new(), Vec::new());
    for (i, line) in all.iter().enumerate() {
        let beside = |w: &Word| run.lines.contains(&i) && column_of(w, run) == side;
        let (own, others): (Vec<Word>, Vec<Word>) = line.words.iter().cloned().partition(|w| beside(w));
        inset.extend(own);
        rest.extend(others);
    }
    let mut blocks = part(&lines(rest), column, ground);
    blocks.push(aside(inset));
    blocks
}

/// Farthest apart, in em, that lines of one column of prose stand.
const COLUMN_STEP: f32 = 3.5;
/// Most lines of the foot of a page.
const FOOT: usize = 2;

/// Lines that head all columns of the prose below them.
fn heads_of_columns(found: &[(Run, Reading)], lines: &[Line], boxes: &[Rect]) -> BTreeSet<usize> {
    let prose = found.iter().filter(|(_, reading)| reading.best() == Layout::Columns);
    prose.flat_map(|(run, _)| bands::over(lines, run, boxes)).collect()
}

/// The runs, parted at lines that are of none.
fn parted(found: Vec<(Run, Reading)>, heads: &BTreeSet<usize>) -> Vec<(Run, Reading)> {
    let mut parts = Vec::new();
    for (run, reading) in found {
        let mut start = run.lines.start;
        for end in heads.range(run.lines.clone()).copied().chain([run.lines.end]) {
            if start < end {
                parts.push((Run { lines: start..end, ..run.clone() }, reading.clone()));
            }
            start = end + 1;
        }
    }
    parts
}

/// The runs, those of prose with the lines above and below that are of their columns. The reading
/// of a run that is no prose goes with it.
fn whole_columns(found: Vec<(Run, Reading)>, lines: &[Line], heads: &BTreeSet<usize>) -> Vec<(Run, Option<Reading>)> {
    let headed = |open: &Run, next: &Run| heads.range(open.lines.end..next.lines.start).next().is_some();
    let mut whole: Vec<(Run, Option<Reading>)> = Vec::new();
    for (run, reading) in found {
        let prose = reading.best() == Layout::Columns;
        let same = |open: &Run| !headed(open, &run) && goes_on(open, &run, lines);
        match whole.last_mut().filter(|(open, before)| prose && before.is_none() && same(open)) {
            Some((open, _)) => {
                open.lines.end = run.lines.end;
                let both = open.gutters.iter().zip(&run.gutters).map(|(a, b)| (a.0.max(b.0), a.1.min(b.1)));
                open.gutters = both.collect();
            }
            None => whole.push((run, (!prose).then_some(reading))),
        }
    }
    for at in 0..whole.len() {
        let from = at.checked_sub(1).map_or(0, |before| whole[before].0.lines.end);
        let next = whole.get(at + 1).map_or(lines.len(), |(next, _)| next.lines.start);
        let head = heads.range(whole[at].0.lines.end..).next().filter(|head| **head < next);
        if let (run, None) = &mut whole[at] {
            widen(run, lines, from..*head.unwrap_or(&next), head.is_some());
        }
    }
    whole
}

/// True if the columns of a run go on in the next one.
fn goes_on(run: &Run, next: &Run, lines: &[Line]) -> bool {
    let same = |(a, b): (&(f32, f32), &(f32, f32))| a.0.max(b.0) + 1.0 < a.1.min(b.1);
    let first = &lines[next.lines.start];
    let headers = first.is_bold() && next.gutters.iter().any(|g| is_on_both_sides(first, *g));
    run.gutters.len() == next.gutters.len()
        && !headers
        && run.gutters.iter().zip(&next.gutters).all(same)
        && (run.lines.end..next.lines.start).all(|i| is_clear(&lines[i], run) && is_clear(&lines[i], next))
}

fn is_on_both_sides(line: &Line, (left, right): (f32, f32)) -> bool {
    line.words.iter().any(|w| w.rect.right <= left + 0.5) && line.words.iter().any(|w| w.rect.left >= right - 0.5)
}

/// True if no word of a line is across a gutter, nor are words near each other on both sides.
fn is_clear(line: &Line, run: &Run) -> bool {
    run.gutters.iter().all(|&(left, right)| {
        let over = line.words.iter().any(|w| w.rect.left < right - 0.5 && w.rect.right > left + 0.5);
        let near = |p: &[Word]| {
            let across = p[0].rect.right <= left + 0.5 && p[1].rect.left >= right - 0.5;
            across && p[1].rect.left - p[0].rect.right < 0.9 * (right - left)
        };
        !over && !line.words.windows(2).any(near)
    })
}

/// Adds lines above up to the last that has text in another column than the first, and lines
/// below while one column goes on alone, at the end of a page or up to a heading over all columns.
fn widen(run: &mut Run, lines: &[Line], within: Range<usize>, headed: bool) {
    let close =
        |a: usize| lines[a + 1].baseline - lines[a].baseline < COLUMN_STEP * lines[a].size().max(lines[a + 1].size());
    let right = |i: usize| lines[i].words.iter().any(|w| column_of(w, run) > 0);
    let left = |i: usize| lines[i].words.iter().any(|w| column_of(w, run) == 0);
    let above = (within.start..run.lines.start).rev().take_while(|&i| is_clear(&lines[i], run) && close(i));
    let start = above.filter(|&i| right(i)).last().unwrap_or(run.lines.start);
    // Columns end at different heights; another text would be below both. The foot of the page may
    // stand far below.
    let rest = run.lines.end..within.end;
    let alone = |i: &usize| is_clear(&lines[*i], run) && close(i - 1) && !(left(*i) && right(*i));
    let end = rest.clone().find(|i| !alone(i)).unwrap_or(within.end);
    let foot = within.end == lines.len() && within.end - end <= FOOT && (end == within.end || !close(end - 1));
    let own = run.lines.end..end;
    let ends =
        (foot || (headed && end == within.end)) && (own.clone().any(right) || !own.clone().all(|i| lines[i].is_bold()));
    run.lines = start..if ends { end } else { run.lines.end };
}

fn prose(lines: Vec<Line>, column: Column) -> Vec<PageBlock> {
    paragraphs(lines, column).into_iter().map(PageBlock::Paragraph).collect()
}

/// Text in columns: a table, or several, or prose to be read column by column.
fn columns(lines: &[Line], run: &Run, reading: Option<Reading>, ground: &mut Ground<'_>) -> Vec<PageBlock> {
    let words = |inside: &dyn Fn(&Word) -> bool| -> Vec<Word> {
        lines.iter().flat_map(|l| &l.words).filter(|w| inside(w)).cloned().collect()
    };
    match reading.map(|r| (r.best(), r)) {
        Some((Layout::Table, reading)) => {
            vec![PageBlock::Table(table::of_bands(lines, reading.bands, run))]
        }
        Some((Layout::Tables(at), _)) => {
            let sides = [words(&|w| column_of(w, run) < at), words(&|w| column_of(w, run) >= at)];
            sides.into_iter().flat_map(|side| text(side, ground)).collect()
        }
        _ => (0..=run.gutters.len()).flat_map(|i| text(words(&|w| column_of(w, run) == i), ground)).collect(),
    }
}

impl Ground<'_> {
    /// Notes that a region could have been read otherwise.
    fn doubt(&mut self, reading: &Reading, lines: &[Line]) {
        if let Some((rival, reason)) = reading.close_rival() {
            let rect = Rect::union(lines.iter().map(|l| &l.rect));
            self.doubts.push(Doubt::Layout { read: reading.best(), rival, reason, rect });
        }
    }
}

/// The column a word begins in; a header may begin inside the gutter before it.
pub(crate) fn column_of(word: &Word, run: &Run) -> usize {
    run.gutters.iter().filter(|(left, _)| word.rect.left >= left - 0.5).count()
}

#[cfg(test)]
mod tests;
