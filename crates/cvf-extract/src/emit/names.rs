//! Names and levels as they are given out: without numbering, label and colon.

use crate::labels;
use cvf_document::Text;
use cvf_framework::{Language, Profiles};
use std::collections::BTreeSet;

/// A name with what was taken off it.
pub(crate) struct Bare {
    pub(crate) name: Text,
    /// Numbering, "Competency :", a colon at the end.
    pub(crate) around: Vec<Text>,
}

/// Takes label, numbering and colon off a name; numbers without a sign and codes only where the
/// names all have some (`coded`).
pub(crate) fn bare_name(text: &Text, coded: bool, language: &Language) -> Bare {
    let string = text.as_str();
    let mut start = labels::labelled(string, language).map_or(0, |(_, at)| at);
    start += numbering(&string[start..], coded);
    let end = start + labels::bare_name_len(&string[start..]);
    if end <= start {
        return Bare { name: text.clone(), around: Vec::new() };
    }
    let (front, rest) = (text.to_byte(start), text.from_byte(start));
    let name = rest.to_byte(end - start);
    let tail = rest.from_byte(end - start);
    Bare { name: name.collapsed(), around: [front, tail].into_iter().filter(|t| !t.is_empty()).collect() }
}

/// Bytes of a number or code in front of a name: `1.`, `2.3 `, `a) `; `4 `, `LO1.1 ` where `coded`.
pub(crate) fn numbering(text: &str, coded: bool) -> usize {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let number = text[letters..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let digits = text[letters..letters + number].bytes().any(|b| b.is_ascii_digit());
    let mut at = letters + number;
    let dotted = text[letters..at].contains('.');
    let signed = text[at..].starts_with([')', ':', '.']);
    at += usize::from(signed);
    let rest = &text[at..];
    let parted = rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(char::is_alphabetic);
    let is_number = match (letters, digits) {
        (0, true) => signed || dotted || coded,
        (1..=4, true) => coded,
        (1, false) => signed,
        _ => false,
    };
    if parted && is_number { at + rest.len() - rest.trim_start().len() } else { 0 }
}

/// True if most names begin with a number or code.
pub(crate) fn are_coded<'t>(names: impl Iterator<Item = &'t str>) -> bool {
    let (mut all, mut coded) = (0, 0);
    for name in names {
        all += 1;
        coded += usize::from(numbering(name, true) > 0);
    }
    coded > 1 && coded * 2 > all
}

/// The bare labels of a document's levels, one for each.
pub(crate) fn bare_levels(labels: &[&str], profiles: &Profiles) -> Vec<String> {
    if let Some(numbers) = in_brackets(labels) {
        return numbers;
    }
    if let Some(numbers) = opening(labels, profiles) {
        return numbers;
    }
    labels.iter().map(|label| bare_level(label, profiles)).collect()
}

/// Most words of a level's name behind its number.
const NAME: usize = 3;

/// "Level 1 Novice", "Level 2 Expert": a number of its own at the beginning of each label.
fn opening(labels: &[&str], profiles: &Profiles) -> Option<Vec<String>> {
    let short = |label: &&&str| label.split_whitespace().count() <= 2 + NAME;
    let open = |label: &&str| labels::opening_level(label, &profiles.language).filter(|_| short(&label));
    all_differ(labels.iter().map(open).collect::<Option<_>>()?)
}

fn bare_level(label: &str, profiles: &Profiles) -> String {
    if let Some(bare) = labels::bare_level(label, profiles) {
        return bare;
    }
    label.trim_end_matches([' ', ':', '.', '–', '—', '-']).to_owned()
}

/// "good (level 2)": the same word and another number in brackets at the end of each label.
fn in_brackets(labels: &[&str]) -> Option<Vec<String>> {
    let inner = |label: &&str| -> Option<(String, String)> {
        let (_, inside) = labels::bracketed(label)?;
        let (stem, number) = inside.trim().rsplit_once(' ')?;
        let sound = number.chars().all(|c| c.is_ascii_digit()) && !number.is_empty();
        sound.then(|| (stem.to_lowercase(), number.to_owned()))
    };
    let found: Vec<(String, String)> = labels.iter().map(inner).collect::<Option<_>>()?;
    let (stem, _) = found.first()?;
    if found.iter().any(|(s, _)| s != stem) {
        return None;
    }
    all_differ(found.iter().map(|(_, n)| n.clone()).collect())
}

/// Several numbers, if each is another.
fn all_differ(numbers: Vec<String>) -> Option<Vec<String>> {
    let distinct: BTreeSet<&String> = numbers.iter().collect();
    (numbers.len() > 1 && distinct.len() == numbers.len()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Text {
        let stream: Vec<char> = s.chars().collect();
        Text::from_stream(&stream, 0..stream.len())
    }

    #[test]
    fn names_lose_numbers_labels_and_colons() {
        let english = Language::english();
        let bare = |s: &str, coded: bool| bare_name(&text(s), coded, &english).name.as_str().to_owned();
        assert_eq!(bare("2.3 Sorting:", false), "Sorting");
        assert_eq!(bare("a) Sorting", false), "Sorting");
        assert_eq!(bare("Competency : Sorting", false), "Sorting");
        assert_eq!(bare("LO1.1 Sorting", true), "Sorting");
        assert_eq!(bare("5S method", false), "5S method");
        assert_eq!(bare("3 kinds of post", false), "3 kinds of post");
    }

    #[test]
    fn levels_are_bare() {
        let profiles = Profiles::built_in();
        assert_eq!(bare_levels(&["Level 1 (Junior)", "Level 2"], &profiles), ["1", "2"]);
        assert_eq!(bare_levels(&["good (level 2)", "poor (level 1)"], &profiles), ["2", "1"]);
        assert_eq!(bare_levels(&["Level 1 Novice", "Level 2 Expert"], &profiles), ["1", "2"]);
        assert_eq!(bare_levels(&["Poor", "Fair:"], &profiles), ["Poor", "Fair"]);
    }
}
