use crate::{Block, MarkerKind, Paragraph, Text};
use serde::{Deserialize, Serialize};

/// A table with its rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    /// How much of its structure is known.
    pub fidelity: Fidelity,
}

/// How much of a table's structure its format tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fidelity {
    /// Typed with tabs or bars: rows may be broken, and the items of a cell may run together.
    #[default]
    Typed,
    /// Read off a page: cells are known, the items of a cell may run together.
    Drawn,
    /// Marked up: cells and the paragraphs in them are known.
    Marked,
}

/// A row of cells from left to right, one for each column: a cell that spans several columns
/// or rows is followed by covered ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    blocks: Vec<Block>,
    covered: Option<Covered>,
    text: Text,
}

/// Which neighbour spans over a covered cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Covered {
    /// The cell to the left.
    Left,
    /// The cell above.
    Above,
}

impl Cell {
    /// A cell with what stands in it; nested tables too.
    ///
    /// A number alone in a cell is what the cell says and no marker.
    pub fn new(blocks: Vec<Block>) -> Self {
        let mut blocks: Vec<Block> = blocks.into_iter().map(with_number).collect();
        // Most cells have one block, and large tables very many cells.
        blocks.shrink_to_fit();
        let mut text = Text::default();
        for paragraph in blocks.iter().flat_map(Block::paragraphs) {
            text.join(&paragraph.text);
        }
        Self { blocks, covered: None, text }
    }

    /// A cell of one paragraph, or a blank one.
    pub fn of_text(text: Text) -> Self {
        match text.is_empty() {
            true => Self::default(),
            false => Self::new(vec![Block::Paragraph(Paragraph::plain(text))]),
        }
    }

    /// A place over which a neighbour spans.
    pub fn covered_by(neighbour: Covered) -> Self {
        Self { covered: Some(neighbour), ..Self::default() }
    }

    /// What stands in it.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What stands in it, taken out.
    pub fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }

    /// The neighbour that spans over it.
    pub fn covered(&self) -> Option<Covered> {
        self.covered
    }

    /// The texts of its paragraphs without their markers, one space between two.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The same as a string slice.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// True if no text stands in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

fn with_number(block: Block) -> Block {
    match block {
        Block::Paragraph(Paragraph { text, marker: Some(marker), style, gap })
            if text.is_empty() && marker.kind != MarkerKind::Bullet =>
        {
            Block::Paragraph(Paragraph { text: marker.text, marker: None, style, gap })
        }
        other => other,
    }
}

impl Table {
    /// A table whose cells are single texts, blank ones included.
    pub fn of_texts(rows: Vec<Vec<Text>>) -> Self {
        let row = |cells: Vec<Text>| Row { cells: cells.into_iter().map(Cell::of_text).collect() };
        Self { rows: rows.into_iter().map(row).collect(), fidelity: Fidelity::Typed }
    }

    /// Lays out cells that say how many columns and rows they span, as HTML and Word do.
    pub fn of_spans(rows: Vec<Vec<SpanCell>>) -> Self {
        let height = rows.len();
        let mut laid: Vec<Vec<Option<Cell>>> = vec![Vec::new(); height];
        for (r, cells) in rows.into_iter().enumerate() {
            let mut column = 0;
            for cell in cells {
                while laid[r].get(column).is_some_and(Option::is_some) {
                    column += 1;
                }
                let (wide, high) = (cell.columns.clamp(1, MOST_SPAN), cell.rows.clamp(1, height - r));
                cover(&mut laid[r..r + high], column, wide);
                laid[r][column] = Some(Cell::new(cell.blocks));
                column += wide;
            }
        }
        let width = laid.iter().map(Vec::len).max().unwrap_or(0);
        let row = |mut cells: Vec<Option<Cell>>| {
            cells.resize(width, None);
            Row { cells: cells.into_iter().map(Option::unwrap_or_default).collect() }
        };
        Self { rows: laid.into_iter().map(row).collect(), fidelity: Fidelity::Marked }
    }
}

/// Widest span that is believed, in columns.
const MOST_SPAN: usize = 64;

/// Marks the places that a cell at the top left of `rows` spans over.
fn cover(rows: &mut [Vec<Option<Cell>>], column: usize, wide: usize) {
    for (down, row) in rows.iter_mut().enumerate() {
        if row.len() < column + wide {
            row.resize(column + wide, None);
        }
        for place in &mut row[column..column + wide] {
            let neighbour = if down == 0 { Covered::Left } else { Covered::Above };
            *place = place.take().or(Some(Cell::covered_by(neighbour)));
        }
    }
}

/// A cell with the columns and rows it spans, for [`Table::of_spans`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpanCell {
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// Columns it spans, at least 1.
    pub columns: usize,
    /// Rows it spans, at least 1.
    pub rows: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, columns: usize, rows: usize) -> SpanCell {
        let stream: Vec<char> = text.chars().collect();
        let text = Text::from_stream(&stream, 0..stream.len());
        SpanCell { blocks: vec![Block::Paragraph(Paragraph::plain(text))], columns, rows }
    }

    #[test]
    fn spans_are_laid_out_in_columns() {
        let rows = vec![
            vec![cell("1", 1, 2), cell("ab", 2, 1)],
            vec![cell("a", 1, 1), cell("b", 1, 1)],
            vec![cell("2", 1, 9), cell("c", 1, 1)],
        ];
        let table = Table::of_spans(rows);
        let show = |c: &Cell| match c.covered() {
            Some(Covered::Left) => "<".to_owned(),
            Some(Covered::Above) => "^".to_owned(),
            None => c.as_str().to_owned(),
        };
        let shown: Vec<Vec<String>> = table.rows.iter().map(|r| r.cells.iter().map(show).collect()).collect();
        assert_eq!(shown, [["1", "ab", "<"], ["^", "a", "b"], ["2", "c", ""]]);
    }
}
