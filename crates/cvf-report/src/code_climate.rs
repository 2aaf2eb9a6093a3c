//! Code Climate issues, which GitLab shows as code quality.

use crate::said;
use cvf_check::{CopyProblem, CopyReport, Finding, Report, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Issue {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: String,
    description: String,
    content: Content,
    categories: [&'static str; 1],
    severity: &'static str,
    fingerprint: String,
    location: Location,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// The open findings as one JSON array, with a line end.
pub fn code_climate(report: &Report) -> String {
    let findings = said::all(report).filter(|(_, f)| f.is_open()).map(|(copy, f)| issue(copy, f));
    let issues: Vec<Issue> = findings.chain(report.problems.iter().map(not_checked)).collect();
    serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n"
}

fn issue(copy: &CopyReport, finding: &Finding) -> Issue {
    let path = said::path(copy);
    let severity = match (finding.severity, finding.meaning) {
        (Severity::Error, true) => "critical",
        (Severity::Error, false) => "major",
        (Severity::Warning, _) => "minor",
        (Severity::Note, _) => "info",
    };
    Issue {
        kind: "issue",
        check_name: finding.rule.info().id.to_owned(),
        description: said::message(finding),
        content: Content { body: format!("{}\nWhat to do: {}", said::texts(finding), finding.rule.info().remedy) },
        categories: ["Style"],
        severity,
        fingerprint: unique(&path, &finding.fingerprint),
        location: Location { path, lines: Lines { begin: finding.at.line.unwrap_or(1) } },
    }
}

fn not_checked(problem: &CopyProblem) -> Issue {
    let path = said::file(&problem.source);
    Issue {
        kind: "issue",
        check_name: problem.reason.clone(),
        description: said::problem(problem),
        content: Content { body: problem.help.clone().unwrap_or_default() },
        categories: ["Bug Risk"],
        severity: "blocker",
        fingerprint: unique(&path, &problem.reason),
        location: Location { path, lines: Lines { begin: 1 } },
    }
}

/// GitLab tells issues apart by fingerprint alone, so the copy is part of it.
fn unique(path: &str, fingerprint: &str) -> String {
    blake3::hash(format!("{path}\u{3}{fingerprint}").as_bytes()).to_hex().chars().take(32).collect()
}
