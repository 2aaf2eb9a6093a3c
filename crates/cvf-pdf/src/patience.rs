//! How long a library is waited for: by the processor time that its thread has taken, so that a
//! document reads the same on a machine that has other work to do. Where the system does not tell
//! that time, by the clock.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// How often the thread is looked at.
const TICK: Duration = Duration::from_millis(50);

/// A thread that is waited for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Worker(Arc<OnceLock<PathBuf>>);

impl Worker {
    /// Called by the thread itself before its work.
    pub(crate) fn begin(&self) {
        if let Ok(own) = fs::read_link("/proc/thread-self") {
            let _ = self.0.set(PathBuf::from("/proc").join(own).join("schedstat"));
        }
    }

    /// Time of the processor that the thread has had so far, if the system tells.
    fn worked(&self) -> Option<Duration> {
        let told = fs::read_to_string(self.0.get()?).ok()?;
        told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    }

    /// The next thing that the thread sends, unless it works for longer than `limit` on it.
    ///
    /// # Errors
    /// As those of a channel: it takes too long, or the thread has ended.
    pub(crate) fn wait<T>(&self, receive: &Receiver<T>, limit: Duration) -> Result<T, RecvTimeoutError> {
        let (begun, before) = (Instant::now(), self.worked().unwrap_or_default());
        loop {
            match receive.recv_timeout(TICK.min(limit)) {
                Err(RecvTimeoutError::Timeout)
                    if self.worked().map_or(begun.elapsed(), |now| now.saturating_sub(before)) < limit => {}
                ended => return ended,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn a_thread_that_is_kept_from_working_is_waited_for() {
        let (send, receive) = mpsc::channel();
        let worker = Worker::default();
        let own = worker.clone();
        thread::spawn(move || {
            own.begin();
            send.send(1).unwrap();
            thread::sleep(Duration::from_millis(400));
            send.send(2).unwrap();
            while send.send(3).is_ok() {
                let end = Instant::now() + Duration::from_secs(2);
                while Instant::now() < end {}
            }
        });
        let limit = Duration::from_millis(200);
        assert_eq!(worker.wait(&receive, limit), Ok(1));
        if worker.worked().is_some() {
            assert_eq!(worker.wait(&receive, limit), Ok(2));
            assert_eq!(worker.wait(&receive, limit), Ok(3));
            assert_eq!(worker.wait(&receive, limit), Err(RecvTimeoutError::Timeout));
        }
    }
}
