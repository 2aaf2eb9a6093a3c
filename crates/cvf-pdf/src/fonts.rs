//! What a font says of itself: bold, or made of symbols.

use crate::collections::Collections;
use hayro_font::{FontCache, FontGlyph as AnyGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::{Glyph, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object};
use std::collections::BTreeMap;

/// What is known of a font.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Face {
    pub(crate) bold: bool,
    pub(crate) symbolic: bool,
}

/// Faces of fonts that do not tell their name with each glyph (Type 1), by glyph.
#[derive(Debug, Default)]
pub(crate) struct Fonts {
    by_glyph: BTreeMap<u128, Face>,
    collections: Collections,
}

impl Fonts {
    /// Loads the simple fonts of a document and notes whose glyphs are whose.
    pub(crate) fn of(pdf: &Pdf) -> Self {
        let mut fonts = Self::default();
        let (cache, settings) = (FontCache::new(), InterpreterSettings::default());
        for object in pdf.objects() {
            let Object::Dict(dict) = object else { continue };
            fonts.collections.note(&dict);
            let Some(face) = simple_face(&dict) else { continue };
            let Some(font) = cache.font(&dict, &settings.font_resolver, &settings.cmap_resolver) else { continue };
            for code in 0..=255 {
                if let AnyGlyph::Outline(glyph) = font.glyph(font.map_code(code), code) {
                    fonts.by_glyph.insert(glyph.identifier().cache_key(), face);
                }
            }
        }
        fonts
    }

    /// What character a glyph is.
    pub(crate) fn character(&self, glyph: &Glyph<'_>) -> Option<BfString> {
        let found = glyph.as_unicode().filter(|found| !matches!(found, BfString::Char('\0' | '\u{fffd}')));
        match glyph {
            Glyph::Outline(outline) => found.or_else(|| self.collections.character(outline)),
            Glyph::Type3(_) => found,
        }
    }

    /// The face of a glyph's font.
    pub(crate) fn face(&self, glyph: &Glyph<'_>) -> Face {
        let Glyph::Outline(glyph) = glyph else { return Face::default() };
        named(glyph).or_else(|| self.by_glyph.get(&glyph.identifier().cache_key()).copied()).unwrap_or_default()
    }
}

fn named(glyph: &OutlineGlyph) -> Option<Face> {
    let data = glyph.font_data()?;
    let face = data.postscript_name.as_deref().map(face).unwrap_or_default();
    Some(Face { bold: face.bold || data.weight.is_some_and(|w| w >= 600), ..face })
}

/// The face of a Type 1 or TrueType font dictionary.
fn simple_face(dict: &Dict<'_>) -> Option<Face> {
    let subtype = dict.get::<Name<'_>>(b"Subtype")?;
    let simple = [b"Type1".as_slice(), b"MMType1", b"TrueType"].contains(&subtype.as_ref());
    let name = dict.get::<Name<'_>>(b"BaseFont").filter(|_| simple)?;
    Some(face(&String::from_utf8_lossy(name.as_ref())))
}

/// What a font's name says.
fn face(name: &str) -> Face {
    let name = name.rsplit('+').next().unwrap_or(name).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    Face {
        bold: has(&["bold", "black", "heavy", "semibold", "demi"]),
        symbolic: has(&["wingdings", "webdings", "dingbats", "opensymbol", "starsymbol", "symbolmt"])
            || name == "symbol",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_face() {
        assert_eq!(face("ABCDEF+Calibri-Bold"), Face { bold: true, symbolic: false });
        assert_eq!(face("Wingdings-Regular"), Face { bold: false, symbolic: true });
        assert_eq!(face("ArialMT"), Face::default());
    }
}
