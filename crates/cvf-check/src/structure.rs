//! Structural events: missing, duplicate, moved, split, merged, reordered.

use crate::Subject;
use crate::finding::{Change, Finding};
use crate::homes::Standing;
use crate::labels::Labels;
use crate::matching::{Matching, Print};
use crate::rules::{Rule, Severity};
use crate::scope::{List, list_of};
use crate::stream::{Segment, Stream};
use cvf_framework::{CanonUnit, Route, Witness};
use std::collections::{BTreeMap, BTreeSet};

/// What the structural rules look at.
pub(crate) struct Context<'a> {
    pub(crate) canon: &'a [CanonUnit],
    pub(crate) witness: &'a Witness,
    pub(crate) matching: &'a Matching,
    pub(crate) standings: &'a [Standing],
    pub(crate) lists: &'a BTreeSet<List>,
    pub(crate) labels: &'a Labels,
}

pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(split(context));
    findings.extend(merged(context));
    findings.extend(crate::heading::moved_or_mislabelled(context));
    findings.extend(reordered(context));
    findings.extend(duplicates(context));
    findings.extend(missing(context));
    findings
}

pub(crate) fn plain(
    subject: &Subject<'_>,
    rule: Rule,
    expected: Option<&str>,
    found: Option<&str>,
    message: String,
) -> Finding {
    Finding { message, ..subject.finding(rule, rule.info().severity, 0.95, expected, found) }
}

impl Context<'_> {
    pub(crate) fn subject<'a>(&'a self, print: &'a Print) -> Subject<'a> {
        Subject::of(&self.canon[print.canon], print, &self.matching.stream)
    }

    /// Prints by the segment they share.
    fn by_segment(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (p, print) in self.matching.prints.iter().enumerate() {
            print.segments.iter().for_each(|&s| by.entry(s).or_default().push(p));
        }
        by
    }
}

/// Share of a copy's statements that must have a segment of their own before one that has not
/// is a finding: else the layout does not show items.
const ITEMS: f64 = 0.6;

/// The same where nothing but line ends and paragraphs shows items.
const LINES: f64 = 0.8;

fn split(context: &Context<'_>) -> Vec<Finding> {
    let prints = &context.matching.prints;
    let stream = &context.matching.stream;
    let most = |share: f64, test: &dyn Fn(&Print) -> bool| {
        prints.iter().filter(|p| test(p)).count() as f64 >= share * prints.len() as f64
    };
    if !most(ITEMS, &|p| p.segments.len() == 1) {
        return Vec::new();
    }
    let by_lines = most(LINES, &|p| parts(stream, p).len() == 1);
    let item = |p: &Print| context.canon[p.canon].kind.is_behaviour();
    let whole = |p: &Print| p.segments.iter().zip(p.segments.iter().skip(1)).all(|(&a, &b)| is_broken(stream, a, b));
    let cut = |p: &Print| if by_lines { parts(stream, p).len() > 1 } else { p.segments.len() > 1 };
    let shown = |p: &&Print| {
        let one = p.segments.len() > 1 && whole(p);
        item(p) && cut(p) && !one && !p.segments.iter().any(|&s| stream.segments[s].cut_out)
    };
    let make = |print: &Print| {
        let canon = &context.canon[print.canon];
        let parts = parts(stream, print);
        let message = format!("printed as {} items", parts.len());
        plain(&context.subject(print), Rule::Split, Some(&canon.text), Some(&parts.join(" | ")), message)
    };
    prints.iter().filter(shown).map(make).collect()
}

/// The texts that a print is made of: by segments, and by line ends where the line had room.
fn parts(stream: &Stream, print: &Print) -> Vec<String> {
    let mut parts = Vec::new();
    for piece in &print.pieces {
        let mut from = piece.start;
        for end in stream.breaks(piece).into_iter().chain([piece.end]) {
            parts.extend(stream.parts(&(from..end)));
            from = end;
        }
    }
    parts
}

/// True if a sentence goes on in the next column or on the next page.
fn is_broken(stream: &Stream, segment: usize, next: usize) -> bool {
    let (a, b) = (&stream.segments[segment], &stream.segments[next]);
    let top = |s: &Segment| s.at.bounds.map(|b| b[1]);
    let turned = a.at.page != b.at.page || matches!((top(a), top(b)), (Some(a), Some(b)) if b < a);
    let low = b.tokens.first().is_some_and(|t| t.text.starts_with(char::is_lowercase));
    a.at.page.is_some() && turned && low
}

/// Most statements in one segment that were merged; more are a layout.
const MERGED: usize = 3;

/// Groups of prints that were merged into one item.
pub(crate) fn merged_groups(context: &Context<'_>) -> Vec<Vec<usize>> {
    let prints = &context.matching.prints;
    let behaviour = |p: usize| context.canon[prints[p].canon].kind.is_behaviour();
    let by = context.by_segment();
    let shares = |p: usize| prints[p].segments.iter().any(|s| by[s].len() > 1);
    let all: Vec<usize> = (0..prints.len()).filter(|&p| behaviour(p)).collect();
    let alone = all.iter().filter(|&&p| !shares(p)).count();
    if (alone as f64) < ITEMS * all.len() as f64 {
        return Vec::new();
    }
    let cut_out = |s: usize| context.matching.stream.segments[s].cut_out;
    let groups = by.into_iter().filter(|(s, g)| (2..=MERGED).contains(&g.len()) && !cut_out(*s)).map(|(_, g)| g);
    groups.filter(|g| g.iter().all(|&p| behaviour(p)) && is_joined(context, g)).collect()
}

/// Lines that were taken for one paragraph because a stop is lost are no merger.
fn is_joined(context: &Context<'_>, group: &[usize]) -> bool {
    let prints = &context.matching.prints;
    let stream = &context.matching.stream;
    let first = &prints[group[0]];
    let unmarked: Vec<usize> = first.segments.iter().copied().filter(|&s| stream.segments[s].unmarked).collect();
    if unmarked.iter().any(|&s| lines(stream, s) != Some(1)) && is_dense(stream) {
        return false;
    }
    unmarked.is_empty() || first.text.ends_with(['.', '!', '?', ';', ',', '…'])
}

/// Lines from a segment to the next one of its place.
fn lines(stream: &Stream, segment: usize) -> Option<usize> {
    let (own, next) = (&stream.segments[segment], stream.segments.get(segment + 1)?);
    let same = own.route == next.route && own.kind == next.kind;
    let lines = next.at.line?.checked_sub(own.at.line?)?;
    same.then_some(usize::try_from(lines).ok()?)
}

/// True where texts without a mark follow each other without a blank line: where lines are
/// wrapped too, nothing shows whether one goes on or the next begins.
fn is_dense(stream: &Stream) -> bool {
    (0..stream.segments.len()).any(|s| stream.segments[s].unmarked && lines(stream, s) == Some(1))
}

fn merged(context: &Context<'_>) -> Vec<Finding> {
    let prints = &context.matching.prints;
    let make = |group: Vec<usize>| {
        let texts = |text: &dyn Fn(usize) -> String| group.iter().map(|&p| text(p)).collect::<Vec<_>>().join(" | ");
        let expected = texts(&|p| context.canon[prints[p].canon].text.clone());
        let found = texts(&|p| prints[p].text.clone());
        let message = format!("{} statements printed as one", group.len());
        plain(&context.subject(&prints[group[0]]), Rule::Merged, Some(&expected), Some(&found), message)
    };
    merged_groups(context).into_iter().map(make).collect()
}

/// One moved statement.
pub(crate) fn moved(context: &Context<'_>, print: &Print, to: &Route) -> Finding {
    let canon = &context.canon[print.canon];
    let place = |route: &Route| {
        let name = crate::place_name(route).unwrap_or_default();
        route.level.as_ref().map_or(name.clone(), |l| format!("{name}, level {l}"))
    };
    let (from, to) = (place(&canon.route), place(to));
    let message = format!("stands under {to}, belongs under {from}");
    let found = plain(&context.subject(print), Rule::Moved, Some(&canon.text), Some(&print.text), message);
    Finding { changes: vec![Change { expected: from, found: to }], ..found }
}

/// Statements of one list that are out of the canon's order: those outside the longest
/// increasing run.
fn reordered(context: &Context<'_>) -> Vec<Finding> {
    let mut lists: BTreeMap<List, Vec<&Print>> = BTreeMap::new();
    for (print, standing) in context.matching.prints.iter().zip(context.standings) {
        if !matches!(standing, Standing::Moved { .. }) {
            lists.entry(list_of(&context.canon[print.canon])).or_default().push(print);
        }
    }
    let mut findings = Vec::new();
    for prints in lists.values() {
        let order: Vec<usize> = prints.iter().map(|p| p.canon).collect();
        let kept = longest_increasing(&order);
        for (i, print) in prints.iter().enumerate().filter(|(i, _)| !kept.contains(i)) {
            let canon = &context.canon[print.canon];
            let message = format!("printed as number {}, number {} in the canon", i + 1, canon.order);
            let subject = context.subject(print);
            findings.push(plain(&subject, Rule::Reordered, Some(&canon.text), Some(&print.text), message));
        }
    }
    findings
}

/// Positions of a longest strictly increasing subsequence.
fn longest_increasing(order: &[usize]) -> BTreeSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for i in 0..order.len() {
        let before = (0..i).filter(|&j| order[j] < order[i]).max_by_key(|&j| (best[j].0, std::cmp::Reverse(j)));
        best.push((before.map_or(1, |j| best[j].0 + 1), before));
    }
    let mut at = (0..order.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    let mut kept = BTreeSet::new();
    while let Some(i) = at {
        kept.insert(i);
        at = best[i].1;
    }
    kept
}

/// Second prints in the list of the first; elsewhere a document may well quote itself.
fn duplicates(context: &Context<'_>) -> Vec<Finding> {
    let prints = &context.matching.prints;
    let near: BTreeSet<List> = context.lists.clone();
    let make = |print: &Print| {
        let first = prints.iter().find(|p| p.canon == print.canon)?;
        let list = list_of(&context.canon[print.canon]);
        let beside = |p: &&Print| p.canon != print.canon && is_beside(p, print, context);
        let same = first.route == print.route && (print.route.is_some() || prints.iter().any(|p| beside(&p)));
        let elsewhere = print.kind.is_some_and(cvf_framework::Kind::is_behaviour) && prints.iter().any(|p| beside(&p));
        if !near.contains(&list) || !(same || elsewhere) {
            return None;
        }
        let canon = &context.canon[print.canon];
        let message = "printed a second time".to_owned();
        Some(plain(&context.subject(print), Rule::Duplicate, Some(&canon.text), Some(&print.text), message))
    };
    context.matching.again.iter().filter_map(make).collect()
}

/// True if two prints follow each other with little between.
fn is_beside(a: &Print, b: &Print, context: &Context<'_>) -> bool {
    let ends = |p: &Print| (p.pieces.first().map_or(0, |r| r.start), p.pieces.last().map_or(0, |r| r.end));
    let ((a_start, a_end), (b_start, b_end)) = (ends(a), ends(b));
    let gap = if a_end <= b_start { b_start - a_end } else { a_start.saturating_sub(b_end) };
    gap <= 8 && context.canon[a.canon].kind.is_behaviour()
}

fn missing(context: &Context<'_>) -> Vec<Finding> {
    let printed: BTreeSet<usize> = context.matching.prints.iter().map(|p| p.canon).collect();
    let gone = |(i, u): &(usize, &CanonUnit)| !printed.contains(i) && context.lists.contains(&list_of(u));
    let make = |(_, canon): (usize, &CanonUnit)| {
        let severity = if canon.kind.is_behaviour() { Severity::Error } else { Severity::Warning };
        let what = if canon.kind.is_behaviour() { "indicator" } else { "paragraph" };
        Finding {
            message: format!("the {what} is not there"),
            ..Subject::lost(canon).finding(Rule::Missing, severity, 0.95, Some(&canon.text), None)
        }
    };
    context.canon.iter().enumerate().filter(gone).map(make).collect()
}
