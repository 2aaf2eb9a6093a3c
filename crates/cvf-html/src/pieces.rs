//! Text that is set beside other text in one line, yet is a piece of its own: what lies in a row of
//! boxes, and what a name in bold means.

use crate::element::{self, Role};
use crate::page::{Element, Event, Page};

/// Fewest letters of a piece that says something: signs and counts do not.
const LETTERS: usize = 3;
/// Fewest words of the longest piece: short ones are the buttons of a bar, or a name's badge.
const WORDS: usize = 4;

/// What stands right inside an element: its children with their texts.
struct Child<'p> {
    element: &'p Element,
    text: String,
}

/// True if an element lays out pieces of text beside each other, as a bar with a badge, a name
/// and a sentence does: each is a paragraph.
pub(crate) fn lies_in_pieces(page: &Page, at: usize, element: &Element) -> bool {
    if element.dress.flex != Some(true) || element::role(element) != Role::Block {
        return false;
    }
    let Some(children) = children(page, at, element) else { return false };
    let inline = children.iter().all(|c| element::role(c.element) == Role::Inline);
    let says = |c: &&Child<'_>| c.text.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS;
    let longest = children.iter().map(|c| c.text.split_whitespace().count()).max();
    inline && children.iter().filter(says).count() > 1 && longest >= Some(WORDS)
}

/// The children of an element; `None` where text stands between them.
fn children<'p>(page: &'p Page, at: usize, element: &Element) -> Option<Vec<Child<'p>>> {
    let mut out: Vec<Child<'p>> = Vec::new();
    let mut end = at;
    for (i, event) in page.events.iter().enumerate().take(element.end).skip(at + 1) {
        match event {
            Event::Open(child) if i > end => {
                end = child.end;
                out.push(Child { element: child, text: String::new() });
            }
            Event::Text(text) if i > end && !text.trim().is_empty() => return None,
            Event::Text(text) if i < end => {
                if let Some(child) = out.last_mut() {
                    child.text.push_str(text);
                }
            }
            _ => {}
        }
    }
    Some(out)
}

/// True for what a bold name in front of it means: the rest of its paragraph, in another dress.
pub(crate) fn is_gloss(page: &Page, element: &Element) -> bool {
    let blank = |e: &&Event| matches!(e, Event::Text(text) if text.trim().is_empty());
    let next = page.events.get(element.end + 1..).and_then(|rest| rest.iter().find(|e| !blank(e)));
    matches!(element.tag.as_str(), "em" | "i" | "small") && matches!(next, Some(Event::Close(_)))
}
