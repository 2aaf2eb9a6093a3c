//! Copies that were not checked are said in every format.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::plain;
use cvf_check::CopyProblem;
use cvf_framework::{Canon, yaml};
use cvf_report::{
    Evidence, Page, Style, checkstyle, code_climate, github, html, job_summary, json, jsonl, junit, markdown, rdjsonl,
    sarif, text,
};
use serde_json::Value;

const CANON: &str = "
version: 1
framework:
  id: guild
  name: Guild
  edition: '2020'
  clusters:
    - name: Craft
      competencies:
        - id: dough
          name: Kneading dough
          levels:
            - level: '1'
              indicators:
                - {id: dough.1.1, text: I knead the dough.}
                - {id: dough.1.2, text: I bake day-to-day.}
            - level: '2'
              indicators: [{id: dough.2.1, text: I teach kneading.}]
        - id: oven
          name: Minding the oven
          levels:
            - level: '2'
              indicators: [{id: oven.2.1, text: I mind the oven.}]
";

#[test]
fn copies_that_were_not_checked_are_in_every_format() {
    let mut report = plain();
    report.problems = vec![CopyProblem {
        source: "copies/locked.pdf".to_owned(),
        reason: "encrypted".to_owned(),
        message: "it needs a password".to_owned(),
        help: Some("save it without one".to_owned()),
    }];
    report.passed_over = 2;
    let canon: Canon = yaml::from_str(CANON).unwrap();
    let evidence = Evidence::default();
    let page = html(Page { report: &report, canon: &canon, apparatus: None, evidence: &evidence });
    let formats = [
        ("text", text(&report, Style::Signs)),
        ("json", json(&report)),
        ("jsonl", jsonl(&report)),
        ("markdown", markdown(&report)),
        ("html", page),
        ("sarif", sarif(&report)),
        ("github", github(&report)),
        ("job summary", job_summary(&report)),
        ("junit", junit(&report, None)),
        ("checkstyle", checkstyle(&report)),
        ("codeclimate", code_climate(&report)),
        ("rdjsonl", rdjsonl(&report)),
    ];
    for (name, out) in &formats {
        assert!(out.contains("locked.pdf") && out.contains("it needs a password"), "{name}: {out}");
    }
    let sarif: Value = serde_json::from_str(&sarif(&report)).unwrap();
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["level"], "error");
    assert!(junit(&report, None).contains("<error type=\"encrypted\""));
    assert!(text(&report, Style::Signs).contains("1 not checked; 2 files passed over that are no documents"));
}
