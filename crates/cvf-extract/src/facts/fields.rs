//! Sheets of fields, one a name: a label and its value in each row, and the same labels in every
//! sheet. Laid on their side they are one table, a sheet a row.

use super::block::key_of;
use super::sheet::Piece;
use cvf_document::{Cell, Row};
use std::collections::BTreeMap;

/// Fewest fields of a sheet.
const FIELDS: usize = 3;
/// Most words of a label, and of the value that names the sheet.
const LABEL: usize = 6;
const NAME: usize = 9;
/// Share of a sheet's labels that other sheets have, at least, in hundredths.
const SHARED: usize = 70;

/// Lays sheets of fields on their side; those that follow each other become one table.
pub(crate) fn on_their_side(pieces: Vec<Piece>) -> Vec<Piece> {
    let labels: Vec<Option<Vec<String>>> = pieces.iter().map(labels).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    labels.iter().flatten().flatten().for_each(|l| *counts.entry(l).or_default() += 1);
    let is_sheet = |labels: &Vec<String>| {
        let shared = labels.iter().filter(|l| counts[l.as_str()] > 1).count();
        shared >= FIELDS && shared * 100 >= SHARED * labels.len()
    };
    let sheets: Vec<bool> = labels.iter().map(|l| l.as_ref().is_some_and(is_sheet)).collect();
    let chosen = || pieces.iter().zip(&sheets).filter(|(_, sheet)| **sheet).map(|(p, _)| p);
    if chosen().count() < 2 || !are_named(chosen()) {
        return pieces;
    }
    let order = order_of(labels.iter().zip(&sheets).filter(|(_, sheet)| **sheet).filter_map(|(l, _)| l.as_ref()));
    let mut out: Vec<Piece> = Vec::new();
    let mut open = false;
    for (piece, sheet) in pieces.into_iter().zip(sheets) {
        match (piece, sheet, out.last_mut()) {
            (Piece::Rows { rows, .. }, true, Some(Piece::Rows { rows: above, .. })) if open => {
                above.extend(turned(rows, &order));
            }
            (Piece::Rows { rows, page }, true, _) => out.push(Piece::Rows { rows: turned(rows, &order).into(), page }),
            (piece, ..) => out.push(piece),
        }
        open = sheet;
    }
    out
}

/// The labels of a table that has a label and a value in each row.
fn labels(piece: &Piece) -> Option<Vec<String>> {
    let Piece::Rows { rows, .. } = piece else { return None };
    let field = |row: &Row| match row.cells.as_slice() {
        [label, value] if label.covered().is_none() && value.covered().is_none() => {
            let key = key_of(label.as_str());
            (!key.is_empty() && words(label) <= LABEL).then_some(key)
        }
        _ => None,
    };
    let labels: Vec<String> = rows.iter().map(field).collect::<Option<_>>()?;
    let mut sorted = labels.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (labels.len() >= FIELDS && sorted.len() == labels.len()).then_some(labels)
}

fn words(cell: &Cell) -> usize {
    cell.as_str().split_whitespace().count()
}

/// True if the first value of each sheet is a short text that no other sheet has, and shorter than
/// the values below it: the name of the sheet.
fn are_named<'a>(sheets: impl Iterator<Item = &'a Piece>) -> bool {
    let (mut names, mut longer, mut all) = (std::collections::BTreeSet::new(), 0, 0);
    for sheet in sheets {
        let Piece::Rows { rows, .. } = sheet else { continue };
        let mut values = rows.iter().filter_map(|r| r.cells.get(1));
        let Some(name) = values.next() else { continue };
        all += 1;
        if name.is_empty() || words(name) > NAME || !names.insert(key_of(name.as_str())) {
            return false;
        }
        let longest = values.map(words).max().unwrap_or(0);
        longer += usize::from(longest >= 2 * words(name));
    }
    longer * 2 > all
}

/// All labels, each once, in the order of the sheets.
fn order_of<'a>(sheets: impl Iterator<Item = &'a Vec<String>>) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    for labels in sheets {
        let mut at = 0;
        for label in labels {
            match order.iter().position(|l| l == label) {
                Some(known) => at = known + 1,
                None => {
                    order.insert(at, label.clone());
                    at += 1;
                }
            }
        }
    }
    order
}

/// A row of labels over a row of values, in one order; a label that is missing leaves a gap.
fn turned(rows: Vec<Row>, order: &[String]) -> [Row; 2] {
    let empty = || order.iter().map(|_| Cell::of_text(cvf_document::Text::default())).collect::<Vec<_>>();
    let (mut labels, mut values) = (empty(), empty());
    for row in rows {
        let mut cells = row.cells.into_iter();
        let (Some(label), Some(value)) = (cells.next(), cells.next()) else { continue };
        let key = key_of(label.as_str());
        if let Some(at) = order.iter().position(|l| *l == key) {
            (labels[at], values[at]) = (label, value);
        }
    }
    [labels, values].map(|cells| Row { cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Piece {
        let document = cvf_text::read(text.as_bytes()).unwrap().value;
        let table = document.blocks.into_iter().find_map(|b| match b {
            cvf_document::Block::Table(t) => Some(t),
            _ => None,
        });
        Piece::Rows { rows: table.unwrap().rows, page: None }
    }

    fn shown(pieces: &[Piece]) -> Vec<Vec<String>> {
        let line = |r: &Row| r.cells.iter().map(|c| c.as_str().to_owned()).collect();
        let rows = |p: &Piece| if let Piece::Rows { rows, .. } = p { rows.clone() } else { Vec::new() };
        pieces.iter().flat_map(rows).map(|r| line(&r)).collect()
    }

    const BOAT: &str = "Kunnen\tBoten\nUitleg\tVaart met zorg op het water.\nLeerling\tRoeit een korte tocht.\n";
    const NET: &str = "Kunnen\tNetten\nLeerling\tKnoopt een gat in het net dicht.\nMeester\tWeeft een heel net.\n";

    #[test]
    fn sheets_become_rows_of_one_table() {
        let pieces = on_their_side(vec![rows(BOAT), rows(&format!("{NET}Uitleg\tWerkt met touw aan de wal.\n"))]);
        let shown = shown(&pieces);
        assert_eq!(pieces.len(), 1);
        assert_eq!(shown[0][..3], ["Kunnen", "Uitleg", "Leerling"].map(String::from));
        assert_eq!(shown[1][0], "Boten");
        assert_eq!(shown[3][0], "Netten");
        assert!(shown[1].contains(&String::new()), "the first sheet has no such label");
    }

    #[test]
    fn tables_of_other_labels_stay() {
        let menu = "Maandag\tSoep van de dag met brood\nDinsdag\tVis\nWoensdag\tRijst\n";
        assert_eq!(on_their_side(vec![rows(BOAT), rows(menu)]).len(), 2);
        let levels = |a: &str| rows(&format!("Een\t{a} legt de netten uit\nTwee\t{a} haalt in\nDrie\t{a} leert het\n"));
        let pieces = on_their_side(vec![levels("Hij en zij en wij en alle anderen samen"), levels("Zij")]);
        assert_eq!(pieces.len(), 2, "statements are no names");
    }
}
