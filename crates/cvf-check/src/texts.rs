//! Differences between a statement and its print → findings.

use crate::Subject;
use crate::cut::cut;
use crate::finding::{Change, Finding};
use crate::rules::{Rule, Severity};
use cvf_collate::{Difference, DifferenceKind, Lexicon, differences};

/// Where a text was cut or joined by its copy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joints<'a> {
    /// Characters at which another piece begins.
    pub(crate) inside: &'a [usize],
    /// The text's ends are joints too.
    pub(crate) at_ends: bool,
    /// Ids of the guidelines that hold.
    pub(crate) guidelines: &'a [&'static str],
}

/// A statement and its print.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub(crate) subject: &'a Subject<'a>,
    pub(crate) expected: &'a str,
    pub(crate) found: &'a str,
    pub(crate) confidence: f64,
    pub(crate) lexicon: Lexicon<'a>,
    pub(crate) joints: Joints<'a>,
}

/// The findings of a pair, and the guidelines that excuse differences.
pub(crate) fn findings(pair: Pair<'_>) -> (Vec<Finding>, Vec<&'static str>) {
    let Pair { expected, found, .. } = pair;
    let Some(at) = cut(expected, found, pair.lexicon) else { return compared(pair) };
    let head = |text: &str, n: usize| text.chars().take(n).collect::<String>();
    let (ours, theirs) = (head(expected, at.kept), head(found, at.printed));
    let (mut findings, excused) = compared(Pair { expected: &ours, found: &theirs, ..pair });
    for finding in &mut findings {
        (finding.expected, finding.found) = (Some(expected.to_owned()), Some(found.to_owned()));
    }
    findings.push(truncated(pair, at.kept));
    (findings, excused)
}

/// The findings of a pair of which neither breaks off.
fn compared(pair: Pair<'_>) -> (Vec<Finding>, Vec<&'static str>) {
    let Pair { expected, found, lexicon, joints, .. } = pair;
    let all = match in_capitals(expected, found) {
        Some(whole) => vec![whole],
        None => differences(expected, found, lexicon),
    };
    let length = found.chars().count();
    let (mut shown, mut excused) = (Vec::new(), Vec::new());
    for difference in all {
        match guideline(&difference, joints, length) {
            Some(id) => excused.push(id),
            None => shown.push(difference),
        }
    }
    let make = |difference: Difference| finding(pair, difference);
    (one_compound(shown, expected).into_iter().map(make).collect(), excused)
}

/// The guideline that excuses a difference; a change of words is never excused.
fn guideline(d: &Difference, joints: Joints<'_>, length: usize) -> Option<&'static str> {
    let dress = matches!(d.kind, DifferenceKind::Punctuation | DifferenceKind::Capitals | DifferenceKind::Hyphen);
    let touches = |at: usize| d.found_range.start <= at + 1 && at <= d.found_range.end + 1;
    let joint = joints.inside.iter().any(|&at| touches(at)) || (joints.at_ends && (touches(0) || touches(length)));
    let spacing = aspect(d) == Some("spacing");
    let fitting = [
        ("Q1", is_excused(d)),
        ("J1", dress && joint),
        ("C1", d.kind == DifferenceKind::Capitals),
        ("H1", d.kind == DifferenceKind::Hyphen),
        ("S1", d.kind == DifferenceKind::Variant),
        ("W1", spacing),
        ("P1", d.kind == DifferenceKind::Punctuation && !spacing),
    ];
    fitting.into_iter().find(|(id, fits)| *fits && joints.guidelines.contains(id)).map(|(id, _)| id)
}

fn truncated(pair: Pair<'_>, kept: usize) -> Finding {
    let Pair { subject, expected, found, confidence, .. } = pair;
    let lost: String = expected.chars().skip(kept).collect();
    let lost = lost.trim().to_owned();
    let rule = Rule::Truncated;
    Finding {
        message: format!("breaks off: \"{lost}\" is lost"),
        changes: vec![Change { expected: lost, found: String::new() }],
        ..subject.finding(rule, rule.info().severity, confidence, Some(expected), Some(found))
    }
}

/// A text that is only printed in capitals differs in one thing.
fn in_capitals(expected: &str, found: &str) -> Option<Difference> {
    let only = expected != found && found.to_uppercase() == found && expected.to_uppercase() == found;
    only.then(|| Difference {
        kind: DifferenceKind::Capitals,
        expected: expected.to_owned(),
        found: found.to_owned(),
        expected_range: 0..expected.chars().count(),
        found_range: 0..found.chars().count(),
        meaning: Vec::new(),
    })
}

/// The hyphens of one compound ("day-to-day") are one change.
fn one_compound(all: Vec<Difference>, expected: &str) -> Vec<Difference> {
    let text: Vec<char> = expected.chars().collect();
    let mut out: Vec<Difference> = Vec::new();
    for next in all {
        let between = out
            .last()
            .map(|last| &text[last.expected_range.end.min(next.expected_range.start)..next.expected_range.start]);
        let joined = between.is_some_and(|b| !b.is_empty() && b.iter().all(|c| c.is_alphanumeric()));
        match out.last_mut().filter(|last| joined && last.kind == DifferenceKind::Hyphen && next.kind == last.kind) {
            Some(last) => {
                let word: String = between.into_iter().flatten().collect();
                let tail = |shown: &str| shown.strip_prefix(word.as_str()).unwrap_or(shown).to_owned();
                last.expected.push_str(&tail(&next.expected));
                last.found.push_str(&tail(&next.found));
                last.expected_range.end = next.expected_range.end;
                last.found_range.end = next.found_range.end;
            }
            None => out.push(next),
        }
    }
    out
}

/// Quotes of another style, as long as both sides have them.
fn is_excused(d: &Difference) -> bool {
    let straight = |s: &str| s.replace(['’', '‘', '`', '´'], "'").replace(['“', '”'], "\"");
    d.kind == DifferenceKind::Quotes && straight(&d.expected) == straight(&d.found)
}

fn finding(pair: Pair<'_>, d: Difference) -> Finding {
    let Pair { subject, expected, found, confidence, .. } = pair;
    let rule = rule(&d);
    let meaning = !d.meaning.is_empty();
    let severity = if rule == Rule::Wording && meaning { Severity::Error } else { rule.info().severity };
    Finding {
        aspect: aspect(&d).filter(|_| rule == Rule::Formatting).map(str::to_owned),
        message: message(rule, &d),
        changes: vec![Change { expected: d.expected, found: d.found }],
        meaning: rule == Rule::Wording && meaning,
        ..subject.finding(rule, severity, confidence, Some(expected), Some(found))
    }
}

fn rule(d: &Difference) -> Rule {
    match d.kind {
        DifferenceKind::Spelling => Rule::Typo,
        DifferenceKind::Wording => Rule::Wording,
        _ => Rule::Formatting,
    }
}

fn aspect(d: &Difference) -> Option<&'static str> {
    match d.kind {
        DifferenceKind::Quotes => Some("quotes"),
        DifferenceKind::Hyphen => Some("hyphen"),
        DifferenceKind::Punctuation if d.expected.is_empty() && d.found.is_empty() => Some("spacing"),
        DifferenceKind::Punctuation => Some("punctuation"),
        DifferenceKind::Capitals => Some("capitals"),
        DifferenceKind::Variant => Some("spelling"),
        DifferenceKind::Spelling | DifferenceKind::Wording => None,
    }
}

fn message(rule: Rule, d: &Difference) -> String {
    let (expected, found) = (&d.expected, &d.found);
    match (rule, expected.is_empty(), found.is_empty()) {
        (Rule::Typo, _, true) => format!("the opening \"{expected}\" is lost"),
        (Rule::Typo, ..) => format!("\"{found}\" is a slip of \"{expected}\""),
        (Rule::Wording, true, _) => format!("\"{found}\" is added"),
        (Rule::Wording, _, true) => format!("\"{expected}\" is dropped"),
        (Rule::Wording, ..) => format!("\"{found}\" stands for \"{expected}\""),
        _ => dress_message(d),
    }
}

fn dress_message(d: &Difference) -> String {
    if d.kind == DifferenceKind::Capitals && d.found.to_uppercase() == d.found && d.found.contains(' ') {
        return "printed in capitals".to_owned();
    }
    match (d.expected.is_empty(), d.found.is_empty()) {
        (true, true) => "the spacing differs".to_owned(),
        (true, _) => format!("\"{}\" is added", d.found),
        (_, true) => format!("\"{}\" is lost", d.expected),
        _ => format!("\"{}\" is printed for \"{}\"", d.found, d.expected),
    }
}
