//! A copy's framework as a Word document with tracked changes: all rejected it is the canon, all
//! accepted it is the copy.

mod moves;

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
    /// Whether both end a paragraph here.
    pub end: End,
    /// The number of a move, where the same text stands elsewhere in the other.
    pub moved: Option<u32>,
}

/// Who ends a paragraph behind a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// The canon and the copy.
    #[default]
    Both,
    /// The copy alone, which prints one paragraph as several.
    Copy,
    /// The canon alone: the copy prints several paragraphs as one.
    Canon,
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
    let ends = [End::Both].into_iter().chain(revisions.iter().map(|r| r.end));
    for ((number, revision), before) in (1_u32..).zip(revisions).zip(ends) {
        document = document.add_paragraph(paragraph(revision, before).id(format!("{number:08X}")));
    }
    let mut package = document.build();
    package.document = moves::marked(&package.document);
    let mut bytes = Cursor::new(Vec::new());
    package.pack(&mut bytes).map_err(|e| e.to_string())?;
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

/// A paragraph; `before` says who ends the one before it, and so who begins this one.
fn paragraph(revision: &Revision, before: End) -> Paragraph {
    let bullet = |begins: bool| if revision.dress == Dress::Item && begins { "• " } else { "" };
    let text = |text: &Option<String>, begins: bool| text.as_ref().map(|t| format!("{}{t}", bullet(begins)));
    let (canon, copy) = (text(&revision.canon, before != End::Copy), text(&revision.copy, before != End::Canon));
    let author = revision.moved.map_or_else(|| AUTHOR.to_owned(), moves::author);
    let mut paragraph = dressed(revision.dress);
    match (canon, copy) {
        (Some(canon), Some(copy)) => {
            for (mark, text) in marked(&canon, &copy) {
                paragraph = stretch(paragraph, mark, &text, AUTHOR);
            }
            match revision.end {
                End::Both => paragraph,
                End::Copy => paragraph.insert(AUTHOR, DATE),
                End::Canon => paragraph.delete(AUTHOR, DATE),
            }
        }
        // The paragraph's mark is tracked too, or an empty line would stay.
        (Some(canon), None) => stretch(paragraph, Mark::Lost, &canon, &author).delete(author, DATE),
        (None, Some(copy)) => stretch(paragraph, Mark::Added, &copy, &author).insert(author, DATE),
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

fn stretch(paragraph: Paragraph, mark: Mark, text: &str, author: &str) -> Paragraph {
    let text = legal(text);
    match mark {
        Mark::Same => paragraph.add_run(Run::new().add_text(text)),
        Mark::Lost => {
            let run = Run::new().add_delete_text(text);
            paragraph.add_delete(Delete::new().add_run(run).author(author).date(DATE))
        }
        Mark::Added => paragraph.add_insert(Insert::new(Run::new().add_text(text)).author(author).date(DATE)),
    }
}

/// The text without characters that XML forbids.
fn legal(text: &str) -> String {
    let is_illegal = |c: char| (c.is_control() && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if is_illegal(c) { ' ' } else { c }).collect()
}
