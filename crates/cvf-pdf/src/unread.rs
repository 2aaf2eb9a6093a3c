//! Scanned pages with a text layer: what their images show besides it.
//!
//! Ruling lines make tables of the layer's words; how far the page is turned is undone; dots are
//! bullets that the layer lacks; and signs that it lacks, as the lone digits of a label, are
//! read by the text recognition that the caller brings.

use crate::gaps;
use crate::glyphs::{Drawing, Glyph};
use crate::ink::{self, Ink, Sign};
use crate::ocr::{self, Ocr, PageImage, on_page};
use crate::scan;
use crate::shape::Rect;
use cvf_document::Warning;
use std::collections::BTreeSet;
use std::time::Duration;

/// Most pages that are looked at.
const MOST_PAGES: usize = 48;
/// Most places of a page with signs that are read: with more it is the layer that is poor.
const MOST_PLACES: usize = 16;
const MOST_LETTERS: usize = 400;
/// With more signs than this a page is a picture.
const MOST_SIGNS: usize = 30_000;
/// Longest that the image of a page may take of the processor.
const PATIENCE: Duration = Duration::from_secs(12);
/// Pixels to the inch: enough for a hairline and a digit.
const DOTS_PER_INCH: u16 = 200;
/// Share of a page that its image covers, if it is a scan.
const COVERED: f32 = 0.5;
/// Sides of a bullet in points, and how much of its box is dark.
const DOT: std::ops::RangeInclusive<f32> = 1.4..=7.0;
const DOT_FILL: f32 = 0.6;
/// Heights of a letter, in em of the page.
const LETTER: std::ops::RangeInclusive<f32> = 0.38..=1.3;
/// Widest text that is read, in em.
const WIDEST: f32 = 6.0;

/// Looks at the images of pages with a text layer.
pub(crate) fn look(bytes: &[u8], drawings: &mut [Drawing], ocr: Ocr<'_>) -> Vec<Warning> {
    let mut unseen: BTreeSet<usize> = (0..drawings.len()).filter(|&i| is_scan(&drawings[i])).collect();
    let mut warnings = Vec::new();
    if unseen.is_empty() {
        return warnings;
    }
    let wanted: Vec<usize> = unseen.iter().copied().take(MOST_PAGES).collect();
    for page in &wanted {
        drawings[*page].slope = slope(&drawings[*page].glyphs);
    }
    let images = scan::pages(bytes, wanted, DOTS_PER_INCH);
    while let Ok((page, image)) = images.next(PATIENCE) {
        if let Some(image) = image {
            unseen.remove(&page);
            warnings.extend(add(&mut drawings[page], &image, page + 1, ocr));
        }
    }
    warnings.extend(unseen.first().map(|first| not_seen(unseen.len(), first + 1)));
    warnings
}

/// Scanned pages that were too many, or whose image took too long.
fn not_seen(count: usize, first: usize) -> Warning {
    let pages =
        if count == 1 { "this scanned page".to_owned() } else { format!("{count} scanned pages, this the first,") };
    let message =
        format!("the image of {pages} was not looked at: only the text layer is known, no ruling lines or bullets");
    Warning::new("scan", message).at(on_page(first))
}

/// True if a page is an image whose text has no ink.
fn is_scan(drawing: &Drawing) -> bool {
    let unseen = drawing.glyphs.iter().filter(|g| g.invisible && !g.char.is_whitespace()).count();
    let printed = drawing.glyphs.iter().filter(|g| !g.invisible && !g.char.is_whitespace()).count();
    drawing.images > COVERED && unseen > printed && !crate::is_unusable(drawing)
}

/// How far the lines of a layer fall to the right, in points for a point.
fn slope(glyphs: &[Glyph]) -> f32 {
    let mut slopes: Vec<(f32, f32)> = Vec::new();
    let mut first: Option<&Glyph> = None;
    for pair in glyphs.windows(2).filter(|p| p.iter().all(|g| g.invisible && g.turn == 0)) {
        let start = *first.get_or_insert(&pair[0]);
        let along = pair[1].rect.left - start.rect.left;
        let goes_on = pair[1].rect.left > pair[0].rect.left - 0.1 * pair[0].size
            && (pair[1].baseline - pair[0].baseline).abs() < 0.3 * pair[0].size;
        if !goes_on {
            first = Some(&pair[1]);
        } else if along > 10.0 * start.size {
            slopes.push(((pair[1].baseline - start.baseline) / along, along));
        }
    }
    slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
    ink::plain(ink::weighted_middle(&slopes))
}

/// Adds what an image shows to a page's drawing.
fn add(drawing: &mut Drawing, image: &PageImage, page: usize, ocr: Ocr<'_>) -> Vec<Warning> {
    let mut ink = ink::of(image);
    if ink.signs.len() > MOST_SIGNS {
        ink.signs.clear();
    }
    let size = type_size(&drawing.glyphs);
    if drawing.slope == 0.0 {
        drawing.slope = ink.slope;
    }
    without_rules(drawing, &ink);
    let words = covered(&drawing.glyphs);
    bars(drawing, &ink, &words);
    let parted = gaps::part(&mut drawing.glyphs, &ink);
    let free = unread(&ink, drawing, &words);
    let is_dot = |s: &&Sign| {
        let (wide, high) = (s.rect.width(), s.rect.height());
        DOT.contains(&wide) && DOT.contains(&high) && (wide / high - 1.0).abs() < 0.35 && s.fill > DOT_FILL
    };
    let slope = drawing.slope;
    drawing.dots.extend(free.iter().filter(is_dot).map(|s| moved(&s.rect, slope)));
    drawing.rules.extend(ink.rules);
    let mut places = places(&free, size);
    places.retain(|place| !words.iter().any(|w| is_near(place, w, WIDE_ROOM)));
    let mut warnings = Vec::new();
    if parted > 0 {
        let message = format!("page {page}: {parted} words of the text layer are parted where the image shows a space");
        warnings.push(Warning::new("ocr-habits", message).at(on_page(page)));
    }
    if (1..=MOST_PLACES).contains(&places.len()) {
        warnings.extend(read(drawing, image, &places, page, ocr));
    }
    warnings
}

/// What ruling lines are read as.
const RULES: &str = "|[]!";
/// Farthest, in points, that such a sign stands from its line; and a bar with no ink of its own.
const ON_RULE: f32 = 2.5;
const NEAR_RULE: f32 = 8.0;

/// Takes out signs of the layer that are ruling lines, and low lines that are nothing.
fn without_rules(drawing: &mut Drawing, ink: &Ink) {
    let of_page = |i: usize| {
        let glyph = &drawing.glyphs[i];
        let rule = RULES.contains(glyph.char) && is_on_rule(glyph, ink, drawing.slope) && is_alone(&drawing.glyphs, i);
        glyph.invisible && (rule || is_nothing(&drawing.glyphs, i, ink))
    };
    let out: Vec<bool> = (0..drawing.glyphs.len()).map(of_page).collect();
    for i in 1..out.len() {
        let [before, glyph] = &mut drawing.glyphs[i - 1..=i] else { continue };
        if out[i - 1] && before.char == '_' && !glyph.char.is_whitespace() && glyph.rect.left > before.rect.left {
            // Of one word, and so it is where the rest of it begins.
            glyph.rect.left = before.rect.left;
        }
    }
    let mut out = out.into_iter();
    drawing.glyphs.retain(|_| !out.next().unwrap_or(false));
}

/// True if a ruling line is where a sign stands, or near a bar that has no ink of its own.
fn is_on_rule(glyph: &Glyph, ink: &Ink, slope: f32) -> bool {
    let (x, y) = moved(&glyph.rect, slope).middle();
    let along = |r: &Rect| r.height() > r.width() && (r.top..=r.bottom).contains(&y);
    let own = |sign: &Sign| sign.rect.overlap_x(&glyph.rect) > -0.5 && sign.rect.overlap_y(&glyph.rect) > 0.0;
    let farthest = if glyph.char == '|' && !ink.signs.iter().any(own) { NEAR_RULE } else { ON_RULE };
    ink.rules.iter().any(|r| along(&r.rect) && (r.rect.left - x).abs() < farthest)
}

/// True if no neighbour of the stream stands beside a glyph.
fn is_alone(glyphs: &[Glyph], i: usize) -> bool {
    let other = |j: Option<usize>| j.and_then(|j| glyphs.get(j)).filter(|g| !g.char.is_whitespace());
    let apart =
        |g: &Glyph| glyphs[i].rect.overlap_x(&g.rect) < -0.1 * g.size || g.rect.overlap_y(&glyphs[i].rect) < 0.0;
    other(i.checked_sub(1)).is_none_or(apart) && other(Some(i + 1)).is_none_or(apart)
}

/// True for a single low line where nothing is drawn: text recognition puts it before a word.
fn is_nothing(glyphs: &[Glyph], i: usize, ink: &Ink) -> bool {
    let glyph = &glyphs[i];
    let low_line = |j: Option<usize>| j.and_then(|j| glyphs.get(j)).is_some_and(|g| g.char == '_');
    if glyph.char != '_' || low_line(i.checked_sub(1)) || low_line(Some(i + 1)) {
        return false;
    }
    let here = |r: &Rect| r.overlap_x(&glyph.rect) > 0.0 && (r.bottom - glyph.baseline).abs() < 0.3 * glyph.size;
    let drawn = |s: &Sign| s.rect.width() > 3.0 * s.rect.height() && here(&s.rect);
    !ink.signs.iter().any(drawn) && !ink.rules.iter().any(|r| here(&r.rect))
}

/// A box on the page made straight.
pub(crate) fn moved(rect: &Rect, slope: f32) -> Rect {
    let (x, y) = rect.middle();
    rect.moved(slope * y, -slope * x)
}

fn type_size(glyphs: &[Glyph]) -> f32 {
    let mut sizes: Vec<f32> = glyphs.iter().filter(|g| g.invisible).map(|g| g.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

/// Room, in em, between a sign that the layer lacks and its words; and between a text that is
/// read and them, which may have been read as part of the next.
const ROOM: f32 = 0.3;
const WIDE_ROOM: f32 = 1.0;

/// Boxes of the words of a layer; some layers give a word's last letters to the space behind it.
fn covered(glyphs: &[Glyph]) -> Vec<Rect> {
    let mut words: Vec<Rect> = Vec::new();
    for glyph in glyphs {
        let (top, bottom) = (glyph.baseline - 0.9 * glyph.size, glyph.baseline + 0.35 * glyph.size);
        let rect = Rect { top, bottom, ..glyph.rect };
        match words.last_mut() {
            Some(word) if word.overlap_y(&rect) > 0.0 && (rect.left - word.right).abs() < 0.5 => {
                *word = word.with(&rect);
            }
            _ if glyph.char.is_whitespace() => {}
            _ => words.push(rect),
        }
    }
    words
}

/// A bar that no word covers: how wide and high it is, in em, and how much of its box is dark.
const BAR_WIDTH: f32 = 0.25;
const BAR_HEIGHT: std::ops::RangeInclusive<f32> = 0.5..=0.95;
const BAR_FILL: f32 = 0.6;
/// Room, in em, between a bar and the word behind it.
const BAR_ROOM: std::ops::RangeInclusive<f32> = 0.12..=0.7;

/// Puts an I where the layer lacks it: a bar in front of a word in small letters.
fn bars(drawing: &mut Drawing, ink: &Ink, words: &[Rect]) {
    let mut firsts = first_glyphs(&drawing.glyphs);
    let covered = |r: &Rect| words.iter().any(|w| w.overlap_y(r) > 0.0 && w.overlap_x(r) > -0.1 * r.height());
    let apart = |bar: &Rect, size: f32| {
        let beside = ink.signs.iter().map(|s| &s.rect).filter(|r| r.left >= bar.right && r.overlap_y(bar) > 0.0);
        beside.map(|r| r.left).fold(f32::MAX, f32::min) - bar.right > BAR_ROOM.start() * size
    };
    for Sign { rect, fill } in &ink.signs {
        let mut inside = false;
        let behind = firsts.iter_mut().find(|(_, g)| {
            let room = (g.rect.left - rect.right) / g.size;
            // The box of a word may hold the I that its text lacks.
            inside = (g.rect.left - rect.left).abs() < 0.15 * g.size && !"ijl".contains(g.char) && apart(rect, g.size);
            (inside || BAR_ROOM.contains(&room))
                && rect.width() < BAR_WIDTH * g.size
                && BAR_HEIGHT.contains(&(rect.height() / g.size))
                && (rect.bottom - g.baseline).abs() < 0.15 * g.size
        });
        let Some((at, next)) = behind.filter(|_| *fill > BAR_FILL && (inside || !covered(rect))) else { continue };
        if inside {
            next.rect.left = (rect.right + BAR_ROOM.start() * next.size).min(next.rect.right);
            drawing.glyphs[*at] = next.clone();
        }
        let right = rect.right.min(next.rect.left - 0.25 * next.size);
        let bar =
            Rect { left: rect.left.min(right - 0.1 * next.size), right, top: next.rect.top, bottom: next.rect.bottom };
        let space = Glyph { char: ' ', rect: Rect { left: right, ..bar }, ..next.clone() };
        drawing.glyphs.extend([Glyph { char: 'I', rect: bar, ..next.clone() }, space]);
    }
}

/// The first glyphs of words of the layer that begin with a small letter, with their places.
fn first_glyphs(glyphs: &[Glyph]) -> Vec<(usize, Glyph)> {
    let begins = |i: usize| i.checked_sub(1).is_none_or(|before| glyphs[before].char.is_whitespace());
    let low = |g: &Glyph| g.invisible && g.turn == 0 && g.char.is_lowercase();
    glyphs.iter().enumerate().filter(|(i, g)| low(g) && begins(*i)).map(|(i, g)| (i, g.clone())).collect()
}

/// Signs that no word of the layer covers, and that are no part of a ruling line.
fn unread(ink: &Ink, drawing: &Drawing, words: &[Rect]) -> Vec<Sign> {
    let on_rule = |sign: &Rect| {
        let straight = moved(sign, drawing.slope);
        ink.rules.iter().any(|r| straight.overlap_x(&r.rect) > -1.0 && straight.overlap_y(&r.rect) > -1.0)
    };
    let free = |s: &&Sign| !words.iter().any(|w| is_near(&s.rect, w, ROOM)) && !on_rule(&s.rect);
    ink.signs.iter().filter(free).copied().collect()
}

/// True if a sign stands on the line of a word, with no more than this room, in em, between.
fn is_near(sign: &Rect, word: &Rect, room: f32) -> bool {
    sign.overlap_y(word) > 0.0 && sign.overlap_x(word) > -room * word.height() / 1.25
}

/// Boxes around signs of the size of letters that stand side by side.
fn places(signs: &[Sign], size: f32) -> Vec<Rect> {
    let mut letters: Vec<Rect> = signs
        .iter()
        .map(|s| s.rect)
        .filter(|r| LETTER.contains(&(r.height() / size)) && r.width() < 2.0 * size)
        .collect();
    if letters.len() > MOST_LETTERS {
        return Vec::new();
    }
    letters.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut places: Vec<Rect> = Vec::new();
    for letter in letters {
        let beside = |p: &&mut Rect| p.overlap_y(&letter) > 0.0 && letter.left - p.right < 0.6 * size;
        match places.iter_mut().find(beside) {
            Some(place) => *place = place.with(&letter),
            None => places.push(letter),
        }
    }
    places.retain(|p| p.width() < WIDEST * size);
    places
}

/// White paper around what is read, in points.
const MARGIN: f32 = 6.0;

/// Reads places that the layer lacks, and says so.
fn read(drawing: &mut Drawing, image: &PageImage, places: &[Rect], page: usize, ocr: Ocr<'_>) -> Option<Warning> {
    let mut found = Vec::new();
    for place in places {
        let (part, corner) = cut(image, place)?;
        let lines = ocr.reader.and_then(|reader| reader.recognise_part(&part).ok()).unwrap_or_default();
        let words: Vec<&str> = lines.iter().flatten().map(|w| w.text.as_str()).collect();
        let sure = lines.iter().flatten().all(|w| w.confidence >= ocr::LEAST_CONFIDENCE);
        if sure && lines.len() == 1 && words.iter().any(|w| w.contains(char::is_alphanumeric)) {
            found.push(format!("\"{}\"", words.join(" ")));
            let glyphs = ocr::glyphs(&lines[0], part.dots_per_inch).into_iter().map(|g| g.moved(corner));
            drawing.glyphs.extend(glyphs);
        }
    }
    let message = format!("page {page}: not in the text layer, and read in the image: {}", found.join(", "));
    (!found.is_empty()).then(|| Warning::new("ocr", message).at(on_page(page)))
}

/// A part of an image on white paper, and where its corner stands, in points.
fn cut(image: &PageImage, place: &Rect) -> Option<(PageImage, (f32, f32))> {
    let scale = f32::from(image.dots_per_inch) / 72.0;
    let pixel = |v: f32, limit: u32| ((v * scale).max(0.0) as u32).min(limit) as usize;
    let (left, right) = (pixel(place.left - 1.0, image.size.0), pixel(place.right + 1.0, image.size.0));
    let (top, bottom) = (pixel(place.top - 1.0, image.size.1), pixel(place.bottom + 1.0, image.size.1));
    let border = (MARGIN * scale) as usize;
    let (wide, high) = (right.checked_sub(left)? + 2 * border, bottom.checked_sub(top)? + 2 * border);
    let mut grey = vec![u8::MAX; wide * high];
    for y in top..bottom {
        let row = image.grey.get(y * image.size.0 as usize..)?.get(left..right)?;
        let at = (y - top + border) * wide + border;
        grey[at..at + row.len()].copy_from_slice(row);
    }
    let size = (u32::try_from(wide).ok()?, u32::try_from(high).ok()?);
    let corner = |pixels: usize| pixels as f32 / scale - MARGIN;
    Some((PageImage { size, grey, dots_per_inch: image.dots_per_inch }, (corner(left), corner(top))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glyphs::Rule;

    /// Glyphs of a layer, each 5 points wide, from an edge.
    fn glyphs(text: &str, left: f32) -> Vec<Glyph> {
        let glyph = |(i, char): (usize, char)| {
            let left = left + 5.0 * i as f32;
            let rect = Rect { left, top: 92.0, right: left + 5.0, bottom: 102.0 };
            Glyph { char, rect, baseline: 100.0, size: 10.0, bold: false, turn: 0, invisible: true, doubtful: false }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn left(text: &str, ink: &Ink) -> String {
        let mut drawing = Drawing { glyphs: glyphs(text, 50.0), ..Drawing::default() };
        without_rules(&mut drawing, ink);
        drawing.glyphs.iter().map(|g| g.char).collect()
    }

    #[test]
    fn a_bar_without_ink_near_a_ruling_line_is_that_line() {
        let line = Rect { left: 77.0, top: 0.0, right: 77.0, bottom: 300.0 };
        let mut ink = Ink { rules: vec![Rule { rect: line }], ..Ink::default() };
        assert_eq!(left("two | bake", &ink), "two  bake");
        ink.signs.push(Sign { rect: Rect { left: 71.0, top: 93.0, right: 72.0, bottom: 100.0 }, fill: 1.0 });
        assert_eq!(left("two | bake", &ink), "two | bake");
    }

    #[test]
    fn a_low_line_that_is_not_drawn_is_nothing() {
        let mut ink = Ink::default();
        assert_eq!(left("_lensure", &ink), "lensure");
        assert_eq!(left("name: ___", &ink), "name: ___");
        ink.signs.push(Sign { rect: Rect { left: 50.0, top: 100.0, right: 55.0, bottom: 100.7 }, fill: 1.0 });
        assert_eq!(left("_lensure", &ink), "_lensure");
    }
}
