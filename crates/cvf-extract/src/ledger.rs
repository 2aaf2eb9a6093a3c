//! Proof that every character of a source is accounted for.

use crate::draft::Drafts;
use cvf_document::{Document, Text, is_invisible};
use serde::Serialize;
use std::ops::Range;

/// How many characters of a source ended up where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// Characters in the reader's stream.
    pub total: usize,
    /// Characters of units' texts.
    pub unit: usize,
    /// Characters of headings and labels.
    pub heading: usize,
    /// Characters of bullets, numbers and drawn rules.
    pub marker: usize,
    /// White space and invisible characters.
    pub space: usize,
    /// Characters set aside with a reason.
    pub residue: usize,
    /// Ranges of the stream that are in no bucket.
    pub lost: Vec<Range<usize>>,
    /// Ranges of the stream that are in more than one bucket.
    pub doubled: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bucket {
    None,
    Unit,
    Heading,
    Marker,
    Space,
    Residue,
}

impl Ledger {
    /// True if every character is in exactly one bucket.
    pub fn balances(&self) -> bool {
        let sum = self.unit + self.heading + self.marker + self.space + self.residue;
        self.lost.is_empty() && self.doubled.is_empty() && sum == self.total
    }

    pub(crate) fn of(document: &Document, drafts: &Drafts) -> Self {
        let mut book = Book::open(document);
        drafts.units.iter().for_each(|d| book.claim(&d.text, Bucket::Unit));
        drafts.headings.iter().for_each(|h| book.claim(&h.name, Bucket::Heading));
        drafts.labels.iter().for_each(|t| book.claim(t, Bucket::Heading));
        drafts.markers.iter().for_each(|t| book.claim(t, Bucket::Marker));
        drafts.residue.iter().for_each(|(_, t)| book.claim(t, Bucket::Residue));
        book.claim_all(&document.separators, Bucket::Marker);
        book.close()
    }
}

struct Book {
    buckets: Vec<Bucket>,
    doubled: Vec<usize>,
}

impl Book {
    fn open(document: &Document) -> Self {
        let blank = |&c: &char| c.is_whitespace() || c.is_control() || is_invisible(c);
        let bucket = |c| {
            if blank(c) { Bucket::Space } else { Bucket::None }
        };
        Self { buckets: document.stream.iter().map(bucket).collect(), doubled: Vec::new() }
    }

    fn claim(&mut self, text: &Text, bucket: Bucket) {
        let visible: Vec<usize> = text.chars().filter(|(c, _)| !c.is_whitespace()).map(|(_, at)| at).collect();
        self.claim_all(&visible, bucket);
    }

    fn claim_all(&mut self, offsets: &[usize], bucket: Bucket) {
        for &at in offsets {
            match self.buckets[at] {
                Bucket::None => self.buckets[at] = bucket,
                _ => self.doubled.push(at),
            }
        }
    }

    fn close(mut self) -> Ledger {
        let count = |bucket| self.buckets.iter().filter(|b| **b == bucket).count();
        let (unit, heading, marker) = (count(Bucket::Unit), count(Bucket::Heading), count(Bucket::Marker));
        let (space, residue) = (count(Bucket::Space), count(Bucket::Residue));
        let lost = (0..self.buckets.len()).filter(|&i| self.buckets[i] == Bucket::None);
        let lost = ranges(lost);
        self.doubled.sort_unstable();
        self.doubled.dedup();
        let doubled = ranges(self.doubled.into_iter());
        Ledger { total: self.buckets.len(), unit, heading, marker, space, residue, lost, doubled }
    }
}

fn ranges(offsets: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for at in offsets {
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => ranges.push(at..at + 1),
        }
    }
    ranges
}
