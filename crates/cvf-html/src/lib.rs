//! Web pages, saved (`.html`, `.mhtml`) or mailed (`.eml`) → [`Document`].
//!
//! It knows nothing of frameworks. Two steps: [`scraper`] builds the tree as a browser does and
//! it is walked into elements and texts in order; these are lowered into blocks.
//!
//! | found | becomes |
//! | --- | --- |
//! | any encoding of the web | text; a guess is warned of |
//! | `h1`–`h6`, `role=heading` | headings with their rank |
//! | paragraphs all bold or larger (elements, `style`, class rules of `<style>`), `dt`, `summary`, buttons of accordions | headings below those |
//! | `ul`, `ol` (start, type, reversed, value), Word's paragraphs with `mso-list` | paragraphs with a marker, list level as indent |
//! | an item with a name over a list of its own | a paragraph over the list |
//! | `<br>` | a new paragraph where the piece looks like a line of its own |
//! | tables, `role=table` | tables with spans laid out, cells with blocks; captions before them |
//! | tabs | each label in front of its panel |
//! | hidden panels (`hidden`, `display:none`, `details`) | kept in place |
//! | navigation, site header and footer, cookie notices, side columns, `select` | regions, never dropped |
//! | links, form labels, `textarea`, button labels | their text |
//! | `title`, `alt` and other attributes | dropped |
//! | `script`, `style`, `template`, `svg`, `head`, `iframe`, `canvas` | dropped |
//! | `noscript` | dropped; text found nowhere else is warned of |
//!
//! Why scraper: of 1,592 tree-construction tests of html5lib it builds 1,560 exactly (the
//! misses looked at are `noscript`); on 990 real pages it lost 44 of 2,950 strings that must be
//! kept, as html5ever itself, most of them for want of an encoding; tl lost 1,626. Why regions
//! are only marked: the extractors dom_smoothie and legible lost 255 and 267 of these strings,
//! and every statement in a collapsed accordion; the guarded rules of `region` lost none more.
//!
//! ```
//! let read = cvf_html::read(b"<h2>Level 1</h2><ul><li>I listen.</ul>").unwrap();
//! assert_eq!(read.value.blocks.len(), 2);
//! ```

mod amid;
mod aside;
mod css;
mod decode;
mod element;
mod error;
mod flow;
mod frame;
mod grid;
mod list;
mod lower;
mod mail;
mod noscript;
mod page;
mod path;
mod pieces;
mod prune;
mod region;
mod rendered;
mod shown;
mod sniff;
mod tabs;

pub use error::ReadError;
pub use sniff::{is_whole, sniff};

use lower::Lowered;

use cvf_document::{Block, Budget, Document, Warned, Warning, mojibake};

/// Largest source that is read, in bytes.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Reads a web page, or the page in a web archive or mail.
///
/// # Errors
/// [`ReadError`] for input that is empty, too large, or an archive without a page.
pub fn read(bytes: &[u8]) -> Result<Warned<Document>, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let mut warnings = Vec::new();
    let text = match mail::is_mail(bytes) {
        true => mail::page(bytes, &mut warnings)?,
        false => {
            let (text, warning) = decode::decode(bytes, None);
            warnings.extend(warning);
            text
        }
    };
    let document = read_page(&text, false, &mut warnings)?.0;
    Ok(Warned { value: document, warnings })
}

/// Reads a page that was rendered from another text, `source`: comments made by [`place_mark`]
/// say where what follows them stands in it, and `data-marker` the marker of an item as it is
/// typed there. Offsets of the document are those of characters of `source`.
///
/// # Errors
/// [`ReadError`] for a page without text, or one that is too large.
pub fn read_rendered(page: &str, source: &str) -> Result<Warned<Document>, ReadError> {
    if source.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: source.len() });
    }
    let mut warnings = Vec::new();
    let (document, origins) = read_page(page, true, &mut warnings)?;
    Ok(Warned { value: rendered::place(document, &origins, source), warnings })
}

/// The comment that says that what follows it stands at an offset, in characters, of the text
/// from which a page was rendered.
pub fn place_mark(offset: usize) -> String {
    rendered::mark(offset)
}

/// Most characters of a page that only waits for its script: "Loading …", a title, a notice.
const SHELL: usize = 240;

/// True for a page with a few words and no heading over text, list or table.
fn is_shell(document: &Document) -> bool {
    let structured = |block: &Block| match block {
        Block::Table(_) => true,
        block => block.paragraphs().iter().any(|p| p.marker.is_some() || p.style.heading.is_some()),
    };
    let visible = document.stream.iter().filter(|c| !c.is_whitespace()).count();
    visible <= SHELL && !document.blocks.iter().any(structured)
}

/// The document of a page, and where each character of its stream comes from if it was rendered.
fn read_page(text: &str, rendered: bool, warnings: &mut Vec<Warning>) -> Result<(Document, Vec<usize>), ReadError> {
    let mended = if rendered { None } else { mojibake::mend(text) };
    warnings.extend(mended.as_ref().map(|mended| mended.warning()));
    let text = mended.as_ref().map_or(text, |mended| mended.text.as_str());
    let (pruned, dropped) = prune::prune(text);
    if dropped > 0 {
        let said = format!("{dropped} tags nest deeper than {} and were left out; their text is kept", prune::DEEPEST);
        warnings.push(Warning::new("nesting", said));
    }
    let page = page::parse(&pruned, rendered);
    let Lowered { document, origins, cut } = lower::lower(&page);
    if cut {
        let what = "there are more paragraphs and cells than are read, and the rest is left out";
        warnings.push(Warning::new("too-long", Budget::Blocks.exceeded(what)));
    }
    if page.scripts > 0 && is_shell(&document) {
        return Err(ReadError::Script);
    }
    if document.blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    warnings.extend(noscript::unseen(&page.without_scripts, &document.stream));
    Ok((document, origins))
}
