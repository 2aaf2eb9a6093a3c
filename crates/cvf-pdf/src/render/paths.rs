//! Outlines of the interpreter → paths of the canvas.

use hayro_interpret::kurbo::{Affine, BezPath, Cap, Join, PathEl};
use hayro_interpret::{FillRule, StrokeProps};
use tiny_skia::{LineCap, LineJoin, Path, PathBuilder, Stroke, StrokeDash, Transform};

/// Coordinates beyond this, in pixels, are off every page.
const FAR: f64 = 1e6;

/// A path moved to where it is drawn; none if nothing of it can be seen.
pub(super) fn path(outline: &BezPath, transform: Affine) -> Option<Path> {
    let mut path = PathBuilder::new();
    let near = |v: f64| if v.is_nan() { 0.0 } else { v.clamp(-FAR, FAR) as f32 };
    for element in (transform * outline.clone()).elements() {
        match element {
            PathEl::MoveTo(p) => path.move_to(near(p.x), near(p.y)),
            PathEl::LineTo(p) => path.line_to(near(p.x), near(p.y)),
            PathEl::QuadTo(c, p) => path.quad_to(near(c.x), near(c.y), near(p.x), near(p.y)),
            PathEl::CurveTo(c, d, p) => path.cubic_to(near(c.x), near(c.y), near(d.x), near(d.y), near(p.x), near(p.y)),
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}

/// Thinnest line, in pixels: thinner ones would fade away.
const THINNEST: f32 = 0.7;
/// Most dashes of one line.
const MOST_DASHES: f32 = 5_000.0;

/// The outline of a line along a path, moved to where it is drawn.
pub(super) fn stroked(outline: &BezPath, transform: Affine, props: &StrokeProps) -> Option<Path> {
    let along = path(outline, Affine::IDENTITY)?;
    let matrix = matrix(transform);
    let scale = transform.determinant().abs().sqrt() as f32;
    let scale = if scale.is_finite() && scale > 0.0 { scale } else { return None };
    let stroke = Stroke {
        width: props.line_width.max(THINNEST / scale),
        miter_limit: props.miter_limit.max(1.0),
        line_cap: match props.line_cap {
            Cap::Butt => LineCap::Butt,
            Cap::Round => LineCap::Round,
            Cap::Square => LineCap::Square,
        },
        line_join: match props.line_join {
            Join::Bevel => LineJoin::Bevel,
            Join::Miter => LineJoin::Miter,
            Join::Round => LineJoin::Round,
        },
        dash: None,
    };
    let dashed = dash(&along, props).and_then(|dash| along.dash(&dash, scale));
    dashed.unwrap_or(along).stroke(&stroke, scale)?.transform(matrix)
}

/// The dashes of a line, if they are long enough to be seen.
fn dash(along: &Path, props: &StrokeProps) -> Option<StrokeDash> {
    let mut lengths = props.dash_array.to_vec();
    if !lengths.len().is_multiple_of(2) {
        lengths.extend_from_within(..);
    }
    let bounds = along.bounds();
    let round: f32 = lengths.iter().sum();
    let few = round * MOST_DASHES > (bounds.width() + bounds.height()) * along.len() as f32;
    StrokeDash::new(lengths, props.dash_offset).filter(|_| few)
}

pub(super) fn matrix(transform: Affine) -> Transform {
    let [a, b, c, d, e, f] = transform.as_coeffs().map(|v| v as f32);
    Transform::from_row(a, b, c, d, e, f)
}

pub(super) fn rule(rule: FillRule) -> tiny_skia::FillRule {
    match rule {
        FillRule::NonZero => tiny_skia::FillRule::Winding,
        FillRule::EvenOdd => tiny_skia::FillRule::EvenOdd,
    }
}
