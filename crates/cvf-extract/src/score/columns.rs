//! What the columns of a family of tables are like below so many header rows.

use crate::facts::{Facts, Family};
use std::collections::BTreeSet;

/// A column.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnFact {
    /// Cells with text.
    pub(crate) cells: usize,
    /// Middle and mean number of words of a cell.
    pub(crate) median: usize,
    pub(crate) mean: f32,
    /// Different texts.
    pub(crate) distinct: usize,
    /// Share of cells that begin in bold, and that have letters.
    pub(crate) bold: f32,
    pub(crate) lettered: f32,
    /// Ticks say which of several headers holds.
    pub(crate) ticked: bool,
}

/// Most header rows that are asked for.
pub(crate) const MOST_HEADERS: usize = 3;

/// Columns of every family, for each number of header rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnFacts {
    families: Vec<Vec<Vec<ColumnFact>>>,
}

impl ColumnFacts {
    pub(crate) fn of(facts: &Facts) -> Self {
        let all = |f: &Family| (0..=MOST_HEADERS).map(|h| columns(facts, f, h)).collect();
        Self { families: facts.families.iter().map(all).collect() }
    }

    /// The columns of a family below its headers.
    pub(crate) fn get(&self, family: usize, headers: usize) -> &[ColumnFact] {
        &self.families[family][headers.min(MOST_HEADERS)]
    }
}

fn columns(facts: &Facts, family: &Family, headers: usize) -> Vec<ColumnFact> {
    (0..family.width).map(|c| column(facts, family, headers, c)).collect()
}

fn column(facts: &Facts, family: &Family, headers: usize, column: usize) -> ColumnFact {
    let mut words: Vec<usize> = Vec::new();
    let mut texts: BTreeSet<&str> = BTreeSet::new();
    let (mut bold, mut lettered, mut ticked) = (0, 0, false);
    for table in family.tables.iter().map(|&t| &facts.tables[t]) {
        let mut last = None;
        for row in headers.min(table.grid.len())..table.grid.len() {
            let Some((id, cell)) = table.cell(row, column) else { continue };
            // A sign says that there is nothing.
            if last.replace(id) == Some(id) || cell.key.is_empty() {
                continue;
            }
            words.push(cell.words);
            texts.insert(&cell.key);
            bold += usize::from(cell.bold);
            lettered += usize::from(cell.letters >= 3);
            ticked |= cell.ticked;
        }
    }
    words.sort_unstable();
    let count = words.len().max(1) as f32;
    ColumnFact {
        cells: words.len(),
        median: words.get(words.len() / 2).copied().unwrap_or(0),
        mean: words.iter().sum::<usize>() as f32 / count,
        distinct: texts.len(),
        bold: bold as f32 / count,
        lettered: lettered as f32 / count,
        ticked,
    }
}
