//! The terms of the score, by what they look at.

pub(crate) mod forms;
pub(crate) mod hint;
pub(crate) mod known;
pub(crate) mod left;
pub(crate) mod levels;
pub(crate) mod names;
pub(crate) mod shape;
pub(crate) mod tables;
pub(crate) mod text;
pub(crate) mod topic;
