//! The main flow of a document without any word being known: regions beside it set aside,
//! tables that only lay out a page read as the blocks in them.

use super::words_of;
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
            Block::Table(table) if is_in_two_languages(table) => {
                for column in 0..2 {
                    let cells = table.rows.iter().filter_map(|r| r.cells.get(column));
                    let cells = cells.filter(|c| c.covered().is_none());
                    out.extend(cells.flat_map(Cell::blocks).cloned());
                }
            }
            other => out.push(other.clone()),
        }
    }
    out
}

/// Fewest words of a column whose language can be told from that of another.
const TOLD: usize = 40;
/// Most of the words of a column that the other has too where their languages differ. Columns of
/// one language share their small words at least: a third of all and more.
const SHARED: f32 = 0.2;

/// Fewest of its cells that are unlike each other: labels of levels come again and again.
const UNLIKE: f32 = 0.6;

/// True for two columns that say the same in two languages, told by the words that they do not
/// share: each column is a text by itself.
fn is_in_two_languages(table: &Table) -> bool {
    if table.rows.iter().any(|r| r.cells.len() != 2) {
        return false;
    }
    let words = |column: usize| -> Vec<String> {
        let cells = table.rows.iter().map(|r| &r.cells[column]).filter(|c| c.covered().is_none());
        cells.flat_map(Cell::blocks).flat_map(Block::paragraphs).flat_map(|p| words_of(p.text.as_str())).collect()
    };
    let (left, right) = (words(0), words(1));
    let known = |words: &[String]| words.iter().cloned().collect::<BTreeSet<String>>();
    let (in_left, in_right) = (known(&left), known(&right));
    let share = |words: &[String], other: &BTreeSet<String>| {
        words.iter().filter(|w| other.contains(*w)).count() as f32 / words.len().max(1) as f32
    };
    let unlike = |column: usize| {
        let cells: Vec<&Cell> = table.rows.iter().map(|r| &r.cells[column]).filter(|c| !c.is_empty()).collect();
        let texts: BTreeSet<&str> = cells.iter().map(|c| c.as_str()).collect();
        texts.len() as f32 >= UNLIKE * cells.len() as f32
    };
    let told = left.len().min(right.len()) >= TOLD && unlike(0) && unlike(1);
    told && share(&left, &in_right) < SHARED && share(&right, &in_left) < SHARED
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

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_document::Document;

    fn table(rows: &[(&str, &str)]) -> bool {
        let text: String = rows.iter().map(|(a, b)| format!("{a}\t{b}\n")).collect();
        let document: Document = cvf_text::read(text.as_bytes()).unwrap().value;
        let found = document.blocks.iter().find_map(|b| if let Block::Table(t) = b { Some(t.clone()) } else { None });
        is_in_two_languages(&found.unwrap())
    }

    #[test]
    fn two_languages_are_told_by_their_words() {
        let english = [
            "Sorts the letters of the day and takes them to the street they are for",
            "Files the papers of the house so that others find them in the morning",
            "Greets all who come to the desk and shows them the way to the office",
        ];
        let welsh = [
            "Didoli llythyrau y dydd a mynd â nhw at y stryd y maent ar ei chyfer",
            "Ffeilio papurau y tŷ fel bod eraill yn dod o hyd iddynt yn y bore",
            "Cyfarch pawb sy'n dod at y ddesg a dangos y ffordd i'r swyddfa",
        ];
        let pairs = |other: [&'static str; 3]| -> Vec<(&'static str, &'static str)> {
            english.into_iter().zip(other).collect()
        };
        assert!(table(&pairs(welsh)));
        assert!(!table(&pairs([english[1], english[2], english[0]])));
    }
}
