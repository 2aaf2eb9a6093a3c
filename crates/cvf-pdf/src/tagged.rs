//! What the tags of a page's words decide: what is no part of its text, and where items begin
//! that no bullet shows.
//!
//! Places remain the first witness. Tags are heard only in a document most of whose text is
//! tagged: an artifact is furniture if it is said to belong to the page, or stands in its margin;
//! an item gets a bullet only where none is seen, and none does where the items look like lines
//! that a converter has made items. Tables, and the order of reading, are taken from places alone:
//! the tags of many producers lack the cells that have no text, and follow the order of drawing.

use crate::furniture::{Furniture, MARGIN};
use crate::lattice::lattices;
use crate::lines::{Line, lines};
use crate::shape::Rect;
use crate::tags::{Mark, Tag};
use crate::words::{Sheet, Word};
use cvf_document::marker;
use std::collections::BTreeMap;

/// Share of a document's words that have to be in elements, and that may be artifacts.
const LEAST_TAGGED: f64 = 0.6;
const MOST_ARTIFACTS: f64 = 0.3;
/// Where more than the first share of a document's items begin in small letters, but less than
/// the second, they are no items but lines.
const LINES: std::ops::Range<f64> = 0.15..0.9;

/// True if the tags of a document deserve belief.
pub(crate) fn are_sane(sheets: &[Sheet]) -> bool {
    let words = || sheets.iter().flat_map(|s| &s.words).filter(|w| is_worded(w));
    let artifacts = words().filter(|w| matches!(w.mark, Mark::Artifact { .. })).count() as f64;
    let tagged = words().filter(|w| matches!(w.mark, Mark::Content(_))).count() as f64;
    let all = words().count() as f64;
    tagged > LEAST_TAGGED * all && artifacts < MOST_ARTIFACTS * all
}

fn is_worded(word: &Word) -> bool {
    word.chars.iter().any(|(c, _)| c.is_alphanumeric())
}

/// Takes what is marked as furniture off every page.
pub(crate) fn take_artifacts(sheets: &mut [Sheet]) -> Vec<Furniture> {
    sheets.iter_mut().map(take_artifacts_of).collect()
}

fn take_artifacts_of(sheet: &mut Sheet) -> Furniture {
    let height = sheet.height;
    let tables: Vec<Rect> = lattices(&sheet.rules).iter().map(|l| l.rect()).collect();
    let free = |w: &Word| !tables.iter().any(|t| t.contains(w.rect.middle()));
    let margin = |w: &Word| !(MARGIN * height..=(1.0 - MARGIN) * height).contains(&w.baseline);
    let (taken, kept) = std::mem::take(&mut sheet.words).into_iter().partition(|w| match w.mark {
        Mark::Artifact { paged } => is_worded(w) && free(w) && (paged || margin(w)),
        _ => false,
    });
    sheet.words = kept;
    // The headers of a table that goes on from the page before are artifacts too.
    let (headers, taken): (Vec<Line>, Vec<Line>) = lines(taken).into_iter().partition(is_headers);
    sheet.words.extend(headers.into_iter().flat_map(|l| l.words));
    let (head, foot) = taken.into_iter().partition(|l| l.baseline < height / 2.0);
    Furniture { head, foot, ..Furniture::default() }
}

/// True for bold texts side by side that are not said to belong to the page.
fn is_headers(line: &Line) -> bool {
    let paged = line.words.iter().any(|w| matches!(w.mark, Mark::Artifact { paged: true }));
    let apart = line.words.windows(2).any(|p| p[1].rect.left - p[0].rect.right > p[0].size);
    !paged && apart && line.is_bold()
}

/// Gives items that begin without a bullet one.
pub(crate) fn mark_items(sheets: &mut [Sheet]) {
    let found: Vec<Vec<Word>> = sheets.iter().map(unmarked).collect();
    let low = |w: &&Word| w.chars.first().is_some_and(|(c, _)| c.is_lowercase());
    let (low, all) = (found.iter().flatten().filter(low).count() as f64, found.iter().flatten().count() as f64);
    if LINES.contains(&(low / all.max(1.0))) {
        return;
    }
    for (sheet, found) in sheets.iter_mut().zip(found) {
        sheet.words.extend(found.iter().map(bullet));
    }
}

/// First words of items that begin without a bullet or number.
fn unmarked(sheet: &Sheet) -> Vec<Word> {
    let mut first: BTreeMap<u32, &Word> = BTreeMap::new();
    for word in &sheet.words {
        if let Mark::Content(Tag { begins: Some(item), .. }) = word.mark {
            let earlier = |other: &&Word| (other.baseline, other.rect.left) <= (word.baseline, word.rect.left);
            let best = first.get(&item).copied().filter(earlier).unwrap_or(word);
            first.insert(item, best);
        }
    }
    first.into_values().filter(|w| is_worded(w) && !has_marker(w, sheet)).cloned().collect()
}

fn has_marker(word: &Word, sheet: &Sheet) -> bool {
    let beside = |w: &&Word| {
        let gap = word.rect.left - w.rect.right;
        (-0.2 * word.size..3.0 * word.size).contains(&gap) && w.rect.overlap_y(&word.rect) > 0.3 * word.size
    };
    let text = format!("{} text", word.text());
    marker::find(&text).is_some() || sheet.words.iter().any(|w| beside(&w) && (w.bullet || !is_worded(w)))
}

fn bullet(word: &Word) -> Word {
    let edge = word.chars.first().map_or(Rect::default(), |(_, rect)| Rect { right: rect.left, ..*rect });
    let rect = Rect { left: word.rect.left - 0.5 * word.size, right: word.rect.left - 0.25 * word.size, ..word.rect };
    Word { chars: vec![('•', edge)], rect, bullet: true, said: None, doubtful: false, ..word.clone() }
}

/// Rank of the heading that a line's words are in.
pub(crate) fn heading(words: &[Word]) -> Option<u8> {
    let rank = |w: &Word| if let Mark::Content(tag) = w.mark { tag.heading } else { None };
    let first = rank(words.first()?)?;
    words.iter().all(|w| rank(w) == Some(first)).then_some(first)
}
