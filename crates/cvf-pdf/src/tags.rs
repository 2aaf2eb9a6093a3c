//! The structure tags of a PDF: what its producer says each piece of a page's content is.
//!
//! Marked content carries a number by which the structure tree names it (ISO 32000-1, 14.7).
//! What stands in no element, such as running heads, is marked as an artifact.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object, ObjectIdentifier};
use hayro_syntax::xref::XRef;
use std::collections::{BTreeMap, BTreeSet};

/// What a piece of content is marked as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing, or something unknown.
    #[default]
    None,
    /// No part of the text; `paged` if it is said to be a running head or foot, a page number or
    /// a watermark.
    Artifact { paged: bool },
    /// A part of the text.
    Content(Tag),
}

/// The elements around a piece of content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Rank of the heading it is in.
    pub(crate) heading: Option<u8>,
    /// The list item that begins with it, if that has no label of its own.
    pub(crate) begins: Option<u32>,
}

/// Deepest element, and most of them, that are looked at.
const DEEPEST: usize = 64;
const MOST: usize = 500_000;
/// Longest chain of names that stand for one another.
const LONGEST_CHAIN: usize = 8;

/// The tags of a document's content, by page and number.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    by_place: BTreeMap<(ObjectIdentifier, i32), Tag>,
}

impl Tags {
    /// Reads the structure tree; empty for a document without one.
    pub(crate) fn of(pdf: &Pdf) -> Self {
        let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
        let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>(b"StructTreeRoot")) else { return Self::default() };
        let names = tree.get::<Dict<'_>>(b"RoleMap").unwrap_or_else(Dict::empty);
        let (xref, seen) = (pdf.xref(), BTreeSet::new());
        let mut walk = Walk { xref, names, tags: Self::default(), seen, left: MOST, items: 0 };
        for kid in walk.kids(&tree) {
            walk.element(kid, Around::default(), 0);
        }
        walk.tags
    }

    /// The mark of content that begins.
    pub(crate) fn mark(
        &self,
        page: Option<ObjectIdentifier>,
        tag: &[u8],
        properties: Option<&Dict<'_>>,
    ) -> Option<Mark> {
        if tag == b"Artifact" {
            let kind = properties.and_then(|p| p.get::<Name<'_>>(b"Type"));
            return Some(Mark::Artifact { paged: kind.is_some_and(|k| k.as_ref() == b"Pagination") });
        }
        let number = properties?.get::<i32>(b"MCID")?;
        self.by_place.get(&(page?, number)).copied().map(Mark::Content)
    }
}

/// What is known of the elements around one.
#[derive(Clone, Copy, Default)]
struct Around {
    page: Option<ObjectIdentifier>,
    heading: Option<u8>,
    /// A list item whose text has not begun.
    item: Option<u32>,
}

struct Walk<'a> {
    xref: &'a XRef,
    names: Dict<'a>,
    tags: Tags,
    seen: BTreeSet<ObjectIdentifier>,
    left: usize,
    items: u32,
}

impl<'a> Walk<'a> {
    /// What stands in an element, each object once.
    fn kids(&mut self, dict: &Dict<'a>) -> Vec<Kid<'a>> {
        let Some(object) = dict.get_raw::<Object<'a>>(b"K") else { return Vec::new() };
        match self.resolved(object) {
            Some(Object::Array(array)) => {
                array.raw_iter().take(MOST).filter_map(|object| kid(self.resolved(object)?)).collect()
            }
            Some(object) => kid(object).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn resolved(&mut self, object: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
        match object {
            MaybeRef::NotRef(object) => Some(object),
            MaybeRef::Ref(id) => self.seen.insert(id.into()).then(|| self.xref.get::<Object<'a>>(id.into())).flatten(),
        }
    }

    /// Walks an element; true if content was found in it.
    fn element(&mut self, kid: Kid<'a>, around: Around, depth: usize) -> bool {
        if depth > DEEPEST || self.left == 0 {
            return false;
        }
        self.left -= 1;
        match kid {
            Kid::Number(number) => self.content(around, number),
            Kid::Dict(dict) => match dict.get::<i32>(b"MCID") {
                Some(number) => self.content(Around { page: page_of(&dict).or(around.page), ..around }, number),
                None => self.children(&dict, around, depth),
            },
        }
    }

    fn content(&mut self, around: Around, number: i32) -> bool {
        if let Some(page) = around.page {
            let tag = Tag { heading: around.heading, begins: around.item };
            self.tags.by_place.entry((page, number)).or_insert(tag);
        }
        true
    }

    fn children(&mut self, dict: &Dict<'a>, around: Around, depth: usize) -> bool {
        let (role, kids) = (self.role(dict), self.kids(dict));
        let mut inner = Around { page: page_of(dict).or(around.page), ..around };
        match role.as_slice() {
            b"Lbl" | b"L" => inner.item = None,
            b"LI" => inner.item = self.next_item(&kids),
            _ => inner.heading = heading(&role).or(around.heading),
        }
        let mut found = false;
        for kid in kids {
            found |= self.element(kid, inner, depth + 1);
            // Only what comes first begins the item.
            inner.item = inner.item.filter(|_| !found);
        }
        found
    }

    /// A number for an item without a label.
    fn next_item(&mut self, kids: &[Kid<'a>]) -> Option<u32> {
        let labelled = kids.iter().any(|kid| matches!(kid, Kid::Dict(dict) if self.role(dict) == b"Lbl"));
        self.items += 1;
        (!labelled).then_some(self.items)
    }

    /// The standard name of an element's kind.
    fn role(&self, element: &Dict<'a>) -> Vec<u8> {
        let Some(mut name) = element.get::<Name<'_>>(b"S").map(|n| n.as_ref().to_vec()) else { return Vec::new() };
        for _ in 0..LONGEST_CHAIN {
            let Some(next) = self.names.get::<Name<'_>>(&name).map(|n| n.as_ref().to_vec()) else { break };
            name = next;
        }
        name
    }
}

fn heading(role: &[u8]) -> Option<u8> {
    match role {
        b"Title" | b"H" => Some(1),
        [b'H', rank @ b'1'..=b'6'] => Some(rank - b'0'),
        _ => None,
    }
}

fn page_of(dict: &Dict<'_>) -> Option<ObjectIdentifier> {
    dict.get_ref(b"Pg").map(Into::into)
}

/// What stands in an element.
enum Kid<'a> {
    Number(i32),
    Dict(Dict<'a>),
}

fn kid(object: Object<'_>) -> Option<Kid<'_>> {
    match object {
        Object::Number(number) => Some(Kid::Number(number.as_i64() as i32)),
        Object::Dict(dict) => Some(Kid::Dict(dict)),
        _ => None,
    }
}
