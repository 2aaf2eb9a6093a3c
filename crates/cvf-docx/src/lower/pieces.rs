//! A paragraph's lines: which of its line breaks begin a paragraph.

use cvf_document::flow::{begins_low, lacks_end};
use cvf_document::marker;
use std::collections::BTreeMap;

/// A character with its dress.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inked {
    pub(super) c: char,
    pub(super) bold: bool,
    pub(super) half_points: u16,
}

/// The paragraph's parts: lines that are not the going on of the line before are parts of
/// their own. A heading is one.
pub(super) fn pieces(inked: &[Inked], heading: bool) -> Vec<&[Inked]> {
    let mut pieces = Vec::new();
    let (mut start, mut line) = (0, 0);
    let breaks = inked.iter().enumerate().filter(|(_, i)| i.c == '\n').map(|(at, _)| at);
    for at in breaks {
        let end = inked[at + 1..].iter().position(|i| i.c == '\n').map_or(inked.len(), |n| at + 1 + n);
        if begins_part(&inked[line..at], &inked[at + 1..end], heading) {
            pieces.push(&inked[start..at]);
            start = at + 1;
        }
        line = at + 1;
    }
    pieces.push(&inked[start..]);
    pieces
}

fn begins_part(line: &[Inked], next: &[Inked], heading: bool) -> bool {
    let string = |part: &[Inked]| part.iter().map(|i| i.c).collect::<String>();
    let (line, after) = (string(line), string(next));
    let (before, after) = (line.trim(), after.trim());
    let marked = marker::find(after).is_some();
    match heading {
        true => marked,
        false => marked || !lacks_end(before) || !begins_low(after),
    }
}

/// Whether all of a piece is bold, and its size in tenths of a point.
pub(super) fn dress(piece: &[Inked]) -> (bool, u16) {
    let visible = || piece.iter().filter(|i| !i.c.is_whitespace());
    let mut sizes: BTreeMap<u16, usize> = BTreeMap::new();
    visible().for_each(|i| *sizes.entry(i.half_points).or_default() += 1);
    let most = sizes.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(size, _)| size);
    (visible().count() > 0 && visible().all(|i| i.bold), most.saturating_mul(5))
}
