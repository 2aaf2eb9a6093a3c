//! Lines that come again at the top or foot of pages.

use crate::lattice::lattices;
use crate::lines::{Line, lines};
use crate::shape::Rect;
use crate::words::{Sheet, Word};
use std::collections::BTreeMap;

/// Furniture taken off a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Furniture {
    pub(crate) head: Vec<Line>,
    pub(crate) foot: Vec<Line>,
}

impl Furniture {
    /// With more furniture, from top to bottom.
    pub(crate) fn with(mut self, more: Self) -> Self {
        self.head.extend(more.head);
        self.foot.extend(more.foot);
        self.head.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        self.foot.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        self
    }
}

/// Share of the page's height at its top and foot where furniture stands.
pub(crate) const MARGIN: f32 = 0.12;
/// Most lines of furniture at either end.
const MOST_LINES: usize = 4;
/// Share of the pages that repeat a line before it is furniture.
const REPEATED: f64 = 0.4;

/// Furniture stands as far from the page's end on each page, within this, in points.
const SAME_DEPTH: f32 = 6.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Head,
    Foot,
}

/// Takes the furniture off every page.
pub(crate) fn take(sheets: &mut [Sheet]) -> Vec<Furniture> {
    let all: Vec<Vec<(End, Line)>> = sheets.iter().map(candidates).collect();
    let heights: Vec<f32> = sheets.iter().map(|s| s.height).collect();
    let mut seen: BTreeMap<(End, String), BTreeMap<usize, f32>> = BTreeMap::new();
    for (page, candidates) in all.iter().enumerate() {
        for (end, line) in candidates {
            seen.entry((*end, key(line))).or_default().insert(page, depth(*end, line, heights[page]));
        }
    }
    let least = 2.max((sheets.len() as f64 * REPEATED).ceil() as usize);
    let again = |page: usize, end: End, line: &Line| {
        let here = depth(end, line, heights[page]);
        seen[&(end, key(line))].values().filter(|there| (**there - here).abs() <= SAME_DEPTH).count() >= least
    };
    let outermost: Vec<[f32; 2]> = sheets
        .iter()
        .zip(&all)
        .enumerate()
        .map(|(page, (s, c))| text_edges(s, c, &|end, line| again(page, end, line)))
        .collect();
    let outside = |end: End, line: &Line| {
        let inner = |[top, bottom]: &&[f32; 2]| match end {
            End::Head => *top <= line.baseline + line.size() / 2.0,
            End::Foot => *bottom >= line.baseline - line.size() / 2.0,
        };
        outermost.iter().filter(inner).count() * 5 <= outermost.len()
    };
    let repeated = |page: usize, end: End, line: &Line| again(page, end, line) && outside(end, line);
    let mut taken = Vec::new();
    for (page, (sheet, candidates)) in sheets.iter_mut().zip(all).enumerate() {
        let mut furniture = Furniture::default();
        for (end, line) in candidates.into_iter().filter(|(end, line)| repeated(page, *end, line)) {
            sheet.words.retain(|w| !line.words.contains(w));
            match end {
                End::Head => furniture.head.push(line),
                End::Foot => furniture.foot.push(line),
            }
        }
        taken.push(furniture);
    }
    taken
}

/// How far a line stands from its end of the page, in points.
fn depth(end: End, line: &Line, height: f32) -> f32 {
    match end {
        End::Head => line.baseline,
        End::Foot => height - line.baseline,
    }
}

/// Baselines of a page's first and last line that do not come again.
fn text_edges(sheet: &Sheet, candidates: &[(End, Line)], again: &dyn Fn(End, &Line) -> bool) -> [f32; 2] {
    let furniture: Vec<&Line> =
        candidates.iter().filter(|(end, line)| again(*end, line)).map(|(_, line)| line).collect();
    let text = sheet.words.iter().filter(|w| !furniture.iter().any(|line| line.words.contains(w)));
    text.fold([f32::MAX, f32::MIN], |[top, bottom], w| [top.min(w.baseline), bottom.max(w.baseline)])
}

/// The text of a line with its numbers hidden.
fn key(line: &Line) -> String {
    let mut key = String::new();
    for c in line.text().chars().flat_map(char::to_lowercase) {
        match c.is_ascii_digit() {
            true if key.ends_with('#') => {}
            true => key.push('#'),
            false => key.push(c),
        }
    }
    key
}

/// Lines near the ends of a page that stand apart from what is nearer its middle, and in no table.
fn candidates(sheet: &Sheet) -> Vec<(End, Line)> {
    let height = sheet.height;
    let tables: Vec<Rect> = lattices(&sheet.rules).iter().map(|l| l.rect()).collect();
    let free: Vec<Word> =
        sheet.words.iter().filter(|w| !tables.iter().any(|t| t.contains(w.rect.middle()))).cloned().collect();
    let lines = lines(free);
    let head = lines.iter().take(MOST_LINES).take_while(|l| l.baseline < MARGIN * height).count();
    let foot = lines.iter().rev().take(MOST_LINES).take_while(|l| l.baseline > (1.0 - MARGIN) * height).count();
    let head = (1..=head).rev().find(|&n| n == lines.len() || ends_apart(&lines[n - 1], &lines[n])).unwrap_or(0);
    let foot = (1..=foot.min(lines.len() - head))
        .rev()
        .find(|&n| n == lines.len() || ends_apart(&lines[lines.len() - n - 1], &lines[lines.len() - n]));
    let foot = foot.unwrap_or(0);
    let ends = |i: usize| if i < head { Some(End::Head) } else { (i + foot >= lines.len()).then_some(End::Foot) };
    let kept = lines.iter().enumerate().filter(|(_, l)| !is_header_row(l));
    kept.filter_map(|(i, line)| Some((ends(i)?, line.clone()))).collect()
}

/// A step larger than between lines of one text.
fn ends_apart(above: &Line, below: &Line) -> bool {
    below.baseline - above.baseline > 1.7 * above.size().max(below.size())
}

/// Three or more texts side by side without a number are the headers of columns.
fn is_header_row(line: &Line) -> bool {
    let gaps = line.words.windows(2).filter(|p| p[1].rect.left - p[0].rect.right > 1.0 * p[0].size).count();
    gaps >= 2 && !line.text().contains(|c: char| c.is_ascii_digit())
}
