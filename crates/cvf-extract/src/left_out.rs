//! What a hint leaves out before anything is read: pages, columns, rows and parts.

use crate::Hints;
use crate::draft::Drafts;
use cvf_document::{Block, Cell, Covered, Document, Paragraph, Row, Table, Text, Warning};
use cvf_framework::names;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Reason of text on pages that are not read.
const OTHER_PAGE: &str = "other-page";

/// Reason of text that is to be ignored.
const IGNORED: &str = "ignored";

/// Rows at the top of a table in which a header can stand.
const HEADER_ROWS: usize = 3;

/// The document without what the hints leave out, which is residue.
pub(crate) fn leave_out<'d>(document: &'d Document, hints: &Hints, drafts: &mut Drafts) -> Cow<'d, Document> {
    if hints.pages.is_none() && hints.ignore.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut kept = document.clone();
    if hints.pages.is_some() {
        kept.blocks = pages(document, hints, drafts);
    }
    let mut ignored = Ignored::of(hints, drafts);
    kept.blocks = ignored.blocks(kept.blocks);
    ignored.warn();
    Cow::Owned(kept)
}

/// Books all text of a block as residue.
fn book(block: &Block, reason: &str, drafts: &mut Drafts) {
    match block {
        Block::Paragraph(p) => book_paragraph(p, reason, drafts),
        Block::Table(table) => table.rows.iter().for_each(|row| book_row(row, reason, drafts)),
        Block::LooseCells(cells) => cells.iter().for_each(|cell| drafts.set_aside(reason, cell)),
        Block::Region(region) => region.blocks.iter().for_each(|b| book(b, reason, drafts)),
    }
}

fn book_row(row: &Row, reason: &str, drafts: &mut Drafts) {
    row.cells.iter().flat_map(Cell::blocks).for_each(|b| book(b, reason, drafts));
}

fn book_paragraph(p: &Paragraph, reason: &str, drafts: &mut Drafts) {
    drafts.markers.extend(p.marker.as_ref().map(|m| m.text.clone()));
    drafts.set_aside(reason, &p.text);
}

/// The blocks on the pages that are read.
fn pages(document: &Document, hints: &Hints, drafts: &mut Drafts) -> Vec<Block> {
    let Some(wanted) = &hints.pages else { return document.blocks.clone() };
    let page = |text: &Text| document.place(text).page;
    let all: BTreeSet<u32> = document.blocks.iter().flat_map(Block::texts).filter_map(page).collect();
    let Some(last) = all.last() else {
        let message = "the hint `pages` changes nothing: this source has no pages";
        drafts.warnings.push(Warning::new("hint", message));
        return document.blocks.clone();
    };
    if wanted.last() > *last {
        let message = format!("the hint `pages` asks for page {}, and the last one with text is {last}", wanted.last());
        drafts.warnings.push(Warning::new("hint", message));
    }
    let read = |texts: &[&Text]| {
        let first = texts.iter().find(|t| !t.is_empty());
        first.and_then(|t| page(t)).is_none_or(|page| wanted.contains(page))
    };
    on_pages(document.blocks.clone(), &read, drafts)
}

fn on_pages(blocks: Vec<Block>, read: &dyn Fn(&[&Text]) -> bool, drafts: &mut Drafts) -> Vec<Block> {
    let mut kept = Vec::new();
    for block in blocks {
        match block {
            Block::Table(mut table) => {
                let texts = |row: &Row| read(&row.cells.iter().map(Cell::text).collect::<Vec<_>>());
                let (rows, others): (Vec<Row>, Vec<Row>) = table.rows.into_iter().partition(texts);
                others.iter().for_each(|row| book_row(row, OTHER_PAGE, drafts));
                table.rows = rows;
                if !table.rows.is_empty() {
                    kept.push(Block::Table(table));
                }
            }
            Block::Region(mut region) => {
                region.blocks = on_pages(region.blocks, read, drafts);
                kept.push(Block::Region(region));
            }
            block if read(&block.texts()) => kept.push(block),
            block => book(&block, OTHER_PAGE, drafts),
        }
    }
    kept
}

/// The names to ignore, with those that were met.
struct Ignored<'a> {
    names: Vec<(String, &'a str)>,
    met: BTreeSet<String>,
    drafts: &'a mut Drafts,
}

impl<'a> Ignored<'a> {
    fn of(hints: &'a Hints, drafts: &'a mut Drafts) -> Self {
        let names = hints.ignore.iter().map(|name| (names::key(name), name.as_str())).collect();
        Self { names, met: BTreeSet::new(), drafts }
    }

    fn is_named(&mut self, text: &str) -> bool {
        let key = names::key(text);
        let found = !key.is_empty() && self.names.iter().any(|(name, _)| *name == key);
        if found {
            self.met.insert(key);
        }
        found
    }

    fn warn(self) {
        for (_, name) in self.names.iter().filter(|(key, _)| !self.met.contains(key)) {
            let message = format!("the hint `ignore` changes nothing: no column, row or heading is called \"{name}\"");
            self.drafts.warnings.push(Warning::new("hint", message));
        }
    }

    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut kept = Vec::new();
        let mut part: Option<Part> = None;
        for block in blocks {
            part = part.filter(|part| part.goes_on(&block));
            if let Block::Paragraph(p) = &block {
                part = if self.is_named(p.text.as_str()) { Some(Part::under(p)) } else { part };
            }
            match block {
                block if part.is_some() => book(&block, IGNORED, self.drafts),
                Block::Table(table) => kept.push(Block::Table(self.table(table))),
                Block::Region(mut region) => {
                    region.blocks = self.blocks(region.blocks);
                    kept.push(Block::Region(region));
                }
                block => kept.push(block),
            }
        }
        kept
    }

    fn table(&mut self, mut table: Table) -> Table {
        let columns = self.columns(&table);
        let rows = std::mem::take(&mut table.rows);
        for row in rows {
            let first = row.cells.iter().position(|c| !c.is_empty());
            let first = first.filter(|at| !columns.contains(at));
            if first.is_some_and(|at| self.is_named(row.cells[at].as_str())) {
                book_row(&row, IGNORED, self.drafts);
                continue;
            }
            let row = self.without(row, &columns);
            table.rows.push(Row { cells: row.cells.into_iter().map(|cell| self.cell(cell)).collect() });
        }
        table
    }

    /// Tables inside cells: a table that only lays out a page.
    fn cell(&mut self, cell: Cell) -> Cell {
        if cell.blocks().iter().any(|b| matches!(b, Block::Table(_) | Block::Region(_))) {
            Cell::new(self.blocks(cell.into_blocks()))
        } else {
            cell
        }
    }

    /// Columns with such a header, and those that the header spans.
    fn columns(&mut self, table: &Table) -> BTreeSet<usize> {
        let mut columns = BTreeSet::new();
        for row in table.rows.iter().take(HEADER_ROWS) {
            let others = row.cells.iter().filter(|c| !c.is_empty()).count() > 1;
            for (at, cell) in row.cells.iter().enumerate() {
                let first = row.cells[..at].iter().all(Cell::is_empty) && table.rows.first() != Some(row);
                if others && !first && self.is_named(cell.as_str()) {
                    let spanned = row.cells[at + 1..].iter().take_while(|c| c.covered() == Some(Covered::Left));
                    columns.extend(at..=at + spanned.count());
                }
            }
        }
        columns
    }

    /// The row without some columns. A cell that spans on into a column that stays, stays.
    fn without(&mut self, row: Row, columns: &BTreeSet<usize>) -> Row {
        let mut kept: Vec<Cell> = Vec::new();
        let mut open: Option<Cell> = None;
        for (at, cell) in row.cells.into_iter().enumerate() {
            let covered = cell.covered() == Some(Covered::Left);
            if let Some(spanning) = open.take_if(|_| !covered) {
                spanning.blocks().iter().for_each(|b| book(b, IGNORED, self.drafts));
            }
            match (columns.contains(&at), covered) {
                (true, true) => {}
                (true, false) => open = Some(cell),
                (false, true) => kept.push(open.take().unwrap_or(cell)),
                (false, false) => kept.push(cell),
            }
        }
        if let Some(spanning) = open {
            spanning.blocks().iter().for_each(|b| book(b, IGNORED, self.drafts));
        }
        Row { cells: kept }
    }
}

/// A part of the text under a heading that is ignored.
struct Part {
    /// The heading's rank; none for a plain line, whose part is the list right under it.
    rank: Option<u8>,
}

impl Part {
    fn under(heading: &Paragraph) -> Self {
        Self { rank: heading.style.heading }
    }

    fn goes_on(&self, block: &Block) -> bool {
        match (block, self.rank) {
            (Block::Paragraph(p), Some(rank)) => p.style.heading.is_none_or(|own| own > rank),
            (Block::Paragraph(p), None) => p.marker.is_some(),
            (_, rank) => rank.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hints, Options, extract_with};
    use cvf_framework::Profiles;

    fn read(text: &str, hints: &[&str]) -> crate::Extraction {
        let document = cvf_text::read(text.as_bytes()).unwrap().value;
        let (profiles, hints) = (Profiles::built_in(), Hints::parse(hints.iter().copied()).unwrap());
        let read = extract_with("example", &document, Options { hints: &hints, ..Options::new(&profiles) });
        assert!(read.value.ledger.balances(), "{:?}", read.value.ledger);
        read.value
    }

    fn texts(read: &crate::Extraction) -> Vec<&str> {
        read.witness.units.iter().map(|u| u.text.as_str()).collect()
    }

    const PAGES: &str = "We collaborate\nLevel 1\n- I listen to others.\n- I share what I know.\n\u{c}We are analytical\nLevel 1\n- I look for the cause.\n- I weigh what I find.\n";

    #[test]
    fn other_pages_are_residue() {
        let read = read(PAGES, &["pages=2"]);
        assert_eq!(texts(&read), ["I look for the cause.", "I weigh what I find."]);
        assert!(read.witness.residue.iter().any(|r| r.reason == "other-page" && r.text == "I listen to others."));
    }

    #[test]
    fn an_ignored_column_is_residue_and_the_others_stay() {
        let table = "| Competency | Level 1 | Level 2 | Comments |\n|---|---|---|---|\n| Care | I look after tools. | I teach the care of tools. | Seen in May |\n| Thrift | I waste no wood. | I plan so that no wood is wasted. | Not yet seen |\n";
        let read = read(table, &["ignore=[comments]"]);
        assert_eq!(read.witness.units.len(), 4, "{:?}", texts(&read));
        let ignored = |r: &&cvf_framework::Residue| r.reason == "ignored";
        let set_aside: Vec<&str> = read.witness.residue.iter().filter(ignored).map(|r| r.text.as_str()).collect();
        assert_eq!(set_aside, ["Comments", "Seen in May", "Not yet seen"]);
    }

    #[test]
    fn a_hint_about_nothing_is_said() {
        let document = cvf_text::read(b"We collaborate\nLevel 1\n- I listen to others.\n").unwrap().value;
        let (profiles, hints) = (Profiles::built_in(), Hints::parse(["ignore=RAG", "pages=3"]).unwrap());
        let read = extract_with("example", &document, Options { hints: &hints, ..Options::new(&profiles) });
        let said: Vec<&str> = read.warnings.iter().filter(|w| w.code == "hint").map(|w| w.message.as_str()).collect();
        assert_eq!(said.len(), 2, "{said:?}");
    }
}
