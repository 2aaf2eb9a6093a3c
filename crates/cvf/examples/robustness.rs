//! Reads every file of a folder in a process of its own and prints a table: how many were read,
//! refused, panicked or hung, with the most memory and time that one took.
//!
//! `cargo run --release -p cvf --example robustness -- FOLDER [--text DIR]`; with `--text` the
//! text of each file is written into a folder, for comparing with other readers.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a table for people")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

/// A file that takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// Exit code for a file that is refused with a reason.
const REFUSED: i32 = 2;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--one", file] => one(file, None),
        ["--one", file, text] => one(file, Some(Path::new(text))),
        [folder] => table(Path::new(folder), None),
        [folder, "--text", text] => table(Path::new(folder), Some(Path::new(text))),
        _ => {
            eprintln!("usage: robustness FOLDER [--text DIR]");
            process::exit(2);
        }
    }
}

/// Reads one file, checks its ledger, and says what memory it took.
fn one(file: &str, text: Option<&Path>) {
    let Ok(bytes) = fs::read(file) else { process::exit(REFUSED) };
    let read = cvf::document(file, &bytes).map(|read| {
        if let Some(text) = text {
            let _ = fs::write(text, read.value.stream.iter().collect::<String>());
        }
        read.warnings.is_empty()
    });
    let code = match read {
        Ok(clean) => {
            let balances = cvf::ledger(file, &bytes, &cvf::Profiles::built_in()).is_ok_and(|l| l.balances());
            if balances { i32::from(!clean) } else { 3 }
        }
        Err(problem) => {
            eprintln!("{problem}");
            REFUSED
        }
    };
    println!("{}", peak_memory_kib());
    process::exit(code);
}

/// Peak resident memory of this process in KiB; 0 where the system does not tell.
fn peak_memory_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// How reading a file ended.
struct Outcome {
    file: PathBuf,
    end: &'static str,
    kib: u64,
    seconds: f64,
    said: String,
}

fn table(folder: &Path, text: Option<&Path>) {
    let files = files(folder);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(threads).max(1);
    let mut outcomes: Vec<Outcome> = thread::scope(|scope| {
        let workers: Vec<_> =
            files.chunks(share).map(|part| scope.spawn(|| part.iter().map(|f| run(f, text)).collect())).collect();
        workers
            .into_iter()
            .filter_map(|w: thread::ScopedJoinHandle<'_, Vec<Outcome>>| w.join().ok())
            .flatten()
            .collect()
    });
    outcomes.sort_by(|a, b| a.file.cmp(&b.file));
    print(&outcomes);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

fn run(file: &Path, text: Option<&Path>) -> Outcome {
    let begun = Instant::now();
    let mut command = Command::new(env::current_exe().unwrap_or_default());
    command.arg("--one").arg(file).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(folder) = text {
        let name = file.to_string_lossy().replace(['/', '\\'], "__");
        command.arg(folder.join(format!("{name}.txt")));
    }
    let failed = |end| Outcome { file: file.to_owned(), end, kib: 0, seconds: 0.0, said: String::new() };
    let Ok(mut child) = command.spawn() else { return failed("crashed") };
    let end = loop {
        match child.try_wait() {
            Ok(Some(status)) => break ending(status.code()),
            Ok(None) if begun.elapsed() > TIME_LIMIT => {
                let _ = child.kill();
                break "hung";
            }
            Ok(None) => thread::sleep(Duration::from_millis(2)),
            Err(_) => break "crashed",
        }
    };
    let seconds = begun.elapsed().as_secs_f64();
    let Ok(output) = child.wait_with_output() else { return failed("crashed") };
    let kib = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(0);
    let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
    Outcome { file: file.to_owned(), end, kib, seconds, said }
}

fn ending(code: Option<i32>) -> &'static str {
    match code {
        Some(0) => "read",
        Some(1) => "read, with warnings",
        Some(REFUSED) => "refused",
        Some(3) => "unbalanced",
        Some(101) => "panicked",
        _ => "crashed",
    }
}

fn print(outcomes: &[Outcome]) {
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for outcome in outcomes {
        *ends.entry(outcome.end).or_default() += 1;
        if !outcome.end.starts_with("read") {
            println!(
                "{:<10} {}",
                outcome.end,
                if outcome.said.is_empty() { outcome.file.display().to_string() } else { outcome.said.clone() }
            );
        }
    }
    let most = |f: fn(&Outcome) -> f64| outcomes.iter().map(f).fold(0.0, f64::max);
    println!("\n{:<24}{:>8}", "files", outcomes.len());
    for end in ["read", "read, with warnings", "refused", "unbalanced", "panicked", "hung", "crashed"] {
        println!("{:<24}{:>8}", end, ends.get(end).copied().unwrap_or(0));
    }
    println!("{:<24}{:>8.0} MB", "most memory", most(|o| o.kib as f64 / 1024.0));
    println!("{:<24}{:>8.2} s", "longest", most(|o| o.seconds));
    println!("{:<24}{:>8.2} s", "in all", outcomes.iter().map(|o| o.seconds).sum::<f64>());
    if ["unbalanced", "panicked", "hung", "crashed"].iter().any(|bad| ends.contains_key(bad)) {
        process::exit(1);
    }
}
