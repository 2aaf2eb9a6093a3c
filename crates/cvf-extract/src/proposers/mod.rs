//! Candidates for readings, from the evidence of dress and place; the score chooses.

mod outline;
mod tables;

pub(crate) use outline::{Possible, starts};
pub(crate) use tables::{blocks, turns};
