use cvf_check::Report;
use serde_json::{Value, json};

/// The whole report as one JSON value, with a line end.
pub fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// One finding a line, with its copy's name; then each copy that was not checked, as `problem`.
pub fn jsonl(report: &Report) -> String {
    let mut out = String::new();
    for copy in &report.copies {
        for finding in &copy.findings {
            let mut line = json!({ "source": copy.source });
            if let (Value::Object(line), Ok(Value::Object(finding))) = (&mut line, serde_json::to_value(finding)) {
                line.extend(finding);
            }
            out.push_str(&on_one_line(&line.to_string()));
            out.push('\n');
        }
    }
    for problem in &report.problems {
        let line = json!({ "source": problem.source, "problem": problem });
        out.push_str(&on_one_line(&line.to_string()));
        out.push('\n');
    }
    out
}

/// JSON without the characters that JSON allows in a text and some readers take for line ends.
pub fn on_one_line(json: &str) -> String {
    json.replace('\u{85}', "\\u0085").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_reader_takes_a_line_for_two() {
        let line = on_one_line(&json!("a\u{2028}b\u{85}c\n").to_string());
        assert_eq!(line, r#""a\u2028b\u0085c\n""#);
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap_or_default(), json!("a\u{2028}b\u{85}c\n"));
    }
}
