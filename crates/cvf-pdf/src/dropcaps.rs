//! Drop caps: the large first letter of a paragraph that stands beside two or more of its lines
//! is put to its word.

use crate::glyphs::ASCENT;
use crate::lines::lines;
use crate::words::{Sheet, Word};
use cvf_words::Dictionary;
use std::collections::BTreeSet;

/// So many times as large as its text is a drop cap at least.
const LARGER: f32 = 1.6;
/// Most characters of one: a letter, with a quotation mark before it.
const MOST: usize = 2;
/// Widest room, in em of the text, between it and the lines beside it.
const ROOM: f32 = 0.9;
/// How far from its own top and foot, in em of the text, the lines beside it may begin and end.
const LEVEL: f32 = 1.1;
/// How near to a letter on its own line the rest of its word stands, in em of the text.
const CLOSE: f32 = 0.15;

/// Puts the drop caps of all pages to their words.
pub(crate) fn join(sheets: &mut [Sheet]) {
    let found: Vec<Vec<(usize, usize)>> = sheets.iter().map(|sheet| pairs(&sheet.words)).collect();
    if found.iter().all(Vec::is_empty) {
        return;
    }
    let words = || sheets.iter().flat_map(|s| &s.words).map(|w| key(&w.text()));
    let known: BTreeSet<String> = words().collect();
    for (sheet, pairs) in sheets.iter_mut().zip(found) {
        for (cap, first) in &pairs {
            let (cap, first) = (sheet.words[*cap].clone(), &mut sheet.words[*first]);
            if is_one_word(&cap, first, &known) {
                first.chars.splice(0..0, cap.chars);
                first.rect.left = cap.rect.left;
            } else {
                first.chars.splice(0..0, cap.chars.into_iter().chain([(' ', cap.rect)]));
                first.rect.left = cap.rect.left;
            }
        }
        let caps: BTreeSet<usize> = pairs.iter().map(|p| p.0).collect();
        let mut at = 0..;
        sheet.words.retain(|_| at.next().is_none_or(|i| !caps.contains(&i)));
    }
}

/// Drop caps with the first words of their texts.
fn pairs(words: &[Word]) -> Vec<(usize, usize)> {
    let is_cap = |w: &Word| {
        let letters = w.chars.iter().filter(|(c, _)| c.is_alphabetic()).count();
        letters == 1 && w.chars.len() <= MOST && w.chars.iter().any(|(c, _)| c.is_uppercase()) && !w.invisible
    };
    (0..words.len()).filter(|&i| is_cap(&words[i])).filter_map(|i| Some((i, first_beside(&words[i], words)?))).collect()
}

/// The first word beside a large letter that two lines or more stand beside.
fn first_beside(cap: &Word, words: &[Word]) -> Option<usize> {
    let top = cap.baseline - 0.72 * cap.size;
    let beside = |w: &Word| {
        let small = cap.size >= LARGER * w.size;
        let level = w.baseline > top && w.baseline - ASCENT * w.size < cap.baseline;
        let near = (-0.1 * w.size..ROOM * w.size).contains(&(w.rect.left - cap.rect.right));
        small && level && near
    };
    let mut firsts: Vec<usize> = (0..words.len()).filter(|&i| beside(&words[i])).collect();
    firsts.sort_by(|a, b| words[*a].baseline.total_cmp(&words[*b].baseline));
    let first = *firsts.first()?;
    let (size, last) = (words[first].size, words[*firsts.last()?].baseline);
    let close = words[first].rect.left - cap.rect.right < CLOSE * size;
    if firsts.len() == 1 && close && (words[first].baseline - cap.baseline).abs() < 0.1 * size {
        return words[first].chars.first().is_some_and(|(c, _)| c.is_lowercase()).then_some(first);
    }
    let near = |a: f32, b: f32| (a - b).abs() < LEVEL * size;
    let several = lines(firsts.iter().map(|i| words[*i].clone()).collect()).len() > 1;
    (several && near(words[first].baseline - size, top) && near(last, cap.baseline)).then_some(first)
}

fn key(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// True unless the letter is a word and the text beside it begins with another.
fn is_one_word(cap: &Word, first: &Word, known: &BTreeSet<String>) -> bool {
    let (letter, rest) = (key(&cap.text()), key(&first.text()));
    let joined = format!("{letter}{rest}");
    let lone = matches!(letter.as_str(), "a" | "i" | "o");
    !lone || rest.chars().count() < 2 || known.contains(&joined) || Dictionary::english().is_word(&joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Rect;
    use crate::tags::Mark;

    fn word(text: &str, left: f32, baseline: f32, size: f32) -> Word {
        let rect = Rect { left, top: baseline - 0.75 * size, right: left + 5.0 * text.len() as f32, bottom: baseline };
        Word {
            page: 1,
            chars: text.chars().map(|c| (c, rect)).collect(),
            rect,
            baseline,
            size,
            bold: false,
            invisible: false,
            bullet: false,
            call: false,
            said: None,
            doubtful: false,
            mark: Mark::None,
        }
    }

    fn first(cap: &str, rest: &str) -> String {
        let mut large = word(cap, 50.0, 116.0, 33.0);
        large.rect.right = 72.0;
        let words = vec![
            large,
            word(rest, 74.0, 102.0, 10.0),
            word("lines", 74.0, 116.0, 10.0),
            word("end", 50.0, 130.0, 10.0),
        ];
        let mut sheets = [Sheet { words, ..Sheet::default() }];
        join(&mut sheets);
        sheets[0].words[0].text()
    }

    #[test]
    fn a_large_letter_beside_two_lines_begins_their_first_word() {
        assert_eq!(first("W", "e"), "We");
        assert_eq!(first("I", "n"), "In");
        assert_eq!(first("I", "listen"), "I listen");
        assert_eq!(first("A", "good"), "A good");
    }

    #[test]
    fn a_large_letter_beside_one_line_is_no_drop_cap() {
        let words = vec![word("B", 50.0, 104.0, 20.0), word("and", 56.0, 102.0, 10.0)];
        let mut sheets = [Sheet { words, ..Sheet::default() }];
        join(&mut sheets);
        assert_eq!(sheets[0].words.len(), 2);
    }
}
