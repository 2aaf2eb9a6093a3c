//! A copy of another edition: one finding in place of dozens of missing statements.

use super::{Rule, RuleInfo, Severity};
use crate::finding::Finding;
use crate::matching::Matching;
use crate::{Checker, Subject};
use cvf_framework::Profile;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "edition",
    severity: Severity::Warning,
    what: r#"A copy that prints the names of the framework, and the statements of another edition."#,
    why: r#"Readers take it for the current text. A check against this canon cannot say more about it, so it fails whatever the severity, unless nothing is to fail."#,
    example: r#""follows edition 2024 of Competency and Values Framework: 2 of its 60 statements are those of 2016"."#,
    remedy: r#"Replace it by the edition that holds, or check it against the canon of its own edition."#,
};

/// Fewest statements under the canon's names before they tell an edition that is not known.
pub(crate) const FEWEST: usize = 6;

/// How many statements a copy has, and how many of them are the canon's.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    pub(crate) alike: usize,
    pub(crate) statements: usize,
}

pub(crate) fn finding(checker: &Checker<'_>, matching: &Matching, other: Option<&Profile>, told: Told) -> Finding {
    let canon = &checker.canon.framework;
    let ours = canon.edition.clone().unwrap_or_else(|| canon.id.clone());
    let theirs = other.map_or("another edition".to_owned(), |e| format!("edition {} of {}", e.edition, e.name));
    let Told { alike, statements } = told;
    let message = format!("follows {theirs}: {alike} of its {statements} statements are those of {ours}");
    let at = matching.stream.segments.first().map(|s| s.at.clone()).unwrap_or_default();
    let subject = Subject { at, ..Subject::none() };
    Finding { message, ..subject.finding(Rule::Edition, INFO.severity, 0.95, None, None) }
}
