//! Text without what printing, copying and encoding leave in it: ligature characters, invisible
//! characters, spaces of other widths, footnote signs, and UTF-8 that was read as something else.

use cvf_document::is_invisible;

/// How a text was read wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Misread {
    /// UTF-8 read as Windows-1252.
    Windows,
    /// UTF-8 read as Mac Roman.
    Mac,
}

impl Misread {
    /// The encoding that the bytes were taken for.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Windows => "Windows-1252",
            Self::Mac => "Mac Roman",
        }
    }
}

/// A text as it is compared, with the place of each character in the text as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clean {
    pub(crate) text: String,
    /// For each character of the text, the character as printed that it stands for.
    pub(crate) from: Vec<usize>,
    /// Characters as printed.
    pub(crate) length: usize,
    pub(crate) misread: Option<Misread>,
}

/// A character with its place.
type Sign = (char, usize);

/// Most times that a text is taken to have been read wrongly on top of each other.
const MISREADINGS: usize = 3;

/// The text as it is compared.
pub(crate) fn clean(printed: &str) -> Clean {
    let mut signs: Vec<Sign> = printed.chars().enumerate().map(|(i, c)| (c, i)).collect();
    let length = signs.len();
    let mut misread = None;
    for _ in 0..MISREADINGS {
        let Some(kind) = reread(&mut signs) else { break };
        misread = misread.or(Some(kind));
    }
    let signs = without_calls(&plain(&signs));
    let (text, from) = signs.into_iter().unzip();
    Clean { text, from, length, misread }
}

/// The cleaned text alone.
pub fn cleaned(printed: &str) -> String {
    clean(printed).text
}

/// Ligatures as letters, one sort of space and hyphen, nothing invisible.
fn plain(signs: &[Sign]) -> Vec<Sign> {
    let mut out: Vec<Sign> = Vec::with_capacity(signs.len());
    for &(c, at) in signs {
        match c {
            c if is_invisible(c) => {}
            '\u{fb00}'..='\u{fb06}' => out.extend(letters(c).chars().map(|l| (l, at))),
            c if c.is_whitespace() => {
                if out.last().is_some_and(|(last, _)| *last != ' ') {
                    out.push((' ', at));
                }
            }
            '\u{2010}' | '\u{2011}' => out.push(('-', at)),
            _ => out.push((c, at)),
        }
    }
    if out.last().is_some_and(|(c, _)| *c == ' ') {
        out.pop();
    }
    out
}

fn letters(ligature: char) -> &'static str {
    const LETTERS: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    LETTERS[(u32::from(ligature) as usize).wrapping_sub(0xfb00) % LETTERS.len()]
}

/// Without footnote calls: superscript digits, daggers and stars behind a word, `[3]`.
fn without_calls(signs: &[Sign]) -> Vec<Sign> {
    let mut out: Vec<Sign> = Vec::with_capacity(signs.len());
    let mut at = 0;
    while at < signs.len() {
        let behind = out.last().is_some_and(|(c, _)| c.is_alphabetic() || ".,;:!?)’”'\"".contains(*c));
        match call(&signs[at..]).filter(|_| behind) {
            Some(length) => at += length,
            None => {
                out.push(signs[at]);
                at += 1;
            }
        }
    }
    out
}

/// Characters of the footnote call that a text begins with.
fn call(signs: &[Sign]) -> Option<usize> {
    let c = |i: usize| signs.get(i).map(|s| s.0);
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡' | '*');
    let ends = |i: usize| c(i).is_none_or(|c| !c.is_alphanumeric());
    if c(0).is_some_and(raised) {
        let length = signs.iter().take_while(|s| raised(s.0)).count();
        return ends(length).then_some(length);
    }
    let digits = signs.iter().skip(1).take_while(|s| s.0.is_ascii_digit()).count();
    ((1..=2).contains(&digits) && c(0) == Some('[') && c(digits + 1) == Some(']')).then_some(digits + 2)
}

/// Puts right what is UTF-8 read as something else; `None` if nothing is.
fn reread(signs: &mut Vec<Sign>) -> Option<Misread> {
    let suspicious = |c: &Sign| matches!(c.0, 'Â' | 'Ã' | 'â' | '‚' | '¬' | 'ï' | 'Å');
    if !signs.iter().any(suspicious) {
        return None;
    }
    let mut found = None;
    let mut out = Vec::with_capacity(signs.len());
    let mut at = 0;
    while at < signs.len() {
        match original(&signs[at..]) {
            Some((c, length, kind)) => {
                out.push((c, signs[at].1));
                at += length;
                found = found.or(Some(kind));
            }
            None => {
                out.push(signs[at]);
                at += 1;
            }
        }
    }
    *signs = out;
    found
}

/// The character that the beginning of a text was before it was read wrongly, and how many
/// characters it became.
fn original(signs: &[Sign]) -> Option<(char, usize, Misread)> {
    for length in (2..=4).rev().filter(|n| *n <= signs.len()) {
        let bytes: Option<Vec<u8>> = signs[..length].iter().map(|s| windows(s.0)).collect();
        if let Some(c) = bytes.and_then(|bytes| decoded(&bytes)) {
            return Some((c, length, Misread::Windows));
        }
    }
    let first: Vec<char> = signs.iter().take(3).map(|s| s.0).collect();
    match first.as_slice() {
        ['‚', 'Ä', last] => mac(*last).map(|c| (c, 3, Misread::Mac)),
        // The closing quotation mark has a byte that Windows-1252 does not know, so it is often lost.
        ['â', '€', next, ..] if next.is_whitespace() || ".,;:!?)".contains(*next) => {
            Some(('”', 2, Misread::Windows))
        }
        // The second byte of a space that does not break was taken for one that does.
        ['Â', next, ..] if next.is_whitespace() => Some((' ', 2, Misread::Windows)),
        ['â', '€'] => Some(('”', 2, Misread::Windows)),
        _ => None,
    }
}

/// The one character that some bytes are, if they are one beyond ASCII.
fn decoded(bytes: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut chars = text.chars();
    let only = chars.next().filter(|c| !c.is_ascii() && (!c.is_control() || *c == '\u{a0}'))?;
    chars.next().is_none().then_some(only)
}

/// The byte of a character in Windows-1252; those it does not know stand for themselves.
fn windows(c: char) -> Option<u8> {
    const HIGH: [(char, u8); 27] = [
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8a),
        ('‹', 0x8b),
        ('Œ', 0x8c),
        ('Ž', 0x8e),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9a),
        ('›', 0x9b),
        ('œ', 0x9c),
        ('ž', 0x9e),
        ('Ÿ', 0x9f),
    ];
    let known = HIGH.iter().find(|(high, _)| *high == c).map(|(_, byte)| *byte);
    known.or_else(|| u8::try_from(u32::from(c)).ok().filter(|byte| *byte >= 0x80))
}

/// The sign that Mac Roman shows as `‚Ä` and this.
fn mac(last: char) -> Option<char> {
    const SIGNS: [(char, char); 8] =
        [('ò', '‘'), ('ô', '’'), ('ú', '“'), ('ù', '”'), ('ì', '–'), ('î', '—'), ('¶', '…'), ('¢', '•')];
    SIGNS.iter().find(|(shown, _)| *shown == last).map(|(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_know_where_they_were_printed() {
        let text = clean("an of\u{fb01}ce\u{200b} of\u{a0}\u{ad}ours¹.");
        assert_eq!(text.text, "an office of ours.");
        assert_eq!((text.from[5], text.from[6], text.from[7]), (5, 5, 6));
        assert_eq!(text.length, 20);
        assert_eq!(text.from.len(), text.text.chars().count());
    }

    #[test]
    fn text_read_in_the_wrong_encoding_is_put_right() {
        for (printed, right, kind) in [
            ("the publicâ€™s trust", "the public’s trust", Misread::Windows),
            ("the publicÃ¢â‚¬â„¢s trust", "the public’s trust", Misread::Windows),
            ("‘tried and testedâ€™ isÂ not", "‘tried and tested’ is not", Misread::Windows),
            ("caf\u{c3}\u{a9}", "café", Misread::Windows),
            ("the public‚Äôs trust", "the public’s trust", Misread::Mac),
        ] {
            assert_eq!((cleaned(printed).as_str(), clean(printed).misread), (right, Some(kind)), "{printed}");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for text in ["Âge d’or à la française", "5 * 3", "a (1) b", "x² stays", "naïve", "‚quoted‘"] {
            assert_eq!(clean(text).misread, None, "{text}");
        }
        assert_eq!(cleaned("5 * 3"), "5 * 3");
        assert_eq!(cleaned("our values[2] and aims*, always†"), "our values and aims, always");
    }
}
