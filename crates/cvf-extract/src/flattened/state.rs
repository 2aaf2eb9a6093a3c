//! What the search keeps of a reading: states, the steps between them, and the lattice they make.

use super::search::MOST_COLUMNS;

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Goes on in the current fragment.
    GoOn,
    /// Begins a fragment that continues the open item of a column.
    Continue(u8),
    /// Begins a fragment that starts an item of a column.
    Start(u8),
}

/// Where the fragment of a move stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Same,
    Next,
    Row,
}

/// One step of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) what: Move,
    pub(super) line: Line,
}

/// A column while a row is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    /// First and last word of its last fragment, plus one; nothing yet if 0.
    pub(super) first: u16,
    pub(super) last: u16,
    pub(super) items: u8,
    /// Words of the open item.
    pub(super) length: u8,
    pub(super) depth: i8,
    /// Estimate of what ending or going on costs.
    pub(super) ahead: f64,
}

/// A reading of the page up to some word, as far as the words behind it can tell.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub(super) score: f64,
    pub(super) row: u8,
    pub(super) first_line: bool,
    /// Columns with a fragment in this line; columns that have ended in this row.
    pub(super) used: u8,
    pub(super) finished: u8,
    pub(super) current: u8,
    pub(super) columns: [Column; MOST_COLUMNS],
    /// What the current column's fragment still has to pay if it ends here, estimated.
    pub(super) closing: f64,
    pub(super) node: u32,
}

/// A way into a node of the lattice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) from: u32,
    pub(super) score: f64,
    pub(super) step: Step,
}

/// Every state that the beam kept, with all ways into it: the first is the best.
#[derive(Clone, Debug, Default)]
pub(super) struct Lattice {
    pub(super) nodes: Vec<Vec<Arc>>,
    /// Nodes behind the last word, with the score of ending there.
    pub(super) ends: Vec<(u32, f64)>,
    /// Best score of a reading.
    pub(super) best: f64,
}

/// A successor that may be kept.
pub(super) struct Candidate {
    pub(super) parent: usize,
    pub(super) step: Step,
    pub(super) score: f64,
    pub(super) rank: f64,
}

/// Successors that are not far behind the best.
pub(super) struct Candidates {
    pub(super) list: Vec<Candidate>,
    pub(super) best: f64,
    pub(super) margin: f64,
}

impl Candidates {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.best = f64::NEG_INFINITY;
    }

    pub(super) fn push(&mut self, candidate: Candidate) {
        self.best = self.best.max(candidate.rank);
        if candidate.rank >= self.best - self.margin {
            self.list.push(candidate);
        }
    }
}

impl State {
    /// States with the same key have the same future.
    pub(super) fn key(&self, columns: usize) -> u64 {
        let mut key = Fnv(0xcbf2_9ce4_8422_2325);
        key.add(u64::from(self.row) << 1 | u64::from(self.first_line));
        key.add(u64::from(self.used) << 16 | u64::from(self.finished) << 8 | u64::from(self.current));
        for c in &self.columns[..columns] {
            key.add(
                u64::from(c.first) << 32 | u64::from(c.last) << 16 | u64::from(c.items) << 8 | c.depth as u8 as u64,
            );
        }
        key.0
    }
}

/// A hash that is the same on every machine.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }
}
