//! Markers of list items, and what an item is once all of it was read.

use crate::page::Element;
use cvf_document::marker::roman;
use cvf_document::{Block, MarkerKind, Paragraph, Text};

/// A list that is open.
#[derive(Debug)]
pub(crate) enum List {
    Bulleted,
    Numbered { kind: char, next: i64, step: i64 },
}

impl List {
    /// `items` counts the items, for lists that are numbered backwards.
    pub(crate) fn of(element: &Element, items: i64) -> Self {
        if element.tag != "ol" {
            return Self::Bulleted;
        }
        let reversed = element.attribute("reversed").is_some();
        let start = element.number("start").filter(|n: &i64| n.unsigned_abs() < 100_000);
        let kind = element.attribute("type").and_then(|t| t.trim().chars().next()).unwrap_or('1');
        let (first, step) = if reversed { (items, -1) } else { (1, 1) };
        Self::Numbered { kind, next: start.unwrap_or(first), step }
    }

    /// The marker of the next item.
    pub(crate) fn marker(&mut self, value: Option<i64>) -> (String, MarkerKind) {
        let Self::Numbered { kind, next, step } = self else { return ("•".to_owned(), MarkerKind::Bullet) };
        let number = value.filter(|n| n.unsigned_abs() < 100_000).unwrap_or(*next);
        *next = number + *step;
        let positive = u32::try_from(number).ok().filter(|n| *n > 0);
        match (*kind, positive) {
            ('a', Some(n)) => (format!("{})", letters(n)), MarkerKind::Letter),
            ('A', Some(n)) => (format!("{}.", letters(n).to_uppercase()), MarkerKind::Letter),
            ('i', Some(n)) => (format!("{})", roman(n)), MarkerKind::Letter),
            ('I', Some(n)) => (format!("{}.", roman(n).to_uppercase()), MarkerKind::Letter),
            _ => (format!("{number}."), MarkerKind::Number(vec![positive.unwrap_or(0)])),
        }
    }
}

fn letters(mut n: u32) -> String {
    let mut out = Vec::new();
    while n > 0 {
        out.push(char::from(b'a' + u8::try_from((n - 1) % 26).unwrap_or(0)));
        n = (n - 1) / 26;
    }
    out.iter().rev().collect()
}

/// Most words of a name.
const LONGEST_NAME: usize = 12;

/// Puts an item's paragraphs together; returns the offsets of a marker that was none: an item
/// that is a name over its own content (a cluster or competency with its list in it) is a
/// paragraph.
pub(crate) fn close_item(blocks: &mut Vec<Block>, start: usize) -> Vec<usize> {
    let heads = blocks.get(start + 1..).is_some_and(|rest| rest.iter().any(is_structure));
    let Some(Block::Paragraph(first)) = blocks.get_mut(start) else { return Vec::new() };
    if first.marker.is_none() || first.style.heading.is_some() {
        return Vec::new();
    }
    if (heads || first.style.bold) && is_name(first, heads) {
        return first.marker.take().map_or(Vec::new(), |m| visible(&m.text));
    }
    while let Some(Block::Paragraph(next)) = blocks.get(start + 1).filter(|b| goes_on(b)) {
        let text = next.text.clone();
        blocks.remove(start + 1);
        if let Block::Paragraph(first) = &mut blocks[start] {
            first.text.join(&text);
        }
    }
    Vec::new()
}

/// Offsets of the visible characters of a text.
pub(crate) fn visible(text: &Text) -> Vec<usize> {
    text.chars().filter(|(c, _)| !c.is_whitespace()).map(|(_, at)| at).collect()
}

/// True for what can stand under a name.
fn is_structure(block: &Block) -> bool {
    match block {
        Block::Paragraph(p) => p.marker.is_some() || p.style.heading.is_some() || p.style.bold,
        _ => true,
    }
}

fn goes_on(block: &Block) -> bool {
    matches!(block, Block::Paragraph(p) if p.marker.is_none() && p.style.heading.is_none() && !p.style.bold)
}

fn is_name(p: &Paragraph, heads: bool) -> bool {
    let text = p.text.as_str();
    let words = text.split(' ').count();
    let ends = text.ends_with(['.', ';', ',', '!']) || (text.ends_with(':') && words > 4 && !p.style.bold);
    words <= LONGEST_NAME && !ends && !text.starts_with("I ") && heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_letters_and_roman_numerals() {
        let show = |kind, next| List::Numbered { kind, next, step: 1 }.marker(None).0;
        let shown = [show('1', 7), show('a', 28), show('A', 2), show('i', 9), show('I', 14), show('1', -1)];
        assert_eq!(shown, ["7.", "ab)", "B.", "ix)", "XIV.", "-1."]);
    }
}
