//! Web pages as an installed Chromium shows them once their scripts have run, without network.

use crate::program;
use cvf::Problem;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs, io};

/// Names under which Chromium is started.
const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// Longest time that a page may take.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// What the page's clock is let run for, in milliseconds: it takes no longer than its scripts do.
const BUDGET: &str = "--virtual-time-budget=6000";

/// Writes shadow roots that scripts made into the page, so that they are seen from outside.
const SHADOWS: &str = "<script>setTimeout(()=>{const r=[];const w=n=>n.querySelectorAll('*').forEach(e=>{\
if(e.shadowRoot){r.push(e.shadowRoot);w(e.shadowRoot)}});w(document);const d=document.documentElement;\
if(r.length&&d.getHTML){d.innerHTML=d.getHTML({shadowRoots:r})}},5000)</script>";

/// A web page as the browser shows it.
///
/// # Errors
/// [`Problem`] if none is installed, or it fails or takes too long.
pub(crate) fn shown(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    dump(bytes).map_err(|why| problem(name, &why))
}

enum Failure {
    Missing,
    Slow,
    Empty,
    Other(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Other(error)
    }
}

fn problem(name: &str, why: &Failure) -> Problem {
    match why {
        Failure::Missing => Problem::new(name, "--browser needs Chromium or Chrome, and none is installed")
            .help("install it, or save the page from a browser after it has loaded"),
        Failure::Slow => {
            Problem::new(name, format!("the browser took longer than {} seconds over it", TIME_LIMIT.as_secs()))
                .help("save the page from a browser after it has loaded")
        }
        Failure::Empty => Problem::new(name, "the browser could not show it")
            .help("save the page from a browser after it has loaded, and read that without --browser"),
        Failure::Other(error) => {
            Problem::new(name, format!("the browser could not be run: {error}")).help("read the page without --browser")
        }
    }
}

/// The page's elements after its scripts have run.
fn dump(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let folder = program::folder()?;
    let folder = folder.path();
    let archive = !bytes.iter().take(64).any(|b| *b == b'<');
    let page = folder.join(if archive { "page.mhtml" } else { "page.html" });
    let wide = bytes.iter().take(200).any(|b| *b == 0);
    let ending = if wide || archive { &[] } else { SHADOWS.as_bytes() };
    fs::write(&page, [bytes, ending].concat())?;
    let out = folder.join("shown.html");
    for program in PROGRAMS {
        if !is_installed(program) {
            continue;
        }
        let mut command = command(program, folder, &page);
        command.stdin(Stdio::null()).stdout(fs::File::create(&out)?).stderr(Stdio::null());
        let mut child = program::start(&mut command)?;
        if program::wait(&mut child, TIME_LIMIT)?.is_none() {
            return Err(Failure::Slow);
        }
        let shown = fs::read(&out)?;
        return if shown.is_empty() { Err(Failure::Empty) } else { Ok(shown) };
    }
    Err(Failure::Missing)
}

/// True for a program that stands in a folder of the search path.
fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .any(|folder| folder.join(program).is_file() || folder.join(format!("{program}.exe")).is_file())
}

/// A browser of its own for one page: no network where the system can see to that; a profile
/// that goes, no name that is found, no way out but through a proxy that is not there.
fn command(name: &str, folder: &Path, page: &Path) -> Command {
    let mut command = program::cut_off(name);
    command.args(["--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"]);
    command.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9"]);
    command.args(["--proxy-bypass-list=<-loopback>", "--webrtc-ip-handling-policy=disable_non_proxied_udp"]);
    command.arg(format!("--user-data-dir={}", folder.join("profile").display()));
    // Chromium refuses to start as root with its sandbox, as in most containers.
    if is_root() {
        command.arg("--no-sandbox");
    }
    command.args([BUDGET, "--dump-dom"]).arg(format!("file://{}", page.display()));
    command
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
