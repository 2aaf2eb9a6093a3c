//! Texts of the copy's own that stand in the framework's lists.

use crate::Subject;
use crate::finding::Finding;
use crate::rules::Rule;
use crate::scope::{List, list_of};
use crate::structure::{Context, plain};
use cvf_framework::{Kind, Route};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most words of a line between two lists that is a heading rather than a statement.
const SENTENCE: usize = 4;
/// Fewest words of a text that is reported.
const FEWEST: usize = 3;
/// How far away, in segments, a print of the same list may be.
const NEAR: usize = 3;

/// Findings of `extra`: only in lists of the framework, beside what is the canon's.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let stream = &context.matching.stream;
    let lists = lists_by_segment(context);
    let listed = |r: &&Range<usize>| lists.contains_key(&stream.words[r.start].segment) && is_sentence(context, r);
    let inside = context.matching.own.iter().filter(listed).cloned();
    let whole = (0..stream.segments.len()).filter(|s| is_extra(context, *s, &lists));
    let mut all: Vec<Range<usize>> = inside.chain(whole.map(|s| stream.segments[s].words.clone())).collect();
    all.retain(|r| r.len() >= FEWEST);
    all.sort_by_key(|r| r.start);
    all.into_iter().map(|words| finding(context, &words)).collect()
}

/// In text that found no place only a whole sentence is somebody's statement.
fn is_sentence(context: &Context<'_>, words: &Range<usize>) -> bool {
    let stream = &context.matching.stream;
    let text = stream.text(words);
    let one = text.ends_with(['.', '!', '?']) && !text.chars().any(cvf_document::marker::is_bullet);
    one || stream.segments[stream.words[words.start].segment].unit.is_some()
}

fn finding(context: &Context<'_>, words: &Range<usize>) -> Finding {
    let stream = &context.matching.stream;
    let segment = &stream.segments[stream.words[words.start].segment];
    let known = segment.route != Route::default();
    let subject = Subject { canon: None, route: known.then_some(&segment.route), at: stream.place(words) };
    plain(&subject, Rule::Extra, None, Some(&stream.text(words)), "not in the canon".to_owned())
}

/// The list of which a segment prints a behaviour.
fn lists_by_segment(context: &Context<'_>) -> BTreeMap<usize, List> {
    let mut lists = BTreeMap::new();
    for print in context.matching.prints.iter().chain(&context.matching.again) {
        let unit = &context.canon[print.canon];
        if unit.kind.is_behaviour() {
            print.segments.iter().for_each(|&s| {
                lists.insert(s, list_of(unit));
            });
        }
    }
    lists
}

/// True for a segment without a print that stands as an item among items of the canon.
fn is_extra(context: &Context<'_>, segment: usize, lists: &BTreeMap<usize, List>) -> bool {
    let stream = &context.matching.stream;
    let own = &stream.segments[segment];
    let printed = context.matching.prints.iter().any(|p| p.segments.contains(&segment))
        || context.matching.again.iter().any(|p| p.segments.contains(&segment));
    let named = context.matching.renamed.iter().any(|(words, _)| *words == own.words);
    if printed || named || own.words.is_empty() {
        return false;
    }
    let before = lists.range(segment.saturating_sub(NEAR)..segment).next_back();
    let next = lists.range(segment + 1..=segment + NEAR).next();
    match own.kind {
        Some(kind) if kind.is_behaviour() => {
            // A paragraph behind a list of bullets is no item of it.
            let same = |s: &usize| {
                let other = &stream.segments[*s];
                other.route == own.route && other.kind == own.kind && other.unmarked == own.unmarked
            };
            // What stands behind foreign text is the document's own.
            let first = |s: &usize| lists.contains_key(s) || !same(s);
            let ends = [(0..segment).rev().find(first), (segment + 1..stream.segments.len()).find(first)];
            ends.into_iter().flatten().any(|s| lists.contains_key(&s) && same(&s))
        }
        Some(Kind::Note) | None => {
            let among = |(s, _): (&usize, &List)| stream.segments[*s].kind == own.kind;
            let same = before.is_some_and(among) && next.is_some_and(among);
            let close = lists.contains_key(&(segment + 1)) && segment > 0 && lists.contains_key(&(segment - 1));
            let sentence = own.words.len() > SENTENCE && is_sentence(context, &own.words);
            same && (before.map(|b| b.1) == next.map(|n| n.1) || (close && sentence))
        }
        Some(_) => false,
    }
}
