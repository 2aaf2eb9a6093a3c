//! Pages whose columns were read across: put back together by a search over all columns at once.
//!
//! A page of a matrix is read one visual line at a time and the line ends are lost: "A1 B1 C1
//! A2 C2 B2 …". What is known: a visual line holds at most one fragment of each column; a cell
//! fills lines 1, 2, 3 … of its row without a gap and then drops out; line 1 of a row starts an
//! item in every column; a line ends where the next word would not have fitted.
//!
//! - **State** (`state`): row; whether the line is the row's first; columns used in this line;
//!   columns that have ended; the current column; for each column the first and last word of its
//!   last fragment, its number of items, words of the open item, bracket depth.
//! - **Moves** (`search`) for each word: it goes on in the fragment; or begins one in the same
//!   line, in the next (columns without a fragment in the line just left have ended), or in the
//!   next row; a new fragment continues its column's item or starts one. Never across a row's
//!   label.
//! - **Scores** (`model`): log ratios to the words' own shares, so that readings compare: word
//!   pairs and triples backed off to tags and word classes (absolute discounting), capitals, first and
//!   last words and lengths of items, words of the columns' topics; the order within a line
//!   (`order`), learned from the first pass; the ruler (`page`): costs of a fragment that is too
//!   wide, or of a next word that would have fitted; bullets inside an item, items too many or
//!   missing, brackets left open. The page's own word order can count as evidence too, never for
//!   itself.
//! - **Evidence** is counted at run time: the document's own units (weight 1), other texts (0.5),
//!   statements of other texts most of whose word pairs stand on the page (4: a sister copy or a
//!   canon then decides nearly everything). There are no model files.
//! - **Pruning**: a beam of states ranked by score plus an estimate of what each closed fragment
//!   still has to pay; states with the same key are merged but kept as ways into one node. For n
//!   words, a beam b and c columns the cost is O(n · b · c).
//! - **Width and face** (`fit`): every width of a column is tried coarsely, then faces and widths
//!   near the best; the readings' own score decides, once more and finely after the first pass. Widths are those of
//!   Carlito and Liberation.
//! - **Names** (`heads`): those that the document or other texts know; a run of others is divided
//!   in the way whose columns the words fit best.
//! - **Confidence** (`decode`): several decoders with different weights; from the lattice of each,
//!   readings are drawn in proportion to their score (forward sums, backward draws); the mean of an
//!   item's share and of the page's mean share is its confidence, and the reading with the
//!   greatest sum of shares is given. Items with large shares in one pass are learned from in the
//!   next: those of other pages and of other rows of the page, never an item's own.
//!
//! Weights that are not counted on the document are constants in `model` and `search`. Those of the
//! log ratios were learned on generated pages (`examples/flatten`) by a structured perceptron
//! (Collins 2002): the features of the true reading less those of the best one, added in small
//! steps; the end values are rounded, and what found them is not kept. Whole ratios overrate: of
//! thousands of readings the best is one whose neighbours happen to be likely. The least confidence was chosen with generated pages and three pages of one
//! document in sight, so what is measured on those three is flattering.
mod attested;
mod classes;
mod counts;
mod decode;
mod face;
mod fit;
mod generate;
mod heads;
mod lexicon;
mod model;
mod names;
mod order;
mod page;
mod reading;
mod recover;
mod row_labels;
mod search;
mod state;
mod widths;

pub use attested::{Attested, AttestedStatement};
pub use face::Face;
pub use generate::{Layout, MatrixRow, flatten};
pub(crate) use recover::recover;

use cvf_document::Text;

/// A paragraph that looks as if columns had been read across.
#[derive(Clone, Debug)]
pub(crate) struct Suspect {
    pub(crate) text: Text,
    /// A bullet stood before it.
    pub(crate) marked: bool,
}

/// The other reading of an item that is not sure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Doubt {
    pub(crate) other: Option<String>,
}
