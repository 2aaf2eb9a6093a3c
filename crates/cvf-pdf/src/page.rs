//! A page's words and rules → its blocks in reading order.

use crate::gutters::{self, Run};
use crate::lattice::{Lattice, lattices};
use crate::lines::{Column, Line, Lines, lines, paragraphs};
use crate::shape::Rect;
use crate::table::{self, GridTable};
use crate::words::{Sheet, Word};

/// A block on a page.
#[derive(Clone, Debug)]
pub(crate) enum PageBlock {
    Paragraph(Lines),
    Table(GridTable),
}

/// The blocks of a page.
pub(crate) fn blocks(sheet: Sheet) -> Vec<PageBlock> {
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
    around(free, tables, &lattices, &rules)
}

/// Free text above, between and below tables.
fn around(free: Vec<Word>, tables: Vec<GridTable>, lattices: &[Lattice], rules: &[Rect]) -> Vec<PageBlock> {
    let mut blocks = Vec::new();
    let mut rest = free;
    for (table, lattice) in tables.into_iter().zip(lattices) {
        let (above, below): (Vec<Word>, Vec<Word>) =
            rest.into_iter().partition(|w| w.rect.middle().1 < lattice.rect().top);
        blocks.extend(text(above, rules));
        blocks.push(PageBlock::Table(table));
        rest = below;
    }
    blocks.extend(text(rest, rules));
    blocks
}

/// Text without a lattice: columns and tables by their gutters, the rest as paragraphs.
fn text(words: Vec<Word>, rules: &[Rect]) -> Vec<PageBlock> {
    let lines = lines(words);
    let column = Column::around(&lines);
    let mut blocks = Vec::new();
    let mut at = 0;
    for run in gutters::runs(&lines) {
        blocks.extend(prose(lines[at..run.lines.start].to_vec(), column));
        at = run.lines.end;
        blocks.extend(columns(&lines[run.lines.clone()], &run, rules));
    }
    blocks.extend(prose(lines[at..].to_vec(), column));
    blocks
}

fn prose(lines: Vec<Line>, column: Column) -> Vec<PageBlock> {
    paragraphs(lines, column).into_iter().map(PageBlock::Paragraph).collect()
}

/// Text in columns: a table, or prose to be read column by column.
fn columns(lines: &[Line], run: &Run, rules: &[Rect]) -> Vec<PageBlock> {
    match table::of_run(lines, run, rules) {
        Some(table) => vec![PageBlock::Table(table)],
        None => {
            let words = |i: usize| lines.iter().flat_map(|l| &l.words).filter(move |w| column_of(w, run) == i);
            (0..=run.gutters.len()).flat_map(|i| text(words(i).cloned().collect(), rules)).collect()
        }
    }
}

/// The column a word begins in; a header may begin inside the gutter before it.
pub(crate) fn column_of(word: &Word, run: &Run) -> usize {
    run.gutters.iter().filter(|(left, _)| word.rect.left >= left - 0.5).count()
}

#[cfg(test)]
mod tests;
