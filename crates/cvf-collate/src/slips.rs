//! Slips in places where only one witness has a voice: reported, kept as printed, left for a decision.

use crate::apparatus::{Apparatus, Question, whole_readings};
use crate::settle::Settled;
use crate::words::{Sort, lower_words, plain, tokens};
use cvf_framework::names::edit_distance;
use cvf_framework::{Kind, Prose};
use std::collections::BTreeSet;

/// Share of indicators that must begin with "I" before its loss is a slip.
const PERSONAL: f64 = 0.8;
pub(crate) fn find(settled: &[Settled<'_>], apparatus: &mut Apparatus) {
    let indicators: Vec<&Settled<'_>> = settled.iter().filter(|s| s.kind == Kind::Indicator).collect();
    let personal = indicators.iter().filter(|s| s.text.starts_with("I ")).count();
    let personal = personal as f64 >= PERSONAL * indicators.len().max(1) as f64;
    let words: BTreeSet<String> = settled.iter().flat_map(|s| lower_words(&s.text)).collect();
    let decided: BTreeSet<String> = apparatus.decided.iter().cloned().collect();
    for place in settled.iter().filter(|s| s.only_reading().is_some() && !decided.contains(&s.id)) {
        let found = lost_opening(place, personal).or_else(|| digit_inside(place, &words));
        apparatus.questions.extend(found.map(|(proposal, why)| question(place, &proposal, why)));
    }
}

fn question(place: &Settled<'_>, proposal: &str, why: String) -> Question {
    Question {
        place: place.id.clone(),
        about: "slip".to_owned(),
        text: Prose::new(&place.text),
        proposal: Some(Prose::new(proposal)),
        why,
        readings: whole_readings(place),
        accept: "the canon gets the proposed text".to_owned(),
        reject: "the text is right as it is printed".to_owned(),
        ..Question::default()
    }
}

fn lost_opening(place: &Settled<'_>, personal: bool) -> Option<(String, String)> {
    let low = place.text.chars().next().is_some_and(char::is_lowercase);
    let lost = personal && place.kind == Kind::Indicator && low;
    let why = "nearly all indicators begin with \"I\", this one in lower case without it";
    lost.then(|| (format!("I {}", place.text), why.to_owned()))
}

/// A word with a digit inside that is one slip away from another word of the framework.
fn digit_inside(place: &Settled<'_>, words: &BTreeSet<String>) -> Option<(String, String)> {
    for token in tokens(&place.text).into_iter().filter(|t| t.sort == Sort::Word) {
        let word = plain(&token.text);
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters > 2 && word.chars().any(|c| c.is_ascii_digit()) {
            let near =
                words.iter().find(|other| edit_distance(&word, other) == 1 && other.chars().all(char::is_alphabetic));
            let proposal = near.map(|other| place.text.replacen(&token.text, other, 1));
            let why = format!("\"{}\" has a digit inside", token.text);
            return proposal.map(|proposal| (proposal, why));
        }
    }
    None
}
