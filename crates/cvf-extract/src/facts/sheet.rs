//! All facts of one document.

use super::block::{self, Block, BlockId, Vocabulary};
use super::fields;
use super::flow;
use super::form::{self, Below, Form, FormId};
use super::leads;
use super::position::{self, Positions};
use super::table::{Collector, Table};
use crate::draft::Drafts;
use crate::prepare::Node;
use cvf_document::{Document, Paragraph, Row, Text};
use cvf_framework::Profiles;
use std::collections::{BTreeMap, BTreeSet};

/// A piece of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// A paragraph and its form.
    Block(BlockId, FormId),
    /// A table, by number.
    Table(usize),
}

/// Tables of like columns, which are read alike.
#[derive(Clone, Debug, Default)]
pub(crate) struct Family {
    pub(crate) tables: Vec<usize>,
    pub(crate) width: usize,
}

/// What is known of a document before anything is decided.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) blocks: Vec<Block>,
    pub(crate) forms: Vec<Form>,
    pub(crate) tables: Vec<Table>,
    pub(crate) families: Vec<Family>,
    /// Family of each table.
    pub(crate) family_of: Vec<usize>,
    pub(crate) order: Vec<Element>,
    /// Words of all blocks.
    pub(crate) words: usize,
    /// Every word.
    pub(crate) vocabulary: Vocabulary,
    /// Bullets and numbers with nothing behind them.
    pub(crate) lone_markers: Vec<Text>,
    /// Blocks by the offset of their first character, without those that are made of others.
    starts: Vec<(usize, BlockId)>,
}

/// What the flow is made of before forms are told.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Paragraph(Paragraph),
    /// A label in front of statements, and the text behind it.
    Label(Paragraph),
    Labelled(Paragraph),
    Rows {
        rows: Vec<Row>,
        page: Option<u32>,
    },
}

impl Piece {
    /// The pieces of a document's main flow; what is furniture is booked.
    pub(crate) fn all(document: &Document, profiles: &Profiles, drafts: &mut Drafts) -> Vec<Self> {
        let nodes = flow::nodes(document, profiles, drafts);
        let pieces = nested(fields::on_their_side(joined(pieces(nodes, document))), &mut drafts.markers);
        leads::apart(pieces, &mut drafts.markers)
    }

    /// Its paragraphs, those of cells too.
    pub(crate) fn paragraphs(&self) -> Vec<&Paragraph> {
        match self {
            Self::Paragraph(p) | Self::Label(p) | Self::Labelled(p) => vec![p],
            Self::Rows { rows, .. } => {
                let cells = rows.iter().flat_map(|r| &r.cells).filter(|c| c.covered().is_none());
                cells.flat_map(cvf_document::Cell::blocks).flat_map(cvf_document::Block::paragraphs).collect()
            }
        }
    }
}

impl Facts {
    /// Types every block of a document, or of a part of it, once.
    pub(crate) fn of(document: &Document, pieces: Vec<Piece>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut facts = Self::default();
        let mut place = 0;
        let mut dresses: Vec<(BlockId, String)> = Vec::new();
        for piece in pieces {
            let mut collector = Collector {
                blocks: &mut facts.blocks,
                vocabulary: &mut vocabulary,
                place: &mut place,
                markers: &mut facts.lone_markers,
            };
            let (label, labelled, note) = match &piece {
                Piece::Label(_) => (true, false, " label"),
                Piece::Labelled(_) => (false, true, " labelled"),
                _ => (false, false, ""),
            };
            match piece {
                Piece::Paragraph(p) | Piece::Label(p) | Piece::Labelled(p) => {
                    let place = document.dress_at(p.text.offsets().first().copied().unwrap_or(0));
                    let dress = form::dress(&p, place) + note;
                    let marker = p.marker.map(|m| m.text);
                    let block = Block::of(p.text, p.style, false, marker, collector.vocabulary);
                    let id = collector.add(Block { label, labelled, ..block });
                    dresses.push((id, dress));
                    facts.order.push(Element::Block(id, 0));
                }
                Piece::Rows { rows, .. } => match Table::of(&rows, &mut collector) {
                    Some(table) => {
                        facts.order.push(Element::Table(facts.tables.len()));
                        facts.tables.push(table);
                    }
                    None => facts.add_lone_cells(&mut dresses),
                },
            }
        }
        facts.vocabulary = vocabulary;
        facts.tell_forms(&dresses);
        facts.tell_families();
        facts.tell_what_is_below();
        block::weigh(&mut facts.blocks, facts.vocabulary.len());
        facts.words = facts.own().map(|(_, b)| b.words).sum();
        facts.starts = facts.own().filter_map(|(id, b)| Some((*b.text.offsets().first()?, id))).collect();
        facts.starts.sort_unstable();
        facts
    }

    /// Blocks as they stand in the document.
    pub(crate) fn own(&self) -> impl Iterator<Item = (BlockId, &Block)> {
        self.blocks.iter().enumerate().filter(|(_, b)| b.pieces.is_empty() && !b.text.is_empty())
    }

    /// Adds texts that are parts of blocks, or made up, so that they can be scored.
    pub(crate) fn add_texts(&mut self, texts: impl Iterator<Item = Text>) -> Vec<BlockId> {
        let mut ids = Vec::new();
        for text in texts {
            let around = text.offsets().first().and_then(|&at| self.block_at(at));
            let (style, in_cell, place) = match around.map(|id| &self.blocks[id]) {
                Some(b) => (b.style, b.in_cell, b.place),
                None => (cvf_document::Style::default(), true, 0),
            };
            let block = Block::of(text, style, in_cell, None, &mut self.vocabulary);
            let id = self.blocks.len();
            self.blocks.push(Block { place, pieces: vec![id], ..block });
            ids.push(id);
        }
        block::weigh(&mut self.blocks, self.vocabulary.len());
        ids
    }

    /// The block that holds the character at an offset.
    pub(crate) fn block_at(&self, offset: usize) -> Option<BlockId> {
        let next = self.starts.partition_point(|(start, _)| *start <= offset);
        let (_, id) = *self.starts.get(next.checked_sub(1)?)?;
        (offset <= *self.blocks[id].text.offsets().last()?).then_some(id)
    }

    /// Cells of what turned out to be no table are paragraphs of the flow.
    fn add_lone_cells(&mut self, dresses: &mut Vec<(BlockId, String)>) {
        let known: BTreeSet<BlockId> = dresses.iter().map(|(id, _)| *id).collect();
        let in_tables = self.tables.iter().flat_map(|t| &t.cells).flat_map(|c| c.blocks.iter().copied());
        let taken: BTreeSet<BlockId> = in_tables.chain(known).collect();
        let ids: Vec<BlockId> = self.own().map(|(id, _)| id).filter(|id| !taken.contains(id)).collect();
        for id in ids {
            self.blocks[id].in_cell = false;
            let bold = if self.blocks[id].style.bold { " bold" } else { "" };
            let marked = if self.blocks[id].marker.is_some() { " marked" } else { "" };
            dresses.push((id, format!("cell{bold}{marked}")));
            self.order.push(Element::Block(id, 0));
        }
    }

    fn tell_forms(&mut self, dresses: &[(BlockId, String)]) {
        let mut groups: BTreeMap<String, Vec<BlockId>> = BTreeMap::new();
        dresses.iter().for_each(|(id, dress)| groups.entry(dress.clone()).or_default().push(*id));
        form::without_stress(&mut groups, &self.blocks);
        let next = position::followers(&self.order, &self.blocks);
        let groups = groups.into_iter().map(|(dress, blocks)| (dress, form::parted(&blocks, &self.blocks), blocks));
        let groups: Vec<_> = groups.collect();
        let first = groups.iter().flat_map(|(_, parts, _)| parts).filter(|p| p.0 == form::AGAIN).map(|p| p.1[0]).min();
        let first = first.map(|b| self.blocks[b].key.as_str());
        let mut forms: Vec<Form> = Vec::new();
        for (group, (dress, parts, blocks)) in groups.into_iter().enumerate() {
            let positions = Positions::of(&next, &self.blocks, &blocks, first);
            for (part, position, blocks) in parts.into_iter().flat_map(|p| positions.parted(p)) {
                let dress = [dress.as_str(), part, position].join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
                let over = position == Positions::OVER;
                forms.push(Form { group, over, ..Form::of(dress, blocks, &self.blocks) });
            }
        }
        forms.sort_by_key(|f| f.blocks.first().copied());
        let mut form_of: BTreeMap<BlockId, FormId> = BTreeMap::new();
        for (number, form) in forms.iter().enumerate() {
            form_of.extend(form.blocks.iter().map(|&b| (b, number)));
        }
        for element in &mut self.order {
            if let Element::Block(id, form) = element {
                *form = form_of[id];
            }
        }
        self.forms = forms;
        self.tell_sequels();
    }

    /// What follows on each form.
    fn tell_sequels(&mut self) {
        let mut runs = vec![0.0; self.forms.len()];
        let mut leads = vec![0.0; self.forms.len()];
        for pair in self.order.windows(2) {
            let Element::Block(_, form) = pair[0] else { continue };
            match pair[1] {
                Element::Block(_, next) if next == form => runs[form] += 1.0,
                Element::Block(id, _) if self.blocks[id].words < 4 => {}
                _ => leads[form] += 1.0,
            }
        }
        for ((form, runs), leads) in self.forms.iter_mut().zip(runs).zip(leads) {
            let count = form.blocks.len() as f32;
            (form.runs, form.leads) = (runs / count, leads / count);
        }
    }

    /// What most blocks of each form stand right above.
    fn tell_what_is_below(&mut self) {
        let mut below: Vec<BTreeMap<Below, usize>> = vec![BTreeMap::new(); self.forms.len()];
        for pair in self.order.windows(2) {
            let Element::Block(_, form) = pair[0] else { continue };
            let next = match pair[1] {
                Element::Block(_, next) => Below::Form(next),
                Element::Table(table) => Below::Family(self.family_of[table]),
            };
            *below[form].entry(next).or_default() += 1;
        }
        for (form, below) in self.forms.iter_mut().zip(below) {
            let most = below.into_iter().max_by_key(|(_, count)| *count);
            form.above = most.filter(|(_, n)| n * 100 >= MOSTLY * form.blocks.len()).map(|(below, _)| below);
        }
    }

    /// Tables of one width and header are a family; so are four or more of one width whose
    /// first rows are all different.
    fn tell_families(&mut self) {
        let mut groups: BTreeMap<(usize, Vec<String>), Vec<usize>> = BTreeMap::new();
        for (number, table) in self.tables.iter().enumerate() {
            let key =
                |id: &Option<usize>| id.map_or(String::new(), |id| table.cells[id].key.chars().take(30).collect());
            groups.entry((table.width, table.grid[0].iter().map(key).collect())).or_default().push(number);
        }
        let mut families: BTreeMap<(usize, Vec<String>), Vec<usize>> = BTreeMap::new();
        for ((width, header), tables) in &groups {
            let like: Vec<&Vec<usize>> = groups.iter().filter(|((w, _), _)| w == width).map(|(_, t)| t).collect();
            let unlike = like.len() >= UNLIKE && like.iter().all(|t| t.len() == 1);
            let key = (*width, if unlike { Vec::new() } else { header.clone() });
            families.entry(key).or_default().extend(tables);
        }
        let mut families: Vec<Family> =
            families.into_iter().map(|((width, _), tables)| Family { tables, width }).collect();
        families.iter_mut().for_each(|f| f.tables.sort_unstable());
        families.sort_by_key(|f| f.tables.first().copied());
        self.family_of = vec![0; self.tables.len()];
        for (number, family) in families.iter().enumerate() {
            family.tables.iter().for_each(|&t| self.family_of[t] = number);
        }
        self.families = families;
    }
}

/// Share of the blocks of a form, in hundredths, that is most of them.
const MOSTLY: usize = 80;

/// Fewest tables of one width with headers of their own that are one family.
const UNLIKE: usize = 4;

fn pieces(nodes: Vec<Node>, document: &Document) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for node in nodes {
        match node {
            Node::Paragraph(p) => pieces.push(Piece::Paragraph(p)),
            Node::LooseCells(cells) => {
                pieces
                    .extend(cells.into_iter().filter(|c| !c.is_empty()).map(|c| Piece::Paragraph(Paragraph::plain(c))));
            }
            Node::Table(table) => {
                let page = page_of(&table.rows, document);
                pieces.push(Piece::Rows { rows: table.rows, page });
            }
        }
    }
    pieces
}

fn page_of(rows: &[Row], document: &Document) -> Option<u32> {
    let text: &Text = rows.iter().flat_map(|r| &r.cells).map(cvf_document::Cell::text).find(|t| !t.is_empty())?;
    document.boxes().get(*text.offsets().first()?).copied().flatten().map(|b| b.page)
}

/// Most characters of a line between two pieces of a table that a page end has cut.
const FURNITURE: usize = 90;

/// Puts tables together that a page end has cut: as many columns, and hardly anything between.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        let Piece::Rows { rows, page } = piece else {
            out.push(piece);
            continue;
        };
        let short =
            |p: &&Piece| matches!(p, Piece::Paragraph(p) if p.text.len() < FURNITURE && p.style.heading.is_none());
        let between = out.iter().rev().take_while(short).count();
        let at = out.len().checked_sub(between + 1).filter(|_| between <= 2);
        match at.and_then(|at| out.get_mut(at)) {
            Some(Piece::Rows { rows: open, page: before }) if follows(*before, page) && width(open) == width(&rows) => {
                open.extend(rows);
                *before = page;
            }
            _ => out.push(Piece::Rows { rows, page }),
        }
    }
    out
}

/// Fewest words of a point that has points under it; with a colon at its end, and without.
const POINT: [usize; 2] = [4, 8];

/// Points under a point belong to it.
fn nested(pieces: Vec<Piece>, markers: &mut Vec<Text>) -> Vec<Piece> {
    let labels = labels_over_points(&pieces);
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Paragraph(point)), Piece::Paragraph(sub))
                if is_under(point, &sub) && !labels.contains(&block::key_of(point.text.as_str())) =>
            {
                point.text.join(&sub.text);
                markers.extend(sub.marker.map(|m| m.text));
            }
            (_, piece) => out.push(piece),
        }
    }
    out
}

/// Lines that lead to points and come again: labels, and their points are no part of them.
fn labels_over_points(pieces: &[Piece]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for piece in pieces {
        if let Piece::Paragraph(p) = piece
            && p.text.as_str().ends_with(':')
        {
            *counts.entry(block::key_of(p.text.as_str())).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(key, _)| key).collect()
}

fn is_under(point: &Paragraph, sub: &Paragraph) -> bool {
    let words = point.text.as_str().split(' ').count();
    let long = words >= POINT[usize::from(!point.text.as_str().ends_with(':'))];
    let plain = |p: &Paragraph| p.marker.is_some() && p.style.heading.is_none() && !p.style.bold;
    plain(point) && plain(sub) && sub.style.indent > point.style.indent && long
}

fn follows(before: Option<u32>, page: Option<u32>) -> bool {
    before.zip(page).is_some_and(|(before, page)| before + 1 == page)
}

fn width(rows: &[Row]) -> usize {
    rows.iter().map(|r| r.cells.len()).max().unwrap_or(0)
}
