//! Shapes filled with patterns.

use super::canvas::{Canvas, Manner};
use super::paints::{STEP, Tone, shading};
use hayro_interpret::BlendMode;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::pattern::{Pattern, TilingPattern};
use std::rc::Rc;
use tiny_skia::{FillRule, FilterQuality, IntRect, Mask, Path, SpreadMode, Transform};

/// Most copies of a cell.
const MOST_CELLS: usize = 400;

/// Fills a shape within an area with a pattern; gives a tone to fill it with if that cannot be.
pub(super) fn draw(
    canvas: &mut Canvas,
    pattern: &Pattern<'_>,
    (shape, area, fill): (&Path, IntRect, FillRule),
    (blend, mask): (BlendMode, Option<Rc<Mask>>),
    is_stroke: bool,
) -> Option<Tone> {
    match pattern {
        Pattern::Shading(pattern) => {
            let Some(pixels) = shading(pattern, area) else { return Some(Tone::PALE) };
            let step = STEP as f32;
            let place = Transform::from_row(step, 0.0, 0.0, step, area.x() as f32, area.y() as f32);
            let shader = tiny_skia::Pattern::new(pixels.as_ref(), SpreadMode::Pad, FilterQuality::Bilinear, 1.0, place);
            canvas.fill(shape, fill, Manner { shader, blend, mask });
        }
        Pattern::Tiling(pattern) => {
            let Some(cells) = cells(pattern, area) else { return Some(Tone::PALE) };
            canvas.clip(Some(shape), fill);
            let all = cells.into_iter().all(|cell| pattern.interpret(canvas, cell, is_stroke).is_some());
            canvas.unclip();
            return (!all).then_some(Tone::PALE);
        }
    }
    None
}

/// Where the copies of a pattern's cell lie that an area needs; none if they are too many.
fn cells(pattern: &TilingPattern<'_>, area: IntRect) -> Option<Vec<Affine>> {
    let (left, top) = (f64::from(area.left()), f64::from(area.top()));
    let page = Rect::new(left, top, f64::from(area.right()), f64::from(area.bottom()));
    let area = pattern.matrix.inverse().transform_rect_bbox(page);
    let (wide, high) = (f64::from(pattern.x_step.abs()), f64::from(pattern.y_step.abs()));
    let of = |from: f64, to: f64, step: f64, cell: (f64, f64)| {
        let (first, last) = (((from - cell.1) / step).ceil(), ((to - cell.0) / step).floor());
        (first.is_finite() && last - first < MOST_CELLS as f64).then_some(first as i64..=last as i64)
    };
    let columns = of(area.x0, area.x1, wide, (pattern.bbox.x0, pattern.bbox.x1))?;
    let rows = of(area.y0, area.y1, high, (pattern.bbox.y0, pattern.bbox.y1))?;
    let place = |x: i64, y: i64| pattern.matrix * Affine::translate((x as f64 * wide, y as f64 * high));
    let cells: Vec<Affine> =
        rows.flat_map(|y| columns.clone().map(move |x| place(x, y))).take(MOST_CELLS + 1).collect();
    (cells.len() <= MOST_CELLS).then_some(cells)
}
