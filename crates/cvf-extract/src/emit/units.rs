//! The best reading as drafts.

use super::margin::Margins;
use super::names::{Bare, are_coded, bare_levels, bare_name};
use crate::draft::{Draft, Drafts};
use crate::facts::{Block, BlockId, Element, Facts};
use crate::flattened::Doubt;
use crate::reading::{NameId, Role, Tree, TreeUnit, UnitKind};
use cvf_document::{Document, Text};
use cvf_framework::{Kind, Method, Part, Profiles, Route, Section};
use std::collections::BTreeMap;

/// Writes a tree into drafts that hold what was set aside before.
pub(crate) fn emit(
    facts: &Facts,
    tree: &Tree,
    margins: &Margins,
    document: &Document,
    profiles: &Profiles,
    drafts: Drafts,
) -> Drafts {
    let mut emitter = Emitter::new(facts, tree, margins, profiles, drafts);
    emitter.title();
    emitter.names();
    emitter.levels();
    for unit in &tree.units {
        emitter.unit(unit);
    }
    emitter.rest(document);
    emitter.drafts
}

struct Emitter<'a> {
    facts: &'a Facts,
    tree: &'a Tree,
    margins: &'a Margins,
    profiles: &'a Profiles,
    drafts: Drafts,
    /// Blocks that are in a bucket.
    booked: Vec<bool>,
    /// Names as they are given out.
    shown: Vec<String>,
    /// Bare labels of levels, by key.
    labels: BTreeMap<String, String>,
}

impl<'a> Emitter<'a> {
    fn new(facts: &'a Facts, tree: &'a Tree, margins: &'a Margins, profiles: &'a Profiles, drafts: Drafts) -> Self {
        let booked = vec![false; facts.blocks.len()];
        let mut texts: Vec<(&str, &str)> = Vec::new();
        for level in &tree.levels {
            let block = &facts.blocks[level.block];
            if texts.iter().all(|(key, _)| *key != block.key) {
                texts.push((&block.key, block.text.as_str()));
            }
        }
        let printed: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
        let bare = bare_levels(&printed, profiles);
        let labels = texts.iter().map(|(key, _)| (*key).to_owned()).zip(bare).collect();
        Self { facts, tree, margins, profiles, drafts, booked, shown: Vec::new(), labels }
    }

    /// Books a block's marker and the block; false if it was booked before.
    fn book(&mut self, block: BlockId) -> bool {
        if std::mem::replace(&mut self.booked[block], true) {
            return false;
        }
        let pieces = &self.facts.blocks[block].pieces;
        let own = [block];
        let blocks = if pieces.is_empty() { &own[..] } else { pieces };
        if !pieces.is_empty() && pieces.iter().any(|&p| self.booked[p]) {
            return false;
        }
        for &piece in blocks {
            self.booked[piece] = true;
            self.drafts.markers.extend(self.facts.blocks[piece].marker.clone());
        }
        true
    }

    /// The highest heading before the first name is the title, or the first line where none is
    /// dressed as a heading.
    fn title(&mut self) {
        let used = |b: BlockId| self.tree.used[b] || self.tree.over[b];
        let before = self.facts.order.iter().map_while(|e| match e {
            Element::Block(b, _) if !used(*b) => Some(*b),
            _ => None,
        });
        let before: Vec<BlockId> = before.collect();
        let headings = before.iter().copied().filter(|&b| self.facts.blocks[b].is_heading());
        let line = before.first().copied().filter(|&b| is_title_line(&self.facts.blocks[b]));
        let title = headings.min_by_key(|&b| self.facts.blocks[b].style.heading).or(line);
        let known = self.drafts.units.iter().any(|d| d.kind == Kind::Title);
        let Some(block) = title.filter(|_| !known) else { return };
        let text = self.facts.blocks[block].text.clone();
        self.book(block);
        let route = Route::default();
        self.push(Kind::Title, route, text, Method::Heading, 0.9);
    }

    fn push(&mut self, kind: Kind, route: Route, text: Text, method: Method, confidence: f64) {
        let inferred = Vec::new();
        self.drafts.units.push(Draft { kind, route, text, method, confidence, inferred, part_of: None });
    }

    fn names(&mut self) {
        let texts = |role: Role| {
            let names = self.tree.names.iter().filter(move |n| n.role == role);
            names.map(|n| self.facts.blocks[n.block].text.as_str())
        };
        let ranks = [Role::Cluster, Role::Competency, Role::SubCompetency];
        let coded: Vec<Role> = ranks.into_iter().filter(|r| are_coded(texts(*r))).collect();
        let bare = |n: &crate::reading::Name| {
            bare_name(&self.facts.blocks[n.block].text, coded.contains(&n.role), &self.profiles.language)
        };
        let bares: Vec<Bare> = self.tree.names.iter().map(bare).collect();
        self.shown = bares.iter().map(|b| b.name.as_str().to_owned()).collect();
        let mut competency: Option<NameId> = None;
        for (id, bare) in bares.into_iter().enumerate() {
            let name = self.tree.names[id];
            let part = match name.role {
                Role::Cluster => Part::Cluster,
                Role::Competency => Part::Competency,
                _ => Part::SubCompetency,
            };
            let mut route = Route { cluster: name.cluster.map(|c| self.shown[c].clone()), ..Route::default() };
            match part {
                Part::Cluster => route.cluster = Some(self.shown[id].clone()),
                Part::Competency => {
                    competency = Some(id);
                    route.competency = Some(self.shown[id].clone());
                }
                _ => {
                    route.competency = competency.map(|c| self.shown[c].clone());
                    route.sub_competency = Some(self.shown[id].clone());
                }
            }
            if self.book(name.block) {
                self.drafts.heading(part, &bare.name, &route);
                bare.around.into_iter().for_each(|t| self.drafts.label(t));
            }
        }
    }

    fn level_of(&self, block: BlockId) -> Option<String> {
        self.labels.get(&self.facts.blocks[block].key).cloned()
    }

    fn levels(&mut self) {
        for level in &self.tree.levels {
            if self.book(level.block) {
                let route = Route { level: self.level_of(level.block), ..Route::default() };
                let text = self.facts.blocks[level.block].text.clone();
                self.drafts.heading(Part::Level, &text, &route);
            }
        }
    }

    /// The section that a name or level stands for.
    fn section(&self, block: BlockId) -> Option<Section> {
        self.profiles.language.section(self.facts.blocks[block].text.as_str())
    }

    fn unit(&mut self, unit: &TreeUnit) {
        if !self.book(unit.block) {
            return;
        }
        let shown = |n: Option<NameId>| n.map(|n| self.shown[n].clone());
        let mut route = Route {
            cluster: shown(unit.cluster),
            competency: shown(unit.competency),
            sub_competency: shown(unit.sub),
            value: None,
            level: unit.level.and_then(|l| self.level_of(l)),
        };
        let mut kind = match unit.kind {
            UnitKind::Indicator => Kind::Indicator,
            UnitKind::Note => Kind::Note,
            UnitKind::Description if route.competency.is_some() => Kind::Description,
            _ => Kind::ClusterDescription,
        };
        let sub = unit.sub.map(|n| self.tree.names[n].block);
        if let Some(section) = sub.and_then(|b| self.section(b)) {
            route.sub_competency = None;
            kind = of_section(section, kind);
        }
        if let Some(section) = unit.level.and_then(|b| self.section(b)) {
            route.level = None;
            kind = of_section(section, kind);
        }
        if !matches!(kind, Kind::Indicator | Kind::Note) {
            route.level = None;
        }
        let block = &self.facts.blocks[unit.block];
        let method = match (block.in_cell, kind, &block.marker) {
            (true, ..) => Method::Table,
            (_, Kind::Indicator, None) => Method::Paragraph,
            (_, Kind::Indicator, _) => Method::List,
            _ => Method::Heading,
        };
        if self.margins.is_open(unit.block)
            && let Some(at) = block.text.offsets().first()
        {
            self.drafts.doubts.insert(*at, Doubt { other: Some(self.alternative(unit.block)) });
        }
        let text = block.text.clone();
        self.push(kind, route, text, method, self.margins.confidence(unit.block));
    }

    /// What the best other reading says of a block, in words.
    fn alternative(&self, block: BlockId) -> String {
        let Some(other) = self.margins.get(block).and_then(|m| m.other.as_ref()) else {
            return "no part of a framework".to_owned();
        };
        let kind = match other.kind {
            UnitKind::Indicator => "indicator",
            UnitKind::Description => "description",
            UnitKind::Note => "note",
            UnitKind::ClusterDescription => "description of a cluster",
        };
        let text = |b: BlockId| self.facts.blocks[b].text.as_str();
        let competency = other.competency.map(|b| format!(", competency \"{}\"", text(b))).unwrap_or_default();
        let level = other.level.map(|b| format!(", level \"{}\"", text(b))).unwrap_or_default();
        format!("{kind}{competency}{level}")
    }

    /// What plays no part is residue.
    fn rest(&mut self, document: &Document) {
        let mut headers = vec![false; self.facts.blocks.len()];
        for table in &self.facts.tables {
            table.head_blocks.iter().flatten().flatten().for_each(|&b| headers[b] = true);
            table.repeats.iter().for_each(|&b| headers[b] = true);
        }
        let suspects = std::mem::take(&mut self.drafts.suspects);
        for suspect in suspects {
            let why = "a paragraph whose columns were read across";
            self.drafts.unplaced(document, &suspect.text, why);
        }
        let markers = self.facts.lone_markers.clone();
        self.drafts.markers.extend(markers);
        let places = self.tree.units.iter().map(|u| self.facts.blocks[u.block].place);
        let (from, to) = (places.clone().min(), places.max());
        let own: Vec<BlockId> = self.facts.own().map(|(id, _)| id).collect();
        for id in own {
            if !self.book(id) {
                continue;
            }
            let block = &self.facts.blocks[id];
            let text = block.text.clone();
            let inside = from.is_some_and(|f| block.place > f) && to.is_some_and(|t| block.place < t);
            let reason = match (from, block.in_cell) {
                (None, _) => "no-framework",
                (_, true) if headers[id] && (self.tree.over[id] || inside) => {
                    self.drafts.label(text);
                    continue;
                }
                (_, true) => "other-column",
                (Some(from), _) if block.place < from => "introduction",
                _ => "aside",
            };
            self.drafts.set_aside(reason, &text);
        }
    }
}

fn of_section(section: Section, kind: Kind) -> Kind {
    match section {
        Section::Underdone => Kind::Underdone,
        Section::Overdone => Kind::Overdone,
        Section::Importance => Kind::Importance,
        Section::Description => Kind::Description,
        Section::Indicators => Kind::Indicator,
        Section::Values => kind,
    }
}
/// Most words of a title that is dressed as nothing.
const TITLE: usize = 12;

/// True for a short line that is no sentence and no item.
fn is_title_line(block: &Block) -> bool {
    let ends = block.text.as_str().ends_with(['.', ':', ';', ',', '?', '!']);
    block.marker.is_none() && !block.in_cell && (2..=TITLE).contains(&block.words) && block.letters > 0 && !ends
}
