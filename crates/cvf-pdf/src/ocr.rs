//! Pages without text, read by a text recognition that the caller brings.
//!
//! This crate runs no programs: it makes the image of a page and lays out the words that
//! [`Recognise`] finds on it, as it lays out any others.

use crate::glyphs::{ASCENT, DESCENT, Drawing, Glyph};
use crate::render;
use crate::scan::{self, Painter};
use crate::shape::Rect;
use cvf_document::{Budget, Place, Warning};
use std::fmt;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// Pixels to the inch of the images that are recognised.
pub const DOTS_PER_INCH: u16 = 300;
/// Words of less confidence are marked.
pub const LEAST_CONFIDENCE: f32 = 0.6;

/// A page as an image.
#[derive(Clone, PartialEq, Eq)]
pub struct PageImage {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// Brightness of each pixel, row by row from the top: 0 is black.
    pub grey: Vec<u8>,
    /// Pixels to the inch.
    pub dots_per_inch: u16,
}

impl fmt::Debug for PageImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageImage({} x {})", self.size.0, self.size.1)
    }
}

/// A word on an image.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenWord {
    /// Its text.
    pub text: String,
    /// Left, top, right and bottom in pixels.
    pub bounds: [f32; 4],
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
}

/// The words of a line, from left to right.
pub type SeenLine = Vec<SeenWord>;

/// A text recognition.
pub trait Recognise: Sync + fmt::Debug {
    /// The lines of a page.
    ///
    /// # Errors
    /// Why it could not be read, and what to do about it, in a sentence without its end mark.
    fn recognise(&self, page: &PageImage) -> Result<Vec<SeenLine>, String>;

    /// The lines of a part of a page that holds a few signs and nothing else.
    ///
    /// # Errors
    /// As for [`Recognise::recognise`].
    fn recognise_part(&self, part: &PageImage) -> Result<Vec<SeenLine>, String> {
        self.recognise(part)
    }
}

/// Which pages are recognised, and by what.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ocr<'a> {
    /// The text recognition; pages without text are only reported if there is none.
    pub reader: Option<&'a dyn Recognise>,
    /// Also read pages anew that come with a text layer without ink, and fail where a page
    /// cannot be read.
    pub always: bool,
}

/// Fewer characters on a page that is an image are a stamp or a page number.
const STAMP: usize = 40;

impl Ocr<'_> {
    /// True if a page is to be recognised.
    fn wants(&self, drawing: &Drawing) -> bool {
        let letters = drawing.glyphs.iter().filter(|g| !g.char.is_whitespace()).count();
        let bare = (letters == 0 || crate::is_unusable(drawing)) && drawing.images > 0.02;
        let stamped = letters < STAMP && (drawing.images > 0.5 || is_outlined(drawing));
        let layered = self.always && drawing.images > 0.02 && drawing.glyphs.iter().any(|g| g.invisible);
        bare || stamped || layered
    }
}

/// Fewest shapes of the size of letters on a page whose letters are drawn as outlines.
const OUTLINES: usize = 80;

/// True for a page whose letters are shapes.
pub(crate) fn is_outlined(drawing: &Drawing) -> bool {
    let letters = drawing.glyphs.iter().filter(|g| !g.char.is_whitespace()).count();
    letters < STAMP && drawing.letters >= OUTLINES
}

/// What came of reading pages.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) warnings: Vec<Warning>,
    /// Why the first page that could not be read was not.
    pub(crate) failure: Option<String>,
}

/// Longest that the image of a page may take of the processor.
const PATIENCE: Duration = Duration::from_secs(12);
/// Most pages that are read at one time.
const MOST_WORKERS: usize = 4;

/// Puts the words of recognised pages into their drawings.
pub(crate) fn read(bytes: &[u8], drawings: &mut [Drawing], ocr: Ocr<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut wanted: Vec<usize> = (0..drawings.len()).filter(|&i| ocr.wants(&drawings[i])).collect();
    let Some(reader) = ocr.reader.filter(|_| !wanted.is_empty()) else { return outcome };
    if let Some(&first) = wanted.get(Budget::RecognisedPages.count()) {
        wanted.truncate(Budget::RecognisedPages.count());
        let what = format!("from page {} on no page is read by text recognition", first + 1);
        outcome.warnings.push(Warning::new("too-long", Budget::RecognisedPages.exceeded(&what)));
    }
    let (drawn, pictured): (Vec<usize>, Vec<usize>) = wanted.iter().partition(|&&i| is_outlined(&drawings[i]));
    let mut found = recognise(bytes, &pictured, scan::paint, reader);
    found.extend(recognise(bytes, &drawn, render::paint, reader));
    found.sort_by_key(|(page, _)| *page);
    for page in wanted {
        let read = found.iter().position(|(p, _)| *p == page).map(|at| found.swap_remove(at).1);
        match read.unwrap_or_else(|| Err("it could not be turned into an image in time".to_owned())) {
            Ok(seen) => outcome.warnings.extend(put(&mut drawings[page], &seen, page + 1)),
            Err(why) => {
                let message = format!("page {} could not be read by text recognition: {why}", page + 1);
                outcome.failure.get_or_insert_with(|| message.clone());
                outcome.warnings.push(Warning::new("ocr", message).at(on_page(page + 1)));
            }
        }
    }
    outcome
}

/// What is seen on the image of a page; nothing if it is empty.
#[derive(Default)]
struct Seen {
    lines: Vec<SeenLine>,
    /// Pixels to the inch of the image.
    dots_per_inch: u16,
    /// There is nothing on the image.
    empty: bool,
}

type Recognised = (usize, Result<Seen, String>);

/// Tones of an image, from 0 to 255, that are apart by less are those of one empty page.
const FAINT: u8 = 24;

/// True for an image of one tone.
fn is_empty(image: &PageImage) -> bool {
    let (least, most) = image.grey.iter().fold((u8::MAX, u8::MIN), |(a, b), g| (a.min(*g), b.max(*g)));
    most.saturating_sub(least) < FAINT
}

/// Recognises pages, several at a time, in no order.
fn recognise(bytes: &[u8], wanted: &[usize], painter: Painter, reader: &dyn Recognise) -> Vec<Recognised> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let images = Mutex::new(scan::pages_by(painter, bytes, wanted.to_vec(), DOTS_PER_INCH));
    let next = || images.lock().ok()?.next(PATIENCE).ok();
    let look = |image: &PageImage| {
        let dots_per_inch = image.dots_per_inch;
        match is_empty(image) {
            true => Ok(Seen { dots_per_inch, empty: true, ..Seen::default() }),
            false => reader.recognise(image).map(|lines| Seen { lines, dots_per_inch, empty: false }),
        }
    };
    let work = || {
        let one = |(page, image): (usize, Option<PageImage>)| match image {
            Some(image) => (page, look(&image)),
            None => (page, Err("it could not be turned into an image".to_owned())),
        };
        std::iter::from_fn(|| next().map(one)).collect::<Vec<_>>()
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS).min(wanted.len());
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running.into_iter().filter_map(|w| w.join().ok()).flatten().collect()
    })
}

pub(crate) fn on_page(page: usize) -> Place {
    Place { page: u32::try_from(page).ok(), ..Place::default() }
}

/// Most unsure words that a warning names.
const MOST_NAMED: usize = 8;

/// Puts the words into a page's drawing where nothing is printed; says what is not sure.
fn put(drawing: &mut Drawing, seen: &Seen, page: usize) -> Option<Warning> {
    if seen.empty {
        drawing.images = 0.0;
        let message = format!("page {page} is an image with nothing on it");
        return Some(Warning::new("no-text", message).at(on_page(page)));
    }
    if crate::is_unusable(drawing) {
        drawing.glyphs.clear();
        drawing.unmapped = 0;
    }
    let printed: Vec<Glyph> = drawing.glyphs.drain(..).filter(|g| !g.invisible).collect();
    let (mut words, mut unsure) = (0, Vec::new());
    for line in &seen.lines {
        for word in placed(line, seen.dots_per_inch) {
            let taken = |g: &Glyph| g.turn == 0 && word.rect.contains(g.rect.middle()) && !g.char.is_whitespace();
            if printed.iter().any(taken) {
                continue;
            }
            words += 1;
            if word.doubtful && word.text.chars().filter(|c| c.is_alphanumeric()).count() > 1 {
                unsure.push(format!("\"{}\"", word.text));
            }
            drawing.glyphs.extend(word.glyphs());
        }
    }
    drawing.glyphs.extend(printed);
    let named = unsure.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let message = match unsure.len() {
        0 => format!("page {page}: read by text recognition, {words} words"),
        n if n > MOST_NAMED => {
            format!("page {page}: read by text recognition; {n} of {words} words are unsure: {named} and more")
        }
        n => format!("page {page}: read by text recognition; {n} of {words} words are unsure: {named}"),
    };
    (words > 0).then(|| Warning::new("ocr", message).at(on_page(page)))
}

/// The glyphs of a line, in points from the image's corner.
pub(crate) fn glyphs(line: &SeenLine, dots_per_inch: u16) -> Vec<Glyph> {
    placed(line, dots_per_inch).iter().flat_map(PlacedWord::glyphs).collect()
}

/// A recognised word in points.
struct PlacedWord<'w> {
    text: &'w str,
    rect: Rect,
    baseline: f32,
    size: f32,
    doubtful: bool,
}

/// Shares of the type's size that letters stand above their line.
const TALL: f32 = 0.7;
const LOW: f32 = 0.48;

/// The words of a line on its common baseline, in points.
fn placed(line: &SeenLine, dots_per_inch: u16) -> Vec<PlacedWord<'_>> {
    let points = 72.0 / f32::from(dots_per_inch.max(1));
    let hangs = |w: &&SeenWord| w.text.contains(['g', 'j', 'p', 'q', 'y', 'Q', ',', ';', '(', ')', '|', '[', ']', '/']);
    let feet: Vec<f32> = line.iter().filter(|w| !hangs(w)).map(|w| w.bounds[3]).collect();
    let deepest = || line.iter().map(|w| w.bounds[3] - 0.2 * (w.bounds[3] - w.bounds[1])).collect();
    let baseline = points * middle(if feet.is_empty() { deepest() } else { feet });
    let tall =
        |w: &SeenWord| w.text.contains(|c: char| c.is_uppercase() || c.is_ascii_digit() || "bdfhklt".contains(c));
    let size = |w: &SeenWord| (baseline - points * w.bounds[1]) / if tall(w) { TALL } else { LOW };
    let letters = |w: &&SeenWord| w.text.contains(char::is_alphanumeric);
    let sizes: Vec<f32> = line.iter().filter(letters).map(size).collect();
    let size = middle(if sizes.is_empty() { line.iter().map(size).collect() } else { sizes }).clamp(3.0, 200.0);
    let word = |w: &'_ SeenWord| {
        let [left, _, right, _] = w.bounds.map(|v| v * points);
        Rect { left, top: baseline - ASCENT * size, right, bottom: baseline + DESCENT * size }
    };
    let doubtful = |w: &SeenWord| w.confidence < LEAST_CONFIDENCE;
    line.iter().map(|w| PlacedWord { text: &w.text, rect: word(w), baseline, size, doubtful: doubtful(w) }).collect()
}

fn middle(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

impl PlacedWord<'_> {
    /// Its characters side by side, and a space.
    fn glyphs(&self) -> Vec<Glyph> {
        let count = self.text.chars().count().max(1);
        let step = self.rect.width() / count as f32;
        let glyph = |(i, char): (usize, char)| {
            let left = self.rect.left + step * i as f32;
            let right = if i < count { left + step } else { left };
            let rect = Rect { left, right, ..self.rect };
            let (baseline, size, doubtful) = (self.baseline, self.size, self.doubtful);
            Glyph { char, rect, baseline, size, bold: false, turn: 0, invisible: true, doubtful }
        };
        self.text.chars().chain([' ']).enumerate().map(glyph).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: f32, top: f32, bottom: f32, confidence: f32) -> SeenWord {
        SeenWord { text: text.to_owned(), bounds: [left, top, left + 100.0, bottom], confidence }
    }

    fn seen(line: SeenLine) -> Seen {
        Seen { lines: vec![line], dots_per_inch: DOTS_PER_INCH, empty: false }
    }

    #[test]
    fn words_stand_on_a_line_where_nothing_is_printed() {
        let line = vec![word("Bake", 300.0, 100.0, 130.0, 0.9), word("rye", 450.0, 109.0, 138.0, 0.3)];
        let mut drawing = Drawing { width: 600.0, height: 800.0, images: 1.0, ..Drawing::default() };
        let said = put(&mut drawing, &seen(line.clone()), 2).unwrap();
        assert_eq!(said.message, "page 2: read by text recognition; 1 of 2 words are unsure: \"rye\"");
        let read: String = drawing.glyphs.iter().map(|g| g.char).collect();
        assert_eq!(read, "Bake rye ");
        let points = 0.24;
        assert!(drawing.glyphs.iter().all(|g| (g.baseline - 130.0 * points).abs() < 0.01), "the line's foot");
        assert!((drawing.glyphs[0].rect.left - 300.0 * points).abs() < 0.01);
        assert_eq!(drawing.glyphs.iter().filter(|g| g.doubtful).count(), 4);
        drawing.glyphs.iter_mut().for_each(|g| g.invisible = false);
        assert_eq!(put(&mut drawing, &seen(line), 2), None, "printed text is not read again");
    }
}
