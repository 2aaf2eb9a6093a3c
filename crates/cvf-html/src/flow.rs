//! A run of inline text → paragraphs: split at line breaks where its pieces are lines of their own.

use cvf_document::flow::{Joined, Line, join_lines};
use cvf_document::{Marker, MarkerKind, Paragraph, Style, Text, marker};
use std::ops::Range;

/// The text of the page so far, with the dress of each character.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    pub(crate) chars: Vec<char>,
    bold: Vec<bool>,
    size: Vec<u16>,
    /// Where each character comes from, for a page that was rendered from another text.
    origins: Option<Vec<usize>>,
    /// Where the next one comes from.
    next: usize,
}

impl Stream {
    pub(crate) fn of(rendered: bool) -> Self {
        Self { origins: rendered.then(Vec::new), ..Self::default() }
    }

    /// Says where what is pushed next comes from.
    pub(crate) fn at(&mut self, origin: usize) {
        self.next = origin;
    }

    /// Puts in a character that the page does not have as text.
    pub(crate) fn put(&mut self, c: char) {
        let next = self.next;
        self.next = self.origins.as_ref().and_then(|o| o.last().copied()).unwrap_or(0);
        self.push(c, false, 0);
        self.next = next;
    }

    /// Where what is pushed next comes from; it is then taken to be pushed.
    pub(crate) fn take_origin(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    pub(crate) fn into_origins(self) -> Vec<usize> {
        self.origins.unwrap_or_default()
    }

    pub(crate) fn push(&mut self, c: char, bold: bool, size: u16) {
        if let Some(origins) = &mut self.origins {
            origins.push(self.next);
            self.next += 1;
        }
        self.chars.push(c);
        self.bold.push(bold);
        self.size.push(size);
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.chars.truncate(len);
        self.bold.truncate(len);
        self.size.truncate(len);
        if let Some(origins) = &mut self.origins {
            origins.truncate(len);
        }
    }

    pub(crate) fn is_blank(&self, from: usize) -> bool {
        self.chars[from..].iter().all(|&c| c.is_whitespace() || c.is_control() || cvf_document::is_invisible(c))
    }

    /// True if there is something in a range, all of it bold.
    pub(crate) fn is_bold(&self, range: Range<usize>) -> bool {
        let mut visible = range.filter(|&at| !self.chars[at].is_whitespace()).peekable();
        visible.peek().is_some() && visible.all(|at| self.bold[at])
    }

    /// Bold where all of it is; the size that most of it has.
    fn style(&self, text: &Text) -> (bool, u16) {
        let visible = || text.chars().filter(|(c, _)| !c.is_whitespace()).map(|(_, at)| at);
        let mut sizes: Vec<(u16, usize)> = Vec::new();
        for at in visible() {
            match sizes.iter_mut().find(|(size, _)| *size == self.size[at]) {
                Some((_, count)) => *count += 1,
                None => sizes.push((self.size[at], 1)),
            }
        }
        let size = sizes.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(size, _)| size);
        (visible().all(|at| self.bold[at]), size)
    }
}

/// A run of inline text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// Where it begins in the stream.
    pub(crate) start: usize,
    /// Where lines break.
    pub(crate) breaks: Vec<usize>,
    /// A marker that a word processor wrote as text.
    pub(crate) marker: Option<Range<usize>>,
}

/// The paragraphs of a run whose block is a heading of rank `heading`, `indent` lists deep.
pub(crate) fn paragraphs(stream: &Stream, run: &Run, heading: Option<u8>, indent: u32) -> Joined {
    let ends = run.breaks.iter().copied().chain([stream.chars.len()]);
    let starts = [run.start].into_iter().chain(run.breaks.iter().copied());
    let mut lines: Vec<Line> = Vec::new();
    let mut gap = 1;
    for range in starts.zip(ends).map(|(from, to)| from..to) {
        let text = Text::from_stream(&stream.chars, range).collapsed();
        if text.is_empty() {
            gap = 1;
            continue;
        }
        let line = line(stream, text, run, Style { heading, indent, ..Style::default() });
        let other_dress = lines.last().is_some_and(|l| l.style.bold != line.style.bold);
        lines.push(Line { gap: if other_dress { 1 } else { gap }, ..line });
        gap = 0;
    }
    if heading.is_some() { one_heading(lines) } else { join_lines(lines) }
}

fn line(stream: &Stream, text: Text, run: &Run, style: Style) -> Line {
    let width = text.len();
    let (bold, size) = stream.style(&text);
    let style = Style { bold, size, ..style };
    let (marker, rest) = split_marker(&text, run.marker.as_ref(), style.heading.is_some());
    let hang = width - rest.len();
    Line { text: rest, marker, style, gap: 0, width, hang }
}

/// The marker in front of a text: what a word processor says is one, or what looks like one.
fn split_marker(text: &Text, told: Option<&Range<usize>>, heading: bool) -> (Option<Marker>, Text) {
    let told = told.map_or(0, |range| text.offsets().iter().take_while(|at| range.contains(at)).count());
    if told > 0 {
        let sign = text.slice(0..told).collapsed();
        let kind = marker::find(sign.as_str()).map_or(MarkerKind::Bullet, |(kind, _)| kind);
        return (Some(Marker { text: sign, kind }), text.slice(told..text.len()).collapsed());
    }
    let lone = lone_o(text).then_some((MarkerKind::Bullet, 2));
    let found = lone.or_else(|| marker::find(text.as_str()));
    match found.filter(|(kind, _)| !heading || matches!(kind, MarkerKind::Number(_))) {
        Some((kind, end)) => {
            (Some(Marker { text: text.to_byte(end).collapsed(), kind }), text.from_byte(end).collapsed())
        }
        None => (None, text.clone()),
    }
}

/// White space, in characters, behind the letter that a word processor prints as a bullet.
const BEHIND_BULLET: usize = 3;

/// True if a text begins with an "o" that is set apart, as a bullet is and no letter.
fn lone_o(text: &Text) -> bool {
    let gap = |at: &[usize]| at.get(1).zip(at.get(2)).is_some_and(|(space, next)| next - space >= BEHIND_BULLET);
    text.as_str().starts_with("o ") && gap(text.offsets())
}

/// A heading over several lines is one all the same.
fn one_heading(lines: Vec<Line>) -> Joined {
    let mut lines = lines.into_iter();
    let Some(first) = lines.next() else { return Joined::default() };
    let mut paragraph = Paragraph { text: first.text, marker: first.marker, style: first.style, gap: first.gap };
    for line in lines {
        if let Some(marker) = &line.marker {
            paragraph.text.join(&marker.text);
        }
        paragraph.text.join(&line.text);
    }
    Joined { paragraphs: vec![paragraph], hyphens: Vec::new() }
}
