//! What has been filled into the fields of a form, and notes on the page, where the file does not
//! draw them: many programs leave that to the viewer.

use crate::glyphs::{ASCENT, DESCENT, Glyph, turned};
use crate::shape::Rect;
use hayro_interpret::TransformExt;
use hayro_interpret::kurbo::Point;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, String as PdfString};
use hayro_syntax::page::Page;

/// Most annotations of a page, and most characters of one, that are looked at.
const MOST: usize = 10_000;
const LONGEST: usize = 20_000;
/// Longest chain of fields that inherit from each other.
const LONGEST_CHAIN: usize = 8;
/// Flags of what is not shown: hidden annotations, those that are not for viewing, passwords.
const HIDDEN: u32 = 1 << 1 | 1 << 5;
const PASSWORD: u32 = 1 << 13;
/// Flag of fields with several lines.
const LINES: u32 = 1 << 12;
/// Size of the type, in points, where the file leaves it to the viewer; and at most so much of the
/// height of a field.
const SIZE: f32 = 12.0;
const OF_HEIGHT: f32 = 0.7;
/// Width of a character and distance of lines, in em.
const WIDE: f32 = 0.5;
const LEADING: f32 = 1.2;

/// Texts of fields and notes in whose boxes nothing is drawn, as glyphs.
pub(crate) fn undrawn(page: &Page<'_>, drawn: &[Glyph]) -> Vec<Glyph> {
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots") else { return Vec::new() };
    let mut found: Vec<Glyph> = Vec::new();
    for annotation in all.iter::<Dict<'_>>().take(MOST) {
        let Some((text, lines)) = text(&annotation) else { continue };
        let Some(rect) = place(page, &annotation) else { continue };
        let shown = |g: &Glyph| {
            let (x, y) = g.rect.middle();
            rect.contains(turned(x, y, (4 - g.turn) % 4))
        };
        if !drawn.iter().chain(&found).any(|g| !g.char.is_whitespace() && shown(g)) {
            found.extend(set(&text, &rect, size(&annotation, &rect, lines), lines));
        }
    }
    found
}

/// The text of a field or note, and whether it has room for several lines.
fn text(annotation: &Dict<'_>) -> Option<(String, bool)> {
    if annotation.get::<u32>(b"F").unwrap_or_default() & HIDDEN != 0 {
        return None;
    }
    let kind = annotation.get::<Name<'_>>(b"Subtype")?;
    let flags = inherited(annotation, b"Ff").map_or(0, |o| if let Object::Number(n) = o { n.as_i64() } else { 0 });
    let flags = u32::try_from(flags).unwrap_or_default();
    let (text, lines) = match kind.as_ref() {
        b"FreeText" => (decoded(&annotation.get::<PdfString<'_>>(b"Contents")?), true),
        b"Widget" if flags & PASSWORD == 0 => (value(annotation)?, flags & LINES != 0),
        _ => return None,
    };
    let text: String = text.chars().take(LONGEST).collect();
    (!text.trim().is_empty()).then_some((text, lines))
}

/// What a field holds: its text, or what it shows for its choices.
fn value(field: &Dict<'_>) -> Option<String> {
    let Object::Name(kind) = inherited(field, b"FT")? else { return None };
    let value = inherited(field, b"V")?;
    match kind.as_ref() {
        b"Tx" => string(&value),
        b"Ch" => {
            let options = inherited(field, b"Opt");
            let chosen = match &value {
                Object::Array(several) => several.iter::<Object<'_>>().filter_map(|v| string(&v)).collect(),
                one => vec![string(one)?],
            };
            Some(chosen.iter().map(|v| label(v, options.as_ref())).collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

/// What is shown for a choice.
fn label(value: &str, options: Option<&Object<'_>>) -> String {
    let Some(Object::Array(options)) = options else { return value.to_owned() };
    let pair = |option: Object<'_>| {
        let Object::Array(pair) = option else { return None };
        let pair: Vec<String> = pair.iter::<Object<'_>>().filter_map(|o| string(&o)).collect();
        pair.first().filter(|first| *first == value).and(pair.get(1).cloned())
    };
    options.iter::<Object<'_>>().take(MOST).find_map(pair).unwrap_or_else(|| value.to_owned())
}

/// An entry of a field, or of one that it is a part of.
fn inherited<'a>(field: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut field = field.clone();
    for _ in 0..LONGEST_CHAIN {
        if let Some(found) = field.get::<Object<'a>>(key) {
            return Some(found);
        }
        field = field.get::<Dict<'a>>(b"Parent")?;
    }
    None
}

fn string(object: &Object<'_>) -> Option<String> {
    if let Object::String(string) = object { Some(decoded(string)) } else { None }
}

/// A text string: UTF-16 or UTF-8 with a mark, else near enough Latin-1.
pub(crate) fn decoded(string: &PdfString<'_>) -> String {
    match string.as_bytes() {
        [0xfe, 0xff, wide @ ..] => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, utf8 @ ..] => String::from_utf8_lossy(utf8).into_owned(),
        bytes => bytes.iter().map(|&byte| sign(byte)).collect(),
    }
}

/// Signs of PDFDocEncoding that are not those of Latin-1, from 0x80 on.
const SIGNS: [char; 31] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ',
    'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
];

fn sign(byte: u8) -> char {
    let own = usize::from(byte).checked_sub(0x80).and_then(|at| SIGNS.get(at));
    own.copied().unwrap_or(if byte == 0xa0 { '€' } else { char::from(byte) })
}

/// The box of an annotation on the page as it is shown.
fn place(page: &Page<'_>, annotation: &Dict<'_>) -> Option<Rect> {
    let rect = annotation.get::<PdfRect>(b"Rect")?;
    let transform = page.initial_transform(true).to_kurbo();
    let corner = |x: f64, y: f64| {
        let shown = transform * Point::new(x, y);
        (shown.x as f32, shown.y as f32)
    };
    Rect::around([corner(rect.x0, rect.y0), corner(rect.x1, rect.y1)])
}

/// The size of the type in points: behind the font's name in the default appearance.
fn size(annotation: &Dict<'_>, rect: &Rect, lines: bool) -> f32 {
    let appearance = inherited(annotation, b"DA").and_then(|o| string(&o)).unwrap_or_default();
    let words: Vec<&str> = appearance.split_whitespace().collect();
    let named = words.windows(2).find(|pair| pair[1] == "Tf").and_then(|pair| pair[0].parse().ok());
    let usual = if lines { SIZE } else { SIZE.min(OF_HEIGHT * rect.height()) };
    named.filter(|size| (2.0..=100.0).contains(size)).unwrap_or(usual).max(2.0)
}

/// A text set in its box: from the top, or in the middle of a single line.
fn set(text: &str, rect: &Rect, size: f32, lines: bool) -> Vec<Glyph> {
    let room = if lines { ((rect.width() / (WIDE * size)) as usize).max(1) } else { usize::MAX };
    let first = if lines { rect.top + size } else { rect.middle().1 + 0.3 * size };
    let line = |(i, line): (usize, String)| {
        let baseline = first + LEADING * size * i as f32;
        let glyph = move |(at, char): (usize, char)| {
            let left = rect.left + 2.0 + WIDE * size * at as f32;
            let (top, bottom) = (baseline - ASCENT * size, baseline + DESCENT * size);
            let rect = Rect { left, top, right: left + WIDE * size, bottom };
            Glyph { char, rect, baseline, size, bold: false, turn: 0, invisible: false, doubtful: false }
        };
        line.chars().collect::<Vec<_>>().into_iter().enumerate().map(glyph).collect::<Vec<_>>()
    };
    let parts = text.split(['\r', '\n']).filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| wrapped(part, room)).enumerate().flat_map(line).collect()
}

/// Lines of no more than so many characters, but for longer words.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= room) {
            Some(line) => *line = format!("{line} {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_the_next_word_has_no_room() {
        assert_eq!(wrapped("I listen to people", 9), ["I listen", "to people"]);
        assert_eq!(wrapped("Accountability", 5), ["Accountability"]);
    }

    #[test]
    fn signs_are_told_by_the_encoding_of_documents() {
        let text: String = [b'a', 0x80, 0x90, 0xa0, 0xe9].into_iter().map(sign).collect();
        assert_eq!(text, "a•’€é");
    }
}
