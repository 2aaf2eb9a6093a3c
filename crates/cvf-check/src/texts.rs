//! Differences between a statement and its print → findings.

use crate::finding::Finding;
use crate::rules::{formatting, truncated, typo, wording};
use crate::{Subject, noise};
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
    let Some(at) = truncated::cut(expected, found, pair.lexicon) else { return compared(pair) };
    let head = |text: &str, n: usize| text.chars().take(n).collect::<String>();
    let (ours, theirs) = (head(expected, at.kept), head(found, at.printed));
    let (mut findings, excused) = compared(Pair { expected: &ours, found: &theirs, ..pair });
    for finding in &mut findings {
        (finding.expected, finding.found) = (Some(expected.to_owned()), Some(found.to_owned()));
    }
    findings.push(truncated::finding(pair, at.kept));
    (findings, excused)
}

/// The findings of a pair of which neither breaks off.
fn compared(pair: Pair<'_>) -> (Vec<Finding>, Vec<&'static str>) {
    let Pair { expected, found, lexicon, joints, .. } = pair;
    let all = match formatting::in_capitals(expected, found) {
        Some(whole) => vec![whole],
        None => differences(expected, found, lexicon),
    };
    let all = all.into_iter().filter(|d| !noise::is_noise(d, expected, found));
    let length = found.chars().count();
    let (mut shown, mut excused) = (Vec::new(), Vec::new());
    for difference in all {
        match guideline(&difference, joints, length) {
            Some(id) => excused.push(id),
            None => shown.push(difference),
        }
    }
    let make = |difference: Difference| finding(pair, difference);
    (formatting::one_compound(shown, expected).into_iter().map(make).collect(), excused)
}

/// The guideline that excuses a difference; a change of words is never excused.
fn guideline(d: &Difference, joints: Joints<'_>, length: usize) -> Option<&'static str> {
    let dress = matches!(d.kind, DifferenceKind::Punctuation | DifferenceKind::Capitals | DifferenceKind::Hyphen);
    let touches = |at: usize| d.found_range.start <= at + 1 && at <= d.found_range.end + 1;
    let joint = joints.inside.iter().any(|&at| touches(at)) || (joints.at_ends && (touches(0) || touches(length)));
    let spacing = formatting::aspect(d) == Some("spacing");
    let fitting = [
        ("Q1", formatting::is_other_quote(d)),
        ("J1", dress && joint),
        ("C1", d.kind == DifferenceKind::Capitals),
        ("H1", d.kind == DifferenceKind::Hyphen),
        ("S1", d.kind == DifferenceKind::Variant),
        ("W1", spacing),
        ("P1", d.kind == DifferenceKind::Punctuation && !spacing),
    ];
    fitting.into_iter().find(|(id, fits)| *fits && joints.guidelines.contains(id)).map(|(id, _)| id)
}

/// One difference under the rule of its kind.
fn finding(pair: Pair<'_>, difference: Difference) -> Finding {
    match difference.kind {
        DifferenceKind::Spelling => typo::finding(pair, difference),
        DifferenceKind::Wording => wording::finding(pair, difference),
        _ => formatting::finding(pair, difference),
    }
}
