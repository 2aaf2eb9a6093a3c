//! Grammars of labels: levels, sections, "Competency : …".

use cvf_framework::{Language, Part, Profiles, Section, names};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, one_of, satisfy, space0, space1};
use nom::combinator::{eof, map, opt, recognize, verify};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// A level label at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LevelLabel {
    /// Bare label: `3`, `1a`.
    pub(crate) label: String,
    /// Byte index where a text that was run into the label begins; the text's length if none was.
    pub(crate) end: usize,
}

/// Most words that may stand beside a level's label ("Level 2 – Team leaders and supervisors").
const LONGEST_LEVEL_NAME: usize = 6;

/// Reads "Level 3", "LEVEL THREE:", "Level 3 indicators", "L3", or a role that stands for one.
pub(crate) fn level(text: &str, profiles: &Profiles) -> Option<LevelLabel> {
    if let Some(label) = profiles.level_alias(text.trim_end_matches([':', '.'])) {
        return Some(LevelLabel { label: label.to_owned(), end: text.len() });
    }
    let start = lead_words(text, &profiles.language);
    let (rest, label) = worded(&text[start..], &profiles.language).ok()?;
    level_with_rest(text, rest, label, &profiles.language)
}

/// Reads a bare label as it stands in a table's first column: `2`, `1a`, `1 b`, or any [`level`].
pub(crate) fn bare_level(text: &str, profiles: &Profiles) -> Option<String> {
    let bare = terminated(numbered(&profiles.language), (opt(one_of(":.")), eof)).parse(text).ok();
    let bare = bare.map(|(_, label)| label).filter(|_| text.chars().any(|c| c.is_ascii_digit()));
    bare.or_else(|| level(text, profiles).filter(|l| l.end == text.len()).map(|l| l.label))
}

/// The label that a level's text begins with, whatever name stands behind it: "Level 1 Novice".
pub(crate) fn opening_level(text: &str, language: &Language) -> Option<String> {
    worded(text, language).ok().map(|(_, label)| label)
}

/// Finds "Level Three" anywhere in a title.
pub(crate) fn level_in_title(title: &str, language: &Language) -> Option<String> {
    let starts = title.match_indices([' ', '(']).map(|(i, _)| i + 1).chain([0]);
    starts.filter_map(|i| worded(&title[i..], language).ok().map(|(_, label)| label)).next()
}

/// A text that ends in brackets: what stands before them, and in them.
pub(crate) fn bracketed(text: &str) -> Option<(&str, &str)> {
    text.trim_end().strip_suffix(')')?.rsplit_once('(')
}

/// What stands behind the last sign of a title: "Crew – Mate", "Crew (Mate)".
pub(crate) fn title_tail(title: &str) -> Option<&str> {
    let title = title.trim();
    let (front, tail) = match bracketed(title) {
        Some(parts) => parts,
        None => [": ", " - ", " – ", " — ", " | ", ", "]
            .iter()
            .filter_map(|s| title.rsplit_once(s))
            .min_by_key(|p| p.1.len())?,
    };
    Some(tail.trim()).filter(|tail| !tail.is_empty() && !front.trim().is_empty())
}

/// Bytes of words before the label that may stand there: "Positive indicators for level 3".
fn lead_words(text: &str, language: &Language) -> usize {
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        if !language.level_tail.contains(&word.trim().to_lowercase()) {
            return at;
        }
        at += word.len();
    }
    0
}

/// "Level", white space, number; or "L3".
fn worded<'a>(text: &'a str, language: &Language) -> IResult<&'a str, String> {
    let word = verify(take_while1(char::is_alphabetic), |w: &str| language.level_words.contains(&w.to_lowercase()));
    let gap = (space0, opt(alt((char('-'), char('–'), char(':')))), space0);
    let long = preceded((word, gap), numbered(language));
    let short = preceded(char('L'), map(recognize(satisfy(|c| c.is_ascii_digit())), str::to_owned));
    terminated(alt((long, short)), not_in_word).parse(text)
}

fn not_in_word(text: &str) -> IResult<&str, ()> {
    match text.chars().next() {
        Some(c) if c.is_alphanumeric() => {
            Err(nom::Err::Error(nom::error::Error::new(text, nom::error::ErrorKind::Verify)))
        }
        _ => Ok((text, ())),
    }
}

/// `3`, `1a`, `1 b`, `three`, `III`, `B`.
fn numbered<'a>(language: &Language) -> impl FnMut(&'a str) -> IResult<&'a str, String> {
    move |text| {
        let digits = take_while1(|c: char| c.is_ascii_digit());
        let small = preceded(space0, terminated(satisfy(|c| c.is_ascii_lowercase()), not_in_word));
        let capital = map(terminated(satisfy(|c| ('A'..='H').contains(&c)), not_in_word), |c| c.to_ascii_lowercase());
        let suffix = opt(alt((small, capital)));
        let digit = map((verify(digits, |d: &str| d.len() <= 2), suffix), |(d, s): (&str, Option<char>)| {
            let number = d.trim_start_matches('0');
            let number = if number.is_empty() { "0" } else { number };
            format!("{number}{}", s.map(String::from).unwrap_or_default())
        });
        let word = nom::combinator::map_opt(take_while1(char::is_alphabetic), |w: &str| {
            language.number(w).map(|n| n.to_string())
        });
        let letter = map(terminated(satisfy(|c| ('A'..='H').contains(&c)), not_in_word), String::from);
        terminated(alt((digit, word, letter)), not_in_word).parse(text)
    }
}

/// Judges what follows a label: nothing, its name, or a text that was run into it.
fn level_with_rest(text: &str, rest: &str, label: String, language: &Language) -> Option<LevelLabel> {
    let body = rest.trim_start_matches([' ', ':', '-', '–', '—', '(', '.']);
    let bare = body.trim_end_matches([' ', ':', ')', '.', '-']);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let tail = words.iter().all(|w| language.level_tail.contains(&w.to_lowercase()));
    let separated = rest.trim_start().starts_with([':', '-', '–', '—', '(']);
    let sentence = body.ends_with(['.', ';', '!', '?']) || words.len() > LONGEST_LEVEL_NAME;
    if bare.is_empty() || tail || (separated && !sentence) {
        return Some(LevelLabel { label, end: text.len() });
    }
    (separated && sentence).then(|| LevelLabel { label, end: text.len() - body.len() })
}

/// A label of a section at the start of a text, with the byte index where its text begins.
pub(crate) fn section(text: &str, language: &Language) -> Option<(Section, usize)> {
    if let Some(section) = language.section(text) {
        return Some((section, text.len()));
    }
    let mark = text.find(['?', ':'])?;
    let section = language.section(&text[..mark])?;
    let end = mark + 1 + text[mark + 1..].len() - text[mark + 1..].trim_start().len();
    (end < text.len()).then_some((section, end))
}

/// "Competency : We are collaborative", "Cluster 2 – …": what is named, and the byte index of the name.
pub(crate) fn labelled(text: &str, language: &Language) -> Option<(Part, usize)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    language.labels.iter().find_map(|(part, words)| {
        let label = |w: &String| label_then_name(&lower, w).map(|rest| (*part, text.len() - rest.len()));
        words.iter().find_map(label)
    })
}

fn label_then_name<'a>(lower: &'a str, word: &str) -> Option<&'a str> {
    let number = opt(preceded(space1, take_while1(|c: char| c.is_ascii_digit() || c == '.')));
    let sign = alt((char(':'), char('-'), char('–'), char('—')));
    let found: IResult<&str, _> = (tag(word), number, space0, sign, space1).parse(lower);
    found.ok().map(|(rest, _)| rest).filter(|rest| !rest.trim().is_empty())
}

/// The length in bytes of a name without a colon or dots at its end.
pub(crate) fn bare_name_len(text: &str) -> usize {
    let text = text.find(" ...").or(text.find("....")).map_or(text, |dots| &text[..dots]);
    text.trim_end_matches([' ', ':', '–', '—', '"', '”']).len()
}

/// True if a text has the shape of a name: short, begins with a capital, no end of a sentence.
pub(crate) fn looks_like_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.chars().next();
    let opens = first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || c == '*');
    let closes = text.ends_with(['.', ',', ';', '!']) || (text.ends_with('?') && words > 6);
    let first_person = text.starts_with("I ") || text.starts_with("I’") || text.starts_with("I'");
    opens && !closes && !first_person && (1..=14).contains(&words) && text.chars().count() <= 110
}

/// True if two names are the same in every dress.
pub(crate) fn same(a: &str, b: &str) -> bool {
    names::is_same_name(a, b)
}

/// Signs between a name and what is behind it on its line.
pub(crate) const PARTING_SIGNS: [&str; 4] = [": ", " – ", " — ", " - "];

/// Where the first such sign of a text begins, and its length, in bytes.
pub(crate) fn parting_sign(text: &str) -> Option<(usize, usize)> {
    PARTING_SIGNS.iter().filter_map(|sign| Some((text.find(sign)?, sign.len()))).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Option<(String, String)> {
        level(text, &Profiles::built_in()).map(|l| (l.label, text[l.end..].to_owned()))
    }

    fn bare(label: &str) -> Option<(String, String)> {
        Some((label.to_owned(), String::new()))
    }

    #[test]
    fn levels_in_every_dress() {
        for text in
            ["Level 3", "LEVEL THREE:", "Level 3 indicators", "LEVEL 3:", "L3", "Level III", "Level 3 – Team leader"]
        {
            assert_eq!(label(text), bare("3"), "{text}");
        }
        assert_eq!(label("Positive indicators for level 2"), bare("2"));
        assert_eq!(label("Senior Manager/Executive"), bare("3"));
        assert_eq!(label("Stage 1 b"), bare("1b"));
        assert_eq!(label("Band C"), bare("C"));
    }

    #[test]
    fn a_text_run_into_its_label_is_cut_off() {
        assert_eq!(label("Level 1: I listen to others."), Some(("1".into(), "I listen to others.".into())));
    }

    #[test]
    fn sentences_about_levels_are_no_labels() {
        for text in ["Level 3 of the framework is for executives.", "Levels", "Level playing field", "I", "We are one"]
        {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn bare_labels_stand_only_in_tables() {
        let profiles = Profiles::built_in();
        assert_eq!(bare_level("1 b", &profiles).as_deref(), Some("1b"));
        assert_eq!(bare_level("5", &profiles).as_deref(), Some("5"));
        assert_eq!(bare_level("one", &profiles), None);
        assert_eq!(label("1a"), None);
    }

    #[test]
    fn sections_and_named_labels() {
        let english = Language::english();
        let run_in = "Why is it important? Demands come.";
        assert_eq!(
            section(run_in, &english).map(|(s, at)| (s, &run_in[at..])),
            Some((Section::Importance, "Demands come."))
        );
        assert_eq!(section("We do not guess: we ask.", &english), None);
        let named = "Competency : We are collaborative";
        assert_eq!(
            labelled(named, &english).map(|(p, at)| (p, &named[at..])),
            Some((Part::Competency, "We are collaborative"))
        );
        assert_eq!(labelled("Competency framework", &english), None);
    }

    #[test]
    fn a_title_can_name_the_level() {
        let title = "Framework for Pilots - Level Three Competency Map";
        assert_eq!(level_in_title(title, &Language::english()).as_deref(), Some("3"));
    }
}
