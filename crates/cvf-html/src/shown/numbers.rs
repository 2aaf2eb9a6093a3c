//! What style sheets part though nothing stands between: a number in an element of its own and the
//! item's text behind it, and links side by side.

use super::tree::{Tree, is_inline};
use crate::page::Element;
use std::collections::BTreeSet;

/// Longest number, with its signs.
const LONGEST_NUMBER: usize = 6;

/// Links right behind a link to another place, whose text begins anew: entries of a menu or a list.
pub(super) fn links(tree: &Tree<'_>) -> BTreeSet<usize> {
    let apart = |(at, element): (usize, &Element)| {
        let to = |e: &Element| e.attribute("href").map(str::to_owned);
        let link = |e: &Element| e.tag == "a" && is_inline(e);
        let (next, other) = tree.next(at).filter(|(_, other)| link(element) && link(other))?;
        let beside = tree.chars_between(at, next) == 0 && to(element) != to(other);
        let ends = tree.text(at).ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        (beside && ends && tree.text(next).starts_with(char::is_uppercase)).then_some(next)
    };
    tree.elements().filter_map(apart).collect()
}

/// The inline elements right behind a number that stands alone in its element at the start of a
/// line.
pub(super) fn behind(tree: &Tree<'_>) -> BTreeSet<usize> {
    let apart = |(at, element): (usize, &Element)| {
        let number = is_inline(element) && (1..=LONGEST_NUMBER).contains(&tree.chars(at)) && is_number(&tree.text(at));
        let starts = number && tree.block(at).is_some_and(|block| tree.beside(at, block).0 == 0);
        let (next, text) = tree.next(at).filter(|(_, e)| starts && is_inline(e) && e.tag != "sup" && e.tag != "sub")?;
        let beside = tree.chars_between(at, next) == 0 && !text.names.trim().is_empty();
        (beside && tree.text(next).starts_with(char::is_uppercase)).then_some(next)
    };
    tree.elements().filter_map(apart).collect()
}

/// True for digits, with dots and brackets as lists have them.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '(' || c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || ".)(".contains(c))
        && text.contains(|c: char| c.is_ascii_digit())
}
