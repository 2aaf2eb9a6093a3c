//! Differences that printing makes and nobody wrote: they are no drift and no finding.

use crate::finding::Finding;
use cvf_collate::{Difference, DifferenceKind};

/// Takes out numbers that stand in the middle of statements or at a word's end and rise through
/// the copy: page numbers and footnote calls. `known` tells that the copy has such numbers.
pub(crate) fn drop_numbers(findings: &mut Vec<Finding>, known: bool) {
    let numbers: Vec<u32> = findings.iter().filter_map(number).collect();
    let rising = numbers.len() > 1 && numbers.windows(2).all(|pair| pair[0] <= pair[1]);
    if rising || known {
        findings.retain(|f| number(f).is_none());
    }
}

/// Most digits of a page's number.
const DIGITS: usize = 3;

/// The number that a finding's text has more than the canon's.
fn number(finding: &Finding) -> Option<u32> {
    let [change] = finding.changes.as_slice() else { return None };
    let added = change.found.strip_prefix(change.expected.as_str()).filter(|_| finding.rule.is_about_words())?;
    let digits = (1..=DIGITS).contains(&added.len()) && added.bytes().all(|b| b.is_ascii_digit());
    added.parse().ok().filter(|_| digits && !change.expected.ends_with(|c: char| c.is_ascii_digit()))
}

/// True for a difference that a line's end or a lost sign makes.
pub(crate) fn is_noise(d: &Difference, expected: &str, found: &str) -> bool {
    let around = |text: &str, range: &std::ops::Range<usize>| -> String {
        let (from, length) = (range.start.saturating_sub(1), range.len() + 2);
        text.chars().skip(from).take(length).collect()
    };
    let (ours, theirs) = (around(expected, &d.expected_range), around(found, &d.found_range));
    is_line_end(&ours, &theirs) || is_lost_apostrophe(d)
}

/// True for a space behind a slash or a hyphen: a line ended there.
fn is_line_end(expected: &str, found: &str) -> bool {
    let joined = |text: &str| text.replace("/ ", "/").replace("- ", "-").trim().to_owned();
    let signs = |text: &str| text.contains('/') || text.contains('-');
    signs(expected) && expected.trim() != found.trim() && joined(expected) == joined(found)
}

/// True for an apostrophe that became a space or nothing at all, with the word in one piece or two.
fn is_lost_apostrophe(d: &Difference) -> bool {
    if !matches!(d.kind, DifferenceKind::Spelling | DifferenceKind::Wording | DifferenceKind::Punctuation) {
        return false;
    }
    let spaced = |text: &str| text.replace(['’', '\'', '‘'], " ");
    d.expected.contains(['’', '\'']) && spaced(&d.expected) == d.found
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_collate::{Lexicon, differences};
    use cvf_framework::Language;
    use std::collections::BTreeSet;

    fn noise(expected: &str, found: &str) -> bool {
        let (words, language) = (BTreeSet::new(), Language::english());
        let all = differences(expected, found, Lexicon { words: &words, language: &language });
        assert!(!all.is_empty(), "{found}");
        all.iter().all(|d| is_noise(d, expected, found))
    }

    #[test]
    fn a_line_may_end_behind_a_slash_or_a_hyphen() {
        assert!(noise("my own force/unit with others", "my own force/ unit with others"));
        assert!(noise("the long-term view", "the long- term view"));
        assert!(noise("from day-to-day activities", "from day-to- day activities"));
        assert!(!noise("the long-term view", "the long term view"));
        assert!(!noise("the long-term view", "the longterm view"));
    }

    #[test]
    fn an_apostrophe_may_become_a_space() {
        assert!(noise("the public’s trust", "the public s trust"));
        assert!(!noise("the public’s trust", "the public trust"));
        assert!(!noise("a role for all", "a role for a ll"));
    }
}
