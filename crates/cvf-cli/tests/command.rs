//! The binary: exit codes, messages, and what goes where.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use snapbox::cmd::{Command, cargo_bin};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn cvf() -> Command {
    Command::new(cargo_bin!("cvf")).current_dir(root())
}

/// A fresh folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("cvf-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn findings_decide_the_exit_code() {
    let copy = "fixtures/six-column-map/source.txt";
    cvf().args(["check", copy]).assert().code(1);
    cvf().args(["check", copy, "--fail-on", "never"]).assert().code(0);
    cvf().args(["check", "fixtures/chief-officers/source.txt"]).assert().code(0);
    cvf().args(["check", "fixtures/chief-officers/source.txt", "--fail-on", "note"]).assert().code(1);
}

#[test]
fn a_check_is_read_in_eighty_columns() {
    let output = cvf().args(["check", "fixtures/six-column-map"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("[-innovative-]{+inno0vative+}"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    for line in text.lines().filter(|l| l.starts_with("   |")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let coloured = cvf().args(["--color", "always", "check", "fixtures/six-column-map"]).output().unwrap();
    assert!(String::from_utf8(coloured.stdout).unwrap().contains('\u{1b}'));
}

#[test]
fn another_word_processor_s_document_needs_libreoffice() {
    let folder = folder("other-documents");
    let rtf = folder.join("leaflet.txt");
    fs::write(&rtf, b"{\\rtf1 We take ownership\\par}").unwrap();
    let output = cvf().arg("extract").arg(rtf).env("PATH", &folder).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(".rtf") && said.contains("install LibreOffice"), "{said}");
}

#[test]
fn bad_input_is_said_and_the_rest_is_done() {
    let folder = folder("bad-input");
    fs::write(folder.join("empty.txt"), "").unwrap();
    fs::write(folder.join("photo.txt"), b"\xff\xd8\xff\xe0\x00\x10JFIF").unwrap();
    fs::write(folder.join("broken.txt"), b"Level 1\n\xc3\x28\xa0\xa1 \x81\n").unwrap();
    fs::write(folder.join("long.txt"), "a".repeat(50_000_000)).unwrap();
    fs::write(folder.join("good.txt"), "We take ownership\nLevel 1\n- I own my plans.\n").unwrap();
    let names = ["empty.txt", "photo.txt", "broken.txt", "long.txt", "absent.txt", "good.txt"];
    let output = cvf().arg("extract").args(["--format", "jsonl"]).args(names.map(|n| folder.join(n))).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(out.contains("I own my plans."), "{out}");
    for said in ["there is no text in it", "a JPEG image", "not valid UTF-8", "too large", "cannot be read", "help"] {
        assert!(err.contains(said), "{said} is not in {err}");
    }
    assert!(!err.contains("panicked"), "{err}");
}

#[test]
fn a_wrong_configuration_is_explained() {
    let folder = folder("wrong-configuration");
    fs::write(folder.join("cvf.yaml"), "edition: \"2016\"\nsources:\n  - {id: a, pth: a.txt}\n").unwrap();
    let output = Command::new(cargo_bin!("cvf")).current_dir(&folder).arg("build").output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("`pth`") && err.contains("did you mean `path`?") && err.contains("cvf.yaml:3"), "{err}");
}

#[test]
fn without_a_canon_a_check_says_how_to_make_one() {
    let folder = folder("no-canon");
    fs::write(folder.join("a.txt"), "We take ownership\nLevel 1\n- I own my plans.\n").unwrap();
    let output = Command::new(cargo_bin!("cvf")).current_dir(&folder).args(["check", "a.txt"]).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("cvf build"), "{err}");
    cvf().args(["check", "fixtures/baker-guild/source.txt"]).assert().code(2);
}

#[test]
fn a_build_elsewhere_writes_its_files_once() {
    let folder = folder("build");
    fs::copy(root().join("fixtures/national-page/source.txt"), folder.join("page.txt")).unwrap();
    let config = "edition: \"2016\"\nsources:\n  - {id: page, path: page.txt}\n";
    fs::write(folder.join("cvf.yaml"), config).unwrap();
    let build = || Command::new(cargo_bin!("cvf")).current_dir(&folder).arg("build").output().unwrap();
    assert_eq!(build().status.code(), Some(0));
    let first = fs::read(folder.join("output/framework.yaml")).unwrap();
    assert_eq!(build().status.code(), Some(0));
    assert_eq!(fs::read(folder.join("output/framework.yaml")).unwrap(), first);
    let strict = Command::new(cargo_bin!("cvf")).current_dir(&folder).args(["build", "--strict"]).output().unwrap();
    assert_eq!(strict.status.code(), Some(1), "two lost opening words are open questions");
}

#[test]
fn standard_input_and_folders_are_sources_too() {
    let text = "We take ownership\nLevel 1\n- I own my plans.\n";
    let output = cvf().args(["extract", "-", "--format", "jsonl"]).stdin(text).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
    let output = cvf().args(["extract", "fixtures", "--format", "jsonl"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().lines().count() > 500);
}

#[test]
fn what_is_not_compared_never_passes() {
    let folder = folder("not-compared");
    let copy = root().join("fixtures/chief-officers/source.txt");
    fs::copy(copy, folder.join("good.txt")).unwrap();
    fs::write(folder.join("photo.png"), b"\x89PNG\r\n\x1a\n\x00\x00").unwrap();
    fs::write(folder.join("LICENSE"), "You may use this text as you like.\n").unwrap();
    let check = |path: &Path, format: &str| cvf().args(["check", "--format", format]).arg(path).output().unwrap();
    let text = String::from_utf8(check(&folder, "text").stdout).unwrap();
    assert_eq!(check(&folder, "text").status.code(), Some(0), "{text}");
    assert!(text.contains("2 files passed over that are no documents"), "{text}");
    assert_eq!(check(&folder.join("photo.png"), "text").status.code(), Some(2), "named, it is an error");
    fs::write(folder.join("names.txt"), "- We take ownership\n- We are collaborative\n- We analyse critically\n")
        .unwrap();
    fs::write(folder.join("locked.pdf"), "%PDF-1.7\nnothing\n").unwrap();
    for format in [
        "text",
        "json",
        "jsonl",
        "markdown",
        "html",
        "sarif",
        "github",
        "junit",
        "checkstyle",
        "codeclimate",
        "rdjsonl",
    ] {
        let output = check(&folder, format);
        let out = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(out.contains("locked.pdf") && out.contains("names.txt"), "{format}: {out}");
    }
    fs::remove_file(folder.join("good.txt")).unwrap();
    for name in ["names.txt", "locked.pdf"] {
        fs::remove_file(folder.join(name)).unwrap();
    }
    assert_eq!(check(&folder, "text").status.code(), Some(2), "a folder without a document");
}

#[cfg(unix)]
#[test]
fn folders_with_links_and_without_a_framework() {
    let folder = folder("links");
    fs::create_dir(folder.join("copies")).unwrap();
    std::os::unix::fs::symlink(&folder, folder.join("copies/again")).unwrap();
    fs::write(folder.join("copies/notes.txt"), "Nothing of the kind.\n").unwrap();
    let extract = || cvf().args(["extract", "--format", "jsonl"]).arg(folder.join("copies")).output().unwrap();
    let output = extract();
    assert_eq!(output.status.code(), Some(2), "nothing matched");
    assert!(String::from_utf8(output.stderr).unwrap().contains("no competency framework found in any file"));
    fs::write(folder.join("leaflet"), "We take ownership\nLevel 1\n- I own my plans.\n").unwrap();
    std::os::unix::fs::symlink(folder.join("leaflet"), folder.join("copies/leaflet.txt")).unwrap();
    let output = extract();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1, "a link to a file is read, once");
}

#[test]
fn help_is_read_in_eighty_columns() {
    let names = ["extract", "build", "check", "apply", "diff", "review", "init", "ledger", "explain", "selftest"];
    for name in names.into_iter().chain(["--color=never"]) {
        let help = String::from_utf8(cvf().args([name, "--help"]).output().unwrap().stdout).unwrap();
        assert!(help.lines().all(|l| l.chars().count() <= 80), "{help}");
        // A line that was broken for want of room begins where no line of ours does.
        let examples =
            help.split_once("Examples:\n").and_then(|(_, rest)| rest.split("\n\n").next()).unwrap_or_default();
        assert!(examples.lines().all(|l| l.is_empty() || l.contains("cvf ")), "{examples}");
    }
}

#[test]
fn ledgers_balance() {
    let output = cvf().args(["ledger", "fixtures"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let folders = fs::read_dir(root().join("fixtures")).unwrap().map(|e| e.unwrap().path());
    let files = folders.filter(|f| f.is_dir()).flat_map(|f| fs::read_dir(f).unwrap());
    // The notes are Markdown, so they are documents too.
    let is_document = |name: &str| name.starts_with("source") || name == "NOTE.md";
    let sources = files.filter(|f| is_document(&f.as_ref().unwrap().file_name().to_string_lossy())).count();
    assert_eq!(text.matches(": balances").count(), sources, "{text}");
}

#[test]
fn every_format_is_written_and_the_same_on_a_second_run() {
    let summary = folder("formats").join("summary.md");
    for format in
        ["json", "jsonl", "markdown", "html", "sarif", "github", "junit", "checkstyle", "codeclimate", "rdjsonl"]
    {
        let run = || {
            let check = cvf().args(["check", "fixtures/six-column-map/source.txt", "--format", format]);
            let output = check.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{format}");
            String::from_utf8(output.stdout).unwrap()
        };
        let out = run();
        assert!(out.contains("inno0vative"), "{format}: {out}");
        assert_eq!(out, run(), "{format}");
    }
    let summary = fs::read_to_string(summary).unwrap();
    assert_eq!(summary.matches("## cvf: 1 error,").count(), 2, "{summary}");
}

#[test]
fn the_order_of_files_changes_no_byte() {
    let files = ["six-column-map", "national-page", "chief-officers"].map(|c| format!("fixtures/{c}/source.txt"));
    let printed = |files: &[&String]| cvf().args(["check", "--format", "json"]).args(files).output().unwrap().stdout;
    let [a, b, c] = &files;
    let first = printed(&[a, b, c]);
    assert!(!first.is_empty());
    for turned in [[b, c, a], [c, a, b], [c, b, a]] {
        assert!(printed(&turned) == first, "{turned:?}");
    }
}

#[test]
fn a_word_file_holds_one_copy() {
    let file = folder("word").join("copy.docx");
    let copy = "fixtures/six-column-map/source.txt";
    cvf().args(["check", copy, "--format", "docx"]).assert().code(2);
    cvf().args(["check", copy, "fixtures/national-page", "--format", "docx", "-o"]).arg(&file).assert().code(2);
    cvf().args(["check", copy, "--format", "docx", "--fail-on", "never", "-o"]).arg(&file).assert().code(0);
    assert!(fs::read(&file).unwrap().starts_with(b"PK"));
}

#[test]
fn a_declared_scope_replaces_the_inferred_one() {
    let copy = "fixtures/national-page/source.txt";
    let missing = |scope: &str| {
        let output = cvf().args(["check", copy, "--format", "jsonl", "--scope", scope]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().matches("\"rule\":\"missing\"").count()
    };
    assert_eq!(missing("collaborative:1,2,3"), 0);
    assert_eq!(missing("analyse-critically:3"), 5);
    cvf().args(["check", copy, "--scope", "no-such:9"]).assert().code(2);
}

#[test]
fn two_documents_are_compared() {
    let (map, page) = ("fixtures/six-column-map/source.txt", "fixtures/recruitment-page/source.txt");
    let output = cvf().args(["diff", page, map, "--format", "jsonl"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("inno0vative") && !text.contains("\"missing\""), "{text}");
    let canon = "output/framework.yaml";
    cvf().args(["diff", canon, canon, "--fail-on", "note"]).assert().code(0);
}

#[test]
fn rules_are_explained_and_schemas_printed() {
    cvf().args(["explain", "typo"]).assert().code(0);
    cvf().args(["explain", "no-such-rule"]).assert().code(2);
    let markdown = cvf().args(["explain", "--markdown"]).output().unwrap().stdout;
    let committed = fs::read(root().join("crates/cvf-check/RULES.md")).unwrap();
    assert!(markdown == committed, "crates/cvf-check/RULES.md is not current: run `just generate`");
    let findings = fs::read_to_string(root().join("output/findings.json")).unwrap();
    let after = findings.split_once("inno0vative\"\n").unwrap().1.split_once("\"fingerprint\": \"").unwrap().1;
    let explained = cvf().args(["explain", &after[..16]]).output().unwrap();
    let text = String::from_utf8(explained.stdout).unwrap();
    assert!(text.contains("\"inno0vative\" is a slip of \"innovative\"") && text.contains("What to do:"), "{text}");
    cvf().current_dir(root().join("crates")).args(["explain", &after[..16]]).assert().code(0);
    cvf().args(["schema", "framework"]).assert().code(0);
    cvf().args(["completions", "bash"]).assert().code(0);
    cvf().arg("man").assert().code(0);
    let page = String::from_utf8(cvf().args(["man", "review"]).output().unwrap().stdout).unwrap();
    assert!(page.contains("cvf\\-review") && page.contains("decisions.yaml"), "{page}");
    cvf().args(["man", "no-such-command"]).assert().code(2);
    cvf().args(["explain", "TYPO"]).assert().code(0);
    cvf().arg("no-such-command").assert().code(2);
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let after = readme.split_once("prints, among other things:").unwrap().1;
    let excerpt = after.split("```").nth(1).unwrap().trim_start_matches("text");
    let output = cvf().args(["check", "fixtures/six-column-map/source.txt"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for line in excerpt.lines() {
        assert!(text.lines().any(|l| l == line), "not printed: {line}");
    }
}

#[test]
fn the_readme_names_paths_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let quoted = readme.split('`').skip(1).step_by(2);
    let inside =
        |p: &&str| ["crates/", "fixtures/", "output/", "schema/"].iter().any(|f| p.starts_with(f)) && !p.contains('*');
    for path in quoted.filter(inside) {
        assert!(root().join(path).exists(), "{path}");
    }
}
