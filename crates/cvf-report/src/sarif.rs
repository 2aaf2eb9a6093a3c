//! SARIF 2.1.0 for code scanning: stable rule ids and fingerprints, reviews as suppressions.

mod model;

use crate::clean::clip;
use crate::said;
use cvf_check::{CopyReport, Finding, Report, Rule, RuleInfo, Severity};
use model::*;
use std::collections::BTreeMap;

/// Most results of one run that consumers show; the most serious ones are kept.
const MOST_RESULTS: usize = 5000;

/// The report as one SARIF log, with a line end.
pub fn sarif(report: &Report) -> String {
    let mut findings: Vec<(&CopyReport, &Finding)> = said::all(report).collect();
    let left_out = findings.len().saturating_sub(MOST_RESULTS);
    if left_out > 0 {
        findings.sort_by_key(|(_, f)| std::cmp::Reverse((f.is_open(), f.severity)));
        findings.truncate(MOST_RESULTS);
    }
    let run = Run {
        tool: tool(report),
        column_kind: "unicodeCodePoints",
        automation_details: Id { id: format!("cvf/{}/", report.canon.id) },
        invocations: vec![invocation(report, left_out)],
        results: findings.into_iter().map(|(copy, finding)| result(copy, finding)).collect(),
        properties: BTreeMap::from([("canonHash", report.canon.hash.clone())]),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: vec![run] };
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn tool(report: &Report) -> Tool {
    let (name, version) = report.tool.split_once(' ').unwrap_or((&report.tool, "0"));
    let rules = Rule::ALL.into_iter().map(|r| rule(r.info())).collect();
    let information = "Checks copies of a competency framework against its canon.";
    Tool {
        driver: Driver {
            name: name.to_owned(),
            version: version.to_owned(),
            full_description: text(information),
            rules,
        },
    }
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn rule(info: &'static RuleInfo) -> Descriptor {
    let help = format!(
        "{}\n\nWhy it matters: {}\n\nExample: {}\n\nWhat to do: {}",
        info.what, info.why, info.example, info.remedy
    );
    let markdown = format!(
        "{}\n\n**Why it matters:** {}\n\n**Example:** {}\n\n**What to do:** {}",
        info.what, info.why, info.example, info.remedy
    );
    Descriptor {
        id: info.id,
        name: info.id,
        short_description: text(&first_sentence(info.what)),
        full_description: text(&clip(info.what, 1000)),
        help: Help { text: help, markdown },
        default_configuration: Configuration { level: level(info.severity) },
        properties: RuleProperties {
            tags: ["competency-framework"],
            severity: level(info.severity).replace("note", "recommendation"),
        },
    }
}

fn first_sentence(text: &str) -> String {
    clip(text.split_inclusive(". ").next().unwrap_or(text).trim_end(), 250)
}

fn text(text: &str) -> Text {
    Text { text: text.to_owned() }
}

/// In a result's message braces and brackets mean something.
fn message(message: &str) -> Text {
    let mut out = String::with_capacity(message.len());
    for c in message.chars() {
        match c {
            '{' | '}' => out.extend([c, c]),
            '[' | ']' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    Text { text: out }
}

fn invocation(report: &Report, left_out: usize) -> Invocation {
    let said = format!("{left_out} less serious findings are left out: a run holds {MOST_RESULTS} results.");
    let notice = Notification { level: "warning", message: text(&said), locations: Vec::new(), descriptor: None };
    let problems = report.problems.iter().map(|p| Notification {
        level: "error",
        message: message(&said::problem(p)),
        locations: vec![whole_file(&said::file(&p.source))],
        descriptor: Some(Id { id: p.reason.clone() }),
    });
    Invocation {
        execution_successful: report.problems.is_empty(),
        tool_execution_notifications: (left_out > 0).then_some(notice).into_iter().chain(problems).collect(),
    }
}

fn whole_file(path: &str) -> Location {
    let artifact_location = ArtifactLocation { uri: uri(path) };
    Location { physical_location: Physical { artifact_location, region: None }, logical_locations: Vec::new() }
}

fn result(copy: &CopyReport, finding: &Finding) -> SarifResult {
    let info = finding.rule.info();
    SarifResult {
        rule_id: info.id,
        rule_index: Rule::ALL.iter().position(|r| *r == finding.rule).unwrap_or_default(),
        level: level(finding.severity),
        rank: (finding.confidence * 1000.0).round() / 10.0,
        message: message(&said::message(finding)),
        locations: vec![location(copy, finding)],
        partial_fingerprints: fingerprints(finding),
        baseline_state: if finding.status == "new" { "new" } else { "unchanged" },
        suppressions: suppressions(finding),
        properties: properties(finding),
    }
}

/// Our own fingerprint, and the one that code scanning compares: neither knows a line number.
fn fingerprints(finding: &Finding) -> BTreeMap<&'static str, String> {
    let print = &finding.fingerprint;
    BTreeMap::from([("cvf/v1", print.clone()), ("primaryLocationLineHash", format!("{print}:1"))])
}

fn location(copy: &CopyReport, finding: &Finding) -> Location {
    let region = finding.at.line.map(|line| Region { start_line: line });
    let artifact_location = ArtifactLocation { uri: uri(&said::path(copy)) };
    let logical = finding.indicator.as_ref().map(|id| Logical { fully_qualified_name: id.clone(), kind: "element" });
    Location {
        physical_location: Physical { artifact_location, region },
        logical_locations: logical.into_iter().collect(),
    }
}

/// A path as a reference: everything that is not plain is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::new();
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn suppressions(finding: &Finding) -> Vec<Suppression> {
    if finding.is_open() {
        return Vec::new();
    }
    let justification = said::review(finding).unwrap_or_else(|| finding.status.clone());
    vec![Suppression { kind: "external", status: "accepted", justification }]
}

fn properties(finding: &Finding) -> ResultProperties {
    ResultProperties {
        indicator: finding.indicator.clone(),
        competency: finding.competency.clone(),
        competency_level: finding.level.clone(),
        page: finding.at.page,
        expected: finding.expected.clone(),
        found: finding.found.clone(),
        meaning: finding.meaning,
        status: finding.status.clone(),
    }
}
