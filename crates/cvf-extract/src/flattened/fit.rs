//! The width of the column and the face it is set in, found on the page itself.

use super::face::Face;
use super::model::{Tables, Weights};
use super::order::Order;
use super::page::{Page, Ruler};
use super::search::Search;

/// What was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub(super) face: Face,
    /// Width of a column in em.
    pub(super) width: f64,
    /// How much better the best width is than the middle one of those tried, per word.
    pub(super) peak: f64,
}

/// Widths that are tried, in mean characters.
const NARROWEST: usize = 22;
const WIDEST: usize = 58;
const COARSE: usize = 3;
const COARSE_BEAM: usize = 40;
const FINE_BEAM: usize = 80;
const MARGIN: f64 = 15.0;

/// Tries widths and faces on pages of one layout and keeps what their readings score best with.
pub(super) struct Fitter<'a> {
    /// Pages with their tables.
    pub(super) pages: Vec<(&'a Page, &'a [Tables])>,
    pub(super) weights: &'a Weights,
    pub(super) order: &'a Order,
}

/// Scores of all pages at one width, in mean characters.
struct Tried {
    width: f64,
    scores: Vec<f64>,
}

impl Tried {
    fn sum(&self) -> f64 {
        self.scores.iter().sum()
    }
}

impl Fitter<'_> {
    fn at(&self, face: Face, width: f64, beam: usize) -> Tried {
        let score = |(page, tables): &(&Page, &[Tables])| {
            let ruler = Ruler::new(page, face, width * face.mean());
            let (weights, order) = (self.weights, self.order);
            Search { page, ruler: &ruler, tables, weights, order, beam, margin: MARGIN }.run().map_or(NONE, |l| l.best)
        };
        Tried { width, scores: self.pages.iter().map(score).collect() }
    }

    fn best(&self, face: Face, around: f64, steps: &[f64], beam: usize) -> Tried {
        let tried = steps.iter().map(|d| self.at(face, around + d, beam));
        tried.fold(
            Tried { width: around, scores: vec![NONE] },
            |best, next| if next.sum() > best.sum() { next } else { best },
        )
    }

    /// Face and width near those that were found before, more finely.
    pub(super) fn again(&self, old: Fit) -> (Face, f64) {
        let around = old.width / old.face.mean();
        let near = Face::ALL.map(|face| (face, self.best(face, around, &[-0.75, 0.0, 0.75], COARSE_BEAM)));
        let near = near.into_iter().reduce(|best, next| if next.1.sum() > best.1.sum() { next } else { best });
        let Some((face, near)) = near else { return (old.face, old.width) };
        let fine = self.best(face, near.width, &[-0.5, -0.25, 0.0, 0.25, 0.5], FINE_BEAM);
        (face, fine.width * face.mean())
    }

    fn tried(&self) -> Vec<Tried> {
        let widths = (NARROWEST..=WIDEST).step_by(COARSE).map(|w| w as f64);
        widths.map(|w| self.at(Face::Calibri, w, COARSE_BEAM)).collect()
    }

    /// Score of the best of a few widths in one face.
    pub(super) fn coarse(&self) -> f64 {
        self.tried().iter().map(Tried::sum).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The fit of each page; face and width are common to all.
    pub(super) fn fit(&self) -> Vec<Option<Fit>> {
        let coarse = self.tried();
        let top = coarse.iter().fold(&coarse[0], |best, next| if next.sum() > best.sum() { next } else { best });
        let near = Face::ALL.map(|face| (face, self.best(face, top.width, &[-1.0, 0.0, 1.0], COARSE_BEAM)));
        let near = near.into_iter().reduce(|best, next| if next.1.sum() > best.1.sum() { next } else { best });
        let Some((face, near)) = near else { return Vec::new() };
        let fit = |p: usize| {
            let mut usual: Vec<f64> = coarse.iter().map(|c| c.scores[p]).collect();
            usual.sort_by(f64::total_cmp);
            let peak = (near.scores.get(p)? - usual[usual.len() / 2]) / self.pages[p].0.words.len() as f64;
            (near.scores[p] > NONE).then_some(Fit { face, width: near.width * face.mean(), peak })
        };
        (0..self.pages.len()).map(fit).collect()
    }
}

/// The score of a page that cannot be read at all at some width.
const NONE: f64 = -1e9;
