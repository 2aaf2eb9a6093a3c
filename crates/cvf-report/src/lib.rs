//! Findings → every output format. It decides nothing: what is shown is what was found.

mod attested;
mod checkstyle;
mod clean;
mod code_climate;
mod crosswalk;
mod docx;
mod evidence;
mod github;
mod grid;
mod html;
mod inline;
mod json;
mod junit;
mod markdown;
mod rdjsonl;
mod said;
mod sarif;
mod text;

pub use attested::attested;
pub use checkstyle::checkstyle;
pub use clean::printable;
pub use code_climate::code_climate;
pub use crosswalk::{crosswalk_markdown, crosswalk_text};
pub use docx::{Dress, End, Revision, docx};
pub use evidence::{Crop, Evidence, Exhibit, Piece, excerpt};
pub use github::{github, job_summary};
pub use html::{Page, html};
pub use inline::{Mark, marked};
pub use json::{json, jsonl, on_one_line};
pub use junit::junit;
pub use markdown::{MARKDOWN_LIMIT, build_report, markdown};
pub use rdjsonl::rdjsonl;
pub use said::{counted, place, totals};
pub use sarif::sarif;
pub use text::{Style, sides, text};
