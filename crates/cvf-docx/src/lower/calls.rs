//! Calls of notes that were typed: raised figures whose notes stand as paragraphs behind them.

use crate::model::{Paragraph, Run};
use std::collections::BTreeSet;

/// The labels of typed calls that have a note.
#[derive(Debug, Default)]
pub(super) struct Calls {
    labels: BTreeSet<String>,
    /// Texts of the paragraphs that are notes.
    notes: BTreeSet<String>,
}

impl Calls {
    /// Finds raised figures or signs behind other text, and the paragraphs behind the last of
    /// them that begin with one of these labels.
    pub(super) fn of(paragraphs: &[&Paragraph]) -> Self {
        let called: Vec<(usize, String)> = paragraphs
            .iter()
            .enumerate()
            .flat_map(|(i, p)| p.runs.iter().skip(1).filter_map(move |run| Some((i, raised(run)?))))
            .collect();
        let Some(last) = called.iter().map(|(i, _)| *i).max() else { return Self::default() };
        let known: BTreeSet<String> = called.iter().map(|(_, label)| label.clone()).collect();
        let mut found = Self::default();
        for p in paragraphs.iter().skip(last + 1) {
            if label(p).is_some_and(|label| known.contains(&label)) {
                found.notes.insert(text(p));
            }
        }
        // Where one of the figures has its note, all of them call one: some notes may be lost.
        if !found.notes.is_empty() {
            found.labels = known;
        }
        found
    }

    /// True for the text of a raised run that calls a note, given the text in front of it: behind
    /// a short word it is the power of a unit of measure.
    pub(super) fn is_call(&self, run: &str, before: &str) -> bool {
        self.labels.contains(&bare(run)) && !ends_in_unit(before)
    }

    /// True for a paragraph that is a note.
    pub(super) fn is_note(&self, p: &Paragraph) -> bool {
        !self.notes.is_empty() && self.notes.contains(&text(p))
    }
}

/// True for "12 m", "km": letters, at most three, that nothing but a number stands in front of.
fn ends_in_unit(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&letters.chars().count()) && letters.chars().all(char::is_alphabetic)
}

/// The label that a raised run is.
fn raised(run: &Run) -> Option<String> {
    let label = bare(&run.text);
    (run.props.raised == Some(true) && !run.deleted && is_label(&label)).then_some(label)
}

fn bare(text: &str) -> String {
    text.trim().trim_matches(['[', ']', '(', ')']).to_owned()
}

/// A number, a letter, or signs that mark notes.
fn is_label(label: &str) -> bool {
    let digits = (1..=3).contains(&label.len()) && label.chars().all(|c| c.is_ascii_digit());
    let letter = label.len() == 1 && label.starts_with(|c: char| c.is_ascii_lowercase());
    let signs = !label.is_empty() && label.chars().count() <= 3 && label.chars().all(|c| "*†‡§¶".contains(c));
    digits || letter || signs
}

fn text(p: &Paragraph) -> String {
    p.runs.iter().filter(|r| !r.deleted).map(|r| r.text.as_str()).collect()
}

/// The label that a paragraph begins with, and that something parts from its text.
fn label(p: &Paragraph) -> Option<String> {
    let own = p.runs.first().and_then(raised);
    let text = text(p);
    let first = text.split_whitespace().next()?;
    let typed = bare(first.trim_end_matches(['.', ':', ')']));
    own.or_else(|| Some(typed).filter(|label| is_label(label) && text.trim().len() > first.len()))
}
