//! The Word document, read back: all changes rejected it is the canon, all accepted the copy.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::HOSTILE;
use cvf_report::{Dress, Revision, docx};
use roxmltree::{Document, Node};
use std::io::{Cursor, Read};

fn revision(dress: Dress, canon: Option<&str>, copy: Option<&str>) -> Revision {
    Revision { dress, canon: canon.map(str::to_owned), copy: copy.map(str::to_owned) }
}

fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The paragraphs with the changes of one kind (`ins`, `del`) taken back and the others made.
fn without(file: &[u8], kind: &str) -> Vec<String> {
    let xml = part(file, "word/document.xml");
    let document = Document::parse(&xml).unwrap();
    let is = |n: &Node<'_, '_>, name: &str| n.tag_name().name() == name;
    let is_gone = |p: &Node<'_, '_>| {
        let properties = p.children().find(|n| is(n, "pPr")).and_then(|n| n.children().find(|n| is(n, "rPr")));
        properties.is_some_and(|r| r.children().any(|n| is(&n, kind)))
    };
    let text = |p: Node<'_, '_>| -> String {
        let texts = p.descendants().filter(|n| is(n, "t") || is(n, "delText"));
        let kept = texts.filter(|n| !n.ancestors().any(|a| is(&a, kind)));
        kept.filter_map(|n| n.text()).collect()
    };
    let paragraphs = document.descendants().filter(|n| is(n, "p") && !is_gone(n));
    paragraphs.map(text).map(|t| t.trim_start_matches("• ").to_owned()).filter(|t| !t.is_empty()).collect()
}

fn both(revisions: &[Revision]) -> (Vec<String>, Vec<String>) {
    let file = docx(revisions).unwrap();
    (without(&file, "ins"), without(&file, "del"))
}

#[test]
fn rejected_it_is_the_canon_and_accepted_the_copy() {
    let revisions = [
        revision(Dress::Heading(2), Some("Kneading dough"), Some("Kneading the dough")),
        revision(Dress::Item, Some("I knead the dough."), Some("I kn3ad the dough.")),
        revision(Dress::Item, Some("I bake."), None),
        revision(Dress::Item, None, Some("I keep the tea warm.")),
        revision(Dress::Text, Some("Same & same < again."), Some("Same & same < again.")),
    ];
    let (canon, copy) = both(&revisions);
    assert_eq!(canon, ["Kneading dough", "I knead the dough.", "I bake.", "Same & same < again."]);
    assert_eq!(copy, ["Kneading the dough", "I kn3ad the dough.", "I keep the tea warm.", "Same & same < again."]);
}

#[test]
fn hostile_texts_are_only_text() {
    let long = "w".repeat(10_000);
    let (canon, copy) = both(&[revision(Dress::Text, Some(HOSTILE), Some(&format!("{HOSTILE}{long}")))]);
    assert!(canon[0].contains("<script>alert(1)</script>") && copy[0].ends_with(&long), "{canon:?}");
}
