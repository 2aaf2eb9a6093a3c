//! The baseline: findings that are known, so that a check fails on new ones only.

use crate::Problem;
use crate::decisions::{CopyName, FindingDecision, Reach, Signature, Verdict, is_date, no_date};
use cvf_check::Report;
use cvf_framework::yaml;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    let baseline: Baseline = yaml::from_str(text).map_err(|e| Problem::in_yaml(path, text, e))?;
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
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Renewed { baseline: Baseline { version: 1, findings }, added: more, removed }
}

/// Share of what is known of a copy that must be found again in another one before that one is
/// the same copy under another name.
const SAME: f64 = 0.5;

/// Copies that a baseline knows under a name whose file is gone (`there` is false for it), and
/// that a report has under another name: old and new names. Of two copies that would do, the one
/// with more of the known findings is it.
pub fn renamed(
    baseline: &Baseline,
    report: &Report,
    names: &BTreeMap<String, CopyName>,
    there: &dyn Fn(&str) -> bool,
) -> Vec<(String, String)> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for decision in &baseline.findings {
        if let Some(copy) = &decision.copy {
            known.entry(copy).or_default().insert(&decision.fingerprint);
        }
    }
    let checked: BTreeMap<&str, BTreeSet<&str>> = report
        .copies
        .iter()
        .map(|c| (name_of(c, names), c.findings.iter().map(|f| f.fingerprint.as_str()).collect()))
        .collect();
    let mut pairs: Vec<(usize, &str, &str)> = Vec::new();
    for (old, known_prints) in known.iter().filter(|(old, _)| !checked.contains_key(*old) && !there(old)) {
        for (new, prints) in checked.iter().filter(|(new, _)| !known.contains_key(*new)) {
            let same = known_prints.intersection(prints).count();
            if same > 0 && same as f64 >= SAME * known_prints.len() as f64 {
                pairs.push((same, old, new));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut moves: Vec<(String, String)> = Vec::new();
    for (_, old, new) in pairs {
        if !moves.iter().any(|(o, n)| o == old || n == new) {
            moves.push((old.to_owned(), new.to_owned()));
        }
    }
    moves
}

fn name_of<'a>(copy: &'a cvf_check::CopyReport, names: &'a BTreeMap<String, CopyName>) -> &'a str {
    names.get(&copy.source).map_or(copy.source.as_str(), |n| n.name.as_str())
}

impl FindingDecision {
    /// What entries of a baseline are sorted by.
    pub fn sort_key(&self) -> (&Option<String>, &Option<String>, &Option<String>, &str, &str) {
        (&self.copy, &self.publisher, &self.place, self.rule.info().id, &self.fingerprint)
    }
}
