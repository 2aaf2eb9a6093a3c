//! Choosing the text of each place, one difference at a time.

use crate::Source;
use crate::apparatus::{Apparatus, Chosen};
use crate::difference::{DifferenceKind, Lexicon, differences};
use crate::places::{Place, PlaceReading};
use cvf_framework::{Kind, Profile, Prose, Route, Row, Statement, Tree, names};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(crate) type StatementTree = Tree<Statement>;

/// A place with its chosen text.
#[derive(Clone, Debug)]
pub(crate) struct Settled<'a> {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) route: Route,
    pub(crate) text: String,
    pub(crate) loci: Vec<SettledLocus<'a>>,
    pub(crate) readings: Vec<PlaceReading<'a>>,
}

/// A stretch of a place on which witnesses differ.
#[derive(Clone, Debug)]
pub(crate) struct SettledLocus<'a> {
    pub(crate) kind: DifferenceKind,
    /// Readings with their witnesses, the chosen one first.
    pub(crate) readings: Vec<(String, Vec<&'a Source>)>,
    pub(crate) by: Chosen,
    /// Words on either side, where the readings are only signs or spaces.
    pub(crate) beside: (String, String),
}

pub(crate) fn settle<'a>(places: &mut Vec<Place<'a>>, lexicon: Lexicon<'_>) -> Vec<Settled<'a>> {
    std::mem::take(places).into_iter().map(|place| settle_place(place, lexicon)).collect()
}

fn settle_place<'a>(place: Place<'a>, lexicon: Lexicon<'_>) -> Settled<'a> {
    let base: Vec<char> = place.readings[0].text.chars().collect();
    let edits: Vec<Vec<Edit>> =
        place.readings.iter().map(|r| edits(&place.readings[0].text, &r.text, lexicon)).collect();
    let mut text = String::new();
    let mut loci = Vec::new();
    let mut at = 0;
    for range in loci_of(&edits) {
        text.extend(&base[at..range.start]);
        let locus = vote(&place.readings, &base, &range, &edits);
        text.push_str(&locus.readings[0].0);
        loci.push(locus);
        at = range.end;
    }
    text.extend(&base[at..]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Settled { id: String::new(), kind: place.kind, route: place.route, text, loci, readings: place.readings }
}

/// A difference as a replacement in the base text.
#[derive(Clone, Debug)]
struct Edit {
    kind: DifferenceKind,
    range: Range<usize>,
    put: String,
}

fn edits(base: &str, reading: &str, lexicon: Lexicon<'_>) -> Vec<Edit> {
    let chars: Vec<char> = reading.chars().collect();
    let edit = |d: crate::Difference| Edit {
        kind: d.kind,
        range: d.expected_range,
        put: chars[d.found_range].iter().collect(),
    };
    differences(base, reading, lexicon).into_iter().map(edit).collect()
}

/// Stretches of the base on which some reading differs; overlapping ones are one.
fn loci_of(edits: &[Vec<Edit>]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = edits.iter().flatten().map(|e| e.range.clone()).collect();
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start < last.end || *last == range => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// What one reading has at a stretch of the base, and the most serious difference in it.
fn reading_at(base: &[char], range: &Range<usize>, edits: &[Edit]) -> (String, Option<DifferenceKind>) {
    let inside = |e: &&Edit| {
        e.range == *range || (!range.is_empty() && e.range.start >= range.start && e.range.end <= range.end)
    };
    let mut text = String::new();
    let mut kind = None;
    let mut at = range.start;
    for edit in edits.iter().filter(inside) {
        text.extend(&base[at..edit.range.start]);
        text.push_str(&edit.put);
        at = edit.range.end;
        kind = kind.max(Some(edit.kind));
    }
    text.extend(&base[at..range.end]);
    (text, kind)
}

/// Votes: one for each publisher, shared among its sources' readings where they disagree.
fn vote<'a>(
    readings: &[PlaceReading<'a>],
    base: &[char],
    range: &Range<usize>,
    edits: &[Vec<Edit>],
) -> SettledLocus<'a> {
    let mut kind = DifferenceKind::Quotes;
    let mut supporters: BTreeMap<String, Vec<&'a Source>> = BTreeMap::new();
    for (reading, edits) in readings.iter().zip(edits) {
        let (text, difference) = reading_at(base, range, edits);
        kind = kind.max(difference.unwrap_or(DifferenceKind::Quotes));
        supporters.entry(text).or_default().push(reading.source);
    }
    let mut ballots: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (text, sources) in &supporters {
        sources.iter().for_each(|s| {
            ballots.entry(s.voter()).or_default().insert(text);
        });
    }
    let weight = |text: &str| -> u32 {
        ballots.values().filter(|b| b.contains(text)).map(|b| 60 / u32::try_from(b.len()).unwrap_or(60)).sum()
    };
    let best_rank = |sources: &[&Source]| sources.iter().map(|s| s.rank).min().unwrap_or(u32::MAX);
    let mut ranked: Vec<(u32, u32, String, Vec<&'a Source>)> =
        supporters.iter().map(|(t, s)| (weight(t), best_rank(s), t.clone(), s.clone())).collect();
    ranked.sort_by(|a, b| (std::cmp::Reverse(a.0), a.1, &a.3[0].id).cmp(&(std::cmp::Reverse(b.0), b.1, &b.3[0].id)));
    let by = match ranked.as_slice() {
        [first, second, ..] if first.0 > second.0 => Chosen::Majority,
        [first, second, ..] if first.1 < second.1 => Chosen::Rank,
        _ if kind == DifferenceKind::Quotes => Chosen::Guideline,
        _ => Chosen::Open,
    };
    if by == Chosen::Guideline {
        ranked.sort_by_key(|(.., text, _)| !text.contains(['‘', '’', '“', '”']));
    }
    let signs_only = ranked.iter().all(|(.., text, _)| !text.contains(char::is_alphanumeric));
    let beside = if signs_only { beside(base, range) } else { Default::default() };
    SettledLocus {
        kind,
        beside,
        readings: ranked.into_iter().map(|(_, _, text, sources)| (text, sources)).collect(),
        by,
    }
}

/// The words right before and right after a stretch.
fn beside(base: &[char], range: &Range<usize>) -> (String, String) {
    let word = |c: &&char| c.is_alphanumeric();
    let before: Vec<char> = base[..range.start].iter().rev().take_while(word).copied().collect();
    (before.into_iter().rev().collect(), base[range.end..].iter().take_while(word).collect())
}

/// The settled places as a tree with the ids of its nodes.
pub(crate) fn tree(
    settled: Vec<Settled<'_>>,
    framework: &str,
    edition: &Profile,
    apparatus: &Apparatus,
) -> StatementTree {
    let prefix = if framework == edition.framework { String::new() } else { format!("{framework}.") };
    let open = apparatus.open_places();
    let mut tree = Tree::grow(settled.into_iter().map(|s| Row {
        kind: s.kind,
        route: s.route,
        statement: Statement { open: open.contains(s.id.as_str()), id: s.id, text: Prose::new(&s.text) },
    }));
    for cluster in &mut tree.clusters {
        cluster.id = cluster.name.as_deref().map(|n| prefix.clone() + &node_id(n, edition));
        for competency in &mut cluster.competencies {
            competency.id = competency.name.as_deref().map(|n| prefix.clone() + &node_id(n, edition));
            for sub in &mut competency.sub_competencies {
                sub.id = sub.name.as_deref().map(|n| prefix.clone() + &node_id(n, edition));
            }
        }
    }
    for value in &mut tree.values {
        value.id = Some(prefix.clone() + &node_id(&value.name, edition));
    }
    tree
}

/// The edition's id of a name, else one made of its words.
pub(crate) fn node_id(name: &str, edition: &Profile) -> String {
    edition.resolve(name).map_or_else(|| names::slug(name), |k| k.id)
}
