//! How surely a list of labels is an ordered scale, told without knowing its words.

use super::words_of;
use std::collections::BTreeSet;

/// Bits for a step of a scale of numbers.
const NUMBER_STEP: f32 = 2.0;
/// Bits for a step of a scale of single letters: lists of points have them too.
const LETTER_STEP: f32 = 1.5;
/// Bits for a step between labels that all share a word ("meets", "more than meets").
const SHARED_STEP: f32 = 1.5;

const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];

/// Bits that speak for a list of labels being a scale: numbers, roman numerals or letters that
/// rise or fall, or words in common.
pub(crate) fn ordinal(labels: &[&str]) -> f32 {
    if labels.len() < 2 {
        return 0.0;
    }
    let steps = (labels.len() - 1) as f32;
    if are_numbered(labels) {
        return 0.0;
    }
    let sequences = sequences(labels).into_iter().filter(|(values, _)| is_monotone(values));
    let best = sequences.map(|(_, bits)| bits * steps).fold(0.0, f32::max);
    best.max(SHARED_STEP * shared(labels) * steps)
}

/// True for values that rise or fall; one step may be level, as from 70 to under 70.
fn is_monotone(values: &[f32]) -> bool {
    let flat = values.windows(2).filter(|pair| pair[0] == pair[1]).count();
    flat <= usize::from(values.len() > 2) && (values.is_sorted_by(|a, b| a <= b) || values.is_sorted_by(|a, b| a >= b))
}

/// Words behind a number from which on it numbers a heading: a level's name has one or two.
const NUMBERED: usize = 3;

/// True for labels that begin with a number and go on in words of their own: "1. Selection of key
/// facts" is a numbered heading.
fn are_numbered(labels: &[&str]) -> bool {
    let words = |label: &&str| {
        let begins = label.trim_start().starts_with(|c: char| c.is_ascii_digit());
        begins.then(|| words_of(label).len())
    };
    let counts: Option<Vec<usize>> = labels.iter().map(words).collect();
    counts.is_some_and(|counts| counts.iter().sum::<usize>() >= NUMBERED * labels.len()) && shared(labels) < 1.0
}

/// Values that the labels may stand for: the first or the last number, numeral or letter of each.
fn sequences(labels: &[&str]) -> Vec<(Vec<f32>, f32)> {
    let mut found = Vec::new();
    type End = fn(&[String]) -> Option<&String>;
    let ends: [End; 2] = [|l| l.first(), |l| l.last()];
    let tokens: Vec<Vec<String>> = labels.iter().map(|l| tokens(l)).collect();
    let numbers: Vec<Vec<String>> = labels.iter().map(|l| numbers(l)).collect();
    for end in ends {
        let number = |list: &Vec<String>| end(list).and_then(|n| n.parse().ok());
        found.extend(numbers.iter().map(number).collect::<Option<Vec<f32>>>().map(|v| (v, NUMBER_STEP)));
        let roman = |list: &Vec<String>| ROMAN.iter().position(|r| Some(*r) == end(list).map(String::as_str));
        let value = |list: &Vec<String>| roman(list).map(|at| at as f32);
        found.extend(tokens.iter().map(value).collect::<Option<Vec<f32>>>().map(|v| (v, NUMBER_STEP)));
        found.extend(tokens.iter().map(|l| letter(end(l)?)).collect::<Option<Vec<f32>>>().map(|v| (v, LETTER_STEP)));
    }
    // A letter with a number, as A1, A2, B1.
    let pair = |list: &Vec<String>| list.iter().find_map(|t| letter_number(t));
    found.extend(tokens.iter().map(pair).collect::<Option<Vec<f32>>>().map(|v| (v, NUMBER_STEP)));
    found
}

fn tokens(label: &str) -> Vec<String> {
    label.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

fn numbers(label: &str) -> Vec<String> {
    let plain: String = label.chars().map(|c| if c == ',' { '.' } else { c }).collect();
    let pieces = plain.split(|c: char| !c.is_ascii_digit() && c != '.');
    pieces.map(|n| n.trim_matches('.').to_owned()).filter(|n| !n.is_empty()).collect()
}

fn letter(token: &str) -> Option<f32> {
    let mut chars = token.chars();
    let first = chars.next().filter(|c| c.is_alphabetic())?;
    chars.next().is_none().then_some(u32::from(first) as f32)
}

fn letter_number(token: &str) -> Option<f32> {
    let mut chars = token.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let number: f32 = chars.as_str().parse().ok().filter(|n| *n < 100.0)?;
    Some(u32::from(letter) as f32 * 100.0 + number)
}

/// True if each two of the labels have a longer word in common.
pub(crate) fn share_a_word(labels: &[&str]) -> bool {
    shared(labels) >= 1.0
}

/// Labels of a list that are compared each with each: no scale is longer.
const MOST: usize = 200;

/// Share of the pairs of labels that have a longer word in common.
fn shared(labels: &[&str]) -> f32 {
    let stem = |w: String| w.chars().take(6).collect::<String>();
    let stems = |l: &&str| -> BTreeSet<String> {
        words_of(l).into_iter().filter(|w| w.chars().count() > 3).map(stem).collect()
    };
    let stems: Vec<BTreeSet<String>> = labels.iter().take(MOST).map(stems).collect();
    let pairs = (0..stems.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    let (mut all, mut alike) = (0, 0);
    for (i, j) in pairs {
        all += 1;
        alike += usize::from(!stems[i].is_disjoint(&stems[j]));
    }
    alike as f32 / all.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_rise_or_fall() {
        for scale in [
            &["Level 1", "Level 2"][..],
            &["0–39 %", "40–59 %"],
            &["A1", "A2", "B1"],
            &["Engineer I", "Engineer II"],
            &["IC3", "IC2"],
            &["Good (100 %)", "Fair (70 %)", "Poor (<70 %)"],
            &["a", "b"],
        ] {
            assert!(ordinal(scale) >= 1.5, "{scale:?}");
        }
        assert!(ordinal(&["Care", "Courage"]) < 0.1);
        assert!(ordinal(&["1 Selection of key facts", "2 Clear and plain language"]) < 0.1);
        assert!(ordinal(&["Level 2", "Level 1", "Level 3"]) < 4.0);
    }

    #[test]
    fn shared_words_make_a_scale_too() {
        assert!(ordinal(&["Meets expectations", "More than meets expectations"]) > 1.0);
        assert!(ordinal(&["Sorting", "Filing"]) < 0.1);
    }
}
