//! Columns of marks: one of several columns is ticked in each row, and what stands over it is the
//! row's level. Read as one column of labels, such a table is a list of records like any other.

use super::table::{Cell, CellId};
use std::ops::Range;

/// Fewest columns side by side of which one is ticked.
const COLUMNS: usize = 2;
/// Fewest rows, and share of rows with exactly one tick, in hundredths: a form that waits for its
/// ticks says nothing, nor does a list of roles that each line is for.
const ROWS: usize = 3;
const ONE_TICK: usize = 80;
/// Letters that people tick with.
const TICKS: [&str; 3] = ["x", "v", "y"];

type Grid = Vec<Vec<Option<CellId>>>;

/// Puts a column of the headers over the ticks in place of the columns that are ticked.
pub(super) fn as_labels(grid: &mut Grid, cells: &mut Vec<Cell>) {
    let Some(width) = grid.first().map(Vec::len) else { return };
    let mut at = 0;
    while at < width {
        let end = (at..width).find(|&c| !is_ticked(grid, cells, c)).unwrap_or(width);
        if end >= at + COLUMNS && one_in_each(grid, at..end) {
            take(grid, cells, at..end);
        }
        at = end + 1;
    }
}

fn is_tick(cell: &Cell) -> bool {
    cell.key.is_empty() || TICKS.contains(&cell.key.as_str())
}

/// True for a column with a header in words and nothing but ticks below it.
fn is_ticked(grid: &Grid, cells: &[Cell], column: usize) -> bool {
    let headed = grid[0][column].is_some_and(|id| cells[id].letters > 1);
    let mut below = grid[1..].iter().filter_map(|line| line[column]).peekable();
    headed && below.peek().is_some() && below.all(|id| cells[id].span == 1 && is_tick(&cells[id]))
}

/// True if nearly every row has one tick.
fn one_in_each(grid: &Grid, run: Range<usize>) -> bool {
    let ticks = |line: &&Vec<Option<CellId>>| line[run.clone()].iter().flatten().count() == 1;
    let rows = grid[1..].iter().filter(|line| line.iter().flatten().count() > 1).count();
    let one = grid[1..].iter().filter(ticks).count();
    rows >= ROWS && one * 100 >= ONE_TICK * rows
}

fn take(grid: &mut Grid, cells: &mut Vec<Cell>, run: Range<usize>) {
    let heads: Vec<Option<CellId>> = grid[0][run.clone()].to_vec();
    for (r, line) in grid.iter_mut().enumerate() {
        let mut ticked = line[run.clone()].iter().zip(&heads).filter(|(tick, _)| tick.is_some()).map(|(_, head)| *head);
        let head = ticked.next().flatten().filter(|_| ticked.next().is_none() && r > 0);
        line[run.clone()].fill(None);
        if let Some(head) = head {
            let label = Cell { column: run.start, span: 1, ticked: true, ..cells[head].clone() };
            cells.push(label);
            line[run.start] = Some(cells.len() - 1);
        }
    }
}
