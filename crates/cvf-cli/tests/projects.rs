//! A maintainer's work from end to end: a project from nothing, a source that plants what nobody
//! else says, a build that is killed, two editions side by side.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use snapbox::cmd::cargo_bin;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Instant;

const WARD: &str = include_str!("projects/ward.txt");
const ORCHARD_2021: &str = include_str!("projects/orchard-2021.md");
const ORCHARD_2024: &str = include_str!("projects/orchard-2024.md");

/// A fresh folder with some files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cvf-projects-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("cvf"));
    command.current_dir(folder).args(args).stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn code(folder: &Path, args: &[&str]) -> Option<i32> {
    run(folder, args).status.code()
}

/// Three wards, one with a slip, as `cvf init` and `cvf build` make a project of them.
fn wards(name: &str) -> PathBuf {
    let slip = WARD.replace("a wet floor", "a wet flour");
    let folder = folder(name, &[("north.txt", WARD), ("south.txt", &slip), ("west.txt", WARD)]);
    assert_eq!((code(&folder, &["init", "."]), code(&folder, &["build"])), (Some(0), Some(0)));
    folder
}

fn framework(folder: &Path) -> String {
    fs::read_to_string(folder.join("output/framework.yaml")).unwrap()
}

/// The files of a build with their texts.
fn built(folder: &Path) -> BTreeMap<String, String> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path.strip_prefix(folder).unwrap().to_string_lossy().into_owned(), text)
    };
    let files = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file());
    files(folder.join("output")).chain(files(folder.join("output/witnesses"))).map(read).collect()
}

#[test]
fn a_framework_that_nobody_knows_is_built_from_its_sources() {
    let folder = wards("nothing");
    let text = framework(&folder);
    assert!(text.contains("name: Ward Care Framework\n") && text.contains("edition: \"2025\"\n"));
    assert_eq!(text.matches(" text: ").count(), 13);
    assert!(text.contains("I report a wet floor at once.") && !text.contains("flour"), "the slip is outvoted");
    let levels: Vec<&str> = text.lines().filter_map(|l| l.trim().strip_prefix("- level: ")).collect();
    assert_eq!(levels, ["Foundation", "Intermediate", "Expert", "Foundation", "Intermediate", "Expert"]);
    assert_eq!(code(&folder, &["verify"]), Some(0));
    let before = built(&folder);
    assert_eq!(code(&folder, &["build"]), Some(0));
    assert_eq!(built(&folder), before, "a second build changes nothing");
}

#[test]
fn what_one_low_source_says_is_added_beside_and_changes_no_line() {
    let folder = wards("planted");
    let before = framework(&folder);
    let planted = WARD
        .replace("- I report a wet floor", "- I turn up with a full flask of tea.\n- I report a wet floor")
        .replace("twice a shift", "never")
        .replace("- I review every fall with the whole team.\n", "");
    fs::write(folder.join("planted.txt"), planted).unwrap();
    let config = fs::read_to_string(folder.join("cvf.yaml")).unwrap();
    let more = format!("{}\n  - id: planted\n    path: planted.txt\n    rank: 900\n", config.trim_end());
    fs::write(folder.join("cvf.yaml"), more).unwrap();
    assert_eq!(code(&folder, &["build"]), Some(0));
    let after = framework(&folder);
    let lines: Vec<&str> = after.lines().collect();
    assert!(lines.len() > before.lines().count(), "it is told as the source's own");
    let mut rest = lines.iter();
    assert!(before.lines().all(|line| rest.any(|l| *l == line)), "every line stands, in its order:\n{after}");
    let own = after.find("adaptations:").unwrap();
    assert!(after.find("flask of tea").unwrap() > own && !after[..own].contains("never"));
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_folder() {
    let folder = wards("killed");
    let other = WARD.replace("the evening safety round", "the late safety round");
    let write = |text: &str| ["north.txt", "west.txt"].iter().for_each(|f| fs::write(folder.join(f), text).unwrap());
    let mut whole = vec![built(&folder)];
    let begun = Instant::now();
    for text in [&*other, WARD] {
        write(text);
        assert_eq!(code(&folder, &["build"]), Some(0));
        whole.push(built(&folder));
    }
    let once = begun.elapsed() / 2;
    for moment in 0..12_u32 {
        write(if moment % 2 == 0 { &other } else { WARD });
        let mut child = command(&folder, &["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(once * (moment + 1) / 12);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(whole.contains(&built(&folder)), "killed at {moment} of 12");
    }
    assert_eq!(code(&folder, &["build"]), Some(0));
    let names = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    assert!(names.into_iter().all(|name| !name.starts_with(".output.cvf-")), "the next build clears up");
}

/// Ten things differ between the two: words, a sign, a split, a merger, two moves, one gone, one
/// new, a competency under another name, and a new one with four statements.
#[test]
fn two_editions_differ_in_what_was_changed_and_nothing_else() {
    let folder = folder("editions", &[("old.md", ORCHARD_2021), ("new.md", ORCHARD_2024)]);
    let output = run(&folder, &["diff", "old.md", "new.md"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("competency renamed: Keeping the stall → Running the stall"), "{told}");
    assert!(told.contains("competency new: Baking pies"), "{told}");
    assert!(told.contains("statements: 9 same, 2 edited, 1 split, 1 merged, 2 moved, 5 new, 1 gone"), "{told}");
}
