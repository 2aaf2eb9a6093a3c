//! Running other programs: with a folder of their own, without a network, and never for ever.

use std::ffi::OsStr;
use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// True in a worker: what it starts belongs to its group, and ends with it.
static WITHIN: AtomicBool = AtomicBool::new(false);
/// True if a program was ended that may have left others.
static LOST: AtomicBool = AtomicBool::new(false);

/// A temporary folder that only we can look into, under a name that nobody can foresee; it goes
/// when it is no longer needed.
pub(crate) fn folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("cvf-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

/// A program that reaches no network, where the system can see to that.
pub(crate) fn cut_off(program: impl AsRef<OsStr>) -> Command {
    let Some((first, rest)) = cutter().and_then(|words| words.split_first()) else { return Command::new(program) };
    let mut command = Command::new(first);
    command.args(rest).arg(program);
    command
}

/// True if [`cut_off`] holds its promise here.
pub(crate) fn can_cut_off() -> bool {
    cutter().is_some()
}

/// The program, with its arguments, that starts another without a network.
fn cutter() -> Option<&'static [&'static str]> {
    /// A network namespace of its own, made by an administrator or in a user namespace; the
    /// sandbox of macOS.
    const WAYS: [&[&str]; 4] = [
        &["unshare", "--net", "--"],
        &["unshare", "--user", "--map-current-user", "--net", "--"],
        &["unshare", "--user", "--map-root-user", "--net", "--"],
        &["sandbox-exec", "-p", "(version 1)(allow default)(deny network*)"],
    ];
    static FOUND: OnceLock<Option<&[&str]>> = OnceLock::new();
    let works = |words: &&&[&str]| {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg("true").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    *FOUND.get_or_init(|| WAYS.iter().find(works).copied())
}

/// Starts a program. It can be ended with all that it starts: by its own group, or by the
/// worker's.
pub(crate) fn start(command: &mut Command) -> io::Result<Child> {
    if WITHIN.load(Ordering::SeqCst) { command.spawn() } else { start_group(command) }
}

/// Starts a program in a group of its own.
pub(crate) fn start_group(command: &mut Command) -> io::Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.spawn()
}

/// Waits for a program; one that takes longer than the limit is ended, and there is no status.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > limit {
            stop(child);
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Ends a program with the processes it started; in a worker those end with the worker.
fn stop(child: &mut Child) {
    if WITHIN.load(Ordering::SeqCst) {
        LOST.store(true, Ordering::SeqCst);
        let _ = child.kill();
    } else {
        kill_group(child);
    }
    let _ = child.wait();
}

/// True if this worker should end, so that its group can be.
pub(crate) fn has_lost_some() -> bool {
    LOST.load(Ordering::SeqCst)
}

/// Ends a program that was started in a group of its own, with the group.
pub(crate) fn kill_group(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
}

/// Makes what this process starts end with it: for a worker that leads a group.
pub(crate) fn within_group() {
    #[cfg(unix)]
    WITHIN.store(rustix::process::getpgrp() == rustix::process::getpid(), Ordering::SeqCst);
}

/// Ends this worker and all that it started.
pub(crate) fn end_group() {
    #[cfg(unix)]
    if WITHIN.load(Ordering::SeqCst) {
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::KILL);
    }
    std::process::exit(2);
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder().expect("made");
        assert_eq!(std::fs::metadata(folder.path()).expect("there").permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_slow_program_is_ended_with_what_it_started() {
        let folder = folder().expect("made");
        let late = folder.path().join("late");
        let script = format!("(sleep 1; touch {}) & sleep 60", late.display());
        let mut command = Command::new("sh");
        let mut child = start_group(command.args(["-c", &script])).expect("started");
        assert!(wait(&mut child, Duration::from_millis(100)).expect("waited").is_none());
        thread::sleep(Duration::from_millis(1500));
        assert!(!late.exists());
    }

    #[test]
    fn a_program_that_is_cut_off_reaches_nobody() {
        if !can_cut_off() {
            return;
        }
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let reach = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
        let status =
            |mut command: Command| command.args(["-c", &reach]).stderr(Stdio::null()).status().expect("bash").success();
        assert!(status(Command::new("bash")), "the test can tell");
        assert!(!status(cut_off("bash")));
    }
}
