//! Tips that open over a word: what the word means, no part of its sentence.

use super::tree::{Tree, is_hidden, is_inline, name_words};
use crate::page::Element;
use cvf_document::RegionKind;

/// Longest tip, in visible characters; a longer one is a text of its own.
const LONGEST_TIP: usize = 400;

/// Words of class by which the text of a tip is named.
const NAMES: &[&str] = &["tooltip", "tooltiptext", "tiptext", "tooltipcontent", "popover", "popup", "balloon"];

pub(super) fn find(tree: &Tree<'_>) -> Vec<(usize, RegionKind)> {
    let tip = |(at, element): &(usize, &Element)| {
        let short = (1..=LONGEST_TIP).contains(&tree.chars(*at));
        let tells = || {
            is_told(tree, *at, element)
                || is_in_its_word(tree, *at, element)
                || is_amid(tree, *at, element)
                || is_in_front(tree, *at, element)
        };
        short && is_inline(element) && (tells() || stands_for_rest(tree, *at))
    };
    tree.elements().filter(tip).map(|(at, _)| (at, RegionKind::Hidden)).collect()
}

/// True for what calls itself a tip and stands beside other text.
fn is_told(tree: &Tree<'_>, at: usize, element: &Element) -> bool {
    element.is_role("tooltip") && tree.block(at).is_some_and(|block| tree.beside(at, block) != (0, 0))
}

/// True for what is not shown, or is named as tips are, behind the word that it explains, in one
/// element with it. The rest of a sentence that opens on a click stands in no such element.
fn is_in_its_word(tree: &Tree<'_>, at: usize, element: &Element) -> bool {
    let named = || name_words(element).iter().any(|word| NAMES.contains(word));
    let word = tree.parent(at).filter(|&parent| tree.element(parent).is_some_and(is_inline));
    let explains = |parent: usize| {
        let (before, after) = tree.beside(at, parent);
        before > 0 && after == 0
    };
    word.is_some_and(explains) && (is_unseen(element) || named())
}

fn is_unseen(element: &Element) -> bool {
    is_hidden(element) || element.attribute("popover").is_some()
}

/// True for a text of its own that is not shown in the middle of a sentence.
fn is_amid(tree: &Tree<'_>, at: usize, element: &Element) -> bool {
    let Some(block) = tree.block(at).filter(|_| is_unseen(element)) else { return false };
    let open = tree.before(at, block).is_some_and(|c| c.is_alphanumeric() || c == ',');
    open && tree.after(at, block).is_some_and(char::is_lowercase) && tree.text(at).starts_with(char::is_uppercase)
}

/// True for a whole sentence that is not shown in front of the one that is, as programs that
/// translate a page keep the one they have replaced. What opens on a click stands behind.
fn is_in_front(tree: &Tree<'_>, at: usize, element: &Element) -> bool {
    let Some(block) = tree.block(at).filter(|_| is_hidden(element)) else { return false };
    let (before, after) = tree.beside(at, block);
    let whole = tree.text(at).ends_with(['.', '!', '?', '。']) && tree.text(at).contains(char::is_whitespace);
    before == 0 && after > 0 && whole && tree.after(at, block).is_some_and(|c| !c.is_lowercase())
}

/// True for an ellipsis that stands for the rest of a sentence until that opens.
fn stands_for_rest(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.text(at).as_str(), "…" | "...") && tree.next(at).is_some_and(|(_, rest)| is_unseen(rest))
}
