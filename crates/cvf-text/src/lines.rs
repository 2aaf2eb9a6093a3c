use std::ops::Range;

/// A line of the source.
#[derive(Clone, Debug)]
pub(crate) struct SourceLine {
    /// Characters of the stream, without the line end.
    pub(crate) range: Range<usize>,
    /// Line number, from 1.
    pub(crate) number: usize,
}

/// Splits at LF, CR LF, CR, form feed and the Unicode line and paragraph separators.
pub(crate) fn split(stream: &[char]) -> Vec<SourceLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, &c) in stream.iter().enumerate() {
        let ends = matches!(c, '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let second_half = c == '\n' && at > 0 && stream[at - 1] == '\r';
        if second_half {
            start = at + 1;
        } else if ends {
            lines.push(SourceLine { range: start..at, number: lines.len() + 1 });
            start = at + 1;
        }
    }
    lines.push(SourceLine { range: start..stream.len(), number: lines.len() + 1 });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let stream: Vec<char> = "a\r\nb\rc\nd\u{c}e".chars().collect();
        let lines: Vec<String> = split(&stream).iter().map(|l| stream[l.range.clone()].iter().collect()).collect();
        assert_eq!(lines, ["a", "b", "c", "d", "e"]);
    }
}
