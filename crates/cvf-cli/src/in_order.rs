//! Work on many things side by side, with results in the things' order as soon as they are there.
//!
//! Threads of our own and not those of a pool: one that waits for room would otherwise take up
//! other work in the middle of its own.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Most results that are held because one before them is not there yet.
const WINDOW: usize = 64;
/// Room for documents that are nested deep, in bytes.
const STACK: usize = 64 << 20;

/// What a piece of work gave.
type Done<T> = Result<T, Box<dyn Any + Send>>;

struct Line<T> {
    state: Mutex<State<T>>,
    change: Condvar,
}

struct State<T> {
    /// The next to be begun.
    next: usize,
    /// How many results were handed out.
    given: usize,
    ready: BTreeMap<usize, Done<T>>,
}

/// Does work for each number below `count`, several at a time, and hands out the results in the
/// order of the numbers.
pub(crate) fn in_order<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync, mut done: impl FnMut(usize, T)) {
    if count == 1 {
        return done(0, work(0));
    }
    let line = Line { state: Mutex::new(State { next: 0, given: 0, ready: BTreeMap::new() }), change: Condvar::new() };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(count);
    thread::scope(|scope| {
        let started = (0..threads).filter(|_| {
            let worker = || while line.step(count, &work) {};
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).is_ok()
        });
        // Where no thread can be started the work is done here.
        let is_alone = started.count() == 0;
        for index in 0..count {
            if is_alone {
                line.step(count, &work);
            }
            match line.take(index) {
                Ok(result) => done(index, result),
                Err(fault) => {
                    line.stop();
                    resume_unwind(fault)
                }
            }
        }
    });
}

impl<T> Line<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does the next piece of work; false if there is none left.
    fn step(&self, count: usize, work: &impl Fn(usize) -> T) -> bool {
        let mut state = self.state();
        while state.next < count && state.next >= state.given + WINDOW {
            state = self.change.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.next >= count {
            return false;
        }
        let index = state.next;
        state.next += 1;
        drop(state);
        let result = catch_unwind(AssertUnwindSafe(|| work(index)));
        self.state().ready.insert(index, result);
        self.change.notify_all();
        true
    }

    fn take(&self, index: usize) -> Done<T> {
        let mut state = self.state();
        loop {
            if let Some(result) = state.ready.remove(&index) {
                state.given = index + 1;
                self.change.notify_all();
                return result;
            }
            state = self.change.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets nobody begin anything more.
    fn stop(&self) {
        self.state().next = usize::MAX;
        self.change.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_come_in_order_whatever_takes_longest() {
        let work = |i: usize| {
            thread::sleep(Duration::from_millis(if i.is_multiple_of(7) { 5 } else { 0 }));
            i * i
        };
        let mut seen = Vec::new();
        in_order(200, work, |i, square| seen.push((i, square)));
        assert_eq!(seen, (0..200).map(|i| (i, i * i)).collect::<Vec<_>>());
        in_order(0, |i| i, |_, _: usize| unreachable!());
    }

    #[test]
    fn a_fault_ends_all() {
        let all = || in_order(100, |i| assert_ne!(i, 50), |_, ()| ());
        assert!(catch_unwind(all).is_err());
    }
}
