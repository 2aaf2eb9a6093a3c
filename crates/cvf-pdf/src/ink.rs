//! What a scan's image shows besides its text: ruling lines, how far the page is turned, and
//! signs that the text layer may lack.
//!
//! Ruling lines are long runs of dark pixels that touch from row to row, and from column to
//! column; signs are the connected components of the other dark pixels.

use crate::glyphs::Rule;
use crate::ocr::PageImage;
use crate::shape::Rect;

/// The ink of a page, in points.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ink {
    /// How far lines fall to the right, in points for a point.
    pub(crate) slope: f32,
    /// Ruling lines on the page made straight.
    pub(crate) rules: Vec<Rule>,
    /// Small signs, as they stand on the page.
    pub(crate) signs: Vec<Sign>,
}

/// Dark pixels that hang together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sign {
    pub(crate) rect: Rect,
    /// Share of its box that is dark.
    pub(crate) fill: f32,
}

/// Darker than this share of the paper's brightness is ink.
const DARK: f32 = 0.7;
/// Shortest run of pixels of a ruling line, and shortest line, in points.
const RUN: f32 = 14.0;
const SHORTEST: f32 = 24.0;
/// Thickest line in points.
const THICKEST: f32 = 3.5;
/// Pixels by which a line may be broken.
const BREAK: usize = 1;
/// Heights of a sign in points.
const SIGN: std::ops::RangeInclusive<f32> = 1.4..=40.0;
/// Slopes that are told from a straight page, and from a drawing.
const SLOPES: std::ops::RangeInclusive<f32> = 0.0015..=0.06;

/// Finds the ink of a page's image.
pub(crate) fn of(image: &PageImage) -> Ink {
    let (width, height) = (image.size.0 as usize, image.size.1 as usize);
    if width == 0 || image.grey.len() < width * height {
        return Ink::default();
    }
    let limit = (paper(&image.grey) * DARK) as u8;
    let dark: Vec<bool> = image.grey.iter().map(|tone| *tone < limit).collect();
    let points = 72.0 / f32::from(image.dots_per_inch.max(1));
    let level = strokes(width, height, points, |x, y| dark[y * width + x]);
    let upright = strokes(height, width, points, |y, x| dark[y * width + x]);
    let slope = slope(&level);
    let signs = signs(&dark, width, points);
    let rules = level.iter().map(|s| s.level(slope)).chain(upright.iter().map(|s| s.upright(slope)));
    Ink { slope, rules: rules.map(|rect| Rule { rect }).collect(), signs }
}

/// The brightness of most of the page that is not dark.
fn paper(grey: &[u8]) -> f32 {
    let mut counts = [0_usize; 256];
    grey.iter().for_each(|tone| counts[usize::from(*tone)] += 1);
    let most = (128..256).max_by_key(|&tone| counts[tone]).unwrap_or(255);
    most as f32
}

/// A line that may be at a slant, in points: along it, and across it at both ends.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    from: f32,
    to: f32,
    at_from: f32,
    at_to: f32,
}

impl Stroke {
    fn level(&self, slope: f32) -> Rect {
        let at = (self.at_from + self.at_to - slope * (self.from + self.to)) / 2.0;
        let moved = slope * (self.at_from + self.at_to) / 2.0;
        Rect { left: self.from + moved, right: self.to + moved, top: at, bottom: at }
    }

    fn upright(&self, slope: f32) -> Rect {
        let at = (self.at_from + self.at_to + slope * (self.from + self.to)) / 2.0;
        let moved = slope * (self.at_from + self.at_to) / 2.0;
        Rect { left: at, right: at, top: self.from - moved, bottom: self.to - moved }
    }
}

/// A line while it is followed from row to row, in pixels.
#[derive(Clone, Copy, Debug)]
struct Open {
    from: usize,
    to: usize,
    at_from: usize,
    at_to: usize,
    last: usize,
    pixels: usize,
}

/// Lines along the first axis; `dark` says whether a pixel (along, across) is.
fn strokes(along: usize, across: usize, points: f32, dark: impl Fn(usize, usize) -> bool) -> Vec<Stroke> {
    let least = (RUN / points) as usize;
    let (mut open, mut done): (Vec<Open>, Vec<Open>) = (Vec::new(), Vec::new());
    for row in 0..across {
        let (alive, ended): (Vec<Open>, Vec<Open>) = open.into_iter().partition(|o| row <= o.last + 1 + BREAK);
        done.extend(ended);
        open = alive;
        for (from, to) in runs(along, least, BREAK, |i| dark(i, row)) {
            let touches = |o: &&mut Open| from <= o.to + BREAK && to + BREAK >= o.from;
            match open.iter_mut().find(touches) {
                Some(line) => line.grow(from, to, row),
                None => open.push(Open { from, to, at_from: row, at_to: row, last: row, pixels: to - from }),
            }
        }
    }
    done.extend(open);
    done.into_iter().filter_map(|o| o.stroke(points)).collect()
}

impl Open {
    fn grow(&mut self, from: usize, to: usize, row: usize) {
        if from < self.from {
            (self.from, self.at_from) = (from, row);
        }
        if to > self.to {
            (self.to, self.at_to) = (to, row);
        }
        self.last = row;
        self.pixels += to - from;
    }

    /// The line, if it is long and thin.
    fn stroke(&self, points: f32) -> Option<Stroke> {
        let length = (self.to - self.from) as f32;
        let thin = self.pixels as f32 / length.max(1.0) * points <= THICKEST;
        let [from, to, at_from, at_to] =
            [self.from, self.to, self.at_from, self.at_to].map(|pixels| pixels as f32 * points);
        (thin && length * points >= SHORTEST).then_some(Stroke { from, to, at_from, at_to })
    }
}

/// Runs of dark pixels of at least a length, broken by no more than so many pixels.
fn runs(along: usize, least: usize, broken: usize, dark: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for i in 0..along {
        if !dark(i) {
            continue;
        }
        match &mut open {
            Some((_, to)) if i <= *to + broken => *to = i + 1,
            _ => found.extend(open.replace((i, i + 1))),
        }
    }
    found.extend(open);
    found.retain(|(from, to)| to - from >= least);
    found
}

/// The slope of most of the length of the lines; 0 if they are as good as straight.
fn slope(level: &[Stroke]) -> f32 {
    let mut slopes: Vec<(f32, f32)> =
        level.iter().map(|s| ((s.at_to - s.at_from) / (s.to - s.from), s.to - s.from)).collect();
    slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
    plain(weighted_middle(&slopes))
}

/// The middle of values that are in order, each with its weight.
pub(crate) fn weighted_middle(values: &[(f32, f32)]) -> f32 {
    let half: f32 = values.iter().map(|(_, weight)| weight).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    let middle = values.iter().find(|(_, weight)| {
        sum += weight;
        sum >= half
    });
    middle.map_or(0.0, |(value, _)| *value)
}

/// A slope that is one of a page: 0 if it is too small to tell, or too large.
pub(crate) fn plain(slope: f32) -> f32 {
    if SLOPES.contains(&slope.abs()) { slope } else { 0.0 }
}

/// Connected dark pixels of the size of a sign: runs of a row that touch runs of the row above.
fn signs(dark: &[bool], width: usize, points: f32) -> Vec<Sign> {
    let mut parts: Vec<Part> = Vec::new();
    let mut above: Vec<(usize, usize, usize)> = Vec::new();
    for (y, row) in dark.chunks_exact(width).enumerate() {
        let mut here = Vec::new();
        for (from, to) in runs(width, 1, 0, |x| row[x]) {
            let mut own: Option<usize> = None;
            for (_, _, id) in above.iter().filter(|(a, b, _)| *a <= to && *b >= from) {
                own = Some(join(&mut parts, own.unwrap_or(*id), *id));
            }
            let id = own.unwrap_or_else(|| {
                parts.push(Part { parent: parts.len(), left: from, right: to, top: y, bottom: y + 1, pixels: 0 });
                parts.len() - 1
            });
            parts[id].add(from, to, y);
            here.push((from, to, id));
        }
        above = here;
    }
    let whole = parts.iter().enumerate().filter(|(i, p)| p.parent == *i);
    whole.map(|(_, p)| p.sign(points)).filter(|s| SIGN.contains(&s.rect.height().max(s.rect.width()))).collect()
}

/// A component, or a part of the one that its parent is.
#[derive(Clone, Copy, Debug)]
struct Part {
    parent: usize,
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
    pixels: usize,
}

impl Part {
    fn add(&mut self, from: usize, to: usize, y: usize) {
        (self.left, self.right) = (self.left.min(from), self.right.max(to));
        (self.top, self.bottom) = (self.top.min(y), self.bottom.max(y + 1));
        self.pixels += to - from;
    }

    fn sign(&self, points: f32) -> Sign {
        let [left, top, right, bottom] =
            [self.left, self.top, self.right, self.bottom].map(|pixels| pixels as f32 * points);
        let area = (self.right - self.left) * (self.bottom - self.top);
        Sign { rect: Rect { left, top, right, bottom }, fill: self.pixels as f32 / area.max(1) as f32 }
    }
}

fn root(parts: &[Part], id: usize) -> usize {
    let mut at = id;
    while parts[at].parent != at {
        at = parts[at].parent;
    }
    at
}

/// Makes two components one; its place.
fn join(parts: &mut [Part], one: usize, other: usize) -> usize {
    let (a, b) = (root(parts, one), root(parts, other));
    if a == b {
        return a;
    }
    let (a, b) = (a.min(b), a.max(b));
    let part = parts[b];
    parts[b].parent = a;
    let whole = &mut parts[a];
    (whole.left, whole.right) = (whole.left.min(part.left), whole.right.max(part.right));
    (whole.top, whole.bottom) = (whole.top.min(part.top), whole.bottom.max(part.bottom));
    whole.pixels += part.pixels;
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A white page of 4 by 3 inches at 100 pixels to the inch, with dark pixels.
    fn page(dark: impl Fn(usize, usize) -> bool) -> PageImage {
        let pixel = |i: usize| if dark(i % 400, i / 400) { 20 } else { 240 };
        PageImage { size: (400, 300), grey: (0..120_000).map(pixel).collect(), dots_per_inch: 100 }
    }

    #[test]
    fn a_frame_is_four_rules_and_a_dot_a_sign() {
        let level = |x: usize, y: usize| (50..350).contains(&x) && (y / 2 == 25 || y / 2 == 100);
        let upright = |x: usize, y: usize| (50..202).contains(&y) && (x / 2 == 25 || x / 2 == 175);
        let dot = |x: usize, y: usize| (100..106).contains(&x) && (120..126).contains(&y);
        let ink = of(&page(|x, y| level(x, y) || upright(x, y) || dot(x, y)));
        assert_eq!(ink.slope, 0.0);
        assert_eq!(ink.rules.len(), 4, "{:?}", ink.rules);
        let top = ink.rules[0].rect;
        assert!((top.left - 36.0).abs() < 1.0 && (top.right - 252.0).abs() < 2.0 && (top.top - 36.0).abs() < 1.0);
        let box_of_dot = Rect { left: 72.0, top: 86.4, right: 76.32, bottom: 90.72 };
        assert_eq!(ink.signs.len(), 1);
        assert!((ink.signs[0].rect.left - box_of_dot.left).abs() < 0.1 && ink.signs[0].fill > 0.99);
        assert!((ink.signs[0].rect.bottom - box_of_dot.bottom).abs() < 0.1);
    }

    #[test]
    fn lines_of_a_turned_page_are_made_straight() {
        // It falls by one pixel in a hundred.
        let ink = of(&page(|x, y| (40..360).contains(&x) && y / 2 == (100 + x / 100) / 2));
        assert!((ink.slope - 0.01).abs() < 0.004, "{}", ink.slope);
        assert!(ink.rules.iter().all(|r| r.rect.height() == 0.0));
    }

    #[test]
    fn an_empty_image_has_no_ink() {
        let ink = of(&PageImage { size: (0, 0), grey: Vec::new(), dots_per_inch: 0 });
        assert!(ink.rules.is_empty() && ink.signs.is_empty());
    }
}
