use crate::plant::Planted;
use cvf::{CopyReport, Finding, Rule, Severity};
use std::collections::BTreeMap;

/// How many faults of a rule were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Planted.
    pub planted: usize,
    /// Planted and found under the right rule.
    pub found: usize,
    /// Reported and not planted.
    pub false_alarms: usize,
}

impl Score {
    /// Share of the planted faults that were found; 1 for none.
    pub fn recall(&self) -> f64 {
        if self.planted == 0 { 1.0 } else { self.found as f64 / self.planted as f64 }
    }

    /// Share of the findings that are of planted faults; 1 for none.
    pub fn precision(&self) -> f64 {
        let reported = self.found + self.false_alarms;
        if reported == 0 { 1.0 } else { self.found as f64 / reported as f64 }
    }
}

/// Scores of many copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By rule.
    pub rules: BTreeMap<Rule, Score>,
    /// Planted rule, rule found in its place (none: nothing), how often.
    pub confusion: BTreeMap<(Rule, Option<Rule>), usize>,
    /// By sort of fault.
    pub sorts: BTreeMap<&'static str, Score>,
    /// False alarms of severity warning or error.
    pub loud: usize,
    /// Copies.
    pub copies: usize,
    /// The first few failures, in words.
    pub failures: Vec<String>,
}

/// Most failures that are kept in words.
const MOST_FAILURES: usize = 200;

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        for (rule, s) in other.rules {
            sum(self.rules.entry(rule).or_default(), s);
        }
        for (sort, s) in other.sorts {
            sum(self.sorts.entry(sort).or_default(), s);
        }
        for (pair, n) in other.confusion {
            *self.confusion.entry(pair).or_default() += n;
        }
        self.loud += other.loud;
        self.copies += other.copies;
        let room = MOST_FAILURES.saturating_sub(self.failures.len());
        self.failures.extend(other.failures.into_iter().take(room));
    }

    /// Compares what was planted in a copy with what was found in it.
    pub(crate) fn of(name: &str, planted: &[Planted], report: Option<&CopyReport>) -> Self {
        let mut tally = Self { copies: 1, ..Self::default() };
        let mut open: Vec<&Finding> = report.iter().flat_map(|r| &r.findings).collect();
        for fault in planted {
            let hit = open.iter().position(|f| is_found(fault, f));
            let found = hit.map(|at| open.remove(at));
            tally.count(fault, found.is_some());
            if found.is_none() {
                let instead = open.iter().find(|f| is_about(fault, f)).map(|f| f.rule);
                *tally.confusion.entry((fault.rule, instead)).or_default() += 1;
                tally.failures.push(format!("{name}: not found: {} {:?} {}", fault.sort, fault.ids, fault.text));
            }
        }
        open.iter().for_each(|f| tally.false_alarm(name, f));
        if report.is_none() {
            tally.loud += 1;
            tally.failures.push(format!("{name}: nothing recognised"));
        }
        tally
    }

    fn count(&mut self, fault: &Planted, found: bool) {
        for score in [self.rules.entry(fault.rule).or_default(), self.sorts.entry(fault.sort).or_default()] {
            score.planted += 1;
            score.found += usize::from(found);
        }
    }

    fn false_alarm(&mut self, name: &str, finding: &Finding) {
        self.rules.entry(finding.rule).or_default().false_alarms += 1;
        self.loud += usize::from(finding.severity >= Severity::Warning);
        let changes: Vec<String> =
            finding.changes.iter().map(|c| format!("{:?} => {:?}", c.expected, c.found)).collect();
        let about = finding.indicator.as_deref().or(finding.found.as_deref()).unwrap_or("-");
        let rule = finding.rule.info().id;
        self.failures.push(format!("{name}: false alarm: {rule} {about} {} {}", finding.message, changes.join("; ")));
    }
}

fn sum(to: &mut Score, other: Score) {
    to.planted += other.planted;
    to.found += other.found;
    to.false_alarms += other.false_alarms;
}

fn is_about(fault: &Planted, finding: &Finding) -> bool {
    if fault.ids.is_empty() {
        let found = finding.found.as_deref().unwrap_or_default();
        return !found.is_empty() && found == fault.text;
    }
    finding.indicator.as_ref().is_some_and(|id| fault.ids.contains(id))
}

fn is_found(fault: &Planted, finding: &Finding) -> bool {
    finding.rule == fault.rule && finding.meaning == fault.meaning && is_about(fault, finding)
}
