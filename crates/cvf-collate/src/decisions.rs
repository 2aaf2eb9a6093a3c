//! Reviewers' decisions, kept apart from what is made anew on every build.

use crate::apparatus::{Apparatus, Chosen};
use crate::settle::Settled;
use cvf_framework::Prose;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One decision: what a place of the canon says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Id of the statement.
    pub place: String,
    /// The text that the sources gave when it was decided; if they give another now, the
    /// decision is stale: it is reported and not applied.
    pub was: Prose,
    /// The text that it is to have.
    pub reading: Prose,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub author: String,
    /// When, as year-month-day.
    pub date: String,
    /// When it is to be looked at again, as year-month-day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// Puts decided texts in place; stale decisions are reported.
pub(crate) fn apply(settled: &mut [Settled<'_>], decisions: &[Decision], apparatus: &mut Apparatus) {
    for decision in decisions {
        let Some(place) = settled.iter_mut().find(|s| s.id == decision.place) else { continue };
        apparatus.seen.insert(decision.place.clone());
        let now = Prose::new(&place.text);
        if now == decision.was {
            place.text = decision.reading.as_str().to_owned();
            place.loci.iter_mut().for_each(|locus| locus.by = Chosen::Decision);
            apparatus.decided.push(decision.place.clone());
        } else if now != decision.reading {
            let why = format!("the sources now say \"{now}\", not \"{}\"", decision.was);
            apparatus.stale.push(format!("{}: {why}", decision.place));
        }
    }
}

/// Decisions about places that no longer exist are stale too.
pub(crate) fn report_unused(decisions: &[Decision], apparatus: &mut Apparatus) {
    for decision in decisions {
        if !apparatus.seen.contains(&decision.place) {
            apparatus.stale.push(format!("{}: there is no such place in the canon", decision.place));
        }
    }
}
