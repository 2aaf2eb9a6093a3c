//! For pull requests: a table of copies, then each copy's findings, folded.

use crate::inline::{Mark, marked};
use cvf_check::{CopyReport, Finding, Report, Rule, Severity};
use cvf_collate::{Apparatus, Question};
use std::fmt::Write;

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = String::from("# Findings\n\n");
    let edition = report.canon.edition.as_deref().unwrap_or_default();
    let _ = writeln!(out, "Checked against {} {edition} ({}).\n", escape(&report.canon.id), report.canon.hash);
    out.push_str("| copy | expected | exact | changed | missing | extra | errors | warnings | notes |\n");
    out.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for copy in &report.copies {
        let n = |s: Severity| copy.findings.iter().filter(|f| f.severity == s).count();
        let c = &copy.counts;
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            escape(&copy.source),
            c.expected,
            c.exact,
            c.changed,
            c.missing,
            c.extra,
            n(Severity::Error),
            n(Severity::Warning),
            n(Severity::Note)
        );
    }
    report.copies.iter().filter(|c| !c.findings.is_empty()).for_each(|copy| copy_details(&mut out, copy));
    out
}

fn copy_details(out: &mut String, copy: &CopyReport) {
    let _ =
        writeln!(out, "\n<details>\n<summary>{}: {} findings</summary>\n", escape(&copy.source), copy.findings.len());
    for finding in &copy.findings {
        let _ = writeln!(out, "- {}", finding_line(finding));
    }
    out.push_str("\n</details>\n");
}

fn finding_line(finding: &Finding) -> String {
    let line = finding.at.line.map_or(String::new(), |l| format!(", line {l}"));
    let about = finding.indicator.as_deref().or(finding.competency.as_deref()).unwrap_or_default();
    let head = format!(
        "**{}** `{}` {}{line}: {}",
        finding.severity.name(),
        finding.rule.info().id,
        escape(about),
        escape(&finding.message)
    );
    let body = match (finding.rule, &finding.expected, &finding.found) {
        (Rule::Heading, ..) => String::new(),
        (Rule::Split | Rule::Merged | Rule::Moved | Rule::Duplicate | Rule::Reordered, _, Some(found)) => escape(found),
        (_, Some(expected), Some(found)) => marked(expected, found).into_iter().map(stretch).collect(),
        (_, Some(text), None) | (_, None, Some(text)) => escape(text),
        _ => String::new(),
    };
    if body.is_empty() { head } else { format!("{head}<br>{body}") }
}

fn stretch((mark, text): (Mark, String)) -> String {
    match mark {
        Mark::Same => escape(&text),
        Mark::Lost => format!("<del>{}</del>", escape(&text)),
        Mark::Added => format!("<ins>{}</ins>", escape(&text)),
    }
}

/// Text in which nothing is markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The report of a build: open questions first, then the findings.
pub fn build_report(report: &Report, apparatus: &Apparatus) -> String {
    let mut out = String::new();
    let by_hand = apparatus.questions.len() + apparatus.stale.len();
    if by_hand > 0 {
        out.push_str("# Open questions\n\n");
        apparatus.questions.iter().for_each(|q| out.push_str(&question(q)));
        apparatus.stale.iter().for_each(|s| {
            let _ = writeln!(out, "- **stale decision** {}", escape(s));
        });
        out.push('\n');
    }
    out.push_str(&markdown(report));
    out
}

fn question(q: &Question) -> String {
    let marks: String = marked(q.text.as_str(), q.proposal.as_str()).into_iter().map(stretch).collect();
    format!("- **{}** {}: {}<br>{marks}\n", q.about, escape(&q.place), escape(&q.why))
}
