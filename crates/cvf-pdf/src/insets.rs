//! What stands beside the text: boxed notes and quotations set off from the columns that they
//! interrupt.

use crate::gutters::Run;
use crate::layout::{Layout, Scored, Term};
use crate::lines::{Line, lines};
use crate::shape::Rect;
use crate::table::column_lines;
use crate::words::Word;
use cvf_document::flow::lacks_end;

/// Most words and lines of one.
const MOST_WORDS: usize = 60;
const MOST_LINES: usize = 12;
/// Widest share of the text's width that one has.
const WIDEST: f32 = 0.45;
/// Type that differs by this share is another.
const OTHER_TYPE: f32 = 0.08;
const QUOTES: [char; 6] = ['“', '”', '"', '«', '»', '„'];

/// How well either column of a run of two is an inset.
pub(crate) fn weigh(all: &[Line], run: &Run) -> Vec<Scored> {
    if run.gutters.len() != 1 {
        return Vec::new();
    }
    let inside = &all[run.lines.clone()];
    let columns = [column_lines(inside, run, 0), column_lines(inside, run, 1)];
    let width = columns.iter().flatten().map(|l| l.rect.right).fold(f32::MIN, f32::max)
        - columns.iter().flatten().map(|l| l.rect.left).fold(f32::MAX, f32::min);
    let scored = |side: usize| {
        let terms = terms(&columns[side], &columns[1 - side], width)?;
        Some(Scored { layout: Layout::Inset(side), terms })
    };
    (0..2).filter_map(scored).collect()
}

fn words(lines: &[Line]) -> usize {
    lines.iter().map(|l| l.words.len()).sum()
}

fn size(lines: &[Line]) -> f32 {
    let mut sizes: Vec<f32> = lines.iter().map(Line::size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// What speaks for a column as an inset beside another; none if it cannot be one.
fn terms(inset: &[Line], text: &[Line], width: f32) -> Option<Vec<Term>> {
    let own = Rect::union(inset.iter().map(|l| &l.rect));
    let long = words(inset) > MOST_WORDS || inset.len() > MOST_LINES || inset.len() < 2;
    let listed = inset.iter().any(|l| l.marker().is_some());
    let bold = inset.iter().any(Line::is_bold);
    if long || listed || bold || own.width() > WIDEST * width || text.is_empty() {
        return None;
    }
    let whole = inset.iter().map(Line::text).collect::<Vec<_>>().join(" ");
    let other = (size(inset) - size(text)).abs() > OTHER_TYPE * size(text);
    // By itself a short text beside another is a column that ends early.
    let mut terms = vec![Term { name: "a short text beside another", weight: -0.5 }];
    let mut add = |name, weight: f32, holds: bool| terms.extend(holds.then_some(Term { name, weight }));
    add("in quotation marks", 3.0, is_quoted(&whole));
    add("in other type than the text beside it", 1.5, other);
    add("beside lists or sentences", 0.5, text.iter().any(|l| l.marker().is_some() || !lacks_end(&l.text())));
    add("shorter than the text beside it", 0.5, text.len() > inset.len());
    Some(terms)
}

/// Fewest words of a boxed note that is not in quotation marks.
const LEAST_WORDS: usize = 8;

/// Takes boxes with a note in them and other text beside them off the words of a page.
pub(crate) fn boxed(words: &mut Vec<Word>, boxes: &[Rect]) -> Vec<Vec<Word>> {
    let mut found = Vec::new();
    for area in boxes {
        if is_note(area, boxes, words) {
            let (taken, kept) = std::mem::take(words).into_iter().partition(|w| area.contains(w.rect.middle()));
            *words = kept;
            found.push(taken);
        }
    }
    found
}

/// True for a box that is no card among others, no label before its text and no part of a text
/// in boxes: a note or quotation of a few sentences, with longer text on one side of it.
fn is_note(area: &Rect, boxes: &[Rect], words: &[Word]) -> bool {
    let (own, outside): (Vec<&Word>, Vec<&Word>) = words.iter().partition(|w| area.contains(w.rect.middle()));
    if !(3..=MOST_WORDS).contains(&own.len()) || own.len() > outside.len() {
        return false;
    }
    let other = || boxes.iter().filter(|b| !is_same(b, area));
    let in_row = other().any(|b| is_beside(b, area));
    let stacked = other().any(|b| (b.left - area.left).abs() < 2.0 && (b.right - area.right).abs() < 2.0);
    let own = lines(own.into_iter().cloned().collect());
    let text = own.iter().map(Line::text).collect::<Vec<_>>().join(" ");
    let plain = own.iter().all(|l| l.marker().is_none());
    let sentences = text.split(' ').count() >= LEAST_WORDS && own.iter().any(|l| !lacks_end(&l.text()));
    let told = is_quoted(&text) || (sentences && !stacked && !own.iter().any(Line::is_bold));
    if in_row || !plain || !told {
        return false;
    }
    let beside: Vec<Word> =
        outside.into_iter().filter(|w| w.rect.overlap_y(area) > 0.5 * w.rect.height()).cloned().collect();
    let left = beside.iter().filter(|w| w.rect.middle().0 < area.middle().0).count();
    (left == 0 || left == beside.len()) && lines(beside).len() > own.len()
}

fn is_quoted(text: &str) -> bool {
    text.starts_with(QUOTES) && text.chars().skip(1).any(|c| QUOTES.contains(&c))
}

/// True if two boxes stand beside each other.
fn is_beside(a: &Rect, b: &Rect) -> bool {
    a.overlap_y(b) > 0.5 * a.height().min(b.height()) && a.overlap_x(b) <= 1.0
}

fn is_same(a: &Rect, b: &Rect) -> bool {
    a.overlap_x(b) > 0.9 * a.width().max(b.width()) && a.overlap_y(b) > 0.9 * a.height().max(b.height())
}
