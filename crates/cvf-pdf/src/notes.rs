//! Footnotes: notes at the foot of a page, and the raised figures that call them in its text.
//!
//! A raised figure is a call if a note with its number stands at the foot of a page; the lines
//! there are notes if they are in smaller type, or if their numbers are those of calls one after
//! the other. Calls and notes are apart from the text.

use crate::furniture::body_size;
use crate::lines::{Line, lines};
use crate::words::Sheet;
use std::collections::BTreeSet;

/// Notes are in type smaller than the text's by this share, if that is to tell them.
const SMALLER: f32 = 0.95;
/// Most lines of notes on a page.
const MOST_LINES: usize = 40;
/// A step larger than this, in em, sets notes in the text's own type apart.
const APART: f32 = 1.7;

/// Takes the notes off every page; calls that no note answers are text.
pub(crate) fn take(sheets: &mut [Sheet]) -> Vec<Vec<Line>> {
    let calls: BTreeSet<String> = sheets.iter().flat_map(|s| &s.words).filter(|w| w.call).map(|w| w.text()).collect();
    if calls.is_empty() {
        return vec![Vec::new(); sheets.len()];
    }
    let body = body_size(sheets);
    let notes: Vec<Vec<Line>> = sheets.iter_mut().map(|sheet| of_page(sheet, &calls, body)).collect();
    let answered: BTreeSet<String> = notes.iter().flatten().filter_map(label).collect();
    for word in sheets.iter_mut().flat_map(|s| &mut s.words) {
        word.call &= answered.contains(&word.text());
    }
    notes
}

fn of_page(sheet: &mut Sheet, calls: &BTreeSet<String>, body: f32) -> Vec<Line> {
    let all = lines(sheet.words.clone());
    let called = |line: &Line| label(line).is_some_and(|l| calls.contains(&l));
    let from = all.len().saturating_sub(MOST_LINES);
    let small = |line: &Line| line.size() <= SMALLER * body;
    let smaller = (from..all.len()).find(|&i| called(&all[i]) && all[i..].iter().all(small));
    let Some(first) = smaller.or_else(|| numbered(&all, from, &called)) else { return Vec::new() };
    let notes = all[first..].to_vec();
    sheet.words.retain(|word| !notes.iter().any(|line| line.words.contains(word)));
    notes
}

/// The first of several lines to the foot of a page that begin with the numbers of calls, one
/// after the other, and stand apart from the text above.
fn numbered(all: &[Line], from: usize, called: &dyn Fn(&Line) -> bool) -> Option<usize> {
    let apart = |i: usize| i > 0 && all[i].baseline - all[i - 1].baseline > APART * all[i].size();
    let number = |line: &Line| label(line).and_then(|l| l.parse::<u32>().ok());
    let in_order = |i: usize| {
        let numbers: Vec<u32> = all[i..].iter().filter_map(number).collect();
        numbers.len() > 1 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
    };
    (from..all.len()).find(|&i| {
        called(&all[i]) && apart(i) && in_order(i) && all[i..].iter().filter(|l| number(l).is_some()).all(called)
    })
}

/// The number or sign that a note begins with.
fn label(line: &Line) -> Option<String> {
    let first = line.words.first()?.text();
    let label = first.trim_matches(|c| "[]().".contains(c));
    let sign = !label.is_empty() && (label.chars().all(|c| c.is_ascii_digit()) || label.chars().all(is_sign));
    (sign && line.words.len() > 1).then(|| label.to_owned())
}

/// True for signs that call notes.
pub(crate) fn is_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§')
}
