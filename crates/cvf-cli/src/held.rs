//! How many bytes of sources are held in memory at one time.

use cvf::Budget;
use std::sync::{Condvar, Mutex, PoisonError};

static HELD: Mutex<usize> = Mutex::new(0);
static CHANGE: Condvar = Condvar::new();

/// Room for the bytes of a source, given back when it is dropped.
pub(crate) struct Room(usize);

/// Waits until there is room. A source that is larger than all of it has it alone.
pub(crate) fn room(bytes: usize) -> Room {
    let most = Budget::Held.bytes();
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    while *held > 0 && held.saturating_add(bytes) > most {
        held = CHANGE.wait(held).unwrap_or_else(PoisonError::into_inner);
    }
    *held = held.saturating_add(bytes);
    Room(bytes)
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        *held = held.saturating_sub(self.0);
        CHANGE.notify_all();
    }
}
