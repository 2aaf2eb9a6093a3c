//! What stands above the findings: sums, a row for each copy, a row for each rule.

use crate::clean::{clip, visible};
use crate::said;
use cvf_check::{CopyReport, Finding, Report, Rule, RuleInfo, Severity};
use std::collections::BTreeSet;

/// One number.
pub(super) struct Tile {
    pub(super) class: &'static str,
    pub(super) number: usize,
    pub(super) label: String,
    /// The findings that it counts, as a filter of the page; empty if there is none.
    pub(super) filter: String,
}

/// A copy in one line.
pub(super) struct CopyRow {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) follows: String,
    pub(super) scope: String,
    /// Where its words went.
    pub(super) words: String,
    pub(super) expected: usize,
    pub(super) exact: usize,
    pub(super) changed: usize,
    pub(super) missing: usize,
    pub(super) extra: usize,
    pub(super) excused: String,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    pub(super) reviewed: usize,
    /// Ends of the bar's parts, of 100.
    pub(super) bar: [usize; 3],
}

/// A rule that found something.
pub(super) struct RuleRow {
    pub(super) id: &'static str,
    pub(super) severity: &'static str,
    pub(super) count: usize,
    pub(super) copies: usize,
    pub(super) what: &'static str,
    pub(super) remedy: &'static str,
}

/// A value to filter by.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|f| f.is_open() && f.severity == severity).count()
}

pub(super) fn tiles(report: &Report) -> Vec<Tile> {
    let of = |s: Severity| report.copies.iter().map(|c| count(&c.findings, s)).sum::<usize>();
    let reviewed = said::all(report).filter(|(_, f)| !f.is_open()).count();
    let clean = report.copies.iter().filter(|c| c.findings.is_empty()).count();
    let severities = [Severity::Error, Severity::Warning, Severity::Note].map(Severity::name);
    let plural = |n: usize, one: &str, many: &str| if n == 1 { one.to_owned() } else { many.to_owned() };
    let tile = |class: &'static str, number, one, many| Tile {
        class,
        number,
        label: plural(number, one, many),
        filter: if number > 0 && severities.contains(&class) {
            format!("severity={class}&status=open")
        } else {
            String::new()
        },
    };
    vec![
        tile("error", of(Severity::Error), "error to mend", "errors to mend"),
        tile("warning", of(Severity::Warning), "warning to look at", "warnings to look at"),
        tile("note", of(Severity::Note), "note", "notes"),
        tile("reviewed", reviewed, "known or accepted", "known or accepted"),
        tile("copies", report.copies.len(), "copy checked", "copies checked"),
        tile("clean", clean, "copy without a finding", "copies without a finding"),
    ]
}

pub(super) fn copies(report: &Report) -> Vec<CopyRow> {
    report.copies.iter().enumerate().map(|(i, copy)| row(copy, i + 1)).collect()
}

pub(super) fn row(copy: &CopyReport, number: usize) -> CopyRow {
    let c = &copy.counts;
    let whole = c.expected.max(1);
    let edition = copy.edition.as_deref().unwrap_or_default();
    let excused: Vec<String> = copy.excused.iter().map(|(guideline, n)| format!("{n} under {guideline}")).collect();
    CopyRow {
        number,
        name: clip(&said::path(copy), 300),
        follows: visible(format!("{} {edition}", copy.framework).trim_end()),
        scope: visible(&said::printed(copy)),
        words: said::words(copy),
        expected: c.expected,
        exact: c.exact,
        changed: c.changed,
        missing: c.missing,
        extra: c.extra,
        excused: excused.join(", "),
        errors: count(&copy.findings, Severity::Error),
        warnings: count(&copy.findings, Severity::Warning),
        notes: count(&copy.findings, Severity::Note),
        reviewed: copy.findings.iter().filter(|f| !f.is_open()).count(),
        bar: [
            c.exact * 100 / whole,
            (c.exact + c.changed) * 100 / whole,
            (c.exact + c.changed + c.missing) * 100 / whole,
        ],
    }
}

/// Rules with open findings, the most serious and most frequent first.
pub(super) fn rules(report: &Report) -> Vec<RuleRow> {
    let mut rows: Vec<(Severity, RuleRow)> = Rule::ALL.into_iter().filter_map(|rule| rule_row(report, rule)).collect();
    rows.sort_by_key(|(severity, row)| std::cmp::Reverse((*severity, row.count)));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn rule_row(report: &Report, rule: Rule) -> Option<(Severity, RuleRow)> {
    let open = |c: &CopyReport| c.findings.iter().filter(|f| f.rule == rule && f.is_open()).count();
    let severity = said::all(report).filter(|(_, f)| f.rule == rule && f.is_open()).map(|(_, f)| f.severity).max()?;
    let info = rule.info();
    let row = RuleRow {
        id: info.id,
        severity: severity.name(),
        count: report.copies.iter().map(open).sum(),
        copies: report.copies.iter().filter(|c| open(c) > 0).count(),
        what: info.what,
        remedy: info.remedy,
    };
    Some((severity, row))
}

/// The rules that found something, known findings too, in their own order.
pub(super) fn documented(report: &Report) -> Vec<&'static RuleInfo> {
    let found: BTreeSet<&str> = said::all(report).map(|(_, f)| f.rule.info().id).collect();
    Rule::ALL.into_iter().map(Rule::info).filter(|info| found.contains(info.id)).collect()
}

/// What findings can be chosen by.
pub(super) fn filters(report: &Report) -> Vec<super::Filter> {
    let of = |key, label, get: fn(&Finding) -> Option<String>| {
        let values: BTreeSet<String> = said::all(report).filter_map(|(_, f)| get(f)).collect();
        let option = |v: String| Choice { label: clip(&visible(&v), 80), value: visible(&v) };
        super::Filter { key, label, options: values.into_iter().map(option).collect() }
    };
    let copy = |(i, c): (usize, &CopyReport)| Choice { value: (i + 1).to_string(), label: clip(&said::path(c), 80) };
    vec![
        super::Filter { key: "copy", label: "Copy", options: report.copies.iter().enumerate().map(copy).collect() },
        of("severity", "Severity", |f| Some(f.severity.name().to_owned())),
        of("rule", "Rule", |f| Some(f.rule.info().id.to_owned())),
        of("competency", "Competency", |f| f.competency.clone()),
        of("level", "Level", |f| f.level.clone()),
        of("status", "Status", |f| Some(f.status.clone())),
    ]
}
