//! A workbook in its own terms, and how it is lowered.

use crate::cell;
use crate::grid::{self, Rows};
use crate::unseen::Unseen;
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
    /// Rows and columns that are not shown.
    pub(crate) unseen: Unseen,
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

/// Cells with their rows and columns.
type Placed = Vec<((u32, u32), Value)>;

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
        Self { name, hidden: false, cells, merged, unseen: Unseen::default(), room: Budget::Blocks.count(), cut: false }
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

    /// Takes the cells out that are not shown, if any other is. A merged cell shows its text in
    /// what is left of it.
    fn take_unseen(&mut self) -> Placed {
        for merged in &mut self.merged {
            let Some(shown) = self.unseen.first_shown(merged).filter(|at| *at != merged.first) else { continue };
            if let Some(value) = self.cells.remove(&merged.first) {
                self.cells.insert(shown, value);
            }
            merged.first = shown;
        }
        if self.cells.keys().all(|at| self.unseen.holds(*at)) {
            return Placed::new();
        }
        let (aside, shown) = std::mem::take(&mut self.cells).into_iter().partition(|(at, _)| self.unseen.holds(*at));
        self.cells = shown;
        let aside: BTreeMap<(u32, u32), Value> = aside;
        aside.into_iter().collect()
    }

    fn has_own_name(&self) -> bool {
        let stem = self.name.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim_end().to_lowercase();
        !DEFAULT_NAMES.contains(&stem.as_str()) && !stem.is_empty()
    }
}

impl Workbook {
    /// The document; `None` if no cell has text.
    pub(crate) fn lower(mut self) -> Option<Warned<Document>> {
        let mut warnings = self.warnings();
        let aside: Vec<Placed> = self.sheets.iter_mut().map(Sheet::take_unseen).collect();
        warnings.extend(self.sheets.iter().zip(&aside).filter(|(_, cells)| !cells.is_empty()).map(unseen_warning));
        let aside: BTreeMap<String, _> = self.sheets.iter().map(|s| s.name.clone()).zip(aside).collect();
        let filled: Vec<&Sheet> = self.sheets.iter().filter(|s| !s.cells.is_empty()).collect();
        let several = filled.iter().filter(|s| !s.hidden).count() > 1;
        let mut ink = Ink::default();
        let mut hidden = Vec::new();
        for sheet in &filled {
            let mut blocks = Vec::new();
            let named = several && sheet.has_own_name();
            blocks.extend(named.then(|| ink.name(&sheet.name)));
            let mut shown = ink.sheet(sheet);
            if !named {
                grid::title(&mut shown);
            }
            blocks.extend(shown);
            blocks.extend(ink.unseen(sheet, aside.get(&sheet.name).map_or(&[], Vec::as_slice)));
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

fn unseen_warning((sheet, cells): (&Sheet, &Placed)) -> Warning {
    let rows: BTreeSet<u32> = cells.iter().map(|(at, _)| at.0).filter(|row| sheet.unseen.holds_row(*row)).collect();
    let columns: BTreeSet<u32> = cells.iter().map(|(at, _)| at.1).filter(|c| sheet.unseen.holds_column(*c)).collect();
    let rows = rows.into_iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>();
    let columns = columns.into_iter().map(letters).collect::<Vec<_>>();
    let told = |what: &str, names: &[String]| match names {
        [] => None,
        names if names.len() > MOST_NAMED => Some(format!("{} {what}", names.len())),
        names => Some(format!("{what} {}", names.join(", "))),
    };
    let parts: Vec<String> = told("rows", &rows).into_iter().chain(told("columns", &columns)).collect();
    Warning::new("hidden-cells", format!("sheet {:?}: hidden {} are set aside", sheet.name, parts.join(" and ")))
}

/// Hidden rows or columns that a warning names one by one.
const MOST_NAMED: usize = 12;

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

    /// Cells of rows and columns that are not shown, in a region of their own.
    fn unseen(&mut self, sheet: &Sheet, cells: &[((u32, u32), Value)]) -> Option<Block> {
        let blocks: Vec<Block> = cells.iter().flat_map(|(at, value)| self.cell(sheet, *at, value)).collect();
        (!blocks.is_empty()).then_some(Block::Region(Region { kind: RegionKind::Hidden, blocks }))
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
    fn hidden_rows_and_columns_are_set_aside_and_said() {
        let cells = [((0, 0), "Care"), ((0, 1), "code"), ((0, 2), "a"), ((1, 2), "old"), ((2, 2), "b")];
        let mut sheet = sheet("Sheet1", &cells);
        sheet.merged.push(Merged { first: (0, 0), last: (2, 0) });
        sheet.unseen.add_row(1);
        sheet.unseen.add_columns(1, 1);
        let read = Workbook { sheets: vec![sheet], unread: Vec::new() }.lower().unwrap();
        let Block::Table(table) = &read.value.blocks[0] else { panic!("a table") };
        let shown: Vec<Vec<&str>> = table.rows.iter().map(|r| r.cells.iter().map(|c| c.as_str()).collect()).collect();
        assert_eq!(shown, [["Care", "a"], ["", "b"]]);
        let Block::Region(region) = &read.value.blocks[1] else { panic!("a region") };
        let aside: Vec<&str> = region.blocks.iter().flat_map(Block::paragraphs).map(|p| p.text.as_str()).collect();
        assert_eq!((region.kind, aside), (RegionKind::Hidden, vec!["code", "old"]));
        assert_eq!(read.warnings[0].message, "sheet \"Sheet1\": hidden rows 2 and columns B are set aside");
    }

    #[test]
    fn a_merged_cell_shows_in_what_is_left_of_it() {
        let mut sheet = sheet("Sheet1", &[((0, 0), "Care"), ((0, 1), "old"), ((1, 1), "a"), ((2, 1), "b")]);
        sheet.merged.push(Merged { first: (0, 0), last: (2, 0) });
        sheet.unseen.add_row(0);
        let read = Workbook { sheets: vec![sheet], unread: Vec::new() }.lower().unwrap().value;
        let Block::Table(table) = &read.blocks[0] else { panic!("a table") };
        assert_eq!(table.rows[0].cells[0].as_str(), "Care");
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
