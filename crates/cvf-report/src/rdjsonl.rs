//! One diagnostic a line for reviewdog.

use crate::json::on_one_line;
use crate::said;
use cvf_check::{CopyReport, Finding, Report, Severity};
use serde_json::{Value, json};

/// The open findings, each a JSON value on a line of its own.
pub fn rdjsonl(report: &Report) -> String {
    said::all(report)
        .filter(|(_, f)| f.is_open())
        .map(|(copy, f)| on_one_line(&diagnostic(copy, f).to_string()) + "\n")
        .collect()
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
