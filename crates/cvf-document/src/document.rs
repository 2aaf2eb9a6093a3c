use crate::{Block, Place, Text, packed};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One source document as its reader found it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Every character of the source's decoded text, in the reader's order.
    #[serde(with = "packed::chars")]
    pub stream: Vec<char>,
    /// The blocks, in reading order. Together their texts hold every visible character
    /// of the stream, but for characters listed in `separators`.
    pub blocks: Vec<Block>,
    /// Offsets of visible characters that only separate (the bars of a typed table, a rule
    /// of dashes): layout, not text.
    pub separators: Vec<usize>,
    /// Offsets of characters that the reader may have misread, in ascending order.
    pub doubtful: Vec<usize>,
    /// What the format says of how text is dressed, each from an offset on, in ascending order:
    /// for web pages the elements around it with their classes.
    pub dresses: Vec<(usize, String)>,
    anchors: Anchors,
}

/// How offsets of the stream become places of the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Anchors {
    /// Offsets of line ends and of page breaks (form feeds).
    Lines {
        /// Offsets of line ends.
        line_ends: Vec<usize>,
        /// Offsets of form feeds.
        page_ends: Vec<usize>,
    },
    /// The box of each character of the stream; none for white space that was put in.
    Boxes(Vec<Option<CharBox>>),
    /// Paths of elements, each from an offset of the stream on, in ascending order.
    Paths(Vec<(usize, String)>),
}

/// The box of a character on its page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CharBox {
    /// Page, from 1.
    pub page: u32,
    /// Left, top, right and bottom in points from the page's top left corner.
    pub bounds: [f32; 4],
}

impl Default for Anchors {
    fn default() -> Self {
        Self::Lines { line_ends: Vec::new(), page_ends: Vec::new() }
    }
}

impl Anchors {
    /// Line and page ends as they stand in the text.
    fn of_lines(stream: &[char]) -> Self {
        let ends = |wanted: char| -> Vec<usize> {
            stream.iter().enumerate().filter(|(_, c)| **c == wanted).map(|(at, _)| at).collect()
        };
        let feeds = ends('\n');
        let line_ends = if feeds.is_empty() { ends('\r') } else { feeds };
        Self::Lines { line_ends, page_ends: ends('\u{c}') }
    }
}

impl Document {
    /// A document over the decoded text `stream` of a source made of lines.
    pub fn new(stream: Vec<char>, blocks: Vec<Block>, separators: Vec<usize>) -> Self {
        let anchors = Anchors::of_lines(&stream);
        Self { stream, blocks, separators, doubtful: Vec::new(), dresses: Vec::new(), anchors }
    }

    /// The same document with places of another kind.
    #[must_use]
    pub fn with_anchors(mut self, anchors: Anchors) -> Self {
        self.anchors = anchors;
        self
    }

    /// The box of each character of the stream, for sources whose characters have boxes.
    pub fn boxes(&self) -> &[Option<CharBox>] {
        match &self.anchors {
            Anchors::Boxes(boxes) => boxes,
            Anchors::Lines { .. } | Anchors::Paths(_) => &[],
        }
    }

    /// What the format says of how the text at an offset is dressed; empty where it says nothing.
    pub fn dress_at(&self, offset: usize) -> &str {
        let next = self.dresses.partition_point(|(from, _)| *from <= offset);
        next.checked_sub(1).map_or("", |i| self.dresses[i].1.as_str())
    }

    /// True if a text has a character that the reader may have misread.
    pub fn is_doubtful(&self, text: &Text) -> bool {
        !self.doubtful.is_empty() && text.offsets().iter().any(|at| self.doubtful.binary_search(at).is_ok())
    }

    /// The half-open ranges of the stream that a text covers; ranges with nothing but white
    /// space or invisible characters between them are one.
    pub fn spans(&self, text: &Text) -> Vec<Range<usize>> {
        let mut offsets: Vec<usize> = text.offsets().to_vec();
        offsets.sort_unstable();
        let mut spans: Vec<Range<usize>> = Vec::new();
        for offset in offsets {
            match spans.last_mut() {
                Some(last) if offset < last.end || self.is_blank(last.end..offset) => {
                    last.end = last.end.max(offset + 1);
                }
                _ => spans.push(offset..offset + 1),
            }
        }
        spans
    }

    fn is_blank(&self, range: Range<usize>) -> bool {
        self.stream[range].iter().all(|&c| c.is_whitespace() || crate::is_invisible(c))
    }

    /// Where a text stands.
    pub fn place(&self, text: &Text) -> Place {
        let spans = self.spans(text);
        let start = spans.first().map_or(0, |s| s.start);
        let place = match &self.anchors {
            Anchors::Lines { line_ends, page_ends } => Place {
                page: (!page_ends.is_empty()).then(|| number(page_ends, start)),
                line: Some(number(line_ends, start)),
                ..Place::default()
            },
            Anchors::Boxes(boxes) => boxed(text, boxes),
            Anchors::Paths(paths) => Place { path: path(paths, start), ..Place::default() },
        };
        Place { chars: spans.into_iter().map(|s| [s.start, s.end]).collect(), ..place }
    }
}

/// Number, from 1, of the line or page that holds an offset.
fn number(ends: &[usize], offset: usize) -> u32 {
    u32::try_from(1 + ends.partition_point(|&end| end < offset)).unwrap_or(u32::MAX)
}

fn path(paths: &[(usize, String)], offset: usize) -> Option<String> {
    let next = paths.partition_point(|(from, _)| *from <= offset);
    next.checked_sub(1).map(|i| paths[i].1.clone())
}

/// The first page of a text and the box around the part on it.
fn boxed(text: &Text, boxes: &[Option<CharBox>]) -> Place {
    let mut found = text.chars().filter(|(c, _)| !c.is_whitespace()).filter_map(|(_, at)| *boxes.get(at)?);
    let Some(first) = found.next() else { return Place::default() };
    let around = found.filter(|b| b.page == first.page).fold(first.bounds, |[l, t, r, b], next| {
        let [nl, nt, nr, nb] = next.bounds;
        [l.min(nl), t.min(nt), r.max(nr), b.max(nb)]
    });
    let tenths = |v: f32| (f64::from(v) * 10.0).round() / 10.0;
    Place { page: Some(first.page), bounds: Some(around.map(tenths)), ..Place::default() }
}
