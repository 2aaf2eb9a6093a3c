//! Text without what printing, copying and encoding leave in it: ligature characters, invisible
//! characters, spaces of other widths, footnote signs, and UTF-8 that was read as something else.

use cvf_document::is_invisible;
use cvf_document::mojibake::{self, Misread, Sign};

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

/// The text as it is compared.
pub(crate) fn clean(printed: &str) -> Clean {
    let mut signs: Vec<Sign> = printed.chars().enumerate().map(|(i, c)| (c, i)).collect();
    let length = signs.len();
    let undone = mojibake::undo(&signs);
    let misread = undone.as_ref().map(|u| u.misread);
    signs = undone.map_or(signs, |u| u.signs);
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
    fn what_is_right_stays() {
        for text in ["5 * 3", "a (1) b", "x² stays", "naïve"] {
            assert_eq!(clean(text).misread, None, "{text}");
        }
        assert_eq!(cleaned("5 * 3"), "5 * 3");
        assert_eq!(cleaned("our values[2] and aims*, always†"), "our values and aims, always");
    }
}
