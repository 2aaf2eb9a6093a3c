//! Tables: headers over columns, labels before rows, cells of items.

use crate::draft::Drafts;
use crate::labels::{bare_level, bare_name_len, looks_like_name};
use crate::runon::CellWord;
use crate::tails;
use cvf_document::flow::{begins_low, lacks_end};
use cvf_document::{Block, Cell, Covered, Fidelity, Row, Table, Text, marker};
use cvf_framework::{Part, Profiles, Route, Section, names};

/// What stands before a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RowLabel {
    None,
    Level(String),
    /// "Underdone", "Overdone", or both where two rows were merged; any other section alone.
    Sections(Vec<Section>),
    Name(Text),
}

/// A row of header cells, one for each column of data.
#[derive(Clone, Debug)]
pub(crate) struct HeaderRow {
    /// Names; blank where none is printed.
    pub(crate) names: Vec<Text>,
    /// True where the name belongs to the column to the left and spans to here.
    pub(crate) spanned: Vec<bool>,
}

impl HeaderRow {
    /// Reads header cells; a name that spans several columns stands over each of them. Colons
    /// and numbers around the names are booked.
    pub(crate) fn of(cells: &[Cell], drafts: &mut Drafts) -> Self {
        let mut row = Self { names: Vec::new(), spanned: Vec::new() };
        for cell in cells {
            let spanned = cell.covered() == Some(Covered::Left) && !row.names.is_empty();
            let name = match row.names.last() {
                Some(left) if spanned => left.clone(),
                _ => cell.text().to_byte(bare_name_len(cell.as_str())),
            };
            if !spanned {
                drafts.book_markers(cell);
                drafts.label(cell.text().slice(name.len()..cell.text().len()));
            }
            row.names.push(name);
            row.spanned.push(spanned);
        }
        row
    }

    /// Number of columns up to the last name.
    pub(crate) fn filled(&self) -> usize {
        self.names.iter().rposition(|n| !n.is_empty()).map_or(0, |i| i + 1)
    }

    /// The names as they are printed, each once, with its column: a name spread over the
    /// columns it spans stands in all of them.
    pub(crate) fn printed(&self) -> impl Iterator<Item = (usize, &Text)> {
        let first = |i: usize| !self.names[..i].iter().any(|n| n.offsets() == self.names[i].offsets());
        let printed = move |(i, name): &(usize, &Text)| !self.spanned[*i] && !name.is_empty() && first(*i);
        self.names.iter().enumerate().filter(printed)
    }
}

/// A data cell.
#[derive(Clone, Debug)]
pub(crate) struct GridCell {
    pub(crate) column: usize,
    pub(crate) label: RowLabel,
    pub(crate) words: Vec<CellWord>,
    /// Its items have bullets or numbers.
    pub(crate) marked: bool,
}

/// Data rows under one set of headers.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) headers: Vec<HeaderRow>,
    pub(crate) cells: Vec<GridCell>,
    pub(crate) columns: usize,
    pub(crate) context: Route,
    /// The table lost its rows and was counted out.
    pub(crate) loose: bool,
    /// How much of the table's structure is known.
    pub(crate) fidelity: Fidelity,
}

/// Every table of the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grids {
    pub(crate) grids: Vec<Grid>,
}

/// What a row of a table is.
enum RowKind {
    Header,
    Data(RowLabel),
    Continuation,
    Blank,
}

/// True if a row's single text spans all of its columns.
pub(crate) fn spans_all(row: &Row) -> bool {
    is_covered(row) || row.cells.iter().skip(1).all(Cell::is_empty)
}

/// True if the format says that a row's first cell spans over all others.
pub(crate) fn is_covered(row: &Row) -> bool {
    row.cells.iter().skip(1).all(|c| c.covered() == Some(Covered::Left))
}

/// The section that a label before a row opens.
pub(crate) fn section(text: &str, profiles: &Profiles) -> Option<Section> {
    profiles.language.section(text).filter(|s| *s != Section::Values)
}

/// The section, or the two that two merged rows have.
pub(crate) fn sections(text: &str, profiles: &Profiles) -> Option<Vec<Section>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let side = |t: &str| section(t, profiles).filter(|s| matches!(s, Section::Underdone | Section::Overdone));
    let cut = || (1..words.len()).find_map(|i| Some(vec![side(&words[..i].join(" "))?, side(&words[i..].join(" "))?]));
    section(text, profiles).map(|s| vec![s]).or_else(cut)
}

/// True if a row's cells are labels of sections, each of a column, or of levels in the first.
pub(crate) fn is_section_header(row: &Row, profiles: &Profiles) -> bool {
    let filled: Vec<&Cell> = row.cells.iter().filter(|c| !c.is_empty()).collect();
    let level = |c: &Cell| profiles.language.level_words.contains(&names::key(c.as_str()));
    let label = |(i, c): (usize, &&Cell)| section(c.as_str(), profiles).is_some() || (i == 0 && level(c));
    filled.len() > 1 && filled.iter().enumerate().all(label)
}

/// True if every cell of a row could be a name.
pub(crate) fn is_header(row: &Row, profiles: &Profiles) -> bool {
    let filled: Vec<&Cell> = row.cells.iter().filter(|c| !c.is_empty()).collect();
    let first = row.cells.first().map_or("", Cell::as_str);
    let labelled = (sections(first, profiles).is_some() && !is_section_header(row, profiles))
        || bare_level(first, profiles).is_some();
    let name = |c: &&Cell| {
        let bulleted = c.as_str().chars().next().is_some_and(marker::is_bullet);
        looks_like_name(c.as_str()) && !bulleted
    };
    !filled.is_empty() && !labelled && filled.iter().all(name)
}

impl Grids {
    pub(crate) fn add_loose(&mut self, table: &Table, context: Route, profiles: &Profiles, drafts: &mut Drafts) {
        self.read(table, context, profiles, drafts, true);
    }

    pub(crate) fn add_table(&mut self, table: &Table, context: Route, profiles: &Profiles, drafts: &mut Drafts) {
        self.read(table, context, profiles, drafts, false);
    }

    fn read(&mut self, table: &Table, context: Route, profiles: &Profiles, drafts: &mut Drafts, loose: bool) {
        let lone_markers = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_empty());
        lone_markers.for_each(|cell| drafts.book_markers(cell));
        if !loose && crate::records::read(table, &context, profiles, drafts) {
            return;
        }
        if table.fidelity != Fidelity::Typed {
            crate::cells::read(table, context, profiles, drafts, &mut self.grids);
            return;
        }
        let label_column = !loose && has_label_column(table, profiles);
        let grids = &mut self.grids;
        let mut reading = Reading { label_column, context, loose, grids, headers: Vec::new(), in_data: false };
        for row in &table.rows {
            match reading.kind(row, profiles) {
                RowKind::Blank => {}
                RowKind::Header => reading.header(row, drafts),
                RowKind::Data(label) => reading.data(row, label, drafts),
                RowKind::Continuation => reading.go_on(row, drafts),
            }
        }
        for row in reading.headers {
            row.printed().for_each(|(_, name)| drafts.label(name.clone()));
        }
    }
}

/// True if the first column holds labels of rows and not items.
fn has_label_column(table: &Table, profiles: &Profiles) -> bool {
    table.rows.iter().filter(|row| !is_header(row, profiles)).any(|row| {
        let first = row.cells.first().map_or("", Cell::as_str);
        let label = bare_level(first, profiles).is_some() || sections(first, profiles).is_some();
        let others = row.cells.iter().skip(1).any(|c| c.as_str().split(' ').count() >= 4);
        others && (label || (!first.is_empty() && looks_like_name(first)))
    })
}

/// A table while it is read.
struct Reading<'a> {
    label_column: bool,
    context: Route,
    loose: bool,
    /// Tables up to now; a row without a label at the top goes on in the last of them.
    grids: &'a mut Vec<Grid>,
    /// Header rows above data that has not come yet.
    headers: Vec<HeaderRow>,
    in_data: bool,
}

impl Reading<'_> {
    fn kind(&self, row: &Row, profiles: &Profiles) -> RowKind {
        if row.cells.iter().all(Cell::is_empty) {
            return RowKind::Blank;
        }
        let first = row.cells.first().map_or("", Cell::as_str);
        if self.label_column {
            if let Some(sections) = sections(first, profiles) {
                return RowKind::Data(RowLabel::Sections(sections));
            }
            if let Some(level) = bare_level(first, profiles).filter(|_| !is_level_header(row, profiles)) {
                return RowKind::Data(RowLabel::Level(level));
            }
        }
        let columns = self.grids.last().map_or(0, |g| g.columns);
        let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
        let full = !self.in_data || filled >= 2.min(columns);
        if !self.loose && is_header(row, profiles) && full || (self.loose && !self.in_data && is_header(row, profiles))
        {
            return RowKind::Header;
        }
        match (self.label_column, first.is_empty(), self.in_data) {
            (true, false, _) => RowKind::Data(RowLabel::Name(row.cells[0].text().clone())),
            (true, true, true) => RowKind::Continuation,
            (true, true, false) if !self.grids.is_empty() && row.cells.iter().any(is_long) => RowKind::Continuation,
            (true, true, false) => RowKind::Header,
            (false, ..) => RowKind::Data(RowLabel::None),
        }
    }

    fn data_cells<'r>(&self, row: &'r Row) -> &'r [Cell] {
        data_cells(row, self.label_column)
    }

    fn header(&mut self, row: &Row, drafts: &mut Drafts) {
        if self.in_data {
            self.in_data = false;
            self.headers.clear();
        }
        self.headers.push(header_row(row, self.label_column, drafts));
    }

    fn data(&mut self, row: &Row, label: RowLabel, drafts: &mut Drafts) {
        if !self.in_data {
            self.open_grid(row);
        }
        if let (true, Some(first)) = (self.label_column, row.cells.first()) {
            drafts.label_cell(first);
        }
        let cells = data_row(self.data_cells(row), &label, drafts);
        if let Some(grid) = self.grids.last_mut() {
            grid.cells.extend(cells);
        }
    }

    fn open_grid(&mut self, row: &Row) {
        let mut headers = std::mem::take(&mut self.headers);
        let columns = headers.iter().map(HeaderRow::filled).max().unwrap_or(0).max(filled_width(self.data_cells(row)));
        headers.iter_mut().for_each(|h| span(h, columns));
        let (context, loose) = (self.context.clone(), self.loose);
        let fidelity = Fidelity::Typed;
        self.grids.push(Grid { headers, cells: Vec::new(), columns, context, loose, fidelity });
        self.in_data = true;
    }

    fn go_on(&mut self, row: &Row, drafts: &mut Drafts) {
        let cells = self.data_cells(row).to_vec();
        if let Some(grid) = self.grids.last_mut() {
            continue_row(grid, &cells, drafts);
        }
    }
}

/// The cells of a row behind its label, if there is a column of labels.
pub(crate) fn data_cells(row: &Row, label_column: bool) -> &[Cell] {
    &row.cells[usize::from(label_column).min(row.cells.len())..]
}

/// Reads a row of headers, and books the corner in front of it.
pub(crate) fn header_row(row: &Row, label_column: bool, drafts: &mut Drafts) -> HeaderRow {
    if label_column && row.cells.len() > 1 && is_covered(row) {
        let mut header = HeaderRow::of(&row.cells, drafts);
        header.names.remove(0);
        header.spanned.remove(0);
        header.spanned[0] = false;
        return header;
    }
    if let (true, Some(corner)) = (label_column, row.cells.first()) {
        drafts.label_cell(corner);
    }
    HeaderRow::of(data_cells(row, label_column), drafts)
}

/// The cells of a data row.
pub(crate) fn data_row(cells: &[Cell], label: &RowLabel, drafts: &mut Drafts) -> Vec<GridCell> {
    let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let read = |(column, cell): (usize, &Cell)| GridCell {
        column,
        label: label.clone(),
        words: words(cell, drafts),
        marked: is_marked(cell),
    };
    filled.map(read).collect()
}

/// True if a paragraph of the cell has a bullet or number.
pub(crate) fn is_marked(cell: &Cell) -> bool {
    cell.blocks().iter().flat_map(Block::paragraphs).any(|p| p.marker.is_some())
}

/// Puts the cells of a row that was broken (by a page end, say) behind those of the row before it.
pub(crate) fn continue_row(grid: &mut Grid, cells: &[Cell], drafts: &mut Drafts) {
    for (column, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        let mut next = words(cell, drafts);
        match grid.cells.iter_mut().rev().find(|c| c.column == column) {
            Some(open) => {
                let ended = open.words.last().is_some_and(|w| w.text.as_str().ends_with(['.', '!', '?']));
                let capital = next.first().is_some_and(|w| w.text.as_str().starts_with(char::is_uppercase));
                if let Some(first) = next.first_mut().filter(|_| ended && capital) {
                    first.bullet = true;
                }
                let repeated = tails::extend(&mut open.words, next);
                drafts.set_aside("repeated", &join(&repeated));
            }
            None => {
                let label = grid.cells.last().map_or(RowLabel::None, |c| c.label.clone());
                grid.cells.push(GridCell { column, label, words: next, marked: is_marked(cell) });
            }
        }
    }
}

/// Longer than any name.
fn is_long(cell: &Cell) -> bool {
    cell.as_str().split(' ').count() > 6
}

/// True if a row names levels and nothing else.
pub(crate) fn is_level_header(row: &Row, profiles: &Profiles) -> bool {
    let filled: Vec<&Cell> = row.cells.iter().filter(|c| !c.is_empty()).collect();
    filled.len() > 1 && filled.iter().all(|c| bare_level(c.as_str(), profiles).is_some())
}

pub(crate) fn filled_width(cells: &[Cell]) -> usize {
    cells.iter().rposition(|c| !c.is_empty()).map_or(0, |i| i + 1)
}

/// Blank header cells of a table without drawn spans belong to the name on their left, if most names are followed by one.
pub(crate) fn span(row: &mut HeaderRow, columns: usize) {
    row.names.resize(columns, Text::default());
    row.spanned.resize(columns, false);
    let filled = row.names.iter().filter(|n| !n.is_empty()).count();
    if filled == 0 || row.names[0].is_empty() || columns > filled * 4 {
        return;
    }
    for i in 1..columns {
        if row.names[i].is_empty() {
            row.names[i] = row.names[i - 1].clone();
            row.spanned[i] = true;
        }
    }
}

/// The words of a cell; bullets are booked as markers. A paragraph of the cell begins an item
/// unless it goes on from the one before.
pub(crate) fn words(cell: &Cell, drafts: &mut Drafts) -> Vec<CellWord> {
    let mut words: Vec<CellWord> = Vec::new();
    for paragraph in cell.blocks().iter().flat_map(Block::paragraphs) {
        let before = words.last().map(|w| w.text.as_str());
        let goes_on = before.is_some_and(|w| lacks_end(w) && begins_low(paragraph.text.as_str()));
        let starts = paragraph.marker.is_some() || (before.is_some() && !goes_on);
        drafts.markers.extend(paragraph.marker.as_ref().map(|m| m.text.clone()));
        let mut more = words_of(&paragraph.text, drafts);
        if let Some(first) = more.first_mut().filter(|_| starts) {
            first.bullet = true;
        }
        words.extend(more);
    }
    words.shrink_to_fit();
    words
}

fn words_of(text: &Text, drafts: &mut Drafts) -> Vec<CellWord> {
    let mut words = Vec::new();
    let mut bullet = false;
    let dashed = text.as_str().starts_with(['-', '–', '*']) && marker::find(text.as_str()).is_some();
    for (range, word) in text.words() {
        let signs = match word {
            "-" | "–" | "*" if dashed => 1,
            "<br>" | "<br/>" => word.len(),
            _ => word.chars().take_while(|c| marker::is_bullet(*c)).count(),
        };
        let text = text.slice(range);
        if signs > 0 {
            drafts.markers.push(text.slice(0..signs));
            bullet = true;
        }
        if signs < text.len() {
            words.push(CellWord { text: text.slice(signs..text.len()), bullet });
            bullet = false;
        }
    }
    words
}

/// The text of a run of words.
pub(crate) fn join(words: &[CellWord]) -> Text {
    let mut text = Text::default();
    words.iter().for_each(|w| text.join(&w.text));
    text
}

/// The part that a row of headers names, from the names themselves; `None` if unknown.
pub(crate) fn known_part(row: &HeaderRow, profiles: &Profiles) -> Option<Part> {
    let names = || row.names.iter().filter(|n| !n.is_empty() && section(n.as_str(), profiles).is_none());
    if names().count() > 0 && names().all(|n| bare_level(n.as_str(), profiles).is_some()) {
        return Some(Part::Level);
    }
    let part = |n: &Text| profiles.resolve(n.as_str()).map(|k| k.part);
    let values = names().all(|n| part(n) == Some(Part::Value));
    // A competency of another framework may bear the name of a value.
    names().find_map(|n| part(n).filter(|p| values || *p != Part::Value))
}
