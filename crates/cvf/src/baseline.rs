//! The baseline: findings that are known, so that a check fails on new ones only.

use crate::Problem;
use crate::decisions::{CopyName, FindingDecision, Reach, Signature, Verdict, is_date, no_date};
use cvf_check::Report;
use cvf_framework::yaml;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file of known findings. It marks them and hides none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Version of this file's shape.
    #[serde(default)]
    pub version: u32,
    /// The findings, by copy and place.
    #[serde(default)]
    pub findings: Vec<FindingDecision>,
}

/// What a new baseline has more or less than the old one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renewed {
    /// The new baseline.
    pub baseline: Baseline,
    /// Findings that were not in the old one.
    pub added: usize,
    /// Entries of the old one whose finding is gone.
    pub removed: usize,
}

/// Reads a baseline.
///
/// # Errors
/// [`Problem`] with the place for a text that is no baseline.
pub fn baseline(path: &str, text: &str) -> Result<Baseline, Problem> {
    let baseline: Baseline = yaml::from_str(text).map_err(|e| Problem::yaml(path, e))?;
    let wrong = baseline.findings.iter().find(|f| f.expires.as_ref().is_some_and(|d| !is_date(d)));
    match wrong {
        Some(entry) => Err(no_date(path, &entry.fingerprint)),
        None => Ok(baseline),
    }
}

/// The text of a baseline.
///
/// # Errors
/// [`Problem`] if it cannot be written.
pub fn baseline_text(path: &str, baseline: &Baseline) -> Result<String, Problem> {
    yaml::to_string(baseline, None).map_err(|e| Problem::yaml(path, e))
}

/// The baseline after a check: entries of the copies that were checked stay if their finding is
/// still there under the same texts, open findings are added, entries of other copies stay.
/// With a reason the new entries are accepted; without one they are only known.
pub fn renew(old: &Baseline, report: &Report, names: &BTreeMap<String, CopyName>, by: &Signature) -> Renewed {
    let verdict = if by.reason.is_empty() { Verdict::Known } else { Verdict::Accepted };
    let mut kept = vec![false; old.findings.len()];
    let mut added = Vec::new();
    let mut checked = Vec::new();
    for copy in &report.copies {
        let name = names.get(&copy.source).cloned().unwrap_or_else(|| CopyName::of(copy));
        for finding in &copy.findings {
            let is_it =
                |d: &FindingDecision| d.fingerprint == finding.fingerprint && name.is_meant(d) && d.fits(finding);
            match old.findings.iter().position(is_it) {
                Some(index) => kept[index] = true,
                None if finding.status == "new" => {
                    added.push(FindingDecision::about(finding, verdict, Reach::Copy, &name.name, None, by));
                }
                None => {}
            }
        }
        checked.push(name);
    }
    let is_gone = |index: usize, d: &FindingDecision| {
        !kept[index] && checked.iter().any(|name| d.copy.as_ref() == Some(&name.name))
    };
    let stay: Vec<FindingDecision> =
        old.findings.iter().enumerate().filter(|(i, d)| !is_gone(*i, d)).map(|(_, d)| d.clone()).collect();
    let (removed, more) = (old.findings.len() - stay.len(), added.len());
    let mut findings = [stay, added].concat();
    findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    Renewed { baseline: Baseline { version: 1, findings }, added: more, removed }
}

fn sort_key(d: &FindingDecision) -> (&Option<String>, &Option<String>, &Option<String>, &str, &str) {
    (&d.copy, &d.publisher, &d.place, d.rule.info().id, &d.fingerprint)
}
