//! Where the words that differ stand in a copy's text.

use cvf_check::Finding;

/// Offsets, in a copy's text, of the words that a finding is about: those that differ if they can
/// be told, else all of its place.
pub(super) fn marked(finding: &Finding, stream: &[char], place: &[usize]) -> Vec<usize> {
    let found = |text: &str| occurrence(text, stream, place);
    let words: Vec<usize> = finding.changes.iter().filter_map(|c| found(&c.found)).flatten().collect();
    if words.is_empty() { place.to_vec() } else { words }
}

/// Where a text stands, if in one place only and in whole words. Only letters and digits are
/// looked at: a copy may break lines, and words, where the text does not.
fn occurrence(text: &str, stream: &[char], place: &[usize]) -> Option<Vec<usize>> {
    let wanted: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters: Vec<usize> = place.iter().copied().filter(|&at| stream[at].is_alphanumeric()).collect();
    let count = wanted.len();
    if count == 0 {
        return None;
    }
    let is_whole = |first: usize, last: usize| {
        let part_of_word = |at: Option<usize>| at.and_then(|at| stream.get(at)).is_some_and(|c| c.is_alphanumeric());
        !part_of_word(first.checked_sub(1)) && !part_of_word(last.checked_add(1))
    };
    let is_it =
        |run: &&[usize]| run.iter().zip(&wanted).all(|(&at, c)| stream[at] == *c) && is_whole(run[0], run[count - 1]);
    let mut found = letters.windows(count).filter(is_it);
    let (first, second) = (found.next()?, found.next());
    let (from, to) = (first[0], first[count - 1]);
    let between = || place.iter().copied().filter(|at| (from..=to).contains(at)).collect();
    second.is_none().then(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, stream: &str) -> Option<String> {
        let stream: Vec<char> = stream.chars().collect();
        let place: Vec<usize> = (0..stream.len()).collect();
        occurrence(text, &stream, &place).map(|places| places.into_iter().map(|at| stream[at]).collect())
    }

    #[test]
    fn words_are_found_across_line_ends_and_breaks() {
        assert_eq!(found("own needs", "I know my own\nneeds.").as_deref(), Some("own\nneeds"));
        assert_eq!(found("organisation", "our organi-\nsation").as_deref(), Some("organi-\nsation"));
    }

    #[test]
    fn what_is_no_whole_word_or_stands_twice_is_not_told() {
        assert_eq!(found("own", "I know it"), None);
        assert_eq!(found("own", "my own and your own"), None);
        assert_eq!(found(",", "this, that"), None);
    }
}
