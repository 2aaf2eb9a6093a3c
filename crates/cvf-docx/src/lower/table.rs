//! Tables: cells over several columns and rows laid out in the columns that cells begin in.

use super::Lowering;
use crate::model::{self, Row};
use cvf_document::{Block, SpanCell, Table, unpack};
use std::collections::BTreeSet;

/// A cell with the columns it covers.
struct Laid {
    from: usize,
    to: usize,
    goes_on: bool,
    rows: usize,
    blocks: Vec<Block>,
}

impl Lowering {
    pub(super) fn table(&mut self, table: &model::Table, path: &str) -> Vec<Block> {
        let mut rows: Vec<Vec<Laid>> = Vec::new();
        for (r, row) in table.rows.iter().enumerate() {
            let laid = self.row(row, &format!("{path}/tr[{}]", r + 1));
            if !row.deleted || laid.iter().any(|c| !c.blocks.is_empty()) {
                rows.push(laid);
            }
        }
        self.gap = 0;
        let rows = spans(rows);
        if rows.is_empty() {
            return Vec::new();
        }
        unpack(Table::of_spans(rows)).unwrap_or_else(|table| vec![Block::Table(table)])
    }

    fn row(&mut self, row: &Row, path: &str) -> Vec<Laid> {
        let mut from = row.before;
        let mut laid = Vec::new();
        if from > 0 {
            laid.push(Laid { from: 0, to: from, goes_on: false, rows: 1, blocks: Vec::new() });
        }
        for (c, cell) in row.cells.iter().enumerate() {
            self.gap = 0;
            let blocks = self.blocks(&cell.blocks, &format!("{path}/tc[{}]", c + 1));
            laid.push(Laid { from, to: from + cell.columns, goes_on: cell.goes_on, rows: 1, blocks });
            from += cell.columns;
        }
        laid
    }
}

/// Columns and rows that each cell spans. Columns in which no cell begins are none: Word makes
/// them wherever the edges of two rows are a hair apart.
fn spans(mut rows: Vec<Vec<Laid>>) -> Vec<Vec<SpanCell>> {
    for r in (1..rows.len()).rev() {
        let (above, below) = rows.split_at_mut(r);
        merge(&mut above[r - 1], &mut below[0]);
    }
    let starts: BTreeSet<usize> = rows.iter().flatten().map(|c| c.from).collect();
    let starts: Vec<usize> = starts.into_iter().collect();
    if starts.len().saturating_mul(rows.len()) > MOST_PLACES {
        let alone = |c: Laid| vec![SpanCell { blocks: c.blocks, columns: 1, rows: 1 }];
        return rows.into_iter().flatten().filter(|c| !c.blocks.is_empty()).map(alone).collect();
    }
    let column = |at: usize| starts.partition_point(|s| *s < at);
    let span = |c: Laid| SpanCell { blocks: c.blocks, columns: column(c.to) - column(c.from), rows: c.rows };
    rows.into_iter().map(|row| row.into_iter().map(span).collect()).collect()
}

/// Most places of a table; one that claims more is a list of cells.
const MOST_PLACES: usize = 1 << 20;

/// Moves cells that go on from the row above up into it.
fn merge(above: &mut [Laid], row: &mut Vec<Laid>) {
    let mut own = Vec::new();
    for cell in row.drain(..) {
        match above.binary_search_by_key(&cell.from, |c| c.from) {
            Ok(at) if cell.goes_on => {
                let up = &mut above[at];
                up.blocks.extend(cell.blocks);
                up.rows += cell.rows;
            }
            _ => own.push(cell),
        }
    }
    *row = own;
}
