//! Moves in the markup of a document: the writer knows only text that goes and text that comes.
//!
//! A moved paragraph is written as one that goes and one that comes, both by an author who is
//! named after the move; here these become `w:moveFrom` and `w:moveTo` (ECMA-376, part 1,
//! 17.13.5.21 to 28), which a word processor shows as a move and takes or leaves as one.

use super::{AUTHOR, DATE};

/// Begins the names of such authors.
const MOVED: &str = "cvf-move-";
/// Ids of moves begin here, clear of those that the writer gives.
const FIRST_ID: u32 = 1_000_000;

/// The author that stands for a move.
pub(super) fn author(number: u32) -> String {
    format!("{MOVED}{number}")
}

/// The document with its moves marked as such.
pub(super) fn marked(document: &[u8]) -> Vec<u8> {
    let xml = String::from_utf8_lossy(document);
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml.as_ref();
    while let Some((before, paragraph, after)) = next_paragraph(rest) {
        out += before;
        match number(paragraph) {
            Some(number) => out += &moved(paragraph, number),
            None => out += paragraph,
        }
        rest = after;
    }
    (out + rest).into_bytes()
}

/// A text around its first paragraph.
fn next_paragraph(xml: &str) -> Option<(&str, &str, &str)> {
    const END: &str = "</w:p>";
    let start = xml.find("<w:p ").into_iter().chain(xml.find("<w:p>")).min()?;
    let end = start + xml[start..].find(END)? + END.len();
    Some((&xml[..start], &xml[start..end], &xml[end..]))
}

/// The number of the move that a paragraph is part of, as the author of a change in it says.
fn number(paragraph: &str) -> Option<u32> {
    let changes = paragraph.match_indices("<w:ins ").chain(paragraph.match_indices("<w:del "));
    let tags = changes.filter_map(|(at, _)| paragraph[at..].split('>').next());
    let author = |tag: &str| {
        let (_, behind) = tag.split_once(&format!("w:author=\"{MOVED}"))?;
        behind.split('"').next()?.parse().ok()
    };
    tags.filter_map(author).next()
}

fn moved(paragraph: &str, number: u32) -> String {
    let goes = paragraph.contains("<w:del ");
    let (element, mark) = if goes { ("del", "moveFrom") } else { ("ins", "moveTo") };
    let text = paragraph
        .replace(&format!("<w:{element} "), &format!("<w:{mark} "))
        .replace(&format!("</w:{element}>"), &format!("</w:{mark}>"))
        .replace("w:delText", "w:t")
        .replace(&author(number), AUTHOR);
    let id = FIRST_ID + 2 * number + u32::from(goes);
    let start =
        format!("<w:{mark}RangeStart w:id=\"{id}\" w:name=\"move{number}\" w:author=\"{AUTHOR}\" w:date=\"{DATE}\"/>");
    let end = format!("<w:{mark}RangeEnd w:id=\"{id}\"/></w:p>");
    let text = text.replacen("</w:pPr>", &format!("</w:pPr>{start}"), 1);
    format!("{}{end}", text.trim_end_matches("</w:p>"))
}
