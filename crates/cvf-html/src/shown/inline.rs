//! Small pieces inside lines: words for screen readers, icons, links to the place itself, marks
//! and badges in headings.

use super::tree::{Tree, is_heading, is_inline, name_words};
use crate::page::Element;
use cvf_document::RegionKind;
use std::collections::{BTreeMap, BTreeSet};

/// Longest text, in characters, that only screen readers are told.
const LONGEST_TOLD: usize = 300;
/// Longest mark or badge in a heading.
const LONGEST_MARK: usize = 24;
/// Icons of one class that are enough to tell it by their texts.
const LEAST_ICONS: usize = 3;

pub(super) fn find(tree: &Tree<'_>) -> Vec<(usize, RegionKind)> {
    let icons = icon_classes(tree);
    let marks = heading_marks(tree);
    let twins = twins_for_screen_readers(tree);
    let mut found = Vec::new();
    for (at, element) in tree.elements() {
        let hidden =
            is_for_screen_readers(tree, at, element) || twins.contains(&at) || is_icon(tree, at, element, &icons);
        if hidden {
            found.push((at, RegionKind::Hidden));
        } else if is_mark(tree, at, element, &marks) {
            found.push((at, RegionKind::Navigation));
        }
    }
    found
}

/// Conventional names for what only screen readers are told: two words that stand together.
const TOLD_BY_NAME: &[&[&str]] = &[
    &["sr", "only"],
    &["visually", "hidden"],
    &["screen", "reader"],
    &["show", "for", "sr"],
    &["element", "invisible"],
    &["off", "screen"],
    &["accessible", "hide"],
    &["accessibility", "hidden"],
    &["a11y", "hidden"],
];
const TOLD_BY_WORD: &[&str] = &["sronly", "visuallyhidden", "screenreader", "offscreen", "accesshide", "vhidden"];

fn is_told_by_name(element: &Element) -> bool {
    element.names.split_whitespace().any(|name| {
        let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let together = |known: &&[&str]| words.windows(known.len()).any(|w| w == *known);
        let focusable = words.contains(&"focusable") && words.contains(&"not");
        !focusable && (TOLD_BY_NAME.iter().any(together) || words.iter().any(|w| TOLD_BY_WORD.contains(w)))
    })
}

/// True for what only a screen reader is told. What stands alone in its line is kept where it is
/// the only name that a picture has.
fn is_for_screen_readers(tree: &Tree<'_>, at: usize, element: &Element) -> bool {
    if !(element.dress.clipped || is_told_by_name(element)) || tree.chars(at) > LONGEST_TOLD {
        return false;
    }
    let alone = is_inline(element)
        && tree.block(at).is_some_and(|block| {
            let named = tree.element(block).is_some_and(is_heading)
                || tree.element(block).is_some_and(|e| e.tag == "td" || e.tag == "th");
            named && tree.beside(at, block) == (0, 0)
        });
    !alone
}

/// The one for screen readers of two neighbours with one text of which the other is for eyes
/// alone.
fn twins_for_screen_readers(tree: &Tree<'_>) -> BTreeSet<usize> {
    let eyes = |e: &Element| e.attribute("aria-hidden") == Some("true");
    let mut twins = BTreeSet::new();
    for (at, element) in tree.elements().filter(|(_, e)| is_inline(e)) {
        let Some((next, other)) = tree.next(at).filter(|(next, e)| is_inline(e) && tree.chars(*next) == tree.chars(at))
        else {
            continue;
        };
        if tree.chars(at) > 0 && eyes(element) != eyes(other) && tree.text(at) == tree.text(next) {
            twins.insert(if eyes(element) { next } else { at });
        }
    }
    twins
}

/// True for one token in lower case, as the names of icons are: `check_circle`.
fn is_token(text: &str) -> bool {
    text.len() >= 2
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn has_letters(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() && !('\u{e000}'..='\u{f8ff}').contains(&c))
}

/// Classes of inline elements that hold nothing but tokens at the edges of their lines, with one
/// of them glued to the text beside it, or hidden from screen readers.
fn icon_classes<'p>(tree: &Tree<'p>) -> BTreeMap<&'p str, bool> {
    let mut classes: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for (at, element) in tree
        .elements()
        .filter(|(_, e)| ["i", "span", "em", "mat-icon"].contains(&e.tag.as_str()) && !e.names.trim().is_empty())
    {
        let small = tree.chars(at) <= LONGEST_MARK;
        let entry = classes.entry(element.names.trim()).or_insert((0, true));
        entry.0 += 1;
        entry.1 &= small && is_token(&tree.text(at)) && is_at_edge(tree, at);
    }
    classes.into_iter().map(|(names, (count, tokens))| (names, tokens && count >= LEAST_ICONS)).collect()
}

fn is_at_edge(tree: &Tree<'_>, at: usize) -> bool {
    tree.block(at).is_some_and(|block| {
        let (before, after) = tree.beside(at, block);
        before == 0 || after == 0
    })
}

/// True for a picture made of letters: a sign, or the name of an icon.
fn is_icon(tree: &Tree<'_>, at: usize, element: &Element, classes: &BTreeMap<&str, bool>) -> bool {
    if !is_inline(element) || tree.chars(at) == 0 || tree.chars(at) > LONGEST_MARK {
        return false;
    }
    let text = tree.text(at);
    let unseen = element.attribute("aria-hidden") == Some("true");
    let icon =
        name_words(element).iter().any(|w| matches!(*w, "icon" | "icons" | "glyphicon" | "fa" | "symbols" | "emoji"))
            || element.tag.ends_with("icon");
    let beside = tree.block(at).is_some_and(|block| tree.beside(at, block) != (0, 0));
    if !has_letters(&text) {
        return (unseen || icon) && beside && !text.contains(|c: char| c.is_ascii_punctuation());
    }
    let of_class = element.tag != "em" && classes.get(element.names.trim()) == Some(&true);
    beside && is_token(&text) && ((unseen && is_at_edge(tree, at)) || icon || of_class)
}

/// Texts of what stands at the edge of headings, with how many headings have each.
fn heading_marks(tree: &Tree<'_>) -> BTreeMap<String, usize> {
    let mut marks = BTreeMap::new();
    for (at, _) in tree.elements().filter(|(_, e)| is_heading(e)) {
        let mut own: Vec<String> =
            tree.inside(at).filter(|(i, _)| is_edge_mark(tree, *i, at)).map(|(i, _)| tree.text(i)).collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|text| *marks.entry(text).or_default() += 1);
    }
    marks
}

/// True for a short piece at the edge of a heading that has other text.
fn is_edge_mark(tree: &Tree<'_>, at: usize, heading: usize) -> bool {
    let (before, after) = tree.beside(at, heading);
    let chars = tree.chars(at);
    (1..=LONGEST_MARK).contains(&chars) && before + after > 0 && (before == 0 || after == 0)
}

/// True for a link to the heading itself, a mark such as `[edit]`, or a badge.
fn is_mark(tree: &Tree<'_>, at: usize, element: &Element, marks: &BTreeMap<String, usize>) -> bool {
    let heading = tree.around(at).take(4).find(|(_, e)| is_heading(e));
    if !heading.is_some_and(|(heading, _)| is_edge_mark(tree, at, heading)) {
        return false;
    }
    let text = tree.text(at);
    let leads = |e: &Element| matches!(e.tag.as_str(), "a" | "button");
    let linked = leads(element) || tree.inside(at).any(|(_, e)| leads(e));
    let own_place =
        element.tag == "a" && element.attribute("href").is_some_and(|href| href.starts_with('#') || href.is_empty());
    if linked && !has_letters(&text) {
        return true;
    }
    let repeated = marks.get(&text).is_some_and(|count| *count >= 2) && !text.contains(|c: char| c.is_ascii_digit());
    let bracketed = text.starts_with('[') && text.ends_with(']');
    let badge = !linked && is_inline(element) && is_badge(element);
    (linked && (repeated || bracketed)) || (own_place && repeated) || badge
}

/// Words of class by which a badge in a heading is named.
fn is_badge(element: &Element) -> bool {
    name_words(element).iter().any(|w| matches!(*w, "badge" | "pill" | "chip" | "lozenge" | "sticker"))
}
