//! What stands between the prints of statements: labels, words that belong to a print, texts of
//! the copy's own, and text that is nobody's.

use crate::free::is_code;
use crate::labels::{Label, Labels, Sense, enter};
use crate::stream::Stream;
use cvf_framework::{Language, Route};
use std::collections::BTreeMap;
use std::ops::Range;

/// Fewest words of a sentence.
const SENTENCE: usize = 4;
/// Most words beside a print that belong to it: in a unit, and in text of any sort.
const BESIDE: [usize; 2] = [14, 5];

/// Most words of a name.
const LONGEST_NAME: usize = 10;

/// What the gaps of a stream hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gaps {
    pub(crate) labels: Vec<Label>,
    /// Sentences in a segment with prints that are none of the canon's.
    pub(crate) own: Vec<Range<usize>>,
    /// Names that resemble the canon's: words, canon's name.
    pub(crate) renamed: Vec<(Range<usize>, Sense)>,
    /// Words that the layout prints beside statements, with how often.
    pub(crate) layout: Vec<(String, usize)>,
    beside: Vec<Beside>,
}

/// Words beside a print that may belong to it.
#[derive(Clone, Debug)]
struct Beside {
    piece: usize,
    leads: bool,
    words: Range<usize>,
}

/// Looks through the gaps of all segments and lets pieces take in the words that are theirs.
pub(crate) fn close(stream: &Stream, labels: &Labels, language: &Language, pieces: &mut [Range<usize>]) -> Gaps {
    let mut gaps = Gaps::default();
    let starts: BTreeMap<usize, usize> = pieces.iter().enumerate().map(|(i, p)| (p.start, i)).collect();
    for segment in &stream.segments {
        let inside: Vec<usize> = starts.range(segment.words.clone()).map(|(_, &i)| i).collect();
        let over = starts.range(..segment.words.start).next_back().map(|(_, &i)| i);
        let over = over.filter(|&i| pieces[i].end > segment.words.start);
        let all: Vec<usize> = over.into_iter().chain(inside).collect();
        if all.is_empty() && is_name(stream, labels, &segment.words, &mut gaps) {
            continue;
        }
        let mut at = segment.words.start;
        for n in 0..=all.len() {
            let before = n.checked_sub(1).map(|n| all[n]);
            let next = all.get(n).copied();
            let end = next.map_or(segment.words.end, |i| pieces[i].start);
            if at < end {
                let gap = Gap { stream, labels, before, next, limit: BESIDE[usize::from(segment.unit.is_none())] };
                gap.close(at..end, &mut gaps);
            }
            at = next.map_or(end, |i| pieces[i].end.max(at));
        }
    }
    gaps.take_in(stream, language, pieces);
    gaps
}

/// Fewest statements beside which the layout prints the same words …
const REPEATED: usize = 3;
/// … their share of all statements …
const REPEATED_SHARE: f64 = 0.2;
/// … and most of the words.
const REPEATED_WORDS: usize = 4;

impl Gaps {
    /// Lets pieces take in the words beside them, but for codes and for what the layout prints
    /// beside many of them. Words on which the meaning hangs are always taken in.
    fn take_in(&mut self, stream: &Stream, language: &Language, pieces: &mut [Range<usize>]) {
        let all = pieces.len();
        let mut shapes: BTreeMap<(bool, String), usize> = BTreeMap::new();
        for beside in &self.beside {
            *shapes.entry((beside.leads, shape(stream, &beside.words))).or_default() += 1;
        }
        let matters =
            |words: &Range<usize>| words.clone().any(|w| !language.meaning_of(&stream.words[w].key).is_empty());
        for beside in std::mem::take(&mut self.beside) {
            let count = shapes[&(beside.leads, shape(stream, &beside.words))];
            let often = count >= REPEATED && count as f64 >= REPEATED_SHARE * all as f64;
            let short = beside.words.len() <= REPEATED_WORDS;
            let label = beside.leads && is_label(stream, language, &beside.words);
            if label
                || beside.words.clone().all(|w| is_code(&stream.words[w].key))
                || (often && short && !matters(&beside.words))
            {
                continue;
            }
            let piece = &mut pieces[beside.piece];
            if beside.leads {
                piece.start = beside.words.start;
            } else {
                piece.end = beside.words.end;
            }
        }
        let told = |((_, shape), count): ((bool, String), usize)| {
            let often = count >= REPEATED && count as f64 >= REPEATED_SHARE * all as f64;
            (often && !shape.contains('#')).then_some((shape, count))
        };
        self.layout = shapes.into_iter().filter_map(told).collect();
    }
}

/// Words with their numbers hidden.
pub(crate) fn shape(stream: &Stream, words: &Range<usize>) -> String {
    let word = |w: usize| {
        let number = |c: &char, next: &char| c.is_ascii_digit() && next.is_ascii_digit();
        let letters: Vec<char> = stream.words[w].key.chars().collect();
        let first = |run: &[char]| if run[0].is_ascii_digit() { '#' } else { run[0] };
        letters.chunk_by(number).map(first).collect::<String>()
    };
    words.clone().map(word).collect::<Vec<_>>().join(" ")
}

/// True for words of labels with a colon behind them: "Competency:", "Positive indicators:".
fn is_label(stream: &Stream, language: &Language, words: &Range<usize>) -> bool {
    let labels = language.labels.values().flatten().chain(&language.sections.indicators);
    let labels: Vec<&str> = labels.chain(&language.statement_words).map(String::as_str).collect();
    let text = words.clone().map(|w| stream.words[w].key.as_str()).collect::<Vec<_>>().join(" ");
    labels.contains(&text.as_str()) && stream.sign_behind(words.end - 1) == Some(":")
}

/// Takes a segment that is nearly a name for that name.
fn is_name(stream: &Stream, labels: &Labels, words: &Range<usize>, gaps: &mut Gaps) -> bool {
    (1..=LONGEST_NAME).contains(&words.len()) && heading(stream, labels, words, gaps)
}

/// Takes a run of words that is nearly one of the canon's names for that name.
fn heading(stream: &Stream, labels: &Labels, run: &Range<usize>, gaps: &mut Gaps) -> bool {
    let text = stream.text(run);
    let capital = text.chars().next().is_some_and(char::is_uppercase) && !text.ends_with(['.', '!', '?', ';']);
    let Some((part, name)) = labels.like(&text).filter(|_| capital) else { return false };
    gaps.renamed.push((run.clone(), Sense::Name(part, name.to_owned())));
    true
}

struct Gap<'a> {
    stream: &'a Stream,
    labels: &'a Labels,
    before: Option<usize>,
    next: Option<usize>,
    limit: usize,
}

impl Gap<'_> {
    fn close(&self, gap: Range<usize>, gaps: &mut Gaps) {
        let labels = self.labels.find(self.stream, gap.clone());
        let mut at = gap.start;
        for label in labels.iter().map(Some).chain([None]) {
            let end = label.map_or(gap.end, |l| l.words.start);
            if at < end {
                self.run(at..end, &gap, label, gaps);
            }
            at = label.map_or(end, |l| l.words.end);
        }
        gaps.labels.extend(labels);
    }

    fn run(&self, run: Range<usize>, gap: &Range<usize>, label: Option<&Label>, gaps: &mut Gaps) {
        let words = &self.stream.words;
        let shown = run.clone().filter(|&w| !words[w].furniture).count();
        if shown == 0 || (self.before.is_none() && self.next.is_none()) {
            return;
        }
        let opens = words[run.start].after_stop || run.start != gap.start;
        let closes = run.end == gap.end && words.get(run.end).is_none_or(|w| w.after_stop || w.opens);
        let heads = label.is_some() || self.next.is_some();
        if heads && shown <= LONGEST_NAME && heading(self.stream, self.labels, &run, gaps) {
            return;
        }
        if opens && (closes || label.is_some()) && shown >= SENTENCE {
            gaps.own.push(run);
            return;
        }
        let stopped = self.stream.is_stopped(run.start);
        let before = self.before.filter(|_| run.start == gap.start && !stopped);
        let next = self.next.filter(|_| run.end == gap.end);
        if shown <= self.limit {
            let own = match (before, next) {
                (Some(b), _) if !opens || next.is_none() => Some((b, false)),
                (_, Some(n)) => Some((n, true)),
                (Some(b), None) => Some((b, false)),
                (None, None) => None,
            };
            gaps.beside.extend(own.map(|(piece, leads)| Beside { piece, leads, words: run }));
        }
    }
}

impl Gaps {
    /// The place of a word, as far as labels in the text and the extraction tell it.
    pub(crate) fn route(&self, stream: &Stream, labels: &Labels, word: usize) -> Option<Route> {
        let segment = stream.words[word].segment;
        let own = &stream.segments[segment];
        let first = start_of_run(stream, segment);
        let senses = self.labels.iter().map(|l| (l.words.start, &l.sense));
        let renamed = self.renamed.iter().map(|(r, sense)| (r.start, sense));
        let mut inside: Vec<(usize, &Sense)> =
            senses.chain(renamed).filter(|(at, _)| (first..word).contains(at)).collect();
        inside.sort_by_key(|(at, _)| *at);
        let mut route = labels.split(&own.route);
        inside.iter().for_each(|(_, sense)| enter(&mut route, sense));
        (own.unit.is_some() || !inside.is_empty()).then_some(route)
    }
}

/// First word of the run of segments that the extraction put in one place: where it did not see
/// a label in running text, the label holds for the segments behind it too.
fn start_of_run(stream: &Stream, segment: usize) -> usize {
    let own = &stream.segments[segment];
    let same = |s: &usize| {
        let other = &stream.segments[*s];
        other.unit.is_some() == own.unit.is_some() && other.route == own.route
    };
    let before = (0..segment).rev().take_while(same).last();
    stream.segments[before.unwrap_or(segment)].words.start
}
