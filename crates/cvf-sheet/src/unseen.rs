//! Rows and columns that a sheet does not show.
//!
//! Rows and columns of a group that is folded up are shown with one click, as panels of a page
//! are: these are no part of it.

use crate::archive;
use crate::workbook::Merged;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::BTreeMap;

/// Ranges of rows and of columns, from 0, with their last one.
#[derive(Debug, Default)]
pub(crate) struct Unseen {
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
}

impl Unseen {
    /// Adds a row behind the others.
    pub(crate) fn add_row(&mut self, row: u32) {
        self.add_rows(row, row);
    }

    /// Adds rows behind the others.
    pub(crate) fn add_rows(&mut self, first: u32, last: u32) {
        match self.rows.last_mut() {
            Some(before) if before.1.saturating_add(1) == first => before.1 = last,
            _ => self.rows.push((first, last)),
        }
    }

    pub(crate) fn add_columns(&mut self, first: u32, last: u32) {
        self.columns.push((first, last));
    }

    pub(crate) fn holds_row(&self, row: u32) -> bool {
        holds(&self.rows, row).is_some()
    }

    pub(crate) fn holds_column(&self, column: u32) -> bool {
        holds(&self.columns, column).is_some()
    }

    pub(crate) fn holds(&self, (row, column): (u32, u32)) -> bool {
        self.holds_row(row) || self.holds_column(column)
    }

    /// The first place of a merged cell that is shown.
    pub(crate) fn first_shown(&self, merged: &Merged) -> Option<(u32, u32)> {
        let row = shown_from(&self.rows, merged.first.0);
        let column = shown_from(&self.columns, merged.first.1);
        (row <= merged.last.0 && column <= merged.last.1).then_some((row, column))
    }
}

/// The range that holds a line.
fn holds(ranges: &[(u32, u32)], line: u32) -> Option<(u32, u32)> {
    ranges.iter().copied().find(|(first, last)| (*first..=*last).contains(&line))
}

/// The first line that is shown, from one on.
fn shown_from(ranges: &[(u32, u32)], mut line: u32) -> u32 {
    // Ranges may touch: each one is passed at most once.
    for _ in ranges {
        match holds(ranges, line) {
            Some((_, last)) if last < u32::MAX => line = last + 1,
            _ => break,
        }
    }
    line
}

/// What each sheet of an Excel workbook does not show, by its name: calamine 0.38 does not tell.
pub(crate) fn of_xlsx(bytes: &[u8]) -> BTreeMap<String, Unseen> {
    let targets = relations(&archive::text(bytes, "xl/_rels/workbook.xml.rels").unwrap_or_default());
    let sheets = sheets(&archive::text(bytes, "xl/workbook.xml").unwrap_or_default());
    let read = |(name, id): (String, String)| {
        let target = targets.get(&id)?;
        let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        Some((name, of_sheet(&archive::text(bytes, &part)?)))
    };
    sheets.into_iter().filter_map(read).collect()
}

/// Each opening tag of a document, as far as it can be read.
fn each_tag(xml: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => see(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn relations(xml: &str) -> BTreeMap<String, String> {
    let mut targets = BTreeMap::new();
    each_tag(xml, |tag| {
        if let (Some(id), Some(target)) = (archive::attribute(tag, "Id"), archive::attribute(tag, "Target")) {
            targets.insert(id, target);
        }
    });
    targets
}

/// Names of sheets with the ids of their relations.
fn sheets(xml: &str) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    each_tag(xml, |tag| {
        if tag.local_name().into_inner() == "sheet" {
            sheets.extend(archive::attribute(tag, "name").zip(archive::attribute(tag, "id")));
        }
    });
    sheets
}

fn of_sheet(xml: &str) -> Unseen {
    let mut unseen = Unseen::default();
    let mut row = 0_u32;
    each_tag(xml, |tag| {
        let name = tag.local_name();
        let name = name.into_inner();
        if name != "row" && name != "col" {
            return;
        }
        let number = |of: &str| archive::attribute(tag, of).and_then(|n| n.parse::<u32>().ok());
        let is = |of: &str| matches!(archive::attribute(tag, of).as_deref(), Some("1" | "true"));
        let folded = number("outlineLevel").is_some_and(|depth| depth > 0);
        if name == "row" {
            row = number("r").unwrap_or(row + 1).max(1);
        }
        if folded || !is("hidden") {
            return;
        }
        match (name, number("min"), number("max")) {
            ("row", ..) => unseen.add_row(row - 1),
            (_, Some(first), Some(last)) => unseen.add_columns(first.max(1) - 1, last.max(1) - 1),
            _ => {}
        }
    });
    unseen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_are_told_and_folded_ones_are_not() {
        let sheet = r#"<worksheet><cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols><sheetData>
            <row r="1"/><row r="2" hidden="1"/><row r="3" hidden="1" outlineLevel="1"/><row hidden="true"/></sheetData>"#;
        let unseen = of_sheet(sheet);
        assert_eq!(
            (unseen.rows.as_slice(), unseen.columns.as_slice()),
            ([(1, 1), (3, 3)].as_slice(), [(1, 2)].as_slice())
        );
    }

    #[test]
    fn touching_ranges_are_passed() {
        assert_eq!(shown_from(&[(3, 4), (1, 2)], 1), 5);
        assert_eq!(shown_from(&[(0, u32::MAX)], 1), 1);
    }
}
