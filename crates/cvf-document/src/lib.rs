//! What every reader produces: blocks of text in which each character knows its place in the source.
//!
//! This crate knows no file format and no framework. A reader turns bytes into a [`Document`];
//! everything after it works on the blocks and never looks at the bytes again.
//!
//! ```
//! use cvf_document::{Document, Text};
//! let document = Document::new("One  line".chars().collect(), vec![], vec![]);
//! let text = Text::from_stream(&document.stream, 0..9).collapsed();
//! assert_eq!(text.as_str(), "One line");
//! assert_eq!(document.spans(&text), vec![0..9]);
//! ```

mod block;
mod budget;
mod document;
pub mod dress;
pub mod flow;
mod layout;
pub mod marker;
pub mod mojibake;
mod packed;
mod place;
pub mod points;
mod region;
mod table;
mod text;
mod warned;

pub use block::{Block, Paragraph, Style};
pub use budget::{Budget, budgets, changed_budgets, set_budgets};
pub use document::{Anchors, CharBox, Document};
pub use layout::unpack;
pub use marker::{Marker, MarkerKind};
pub use place::Place;
pub use region::{Region, RegionKind};
pub use table::{Cell, Covered, Fidelity, Row, SpanCell, Table};
pub use text::{Text, is_invisible};
pub use warned::{Warned, Warning};
