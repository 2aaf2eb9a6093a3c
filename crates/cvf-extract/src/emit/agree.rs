//! How sure a result of known words is: as sure as the best reading is of the same places. Known
//! words alone never say that they were met by chance.

use crate::draft::{Draft, Drafts};
use crate::flattened::Doubt;
use cvf_document::Warning;
use cvf_framework::{Method, names};
use std::collections::BTreeMap;

/// Most confidence of a unit that the best reading does not place so.
const ELSEWHERE: f64 = 0.6;

/// Most confidence of a unit that the best reading cuts otherwise, in the same place.
const CUT_OTHERWISE: f64 = 0.9;

/// Lowers the confidence of `known` to that of `read`, and marks what `read` places elsewhere.
pub(crate) fn weigh(known: &mut Drafts, read: &Drafts) {
    let start = |draft: &Draft| draft.text.offsets().first().copied();
    let places: BTreeMap<usize, &Draft> = read.units.iter().filter_map(|d| Some((start(d)?, d))).collect();
    let Drafts { units, doubts, .. } = known;
    let mut first = None;
    let mut count = 0_usize;
    // A page whose columns were read across has a measure of its own.
    for draft in units.iter_mut().filter(|d| d.method != Method::Flattened) {
        let Some(at) = start(draft) else { continue };
        let own = places.range(..=at).next_back().map(|(_, own)| *own);
        let own = own.filter(|own| own.text.offsets().last().is_some_and(|end| at <= *end));
        match own.filter(|own| is_same_place(draft, own)) {
            Some(own) => {
                let most = if start(own) == Some(at) { own.confidence } else { own.confidence.min(CUT_OTHERWISE) };
                draft.confidence = draft.confidence.min(most);
                if let Some(doubt) = start(own).and_then(|at| read.doubts.get(&at)) {
                    doubts.entry(at).or_insert_with(|| doubt.clone());
                }
            }
            None => {
                draft.confidence = draft.confidence.min(ELSEWHERE);
                let other = own.map_or_else(|| "no part of a framework".to_owned(), in_words);
                count += 1;
                first.get_or_insert_with(|| (in_words(draft), other.clone()));
                doubts.entry(at).or_insert(Doubt { other: Some(other) });
            }
        }
    }
    if let Some((by_words, by_layout)) = first {
        let texts = if count == 1 { "one text" } else { "the first of several texts" };
        let message =
            format!("known words and layout differ: {texts} is {by_words}, or {by_layout}; a hint settles it");
        known.warnings.push(Warning::new("open-reading", message));
    }
}

fn name(draft: &Draft) -> Option<&str> {
    let route = &draft.route;
    [&route.sub_competency, &route.competency, &route.value].into_iter().flatten().next().map(String::as_str)
}

fn is_same_place(a: &Draft, b: &Draft) -> bool {
    let key = |name: Option<&str>| name.map(names::key);
    a.kind == b.kind && key(name(a)) == key(name(b)) && key(a.route.level.as_deref()) == key(b.route.level.as_deref())
}

fn in_words(draft: &Draft) -> String {
    let kind = if draft.kind.is_behaviour() { "indicator" } else { "description or note" };
    let competency = name(draft).map(|n| format!(", competency \"{n}\"")).unwrap_or_default();
    let level = draft.route.level.as_ref().map(|l| format!(", level \"{l}\"")).unwrap_or_default();
    format!("{kind}{competency}{level}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_document::Text;
    use cvf_framework::{Kind, Route};

    fn draft(at: usize, competency: &str, level: &str, confidence: f64) -> Draft {
        let stream: Vec<char> = "-".repeat(at).chars().chain("I ask.".chars()).collect();
        Draft {
            kind: Kind::Indicator,
            route: Route { competency: Some(competency.to_owned()), level: Some(level.to_owned()), ..Route::default() },
            text: Text::from_stream(&stream, at..stream.len()),
            method: Method::List,
            confidence,
            inferred: Vec::new(),
            part_of: None,
        }
    }

    fn drafts(units: Vec<Draft>) -> Drafts {
        Drafts { units, ..Drafts::default() }
    }

    #[test]
    fn agreement_is_as_sure_as_the_less_sure_and_disagreement_is_a_question() {
        let mut known =
            drafts(vec![draft(0, "Care", "1", 0.95), draft(9, "Care", "2", 0.95), draft(20, "Care", "3", 0.95)]);
        weigh(&mut known, &drafts(vec![draft(0, "care:", "1", 0.7), draft(9, "2", "Care", 0.99)]));
        let sure: Vec<f64> = known.units.iter().map(|d| d.confidence).collect();
        assert_eq!(sure, [0.7, ELSEWHERE, ELSEWHERE]);
        let questions: Vec<&usize> = known.doubts.keys().collect();
        assert_eq!(questions, [&9, &20]);
    }
}
