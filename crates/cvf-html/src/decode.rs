//! Bytes → text in the encoding that a browser would take.

use cvf_document::Warning;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes at the start in which a declared encoding is looked for, as far as the head goes:
/// browsers go on behind the first kilobyte too when the head is longer.
const DECLARED_WITHIN: usize = 256 * 1024;

/// Decodes by byte order mark, `label` (of a mail part) or declared encoding, else UTF-8 where
/// valid, else Windows-1252. A guess, or a declaration that the bytes contradict, is warned of.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> (String, Option<Warning>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(), None);
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return (with(encoding, bytes), guess(encoding, "it declares none, and every second byte is zero"));
    }
    let declared = label.and_then(|l| Encoding::for_label(l.as_bytes())).or_else(|| declared(bytes));
    let valid = std::str::from_utf8(bytes);
    match (declared, valid) {
        (Some(encoding), Ok(text)) if encoding != UTF_8 && is_utf8_all_the_same(encoding, text) => {
            (text.to_owned(), guess(UTF_8, &format!("it declares {}, but all of it is valid UTF-8", encoding.name())))
        }
        (Some(encoding), _) if encoding != UTF_8 => (with(encoding, bytes), None),
        (_, Ok(text)) => (text.to_owned(), None),
        (Some(_), Err(_)) if mostly_utf8(bytes) => {
            (with(UTF_8, bytes), guess(UTF_8, "as declared, but some of its bytes are not valid and show as \u{fffd}"))
        }
        (Some(_), Err(_)) => {
            (with(WINDOWS_1252, bytes), guess(WINDOWS_1252, "it declares UTF-8, but its bytes are not"))
        }
        (None, Err(_)) => (with(WINDOWS_1252, bytes), guess(WINDOWS_1252, "it declares none and is not valid UTF-8")),
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn guess(encoding: &'static Encoding, why: &str) -> Option<Warning> {
    Some(Warning::new("encoding", format!("decoded as {}: {why}", encoding.name())))
}

/// Signs above ASCII after which a page in pairs of bytes is no valid UTF-8 by chance: in two or
/// three it happens.
const NOT_BY_CHANCE: usize = 12;

/// A page whose high bytes happen to be valid UTF-8 was saved again without its declaration being
/// changed.
fn is_utf8_all_the_same(declared: &'static Encoding, text: &str) -> bool {
    let least = if declared.is_single_byte() { 1 } else { NOT_BY_CHANCE };
    text.chars().filter(|c| !c.is_ascii()).take(least).count() == least
}

/// True if more of the bytes above ASCII are in valid sequences than not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// UTF-16 without a mark: nearly every second byte of Latin text is zero, always on one side.
pub(crate) fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    match (even * 10 > half * 7, odd * 10 > half * 7) {
        (false, true) if even == 0 && half >= 4 => Some(UTF_16LE),
        (true, false) if odd == 0 && half >= 4 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of the first `meta` that names one, or of an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(DECLARED_WITHIN).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let ends = ["</head", "<body"].into_iter().filter_map(|tag| head.find(tag));
    let head = &head[..ends.min().unwrap_or(head.len())];
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let xml = xml.and_then(|(prolog, _)| prolog.split_once("encoding")).map(|(_, rest)| rest);
    let metas = head.split("<meta").skip(1).filter_map(|m| m.split('>').next()?.split_once("charset"));
    let named = metas.map(|(_, rest)| rest).chain(xml).find_map(|rest| Encoding::for_label(value(rest)?.as_bytes()));
    // Bytes that could be read so far are not UTF-16, whatever they say.
    named.map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e })
}

/// The value behind an equals sign, in quotes or not.
fn value(rest: &str) -> Option<&str> {
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    rest.split(|c: char| c.is_whitespace() || "\"';/>".contains(c)).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_as_a_browser_tells_them() {
        let read = |bytes: &[u8]| decode(bytes, None).0;
        assert!(read(b"<meta charset='windows-1252'><p>caf\xe9 \x96").ends_with("café –"));
        let old = b"<META HTTP-EQUIV=Content-Type CONTENT=\"text/html; charset=iso-8859-2\"><p>\xb1";
        assert!(read(old).ends_with('ą'));
        let long = |between: &str| {
            let style =
                format!("<html><head><style>{}</style>{between}<meta charset=windows-1252>", "p {} ".repeat(900));
            [style.as_bytes(), b"<p>caf\xe9 \x96"].concat()
        };
        assert!(read(&long("")).ends_with("café –"));
        assert!(decode(&long(""), None).1.is_none(), "it is declared, behind a long style");
        assert!(decode(&long("</head><body>"), None).1.is_some(), "what stands in the text declares nothing");
        assert!(read("<?xml version=\"1.0\" encoding=\"utf-8\"?><p>é".as_bytes()).ends_with('é'));
        let wide: Vec<u8> = "<p>I listen é".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(read(&wide).ends_with('é'));
        assert!(read(b"\xff\xfe<\0p\0>\0").starts_with("<p>"));
    }

    #[test]
    fn a_guess_is_said() {
        let said = |bytes: &[u8]| decode(bytes, None).1.map(|w| w.message);
        assert!(said(b"<p>caf\xe9").unwrap().contains("windows-1252"));
        assert!(said(b"<meta charset=utf-8><p>\x93caf\xe9\x94").unwrap().contains("windows-1252"));
        assert!(said("<meta charset=windows-1252><p>café".as_bytes()).unwrap().contains("UTF-8"));
        assert_eq!(said("<p>café".as_bytes()), None);
        let pairs = "<meta charset=gb2312><p>能与他人合作并倾听各方意见";
        assert!(said(pairs.as_bytes()).unwrap().contains("UTF-8"));
        let (short, ..) = encoding_rs::GBK.encode("<meta charset=gbk><p>联通");
        assert_eq!(said(&short), None, "two signs may be valid UTF-8 by chance");
    }
}
