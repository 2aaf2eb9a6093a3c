//! The Word document, read back: all changes rejected it is the canon, all accepted the copy.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::HOSTILE;
use cvf_report::{Dress, End, Revision, docx};
use roxmltree::{Document, Node};
use std::io::{Cursor, Read};

fn revision(dress: Dress, canon: Option<&str>, copy: Option<&str>) -> Revision {
    let (canon, copy) = (canon.map(str::to_owned), copy.map(str::to_owned));
    Revision { dress, canon, copy, end: End::Both, moved: None }
}

fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The paragraphs with the changes of some kinds (`ins`, `del`, `moveFrom`, `moveTo`) taken back and
/// the others made. A paragraph whose mark goes is one with the next.
fn without(file: &[u8], kinds: [&str; 2]) -> Vec<String> {
    let xml = part(file, "word/document.xml");
    let document = Document::parse(&xml).unwrap();
    let is = |n: &Node<'_, '_>, name: &str| n.tag_name().name() == name;
    let is_of = |n: &Node<'_, '_>| kinds.iter().any(|kind| is(n, kind));
    let runs_on = |p: &Node<'_, '_>| {
        let properties = p.children().find(|n| is(n, "pPr")).and_then(|n| n.children().find(|n| is(n, "rPr")));
        properties.is_some_and(|r| r.children().any(|n| is_of(&n)))
    };
    let mut paragraphs = vec![String::new()];
    for paragraph in document.descendants().filter(|n| is(n, "p")) {
        let texts = paragraph.descendants().filter(|n| is(n, "t") || is(n, "delText"));
        let kept = texts.filter(|n| !n.ancestors().any(|a| is_of(&a)));
        paragraphs.last_mut().unwrap().extend(kept.filter_map(|n| n.text()));
        if !runs_on(&paragraph) {
            paragraphs.push(String::new());
        }
    }
    paragraphs.into_iter().map(|t| t.trim_start_matches("• ").to_owned()).filter(|t| !t.is_empty()).collect()
}

fn both(revisions: &[Revision]) -> (Vec<String>, Vec<String>) {
    let file = docx(revisions).unwrap();
    (without(&file, ["ins", "moveTo"]), without(&file, ["del", "moveFrom"]))
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
fn paragraphs_that_are_split_and_joined_keep_their_words() {
    let part = |canon: &str, copy: &str, end: End| Revision { end, ..revision(Dress::Item, Some(canon), Some(copy)) };
    let revisions = [
        part("I knead, ", "I knead,", End::Copy),
        part("and I bake.", "and I bake.", End::Both),
        part("I sweep.", "I sweep. ", End::Canon),
        part("I dust.", "I dust.", End::Both),
    ];
    let (canon, copy) = both(&revisions);
    assert_eq!(canon, ["I knead, and I bake.", "I sweep.", "I dust."]);
    assert_eq!(copy, ["I knead,", "and I bake.", "I sweep. I dust."]);
    let xml = self::part(&docx(&revisions).unwrap(), "word/document.xml");
    assert!(!xml.contains("knead, and") && !xml.contains("<w:delText>I") && xml.matches("sweep").count() == 1, "{xml}");
}

#[test]
fn a_move_is_marked_as_one() {
    let moved = |canon, copy| Revision { moved: Some(1), ..revision(Dress::Item, canon, copy) };
    let same = revision(Dress::Item, Some("I wait."), Some("I wait."));
    let revisions = [moved(Some("I knead."), None), same, moved(None, Some("I knead."))];
    let (canon, copy) = both(&revisions);
    assert_eq!((canon.join(" "), copy.join(" ")), ("I knead. I wait.".to_owned(), "I wait. I knead.".to_owned()));
    let xml = part(&docx(&revisions).unwrap(), "word/document.xml");
    for mark in ["moveFrom", "moveTo", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"] {
        assert!(xml.contains(&format!("<w:{mark} ")), "{mark}: {xml}");
    }
    assert!(!xml.contains("cvf-move") && !xml.contains("w:delText"), "{xml}");
}

#[test]
fn hostile_texts_are_only_text() {
    let long = "w".repeat(10_000);
    let (canon, copy) = both(&[revision(Dress::Text, Some(HOSTILE), Some(&format!("{HOSTILE}{long}")))]);
    assert!(canon[0].contains("<script>alert(1)</script>") && copy[0].ends_with(&long), "{canon:?}");
}
