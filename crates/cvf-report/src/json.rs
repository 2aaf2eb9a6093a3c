use cvf_check::Report;
use serde_json::{Value, json};

/// The whole report as one JSON value, with a line end.
pub fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// One finding a line, with its copy's name.
pub fn jsonl(report: &Report) -> String {
    let mut out = String::new();
    for copy in &report.copies {
        for finding in &copy.findings {
            let mut line = json!({ "source": copy.source });
            if let (Value::Object(line), Ok(Value::Object(finding))) = (&mut line, serde_json::to_value(finding)) {
                line.extend(finding);
            }
            out.push_str(&line.to_string());
            out.push('\n');
        }
    }
    out
}
