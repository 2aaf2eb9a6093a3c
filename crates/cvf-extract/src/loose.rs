//! Cells in reading order whose rows are lost: the headers give the number of columns, and
//! counting cells, the blank ones too, gives each its column.

use cvf_document::{Cell, Covered, Fidelity, Row, Table, Text};
use cvf_framework::{Part, Profiles};

/// A cell of at least this many words is a statement, not a name.
const STATEMENT_WORDS: usize = 9;

/// Rebuilds the table: its header rows, names spread over the columns they span, then its
/// rows. `None` if the cells do not begin with headers or cannot be counted out.
pub(crate) fn table(cells: &[Text], profiles: &Profiles) -> Option<Table> {
    let first = cells.iter().position(is_statement)?;
    let names: Vec<Text> = cells[..first].iter().filter(|c| !c.is_empty()).cloned().collect();
    let split = upper_row(&names, cells.len() - first, profiles)?;
    let (upper, lower) = names.split_at(split);
    let columns = lower.len();
    let mut rows = Vec::new();
    if !upper.is_empty() {
        rows.push(Row { cells: spread(upper, lower, profiles) });
    }
    let texts = [lower].into_iter().chain(cells[first..].chunks(columns));
    rows.extend(texts.map(|row| Row { cells: row.iter().cloned().map(Cell::of_text).collect() }));
    Some(Table { rows, fidelity: Fidelity::Typed })
}

fn is_statement(cell: &Text) -> bool {
    let text = cell.as_str();
    text.split_whitespace().count() >= STATEMENT_WORDS || (text.ends_with('.') && text.contains(' '))
}

/// How many of the header names belong to the upper row: those the editions know as clusters,
/// else the split in which each upper name spans as many lower ones and the rows come out even.
fn upper_row(names: &[Text], body: usize, profiles: &Profiles) -> Option<usize> {
    let known: Vec<Option<Part>> = names.iter().map(|n| profiles.resolve(n.as_str()).map(|k| k.part)).collect();
    let clusters = known.iter().take_while(|k| **k == Some(Part::Cluster)).count();
    if known.contains(&Some(Part::Competency)) {
        return (clusters < names.len()).then_some(clusters);
    }
    let even = |upper: &usize| {
        let lower = names.len() - upper;
        lower > 1 && (*upper == 0 || (lower.is_multiple_of(*upper) && lower > *upper))
    };
    let short = |upper: &usize| (names.len() - upper - body % (names.len() - upper)) % (names.len() - upper);
    (0..names.len()).filter(even).min_by_key(|upper| (short(upper), std::cmp::Reverse(*upper)))
}

/// Puts each upper name above the columns it spans: those the edition gives it, else equally many.
fn spread(upper: &[Text], lower: &[Text], profiles: &Profiles) -> Vec<Cell> {
    // A damaged page may have more upper names than columns.
    let span = (lower.len() / upper.len()).max(1);
    let owner = |(i, name): (usize, &Text)| {
        let cluster = profiles.resolve(name.as_str()).and_then(|k| k.cluster);
        let own = cluster.and_then(|c| upper.iter().position(|u| crate::labels::same(u.as_str(), &c)));
        own.unwrap_or((i / span).min(upper.len() - 1))
    };
    let mut owners: Vec<usize> = lower.iter().enumerate().map(owner).collect();
    if !owners.is_sorted() {
        owners = (0..lower.len()).map(|i| (i / span).min(upper.len() - 1)).collect();
    }
    let cell = |i: usize| match i > 0 && owners[i] == owners[i - 1] {
        true => Cell::covered_by(Covered::Left),
        false => Cell::of_text(upper[owners[i]].clone()),
    };
    (0..owners.len()).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_upper_names_than_columns_are_no_fault() {
        let spread = spread(&cells(&["People", "Craft", "Order"]), &cells(&["Care", "Tools"]), &Profiles::built_in());
        assert_eq!(spread.len(), 2);
    }

    fn cells(texts: &[&str]) -> Vec<Text> {
        let stream: Vec<char> = texts.concat().chars().collect();
        let mut at = 0;
        let mut cell = |t: &&str| {
            let from = at;
            at += t.chars().count();
            Text::from_stream(&stream, from..at)
        };
        texts.iter().map(&mut cell).collect()
    }

    #[test]
    fn made_up_headers_are_counted_out() {
        let cells = cells(&[
            "North",
            "South",
            "Ropes",
            "Knots",
            "Sails",
            "Oars",
            "I splice.",
            "I tie knots.",
            "",
            "I row.",
            "I tar.",
            "",
            "",
            "I feather.",
        ]);
        let table = table(&cells, &Profiles::built_in()).unwrap();
        let row = |i: usize| -> Vec<&str> { table.rows[i].cells.iter().map(Cell::as_str).collect() };
        assert_eq!(row(0), ["North", "", "South", ""]);
        assert_eq!(row(3), ["I tar.", "", "", "I feather."]);
    }
}
