//! Pages as images in shades of grey, for people who look at a place.
//!
//! Text, shapes, images, clips, transparency and patterns are drawn on a canvas of `tiny-skia`,
//! without vector instructions, so that the same page gives the same image everywhere. Overprint,
//! transfer functions and knockout groups are not followed. A page that the library cannot draw,
//! or that takes too long, is left out.

mod canvas;
mod images;
mod paints;
mod paths;
mod patterns;
mod png;

use crate::ocr::PageImage;
use crate::scan;
use canvas::Canvas;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

const WHITE: u8 = 255;
/// Longest that one page may take of the processor.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most pixels of an image; larger pages are drawn smaller.
const MOST_PIXELS: f32 = 8e6;

/// Draws pages by their numbers, from 1; those that cannot be drawn within `limit` are left out.
pub fn render(bytes: &[u8], pages: &BTreeSet<u32>, dots_per_inch: u16, limit: Duration) -> BTreeMap<u32, PageImage> {
    let mut left: Vec<usize> = pages.iter().filter_map(|page| page.checked_sub(1)).map(|page| page as usize).collect();
    let mut made = BTreeMap::new();
    let end = Instant::now() + limit;
    while !left.is_empty() && Instant::now() < end {
        let images = scan::pages_by(paint, bytes, left.clone(), dots_per_inch);
        let ended = loop {
            let rest = end.saturating_duration_since(Instant::now());
            match images.next(PATIENCE.min(rest)) {
                Ok((page, image)) => {
                    left.retain(|p| *p != page);
                    made.extend(u32::try_from(page + 1).ok().zip(image));
                }
                Err(end) => break end,
            }
        };
        if ended == RecvTimeoutError::Disconnected {
            break;
        }
        // The page that was waited for; those behind it get another thread.
        left.remove(0);
    }
    made
}

/// Draws a page; none if it is too small, empty or too much work.
pub(crate) fn paint(pdf: &Pdf, page: &Page<'_>, dots_per_inch: u16) -> Option<PageImage> {
    let (width, height) = page.render_dimensions();
    let wanted = f32::from(dots_per_inch);
    let most = 72.0 * (MOST_PIXELS / (width * height)).sqrt();
    let dots = if most.is_finite() { wanted.min(most.floor()) } else { return None };
    let scale = dots / 72.0;
    let size = ((width * scale) as u32, (height * scale) as u32);
    let transform = Affine::scale(f64::from(scale)) * page.initial_transform(true).to_kurbo();
    let bounds = Rect::new(0.0, 0.0, f64::from(size.0), f64::from(size.1));
    let cache = InterpreterCache::new();
    let mut context = Context::new(transform, bounds, &cache, pdf.xref(), InterpreterSettings::default());
    let mut canvas = Canvas::new(size, WHITE)?;
    interpret_page(page, &mut context, &mut canvas);
    Some(PageImage { size, grey: canvas.done()?, dots_per_inch: dots as u16 })
}

impl PageImage {
    /// A part of the image, from `left, top` up to `right, bottom` in pixels; none if it is empty.
    pub fn cut(&self, [left, top, right, bottom]: [u32; 4]) -> Option<Self> {
        let (right, bottom) = (right.min(self.size.0), bottom.min(self.size.1));
        let row = |y: u32| {
            let at = |x: u32| y as usize * self.size.0 as usize + x as usize;
            self.grey.get(at(left)..at(right)).unwrap_or_default()
        };
        let is_some = left < right && top < bottom;
        let grey = || (top..bottom).flat_map(row).copied().collect();
        is_some.then(|| Self { size: (right - left, bottom - top), grey: grey(), ..*self })
    }

    /// The image as a PNG file in sixteen shades of grey, which is enough to read by.
    pub fn png(&self) -> Vec<u8> {
        png::png(self.size, &self.grey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> PageImage {
        PageImage { size: (3, 2), grey: vec![1, 2, 3, 4, 5, 6], dots_per_inch: 72 }
    }

    #[test]
    fn a_part_lies_within_the_image() {
        let part = image().cut([1, 0, 9, 1]).unwrap();
        assert_eq!((part.size, part.grey), ((2, 1), vec![2, 3]));
        assert_eq!(image().cut([3, 0, 9, 1]), None);
    }
}
