//! What all one-line formats say of a finding.

use crate::clean::{clip, visible};
use cvf_check::{CopyReport, Finding, Report, ScopeEntry};
use cvf_document::Place;

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

/// What a copy prints: "level 3 of 6 competencies", "levels 1a, 1b and 2 of 1 competency".
pub(crate) fn scope(entries: &[ScopeEntry]) -> String {
    let Some(first) = entries.first() else { return "no indicators".to_owned() };
    let noun = if entries.len() == 1 { "competency" } else { "competencies" };
    if entries.iter().any(|e| e.levels != first.levels) {
        return format!("{} {noun} at different levels", entries.len());
    }
    let levels = match first.levels.as_slice() {
        [] => "no level".to_owned(),
        [one] => format!("level {one}"),
        [many @ .., last] => format!("levels {} and {last}", many.join(", ")),
    };
    format!("{levels} of {} {noun}", entries.len())
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
    match copy.source.as_str() {
        "<stdin>" => "stdin".to_owned(),
        source => visible(source.trim_start_matches("./")),
    }
}
