//! Whether a file can be handed to the first library.
//!
//! A few numbers in a file make the library fill the memory or overflow the stack, which no
//! catching of panics stops.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, Stream};

/// Most codes of a font: they have two bytes.
const MOST_CODES: i64 = 0x1_0000;
/// Deepest nesting of the braces of a function's program.
const DEEPEST: usize = 64;

/// True if nothing is known to stop the first library from reading a file.
pub(crate) fn is_sound(pdf: &Pdf) -> bool {
    pdf.objects().into_iter().all(|object| match object {
        Object::Dict(dict) => has_sound_widths(&dict),
        Object::Stream(stream) => !is_deep_program(&stream),
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
        assert!(!is_sound(&file(&program(&("{".repeat(9_000) + &"}".repeat(9_000))))));
    }
}
