//! A page → [`Document`]: one walk over the events with a stack of what is open.

use crate::aside::Asides;
use crate::element::{self, Role};
use crate::flow::{self, Run, Stream};
use crate::frame::{Frame, Frames};
use crate::list::{List, close_item, visible};
use crate::page::{Element, Event, Page};
use crate::path;
use crate::pieces;
use crate::region::Regions;
use crate::shown::Shown;
use crate::tabs::Tabs;
use cvf_document::{
    Anchors, Block, Budget, Document, Marker, Paragraph, Region, SpanCell, Text, dress, marker, points,
};
use std::collections::BTreeMap;

/// A page as it was lowered.
pub(crate) struct Lowered {
    pub(crate) document: Document,
    /// Where each character of the stream comes from, if the page was rendered.
    pub(crate) origins: Vec<usize>,
    /// It has more blocks than are read.
    pub(crate) cut: bool,
}

/// The document of a page, up to [`Budget::Blocks`].
pub(crate) fn lower(page: &Page) -> Lowered {
    let mut walk = Walk::new(page);
    let mut cut = false;
    for (i, event) in page.events.iter().enumerate() {
        if walk.blocks >= Budget::Blocks.count() {
            cut = page.events[i..].iter().any(|e| matches!(e, Event::Text(text) if !text.trim().is_empty()));
            break;
        }
        match event {
            Event::Open(element) => walk.open(i, element),
            Event::Text(text) => walk.text(text),
            Event::Close(_) => walk.close(),
            Event::At(origin) => walk.stream.at(*origin),
        }
    }
    while cut && !walk.open.is_empty() {
        walk.close();
    }
    let (document, origins) = walk.finish();
    Lowered { document, origins, cut }
}

/// An element that is open, with what it hands down.
#[derive(Clone, Debug)]
pub(crate) struct Open<'p> {
    pub(crate) element: &'p Element,
    pub(crate) role: Role,
    bold: bool,
    size: u16,
    heading: Option<u8>,
    /// Line ends count.
    pre: bool,
    /// Inside the main part or a section.
    in_main: bool,
    /// Depth of a list that a word processor wrote as paragraphs.
    word_level: u32,
    /// Offset at which a word processor's marker began.
    word_marker: Option<usize>,
    /// A frame of its own is open for it.
    framed: bool,
    /// A region or a tab's label around it.
    wrapped: bool,
    /// Its text is set aside, out of the line it stands in.
    aside: bool,
    /// Its children are pieces of text by themselves.
    in_pieces: bool,
}

/// A list item that is open.
struct Item {
    /// Blocks that stood before it in its frame.
    start: usize,
    /// Its marker until a paragraph takes it.
    marker: Option<Marker>,
    /// Frames that were open around it.
    depth: usize,
}

struct Walk<'p> {
    page: &'p Page,
    regions: Regions,
    tabs: Tabs,
    stream: Stream,
    /// Paragraphs and cells so far.
    blocks: usize,
    run: Run,
    open: Vec<Open<'p>>,
    frames: Frames,
    lists: Vec<List>,
    items: Vec<Item>,
    /// Labels of tabs, by the panel that waits for them.
    held: BTreeMap<usize, Vec<Block>>,
    separators: Vec<usize>,
    anchors: Vec<(usize, String)>,
    /// How each run is dressed, from an offset on.
    dresses: Vec<(usize, String)>,
    shown: Shown,
    asides: Asides,
}

impl<'p> Walk<'p> {
    fn new(page: &'p Page) -> Self {
        Self {
            page,
            regions: Regions::of(page),
            tabs: Tabs::of(page),
            stream: Stream::of(page.rendered),
            blocks: 0,
            run: Run::default(),
            open: Vec::new(),
            frames: Frames::default(),
            lists: Vec::new(),
            items: Vec::new(),
            held: BTreeMap::new(),
            separators: Vec::new(),
            anchors: Vec::new(),
            dresses: Vec::new(),
            shown: Shown::of(page),
            asides: Asides::default(),
        }
    }

    fn text(&mut self, text: &str) {
        if self.asides.is_open() {
            return self.asides.push(text, &mut self.stream);
        }
        let (bold, size, pre) = self.open.last().map_or((false, 0, false), |o| (o.bold, o.size, o.pre));
        for c in text.chars() {
            if pre && c == '\n' {
                self.line_break();
            }
            self.stream.push(c, bold, size);
        }
    }

    fn line_break(&mut self) {
        if self.asides.is_open() {
            return;
        }
        self.run.breaks.push(self.stream.chars.len());
        self.stream.put('\n');
    }

    fn open(&mut self, at: usize, element: &'p Element) {
        match element.tag.as_str() {
            "br" => self.line_break(),
            // Without a space around it a picture would glue two words together.
            "img" | "input" if self.run.start < self.stream.chars.len() => self.stream.put(' '),
            _ => {}
        }
        if self.shown.is_apart(at) {
            self.stream.put(' ');
        }
        let mut open = self.inherit(element);
        if self.asides.is_open() {
            // What is set aside has no blocks of its own.
            open.role = Role::Inline;
            self.open.push(open);
            return;
        }
        if let Some(kind) = self.shown.aside(at).filter(|_| open.role == Role::Inline) {
            let path = path::of(&self.open);
            self.asides.open(kind, path);
            open.aside = true;
            self.open.push(open);
            return;
        }
        if open.role != Role::Inline {
            self.flush();
        } else if self.begins_gloss(&open) {
            self.run.breaks.push(self.stream.chars.len());
        }
        open.in_pieces = open.heading.is_none() && pieces::lies_in_pieces(self.page, at, element);
        let in_main = self.open.last().is_some_and(|o| o.in_main);
        open.wrapped = self.wrap(at, element, in_main);
        open.framed = self.frame(&open);
        if let Some(label) = self.held.remove(&at) {
            self.frames.sink().extend(label);
        }
        if element.dress.word_marker {
            open.word_marker = Some(self.stream.chars.len());
        }
        self.open.push(open);
        if matches!(element.tag.as_str(), "hr") {
            self.flush();
        }
    }

    fn inherit(&self, element: &'p Element) -> Open<'p> {
        let around = self.open.last();
        let role = match element::role(element) {
            Role::Inline if around.is_some_and(|o| o.in_pieces) => Role::Block,
            role => role,
        };
        let heading = match role {
            Role::Heading(rank) => Some(rank),
            Role::Cell | Role::Item | Role::Table => None,
            _ => around.and_then(|o| o.heading),
        };
        let section = ["main", "article", "section", "aside"].contains(&element.tag.as_str());
        Open {
            element,
            role,
            bold: element::bold(element, around.is_some_and(|o| o.bold)),
            size: element::size(element, around.map_or(0, |o| o.size)),
            heading,
            pre: element.tag == "pre" || around.is_some_and(|o| o.pre),
            in_main: section || element.is_role("main") || around.is_some_and(|o| o.in_main),
            word_level: element.dress.word_level.or(around.map(|o| o.word_level)).unwrap_or(0),
            word_marker: None,
            framed: false,
            wrapped: false,
            aside: false,
            in_pieces: false,
        }
    }

    /// True for what a bold name that stands in front of it in a paragraph means.
    fn begins_gloss(&self, open: &Open<'p>) -> bool {
        let around = self.open.last().is_some_and(|o| o.role == Role::Block && o.heading.is_none() && !o.bold);
        let name = self.run.start..self.stream.chars.len();
        around && !open.bold && self.stream.is_bold(name) && pieces::is_gloss(self.page, open.element)
    }

    /// Opens the frame of a region or of a tab's label.
    fn wrap(&mut self, at: usize, element: &Element, in_main: bool) -> bool {
        if let Some(panel) = self.tabs.panel(at) {
            self.flush();
            self.frames.push(Frame::Held(panel, Vec::new()));
            return true;
        }
        // A twin is one wherever it stands; what else is set aside may be more than a control.
        let aside = self.shown.aside(at);
        let certain = aside.filter(|kind| !kind.may_hold_text());
        let kind = certain.or_else(|| self.regions.kind(at, element, in_main)).or(aside);
        let kind = kind.filter(|_| !self.frames.in_region());
        let Some(kind) = kind else { return false };
        self.flush();
        self.frames.push(Frame::Region(kind, Vec::new()));
        true
    }

    /// Opens what lists, items, tables, rows and cells need.
    fn frame(&mut self, open: &Open<'p>) -> bool {
        let element = open.element;
        match open.role {
            Role::List => {
                let items = self.count_items(element);
                self.lists.push(List::of(element, items));
            }
            Role::Item => self.open_item(element),
            Role::Table => self.frames.push(Frame::Table { rows: Vec::new(), captions: Vec::new() }),
            Role::Row if self.frames.is_table() => self.frames.push(Frame::Row(Vec::new())),
            Role::Cell if self.frames.is_row() => {
                let columns = element.number("colspan").or(element.number("aria-colspan")).unwrap_or(1);
                // Zero stands for all rows that are left.
                let rows = match element.number("rowspan").or(element.number("aria-rowspan")).unwrap_or(1) {
                    0 => usize::from(u16::MAX),
                    rows => rows,
                };
                self.blocks += 1;
                self.frames.push(Frame::Cell(SpanCell { blocks: Vec::new(), columns, rows }));
            }
            Role::Caption if self.frames.is_table() => self.frames.push(Frame::Caption(Vec::new())),
            _ => return false,
        }
        true
    }

    /// How many items a reversed list has.
    fn count_items(&self, list: &Element) -> i64 {
        if list.attribute("reversed").is_none() {
            return 0;
        }
        let Some(Event::Close(start)) = self.page.events.get(list.end) else { return 0 };
        let mut at = start + 1;
        let mut items = 0;
        while at < list.end {
            if let Event::Open(child) = &self.page.events[at] {
                items += i64::from(child.tag == "li");
                at = child.end;
            }
            at += 1;
        }
        items
    }

    fn open_item(&mut self, element: &Element) {
        let start = self.frames.sink().len();
        let marker = self.lists.last_mut().map(|list| list.marker(element.number("value")));
        let typed = element.attribute("data-marker").filter(|_| self.page.rendered);
        let marker = marker.map(|(sign, kind)| {
            let from = self.stream.chars.len();
            match typed {
                Some(typed) => typed.chars().for_each(|c| self.stream.push(c, false, 0)),
                // A list of tags in the text that the page was rendered from has no sign there.
                None if self.page.rendered => {}
                None => sign.chars().for_each(|c| self.stream.put(c)),
            }
            let text = Text::from_stream(&self.stream.chars, from..self.stream.chars.len());
            self.stream.put(' ');
            self.run.start = self.stream.chars.len();
            Marker { text, kind }
        });
        self.items.push(Item { start, marker, depth: self.frames.depth() });
    }

    fn close(&mut self) {
        if let Some(from) = self.open.last().and_then(|o| o.word_marker) {
            self.run.marker.get_or_insert(from..self.stream.chars.len());
        }
        if self.open.last().is_some_and(|o| o.role != Role::Inline || o.wrapped) {
            self.flush();
        }
        let Some(open) = self.open.pop() else { return };
        if open.aside {
            self.asides.close();
        }
        match open.role {
            Role::List if open.framed => drop(self.lists.pop()),
            Role::Item => self.close_item(),
            _ if open.framed => drop(self.frames.close()),
            _ => {}
        }
        if let Some((panel, label)) = open.wrapped.then(|| self.frames.close()).flatten() {
            self.held.insert(panel, label);
        }
    }

    fn close_item(&mut self) {
        let Some(item) = self.items.pop() else { return };
        self.separators.extend(item.marker.iter().flat_map(|m| visible(&m.text)));
        self.separators.extend(close_item(self.frames.sink(), item.start));
    }

    /// Ends the open run of inline text and makes paragraphs of it.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if self.stream.is_blank(run.start) {
            self.stream.truncate(run.start);
            self.run.start = run.start;
            return;
        }
        let (heading, word_level) = self.open.last().map_or((None, 0), |o| (o.heading, o.word_level));
        let indent = u32::try_from(self.lists.len()).unwrap_or(u32::MAX).max(word_level);
        let mut joined = flow::paragraphs(&self.stream, &run, heading, indent);
        self.separators.append(&mut joined.hyphens);
        let depth = self.frames.depth();
        let item = self.items.last_mut().filter(|item| item.depth == depth);
        if let (Some(item), Some(first)) = (item, joined.paragraphs.first_mut().filter(|p| p.style.heading.is_none())) {
            first.marker = both(item.marker.take(), first.marker.take());
        }
        self.anchors.push((run.start, path::of(&self.open)));
        self.dresses.push((run.start, path::dress(&self.open)));
        self.blocks += joined.paragraphs.len();
        self.frames.sink().extend(joined.paragraphs.into_iter().map(Block::Paragraph));
        self.stream.put('\n');
        self.run.start = self.stream.chars.len();
    }

    fn finish(mut self) -> (Document, Vec<usize>) {
        self.flush();
        for label in std::mem::take(&mut self.held).into_values() {
            self.frames.sink().extend(label);
        }
        let mut blocks = std::mem::take(&mut self.frames).finish();
        for (kind, aside) in std::mem::take(&mut self.asides).finish() {
            let from = self.stream.chars.len();
            self.anchors.push((from, aside.path));
            for (c, origin) in aside.chars {
                self.stream.at(origin);
                self.stream.push(c, false, 0);
            }
            let text = Text::from_stream(&self.stream.chars, from..self.stream.chars.len()).collapsed();
            self.stream.put('\n');
            let paragraph = Block::Paragraph(Paragraph::plain(text));
            blocks.push(Block::Region(Region { kind, blocks: vec![paragraph] }));
        }
        marker::take_own_bullets(&mut blocks);
        self.separators.extend(points::join_points(&mut blocks));
        dress::rank_headings(&mut blocks);
        let chars = std::mem::take(&mut self.stream.chars);
        let mut document = Document::new(chars, blocks, self.separators);
        document.dresses = self.dresses;
        (document.with_anchors(Anchors::Paths(self.anchors)), self.stream.into_origins())
    }
}

/// A list's own marker and a typed one behind it.
fn both(own: Option<Marker>, typed: Option<Marker>) -> Option<Marker> {
    match (own, typed) {
        (Some(mut own), Some(typed)) => {
            own.text.join(&typed.text);
            Some(Marker { text: own.text, kind: typed.kind })
        }
        (own, typed) => own.or(typed),
    }
}
