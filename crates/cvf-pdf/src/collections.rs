//! Characters of fonts that only say where in a character collection a glyph stands: those of
//! Chinese, Japanese and Korean text without a map to Unicode.

use hayro_interpret::font::OutlineGlyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use std::collections::BTreeMap;

/// What the codes of a font are.
#[derive(Debug)]
enum Collection {
    /// Places in a collection: the maps from codes to places, and from places to characters.
    Places(Box<[CMap; 2]>),
    /// Characters themselves.
    Characters,
    /// Places that a map to Unicode gives, as some producers write it, in place of characters.
    Ranges(Box<CMap>),
}

impl Collection {
    fn character(&self, code: u32) -> Option<BfString> {
        match self {
            Self::Places(maps) => {
                let [encoding, unicode] = maps.as_ref();
                unicode.lookup_bf_string(place(encoding, code)?)
            }
            Self::Characters => char::from_u32(code).map(BfString::Char),
            Self::Ranges(map) => char::from_u32(place(map, code)?).map(BfString::Char),
        }
    }
}

/// The place of a code, however many bytes it has.
fn place(map: &CMap, code: u32) -> Option<u32> {
    (1..=4).find_map(|bytes| map.lookup_cid_code(code, bytes))
}

/// Collections of a document's fonts, by the fonts' names.
#[derive(Debug, Default)]
pub(crate) struct Collections {
    by_name: BTreeMap<String, Collection>,
}

impl Collections {
    /// Notes the collection of a font, if it has one.
    pub(crate) fn note(&mut self, font: &Dict<'_>) {
        let composite = font.get::<Name<'_>>(b"Subtype").is_some_and(|name| name.as_ref() == b"Type0");
        let name = font.get::<Name<'_>>(b"BaseFont").filter(|_| composite);
        if let (Some(name), Some(collection)) = (name, collection(font)) {
            let name = String::from_utf8_lossy(name.as_ref()).into_owned();
            self.by_name.insert(plain_name(&name).to_owned(), collection);
        }
    }

    /// The character of a glyph.
    pub(crate) fn character(&self, glyph: &OutlineGlyph) -> Option<BfString> {
        if self.by_name.is_empty() {
            return None;
        }
        let name = glyph.font_data()?.postscript_name?;
        self.by_name.get(plain_name(&name))?.character(glyph.char_code())
    }
}

/// A font's name without the mark of a subset.
fn plain_name(name: &str) -> &str {
    match name.split_once('+') {
        Some((mark, name)) if mark.len() == 6 => name,
        _ => name,
    }
}

fn collection(font: &Dict<'_>) -> Option<Collection> {
    if font.get::<Name<'_>>(b"ToUnicode").is_some_and(|map| map.as_ref().starts_with(b"Identity-")) {
        return Some(Collection::Characters);
    }
    if let Some(Object::Stream(map)) = font.get::<Object<'_>>(b"ToUnicode")
        && let Some(ranges) = ranges(&map)
    {
        return Some(Collection::Ranges(Box::new(ranges)));
    }
    let descendant = font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let text = |key: &[u8]| info.get::<PdfString<'_>>(key).map(|s| s.as_bytes().to_vec());
    let family = CidFamily::from_registry_ordering(&text(b"Registry")?, &text(b"Ordering")?);
    let unicode = named(family.ucs2_cmap()?)?;
    let encoding = match font.get::<Object<'_>>(b"Encoding")? {
        Object::Name(name) => named(CMapName::from_bytes(name.as_ref()))?,
        Object::Stream(stream) => of_stream(&stream)?,
        _ => return None,
    };
    Some(Collection::Places(Box::new([encoding, unicode])))
}

/// A map to Unicode whose entries are those of a map to places.
fn ranges(map: &Stream<'_>) -> Option<CMap> {
    let bytes = map.decoded_data().ok()?;
    let has = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
    if has(b"begincidrange") || has(b"begincidchar") { CMap::parse(&bytes, load_embedded) } else { None }
}

fn named(name: CMapName<'_>) -> Option<CMap> {
    match name {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        name => CMap::parse(load_embedded(name)?, load_embedded),
    }
}

fn of_stream(stream: &Stream<'_>) -> Option<CMap> {
    CMap::parse(&stream.decoded_data().ok()?, load_embedded)
}
