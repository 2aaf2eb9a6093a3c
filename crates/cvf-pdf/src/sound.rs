//! Whether a file can be handed to the first library.
//!
//! A few numbers in a file make the library fill the memory or overflow the stack, which no
//! catching of panics stops.

use cvf_document::Budget;
use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use std::io::Read;

/// Most codes of a font: they have two bytes.
const MOST_CODES: i64 = 0x1_0000;
/// Deepest nesting of the braces of a function's program.
const DEEPEST: usize = 64;

/// True if nothing is known to stop the first library from reading a file.
pub(crate) fn is_sound(pdf: &Pdf) -> bool {
    pdf.objects().into_iter().all(|object| match object {
        Object::Dict(dict) => has_sound_widths(&dict),
        Object::Stream(stream) => has_sound_rows(stream.dict()) && is_bounded(&stream) && !is_deep_program(&stream),
        _ => true,
    })
}

/// The library keeps a width for every code from the first on, and for every one of a range.
fn has_sound_widths(dict: &Dict<'_>) -> bool {
    let first = dict.get::<i64>(b"FirstChar").unwrap_or_default();
    let ranges = [b"W".as_slice(), b"W2"].into_iter().filter_map(|key| dict.get::<Array<'_>>(key));
    first < MOST_CODES && ranges.into_iter().all(|array| has_sound_ranges(&array))
}

fn has_sound_ranges(array: &Array<'_>) -> bool {
    let number = |object: Object<'_>| if let Object::Number(n) = object { n.as_i64() } else { 0 };
    array.iter::<Object<'_>>().all(|object| number(object) < MOST_CODES)
}

/// Widest row that a predictor works on, in bytes; an image of a hundred million pixels has a
/// hundredth of it.
const WIDEST_ROW: i64 = 1 << 24;

/// The library keeps two rows of a stream with a predictor, as wide as the file says.
fn has_sound_rows(dict: &Dict<'_>) -> bool {
    let wide = |parms: &Dict<'_>| {
        let number = |key: &[u8], usual: i64| parms.get::<i64>(key).unwrap_or(usual).max(0);
        let bits = number(b"Colors", 1).saturating_mul(number(b"BitsPerComponent", 8));
        number(b"Columns", 1).saturating_mul(bits) / 8 > WIDEST_ROW
    };
    [b"DecodeParms".as_slice(), b"DP"].into_iter().all(|key| {
        let alone = dict.get::<Dict<'_>>(key).is_some_and(|parms| wide(&parms));
        let each = dict.get::<Array<'_>>(key);
        let any = each.is_some_and(|list| {
            list.iter::<Object<'_>>().any(|object| if let Object::Dict(parms) = object { wide(&parms) } else { false })
        });
        !alone && !any
    })
}

/// Most that one byte inflates to.
const INFLATION: usize = 1032;

/// True if the first filters of a stream, where they only inflate, give no more than is decoded.
/// Images are bounded by their sides.
fn is_bounded(stream: &Stream<'_>) -> bool {
    let inflating = stream.filters().iter().take_while(|f| **f == Filter::FlateDecode).count();
    let most = Budget::Decoded.bytes();
    let is_image = stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|kind| kind.as_ref() == b"Image");
    let raw = stream.raw_data();
    let worst = (0..inflating).fold(raw.len(), |size, _| size.saturating_mul(INFLATION));
    if worst <= most || (is_image && inflating == 1) {
        return true;
    }
    let mut reader: Box<dyn Read + '_> = Box::new(&*raw);
    for _ in 0..inflating {
        reader = Box::new(ZlibDecoder::new(reader).take(most as u64 + 1));
    }
    // What is damaged ends there; the library sees to it.
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        size += read;
    }
    size <= most
}

fn is_deep_program(stream: &Stream<'_>) -> bool {
    if stream.dict().get::<i32>(b"FunctionType") != Some(4) {
        return false;
    }
    let mut depth = 0_usize;
    let program = stream.decoded_data().unwrap_or_default();
    program.iter().any(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with one object beside the page.
    fn file(object: &str) -> Pdf {
        let text = format!(
            "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] \
             /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n4 0 \
             obj\n{object}\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
        );
        Pdf::new(text.into_bytes()).unwrap()
    }

    fn program(text: &str) -> String {
        format!("<< /FunctionType 4 /Length {} >>\nstream\n{text}\nendstream", text.len())
    }

    #[test]
    fn what_fills_memory_or_stack_is_seen() {
        assert!(is_sound(&file("<< /FirstChar 32 /W [1 3 500 7 [600 700]] >>")));
        assert!(is_sound(&file(&program("{ dup 0 lt { neg } if }"))));
        assert!(!is_sound(&file("<< /W [0 4000000000 500] >>")));
        assert!(!is_sound(&file("<< /FirstChar 4000000000 >>")));
        let rows = |columns: u64| {
            format!("<< /DecodeParms [<< /Predictor 12 /Columns {columns} >>] /Length 0 >>\nstream\n\nendstream")
        };
        assert!(is_sound(&file(&rows(5_000))));
        assert!(!is_sound(&file(&rows(2_000_000_000))));
        assert!(!is_sound(&file(&program(&("{".repeat(9_000) + &"}".repeat(9_000))))));
    }
}
