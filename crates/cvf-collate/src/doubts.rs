//! Statements whose reading the extraction is not sure of: left for a decision.
//!
//! Where columns were read across, a fragment that one statement might have is one that another
//! might lack. Statements of one row that exchange words are one question. A reading that takes
//! words from a statement which nothing puts in doubt is none: it is not asked about, as long as
//! the text is likelier right than not.

use crate::Source;
use crate::apparatus::{Also, Apparatus, Question, whole_readings};
use crate::settle::Settled;
use crate::words::lower_words;
use cvf_framework::{Language, Method, Prose, Unit};
use std::collections::BTreeMap;

/// A text is likelier right than not from here on.
const LIKELY: f64 = 0.5;

/// A statement in doubt.
struct Doubt<'s, 'a> {
    place: &'s Settled<'a>,
    source: &'a Source,
    unit: &'a Unit,
    /// Words that the other reading takes, and words that it gives up.
    takes: BTreeMap<String, usize>,
    gives: BTreeMap<String, usize>,
}

/// Asks about every place where only one witness has a voice and that its extraction is not sure of.
pub(crate) fn find(settled: &[Settled<'_>], language: &Language, apparatus: &mut Apparatus) {
    let open = settled.iter().filter(|p| !apparatus.decided.contains(&p.id));
    let doubts: Vec<Doubt<'_, '_>> = open.filter_map(doubt).collect();
    let real: Vec<&Doubt<'_, '_>> = doubts.iter().filter(|d| !d.is_refuted(&doubts, language)).collect();
    for group in groups(&real) {
        let (first, rest) = group.split_first().map_or((None, [].as_slice()), |(f, r)| (Some(f), r));
        apparatus.questions.extend(first.map(|first| question(first, rest)));
    }
}

fn doubt<'s, 'a>(place: &'s Settled<'a>) -> Option<Doubt<'s, 'a>> {
    let reading = place.only_reading()?;
    let here = |u: &&Unit| u.unsure && u.text == reading.text && u.route.level == place.route.level;
    let unit = reading.source.witness.units.iter().find(here)?;
    let other = unit.alternative.as_deref();
    // A runner-up with the same words differs in nothing that a person could choose.
    if other.is_some_and(|other| lower_words(other) == lower_words(&unit.text)) {
        return None;
    }
    let (own, other) = (counted(&unit.text), counted(other.unwrap_or(&unit.text)));
    Some(Doubt { place, source: reading.source, unit, takes: less(&other, &own), gives: less(&own, &other) })
}

fn counted(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    lower_words(text).into_iter().for_each(|w| *words.entry(w).or_default() += 1);
    words
}

/// What the first has more of than the second.
fn less(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    let left = a.iter().map(|(w, n)| (w.clone(), n.saturating_sub(b.get(w).copied().unwrap_or_default())));
    left.filter(|(_, n)| *n > 0).collect()
}

fn meet(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> bool {
    a.keys().any(|w| b.contains_key(w))
}

/// True if two units stand in one stretch of their source.
fn is_one_row(a: &Unit, b: &Unit) -> bool {
    let span = |u: &Unit| {
        let from = u.at.chars.iter().map(|c| c[0]).min()?;
        Some((from, u.at.chars.iter().map(|c| c[1]).max()?))
    };
    span(a).zip(span(b)).is_some_and(|((a, b), (c, d))| a < d && c < b)
}

impl Doubt<'_, '_> {
    /// True if the other reading takes its words from a statement that is sure, or whose own other
    /// reading keeps them.
    fn is_refuted(&self, doubts: &[Doubt<'_, '_>], language: &Language) -> bool {
        let content: BTreeMap<String, usize> =
            self.takes.iter().filter(|(w, _)| !language.is_function_word(w)).map(|(w, n)| (w.clone(), *n)).collect();
        if content.is_empty() || self.unit.confidence < LIKELY {
            return false;
        }
        let beside =
            self.source.witness.units.iter().filter(|u| u.method == Method::Flattened && !std::ptr::eq(*u, self.unit));
        let owns = |u: &&Unit| is_one_row(u, self.unit) && less(&content, &counted(&u.text)).is_empty();
        let mut owners = beside.filter(owns).peekable();
        let gives = |u: &Unit| {
            let in_doubt = doubts.iter().find(|d| std::ptr::eq(d.unit, u));
            in_doubt.is_some_and(|d| meet(&content, &d.gives))
        };
        owners.peek().is_some() && owners.all(|u| !gives(u))
    }

    /// True if one's other reading takes what the other's gives up.
    fn exchanges(&self, other: &Self) -> bool {
        let one_source = self.source.id == other.source.id;
        let moves = meet(&self.takes, &other.gives) || meet(&other.takes, &self.gives);
        one_source && moves && is_one_row(self.unit, other.unit)
    }
}

/// Doubts that hang together, in order.
fn groups<'d, 's, 'a>(doubts: &[&'d Doubt<'s, 'a>]) -> Vec<Vec<&'d Doubt<'s, 'a>>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in 0..doubts.len() {
        let linked = |group: &Vec<usize>| group.iter().any(|other| doubts[at].exchanges(doubts[*other]));
        let (mut with, without): (Vec<_>, Vec<_>) = groups.into_iter().partition(linked);
        with.push(vec![at]);
        groups = without;
        groups.push(with.concat());
    }
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort();
    groups.into_iter().map(|g| g.into_iter().map(|i| doubts[i]).collect()).collect()
}

fn question(first: &Doubt<'_, '_>, rest: &[&Doubt<'_, '_>]) -> Question {
    let other = |d: &Doubt<'_, '_>| Prose::new(d.unit.alternative.as_deref().unwrap_or(&d.unit.text));
    let also = |d: &&Doubt<'_, '_>| Also {
        place: d.place.id.clone(),
        text: Prose::new(&d.place.text),
        proposal: other(d),
        confidence: rounded(d.unit.confidence),
    };
    let mut readings = whole_readings(first.place);
    rest.iter().for_each(|d| readings.extend(whole_readings(d.place)));
    let (accept, reject) = match rest.len() {
        0 => ("the canon gets the other reading", "the canon keeps its text; if neither is right, edit it"),
        _ => ("all get their other reading", "all keep their texts; one that is neither is edited by its own id"),
    };
    Question {
        place: first.place.id.clone(),
        about: "flattened".to_owned(),
        text: Prose::new(&first.place.text),
        proposal: Some(other(first)),
        also: rest.iter().map(also).collect(),
        why: match rest.len() {
            0 => "put together from fragments of a page whose columns were read across".to_owned(),
            _ => "put together from fragments of a page whose columns were read across; the statements exchange words"
                .to_owned(),
        },
        confidence: Some(rounded(first.unit.confidence)),
        readings,
        accept: accept.to_owned(),
        reject: reject.to_owned(),
        ..Question::default()
    }
}

fn rounded(confidence: f64) -> f64 {
    (confidence * 100.0).round() / 100.0
}
