//! Tables whose format tells cells and spans apart: Word, web pages, and pages with geometry.

use crate::draft::Drafts;
use crate::grid::{
    Grid, HeaderRow, RowLabel, continue_row, data_cells, data_row, filled_width, header_row, is_header,
    is_level_header, is_marked, is_section_header, sections, span, spans_all,
};
use crate::labels::{bare_level, looks_like_name};
use crate::table_names::names_of_rows;
use cvf_document::{Block, Cell, Covered, Fidelity, Row, Table, Text};
use cvf_framework::{Part, Profiles, Route};

/// Reads a table into grids.
pub(crate) fn read(table: &Table, context: Route, profiles: &Profiles, drafts: &mut Drafts, grids: &mut Vec<Grid>) {
    let label_column = has_label_column(table, profiles);
    let top = header_rows(table, label_column, profiles);
    let bold = table.rows.iter().filter(|row| is_bold(row)).count() * 2 > table.rows.len();
    let mut reading = Reading {
        profiles,
        grids,
        label_column,
        context,
        fidelity: table.fidelity,
        bold,
        headers: Vec::new(),
        label: None,
        in_data: false,
        named_rows: names_of_rows(table, profiles).is_some(),
    };
    for (i, row) in table.rows.iter().enumerate() {
        reading.row(row, i < top, drafts);
    }
    let Reading { headers, grids, .. } = reading;
    // A cluster's name over no more rows has the headers of the rows above it.
    let above = |name: &Text| grids.iter().flat_map(|g| &g.headers).any(|h| h.printed().any(|(_, n)| n == name));
    for row in headers {
        row.printed().filter(|(_, name)| !above(name)).for_each(|(_, name)| drafts.label(name.clone()));
    }
}

struct Reading<'a> {
    profiles: &'a Profiles,
    grids: &'a mut Vec<Grid>,
    label_column: bool,
    context: Route,
    fidelity: Fidelity,
    /// Most rows are bold.
    bold: bool,
    /// Header rows above data that has not come yet.
    headers: Vec<HeaderRow>,
    /// The label that holds for rows that have none of their own.
    label: Option<RowLabel>,
    in_data: bool,
    /// Competencies stand before the rows, under levels.
    named_rows: bool,
}

impl Reading<'_> {
    fn row(&mut self, row: &Row, top: bool, drafts: &mut Drafts) {
        let filled: Vec<&Cell> = row.cells.iter().filter(|c| !c.is_empty()).collect();
        match filled.as_slice() {
            [] => {}
            [only] if self.banner(row, only, drafts) => {}
            _ if top || self.is_later_header(row) => self.header(row, drafts),
            _ => self.data(row, drafts),
        }
    }

    /// A single cell over the whole width that names the level or section of the rows below.
    fn banner(&mut self, row: &Row, only: &Cell, drafts: &mut Drafts) -> bool {
        if row.cells.len() < 2 || !spans_all(row) || self.heads_again(only) {
            return false;
        }
        let label = match (bare_level(only.as_str(), self.profiles), sections(only.as_str(), self.profiles)) {
            (Some(level), _) => RowLabel::Level(level),
            (None, Some(sections)) => RowLabel::Sections(sections),
            (None, None) if self.named_rows && self.names_rows(only) => {
                self.cluster(only, drafts);
                return true;
            }
            (None, None) if self.names_rows(only) => RowLabel::Name(only.text().clone()),
            (None, None) => return false,
        };
        drafts.book_markers(only);
        match &label {
            RowLabel::Level(level) => {
                let route = Route { level: Some(level.clone()), ..self.context.clone() };
                drafts.heading(Part::Level, only.text(), &route);
            }
            _ => drafts.label(only.text().clone()),
        }
        self.label = Some(label);
        true
    }

    /// A cluster over the rows of competencies below: they are a table with the same headers.
    fn cluster(&mut self, only: &Cell, drafts: &mut Drafts) {
        drafts.book_markers(only);
        self.context = Route { cluster: Some(only.as_str().to_owned()), ..Route::default() };
        drafts.heading(Part::Cluster, only.text(), &self.context.clone());
        self.label = None;
        if let (true, Some(open)) = (std::mem::take(&mut self.in_data), self.grids.last()) {
            self.headers = open.headers.clone();
        }
    }

    /// True if a cell over the whole width is one of the headers of the table that is open.
    fn heads_again(&self, only: &Cell) -> bool {
        let printed = |h: &HeaderRow| h.printed().any(|(_, name)| name.as_str() == only.as_str());
        self.grids.last().is_some_and(|g| g.headers.iter().any(printed))
    }

    /// True if a cell over the whole width, under headers, is the name of the rows below: a
    /// level of its own name, or a competency where the columns are levels.
    fn names_rows(&self, only: &Cell) -> bool {
        (self.in_data || !self.headers.is_empty()) && looks_like_name(only.as_str()) && !is_marked(only)
    }

    /// Headers come again after data where they name what is known, over a new part of the
    /// table or at the top of a page.
    fn is_later_header(&self, row: &Row) -> bool {
        let again = spans_all(row) && row.cells.first().is_some_and(|c| self.heads_again(c));
        if again || (!self.label_column && is_level_header(row, self.profiles)) {
            return true;
        }
        if !is_header(row, self.profiles) {
            return false;
        }
        let mut names = row.cells.iter().skip(usize::from(self.label_column)).filter(|c| !c.is_empty()).peekable();
        let known = |c: &Cell| {
            let (text, profiles) = (c.as_str(), self.profiles);
            let label = bare_level(text, profiles).is_some() || sections(text, profiles).is_some();
            label || profiles.resolve(text).is_some()
        };
        names.peek().is_some() && (names.all(known) || self.is_repeated(row) || self.is_dressed(row))
    }

    /// True if the row is bold in a table whose rows are not.
    fn is_dressed(&self, row: &Row) -> bool {
        !self.bold && is_bold(row)
    }

    /// True if the row is one of the headers of the table that is open.
    fn is_repeated(&self, row: &Row) -> bool {
        let printed = |h: &HeaderRow| -> Vec<String> { h.printed().map(|(_, n)| n.as_str().to_owned()).collect() };
        let cells = self.data_cells(row).iter().filter(|c| !c.is_empty());
        let names: Vec<String> = cells.map(|c| c.as_str().trim_end_matches(':').to_owned()).collect();
        self.grids.last().is_some_and(|g| g.headers.iter().any(|h| printed(h) == names))
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
        self.label = None;
    }

    fn data(&mut self, row: &Row, drafts: &mut Drafts) {
        let first = row.cells.first().filter(|_| self.label_column);
        let blank = first.is_some_and(Cell::is_empty);
        if self.breaks_over(row, blank) {
            let cells = self.data_cells(row);
            if let Some(grid) = self.grids.last_mut() {
                continue_row(grid, cells, drafts);
            }
            return;
        }
        if let Some(first) = first.filter(|c| !c.is_empty()) {
            self.label = Some(row_label(first, self.profiles));
            drafts.label_cell(first);
        }
        self.open_grid(row);
        let label = self.label.clone().unwrap_or(RowLabel::None);
        let cells = data_row(self.data_cells(row), &label, drafts);
        if let Some(grid) = self.grids.last_mut() {
            grid.cells.extend(cells);
        }
    }

    /// A row without a label at the top of a page goes on from the last row of the page before.
    fn breaks_over(&self, row: &Row, blank: bool) -> bool {
        let columns = filled_width(self.data_cells(row));
        let open = self.grids.last().is_some_and(|g| g.fidelity == Fidelity::Drawn && g.columns >= columns);
        let first = row.cells.first().and_then(Cell::covered) != Some(Covered::Above);
        self.fidelity == Fidelity::Drawn && blank && first && !self.in_data && self.label.is_none() && open
    }

    fn open_grid(&mut self, row: &Row) {
        if self.in_data {
            return;
        }
        let mut headers = std::mem::take(&mut self.headers);
        let columns = headers.iter().map(HeaderRow::filled).max().unwrap_or(0).max(filled_width(self.data_cells(row)));
        for header in &mut headers {
            header.names.resize(columns, cvf_document::Text::default());
            header.spanned.resize(columns, false);
            if self.fidelity == Fidelity::Drawn {
                span(header, columns);
            }
        }
        let (context, fidelity) = (self.context.clone(), self.fidelity);
        self.grids.push(Grid { headers, cells: Vec::new(), columns, context, loose: false, fidelity });
        self.in_data = true;
    }
}

fn row_label(cell: &Cell, profiles: &Profiles) -> RowLabel {
    match (sections(cell.as_str(), profiles), bare_level(cell.as_str(), profiles)) {
        (Some(sections), _) => RowLabel::Sections(sections),
        (None, Some(level)) => RowLabel::Level(level),
        (None, None) => RowLabel::Name(cell.text().clone()),
    }
}

/// True if all that stands in a row is bold.
fn is_bold(row: &Row) -> bool {
    let mut paragraphs = row.cells.iter().flat_map(|c| c.blocks()).flat_map(Block::paragraphs).peekable();
    paragraphs.peek().is_some() && paragraphs.all(|p| p.style.bold)
}

fn words(cell: &Cell) -> usize {
    cell.as_str().split_whitespace().count()
}

/// True if the first column holds labels of rows: levels or sections, or names that are much
/// shorter than what stands beside them.
fn has_label_column(table: &Table, profiles: &Profiles) -> bool {
    let body = || table.rows.iter().filter(|row| row.cells.len() > 1 && !spans_all(row));
    let labelled = |row: &&Row| {
        let first = row.cells[0].as_str();
        let label = sections(first, profiles).is_some() || bare_level(first, profiles).is_some();
        label
            && !is_section_header(row, profiles)
            && row.cells[1..].iter().any(|c| !c.is_empty() && bare_level(c.as_str(), profiles).is_none())
    };
    if body().any(|row| labelled(&row)) {
        return true;
    }
    let rows: Vec<&Row> = body().skip(1).collect();
    let first = || rows.iter().map(|row| &row.cells[0]).filter(|c| !c.is_empty());
    let rest = || rows.iter().flat_map(|row| &row.cells[1..]).filter(|c| !c.is_empty());
    let mean = |sum: usize, count: usize| sum as f64 / count.max(1) as f64;
    let names = first().count() > 0 && first().all(|c| looks_like_name(c.as_str()) && !is_marked(c));
    let (short, long) =
        (mean(first().map(words).sum(), first().count()), mean(rest().map(words).sum(), rest().count()));
    names && short * 2.0 <= long
}

/// How many rows at the top are headers: with labels before the rows, all names above the first
/// label; else names that span, the names below them, and levels below those.
fn header_rows(table: &Table, label_column: bool, profiles: &Profiles) -> usize {
    let header = |row: &Row| is_header(row, profiles) && !row.cells.iter().any(is_marked);
    let named = |row: &Row| match row.cells.iter().position(|c| !c.is_empty()) {
        Some(0) => {
            row.cells.iter().skip(1).any(|c| !c.is_empty()) && bare_level(row.cells[0].as_str(), profiles).is_none()
        }
        Some(_) => true,
        None => true,
    };
    let top = table.rows.iter().take_while(|row| header(row) || is_level_header(row, profiles)).count();
    if label_column {
        let above = table.rows.iter().take(top).take_while(|row| named(row) || spans_all(row)).count();
        return if above == table.rows.len() { above.min(1) } else { above };
    }
    let spanning = |row: &Row| row.cells.iter().any(|c| c.covered() == Some(Covered::Left));
    let known = |row: &Row| row.cells.iter().filter(|c| !c.is_empty()).all(|c| profiles.resolve(c.as_str()).is_some());
    let upper = table.rows.iter().take(top).take_while(|row| spanning(row)).count();
    let more = table.rows.iter().take(top).skip(upper + 1);
    (upper + 1 + more.take_while(|row| is_level_header(row, profiles) || known(row)).count()).min(top)
}
