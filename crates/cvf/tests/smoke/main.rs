//! A short run of every fuzz target over mutated fixtures, and over the inputs that once broke
//! something. The mutations are drawn from fixed seeds: the same on every run and machine.
//!
//! `SMOKE_ROUNDS=500 cargo test -p cvf --test smoke` searches for longer; what it finds is named
//! by its fixture and round, and kept in a folder under `target/`.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic, and says over what")]

#[path = "../../fuzz/targets.rs"]
mod targets;

mod mutate;

use mutate::Mutator;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use targets::Target;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Larger fixtures take long to read: they have a round only where more are asked for.
const LARGE: u64 = 30_000;

/// Rounds for each fixture; more where somebody asks for them.
fn rounds(usual: u64) -> u64 {
    std::env::var("SMOKE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// The fixtures' sources with one of some endings, by name.
fn sources(endings: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in fs::read_dir(root().join("fixtures")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        for path in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            let small = path.metadata().unwrap().len() <= LARGE || rounds(0) > 0;
            if name.starts_with("source") && endings.contains(&ending.as_str()) && small {
                let folder = folder.file_name().unwrap().to_string_lossy().into_owned();
                found.push((format!("{folder}/{name}"), fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "there are fixtures with {endings:?}");
    found
}

/// Runs a target; what it breaks over is kept and named, behind the message of the fault.
fn run(target: Target, name: &str, round: u64, bytes: &[u8]) -> Option<PathBuf> {
    catch_unwind(AssertUnwindSafe(|| target(bytes))).err()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smoke");
    fs::create_dir_all(&folder).unwrap();
    let kept = folder.join(format!("{round}-{}", name.replace('/', "-")));
    fs::write(&kept, bytes).unwrap();
    eprintln!("round {round} of {name}: {}", kept.display());
    Some(kept)
}

/// Runs a target over mutations of some inputs.
fn smoke(target: Target, inputs: &[(String, Vec<u8>)], usual: u64) {
    let mut broken = Vec::new();
    for (at, (name, bytes)) in inputs.iter().enumerate() {
        for round in 0..rounds(usual) {
            let other = &inputs[(at + 1) % inputs.len()].1;
            let bytes = Mutator::new(name, round).changed(bytes, other);
            broken.extend(run(target, name, round, &bytes));
        }
    }
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn plain_texts() {
    smoke(targets::interpretation, &sources(&["txt", "md", "csv"]), 12);
}

#[test]
fn web_pages() {
    smoke(targets::interpretation, &sources(&["html"]), 6);
}

#[test]
fn packages() {
    smoke(targets::interpretation, &sources(&["docx", "xlsx", "ods"]), 6);
}

#[test]
fn pdf_files() {
    smoke(targets::interpretation, &sources(&["pdf"]), 2);
}

#[test]
fn documents_for_other_processes() {
    smoke(targets::reader, &sources(&["txt", "md", "csv", "html"]), 2);
}

#[test]
fn pairs_of_statements() {
    let canon = cvf::load_canon("framework.yaml", &fs::read_to_string(root().join("output/framework.yaml")).unwrap());
    let units = canon.unwrap().units();
    let texts = units.iter().take(60).map(|unit| (unit.id.clone(), format!("{0}\n{0}", unit.text).into_bytes()));
    smoke(targets::aligner, &texts.collect::<Vec<_>>(), 20);
}

#[test]
fn files_that_people_write() {
    let names = ["cvf.yaml", "decisions.yaml", "fixtures/baker-guild/expected.yaml"];
    let mut inputs: Vec<(String, Vec<u8>)> =
        names.iter().map(|name| ((*name).to_owned(), fs::read(root().join(name)).unwrap())).collect();
    let canon = fs::read_to_string(root().join("output/framework.yaml")).unwrap();
    let head: String = canon.lines().take(80).map(|line| format!("{line}\n")).collect();
    inputs.push(("framework.yaml".to_owned(), head.into_bytes()));
    smoke(targets::files, &inputs, 40);
}

/// `fuzz/regressions/TARGET-what-it-was`: each once broke its target.
#[test]
fn what_once_broke_something() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions");
    for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let target: Target = match name.split('-').next() {
            Some("reader") => targets::reader,
            Some("interpretation") => targets::interpretation,
            Some("aligner") => targets::aligner,
            Some("files") => targets::files,
            // Keeps the folder.
            Some(".keep") => continue,
            _ => panic!("{name} names no target"),
        };
        assert_eq!(run(target, &name, 0, &fs::read(path).unwrap()), None);
    }
}
