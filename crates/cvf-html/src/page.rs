//! A page in the format's own terms: elements and texts in document order, in one list.

use crate::amid;
use crate::css::{Dress, Sheet};
use crate::grid;
use crate::prune::prune;
use crate::rendered;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Node;
use scraper::{Html, StrTendril};
use std::collections::BTreeMap;

/// A page as its tree was walked.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) events: Vec<Event>,
    /// Texts that show only where scripts do not run.
    pub(crate) without_scripts: Vec<String>,
    /// How many scripts it has.
    pub(crate) scripts: usize,
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
    "aria-colspan",
    "aria-controls",
    "aria-expanded",
    "aria-hidden",
    "aria-labelledby",
    "aria-level",
    "aria-modal",
    "aria-rowspan",
    "colspan",
    "data-bs-target",
    "data-bs-toggle",
    "data-marker",
    "data-target",
    "data-toggle",
    "hidden",
    "href",
    "popover",
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

    /// How style sheets and its own attribute dress an element.
    pub(crate) fn dress_of(element: &scraper::node::Element, sheet: &Sheet) -> Dress {
        let inline = element.attr("style").map(Dress::parse).unwrap_or_default();
        let classes = element.attr("class").unwrap_or_default();
        sheet.dress(&element.name().to_ascii_lowercase(), element.attr("id"), classes.split_whitespace()).under(inline)
    }

    fn made(mut self, made: Made) -> Self {
        self.role = made.role.map(str::to_owned).or(self.role);
        if let Some(columns) = made.columns.filter(|columns| *columns > 1) {
            self.attributes.insert("colspan", columns.to_string());
        }
        self
    }

    fn of(element: &scraper::node::Element, sheet: &Sheet) -> Self {
        let tag = element.name().to_ascii_lowercase();
        let classes = element.attr("class").unwrap_or_default();
        let id = element.attr("id").map(str::to_owned);
        let names = format!("{} {classes}", id.as_deref().unwrap_or_default()).to_lowercase();
        let attributes = KEPT.iter().filter_map(|name| Some((*name, element.attr(name)?.to_owned()))).collect();
        let role = element.attr("role").and_then(|r| r.split_whitespace().next()).map(str::to_ascii_lowercase);
        let dress = Self::dress_of(element, sheet);
        Self { tag, end: 0, ordinal: 1, dress, id, role, names, attributes }
    }
}

/// What an element is made by its place in a grid.
#[derive(Clone, Copy, Debug, Default)]
struct Made {
    role: Option<&'static str>,
    columns: Option<usize>,
}

/// Elements that hold no text of the page.
const LEFT_OUT: &[&str] =
    &["script", "style", "template", "svg", "head", "noscript", "iframe", "embed", "canvas", "noembed", "noframes"];
/// Pages inside pages that are read.
const MOST_FRAMES: usize = 3;

/// Parses a page and walks its tree as a browser shows it: with its shadow roots and frames.
pub(crate) fn parse(html: &str, rendered: bool) -> Page {
    let page = Page { rendered, ..Page::default() };
    let mut walk = Walk { page, open: Vec::new(), siblings: vec![BTreeMap::new()], hosts: Vec::new(), frames: 0 };
    walk.document(html);
    amid::run_in_line(&mut walk.page.events);
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

type Nodes<'t> = NodeRef<'t, Node>;

struct Walk {
    page: Page,
    open: Vec<usize>,
    /// For each open element, how many children of each tag it has had.
    siblings: Vec<BTreeMap<String, u32>>,
    /// Elements whose shadow roots are open.
    hosts: Vec<NodeId>,
    /// Frames that are open.
    frames: usize,
}

impl Walk {
    fn document(&mut self, html: &str) {
        let tree = Html::parse_document(html);
        let sheet = sheet(&tree);
        tree.tree.root().children().for_each(|child| self.node(child, &sheet));
    }

    fn node(&mut self, node: Nodes<'_>, sheet: &Sheet) {
        match node.value() {
            Node::Element(element) if LEFT_OUT.contains(&element.name()) => self.left_out(node, element),
            Node::Element(element) if element.name() == "slot" => self.slot(node, element, sheet),
            Node::Element(element) => self.element(node, element, Made::default(), sheet),
            Node::Fragment => node.children().for_each(|child| self.node(child, sheet)),
            Node::Text(text) => self.page.events.push(Event::Text(text.text.clone())),
            Node::Comment(comment) if self.page.rendered => {
                self.page.events.extend(rendered::told(comment).map(Event::At));
            }
            _ => {}
        }
    }

    fn element(&mut self, node: Nodes<'_>, element: &scraper::node::Element, made: Made, sheet: &Sheet) {
        let shown = Element::of(element, sheet);
        let rows = grid::rows(node, &shown, &|e| Element::dress_of(e, sheet));
        let role = rows.as_ref().map(|_| "table").or_else(|| grid::is_table(node, &shown, sheet).then_some("table"));
        self.open(shown.made(Made { role: made.role.or(role), ..made }));
        match (rows, shadow_root(node)) {
            (Some(rows), _) => {
                for row in rows {
                    let made = Element { tag: "div".to_owned(), ..Element::default() };
                    self.open(made.made(Made { role: Some("row"), columns: None }));
                    for cell in row {
                        let made = Made { role: Some("cell"), columns: Some(cell.columns) };
                        let Some(element) = cell.node.value().as_element() else { continue };
                        self.element(cell.node, element, made, sheet);
                    }
                    self.close();
                }
            }
            (None, Some(root)) => self.shadow(node, root, sheet),
            (None, None) => node.children().for_each(|child| self.node(child, sheet)),
        }
        self.close();
    }

    fn left_out(&mut self, node: Nodes<'_>, element: &scraper::node::Element) {
        match (element.name(), element.attr("srcdoc")) {
            ("noscript", _) => {
                let inside = node.children().filter_map(|c| c.value().as_text().map(|t| t.to_string()));
                self.page.without_scripts.extend(inside);
            }
            ("script", _) => self.page.scripts += 1,
            ("iframe", Some(page)) if self.frames < MOST_FRAMES => {
                self.frames += 1;
                self.document(&prune(page).0);
                self.frames -= 1;
            }
            _ => {}
        }
    }

    /// The shadow root of an element stands for its children, which show where a slot is.
    fn shadow(&mut self, host: Nodes<'_>, root: Nodes<'_>, sheet: &Sheet) {
        if self.hosts.contains(&host.id()) {
            return;
        }
        self.hosts.push(host.id());
        let own = shadow_sheet(root).unwrap_or_else(|| sheet.clone());
        root.children().for_each(|child| self.node(child, &own));
        self.hosts.pop();
    }

    /// What a slot shows: the children of the host that name it, else its own content.
    fn slot(&mut self, slot: Nodes<'_>, element: &scraper::node::Element, sheet: &Sheet) {
        let name = element.attr("name").unwrap_or_default();
        let host = self.hosts.last().and_then(|host| slot.tree().get(*host));
        let takes = |child: &Nodes<'_>| match child.value() {
            Node::Element(e) => e.attr("slot").unwrap_or_default() == name && !is_shadow_root(e),
            Node::Text(text) => name.is_empty() && !text.trim().is_empty(),
            _ => false,
        };
        let taken: Vec<Nodes<'_>> = host.iter().flat_map(|host| host.children()).filter(takes).collect();
        if taken.is_empty() {
            slot.children().for_each(|child| self.node(child, sheet));
            return;
        }
        // What a host hands over stands outside it: its slots are those of the host around.
        let inner = self.hosts.pop();
        taken.into_iter().for_each(|child| self.node(child, sheet));
        self.hosts.extend(inner);
    }

    /// Which of the open element's children with this tag comes next.
    fn ordinal(&mut self, tag: &str) -> u32 {
        self.siblings.last_mut().map_or(1, |counts| {
            let count = counts.entry(tag.to_owned()).or_default();
            *count += 1;
            *count
        })
    }

    fn open(&mut self, mut element: Element) {
        element.ordinal = self.ordinal(&element.tag);
        self.open.push(self.page.events.len());
        self.siblings.push(BTreeMap::new());
        self.page.events.push(Event::Open(Box::new(element)));
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

fn is_shadow_root(element: &scraper::node::Element) -> bool {
    let mode = element.attr("shadowrootmode").or(element.attr("shadowroot"));
    element.name() == "template" && matches!(mode, Some("open" | "closed"))
}

/// The shadow root that an element declares.
fn shadow_root(host: Nodes<'_>) -> Option<Nodes<'_>> {
    host.children().find(|child| child.value().as_element().is_some_and(is_shadow_root))
}

/// The style sheet inside a shadow root, which is the only one that counts there.
fn shadow_sheet(root: Nodes<'_>) -> Option<Sheet> {
    let styles = root.descendants().filter(|n| n.value().as_element().is_some_and(|e| e.name() == "style"));
    let mut sheet: Option<Sheet> = None;
    for css in styles.flat_map(|style| style.children()).filter_map(|c| c.value().as_text()) {
        sheet.get_or_insert_default().add(css);
    }
    sheet
}
