//! What the interpreter draws on.

mod masks;

use super::paints::{Tone, blend};
use super::paths::{path, rule, stroked};
use super::{images, patterns};
use crate::scan::{Tones, is_huge, tone};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::kurbo::{Affine, BezPath};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, LumaData, Paint, SoftMask,
};
use std::collections::BTreeMap;
use std::rc::Rc;
use tiny_skia::{FillRule, IntRect, Mask, Path, Pixmap, PixmapPaint, Shader, Transform};

/// Most work for a page, in pixels gone over.
const MOST_WORK: u64 = 1_500_000_000;
/// Groups and masks within each other that are drawn apart.
const DEEPEST: usize = 8;

/// A page in the making.
pub(super) struct Canvas {
    paper: Pixmap,
    /// Groups that are being drawn, innermost last.
    groups: Vec<Group>,
    /// What may be drawn on, innermost last; none for everything.
    clips: Vec<Option<Rc<Mask>>>,
    /// The soft mask that was used last.
    soft: Option<(u128, Rc<Mask>)>,
    outlines: BTreeMap<u128, Rc<BezPath>>,
    /// Everything is drawn in black: only shapes count.
    shapes_only: bool,
    depth: usize,
    work: u64,
}

enum Group {
    /// Drawn on what is below it at once.
    Plain,
    Apart {
        pixels: Pixmap,
        opacity: f32,
        blend: BlendMode,
        mask: Option<Rc<Mask>>,
    },
}

impl Group {
    fn pixels(&mut self) -> Option<&mut Pixmap> {
        match self {
            Self::Apart { pixels, .. } => Some(pixels),
            Self::Plain => None,
        }
    }
}

/// How something is drawn.
pub(super) struct Manner<'m> {
    pub(super) shader: Shader<'m>,
    pub(super) blend: BlendMode,
    pub(super) mask: Option<Rc<Mask>>,
}

impl Canvas {
    /// Paper of so many pixels and one tone.
    pub(super) fn new(size: (u32, u32), ground: u8) -> Option<Self> {
        let mut paper = Pixmap::new(size.0, size.1)?;
        paper.fill(Tone { grey: ground, opacity: 255 }.colour());
        Some(Self {
            paper,
            groups: Vec::new(),
            clips: Vec::new(),
            soft: None,
            outlines: BTreeMap::new(),
            shapes_only: false,
            depth: 0,
            work: MOST_WORK,
        })
    }

    /// Brightness of each pixel; none if it was too much work.
    pub(super) fn done(mut self) -> Option<Vec<u8>> {
        while !self.groups.is_empty() {
            self.pop_group();
        }
        let grey = || self.paper.data().chunks_exact(4).map(|pixel| pixel[0]).collect();
        (self.work > 0).then(grey)
    }

    fn size(&self) -> (u32, u32) {
        (self.paper.width(), self.paper.height())
    }

    /// The pixels that are drawn on now.
    fn ground(&mut self) -> &mut Pixmap {
        self.groups.iter_mut().rev().find_map(Group::pixels).unwrap_or(&mut self.paper)
    }

    /// Takes work off what is left; false if there is none left.
    fn takes(&mut self, work: u64) -> bool {
        self.work = self.work.saturating_sub(work);
        self.work > 0
    }

    fn whole(&self) -> u64 {
        u64::from(self.paper.width()) * u64::from(self.paper.height())
    }

    /// The part of the page that a shape may cover; none if that is nothing.
    fn area(&self, shape: &Path) -> Option<IntRect> {
        let page = IntRect::from_xywh(0, 0, self.paper.width(), self.paper.height())?;
        shape.bounds().outset(1.0, 1.0)?.round_out()?.intersect(&page)
    }

    /// Draws a shape of any paint.
    fn ink<'a>(&mut self, shape: &Path, fill: FillRule, props: &DrawProps<'a>, is_stroke: bool) {
        let Some(area) = self.area(shape) else { return };
        if !self.takes(u64::from(area.width()) * u64::from(area.height()) + 8 * shape.len() as u64) {
            return;
        }
        let mask = self.mask(props.soft_mask.as_ref());
        let mode = props.blend_mode;
        let manner = |tone: Tone| Manner { shader: Shader::SolidColor(tone.colour()), blend: mode, mask: mask.clone() };
        match &props.paint {
            _ if self.shapes_only => self.fill(shape, fill, manner(Tone::BLACK)),
            Paint::Color(colour) => self.fill(shape, fill, manner(Tone::of(colour))),
            Paint::Pattern(pattern) => {
                let tone = patterns::draw(self, pattern, (shape, area, fill), (mode, mask.clone()), is_stroke);
                tone.into_iter().for_each(|tone| self.fill(shape, fill, manner(tone)));
            }
        }
    }

    pub(super) fn fill(&mut self, shape: &Path, fill: FillRule, manner: Manner<'_>) {
        let paint = tiny_skia::Paint { shader: manner.shader, blend_mode: blend(manner.blend), ..Default::default() };
        let (mask, still) = (manner.mask, Transform::identity());
        self.ground().fill_path(shape, &paint, fill, still, mask.as_deref());
    }

    fn draw<'a>(&mut self, outline: &BezPath, transform: Affine, props: &DrawProps<'a>, mode: &DrawMode) {
        if let DrawMode::Fill(fill) | DrawMode::FillAndStroke(fill, _) = mode
            && let Some(shape) = path(outline, transform)
        {
            self.ink(&shape, rule(*fill), props, false);
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = mode
            && self.takes(64 * outline.elements().len() as u64)
            && let Some(shape) = stroked(outline, transform, stroke)
        {
            self.ink(&shape, FillRule::Winding, props, true);
        }
    }

    fn outline(&mut self, glyph: &hayro_interpret::font::OutlineGlyph) -> Rc<BezPath> {
        let key = glyph.identifier().cache_key();
        Rc::clone(self.outlines.entry(key).or_insert_with(|| Rc::new(glyph.outline())))
    }

    fn lay(&mut self, tones: &Tones, alpha: Option<&LumaData>, props: &ImageDrawProps<'_>) {
        let Some(mut image) = images::placed(tones, alpha, props.transform, self.size()) else { return };
        if !self.takes(8 * u64::from(image.pixels.width()) * u64::from(image.pixels.height())) {
            return;
        }
        if self.shapes_only {
            image.pixels.data_mut().chunks_exact_mut(4).for_each(|pixel| pixel[..3].fill(0));
        }
        let mask = self.mask(props.soft_mask.as_ref());
        let paint = PixmapPaint { blend_mode: blend(props.blend_mode), ..Default::default() };
        let (pixels, still) = (image.pixels.as_ref(), Transform::identity());
        self.ground().draw_pixmap(image.left, image.top, pixels, &paint, still, mask.as_deref());
    }

    fn pop_group(&mut self) {
        let Some(Group::Apart { pixels, opacity, blend: mode, mask }) = self.groups.pop() else { return };
        let paint = PixmapPaint { opacity, blend_mode: blend(mode), ..Default::default() };
        self.ground().draw_pixmap(0, 0, pixels.as_ref(), &paint, Transform::identity(), mask.as_deref());
    }
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, outline: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.draw(outline, props.transform, &props, mode);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            match &**glyph {
                _ if matches!(mode, DrawMode::Invisible) => {}
                Glyph::Outline(glyph) => {
                    let outline = self.outline(glyph);
                    self.letter(&outline, transform, &props, mode);
                }
                Glyph::Type3(letter) => letter.interpret(self, props.transform, glyph.transform(), &props.paint),
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if is_huge(&image) {
            return;
        }
        match image {
            Image::Raster(raster) => {
                raster.with_rgba(|data, alpha| self.lay(&Tones::of(data), alpha.as_ref(), &props), None);
            }
            Image::Stencil(stencil) => stencil
                .with_stencil(|mask, paint| self.lay(&Tones::plain(&mask, tone(paint)), Some(&mask), &props), None),
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.clip(path(&clip.path, Affine::IDENTITY).as_ref(), rule(clip.fill));
    }

    fn pop_clip(&mut self) {
        self.unclip();
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        let is_plain = opacity >= 1.0 && mask.is_none() && blend == BlendMode::Normal;
        let pixels = (!is_plain && self.groups.len() < DEEPEST && self.takes(2 * self.whole()))
            .then(|| Pixmap::new(self.paper.width(), self.paper.height()))
            .flatten();
        let group = match pixels {
            Some(pixels) => Group::Apart { pixels, opacity, blend, mask: self.mask(mask.as_ref()) },
            None => Group::Plain,
        };
        self.groups.push(group);
    }

    fn pop_transparency_group(&mut self) {
        self.pop_group();
    }
}

impl Canvas {
    /// A letter; the width of its line is counted on the page and not in its own units.
    fn letter<'a>(&mut self, outline: &BezPath, transform: Affine, props: &DrawProps<'a>, mode: &DrawMode) {
        let back = props.transform.inverse() * transform;
        match mode {
            DrawMode::Fill(_) => self.draw(outline, transform, props, mode),
            _ if back.is_finite() => self.draw(&(back * outline.clone()), props.transform, props, mode),
            _ => {}
        }
    }
}
