//! The worker: it reads one document after the other, and ends with the program that started it.

use super::frame::{self, PageHead, Request, Settings, State};
use super::{limits, read_here};
use crate::program;
use crate::tesseract;
use cvf::{Documents, Here, Problem, pack};
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// More than this in memory after a document, in bytes, is given back by ending.
const MUCH: u64 = 256 * 1024 * 1024;

/// True while a document is read.
static BUSY: AtomicBool = AtomicBool::new(false);

/// Serves until the program that started us closes the connection.
///
/// # Errors
/// [`Problem`] if what is heard makes no sense: nobody starts a worker by hand.
pub(crate) fn serve() -> Result<(), Problem> {
    let problem = |e: io::Error| Problem::new("worker", e.to_string()).help("it is started by other commands only");
    let mut answers = own_output().map_err(problem)?;
    let (send, pieces) = channel();
    thread::spawn(move || listen(&send));
    let Ok(first) = pieces.recv() else { return Ok(()) };
    let settings: Settings = frame::value(&first).map_err(problem)?;
    cvf::set_budgets(&settings.limits).map_err(|what| Problem::new("worker", what))?;
    limits::memory();
    program::within_group();
    let here = Here { ocr: tesseract::plan(settings.ocr)? };
    while let Some((request, bytes)) = next(&pieces).map_err(problem)? {
        BUSY.store(true, Ordering::SeqCst);
        limits::time();
        let answer = answer(here, &request, bytes);
        frame::write(&mut answers, &answer).map_err(problem)?;
        frame::write(&mut answers, &state().piece()).map_err(problem)?;
        BUSY.store(false, Ordering::SeqCst);
    }
    Ok(())
}

/// Our way back; what libraries print goes elsewhere.
#[cfg(unix)]
fn own_output() -> io::Result<File> {
    let answers = rustix::io::dup(io::stdout())?;
    rustix::stdio::dup2_stdout(io::stderr())?;
    Ok(answers.into())
}

#[cfg(not(unix))]
fn own_output() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

/// Hands on what is heard. At the end of it nobody waits for an answer any more: whatever is
/// being done, by us or by a program that we started, ends.
fn listen(to: &Sender<Vec<u8>>) {
    let mut from = io::stdin().lock();
    while let Ok(Some(piece)) = frame::read(&mut from) {
        if to.send(piece).is_err() {
            return;
        }
    }
    if BUSY.load(Ordering::SeqCst) {
        program::end_group();
    }
}

fn next(pieces: &Receiver<Vec<u8>>) -> io::Result<Option<(Request, Vec<u8>)>> {
    let (Ok(request), Ok(bytes)) = (pieces.recv(), pieces.recv()) else { return Ok(None) };
    Ok(Some((frame::value(&request)?, bytes)))
}

fn answer(here: Here<'_>, request: &Request, bytes: Vec<u8>) -> Vec<u8> {
    match request {
        Request::Document { name } => {
            let read = read_here(here, name, &bytes);
            drop(bytes);
            // What cannot be packed is an answer that makes no sense, and said to be so.
            pack(read).unwrap_or_default()
        }
        Request::Pages { pages, dots_per_inch, limit_ms } => {
            let wanted = pages.iter().copied().collect();
            let made = here.pages(&bytes, &wanted, *dots_per_inch, Duration::from_millis(*limit_ms));
            let head = |(page, image): (&u32, &cvf::PageImage)| PageHead {
                page: *page,
                size: image.size,
                dots_per_inch: image.dots_per_inch,
            };
            let mut answer = Vec::new();
            let heads: Vec<PageHead> = made.iter().map(head).collect();
            let _ = frame::write_value(&mut answer, &heads);
            made.values().for_each(|image| answer.extend_from_slice(&image.grey));
            answer
        }
    }
}

fn state() -> State {
    if program::has_lost_some() || threads() > 2 || resident().is_none_or(|bytes| bytes > MUCH) {
        State::Tired
    } else {
        State::Fresh
    }
}

/// Threads of this process: more than those that listen and answer are still at a document that
/// was given up.
fn threads() -> usize {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|l| l.strip_prefix("Threads:"));
    line.and_then(|count| count.trim().parse().ok()).unwrap_or(1)
}

/// Bytes of this process in memory, where the system tells.
fn resident() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/statm").ok()?;
    told.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
}
