//! A page in the format's own terms: elements and texts in document order, in one list.

use crate::css::{Dress, Sheet};
use crate::rendered;
use scraper::node::Node;
use scraper::{Html, StrTendril};
use std::collections::BTreeMap;

/// A page as its tree was walked.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) events: Vec<Event>,
    /// Texts that show only where scripts do not run.
    pub(crate) without_scripts: Vec<String>,
    /// It was rendered from another text.
    pub(crate) rendered: bool,
}

/// A step of the walk.
#[derive(Debug)]
pub(crate) enum Event {
    Open(Box<Element>),
    /// The end of the element that was opened at this index.
    Close(usize),
    Text(StrTendril),
    /// What follows stands at this offset of the text that the page was rendered from.
    At(usize),
}

/// An element with what is asked of it later.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) tag: String,
    /// Index of its [`Event::Close`].
    pub(crate) end: usize,
    /// Which of its parent's children of the same tag it is, from 1.
    pub(crate) ordinal: u32,
    pub(crate) dress: Dress,
    pub(crate) id: Option<String>,
    pub(crate) role: Option<String>,
    /// Class and id in lower case.
    pub(crate) names: String,
    attributes: BTreeMap<&'static str, String>,
}

/// Attributes that are kept as they are.
const KEPT: &[&str] = &[
    "aria-controls",
    "aria-expanded",
    "aria-labelledby",
    "aria-level",
    "aria-modal",
    "colspan",
    "data-bs-target",
    "data-bs-toggle",
    "data-marker",
    "data-target",
    "data-toggle",
    "href",
    "reversed",
    "rowspan",
    "size",
    "start",
    "type",
    "value",
];

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }

    pub(crate) fn is_role(&self, role: &str) -> bool {
        self.role.as_deref() == Some(role)
    }

    fn of(element: &scraper::node::Element, ordinal: u32, sheet: &Sheet) -> Self {
        let tag = element.name().to_ascii_lowercase();
        let inline = element.attr("style").map(Dress::parse).unwrap_or_default();
        let classes = element.attr("class").unwrap_or_default();
        let id = element.attr("id").map(str::to_owned);
        let names = format!("{} {classes}", id.as_deref().unwrap_or_default()).to_lowercase();
        let attributes = KEPT.iter().filter_map(|name| Some((*name, element.attr(name)?.to_owned()))).collect();
        let role = element.attr("role").and_then(|r| r.split_whitespace().next()).map(str::to_ascii_lowercase);
        let dress = sheet.dress(&tag, classes.split_whitespace()).under(inline);
        Self { tag, end: 0, ordinal, dress, id, role, names, attributes }
    }
}

/// Elements that hold no text of the page.
const LEFT_OUT: &[&str] =
    &["script", "style", "template", "svg", "head", "noscript", "iframe", "embed", "canvas", "noembed", "noframes"];

/// Parses a page and walks its tree.
pub(crate) fn parse(html: &str, rendered: bool) -> Page {
    let tree = Html::parse_document(html);
    let sheet = sheet(&tree);
    let page = Page { rendered, ..Page::default() };
    let mut walk = Walk { page, open: Vec::new(), siblings: vec![BTreeMap::new()] };
    let mut left_out = 0_usize;
    for edge in tree.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                _ if left_out > 0 => left_out += 1,
                Node::Element(element) if LEFT_OUT.contains(&element.name()) => {
                    left_out = 1;
                    if element.name() == "noscript" {
                        let inside = node.children().filter_map(|c| c.value().as_text().map(|t| t.to_string()));
                        walk.page.without_scripts.extend(inside);
                    }
                }
                Node::Element(element) => walk.open(element, &sheet),
                Node::Text(text) => walk.page.events.push(Event::Text(text.text.clone())),
                Node::Comment(comment) if rendered => {
                    walk.page.events.extend(rendered::told(comment).map(Event::At));
                }
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => match node.value() {
                _ if left_out > 0 => left_out -= 1,
                Node::Element(_) => walk.close(),
                _ => {}
            },
        }
    }
    walk.page
}

fn sheet(tree: &Html) -> Sheet {
    let mut sheet = Sheet::default();
    for node in tree.tree.root().descendants() {
        if node.value().as_element().is_some_and(|e| e.name() == "style") {
            node.children().filter_map(|c| c.value().as_text()).for_each(|css| sheet.add(css));
        }
    }
    sheet
}

struct Walk {
    page: Page,
    open: Vec<usize>,
    /// For each open element, how many children of each tag it has had.
    siblings: Vec<BTreeMap<String, u32>>,
}

impl Walk {
    fn open(&mut self, element: &scraper::node::Element, sheet: &Sheet) {
        let ordinal = self.siblings.last_mut().map_or(1, |counts| {
            let count = counts.entry(element.name().to_owned()).or_default();
            *count += 1;
            *count
        });
        self.open.push(self.page.events.len());
        self.siblings.push(BTreeMap::new());
        self.page.events.push(Event::Open(Box::new(Element::of(element, ordinal, sheet))));
    }

    fn close(&mut self) {
        let Some(start) = self.open.pop() else { return };
        self.siblings.pop();
        let end = self.page.events.len();
        if let Event::Open(element) = &mut self.page.events[start] {
            element.end = end;
        }
        self.page.events.push(Event::Close(start));
    }
}
