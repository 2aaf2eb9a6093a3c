//! Workers: started when they are needed, used again, and given up when one dies.

use super::frame::{self, Request, Settings, State};
use crate::program;
use cvf::{Budget, Problem, REPORT};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fmt};

/// The name under which the program starts itself.
pub(crate) const COMMAND: &str = "worker";

/// Times the processor time that a document is waited for: programs that its reader starts have
/// limits of their own, and other work may keep the processor busy.
const PATIENCE: u64 = 100;

/// The workers that wait for work.
pub(super) struct Pool {
    settings: Settings,
    idle: Mutex<Vec<Worker>>,
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pool({:?})", self.settings)
    }
}

impl Pool {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings, idle: Mutex::new(Vec::new()) }
    }

    /// What a worker answers. There are never more of them than calls at one time.
    ///
    /// # Errors
    /// [`Problem`] if none can be started, or if it dies over the bytes.
    pub(super) fn ask(&self, name: &str, request: &Request, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
        let mut worker = match self.waiting() {
            Some(worker) => worker,
            None => Worker::start(&self.settings).map_err(|e| cannot_start(name, &e))?,
        };
        match worker.ask(request, bytes) {
            Ok((answer, State::Fresh)) => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                Ok(answer)
            }
            Ok((answer, State::Tired)) => Ok(answer),
            Err(error) => Err(worker.died(name, &error)),
        }
    }

    /// A worker that waits; one that has ended meanwhile is no use.
    fn waiting(&self) -> Option<Worker> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::from_fn(|| idle.pop()).find_map(|mut worker| worker.is_alive().then_some(worker))
    }
}

fn cannot_start(name: &str, error: &io::Error) -> Problem {
    Problem::new(name, format!("no process can be started to read it in: {error}"))
        .help("`--isolate never` reads everything in one process, where a bad file can end the others")
}

/// A process that reads documents.
struct Worker {
    child: Child,
    /// Closed, it ends the worker.
    requests: Option<ChildStdin>,
    answers: ChildStdout,
    /// What it says when it dies.
    words: File,
}

impl Worker {
    fn start(settings: &Settings) -> io::Result<Self> {
        let words = tempfile::tempfile()?;
        let mut command = Command::new(env::current_exe()?);
        command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(words.try_clone()?);
        // Fewer pools of memory that hold what is free already.
        command.env("MALLOC_ARENA_MAX", "2").env_remove("RUST_BACKTRACE");
        let mut child = program::start_group(&mut command)?;
        let (Some(mut requests), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        frame::write_value(&mut requests, settings)?;
        Ok(Self { child, requests: Some(requests), answers, words })
    }

    fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    fn ask(&mut self, request: &Request, bytes: &[u8]) -> io::Result<(Vec<u8>, State)> {
        let requests = self.requests.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        frame::write_value(requests, request)?;
        frame::write(requests, bytes)?;
        let end = Instant::now() + Duration::from_secs(PATIENCE * Budget::Seconds.get());
        let mut answers = Patient { from: &mut self.answers, end };
        let ended = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let answer = frame::read(&mut answers)?.ok_or_else(ended)?;
        let state = frame::read(&mut answers)?.ok_or_else(ended)?;
        Ok((answer, State::of(&state)))
    }

    /// Why it died, as a problem of the document it was at.
    fn died(mut self, name: &str, error: &io::Error) -> Problem {
        let was_slow = error.kind() == io::ErrorKind::TimedOut;
        if was_slow {
            program::kill_group(&mut self.child);
        }
        let status = self.child.wait();
        let mut words = String::new();
        let _ = self.words.rewind().and_then(|()| (&self.words).take(10_000).read_to_string(&mut words));
        let (what, help) = match status {
            _ if was_slow => (Budget::Seconds.exceeded("reading it takes far too long"), CUT),
            _ if words.contains("memory allocation of") => {
                (Budget::Memory.exceeded("reading it takes too much memory"), CUT)
            }
            _ if words.contains("overflowed its stack") => {
                ("it is nested too deep to be read".to_owned(), "open it in its own program and save it anew")
            }
            Ok(status) if is_out_of_time(status) => (Budget::Seconds.exceeded("reading it takes too long"), CUT),
            Ok(status) => (format!("its reader broke down over it ({status})"), REPORT),
            Err(e) => (format!("its reader was lost ({e})"), REPORT),
        };
        Problem::new(name, what).because(if help == REPORT { "broken" } else { "too-large" }).help(help)
    }
}

/// What to do about a document that takes too much.
const CUT: &str = "take the pages with the framework out into a file of their own, or raise the limit in cvf.yaml";

impl Drop for Worker {
    fn drop(&mut self) {
        self.requests = None;
        program::kill_group(&mut self.child);
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn is_out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn is_out_of_time(_: ExitStatus) -> bool {
    false
}

/// Reads until a moment.
struct Patient<'a> {
    from: &'a mut ChildStdout,
    end: Instant,
}

impl Read for Patient<'_> {
    #[cfg(unix)]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let left = self.end.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).ok();
        match poll(&mut [PollFd::new(&*self.from, PollFlags::IN)], left.as_ref()) {
            Ok(0) => Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => self.from.read(buffer),
            Err(rustix::io::Errno::INTR) => Err(io::ErrorKind::Interrupted.into()),
            Err(e) => Err(e.into()),
        }
    }

    #[cfg(not(unix))]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let _ = self.end;
        self.from.read(buffer)
    }
}
