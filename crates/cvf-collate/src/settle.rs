//! Choosing the text of each place, one difference at a time.

use crate::Source;
use crate::apparatus::{Apparatus, Chosen};
use crate::authority::Left;
use crate::difference::{DifferenceKind, Lexicon, differences};
use crate::places::{Place, PlaceReading};
use crate::votes::{decide, lowest};
use cvf_framework::{Kind, Language, Profile, Prose, Route, Row, Statement, Tree, names};
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
    /// The text that the sources give, before any decision.
    pub(crate) was: String,
    pub(crate) loci: Vec<SettledLocus<'a>>,
    pub(crate) readings: Vec<PlaceReading<'a>>,
    /// Sources that print this part of the framework without the statement.
    pub(crate) lacking: Vec<&'a Source>,
    /// Voters without a voice at this place.
    pub(crate) silent: BTreeSet<&'a str>,
    /// What decided that the statement is there at all.
    pub(crate) presence: Chosen,
    /// Why it is its source's own and not in the national text, if it might have been.
    pub(crate) left: Option<Left>,
    /// Which decision, by its place among them, made a statement of its own of it or brought it
    /// into the national text. Such a statement is younger than those that the sources print, so
    /// that its id does not depend on whether there was a build before the decision.
    pub(crate) opened: Option<usize>,
}

impl<'a> Settled<'a> {
    /// The reading, where only one has a voice.
    pub(crate) fn only_reading(&self) -> Option<&PlaceReading<'a>> {
        let mut heard = self.readings.iter().filter(|r| !self.silent.contains(r.source.voter()));
        heard.next().filter(|_| heard.next().is_none())
    }

    /// Gives it the text that was decided.
    pub(crate) fn decide(&mut self, text: String) {
        self.text = text;
        self.loci.iter_mut().for_each(|locus| locus.by = Chosen::Decision);
        if self.presence == Chosen::Open {
            self.presence = Chosen::Decision;
        }
    }

    /// A further statement that a part of this one is, by a decision.
    pub(crate) fn part(&self, text: &Prose, decision: usize) -> Self {
        let text = text.as_str().to_owned();
        let opened = Some(decision);
        Self { id: String::new(), was: text.clone(), text, loci: Vec::new(), opened, ..self.clone() }
    }
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

/// The words that a reading is compared with: those of its own source and of all that rank as
/// high or higher, so that a source changes nothing in how better ones are compared.
#[derive(Debug)]
pub(crate) struct Lexica<'a> {
    by_rank: BTreeMap<u32, BTreeSet<String>>,
    language: &'a Language,
}

impl<'a> Lexica<'a> {
    pub(crate) fn new(sources: &[&Source], language: &'a Language) -> Self {
        let ranks: BTreeSet<u32> = sources.iter().map(|s| s.rank).collect();
        let words = |rank: u32| sources.iter().filter(|s| s.rank <= rank).flat_map(|s| s.attested_words()).collect();
        Self { by_rank: ranks.into_iter().map(|rank| (rank, words(rank))).collect(), language }
    }

    /// For a reading of a source with a rank.
    pub(crate) fn of(&self, rank: u32) -> Lexicon<'_> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        Lexicon { words: self.by_rank.get(&rank).unwrap_or(&NONE), language: self.language }
    }
}

pub(crate) fn settle<'a>(places: Vec<Place<'a>>, lexica: &Lexica<'_>) -> Vec<Settled<'a>> {
    places.into_iter().map(|place| settle_place(place, lexica)).collect()
}

fn settle_place<'a>(place: Place<'a>, lexica: &Lexica<'_>) -> Settled<'a> {
    let base: Vec<char> = place.readings[0].text.chars().collect();
    let compared = |r: &PlaceReading<'a>| edits(&place.readings[0].text, &r.text, lexica.of(r.source.rank));
    let edits: Vec<Vec<Edit>> = place.readings.iter().map(compared).collect();
    let silent = silent(&place.readings, &edits);
    let mut text = String::new();
    let mut loci = Vec::new();
    let mut at = 0;
    for range in loci_of(&edits, &place.readings, &silent) {
        text.extend(&base[at..range.start]);
        let locus = vote(&place.readings, &silent, &base, &range, &edits);
        text.push_str(&locus.readings[0].0);
        loci.push(locus);
        at = range.end;
    }
    text.extend(&base[at..]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Place { kind, route, readings, lacking } = place;
    let (was, presence) = (text.clone(), Chosen::Majority);
    let (id, left, opened) = (String::new(), None, None);
    Settled { id, kind, route, text, was, loci, readings, lacking, silent, presence, left, opened }
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

impl Edit {
    /// True for a change of a stretch or of a part of it; what is only put in at its edge is a
    /// change of its own.
    fn is_within(&self, range: &Range<usize>) -> bool {
        let inside = self.range.start >= range.start && self.range.end <= range.end;
        let at_edge = self.range.is_empty() && (self.range.start == range.start || self.range.end == range.end);
        self.range == *range || (inside && !at_edge)
    }

    fn overlaps(&self, range: &Range<usize>) -> bool {
        self.range.start < range.end && range.start < self.range.end
    }
}

/// Voters without a voice at a place: one that ranks below all others and has something there that
/// nobody else has is no witness for the rest of its text.
fn silent<'a>(readings: &[PlaceReading<'a>], edits: &[Vec<Edit>]) -> BTreeSet<&'a str> {
    let mut heard: Vec<usize> = (0..readings.len()).collect();
    let mut silent = BTreeSet::new();
    loop {
        let sources: Vec<&'a Source> = heard.iter().map(|i| readings[*i].source).collect();
        let Some(lowest) = lowest(&[sources]) else { return silent };
        let (own, others): (Vec<usize>, Vec<usize>) =
            heard.iter().partition(|i| readings[**i].source.voter() == lowest);
        let shared =
            |e: &Edit| others.iter().any(|i| edits[*i].iter().any(|o| (&o.range, &o.put) == (&e.range, &e.put)));
        if own.iter().all(|i| edits[*i].iter().all(shared)) {
            return silent;
        }
        silent.insert(lowest);
        heard = others;
    }
}

/// Stretches of the base on which some reading differs. Changes that two voters share come
/// first, those of voters without a voice last: what they add cannot tie one difference to another.
fn loci_of(edits: &[Vec<Edit>], readings: &[PlaceReading<'_>], silent: &BTreeSet<&str>) -> Vec<Range<usize>> {
    let all = || edits.iter().zip(readings).flat_map(|(edits, r)| edits.iter().map(|e| (e, r.source.voter())));
    let is_shared = |edit: &Edit, voter: &str| {
        all().any(|(e, other)| other != voter && (&e.range, &e.put) == (&edit.range, &edit.put))
    };
    let sort = |edit: &Edit, voter: &str| match (silent.contains(voter), is_shared(edit, voter)) {
        (true, _) => 2,
        (false, true) => 0,
        (false, false) => 1,
    };
    let mut loci: Vec<Range<usize>> = Vec::new();
    for wanted in 0..3 {
        let free = |e: &Edit| !loci.iter().any(|s| e.range == *s || e.overlaps(s));
        let fresh = all().filter(|(e, voter)| sort(e, voter) == wanted && free(e));
        let fresh = joined(fresh.map(|(e, _)| e.range.clone()).collect());
        loci.extend(fresh);
    }
    loci.sort_by_key(|r| (r.start, r.end));
    loci
}

/// Ranges in order; overlapping ones are one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
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
    let inside = |e: &&Edit| e.is_within(range);
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

/// The readings of a stretch, and which of them is chosen. A reading that goes beyond the stretch
/// and that nobody else supports is shown and has no voice there.
fn vote<'a>(
    readings: &[PlaceReading<'a>],
    silent: &BTreeSet<&str>,
    base: &[char],
    range: &Range<usize>,
    edits: &[Vec<Edit>],
) -> SettledLocus<'a> {
    let (mut kind, mut heard) = (DifferenceKind::Quotes, DifferenceKind::Quotes);
    let mut supporters: BTreeMap<String, Vec<&'a Source>> = BTreeMap::new();
    let mut beyond: BTreeMap<String, Vec<&'a Source>> = BTreeMap::new();
    let mut unheard: Vec<(String, &'a Source)> = Vec::new();
    for (reading, edits) in readings.iter().zip(edits) {
        if let Some(edit) = edits.iter().find(|e| e.overlaps(range) && !e.is_within(range)) {
            beyond.entry(edit.put.clone()).or_default().push(reading.source);
            continue;
        }
        let (text, difference) = reading_at(base, range, edits);
        kind = kind.max(difference.unwrap_or(DifferenceKind::Quotes));
        if silent.contains(reading.source.voter()) {
            unheard.push((text, reading.source));
            continue;
        }
        heard = heard.max(difference.unwrap_or(DifferenceKind::Quotes));
        supporters.entry(text).or_default().push(reading.source);
    }
    let even = if heard == DifferenceKind::Quotes { Chosen::Guideline } else { Chosen::Open };
    let mut found: Vec<(String, Vec<&'a Source>)> = supporters.into_iter().collect();
    if even == Chosen::Guideline {
        // Of equal readings the typographic one is shown.
        found.sort_by_key(|(text, _)| !text.contains(['‘', '’', '“', '”']));
    }
    let sides: Vec<Vec<&Source>> = found.iter().map(|(_, sources)| sources.clone()).collect();
    let outcome = decide(&sides, even);
    let mut order = outcome.order;
    if outcome.by == Chosen::Guideline {
        order.sort_unstable();
    }
    let mut ranked: Vec<(String, Vec<&'a Source>)> = order.into_iter().map(|i| found[i].clone()).collect();
    for (text, source) in unheard {
        match ranked.iter_mut().find(|(known, _)| *known == text) {
            Some((_, sources)) => sources.push(source),
            None => beyond.entry(text).or_default().push(source),
        }
    }
    let by = if sides.len() == 1 { Chosen::Rank } else { outcome.by };
    ranked.extend(beyond);
    let signs_only = ranked.iter().all(|(text, _)| !text.contains(char::is_alphanumeric));
    let beside = if signs_only { beside(base, range) } else { Default::default() };
    SettledLocus { kind, beside, readings: ranked, by }
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
