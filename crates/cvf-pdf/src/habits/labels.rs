//! Labels of a digit and a letter, whose 1 is read as a letter: `ta` for `1a`.

use crate::words::Word;

/// What a 1 is read as in front of a letter.
const SIGNS: &str = "tlIi|";
/// Letters of such labels: with others they would be words, as "it" and "is".
const LETTERS: std::ops::RangeInclusive<char> = 'a'..='d';
/// Least room, in em, behind a label.
const ROOM: f32 = 0.8;

/// Reads them as what they are where another label of the document has the digit; how many.
pub(super) fn undo(pages: &mut [Vec<Vec<Word>>]) -> usize {
    let labels = || pages.iter().flatten().filter_map(|line| label(line));
    if !labels().any(|(sign, _)| sign == '1') {
        return 0;
    }
    let mut done = 0;
    for line in pages.iter_mut().flatten() {
        if label(line).is_some_and(|(sign, _)| SIGNS.contains(sign)) {
            let first = &mut line[0].chars[0].0;
            let said = std::mem::replace(first, '1');
            line[0].said = Some(said);
            done += 1;
        }
    }
    done
}

/// The sign and letter that stand before a line with room behind them.
fn label(line: &[Word]) -> Option<(char, char)> {
    let first = line.first()?;
    let apart = line.get(1).is_none_or(|next| next.rect.left - first.rect.right > ROOM * first.size);
    match first.chars.as_slice() {
        [(sign, _), (letter, _)] if apart && LETTERS.contains(letter) => Some((*sign, *letter)),
        _ => None,
    }
}
