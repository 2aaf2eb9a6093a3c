//! A presentation (`.pptx`) → Word's own types: titles are headings, points of a list items,
//! tables tables. What else stands on a slide is a paragraph; numbers of slides, dates, footers
//! and speakers' notes are dropped.

use crate::model::{Block, Cell, Paragraph, Row, Run, Table};
use crate::package::Package;
use crate::parse::Spent;
use crate::properties::{ParaProps, RunProps};
use crate::xml::{Element, Event, Ns, Xml};
use std::collections::BTreeMap;

/// The names of the slides of a presentation, in their order.
pub(crate) fn names(package: &mut Package, main: &str, text: &str) -> Vec<String> {
    let targets: BTreeMap<String, String> =
        package.relations(main).into_iter().filter(|r| r.kind == "slide").map(|r| (r.id, r.target)).collect();
    let mut xml = Xml::new(text);
    let mut names = Vec::new();
    while let Some(event) = xml.next() {
        if let Event::Open(e) = event
            && e.is(Ns::Presentation, "sldId")
        {
            names.extend(e.relation().and_then(|id| targets.get(&id)).cloned());
        }
    }
    names
}

/// The blocks of all slides. A slide with nothing but its title heads those behind it.
pub(crate) fn blocks(slides: &[String], spent: &mut Spent) -> Vec<Block> {
    let read: Vec<Slide> = slides.iter().map(|text| Slide::parse(text, spent)).collect();
    let heads = read.iter().any(|s| s.is_head());
    let mut before = String::new();
    let mut blocks = Vec::new();
    for slide in read {
        let rank = match () {
            () if slide.opens => 0,
            () if slide.is_head() || !heads => 1,
            () => 2,
        };
        let title = slide.title.split_whitespace().collect::<Vec<_>>().join(" ");
        // A text that goes on on the next slide has its title once more.
        if !title.is_empty() && title != before {
            blocks.push(heading(&title, rank));
        }
        before = title;
        blocks.extend(slide.blocks);
    }
    blocks
}

fn heading(text: &str, rank: u8) -> Block {
    let props = ParaProps { outline: Some(rank), ..ParaProps::default() };
    Block::Paragraph(Paragraph { props, runs: vec![run(text)], ..Paragraph::default() })
}

fn run(text: &str) -> Run {
    Run { text: text.to_owned(), props: RunProps::default(), deleted: false }
}

/// What a shape of a slide is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    #[default]
    Free,
    Title,
    /// A list, unless its paragraphs say otherwise.
    Body,
    /// Numbers, dates, footers.
    Furniture,
}

#[derive(Debug, Default)]
struct Slide {
    title: String,
    /// It is the title of the whole.
    opens: bool,
    blocks: Vec<Block>,
}

/// What the end of an open element has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Through,
    Shape,
    Paragraph,
    Text,
    Table,
    Row,
    Cell,
}

#[derive(Debug, Default)]
struct Line {
    text: String,
    /// Whether it has a bullet or number of its own.
    listed: Option<bool>,
    /// How deep it stands among the points, from 0.
    level: usize,
}

#[derive(Default)]
struct Parser {
    open: Vec<Open>,
    slide: Slide,
    shape: Shape,
    line: Line,
    tables: Vec<Table>,
    cells: Vec<Cell>,
}

impl Slide {
    fn is_head(&self) -> bool {
        self.blocks.is_empty() && !self.title.is_empty() && !self.opens
    }

    fn parse(text: &str, spent: &mut Spent) -> Self {
        let mut xml = Xml::new(text);
        let mut parser = Parser::default();
        while let Some(event) = xml.next() {
            match event {
                Event::Open(e) if e.is(Ns::Drawing, "fld") => xml.skip(),
                Event::Open(e) => {
                    let opened = parser.element(&e);
                    parser.open.push(opened);
                }
                Event::Close => parser.close(spent),
                Event::Text(text) if parser.open.last() == Some(&Open::Text) && !spent.is_full() => {
                    spent.take(text.chars().count(), 0);
                    parser.line.text.push_str(&text);
                }
                Event::Text(_) => {}
            }
        }
        parser.slide
    }
}

impl Parser {
    fn element(&mut self, e: &Element) -> Open {
        match (e.ns, e.name()) {
            (Ns::Presentation, "sp") => {
                self.shape = Shape::Free;
                Open::Shape
            }
            (Ns::Presentation, "ph") => {
                self.placeholder(e.attribute("type").as_deref());
                Open::Through
            }
            (Ns::Drawing, "p") => {
                self.line = Line::default();
                Open::Paragraph
            }
            (Ns::Drawing, "pPr") => self.level(e),
            (Ns::Drawing, "buNone") => self.listed(false),
            (Ns::Drawing, "buChar" | "buAutoNum" | "buBlip") => self.listed(true),
            (Ns::Drawing, "br") => {
                self.line.text.push('\n');
                Open::Through
            }
            (Ns::Drawing, "t") => Open::Text,
            (Ns::Drawing, "tbl") => {
                self.shape = Shape::Free;
                self.tables.push(Table::default());
                Open::Table
            }
            (Ns::Drawing, "tr") => self.row(),
            (Ns::Drawing, "tc") => self.cell(e),
            _ => Open::Through,
        }
    }

    fn placeholder(&mut self, kind: Option<&str>) {
        self.shape = match kind {
            Some("title" | "ctrTitle") => Shape::Title,
            Some("sldNum" | "dt" | "ftr" | "hdr") => Shape::Furniture,
            None | Some("body" | "obj") => Shape::Body,
            Some(_) => Shape::Free,
        };
        self.slide.opens |= kind == Some("ctrTitle");
    }

    fn level(&mut self, e: &Element) -> Open {
        self.line.level = e.attribute("lvl").and_then(|level| level.parse().ok()).unwrap_or(0);
        Open::Through
    }

    fn listed(&mut self, yes: bool) -> Open {
        self.line.listed = Some(yes);
        Open::Through
    }

    fn row(&mut self) -> Open {
        let Some(table) = self.tables.last_mut() else { return Open::Through };
        table.rows.push(Row::default());
        Open::Row
    }

    fn cell(&mut self, e: &Element) -> Open {
        if self.tables.is_empty() {
            return Open::Through;
        }
        let merged = |name: &str| matches!(e.attribute(name).as_deref(), Some("1" | "true"));
        // A cell that is merged into the one on its left widens that.
        let columns = usize::from(!merged("hMerge"));
        self.cells.push(Cell { blocks: Vec::new(), columns, goes_on: merged("vMerge") });
        Open::Cell
    }

    fn close(&mut self, spent: &mut Spent) {
        match self.open.pop() {
            Some(Open::Shape) => self.shape = Shape::Free,
            Some(Open::Paragraph) => self.paragraph(spent),
            Some(Open::Cell) => {
                let row = self.tables.last_mut().and_then(|table| table.rows.last_mut());
                if let (Some(row), Some(cell)) = (row, self.cells.pop()) {
                    row.put(cell);
                }
            }
            Some(Open::Table) => self.slide.blocks.extend(self.tables.pop().map(Block::Table)),
            _ => {}
        }
    }

    fn paragraph(&mut self, spent: &mut Spent) {
        let Line { text, listed, level } = std::mem::take(&mut self.line);
        if text.trim().is_empty() || spent.is_full() || self.shape == Shape::Furniture {
            return;
        }
        spent.take(0, 1);
        if self.shape == Shape::Title {
            self.slide.title += &format!(" {text}");
            return;
        }
        let marked = listed.unwrap_or(self.shape == Shape::Body && self.cells.is_empty());
        let text = if marked { format!("• {text}") } else { text };
        let props = ParaProps { list_level: Some(level).filter(|_| marked), ..ParaProps::default() };
        let block = Block::Paragraph(Paragraph { props, runs: vec![run(&text)], ..Paragraph::default() });
        match self.cells.last_mut() {
            Some(cell) => cell.blocks.push(block),
            None => self.slide.blocks.push(block),
        }
    }
}
