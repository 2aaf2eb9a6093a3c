//! Other words than the canon's: added, dropped or replaced.

use super::{Rule, RuleInfo, Severity};
use crate::finding::{Change, Finding};
use crate::texts::Pair;
use cvf_collate::Difference;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wording",
    severity: Severity::Warning,
    what: r#"Other words than the canon's: added, dropped or replaced. It is an error where a modal, a negation, a quantity, an actor or a level word is touched."#,
    why: r#"People are assessed against the wording; a copy with other words sets another standard."#,
    example: r#""I balance the risks" for "I balance risks"; "may" for "must""#,
    remedy: r#"Restore the canon's words, or record the change as a local adaptation."#,
};

/// The finding of a difference in words; where they touch the meaning it is an error.
pub(crate) fn finding(pair: Pair<'_>, d: Difference) -> Finding {
    let Pair { subject, expected, found, confidence, .. } = pair;
    let meaning = !d.meaning.is_empty();
    let severity = if meaning { Severity::Error } else { INFO.severity };
    Finding {
        message: message(&d),
        changes: vec![Change { expected: d.expected, found: d.found }],
        meaning,
        ..subject.finding(Rule::Wording, severity, confidence, Some(expected), Some(found))
    }
}

fn message(d: &Difference) -> String {
    let (expected, found) = (&d.expected, &d.found);
    match (expected.is_empty(), found.is_empty()) {
        (true, _) => format!("\"{found}\" is added"),
        (_, true) => format!("\"{expected}\" is dropped"),
        _ => format!("\"{found}\" stands for \"{expected}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::findings;

    #[test]
    fn other_words_are_wording_and_graver_where_the_meaning_hangs_on_them() {
        for (right, other, severity) in [
            ("clean and dry", "clean and shiny", Severity::Warning),
            ("before they reach", "as soon as they reach", Severity::Warning),
            ("I keep", "I do not keep", Severity::Error),
            ("I wrap", "I may wrap", Severity::Error),
        ] {
            let change = |l: &mut Vec<crate::testing::List>| {
                l.iter_mut().flat_map(|l| &mut l.statements).for_each(|s| *s = s.replacen(right, other, 1));
            };
            let found = findings(change);
            assert_eq!((found.len(), found[0].rule, found[0].severity), (1, Rule::Wording, severity), "{other}");
        }
    }
}
