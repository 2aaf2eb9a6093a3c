//! Text that is written from right to left, whose glyphs stand the other way round than they are
//! read. Figures and words of other scripts in it keep their order.

use crate::words::Word;

/// True for letters of scripts that run from right to left: Hebrew, Arabic and their neighbours.
fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// True if letters of the two directions stand side by side: they are of two words.
pub(crate) fn turns(a: char, b: char) -> bool {
    a.is_alphabetic() && b.is_alphabetic() && is_leftward(a) != is_leftward(b)
}

/// True if most letters run from right to left.
pub(crate) fn runs_left(chars: impl Iterator<Item = char>) -> bool {
    let (mut left, mut right) = (0, 0);
    for c in chars.filter(|c| c.is_alphabetic()) {
        if is_leftward(c) { left += 1 } else { right += 1 }
    }
    left > right
}

/// Puts characters in the order in which they are read.
pub(crate) fn reorder<T>(chars: &mut [T], char: impl Fn(&T) -> char) {
    if !runs_left(chars.iter().map(&char)) {
        return;
    }
    chars.reverse();
    let other = |t: &T| char(t).is_alphanumeric() && !is_leftward(char(t));
    let mut at = 0;
    while at < chars.len() {
        let end = chars[at..].iter().take_while(|t| other(t)).count() + at;
        chars[at..end].reverse();
        at = end + 1;
    }
}

/// The words of a line in the order in which they are read.
pub(crate) fn in_reading_order(words: &[Word]) -> Vec<&Word> {
    let leftward = |w: &Word| runs_left(w.chars.iter().map(|(c, _)| *c));
    let (left, right) = words.iter().partition::<Vec<&Word>, _>(|w| leftward(w));
    if left.len() <= right.len() / 2 {
        return words.iter().collect();
    }
    let mut ordered: Vec<&Word> = words.iter().rev().collect();
    let rightward = |w: &&&Word| !leftward(w) && w.chars.iter().any(|(c, _)| c.is_alphabetic());
    let mut at = 0;
    while at < ordered.len() {
        let end = ordered[at..].iter().take_while(rightward).count() + at;
        ordered[at..end].reverse();
        at = end + 1;
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(shown: &str) -> String {
        let mut chars: Vec<char> = shown.chars().collect();
        reorder(&mut chars, |c| *c);
        chars.into_iter().collect()
    }

    #[test]
    fn hebrew_is_read_from_the_right_and_its_figures_from_the_left() {
        assert_eq!(read("םולש"), "שלום");
        assert_eq!(read("2016-ב"), "ב-2016");
        assert_eq!(read("level 3"), "level 3");
    }

    #[test]
    fn letters_of_two_directions_are_of_two_words() {
        assert!(turns('ن', 'P') && turns('n', 'ו'));
        assert!(!turns('a', 'b') && !turns('ן', 'ו') && !turns('ב', '2'));
    }
}
