//! The region of a page that shows a finding.

use super::{Original, words};
use cvf_check::Finding;
use cvf_document::CharBox;

/// A region, in points from the page's top left corner.
pub(super) struct Region {
    pub(super) page: u32,
    /// Left, top, right, bottom.
    pub(super) frame: [f32; 4],
    /// The words that the finding is about, a box for each line.
    pub(super) boxes: Vec<[f32; 4]>,
    /// Their text.
    pub(super) text: String,
}

/// Boxes of characters joined line by line.
pub(super) type Lines = Vec<[f32; 4]>;

/// Points of paper shown around the lines, across and up and down.
const AROUND: (f32, f32) = (10.0, 16.0);
/// Tallest and narrowest region in points.
const TALLEST: f32 = 240.0;
const NARROWEST: f32 = 220.0;
/// Widest white space, in points, within a column.
const GAP: f32 = 14.0;
/// Points between a line and the frame's edge.
const MARGIN: f32 = 1.5;
/// Most characters of the text.
const LONGEST: usize = 600;

/// The region of a finding; none if its characters have no boxes, or run up or down the page.
pub(super) fn of(finding: &Finding, original: &Original) -> Option<Region> {
    let boxed = |at: &usize| original.boxes.get(*at).is_some_and(Option::is_some);
    let spans = finding.at.chars.iter().flat_map(|&[from, to]| from..to.min(original.stream.len()));
    let place: Vec<usize> = spans.filter(boxed).collect();
    if is_sideways(&place, original) {
        return None;
    }
    let marked = words::marked(finding, &original.stream, &place);
    let page = box_of(original, *marked.iter().find(|at| boxed(at))?)?.page;
    let joined =
        |chars: &[usize]| lines(chars.iter().filter_map(|&at| box_of(original, at)).filter(|b| b.page == page));
    let (boxes, unit) = (joined(&marked), joined(&place));
    let text = text(finding, original);
    let frame = frame(&around(&unit)?, &around(&boxes)?, page, original);
    let boxes = boxes.into_iter().filter(|b| b[3] > frame[1] && b[1] < frame[3]).collect();
    Some(Region { page, frame, boxes, text })
}

/// True if most characters stand above or below the one before.
fn is_sideways(place: &[usize], original: &Original) -> bool {
    let middle = |at: usize| box_of(original, at).map(|b| (b.bounds[0] + b.bounds[2], b.bounds[1] + b.bounds[3]));
    let steps = place.windows(2).filter_map(|pair| middle(pair[0]).zip(middle(pair[1])));
    let (across, all) = steps.fold((0, 0), |(across, all), (from, to)| {
        let is_across = (to.0 - from.0).abs() >= (to.1 - from.1).abs();
        (across + usize::from(is_across), all + 1)
    });
    across * 2 < all
}

/// The text of a finding's place, on one line.
fn text(finding: &Finding, original: &Original) -> String {
    let inside = |&[from, to]: &[usize; 2]| original.stream.get(from..to.min(original.stream.len()));
    let spans: Vec<String> = finding.at.chars.iter().filter_map(inside).map(|span| span.iter().collect()).collect();
    let text: String = spans.join(" ").chars().take(LONGEST).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn box_of(original: &Original, at: usize) -> Option<CharBox> {
    original.boxes.get(at).copied().flatten()
}

/// Characters joined to a box for each line.
fn lines(chars: impl Iterator<Item = CharBox>) -> Lines {
    let mut lines: Lines = Vec::new();
    for CharBox { bounds, .. } in chars {
        let follows = |last: &&mut [f32; 4]| {
            let (height, middle) = (last[3] - last[1], (bounds[1] + bounds[3]) / 2.0);
            (last[1]..last[3]).contains(&middle) && bounds[0] > last[0] - height && bounds[0] < last[2] + 2.0 * height
        };
        match lines.last_mut().filter(follows) {
            Some(last) => *last = join(last, &bounds),
            None => lines.push(bounds),
        }
    }
    lines
}

fn join(a: &[f32; 4], b: &[f32; 4]) -> [f32; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn around(boxes: &[[f32; 4]]) -> Option<[f32; 4]> {
    boxes.iter().copied().reduce(|a, b| join(&a, &b))
}

/// What is shown: the whole text block across, the unit's lines and a little more up and down;
/// of a tall unit the part with the marked words.
fn frame(unit: &[f32; 4], marked: &[f32; 4], page: u32, original: &Original) -> [f32; 4] {
    let (mut top, mut bottom) = (unit[1] - AROUND.1, unit[3] + AROUND.1);
    if bottom - top > TALLEST {
        let middle = (marked[1] + (marked[3]).min(marked[1] + TALLEST)) / 2.0;
        top = (middle - TALLEST / 2.0).max(top);
        bottom = (top + TALLEST).min(bottom);
    }
    let (left, right) = column(unit, (top, bottom), page, original);
    let more = ((NARROWEST - (right - left)) / 2.0).max(AROUND.0);
    let frame = [left - more, top, right + more, bottom];
    whole_lines(frame, page, original).map(|side| side.max(0.0))
}

/// A frame that cuts no line of text in two.
fn whole_lines(frame: [f32; 4], page: u32, original: &Original) -> [f32; 4] {
    let is_cut = |b: &&[f32; 4]| frame[0] < b[2] && b[0] < frame[2] && frame[1] < b[3] && b[1] < frame[3];
    let on_page = original.boxes.iter().flatten().filter(|b| b.page == page).map(|b| &b.bounds);
    let taller = |all: [f32; 4], b: &[f32; 4]| [all[0], all[1].min(b[1] - MARGIN), all[2], all[3].max(b[3] + MARGIN)];
    on_page.filter(is_cut).fold(frame, taller)
}

/// Left and right of the text block around a unit: text goes on until there is a gap.
fn column(unit: &[f32; 4], (top, bottom): (f32, f32), page: u32, original: &Original) -> (f32, f32) {
    let beside = |b: &&CharBox| b.page == page && b.bounds[3] > top && b.bounds[1] < bottom;
    let mut spans: Vec<(f32, f32)> =
        original.boxes.iter().flatten().filter(beside).map(|b| (b.bounds[0], b.bounds[2])).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut blocks: Vec<(f32, f32)> = Vec::new();
    for (left, right) in spans {
        match blocks.last_mut().filter(|last| left < last.1 + GAP) {
            Some(last) => last.1 = last.1.max(right),
            None => blocks.push((left, right)),
        }
    }
    let touches = |block: &&(f32, f32)| block.0 < unit[2] && block.1 > unit[0];
    blocks.iter().filter(touches).fold((unit[0], unit[2]), |all, b| (all.0.min(b.0), all.1.max(b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(left: f32, top: f32) -> CharBox {
        CharBox { page: 1, bounds: [left, top, left + 5.0, top + 10.0] }
    }

    #[test]
    fn characters_of_a_line_are_one_box() {
        let found = lines([at(10.0, 100.0), at(15.0, 100.5), at(24.0, 100.0), at(10.0, 113.0)].into_iter());
        assert_eq!(found, [[10.0, 100.0, 29.0, 110.5], [10.0, 113.0, 15.0, 123.0]]);
    }

    #[test]
    fn a_region_is_as_wide_as_its_column() {
        let row = |from: u16| (from..from + 50).map(|i| Some(at(f32::from(i) * 5.0, 100.0)));
        let original = Original { boxes: row(10).chain(row(70)).collect(), ..Original::default() };
        let unit = [350.0, 100.0, 400.0, 110.0];
        assert_eq!(frame(&unit, &unit, 1, &original), [340.0, 84.0, 610.0, 126.0]);
    }

    #[test]
    fn text_that_runs_up_the_page_is_told() {
        let column = [140.0, 130.0, 120.0, 110.0].map(|top| Some(at(50.0, top)));
        let row = [50.0, 55.0, 60.0, 65.0].map(|left| Some(at(left, 100.0)));
        let is = |boxes: &[Option<CharBox>]| {
            is_sideways(&[0, 1, 2, 3], &Original { boxes: boxes.to_vec(), ..Original::default() })
        };
        assert!(is(&column) && !is(&row));
    }

    #[test]
    fn a_region_shows_whole_lines() {
        let boxes = [80.0, 100.0, 120.0, 140.0].map(|top| Some(at(50.0, top)));
        let original = Original { boxes: boxes.to_vec(), ..Original::default() };
        let unit = [50.0, 100.0, 55.0, 110.0];
        let [_, top, _, bottom] = frame(&unit, &unit, 1, &original);
        assert_eq!((top, bottom), (78.5, 131.5));
    }

    #[test]
    fn of_a_tall_unit_the_marked_words_are_shown() {
        let original = Original::default();
        let found = frame(&[50.0, 100.0, 300.0, 700.0], &[60.0, 500.0, 90.0, 510.0], 1, &original);
        assert_eq!(found, [40.0, 385.0, 310.0, 625.0]);
    }
}
