//! The page's events seen as a tree.

use crate::element::{self, Role};
use crate::page::{Element, Event, Page};
use std::collections::BTreeMap;

/// The elements of a page with their parents and texts.
pub(super) struct Tree<'p> {
    page: &'p Page,
    /// Index of the element around each opening.
    parents: Vec<usize>,
    /// Visible characters before each event.
    visible: Vec<usize>,
    /// The element behind each one in the same element.
    next: BTreeMap<usize, usize>,
}

/// The parent of what stands in nothing.
const NOWHERE: usize = usize::MAX;

impl<'p> Tree<'p> {
    pub(super) fn of(page: &'p Page) -> Self {
        let (mut parents, mut visible, mut open) = (Vec::new(), vec![0], Vec::new());
        let mut next = BTreeMap::new();
        let mut last: Vec<Option<usize>> = vec![None];
        let mut count = 0;
        for (i, event) in page.events.iter().enumerate() {
            parents.push(open.last().copied().unwrap_or(NOWHERE));
            match event {
                Event::Open(_) => {
                    let before = last.last_mut().and_then(|last| last.replace(i));
                    next.extend(before.map(|before| (before, i)));
                    open.push(i);
                    last.push(None);
                }
                Event::Close(_) => {
                    open.pop();
                    last.pop();
                }
                Event::Text(text) => count += text.chars().filter(|c| !c.is_whitespace()).count(),
                Event::At(_) => {}
            }
            visible.push(count);
        }
        Self { page, parents, visible, next }
    }

    /// All elements with the index of their opening.
    pub(super) fn elements(&self) -> impl Iterator<Item = (usize, &'p Element)> {
        self.within(0, self.page.events.len())
    }

    fn within(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, &'p Element)> {
        self.page.events[from..to].iter().enumerate().filter_map(move |(i, event)| match event {
            Event::Open(element) => Some((from + i, element.as_ref())),
            _ => None,
        })
    }

    pub(super) fn element(&self, at: usize) -> Option<&'p Element> {
        match self.page.events.get(at) {
            Some(Event::Open(element)) => Some(element),
            _ => None,
        }
    }

    /// The elements inside another, at any depth.
    pub(super) fn inside(&self, at: usize) -> impl Iterator<Item = (usize, &'p Element)> {
        self.within(at + 1, self.end(at))
    }

    /// The elements directly inside another.
    pub(super) fn children(&self, at: usize) -> Vec<(usize, &'p Element)> {
        let mut children = Vec::new();
        let (mut i, end) = (at + 1, self.end(at));
        while i < end {
            if let Some(element) = self.element(i) {
                children.push((i, element));
                i = element.end.max(i);
            }
            i += 1;
        }
        children
    }

    pub(super) fn end(&self, at: usize) -> usize {
        self.element(at).map_or(at, |element| element.end.max(at))
    }

    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        self.parents.get(at).copied().filter(|parent| *parent != NOWHERE)
    }

    /// The element behind another in the same one.
    pub(super) fn next(&self, at: usize) -> Option<(usize, &'p Element)> {
        let next = *self.next.get(&at)?;
        Some((next, self.element(next)?))
    }

    /// Each run of text between the edges of boxes, with the boxes around it.
    pub(super) fn pieces(&self) -> Vec<(Vec<usize>, String)> {
        let (mut pieces, mut boxes, mut run) = (Vec::new(), Vec::new(), String::new());
        let mut end = |boxes: &[usize], run: &mut String| {
            let text = run.split_whitespace().collect::<Vec<_>>().join(" ");
            run.clear();
            if !text.is_empty() {
                pieces.push((boxes.to_vec(), text));
            }
        };
        for (i, event) in self.page.events.iter().enumerate() {
            match event {
                Event::Open(element) if !is_inline(element) => {
                    end(&boxes, &mut run);
                    boxes.push(i);
                }
                Event::Close(start) if boxes.last() == Some(start) => {
                    end(&boxes, &mut run);
                    boxes.pop();
                }
                Event::Text(text) => run.push_str(text),
                _ => {}
            }
        }
        pieces
    }

    /// The elements around another, the nearest first.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = (usize, &'p Element)> {
        let mut next = self.parent(at);
        std::iter::from_fn(move || {
            let at = next?;
            next = self.parent(at);
            Some((at, self.element(at)?))
        })
    }

    /// The nearest element around another that is no inline one.
    pub(super) fn block(&self, at: usize) -> Option<usize> {
        self.around(at).find(|(_, element)| element::role(element) != Role::Inline).map(|(at, _)| at)
    }

    /// Visible characters inside an element.
    pub(super) fn chars(&self, at: usize) -> usize {
        self.visible[self.end(at)] - self.visible[at]
    }

    /// Visible characters between two elements of which neither is in the other.
    pub(super) fn chars_between(&self, one: usize, other: usize) -> usize {
        let (first, second) = (one.min(other), one.max(other));
        self.visible[second].saturating_sub(self.visible[self.end(first)])
    }

    /// Visible characters of the whole page.
    pub(super) fn all_chars(&self) -> usize {
        self.visible.last().copied().unwrap_or(0)
    }

    /// Visible characters in front of an element inside the one around it, and behind it.
    pub(super) fn beside(&self, at: usize, around: usize) -> (usize, usize) {
        let before = self.visible[at] - self.visible[around];
        (before, self.visible[self.end(around)] - self.visible[self.end(at)])
    }

    /// The text inside an element, white space collapsed.
    pub(super) fn text(&self, at: usize) -> String {
        let texts = self.page.events[at..self.end(at)].iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        let joined: String = texts.collect();
        joined.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The last visible character in front of an element within the one around it.
    pub(super) fn before(&self, at: usize, around: usize) -> Option<char> {
        self.page.events[around..at].iter().rev().find_map(|event| match event {
            Event::Text(text) => text.chars().rev().find(|c| !c.is_whitespace()),
            _ => None,
        })
    }

    /// The first visible character behind an element within the one around it.
    pub(super) fn after(&self, at: usize, around: usize) -> Option<char> {
        self.page.events[self.end(at)..self.end(around)].iter().find_map(|event| match event {
            Event::Text(text) => text.chars().find(|c| !c.is_whitespace()),
            _ => None,
        })
    }

    /// The word in front of an element within the one around it, if nothing parts the two.
    pub(super) fn word_before(&self, at: usize, around: usize) -> String {
        let mut word = Vec::new();
        for event in self.page.events[around..at].iter().rev() {
            let Event::Text(text) = event else { continue };
            for c in text.chars().rev() {
                if c.is_whitespace() {
                    return word.into_iter().rev().collect();
                }
                word.push(c);
            }
        }
        word.into_iter().rev().collect()
    }
}

/// True for an element that runs in its line.
pub(super) fn is_inline(element: &Element) -> bool {
    element::role(element) == Role::Inline
}

/// True for a heading.
pub(super) fn is_heading(element: &Element) -> bool {
    matches!(element::role(element), Role::Heading(_))
}

/// True for an element that its page hides: by an attribute, or by style.
pub(super) fn is_hidden(element: &Element) -> bool {
    element.attribute("hidden").is_some() || element.dress.is_hidden()
}

/// The words that class and id are made of.
pub(super) fn name_words(element: &Element) -> Vec<&str> {
    element.names.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect()
}
