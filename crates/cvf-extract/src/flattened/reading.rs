//! Readings of a page: the best one and samples of all that the beam kept.

use super::state::{Arc, Lattice, Line, Move, Step};
use std::collections::BTreeMap;

/// An item of a reading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    pub(super) row: usize,
    pub(super) column: usize,
    /// Its words, in order.
    pub(super) words: Vec<u16>,
}

/// A whole reading of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// Items in the order of their first words.
    pub(super) items: Vec<Item>,
    /// Columns of each visual line, in the order they were read.
    pub(super) lines: Vec<Vec<u8>>,
}

impl Reading {
    /// Puts the steps of a path together.
    pub(super) fn of(steps: &[Step]) -> Self {
        let mut reading = Self::default();
        let mut open: BTreeMap<u8, usize> = BTreeMap::new();
        let (mut row, mut current) = (0, 0);
        for (j, step) in steps.iter().enumerate() {
            if let Move::Continue(c) | Move::Start(c) = step.what {
                if step.line == Line::Row {
                    row += 1;
                    open.clear();
                }
                if j == 0 || step.line != Line::Same {
                    reading.lines.push(Vec::new());
                }
                if let Some(line) = reading.lines.last_mut() {
                    line.push(c);
                }
                current = c;
            }
            if matches!(step.what, Move::Start(_)) {
                open.insert(current, reading.items.len());
                reading.items.push(Item { row, column: usize::from(current), words: Vec::new() });
            }
            if let Some(&item) = open.get(&current) {
                reading.items[item].words.push(j as u16);
            }
        }
        reading
    }
}

/// The best path of a lattice.
pub(super) fn best(lattice: &Lattice) -> Option<Reading> {
    // Nodes stand behind those they come from, so one pass forward gives every best score.
    let mut scores = vec![0.0; lattice.nodes.len()];
    let mut ways = vec![0; lattice.nodes.len()];
    for (node, arcs) in lattice.nodes.iter().enumerate().skip(1) {
        let scored = arcs.iter().map(|a| scores[a.from as usize] + a.score);
        let (way, score) = scored.enumerate().fold((0, f64::NEG_INFINITY), |b, n| if n.1 > b.1 { n } else { b });
        (scores[node], ways[node]) = (score, way);
    }
    let total = |(node, end): &(u32, f64)| scores[*node as usize] + end;
    let last = lattice.ends.iter().fold(None, |best: Option<&(u32, f64)>, next| match best {
        Some(old) if total(old) >= total(next) => Some(old),
        _ => Some(next),
    })?;
    let mut node = last.0 as usize;
    let mut steps = Vec::new();
    while node > 0 {
        let arc = &lattice.nodes[node][ways[node]];
        steps.push(arc.step);
        node = arc.from as usize;
    }
    steps.reverse();
    Some(Reading::of(&steps))
}

/// Draws readings in proportion to `exp(score * sharpness)`: forward sums, then backward draws.
pub(super) fn sample(lattice: &Lattice, sharpness: f64, count: usize, seed: u64) -> Vec<Reading> {
    let mut sums = vec![f64::NEG_INFINITY; lattice.nodes.len()];
    sums[0] = 0.0;
    for node in 1..lattice.nodes.len() {
        sums[node] = lattice.nodes[node].iter().fold(f64::NEG_INFINITY, |sum, a| add(sum, way(&sums, a, sharpness)));
    }
    let mut dice = Dice::new(seed);
    (0..count).filter_map(|_| draw(lattice, &sums, sharpness, &mut dice)).map(|steps| Reading::of(&steps)).collect()
}

fn way(sums: &[f64], arc: &Arc, sharpness: f64) -> f64 {
    sums[arc.from as usize] + arc.score * sharpness
}

/// The logarithm of a sum of exponentials.
fn add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

fn draw(lattice: &Lattice, sums: &[f64], sharpness: f64, dice: &mut Dice) -> Option<Vec<Step>> {
    let ends: Vec<f64> = lattice.ends.iter().map(|(n, s)| sums[*n as usize] + s * sharpness).collect();
    let mut node = lattice.ends.get(dice.choose(&ends))?.0 as usize;
    let mut steps = Vec::new();
    let mut ways: Vec<f64> = Vec::new();
    while node > 0 {
        let arcs = &lattice.nodes[node];
        ways.clear();
        ways.extend(arcs.iter().map(|a| way(sums, a, sharpness)));
        let arc = &arcs[if arcs.len() == 1 { 0 } else { dice.choose(&ways) }];
        steps.push(arc.step);
        node = arc.from as usize;
    }
    steps.reverse();
    Some(steps)
}

/// A small generator of numbers that is the same everywhere (splitmix64).
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From 0 up to, not including, `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((self.share() * end as f64) as usize).min(end.saturating_sub(1))
    }

    /// An index in proportion to the exponentials of `logs`.
    fn choose(&mut self, logs: &[f64]) -> usize {
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logs.iter().map(|l| (l - most).exp()).sum();
        let mut left = self.share() * sum;
        for (i, log) in logs.iter().enumerate() {
            left -= (log - most).exp();
            if left < 0.0 {
                return i;
            }
        }
        logs.len().saturating_sub(1)
    }
}
