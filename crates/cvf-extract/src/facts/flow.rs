//! The main flow of a document without any word being known: regions beside it set aside,
//! tables that only lay out a page read as the blocks in them.

use crate::draft::Drafts;
use crate::layout;
use crate::prepare::{self, Node};
use cvf_document::{Block, Cell, Document, Paragraph, Table};
use cvf_framework::Profiles;
use std::collections::BTreeSet;

/// Fewest words of a text that may be a statement.
const STATEMENT: usize = 5;

/// The paragraphs and tables of the main flow, in reading order; what is set aside is booked.
pub(crate) fn nodes(document: &Document, profiles: &Profiles, drafts: &mut Drafts) -> Vec<Node> {
    let total: usize = document.blocks.iter().map(statements).sum();
    let blocks = flow(&document.blocks, total, drafts);
    // Where there are no pages nothing runs over them, and what stands before a list is its head.
    let paged = !document.boxes().is_empty() || document.stream.contains(&'\u{c}');
    let mut running = if paged { prepare::running_heads(&blocks, profiles) } else { BTreeSet::new() };
    running.retain(|&i| !leads(&blocks, i));
    prepare::nodes_of(&blocks, &running, document, profiles, drafts)
}

/// True for a heading and for a line in front of an item or table.
fn leads(blocks: &[Block], at: usize) -> bool {
    let heading = matches!(&blocks[at], Block::Paragraph(p) if p.style.heading.is_some());
    let next = blocks.get(at + 1);
    heading
        || next.is_some_and(|b| matches!(b, Block::Table(_)) || matches!(b, Block::Paragraph(p) if p.marker.is_some()))
}

fn flow(blocks: &[Block], total: usize, drafts: &mut Drafts) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            // Authors of web pages put the main text into any element.
            Block::Region(region) if region.kind.may_hold_text() && statements(block) * 2 > total.max(6) => {
                out.extend(flow(&region.blocks, total, drafts));
            }
            Block::Region(region) => layout::set_aside(region, drafts),
            Block::Table(table) if only_lays_out(table) => {
                let inner: Vec<Block> =
                    table.rows.iter().flat_map(|r| &r.cells).flat_map(Cell::blocks).cloned().collect();
                out.extend(flow(&inner, total, drafts));
            }
            other => out.push(other.clone()),
        }
    }
    out
}

/// Texts in a block that may be statements.
fn statements(block: &Block) -> usize {
    let long = |p: &&Paragraph| p.text.as_str().split(' ').count() >= STATEMENT;
    block.paragraphs().into_iter().filter(long).count()
}

/// True for a table of one column, one that holds tables, and one most of whose cells are
/// headed lists.
fn only_lays_out(table: &Table) -> bool {
    let filled: Vec<&Cell> = table.rows.iter().flat_map(|r| &r.cells).filter(|c| !c.is_empty()).collect();
    let columns = table.rows.iter().map(|r| r.cells.iter().filter(|c| c.covered().is_none()).count()).max();
    let nested = |c: &&Cell| c.blocks().iter().any(|b| matches!(b, Block::Table(t) if t.rows.len() > 1));
    let headed = filled.iter().filter(|c| is_headed_list(c)).count();
    columns.unwrap_or(0) <= 1 || filled.iter().any(nested) || headed * 2 > filled.len()
}

/// True for a heading or bold line with several list items under it.
fn is_headed_list(cell: &Cell) -> bool {
    let paragraphs: Vec<&Paragraph> = cell.blocks().iter().flat_map(Block::paragraphs).collect();
    let Some((first, rest)) = paragraphs.split_first() else { return false };
    let head = first.marker.is_none() && (first.style.heading.is_some() || first.style.bold);
    head && rest.iter().filter(|p| p.marker.is_some()).count() > 1
}
