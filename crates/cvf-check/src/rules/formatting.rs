//! Hyphens, punctuation, quotes, capitals, spacing, or an equal spelling.

use super::{Rule, RuleInfo, Severity};
use crate::Subject;
use crate::context::Context;
use crate::finding::{Change, Finding};
use crate::scanned;
use crate::texts::Pair;
use cvf_collate::{Difference, DifferenceKind};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "formatting",
    severity: Severity::Note,
    what: r#"Hyphens, punctuation, capitals, spacing or an equal spelling; the words are the same. "aspect" says which."#,
    why: r#"It does not change the meaning, but it makes copies harder to compare and search."#,
    example: r#""long term" for "long-term""#,
    remedy: r#"Follow the canon when the copy is next edited."#,
};

/// The finding of a difference that touches no word.
pub(crate) fn finding(pair: Pair<'_>, d: Difference) -> Finding {
    let Pair { subject, expected, found, confidence, .. } = pair;
    Finding {
        aspect: aspect(&d).map(str::to_owned),
        message: message(&d),
        changes: vec![Change { expected: d.expected, found: d.found }],
        ..subject.finding(Rule::Formatting, INFO.severity, confidence, Some(expected), Some(found))
    }
}

/// One finding for a copy whose text was read in the wrong encoding.
pub(crate) fn misread(context: &Context<'_>) -> Option<Finding> {
    let kind = context.matching.stream.misread?;
    let at = context.matching.stream.segments.first().map(|s| s.at.clone()).unwrap_or_default();
    let subject = Subject { at, ..Subject::none() };
    let message = format!("its UTF-8 text was read as {0}: write it back as {0}, and read it as UTF-8", kind.name());
    let base = subject.finding(Rule::Formatting, INFO.severity, 0.95, None, None);
    Some(Finding { message, aspect: Some("encoding".to_owned()), ..base })
}

/// A note for each sign that a recogniser took for the letter "I" all through the copy.
pub(crate) fn scanned(context: &Context<'_>) -> Vec<Finding> {
    let make = |(sign, count): &(String, usize)| {
        let letter = scanned::LETTER;
        let message =
            format!("\"{sign}\" stands for \"{letter}\" {count} times: a scan's misreading, taken for \"{letter}\"");
        let base = Subject::none().finding(Rule::Formatting, Severity::Note, 0.9, Some(letter), Some(sign));
        Finding { message, aspect: Some("scan".to_owned()), ..base }
    };
    context.matching.stream.scanned.iter().map(make).collect()
}

/// A note for each text that the layout prints beside statements: it is no part of them.
pub(crate) fn layout(context: &Context<'_>) -> Vec<Finding> {
    let make = |(text, count): &(String, usize)| {
        let subject = Subject::none();
        let message = format!("\"{text}\" stands beside {count} statements and is taken for the layout's");
        let base = subject.finding(Rule::Formatting, Severity::Note, 0.8, None, Some(text));
        Finding { message, aspect: Some("layout".to_owned()), ..base }
    };
    context.matching.layout.iter().map(make).collect()
}

/// In what a difference lies.
pub(crate) fn aspect(d: &Difference) -> Option<&'static str> {
    match d.kind {
        DifferenceKind::Quotes => Some("quotes"),
        DifferenceKind::Hyphen => Some("hyphen"),
        DifferenceKind::Punctuation if d.expected.is_empty() && d.found.is_empty() => Some("spacing"),
        DifferenceKind::Punctuation => Some("punctuation"),
        DifferenceKind::Capitals => Some("capitals"),
        DifferenceKind::Variant => Some("spelling"),
        DifferenceKind::Spelling | DifferenceKind::Wording => None,
    }
}

/// A text that is only printed in capitals differs in one thing.
pub(crate) fn in_capitals(expected: &str, found: &str) -> Option<Difference> {
    let only = expected != found && found.to_uppercase() == found && expected.to_uppercase() == found;
    only.then(|| Difference {
        kind: DifferenceKind::Capitals,
        expected: expected.to_owned(),
        found: found.to_owned(),
        expected_range: 0..expected.chars().count(),
        found_range: 0..found.chars().count(),
        meaning: Vec::new(),
    })
}

/// The hyphens of one compound ("day-to-day") are one change.
pub(crate) fn one_compound(all: Vec<Difference>, expected: &str) -> Vec<Difference> {
    let text: Vec<char> = expected.chars().collect();
    let mut out: Vec<Difference> = Vec::new();
    for next in all {
        let between = out
            .last()
            .map(|last| &text[last.expected_range.end.min(next.expected_range.start)..next.expected_range.start]);
        let joined = between.is_some_and(|b| !b.is_empty() && b.iter().all(|c| c.is_alphanumeric()));
        match out.last_mut().filter(|last| joined && last.kind == DifferenceKind::Hyphen && next.kind == last.kind) {
            Some(last) => {
                let word: String = between.into_iter().flatten().collect();
                let tail = |shown: &str| shown.strip_prefix(word.as_str()).unwrap_or(shown).to_owned();
                last.expected.push_str(&tail(&next.expected));
                last.found.push_str(&tail(&next.found));
                last.expected_range.end = next.expected_range.end;
                last.found_range.end = next.found_range.end;
            }
            None => out.push(next),
        }
    }
    out
}

/// Quotes of another style, as long as both sides have them.
pub(crate) fn is_other_quote(d: &Difference) -> bool {
    let straight = |s: &str| s.replace(['’', '‘', '`', '´'], "'").replace(['“', '”'], "\"");
    d.kind == DifferenceKind::Quotes && straight(&d.expected) == straight(&d.found)
}

fn message(d: &Difference) -> String {
    let (expected, found) = (&d.expected, &d.found);
    if d.kind == DifferenceKind::Capitals && found.to_uppercase() == *found && found.contains(' ') {
        return "printed in capitals".to_owned();
    }
    match (expected.is_empty(), found.is_empty()) {
        (true, true) => "the spacing differs".to_owned(),
        (true, _) => format!("\"{found}\" is added"),
        (_, true) => format!("\"{expected}\" is lost"),
        // The words beside a space say where it is, and nothing about it.
        _ if expected == found => format!("the spacing beside \"{found}\" differs"),
        _ => format!("\"{found}\" is printed for \"{expected}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    #[test]
    fn dress_is_formatting_and_says_in_what() {
        for (right, other, aspect) in [
            ("well-baked", "well baked", "hyphen"),
            ("asked.", "asked", "punctuation"),
            ("I greet each", "I Greet each", "capitals"),
        ] {
            let found = findings(|l| {
                l.iter_mut().flat_map(|l| &mut l.statements).for_each(|s| *s = s.replacen(right, other, 1));
            });
            let shown: Vec<_> = found.iter().map(|f| (f.rule, f.severity, f.aspect.as_deref())).collect();
            assert_eq!(shown, [(Rule::Formatting, Severity::Note, Some(aspect))], "{other}");
        }
    }

    #[test]
    fn a_letter_that_a_recogniser_took_for_a_bar_all_through_is_one_note() {
        for sign in ["|", "l", "1", "!"] {
            let found = findings(|l| {
                l.iter_mut()
                    .flat_map(|l| &mut l.statements)
                    .for_each(|s| *s = s.replacen("I ", &format!("{sign} "), 1));
            });
            let shown: Vec<_> = found.iter().map(|f| (f.rule, f.aspect.as_deref())).collect();
            assert_eq!(shown, [(Rule::Formatting, Some("scan"))], "{sign}");
        }
    }

    #[test]
    fn one_such_letter_is_a_slip() {
        let found = findings(|l| l[0].statements[0] = l[0].statements[0].replacen("I ", "l ", 1));
        assert_eq!(told(&found), [(Rule::Typo, Some("0.0"))]);
    }

    #[test]
    fn a_letter_that_was_a_bullet_is_no_finding() {
        assert_eq!(findings(|l| l.iter_mut().flat_map(|l| &mut l.statements).for_each(|s| *s = format!("e {s}"))), []);
    }

    #[test]
    fn what_the_layout_prints_beside_many_statements_is_one_note() {
        let mark = |s: &mut String| *s = format!("Core {s}");
        let found = findings(|l| l.iter_mut().flat_map(|l| &mut l.statements).for_each(mark));
        let shown: Vec<_> = found.iter().map(|f| (f.rule, f.aspect.as_deref())).collect();
        assert_eq!(shown, [(Rule::Formatting, Some("layout"))]);
    }
}
