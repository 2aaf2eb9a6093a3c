//! PDF files → [`Document`], with the page and box of every character.
//!
//! It knows nothing of frameworks. Two steps: *draw* (glyphs, ruling lines and shapes of each
//! page, through `hayro-interpret`), then *lower* (words, lines, columns, tables, paragraphs).
//!
//! | found | becomes |
//! | --- | --- |
//! | glyphs, in any order of the content stream | words by their places; ligatures taken apart; letters set apart evenly joined |
//! | ordinals, indices, powers | of the word before them; marks of notes stand apart |
//! | text from right to left, or from top to bottom | in reading order |
//! | text drawn twice (outline and fill, false bold, text under a scan's layer) | one text |
//! | texts drawn over one another: what overflows a column, shadows | each its own words; a shadow once |
//! | text in other directions than the page's | phrases kept whole |
//! | ruling lines, edges of boxes | tables with merged cells |
//! | white gutters through several lines | columns, or tables whose rows are told by gaps, rules, labels |
//! | habits of text recognition in a layer without ink: `\|` for I, `e` for a bullet | what they stand for, with a warning; the stream keeps the layer's characters |
//! | bullets as glyphs of symbol fonts, or drawn as small shapes | markers |
//! | lines that end where the next word would not have fitted | one paragraph; hyphens of the line end undone |
//! | lines that come again at the top or foot of pages | regions beside the text |
//! | a table broken by a page end, with its headers again or not | one table |
//! | tables of the same headers below one another | a table each, with the headings between |
//! | text beside text: rival layouts, scored | a table, tables side by side, columns, or a note beside the text |
//! | "DRAFT" and the like, across the page at any angle | regions beside the text |
//! | raised figures, and notes of their numbers at the foot of pages | notes, apart from the text |
//! | a large first letter beside two lines or more | the first letter of its word |
//! | what content is said to stand for (`ActualText`) | characters of glyphs that do not tell them; hyphens of the line end |
//! | ligatures without a character, words torn behind ligatures | whole words, where one word fits; else unsure |
//! | larger or bolder lines | headings, ranked |
//! | values of form fields and free texts that the file does not draw | text in their boxes |
//! | structure tags, where most of the text is tagged | artifacts beside the text, bullets of items that show none, headings that look like text |
//! | the image of a page whose text layer has no ink | ruling lines, bullets and short labels that the layer lacks; a slant is undone |
//! | pages that are images | read by the text recognition that the caller brings ([`Recognise`]); unsure words are marked; else reported |
//! | other images, colours, links, form logic, attachments | dropped |
//!
//! [`render()`] draws pages as images in shades of grey, for people who look at a place.
//!
//! Places are the first witness, and structure tags are heard where places cannot tell. Table
//! tags and the order of the tree are not used: many producers leave out cells without text, or
//! tag tables that only lay out a page, and lattices and gutters read the tables of those that do
//! not; and the order of the tree is often that of drawing, which says nothing of columns.
//!
//! Why two libraries: on 1,343 public files `hayro-interpret` 0.9 found .997 of the text with
//! places right for .996 of the glyphs and without a panic, `pdf-extract` 0.12 .979 and .952 with
//! 44 panics; but neither always says when it returns less than there is. So the second reads
//! the pages on which the first found nothing usable.
//!
//! ```no_run
//! let bytes = std::fs::read("leaflet.pdf").unwrap();
//! let document = cvf_pdf::read(&bytes).unwrap().value;
//! println!("{} blocks", document.blocks.len());
//! ```

mod actual;
mod bands;
mod broken;
mod collections;
mod direction;
mod dropcaps;
mod first;
mod fonts;
mod forms;
mod furniture;
mod gaps;
mod glyphs;
mod gutters;
mod habits;
mod ink;
mod insets;
mod lattice;
mod layout;
mod ligatures;
mod lines;
mod locked;
mod lower;
mod marks;
mod notes;
mod ocr;
mod overprint;
mod page;
mod patience;
mod raised;
mod render;
mod scan;
mod second;
mod shape;
mod sound;
mod spacing;
mod stacked;
mod table;
mod tagged;
mod tags;
mod unpacked;
mod unread;
mod words;

pub use ocr::{DOTS_PER_INCH, LEAST_CONFIDENCE, Ocr, PageImage, Recognise, SeenLine, SeenWord};
pub use render::render;

use cvf_document::{Document, Warned, Warning};
use furniture::Furniture;
use glyphs::Drawing;
use lower::LaidPage;
use page::PageBlock;
use std::fmt;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

/// Why a PDF could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is larger than [`MAX_BYTES`].
    TooLarge,
    /// A password is needed to open it.
    Encrypted,
    /// Its encryption is of a kind that cannot be undone.
    UnknownEncryption,
    /// Its structure is damaged beyond repair.
    Damaged,
    /// A font or function in it would fill the memory.
    Unsound,
    /// A stream of it gives more than is read: the budget that it exceeds.
    TooMuch(String),
    /// Opening it, or its first page, takes far too long.
    Slow,
    /// No page has a character.
    NoText {
        /// Number of pages.
        pages: usize,
        /// Pages that are an image.
        images: usize,
        /// Why they could not be recognised, if that was tried.
        why: Option<String>,
    },
    /// A page that was to be recognised could not be.
    Unrecognised(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the file is larger than {} MB", MAX_BYTES / 1024 / 1024),
            Self::Encrypted => write!(f, "the PDF is protected by a password"),
            Self::UnknownEncryption => write!(f, "the PDF is encrypted in a way that is not known"),
            Self::Damaged => write!(f, "the PDF is damaged and cannot be repaired"),
            Self::Unsound => write!(f, "the PDF has a font or a function with numbers beyond all bounds"),
            Self::TooMuch(what) => write!(f, "{what}"),
            Self::Slow => write!(f, "opening the PDF, or drawing its first page, takes far too long"),
            Self::NoText { pages, images: 0, .. } => write!(f, "none of the {pages} pages has any text"),
            Self::NoText { why: Some(why), .. } => write!(f, "the pages are images or outlines without text; {why}"),
            Self::NoText { pages, .. } => {
                write!(f, "none of the {pages} pages has any text: they are images, or outlines of letters")
            }
            Self::Unrecognised(why) => write!(f, "{why}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::TooMuch(_) | Self::Slow => {
                "take the pages with the framework out into a file of their own"
            }
            Self::Encrypted | Self::UnknownEncryption => "save a copy without a password and use that",
            Self::Damaged | Self::Unsound => "open it in a viewer and save or print it to a new PDF",
            Self::NoText { .. } => {
                "install tesseract with its English data to have pages that are images read, or use another copy"
            }
            Self::Unrecognised(_) => "use --ocr auto to go on without such pages",
        }
    }
}

/// True if bytes are a PDF: the header stands somewhere in the first kilobyte.
pub fn sniff(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-")
}

/// Reads a PDF.
///
/// # Errors
/// [`ReadError`] for a file that cannot be opened, or that has no text at all.
pub fn read(bytes: &[u8]) -> Result<Warned<Document>, ReadError> {
    read_with(bytes, Ocr::default())
}

/// Reads a PDF, with text recognition for pages without text.
///
/// # Errors
/// As for [`read`]; and [`ReadError::Unrecognised`] where every page was to be recognised.
pub fn read_with(bytes: &[u8], ocr: Ocr<'_>) -> Result<Warned<Document>, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let mut found = match first::read(bytes) {
        // The second reader may repair it.
        Err(ReadError::Damaged) => first::Found::default(),
        read => read?,
    };
    let (too_long, given_up) = (found.cut_short(), found.given_up);
    let drawings = &mut found.drawings;
    let ocr::Outcome { mut warnings, failure } = ocr::read(bytes, drawings, ocr);
    if let Some(why) = failure.as_ref().filter(|_| ocr.always) {
        return Err(ReadError::Unrecognised(why.clone()));
    }
    warnings.extend(too_long);
    warnings.extend(unread::look(bytes, drawings, ocr));
    let second = second_opinion(bytes, drawings, &mut warnings);
    if drawings.is_empty() && second.is_none() {
        return Err(match given_up {
            true => ReadError::Slow,
            false if locked::is_locked(bytes) => ReadError::Encrypted,
            false => ReadError::Damaged,
        });
    }
    let document = lower::lower(lay_out(drawings, second.unwrap_or_default(), &mut warnings));
    if document.stream.iter().all(|c| c.is_whitespace()) {
        let images = drawings.iter().filter(|d| d.images > 0.3 || ocr::is_outlined(d)).count();
        if images == 0 && locked::is_locked(bytes) {
            return Err(ReadError::Encrypted);
        }
        return Err(ReadError::NoText { pages: drawings.len(), images, why: failure });
    }
    Ok(Warned { value: document, warnings })
}

fn is_unusable(drawing: &Drawing) -> bool {
    drawing.glyphs.len() < drawing.unmapped
}

/// The second reader's text of the pages that need it; says what was wrong with them.
fn second_opinion(bytes: &[u8], drawings: &[Drawing], warnings: &mut Vec<Warning>) -> Option<Vec<Option<String>>> {
    for (number, drawing) in (1..).zip(drawings) {
        report(number, drawing, warnings);
    }
    // What is too much for the first reader is so for the second.
    let wanting = |d: &Drawing| is_unusable(d) || (d.glyphs.is_empty() && d.images < 0.3 && !d.overfull);
    if !drawings.is_empty() && !drawings.iter().any(wanting) {
        return None;
    }
    let pages = second::pages(bytes)?;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let mut found = Vec::new();
    for (i, text) in pages.into_iter().enumerate() {
        let first = drawings.get(i).map_or(0, |d| d.glyphs.len());
        let better = drawings.get(i).is_none_or(wanting) && letters(&text) > first;
        if better {
            let message =
                format!("page {}: read by the second reader, {} characters without places", i + 1, letters(&text));
            warnings.push(Warning::new("second-reader", message));
        }
        found.push(better.then_some(text));
    }
    found.iter().any(Option::is_some).then_some(found)
}

fn report(number: usize, drawing: &Drawing, warnings: &mut Vec<Warning>) {
    let (mapped, unmapped) = (drawing.glyphs.len(), drawing.unmapped);
    if mapped == 0 && unmapped == 0 && drawing.images > 0.3 {
        warnings.push(Warning::new("no-text", format!("page {number} is an image without text")));
    }
    if ocr::is_outlined(drawing) {
        let message = format!("the letters of page {number} are drawn as shapes: it has no text");
        warnings.push(Warning::new("no-text", message));
    }
    if drawing.cut {
        let message = format!("page {number} was read only in part, to its character {mapped}");
        warnings.push(Warning::new("too-long", message));
    }
    if unmapped * 20 > mapped {
        let message =
            format!("page {number}: {unmapped} of {} glyphs do not say what character they are", mapped + unmapped);
        warnings.push(Warning::new("unmapped-glyphs", message));
    }
}

fn lay_out(drawings: &[Drawing], second: Vec<Option<String>>, warnings: &mut Vec<Warning>) -> Vec<LaidPage> {
    let usable = |d: &Drawing| if is_unusable(d) { Drawing::default() } else { d.clone() };
    let drawings: Vec<Drawing> = drawings.iter().map(usable).collect();
    let mut sheets: Vec<words::Sheet> = (1..).zip(&drawings).map(|(page, d)| words::sheet(d, page)).collect();
    let sane = tagged::are_sane(&sheets);
    if sane {
        tagged::mark_items(&mut sheets);
    }
    warnings.extend(habits::undo(&mut sheets));
    warnings.extend(ligatures::mend(&mut sheets));
    dropcaps::join(&mut sheets);
    let marked = if sane { tagged::take_artifacts(&mut sheets) } else { vec![Furniture::default(); sheets.len()] };
    let across: Vec<Furniture> = sheets.iter_mut().map(Furniture::of_marks).collect();
    let taken = furniture::take(&mut sheets).into_iter().zip(marked).zip(across);
    let furniture = taken.map(|((seen, marked), across)| seen.with(marked).with(across));
    let furniture: Vec<Furniture> = furniture.collect();
    let notes = notes::take(&mut sheets);
    let mut pages: Vec<LaidPage> = Vec::new();
    for (number, ((sheet, furniture), notes)) in (1..).zip(sheets.into_iter().zip(furniture).zip(notes)) {
        let (found, doubts) = page::blocks(sheet);
        warnings.extend(doubts.iter().map(|doubt| doubt.warning(number)));
        let (asides, blocks) = found.into_iter().partition(|b| matches!(b, PageBlock::Aside(_)));
        pages.push(LaidPage { blocks, asides, notes, furniture, second: None, tagged: sane });
    }
    pages.resize_with(pages.len().max(second.len()), LaidPage::default);
    for (page, text) in pages.iter_mut().zip(second) {
        page.second = text;
    }
    pages
}
