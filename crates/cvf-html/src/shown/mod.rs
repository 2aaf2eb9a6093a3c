//! What of a page's text is no part of what it says to a reader who sees it: told by what
//! repeats, what is cut down to nothing and where it stands; conventional names of classes come
//! last. All of it is kept in a region of its own.

mod calls;
mod controls;
mod inline;
mod numbers;
mod overlay;
mod tips;
mod tree;
mod twins;

use crate::page::Page;
use cvf_document::RegionKind;
use std::collections::{BTreeMap, BTreeSet};
use tree::Tree;

/// The elements that are set aside, by the index of their opening, with the region they go to.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    aside: BTreeMap<usize, RegionKind>,
    /// Elements that a browser shows apart from the number or link in front of them.
    apart: BTreeSet<usize>,
}

impl Shown {
    pub(crate) fn of(page: &Page) -> Self {
        let tree = Tree::of(page);
        let mut aside = BTreeMap::new();
        let mut put = |found: Vec<(usize, RegionKind)>| {
            for (at, kind) in found {
                aside.entry(at).or_insert(kind);
            }
        };
        put(twins::find(&tree));
        put(overlay::find(&tree));
        put(calls::find(&tree));
        put(tips::find(&tree));
        put(inline::find(&tree));
        put(controls::find(&tree));
        let apart = numbers::behind(&tree).into_iter().chain(numbers::links(&tree)).collect();
        Self { aside, apart }
    }

    /// The region that the element opened at an index goes to.
    pub(crate) fn aside(&self, at: usize) -> Option<RegionKind> {
        self.aside.get(&at).copied()
    }

    /// True for an element that a browser shows apart from the number or link in front of it.
    pub(crate) fn is_apart(&self, at: usize) -> bool {
        self.apart.contains(&at)
    }
}
