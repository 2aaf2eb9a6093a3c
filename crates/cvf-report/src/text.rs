//! For people at a terminal: findings by statement, each statement once with its changes marked.

use crate::clean::printable;
use crate::grid::grid;
use crate::inline::{Mark, marked};
use crate::said;
use anstyle::{AnsiColor, Effects, Style as Ansi};
use cvf_check::{CopyReport, Finding, Report, Rule, Severity};
use cvf_document::Place;
use std::fmt::Write;

/// How marks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `[-lost-]` and `{+added+}`, for files and pipes.
    Signs,
    /// Colours, for terminals.
    Colour,
}

const WIDTH: usize = 80;

/// The report as text.
pub fn text(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for copy in &report.copies {
        copy_head(&mut out, copy, style);
        out += &grid(copy);
        for group in groups(&copy.findings) {
            statement(&mut out, report, copy, group, style);
        }
    }
    for problem in &report.problems {
        let label = paint("error[not-checked]", colour(Severity::Error), style);
        let _ = writeln!(out, "{label}: {}\n  --> {}\n", said::problem(problem), printable(&problem.source));
    }
    let _ = writeln!(out, "{}", said::totals(report));
    out
}

/// Findings about the same print of the same statement.
fn groups(findings: &[Finding]) -> Vec<&[Finding]> {
    let same = |a: &Finding, b: &Finding| a.indicator.is_some() && a.indicator == b.indicator && a.found == b.found;
    findings.chunk_by(|a, b| same(a, b)).collect()
}

fn paint(text: &str, ansi: Ansi, style: Style) -> String {
    match style {
        Style::Colour => format!("{}{text}{}", ansi.render(), ansi.render_reset()),
        Style::Signs => text.to_owned(),
    }
}

fn colour(severity: Severity) -> Ansi {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    Ansi::new().fg_color(Some(colour.into())).effects(Effects::BOLD)
}

fn copy_head(out: &mut String, copy: &CopyReport, style: Style) {
    let edition = copy.edition.as_deref().map_or(String::new(), |e| format!(" {e}"));
    let bold = Ansi::new().effects(Effects::BOLD);
    let _ = writeln!(out, "{}", paint(&printable(&copy.source), bold, style));
    let other = copy.findings.iter().any(|f| f.rule == Rule::Edition);
    let prints = if other { "of another edition".to_owned() } else { format!("prints {}", said::printed(copy)) };
    let follows = if copy.framework.is_empty() || other {
        String::new()
    } else {
        format!("follows {}{edition}; ", copy.framework)
    };
    for line in wrap(&plain_pieces(&printable(&format!("{follows}{prints}"))), WIDTH - 2) {
        let _ = writeln!(out, "  {line}");
    }
    let c = &copy.counts;
    let indicators = said::counted(c.expected, "indicator");
    let (exact, changed, missing, extra) = (c.exact, c.changed, c.missing, c.extra);
    let _ =
        writeln!(out, "  {indicators} expected: {exact} exact, {changed} changed, {missing} missing, {extra} extra");
    let _ = writeln!(out, "  {}\n", said::words(copy));
}

fn statement(out: &mut String, report: &Report, copy: &CopyReport, findings: &[Finding], style: Style) {
    let first = &findings[0];
    for finding in findings {
        let label = format!("{}[{}]", finding.severity.name(), finding.rule.info().id);
        let meaning = if finding.meaning { " (meaning)" } else { "" };
        let known = if finding.is_open() { "" } else { " (known)" };
        let label = paint(&label, colour(finding.severity), style);
        let print = paint(&format!("[{}]", finding.fingerprint), Ansi::new().effects(Effects::DIMMED), style);
        let _ = writeln!(out, "{label}: {}{meaning}{known} {print}", printable(&finding.message));
        if let Some(also) = said::also(report, copy, finding) {
            let _ = writeln!(out, "  {}", printable(&also));
        }
        if let Some(review) = said::review(finding) {
            let _ = writeln!(out, "  {}", printable(&review));
        }
    }
    let dim = Ansi::new().effects(Effects::DIMMED);
    let line = first.at.line.map_or(String::new(), |l| format!(":{l}"));
    let more = said::place(&Place { line: None, ..first.at.clone() });
    let more = if more.is_empty() { more } else { format!(", {more}") };
    let _ = writeln!(out, "  {} {}{line}{more}", paint("-->", dim, style), printable(&copy.source));
    let place = place(first);
    if !place.is_empty() {
        let _ = writeln!(out, "   {} {place}", paint("|", dim, style));
    }
    for line in wrap(&pieces(first, style), WIDTH - 5) {
        let _ = writeln!(out, "   {} {line}", paint("|", dim, style));
    }
    out.push('\n');
}

fn place(finding: &Finding) -> String {
    let level = finding.level.as_deref().map(|l| format!("level {l}"));
    let parts = [finding.indicator.clone(), finding.competency.clone(), level];
    printable(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// A piece of a line: what is printed, and how wide it is on the screen.
type Piece = (String, usize);

/// The words of a text without marks.
fn plain_pieces(text: &str) -> Vec<Piece> {
    text.split_inclusive(' ').map(|w| (w.to_owned(), w.chars().count())).collect()
}

/// The statement as words, changes marked.
fn pieces(finding: &Finding, style: Style) -> Vec<Piece> {
    let shown = |text: &Option<String>| printable(text.as_deref().unwrap_or_default());
    let (expected, found) = (shown(&finding.expected), shown(&finding.found));
    let stretches = match (finding.rule, finding.expected.is_some(), finding.found.is_some()) {
        (Rule::Heading, ..) => return Vec::new(),
        (Rule::Split | Rule::Moved | Rule::Duplicate | Rule::Reordered, ..) => vec![(Mark::Same, found)],
        (_, true, true) => marked(&expected, &found),
        (_, true, false) => vec![(Mark::Lost, expected)],
        _ => vec![(Mark::Added, found)],
    };
    glue(stretches.into_iter().flat_map(|(mark, text)| words(mark, &text, style)).collect())
}

/// Two texts, each with the words marked that only it has, as lines of at most `width` columns.
pub fn sides(expected: &str, found: &str, style: Style, width: usize) -> [Vec<String>; 2] {
    let all = marked(&printable(expected), &printable(found));
    [Mark::Added, Mark::Lost].map(|other| {
        let own = all.iter().filter(|(mark, _)| *mark != other);
        wrap(&glue(own.flat_map(|(mark, text)| words(*mark, text, style)).collect()), width)
    })
}

/// Cuts a stretch at its spaces; the space stays at the end of its word.
fn words(mark: Mark, text: &str, style: Style) -> Vec<Piece> {
    let (open, close, ansi) = match mark {
        Mark::Same => ("", "", Ansi::new()),
        Mark::Lost => ("[-", "-]", Ansi::new().fg_color(Some(AnsiColor::Red.into())).effects(Effects::STRIKETHROUGH)),
        Mark::Added => ("{+", "+}", Ansi::new().fg_color(Some(AnsiColor::Green.into())).effects(Effects::UNDERLINE)),
    };
    let core = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    if mark == Mark::Same || core.is_empty() && style == Style::Colour {
        return plain_pieces(text);
    }
    let core = if core.is_empty() { text } else { core };
    let lead = if text.starts_with(' ') && core != text { " " } else { "" };
    let tail = if text.ends_with(' ') && core != text { " " } else { "" };
    let shown: Vec<&str> = core.split_inclusive(' ').collect();
    let last = shown.len() - 1;
    let piece = |(i, word): (usize, &str)| {
        let (lead, open) = if i == 0 { (lead, open) } else { ("", "") };
        let (close, tail) = if i == last { (close, tail) } else { ("", "") };
        match style {
            Style::Signs => format!("{lead}{open}{word}{close}{tail}"),
            Style::Colour => format!("{lead}{}{tail}", paint(word, ansi, style)),
        }
    };
    let width = |(i, word): (usize, &str)| {
        let signs = if style == Style::Signs { 2 } else { 0 };
        word.chars().count() + lead.len() * usize::from(i == 0) + signs * (usize::from(i == 0) + usize::from(i == last))
    };
    shown.into_iter().enumerate().map(|w| (piece(w), width(w))).collect()
}

/// Pieces that do not end in a space belong to the next one: no line break may part them.
fn glue(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut open = false;
    for (text, width) in pieces {
        let ends = text.ends_with(' ');
        match out.last_mut().filter(|_| open && !text.starts_with(' ')) {
            Some(last) => {
                last.0.push_str(&text);
                last.1 += width;
            }
            None => out.push((text, width)),
        }
        open = !ends;
    }
    out
}

fn wrap(pieces: &[Piece], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = usize::MAX;
    for (text, piece) in pieces {
        if used.saturating_add(*piece) > width + 1 {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if used == 0 { text.trim_start() } else { text });
        }
        used += piece;
    }
    lines.into_iter().map(|l| l.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_has_its_own_words_marked() {
        let [canon, copy] = sides("an innovative culture", "an inno0vative culture", Style::Signs, 80);
        assert_eq!(
            (canon, copy),
            (vec!["an [-innovative-] culture".into()], vec!["an {+inno0vative+} culture".into()])
        );
    }

    #[test]
    fn lines_are_no_wider_than_the_screen_and_words_stay_whole() {
        let text = "word ".repeat(40);
        let pieces = glue(words(Mark::Same, &text, Style::Signs));
        let lines = wrap(&pieces, 30);
        assert!(lines.iter().all(|l| l.chars().count() <= 30 && l.split(' ').all(|w| w == "word")), "{lines:?}");
    }
}
