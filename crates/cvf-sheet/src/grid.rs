//! Rows of cells → paragraphs and a table.

use cvf_document::{Block, SpanCell, Table};

/// Rows of a sheet from top to bottom; a cell that spans is followed by no covered ones.
pub(crate) type Rows = Vec<Vec<SpanCell>>;

/// Lines above the table that fill one cell are paragraphs; the rest is a table, if it has more
/// than one column.
pub(crate) fn lower(mut rows: Rows) -> Vec<Block> {
    rows.retain(|row| row.iter().any(is_filled) || row.iter().any(|cell| cell.rows > 1));
    let above = rows.iter().take_while(|row| is_single(row)).count();
    let single = rows[above..].is_empty();
    let table = rows.split_off(above);
    let mut blocks: Vec<Block> = rows.into_iter().flatten().flat_map(|cell| cell.blocks).collect();
    if !single {
        blocks.push(Block::Table(Table::of_spans(table)));
    }
    blocks
}

/// Longest title of a table, in characters.
const LONGEST_TITLE: usize = 120;

/// The short line that stands first above a table is its heading, however it is dressed.
pub(crate) fn title(blocks: &mut [Block]) {
    let [Block::Paragraph(first), rest @ ..] = blocks else { return };
    let text = first.text.as_str();
    let short = text.chars().count() <= LONGEST_TITLE && !text.ends_with(['.', ';', '?', '!', ':']);
    if first.marker.is_none() && short && rest.iter().any(|b| matches!(b, Block::Table(_))) {
        first.style.heading = Some(1);
    }
}

fn is_filled(cell: &SpanCell) -> bool {
    !cell.blocks.is_empty()
}

/// A row that one cell fills, and that is not the first of several it spans.
fn is_single(row: &[SpanCell]) -> bool {
    row.iter().filter(|cell| is_filled(cell)).count() == 1 && row.iter().all(|cell| cell.rows <= 1)
}
