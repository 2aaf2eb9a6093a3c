//! What is known of a document before anything is decided: each block typed once, what looks
//! alike as one form, tables of like columns as one family.

mod block;
mod fields;
mod flow;
mod form;
mod leads;
mod marks;
mod position;
mod scale;
mod sheet;
mod table;
mod words;

pub(crate) use block::{Block, BlockId, key_of};
pub(crate) use form::{Below, Form, FormId, folded};
pub(crate) use scale::{ordinal, share_a_word};
pub(crate) use sheet::{Element, Facts, Family, Piece};
pub(crate) use table::{CellId, Table};
pub(crate) use words::words_of;
