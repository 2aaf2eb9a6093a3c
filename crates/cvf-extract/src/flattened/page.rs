//! A flattened page as the search sees it.

use super::face::Face;
use super::lexicon::Sign;

/// What stands before a word of the page beside a bullet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Border {
    #[default]
    None,
    /// The label of a row, or its first part.
    Row(usize),
    /// A further part of a label.
    Part,
}

/// A word of the page.
#[derive(Clone, Debug)]
pub(super) struct PageWord {
    pub(super) printed: String,
    pub(super) sign: Sign,
    pub(super) bullet: bool,
    pub(super) border: Border,
}

/// The words of a page with what is known of its shape.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) words: Vec<PageWord>,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Items in each cell, where the rest of the document has the same number in all.
    pub(super) items: Option<usize>,
}

impl Page {
    /// True if a fragment must end before word `j`.
    pub(super) fn is_cut(&self, j: usize) -> bool {
        self.words[j].border != Border::None
    }
}

/// The widths of a page's words in one face, and of the column they stand in.
#[derive(Clone, Debug)]
pub(super) struct Ruler {
    /// Width of the column, in em.
    pub(super) column: f64,
    space: f64,
    /// Where each word would begin if all stood in one line.
    starts: Vec<f64>,
    widths: Vec<f64>,
    /// For each first word of a fragment and each last one that leaves room: the share of the
    /// page's words that would not have fitted behind it.
    closed: Vec<Vec<f64>>,
}

impl Ruler {
    pub(super) fn new(page: &Page, face: Face, column: f64) -> Self {
        let space = face.advance(' ');
        let widths: Vec<f64> = page.words.iter().map(|w| face.width(&w.printed)).collect();
        let mut starts = Vec::with_capacity(widths.len() + 1);
        let mut at = 0.0;
        for width in &widths {
            starts.push(at);
            at += width + space;
        }
        starts.push(at);
        let mut ruler = Self { column, space, starts, widths, closed: Vec::new() };
        ruler.closed = ruler.closings();
        ruler
    }

    fn closings(&self) -> Vec<Vec<f64>> {
        let mut sorted = self.widths.clone();
        sorted.sort_by(f64::total_cmp);
        let closed = |first: usize, last: usize| {
            let room = self.room(first, last) - self.space;
            let wider = sorted.len() - sorted.partition_point(|w| *w <= room);
            (wider as f64 + 0.02) / (sorted.len() as f64 + 0.02)
        };
        let of = |first: usize| {
            let fits = |last: &usize| self.room(first, *last) > 0.0;
            (first..sorted.len()).take_while(fits).map(|last| closed(first, last)).collect()
        };
        (0..sorted.len()).map(of).collect()
    }

    /// Room left behind the fragment of words `first` to `last`; negative if it is too wide.
    pub(super) fn room(&self, first: usize, last: usize) -> f64 {
        self.column - (self.starts[last + 1] - self.space - self.starts[first])
    }

    /// By how much word `next` would have fitted behind the fragment.
    pub(super) fn shortfall(&self, first: usize, last: usize, next: usize) -> f64 {
        self.room(first, last) - self.space - self.widths[next]
    }

    /// Share of the page's words that would not have fitted behind the fragment.
    pub(super) fn closed(&self, first: usize, last: usize) -> f64 {
        // Behind a full fragment no word fits.
        self.closed[first].get(last - first).copied().unwrap_or(1.0)
    }
}
