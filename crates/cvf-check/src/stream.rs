//! A copy as one stream of words: its units and its residue in reading order.

use cvf_collate::words::{Sort, Token, plain, tokens};
use cvf_document::Place;
use cvf_framework::{Heading, Kind, Language, Method, Route, Witness, digits_hidden};
use std::ops::Range;

/// Reasons of residue that is page furniture and never the canon's text.
const FURNITURE: [&str; 3] = ["page-number", "print-line", "protective-marking"];
/// Longest piece of furniture, in words.
const LONGEST_FURNITURE: usize = 5;

/// A stretch of text that the extraction keeps together.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Index of the unit; none for residue.
    pub(crate) unit: Option<usize>,
    pub(crate) kind: Option<Kind>,
    pub(crate) route: Route,
    pub(crate) order: u32,
    pub(crate) at: Place,
    /// True if the extraction cut it out of running text.
    pub(crate) cut_out: bool,
    /// True if no bullet or cell says that it is one item.
    pub(crate) unmarked: bool,
    /// Characters at which the source begins anew.
    pub(crate) breaks: Vec<usize>,
    pub(crate) tokens: Vec<Token>,
    /// Its words in the stream.
    pub(crate) words: Range<usize>,
}

/// A word of the stream.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// As it is compared.
    pub(crate) key: String,
    pub(crate) segment: usize,
    pub(crate) token: usize,
    /// Printed on the page, no part of the text: "OFFICIAL", "Page 3 of 9".
    pub(crate) furniture: bool,
    /// First word of its segment.
    pub(crate) opens: bool,
    /// Behind a sign that ends a sentence, or a bullet.
    pub(crate) after_stop: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Stream {
    pub(crate) segments: Vec<Segment>,
    pub(crate) words: Vec<Word>,
}

/// A word as it is compared: lower case, without apostrophes.
pub(crate) fn key(word: &str) -> String {
    plain(word).replace('\'', "")
}

impl Stream {
    /// The stream of a copy; `cut` are headings that are no names but text.
    pub(crate) fn of(witness: &Witness, cut: &[&Heading], language: &Language) -> Self {
        let mut segments: Vec<Segment> = witness.units.iter().enumerate().map(|(i, u)| unit(i, u)).collect();
        segments.extend(cut.iter().map(|h| residue(&h.name, &h.at)));
        let kept = witness.residue.iter().filter(|r| !FURNITURE.contains(&r.reason.as_str()));
        segments.extend(kept.map(|r| residue(&r.text, &r.at)));
        if segments.iter().all(|s| !s.at.chars.is_empty()) {
            segments.sort_by_key(|s| s.at.chars.first().map(|c| c[0]));
        }
        let mut words = Vec::new();
        for (i, segment) in segments.iter_mut().enumerate() {
            let start = words.len();
            words.extend(words_of(i, &segment.tokens, language));
            segment.words = start..words.len();
        }
        Self { segments, words }
    }

    /// Words of a range at which the source begins anew within a segment.
    pub(crate) fn breaks(&self, words: &Range<usize>) -> Vec<usize> {
        let begins = |w: &usize| {
            let word = &self.words[*w];
            let segment = &self.segments[word.segment];
            segment.breaks.contains(&segment.tokens[word.token].range.start)
        };
        (words.start + 1..words.end).filter(begins).collect()
    }

    /// Token range within a segment that a range of its words covers, signs at its ends included.
    pub(crate) fn tokens(&self, words: &Range<usize>) -> Range<usize> {
        let (first, last) = (&self.words[words.start], &self.words[words.end - 1]);
        let tokens = &self.segments[first.segment].tokens;
        let next = self.words.get(words.end).filter(|w| w.segment == first.segment).map(|w| w.token);
        let sign = |i: usize, signs: &str| tokens[i].sort == Sort::Sign && signs.contains(tokens[i].text.as_str());
        let (mut from, mut to) = (first.token, last.token + 1);
        while from > 0 && sign(from - 1, "‘“'\"(") {
            from -= 1;
        }
        while to < next.unwrap_or(tokens.len()) && sign(to, ".,;:!?’'\"”)…-–") {
            to += 1;
        }
        from..to
    }

    /// The text of a range of words without furniture.
    pub(crate) fn text(&self, words: &Range<usize>) -> String {
        self.parts(words).join(" ")
    }

    /// The text of a range of words, segment by segment, without furniture.
    pub(crate) fn parts(&self, words: &Range<usize>) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut at = words.start;
        while at < words.end {
            let segment = self.words[at].segment;
            let end = self.segments[segment].words.end.min(words.end);
            out.push(self.segment_text(&(at..end)));
            at = end;
        }
        out.retain(|t| !t.is_empty());
        out
    }

    fn segment_text(&self, words: &Range<usize>) -> String {
        let Some(from) = words.clone().find(|&w| !self.words[w].furniture) else { return String::new() };
        let to = words.clone().rev().find(|&w| !self.words[w].furniture).map_or(from, |w| w + 1);
        let tokens = self.tokens(&(from..to));
        let segment = &self.segments[self.words[from].segment];
        let mut hidden = (from..to).filter(|&w| self.words[w].furniture).map(|w| self.words[w].token).peekable();
        let mut text = String::new();
        for i in tokens {
            match hidden.next_if_eq(&i) {
                Some(_) => text.truncate(text.trim_end().len()),
                None => text.push_str(&segment.tokens[i].text),
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where a range of words stands in the source.
    pub(crate) fn place(&self, words: &Range<usize>) -> Place {
        let segments = self.words[words.start].segment..=self.words[words.end - 1].segment;
        let mut place = self.segments[*segments.start()].at.clone();
        place.chars = segments.flat_map(|s| self.chars(s, words)).collect();
        place
    }

    /// Characters of the source; those of the whole segment where it is not known which.
    fn chars(&self, segment: usize, words: &Range<usize>) -> Vec<[usize; 2]> {
        let s = &self.segments[segment];
        let (from, to) = (s.words.start.max(words.start), s.words.end.min(words.end));
        let length = s.tokens.last().map_or(0, |t| t.range.end);
        let covered: usize = s.at.chars.iter().map(|c| c[1] - c[0]).sum();
        if from >= to || covered != length || (from, to) == (s.words.start, s.words.end) {
            return s.at.chars.clone();
        }
        let tokens = self.tokens(&(from..to));
        cut(&s.at.chars, s.tokens[tokens.start].range.start, s.tokens[tokens.end - 1].range.end)
    }
}

/// The characters `from..to`, counted through ranges.
fn cut(ranges: &[[usize; 2]], from: usize, to: usize) -> Vec<[usize; 2]> {
    let mut at = 0;
    let mut out = Vec::new();
    for r in ranges {
        let length = r[1] - r[0];
        let (a, b) = (from.max(at), to.min(at + length));
        if a < b {
            out.push([r[0] + a - at, r[0] + b - at]);
        }
        at += length;
    }
    out
}

fn unit(index: usize, unit: &cvf_framework::Unit) -> Segment {
    Segment {
        unit: Some(index),
        kind: Some(unit.kind),
        route: unit.route.clone(),
        order: unit.order,
        at: unit.at.clone(),
        cut_out: matches!(unit.method, Method::RunOn | Method::Grid),
        unmarked: unit.method == Method::Paragraph,
        breaks: unit.breaks.clone(),
        tokens: tokens(&unit.text),
        words: 0..0,
    }
}

fn residue(text: &str, at: &Place) -> Segment {
    Segment {
        unit: None,
        kind: None,
        route: Route::default(),
        order: 0,
        at: at.clone(),
        cut_out: false,
        unmarked: false,
        breaks: Vec::new(),
        tokens: tokens(text),
        words: 0..0,
    }
}

fn words_of(segment: usize, tokens: &[Token], language: &Language) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut stop = true;
    for (i, token) in tokens.iter().enumerate() {
        match token.sort {
            Sort::Word => {
                let opens = words.is_empty();
                let key = key(&token.text);
                words.push(Word { key, segment, token: i, furniture: false, opens, after_stop: stop });
                stop = false;
            }
            Sort::Sign if !"-–'’‘\",/(".contains(token.text.as_str()) => stop = true,
            _ => {}
        }
    }
    mark_furniture(&mut words, tokens, language);
    words
}

/// Marks runs of words that are page furniture: whole lines of it that stand inside a sentence.
fn mark_furniture(words: &mut [Word], tokens: &[Token], language: &Language) {
    let mut at = 0;
    while at < words.len() {
        let longest = LONGEST_FURNITURE.min(words.len() - at);
        let fits = |n: &usize| is_furniture(&tokens[words[at].token..=words[at + n - 1].token], language);
        let length = (1..=longest).rev().find(fits).unwrap_or(0);
        words[at..at + length].iter_mut().for_each(|w| w.furniture = true);
        at += length.max(1);
    }
}

/// A line of furniture in capitals, or with a page number; never a lone number.
fn is_furniture(tokens: &[Token], language: &Language) -> bool {
    let text: String = tokens.iter().map(|t| t.text.as_str()).collect();
    let letters = text.chars().any(char::is_alphabetic);
    let marked = text.to_uppercase() == text || text.chars().any(|c| c.is_ascii_digit());
    let line = digits_hidden(&text.to_lowercase());
    let known = |reason: &str| language.furniture.get(reason).is_some_and(|f| f.lines.contains(&line));
    letters && marked && FURNITURE.iter().any(|r| known(r))
}
