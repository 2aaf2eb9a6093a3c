//! Cells of tables → units.

use crate::columns::{self, ColumnRoute, Columns, readable};
use crate::draft::{Draft, Drafts};
use crate::grid::{Grid, GridCell, Grids, RowLabel, join};
use crate::runon::{self, Cut, Group};
use cvf_document::{Document, Fidelity};
use cvf_framework::{Kind, Method, Part, Profiles, Route, Section};
use std::collections::{BTreeMap, BTreeSet};

/// Places every cell of every table.
pub(crate) fn place(grids: &Grids, document: &Document, profiles: &Profiles, drafts: &mut Drafts) {
    let columns = columns::columns(&grids.grids, profiles);
    let cuts = cut_all(&grids.grids, profiles);
    // Headers that stand over several grids of a table are booked once.
    let mut booked = BTreeSet::new();
    for (number, grid) in grids.grids.iter().enumerate() {
        headers(grid, &columns[number], document, profiles, &mut booked, drafts);
        let across = columns[number].iter().flatten().any(|c| c.route.level.is_some());
        for (index, cell) in grid.cells.iter().enumerate().filter(|(_, cell)| !cell.words.is_empty()) {
            let column = columns[number].as_ref().and_then(|c| c.get(cell.column));
            match column {
                Some(column) => units(cell, column, &cuts[&(number, index)], (grid, across), drafts),
                None => {
                    let text = join(&cell.words);
                    drafts.unplaced(document, &text, "a table without headers that can be read");
                }
            }
        }
    }
}

/// Cuts all cells; those with the same kind of label have the same number of items.
fn cut_all(grids: &[Grid], profiles: &Profiles) -> BTreeMap<(usize, usize), Cut> {
    let mut places: BTreeMap<GroupKey, Vec<(usize, usize)>> = BTreeMap::new();
    for (g, grid) in grids.iter().enumerate() {
        for (c, cell) in grid.cells.iter().enumerate().filter(|(_, cell)| !cell.words.is_empty()) {
            let sections = if let RowLabel::Sections(sections) = &cell.label { sections.len() } else { 0 };
            let key = GroupKey { sections, loose: grid.loose, whole: is_whole(grid) };
            places.entry(key).or_default().push((g, c));
        }
    }
    let words = |&(g, c): &(usize, usize)| grids[g].cells[c].words.as_slice();
    let group = |(key, places): (&GroupKey, &Vec<(usize, usize)>)| Group {
        cells: places.iter().map(words).collect(),
        parts: key.sections.max(1),
        whole: key.whole,
    };
    let groups: Vec<Group<'_>> = places.iter().map(group).collect();
    let cuts = runon::cut(&groups, &profiles.language);
    places.into_values().flatten().zip(cuts.into_iter().flatten()).collect()
}

/// What cells share that are cut together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct GroupKey {
    sections: usize,
    loose: bool,
    whole: bool,
}

/// True if items of the table's cells are told apart by the format.
fn is_whole(grid: &Grid) -> bool {
    match grid.fidelity {
        Fidelity::Typed => false,
        Fidelity::Drawn => grid.cells.iter().any(|c| c.marked),
        Fidelity::Marked => true,
    }
}

/// Books the headers of a table: as headings, or as unplaced text where they cannot be read.
fn headers(
    grid: &Grid,
    columns: &Columns,
    document: &Document,
    profiles: &Profiles,
    booked: &mut BTreeSet<Option<usize>>,
    drafts: &mut Drafts,
) {
    let parts = columns::header_parts(grid, profiles);
    let mut parts = parts.into_iter();
    for row in &grid.headers {
        let part = if readable(row) { parts.next().flatten() } else { None };
        for (i, name) in row.printed().filter(|(_, name)| booked.insert(name.offsets().first().copied())) {
            let column = columns.as_ref().and_then(|c| c.get(i));
            match (readable(row), part, column) {
                (false, ..) => drafts.unplaced(document, name, "a header that is not above most columns"),
                (true, Some(part), Some(column)) => {
                    let part = if column.inferred.contains(&Part::Competency) { Part::SubCompetency } else { part };
                    drafts.heading(part, name, &Route { level: None, ..column.route.clone() });
                }
                _ => drafts.label(name.clone()),
            }
        }
    }
}

/// Adds the units of a cell of a grid, whose columns are levels if they run across.
fn units(cell: &GridCell, column: &ColumnRoute, cut: &Cut, (grid, across): (&Grid, bool), drafts: &mut Drafts) {
    let mut ends: Vec<usize> = cut.firsts.iter().skip(1).copied().collect();
    ends.push(cell.words.len());
    let count = cut.firsts.len();
    for (i, (&from, &to)) in cut.firsts.iter().zip(&ends).enumerate() {
        let words = &cell.words[from..to];
        let (kind, route) = kind_and_route(&cell.label, column, across, (i, count));
        let method = match (count, words[0].bullet, grid.loose) {
            (_, _, true) => Method::Grid,
            (1, ..) | (_, true, _) => Method::Table,
            _ => Method::RunOn,
        };
        let confidence = (column.confidence * cut.confidence * 100.0).round() / 100.0;
        let inferred = column.inferred.clone();
        drafts.units.push(Draft { kind, route, text: join(words), method, confidence, inferred, part_of: None });
    }
}

/// The kind and place of an item, by its number in its cell and their count.
fn kind_and_route(label: &RowLabel, column: &ColumnRoute, across: bool, (i, count): (usize, usize)) -> (Kind, Route) {
    let mut route = column.route.clone();
    let mut section = column.section;
    match label {
        RowLabel::None => {}
        RowLabel::Level(level) => route.level = Some(level.clone()),
        RowLabel::Sections(sections) => {
            section = Some(sections[(i * sections.len() / count.max(1)).min(sections.len() - 1)]);
        }
        RowLabel::Name(name) => name_row(&mut route, name.as_str(), across),
    }
    let kind = match section {
        Some(Section::Description | Section::Indicators) | None if route.value.is_some() => Kind::ValueDescription,
        Some(Section::Underdone) => Kind::Underdone,
        Some(Section::Overdone) => Kind::Overdone,
        Some(Section::Importance) => Kind::Importance,
        Some(Section::Description) => Kind::Description,
        Some(Section::Indicators | Section::Values) | None => Kind::Indicator,
    };
    if kind != Kind::Indicator {
        route.level = None;
    }
    (kind, route)
}

/// A name before a row is a competency where the columns are levels, else a level with a name
/// of its own.
fn name_row(route: &mut Route, name: &str, across: bool) {
    let bare = name[..crate::labels::bare_name_len(name)].to_owned();
    match across {
        true => route.competency = Some(bare),
        false => route.level = Some(bare),
    }
}
