//! A text that breaks off before its end, and where.

use super::{Rule, RuleInfo, Severity};
use crate::finding::{Change, Finding};
use crate::texts::Pair;
use cvf_collate::words::{Sort, Token, plain, tokens};
use cvf_collate::{Lexicon, differences};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "truncated",
    severity: Severity::Error,
    what: r#"An indicator that breaks off before its end."#,
    why: r#"The condition or aim at the end is often what sets the level."#,
    example: r#""I anticipate and identify organisational barriers that stop the police service from""#,
    remedy: r#"Restore the end."#,
};

/// The finding of a pair of which the canon's text is kept up to a character.
pub(crate) fn finding(pair: Pair<'_>, kept: usize) -> Finding {
    let Pair { subject, expected, found, confidence, .. } = pair;
    let lost: String = expected.chars().skip(kept).collect();
    let lost = lost.trim().to_owned();
    let rule = Rule::Truncated;
    Finding {
        message: format!("breaks off: \"{lost}\" is lost"),
        changes: vec![Change { expected: lost, found: String::new() }],
        ..subject.finding(rule, rule.info().severity, confidence, Some(expected), Some(found))
    }
}

/// Where a text breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Characters of the expected text that are kept.
    pub(crate) kept: usize,
    /// Characters of the found text that print them: signs and the rest of a word at its end
    /// are the cut's, no differences of their own.
    pub(crate) printed: usize,
}

/// Fewest words whose loss at the end is a truncation where the found text has no end mark.
const LOST: usize = 2;
/// Fewest words where it has one, or where the expected text has none either: one or two words
/// before a full stop are a matter of wording.
const LOST_BEFORE_STOP: usize = 3;
/// Words at the cut that are the same on both sides where an end mark stands behind them.
const SURE: usize = 2;

/// The cut of a text that is the beginning of the expected one, but for small differences.
pub(crate) fn cut(expected: &str, found: &str, lexicon: Lexicon<'_>) -> Option<Cut> {
    let (a, b) = (tokens(expected), tokens(found));
    let (ours, theirs) = (word_places(&a), word_places(&b));
    let stopped = found.ends_with(['.', '!', '?']) || !expected.ends_with(['.', '!', '?', '’', '\'', '”', '"']);
    let least = if stopped { LOST_BEFORE_STOP } else { LOST };
    if theirs.len() < 2 || ours.len() < theirs.len() + least - 1 {
        return None;
    }
    let near = (0..ours.len()).filter(|n| (n + 1).abs_diff(theirs.len()) <= 2 && ours.len() - n > least);
    let scored = near.filter_map(|n| {
        let torn = is_beginning(&b[*theirs.last()?], &a[ours[n]]);
        if stopped && (torn || !ends_alike(&a, &ours[..=n], &b, &theirs)) {
            return None;
        }
        let back = usize::from(torn);
        let (kept, printed) = (end_of(&a, ours[..=n].len() - back, &ours), end_of(&b, theirs.len() - back, &theirs));
        let head = |text: &str, n: usize| text.chars().take(n).collect::<String>();
        let changes = differences(&head(expected, kept), &head(found, printed), lexicon);
        let cost: usize = changes.iter().map(|d| d.expected_range.len() + d.found_range.len()).sum();
        Some((cost, ours.len() - n, Cut { kept, printed }))
    });
    let (cost, _, cut) = scored.min_by_key(|(cost, lost, _)| (*cost, *lost))?;
    (cost * 4 <= cut.printed).then_some(cut)
}

/// Indices of the tokens that are words.
fn word_places(tokens: &[Token]) -> Vec<usize> {
    (0..tokens.len()).filter(|&i| tokens[i].sort == Sort::Word).collect()
}

/// Characters up to the end of the `n`th word.
fn end_of(tokens: &[Token], n: usize, words: &[usize]) -> usize {
    n.checked_sub(1).map_or(0, |last| tokens[words[last]].range.end)
}

/// True for a word that another begins with.
fn is_beginning(found: &Token, expected: &Token) -> bool {
    let (found, expected) = (plain(&found.text), plain(&expected.text));
    found != expected && expected.starts_with(&found)
}

fn ends_alike(a: &[Token], ours: &[usize], b: &[Token], theirs: &[usize]) -> bool {
    let tail = |tokens: &[Token], words: &[usize]| -> Vec<String> {
        words.iter().rev().take(SURE).map(|&i| plain(&tokens[i].text)).collect()
    };
    tail(a, ours) == tail(b, theirs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    #[test]
    fn a_statement_that_breaks_off_is_truncated() {
        for kept in ["I teach new bakers to judge", "I teach new bakers to judge a well-baked crumb by"] {
            let found = findings(|l| l[1].statements[1] = kept.to_owned());
            assert_eq!(told(&found), [(Rule::Truncated, Some("1.1"))], "{kept}");
        }
    }

    #[test]
    fn a_lost_sentence_is_truncated_too() {
        let found = findings(|l| l[1].statements[2] = "I change a recipe only after three trial loaves.".to_owned());
        assert_eq!(told(&found), [(Rule::Truncated, Some("1.2"))]);
    }
}
