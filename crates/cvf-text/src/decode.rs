use crate::MAX_BYTES;
use cvf_document::{Warned, Warning, mojibake};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fmt;

/// Why bytes could not be read as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no visible character.
    Empty,
    /// More bytes than are read, with the size and the limit.
    TooLarge {
        /// Size of the source in bytes.
        bytes: usize,
    },
    /// One line is longer than any text's.
    LineTooLong {
        /// Line, from 1.
        line: usize,
        /// Its length in characters.
        chars: usize,
    },
    /// Not text at all; says what it looks like.
    Binary(&'static str),
    /// Not valid in any encoding that could be told from the bytes.
    Encoding {
        /// Offset of the first byte that is not UTF-8.
        offset: usize,
        /// That byte.
        byte: u8,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there is no text in it"),
            Self::TooLarge { bytes } => {
                write!(f, "too large for a text source: {bytes} bytes, at most {MAX_BYTES} are read")
            }
            Self::LineTooLong { line, chars } => {
                write!(f, "line {line} has {chars} characters, at most {} are read", crate::MAX_LINE)
            }
            Self::Binary(what) => write!(f, "not text: it looks like {what}"),
            Self::Encoding { offset, byte } => {
                write!(f, "not valid UTF-8 (byte 0x{byte:02x} at offset {offset}) and no other encoding fits")
            }
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What a user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Empty => "export the document again, or remove it from the sources",
            Self::TooLarge { .. } | Self::LineTooLong { .. } => {
                "split it, or name only the part that holds the framework"
            }
            Self::Binary(_) => "give the original document's text export",
            Self::Encoding { .. } => "convert it to UTF-8 first, for example with `iconv -t UTF-8`",
        }
    }
}

const MAGIC: &[(&[u8], &str)] = &[
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xff\xfe\0\0", "UTF-32 text, which is not read"),
    (b"\0\0\xfe\xff", "UTF-32 text, which is not read"),
    (b"{\\rtf", "a rich text (RTF) document"),
];

/// Decodes bytes, and mends what was decoded wrongly before: see [`mojibake::mend`].
///
/// # Errors
/// [`ReadError`] for input that is too large, binary or in no encoding that can be told.
pub fn decode(bytes: &[u8]) -> Result<Warned<String>, ReadError> {
    let mut decoded = decode_once(bytes)?;
    if let Some(mended) = mojibake::mend(&decoded.value) {
        decoded.warnings.push(mended.warning());
        decoded.value = mended.text;
    }
    Ok(decoded)
}

/// Decodes bytes: by byte order mark, else UTF-8, else UTF-16 by its zero bytes, else
/// Windows-1252 where every such byte makes sense. Anything but UTF-8 is said in a warning.
///
/// # Errors
/// [`ReadError`] for input that is too large, binary or in no such encoding.
fn decode_once(bytes: &[u8]) -> Result<Warned<String>, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::Binary(what));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with_encoding(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return with_encoding(encoding, bytes);
    }
    if bytes.contains(&0) {
        return Err(ReadError::Binary("binary data"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Warned::clean(text.to_owned())),
        Err(_) if is_windows_1252(bytes) => with_encoding(WINDOWS_1252, bytes),
        Err(error) => Err(encoding_error(bytes, error.valid_up_to())),
    }
}

fn encoding_error(bytes: &[u8], offset: usize) -> ReadError {
    ReadError::Encoding { offset, byte: bytes.get(offset).copied().unwrap_or_default() }
}

fn with_encoding(encoding: &'static Encoding, bytes: &[u8]) -> Result<Warned<String>, ReadError> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        let valid = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
        return Err(encoding_error(bytes, valid));
    }
    let told = format!("decoded as {}: the source is not plain UTF-8", encoding.name());
    let warnings = if encoding == UTF_8 { vec![] } else { vec![Warning::new("encoding", told)] };
    Ok(Warned { value: text.into_owned(), warnings })
}

/// UTF-16 without a mark: nearly every second byte of Latin text is zero, always on one side.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half < 4 {
        return None;
    }
    match (even * 10 > half * 7, odd * 10 > half * 7) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// True if every byte above ASCII is one that English text in Windows-1252 has: typographic
/// quotes, dashes, bullets, currency and the like, or an accented letter beside a plain one.
fn is_windows_1252(bytes: &[u8]) -> bool {
    let letter = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphabetic);
    bytes.iter().enumerate().filter(|(_, b)| !b.is_ascii()).all(|(i, b)| match b {
        0x80 | 0x82 | 0x84..=0x87 | 0x8b | 0x91..=0x97 | 0x99 | 0x9b | 0xa0 | 0xa3 | 0xa7 | 0xa9 => true,
        0xab..=0xae | 0xb0 | 0xb7 | 0xbb..=0xbe => true,
        0xc0..=0xff => letter(bytes.get(i + 1)) || (i > 0 && letter(bytes.get(i - 1))),
        _ => false,
    }) && bytes.iter().all(|&b| b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn utf8_with_and_without_mark_is_the_same_text() {
        assert_eq!(decode(b"\xef\xbb\xbfI listen").unwrap(), decode(b"I listen").unwrap());
    }

    #[test]
    fn other_encodings_are_read_and_said() {
        let windows = decode(b"\x93what if\x94 \x96 caf\xe9").unwrap();
        assert_eq!(windows.value, "“what if” – café");
        assert!(windows.warnings[0].message.contains("windows-1252"));
        let wide = decode(&utf16le("Level 1: I listen")).unwrap();
        assert_eq!((wide.value.as_str(), wide.warnings.len()), ("Level 1: I listen", 1));
        let marked = [b"\xff\xfe".to_vec(), utf16le("é")].concat();
        assert_eq!(decode(&marked).unwrap().value, "é");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"\xff\xd8\xff\xe0JFIF"), Err(ReadError::Binary("a JPEG image")));
        assert_eq!(decode(b"a\0b"), Err(ReadError::Binary("binary data")));
        assert!(matches!(decode(b"abc \xff\xfe\xfa \x81"), Err(ReadError::Encoding { offset: 4, byte: 0xff })));
        assert!(matches!(decode(&vec![b'a'; MAX_BYTES + 1]), Err(ReadError::TooLarge { .. })));
    }
}
