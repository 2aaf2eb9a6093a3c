//! Tables that only lay out a page.

use crate::{Block, Cell, Paragraph, Style, Table};

/// Longest name over a column, in characters.
const LONGEST_NAME: usize = 60;

/// What stands in a table that only lays out a page, column by column, each under the name that
/// stands over it; the table itself if it is one.
///
/// It lays out a page if, below at most one row of names, every cell with text is a part of the
/// page: it begins with a heading and has more than one, or a list below it.
///
/// # Errors
/// The table as it was, if it is one.
pub fn unpack(table: Table) -> Result<Vec<Block>, Table> {
    let named =
        table.rows.first().is_some_and(|row| row.cells.iter().all(is_name) && row.cells.iter().any(|c| !c.is_empty()));
    let below = if named { &table.rows[1..] } else { &table.rows[..] };
    let mut parts = below.iter().flat_map(|row| &row.cells).filter(|cell| !cell.blocks().is_empty()).peekable();
    let several = below.iter().any(|row| row.cells.iter().filter(|cell| !cell.blocks().is_empty()).count() > 1);
    if !named || !several || parts.peek().is_none() || !parts.all(is_part) {
        return Err(table);
    }
    let mut columns: Vec<Vec<Block>> = Vec::new();
    for row in table.rows {
        for (i, cell) in row.cells.into_iter().enumerate() {
            if columns.len() <= i {
                columns.push(Vec::new());
            }
            let name = columns[i].is_empty();
            columns[i].extend(cell.into_blocks().into_iter().map(|block| if name { as_name(block) } else { block }));
        }
    }
    Ok(columns.into_iter().flatten().collect())
}

fn is_name(cell: &Cell) -> bool {
    let plain = |block: &Block| matches!(block, Block::Paragraph(p) if p.style.heading.is_none() && p.marker.is_none());
    cell.blocks().len() <= 1 && cell.blocks().iter().all(plain) && cell.text().len() <= LONGEST_NAME
}

/// True for a cell that begins with a heading over other headings or items.
fn is_part(cell: &Cell) -> bool {
    let heading = |block: &Block| matches!(block, Block::Paragraph(p) if p.style.heading.is_some());
    let item = |block: &Block| matches!(block, Block::Paragraph(p) if p.marker.is_some());
    let begins = cell.blocks().first().is_some_and(heading);
    let headings = cell.blocks().iter().filter(|block| heading(block)).count();
    begins && headings >= 2 && cell.blocks().iter().any(item)
}

/// A name over a column, which is no heading of its own rank: those below it have one.
fn as_name(block: Block) -> Block {
    match block {
        Block::Paragraph(p) => {
            Block::Paragraph(Paragraph { style: Style { bold: true, ..p.style }, gap: p.gap.max(1), ..p })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Marker, MarkerKind, SpanCell, Text};

    fn cell(lines: &[(&str, bool, bool)]) -> SpanCell {
        let block = |(text, heading, item): &(&str, bool, bool)| {
            let stream: Vec<char> = text.chars().collect();
            let text = Text::from_stream(&stream, 0..stream.len());
            let marker = item.then(|| Marker { text: Text::default(), kind: MarkerKind::Bullet });
            let style = Style { heading: heading.then_some(2), ..Style::default() };
            Block::Paragraph(Paragraph { text, marker, style, gap: 0 })
        };
        SpanCell { blocks: lines.iter().map(block).collect(), columns: 1, rows: 1 }
    }

    #[test]
    fn cells_that_are_parts_of_the_page_are_read_under_their_names() {
        let part = |name| cell(&[(name, true, false), ("Level 1", true, false), ("I listen.", false, true)]);
        let names = vec![cell(&[("People", false, false)]), cell(&[("Place", false, false)])];
        let blocks =
            unpack(Table::of_spans(vec![names.clone(), vec![part("Care"), part("Craft")]])).unwrap_or_default();
        let shown: Vec<&str> = blocks.iter().flat_map(Block::paragraphs).map(|p| p.text.as_str()).collect();
        assert_eq!(shown, ["People", "Care", "Level 1", "I listen.", "Place", "Craft", "Level 1", "I listen."]);
        let plain = vec![cell(&[("I listen.", false, true)]), cell(&[("I ask.", false, true)])];
        assert!(unpack(Table::of_spans(vec![names, plain])).is_err());
    }
}
