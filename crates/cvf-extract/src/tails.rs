//! A row that goes on in the next line or on the next page, and the words repeated there.

use crate::runon::CellWord;
use cvf_framework::names;

/// Puts a continuation behind an open cell. Words at its start that repeat the cell's end
/// (as exports of a broken row do) are returned instead.
pub(crate) fn extend(open: &mut Vec<CellWord>, next: Vec<CellWord>) -> Vec<CellWord> {
    let repeated = overlap(open, &next);
    let mut next = next;
    let rest = next.split_off(repeated);
    open.extend(rest);
    next
}

/// Number of words at the start of `next` that repeat the end of `open`: one word only if it
/// is all there is, more if they are the same but for slips.
fn overlap(open: &[CellWord], next: &[CellWord]) -> usize {
    let longest = open.len().min(next.len());
    let fits = |n: &usize| {
        let tail = &open[open.len() - n..];
        tail.iter().zip(next).all(|(a, b)| alike(a.text.as_str(), b.text.as_str()))
    };
    let enough = |n: &usize| *n >= 2 || *n == next.len();
    (1..=longest).rev().filter(enough).find(fits).unwrap_or(0)
}

fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (names::key(a), names::key(b));
    let allowed = a.chars().count().min(b.chars().count()) / 6;
    a == b || names::edit_distance(&a, &b) <= allowed
}
