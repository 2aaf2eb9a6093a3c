//! A part with text → Word's own types: one pass over its elements with a stack of its own,
//! whatever the depth.

mod elements;

use crate::model::{Block, Cell, Paragraph, Part, Row, Run, Table};
use crate::properties::RunProps;
use crate::symbols;
use crate::xml::{Event, Xml};
use cvf_document::Budget;

/// Tables and boxes nested deeper than this are read as the text in them.
const MOST_NESTED: usize = 32;
/// Most blocks of a container that are kept where they hold nothing.
const MOST_BLANK: usize = 100_000;

/// What the parts of a document have used up: of [`Budget::Characters`] and [`Budget::Blocks`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
    characters: usize,
    blocks: usize,
}

/// What the end of an open element has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// Nothing: only what stands in it counts.
    Through,
    Paragraph,
    Run,
    /// Characters in it are text.
    Text,
    /// A text box.
    Box,
    /// A note or comment.
    Note,
    Table,
    Row,
    Cell,
    /// A tracked change takes its text out.
    Deleted,
    /// A content control shows its prompt in it.
    Prompt,
    /// The field that the element is the whole of.
    Field,
    Alternate,
    /// A branch of an alternate, with the count of characters before it.
    Branch(usize),
    /// A paragraph of a drawing.
    Drawn,
}

/// What is to be done with an element.
enum Step {
    Enter(Open),
    /// Nothing in it is text.
    Skip,
    /// It is read to its end already.
    Done,
}

/// Blocks of a container being gathered.
#[derive(Debug, Default)]
struct Gathered {
    blocks: Vec<Block>,
    /// Runs of paragraphs whose mark is taken out: they go on in the next one.
    carried: Vec<Run>,
    /// How many paragraphs are open around it.
    around: usize,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    result: bool,
}

struct Parser<'x> {
    xml: Xml<'x>,
    open: Vec<Open>,
    gathered: Vec<Gathered>,
    paragraphs: Vec<Paragraph>,
    runs: Vec<RunProps>,
    tables: Vec<Table>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    fields: Vec<Field>,
    /// Whether a branch of each open alternate gave text.
    alternates: Vec<bool>,
    /// Tracked deletions that are open.
    deleted: usize,
    /// Content controls that are open and show their prompt.
    prompts: usize,
    /// The control whose properties were just read shows its prompt.
    prompt: bool,
    /// Visible characters so far.
    seen: usize,
    /// Paragraphs and cells so far.
    kept: usize,
    part: Part,
}

/// Reads a document, a header or footer, the notes of a kind, or a drawing's data.
pub(crate) fn parse(text: &str, spent: &mut Spent) -> Part {
    let mut parser = Parser {
        xml: Xml::new(text),
        open: Vec::new(),
        gathered: vec![Gathered::default()],
        paragraphs: Vec::new(),
        runs: Vec::new(),
        tables: Vec::new(),
        rows: Vec::new(),
        cells: Vec::new(),
        fields: Vec::new(),
        alternates: Vec::new(),
        deleted: 0,
        prompts: 0,
        prompt: false,
        seen: spent.characters,
        kept: spent.blocks,
        part: Part::default(),
    };
    // Behind a full budget nothing is read that could be kept.
    while !parser.part.too_long
        && let Some(event) = parser.xml.next()
    {
        match event {
            Event::Open(element) => match parser.element(&element) {
                Step::Enter(opened) => parser.open.push(opened),
                Step::Skip => parser.xml.skip(),
                Step::Done => {}
            },
            Event::Close => parser.close(),
            Event::Text(text) if parser.open.last() == Some(&Open::Text) => parser.push(&text),
            Event::Text(_) => {}
        }
    }
    (spent.characters, spent.blocks) = (parser.seen, parser.kept);
    parser.finish()
}

impl Spent {
    /// Books what was read.
    pub(crate) fn take(&mut self, characters: usize, blocks: usize) {
        self.characters = self.characters.saturating_add(characters);
        self.blocks = self.blocks.saturating_add(blocks);
    }

    /// True if nothing more is read.
    pub(crate) fn is_full(self) -> bool {
        self.characters > Budget::Characters.count() || self.blocks >= Budget::Blocks.count()
    }
}

impl Parser<'_> {
    /// Adds text at the place that is open.
    fn push(&mut self, text: &str) {
        let instruction = self.fields.len() > 1 && self.fields[..self.fields.len() - 1].iter().any(|f| !f.result);
        if text.is_empty() || instruction {
            return;
        }
        if self.seen > Budget::Characters.count() || self.is_full() {
            self.part.too_long = true;
            return;
        }
        let mut props = self.runs.last().cloned().unwrap_or_default();
        if self.prompts > 0 {
            props.hidden = Some(true);
        }
        let cut = text.char_indices().nth(Budget::Characters.count());
        self.part.too_long |= cut.is_some();
        let text = cut.map_or(text, |(end, _)| &text[..end]);
        let text = readable(text, &props);
        self.seen += text.chars().filter(|c| !c.is_whitespace()).count();
        let deleted = self.deleted > 0 || self.rows.last().is_some_and(|r| r.deleted);
        let around = self.gathered.last().map_or(0, |g| g.around);
        if self.paragraphs.len() <= around {
            if text.trim().is_empty() {
                return;
            }
            let run = Run { text: text.into_owned(), props, deleted };
            self.add(Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() }));
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match paragraph.runs.last_mut() {
            Some(last) if last.deleted == deleted && last.props == props => last.text.push_str(&text),
            _ => paragraph.runs.push(Run { text: text.into_owned(), props, deleted }),
        }
    }

    fn is_full(&self) -> bool {
        self.kept >= Budget::Blocks.count()
    }

    /// Adds a block to the container that is open.
    fn add(&mut self, block: Block) {
        if let Some(gathered) = self.gathered.last_mut() {
            gathered.blocks.push(block);
        }
    }

    /// Adds a block that hangs on the open paragraph, if there is one.
    fn hang(&mut self, blocks: Vec<Block>) {
        let around = self.gathered.last().map_or(0, |g| g.around);
        let inside = self.paragraphs.len() > around;
        match self.paragraphs.last_mut().filter(|_| inside) {
            Some(paragraph) => paragraph.boxes.extend(blocks),
            None => blocks.into_iter().for_each(|block| self.add(block)),
        }
    }

    fn gather(&mut self) {
        self.gathered.push(Gathered { around: self.paragraphs.len(), ..Gathered::default() });
    }

    /// The blocks of the container that was opened last.
    fn gathered(&mut self) -> Vec<Block> {
        let around = self.gathered.last().map_or(0, |g| g.around);
        while self.paragraphs.len() > around {
            self.close_paragraph();
        }
        let Some(mut last) = self.gathered.pop() else { return Vec::new() };
        if !last.carried.is_empty() {
            last.blocks.push(Block::Paragraph(Paragraph { runs: last.carried, ..Paragraph::default() }));
        }
        last.blocks
    }

    fn close(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        match closed {
            Open::Through | Open::Text => {}
            Open::Paragraph => self.close_paragraph(),
            Open::Run => drop(self.runs.pop()),
            Open::Deleted => self.deleted = self.deleted.saturating_sub(1),
            Open::Prompt => self.prompts = self.prompts.saturating_sub(1),
            Open::Field => drop(self.fields.pop()),
            Open::Alternate => drop(self.alternates.pop()),
            Open::Branch(before) => {
                if let Some(gave) = self.alternates.last_mut() {
                    *gave |= self.seen > before;
                }
            }
            Open::Box | Open::Drawn => {
                let blocks = self.gathered();
                self.hang(blocks);
            }
            Open::Note => {
                let blocks = self.gathered();
                self.part.notes.push(blocks);
            }
            Open::Table | Open::Row | Open::Cell => self.close_table(closed),
        }
    }

    fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let full = self.is_full();
        let Some(gathered) = self.gathered.last_mut() else { return };
        if !gathered.carried.is_empty() {
            let own = std::mem::take(&mut paragraph.runs);
            paragraph.runs = std::mem::take(&mut gathered.carried);
            paragraph.runs.extend(own);
        }
        if paragraph.props.drop_cap {
            // Its size says nothing of the paragraph that it begins.
            paragraph.runs.iter_mut().for_each(|run| run.props = RunProps::default());
        }
        if paragraph.props.mark_deleted || paragraph.props.drop_cap {
            gathered.carried = std::mem::take(&mut paragraph.runs);
            if paragraph.boxes.is_empty() {
                return;
            }
        }
        let blank = paragraph.runs.is_empty() && paragraph.boxes.is_empty();
        if !blank || (gathered.blocks.len() < MOST_BLANK && !full) {
            gathered.blocks.push(Block::Paragraph(paragraph));
            self.kept += 1;
        }
    }

    fn close_table(&mut self, closed: Open) {
        match closed {
            Open::Cell => {
                let blocks = self.gathered();
                let Some(mut cell) = self.cells.pop() else { return };
                cell.blocks = blocks;
                let kept = !self.is_full() || !cell.blocks.is_empty();
                if let Some(row) = self.rows.last_mut().filter(|_| kept) {
                    row.put(cell);
                    self.kept += 1;
                }
            }
            Open::Row => {
                let row = self.rows.pop();
                if let (Some(table), Some(row)) = (self.tables.last_mut(), row) {
                    table.rows.push(row);
                }
            }
            _ => {
                if let Some(table) = self.tables.pop() {
                    self.add(Block::Table(table));
                }
            }
        }
    }

    /// Closes what a damaged part left open.
    fn finish(mut self) -> Part {
        while !self.open.is_empty() {
            self.close();
        }
        self.part.blocks = self.gathered();
        self.part.damaged = self.xml.is_damaged();
        self.part.bottomless = self.xml.is_too_deep();
        self.part
    }
}

/// A lone sign of a symbol font as what it looks like; any other text as it is.
fn readable<'t>(text: &'t str, props: &RunProps) -> std::borrow::Cow<'t, str> {
    let font = props.font.as_deref().filter(|f| symbols::is_symbol_font(f));
    let mut chars = text.trim().chars();
    match (font, chars.next(), chars.next()) {
        (Some(font), Some(only), None) => text.replace(only, &symbols::sign(font, only.into()).to_string()).into(),
        _ => text.into(),
    }
}
