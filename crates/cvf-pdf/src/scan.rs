//! A scanned page as one image: what its images show, on white paper.
//!
//! That is all there is on such a page, so no renderer of text and shapes is needed for it. The
//! work is done in a thread of its own: a page on which the library hangs or breaks down takes
//! nothing else with it.

use crate::ocr::PageImage;
use crate::patience::Worker;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, InterpreterCache,
    InterpreterSettings, LumaData, Paint, SoftMask, TransformExt, font::GlyphRun, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Longest side of an image in pixels.
const LONGEST: f32 = 8_000.0;
/// Pages that are made ahead of those who use them.
const AHEAD: usize = 2;
/// Deeply nested files need room.
const STACK: usize = 64 * 1024 * 1024;
const WHITE: u8 = 255;

/// Images of pages as they are ready, by number from 0; none for a page that cannot be made one.
pub(crate) struct Images {
    receive: mpsc::Receiver<(usize, Option<PageImage>)>,
    worker: Worker,
}

impl Images {
    /// The next image, unless it takes longer than `limit` of the processor.
    ///
    /// # Errors
    /// It takes too long, or there are no more.
    pub(crate) fn next(&self, limit: Duration) -> Result<(usize, Option<PageImage>), mpsc::RecvTimeoutError> {
        self.worker.wait(&self.receive, limit)
    }
}

/// Makes a page an image of so many dots to the inch, if it can.
pub(crate) type Painter = fn(&Pdf, &Page<'_>, u16) -> Option<PageImage>;

/// Makes images of scanned pages.
pub(crate) fn pages(bytes: &[u8], wanted: Vec<usize>, dots_per_inch: u16) -> Images {
    pages_by(paint, bytes, wanted, dots_per_inch)
}

/// Makes images of pages, in the order in which they are wanted.
pub(crate) fn pages_by(painter: Painter, bytes: &[u8], wanted: Vec<usize>, dots_per_inch: u16) -> Images {
    let (send, receive) = mpsc::sync_channel(AHEAD);
    let bytes = bytes.to_vec();
    let worker = Worker::default();
    let own = worker.clone();
    let work = move || {
        own.begin();
        let Ok(pdf) = Pdf::new(bytes) else { return };
        for number in wanted {
            let made = |page| catch_unwind(AssertUnwindSafe(|| painter(&pdf, page, dots_per_inch))).ok().flatten();
            if send.send((number, pdf.pages().get(number).and_then(made))).is_err() {
                return;
            }
        }
    };
    // Without a thread there are no images, which the receiver sees.
    let _ = thread::Builder::new().name("cvf-page-images".to_owned()).stack_size(STACK).spawn(work);
    Images { receive, worker }
}

/// A page in shades of grey; none if it would be too large, or empty.
pub(crate) fn paint(pdf: &Pdf, page: &Page<'_>, dots_per_inch: u16) -> Option<PageImage> {
    let scale = f32::from(dots_per_inch) / 72.0;
    let (width, height) = page.render_dimensions();
    let sides = [width * scale, height * scale];
    if sides.iter().any(|side| !(1.0..=LONGEST).contains(side)) {
        return None;
    }
    let size = (sides[0] as u32, sides[1] as u32);
    let transform = Affine::scale(f64::from(scale)) * page.initial_transform(true).to_kurbo();
    let bounds = Rect::new(0.0, 0.0, f64::from(size.0), f64::from(size.1));
    let cache = InterpreterCache::new();
    let mut context = Context::new(transform, bounds, &cache, pdf.xref(), InterpreterSettings::default());
    let mut paper = Paper { size, grey: vec![WHITE; size.0 as usize * size.1 as usize], has_huge: false };
    interpret_page(page, &mut context, &mut paper);
    (!paper.has_huge).then_some(PageImage { size, grey: paper.grey, dots_per_inch })
}

/// Most pixels of an image that is decoded: A3 at 600 dots to the inch has 70 million.
const MOST_PIXELS: u64 = 100_000_000;

/// True for an image that would take more memory than any page is worth.
pub(crate) fn is_huge(image: &Image<'_, '_>) -> bool {
    u64::from(image.width()) * u64::from(image.height()) > MOST_PIXELS
}

/// The image that others are painted on.
struct Paper {
    size: (u32, u32),
    grey: Vec<u8>,
    /// An image was left out for its size.
    has_huge: bool,
}

impl<'a> Device<'a> for Paper {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if is_huge(&image) {
            self.has_huge = true;
            return;
        }
        match image {
            Image::Raster(raster) => {
                raster.with_rgba(|data, alpha| self.lay(&Tones::of(data), alpha.as_ref(), props.transform), None)
            }
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    let tones = Tones::plain(&mask, tone(paint));
                    self.lay(&tones, Some(&mask), props.transform);
                },
                None,
            ),
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The brightness of a stencil's colour; patterns count as ink.
pub(crate) fn tone(paint: &Paint<'_>) -> u8 {
    match paint {
        Paint::Color(colour) => {
            let [r, g, b, _] = colour.to_rgba().to_rgba8();
            luma(&[r, g, b])
        }
        Paint::Pattern(_) => 0,
    }
}

/// Brightness as ITU-R BT.601 weighs it.
pub(crate) fn luma(rgb: &[u8]) -> u8 {
    let sum: u32 = rgb.iter().zip([299, 587, 114]).map(|(c, weight)| u32::from(*c) * weight).sum();
    u8::try_from(sum / 1000).unwrap_or(WHITE)
}

/// An image in shades of grey.
pub(crate) struct Tones {
    pub(crate) grey: Vec<u8>,
    pub(crate) size: (usize, usize),
    /// Width and height in the units that the page's transform counts in, for each pixel.
    pub(crate) pixel: (f64, f64),
}

impl Tones {
    pub(crate) fn of(data: ImageData) -> Self {
        let (grey, width, height, factors) = match data {
            ImageData::Rgb(d) => (d.data.chunks_exact(3).map(luma).collect(), d.width, d.height, d.scale_factors),
            ImageData::Luma(d) => (d.data, d.width, d.height, d.scale_factors),
        };
        let pixel = (f64::from(factors.0), f64::from(factors.1));
        Self { grey, size: (width as usize, height as usize), pixel }
    }

    /// All of one tone, in the shape of a mask.
    pub(crate) fn plain(mask: &LumaData, tone: u8) -> Self {
        let size = (mask.width as usize, mask.height as usize);
        let pixel = (f64::from(mask.scale_factors.0), f64::from(mask.scale_factors.1));
        Self { grey: vec![tone; size.0 * size.1], size, pixel }
    }
}

/// Most samples of an image, each way, for a pixel of the page.
pub(crate) const SAMPLES: f64 = 3.0;
/// By so little more pixels an image has the same.
const SLACK: f64 = 0.05;

impl Paper {
    /// Lays an image on the paper.
    fn lay(&mut self, tones: &Tones, alpha: Option<&LumaData>, transform: Affine) {
        let (width, height) = (tones.size.0 as f64, tones.size.1 as f64);
        let transform = transform * Affine::scale_non_uniform(tones.pixel.0, tones.pixel.1);
        let covered = transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        if transform.determinant().abs() < 1e-9 || !covered.area().is_finite() {
            return;
        }
        let back = transform.inverse();
        // An image with more pixels than the page has is averaged.
        let count = (back.determinant().abs().sqrt() - SLACK).ceil().clamp(1.0, SAMPLES) as u32;
        let within = |from: f64, to: f64, limit: u32| (from.max(0.0) as u32)..(to.ceil().max(0.0) as u32).min(limit);
        for y in within(covered.y0, covered.y1, self.size.1) {
            for x in within(covered.x0, covered.x1, self.size.0) {
                let at = y as usize * self.size.0 as usize + x as usize;
                self.grey[at] = blend(tones, alpha, back, (x, y), count, self.grey[at]);
            }
        }
    }
}

/// The tone of a pixel of the page: the mean of samples of the image over what was there.
fn blend(tones: &Tones, alpha: Option<&LumaData>, back: Affine, (x, y): (u32, u32), count: u32, under: u8) -> u8 {
    let step = 1.0 / f64::from(count);
    let mut sum = 0;
    for (i, j) in (0..count).flat_map(|i| (0..count).map(move |j| (i, j))) {
        let inside = |n: u32| (f64::from(n) + 0.5) * step;
        let point = back * Point::new(f64::from(x) + inside(i), f64::from(y) + inside(j));
        let sample =
            cell(point.x, tones.size.0).zip(cell(point.y, tones.size.1)).map(|at| over(tones, alpha, at, under));
        sum += u32::from(sample.unwrap_or(under));
    }
    u8::try_from(sum / (count * count)).unwrap_or(WHITE)
}

/// The pixel that holds a coordinate.
pub(crate) fn cell(at: f64, size: usize) -> Option<usize> {
    (at >= 0.0 && at < size as f64).then_some(at as usize)
}

fn over(tones: &Tones, alpha: Option<&LumaData>, (x, y): (usize, usize), under: u8) -> u8 {
    let tone = tones.grey.get(y * tones.size.0 + x).copied().unwrap_or(under);
    let Some(alpha) = alpha else { return tone };
    let (ax, ay) = (x * alpha.width as usize / tones.size.0, y * alpha.height as usize / tones.size.1);
    let share = u32::from(alpha.data.get(ay * alpha.width as usize + ax).copied().unwrap_or(WHITE));
    let mixed = u32::from(tone) * share + u32::from(under) * (255 - share);
    u8::try_from(mixed / 255).unwrap_or(WHITE)
}
