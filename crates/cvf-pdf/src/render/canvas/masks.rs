//! What of a canvas may be drawn on.

use super::{Canvas, DEEPEST};
use crate::render::paints::Tone;
use hayro_interpret::{CacheKey, MaskType, SoftMask};
use std::rc::Rc;
use tiny_skia::{FillRule, IntSize, Mask, Path, Transform};

impl Canvas {
    /// The clip, and a soft mask besides.
    pub(super) fn mask<'a>(&mut self, soft: Option<&SoftMask<'a>>) -> Option<Rc<Mask>> {
        let clip = self.clips.last().cloned().flatten();
        let Some(soft) = soft.and_then(|soft| self.soft(soft)) else { return clip };
        let Some(clip) = clip else { return Some(soft) };
        let mut both = Mask::clone(&clip);
        let product = |(to, by): (&mut u8, &u8)| *to = (u16::from(*to) * u16::from(*by) / 255) as u8;
        both.data_mut().iter_mut().zip(soft.data()).for_each(product);
        Some(Rc::new(both))
    }

    /// A soft mask, drawn on a canvas of its own.
    fn soft<'a>(&mut self, soft: &SoftMask<'a>) -> Option<Rc<Mask>> {
        let key = soft.cache_key();
        if let Some((_, mask)) = self.soft.as_ref().filter(|(known, _)| *known == key) {
            return Some(Rc::clone(mask));
        }
        if self.depth >= DEEPEST || !self.takes(2 * self.whole()) {
            return None;
        }
        let shapes_only = soft.mask_type() == MaskType::Alpha;
        let ground = if shapes_only { 255 } else { Tone::of(&soft.background_color()).grey };
        let mut canvas = Self::new(self.size(), ground)?;
        (canvas.shapes_only, canvas.depth, canvas.work) = (shapes_only, self.depth + 1, self.work);
        soft.interpret(&mut canvas);
        self.work = canvas.work;
        let mut values = canvas.done()?;
        if shapes_only {
            values.iter_mut().for_each(|value| *value = 255 - *value);
        }
        soft.transfer_function().into_iter().for_each(|function| function.apply_to(&mut values));
        let mask = Rc::new(Mask::from_vec(values, IntSize::from_wh(self.size().0, self.size().1)?)?);
        self.soft = Some((key, Rc::clone(&mask)));
        Some(mask)
    }

    /// Lets only the inside of a shape be drawn on, besides what is so already.
    pub(in crate::render) fn clip(&mut self, shape: Option<&Path>, fill: FillRule) {
        let clip = self.clips.last().cloned().flatten();
        let page = (self.paper.width() as f32, self.paper.height() as f32);
        let inside = shape.is_some_and(|shape| holds(shape, page));
        if inside || !self.takes(self.whole() / 8) {
            return self.clips.push(clip);
        }
        let mut mask = clip.as_deref().cloned().or_else(|| Mask::new(self.paper.width(), self.paper.height()));
        if let (Some(mask), Some(shape)) = (&mut mask, shape) {
            let still = Transform::identity();
            match &clip {
                Some(_) => mask.intersect_path(shape, fill, true, still),
                None => mask.fill_path(shape, fill, true, still),
            }
        } else if let Some(mask) = &mut mask {
            mask.clear();
        }
        self.clips.push(mask.map(Rc::new));
    }

    pub(in crate::render) fn unclip(&mut self) {
        self.clips.pop();
    }
}

/// True if a shape is a rectangle around the whole page.
fn holds(shape: &Path, (width, height): (f32, f32)) -> bool {
    let bounds = shape.bounds();
    let around =
        bounds.left() <= 0.5 && bounds.top() <= 0.5 && bounds.right() >= width - 0.5 && bounds.bottom() >= height - 0.5;
    let corner = |p: &tiny_skia::Point| {
        (p.x == bounds.left() || p.x == bounds.right()) && (p.y == bounds.top() || p.y == bounds.bottom())
    };
    around && shape.len() <= 6 && shape.points().iter().all(corner)
}
