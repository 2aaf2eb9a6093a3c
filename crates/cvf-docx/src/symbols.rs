//! Signs of symbol fonts as the characters they look like.

/// True for fonts whose letters are pictures.
pub(crate) fn is_symbol_font(font: &str) -> bool {
    let font = font.to_lowercase();
    font.starts_with("wingdings") || font == "symbol" || font.starts_with("webdings") || font == "zapfdingbats"
}

/// The character a sign of a symbol font looks like; a bullet for those that are only
/// ever pictures.
pub(crate) fn sign(font: &str, code: u32) -> char {
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let plain = char::from_u32(code).unwrap_or('\u{fffd}');
    if !is_symbol_font(font) {
        return plain;
    }
    let found = if font.eq_ignore_ascii_case("symbol") { symbol(code) } else { dingbat(code) };
    found.unwrap_or(if code <= 0x20 { ' ' } else { '•' })
}

fn symbol(code: u32) -> Option<char> {
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const GREEK_LOW: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let nth = |letters: &str, base: u32| letters.chars().nth((code - base) as usize);
    match code {
        0x41..=0x5a => nth(GREEK, 0x41),
        0x61..=0x7a => nth(GREEK_LOW, 0x61),
        0x2d => Some('−'),
        0x21..=0x3f if !matches!(code, 0x22 | 0x24 | 0x27 | 0x2a) => char::from_u32(code),
        0xa3 => Some('≤'),
        0xb3 => Some('≥'),
        0xb0 => Some('°'),
        0xb1 => Some('±'),
        0xb4 => Some('×'),
        0xac => Some('←'),
        0xae => Some('→'),
        0xad => Some('↑'),
        0xaf => Some('↓'),
        0xd2 => Some('®'),
        0xd3 => Some('©'),
        0xd4 => Some('™'),
        _ => None,
    }
}

fn dingbat(code: u32) -> Option<char> {
    Some(match code {
        0xa7 => '▪',
        0x6e => '■',
        0x6c => '●',
        0x71 | 0x6f | 0xa8 => '□',
        0x76 => '❖',
        0xd8 => '➢',
        0xfc => '✓',
        0xfb => '✗',
        0xfe => '☑',
        0xe0 => '→',
        0xdf => '←',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_what_they_look_like() {
        assert_eq!(sign("Symbol", 0xf0b7), '•');
        assert_eq!(sign("Wingdings", 0xf0a7), '▪');
        assert_eq!(sign("Symbol", 0x61), 'α');
        assert_eq!(sign("Arial", 0xf041), 'A');
    }
}
