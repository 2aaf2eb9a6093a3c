//! Lines that come again at the top or foot of pages.

use crate::lattice::lattices;
use crate::lines::{Line, lines};
use crate::shape::Rect;
use crate::words::{Sheet, Word};
use cvf_document::flow::is_page_number;
use std::collections::{BTreeMap, BTreeSet};

/// Furniture taken off a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Furniture {
    pub(crate) head: Vec<Line>,
    pub(crate) foot: Vec<Line>,
    /// Marks across the page, whose dress says nothing.
    pub(crate) across: Vec<Line>,
}

impl Furniture {
    /// The marks across a page.
    pub(crate) fn of_marks(sheet: &mut Sheet) -> Self {
        Self { across: lines(std::mem::take(&mut sheet.marks)), ..Self::default() }
    }

    /// With more furniture, from top to bottom.
    pub(crate) fn with(mut self, more: Self) -> Self {
        self.head.extend(more.head);
        self.foot.extend(more.foot);
        self.across.extend(more.across);
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

/// A line that is bold, or larger than most text by this share, is furniture on no fewer pages
/// than this, if there are as many behind the first: a heading may stand at the top of two.
const LARGER: f32 = 1.06;
const LEAST_DRESSED: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Head,
    Foot,
}

/// Lines that may be furniture.
type Candidates = Vec<(End, Line)>;

/// Takes the furniture off every page.
pub(crate) fn take(sheets: &mut [Sheet]) -> Vec<Furniture> {
    let (all, inner): (Vec<Candidates>, Vec<Vec<Line>>) = sheets.iter().map(candidates).unzip();
    let heights: Vec<f32> = sheets.iter().map(|s| s.height).collect();
    let mut seen: BTreeMap<(End, String), BTreeMap<usize, Seen>> = BTreeMap::new();
    for (page, candidates) in all.iter().enumerate() {
        for (end, line) in candidates {
            let line_seen = Seen { depth: depth(*end, line, heights[page]), numbers: numbers(line) };
            seen.entry((*end, look(line))).or_default().insert(page, line_seen);
        }
    }
    let least = 2.max((sheets.len() as f64 * REPEATED).ceil() as usize);
    let behind_first = sheets.len().saturating_sub(1);
    let body = body_size(sheets);
    let dressed = |line: &Line| line.is_bold() || line.size() > LARGER * body;
    // What is dressed as a heading and stands as one in the middle of a page is one.
    let headings: BTreeSet<String> = inner.iter().flatten().filter(|l| dressed(l)).map(look).collect();
    let again = |page: usize, end: End, line: &Line| {
        let dressed = dressed(line);
        if dressed && headings.contains(&look(line)) {
            return false;
        }
        let own = &seen[&(end, look(line))];
        let same = |(there, other): &(&usize, &Seen)| {
            let level = (other.depth - own[&page].depth).abs() <= SAME_DEPTH;
            level && (!dressed || counts_pages(&own[&page].numbers, page, &other.numbers, **there))
        };
        let least = if dressed { least.max(LEAST_DRESSED.min(behind_first)) } else { least };
        own.iter().filter(same).count() >= least
    };
    let outermost: Vec<[f32; 3]> = sheets
        .iter()
        .zip(&all)
        .enumerate()
        .map(|(page, (s, c))| text_edges(s, c, &|end, line| again(page, end, line)))
        .collect();
    let outside = |end: End, line: &Line| {
        // What is dressed as a heading stands no deeper than the first text of other pages.
        let inner = |[top, bottom, edge]: &&[f32; 3]| match end {
            End::Head if dressed(line) => *edge <= line.rect.top + line.size() / 2.0,
            End::Head => *top <= line.baseline + line.size() / 2.0,
            End::Foot => *bottom >= line.baseline - line.size() / 2.0,
        };
        outermost.iter().filter(inner).count() * 5 <= outermost.len()
    };
    let repeated = |page: usize, end: End, line: &Line| {
        (end == End::Foot && has_page_number(line)) || (again(page, end, line) && outside(end, line))
    };
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

/// A line at the end of a page.
struct Seen {
    depth: f32,
    numbers: Vec<i64>,
}

/// True if one of several texts side by side is a page number in words.
fn has_page_number(line: &Line) -> bool {
    let apart = |a: &Word, b: &Word| b.rect.left - a.rect.right > a.size;
    let texts = line.words.chunk_by(|a, b| !apart(a, b));
    let texts: Vec<String> = texts.map(|t| t.iter().map(Word::text).collect::<Vec<_>>().join(" ")).collect();
    let numbered = |t: &String| is_page_number(t) && t.contains(char::is_alphabetic);
    texts.len() > 1 && texts.iter().any(numbered)
}

/// Size of most characters, in points.
pub(crate) fn body_size(sheets: &[Sheet]) -> f32 {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for word in sheets.iter().flat_map(|s| &s.words) {
        *sizes.entry((word.size * 10.0).round() as i32).or_default() += word.chars.len();
    }
    sizes.into_iter().max_by_key(|(_, chars)| *chars).map_or(0.0, |(size, _)| size as f32 / 10.0)
}

/// The numbers in a line.
fn numbers(line: &Line) -> Vec<i64> {
    let text = line.text();
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
}

/// True if the numbers of a line on two pages are the same or differ as the pages do.
fn counts_pages(here: &[i64], page: usize, there: &[i64], other: usize) -> bool {
    let step = page as i64 - other as i64;
    here.iter().zip(there).all(|(a, b)| a == b || a - b == step)
}

/// How far a line stands from its end of the page, in points.
fn depth(end: End, line: &Line, height: f32) -> f32 {
    match end {
        End::Head => line.baseline,
        End::Foot => height - line.baseline,
    }
}

/// Baselines of a page's first and last line that do not come again, and the upper edge of the first.
fn text_edges(sheet: &Sheet, candidates: &[(End, Line)], again: &dyn Fn(End, &Line) -> bool) -> [f32; 3] {
    let furniture: Vec<&Line> =
        candidates.iter().filter(|(end, line)| again(*end, line)).map(|(_, line)| line).collect();
    let text = sheet.words.iter().filter(|w| !furniture.iter().any(|line| line.words.contains(w)));
    text.fold([f32::MAX, f32::MIN, f32::MAX], |[top, bottom, edge], w| {
        [top.min(w.baseline), bottom.max(w.baseline), edge.min(w.rect.top)]
    })
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

/// The same with its dress.
fn look(line: &Line) -> String {
    format!("{} {} {}", (line.size() * 2.0).round(), line.is_bold(), key(line))
}

/// Lines near the ends of a page that stand apart from what is nearer its middle, and in no
/// table; and the lines between them.
fn candidates(sheet: &Sheet) -> (Candidates, Vec<Line>) {
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
    let count = lines.len();
    let ends = |i: usize| if i < head { Some(End::Head) } else { (i + foot >= count).then_some(End::Foot) };
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for (i, line) in lines.into_iter().enumerate() {
        match ends(i) {
            Some(end) if !is_header_row(&line) => outer.push((end, line)),
            Some(_) => {}
            None => inner.push(line),
        }
    }
    (outer, inner)
}

/// A step larger than between lines of one text.
fn ends_apart(above: &Line, below: &Line) -> bool {
    below.baseline - above.baseline > 1.7 * above.size().max(below.size())
}

/// Three or more texts side by side, in bold or without a number, are the headers of columns.
fn is_header_row(line: &Line) -> bool {
    let gaps = line.words.windows(2).filter(|p| p[1].rect.left - p[0].rect.right > 1.0 * p[0].size).count();
    gaps >= 2 && (line.is_bold() || !line.text().contains(|c: char| c.is_ascii_digit()))
}
