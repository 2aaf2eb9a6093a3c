//! Text whose UTF-8 bytes were once read as Windows-1252 ("serviceâ€™s"), made what it was.

use crate::Warning;
use std::ops::RangeInclusive;

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

/// The character whose bytes the next characters are, and how many they are.
fn character(chars: &[char]) -> Option<(char, usize)> {
    let lead = byte(*chars.first()?)?;
    let len = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = chars.get(..len)?.iter().map(|c| byte(*c)).collect::<Option<_>>()?;
    let found = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    LIKELY.iter().any(|range| range.contains(&found)).then_some((found, len))
}

/// The text with every such character mended, and how many there were; `None` if there are none.
pub fn mend(text: &str) -> Option<(String, usize)> {
    let lead = |c: char| byte(c).is_some_and(|b| b >= 0xc2);
    if !text.chars().any(lead) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut count, mut at) = (String::with_capacity(text.len()), 0, 0);
    while at < chars.len() {
        match character(&chars[at..]) {
            Some((c, len)) => {
                out.push(c);
                count += 1;
                at += len;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    (count > 0).then_some((out, count))
}

/// What is said of a text in which `count` characters were mended.
pub fn warning(count: usize) -> Warning {
    let message = format!(
        "its encoding is broken: UTF-8 was once read as Windows-1252; {count} characters are read as what they were"
    );
    Warning::new("mojibake", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_as_letters_are_mended() {
        let (text, count) = mend("the serviceâ€™s cafÃ© â€“ Â£5").unwrap_or_default();
        assert_eq!((text.as_str(), count), ("the service’s café – £5", 4));
    }

    #[test]
    fn right_text_is_left_alone() {
        for text in ["café – “naïve” £5", "plain", "Ångström, Ã and â", "São Paulo, château"] {
            assert_eq!(mend(text), None, "{text}");
        }
    }
}
