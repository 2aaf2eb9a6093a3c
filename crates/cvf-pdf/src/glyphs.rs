//! A page → its glyphs, ruling lines and images, in points from the page's top left corner.

use crate::actual::Actual;
use crate::fonts::Fonts;
use crate::forms;
use crate::ligatures;
use crate::shape::Rect;
use crate::tags::{Mark, Tags};
use cvf_document::Budget;
use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, ObjectIdentifier};
use hayro_syntax::page::Page;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// A character as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) char: char,
    /// Its box in the frame of its own direction: turned so that text runs to the right.
    pub(crate) rect: Rect,
    /// The line it stands on, in the same frame.
    pub(crate) baseline: f32,
    /// Size of the type in points.
    pub(crate) size: f32,
    pub(crate) bold: bool,
    /// Quarter turns of its direction, clockwise, 0 for text that runs to the right; [`OBLIQUE`]
    /// for a direction between them, whose frame is the page's.
    pub(crate) turn: u8,
    /// Drawn without ink, as the text layer of a scan is.
    pub(crate) invisible: bool,
    /// Text recognition was not sure of its word.
    pub(crate) doubtful: bool,
}

impl Glyph {
    /// The glyph at another place.
    #[must_use]
    pub(crate) fn moved(mut self, (x, y): (f32, f32)) -> Self {
        self.rect = self.rect.moved(x, y);
        self.baseline += y;
        self
    }
}

/// A straight line, or an edge of a drawn box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) rect: Rect,
}

/// The turn of text that runs neither along the page's edges nor nearly so.
pub(crate) const OBLIQUE: u8 = 4;
/// Text that rises by more than this share of its length is oblique: scans are not turned so far.
const STEEP: f64 = 0.14;

/// What is drawn on a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawing {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) glyphs: Vec<Glyph>,
    /// What each glyph is marked as, unless the glyphs are others by now.
    pub(crate) marks: Vec<Mark>,
    pub(crate) rules: Vec<Rule>,
    /// Small filled shapes, which may be bullets.
    pub(crate) dots: Vec<Rect>,
    /// Filled shapes of the size of letters.
    pub(crate) letters: usize,
    /// Larger filled or outlined shapes, which may be boxes around text.
    pub(crate) boxes: Vec<Rect>,
    /// Glyphs for which the file does not say what character they are.
    pub(crate) unmapped: usize,
    /// Share of the page that images cover, at most 1.
    pub(crate) images: f32,
    /// How far the lines of a scan fall to the right, in points for a point; its rules and dots
    /// are told as they stand when that is undone.
    pub(crate) slope: f32,
    /// Not all of the page was drawn.
    pub(crate) cut: bool,
    /// It was not because there is too much on it.
    pub(crate) overfull: bool,
}

/// Most characters that a glyph stands for: the longest ligature, a whole phrase, has 18.
pub(crate) const MOST_CHARACTERS: usize = 32;
/// Most parts of a page that are drawn, and for how many a form or clipping counts.
const MOST_DRAWN: usize = 1_000_000;
const CLIP_COSTS: usize = 4;
/// Thicker than this, in points, a filled box is no line.
const THICKEST_RULE: f32 = 3.0;
/// Shorter than this, in points, a line is no ruling line.
const SHORTEST_RULE: f32 = 6.0;
/// Sides that a filled shape has, in points, if it is a bullet.
const DOT: std::ops::RangeInclusive<f32> = 1.5..=9.0;

/// The longer side, in points, and corners of a shape that may be a letter: more than a box has.
const LETTER: std::ops::RangeInclusive<f32> = 3.0..=40.0;
const LEAST_CORNERS: usize = 5;

/// Width and height, in points, of the smallest box around text, and how many boxes are noted.
const SMALLEST_BOX: (f32, f32) = (36.0, 18.0);
const MOST_BOXES: usize = 256;

/// Draws a page into lists of its parts.
pub(crate) fn draw<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    fonts: &Fonts,
    tags: &Tags,
) -> Drawing {
    let (width, height) = page.render_dimensions();
    let transform = page.initial_transform(true).to_kurbo();
    let bounds = hayro_interpret::kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), InterpreterSettings::default());
    let drawing = Drawing { width, height, ..Drawing::default() };
    let mut canvas = Canvas {
        drawing,
        fonts,
        tags,
        page: page.raw().obj_id(),
        open: Vec::new(),
        spent: 0,
        most: Budget::PageGlyphs.count(),
    };
    let whole = catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut context, &mut canvas)));
    canvas.drawing.cut = whole.is_err();
    canvas.drawing.overfull = canvas.is_spent();
    let mut drawing = canvas.drawing;
    ligatures::keep_few(&mut drawing);
    let fields = forms::undrawn(page, &drawing.glyphs);
    drawing.glyphs.extend(fields);
    drawing.marks.resize(drawing.glyphs.len(), Mark::default());
    drawing
}

/// A piece of marked content that has not ended.
struct Open {
    mark: Mark,
    actual: Option<Actual>,
}

struct Canvas<'f> {
    drawing: Drawing,
    fonts: &'f Fonts,
    tags: &'f Tags,
    page: Option<ObjectIdentifier>,
    /// The pieces of content that are open, the innermost last.
    open: Vec<Open>,
    /// What has been drawn so far, against [`MOST_DRAWN`].
    spent: usize,
    /// Most glyphs that are read.
    most: usize,
}

impl<'a> Device<'a> for Canvas<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1);
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        let filled = matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..));
        let stroked = matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
        let path = props.transform * path.clone();
        for part in subpaths(&path) {
            self.part(&part, filled, stroked);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1);
        let invisible = matches!(mode, DrawMode::Invisible);
        let Some(first) = run.glyphs().first() else { return };
        let face = self.fonts.face(first);
        let stretched = is_stretched(run);
        for glyph in run.glyphs() {
            let mut chars = characters(self.fonts.character(glyph), face.symbolic);
            if chars.is_empty() {
                self.drawing.unmapped += 1;
                chars.extend(ligatures::unknown(glyph));
            }
            let transform = props.transform * glyph.transform();
            let placed = match run.writing_mode() {
                WritingMode::Horizontal => Placed::level(transform, advance(glyph), stretched),
                WritingMode::Vertical => Placed::upright(transform),
            };
            self.drawing.glyphs.extend(placed.glyphs(&chars, face.bold, invisible));
            if self.drawing.glyphs.len() >= self.most {
                break;
            }
        }
        let mark = self.open.last().map(|open| open.mark).unwrap_or_default();
        self.drawing.marks.resize(self.drawing.glyphs.len(), mark);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (w, h) = (f64::from(image.width()), f64::from(image.height()));
        let area =
            (props.transform * hayro_interpret::kurbo::Rect::new(0.0, 0.0, w, h).to_path(0.1)).bounding_box().area();
        let page = self.drawing.width * self.drawing.height;
        self.drawing.images = (self.drawing.images + area as f32 / page.max(1.0)).min(1.0);
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let around = self.open.last().map(|open| open.mark).unwrap_or_default();
        self.spend(1);
        let mark = self.tags.mark(self.page, tag, properties).unwrap_or(around);
        let actual = properties.and_then(|said| Actual::of(said, self.drawing.glyphs.len()));
        self.open.push(Open { mark, actual });
    }

    fn end_marked_content(&mut self) {
        if let Some(actual) = self.open.pop().and_then(|open| open.actual) {
            actual.settle(&mut self.drawing);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(CLIP_COSTS);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Canvas<'_> {
    /// Ends the drawing of a page that has too much. The library has no way to be stopped but
    /// an unwinding, which [`draw`] catches: forms that draw each other take for ever.
    fn spend(&mut self, cost: usize) {
        self.spent += cost;
        if self.is_spent() {
            resume_unwind(Box::new("too much on a page"));
        }
    }

    fn is_spent(&self) -> bool {
        self.spent > MOST_DRAWN || self.drawing.glyphs.len() >= self.most
    }

    fn part(&mut self, part: &[Point], filled: bool, stroked: bool) {
        let Some(rect) = Rect::around(part.iter().map(|p| (p.x as f32, p.y as f32))) else { return };
        let (wide, high) = (rect.width(), rect.height());
        if filled && DOT.contains(&wide) && DOT.contains(&high) && (wide / high - 1.0).abs() < 0.35 {
            self.drawing.dots.push(rect);
        }
        let letter = part.len() > LEAST_CORNERS && LETTER.contains(&wide.max(high)) && wide.min(high) > 0.3;
        self.drawing.letters += usize::from(filled && letter);
        let large = wide >= SMALLEST_BOX.0 && high >= SMALLEST_BOX.1;
        if (filled || stroked) && large && self.drawing.boxes.len() < MOST_BOXES {
            self.drawing.boxes.push(rect);
        }
        let thin = wide.min(high) <= THICKEST_RULE && wide.max(high) >= SHORTEST_RULE;
        if thin {
            self.drawing.rules.push(Rule { rect });
        } else if stroked {
            self.drawing.rules.extend(part.windows(2).filter_map(|ends| edge(ends[0], ends[1])));
        }
    }
}

/// A level or upright edge.
fn edge(from: Point, to: Point) -> Option<Rule> {
    let rect = Rect::around([from, to].iter().map(|p| (p.x as f32, p.y as f32)))?;
    let straight = rect.width().min(rect.height()) <= 0.5 && rect.width().max(rect.height()) >= SHORTEST_RULE;
    straight.then_some(Rule { rect })
}

/// The corners of each part of a path; a curve counts with its end.
fn subpaths(path: &BezPath) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => parts.push(vec![p]),
            PathEl::LineTo(p) | PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                parts.last_mut().into_iter().for_each(|part| part.push(p));
            }
            PathEl::ClosePath => parts.last_mut().into_iter().for_each(|part| part.push(part[0])),
        }
    }
    parts
}

fn advance(glyph: &FontGlyph<'_>) -> f64 {
    let advance = match glyph {
        FontGlyph::Outline(g) => g.advance_width(),
        FontGlyph::Type3(g) => g.advance_width(),
    };
    advance.map_or(500.0, f64::from)
}

/// True if glyphs of a font that stands in for another are stretched to its widths: then their
/// widths are already those of the text. The steps from glyph to glyph tell it from text that is
/// wide itself.
fn is_stretched(run: &GlyphRun<'_, '_>) -> bool {
    let (mut as_wide, mut as_stretched) = (0.0, 0.0);
    for pair in run.glyphs().windows(2) {
        let [a, b, c, d, x, y] = pair[0].transform().as_coeffs();
        let [.., next_x, next_y] = pair[1].transform().as_coeffs();
        let step = (next_x - x).hypot(next_y - y);
        as_wide += (step - advance(&pair[0]) * a.hypot(b)).abs();
        as_stretched += (step - advance(&pair[0]) * c.hypot(d)).abs();
    }
    as_stretched < as_wide
}

/// The characters of a glyph as the text has them: ligatures taken apart, hyphens that a font
/// calls soft made plain, signs of symbol fonts made bullets.
fn characters(unicode: Option<BfString>, symbolic: bool) -> Vec<char> {
    let chars: Vec<char> = match unicode {
        Some(BfString::Char(c)) => vec![c],
        Some(BfString::String(s)) => s.chars().collect(),
        None if symbolic => vec!['•'],
        None => return Vec::new(),
    };
    let plain = chars.into_iter().flat_map(|c| plain(c, symbolic)).filter(|c| *c != '\0' && *c != '\u{fffd}');
    plain.take(MOST_CHARACTERS).collect()
}

/// A character without forms of its own; signs of symbol fonts are bullets.
pub(crate) fn plain(c: char, symbolic: bool) -> Vec<char> {
    let ligature = match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        '\u{e000}'..='\u{f8ff}' => "•",
        'Α'..='ω' => return vec![c],
        _ if symbolic && !c.is_whitespace() && !"()[]<>=+-/".contains(c) => "•",
        _ => return vec![c],
    };
    ligature.chars().collect()
}

/// Where a glyph stands.
struct Placed {
    origin: Point,
    /// Along the text and up from it, in points for a unit of 1/1000 em.
    along: (f64, f64),
    up: (f64, f64),
    advance: f64,
}

/// Height above and depth below the line, in em, that boxes get.
pub(crate) const ASCENT: f32 = 0.75;
pub(crate) const DESCENT: f32 = 0.22;
/// Height of glyphs of vertical writing above their line, and an em, in units of 1/1000 em.
const TOP: f64 = 880.0;
const EM: f64 = 1000.0;

impl Placed {
    fn level(transform: Affine, advance: f64, stretched: bool) -> Self {
        let [a, b, c, d, _, _] = transform.as_coeffs();
        let scale = if stretched { c.hypot(d) / a.hypot(b) } else { 1.0 };
        Self { origin: transform * Point::ZERO, along: (scale * a, scale * b), up: (c, d), advance }
    }

    /// A glyph of vertical writing: the text runs down, from the top of each.
    fn upright(transform: Affine) -> Self {
        let [a, b, c, d, _, _] = transform.as_coeffs();
        Self { origin: transform * Point::new(0.0, TOP), along: (-c, -d), up: (a, b), advance: EM }
    }

    /// Quarter turns, clockwise on the page, whose ordinate grows downwards.
    fn turn(&self) -> u8 {
        let (x, y) = self.along;
        let (long, short) = (x.abs().max(y.abs()), x.abs().min(y.abs()));
        match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            _ if short > STEEP * long => OBLIQUE,
            (true, true, _) => 0,
            (true, false, _) => 2,
            (false, _, true) => 1,
            (false, _, false) => 3,
        }
    }

    fn glyphs(&self, chars: &[char], bold: bool, invisible: bool) -> Vec<Glyph> {
        let size = (self.up.0.hypot(self.up.1) * 1000.0) as f32;
        let scale = self.along.0.hypot(self.along.1) * self.advance;
        if !size.is_finite() || !scale.is_finite() || !(0.5..=2000.0).contains(&size) {
            return Vec::new();
        }
        let turn = self.turn();
        if turn == OBLIQUE {
            return self.oblique(chars, size, bold, invisible);
        }
        let (x, y) = turned(self.origin.x as f32, self.origin.y as f32, turn);
        let step = scale.abs() as f32 / chars.len().max(1) as f32;
        let glyph = |(i, &char): (usize, &char)| {
            let left = x + step * i as f32;
            let rect = Rect { left, top: y - ASCENT * size, right: left + step, bottom: y + DESCENT * size };
            Glyph { char, rect, baseline: y, size, bold, turn, invisible, doubtful: false }
        };
        chars.iter().enumerate().map(glyph).collect()
    }

    /// Glyphs in the boxes that hold them on the page.
    fn oblique(&self, chars: &[char], size: f32, bold: bool, invisible: bool) -> Vec<Glyph> {
        let step = self.advance / chars.len().max(1) as f64;
        let at = |along: f64, up: f64| {
            let x = self.origin.x + along * self.along.0 + up * self.up.0;
            let y = self.origin.y + along * self.along.1 + up * self.up.1;
            (x as f32, y as f32)
        };
        let (top, foot) = (f64::from(ASCENT) * EM, -f64::from(DESCENT) * EM);
        let glyph = |(i, &char): (usize, &char)| {
            let (from, to) = (step * i as f64, step * (i + 1) as f64);
            let rect = Rect::around([at(from, top), at(to, top), at(from, foot), at(to, foot)])?;
            let (_, baseline) = at((from + to) / 2.0, 0.0);
            Some(Glyph { char, rect, baseline, size, bold, turn: OBLIQUE, invisible, doubtful: false })
        };
        chars.iter().enumerate().filter_map(glyph).collect()
    }
}

/// A point in the frame in which text with this many quarter turns runs to the right.
pub(crate) fn turned(x: f32, y: f32, turn: u8) -> (f32, f32) {
    match turn {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    }
}
