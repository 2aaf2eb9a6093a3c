//! Tables in which each row is one statement, with columns for competency, level and text.

use crate::draft::{Draft, Drafts};
use crate::grid::{is_marked, join, words};
use crate::labels::{bare_level, bare_name_len, looks_like_name};
use cvf_document::{Cell, Covered, Fidelity, Row, Table};
use cvf_framework::{Kind, Language, Method, Part, Profiles, Route, names};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Name(Part),
    Statement,
    /// Anything else: numbers, remarks.
    Other,
}

/// Reads such a table; false, with nothing done, if its headers do not say that it is one.
pub(crate) fn read(table: &Table, context: &Route, profiles: &Profiles, drafts: &mut Drafts) -> bool {
    if let Some(columns) = without_headers(table, profiles) {
        let mut route = context.clone();
        table.rows.iter().for_each(|row| record(row, &columns, &mut route, profiles, drafts));
        return true;
    }
    let Some((head, rows)) = table.rows.split_first() else { return false };
    let columns: Vec<Column> = head.cells.iter().map(|c| column(c.as_str(), &profiles.language)).collect();
    let count = |wanted: fn(&Column) -> bool| columns.iter().filter(|c| wanted(c)).count();
    let named = count(|c| matches!(c, Column::Name(Part::Competency | Part::Level | Part::SubCompetency)));
    let levels = head.cells.iter().filter(|c| bare_level(c.as_str(), profiles).is_some()).count();
    if count(|c| *c == Column::Statement) != 1 || named == 0 || levels > 1 {
        return false;
    }
    head.cells.iter().for_each(|cell| drafts.label_cell(cell));
    let mut route = context.clone();
    let repeats = |row: &Row| {
        row.cells.len() == head.cells.len() && head.cells.iter().zip(&row.cells).all(|(a, b)| a.as_str() == b.as_str())
    };
    for row in rows {
        if repeats(row) {
            row.cells.iter().for_each(|cell| drafts.label_cell(cell));
            continue;
        }
        record(row, &columns, &mut route, profiles, drafts);
    }
    true
}

/// The columns of a table of competency, level and statements that has no headers: told by
/// what stands in them.
fn without_headers(table: &Table, profiles: &Profiles) -> Option<Vec<Column>> {
    let own = |row: &Row| row.cells.len() == 3 && row.cells.iter().all(|c| c.covered() != Some(Covered::Left));
    let filled = |i: usize| table.rows.iter().map(move |row| &row.cells[i]).filter(|c| !c.is_empty());
    if table.fidelity != Fidelity::Marked || table.rows.len() < 2 || !table.rows.iter().all(own) {
        return None;
    }
    let levels = |i: usize| filled(i).count() > 1 && filled(i).all(|c| bare_level(c.as_str(), profiles).is_some());
    let names = |i: usize| {
        filled(i).next().is_some() && filled(i).all(|c| looks_like_name(c.as_str()) && !is_marked(c) && !levels(i))
    };
    let whole = filled(2).count() == table.rows.len() && !levels(2);
    let words = |i: usize| filled(i).map(|c| c.as_str().split(' ').count()).sum::<usize>();
    let column = |i: usize| match i {
        2 => Some(Column::Statement).filter(|_| whole),
        _ if levels(i) => Some(Column::Name(Part::Level)),
        _ if names(i) && words(i) * 2 < words(2) => Some(Column::Name(Part::Competency)),
        _ => None,
    };
    let columns: Vec<Column> = (0..3).map(column).collect::<Option<_>>()?;
    (columns[0] != columns[1]).then_some(columns)
}

fn column(header: &str, language: &Language) -> Column {
    let key = names::key(header);
    let singular = key.strip_suffix('s').unwrap_or(&key).to_owned();
    if language.statement_words.contains(&key) {
        return Column::Statement;
    }
    if language.level_words.contains(&singular) {
        return Column::Name(Part::Level);
    }
    let ies = key.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let is = |word: &String| names::key(word) == key || *word == singular || Some(word) == ies.as_ref();
    let part = language.labels.iter().find(|(_, words)| words.iter().any(is)).map(|(part, _)| *part);
    part.map_or(Column::Other, Column::Name)
}

/// One row: its names take effect, a blank one keeps the name above, and its text is a unit
/// (or one for each bullet).
fn record(row: &Row, columns: &[Column], route: &mut Route, profiles: &Profiles, drafts: &mut Drafts) {
    let mut statement: Option<&Cell> = None;
    for (cell, column) in row.cells.iter().zip(columns).filter(|(c, _)| !c.is_empty()) {
        match column {
            Column::Name(part) => name(cell, *part, route, profiles, drafts),
            Column::Statement => statement = Some(cell),
            Column::Other => drafts.set_cell_aside("other-column", cell),
        }
    }
    for cell in row.cells.iter().skip(columns.len()) {
        drafts.set_cell_aside("other-column", cell);
    }
    let Some(cell) = statement else { return };
    let words = words(cell, drafts);
    let firsts: Vec<usize> = (0..words.len()).filter(|&i| i == 0 || words[i].bullet).collect();
    let ends = firsts.iter().skip(1).copied().chain([words.len()]);
    for (&from, to) in firsts.iter().zip(ends) {
        drafts.units.push(Draft {
            kind: Kind::Indicator,
            route: route.clone(),
            text: join(&words[from..to]),
            method: Method::Table,
            confidence: 0.97,
            inferred: Vec::new(),
            part_of: None,
        });
    }
}

fn name(cell: &Cell, part: Part, route: &mut Route, profiles: &Profiles, drafts: &mut Drafts) {
    drafts.book_markers(cell);
    let cell = cell.text();
    let bare = cell.to_byte(bare_name_len(cell.as_str()));
    let printed = bare.as_str().to_owned();
    let new = route.part(part) != Some(printed.as_str());
    match part {
        Part::Cluster => route.cluster = Some(printed),
        Part::Competency => (route.competency, route.sub_competency) = (Some(printed), None),
        Part::SubCompetency => route.sub_competency = Some(printed),
        Part::Value => route.value = Some(printed),
        Part::Level => route.level = bare_level(bare.as_str(), profiles).or(Some(printed)),
    }
    drafts.label(cell.slice(bare.len()..cell.len()));
    match new && part != Part::Level {
        true => drafts.heading(part, &bare, route),
        false => drafts.label(bare),
    }
}
