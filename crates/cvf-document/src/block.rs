use crate::{Cell, Marker, Region, Table, Text};
use serde::{Deserialize, Serialize};

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph, heading or list item.
    Paragraph(Paragraph),
    /// A table whose rows are known.
    Table(Table),
    /// Cells of a table in reading order whose division into rows is lost; empty cells are kept.
    LooseCells(Vec<Text>),
    /// Blocks that the format or the page sets apart from the main text.
    Region(Region),
}

/// A run of text that belongs together: a paragraph, a heading or a list item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Style {
    /// Rank of a heading, 1 the highest; `None` for what is not known to be a heading.
    pub heading: Option<u8>,
    /// Indent in columns or steps of the list.
    pub indent: u32,
    /// Size of its type in tenths of a point; 0 where it is not known.
    pub size: u16,
    /// True if all of it is bold.
    pub bold: bool,
}

impl Paragraph {
    /// A paragraph of nothing but text.
    pub fn plain(text: Text) -> Self {
        Self { text, ..Self::default() }
    }
}

impl Block {
    /// The same block, its texts standing where `to` moves each of their offsets.
    #[must_use]
    pub fn placed(self, to: &dyn Fn(usize) -> usize) -> Self {
        let all = |blocks: Vec<Self>| blocks.into_iter().map(|block| block.placed(to)).collect();
        match self {
            Self::Paragraph(p) => {
                let marker = p.marker.map(|m| Marker { text: m.text.placed(to), ..m });
                Self::Paragraph(Paragraph { text: p.text.placed(to), marker, ..p })
            }
            Self::Table(mut table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    if cell.covered().is_none() {
                        *cell = Cell::new(all(std::mem::take(cell).into_blocks()));
                    }
                }
                Self::Table(table)
            }
            Self::LooseCells(cells) => Self::LooseCells(cells.into_iter().map(|text| text.placed(to)).collect()),
            Self::Region(region) => Self::Region(Region { blocks: all(region.blocks), ..region }),
        }
    }

    /// The same block with `change` made to each of its paragraphs.
    #[must_use]
    pub fn with_paragraphs(self, change: &mut dyn FnMut(Paragraph) -> Paragraph) -> Self {
        match self {
            Self::Paragraph(p) => Self::Paragraph(change(p)),
            Self::Table(mut table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    if cell.covered().is_none() {
                        let blocks = std::mem::take(cell).into_blocks();
                        *cell = Cell::new(blocks.into_iter().map(|block| block.with_paragraphs(change)).collect());
                    }
                }
                Self::Table(table)
            }
            Self::LooseCells(cells) => Self::LooseCells(cells),
            Self::Region(region) => {
                let blocks = region.blocks.into_iter().map(|block| block.with_paragraphs(change)).collect();
                Self::Region(Region { blocks, ..region })
            }
        }
    }

    /// Every text of the block with its marker, in reading order.
    pub fn texts(&self) -> Vec<&Text> {
        match self {
            Self::Paragraph(p) => p.marker.iter().map(|m| &m.text).chain([&p.text]).collect(),
            Self::Table(t) => {
                t.rows.iter().flat_map(|r| &r.cells).flat_map(|c| c.blocks()).flat_map(Self::texts).collect()
            }
            Self::LooseCells(cells) => cells.iter().collect(),
            Self::Region(region) => region.blocks.iter().flat_map(Self::texts).collect(),
        }
    }

    /// Every paragraph of the block, in reading order.
    pub fn paragraphs(&self) -> Vec<&Paragraph> {
        match self {
            Self::Paragraph(p) => vec![p],
            Self::Table(t) => {
                t.rows.iter().flat_map(|r| &r.cells).flat_map(|c| c.blocks()).flat_map(Self::paragraphs).collect()
            }
            Self::LooseCells(_) => Vec::new(),
            Self::Region(region) => region.blocks.iter().flat_map(Self::paragraphs).collect(),
        }
    }
}
