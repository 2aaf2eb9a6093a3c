//! A reading → drafts of units, headings and residue: every character of the source in one place.

mod agree;
mod explain;
mod front;
mod margin;
mod names;
mod only_levels;
mod units;

pub(crate) use agree::weigh;
pub(crate) use explain::explain;
pub use explain::{Explanation, FamilyExplained, FormExplained, RunnerUp};
pub(crate) use front::{level_in_front, level_in_title, take_name_over_all_for_title, title_line};
pub(crate) use margin::Margins;
pub(crate) use only_levels::take_levels_for_names;
pub(crate) use units::emit;
