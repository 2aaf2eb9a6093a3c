//! OpenDocument spreadsheets: the texts that cells show, with what they span. Own, on quick-xml:
//! calamine 0.38 gives an `.ods` file's values but no merged cells.

use crate::ReadError;
use crate::archive::{self, attribute};
use crate::workbook::{Merged, Sheet, Value, Workbook};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::BTreeSet;

pub(crate) fn read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    if archive::needs_password(bytes) {
        return Err(ReadError::Protected);
    }
    let content =
        archive::text(bytes, "content.xml").ok_or_else(|| ReadError::Damaged("it has no content".to_owned()))?;
    let mut walk = Walk::default();
    let mut reader = Reader::from_str(&content);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => walk.open(&element),
            Ok(Event::End(element)) => walk.close(element.local_name().into_inner()),
            Ok(Event::Text(text)) => walk.text(&text.into_inner()),
            Ok(Event::CData(text)) => walk.text(&text.into_inner()),
            Ok(Event::GeneralRef(reference)) => {
                let named = quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned);
                let sign = reference.resolve_char_ref().ok().flatten().map(String::from).or(named);
                walk.text(&sign.unwrap_or_default());
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                walk.book.unread.push(format!("the file breaks off: {error}"));
                break;
            }
        }
    }
    walk.finish();
    Ok(walk.book)
}

/// Repeated cells and rows with text that are believed; programs repeat blank ones by thousands.
const MOST_REPEATED: u32 = 1000;

#[derive(Default)]
struct Walk {
    book: Workbook,
    /// Styles of sheets that are not shown.
    hidden: BTreeSet<String>,
    style: String,
    sheet: Option<Sheet>,
    row: u32,
    row_repeated: u32,
    column: u32,
    /// Columns that the sheet has declared so far.
    declared: u32,
    /// Groups of rows or columns that are open: what is folded up in them still counts as shown.
    groups: usize,
    cell: Option<Cell>,
    /// Elements open inside a note or a drawing.
    beside: usize,
    paragraphs: usize,
}

#[derive(Default)]
struct Cell {
    text: String,
    repeated: u32,
    columns: u32,
    rows: u32,
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

/// True for a row or column that is not shown.
fn is_unseen(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}

impl Walk {
    fn open(&mut self, element: &BytesStart<'_>) {
        if self.beside > 0 {
            self.beside += 1;
            return;
        }
        match element.local_name().into_inner() {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" if attribute(element, "display").as_deref() == Some("false") => {
                self.hidden.insert(self.style.clone());
            }
            "table" if self.sheet.is_none() => {
                let style = attribute(element, "style-name").unwrap_or_default();
                let hidden = self.hidden.contains(&style);
                let name = attribute(element, "name").unwrap_or_default();
                self.sheet = Some(Sheet::behind(&self.book.sheets, name, hidden));
                (self.row, self.declared, self.groups) = (0, 0, 0);
            }
            "table-row-group" | "table-column-group" => self.groups += 1,
            "table-column" => {
                let first = self.declared;
                self.declared = first.saturating_add(count(element, "number-columns-repeated"));
                if let Some(sheet) = self.sheet.as_mut().filter(|_| self.groups == 0 && is_unseen(element)) {
                    sheet.unseen.add_columns(first, self.declared - 1);
                }
            }
            "table-row" => {
                (self.row_repeated, self.column) = (count(element, "number-rows-repeated"), 0);
                if let Some(sheet) = self.sheet.as_mut().filter(|_| self.groups == 0 && is_unseen(element)) {
                    sheet.unseen.add_rows(self.row, self.row.saturating_add(self.row_repeated - 1));
                }
            }
            "table-cell" | "covered-table-cell" => {
                let [repeated, columns, rows] =
                    ["number-columns-repeated", "number-columns-spanned", "number-rows-spanned"]
                        .map(|n| count(element, n));
                self.cell = Some(Cell { text: String::new(), repeated, columns, rows });
                self.paragraphs = 0;
            }
            "p" => {
                if self.paragraphs > 0 {
                    self.text("\n");
                }
                self.paragraphs += 1;
            }
            "line-break" => self.text("\n"),
            "tab" | "s" => self.text(" "),
            "annotation" | "shapes" | "frame" | "custom-shape" => self.beside = 1,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.beside == 0 && self.paragraphs > 0) {
            cell.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str) {
        if self.beside > 0 {
            self.beside -= 1;
            return;
        }
        match name {
            "table-cell" | "covered-table-cell" => self.close_cell(),
            "table-row-group" | "table-column-group" => self.groups = self.groups.saturating_sub(1),
            "table-row" => self.row = self.row.saturating_add(self.row_repeated),
            "table" => self.finish(),
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let (Some(cell), Some(sheet)) = (self.cell.take(), self.sheet.as_mut()) else { return };
        let (row, column) = (self.row, self.column);
        self.column = column.saturating_add(cell.repeated);
        if cell.text.trim().is_empty() {
            return;
        }
        if cell.columns > 1 || cell.rows > 1 {
            let last = (row.saturating_add(cell.rows - 1), column.saturating_add(cell.columns - 1));
            sheet.merged.push(Merged { first: (row, column), last });
        }
        for down in 0..self.row_repeated.min(MOST_REPEATED) {
            for right in 0..cell.repeated.min(MOST_REPEATED) {
                let value = Value { text: cell.text.clone(), ..Value::default() };
                if !sheet.add((row.saturating_add(down), column.saturating_add(right)), value) {
                    return;
                }
            }
        }
    }

    fn finish(&mut self) {
        self.book.sheets.extend(self.sheet.take());
    }
}
