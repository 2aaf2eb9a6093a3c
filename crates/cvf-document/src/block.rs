use crate::{Marker, Place, Text};
use std::ops::Range;

/// One source document as its reader found it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Every character of the source's decoded text, in the reader's order.
    pub stream: Vec<char>,
    /// The blocks, in reading order. Together their texts hold every visible character
    /// of the stream, but for characters listed in `separators`.
    pub blocks: Vec<Block>,
    /// Offsets of visible characters that only separate (the bars of a typed table, a rule
    /// of dashes): layout, not text.
    pub separators: Vec<usize>,
    /// Offsets of line ends and of page breaks (form feeds), for places.
    line_ends: Vec<usize>,
    page_ends: Vec<usize>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph, heading or list item.
    Paragraph(Paragraph),
    /// A table whose rows are known.
    Table(Table),
    /// Cells of a table in reading order whose division into rows is lost; empty cells are kept.
    LooseCells(Vec<Text>),
}

/// A run of text that belongs together: a paragraph, a heading or a list item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// The text without its list marker, white space collapsed.
    pub text: Text,
    /// The bullet or number in front of it.
    pub marker: Option<Marker>,
    /// How it is dressed.
    pub style: Style,
    /// Empty lines before it (at least 1 stands for "set apart").
    pub gap: u32,
}

/// How a paragraph is dressed, as far as its format can say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Style {
    /// Rank of a heading, 1 the highest; `None` for what the format does not call a heading.
    pub heading: Option<u8>,
    /// Indent in columns or steps of the list.
    pub indent: u32,
}

/// A table with its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
}

/// A row of cells from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The cells' texts, white space collapsed; empty where a cell is blank.
    pub cells: Vec<Text>,
}

impl Document {
    /// A document over the decoded text `stream`.
    pub fn new(stream: Vec<char>, blocks: Vec<Block>, separators: Vec<usize>) -> Self {
        let ends = |wanted: char| -> Vec<usize> {
            stream.iter().enumerate().filter(|(_, c)| **c == wanted).map(|(at, _)| at).collect()
        };
        let feeds = ends('\n');
        let line_ends = if feeds.is_empty() { ends('\r') } else { feeds };
        let page_ends = ends('\u{c}');
        Self { stream, blocks, separators, line_ends, page_ends }
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
        Place {
            page: (!self.page_ends.is_empty()).then(|| number(&self.page_ends, start)),
            line: Some(number(&self.line_ends, start)),
            chars: spans.into_iter().map(|s| [s.start, s.end]).collect(),
        }
    }
}

/// Number, from 1, of the line or page that holds an offset.
fn number(ends: &[usize], offset: usize) -> u32 {
    u32::try_from(1 + ends.partition_point(|&end| end < offset)).unwrap_or(u32::MAX)
}

impl Block {
    /// Every text of the block with its marker, in reading order.
    pub fn texts(&self) -> Vec<&Text> {
        match self {
            Self::Paragraph(p) => p.marker.iter().map(|m| &m.text).chain([&p.text]).collect(),
            Self::Table(t) => t.rows.iter().flat_map(|r| &r.cells).collect(),
            Self::LooseCells(cells) => cells.iter().collect(),
        }
    }
}
