//! The first reader: `hayro-interpret`, page by page, in a thread of its own.
//!
//! It gives each step a time: a file that makes the library run for ever costs its own pages, and
//! what was read before them is kept. Deeply nested files get a larger stack than a thread has.

use crate::ReadError;
use crate::fonts::Fonts;
use crate::glyphs::{self, Drawing};
use crate::patience::Worker;
use crate::sound;
use crate::tags::Tags;
use cvf_document::{Budget, Warning};
use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// Longest that a page, or the opening of the file, may take of the processor.
const PATIENCE: Duration = Duration::from_secs(8);
const STACK: usize = 64 * 1024 * 1024;

/// What the first reader found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What is drawn on each page that was read.
    pub(crate) drawings: Vec<Drawing>,
    /// Number of pages that the file has.
    pub(crate) pages: usize,
    /// A page took longer than it is waited for.
    pub(crate) given_up: bool,
}

enum Step {
    Opened(Result<usize, ReadError>),
    /// Fonts and tags are known.
    Prepared,
    Page(Drawing),
}

/// Draws every page up to [`Budget::Pages`], and counts all; a page on which the library fails is empty.
///
/// # Errors
/// A file that cannot be opened is encrypted, unsound, too much or, also where the library breaks down, damaged.
pub(crate) fn read(bytes: &[u8]) -> Result<Found, ReadError> {
    let (send, receive) = mpsc::channel();
    let bytes = bytes.to_vec();
    let worker = Worker::default();
    let own = worker.clone();
    let work = move || {
        own.begin();
        // A panic before the first page ends the thread's messages, which is seen as damage.
        let _ = catch_unwind(|| draw(bytes, &send));
    };
    let started = thread::Builder::new().name("cvf-pages".to_owned()).stack_size(STACK).spawn(work);
    let opened = match started.map(|_| worker.wait(&receive, PATIENCE)) {
        Ok(Ok(Step::Opened(opened))) => opened?,
        Ok(Err(mpsc::RecvTimeoutError::Timeout)) => return Err(ReadError::Slow),
        _ => return Err(ReadError::Damaged),
    };
    let mut found = Found { pages: opened, ..Found::default() };
    loop {
        match worker.wait(&receive, PATIENCE) {
            Ok(Step::Page(drawing)) => found.drawings.push(drawing),
            Ok(_) => {}
            Err(why) => {
                found.given_up = why == mpsc::RecvTimeoutError::Timeout;
                return Ok(found);
            }
        }
    }
}

/// Draws pages and sends each; ends where nobody waits any more.
fn draw(bytes: Vec<u8>, send: &Sender<Step>) -> Option<()> {
    let pdf = match open(bytes) {
        Ok(pdf) => pdf,
        Err(why) => return send.send(Step::Opened(Err(why))).ok(),
    };
    send.send(Step::Opened(Ok(pdf.pages().len()))).ok()?;
    let fonts = Fonts::of(&pdf);
    let tags = catch_unwind(AssertUnwindSafe(|| Tags::of(&pdf))).unwrap_or_default();
    send.send(Step::Prepared).ok()?;
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter().take(Budget::Pages.count()) {
        let drawn = catch_unwind(AssertUnwindSafe(|| glyphs::draw(&pdf, page, &cache, &fonts, &tags)));
        send.send(Step::Page(drawn.unwrap_or_default())).ok()?;
    }
    Some(())
}

fn open(bytes: Vec<u8>) -> Result<Pdf, ReadError> {
    let pdf = Pdf::new(bytes).map_err(|why| match why {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Encrypted,
        LoadPdfError::Decryption(_) => ReadError::UnknownEncryption,
        LoadPdfError::Invalid => ReadError::Damaged,
    })?;
    sound::look(&pdf).map(|()| pdf)
}

impl Found {
    /// Says that not all pages were read.
    pub(crate) fn cut_short(&self) -> Option<Warning> {
        let (read, pages) = (self.drawings.len(), self.pages);
        let message = match () {
            () if self.given_up => format!("page {} takes too long: only the pages before it are read", read + 1),
            () if pages > Budget::Pages.count() => {
                Budget::Pages.exceeded(&format!("not all of the {pages} pages are read"))
            }
            () => return None,
        };
        Some(Warning::new("too-long", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_are_not_read_are_said() {
        let said = |found: Found| found.cut_short().map(|w| w.message);
        assert_eq!(said(Found { pages: Budget::Pages.count(), ..Found::default() }), None);
        let many = said(Found { pages: 6_000, ..Found::default() });
        assert!(many.unwrap().starts_with("not all of the 6000 pages are read: the limit is 5000 pages"));
        let slow = Found { drawings: vec![Drawing::default(); 2], pages: 3, given_up: true };
        assert_eq!(said(slow).unwrap(), "page 3 takes too long: only the pages before it are read");
    }
}
