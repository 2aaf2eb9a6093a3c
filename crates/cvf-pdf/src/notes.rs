//! Footnotes: notes at the foot of a page, and the raised figures that call them in its text.
//!
//! A raised figure is a call if a note with its number stands at the foot of a page; the lines
//! there are notes if they are in smaller type, or if their numbers are those of calls one after
//! the other. Calls and notes are apart from the text. Some fonts have raised figures of their own,
//! which stand on the line like any other: they are told by the notes that begin with them.

use crate::furniture::body_size;
use crate::habits::part;
use crate::lines::{Line, lines};
use crate::words::{Sheet, Word};
use std::collections::BTreeSet;

/// Notes are in type smaller than the text's by this share, if that is to tell them.
const SMALLER: f32 = 0.95;
/// Most lines of notes on a page.
const MOST_LINES: usize = 40;
/// A step larger than this, in em, sets notes in the text's own type apart.
const APART: f32 = 1.7;

/// Takes the notes off every page; calls that no note answers are text.
pub(crate) fn take(sheets: &mut [Sheet]) -> Vec<Vec<Line>> {
    let body = body_size(sheets);
    sheets.iter_mut().for_each(|sheet| part_glued(sheet, body));
    let calls: BTreeSet<String> = sheets.iter().flat_map(|s| &s.words).filter(|w| w.call).map(|w| w.text()).collect();
    if calls.is_empty() {
        return vec![Vec::new(); sheets.len()];
    }
    let notes: Vec<Vec<Line>> = sheets.iter_mut().map(|sheet| of_page(sheet, &calls, body)).collect();
    let answered: BTreeSet<String> = notes.iter().flatten().filter_map(label).collect();
    for word in sheets.iter_mut().flat_map(|s| &mut s.words) {
        word.call &= answered.contains(&word.text());
    }
    notes
}

/// Parts figures from the words that they are glued to, where small lines at the foot of the page
/// begin with the same figures, glued to their first words.
fn part_glued(sheet: &mut Sheet, body: f32) {
    let all = lines(sheet.words.clone());
    let foot = all.iter().rposition(|line| line.size() > SMALLER * body).map_or(0, |last| last + 1);
    let (text, notes) = all.split_at(foot);
    let called = |number: &str| text.iter().flat_map(|l| &l.words).any(|w| ends_with(w, number).is_some());
    let numbers: Vec<String> = notes.iter().filter_map(glued_label).filter(|n| called(n)).collect();
    if text.is_empty() || numbers.is_empty() {
        return;
    }
    let label = |word: &Word| notes.iter().any(|l| l.words.first() == Some(word) && glued_label(l).is_some());
    let part_word = |word: Word| {
        if label(&word) {
            let digits = word.chars.iter().take_while(|(c, _)| c.is_ascii_digit()).count();
            let (number, rest) = part(&word, digits);
            return vec![number, rest];
        }
        match numbers.iter().find_map(|n| ends_with(&word, n)) {
            Some(at) => {
                let (word, number) = part(&word, at);
                vec![word, Word { call: true, ..number }]
            }
            None => vec![word],
        }
    };
    sheet.words = std::mem::take(&mut sheet.words).into_iter().flat_map(part_word).collect();
}

/// The number that a line begins with, glued to a word with a capital letter.
fn glued_label(line: &Line) -> Option<String> {
    let first = line.words.first()?.text();
    let digits = first.chars().take_while(char::is_ascii_digit).count();
    let capital = first.chars().nth(digits).is_some_and(char::is_uppercase);
    ((1..=2).contains(&digits) && capital).then(|| first[..digits].to_owned())
}

/// Characters in front of the number that a word ends with, if those are letters or the end of
/// a sentence.
fn ends_with(word: &Word, number: &str) -> Option<usize> {
    let text = word.text();
    let before = text.strip_suffix(number)?;
    let last = before.chars().last()?;
    let letters = before.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = letters > 0 && (last.is_lowercase() || ".,;:!?)”’".contains(last) || before == "I");
    (!word.call && is_word).then(|| before.chars().count())
}

fn of_page(sheet: &mut Sheet, calls: &BTreeSet<String>, body: f32) -> Vec<Line> {
    let all = with_labels(lines(sheet.words.clone()));
    let called = |line: &Line| label(line).is_some_and(|l| calls.contains(&l));
    let from = all.len().saturating_sub(MOST_LINES);
    let small = |line: &Line| line.size() <= SMALLER * body;
    let smaller = (from..all.len()).find(|&i| called(&all[i]) && all[i..].iter().all(small));
    let Some(first) = smaller.or_else(|| numbered(&all, from, &called)) else { return Vec::new() };
    let notes = all[first..].to_vec();
    sheet.words.retain(|word| !notes.iter().any(|line| line.words.contains(word)));
    notes
}

/// How far, in em, a raised label stands above its note, and before it, at most.
const RAISED: f32 = 0.7;
const BEFORE: f32 = 1.0;

/// Lines with the raised label that stands before each put to it.
fn with_labels(all: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for line in all {
        match out.last() {
            Some(above) if is_label_of(above, &line) => {
                let label = out.pop().map(|l| l.words).unwrap_or_default();
                out.push(line.behind(label));
            }
            _ => out.push(line),
        }
    }
    out
}

/// True for a small figure or sign alone, right before the first word of the line below.
fn is_label_of(label: &Line, line: &Line) -> bool {
    let [word] = label.words.as_slice() else { return false };
    let (up, gap) = (line.baseline - label.baseline, line.rect.left - word.rect.right);
    let sign = word.text().chars().all(|c| c.is_ascii_digit() || is_sign(c));
    sign && word.size < SMALLER * line.size() && up < RAISED * line.size() && (0.0..BEFORE * line.size()).contains(&gap)
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
    // Beside notes in a margin the text goes on.
    let alone = |i: usize| all[i..].iter().all(|line| SMALLER * line.size() <= all[i].size());
    (from..all.len()).find(|&i| {
        called(&all[i])
            && apart(i)
            && alone(i)
            && in_order(i)
            && all[i..].iter().filter(|l| number(l).is_some()).all(called)
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
