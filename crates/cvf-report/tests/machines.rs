//! Formats for machines, each read by its schema or by a parser.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{hostile, many, plain};
use cvf_check::{Report, Severity};
use cvf_report::{checkstyle, code_climate, github, job_summary, jsonl, junit, rdjsonl, sarif};
use serde_json::{Value, json};

fn valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).take(5).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn sarif_of(report: &Report) -> Value {
    let mut schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.schema.json")).unwrap();
    // Its pattern for a language code is no valid expression; we write no language.
    for part in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{part}/properties/language")).unwrap();
        language.as_object_mut().unwrap().remove("pattern");
    }
    let log: Value = serde_json::from_str(&sarif(report)).unwrap();
    valid(&schema, &log);
    log
}

#[test]
fn sarif_fits_its_schema() {
    let log = sarif_of(&plain());
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 5);
    for result in results {
        let rule = &log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().unwrap().contains("What to do: "));
        assert!(result["partialFingerprints"]["cvf/v1"].is_string());
    }
    assert_eq!((&results[0]["baselineState"], &results[4]["baselineState"]), (&json!("new"), &json!("unchanged")));
    assert!(results[0].get("suppressions").is_none());
    assert_eq!(results[4]["suppressions"][0]["justification"], "baselined: the house name (a reviewer, 2026-01-02)");
}

#[test]
fn sarif_holds_hostile_texts_and_no_more_than_is_read() {
    let log = sarif_of(&hostile());
    let result = &log["runs"][0]["results"][0];
    let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"`{}|\\^[]".contains(&b)), "{uri}");
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.chars().count() < 1_300 && !message.contains('\u{202e}'), "{message}");
    let log = sarif_of(&many(3, 2_000));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    let level = |r: &Value| r["level"].as_str().unwrap().to_owned();
    assert_eq!(results.iter().filter(|r| level(r) == "error").count(), 3_000, "the most serious ones are kept");
    let said = log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(said.starts_with("1000 less serious"), "{said}");
}

#[test]
fn annotations_are_few_and_each_is_one_line() {
    let out = github(&plain());
    assert_eq!(out.lines().count(), 4, "{out}");
    assert!(out.starts_with("::error file=copies/a.txt,line=7,title=typo dough.1.1::"), "{out}");
    let out = github(&many(2, 60));
    let errors: Vec<&str> = out.lines().filter(|l| l.starts_with("::error ")).collect();
    assert_eq!(errors.len(), 10);
    assert_eq!(errors[9], "::error title=cvf::and 51 more errors in 2 files: see the job summary");
    for line in github(&hostile()).split_terminator('\n') {
        let command = line.strip_prefix("::").unwrap();
        let (properties, _) = command.split_once("::").unwrap();
        assert_eq!(properties.matches(',').count(), if properties.contains("file=") { 2 } else { 0 }, "{properties}");
        assert!(!line.contains(['\r', '\u{1b}', '\u{0}', '\u{202e}']), "{line}");
    }
    assert!(github(&hostile()).contains("%250A"), "a percent sign is escaped first");
    assert!(job_summary(&plain()).contains("2 errors, 1 warning, 1 note in 1 of 2 copies; 1 known"));
}

#[test]
fn junit_counts_what_it_lists() {
    for (report, failures) in [(plain(), 2), (hostile(), 5)] {
        let text = junit(&report, Some(Severity::Error));
        let document = roxmltree::Document::parse(&text).unwrap();
        let of = |name: &str| document.descendants().filter(|n| n.has_tag_name(name)).count();
        let root = document.root_element();
        let number = |name: &str| root.attribute(name).unwrap().parse::<usize>().unwrap();
        assert_eq!(
            (of("failure"), of("testcase"), of("skipped")),
            (number("failures"), number("tests"), number("skipped"))
        );
        assert_eq!(of("failure"), failures);
    }
    let all = junit(&plain(), Some(Severity::Note));
    assert_eq!(all.matches("<failure").count(), 4, "an accepted finding is no failure: {all}");
    assert_eq!(junit(&plain(), None).matches("<failure").count(), 0);
    assert!(all.contains("agrees with the canon"));
}

#[test]
fn checkstyle_is_read_back() {
    for (report, errors) in [(plain(), 4), (hostile(), 13)] {
        let text = checkstyle(&report);
        let document = roxmltree::Document::parse(&text).unwrap();
        let found: Vec<_> = document.descendants().filter(|n| n.has_tag_name("error")).collect();
        assert_eq!(found.len(), errors);
        assert!(
            found
                .iter()
                .all(|e| e.attribute("source").unwrap().starts_with("cvf.") && e.attribute("line") == Some("7"))
        );
    }
}

#[test]
fn code_climate_fits_what_gitlab_reads() {
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": { "type": "string", "minLength": 1 },
                "fingerprint": { "type": "string", "pattern": "^[0-9a-f]{32}$" },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string", "pattern": "^[^./]" },
                        "lines": { "required": ["begin"], "properties": { "begin": { "type": "integer", "minimum": 1 } } }
                    }
                }
            }
        }
    });
    for report in [plain(), hostile(), many(2, 5)] {
        let issues: Value = serde_json::from_str(&code_climate(&report)).unwrap();
        valid(&schema, &issues);
        let mut prints: Vec<&Value> = issues.as_array().unwrap().iter().map(|i| &i["fingerprint"]).collect();
        prints.sort_by_key(|p| p.to_string());
        let all = prints.len();
        prints.dedup();
        assert_eq!(prints.len(), all, "two issues with one fingerprint are one to GitLab");
    }
}

#[test]
fn each_line_of_rdjsonl_is_a_diagnostic() {
    let schema = json!({
        "type": "object",
        "required": ["message", "location", "severity"],
        "properties": {
            "message": { "type": "string", "minLength": 1 },
            "severity": { "enum": ["ERROR", "WARNING", "INFO"] },
            "location": {
                "required": ["path"],
                "properties": {
                    "path": { "type": "string", "minLength": 1 },
                    "range": { "required": ["start"], "properties": { "start": { "required": ["line"] } } }
                }
            },
            "source": { "required": ["name"] },
            "code": { "required": ["value"] }
        }
    });
    let mut lines = 0;
    for report in [plain(), hostile()] {
        assert!(!(rdjsonl(&report) + &jsonl(&report)).contains(['\u{85}', '\u{2028}', '\r']));
        assert_eq!(jsonl(&report).lines().count(), report.copies.iter().map(|c| c.findings.len()).sum::<usize>());
        for line in rdjsonl(&report).lines() {
            valid(&schema, &serde_json::from_str(line).unwrap());
            lines += 1;
        }
    }
    assert_eq!(lines, 4 + 13);
}
