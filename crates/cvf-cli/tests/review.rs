//! Decisions: a scripted terminal and flags give the same file, answers are never lost, and
//! what is decided is asked no more.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use snapbox::cmd::cargo_bin;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A fresh project of two sources: a slip in the only witness, and a copy with two faults.
fn project(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cvf-review-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let page = fs::read_to_string(root().join("fixtures/national-page/source.txt")).unwrap();
    fs::write(folder.join("page.txt"), &page).unwrap();
    let copy = page.replace("I work cooperatively", "I work co0peratively").replace("specific needs", "own needs");
    fs::write(folder.join("copy.txt"), copy).unwrap();
    let config = "edition: \"2016\"\nsources:\n  - {id: page, path: page.txt, rank: 1}\n  - {id: copy, path: copy.txt, rank: 9, publisher: Force}\n";
    fs::write(folder.join("cvf.yaml"), config).unwrap();
    assert_eq!(run(&folder, &["build"]).status.code(), Some(0));
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(cargo_bin!("cvf")).current_dir(folder).args(args).stdin(Stdio::null()).output().unwrap()
}

fn typed(folder: &Path, args: &[&str], lines: &str) -> Output {
    let mut child = Command::new(cargo_bin!("cvf"));
    child.current_dir(folder).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// What waits, as `(id, rule or kind, place)`.
fn waiting(folder: &Path) -> Vec<(String, String, String)> {
    let output = run(folder, &["review", "--list", "--format", "json"]);
    let items: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |v: &serde_json::Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
    items.as_array().unwrap().iter().map(|i| (of(i, "id"), of(i, "about"), of(i, "place"))).collect()
}

fn decisions(folder: &Path) -> String {
    fs::read_to_string(folder.join("decisions.yaml")).unwrap_or_default()
}

const BY: [&str; 6] = ["--author", "A. Reviewer", "--today", "2026-02-03", "--reason", "as agreed"];

fn id_of<'a>(items: &'a [(String, String, String)], about: &str) -> &'a str {
    items.iter().find(|i| i.1 == about).map(|i| i.0.as_str()).unwrap()
}

#[test]
fn a_script_and_flags_give_the_same_decisions() {
    let (typed_in, flagged) = (project("typed"), project("flagged"));
    let items = waiting(&typed_in);
    assert_eq!(items, waiting(&flagged), "the same ids in the same order");
    let typo = id_of(&items, "typo");
    let wording = id_of(&items, "wording");
    // Everything else is skipped.
    let script = |id: &str, line: &str| -> String {
        items.iter().map(|item| if item.0 == id { format!("{line}\n") } else { "s\n".to_owned() }).collect()
    };
    let answers =
        [(wording, "ap", &["--accept", wording, "--scope", "publisher"][..]), (typo, "r", &["--reject", typo])];
    for (id, line, flags) in answers {
        let output = typed(&typed_in, &[&["review"][..], &BY].concat(), &script(id, line));
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(run(&flagged, &[&["review"][..], flags, &BY].concat()).status.code(), Some(0));
    }
    assert_eq!(decisions(&typed_in), decisions(&flagged));
    let text = decisions(&typed_in);
    assert!(text.contains("publisher: Force") && text.contains("verdict: rejected"), "{text}");
    assert_eq!(waiting(&typed_in).len(), items.len() - 2, "what is decided is asked no more");
    let (all_typed, all_flagged) = (project("all-typed"), project("all-flagged"));
    let both: String = items
        .iter()
        .map(|i| {
            if i.0 == typo {
                "r\n"
            } else if i.0 == wording {
                "a\n"
            } else {
                "s\n"
            }
        })
        .collect();
    typed(&all_typed, &[&["review"][..], &BY].concat(), &both);
    run(&all_flagged, &[&["review", "--accept", wording, "--reject", typo][..], &BY].concat());
    assert_eq!(decisions(&all_typed), decisions(&all_flagged));
    assert_eq!(decisions(&all_typed).matches("fingerprint:").count(), 2);
}

#[test]
fn a_decision_about_the_canon_is_in_the_next_build() {
    let folder = project("canon");
    let items = waiting(&folder);
    let (slip, _, place) = items.iter().find(|i| i.1 == "typo" && i.2 == "collaborative.1.1").unwrap();
    let edit = format!("{slip}=I work together with others.");
    let output = run(&folder, &[&["review", "--edit", &edit][..], &BY].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    run(&folder, &["build"]);
    let canon = fs::read_to_string(folder.join("output/framework.yaml")).unwrap();
    assert!(canon.contains("I work together with others."), "{place}: {canon}");
    fs::write(
        folder.join("page.txt"),
        fs::read_to_string(folder.join("page.txt")).unwrap().replace("I work coop", "We work coop"),
    )
    .unwrap();
    let output = run(&folder, &["build", "--strict"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("warning[stale]: collaborative.1.1"), "{said}");
}

#[test]
fn a_decision_goes_stale_when_the_text_under_it_changes() {
    let folder = project("stale");
    let items = waiting(&folder);
    run(&folder, &[&["review", "--accept", id_of(&items, "wording")][..], &BY].concat());
    let check = || {
        let output = run(&folder, &["check", "copy.txt", "--format", "json"]);
        let text = String::from_utf8(output.stdout).unwrap();
        (text.matches("\"status\": \"baselined\"").count(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(check(), (1, String::new()));
    let copy = fs::read_to_string(folder.join("copy.txt")).unwrap();
    fs::write(folder.join("copy.txt"), copy.replace("own needs", "very own needs")).unwrap();
    let (baselined, said) = check();
    assert_eq!(baselined, 0);
    assert!(said.contains("warning[stale]: wording collaborative.1.4 in copy.txt"), "{said}");
}

#[test]
fn an_interrupted_review_keeps_every_answer() {
    let folder = project("interrupted");
    let waits = waiting(&folder).len();
    let mut child = Command::new(cargo_bin!("cvf"));
    child.current_dir(&folder).arg("review").args(BY).stdin(Stdio::piped()).stderr(Stdio::null());
    let mut child = child.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"r\nr\n").unwrap();
    stdin.flush().unwrap();
    let reads = |n: usize| decisions(&folder).matches("author:").count() == n;
    for _ in 0..500 {
        if reads(2) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(reads(2), "{}", decisions(&folder));
    assert_eq!(waiting(&folder).len(), waits - 2);
}

#[test]
fn one_answer_serves_all_like_it() {
    let folder = project("alike");
    let copy = fs::read_to_string(folder.join("copy.txt")).unwrap();
    fs::write(folder.join("copy.txt"), copy.replace("partners", "friends")).unwrap();
    run(&folder, &["build"]);
    let items = waiting(&folder);
    let alike = items.iter().filter(|i| i.1 == "wording").count();
    assert!(alike > 2, "{items:?}");
    let output = run(&folder, &["check", "copy.txt", "--format", "jsonl"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find(|l| l.contains("\"friends\"") && l.contains("wording")).unwrap();
    let finding: serde_json::Value = serde_json::from_str(line).unwrap();
    let same = text.lines().filter(|l| l.contains(&finding["changes"].to_string()) && l.contains("wording")).count();
    let place = finding["indicator"].as_str().unwrap();
    let id = &items.iter().find(|i| i.1 == "wording" && i.2 == place).unwrap().0;
    run(&folder, &[&["review", "--reject", id, "--all-like"][..], &BY].concat());
    assert_eq!(decisions(&folder).matches("verdict: rejected").count(), same);
}

#[test]
fn an_answer_that_makes_no_sense_is_refused() {
    let folder = project("senseless");
    for args in [&["review", "--accept", "nothing"][..], &["review", "--edit", "text"]] {
        assert_eq!(run(&folder, &[args, &BY].concat()).status.code(), Some(2));
    }
    let id = waiting(&folder)[0].0.clone();
    assert_eq!(run(&folder, &["review", "--accept", &id]).status.code(), Some(2), "nobody says why");
    assert_eq!(decisions(&folder), "");
    let empty = std::env::temp_dir().join(format!("cvf-review-empty-{}", std::process::id()));
    fs::create_dir_all(&empty).unwrap();
    assert_eq!(run(&empty, &["review"]).status.code(), Some(2));
}

#[test]
fn a_question_is_answered_either_way() {
    for (flag, text) in [("--accept", "I am open and transparent"), ("--reject", "am open and transparent")] {
        let folder = project(&format!("question{flag}"));
        // Without the copy the page is the only witness, and its lost opening word a question.
        fs::write(folder.join("cvf.yaml"), "edition: \"2016\"\nsources:\n  - {id: page, path: page.txt}\n").unwrap();
        run(&folder, &["build"]);
        let items = waiting(&folder);
        let id = &items.iter().find(|i| i.1 == "slip" && i.2 == "collaborative.1.5").unwrap().0;
        run(&folder, &[&["review", flag, id][..], &BY].concat());
        run(&folder, &["build"]);
        assert!(!waiting(&folder).iter().any(|i| i.1 == "slip" && i.2 == "collaborative.1.5"), "{flag}");
        let canon = fs::read_to_string(folder.join("output/framework.yaml")).unwrap();
        assert!(canon.contains(&format!("text: {text}")), "{flag}");
    }
}

/// What comes of typing at a terminal; `None` where no Python is there to be one.
#[cfg(unix)]
fn at_terminal(folder: &Path, args: &[&str], keys: &[&str]) -> Option<Output> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terminal.py");
    let mut python = Command::new("python3");
    python.current_dir(folder).arg(script).args(keys).arg("--").arg(cargo_bin!("cvf")).args(args);
    python.stdin(Stdio::null()).output().ok()
}

#[cfg(unix)]
#[test]
fn single_keys_and_flags_give_the_same_decisions() {
    let (keyed, flagged) = (project("keyed"), project("flagged-keys"));
    let items = waiting(&keyed);
    let (typo, wording) = (id_of(&items, "typo"), id_of(&items, "wording"));
    let keys: Vec<&str> = items
        .iter()
        .flat_map(|item| match &item.0 {
            id if id == typo => vec!["r"],
            id if id == wording => vec!["x", "c", "a"],
            _ => vec!["s"],
        })
        .collect();
    let Some(output) = at_terminal(&keyed, &[&["review"][..], &BY].concat(), &keys) else { return };
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("that is no answer here") && shown.contains("for its publisher"), "{shown}");
    run(&flagged, &[&["review", "--reject", typo][..], &BY].concat());
    run(&flagged, &[&["review", "--accept", wording, "--scope", "publisher"][..], &BY].concat());
    assert_eq!(decisions(&keyed), decisions(&flagged));
    assert!(decisions(&keyed).contains("publisher: Force"));
}

#[cfg(unix)]
#[test]
fn a_review_that_is_killed_loses_no_more_than_the_current_answer() {
    let args = ["review", "--author", "A. Reviewer", "--today", "2026-02-03"];
    // Two answers with their reasons, ended before each thing that is typed.
    let typed = ["r", "as agreed\n", "a", "\n"];
    for ended in 0..=typed.len() {
        let folder = project(&format!("killed-{ended}"));
        let waits = waiting(&folder).len();
        let keys: Vec<&str> = typed[..ended].iter().copied().chain(["KILL"]).collect();
        let Some(output) = at_terminal(&folder, &args, &keys) else { return };
        let kept = decisions(&folder).matches("author:").count();
        assert_eq!(kept, ended / 2, "{}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(waiting(&folder).len(), waits - kept, "the file is whole");
    }
}

#[cfg(unix)]
#[test]
fn an_answer_is_taken_back_by_a_key_and_by_a_flag() {
    let (keyed, flagged) = (project("undone"), project("undone-flag"));
    let ids: Vec<String> = waiting(&keyed).into_iter().map(|item| item.0).collect();
    // Nothing to take back; then one answer, its undoing, another answer, a second one.
    let keys = ["u", "r", "u", "a", "r"];
    let Some(output) = at_terminal(&keyed, &[&["review"][..], &BY].concat(), &keys) else { return };
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("there is no answer to take back"), "{shown}");
    assert!(shown.contains(&format!("taken back: {}", ids[0])), "{shown}");
    run(&flagged, &[&["review", "--reject", &ids[0]][..], &BY].concat());
    assert_eq!(run(&flagged, &["review", "--undo", &ids[0]]).status.code(), Some(0));
    assert_eq!(waiting(&flagged).len(), ids.len(), "it waits again");
    run(&flagged, &[&["review", "--accept", &ids[0], "--reject", &ids[1]][..], &BY].concat());
    assert_eq!(decisions(&keyed), decisions(&flagged));
    assert_eq!(run(&flagged, &["review", "--undo", "none"]).status.code(), Some(2), "nothing is decided about it");
}

#[test]
fn files_from_windows_are_read_and_keep_their_line_ends() {
    let folder = project("windows");
    let config = fs::read_to_string(folder.join("cvf.yaml")).unwrap().replace('\n', "\r\n");
    fs::write(folder.join("cvf.yaml"), format!("\u{feff}{config}")).unwrap();
    fs::write(folder.join("decisions.yaml"), "\u{feff}# ours\r\nversion: 1\r\ndecisions: []\r\n").unwrap();
    let output = run(&folder, &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let id = waiting(&folder)[0].0.clone();
    assert_eq!(run(&folder, &[&["review", "--reject", &id][..], &BY].concat()).status.code(), Some(0));
    let text = decisions(&folder);
    assert!(text.starts_with("# ours\r\n") && text.lines().count() == text.matches("\r\n").count(), "{text}");
    assert!(text.contains("verdict: rejected"));
}

#[test]
fn reviewers_at_the_same_time_lose_no_decision() {
    let folder = project("together");
    let items = waiting(&folder);
    let ids: Vec<&str> = items.iter().take(4).map(|i| i.0.as_str()).collect();
    let start = |id: &&str| {
        let mut command = Command::new(cargo_bin!("cvf"));
        command.current_dir(&folder).args(["review", "--accept", id]).args(BY).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    for mut child in ids.iter().map(start).collect::<Vec<_>>() {
        assert!(child.wait().unwrap().success());
    }
    let left: Vec<String> = waiting(&folder).into_iter().map(|i| i.0).collect();
    assert!(ids.iter().all(|id| !left.contains(&(*id).to_owned())), "{ids:?} {left:?}");
    let again = run(&folder, &[&["review", "--accept", ids[0]][..], &BY].concat());
    assert_eq!(again.status.code(), Some(2), "it does not wait any more");
    let names = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    assert!(names.into_iter().all(|name| !name.starts_with(".cvf-")), "nothing is left beside the file");
}
