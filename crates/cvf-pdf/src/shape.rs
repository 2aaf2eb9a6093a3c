//! Boxes in points.

/// A box; the ordinate grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Rect {
    /// The smallest box around points; none without points, or where one is not finite.
    pub(crate) fn around(points: impl IntoIterator<Item = (f32, f32)>) -> Option<Self> {
        let mut found: Option<Self> = None;
        for (x, y) in points {
            if !x.is_finite() || !y.is_finite() {
                return None;
            }
            let point = Self { left: x, top: y, right: x, bottom: y };
            found = Some(found.map_or(point, |f| f.with(&point)));
        }
        found
    }

    /// The box around two boxes.
    #[must_use]
    pub(crate) fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The box around boxes.
    pub(crate) fn union<'r>(rects: impl IntoIterator<Item = &'r Self>) -> Self {
        rects.into_iter().copied().reduce(|a, b| a.with(&b)).unwrap_or_default()
    }

    #[must_use]
    pub(crate) fn moved(&self, x: f32, y: f32) -> Self {
        Self { left: self.left + x, top: self.top + y, right: self.right + x, bottom: self.bottom + y }
    }

    pub(crate) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub(crate) fn middle(&self) -> (f32, f32) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub(crate) fn contains(&self, (x, y): (f32, f32)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// How far two boxes overlap upright, in points; negative if they do not.
    pub(crate) fn overlap_y(&self, other: &Self) -> f32 {
        self.bottom.min(other.bottom) - self.top.max(other.top)
    }

    /// How far two boxes overlap sideways, in points; negative if they do not.
    pub(crate) fn overlap_x(&self, other: &Self) -> f32 {
        self.right.min(other.right) - self.left.max(other.left)
    }
}
