//! A copy's framework as a Word document with tracked changes: all rejected it is the canon, all
//! accepted it is the copy.

use crate::inline::{Mark, marked};
use docx_rs::{Delete, Docx, Insert, Paragraph, Run, Style, StyleType};
use std::io::Cursor;

/// A paragraph of the canon, of the copy, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What sort of paragraph.
    pub dress: Dress,
    /// The canon's text; none where the copy adds a paragraph.
    pub canon: Option<String>,
    /// The copy's text; none where the copy lacks the paragraph.
    pub copy: Option<String>,
}

/// How a paragraph is dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dress {
    /// A heading of a rank from 1 to 3.
    Heading(u8),
    /// Running text.
    Text,
    /// An item of a list.
    Item,
}

/// Who the changes are by.
const AUTHOR: &str = "copy";

/// Changes carry a date; this one stands for none, so that the same input gives the same bytes.
const DATE: &str = "1970-01-01T00:00:00Z";

/// The document as a Word file.
///
/// # Errors
/// What the writer says, if it cannot write.
pub fn docx(revisions: &[Revision]) -> Result<Vec<u8>, String> {
    let mut document = (1..=3).fold(Docx::new(), |document, rank| document.add_style(heading_style(rank)));
    for (number, revision) in (1_u32..).zip(revisions) {
        document = document.add_paragraph(paragraph(revision).id(format!("{number:08X}")));
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|e| e.to_string())?;
    Ok(bytes.into_inner())
}

fn style_id(rank: u8) -> String {
    format!("Heading{rank}")
}

fn heading_style(rank: u8) -> Style {
    let size = 36 - 4 * usize::from(rank);
    Style::new(style_id(rank), StyleType::Paragraph)
        .name(format!("heading {rank}"))
        .based_on("Normal")
        .outline_lvl(usize::from(rank) - 1)
        .size(size)
        .bold()
}

fn paragraph(revision: &Revision) -> Paragraph {
    let (canon, copy) = (revision.canon.as_deref(), revision.copy.as_deref());
    let bullet = if revision.dress == Dress::Item { "• " } else { "" };
    let text = |text: Option<&str>| text.map(|t| format!("{bullet}{t}"));
    let mut paragraph = dressed(revision.dress);
    match (text(canon), text(copy)) {
        (Some(canon), Some(copy)) => {
            for (mark, text) in marked(&canon, &copy) {
                paragraph = stretch(paragraph, mark, &text);
            }
            paragraph
        }
        // The paragraph's mark is tracked too, or an empty line would stay.
        (Some(canon), None) => stretch(paragraph, Mark::Lost, &canon).delete(AUTHOR, DATE),
        (None, Some(copy)) => stretch(paragraph, Mark::Added, &copy).insert(AUTHOR, DATE),
        (None, None) => paragraph,
    }
}

fn dressed(dress: Dress) -> Paragraph {
    match dress {
        Dress::Heading(rank) => Paragraph::new().style(&style_id(rank.clamp(1, 3))).keep_next(true),
        Dress::Text => Paragraph::new(),
        Dress::Item => Paragraph::new().indent(Some(360), None, None, None),
    }
}

fn stretch(paragraph: Paragraph, mark: Mark, text: &str) -> Paragraph {
    let text = legal(text);
    match mark {
        Mark::Same => paragraph.add_run(Run::new().add_text(text)),
        Mark::Lost => {
            let run = Run::new().add_delete_text(text);
            paragraph.add_delete(Delete::new().add_run(run).author(AUTHOR).date(DATE))
        }
        Mark::Added => paragraph.add_insert(Insert::new(Run::new().add_text(text)).author(AUTHOR).date(DATE)),
    }
}

/// The text without characters that XML forbids.
fn legal(text: &str) -> String {
    let is_illegal = |c: char| (c.is_control() && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if is_illegal(c) { ' ' } else { c }).collect()
}
