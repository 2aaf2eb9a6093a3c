//! Calls of footnotes, and the notes they call.

use super::tree::{self, Tree};
use crate::page::Element;
use cvf_document::RegionKind;
use std::collections::{BTreeMap, BTreeSet};

/// Longest call, in visible characters.
const LONGEST_CALL: usize = 12;

pub(super) fn find(tree: &Tree<'_>) -> Vec<(usize, RegionKind)> {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, element) in tree.elements() {
        if let Some(id) = element.id.as_deref() {
            ids.entry(id).or_insert(at);
        }
    }
    let mut found = BTreeMap::new();
    let mut notes = BTreeSet::new();
    for (at, element) in tree.elements() {
        if element.is_role("doc-footnote") || element.is_role("doc-endnotes") {
            notes.insert(at);
        }
        let small = tree::is_inline(element) && (1..=LONGEST_CALL).contains(&tree.chars(at));
        let Some(block) = tree.block(at).filter(|_| small) else { continue };
        if !is_call(&tree.text(at)) || tree.beside(at, block) == (0, 0) {
            continue;
        }
        let target = target(tree, at, element).and_then(|id| ids.get(id)).copied();
        let note = target.filter(|note| is_note(tree, *note, at));
        let raised = element.tag == "sup" || element.dress.raised;
        // Two elements around one call are one.
        if tree.around(at).take(3).any(|(i, _)| found.contains_key(&i)) {
            continue;
        }
        if note.is_some() || element.is_role("doc-noteref") || (raised && follows_text(tree, at, block)) {
            found.insert(at, RegionKind::Note);
            notes.extend(note.map(|note| whole_note(tree, note)));
        }
    }
    notes.extend(labelled(tree, &found));
    found.extend(notes.into_iter().map(|at| (at, RegionKind::Note)));
    found.into_iter().collect()
}

/// Longest note without an anchor, in visible characters.
const LONGEST_NOTE: usize = 400;

/// Boxes behind the last call that begin with the raised label of one.
fn labelled(tree: &Tree<'_>, calls: &BTreeMap<usize, RegionKind>) -> Vec<usize> {
    let labels: BTreeSet<String> = calls.keys().map(|at| tree.text(*at)).collect();
    let last = calls.keys().next_back().copied().unwrap_or(usize::MAX);
    let note = |(at, element): (usize, &Element)| {
        let raised = element.tag == "sup" || element.dress.raised;
        let block = tree.block(at).filter(|_| raised && at > last)?;
        let (before, after) = tree.beside(at, block);
        let begins = before == 0 && (1..=LONGEST_NOTE).contains(&after);
        (begins && labels.contains(&tree.text(at))).then_some(block)
    };
    tree.elements().filter(|(at, _)| tree.chars(*at) <= LONGEST_CALL).filter_map(note).collect()
}

/// True for the text of a call: a number, a letter or a sign, in brackets or not.
fn is_call(text: &str) -> bool {
    let inside = text.trim_start_matches(['[', '(']).trim_end_matches([']', ')']).trim();
    let number = (1..=3).contains(&inside.len()) && inside.chars().all(|c| c.is_ascii_digit());
    let letter = inside.len() == 1 && inside.starts_with(|c: char| c.is_ascii_lowercase());
    let signs = !inside.is_empty() && inside.chars().count() <= 3 && inside.chars().all(|c| "*†‡§¶#".contains(c));
    let several = inside.len() <= 12 && inside.contains(',') && inside.split(',').all(|n| is_number(n.trim()));
    number || letter || signs || several
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit())
}

/// The id that an element, or the link that is all of it, leads to.
fn target<'p>(tree: &Tree<'p>, at: usize, element: &'p Element) -> Option<&'p str> {
    let own = |e: &'p Element| e.attribute("href").filter(|_| e.tag == "a")?.strip_prefix('#');
    own(element).or_else(|| tree.inside(at).find_map(|(_, e)| own(e)))
}

/// True for a place behind the call with text of its own that is no heading.
fn is_note(tree: &Tree<'_>, note: usize, call: usize) -> bool {
    let heading = tree.element(note).is_some_and(tree::is_heading);
    note > call && !heading && tree.chars(whole_note(tree, note)) > 0
}

/// The item, paragraph or box that a note is: an anchor in front of it is only its mark.
fn whole_note(tree: &Tree<'_>, note: usize) -> usize {
    let small = tree.element(note).is_some_and(|e| ["a", "span", "sup"].contains(&e.tag.as_str()));
    match small {
        true => tree.block(note).unwrap_or(note),
        false => note,
    }
}

/// True where a raised number can only be a call: behind the end of a sentence or a clause, in
/// brackets, or behind a word too long for a unit of measure.
fn follows_text(tree: &Tree<'_>, at: usize, block: usize) -> bool {
    let word = tree.word_before(at, block);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let ended = tree.before(at, block).is_some_and(|c| ".,;:!?)”’\"".contains(c));
    let ordinal = word.chars().any(|c| c.is_ascii_digit());
    let text = tree.text(at);
    let single = text.len() == 1 && text.starts_with(char::is_alphabetic);
    !single && (text.starts_with('[') || (ended && !ordinal) || (letters >= 4 && !ordinal))
}
