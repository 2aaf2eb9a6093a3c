//! Texts whose lines are numbered, as listings and papers of a court are: the numbers are no text.

use crate::lines::SourceLine;
use std::ops::Range;

/// Fewer numbered lines may be a list.
const LEAST_LINES: usize = 8;
/// Longest number, in digits.
const LONGEST_NUMBER: usize = 5;

/// Takes the numbers of lines off and gives the offsets of their digits and signs. Lines are numbered, and are
/// no items of a list, where every line has a number that follows the last one, and some line goes
/// on in the middle of a sentence or has nothing but its number.
pub(crate) fn strip(stream: &[char], lines: &mut [SourceLine]) -> Vec<usize> {
    let visible = |line: &SourceLine| stream[line.range.clone()].iter().any(|c| !c.is_whitespace());
    let shown: Vec<usize> = (0..lines.len()).filter(|&i| visible(&lines[i])).collect();
    let numbers: Option<Vec<Number>> = shown.iter().map(|&i| Number::of(stream, &lines[i])).collect();
    let Some(numbers) = numbers.filter(|n| n.len() >= LEAST_LINES && n.windows(2).all(|p| p[1].follows(&p[0]))) else {
        return Vec::new();
    };
    if !numbers.iter().any(|n| n.is_of_line) {
        return Vec::new();
    }
    let mut signs = Vec::new();
    for (&i, number) in shown.iter().zip(&numbers) {
        signs.extend(number.signs.clone());
        lines[i].range.start = number.text;
    }
    signs
}

/// The number that a line begins with.
#[derive(Debug)]
struct Number {
    value: u32,
    /// Offsets of its digits and of the sign behind them.
    signs: Range<usize>,
    /// Where the text of the line begins: one blank behind the number is no indent.
    text: usize,
    /// What follows is no beginning of an item.
    is_of_line: bool,
}

impl Number {
    fn of(stream: &[char], line: &SourceLine) -> Option<Self> {
        let chars = &stream[line.range.clone()];
        let indent = chars.iter().take_while(|c| c.is_whitespace()).count();
        let digits: String = chars[indent..].iter().take_while(|c| c.is_ascii_digit()).collect();
        let signed = matches!(chars.get(indent + digits.len()), Some(':' | '|'));
        let end = indent + digits.len() + usize::from(signed);
        let parted = chars.get(end).is_none_or(|c| c.is_whitespace());
        let value = digits.parse().ok().filter(|_| digits.len() <= LONGEST_NUMBER && parted)?;
        let text = chars[end..].iter().find(|c| !c.is_whitespace());
        let start = line.range.start;
        Some(Self {
            value,
            signs: start + indent..start + end,
            text: start + (end + 1).min(chars.len()),
            is_of_line: text.is_none_or(|c| c.is_lowercase()),
        })
    }

    /// True for the next number, or the first of a new page; blank lines may be counted.
    fn follows(&self, last: &Self) -> bool {
        /// Most blank lines in a row that have numbers.
        const BLANKS: u32 = 5;
        (1..=BLANKS).contains(&self.value.saturating_sub(last.value))
            || (self.value == 1 && last.value as usize >= LEAST_LINES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> Vec<String> {
        let stream: Vec<char> = text.chars().collect();
        let mut lines = crate::lines::split(&stream);
        strip(&stream, &mut lines);
        lines.iter().map(|l| stream[l.range.clone()].iter().collect()).collect()
    }

    #[test]
    fn numbers_of_lines_go() {
        let text = "  1  Care\n  2  Level 1\n  3  - I listen to what\n  4  others say.\n  5\n  6  - I ask.\n  7  Craft\n  8  - I act.\n  9  - I help.";
        assert_eq!(stripped(text)[..5], [" Care", " Level 1", " - I listen to what", " others say.", ""]);
        assert_eq!(stripped(&text.replace("  5\n", "\n"))[3], " others say.");
    }

    #[test]
    fn numbers_of_items_stay() {
        let items: Vec<String> = (1..=12).map(|n| format!("{n} I do task {n}.")).collect();
        let text = items.join("\n");
        assert_eq!(stripped(&text).join("\n"), text);
        let named = format!("Care\n{text}\nand more");
        assert_eq!(stripped(&named).join("\n"), named);
    }
}
