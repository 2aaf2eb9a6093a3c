//! A workbook in its own terms, and how it is lowered.

use crate::cell;
use crate::grid::{self, Rows};
use cvf_document::{
    Anchors, Block, Budget, Document, Paragraph, Region, RegionKind, SpanCell, Style, Text, Warned, Warning,
};
use std::collections::{BTreeMap, BTreeSet};

/// The sheets of a workbook.
#[derive(Debug, Default)]
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<Sheet>,
    /// Sheets that could not be read, with the reason.
    pub(crate) unread: Vec<String>,
}

/// A sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    /// Cells with text, by row and column from 0.
    pub(crate) cells: BTreeMap<(u32, u32), Value>,
    pub(crate) merged: Vec<Merged>,
    /// Most cells with text that are read of it.
    room: usize,
    /// It has more cells than are read.
    pub(crate) cut: bool,
}

/// What a cell shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) bold: bool,
    /// Size of its type in tenths of a point; 0 where it is not known.
    pub(crate) size: u16,
}

/// A range of cells that are one: its first and last row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    pub(crate) first: (u32, u32),
    pub(crate) last: (u32, u32),
}

/// Names that spreadsheet programs give to new sheets, before their number.
const DEFAULT_NAMES: &[&str] = &[
    "sheet",
    "tabelle",
    "feuil",
    "feuille",
    "hoja",
    "blad",
    "foglio",
    "planilha",
    "plan",
    "folha",
    "ark",
    "taul",
    "taulukko",
    "arkusz",
    "list",
    "munka",
    "лист",
    "аркуш",
    "工作表",
];

/// Places of a sheet's table for each cell that may have text: a table with more is read as a list
/// of its cells.
const PLACES: usize = 4;

/// Most places of a sheet's table.
fn most_places() -> usize {
    PLACES.saturating_mul(Budget::Blocks.count())
}

impl Default for Sheet {
    fn default() -> Self {
        let (name, cells, merged) = (String::new(), BTreeMap::new(), Vec::new());
        Self { name, hidden: false, cells, merged, room: Budget::Blocks.count(), cut: false }
    }
}

impl Sheet {
    /// A sheet behind others of its workbook, which take of the room for cells.
    pub(crate) fn behind(others: &[Self], name: String, hidden: bool) -> Self {
        let taken = others.iter().map(|s| s.cells.len()).sum();
        Self { name, hidden, room: Budget::Blocks.count().saturating_sub(taken), ..Self::default() }
    }

    /// Adds a cell; says whether there was room for it.
    pub(crate) fn add(&mut self, at: (u32, u32), value: Value) -> bool {
        self.cut |= self.cells.len() >= self.room;
        if !self.cut && !value.text.trim().is_empty() {
            self.cells.insert(at, value);
        }
        !self.cut
    }

    fn has_own_name(&self) -> bool {
        let stem = self.name.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim_end().to_lowercase();
        !DEFAULT_NAMES.contains(&stem.as_str()) && !stem.is_empty()
    }
}

impl Workbook {
    /// The document; `None` if no cell has text.
    pub(crate) fn lower(self) -> Option<Warned<Document>> {
        let mut warnings = self.warnings();
        let filled: Vec<&Sheet> = self.sheets.iter().filter(|s| !s.cells.is_empty()).collect();
        let several = filled.iter().filter(|s| !s.hidden).count() > 1;
        let mut ink = Ink::default();
        let mut hidden = Vec::new();
        for sheet in &filled {
            let mut blocks = Vec::new();
            if several && sheet.has_own_name() {
                blocks.push(ink.name(&sheet.name));
            }
            blocks.extend(ink.sheet(sheet));
            if sheet.hidden {
                hidden.push(sheet.name.as_str());
                blocks = vec![Block::Region(Region { kind: RegionKind::Hidden, blocks })];
            }
            ink.blocks.extend(blocks);
        }
        if !hidden.is_empty() {
            let said = format!("hidden sheets are set aside: {}", hidden.join(", "));
            warnings.push(Warning::new("hidden-sheet", said));
        }
        (!filled.is_empty()).then(|| Warned { value: ink.finish(), warnings })
    }

    fn warnings(&self) -> Vec<Warning> {
        let unread = self.unread.iter().map(|why| Warning::new("damaged", format!("a sheet is not read: {why}")));
        let cut = self.sheets.iter().filter(|s| s.cut).map(|sheet| {
            let what = format!("the sheet {:?} has more cells than are read, and the rest is left out", sheet.name);
            Warning::new("too-long", Budget::Blocks.exceeded(&what))
        });
        unread.chain(cut).collect()
    }
}

/// The text of a workbook as it is written down, with the cell that each piece stands in.
#[derive(Default)]
struct Ink {
    stream: Vec<char>,
    paths: Vec<(usize, String)>,
    separators: Vec<usize>,
    blocks: Vec<Block>,
}

impl Ink {
    fn write(&mut self, text: &str, path: String) -> Text {
        let from = self.stream.len();
        self.paths.push((from, path));
        self.stream.extend(text.chars());
        let text = Text::from_stream(&self.stream, from..self.stream.len());
        self.stream.push('\n');
        text
    }

    fn name(&mut self, name: &str) -> Block {
        let text = self.write(name, name.to_owned()).collapsed();
        Block::Paragraph(Paragraph { style: Style { heading: Some(1), ..Style::default() }, ..Paragraph::plain(text) })
    }

    fn sheet(&mut self, sheet: &Sheet) -> Vec<Block> {
        let layout = Layout::of(sheet);
        let mut rows: Rows = vec![Vec::new(); layout.rows.len()];
        let flat = layout.rows.len().saturating_mul(layout.columns.len()) > most_places();
        for (r, row) in layout.rows.iter().enumerate() {
            for column in &layout.columns {
                let at = (*row, *column);
                let value = sheet.cells.get(&at);
                let span = layout.span(at);
                if (layout.covered.contains(&at) && value.is_none()) || (flat && value.is_none()) {
                    continue;
                }
                let blocks = value.map_or_else(Vec::new, |value| self.cell(sheet, at, value));
                rows[r].push(SpanCell { blocks, columns: span.1, rows: span.0 });
            }
        }
        grid::lower(if flat { rows.into_iter().flatten().map(|cell| vec![cell]).collect() } else { rows })
    }

    fn cell(&mut self, sheet: &Sheet, at: (u32, u32), value: &Value) -> Vec<Block> {
        let text = self.write(&value.text, format!("{}!{}{}", sheet.name, letters(at.1), at.0 + 1));
        let dress = Style { bold: value.bold, size: value.size, ..Style::default() };
        cell::blocks(&text, dress, &mut self.separators)
    }

    fn finish(mut self) -> Document {
        cvf_document::dress::rank_headings(&mut self.blocks);
        Document::new(self.stream, self.blocks, self.separators).with_anchors(Anchors::Paths(self.paths))
    }
}

/// The rows and columns of a sheet in which some text stands, and the merged ranges in them.
struct Layout {
    rows: Vec<u32>,
    columns: Vec<u32>,
    /// Rows and columns that a merged cell spans, by its place.
    spans: BTreeMap<(u32, u32), (usize, usize)>,
    /// Places inside merged cells.
    covered: BTreeSet<(u32, u32)>,
}

impl Layout {
    fn of(sheet: &Sheet) -> Self {
        let rows: BTreeSet<u32> = sheet.cells.keys().map(|at| at.0).collect();
        let columns: BTreeSet<u32> = sheet.cells.keys().map(|at| at.1).collect();
        let mut layout = Self {
            rows: rows.iter().copied().collect(),
            columns: columns.iter().copied().collect(),
            spans: BTreeMap::new(),
            covered: BTreeSet::new(),
        };
        for merged in &sheet.merged {
            let within = |lines: &BTreeSet<u32>, from: u32, to: u32| -> Vec<u32> {
                lines.range(from..=to.max(from)).copied().collect()
            };
            let high = within(&rows, merged.first.0, merged.last.0);
            let wide = within(&columns, merged.first.1, merged.last.1);
            if !sheet.cells.contains_key(&merged.first) || high.len() * wide.len() > most_places() {
                continue;
            }
            layout.spans.insert(merged.first, (high.len(), wide.len()));
            let inside = high.iter().flat_map(|row| wide.iter().map(|column| (*row, *column)));
            layout.covered.extend(inside.filter(|at| *at != merged.first));
        }
        layout
    }

    fn span(&self, at: (u32, u32)) -> (usize, usize) {
        self.spans.get(&at).copied().unwrap_or((1, 1))
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
fn letters(column: u32) -> String {
    let mut left = column + 1;
    let mut out = Vec::new();
    while left > 0 {
        out.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str, cells: &[((u32, u32), &str)]) -> Sheet {
        let value = |text: &str| Value { text: text.to_owned(), ..Value::default() };
        let cells = cells.iter().map(|(at, text)| (*at, value(text))).collect();
        Sheet { name: name.to_owned(), cells, ..Sheet::default() }
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn blank_rows_and_columns_go_and_merged_cells_span() {
        let mut sheet = sheet("Sheet1", &[((0, 0), "Title"), ((2, 0), "Care"), ((2, 3), "a"), ((3, 3), "b")]);
        sheet.merged.push(Merged { first: (2, 0), last: (3, 1) });
        let read = Workbook { sheets: vec![sheet], unread: Vec::new() }.lower().unwrap().value;
        let Block::Table(table) = &read.blocks[1] else { panic!("a table") };
        let shown: Vec<Vec<&str>> = table.rows.iter().map(|r| r.cells.iter().map(|c| c.as_str()).collect()).collect();
        assert_eq!(shown, [["Care", "a"], ["", "b"]]);
        assert_eq!(table.rows[1].cells[0].covered(), Some(cvf_document::Covered::Above));
    }

    #[test]
    fn sheets_are_named_where_there_are_several_and_hidden_ones_are_said() {
        let one = |name| sheet(name, &[((0, 0), "a"), ((0, 1), "b")]);
        let hidden = Sheet { hidden: true, ..one("Old") };
        let read = Workbook { sheets: vec![one("Care"), one("Tabelle2"), hidden], unread: Vec::new() }.lower().unwrap();
        let heads: Vec<&str> = read
            .value
            .blocks
            .iter()
            .flat_map(Block::paragraphs)
            .filter(|p| p.style.heading.is_some())
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(heads, ["Care", "Old"]);
        assert_eq!(read.warnings[0].code, "hidden-sheet");
    }
}
