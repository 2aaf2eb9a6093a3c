//! Images on a page, in the page's pixels.

use crate::scan::{SAMPLES, Tones, cell};
use hayro_interpret::LumaData;
use hayro_interpret::kurbo::{Affine, Point, Rect};
use tiny_skia::Pixmap;

/// A part of the page with an image on it, and where its left top corner is.
pub(super) struct Placed {
    pub(super) pixels: Pixmap,
    pub(super) left: i32,
    pub(super) top: i32,
}

/// Puts an image where it is drawn; an image with more pixels than the page has is averaged.
/// None if nothing of it is on the page of `size` pixels.
pub(super) fn placed(tones: &Tones, alpha: Option<&LumaData>, transform: Affine, size: (u32, u32)) -> Option<Placed> {
    let (width, height) = (tones.size.0 as f64, tones.size.1 as f64);
    let transform = transform * Affine::scale_non_uniform(tones.pixel.0, tones.pixel.1);
    let covered = transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
    if transform.determinant().abs() < 1e-9 || !covered.area().is_finite() {
        return None;
    }
    let page = Rect::new(0.0, 0.0, f64::from(size.0), f64::from(size.1));
    let covered = covered.expand().intersect(page);
    let mut pixels = Pixmap::new(covered.width() as u32, covered.height() as u32)?;
    let sampler = Sampler::new(tones, alpha, transform.inverse());
    let (left, top) = (covered.x0 as u32, covered.y0 as u32);
    let wide = pixels.width() as usize;
    for (i, pixel) in pixels.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = (left + (i % wide) as u32, top + (i / wide) as u32);
        pixel.copy_from_slice(&sampler.pixel(f64::from(x), f64::from(y)));
    }
    Some(Placed { pixels, left: i32::try_from(left).ok()?, top: i32::try_from(top).ok()? })
}

struct Sampler<'i> {
    tones: &'i Tones,
    alpha: Option<&'i LumaData>,
    back: Affine,
    /// Samples for a pixel, each way.
    count: u32,
}

impl<'i> Sampler<'i> {
    fn new(tones: &'i Tones, alpha: Option<&'i LumaData>, back: Affine) -> Self {
        let count = back.determinant().abs().sqrt().ceil().clamp(1.0, SAMPLES) as u32;
        Self { tones, alpha, back, count }
    }

    /// The mean of a pixel's samples: three times its tone, and its opacity, multiplied.
    fn pixel(&self, x: f64, y: f64) -> [u8; 4] {
        let inside = |n: u32| (f64::from(n) + 0.5) / f64::from(self.count);
        let (mut tone, mut opacity) = (0, 0);
        for (i, j) in (0..self.count).flat_map(|i| (0..self.count).map(move |j| (i, j))) {
            let point = self.back * Point::new(x + inside(i), y + inside(j));
            if let Some(at) = cell(point.x, self.tones.size.0).zip(cell(point.y, self.tones.size.1)) {
                let share = self.share(at);
                opacity += share;
                tone += self.tone(at) * share / 255;
            }
        }
        let mean = |sum: u32| u8::try_from(sum / (self.count * self.count)).unwrap_or(255);
        let (tone, opacity) = (mean(tone), mean(opacity));
        [tone.min(opacity), tone.min(opacity), tone.min(opacity), opacity]
    }

    fn tone(&self, (x, y): (usize, usize)) -> u32 {
        u32::from(self.tones.grey.get(y * self.tones.size.0 + x).copied().unwrap_or(255))
    }

    /// The opacity at a pixel of the image.
    fn share(&self, (x, y): (usize, usize)) -> u32 {
        let Some(alpha) = self.alpha else { return 255 };
        let (x, y) = (x * alpha.width as usize / self.tones.size.0, y * alpha.height as usize / self.tones.size.1);
        u32::from(alpha.data.get(y * alpha.width as usize + x).copied().unwrap_or(255))
    }
}
