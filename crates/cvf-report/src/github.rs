//! Workflow commands of GitHub Actions: annotations on a pull request's files, and the job summary.

use crate::said;
use cvf_check::{CopyProblem, CopyReport, Finding, Report, Severity};
use std::fmt::Write;

/// Annotations of one level that a step shows.
const SHOWN: usize = 10;

/// One workflow command for each open finding; past what is shown, the last one of a level
/// says how many more there are.
pub fn github(report: &Report) -> String {
    let mut out = not_checked(&report.problems);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let at_level = |(_, f): &(&CopyReport, &Finding)| f.severity == severity && f.is_open();
        let findings: Vec<(&CopyReport, &Finding)> = said::all(report).filter(at_level).collect();
        let shown = if findings.len() > SHOWN { SHOWN - 1 } else { findings.len() };
        findings[..shown].iter().for_each(|(copy, finding)| out.push_str(&annotation(copy, finding)));
        if findings.len() > shown {
            out.push_str(&rest(&findings[shown..], severity));
        }
    }
    out
}

/// An error at each file that was not checked; these come first and are as many as are shown.
fn not_checked(problems: &[CopyProblem]) -> String {
    let shown = if problems.len() > SHOWN { SHOWN - 1 } else { problems.len() };
    let one = |p: &CopyProblem| {
        let (file, title) = (property(&said::file(&p.source)), property(&format!("not checked: {}", p.reason)));
        format!("::error file={file},title={title}::{}\n", data(&said::problem(p)))
    };
    let mut out: String = problems[..shown].iter().map(one).collect();
    if problems.len() > shown {
        let more = said::counted(problems.len() - shown, "more file");
        let _ = writeln!(out, "::error title=cvf::and {more} could not be checked: see the job summary");
    }
    out
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn annotation(copy: &CopyReport, finding: &Finding) -> String {
    let line = finding.at.line.map_or(String::new(), |l| format!(",line={l}"));
    let body =
        format!("{}\n{}\nWhat to do: {}", said::message(finding), said::texts(finding), finding.rule.info().remedy);
    let (name, file, title) = (command(finding.severity), property(&said::path(copy)), property(&said::title(finding)));
    format!("::{name} file={file}{line},title={title}::{}\n", data(&body.replace("\n\n", "\n")))
}

/// "and 12 more errors in 3 files".
fn rest(findings: &[(&CopyReport, &Finding)], severity: Severity) -> String {
    let mut files: Vec<&str> = findings.iter().map(|(copy, _)| copy.source.as_str()).collect();
    files.dedup();
    let more = said::counted(findings.len(), &format!("more {}", severity.name()));
    let files = said::counted(files.len(), "file");
    format!("::{} title=cvf::and {more} in {files}: see the job summary\n", command(severity))
}

/// The message of a workflow command.
fn data(text: &str) -> String {
    text.trim_end().replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The heading of the job summary; the rest is the Markdown report.
pub fn job_summary(report: &Report) -> String {
    let mut out = format!("## cvf: {}\n\n", said::totals(report));
    let shown = report.problems.iter().take(SHOWN * SHOWN);
    for problem in shown {
        let _ = writeln!(
            out,
            "- {}: {}",
            crate::markdown::escape(&problem.source),
            crate::markdown::escape(&said::problem(problem))
        );
    }
    if !report.problems.is_empty() {
        out.push('\n');
    }
    out + &crate::markdown(report)
}
