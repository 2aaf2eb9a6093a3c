//! Every place where witnesses differ: readings, who has them, what was chosen and why.

use crate::Source;
use crate::authority::Left;
use crate::decisions::{Target, Unfit};
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
    /// Who prints what, part by part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Attestation>,
    /// Questions that only a person can answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Decisions that were applied: ids of their places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<String>,
    /// What looks odd about the canon itself: doubled statements, mixed spellings and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lint: Vec<String>,
    /// Decisions that no longer fit, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<String>,
    /// Statements that decisions took out of the canon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
    /// Statements that did not enter the national text and are their sources' own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Places where witnesses differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceEntry>,
    #[serde(skip)]
    pub(crate) seen: BTreeSet<String>,
    #[serde(skip)]
    pub(crate) unfit: Vec<Unfit>,
}

/// A source, where it comes from, and its weight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Id.
    pub id: String,
    /// Publisher; sources of one publisher are one vote where they agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Authority, 1 the highest.
    pub rank: u32,
    /// File, from the folder of `cvf.yaml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The document's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Edition that it says it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// When it was published or saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Licence of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Who prints a part of the framework: a competency's level, its description and the like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// The part: the ids of its statements without their numbers.
    pub part: String,
    /// Who prints it; who prints less or otherwise is told under `places`.
    pub witnesses: Vec<String>,
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
    /// Only one source prints this part of the framework, one that is not of the highest rank.
    Sole,
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
    /// Witnesses that print the part of the framework without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<String>,
    /// How it was chosen that it is there, where not all who print the part have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Chosen>,
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

/// A statement that a decision took out of the canon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Excluded {
    /// The id it had.
    pub place: String,
    /// Its text.
    pub text: Prose,
    /// Who prints it.
    pub witnesses: Vec<String>,
    /// Why it was taken out.
    pub reason: String,
}

/// A statement that did not enter the national text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Its id among its source's own statements.
    pub place: String,
    /// Who prints it.
    pub witness: String,
    /// Who prints the same part of the framework without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<String>,
    /// Why it did not enter.
    pub why: String,
}

/// A question that only a person can answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id of the statement.
    pub place: String,
    /// `reading` where witnesses differ and nothing decides; `presence` where as many witnesses
    /// of the same rank print the part with the statement as without it; `gap` where only one
    /// source prints the part; `slip` where the only witness seems to have a slip; `flattened`
    /// where the only witness was put back together and another reading is nearly as good.
    pub about: String,
    /// The text as it stands in the canon.
    pub text: Prose,
    /// The text that is proposed; none where the question is whether the statement belongs there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Prose>,
    /// Other statements that the same answer is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
    /// What speaks for the proposal.
    pub why: String,
    /// How sure the text is, from 0 to 1, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Who prints what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// What the sources print at the place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<Shown>,
    /// What accepting does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub accept: String,
    /// What rejecting does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reject: String,
    /// Where it goes if it is accepted, for a `gap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

/// A further statement of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Also {
    /// Id of the statement.
    pub place: String,
    /// The text as it stands in the canon.
    pub text: Prose,
    /// The text that is proposed.
    pub proposal: Prose,
    /// How sure the text is, from 0 to 1.
    pub confidence: f64,
}

/// What a source prints at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Id of the source.
    pub source: String,
    /// Where in it, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Lines of the source; what belongs to the statement stands between ⟦ and ⟧.
    pub lines: Vec<String>,
}

impl Apparatus {
    pub(crate) fn new(sources: &[&Source]) -> Self {
        let entry = |s: &&Source| SourceEntry {
            id: s.id.clone(),
            publisher: s.publisher.clone(),
            rank: s.rank,
            title: s.witness.title.clone(),
            ..SourceEntry::default()
        };
        Self { version: 1, sources: sources.iter().map(entry).collect(), ..Self::default() }
    }

    /// Adds the places on which witnesses differ, and the questions these leave open.
    pub(crate) fn add(&mut self, settled: &[Settled<'_>], lexicon: Lexicon<'_>) {
        for place in settled {
            if let Some(left) = place.left {
                self.left_out.push(left_out(place, left));
                if left == Left::Asked && !self.decided.contains(&place.id) {
                    self.questions.push(gap_question(place));
                }
            }
            let split = place.readings.iter().any(|r| r.parts > 1);
            let missed = place.left.is_none() && (!place.lacking.is_empty() || place.presence == Chosen::Sole);
            if place.loci.is_empty() && !split && !missed && !self.decided.contains(&place.id) {
                continue;
            }
            if place.presence == Chosen::Open {
                self.questions.push(presence_question(place));
            }
            self.questions.extend(place.loci.iter().filter(|l| l.by == Chosen::Open).map(|l| open_question(place, l)));
            self.places.push(entry(place, lexicon));
        }
    }

    /// Adds who prints the parts of a framework.
    pub(crate) fn attest(&mut self, settled: &[Settled<'_>]) {
        for place in settled {
            let Some((part, _)) = place.id.rsplit_once('.') else { continue };
            let who = has(place);
            match self.parts.iter_mut().find(|p| p.part == part) {
                Some(known) => {
                    known.witnesses.extend(who.into_iter().filter(|w| !known.witnesses.contains(w)).collect::<Vec<_>>())
                }
                None => self.parts.push(Attestation { part: part.to_owned(), witnesses: who }),
            }
        }
    }

    /// Ids of places about which a question is open.
    pub(crate) fn open_places(&self) -> BTreeSet<&str> {
        let also = self.questions.iter().flat_map(|q| q.also.iter().map(|a| a.place.as_str()));
        self.questions.iter().map(|q| q.place.as_str()).chain(also).collect()
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
        lacking: if place.left.is_none() { ids(&place.lacking) } else { Vec::new() },
        presence: (place.left.is_none() && (!place.lacking.is_empty() || place.presence == Chosen::Sole))
            .then_some(place.presence),
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

/// "a and b", "a, b and c".
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn has(place: &Settled<'_>) -> Vec<String> {
    place.readings.iter().map(|r| r.source.id.clone()).collect()
}

pub(crate) fn whole_readings(place: &Settled<'_>) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    for reading in &place.readings {
        let id = reading.source.id.clone();
        match readings.iter_mut().find(|r| r.text == reading.text) {
            Some(same) => same.witnesses.push(id),
            None => readings.push(Reading { text: reading.text.clone(), witnesses: vec![id] }),
        }
    }
    readings
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
        proposal: Some(Prose::new(other.map_or(place.text.as_str(), |r| r.text.as_str()))),
        why: format!("as many witnesses of the same rank have {}", told.join(" as ")),
        readings: whole_readings(place),
        accept: "the canon gets the other text".to_owned(),
        reject: "the canon keeps its text".to_owned(),
        ..Question::default()
    }
}

/// As many of the same rank print the part with the statement as without it.
fn presence_question(place: &Settled<'_>) -> Question {
    let (with, without) = (listed(&has(place)), listed(&ids(&place.lacking)));
    Question {
        place: place.id.clone(),
        about: "presence".to_owned(),
        text: Prose::new(&place.text),
        why: format!("{with} print it, and {without}, of the same rank, the same part without it"),
        readings: whole_readings(place),
        accept: "it is not part of the framework and leaves the canon".to_owned(),
        reject: "it stays".to_owned(),
        ..Question::default()
    }
}

/// Only one source prints the part.
fn gap_question(place: &Settled<'_>) -> Question {
    let who = listed(&has(place));
    let rank = place.readings.first().map_or(0, |r| r.source.rank);
    let part = place.route.competency.as_ref().or(place.route.value.as_ref()).or(place.route.cluster.as_ref());
    let part = part.map_or("this part".to_owned(), |name| format!("\"{name}\""));
    let level = place.route.level.as_ref().map_or(String::new(), |l| format!(", level {l}"));
    let target = place.route.competency.clone().filter(|_| place.kind == cvf_framework::Kind::Indicator);
    Question {
        place: place.id.clone(),
        about: "gap".to_owned(),
        text: Prose::new(&place.text),
        why: format!("only {who}, of rank {rank}, prints {part}{level}, so it is not in the national text"),
        readings: whole_readings(place),
        accept: "it enters the national text".to_owned(),
        reject: format!("it stays the own text of {who}"),
        target: target.map(|competency| Target {
            competency,
            sub_competency: place.route.sub_competency.clone(),
            level: place.route.level.clone(),
        }),
        ..Question::default()
    }
}

fn left_out(place: &Settled<'_>, left: Left) -> LeftOut {
    let lacking = ids(&place.lacking);
    let others = listed(&lacking);
    let why = match left {
        Left::Outvoted(Chosen::Rank) => format!("{others} rank higher and print the part without it"),
        Left::Outvoted(_) => format!("most who print the part have it not: {others}"),
        Left::Asked => "nobody else prints the part; a question is open or answered".to_owned(),
        Left::Kept => "nobody else prints the part, and `gaps: leave` keeps it out".to_owned(),
    };
    LeftOut { place: place.id.clone(), witness: has(place).concat(), lacking, why }
}
