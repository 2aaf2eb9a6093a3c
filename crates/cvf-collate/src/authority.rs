//! What enters the national text, and what stays its source's own.
//!
//! A source that prints a part of the framework without a statement votes against the statement;
//! a source that does not print the part has no say, and the silence of one that ranks below all
//! others is none. What is outvoted, and what a single source
//! below the highest rank prints where nobody else prints anything, becomes the source's own text.

use crate::Source;
use crate::apparatus::Chosen;
use crate::settle::Settled;
use crate::votes::{decide, lowest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a part that only one source prints, one that is not of the highest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gaps {
    /// An open question for each statement; until it is answered nothing enters.
    #[default]
    Ask,
    /// It enters the national text, marked as what a sole witness says.
    Fill,
    /// It stays the source's own.
    Leave,
}

/// Why a statement is not in the national text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// Sources that print the part without it have more voices or a higher rank.
    Outvoted(Chosen),
    /// Nobody else prints the part, and somebody is asked.
    Asked,
    /// Nobody else prints the part, and the settings leave it out.
    Kept,
}

/// Takes out of the national text what does not belong there; gives it by source.
pub(crate) fn sift<'a>(
    national: &mut Vec<Settled<'a>>,
    gaps: Gaps,
) -> BTreeMap<String, (&'a Source, Vec<Settled<'a>>)> {
    let sources = || national.iter().flat_map(|s| s.readings.iter().map(|r| r.source));
    let highest = sources().map(|s| s.rank).min().unwrap_or_default();
    let mut own: BTreeMap<String, (&'a Source, Vec<Settled<'a>>)> = BTreeMap::new();
    let mut entering = Vec::new();
    for mut place in std::mem::take(national) {
        match verdict(&place, highest, gaps) {
            Ok(by) => {
                place.presence = by;
                entering.push(place);
            }
            Err(left) => {
                for reading in place.readings.clone() {
                    let text = reading.text.clone();
                    let (source, was) = (reading.source, text.clone());
                    let readings = vec![reading];
                    let alone = Settled { text, was, readings, loci: Vec::new(), left: Some(left), ..place.clone() };
                    own.entry(source.id.clone()).or_insert_with(|| (source, Vec::new())).1.push(alone);
                }
            }
        }
    }
    *national = entering;
    own
}

fn verdict(place: &Settled<'_>, highest: u32, gaps: Gaps) -> Result<Chosen, Left> {
    let has: Vec<&Source> = place.readings.iter().map(|r| r.source).collect();
    // Who has no voice about the text has none about its being there.
    let with: Vec<&Source> = has.iter().filter(|s| !place.silent.contains(s.voter())).copied().collect();
    let has = if with.is_empty() { has } else { with };
    let outcome = decide(&[has.clone(), heard(&has, &place.lacking)], Chosen::Open);
    let voters: BTreeSet<&str> = has.iter().map(|s| s.voter()).collect();
    let alone = voters.len() == 1 && has.iter().all(|s| s.rank > highest);
    let open = outcome.by == Chosen::Open;
    if outcome.order[0] == 1 && !open {
        return Err(Left::Outvoted(outcome.by));
    }
    match (alone, gaps) {
        (false, _) => Ok(outcome.by),
        (true, Gaps::Fill) if open => Ok(outcome.by),
        (true, Gaps::Fill) => Ok(Chosen::Sole),
        (true, Gaps::Ask) => Err(Left::Asked),
        (true, Gaps::Leave) => Err(Left::Kept),
    }
}

/// The sources whose silence counts: not that of a single one below all others.
fn heard<'a>(has: &[&'a Source], lacking: &[&'a Source]) -> Vec<&'a Source> {
    let mut heard = lacking.to_vec();
    while let Some(lowest) = lowest(&[has.to_vec(), heard.clone()]) {
        if has.iter().any(|s| s.voter() == lowest) {
            break;
        }
        heard.retain(|s| s.voter() != lowest);
    }
    heard
}
