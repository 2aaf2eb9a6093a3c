//! Habits of text recognition, undone where the page itself shows them.
//!
//! | read | is | told by |
//! | --- | --- | --- |
//! | a letter or sign at the start of a line: `e`, `¢`, `«`, `°` | a bullet | others like it above or below, each before a line |
//! | `\|`, and `l`, `]`, `!` by themselves | the pronoun I | a word behind it that can follow it |
//! | `IT`, `l\|` in the room of one letter | the pronoun I | its box |
//! | `\|am`, `lam`, `Iwork` | I and a word | the word follows an I elsewhere in the document |
//! | `ls`, `lf`, `ln`, `lt` | Is, If, In, It | there are no such words |
//! | `\|` at the end of a line | the pronoun I | a space before it, and a word that can follow it below |
//! | `donot`, `amarole` behind an I | several words | each of them stands elsewhere in the document |
//! | `arole`, `inour` | two words | they stand side by side elsewhere, or the noun behind another word like "a" |
//! | `ta` before a row | the label 1a | another label with a 1 and a letter |
//! | `Level2` | a word and its number | the word stands before numbers elsewhere |
//! | `asa`, `lsan`, `nota` | a word and its article | there are no such words |
//!
//! Only words of a text layer without ink are touched, never printed text. The stream keeps the
//! characters of the layer; texts show what they are read as, and a warning says how often.

mod bullets;
mod glued;
mod labels;
mod pronoun;

use crate::lines::lines;
use crate::shape::Rect;
use crate::words::{Sheet, Word};
use cvf_document::Warning;

/// Undoes the habits on all pages, and says what was done.
pub(crate) fn undo(sheets: &mut [Sheet]) -> Vec<Warning> {
    bullets::mark(sheets);
    let mut pages: Vec<Vec<Vec<Word>>> = Vec::new();
    for sheet in sheets.iter_mut() {
        let (unseen, seen) = std::mem::take(&mut sheet.words).into_iter().partition(|w| w.invisible);
        sheet.words = seen;
        pages.push(lines(unseen).into_iter().map(|line| line.words).collect());
    }
    let mut done = Done { labels: labels::undo(&mut pages), ..Done::default() };
    let known = pronoun::Known::of(pages.iter().flatten());
    for (sheet, lines) in sheets.iter_mut().zip(pages) {
        for (i, line) in lines.iter().enumerate() {
            sheet.words.extend(pronoun::undo(line, lines.get(i + 1), &known, &mut done));
        }
    }
    done.warning().into_iter().collect()
}

/// How often habits were undone.
#[derive(Debug, Default)]
struct Done {
    pronouns: usize,
    parted: usize,
    labels: usize,
}

impl Done {
    fn warning(&self) -> Option<Warning> {
        let Self { pronouns, parted, labels } = self;
        let labels = if *labels > 0 { format!(", {labels} labels are read with a 1") } else { String::new() };
        let message = format!(
            "text recognition's habits undone: {pronouns} signs are read as an \"I\", {parted} words are parted{labels}"
        );
        (pronouns + parted > 0 || !labels.is_empty()).then(|| Warning::new("ocr-habits", message))
    }
}

/// The first `count` characters of a word, and the rest.
pub(crate) fn part(word: &Word, count: usize) -> (Word, Word) {
    let share = count as f32 / word.chars.len().max(1) as f32;
    let cut = word.rect.left + share * word.rect.width();
    let (first, rest) = word.chars.split_at(count);
    let head = Word { chars: first.to_vec(), rect: Rect { right: cut, ..word.rect }, ..word.clone() };
    let tail = Word { chars: rest.to_vec(), rect: Rect { left: cut, ..word.rect }, said: None, ..word.clone() };
    (head, tail)
}

#[cfg(test)]
mod tests;
