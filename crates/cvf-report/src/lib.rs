//! Findings → every output format. It decides nothing: what is shown is what was found.

mod inline;
mod json;
mod markdown;
mod text;

pub use inline::{Mark, marked};
pub use json::{json, jsonl};
pub use markdown::{build_report, markdown};
pub use text::{Style, text};
