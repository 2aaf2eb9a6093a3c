//! Statements whose reading the extraction is not sure of: left for a decision.

use crate::apparatus::{Apparatus, Question};
use crate::settle::Settled;
use cvf_framework::{Prose, Unit};

/// Asks about every place that only one witness has and that its extraction is not sure of.
pub(crate) fn find(settled: &[Settled<'_>], apparatus: &mut Apparatus) {
    for place in settled.iter().filter(|p| !apparatus.decided.contains(&p.id)) {
        if let Some(question) = doubt(place).map(|unit| question(place, unit)) {
            apparatus.questions.push(question);
        }
    }
}

fn doubt<'a>(place: &Settled<'a>) -> Option<&'a Unit> {
    let [reading] = place.readings.as_slice() else { return None };
    let here = |u: &&Unit| u.unsure && u.text == reading.text && u.route.level == place.route.level;
    reading.source.witness.units.iter().find(here)
}

fn question(place: &Settled<'_>, unit: &Unit) -> Question {
    let other = unit.alternative.as_deref().unwrap_or(&unit.text);
    Question {
        place: place.id.clone(),
        about: "flattened".to_owned(),
        text: Prose::new(&place.text),
        proposal: Prose::new(other),
        why: format!(
            "put together from fragments of a page whose columns were read across; {:.2} sure",
            unit.confidence
        ),
    }
}
