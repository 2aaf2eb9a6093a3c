//! Checkstyle XML, which many review bots read.

use crate::clean::xml;
use crate::said;
use cvf_check::{CopyReport, Finding, Report, Severity};
use std::fmt::Write;

/// The open findings, and an error for each copy that was not checked, as Checkstyle XML.
pub fn checkstyle(report: &Report) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n");
    report.copies.iter().for_each(|copy| file(&mut out, copy));
    for problem in &report.problems {
        let (name, reason) = (xml(&said::file(&problem.source)), xml(&problem.reason));
        let message = xml(&said::problem(problem));
        let _ = writeln!(out, "  <file name=\"{name}\">");
        let _ = writeln!(
            out,
            "    <error line=\"1\" severity=\"error\" message=\"{message}\" source=\"cvf.{reason}\"/>\n  </file>"
        );
    }
    out.push_str("</checkstyle>\n");
    out
}

fn file(out: &mut String, copy: &CopyReport) {
    let _ = writeln!(out, "  <file name=\"{}\">", xml(&said::path(copy)));
    copy.findings.iter().filter(|f| f.is_open()).for_each(|finding| error(out, finding));
    out.push_str("  </file>\n");
}

fn error(out: &mut String, finding: &Finding) {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    };
    let (line, message) = (finding.at.line.unwrap_or(1), xml(&said::message(finding)));
    let source = finding.rule.info().id;
    let _ = writeln!(
        out,
        "    <error line=\"{line}\" severity=\"{severity}\" message=\"{message}\" source=\"cvf.{source}\"/>"
    );
}
