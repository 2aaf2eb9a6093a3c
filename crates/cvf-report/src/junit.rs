//! JUnit XML for test dashboards: a suite for each copy, a case for each finding.

use crate::clean::xml;
use crate::said;
use cvf_check::{CopyProblem, CopyReport, Finding, Report, Severity};
use std::fmt::Write;

/// The report as JUnit XML. Open findings at or above `fail_on` are failures, reviewed ones are
/// skipped, others pass and say what they are; a copy without findings is one passed case.
pub fn junit(report: &Report, fail_on: Option<Severity>) -> String {
    let suites: Vec<Suite<'_>> = report.copies.iter().map(|copy| Suite { copy, fail_on }).collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let errors = report.problems.len();
    let tests: usize = suites.iter().map(|s| s.tests()).sum::<usize>() + errors;
    let failures: usize = suites.iter().map(|s| s.failures()).sum();
    let skipped: usize = suites.iter().map(|s| s.skipped()).sum();
    let _ = writeln!(
        out,
        "<testsuites name=\"cvf\" tests=\"{tests}\" failures=\"{failures}\" skipped=\"{skipped}\" errors=\"{errors}\">"
    );
    suites.iter().for_each(|suite| suite.write(&mut out));
    report.problems.iter().for_each(|problem| not_checked(&mut out, problem));
    out.push_str("</testsuites>\n");
    out
}

/// A copy that was not checked, as a suite of its own with one case that is an error.
fn not_checked(out: &mut String, problem: &CopyProblem) {
    let (name, reason) = (xml(&said::file(&problem.source)), xml(&problem.reason));
    let message = xml(&said::problem(problem));
    let _ = writeln!(out, "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" skipped=\"0\" errors=\"1\">");
    let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"is checked\" file=\"{name}\">");
    let _ = writeln!(out, "      <error type=\"{reason}\" message=\"{message}\"/>");
    out.push_str("    </testcase>\n  </testsuite>\n");
}

struct Suite<'a> {
    copy: &'a CopyReport,
    fail_on: Option<Severity>,
}

impl Suite<'_> {
    fn tests(&self) -> usize {
        self.copy.findings.len().max(1)
    }

    fn is_failure(&self, finding: &Finding) -> bool {
        finding.fails(self.fail_on)
    }

    fn failures(&self) -> usize {
        self.copy.findings.iter().filter(|f| self.is_failure(f)).count()
    }

    fn skipped(&self) -> usize {
        self.copy.findings.iter().filter(|f| !f.is_open()).count()
    }

    fn write(&self, out: &mut String) {
        let name = xml(&said::path(self.copy));
        let (tests, failures, skipped) = (self.tests(), self.failures(), self.skipped());
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" skipped=\"{skipped}\" errors=\"0\">"
        );
        if self.copy.findings.is_empty() {
            let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"agrees with the canon\"/>");
        }
        self.copy.findings.iter().for_each(|finding| self.case(out, &name, finding));
        out.push_str("  </testsuite>\n");
    }

    fn case(&self, out: &mut String, class: &str, finding: &Finding) {
        let name = xml(&format!("{} [{}]", said::title(finding), finding.fingerprint));
        let line = finding.at.line.map_or(String::new(), |l| format!(" line=\"{l}\""));
        let _ = writeln!(out, "    <testcase classname=\"{class}\" name=\"{name}\" file=\"{class}\"{line}>");
        let message = xml(&said::message(finding));
        let body =
            xml(&format!("{}What to do: {}", said::texts(finding), finding.rule.info().remedy)).replace("&#10;", "\n");
        let kind = finding.rule.info().id;
        let _ = match (self.is_failure(finding), said::review(finding)) {
            (true, _) => writeln!(out, "      <failure type=\"{kind}\" message=\"{message}\">{body}</failure>"),
            (false, Some(why)) if !finding.is_open() => writeln!(out, "      <skipped message=\"{}\"/>", xml(&why)),
            (false, _) if !finding.is_open() => writeln!(out, "      <skipped message=\"{}\"/>", xml(&finding.status)),
            (false, _) => {
                writeln!(out, "      <system-out>{}: {message}\n{body}</system-out>", finding.severity.name())
            }
        };
        out.push_str("    </testcase>\n");
    }
}
