//! Words that print no statement of the canon, and which of them look like statements.

use crate::matching::{Matcher, Matching};
use crate::stream::{Segment, Stream};
use cvf_framework::Kind;
use std::ops::Range;

/// Fewest words of a statement that stands as an item of its own …
const ITEM: usize = 4;
/// … and of one in running text.
const SENTENCE: usize = 5;
/// Share of its words that the canon must know before a text is in the canon's language: about
/// half of any text are words that every text has.
const LANGUAGE: f64 = 0.25;

/// A text that prints no statement of the canon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Free {
    /// Words of the stream, all in one segment.
    pub(crate) words: Range<usize>,
    /// It could be a statement: an item among items, or a sentence that begins as statements do.
    pub(crate) like: bool,
    /// It begins as statements do.
    pub(crate) opens: bool,
}

/// Runs of words within a segment that are no part of a print and no label.
pub(crate) fn runs(matching: &Matching) -> Vec<Range<usize>> {
    let stream = &matching.stream;
    let mut taken = vec![false; stream.words.len()];
    let prints = matching.prints.iter().chain(&matching.again).flat_map(|p| p.pieces.iter().cloned());
    let labels = matching.labels.iter().map(|l| l.words.clone());
    let renamed = matching.renamed.iter().map(|(words, _)| words.clone());
    prints.chain(labels).chain(renamed).flatten().for_each(|w| taken[w] = true);
    let free: Vec<usize> = (0..taken.len()).filter(|&w| !taken[w] && !stream.words[w].furniture).collect();
    let beside = |a: &usize, b: &usize| a + 1 == *b && stream.words[*a].segment == stream.words[*b].segment;
    free.chunk_by(beside).map(|run| run[0]..run[run.len() - 1] + 1).collect()
}

/// The free texts: whole items, and single sentences of everything else.
pub(crate) fn texts(matching: &Matching, matcher: &Matcher) -> Vec<Free> {
    let stream = &matching.stream;
    let text = |words: Range<usize>| {
        let segment = &stream.segments[stream.words[words.start].segment];
        let first = behind_codes(stream, &words).start;
        let opens = matcher.opens(&stream.words[first].key);
        let speaks = speaks(stream, &words, &|word| matcher.knows(word));
        let like = !segment.is_hidden() && speaks && is_like(segment, words.len(), opens);
        Free { words, like, opens }
    };
    runs(matching).into_iter().flat_map(|run| sentences(stream, run)).map(text).collect()
}

/// The sentences of a run; an item is one text however many sentences it has.
fn sentences(stream: &Stream, run: Range<usize>) -> Vec<Range<usize>> {
    let segment = &stream.segments[stream.words[run.start].segment];
    if segment.kind.is_some_and(Kind::is_behaviour) {
        return vec![run];
    }
    let begins = |&w: &usize| {
        let word = &stream.words[w];
        word.after_stop && segment.tokens[word.token].text.starts_with(char::is_uppercase)
    };
    let starts: Vec<usize> = (run.start + 1..run.end).filter(begins).collect();
    let bounds: Vec<usize> = [run.start].into_iter().chain(starts).chain([run.end]).collect();
    bounds.windows(2).map(|b| b[0]..b[1]).collect()
}

/// The words behind the codes that a text begins with; all of them where there is nothing else.
pub(crate) fn behind_codes(stream: &Stream, words: &Range<usize>) -> Range<usize> {
    let first = words.clone().find(|&w| !is_code(&stream.words[w].key));
    first.unwrap_or(words.start)..words.end
}

/// True for a number or a code: "12", "EA3", "check_circle".
pub(crate) fn is_code(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit() || c == '_')
}

/// True for a text in the canon's language, as far as the words that the canon knows tell.
pub(crate) fn speaks(stream: &Stream, words: &Range<usize>, knows: &dyn Fn(&str) -> bool) -> bool {
    let known = words.clone().filter(|&w| knows(&stream.words[w].key)).count();
    known as f64 >= LANGUAGE * words.len() as f64
}

fn is_like(segment: &Segment, words: usize, opens: bool) -> bool {
    match segment.kind {
        Some(kind) if kind.is_behaviour() => words >= ITEM,
        _ => words >= SENTENCE && opens,
    }
}
