//! Word-level marks between what is expected and what was found.

use similar::{ChangeTag, TextDiff};

/// What happened to a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// In both.
    Same,
    /// Only in the expected text.
    Lost,
    /// Only in the found text.
    Added,
}

/// The two texts as one, in stretches; lost text comes before what is added in its place.
pub fn marked(expected: &str, found: &str) -> Vec<(Mark, String)> {
    let diff = TextDiff::from_words(expected, found);
    let mut out: Vec<(Mark, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let mark = match change.tag() {
            ChangeTag::Equal => Mark::Same,
            ChangeTag::Delete => Mark::Lost,
            ChangeTag::Insert => Mark::Added,
        };
        match out.last_mut().filter(|(last, _)| *last == mark) {
            Some((_, text)) => text.push_str(change.value()),
            None => out.push((mark, change.value().to_owned())),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_around_whole_words() {
        let marks = marked("an innovative culture", "an inno0vative culture");
        assert_eq!(marks[1], (Mark::Lost, "innovative".to_owned()));
        assert_eq!(marks[2], (Mark::Added, "inno0vative".to_owned()));
    }
}
