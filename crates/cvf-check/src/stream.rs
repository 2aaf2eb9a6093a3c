//! A copy as one stream of words: all its text in reading order, whatever the extraction made
//! of it.

use crate::clean::clean;
use crate::scanned;
use cvf_collate::words::{Sort, Token, plain, tokens};
use cvf_document::Place;
use cvf_document::mojibake::Misread;
use cvf_framework::{Kind, Language, Method, Residue, Route, Witness, digits_hidden};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Reasons of residue that is page furniture and never the canon's text.
const FURNITURE: [&str; 3] = ["page-number", "print-line", "protective-marking"];
/// Reasons of residue that the copy no longer says.
const GONE: [&str; 1] = ["deleted"];
/// Longest piece of furniture, in words.
const LONGEST_FURNITURE: usize = 5;

/// Longest text that comes again as a part of the layout, in words …
const LONGEST_REPEATED: usize = 8;
/// … and how often it does so at least: a sentence that a force adds to a few lists comes less often.
const REPEATED: usize = 5;

/// Fewest items with a code or the same letter in front: before one it may be a slip.
const CODED: usize = 3;

/// True for a code as lists of items have them: up to four letters, digits, perhaps a last letter.
fn is_item_code(key: &str) -> bool {
    let letters = key.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = key.chars().skip(letters).take_while(char::is_ascii_digit).count();
    let rest: Vec<char> = key.chars().skip(letters + digits).collect();
    letters <= 4 && digits > 0 && rest.len() <= 1 && rest.iter().all(char::is_ascii_alphabetic)
}

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
    /// Why it is residue; empty for units and for texts that the extraction took for names.
    pub(crate) reason: String,
    /// The text as it is compared, its ranges counting characters as printed.
    pub(crate) tokens: Vec<Token>,
    /// Characters as printed.
    pub(crate) length: usize,
    /// Its words in the stream.
    pub(crate) words: Range<usize>,
}

impl Segment {
    /// True for text that its format hides.
    pub(crate) fn is_hidden(&self) -> bool {
        self.reason == "hidden"
    }
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
    /// Words of names, labels, list marks and page furniture, which are not in the stream.
    pub(crate) apart: usize,
    /// Names that are no names but text, as printed.
    pub(crate) texts: BTreeSet<String>,
    /// The encoding that the copy's text was wrongly read in.
    pub(crate) misread: Option<Misread>,
    /// What a recogniser took a letter for all through the copy, with how often.
    pub(crate) scanned: Vec<(String, usize)>,
}

/// What tells text from names while a stream is made.
pub(crate) struct Sense<'a> {
    pub(crate) language: &'a Language,
    /// True for the words of something that is printed as a name and is text.
    pub(crate) is_text: &'a dyn Fn(&[String]) -> bool,
    /// True for a word of the canon's statements and names.
    pub(crate) is_known: &'a dyn Fn(&str) -> bool,
    /// True for a word that many statements begin with.
    pub(crate) opens: &'a dyn Fn(&str) -> bool,
    /// True for the words of a name or a label.
    pub(crate) is_label: &'a dyn Fn(&[String]) -> bool,
    /// True for a word that stands behind "I" in a statement.
    pub(crate) follows: &'a dyn Fn(&str) -> bool,
}

/// The words of a text as they are compared.
pub(crate) fn keys(text: &str) -> Vec<String> {
    tokens(&clean(text).text).iter().filter(|t| t.sort == Sort::Word).map(|t| key(&t.text)).collect()
}

/// A word as it is compared: lower case, without apostrophes.
pub(crate) fn key(word: &str) -> String {
    plain(word).replace('\'', "")
}

impl Stream {
    /// The stream of a copy.
    pub(crate) fn of(witness: &Witness, sense: &Sense<'_>) -> Self {
        let mut stream = Self { misread: witness.misread, ..Self::default() };
        let marks = opening_marks(witness, sense);
        for (i, printed) in witness.units.iter().enumerate() {
            let mark = marks.iter().find(|(unit, _)| *unit == i).map(|(_, mark)| *mark);
            stream.add(unit(i, printed, mark), &printed.text, sense);
        }
        let names = witness.headings.iter().map(|h| (h.name.as_str(), &h.at));
        let opening = |label: &&Residue| marks.iter().any(|(_, mark)| std::ptr::eq(*mark, *label));
        let labels = witness.labels.iter().filter(|label| !opening(label)).map(|l| (l.text.as_str(), &l.at));
        for (text, at) in names.chain(labels) {
            let words = keys(text);
            if (sense.is_text)(&words) {
                stream.texts.insert(text.to_owned());
                stream.add(bare(at, ""), text, sense);
            } else {
                stream.apart += words.len();
            }
        }
        for residue in &witness.residue {
            let reason = residue.reason.as_str();
            if FURNITURE.contains(&reason) || GONE.contains(&reason) {
                stream.apart += keys(&residue.text).len();
            } else {
                stream.add(bare(&residue.at, reason), &residue.text, sense);
            }
        }
        stream.scanned = scanned::mend(&mut stream.segments, sense.follows);
        stream.number(sense.language);
        stream.mark_openings(sense);
        stream.mark_repeated(sense);
        stream
    }

    /// Adds a segment; routes do not lead over names that are text.
    fn add(&mut self, mut segment: Segment, text: &str, sense: &Sense<'_>) {
        let mark = segment.tokens.clone();
        let shift = mark.last().map_or(0, |t| t.range.end);
        let clean = clean(text);
        self.misread = self.misread.or(clean.misread);
        let raw = |range: Range<usize>| {
            let from = |i: usize| clean.from.get(i).copied().unwrap_or(clean.length);
            let end = range.end.checked_sub(1).map_or(0, |last| from(last) + 1);
            shift + from(range.start).min(end)..shift + end
        };
        let cut = tokens(&clean.text).into_iter().flat_map(|t| unglued(t, sense.is_known));
        segment.tokens = mark.into_iter().chain(cut.map(|t| Token { range: raw(t.range), ..t })).collect();
        segment.length = shift + clean.length;
        segment.breaks.iter_mut().for_each(|at| *at += shift);
        self.segments.push(segment);
    }

    /// Puts the segments in order and numbers their words.
    fn number(&mut self, language: &Language) {
        if self.segments.iter().all(|s| !s.at.chars.is_empty()) {
            self.segments.sort_by_key(|s| s.at.chars.first().map(|c| c[0]));
        }
        for (i, segment) in self.segments.iter_mut().enumerate() {
            let is_text = |name: &mut Option<String>| *name = name.take().filter(|n| !self.texts.contains(n));
            let Route { cluster, competency, sub_competency, value, level } = &mut segment.route;
            [cluster, competency, sub_competency, value, level].into_iter().for_each(is_text);
            let start = self.words.len();
            self.words.extend(words_of(i, &segment.tokens, language));
            segment.words = start..self.words.len();
        }
    }

    /// Marks what stands in front of items as furniture, where several have it: codes
    /// ("EA10.2 I listen"), and letters that a recogniser made of bullets ("e I listen").
    fn mark_openings(&mut self, sense: &Sense<'_>) {
        let letters = self.bullet_letters(sense);
        let opening = |s: &Segment| {
            let words = &self.words[s.words.clone()];
            let first = words.first().filter(|w| !(sense.is_known)(&w.key));
            let codes = first.map_or(0, |_| words.iter().take_while(|w| is_item_code(&w.key)).count());
            let letter = words.first().is_some_and(|w| letters.contains(&w.key));
            let length = codes.max(usize::from(letter));
            (length > 0 && length < words.len()).then(|| s.words.start..s.words.start + length)
        };
        let all: Vec<Range<usize>> = self.segments.iter().filter_map(opening).collect();
        if all.len() < CODED {
            return;
        }
        for words in all {
            let first = &mut self.words[words.end];
            (first.opens, first.after_stop) = (true, true);
            self.words[words].iter_mut().for_each(|w| w.furniture = true);
        }
    }

    /// Single letters before the word that statements begin with, in front of several items.
    fn bullet_letters(&self, sense: &Sense<'_>) -> BTreeSet<String> {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for segment in &self.segments {
            if let [letter, next, ..] = &self.words[segment.words.clone()] {
                let single = letter.key.chars().count() == 1 && !(sense.opens)(&letter.key);
                if single && (sense.opens)(&next.key) {
                    *count.entry(&letter.key).or_default() += 1;
                }
            }
        }
        count.into_iter().filter(|(_, n)| *n >= CODED).map(|(letter, _)| letter.to_owned()).collect()
    }

    /// Marks short texts that come again and again, and say nothing of the canon's, as furniture:
    /// "Click a star to rate".
    fn mark_repeated(&mut self, sense: &Sense<'_>) {
        let mut count: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for segment in self.segments.iter().filter(|s| (1..=LONGEST_REPEATED).contains(&s.words.len())) {
            *count.entry(self.keys(&segment.words)).or_default() += 1;
        }
        let own = |text: &[String]| (sense.opens)(&text[0]) || (sense.is_text)(text) || (sense.is_label)(text);
        count.retain(|text, n| *n >= REPEATED && !own(text));
        let repeated = self.segments.iter().map(|s| s.words.clone()).filter(|w| count.contains_key(&self.keys(w)));
        for words in repeated.collect::<Vec<_>>() {
            self.words[words].iter_mut().for_each(|w| w.furniture = true);
        }
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

    /// The sign right behind a word.
    pub(crate) fn sign_behind(&self, word: usize) -> Option<&str> {
        let own = &self.words[word];
        let next = self.segments[own.segment].tokens.get(own.token + 1);
        next.filter(|t| t.sort == Sort::Sign).map(|t| t.text.as_str())
    }

    /// True if a sentence ends before a word of a segment.
    pub(crate) fn is_stopped(&self, word: usize) -> bool {
        let own = &self.words[word];
        let before = word.checked_sub(1).map(|w| &self.words[w]).filter(|w| w.segment == own.segment);
        let from = before.map_or(0, |w| w.token + 1);
        let signs = &self.segments[own.segment].tokens[from.min(own.token)..own.token];
        before.is_some() && signs.iter().any(|t| matches!(t.text.as_str(), "." | "!" | "?"))
    }

    /// The words of a range as they are compared.
    pub(crate) fn keys(&self, words: &Range<usize>) -> Vec<String> {
        self.words[words.clone()].iter().map(|w| w.key.clone()).collect()
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
        let covered: usize = s.at.chars.iter().map(|c| c[1] - c[0]).sum();
        if from >= to || covered != s.length || (from, to) == (s.words.start, s.words.end) {
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

/// A unit without its words, but for a list mark that is the first of them.
fn unit(index: usize, unit: &cvf_framework::Unit, mark: Option<&Residue>) -> Segment {
    let mut at = unit.at.clone();
    let mut tokens = Vec::new();
    if let Some(mark) = mark {
        at.chars.splice(0..0, mark.at.chars.iter().copied());
        let length = mark.text.chars().count();
        tokens.push(Token { sort: Sort::Word, text: mark_word(mark).to_owned(), range: 0..length });
        tokens.push(Token { sort: Sort::Space, text: " ".to_owned(), range: length..length });
    }
    Segment {
        unit: Some(index),
        kind: Some(unit.kind),
        route: unit.route.clone(),
        order: unit.order,
        at,
        cut_out: matches!(unit.method, Method::RunOn | Method::Grid),
        unmarked: unit.method == Method::Paragraph,
        breaks: unit.breaks.clone(),
        reason: String::new(),
        tokens,
        length: 0,
        words: 0..0,
    }
}

/// Text that has no place in a framework, without its words.
fn bare(at: &Place, reason: &str) -> Segment {
    Segment {
        unit: None,
        kind: None,
        route: Route::default(),
        order: 0,
        at: at.clone(),
        cut_out: false,
        unmarked: false,
        breaks: Vec::new(),
        reason: reason.to_owned(),
        tokens: Vec::new(),
        length: 0,
        words: 0..0,
    }
}

/// The word that a list mark is: "I" of "I.".
fn mark_word(mark: &Residue) -> &str {
    mark.text.trim().trim_end_matches(['.', ')', ':'])
}

/// Most characters between a list mark and its text.
const MARK_GAP: usize = 4;

/// List marks that are the first word of the text behind them: "I" looks like a numeral, or
/// like a bar. Units with their marks.
fn opening_marks<'a>(witness: &'a Witness, sense: &Sense<'_>) -> Vec<(usize, &'a Residue)> {
    let mut found = Vec::new();
    for mark in witness.labels.iter().filter(|l| l.reason == "marker") {
        let word = mark_word(mark);
        let Some(end) = mark.at.chars.last().map(|c| c[1]) else { continue };
        if !word.chars().all(char::is_alphabetic) || !(sense.opens)(&key(word)) {
            continue;
        }
        let behind = |unit: &cvf_framework::Unit| {
            let start = unit.at.chars.first().map_or(0, |c| c[0]);
            (end..=end + MARK_GAP).contains(&start) && unit.text.starts_with(char::is_lowercase)
        };
        found.extend(witness.units.iter().position(behind).map(|unit| (unit, mark)));
    }
    found
}

/// A word in whose middle a capital begins another one, as two: a name or a page's title that
/// the copy runs into a sentence.
fn unglued(token: Token, is_known: &dyn Fn(&str) -> bool) -> Vec<Token> {
    let letters: Vec<char> = token.text.chars().collect();
    let turns = |i: &usize| letters[i - 1].is_lowercase() && letters[*i].is_uppercase();
    let part = |range: Range<usize>| letters[range].iter().collect::<String>();
    let parts = |&i: &usize| is_known(&key(&part(0..i))) && is_known(&key(&part(i..letters.len())));
    if token.sort != Sort::Word || !(1..letters.len()).any(|i| turns(&i)) || is_known(&key(&token.text)) {
        return vec![token];
    }
    match (1..letters.len()).filter(turns).find(parts) {
        Some(at) => {
            let Range { start, end } = token.range;
            let (first, second) = (part(0..at), part(at..letters.len()));
            let cut = |text, range| Token { sort: Sort::Word, text, range };
            vec![cut(first, start..start + at), cut(second, start + at..end)]
        }
        None => vec![token],
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
