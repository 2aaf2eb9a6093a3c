//! The best reading of a document, and the best others.

pub(crate) mod compare;
mod search;

pub(crate) use search::{Solution, solve};
