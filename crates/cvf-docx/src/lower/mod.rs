//! Word's own types → [`Document`].

mod calls;
mod pieces;
mod table;

use crate::model::{self, Paragraph, Run};
use crate::numbering::{Label, Numbering};
use crate::styles::{Effective, Styles};
use calls::Calls;
use cvf_document::{
    Anchors, Block, Document, Marker, MarkerKind, Region, RegionKind, Style, Text, dress, marker, points,
};
use pieces::Inked;
use std::collections::BTreeMap;

/// What another part gives to the place that names it.
#[derive(Clone, Debug)]
pub(crate) struct Embedded {
    pub(crate) blocks: Vec<model::Block>,
    /// Labels of a chart, which are beside the text.
    pub(crate) aside: bool,
}

/// Blocks of a part being lowered into one stream.
#[derive(Default)]
pub(crate) struct Lowering {
    styles: Styles,
    numbering: Numbering,
    stream: Vec<char>,
    paths: Vec<(usize, String)>,
    blocks: Vec<Block>,
    embedded: BTreeMap<String, Embedded>,
    /// Texts that a tracked change takes out, with their paths.
    deleted: Vec<(String, String)>,
    /// Texts that are formatted as hidden, with their paths.
    hidden: Vec<(String, String)>,
    /// Typed calls of notes, with their paths.
    called: Vec<(String, String)>,
    /// The labels that such calls have.
    calls: Calls,
    /// A title is the highest heading.
    has_title: bool,
    /// More than one line begins with a lone letter `o`, so that it is a bullet.
    letter_bullets: bool,
    /// Empty paragraphs since the last text.
    gap: u32,
}

impl Lowering {
    pub(crate) fn new(styles: Styles, numbering: Numbering) -> Self {
        Self { styles, numbering, ..Self::default() }
    }

    /// Lowers the main part.
    pub(crate) fn body(&mut self, blocks: &[model::Block], embedded: BTreeMap<String, Embedded>) {
        let paragraphs = all_paragraphs(blocks);
        self.has_title = paragraphs.iter().any(|p| is_title(&self.styles.paragraph(p.props.style.as_deref())));
        self.letter_bullets = paragraphs.iter().filter(|p| begins_with_o(p)).count() > 1;
        self.calls = Calls::of(&paragraphs);
        self.embedded = embedded;
        let lowered = self.blocks(blocks, "body");
        self.blocks.extend(lowered);
        for (relation, rest) in std::mem::take(&mut self.embedded) {
            let lowered = self.part(rest, &format!("part[{relation}]"));
            self.blocks.extend(lowered);
        }
    }

    /// Lowers what stands beside the main text.
    pub(crate) fn beside(
        &mut self,
        kind: RegionKind,
        blocks: &[model::Block],
        path: &str,
        embedded: BTreeMap<String, Embedded>,
    ) {
        self.embedded = embedded;
        let blocks = self.blocks(blocks, path);
        self.region(kind, blocks);
    }

    fn region(&mut self, kind: RegionKind, blocks: Vec<Block>) {
        self.gap = 0;
        if !blocks.is_empty() {
            self.blocks.push(Block::Region(Region { kind, blocks }));
        }
    }

    /// The document, with deleted and hidden text at its end.
    pub(crate) fn finish(mut self) -> Document {
        for (kind, texts) in [
            (RegionKind::Deleted, std::mem::take(&mut self.deleted)),
            (RegionKind::Hidden, std::mem::take(&mut self.hidden)),
            (RegionKind::Note, std::mem::take(&mut self.called)),
        ] {
            let blocks = texts.into_iter().filter_map(|(path, text)| self.plain(&text, &path)).collect();
            self.region(kind, blocks);
        }
        marker::take_own_bullets(&mut self.blocks);
        let markers = points::join_points(&mut self.blocks);
        dress::rank_headings(&mut self.blocks);
        Document::new(self.stream, self.blocks, markers).with_anchors(Anchors::Paths(self.paths))
    }

    /// Characters of hidden text.
    pub(crate) fn hidden_chars(&self) -> usize {
        self.hidden.iter().map(|(_, text)| text.trim().chars().count()).sum()
    }

    /// A paragraph of nothing but text.
    fn plain(&mut self, text: &str, path: &str) -> Option<Block> {
        let start = self.stream.len();
        self.paths.push((start, path.to_owned()));
        self.stream.extend(text.chars());
        let text = Text::from_stream(&self.stream, start..self.stream.len()).collapsed();
        self.stream.push('\n');
        (!text.is_empty()).then(|| Block::Paragraph(cvf_document::Paragraph::plain(text)))
    }

    fn blocks(&mut self, blocks: &[model::Block], path: &str) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        let (mut paragraphs, mut tables) = (0, 0);
        for block in blocks {
            match block {
                model::Block::Paragraph(p) => {
                    paragraphs += 1;
                    self.paragraph(p, &format!("{path}/p[{paragraphs}]"), &mut out);
                }
                model::Block::Table(t) => {
                    tables += 1;
                    out.extend(self.table(t, &format!("{path}/tbl[{tables}]")));
                }
                model::Block::Part(relation) => {
                    if let Some(part) = self.embedded.remove(relation) {
                        out.extend(self.part(part, &format!("{path}/part[{relation}]")));
                    }
                }
            }
        }
        out
    }

    fn part(&mut self, part: Embedded, path: &str) -> Vec<Block> {
        let blocks = self.blocks(&part.blocks, path);
        match part.aside {
            true if !blocks.is_empty() => vec![Block::Region(Region { kind: RegionKind::Aside, blocks })],
            _ => blocks,
        }
    }

    fn paragraph(&mut self, p: &Paragraph, path: &str, out: &mut Vec<Block>) {
        let style = self.styles.paragraph(p.props.style.as_deref());
        let inked = self.inked(&p.runs, &style, path);
        let heading = self.heading(p, &style);
        let (label, level) = self.label(p, &style);
        let written = self.write(&inked, label, heading, path);
        let indent = if heading.is_some() { 0 } else { u32::try_from(level).unwrap_or(0) };
        let blocks = written.into_iter().map(|(text, marker, bold, size)| {
            let style = Style { heading, indent, size, bold };
            Block::Paragraph(cvf_document::Paragraph { text, marker, style, gap: std::mem::take(&mut self.gap) })
        });
        let blocks: Vec<Block> = blocks.collect();
        if blocks.is_empty() && p.boxes.is_empty() {
            self.gap += 1;
        }
        if self.calls.is_note(p) {
            set_aside(out, RegionKind::Note, blocks);
        } else if p.listing || is_listing(&style) {
            set_aside(out, RegionKind::Contents, blocks);
        } else {
            out.extend(blocks);
        }
        if !p.boxes.is_empty() {
            let boxed = self.blocks(&p.boxes, &format!("{path}/box"));
            out.extend(boxed);
        }
    }

    /// The characters that are shown, each with its dress; others are set aside.
    fn inked(&mut self, runs: &[Run], style: &Effective, path: &str) -> Vec<Inked> {
        let mut inked = Vec::new();
        let (mut deleted, mut hidden, mut called) = (String::new(), String::new(), String::new());
        for run in runs {
            let own = run.props.style.as_deref().map(|id| self.styles.run(Some(id))).unwrap_or_default();
            if run.deleted {
                deleted.push_str(&run.text);
            } else if run.props.hidden.or(own.hidden).unwrap_or(style.hidden) {
                hidden.push_str(&run.text);
            } else if run.props.raised == Some(true) && !inked.is_empty() && self.is_call(run, &inked) {
                called.push_str(&run.text);
            } else {
                let bold = run.props.bold.or(own.bold).unwrap_or(style.bold);
                let half_points = run.props.half_points.or(own.half_points).unwrap_or(style.half_points);
                inked.extend(run.text.chars().map(|c| Inked { c, bold, half_points }));
            }
        }
        for (text, channel) in [(deleted, &mut self.deleted), (hidden, &mut self.hidden), (called, &mut self.called)] {
            if !text.trim().is_empty() {
                channel.push((path.to_owned(), text));
            }
        }
        inked
    }

    fn is_call(&self, run: &Run, before: &[Inked]) -> bool {
        let before: String = before[before.len().saturating_sub(8)..].iter().map(|i| i.c).collect();
        self.calls.is_call(&run.text, &before)
    }

    fn heading(&self, p: &Paragraph, style: &Effective) -> Option<u8> {
        let rank = match p.props.outline.or(style.outline) {
            Some(outline) => (outline < 9).then_some(outline + 1),
            None => style.names.iter().find_map(|n| n.strip_prefix("heading")?.trim().parse().ok()),
        };
        let shift = u8::from(self.has_title);
        rank.map(|r: u8| r.saturating_add(shift)).or(is_title(style).then_some(1))
    }

    /// The label of a paragraph in a list, and how deep it stands in it.
    fn label(&mut self, p: &Paragraph, style: &Effective) -> (Option<Label>, usize) {
        let Some(list) = p.props.list.or(style.list).filter(|l| *l > 0) else {
            // Points of slides have a depth, and no list that numbers them.
            return (None, p.props.list_level.filter(|_| p.props.list.is_none()).unwrap_or(0));
        };
        let of_style = || {
            let id = style.list_style.as_deref()?;
            self.numbering.level_of_style(list, id)
        };
        let level = match p.props.list {
            Some(_) => p.props.list_level.or(style.list_level).unwrap_or(0),
            None => of_style().or(style.list_level).or(p.props.list_level).unwrap_or(0),
        };
        let depth = level.max(depth_by_name(style));
        if p.runs.iter().all(|r| r.deleted) && !p.runs.is_empty() {
            return (None, depth);
        }
        (self.numbering.next(list, level), depth)
    }

    /// Writes a paragraph into the stream, a line for each piece of it.
    fn write(&mut self, inked: &[Inked], label: Option<Label>, heading: Option<u8>, path: &str) -> Vec<Written> {
        let mut label = label;
        let mut written = Vec::new();
        for piece in pieces::pieces(inked, heading.is_some()) {
            let blank = piece.iter().all(|i| i.c.is_whitespace() || cvf_document::is_invisible(i.c));
            let worded = matches!(label, Some(Label::Words(_)));
            if blank && !worded {
                continue;
            }
            self.paths.push((self.stream.len(), path.to_owned()));
            let (marker, start) = self.put_label(label.take());
            self.stream.extend(piece.iter().map(|i| i.c));
            let (marker, start) = marker.map_or_else(|| self.tabbed_number(start), |m| (Some(m), start));
            let text = Text::from_stream(&self.stream, start..self.stream.len()).collapsed();
            self.stream.push('\n');
            let (text, marker) = self.typed_marker(text, marker);
            let (bold, size) = pieces::dress(piece);
            written.push((text, marker, bold, size));
        }
        written
    }

    /// Writes a label; gives the marker it is, and where the text begins.
    fn put_label(&mut self, label: Option<Label>) -> (Option<Marker>, usize) {
        let start = self.stream.len();
        let (label, kind) = match label {
            None => return (None, start),
            Some(Label::Bullet) => ("•".to_owned(), Some(MarkerKind::Bullet)),
            Some(Label::Number(text, parts)) => (text, Some(MarkerKind::Number(parts))),
            Some(Label::Letter(text)) => (text, Some(MarkerKind::Letter)),
            Some(Label::Words(text)) => (text, None),
        };
        self.stream.extend(label.chars());
        let end = self.stream.len();
        self.stream.push('\t');
        match kind {
            Some(kind) => {
                let text = Text::from_stream(&self.stream, start..end);
                (Some(Marker { text, kind }), end + 1)
            }
            None => (None, start),
        }
    }

    /// A typed number that a tab sets apart, "1.2" or "3", and where the text behind it begins.
    fn tabbed_number(&self, start: usize) -> (Option<Marker>, usize) {
        let number = |c: &&char| c.is_ascii_digit() || **c == '.';
        let end = start + self.stream[start..].iter().take_while(number).count();
        let sign: String = self.stream[start..end].iter().collect();
        let parts: Option<Vec<u32>> = sign.split('.').map(|part| part.parse().ok().filter(|n| *n < 100)).collect();
        match parts.filter(|_| self.stream.get(end) == Some(&'\t')) {
            Some(parts) => {
                let text = Text::from_stream(&self.stream, start..end);
                (Some(Marker { text, kind: MarkerKind::Number(parts) }), end + 1)
            }
            None => (None, start),
        }
    }

    /// Takes a typed bullet or number off the text; behind a list's own label only a bullet.
    fn typed_marker(&self, text: Text, label: Option<Marker>) -> (Text, Option<Marker>) {
        let lone_o = text.as_str().starts_with("o ") && !self.letter_bullets;
        let Some((kind, bytes)) = marker::find(text.as_str()).filter(|_| !lone_o) else { return (text, label) };
        let typed = text.to_byte(bytes).collapsed();
        let rest = text.from_byte(bytes);
        match label {
            None => (rest, Some(Marker { text: typed, kind })),
            Some(mut label) if kind == MarkerKind::Bullet => {
                label.text.join(&typed);
                (rest, Some(label))
            }
            label => (text, label),
        }
    }
}

/// Text, marker, whether it is all bold, and its size in tenths of a point.
type Written = (Text, Option<Marker>, bool, u16);

fn is_title(style: &Effective) -> bool {
    style.names.iter().any(|n| n == "title")
}

/// How deep the lists of styles such as "List Bullet 2" stand: each is a list of its own, of
/// one level.
fn depth_by_name(style: &Effective) -> usize {
    let number = |n: &String| {
        let rest = ["list bullet", "list number", "list"].iter().find_map(|list| n.strip_prefix(list))?;
        rest.trim().parse::<usize>().ok().filter(|depth| (1..=5).contains(depth))
    };
    style.names.first().and_then(number).map_or(0, |depth| depth - 1)
}

/// True for the styles of tables of contents and indexes.
fn is_listing(style: &Effective) -> bool {
    let listing = |n: &String| {
        let numbered = |p: &str| n.strip_prefix(p).is_some_and(|r| r.trim().parse::<u8>().is_ok());
        numbered("toc") || numbered("contents") || numbered("index") || n == "toc heading" || n == "contents heading"
    };
    style.names.iter().any(listing)
}

/// Adds to the region of a kind that is open, or opens it.
fn set_aside(out: &mut Vec<Block>, kind: RegionKind, blocks: Vec<Block>) {
    match out.last_mut() {
        Some(Block::Region(open)) if open.kind == kind => open.blocks.extend(blocks),
        _ if blocks.is_empty() => {}
        _ => out.push(Block::Region(Region { kind, blocks })),
    }
}

fn begins_with_o(p: &Paragraph) -> bool {
    let text: String = p.runs.iter().filter(|r| !r.deleted).flat_map(|r| r.text.chars()).take(8).collect();
    let mut visible = text.trim_start().chars();
    visible.next() == Some('o') && visible.next().is_some_and(char::is_whitespace)
}

fn all_paragraphs(blocks: &[model::Block]) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    let mut open: Vec<&model::Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        match block {
            model::Block::Paragraph(p) => {
                found.push(p);
                open.extend(p.boxes.iter().rev());
            }
            model::Block::Table(t) => {
                open.extend(t.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.blocks).rev());
            }
            model::Block::Part(_) => {}
        }
    }
    found
}
