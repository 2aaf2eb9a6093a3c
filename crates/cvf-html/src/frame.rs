//! What is open around the text: regions, tables, rows and cells, each with the blocks in it.

use cvf_document::{Block, Budget, Region, RegionKind, SpanCell, Table, unpack};

#[derive(Debug)]
pub(crate) enum Frame {
    Region(RegionKind, Vec<Block>),
    /// The label of a tab, to be read in front of the panel that was opened at this index.
    Held(usize, Vec<Block>),
    Table {
        rows: Vec<Vec<SpanCell>>,
        captions: Vec<Block>,
    },
    Row(Vec<SpanCell>),
    Cell(SpanCell),
    Caption(Vec<Block>),
}

/// Places that the cells of one table may span over for each block that is read, so that a few
/// tags cannot ask for gigabytes.
const PLACES: usize = 4;

/// The open frames over the blocks of the page itself.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    page: Vec<Block>,
    open: Vec<Frame>,
}

impl Frames {
    pub(crate) fn push(&mut self, frame: Frame) {
        self.open.push(frame);
    }

    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn in_region(&self) -> bool {
        self.open.iter().any(|f| matches!(f, Frame::Region(..)))
    }

    pub(crate) fn is_table(&self) -> bool {
        matches!(self.open.last(), Some(Frame::Table { .. }))
    }

    pub(crate) fn is_row(&self) -> bool {
        matches!(self.open.last(), Some(Frame::Row(_)))
    }

    /// Where blocks go now.
    pub(crate) fn sink(&mut self) -> &mut Vec<Block> {
        let open = self.open.iter_mut().rev().find_map(|frame| match frame {
            Frame::Region(_, blocks) | Frame::Held(_, blocks) | Frame::Caption(blocks) => Some(blocks),
            Frame::Cell(cell) => Some(&mut cell.blocks),
            Frame::Table { .. } | Frame::Row(_) => None,
        });
        open.unwrap_or(&mut self.page)
    }

    /// Closes the innermost frame; gives back the label of a tab with its panel.
    pub(crate) fn close(&mut self) -> Option<(usize, Vec<Block>)> {
        match self.open.pop()? {
            Frame::Region(kind, blocks) => {
                if !blocks.is_empty() {
                    self.sink().push(Block::Region(Region { kind, blocks }));
                }
            }
            Frame::Held(panel, blocks) => return Some((panel, blocks)),
            Frame::Table { rows, captions } => {
                self.sink().extend(captions);
                if rows.iter().flatten().any(|cell| !cell.blocks.is_empty()) {
                    match unpack(Table::of_spans(sane(rows))) {
                        Ok(blocks) => self.sink().extend(blocks),
                        Err(table) => self.sink().push(Block::Table(table)),
                    }
                }
            }
            Frame::Row(cells) => {
                if let Some(Frame::Table { rows, .. }) = self.open.last_mut() {
                    rows.push(cells);
                }
            }
            Frame::Cell(cell) => {
                if let Some(Frame::Row(cells)) = self.open.last_mut() {
                    cells.push(cell);
                }
            }
            Frame::Caption(blocks) => {
                if let Some(Frame::Table { captions, .. }) = self.open.last_mut() {
                    captions.extend(blocks);
                }
            }
        }
        None
    }

    /// The blocks of the page; frames that are still open end here.
    pub(crate) fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() {
            if let Some((_, label)) = self.close() {
                self.sink().extend(label);
            }
        }
        self.page
    }
}

/// Rows whose spans cannot be meant lose them.
fn sane(mut rows: Vec<Vec<SpanCell>>) -> Vec<Vec<SpanCell>> {
    let height = rows.len();
    let widest = |rows: &[Vec<SpanCell>]| rows.iter().map(Vec::len).max().unwrap_or(0);
    let most = PLACES.saturating_mul(Budget::Blocks.count());
    let area: usize = rows.iter().flatten().map(|c| c.columns.clamp(1, 64) * c.rows.clamp(1, height)).sum();
    if area > most || height * widest(&rows) > most {
        rows.iter_mut().flatten().for_each(|cell| (cell.columns, cell.rows) = (1, 1));
    }
    rows
}
