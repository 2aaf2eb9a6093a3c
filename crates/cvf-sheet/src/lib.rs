//! Spreadsheets (`.xlsx`, `.xlsm`, `.ods`) and delimited text (`.csv`, `.tsv`) → [`Document`].
//!
//! It knows nothing of frameworks. Two steps: the cells of each sheet with their texts, merged
//! ranges and dress; these are lowered into paragraphs and one table a sheet.
//!
//! | found | becomes |
//! | --- | --- |
//! | sheets | a table each, under the sheet's name where there are several |
//! | hidden sheets | a region, and said |
//! | hidden rows and columns | a region behind the table, and said; what is folded up in a group is read |
//! | merged cells | cells that span |
//! | line breaks in a cell, typed bullets | paragraphs with their markers |
//! | bold type and its size (`.xlsx`) | dress |
//! | lines above the table that fill one cell | paragraphs |
//! | blank rows and columns | dropped |
//! | numbers, per cent, dates | as a sheet shows them; dates as year-month-day |
//! | delimited text with commas, semicolons, tabs or bars, quoted or not | a table whose characters keep their places |
//! | formulas | their last result |
//! | comments, charts, text boxes, colours | dropped |
//!
//! ```
//! let text = "Competency,Level,Indicator\nCare,1,I listen.\nCare,2,I ask.\n";
//! let delimiter = cvf_sheet::delimiter(text).unwrap();
//! let read = cvf_sheet::read_delimited(text, delimiter).unwrap();
//! assert_eq!(read.value.blocks.len(), 1);
//! ```

mod archive;
mod cell;
mod delimited;
mod error;
mod grid;
mod ods;
mod unseen;
mod workbook;
mod xlsx;

pub use archive::needs_password;
pub use delimited::{delimiter, read_delimited};
pub use error::ReadError;

use archive::Kind;
use cvf_document::{Document, Warned};

/// True if the bytes are a workbook, told by the parts of their archive.
pub fn sniff(bytes: &[u8]) -> bool {
    archive::kind(bytes).is_some()
}

/// Reads a workbook.
///
/// # Errors
/// [`ReadError`] for one that is protected, damaged, too large or without any text.
pub fn read(bytes: &[u8]) -> Result<Warned<Document>, ReadError> {
    let kind = archive::kind(bytes).ok_or_else(|| ReadError::Damaged("it is no workbook".to_owned()))?;
    archive::check_size(bytes)?;
    let book = match kind {
        Kind::Xlsx => xlsx::read(bytes)?,
        Kind::Ods => ods::read(bytes)?,
    };
    book.lower().ok_or(ReadError::Empty)
}
