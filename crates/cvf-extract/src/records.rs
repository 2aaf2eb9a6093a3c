//! Tables in which each row is one statement, with columns for competency, level and text, or
//! one competency, with a column for each level and more than its name in front of them.

use crate::draft::{Draft, Drafts};
use crate::grid::{is_marked, join, words};
use crate::labels::{bare_level, bare_name_len, looks_like_name};
use cvf_document::{Cell, Covered, Fidelity, Row, Table};
use cvf_framework::{Kind, Language, Method, Part, Profiles, Route, Section, names};

/// What a column holds.
#[derive(Clone, PartialEq, Eq)]
enum Column {
    Name(Part),
    Statement,
    /// Statements of a level.
    Level(String),
    /// Descriptions, say.
    Section(Section),
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
    let wide = wide(table, profiles);
    let columns = wide.or_else(|| narrow(head, profiles)).or_else(|| remarked(head, rows, context, profiles));
    let Some(columns) = columns else { return false };
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

/// The columns of a table with a statement in each row, told by its headers.
fn narrow(head: &Row, profiles: &Profiles) -> Option<Vec<Column>> {
    let columns: Vec<Column> = head.cells.iter().map(|c| column(c.as_str(), &profiles.language)).collect();
    let count = |wanted: fn(&Column) -> bool| columns.iter().filter(|c| wanted(c)).count();
    let named = count(|c| matches!(c, Column::Name(Part::Competency | Part::Level | Part::SubCompetency)));
    let levels = head.cells.iter().filter(|c| bare_level(c.as_str(), profiles).is_some()).count();
    (count(|c| *c == Column::Statement) == 1 && named > 0 && levels <= 1).then_some(columns)
}

/// How many times longer statements are than what stands beside them, in words.
const LONGER: usize = 2;

/// The columns of a table of statements under a heading that names their competency, with what
/// somebody wrote beside them: notes, evidence, ratings.
fn remarked(head: &Row, rows: &[Row], context: &Route, profiles: &Profiles) -> Option<Vec<Column>> {
    let columns: Vec<Column> = head.cells.iter().map(|c| column(c.as_str(), &profiles.language)).collect();
    let statement = columns.iter().position(|c| *c == Column::Statement)?;
    let words = |i: usize| -> usize {
        rows.iter().filter_map(|row| row.cells.get(i)).map(|c| c.as_str().split_whitespace().count()).sum()
    };
    let beside = (0..columns.len()).filter(|&i| i != statement);
    let others = || beside.clone().all(|i| columns[i] == Column::Other && LONGER * words(i) < words(statement));
    let label = |c: &Cell| bare_level(c.as_str(), profiles).is_some() || profiles.resolve(c.as_str()).is_some();
    let named = context.competency.is_some() || context.value.is_some();
    (named && columns.len() > 1 && others() && !head.cells.iter().any(label)).then_some(columns)
}

/// Most words in a column of numbers or codes.
const LONGEST_CODE: usize = 3;

/// The columns of a table with a competency in each row, a column for each level, and a
/// cluster, a description or a number beside the name in front of them.
fn wide(table: &Table, profiles: &Profiles) -> Option<Vec<Column>> {
    let (head, rows) = table.rows.split_first()?;
    let columns: Vec<Column> = head.cells.iter().map(|c| wide_column(c.as_str(), profiles)).collect();
    let level = |c: &Column| matches!(c, Column::Level(_));
    let front = columns.iter().take_while(|c| !level(c)).count();
    let named = columns[..front].iter().filter(|c| **c == Column::Name(Part::Competency)).count() == 1;
    let codes = |i: &usize| {
        rows.iter().filter_map(|row| row.cells.get(*i)).all(|c| c.as_str().split(' ').count() <= LONGEST_CODE)
    };
    let others = (0..front).filter(|&i| columns[i] == Column::Other).all(|i| codes(&i));
    let levels = columns.len() > front && columns[front..].iter().all(level);
    (table.fidelity == Fidelity::Marked && front > 1 && named && others && levels).then_some(columns)
}

fn wide_column(header: &str, profiles: &Profiles) -> Column {
    match (bare_level(header, profiles), column(header, &profiles.language)) {
        (Some(label), _) => Column::Level(label),
        (None, Column::Name(part)) if part != Part::Level => Column::Name(part),
        _ => profiles.language.section(header).map_or(Column::Other, Column::Section),
    }
}

/// True if each row of a table is a competency with columns in front of those of its levels.
pub(crate) fn is_wide(table: &Table, profiles: &Profiles) -> bool {
    wide(table, profiles).is_some()
}

/// How many columns stand up to the last whose header says what it holds, if one of them is for
/// competencies.
pub(crate) fn front_columns(head: &Row, language: &Language) -> Option<usize> {
    let columns: Vec<Column> = head.cells.iter().map(|c| column(c.as_str(), language)).collect();
    let label = |i: &usize| columns[*i] != Column::Other || language.section(head.cells[*i].as_str()).is_some();
    let front = (0..columns.len()).rev().find(label).map_or(0, |last| last + 1);
    columns[..front].contains(&Column::Name(Part::Competency)).then_some(front)
}

/// True if a table's headers say that it has a level and a statement in each row, and no names.
pub(crate) fn has_levels_only(table: &Table, language: &Language) -> bool {
    let Some(head) = table.rows.first() else { return false };
    let columns: Vec<Column> = head.cells.iter().map(|c| column(c.as_str(), language)).collect();
    let named = |c: &Column| matches!(c, Column::Name(part) if *part != Part::Level);
    columns.contains(&Column::Statement) && columns.contains(&Column::Name(Part::Level)) && !columns.iter().any(named)
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
    let mut texts: Vec<(&Cell, Kind, Option<&String>)> = Vec::new();
    for (cell, column) in row.cells.iter().zip(columns).filter(|(c, _)| !c.is_empty()) {
        match column {
            Column::Name(part) => name(cell, *part, route, profiles, drafts),
            Column::Statement => texts.push((cell, Kind::Indicator, None)),
            Column::Level(label) => texts.push((cell, Kind::Indicator, Some(label))),
            Column::Section(section) => texts.push((cell, kind(*section), None)),
            Column::Other => drafts.set_cell_aside("other-column", cell),
        }
    }
    for cell in row.cells.iter().skip(columns.len()) {
        drafts.set_cell_aside("other-column", cell);
    }
    for (cell, kind, level) in texts {
        let route = Route { level: level.cloned().or_else(|| route.level.clone()), ..route.clone() };
        units(cell, kind, &route, drafts);
    }
}

fn kind(section: Section) -> Kind {
    match section {
        Section::Description => Kind::Description,
        Section::Importance => Kind::Importance,
        Section::Underdone => Kind::Underdone,
        Section::Overdone => Kind::Overdone,
        Section::Indicators | Section::Values => Kind::Indicator,
    }
}

fn units(cell: &Cell, kind: Kind, route: &Route, drafts: &mut Drafts) {
    let words = words(cell, drafts);
    let firsts: Vec<usize> = (0..words.len()).filter(|&i| i == 0 || words[i].bullet).collect();
    let ends = firsts.iter().skip(1).copied().chain([words.len()]);
    for (&from, to) in firsts.iter().zip(ends) {
        drafts.units.push(Draft {
            kind,
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

#[cfg(test)]
mod tests {
    use crate::testing::indicators;

    #[test]
    fn what_is_written_beside_statements_is_no_statement() {
        let rows = "I settle complaints in person and note what was said.\tMet\nI train the staff to recommend loaves by taste.\tSee the log of March\n";
        for heads in ["Indicator\tNotes", "Statement\tEvidence", "Behaviour\tRating (1–4)"] {
            let found = indicators(&format!("We take ownership\n\nLevel 3\n\n{heads}\n{rows}"));
            let first = "We take ownership / 3: I settle complaints in person and note what was said.";
            assert_eq!((found[0].as_str(), found.len()), (first, 2), "{heads}: {found:?}");
        }
    }
}
