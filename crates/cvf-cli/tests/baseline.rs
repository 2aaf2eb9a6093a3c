//! Configuration and baseline: they mark findings and hide none.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use snapbox::cmd::cargo_bin;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder with a canon and one copy with findings.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cvf-baseline-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::copy(root().join("output/framework.yaml"), folder.join("canon.yaml")).unwrap();
    fs::copy(root().join("fixtures/six-column-map/source.txt"), folder.join("map.txt")).unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(cargo_bin!("cvf")).current_dir(folder).args(args).output().unwrap()
}

fn check(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let base = ["check", "map.txt", "--canon", "canon.yaml", "--today", "2026-05-01", "--fail-on", "note"];
    let output = run(folder, &[&base[..], args].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn statuses(folder: &Path, args: &[&str]) -> Vec<String> {
    let (_, out, _) = check(folder, &[&["--format", "jsonl"][..], args].concat());
    let status = |l: &str| serde_json::from_str::<serde_json::Value>(l).unwrap()["status"].as_str().unwrap().to_owned();
    out.lines().map(status).collect()
}

const KNOWN: [&str; 2] = ["--baseline", "known.yaml"];

#[test]
fn a_baseline_marks_what_is_known_and_fails_on_what_is_new() {
    let folder = folder("marks");
    assert_eq!(check(&folder, &KNOWN).0, Some(2), "a missing baseline is no empty one");
    let update = [&KNOWN[..], &["--update-baseline"]].concat();
    assert_eq!(check(&folder, &update).0, Some(2), "nothing to update");
    let create = [&update[..], &["--allow-new"]].concat();
    assert_eq!(check(&folder, &create).0, Some(0));
    let all = statuses(&folder, &KNOWN);
    assert!(all.len() > 5 && all.iter().all(|s| s == "unchanged"), "{all:?}");
    assert_eq!(check(&folder, &KNOWN).0, Some(0));
    let map = fs::read_to_string(folder.join("map.txt")).unwrap();
    fs::write(folder.join("map.txt"), map.replacen("political", "politcal", 1)).unwrap();
    let now = statuses(&folder, &KNOWN);
    assert!(now.iter().filter(|s| *s == "new").count() >= 1, "{now:?}");
    assert_eq!(check(&folder, &KNOWN).0, Some(1));
    let (code, _, said) = check(&folder, &update);
    assert!(code == Some(2) && said.contains("it would grow by"), "{said}");
    let sarif = check(&folder, &[&KNOWN[..], &["--format", "sarif"]].concat()).1;
    assert!(sarif.contains("\"baselineState\": \"new\"") && sarif.contains("\"baselineState\": \"unchanged\""));
}

#[test]
fn an_accepted_finding_has_a_reason_and_may_expire() {
    let folder = folder("expires");
    let accept = [
        "--update-baseline",
        "--allow-new",
        "--reason",
        "house style",
        "--author",
        "A. Reviewer",
        "--expires",
        "2026-09-01",
    ];
    assert_eq!(check(&folder, &[&KNOWN[..], &accept].concat()).0, Some(0));
    let text = fs::read_to_string(folder.join("known.yaml")).unwrap();
    assert!(text.contains("date: \"2026-05-01\"") && text.contains("verdict: accepted"), "{text}");
    assert!(statuses(&folder, &KNOWN).iter().all(|s| s == "baselined"));
    let late = ["check", "map.txt", "--canon", "canon.yaml", "--baseline", "known.yaml", "--today", "2026-09-01"];
    let output = run(&folder, &late);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("warning[expired]"));
}

#[test]
fn an_entry_that_fits_nothing_is_stale() {
    let folder = folder("stale");
    check(&folder, &[&KNOWN[..], &["--update-baseline", "--allow-new"]].concat());
    let before = fs::read_to_string(folder.join("known.yaml")).unwrap().matches("fingerprint:").count();
    let map = fs::read_to_string(folder.join("map.txt")).unwrap();
    fs::write(folder.join("map.txt"), map.replace("inno0vative", "innovative")).unwrap();
    let (_, _, said) = check(&folder, &KNOWN);
    assert!(said.contains("warning[stale]: typo innovative-open-minded.3.3 in map.txt"), "{said}");
    let (code, _, said) = check(&folder, &[&KNOWN[..], &["--update-baseline"]].concat());
    assert_eq!(code, Some(0), "it may get shorter: {said}");
    let after = fs::read_to_string(folder.join("known.yaml")).unwrap().matches("fingerprint:").count();
    assert_eq!(after, before - 1);
}

#[test]
fn settings_change_severities_and_mark_what_is_ignored() {
    let folder = folder("settings");
    let config =
        |rest: &str| fs::write(folder.join("cvf.yaml"), format!("version: 1\ncanon: canon.yaml\n{rest}")).unwrap();
    let rules = |args: &[&str]| {
        let output = run(&folder, &[&["check", "map.txt", "--format", "jsonl"], args].concat());
        let lines = String::from_utf8(output.stdout).unwrap();
        let line = |l: &str| {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            let of = |key: &str| v[key].as_str().unwrap_or_default().to_owned();
            (of("rule"), of("severity"), of("status"), of("aspect"))
        };
        (output.status.code(), lines.lines().map(line).collect::<Vec<_>>())
    };
    config("severities: {typo: note, formatting: error}\n");
    let (_, found) = rules(&[]);
    assert!(
        found.iter().any(|f| f.0 == "typo" && f.1 == "note")
            && found.iter().any(|f| f.0 == "formatting" && f.1 == "error")
    );
    config("ignores:\n  - {rule: typo, copy: \"m*.txt\", place: \"innovative-*\", reason: known in print}\n");
    let (_, found) = rules(&[]);
    assert!(found.iter().any(|f| f.0 == "typo" && f.2 == "ignored"), "{found:?}");
    config("guidelines: {H1: true}\n");
    let (_, found) = rules(&[]);
    assert!(!found.is_empty() && !found.iter().any(|f| f.3 == "hyphen"), "{found:?}");
    config("baseline: absent.yaml\n");
    assert_eq!(rules(&[]).0, Some(2));
}

#[test]
fn a_wrong_setting_is_an_error_with_a_suggestion() {
    let folder = folder("wrong");
    for (text, said) in [
        ("severites: {}\n", "did you mean `severities`?"),
        ("severities: {typoo: error}\n", "did you mean `typo`?"),
        ("severities: {typo: eror}\n", "did you mean `error`?"),
        ("ignores: [{rule: typo}]\n", "reason"),
        ("ignores: [{reason: all of them}]\n", "is about every finding"),
        ("guidelines: {Z9: false}\n", "there is no guideline"),
    ] {
        fs::write(folder.join("cvf.yaml"), text).unwrap();
        let output = run(&folder, &["check", "map.txt"]);
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && err.contains(said), "{text}: {err}");
    }
}

#[test]
fn what_init_writes_is_read_back_and_builds() {
    let folder = folder("init");
    assert_eq!(run(&folder, &["init"]).status.code(), Some(0));
    assert_eq!(run(&folder, &["init"]).status.code(), Some(2), "it overwrites nothing");
    let output = run(&folder, &["check", "map.txt"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("cvf build"), "no canon yet");
    assert_eq!(run(&folder, &["init", "--force", "map.txt"]).status.code(), Some(0));
    assert_eq!(run(&folder, &["build"]).status.code(), Some(0));
    assert_eq!(run(&folder, &["check", "map.txt", "--fail-on", "error"]).status.code(), Some(0), "its own canon");
}

/// `rule fingerprint` of each result, sorted.
fn fingerprints(folder: &Path, copies: &[&str]) -> Vec<String> {
    let args = [&["check", "--canon", "canon.yaml", "--format", "sarif"], copies].concat();
    let log: serde_json::Value = serde_json::from_slice(&run(folder, &args).stdout).unwrap();
    let of = |r: &serde_json::Value| format!("{} {}", r["ruleId"], r["partialFingerprints"]["cvf/v1"]);
    let mut all: Vec<String> = log["runs"][0]["results"].as_array().unwrap().iter().map(of).collect();
    all.sort();
    all
}

#[test]
fn fingerprints_stay_when_files_and_lines_move() {
    let folder = folder("fingerprints");
    fs::copy(root().join("fixtures/recruitment-page/source.txt"), folder.join("page.txt")).unwrap();
    let before = fingerprints(&folder, &["map.txt", "page.txt"]);
    assert!(before.len() > 10);
    assert_eq!(before, fingerprints(&folder, &["page.txt", "map.txt"]), "in another order");
    let page = fs::read_to_string(folder.join("page.txt")).unwrap();
    fs::write(folder.join("page.txt"), format!("Some words of welcome.\n\n\n{page}")).unwrap();
    assert_eq!(before, fingerprints(&folder, &["map.txt", "page.txt"]), "after an edit elsewhere");
    let map = fs::read_to_string(folder.join("map.txt")).unwrap();
    fs::write(folder.join("map.txt"), map.replacen("political", "politcal", 1)).unwrap();
    let after = fingerprints(&folder, &["map.txt", "page.txt"]);
    assert!(before.iter().all(|f| after.contains(f)) && after.len() > before.len(), "a new finding is one more");
}

#[test]
fn a_hostile_copy_breaks_no_format() {
    let folder = folder("hostile");
    let map = fs::read_to_string(folder.join("map.txt")).unwrap();
    let bad = format!(
        "</script><img src=x onerror=alert(1)> ]]> & \"'` %0A::error:: \u{202e}txet\u{202c} {}",
        "w".repeat(10_000)
    );
    fs::write(folder.join("map.txt"), map.replacen("innovative learning", &format!("innovative {bad} learning"), 1))
        .unwrap();
    for format in [
        "text",
        "json",
        "jsonl",
        "sarif",
        "github",
        "junit",
        "markdown",
        "html",
        "checkstyle",
        "codeclimate",
        "rdjsonl",
    ] {
        let (code, out, _) = check(&folder, &["--format", format]);
        assert_eq!(code, Some(1), "{format}");
        assert!(!out.is_empty() && !out.contains('\u{1b}'), "{format}");
        if ["json", "sarif", "codeclimate"].contains(&format) {
            assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{format}");
        }
        if ["html", "markdown", "junit", "checkstyle"].contains(&format) {
            assert!(!out.contains("<img"), "{format}");
        }
        if ["jsonl", "rdjsonl"].contains(&format) {
            assert!(out.lines().all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()), "{format}");
        }
    }
    assert_eq!(check(&folder, &["--format", "docx", "-o", "map.docx"]).0, Some(1));
}

#[test]
fn a_baseline_follows_a_renamed_copy_and_says_so() {
    let folder = folder("renamed");
    let create = [&KNOWN[..], &["--update-baseline", "--allow-new"]].concat();
    assert_eq!(check(&folder, &create).0, Some(0));
    fs::rename(folder.join("map.txt"), folder.join("map-2026.txt")).unwrap();
    let args = ["check", "map-2026.txt", "--canon", "canon.yaml", "--baseline", "known.yaml"];
    let output = run(&folder, &args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("what is known of map.txt is taken for map-2026.txt"), "{said}");
    fs::copy(root().join("fixtures/six-column-map/source.txt"), folder.join("map.txt")).unwrap();
    let output = run(&folder, &args);
    assert_eq!(output.status.code(), Some(1), "the old file is still there, so the new one is another copy");
}

#[test]
fn a_baseline_is_the_same_from_any_folder() {
    let folder = folder("anywhere");
    fs::create_dir(folder.join("north")).unwrap();
    fs::rename(folder.join("map.txt"), folder.join("north/map.txt")).unwrap();
    let top = ["check", "north/map.txt", "--canon", "canon.yaml", "--baseline", "known.yaml"];
    run(&folder, &[&top[..], &["--update-baseline", "--allow-new"]].concat());
    assert_eq!(run(&folder, &top).status.code(), Some(0));
    let below = ["check", "map.txt", "--canon", "../canon.yaml", "--baseline", "../known.yaml"];
    assert_eq!(run(&folder.join("north"), &below).status.code(), Some(0));
}
