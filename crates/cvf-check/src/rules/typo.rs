//! Slips of the pen: against the canon ([`crate::texts`] tells them from other words), and in
//! text that has no counterpart in the canon, where only a list of words can tell.

use super::{Rule, RuleInfo, Severity};
use crate::Subject;
use crate::context::Context;
use crate::finding::{Change, Finding};
use crate::free;
use crate::sisters::Sisters;
use crate::stream::{Segment, Stream};
use crate::texts::Pair;
use cvf_collate::words::{Sort, Token, lower_words, plain};
use cvf_collate::{Dictionary, Difference};
use cvf_framework::{Kind, Route};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "typo",
    severity: Severity::Error,
    what: r#"A slip of the pen: a letter lost, added, doubled or swapped, a digit or symbol inside a word, a word torn or glued, the opening "I" lost. In text that the canon does not have only a list of English words can tell: there a slip is a warning among the framework's statements and a note elsewhere."#,
    why: r#"A slip shows that the copy was retyped or badly converted, and it makes words unfindable."#,
    example: r#""recognising and promoting inno0vative activities" for "… innovative activities""#,
    remedy: r#"Put the expected word back."#,
};

/// The finding of a slip in a print of the canon's.
pub(crate) fn finding(pair: Pair<'_>, d: Difference) -> Finding {
    let Pair { subject, expected, found, confidence, .. } = pair;
    let (right, slip) = (&d.expected, &d.found);
    let message = match slip.is_empty() {
        true => format!("the opening \"{right}\" is lost"),
        false if right.is_empty() => format!("\"{slip}\" is printed twice"),
        false => format!("\"{slip}\" is a slip of \"{right}\""),
    };
    Finding {
        message,
        changes: vec![Change { expected: d.expected, found: d.found }],
        ..subject.finding(Rule::Typo, INFO.severity, confidence, Some(expected), Some(found))
    }
}

/// Fewest letters of a word that is looked up: short ones are too often names and short forms.
const LETTERS: usize = 7;
/// The same for a word that a digit stands in.
const LETTERS_WITH_DIGIT: usize = 5;
/// Fewest words of a text whose language can be told.
const WORDS: usize = 5;

/// The words that are right, whatever the list says.
struct Right<'a> {
    /// Words of the canon, of sister copies and of the copy's headings.
    attested: BTreeSet<String>,
    /// How often the copy prints each word.
    printed: BTreeMap<&'a str, usize>,
}

/// Findings of `typo` in words that print no statement of the canon.
pub(crate) fn findings(context: &Context<'_>, attested: &[&BTreeSet<String>], sisters: &Sisters) -> Vec<Finding> {
    let stream = &context.matching.stream;
    let headings = context.witness.headings.iter().flat_map(|h| lower_words(&h.name));
    let mut right = Right {
        attested: attested.iter().flat_map(|words| words.iter().cloned()).chain(headings).collect(),
        printed: BTreeMap::new(),
    };
    stream.words.iter().for_each(|w| *right.printed.entry(w.key.as_str()).or_default() += 1);
    let runs = free::runs(context.matching).into_iter().filter(|run| is_english(stream, run));
    let mut found: Vec<Finding> = runs.flat_map(|run| in_run(stream, &run, &right)).collect();
    for finding in context.free.iter().filter_map(|free| against_sisters(stream, &free.words, sisters)) {
        if !found.iter().any(|known| known.at == finding.at) {
            found.push(finding);
        }
    }
    found
}

/// The slip in a text that other copies print without it.
fn against_sisters(stream: &Stream, text: &Range<usize>, sisters: &Sisters) -> Option<Finding> {
    let words = free::behind_codes(stream, text);
    let (at, expected) = sisters.instead(&stream.keys(&words))?;
    let word = &stream.words[words.start + at];
    let segment = &stream.segments[word.segment];
    let change = Change { expected: expected.to_owned(), found: segment.tokens[word.token].text.clone() };
    let finding = own(stream, segment, words.start + at, &words, change);
    Some(Finding { message: format!("{}, which other copies print", finding.message), ..finding })
}

/// True for a text of which at least four words in five are English.
fn is_english(stream: &Stream, run: &Range<usize>) -> bool {
    let english = |w: &usize| {
        let word = &stream.words[*w].key;
        word.len() < 3 || Dictionary::english().is_word(word)
    };
    run.len() >= WORDS && run.clone().filter(english).count() * 5 >= run.len() * 4
}

fn in_run(stream: &Stream, run: &Range<usize>, right: &Right<'_>) -> Vec<Finding> {
    let slip = |w: usize| {
        let word = &stream.words[w];
        let segment = &stream.segments[word.segment];
        let token = &segment.tokens[word.token];
        let expected = expected(token, right).filter(|_| stands_alone(&segment.tokens, word.token))?;
        Some(own(stream, segment, w, run, Change { expected, found: token.text.clone() }))
    };
    run.clone().filter_map(slip).collect()
}

/// The word that a token is a slip of.
fn expected(token: &Token, right: &Right<'_>) -> Option<String> {
    let (word, english) = (plain(&token.text), Dictionary::english());
    let seen = |w: &str| right.attested.contains(w) || right.printed.contains_key(w);
    if right.attested.contains(&word) || right.printed.get(word.as_str()).is_none_or(|n| *n > 1) {
        return None;
    }
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return without_digit(&word).into_iter().find(|w| english.lists(w) || seen(w));
    }
    let looked_up = word.len() >= LETTERS && token.text.bytes().all(|b| b.is_ascii_lowercase());
    if !looked_up || english.is_word(&word) {
        return None;
    }
    english.suggestions(&word, &seen).into_iter().next()
}

/// A word that a digit stands in between letters, without it and with the letter it looks like.
fn without_digit(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let digits: Vec<usize> = (0..letters.len()).filter(|&i| letters[i].is_ascii_digit()).collect();
    let [at] = digits[..] else { return Vec::new() };
    if at == 0 || at + 1 == letters.len() || letters.len() <= LETTERS_WITH_DIGIT {
        return Vec::new();
    }
    let with = |middle: &str| {
        let (head, tail): (String, String) = (letters[..at].iter().collect(), letters[at + 1..].iter().collect());
        format!("{head}{middle}{tail}")
    };
    let alike = match letters[at] {
        '0' => "o",
        '1' => "l",
        '3' => "e",
        '4' => "a",
        '5' => "s",
        _ => "",
    };
    let second = if letters[at] == '1' { "i" } else { alike };
    [alike, second, ""].iter().map(|middle| with(middle)).collect()
}

/// True for a word between spaces and signs of a sentence: no part of a name, a path or a
/// compound, and not cut at the end of a line.
fn stands_alone(tokens: &[Token], at: usize) -> bool {
    let is_space = |i: usize| tokens.get(i).is_none_or(|t| t.sort == Sort::Space);
    let is_sign = |i: usize, signs: &str| tokens.get(i).is_some_and(|t| signs.contains(t.text.as_str()));
    let before = |i: usize| i.checked_sub(1).is_none_or(&is_space);
    let hyphen = |i: Option<usize>| i.is_some_and(|i| is_sign(i, "-‐‑–—"));
    let opens = before(at) || at.checked_sub(1).is_some_and(|i| is_sign(i, "('\"‘“") && before(i));
    let closes = is_space(at + 1) || (is_sign(at + 1, ".,;:!?)'\"’”") && is_space(at + 2));
    opens
        && closes
        && !(hyphen(at.checked_sub(2)) && tokens.get(at.wrapping_sub(3)).is_some_and(|t| t.sort == Sort::Word))
}

/// In the framework's lists a slip is to be mended; elsewhere it is good to know.
fn own(stream: &Stream, segment: &Segment, word: usize, run: &Range<usize>, change: Change) -> Finding {
    let known = segment.route != Route::default();
    let listed = segment.kind.is_some_and(Kind::is_behaviour);
    let severity = if listed { Severity::Warning } else { Severity::Note };
    let route = known.then_some(&segment.route);
    let subject = Subject { canon: None, route, at: stream.place(&(word..word + 1)) };
    Finding {
        message: format!("\"{}\" is a slip of \"{}\"", change.found, change.expected),
        changes: vec![change],
        ..subject.finding(Rule::Typo, severity, 0.8, None, Some(&stream.text(run)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, lists, told};

    #[test]
    fn a_letter_lost_added_doubled_or_swapped_is_a_slip() {
        for (right, slip) in
            [("ingredient", "ingrdient"), ("batches", "bacthes"), ("loosely", "looseely"), ("guest", "gue5t")]
        {
            let list = lists().iter().position(|l| l.statements.join(" ").contains(right)).unwrap_or_default();
            let found = findings(|l| l[list].statements.iter_mut().for_each(|s| *s = s.replacen(right, slip, 1)));
            let first = &found[0];
            let change = Change { expected: right.to_owned(), found: slip.to_owned() };
            assert_eq!((first.rule, &first.changes[0], found.len()), (Rule::Typo, &change, 1), "{slip}");
        }
    }

    #[test]
    fn the_lost_opening_word_is_a_slip() {
        let found = findings(|l| l[0].statements[0] = l[0].statements[0].replacen("I ", "", 1));
        assert_eq!(told(&found), [(Rule::Typo, Some("0.0"))]);
    }

    #[test]
    fn a_text_of_the_copys_own_is_read_for_slips_too() {
        let own = "I lock the equipmnet away at the end of a shift.";
        let found = findings(|l| l[0].statements.insert(1, own.to_owned()));
        assert_eq!(told(&found), [(Rule::Extra, None), (Rule::Typo, None)]);
    }
}
