//! What decisions, a baseline and settings say of findings. They mark; they hide nothing.

use crate::config::{Config, Ignore};
use crate::decisions::{CopyName, FindingDecision, Verdict};
use cvf_check::{CopyReport, Finding, Report, Review, Severity};
use std::collections::BTreeMap;

/// What is known about findings before they are reported.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Reviewers' decisions.
    pub decisions: &'a [FindingDecision],
    /// A baseline, if one is used.
    pub baseline: &'a [FindingDecision],
    /// Ignored findings, and severities.
    pub config: Option<&'a Config>,
    /// Today, as year-month-day; without it nothing expires.
    pub today: Option<&'a str>,
}

/// What no longer fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outdated {
    /// Decisions about a text that has changed or is gone.
    pub stale: Vec<String>,
    /// Decisions that were to be looked at again by now.
    pub expired: Vec<String>,
}

/// Marks the findings of a report. `names` says how decisions name each copy.
pub fn judge(report: &mut Report, names: &BTreeMap<String, CopyName>, known: Known<'_>) -> Outdated {
    let mut outdated = Outdated::default();
    for copy in &mut report.copies {
        let name = names.get(&copy.source).cloned().unwrap_or_else(|| CopyName::of(copy));
        if let Some(config) = known.config {
            settings(copy, config);
        }
        for finding in &mut copy.findings {
            mark(finding, &name, known, &mut outdated);
        }
        absent(copy, &name, known, &mut outdated);
    }
    outdated
}

fn settings(copy: &mut CopyReport, config: &Config) {
    for finding in &mut copy.findings {
        // A change of meaning is not made less serious by a setting for its rule.
        if let Some(severity) = config.severities.get(&finding.rule).filter(|_| !finding.meaning) {
            finding.severity = *severity;
        }
    }
}

fn mark(finding: &mut Finding, name: &CopyName, known: Known<'_>, outdated: &mut Outdated) {
    let meant =
        |d: &&FindingDecision| d.fingerprint == finding.fingerprint && d.rule == finding.rule && name.is_meant(d);
    // The last word counts, and a decision counts before the baseline.
    let found = known.decisions.iter().rev().chain(known.baseline.iter().rev()).find(meant);
    let Some(decision) = found else {
        return ignored(finding, name, known);
    };
    if !decision.fits(finding) {
        outdated.stale.push(format!("{}: the text under it has changed", decision.shown()));
        return ignored(finding, name, known);
    }
    let is_over = known.today.zip(decision.expires.as_deref()).is_some_and(|(today, end)| end <= today);
    if is_over {
        outdated.expired.push(format!(
            "{}: to be looked at again since {}",
            decision.shown(),
            decision.expires.clone().unwrap_or_default()
        ));
    }
    finding.status = match (is_over, decision.verdict) {
        (true, _) => "expired",
        (false, Verdict::Accepted) => "baselined",
        (false, Verdict::Rejected) => "rejected",
        (false, Verdict::Known) => "unchanged",
    }
    .to_owned();
    finding.review = Some(decision.review()).filter(|r| *r != Review::default());
}

fn ignored(finding: &mut Finding, name: &CopyName, known: Known<'_>) {
    let ignores = known.config.map(|c| c.ignores.as_slice()).unwrap_or_default();
    if let Some(ignore) = ignores.iter().find(|i| i.is_about(finding, &name.name)) {
        finding.status = "ignored".to_owned();
        finding.review = Some(Review { reason: ignore.reason.clone(), ..Review::default() });
    }
}

/// Decisions about this very copy whose finding is no longer there.
fn absent(copy: &CopyReport, name: &CopyName, known: Known<'_>, outdated: &mut Outdated) {
    for decision in known.decisions.iter().chain(known.baseline) {
        let is_there = copy.findings.iter().any(|f| f.fingerprint == decision.fingerprint);
        if decision.copy.as_ref() == Some(&name.name) && !is_there {
            let mended = if decision.verdict == Verdict::Rejected {
                "mended, or the text has changed"
            } else {
                "no longer found"
            };
            outdated.stale.push(format!("{}: {mended}; it may be removed", decision.shown()));
        }
    }
}

impl Ignore {
    fn is_about(&self, finding: &Finding, copy: &str) -> bool {
        let place = finding.indicator.as_deref().or(finding.competency.as_deref()).unwrap_or_default();
        self.rule.is_none_or(|r| r == finding.rule)
            && self.copy.as_deref().is_none_or(|pattern| is_like(copy, pattern))
            && self.place.as_deref().is_none_or(|pattern| is_like(place, pattern))
            && (finding.severity < Severity::Error || !finding.meaning)
    }
}

/// True if a text fits a pattern in which `*` stands for any text.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (text, pattern) in [("a/b.txt", "a/*"), ("a/b.txt", "*.txt"), ("a/b.txt", "a/b.txt"), ("abcabc", "a*b*c")] {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [("a/b.txt", "b*"), ("a/b.txt", "a/b"), ("ab", "ab*b"), ("", "a*")] {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }
}
