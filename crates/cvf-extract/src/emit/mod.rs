//! A reading → drafts of units, headings and residue: every character of the source in one place.

mod debug;
mod margin;
mod names;
mod units;

pub(crate) use debug::show;
pub(crate) use margin::Margins;
pub(crate) use units::emit;
