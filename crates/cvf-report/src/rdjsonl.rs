//! One diagnostic a line for reviewdog.

use crate::json::on_one_line;
use crate::said;
use cvf_check::{CopyProblem, CopyReport, Finding, Report, Severity};
use serde_json::{Value, json};

/// The open findings, each a JSON value on a line of its own.
pub fn rdjsonl(report: &Report) -> String {
    let findings = said::all(report).filter(|(_, f)| f.is_open()).map(|(copy, f)| diagnostic(copy, f));
    let problems = report.problems.iter().map(not_checked);
    findings.chain(problems).map(|value| on_one_line(&value.to_string()) + "\n").collect()
}

/// An error at the file of a copy that was not checked.
fn not_checked(problem: &CopyProblem) -> Value {
    json!({
        "message": said::problem(problem),
        "location": { "path": said::file(&problem.source) },
        "severity": "ERROR",
        "source": { "name": "cvf" },
        "code": { "value": problem.reason },
    })
}

fn diagnostic(copy: &CopyReport, finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    };
    let mut location = json!({ "path": said::path(copy) });
    if let (Some(line), Value::Object(location)) = (finding.at.line, &mut location) {
        location.insert("range".to_owned(), json!({ "start": { "line": line } }));
    }
    json!({
        "message": said::message(finding),
        "location": location,
        "severity": severity,
        "source": { "name": "cvf" },
        "code": { "value": finding.rule.info().id },
        "original_output": said::texts(finding),
    })
}
