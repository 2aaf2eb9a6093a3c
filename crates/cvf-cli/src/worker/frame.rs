//! What the program and its workers say to one another: pieces of bytes, each with its length
//! before it.

use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// The first thing a worker hears.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Settings {
    /// Which pages are recognised.
    pub(super) ocr: crate::args::OcrWhen,
    /// Budgets that are not the usual ones, by name.
    pub(super) limits: std::collections::BTreeMap<String, u64>,
}

/// What a worker is to do with the bytes that follow.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    /// Read a document.
    Document { name: String },
    /// Draw pages of a PDF file.
    Pages { pages: Vec<u32>, dots_per_inch: u16, limit_ms: u64 },
}

/// How a page's image is told; its pixels follow those of the page before.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PageHead {
    pub(super) page: u32,
    pub(super) size: (u32, u32),
    pub(super) dots_per_inch: u16,
}

/// What a worker says behind its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Ready for more.
    Fresh,
    /// It holds much memory, or has programs that it could not end: it is to be replaced.
    Tired,
}

pub(super) fn write(to: &mut impl Write, piece: &[u8]) -> io::Result<()> {
    to.write_all(&(piece.len() as u64).to_le_bytes())?;
    to.write_all(piece)?;
    to.flush()
}

pub(super) fn write_value(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write(to, &postcard::to_stdvec(value).map_err(io::Error::other)?)
}

/// The next piece; `None` at the end of the stream.
pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let length = u64::from_le_bytes(length);
    let mut piece = Vec::new();
    from.take(length).read_to_end(&mut piece)?;
    if piece.len() as u64 == length { Ok(Some(piece)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

pub(super) fn value<'a, T: Deserialize<'a>>(piece: &'a [u8]) -> io::Result<T> {
    postcard::from_bytes(piece).map_err(io::Error::other)
}

impl State {
    pub(super) fn piece(self) -> [u8; 1] {
        [u8::from(self == Self::Tired)]
    }

    pub(super) fn of(piece: &[u8]) -> Self {
        if piece == Self::Fresh.piece() { Self::Fresh } else { Self::Tired }
    }
}
