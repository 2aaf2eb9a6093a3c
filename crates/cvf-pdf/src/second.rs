//! The second opinion: `pdf-extract` on pages where the first reader found nothing usable.
//!
//! Neither library is silent about everything it loses, so one watches over the other. It knows
//! no places that could be trusted; its panics and endless loops stay in a thread of their own.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Longest that it is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Deeply nested files need room.
const STACK: usize = 64 * 1024 * 1024;

/// Name of the thread.
const THREAD: &str = "cvf-second-opinion";

/// The text of each page; `None` if it could not be read in time.
pub(crate) fn pages(bytes: &[u8]) -> Option<Vec<String>> {
    let (send, receive) = mpsc::channel();
    let bytes = bytes.to_vec();
    let work = move || {
        let found = std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem_by_pages(&bytes).ok());
        // Nobody may be waiting any more, which is no error.
        let _ = send.send(found.ok().flatten());
    };
    thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK).spawn(work).ok()?;
    receive.recv_timeout(PATIENCE).ok().flatten()
}
