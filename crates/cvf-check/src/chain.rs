//! The best chain of statements through a stream of words.
//!
//! A dynamic programme over the stream (local alignments in the manner of Smith and Waterman,
//! 1981, put in a chain with free text between): at each word the copy either prints a word of
//! a statement, or a word that belongs to none. The least total of [`Cost`] wins; ties go to
//! the step named first and to the canon's order, so nothing but the texts decides. A statement
//! may be entered anywhere and as often as the copy prints it, which covers words changed,
//! dropped and added, statements split, merged, moved, repeated and cut off, in one go.

use crate::seeds::{Index, Window};
use crate::stream::Stream;
use cvf_framework::names::edit_distance;
use std::collections::HashMap;
use std::ops::Range;

/// What each step costs. A word weighs 1 (function words) or 2.
pub(crate) struct Cost;

impl Cost {
    /// A word that belongs to no statement, for each weight.
    pub(crate) const FREE: u32 = 6;
    /// A word added inside a statement, for each weight.
    const ADDED: u32 = 8;
    /// A word of the statement dropped, for each weight.
    const DROPPED: u32 = 8;
    /// Another word, for each weight of the heavier.
    const REPLACED: u32 = 9;
    /// A word with a slip.
    const SLIP: u32 = 3;
    /// Two words glued or one torn.
    const JOINT: u32 = 4;
    /// Page furniture anywhere.
    const FURNITURE: u32 = 1;
    /// Going on in the next segment.
    const CROSSING: u32 = 6;
    /// Beginning where a segment begins (with its crossing), behind a stop, in mid-sentence.
    const ENTER: [u32; 3] = [4, 14, 24];
    /// The most that a lost beginning or end costs.
    const CUT: u32 = 24;
    /// What speaks against a statement of another place.
    const ELSEWHERE: u32 = 4;
    /// What speaks against a statement of another framework than the copy's.
    const FOREIGN: u32 = 40;

    /// Every cost with what it is for.
    pub(crate) fn table() -> Vec<(&'static str, u32)> {
        vec![
            ("a word that belongs to no statement, for each weight", Self::FREE),
            ("a word added inside a statement, for each weight", Self::ADDED),
            ("a word of the statement dropped, for each weight", Self::DROPPED),
            ("another word, for each weight of the heavier", Self::REPLACED),
            ("a word with a slip", Self::SLIP),
            ("two words glued or one torn", Self::JOINT),
            ("a word of page furniture", Self::FURNITURE),
            ("beginning with a segment, or going on in the next", Self::ENTER[0] + Self::CROSSING),
            ("beginning behind a stop", Self::ENTER[1]),
            ("beginning in mid-sentence", Self::ENTER[2]),
            ("a lost beginning or end, at most", Self::CUT),
            ("each name of the place that differs", Self::ELSEWHERE),
            ("a statement of another framework", Self::FOREIGN),
        ]
    }
}

/// A statement's words where the copy prints them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    pub(crate) canon: usize,
    /// Words of the stream.
    pub(crate) words: Range<usize>,
    /// Words of the statement that were kept or changed; those outside are lost.
    pub(crate) kept: Range<usize>,
    /// Weight of the words kept as they are, or with a slip.
    pub(crate) same: u32,
    pub(crate) cost: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Unset,
    Enter,
    Keep,
    Slip,
    Replace,
    Add,
    Drop,
    Glue,
    Tear,
}

#[derive(Clone, Copy, Debug)]
enum Out {
    Free,
    Exit { window: usize, at: usize },
}

const NEVER: u32 = u32::MAX / 4;

/// What the programme looks at.
pub(crate) struct Chain<'a> {
    pub(crate) index: &'a Index,
    pub(crate) stream: &'a Stream,
    pub(crate) numbers: &'a [u32],
    pub(crate) windows: &'a [Window],
    /// What speaks against a statement for a segment: `(statement, segment)` → 0, 1 or 2 steps, or foreign.
    pub(crate) against: &'a dyn Fn(usize, usize) -> Against,
    near: HashMap<(usize, u32), bool>,
}

/// What speaks against a statement at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Against {
    /// Names of the place that differ.
    pub(crate) steps: u32,
    /// The statement is of another framework than the copy.
    pub(crate) foreign: bool,
}

/// The cells of one window: cost and step by stream word and statement word.
struct Table {
    width: usize,
    cells: Vec<(u32, Step)>,
}

impl<'a> Chain<'a> {
    pub(crate) fn new(
        index: &'a Index,
        stream: &'a Stream,
        numbers: &'a [u32],
        windows: &'a [Window],
        against: &'a dyn Fn(usize, usize) -> Against,
    ) -> Self {
        Self { index, stream, numbers, windows, against, near: HashMap::new() }
    }

    /// The visits of the best chain, in the stream's order, and its total cost.
    pub(crate) fn best(mut self) -> (Vec<Visit>, u32) {
        let total = self.numbers.len();
        let mut out: Vec<(u32, Out)> = Vec::with_capacity(total + 1);
        let mut tables: Vec<Table> = Vec::with_capacity(self.windows.len());
        let (mut first, mut next) = (0, 0);
        for j in 0..=total {
            while self.windows.get(next).is_some_and(|w| w.start <= j) {
                tables.push(self.table(next));
                next += 1;
            }
            while first < next && self.windows[first].end < j {
                first += 1;
            }
            let free = if j == 0 { 0 } else { out[j - 1].0 + self.free(j - 1) };
            let mut best = (free, Out::Free);
            for w in (first..next).filter(|&w| self.windows[w].end >= j) {
                self.consume(w, &mut tables[w], j);
                self.exits(w, &tables[w], j, &mut best);
            }
            out.push(best);
            for w in (first..next).filter(|&w| self.windows[w].end > j) {
                self.enter(w, &mut tables[w], j, best.0);
            }
        }
        (self.trace(&out, &tables), out[total].0)
    }

    fn table(&self, window: usize) -> Table {
        let w = &self.windows[window];
        let width = self.index.statements[w.canon].len() + 1;
        Table { width, cells: vec![(NEVER, Step::Unset); width * (w.end - w.start + 1)] }
    }

    fn weight(&self, j: usize) -> u32 {
        let known = self.index.weights.get(self.numbers[j] as usize).copied();
        known.unwrap_or(2)
    }

    fn free(&self, j: usize) -> u32 {
        if self.stream.words[j].furniture { Cost::FURNITURE } else { Cost::FREE * self.weight(j) }
    }

    /// Fills the cells behind word `j - 1`.
    fn consume(&mut self, window: usize, table: &mut Table, j: usize) {
        let w = self.windows[window].clone();
        let row = j - w.start;
        for i in 0..table.width {
            let mut best = (NEVER, Step::Unset);
            for (step, cost) in self.steps(&w, table, row, i) {
                if cost < best.0 {
                    best = (cost, step);
                }
            }
            table.cells[row * table.width + i] = best;
        }
    }

    fn steps(&mut self, w: &Window, table: &Table, row: usize, i: usize) -> [(Step, u32); 6] {
        let cell = |row: usize, i: usize| table.cells[row * table.width + i].0;
        let mut steps = [(Step::Unset, NEVER); 6];
        if row > 0 {
            let j = w.start + row - 1;
            let word = &self.stream.words[j];
            let crossing = if word.opens { Cost::CROSSING } else { 0 };
            let added = if word.furniture { Cost::FURNITURE } else { Cost::ADDED * self.weight(j) };
            // Words in front of a statement are free text: they are no part of it yet.
            if table.cells[(row - 1) * table.width + i].1 != Step::Enter {
                steps[3] = (Step::Add, cell(row - 1, i) + added + crossing);
            }
            if i > 0 && !word.furniture {
                let (step, price) = self.meet(j, w.canon, i - 1);
                steps[0] = (step, cell(row - 1, i - 1) + price + crossing);
            }
            if i > 1 && self.is_glued(j, w.canon, i - 2) {
                steps[1] = (Step::Glue, cell(row - 1, i - 2) + Cost::JOINT + crossing);
            }
            if i > 0 && row > 1 && self.is_torn(j - 1, w.canon, i - 1) {
                steps[2] = (Step::Tear, cell(row - 2, i - 1) + Cost::JOINT + crossing);
            }
        }
        if i > 0 {
            let weight = self.index.weights[self.index.statements[w.canon][i - 1] as usize];
            steps[4] = (Step::Drop, cell(row, i - 1).saturating_add(Cost::DROPPED * weight));
        }
        steps
    }

    /// One word of the stream for one of the statement.
    fn meet(&mut self, j: usize, canon: usize, i: usize) -> (Step, u32) {
        let theirs = self.index.statements[canon][i];
        if self.numbers[j] == theirs {
            return (Step::Keep, 0);
        }
        if self.is_near(j, theirs) {
            return (Step::Slip, Cost::SLIP);
        }
        (Step::Replace, Cost::REPLACED * self.weight(j).max(self.index.weights[theirs as usize]))
    }

    fn is_near(&mut self, j: usize, theirs: u32) -> bool {
        let (ours, other) = (&self.stream.words[j].key, &self.index.spelled[theirs as usize]);
        let long = ours.len().max(other.len());
        if long < 4 || ours.len().abs_diff(other.len()) > 2 || !shares_an_end(ours, other) {
            return false;
        }
        *self.near.entry((j, theirs)).or_insert_with(|| edit_distance(ours, other) * 4 <= long)
    }

    fn is_glued(&self, j: usize, canon: usize, i: usize) -> bool {
        let s = &self.index.statements[canon];
        let (a, b) = (&self.index.spelled[s[i] as usize], &self.index.spelled[s[i + 1] as usize]);
        self.stream.words[j].key.strip_prefix(a.as_str()) == Some(b)
    }

    fn is_torn(&self, j: usize, canon: usize, i: usize) -> bool {
        let whole = &self.index.spelled[self.index.statements[canon][i] as usize];
        let (a, b) = (&self.stream.words[j].key, &self.stream.words[j + 1].key);
        whole.strip_prefix(a.as_str()) == Some(b)
    }

    fn exits(&self, window: usize, table: &Table, j: usize, best: &mut (u32, Out)) {
        let w = &self.windows[window];
        let row = (j - w.start) * table.width;
        let mut left = 0;
        for at in (0..table.width).rev() {
            let cost = table.cells[row + at].0.saturating_add(left.min(Cost::CUT));
            if cost < best.0 {
                *best = (cost, Out::Exit { window, at });
            }
            if at > 0 {
                left += Cost::DROPPED * self.index.weights[self.index.statements[w.canon][at - 1] as usize];
            }
        }
    }

    fn enter(&self, window: usize, table: &mut Table, j: usize, cost: u32) {
        let w = &self.windows[window];
        let word = &self.stream.words[j];
        let against = (self.against)(w.canon, word.segment);
        let foreign = if against.foreign { Cost::FOREIGN } else { 0 };
        let sort = if word.opens { 0 } else { 2 - usize::from(word.after_stop) };
        let base = cost + Cost::ENTER[sort] + Cost::ELSEWHERE * against.steps + foreign;
        let row = (j - w.start) * table.width;
        let mut skipped = 0;
        for i in 0..table.width - 1 {
            let price = base + skipped.min(Cost::CUT);
            let cell = &mut table.cells[row + i];
            if price < cell.0 {
                *cell = (price, Step::Enter);
            }
            skipped += Cost::DROPPED * self.index.weights[self.index.statements[w.canon][i] as usize];
        }
    }

    fn trace(&self, out: &[(u32, Out)], tables: &[Table]) -> Vec<Visit> {
        let mut visits = Vec::new();
        let mut j = self.numbers.len();
        while j > 0 {
            match out[j].1 {
                Out::Free => j -= 1,
                Out::Exit { window, at } => {
                    let visit = self.visit(window, &tables[window], j, at);
                    let start = visit.words.start;
                    let cost = out[j].0 - out[start].0;
                    j = start.min(j - 1);
                    visits.push(Visit { cost, ..visit });
                }
            }
        }
        visits.reverse();
        visits
    }

    /// Walks a visit back to where it was entered.
    fn visit(&self, window: usize, table: &Table, end: usize, at: usize) -> Visit {
        let w = &self.windows[window];
        let (mut j, mut i, mut same) = (end, at, 0);
        let weight = |i: usize| self.index.weights[self.index.statements[w.canon][i] as usize];
        loop {
            let step = table.cells[(j - w.start) * table.width + i].1;
            (j, i) = match step {
                Step::Keep | Step::Slip | Step::Replace => (j - 1, i - 1),
                Step::Add => (j - 1, i),
                Step::Drop => (j, i - 1),
                Step::Glue => (j - 1, i - 2),
                Step::Tear => (j - 2, i - 1),
                Step::Enter | Step::Unset => break,
            };
            same += match step {
                Step::Keep | Step::Slip | Step::Tear => weight(i),
                Step::Glue => weight(i) + weight(i + 1),
                _ => 0,
            };
        }
        Visit { canon: w.canon, words: j..end, kept: i..at, same, cost: 0 }
    }
}

/// True if two words begin or end alike: words with one slip always do.
fn shares_an_end(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.first() == b.first() || a.last() == b.last()
}
