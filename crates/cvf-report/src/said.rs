//! What all one-line formats say of a finding.

use crate::clean::{clip, visible};
use cvf_check::{CopyProblem, CopyReport, Coverage, Finding, Report, Severity};
use cvf_document::Place;
use std::collections::BTreeSet;

/// Most characters of one message.
const MESSAGE: usize = 1000;

/// Most characters of a path inside a source.
const PATH: usize = 200;

/// Every finding with its copy, in the report's order.
pub(crate) fn all(report: &Report) -> impl Iterator<Item = (&CopyReport, &Finding)> {
    report.copies.iter().flat_map(|copy| copy.findings.iter().map(move |finding| (copy, finding)))
}

/// A number with its noun: "1 error", "2 errors". The noun takes an s.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Most lists that are named one by one.
const NAMED: usize = 3;

/// What a copy prints of the canon, in words: "2 of 6 indicators of We are collaborative, level 1",
/// "38 of 38 indicators of 6 competencies, levels 1 to 3".
pub(crate) fn printed(copy: &CopyReport) -> String {
    let lists: Vec<&Coverage> = copy.coverage.iter().filter(|c| c.exact + c.changed > 0).collect();
    let count = |c: &Coverage| (c.exact + c.changed, c.of);
    let (has, of) = lists.iter().map(|c| count(c)).fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
    match lists.as_slice() {
        [] => {
            let n = copy.counts.exact + copy.counts.changed;
            format!("{n} of {} of the canon", counted(copy.counts.expected, "statement"))
        }
        few if few.len() <= NAMED => {
            let one = |c: &&Coverage| {
                let (has, of) = count(c);
                format!("{has} of {} of {}, level {}", counted(of, "indicator"), c.competency, c.level)
            };
            few.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        many => {
            let names: BTreeSet<&str> = many.iter().map(|c| c.competency.as_str()).collect();
            let levels: BTreeSet<&str> = many.iter().map(|c| c.level.as_str()).collect();
            let competencies = if names.len() == 1 { "competency" } else { "competencies" };
            format!("{has} of {of} indicators of {} {competencies}, {}", names.len(), spelled(&levels))
        }
    }
}

fn spelled(levels: &BTreeSet<&str>) -> String {
    let all: Vec<&str> = levels.iter().copied().collect();
    match all.as_slice() {
        [one] => format!("level {one}"),
        [many @ .., last] => format!("levels {} and {last}", many.join(", ")),
        [] => String::new(),
    }
}

/// Where the words of a copy went: in the canon's statements, in names and page furniture, in other
/// text, and in texts like statements that are none of the canon's.
pub(crate) fn words(copy: &CopyReport) -> String {
    let w = &copy.counts.words;
    let all = counted(w.all(), "word");
    let (canon, furniture, other, like) = (w.canon, w.furniture, w.other, w.like_statements);
    format!("{all}: {canon} canon, {furniture} furniture, {other} other, {like} like statements")
}

/// The sums of a report: "3 errors, 2 warnings, 9 notes in 4 of 5 copies; 12 known".
pub fn totals(report: &Report) -> String {
    let open = |s: Severity| all(report).filter(|(_, f)| f.severity == s && f.is_open()).count();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(open);
    let with = report.copies.iter().filter(|c| c.findings.iter().any(Finding::is_open)).count();
    let copies = if report.copies.len() == 1 { "copy" } else { "copies" };
    let mut out = format!(
        "{}, {}, {} in {with} of {} {copies}",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(notes, "note"),
        report.copies.len()
    );
    let known = all(report).filter(|(_, f)| !f.is_open()).count();
    if known > 0 {
        out += &format!("; {known} known");
    }
    if !report.problems.is_empty() {
        out += &format!("; {} not checked", report.problems.len());
    }
    if report.passed_over > 0 {
        let documents = if report.passed_over == 1 { "is no document" } else { "are no documents" };
        out += &format!("; {} passed over that {documents}", counted(report.passed_over, "file"));
    }
    out
}

/// Why a copy was not checked, on one line.
pub(crate) fn problem(problem: &CopyProblem) -> String {
    let help = problem.help.as_ref().map_or(String::new(), |h| format!(" ({h})"));
    clip(&visible(&format!("not checked: {}{help}", problem.message)), MESSAGE)
}

/// Other copies that have the same finding.
pub(crate) fn also_in<'a>(report: &'a Report, copy: &CopyReport, finding: &Finding) -> Vec<&'a str> {
    let same = |f: &Finding| f.fingerprint == finding.fingerprint && f.rule == finding.rule;
    let others = report.copies.iter().filter(|c| c.source != copy.source && c.findings.iter().any(same));
    others.map(|c| c.source.as_str()).collect()
}

/// Most other copies that are named.
const ALSO: usize = 3;

/// The other copies that have the same finding, in words: "also in b.txt, c.txt and 4 more".
pub(crate) fn also(report: &Report, copy: &CopyReport, finding: &Finding) -> Option<String> {
    let all = also_in(report, copy, finding);
    let shown: Vec<String> = all.iter().take(ALSO).map(|name| clip(&visible(name), PATH)).collect();
    let rest = all.len().saturating_sub(ALSO);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    (!all.is_empty()).then(|| format!("also in {}{more}", shown.join(", ")))
}

/// What is wrong and where: `"inno0vative" is a slip of "innovative" (We are … · level 3)`.
pub(crate) fn message(finding: &Finding) -> String {
    let level = finding.level.as_ref().map(|l| format!("level {l}"));
    let at = Place { line: None, bounds: None, ..finding.at.clone() };
    let spot = Some(place(&at)).filter(|p| !p.is_empty() && finding.at.line.is_none());
    let place: Vec<String> = [finding.competency.clone(), level, spot].into_iter().flatten().collect();
    let meaning = if finding.meaning { " (the meaning is touched)" } else { "" };
    let place = if place.is_empty() { String::new() } else { format!(" ({})", place.join(" · ")) };
    clip(&visible(&format!("{}{meaning}{place}", finding.message)), MESSAGE)
}

/// Where in its source: `line 26`, `page 3, box 72–520 × 311–338 pt` (from the left and from the
/// top), `body/ul[2]/li[3]`.
pub fn place(at: &Place) -> String {
    let page = at.page.map(|p| format!("page {p}"));
    let line = at.line.map(|l| format!("line {l}"));
    let bounds =
        at.bounds.map(|[left, top, right, bottom]| format!("box {left:.0}–{right:.0} × {top:.0}–{bottom:.0} pt"));
    let path = at.path.as_deref().map(|p| clip(&visible(p), PATH));
    [page, line, bounds, path].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The rule and what it is about: `typo innovative-open-minded.3.3`.
pub(crate) fn title(finding: &Finding) -> String {
    let about = finding.indicator.as_deref().or(finding.competency.as_deref()).unwrap_or_default();
    clip(visible(&format!("{} {about}", finding.rule.info().id)).trim_end(), 200)
}

/// Both texts, a line each, for formats that have room.
pub(crate) fn texts(finding: &Finding) -> String {
    let line = |label: &str, text: &Option<String>| {
        text.as_ref().map_or(String::new(), |t| format!("{label}: {}\n", clip(&visible(t), 4 * MESSAGE)))
    };
    line("canon", &finding.expected) + &line("copy", &finding.found)
}

/// Why a finding may stay, if somebody said so: `baselined: our own word (A. Reviewer, 2026-11-24)`.
pub(crate) fn review(finding: &Finding) -> Option<String> {
    let review = finding.review.as_ref()?;
    let by: Vec<&str> = [&review.author, &review.date].into_iter().flatten().map(String::as_str).collect();
    let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
    Some(visible(&format!("{}: {}{by}", finding.status, review.reason)))
}

/// A copy's name as a file; `stdin` for standard input.
pub(crate) fn path(copy: &CopyReport) -> String {
    file(&copy.source)
}

/// A name as a file; `stdin` for standard input.
pub(crate) fn file(source: &str) -> String {
    match source {
        "<stdin>" => "stdin".to_owned(),
        source => visible(source.trim_start_matches("./")),
    }
}
