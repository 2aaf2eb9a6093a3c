//! Elements that are boxes by nature and stand in the middle of a sentence: a browser shows them
//! in its line.

use crate::page::{Element, Event};

/// Longest text of a button in a sentence, in characters: a term or two.
const LONGEST_TERM: usize = 80;

/// Makes buttons amid a sentence, and tips wherever they stand, run in their line.
pub(crate) fn run_in_line(events: &mut [Event]) {
    let amid: Vec<usize> = (0..events.len()).filter(|&at| is_amid(events, at)).collect();
    for at in amid {
        if let Event::Open(element) = &mut events[at] {
            element.dress.block = Some(false);
        }
    }
}

fn is_amid(events: &[Event], at: usize) -> bool {
    let Event::Open(element) = &events[at] else { return false };
    element.is_role("tooltip") || (element.tag == "button" && is_in_sentence(events, at, element))
}

/// True if a sentence begins in front of an element, or in it, and goes on behind it, in one box.
fn is_in_sentence(events: &[Event], at: usize, element: &Element) -> bool {
    let in_line = |e: &&Event| !is_edge(events, e);
    let before = events[..at].iter().rev().take_while(in_line).find_map(|e| visible(e)?.next_back());
    let behind = events.get(element.end + 1..).unwrap_or_default();
    let after = behind.iter().take_while(in_line).find_map(|e| visible(e)?.next());
    let own: Vec<char> = events[at..element.end].iter().filter_map(visible).flatten().collect();
    let (Some(before), Some(after), Some(first)) = (before, after, own.first()) else { return false };
    let open = before.is_alphanumeric() || ",;:(–-".contains(before);
    let goes_on = after.is_lowercase() || ",.;:)".contains(after);
    own.len() <= LONGEST_TERM && (goes_on || (open && first.is_lowercase()))
}

/// Elements that do not end a line.
const IN_LINE: &[&str] = &["a", "abbr", "b", "button", "dfn", "em", "i", "mark", "span", "strong", "u"];

/// True for the beginning or end of what is no part of a line.
fn is_edge(events: &[Event], event: &Event) -> bool {
    let element = match event {
        Event::Close(start) => events.get(*start),
        event => Some(event),
    };
    matches!(element, Some(Event::Open(element)) if !IN_LINE.contains(&element.tag.as_str()))
}

fn visible(event: &Event) -> Option<impl DoubleEndedIterator<Item = char>> {
    match event {
        Event::Text(text) if !text.trim().is_empty() => Some(text.chars().filter(|c| !c.is_whitespace())),
        _ => None,
    }
}
