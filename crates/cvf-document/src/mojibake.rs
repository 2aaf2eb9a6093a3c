//! Text whose UTF-8 bytes were once read as another encoding ("serviceâ€™s"), made what it was.

use crate::Warning;
use std::ops::RangeInclusive;

/// The encoding that UTF-8 was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misread {
    /// Windows-1252.
    Windows,
    /// Mac Roman.
    Mac,
}

impl Misread {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Windows => "Windows-1252",
            Self::Mac => "Mac Roman",
        }
    }
}

/// A character with the place that it had in the text as printed.
pub type Sign = (char, usize);

/// Most times that a text is taken to have been read wrongly on top of each other.
const MISREADINGS: usize = 3;

/// What Windows-1252 makes of the bytes 0x80 to 0x9f, the undefined ones as they are.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte that Windows-1252 shows as a character above ASCII.
fn byte(c: char) -> Option<u8> {
    match u8::try_from(u32::from(c)) {
        Ok(byte) if byte >= 0xa0 => Some(byte),
        _ => HIGH.iter().position(|high| *high == c).and_then(|i| u8::try_from(0x80 + i).ok()),
    }
}

/// Characters that such texts have above ASCII: Latin letters and signs, punctuation, currency,
/// bullets and arrows, ligatures, pictures.
const LIKELY: [RangeInclusive<char>; 6] = [
    '\u{a0}'..='\u{24f}',
    '\u{2010}'..='\u{2044}',
    '\u{20a0}'..='\u{2bff}',
    '\u{f0a7}'..='\u{f0fc}',
    '\u{fb00}'..='\u{fb06}',
    '\u{1f300}'..='\u{1faff}',
];

/// What Mac Roman shows of a sign of punctuation: `‚Ä` and one of these.
const MAC: [(char, char); 8] =
    [('ò', '‘'), ('ô', '’'), ('ú', '“'), ('ù', '”'), ('ì', '–'), ('î', '—'), ('¶', '…'), ('¢', '•')];

/// The character that the beginning of a text was, and how many characters it became.
fn original(signs: &[Sign]) -> Option<(char, usize, Misread)> {
    let next = |i: usize| signs.get(i).map(|s| s.0);
    let lead = byte(next(0)?)?;
    if (next(0), next(1)) == (Some('‚'), Some('Ä')) {
        let sign = MAC.iter().find(|(shown, _)| next(2) == Some(*shown));
        return sign.map(|(_, sign)| (*sign, 3, Misread::Mac));
    }
    let len = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = signs.get(..len).and_then(|s| s.iter().map(|s| byte(s.0)).collect());
    let found = bytes.and_then(|bytes| std::str::from_utf8(&bytes).ok()?.chars().next());
    if let Some(found) = found.filter(|c| LIKELY.iter().any(|range| range.contains(c))) {
        return Some((found, len, Misread::Windows));
    }
    let blank = |i: usize| next(i).is_some_and(char::is_whitespace);
    let ends = |i: usize| next(i).is_none_or(|c| c.is_whitespace() || ".,;:!?)".contains(c));
    match (next(0), next(1)) {
        // The closing quotation mark has a byte that Windows-1252 does not know, so it is often lost.
        (Some('â'), Some('€')) if ends(2) => Some(('”', 2, Misread::Windows)),
        // The second byte of a space that does not break was taken for one that does.
        (Some('Â'), _) if blank(1) => Some((' ', 2, Misread::Windows)),
        _ => None,
    }
}

/// Characters as they were before they were read wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The characters, each with the place of the first that it became.
    pub signs: Vec<Sign>,
    /// What the text was taken for.
    pub misread: Misread,
    /// How many characters were put right.
    pub count: usize,
}

/// Puts right what was read wrongly, also several times; `None` if nothing was.
pub fn undo(signs: &[Sign]) -> Option<Undone> {
    let mut undone: Option<Undone> = None;
    for _ in 0..MISREADINGS {
        let signs = undone.as_ref().map_or(signs, |u| &u.signs);
        let Some(once) = undo_once(signs) else { break };
        let (misread, count) = undone.map_or((once.misread, once.count), |u| (u.misread, u.count));
        undone = Some(Undone { misread, count, ..once });
    }
    undone
}

fn undo_once(signs: &[Sign]) -> Option<Undone> {
    if !signs.iter().any(|(c, _)| *c == '‚' || byte(*c).is_some_and(|b| b >= 0xc2)) {
        return None;
    }
    let (mut out, mut misread, mut count, mut at) = (Vec::with_capacity(signs.len()), None, 0, 0);
    while let Some(sign) = signs.get(at) {
        match original(&signs[at..]) {
            Some((c, len, kind)) => {
                out.push((c, sign.1));
                misread = misread.or(Some(kind));
                count += 1;
                at += len;
            }
            None => {
                out.push(*sign);
                at += 1;
            }
        }
    }
    misread.map(|misread| Undone { signs: out, misread, count })
}

/// A text put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text as it was.
    pub text: String,
    /// What it was taken for.
    pub misread: Misread,
    /// How many characters were put right.
    pub count: usize,
}

impl Mended {
    /// What is said of it.
    pub fn warning(&self) -> Warning {
        let (count, name) = (self.count, self.misread.name());
        let message = format!(
            "its encoding is broken: UTF-8 was once read as {name}; {count} characters are read as what they were"
        );
        Warning::new(CODE, message)
    }
}

const CODE: &str = "mojibake";

/// The text put right; `None` if it is right.
pub fn mend(text: &str) -> Option<Mended> {
    if text.is_ascii() {
        return None;
    }
    let signs: Vec<Sign> = text.chars().enumerate().map(|(i, c)| (c, i)).collect();
    let Undone { signs, misread, count } = undo(&signs)?;
    Some(Mended { text: signs.into_iter().map(|(c, _)| c).collect(), misread, count })
}

/// What a source was taken for, as the warnings of its reader say.
pub fn told(warnings: &[Warning]) -> Option<Misread> {
    let warning = warnings.iter().find(|w| w.code == CODE)?;
    Some(if warning.message.contains(Misread::Mac.name()) { Misread::Mac } else { Misread::Windows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_as_letters_are_mended() {
        for (printed, right, misread, count) in [
            ("the serviceâ€™s cafÃ© â€“ Â£5", "the service’s café – £5", Misread::Windows, 4),
            ("the publicÃ¢â‚¬â„¢s trust", "the public’s trust", Misread::Windows, 3),
            ("‘tried and testedâ€™ isÂ not", "‘tried and tested’ is not", Misread::Windows, 2),
            ("â€œit worksâ€ now", "“it works” now", Misread::Windows, 2),
            ("‚Ä¢ the public‚Äôs trust", "• the public’s trust", Misread::Mac, 2),
        ] {
            let mended = mend(printed).unwrap();
            assert_eq!((mended.text.as_str(), mended.misread, mended.count), (right, misread, count), "{printed}");
            assert_eq!(told(&[mended.warning()]), Some(misread));
        }
    }

    #[test]
    fn right_text_is_left_alone() {
        for text in ["café – “naïve” £5", "plain", "Ångström, Ã and â", "São Paulo, château", "Âge d’or", "‚quoted‘"]
        {
            assert_eq!(mend(text), None, "{text}");
        }
    }
}
