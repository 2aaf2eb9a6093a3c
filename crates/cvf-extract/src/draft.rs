//! What the walk over a document collects before orders and places are worked out.

use crate::breaks::Breaks;
use crate::flattened::{Doubt, Suspect};
use cvf_document::{Block, Cell, Document, Text, Warning};
use cvf_framework::{Heading, Kind, Method, Part, Residue, Route, Unit, Witness};
use std::collections::BTreeMap;

/// A unit whose route may still lack names.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    pub(crate) route: Route,
    pub(crate) text: Text,
    pub(crate) method: Method,
    pub(crate) confidence: f64,
    pub(crate) inferred: Vec<Part>,
    pub(crate) part_of: Option<u32>,
}

/// A printed name.
#[derive(Clone, Debug)]
pub(crate) struct DraftHeading {
    pub(crate) part: Part,
    pub(crate) name: Text,
    pub(crate) route: Route,
}

/// Everything collected.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drafts {
    pub(crate) units: Vec<Draft>,
    pub(crate) headings: Vec<DraftHeading>,
    /// Words of labels around names: "Competency :", "Why is it important?".
    pub(crate) labels: Vec<Text>,
    pub(crate) markers: Vec<Text>,
    pub(crate) residue: Vec<(String, Text)>,
    pub(crate) warnings: Vec<Warning>,
    /// Paragraphs that look as if columns had been read across.
    pub(crate) suspects: Vec<Suspect>,
    /// What is not sure of units, by the offset of their first character.
    pub(crate) doubts: BTreeMap<usize, Doubt>,
}

impl Drafts {
    pub(crate) fn heading(&mut self, part: Part, name: &Text, route: &Route) {
        self.headings.push(DraftHeading { part, name: name.clone(), route: route.clone() });
    }

    /// Puts the units into the order of the source.
    pub(crate) fn sort_units(&mut self) {
        self.units.sort_by_key(|d| d.text.offsets().first().copied());
    }

    /// Takes in what another pass set aside.
    pub(crate) fn take_in(&mut self, other: Self) {
        self.markers.extend(other.markers);
        self.residue.extend(other.residue);
        self.warnings.extend(other.warnings);
    }

    /// Books words around a name: "Competency :", a closing colon.
    pub(crate) fn label(&mut self, text: Text) {
        if !text.is_empty() {
            self.labels.push(text);
        }
    }

    /// Books the bullets and numbers in a cell.
    pub(crate) fn book_markers(&mut self, cell: &Cell) {
        let paragraphs = cell.blocks().iter().flat_map(Block::paragraphs);
        self.markers.extend(paragraphs.filter_map(|p| p.marker.as_ref()).map(|m| m.text.clone()));
    }

    /// Books a cell that holds a label.
    pub(crate) fn label_cell(&mut self, cell: &Cell) {
        self.book_markers(cell);
        self.label(cell.text().clone());
    }

    pub(crate) fn set_cell_aside(&mut self, reason: &str, cell: &Cell) {
        self.book_markers(cell);
        self.set_aside(reason, cell.text());
    }

    pub(crate) fn set_aside(&mut self, reason: &str, text: &Text) {
        if !text.is_empty() {
            self.residue.push((reason.to_owned(), text.clone()));
        }
    }

    /// Sets text aside that may belong to the framework, and says so.
    pub(crate) fn unplaced(&mut self, document: &Document, text: &Text, why: &str) {
        if text.is_empty() {
            return;
        }
        let shown: String = text.as_str().chars().take(60).collect();
        let more = if text.len() > 60 { "…" } else { "" };
        let message = format!("{why}: \"{shown}{more}\"");
        self.warnings.push(Warning::new("unplaced", message).at(document.place(text)));
        self.set_aside("unplaced", text);
    }

    /// Works out orders and places.
    pub(crate) fn finish(self, source: &str, document: &Document) -> Witness {
        let mut orders: BTreeMap<(Kind, Route), u32> = BTreeMap::new();
        let breaks = Breaks::of(document, &self.units);
        let mut units = Vec::with_capacity(self.units.len());
        for draft in self.units {
            let order = orders.entry((draft.kind, draft.route.clone())).or_insert(0);
            *order += 1;
            let doubt = draft.text.offsets().first().and_then(|at| self.doubts.get(at));
            let breaks = breaks.inside(&draft.text);
            units.push(Unit { breaks, ..unit(draft, *order, document, doubt) });
        }
        let title = units.iter().find(|u| u.kind == Kind::Title).map(|u| u.text.clone());
        let headings = self.headings.into_iter().map(|h| Heading {
            part: h.part,
            name: h.name.as_str().to_owned(),
            route: h.route,
            at: document.place(&h.name),
        });
        let headings = headings.collect();
        let labels = self.labels.into_iter().map(|text| ("label".to_owned(), text));
        let markers = self.markers.into_iter().map(|text| ("marker".to_owned(), text));
        let labels = set_aside(labels.chain(markers).collect(), document);
        let residue = set_aside(self.residue, document);
        Witness { source: source.to_owned(), title, units, headings, residue, labels, misread: None }
    }
}

/// Texts with their reasons, in source order.
fn set_aside(mut texts: Vec<(String, Text)>, document: &Document) -> Vec<Residue> {
    texts.sort_by_key(|(_, text)| text.offsets().first().copied());
    let place = |text: &Text| document.place(text);
    texts
        .into_iter()
        .map(|(reason, text)| Residue { reason, at: place(&text), text: text.as_str().to_owned() })
        .collect()
}

fn unit(draft: Draft, order: u32, document: &Document, doubt: Option<&Doubt>) -> Unit {
    Unit {
        kind: draft.kind,
        route: draft.route,
        order,
        text: draft.text.as_str().to_owned(),
        at: document.place(&draft.text),
        method: draft.method,
        confidence: draft.confidence,
        inferred: draft.inferred,
        part_of: draft.part_of,
        unsure: doubt.is_some() || document.is_doubtful(&draft.text),
        alternative: doubt.and_then(|d| d.other.clone()),
        breaks: Vec::new(),
    }
}
