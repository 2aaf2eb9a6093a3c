//! Mail that quotes: the signs in front of its lines are no text of theirs.

use crate::lines::SourceLine;
use std::ops::Range;

/// Fewer lines that begin with `>` are no mail.
const LEAST_LINES: usize = 4;

/// What was quoted, and what stands around it.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    /// Offsets of the signs.
    pub(crate) signs: Vec<usize>,
    /// Lines of the mail around the quoted ones, by their index: attribution and signature.
    pub(crate) around: Vec<Range<usize>>,
}

/// Takes the signs of quoted lines off. A text is quoted, and does not use the sign as a bullet,
/// where quoted lines are blank or have markers and headings of their own.
pub(crate) fn strip(stream: &[char], lines: &mut [SourceLine]) -> Quoted {
    let depth = |line: &SourceLine| signs(&stream[line.range.clone()]);
    let depths: Vec<usize> = lines.iter().map(depth).collect();
    let quoted: Vec<usize> = (0..lines.len()).filter(|i| depths[*i] > 0).collect();
    let blank = |i: &&usize| lines[**i].range.len() == depths[**i];
    let blanks = quoted.iter().filter(blank).count();
    let (Some(first), Some(last)) = (quoted.first().copied(), quoted.last().copied()) else { return Quoted::default() };
    let visible = |i: usize| stream[lines[i].range.clone()].iter().any(|c| !c.is_whitespace());
    let within = (first..=last).filter(|i| visible(*i)).count();
    if quoted.len() < LEAST_LINES || blanks == 0 || quoted.len() * 3 < within * 2 {
        return Quoted::default();
    }
    let mut found = Quoted::default();
    for i in quoted {
        let start = lines[i].range.start;
        found.signs.extend((start..start + depths[i]).filter(|at| !stream[*at].is_whitespace()));
        lines[i].range.start = start + depths[i];
    }
    found.around = [0..first, last + 1..lines.len()].into_iter().filter(|range| !range.is_empty()).collect();
    found
}

/// How many characters of a line are signs of quoting, with the space behind each.
fn signs(line: &[char]) -> usize {
    let mut at = 0;
    while line.get(at) == Some(&'>') {
        at += 1;
        if line.get(at) == Some(&' ') {
            at += 1;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> (Vec<String>, usize) {
        let stream: Vec<char> = text.chars().collect();
        let mut lines = crate::lines::split(&stream);
        let quoted = strip(&stream, &mut lines);
        let shown = lines.iter().map(|l| stream[l.range.clone()].iter().collect()).collect();
        (shown, quoted.around.len())
    }

    #[test]
    fn signs_of_quoting_go() {
        let (lines, around) = stripped("Pat wrote:\n> Care\n>\n> - I listen.\n> > - I ask.\n-- \nPat");
        assert_eq!(lines[1..5], ["Care", "", "- I listen.", "- I ask."]);
        assert_eq!(around, 2);
    }

    #[test]
    fn the_sign_as_a_bullet_stays() {
        let text = "Care\n> I listen.\n> I ask.\nCraft\n> I act.\n> I help.\n";
        assert_eq!(stripped(text).0[1], "> I listen.");
    }
}
