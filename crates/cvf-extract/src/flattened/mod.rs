//! Pages whose columns were read across.
mod classes;
mod counts;
mod decode;
mod evidence;
mod face;
mod fit;
mod generate;
mod lexicon;
mod model;
mod names;
mod order;
mod page;
mod reading;
mod recover;
mod search;
mod widths;

pub use evidence::{Evidence, EvidenceStatement};
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

/// A number for measuring, from the environment.
pub(crate) fn knob(name: &str, usual: f64) -> f64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(usual)
}
