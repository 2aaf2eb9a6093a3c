//! Readers of hostile formats in processes of their own: one document never hurts another.
//!
//! The program starts itself as a worker, sends it a document's bytes and gets back what was read
//! of it. The operating system limits a worker's memory and its time for each document; whatever
//! becomes of it is a problem of that document alone. A worker that is still well is used again.
//! It ends, with all programs that it started, when the connection to the program that started it
//! is closed, however that program ended.

mod frame;
mod limits;
mod pool;
mod serve;

pub(crate) use serve::serve;

use crate::args::{IsolateWhen, Recognition};
use crate::browser;
use crate::convert::{needs_program, to_docx};
use crate::tesseract;
use cvf::{
    Document, Documents, Here, PageImage, Problem, Warned, Warning, changed_budgets, guarded, is_page, is_text, unpack,
};
use frame::{PageHead, Request, Settings};
use pool::Pool;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Who reads documents in this run.
#[derive(Debug)]
pub(crate) struct Readers {
    isolate: IsolateWhen,
    /// Web pages are shown in a browser first.
    browser: bool,
    here: Here<'static>,
    pool: Pool,
}

impl Readers {
    /// The readers that a user asks for; no process is started before there is work for it.
    ///
    /// # Errors
    /// [`Problem`] if every page is to be recognised and tesseract is not installed.
    pub(crate) fn of(recognition: &Recognition) -> Result<Self, Problem> {
        let here = Here { ocr: tesseract::plan(recognition.ocr)? };
        let pool = Pool::new(Settings { ocr: recognition.ocr, limits: changed_budgets() });
        Ok(Self { isolate: recognition.isolate, browser: recognition.browser, here, pool })
    }

    /// A document whose bytes need no browser any more.
    fn read(&self, name: &str, bytes: &[u8]) -> Result<Warned<Document>, Problem> {
        if !self.isolates(bytes) {
            return read_here(self.here, name, bytes);
        }
        let answer = self.pool.ask(name, &Request::Document { name: name.to_owned() }, bytes)?;
        unpack(name, &answer)
    }

    fn isolates(&self, bytes: &[u8]) -> bool {
        match self.isolate {
            IsolateWhen::Always => true,
            IsolateWhen::Auto => !is_text(bytes),
            // LibreOffice leaves processes behind unless it ends with a group of its own.
            IsolateWhen::Never => needs_program(bytes),
        }
    }
}

impl Documents for Readers {
    fn document(&self, name: &str, bytes: &[u8]) -> Result<Warned<Document>, Problem> {
        if !self.browser || !is_page(bytes) {
            return self.read(name, bytes);
        }
        let mut read = self.read(name, &browser::shown(name, bytes)?)?;
        read.warnings.insert(0, Warning::new("browser", SHOWN));
        Ok(read)
    }

    fn pages(
        &self,
        bytes: &[u8],
        pages: &BTreeSet<u32>,
        dots_per_inch: u16,
        limit: Duration,
    ) -> BTreeMap<u32, PageImage> {
        if !self.isolates(bytes) {
            return self.here.pages(bytes, pages, dots_per_inch, limit);
        }
        let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        let request = Request::Pages { pages: pages.iter().copied().collect(), dots_per_inch, limit_ms };
        // A file that cannot be drawn is shown as text.
        self.pool.ask("", &request, bytes).ok().and_then(|answer| images(&answer)).unwrap_or_default()
    }
}

fn images(answer: &[u8]) -> Option<BTreeMap<u32, PageImage>> {
    let mut rest = answer;
    let heads: Vec<PageHead> = frame::value(&frame::read(&mut rest).ok()??).ok()?;
    let mut images = BTreeMap::new();
    for PageHead { page, size, dots_per_inch } in heads {
        let (grey, behind) = rest.split_at_checked((size.0 as usize).checked_mul(size.1 as usize)?)?;
        images.insert(page, PageImage { size, grey: grey.to_vec(), dots_per_inch });
        rest = behind;
    }
    Some(images)
}

const SHOWN: &str = "read as an installed browser shows it: places are those in the page after its scripts have run";
const CONVERTED: &str = "read through LibreOffice: places are those in the Word document it makes";

/// Reads a document in this process; those of other word processors through LibreOffice.
fn read_here(here: Here<'_>, name: &str, bytes: &[u8]) -> Result<Warned<Document>, Problem> {
    let Some(word) = guarded(name, || to_docx(name, bytes))? else { return here.document(name, bytes) };
    let mut read = here.document(name, &word)?;
    read.warnings.insert(0, Warning::new("converted", CONVERTED));
    Ok(read)
}
