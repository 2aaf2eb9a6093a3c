//! The labels of a flattened page's rows.

use super::heads::RawWord;
use super::names::Known;
use cvf_framework::Route;
use std::collections::BTreeSet;

/// A label of a row, whole or in parts: the words it stands in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowLabel {
    pub(super) level: String,
    pub(super) words: Vec<usize>,
}

/// How far the parts of a label stand from each other at most, in words.
const LABEL_REACH: usize = 70;

/// Finds the labels of the rows among the words of the cells: each once, in rising order, none
/// that the columns have in other tables.
pub(super) fn labels(
    words: &[RawWord],
    body: std::ops::Range<usize>,
    columns: &[Route],
    known: &Known,
) -> Vec<RowLabel> {
    let lowest = |r: &Route| r.sub_competency.clone().or(r.competency.clone()).unwrap_or_default();
    let free = |level: &str| !columns.iter().any(|c| known.has(&lowest(c), level));
    let mut found: Vec<RowLabel> = Vec::new();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for at in body.clone() {
        if used.contains(&at) || words[at].bullet {
            continue;
        }
        let later = |level: &str| found.last().is_none_or(|last| rank(&last.level, known) < rank(level, known));
        let fits = |level: &str| free(level) && later(level);
        if let Some(label) = label_at(words, at, body.end, known, &fits) {
            used.extend(label.words.iter().copied());
            found.push(label);
        }
    }
    found
}

/// Where a level stands among others: by its number and letter, else as the document has it.
fn rank<'a>(level: &'a str, known: &Known) -> (usize, &'a str) {
    match numeral(level) {
        Some((number, letter)) => (number, letter),
        None => (HIGHEST + known.levels.iter().position(|l| l == level).unwrap_or(known.levels.len()), level),
    }
}

/// Highest number that is taken for a level.
const HIGHEST: usize = 20;

/// Reads `2` or `1a`.
fn numeral(label: &str) -> Option<(usize, &str)> {
    let digits = label.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letter = &label[digits.len()..];
    let number: usize = digits.parse().ok()?;
    ((1..=HIGHEST).contains(&number) && letter.len() < 2).then_some((number, letter))
}

fn label_at(words: &[RawWord], at: usize, end: usize, known: &Known, fits: &dyn Fn(&str) -> bool) -> Option<RowLabel> {
    let printed = words[at].printed.to_lowercase();
    if known.levels.contains(&printed) && fits(&printed) {
        return Some(RowLabel { level: printed, words: vec![at] });
    }
    let digits = !printed.is_empty() && printed.chars().all(|c| c.is_ascii_digit());
    let split = known.levels.iter().filter(|l| digits && l.starts_with(&printed) && fits(l)).find_map(|level| {
        let rest = &level[printed.len()..];
        let other = (at + 1..end.min(at + LABEL_REACH)).find(|i| words[*i].printed == rest && !words[*i].bullet)?;
        Some(RowLabel { level: level.clone(), words: vec![at, other] })
    });
    // A level of this page need not occur anywhere else.
    let other = || known.levels.iter().all(|l| numeral(l).is_some()) && numeral(&printed).is_some() && fits(&printed);
    split.or_else(|| other().then(|| RowLabel { level: printed.clone(), words: vec![at] }))
}
