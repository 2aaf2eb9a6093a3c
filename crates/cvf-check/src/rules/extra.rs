//! Texts of the copy's own that stand where the framework has its statements.

use super::duplicate::is_twin;
use super::extra_lists::own_lists;
use super::{Rule, RuleInfo, Severity};
use crate::Subject;
use crate::context::{Context, plain};
use crate::finding::Finding;
use crate::free::{self, Free};
use crate::gaps::shape;
use crate::matching::Print;
use crate::scope::{List, list_of};
use cvf_framework::{Kind, Route};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "extra",
    severity: Severity::Warning,
    what: r#"A text that the canon does not have, in a place where the canon has such texts."#,
    why: r#"It reads as part of the national framework and is not."#,
    example: r#"A sixth indicator under a level that has five."#,
    remedy: r#"Remove it, or set it apart as local guidance."#,
};

/// Most words of a line between two lists that is a heading rather than a statement.
const SENTENCE: usize = 4;
/// Fewest words of a text that is reported.
const FEWEST: usize = 3;
/// How far away, in segments, a print of the same list may be.
const NEAR: usize = 3;
/// How far away, in words, prints may be from a sentence that begins as statements do.
const NEAR_WORDS: usize = 60;

/// Findings of `extra`: competencies and levels of the copy's own, and single texts beside what is
/// the canon's.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let own = own_lists(context);
    let held = |r: &Range<usize>| own.iter().any(|list| list.holds(r.start));
    let single = single(context).into_iter().filter(|r| !held(r)).map(|words| finding(context, &words));
    single.chain(own.iter().map(|list| list.finding(context, &INFO))).collect()
}

/// Texts beside what is the canon's that are no part of the layout.
fn single(context: &Context<'_>) -> Vec<Range<usize>> {
    let stream = &context.matching.stream;
    let lists = lists_by_segment(context);
    let columns = Columns::of(context);
    let repeated = repeated(context);
    let gaps = Gaps::of(context, &repeated);
    let listed = |r: &&Range<usize>| lists.contains_key(&stream.words[r.start].segment) && is_sentence(context, r);
    let begins = |w: usize| !context.begin_alike || (context.opens)(&stream.words[w].key);
    let inside = context.matching.own.iter().filter(listed).map(|r| free::behind_codes(stream, r));
    let inside = inside.filter(|r| begins(r.start));
    let whole = (0..stream.segments.len()).filter(|s| is_extra(context, *s, &lists));
    let sentences = context.free.iter().filter(|f| f.like && is_among(context, f, &lists)).map(|f| f.words.clone());
    let item = |s: &usize| {
        let segment = &stream.segments[*s];
        segment.kind.is_some_and(Kind::is_behaviour) && !segment.unmarked
    };
    let whole = whole.filter(|s| item(s) || begins(stream.segments[*s].words.start));
    let whole = whole.map(|s| stream.segments[s].words.clone());
    let mut all: Vec<Range<usize>> = inside.chain(whole).chain(sentences).collect();
    all.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    all.dedup_by(|next, last| next.start < last.end);
    let path = |r: &Range<usize>| stream.segments[stream.words[r.start].segment].at.path.as_deref();
    all.retain(|r| r.len() >= FEWEST && !columns.is_beside(path(r)) && gaps.may_hold(r));
    all.retain(|r| !repeated.contains(&shape(stream, r)) && free::speaks(stream, r, context.knows));
    all.iter_mut().for_each(|r| *r = free::behind_codes(stream, r));
    if all.is_empty() {
        return all;
    }
    // A statement that breaks off in both of two twins is too short to be found as printed twice.
    let pieces = context.matching.prints.iter().flat_map(|p| &p.pieces);
    let printed: BTreeSet<String> = pieces.map(|piece| shape(stream, piece)).collect();
    all.retain(|r| !printed.contains(&shape(stream, r)));
    let mut seen = BTreeSet::new();
    let twin = is_twin(context);
    all.retain(|r| !twin || seen.insert(shape(stream, r)));
    all
}

/// Texts that the copy prints so often that they are its layout's.
const REPEATED: usize = 3;

/// The shapes of free texts that the copy prints again and again: "Click to rate yourself".
fn repeated(context: &Context<'_>) -> BTreeSet<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for free in context.free {
        *count.entry(shape(&context.matching.stream, &free.words)).or_default() += 1;
    }
    let most = if is_twin(context) { 2 * REPEATED } else { REPEATED };
    count.into_iter().filter(|(_, n)| *n >= most).map(|(shape, _)| shape).collect()
}

/// Free texts between prints that follow each other.
struct Gaps<'a> {
    free: Vec<(usize, &'a Free)>,
    /// Texts in most gaps, where the layout has some in each: evidence, ratings, another language.
    usual: usize,
    /// Too few gaps to set statements of the copy's own aside.
    few: bool,
}

/// Share of the gaps in which the layout prints something before it does so in all.
const FILLED: f64 = 0.6;
/// Fewest gaps that show a layout.
const GAPS: usize = 3;
/// Fewest where the text begins as statements do.
const MANY_GAPS: usize = 8;

impl<'a> Gaps<'a> {
    /// One text that is repeated is the layout's and fills no gap; several are answers that people
    /// gave more than once. Codes fill none.
    fn of(context: &Context<'a>, repeated: &BTreeSet<String>) -> Self {
        let stream = &context.matching.stream;
        let code = |f: &Free| f.words.clone().all(|w| free::is_code(&stream.words[w].key));
        let text = |f: &&Free| !code(f) && (repeated.len() > 1 || !repeated.contains(&shape(stream, &f.words)));
        let mut starts: Vec<usize> = context.matching.prints.iter().map(|p| p.pieces[0].start).collect();
        starts.extend(context.matching.again.iter().map(|p| p.pieces[0].start));
        starts.sort_unstable();
        let gap = |f: &Free| starts.partition_point(|&s| s <= f.words.start);
        let free: Vec<(usize, &Free)> = context.free.iter().filter(text).map(|f| (gap(f), f)).collect();
        let mut sizes: BTreeMap<usize, usize> = (1..starts.len()).map(|g| (g, 0)).collect();
        free.iter().for_each(|(g, _)| {
            sizes.entry(*g).and_modify(|n| *n += 1);
        });
        let filled = sizes.values().filter(|n| **n > 0).count();
        let told = filled >= GAPS && filled as f64 >= FILLED * sizes.len() as f64;
        let mut all: Vec<usize> = sizes.into_values().filter(|n| *n > 0).collect();
        all.sort_unstable();
        let usual = if told { all.get(all.len() / 2).copied().unwrap_or(0) } else { 0 };
        Self { free, usual, few: filled < MANY_GAPS }
    }

    /// True for a text that is more than the layout has in every gap.
    fn may_hold(&self, words: &Range<usize>) -> bool {
        let Some(at) = self.free.iter().position(|(_, f)| f.words.contains(&words.start)) else {
            return self.usual == 0;
        };
        let gap = self.free[at].0;
        let before = self.free[..at].iter().rev().take_while(|(g, _)| *g == gap).count();
        self.usual == 0 || (self.few && self.free[at].1.opens) || (before >= self.usual && self.free[at].1.like)
    }
}

/// True for a sentence that begins as statements do, with prints of the canon's close before and
/// behind it.
fn is_among(context: &Context<'_>, free: &Free, lists: &BTreeMap<usize, List>) -> bool {
    let stream = &context.matching.stream;
    let segment = stream.words[free.words.start].segment;
    let before = lists.range(..=segment).next_back().map(|(s, _)| stream.segments[*s].words.end);
    let next = lists.range(segment..).next().map(|(s, _)| stream.segments[*s].words.start);
    let close = |a: usize, b: usize| b.saturating_sub(a) <= NEAR_WORDS;
    free.opens
        && before.is_some_and(|end| close(end, free.words.start))
        && next.is_some_and(|start| close(free.words.end, start))
        && !context.matching.own.iter().any(|own| own.contains(&free.words.start))
}

/// The columns of tables in which the canon's statements stand.
struct Columns(BTreeSet<String>);

/// Share of the prints that must stand in columns before other columns are none of the framework's.
const IN_COLUMNS: f64 = 0.8;

impl Columns {
    fn of(context: &Context<'_>) -> Self {
        let stream = &context.matching.stream;
        let path = |p: &Print| p.segments.first().and_then(|&s| stream.segments[s].at.path.as_deref()).and_then(column);
        let prints = &context.matching.prints;
        let all: Vec<&str> = prints.iter().filter_map(path).collect();
        let told = all.len() as f64 >= IN_COLUMNS * prints.len() as f64;
        Self(all.into_iter().filter(|_| told).map(str::to_owned).collect())
    }

    /// True for a place in a column beside those of the statements: notes, ratings, another language.
    fn is_beside(&self, path: Option<&str>) -> bool {
        !self.0.is_empty() && path.and_then(column).is_some_and(|column| !self.0.contains(column))
    }
}

/// The step of a path that says which column of a table it leads through.
fn column(path: &str) -> Option<&str> {
    path.rsplit('/').find(|step| ["tc[", "td[", "th["].iter().any(|cell| step.starts_with(cell)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{List, findings, told};

    #[test]
    fn a_statement_among_the_canons_is_extra() {
        let own = "I sweep the floor beneath the counter every evening.";
        let found = findings(|l| l[2].statements.insert(1, own.to_owned()));
        assert_eq!((told(&found), found[0].found.as_deref()), (vec![(Rule::Extra, None)], Some(own)));
    }

    #[test]
    fn a_competency_of_the_copys_own_is_one_finding_with_its_statements() {
        let statements =
            ["I mend the oven door.", "I oil the hinges of the mixer.", "I order the spare parts in spring."];
        let own = List {
            competency: "Caring for tools".to_owned(),
            level: "1".to_owned(),
            statements: statements.map(str::to_owned).to_vec(),
        };
        let found = findings(|l| l.insert(2, own));
        assert_eq!((told(&found), found[0].statements), (vec![(Rule::Extra, None)], 3));
    }

    #[test]
    fn what_stands_in_every_gap_is_the_layouts() {
        let notes = ["Seen in March.", "Not yet tried.", "Asked a colleague.", "Twice this week.", "See the log book."];
        let found = findings(|l| {
            let mut notes = notes.iter().cycle();
            for list in l.iter_mut() {
                let beside = |s: &String| [s.clone(), notes.next().copied().unwrap_or_default().to_owned()];
                list.statements = list.statements.iter().flat_map(beside).collect();
            }
        });
        assert!(found.iter().all(|f| f.rule != Rule::Extra), "{found:?}");
    }
}
