//! The main flow of a document: regions beside it set aside, tables that only lay out a page
//! read as the blocks in them.

use crate::draft::Drafts;
use crate::grid::{is_header, is_level_header, is_marked, is_section_header, sections};
use crate::labels::bare_level;
use crate::prepare::is_label;
use cvf_document::{Block, Cell, Covered, Fidelity, Paragraph, Region, Row, Table};
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
            Block::Table(table) if has_banners(table, profiles) => {
                flow.extend(main_flow(&without_banners(table, profiles), profiles, drafts));
            }
            other => flow.push(other.clone()),
        }
    }
    flow
}

pub(crate) fn set_aside(region: &Region, drafts: &mut Drafts) {
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

/// True for a row whose one cell spans all columns and is no label of the rows below.
fn is_banner(row: &Row, profiles: &Profiles) -> bool {
    let Some((first, rest)) = row.cells.split_first() else { return false };
    let text = first.as_str();
    let label = bare_level(text, profiles).is_some() || (sections(text, profiles).is_some() && !is_prose(first));
    let spans = !rest.is_empty() && rest.iter().all(|c| c.covered() == Some(Covered::Left));
    spans && !first.is_empty() && !label
}

/// True for a cell with more than its first paragraph.
fn is_prose(cell: &Cell) -> bool {
    cell.blocks().len() > 1
}

/// True if a table begins with a name (and what is said of it) over rows that name no other
/// columns than levels: one competency, or several below one another.
fn has_banners(table: &Table, profiles: &Profiles) -> bool {
    let banners = table.rows.iter().take_while(|row| is_banner(row, profiles)).count();
    let names = |row: &Row| {
        is_header(row, profiles)
            && !is_level_header(row, profiles)
            && !is_section_header(row, profiles)
            && !row.cells.iter().any(is_marked)
    };
    table.fidelity == Fidelity::Marked && banners > 0 && table.rows.get(banners).is_none_or(|row| !names(row))
}

/// The blocks of the banners, and the rows between them as tables of their own.
fn without_banners(table: &Table, profiles: &Profiles) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let table_of = |rows: &mut Vec<Row>| Block::Table(Table { rows: std::mem::take(rows), fidelity: table.fidelity });
    for row in &table.rows {
        if !is_banner(row, profiles) {
            rows.push(row.clone());
            continue;
        }
        if !rows.is_empty() {
            blocks.push(table_of(&mut rows));
        }
        blocks.extend(row.cells.iter().flat_map(Cell::blocks).cloned());
    }
    if !rows.is_empty() {
        blocks.push(table_of(&mut rows));
    }
    blocks
}

/// True if a label, or several headings, stand inside a cell in front of other paragraphs.
fn has_headed_list(cell: &Cell, profiles: &Profiles) -> bool {
    let paragraphs: Vec<&Paragraph> = cell.blocks().iter().flat_map(Block::paragraphs).collect();
    let Some((_, before)) = paragraphs.split_last() else { return false };
    let heads = |p: &&&Paragraph| p.marker.is_none() && is_label(&p.text, profiles);
    let headings = before.iter().filter(|p| p.style.heading.is_some()).count();
    headings > 1 || before.iter().any(|p| heads(&p))
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
