//! Every place where witnesses differ: readings, who has them, what was chosen and why.

use crate::Source;
use crate::difference::{DifferenceKind, Lexicon, differences};
use crate::settle::{Settled, SettledLocus};
use cvf_framework::Prose;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The apparatus as it is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Apparatus {
    /// Version of this file's shape.
    pub version: u32,
    /// The sources, by authority.
    pub sources: Vec<SourceEntry>,
    /// Questions that only a person can answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Decisions that were applied: ids of their places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<String>,
    /// Decisions that no longer fit, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<String>,
    /// Places where witnesses differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceEntry>,
    #[serde(skip)]
    pub(crate) seen: BTreeSet<String>,
}

/// A source and its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Id.
    pub id: String,
    /// Publisher; sources of one publisher are one vote where they agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Authority, 1 the highest.
    pub rank: u32,
}

/// How a reading was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Chosen {
    /// A recorded decision.
    Decision,
    /// Most independent witnesses have it.
    Majority,
    /// The witness of highest rank has it.
    Rank,
    /// A matching guideline calls the readings equal; of quotes the typographic ones are shown.
    Guideline,
    /// Nothing decides; the reading shown is not settled.
    Open,
}

/// A place where witnesses differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceEntry {
    /// Id of the statement.
    pub place: String,
    /// The text as settled.
    pub text: Prose,
    /// Who has the place.
    pub witnesses: Vec<String>,
    /// Witnesses that print it in several parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split_by: Vec<String>,
    /// The differences, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loci: Vec<Locus>,
}

/// One difference within a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Locus {
    /// What sort of difference.
    pub kind: DifferenceKind,
    /// How the first reading was chosen.
    pub by: Chosen,
    /// Readings, the chosen one first; empty where witnesses have nothing.
    pub readings: Vec<Reading>,
}

/// A reading with its witnesses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What they say.
    pub text: String,
    /// Who says it.
    pub witnesses: Vec<String>,
}

/// A question that only a person can answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id of the statement.
    pub place: String,
    /// `reading` where witnesses differ and nothing decides, `slip` where the only witness
    /// seems to have a slip, `flattened` where the only witness was put back together and
    /// another reading is nearly as good.
    pub about: String,
    /// The text as it stands in the canon.
    pub text: Prose,
    /// The text that is proposed.
    pub proposal: Prose,
    /// What speaks for the proposal.
    pub why: String,
}

impl Apparatus {
    pub(crate) fn new(sources: &[&Source]) -> Self {
        let entry = |s: &&Source| SourceEntry { id: s.id.clone(), publisher: s.publisher.clone(), rank: s.rank };
        Self { version: 1, sources: sources.iter().map(entry).collect(), ..Self::default() }
    }

    /// Adds the places on which witnesses differ, and the questions these leave open.
    pub(crate) fn add(&mut self, settled: &[Settled<'_>], lexicon: Lexicon<'_>) {
        for place in settled {
            let split = place.readings.iter().any(|r| r.parts > 1);
            if place.loci.is_empty() && !split && !self.decided.contains(&place.id) {
                continue;
            }
            self.questions.extend(place.loci.iter().filter(|l| l.by == Chosen::Open).map(|l| open_question(place, l)));
            self.places.push(entry(place, lexicon));
        }
    }

    /// Ids of places about which a question is open.
    pub(crate) fn open_places(&self) -> BTreeSet<&str> {
        self.questions.iter().map(|q| q.place.as_str()).collect()
    }
}

fn ids(sources: &[&Source]) -> Vec<String> {
    sources.iter().map(|s| s.id.clone()).collect()
}

/// The readings of a locus, with the words beside them where they are only signs.
fn readings(locus: &SettledLocus<'_>) -> Vec<Reading> {
    let (before, after) = &locus.beside;
    let text = |t: &str| format!("{before}{t}{after}").trim().to_owned();
    locus.readings.iter().map(|(t, sources)| Reading { text: text(t), witnesses: ids(sources) }).collect()
}

fn entry(place: &Settled<'_>, lexicon: Lexicon<'_>) -> PlaceEntry {
    let locus = |l: &SettledLocus<'_>| Locus { kind: l.kind, by: l.by, readings: readings(l) };
    let mut loci: Vec<Locus> = place.loci.iter().map(locus).collect();
    if loci.is_empty() && place.readings.iter().all(|r| r.text == place.readings[0].text) {
        loci = decided_loci(place, lexicon);
    }
    let split = place.readings.iter().filter(|r| r.parts > 1).map(|r| r.source.id.clone());
    PlaceEntry {
        place: place.id.clone(),
        text: Prose::new(&place.text),
        witnesses: place.readings.iter().map(|r| r.source.id.clone()).collect(),
        split_by: split.collect(),
        loci,
    }
}

/// What a decision changed where the witnesses agree.
fn decided_loci(place: &Settled<'_>, lexicon: Lexicon<'_>) -> Vec<Locus> {
    let all: Vec<String> = place.readings.iter().map(|r| r.source.id.clone()).collect();
    let of = |d: crate::Difference| Locus {
        kind: d.kind,
        by: Chosen::Decision,
        readings: vec![
            Reading { text: d.expected, witnesses: Vec::new() },
            Reading { text: d.found, witnesses: all.clone() },
        ],
    };
    differences(&place.text, &place.readings[0].text, lexicon).into_iter().map(of).collect()
}

fn open_question(place: &Settled<'_>, locus: &SettledLocus<'_>) -> Question {
    let told: Vec<String> = locus
        .readings
        .iter()
        .map(|(text, sources)| format!("\"{}\" ({})", text.trim(), ids(sources).join(", ")))
        .collect();
    let other = locus.readings.get(1).and_then(|(_, s)| place.readings.iter().find(|r| r.source.id == s[0].id));
    Question {
        place: place.id.clone(),
        about: "reading".to_owned(),
        text: Prose::new(&place.text),
        proposal: Prose::new(other.map_or(place.text.as_str(), |r| r.text.as_str())),
        why: format!("as many witnesses of the same rank have {}", told.join(" as ")),
    }
}
