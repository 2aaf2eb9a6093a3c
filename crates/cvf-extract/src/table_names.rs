//! What the headers and the rows of a table name.

use crate::grid::{is_header, is_marked, section, sections, spans_all};
use crate::labels::{bare_level, looks_like_name};
use crate::records;
use cvf_document::{Cell, Row, Table, Text};
use cvf_framework::Profiles;

/// True if some header of the table is a name and no level, or its columns are levels and its
/// rows have names.
pub(crate) fn names_competencies(table: &Table, profiles: &Profiles) -> bool {
    if records::has_levels_only(table, &profiles.language) {
        return false;
    }
    if records::is_wide(table, profiles) {
        return true;
    }
    let headers = table.rows.iter().take_while(|row| is_header(row, profiles));
    let mut names = headers.flat_map(|row| row.cells.iter().skip(1)).filter(|c| !c.is_empty());
    names.any(|c| is_name(c, profiles)) || names_of_rows(table, profiles).is_some()
}

/// The names before the rows of a table whose columns are levels, beside descriptions.
pub(crate) fn names_of_rows<'t>(table: &'t Table, profiles: &Profiles) -> Option<Vec<&'t Text>> {
    let head = table.rows.iter().take(MOST_BANNERS + 1).position(|row| heads_levels(row, profiles))?;
    let name = |c: &&Cell| {
        looks_like_name(c.as_str()) && is_name(c, profiles) && sections(c.as_str(), profiles).is_none() && !is_marked(c)
    };
    let rows = table.rows[head + 1..].iter().filter(|row| !spans_all(row));
    let filled: Vec<&Cell> = rows.filter_map(|row| row.cells.first()).filter(|c| !c.is_empty()).collect();
    let named = !filled.is_empty() && filled.iter().all(name);
    named.then(|| filled.into_iter().map(Cell::text).collect())
}

/// Most rows over the headers of a table that name what all of it is about.
const MOST_BANNERS: usize = 2;

/// True for headers that are levels, or sections beside them, behind a corner that is neither.
fn heads_levels(row: &Row, profiles: &Profiles) -> bool {
    let headers = || row.cells.iter().skip(1).filter(|c| !c.is_empty());
    let level = |c: &Cell| bare_level(c.as_str(), profiles).is_some();
    headers().any(level) && headers().all(|c| !is_name(c, profiles)) && !row.cells.first().is_some_and(level)
}

fn is_name(cell: &Cell, profiles: &Profiles) -> bool {
    bare_level(cell.as_str(), profiles).is_none() && section(cell.as_str(), profiles).is_none()
}

/// True if a table could be a framework by itself: competencies down and levels across, or
/// clusters over competencies.
pub(crate) fn is_whole(table: &Table, profiles: &Profiles) -> bool {
    names_of_rows(table, profiles).is_some() || names_clusters(table, profiles)
}

/// True if a row of fewer names, which span, stands over a row of names.
fn names_clusters(table: &Table, profiles: &Profiles) -> bool {
    let filled = |row: &Row| row.cells.iter().filter(|c| !c.is_empty()).count();
    let names =
        |row: &Row| is_header(row, profiles) && row.cells.iter().skip(1).any(|c| !c.is_empty() && is_name(c, profiles));
    table.rows.windows(2).take(1).any(|pair| names(&pair[0]) && names(&pair[1]) && filled(&pair[0]) < filled(&pair[1]))
}
