//! For pull requests: a table of copies, then each copy's findings, folded; never longer than
//! a comment may be.

use crate::clean::{clip, visible};
use crate::inline::{Mark, marked};
use crate::said;
use cvf_check::{CopyProblem, CopyReport, Finding, Report, Rule, Severity};
use cvf_collate::{Apparatus, Question};
use std::fmt::Write;

/// Most bytes of a report: a comment on GitHub holds 65,536 characters.
pub const MARKDOWN_LIMIT: usize = 64_000;

/// Room for the lines that say what is not shown.
const RESERVE: usize = 1_000;

/// Most characters of one text.
const TEXT: usize = 2_000;

/// A text that grows up to a limit; what does not fit is counted.
struct Page {
    out: String,
    limit: usize,
}

impl Page {
    fn has_room(&self, more: usize) -> bool {
        self.out.len() + more <= self.limit
    }

    /// Adds lines while they fit below `limit`; the number of those that do not.
    fn lines(&mut self, lines: impl Iterator<Item = String>, limit: usize) -> usize {
        let mut left_out = 0;
        for line in lines {
            if left_out == 0 && self.out.len() + line.len() <= limit.min(self.limit) {
                self.out.push_str(&line);
            } else {
                left_out += 1;
            }
        }
        left_out
    }
}

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut page = Page { out: "<!-- cvf-report -->\n".to_owned(), limit: MARKDOWN_LIMIT - RESERVE };
    findings(&mut page, report);
    page.out
}

fn findings(page: &mut Page, report: &Report) {
    page.out.push_str("# Findings\n\n");
    let edition = report.canon.edition.as_deref().unwrap_or_default();
    let _ = writeln!(page.out, "Checked against {} {edition} ({}).\n", escape(&report.canon.id), report.canon.hash);
    not_checked(page, &report.problems);
    page.out.push_str("| copy | expected | exact | changed | missing | extra | errors | warnings | notes |\n");
    page.out.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    let half = page.out.len() + (page.limit.saturating_sub(page.out.len())) / 2;
    let rows_left = page.lines(report.copies.iter().map(row), half);
    if rows_left > 0 {
        let _ = writeln!(page.out, "\n… and {rows_left} more copies.");
    }
    let copies: Vec<&CopyReport> = report.copies.iter().filter(|c| !c.findings.is_empty()).collect();
    let mut left_out = 0;
    for (i, copy) in copies.iter().enumerate() {
        left_out += details(page, report, copy, copies.len() - i);
    }
    if left_out > 0 {
        let _ = writeln!(page.out, "\n**{left_out} more findings are not shown**: the whole report has them.");
    }
}

/// A box with the copies that were not checked.
fn not_checked(page: &mut Page, problems: &[CopyProblem]) {
    if problems.is_empty() {
        return;
    }
    let _ =
        writeln!(page.out, "> **{} not checked**", said::counted(problems.len(), "copy").replace("copys", "copies"));
    let line = |p: &CopyProblem| format!("> - {}: {}\n", escape(&said::file(&p.source)), escape(&said::problem(p)));
    let left_out = page.lines(problems.iter().map(line), MARKDOWN_LIMIT / 4);
    if left_out > 0 {
        let _ = writeln!(page.out, "> - … and {left_out} more");
    }
    page.out.push('\n');
}

fn row(copy: &CopyReport) -> String {
    let n = |s: Severity| copy.findings.iter().filter(|f| f.severity == s && f.is_open()).count();
    let (c, source) = (&copy.counts, escape(&said::path(copy)));
    let (errors, warnings, notes) = (n(Severity::Error), n(Severity::Warning), n(Severity::Note));
    let (expected, exact, changed, missing, extra) = (c.expected, c.exact, c.changed, c.missing, c.extra);
    format!("| {source} | {expected} | {exact} | {changed} | {missing} | {extra} | {errors} | {warnings} | {notes} |\n")
}

/// A copy's findings, the most serious ones first, in its share of the room; the number of
/// those that have none.
fn details(page: &mut Page, report: &Report, copy: &CopyReport, sharers: usize) -> usize {
    let name = escape(&said::path(copy));
    let head = format!("\n<details>\n<summary>{name}: {}</summary>\n\n", said::counted(copy.findings.len(), "finding"));
    if !page.has_room(head.len() + 200) {
        return copy.findings.len();
    }
    let share = page.out.len() + page.limit.saturating_sub(page.out.len()) / sharers.max(1);
    page.out.push_str(&head);
    let mut findings: Vec<&Finding> = copy.findings.iter().collect();
    findings.sort_by_key(|f| std::cmp::Reverse((f.is_open(), f.severity)));
    let lines = findings.into_iter().map(|f| format!("- {}\n", finding_line(report, copy, f)));
    let left_out = page.lines(lines, share.max(page.out.len() + 200));
    if left_out > 0 {
        let _ = writeln!(page.out, "- … and {left_out} more");
    }
    page.out.push_str("\n</details>\n");
    left_out
}

fn finding_line(report: &Report, copy: &CopyReport, finding: &Finding) -> String {
    let place = said::place(&finding.at);
    let place = if place.is_empty() { place } else { format!(", {}", escape(&place)) };
    let about = finding.indicator.as_deref().or(finding.competency.as_deref()).unwrap_or_default();
    let (severity, rule, about) = (finding.severity.name(), finding.rule.info().id, escape(about));
    let head = format!("**{severity}** `{rule}` {about}{place}: {}", escape(&finding.message));
    let review = said::review(finding).map_or(String::new(), |r| format!("<br>_{}_", escape(&r)));
    let also = said::also(report, copy, finding).map_or(String::new(), |a| format!("<br>{}", escape(&a)));
    let review = also + &review;
    let body = body(finding);
    if body.is_empty() { head + &review } else { format!("{head}<br>{body}{review}") }
}

fn body(finding: &Finding) -> String {
    match (finding.rule, &finding.expected, &finding.found) {
        (Rule::Heading, ..) => String::new(),
        (Rule::Split | Rule::Merged | Rule::Moved | Rule::Duplicate | Rule::Reordered, _, Some(found)) => escape(found),
        (_, Some(expected), Some(found)) => {
            marked(&clip(expected, TEXT), &clip(found, TEXT)).into_iter().map(stretch).collect()
        }
        (_, Some(text), None) | (_, None, Some(text)) => escape(text),
        _ => String::new(),
    }
}

fn stretch((mark, text): (Mark, String)) -> String {
    match mark {
        Mark::Same => escape(&text),
        Mark::Lost => format!("<del>{}</del>", escape(&text)),
        Mark::Added => format!("<ins>{}</ins>", escape(&text)),
    }
}

/// Text in which nothing is markup, a formula, a mention, a reference, a sign or a link.
pub(crate) fn escape(text: &str) -> String {
    let text = visible(&clip(text, TEXT));
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("@<!-- -->"),
            '#' => out.push_str("\\#<!-- -->"),
            '$' => out.push_str("<span>$</span>"),
            ':' => out.push_str(":<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    // A link needs no scheme where it begins like a host.
    out.replace("www.", "www<!-- -->.").replace("WWW.", "WWW<!-- -->.")
}

/// The report of a build: stale decisions, open questions folded, then the findings.
pub fn build_report(report: &Report, apparatus: &Apparatus) -> String {
    let mut page = Page { out: "<!-- cvf-report -->\n".to_owned(), limit: MARKDOWN_LIMIT - RESERVE };
    stale(&mut page, &apparatus.stale);
    questions(&mut page, &apparatus.questions);
    findings(&mut page, report);
    page.out
}

fn stale(page: &mut Page, stale: &[String]) {
    if stale.is_empty() {
        return;
    }
    page.out.push_str("# Stale decisions\n\n");
    let left_out = page.lines(stale.iter().map(|s| format!("- {}\n", escape(s))), MARKDOWN_LIMIT / 6);
    if left_out > 0 {
        let _ = writeln!(page.out, "- … and {left_out} more");
    }
    page.out.push('\n');
}

fn questions(page: &mut Page, questions: &[Question]) {
    let plural = match questions.len() {
        0 => return,
        1 => "",
        _ => "s",
    };
    let _ = writeln!(
        page.out,
        "<details>\n<summary>{} open question{plural} about the canon: <code>cvf review</code> records a decision</summary>\n",
        questions.len()
    );
    let left_out = page.lines(questions.iter().map(question), MARKDOWN_LIMIT / 3);
    if left_out > 0 {
        let _ = writeln!(page.out, "- … and {left_out} more");
    }
    page.out.push_str("\n</details>\n\n");
}

fn question(q: &Question) -> String {
    let marks = |text: &str, other: &str| -> String { marked(text, other).into_iter().map(stretch).collect() };
    let sure = |sure: f64| format!(" ({sure:.2} sure)");
    let mut out = format!(
        "- **{}** {}{}: {}<br>{}\n",
        q.about,
        escape(&q.place),
        q.confidence.map(sure).unwrap_or_default(),
        escape(&q.why),
        marks(q.text.as_str(), q.proposal.as_ref().unwrap_or(&q.text).as_str())
    );
    for also in &q.also {
        let texts = marks(also.text.as_str(), also.proposal.as_str());
        let _ = writeln!(out, "  - {}{}<br>{texts}", escape(&also.place), sure(also.confidence));
    }
    for shown in &q.shown {
        let lines: Vec<String> = shown.lines.iter().map(|l| escape(l).replace(['⟦', '⟧'], "**")).collect();
        let _ =
            writeln!(out, "  - {}: {}", escape(format!("{} {}", shown.source, shown.at).trim()), lines.join("<br>"));
    }
    if !q.accept.is_empty() {
        let _ = writeln!(out, "  - accept: {}; reject: {}", escape(&q.accept), escape(&q.reject));
    }
    out
}
