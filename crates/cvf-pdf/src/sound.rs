//! Whether a file can be handed to the first library.
//!
//! A few numbers in a file make the library fill the memory or overflow the stack, which no
//! catching of panics stops.

use crate::ReadError;
use crate::unpacked::is_within;
use cvf_document::Budget;
use hayro_syntax::Filter;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

/// Most codes of a font: they have two bytes.
const MOST_CODES: i64 = 0x1_0000;
/// Deepest nesting of the braces of a function's program.
const DEEPEST: usize = 64;

/// Whether nothing is known to stop the first library from reading a file.
///
/// # Errors
/// [`ReadError::TooMuch`] for a stream that gives more than is decoded, [`ReadError::Unsound`] for
/// numbers beyond all bounds.
pub(crate) fn look(pdf: &Pdf) -> Result<(), ReadError> {
    let mut bounded = true;
    let sound = pdf.objects().into_iter().all(|object| match object {
        Object::Dict(dict) => has_sound_widths(&dict),
        Object::Stream(stream) => {
            bounded = has_sound_rows(stream.dict()) && is_bounded(&stream);
            bounded && !is_deep_program(&stream)
        }
        _ => true,
    });
    match (sound, bounded) {
        (true, _) => Ok(()),
        (false, true) => Err(ReadError::Unsound),
        (false, false) => {
            Err(ReadError::TooMuch(Budget::Decoded.exceeded("a stream of the PDF unpacks to more than is read")))
        }
    }
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

/// True if the filters of a stream give no more than is decoded. A picture that is only inflated is
/// bounded by its sides.
fn is_bounded(stream: &Stream<'_>) -> bool {
    let filters = stream.filters();
    let is_image = stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|kind| kind.as_ref() == b"Image");
    (is_image && filters.as_slice() == [Filter::FlateDecode])
        || is_within(&stream.raw_data(), &filters, Budget::Decoded.bytes())
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

    fn is_sound(pdf: &Pdf) -> bool {
        look(pdf).is_ok()
    }

    fn program(text: &str) -> String {
        format!("<< /FunctionType 4 /Length {} >>\nstream\n{text}\nendstream", text.len())
    }

    #[test]
    fn what_fills_memory_or_stack_is_seen() {
        assert!(is_sound(&file("<< /FirstChar 32 /W [1 3 500 7 [600 700]] >>")));
        assert!(is_sound(&file(&program("{ dup 0 lt { neg } if }"))));
        assert_eq!(look(&file("<< /W [0 4000000000 500] >>")), Err(ReadError::Unsound));
        assert!(!is_sound(&file("<< /FirstChar 4000000000 >>")));
        let rows = |columns: u64| {
            format!("<< /DecodeParms [<< /Predictor 12 /Columns {columns} >>] /Length 0 >>\nstream\n\nendstream")
        };
        assert!(is_sound(&file(&rows(5_000))));
        assert!(matches!(look(&file(&rows(2_000_000_000))), Err(ReadError::TooMuch(_))));
        assert!(!is_sound(&file(&program(&("{".repeat(9_000) + &"}".repeat(9_000))))));
    }
}
