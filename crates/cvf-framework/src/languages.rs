//! Words of other languages about levels and labels. They help where they are met and decide
//! nothing alone, so those of all languages are known at once.

use crate::{Language, Part, yaml};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The files, one a language.
const FILES: [&str; 5] = [
    include_str!("../profiles/languages/dutch.yaml"),
    include_str!("../profiles/languages/french.yaml"),
    include_str!("../profiles/languages/german.yaml"),
    include_str!("../profiles/languages/spanish.yaml"),
    include_str!("../profiles/languages/welsh.yaml"),
];

/// What a file holds; each list as in [`Language`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    level_words: Vec<String>,
    numbers: Vec<Vec<String>>,
    level_scale: Vec<String>,
    labels: BTreeMap<Part, Vec<String>>,
    sections: Sections,
    statement_words: Vec<String>,
    criterion_words: Vec<String>,
    attribute_words: Vec<String>,
    framework_stems: Vec<String>,
    #[serde(default)]
    other_stems: Vec<String>,
}

/// Labels of sections, as far as a language's file has them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sections {
    importance: Vec<String>,
    description: Vec<String>,
    indicators: Vec<String>,
    underdone: Vec<String>,
    overdone: Vec<String>,
}

/// Adds the words of all files.
#[allow(clippy::expect_used, reason = "the files are compiled in and a test reads them")]
pub(crate) fn add(language: &mut Language) {
    for text in FILES {
        let words: Words = yaml::from_str(text).expect("the words of a language");
        merge(language, words);
    }
}

fn merge(language: &mut Language, words: Words) {
    add_new(&mut language.level_words, words.level_words);
    for (number, names) in words.numbers.into_iter().enumerate() {
        if let Some(known) = language.numbers.get_mut(number) {
            add_new(known, names);
        }
    }
    for (part, labels) in words.labels {
        add_new(language.labels.entry(part).or_default(), labels);
    }
    let (known, new) = (&mut language.sections, words.sections);
    add_new(&mut known.importance, new.importance);
    add_new(&mut known.description, new.description);
    add_new(&mut known.indicators, new.indicators);
    add_new(&mut known.underdone, new.underdone);
    add_new(&mut known.overdone, new.overdone);
    language.level_scale.extend(words.level_scale);
    language.statement_words.extend(words.statement_words);
    language.criterion_words.extend(words.criterion_words);
    language.attribute_words.extend(words.attribute_words);
    language.framework_stems.extend(words.framework_stems);
    language.other_stems.extend(words.other_stems);
}

fn add_new(known: &mut Vec<String>, words: Vec<String>) {
    words.into_iter().for_each(|word| {
        if !known.contains(&word) {
            known.push(word);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names;

    #[test]
    fn levels_and_labels_of_other_languages_are_known() {
        let language = Language::english();
        assert!(["nivel", "stufe", "lefel", "palier"].iter().all(|w| language.level_words.iter().any(|k| k == w)));
        assert_eq!(language.number("drei"), Some(3));
        assert!(language.level_scale.contains("en proceso"));
    }

    #[test]
    fn words_are_written_as_they_are_compared() {
        for text in FILES {
            let words: Words = yaml::from_str(text).unwrap();
            let lists = [
                words.level_words,
                words.level_scale,
                words.statement_words,
                words.criterion_words,
                words.attribute_words,
                words.framework_stems,
                words.other_stems,
            ];
            let odd: Vec<&String> = lists.iter().flatten().filter(|w| names::key(w) != **w).collect();
            assert!(odd.is_empty(), "{odd:?}");
        }
    }
}
