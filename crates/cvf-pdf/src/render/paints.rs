//! Colours, blend modes and shadings in shades of grey.

use crate::scan::luma;
use hayro_interpret::BlendMode;
use hayro_interpret::color::Color;
use hayro_interpret::kurbo::Point;
use hayro_interpret::pattern::ShadingPattern;
use tiny_skia::{BlendMode as Blend, IntRect, Pixmap};

/// A tone and its opacity.
#[derive(Clone, Copy)]
pub(super) struct Tone {
    pub(super) grey: u8,
    pub(super) opacity: u8,
}

impl Tone {
    pub(super) const BLACK: Self = Self { grey: 0, opacity: 255 };
    /// What stands for a pattern that cannot be drawn: text on it and under it can be read.
    pub(super) const PALE: Self = Self { grey: 225, opacity: 255 };

    pub(super) fn of(colour: &Color) -> Self {
        let [r, g, b, opacity] = colour.to_rgba().to_rgba8();
        Self { grey: luma(&[r, g, b]), opacity }
    }

    pub(super) fn colour(self) -> tiny_skia::Color {
        tiny_skia::Color::from_rgba8(self.grey, self.grey, self.grey, self.opacity)
    }
}

pub(super) fn blend(mode: BlendMode) -> Blend {
    match mode {
        BlendMode::Normal => Blend::SourceOver,
        BlendMode::Multiply => Blend::Multiply,
        BlendMode::Screen => Blend::Screen,
        BlendMode::Overlay => Blend::Overlay,
        BlendMode::Darken => Blend::Darken,
        BlendMode::Lighten => Blend::Lighten,
        BlendMode::ColorDodge => Blend::ColorDodge,
        BlendMode::ColorBurn => Blend::ColorBurn,
        BlendMode::HardLight => Blend::HardLight,
        BlendMode::SoftLight => Blend::SoftLight,
        BlendMode::Difference => Blend::Difference,
        BlendMode::Exclusion => Blend::Exclusion,
        // In shades of grey these leave the ground's tone, or take the source's.
        BlendMode::Hue | BlendMode::Saturation | BlendMode::Color => Blend::Destination,
        BlendMode::Luminosity => Blend::SourceOver,
    }
}

/// Pixels between two samples of a shading.
pub(super) const STEP: u32 = 4;

/// A shading over an area, one pixel for every [`STEP`].
pub(super) fn shading(pattern: &ShadingPattern, area: IntRect) -> Option<Pixmap> {
    let mut pixels = Pixmap::new(area.width().div_ceil(STEP) + 1, area.height().div_ceil(STEP) + 1)?;
    let shading = pattern.encode();
    let wide = pixels.width() as usize;
    for (i, pixel) in pixels.data_mut().chunks_exact_mut(4).enumerate() {
        let step = |n: usize, from: i32| f64::from(from) + (n as f64 + 0.5) * f64::from(STEP);
        let at = Point::new(step(i % wide, area.x()), step(i / wide, area.y()));
        let [r, g, b, a] = shading.sample(shading.base_transform * at).map(|v| (v.clamp(0.0, 1.0) * 255.0) as u8);
        let grey = u8::try_from(u32::from(luma(&[r, g, b])) * u32::from(a) / 255).unwrap_or(a);
        pixel.copy_from_slice(&[grey, grey, grey, a]);
    }
    Some(pixels)
}
