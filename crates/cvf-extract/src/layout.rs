//! The main flow of a document: regions beside it set aside, tables that only lay out a page
//! read as the blocks in them.

use crate::draft::Drafts;
use crate::grid::is_header;
use crate::prepare::is_label;
use cvf_document::{Block, Cell, Paragraph, Region, Row, Table};
use cvf_framework::Profiles;

/// The blocks of the main flow, in reading order, without regions.
pub(crate) fn main_flow(blocks: &[Block], profiles: &Profiles, drafts: &mut Drafts) -> Vec<Block> {
    let mut flow = Vec::new();
    for block in blocks {
        match block {
            Block::Region(region) if holds_framework(region, profiles) => {
                flow.extend(main_flow(&region.blocks, profiles, drafts));
            }
            Block::Region(region) => set_aside(region, drafts),
            Block::Table(table) if only_lays_out(table, profiles) => {
                let inner: Vec<Block> = in_reading_order(table, profiles).into_iter().cloned().collect();
                flow.extend(main_flow(&inner, profiles, drafts));
            }
            other => flow.push(other.clone()),
        }
    }
    flow
}

fn set_aside(region: &Region, drafts: &mut Drafts) {
    for block in &region.blocks {
        if let Block::LooseCells(cells) = block {
            cells.iter().for_each(|cell| drafts.set_aside(region.kind.reason(), cell));
        }
        for paragraph in block.paragraphs() {
            drafts.markers.extend(paragraph.marker.as_ref().map(|m| m.text.clone()));
            drafts.set_aside(region.kind.reason(), &paragraph.text);
        }
    }
}

/// Fewest words of a sentence that could be a statement.
const STATEMENT_WORDS: usize = 5;

/// True if the main text stands in a region where it does not belong: a label or known name
/// with statements after it.
fn holds_framework(region: &Region, profiles: &Profiles) -> bool {
    if !region.kind.may_hold_text() {
        return false;
    }
    let paragraphs: Vec<&Paragraph> = region.blocks.iter().flat_map(Block::paragraphs).collect();
    let Some(label) = paragraphs.iter().position(|p| is_label(&p.text, profiles)) else { return false };
    let statement = |p: &&&Paragraph| p.text.as_str().split(' ').count() >= STATEMENT_WORDS;
    paragraphs[label..].iter().filter(statement).count() >= 2
}

/// True if a table is there for the layout of the page: one column, nested tables, or cells
/// that hold headings with lists under them.
fn only_lays_out(table: &Table, profiles: &Profiles) -> bool {
    let cells = || table.rows.iter().flat_map(|r| &r.cells);
    let columns = table.rows.iter().map(|r| r.cells.iter().filter(|c| c.covered().is_none()).count()).max();
    let nested = cells().any(|c| c.blocks().iter().any(|b| matches!(b, Block::Table(_))));
    columns.unwrap_or(0) <= 1 || nested || cells().any(|c| has_headed_list(c, profiles))
}

/// True if a label stands inside a cell, in front of other paragraphs.
fn has_headed_list(cell: &Cell, profiles: &Profiles) -> bool {
    let paragraphs: Vec<&Paragraph> = cell.blocks().iter().flat_map(Block::paragraphs).collect();
    let heads = |p: &&Paragraph| p.marker.is_none() && is_label(&p.text, profiles);
    paragraphs.len() > 1 && paragraphs[..paragraphs.len() - 1].iter().any(heads)
}

/// Row by row; where the first row names columns whose cells are headed lists, column by column.
fn in_reading_order<'t>(table: &'t Table, profiles: &Profiles) -> Vec<&'t Block> {
    let by_column = table.rows.split_first().is_some_and(|(head, body)| has_columns(head, body, profiles));
    let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let cells: Vec<&Cell> = match by_column {
        true => (0..width).flat_map(|i| table.rows.iter().filter_map(move |r| r.cells.get(i))).collect(),
        false => table.rows.iter().flat_map(|r| &r.cells).collect(),
    };
    cells.into_iter().flat_map(Cell::blocks).collect()
}

fn has_columns(head: &Row, body: &[Row], profiles: &Profiles) -> bool {
    let filled = head.cells.iter().filter(|c| !c.is_empty());
    let labels = filled.clone().all(|c| is_label(c.text(), profiles));
    filled.count() > 1 && labels && is_header(head, profiles) && !body.is_empty()
}
