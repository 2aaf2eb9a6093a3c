//! One document never hurts another: readers in processes of their own, limits, and children that
//! end with the program.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(unix)]

use snapbox::cmd::cargo_bin;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("cvf-isolation-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(cargo_bin!("cvf")).current_dir(folder).args(args).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A PDF file of these objects, the first the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|at| out.push_str(&format!("{at:010} 00000 n \n")));
    out.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

/// A page with a text; its form draws itself if it is to.
fn page(lines: &str, draws_itself: bool) -> Vec<u8> {
    let stream =
        |dict: &str, content: &str| format!("<< {dict} /Length {} >>\nstream\n{content}\nendstream", content.len());
    let resources = "/Resources << /Font << /F 6 0 R >> /XObject << /X 5 0 R >> >>";
    let form = if draws_itself { "/X Do" } else { "" };
    pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R {resources} >>"),
        stream("", &format!("/X Do BT /F 12 Tf 14 TL 40 400 Td {lines} ET")),
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 500 500] {resources}"), form),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ])
}

const GOOD: &str = "(We bake bread) Tj T* T* (Level 1) Tj T* T* (\\225 I knead the dough.) Tj T* (\\225 I heat the oven.) Tj T* (\\225 I weigh the flour.) Tj T* (\\225 I shape the loaves.) Tj";

#[test]
fn a_document_reads_the_same_wherever_it_is_read() {
    let folder = folder("same");
    fs::write(folder.join("page.pdf"), page(GOOD, false)).unwrap();
    fs::write(folder.join("page.txt"), "We bake bread\nLevel 1\n- I knead the dough.\n").unwrap();
    let of = |when: &str| run(&folder, &["extract", "--format", "jsonl", "--isolate", when, "page.pdf", "page.txt"]);
    let never = of("never");
    assert!(text(&never.stdout).contains("I knead the dough."), "{never:?}");
    for when in ["auto", "always"] {
        assert_eq!(text(&of(when).stdout), text(&never.stdout), "{when}");
    }
}

#[test]
fn a_form_that_draws_itself_is_a_problem_of_its_document_alone() {
    let folder = folder("form");
    fs::write(folder.join("a.txt"), "We bake bread\nLevel 1\n- I knead the dough.\n").unwrap();
    fs::write(folder.join("b.pdf"), page("", true)).unwrap();
    fs::write(folder.join("c.pdf"), page(GOOD, true)).unwrap();
    let output = run(&folder, &["extract", "--format", "jsonl", "a.txt", "b.pdf", "c.pdf"]);
    let (out, said) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.matches("error").count(), 1, "{said}");
    assert!(said.contains("b.pdf") && out.contains("a.txt") && out.contains("c.pdf"), "{said}{out}");
}

#[test]
fn limits_are_kept_and_said() {
    let folder = folder("limits");
    fs::write(folder.join("large.txt"), "We bake bread for all of us.\n".repeat(350_000)).unwrap();
    fs::write(folder.join("page.txt"), "We bake bread\nLevel 1\n- I knead the dough.\n").unwrap();
    fs::write(folder.join("cvf.yaml"), "limits: {memory: 64}\n").unwrap();
    let output = run(&folder, &["extract", "--isolate", "always", "large.txt", "page.txt"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("too much memory") && said.contains("limits: { memory"), "{said}");
    assert!(text(&output.stdout).contains("I knead the dough."), "the other is read");
    fs::write(folder.join("cvf.yaml"), "limits: {memori: 3}\n").unwrap();
    let said = text(&run(&folder, &["extract", "page.txt"]).stderr);
    assert!(said.contains("no limit `memori`") && said.contains("memory"), "{said}");
}

#[test]
fn what_has_no_end_or_no_writer_is_not_waited_for() {
    let folder = folder("pipes");
    assert!(Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    fs::write(folder.join("cvf.yaml"), "edition: \"2016\"\nsources: [{id: a, path: pipe}, {id: b, path: /dev/zero}]\n")
        .unwrap();
    let begun = Instant::now();
    let said = text(&run(&folder, &["build"]).stderr);
    assert!(said.contains("no regular file"), "{said}");
    let said = text(&run(&folder, &["extract", "pipe", "/dev/zero"]).stderr);
    assert!(said.contains("no regular file"), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(20));
}

/// A program that stands for LibreOffice and says who it is before it sleeps.
fn sleeper(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("soffice");
    fs::write(&path, "#!/bin/sh\necho $$ > \"$STARTED\"\nsleep 300\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn what_was_started_ends_with_the_program() {
    let folder = folder("ends");
    sleeper(&folder);
    let started = folder.join("started");
    fs::write(folder.join("a.rtf"), "{\\rtf1 We bake\\par}").unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut child = Command::new(cargo_bin!("cvf"));
    child.current_dir(&folder).args(["extract", "a.rtf"]).env("PATH", path).env("STARTED", &started);
    let mut child = child.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    let id = loop {
        let id = fs::read_to_string(&started).unwrap_or_default().trim().to_owned();
        if !id.is_empty() || Instant::now() > end {
            break id;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(!id.is_empty(), "it was started");
    child.kill().unwrap();
    child.wait().unwrap();
    let is_alive = || Command::new("kill").args(["-0", &id]).stderr(Stdio::null()).status().unwrap().success();
    let end = Instant::now() + Duration::from_secs(20);
    while is_alive() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!is_alive());
}
