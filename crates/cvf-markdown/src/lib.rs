//! Markdown → [`Document`], as the page that it makes: rendered to HTML with the place of every
//! piece of text, which the reader of web pages then reads. So lists, tables, inline HTML and
//! `<details>` mean the same in both.
//!
//! | found | becomes |
//! | --- | --- |
//! | headings, paragraphs, lists, task lists, tables, quotes, definitions | as on the page |
//! | inline HTML | as on the page |
//! | lines of one paragraph | one paragraph |
//! | footnotes | calls and notes, apart from the text |
//! | code, inline or fenced | its text |
//! | front matter: lists and maps | headings, paragraphs and lists, told by their shape |
//! | front matter: its other fields | an aside; `title` a heading where the page has none |
//! | signs (`**`, `#`, bars), addresses of links, pictures, comments | separators |
//!
//! ```
//! let text = "## Level 1\n\n- I **listen**.\n- I ask.\n";
//! assert!(cvf_markdown::sniff(text));
//! let read = cvf_markdown::read(text).unwrap();
//! assert_eq!(read.value.blocks.len(), 3);
//! ```

mod front;
mod page;
mod raw;
mod render;
mod sniff;

pub use cvf_html::ReadError;
pub use sniff::sniff;

use cvf_document::{Document, Warned};

/// Reads Markdown. Offsets are those of the characters of `text`.
///
/// # Errors
/// [`ReadError`] for a text without anything that a page would show.
pub fn read(text: &str) -> Result<Warned<Document>, ReadError> {
    let (page, warnings) = render::render(text);
    let mut read = cvf_html::read_rendered(&page, text)?;
    read.warnings.splice(0..0, warnings);
    Ok(read)
}
