//! Word's own types: what a part says, before it is lowered.

use crate::properties::{ParaProps, RunProps};

/// A block of a part.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Paragraph(Paragraph),
    Table(Table),
    /// What another part holds, by the id of the relation to it.
    Part(String),
}

/// A paragraph: runs of text in order, and the boxes that hang on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) props: ParaProps,
    pub(crate) runs: Vec<Run>,
    pub(crate) boxes: Vec<Block>,
    /// It stands in a table of contents or an index.
    pub(crate) listing: bool,
}

/// Text of one dress. Line breaks are `\n`, tabs `\t`.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) props: RunProps,
    pub(crate) deleted: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    /// Columns left free in front of the first cell.
    pub(crate) before: usize,
    /// A tracked change takes the row out.
    pub(crate) deleted: bool,
}

impl Row {
    /// Adds a cell; one that is merged into the cell to its left widens that.
    pub(crate) fn put(&mut self, cell: Cell) {
        match self.cells.last_mut() {
            Some(left) if cell.columns == 0 => {
                left.columns += 1;
                left.blocks.extend(cell.blocks);
            }
            _ => self.cells.push(Cell { columns: cell.columns.max(1), ..cell }),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) blocks: Vec<Block>,
    /// Columns it spans, at least 1.
    pub(crate) columns: usize,
    /// It goes on from the cell above.
    pub(crate) goes_on: bool,
}

/// What a part holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    /// Blocks of the body, header or footer.
    pub(crate) blocks: Vec<Block>,
    /// Blocks of each note or comment.
    pub(crate) notes: Vec<Vec<Block>>,
    pub(crate) insertions: usize,
    pub(crate) deletions: usize,
    /// It broke off, or broke the rules of XML.
    pub(crate) damaged: bool,
    /// Tables or boxes were nested deeper than is told apart.
    pub(crate) too_deep: bool,
    /// Its elements nest deeper than can be read: what stands there is left out.
    pub(crate) bottomless: bool,
    /// It has more text than is read.
    pub(crate) too_long: bool,
}
