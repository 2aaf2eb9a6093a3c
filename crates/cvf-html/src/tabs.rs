//! Tabs: labels that stand in a row above their panels. Each is read in front of its panel.

use crate::page::{Element, Event, Page};
use std::collections::{BTreeMap, BTreeSet};

/// Which elements are the labels of which panels, both by the index of their opening.
#[derive(Debug, Default)]
pub(crate) struct Tabs {
    panel_of: BTreeMap<usize, usize>,
    panels: BTreeSet<usize>,
}

impl Tabs {
    pub(crate) fn of(page: &Page) -> Self {
        let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
        let mut labelled: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, element) in elements(page) {
            if let Some(id) = &element.id {
                by_id.entry(id).or_insert(i);
            }
            if let Some(by) = element.attribute("aria-labelledby").filter(|_| element.is_role("tabpanel")) {
                labelled.entry(by).or_insert(i);
            }
        }
        let mut tabs = Self::default();
        let mut bar_end = 0;
        for (i, element) in elements(page) {
            if element.names.split(|c: char| !c.is_alphanumeric()).any(|w| w == "tab" || w == "tabs") {
                bar_end = bar_end.max(element.end);
            }
            let named = target(element, i < bar_end).and_then(|id| by_id.get(id));
            let labels = element.id.as_deref().filter(|_| element.is_role("tab")).and_then(|id| labelled.get(id));
            if let Some(&panel) = named.or(labels).filter(|panel| **panel > element.end) {
                tabs.add(i, panel);
            }
        }
        tabs.pair_by_order(page);
        tabs
    }

    fn add(&mut self, tab: usize, panel: usize) {
        if self.panels.insert(panel) {
            self.panel_of.insert(tab, panel);
        }
    }

    /// Tabs that name no panel belong to the panels that name no tab, one to one.
    fn pair_by_order(&mut self, page: &Page) {
        let is_tab = |(i, e): &(usize, &Element)| e.is_role("tab") && !self.panel_of.contains_key(i);
        let is_panel = |(i, e): &(usize, &Element)| e.is_role("tabpanel") && !self.panels.contains(i);
        let tabs: Vec<usize> = elements(page).filter(is_tab).map(|(i, _)| i).collect();
        let panels: Vec<usize> = elements(page).filter(is_panel).map(|(i, _)| i).collect();
        if tabs.len() == panels.len() && tabs.iter().zip(&panels).all(|(tab, panel)| tab < panel) {
            tabs.into_iter().zip(panels).for_each(|(tab, panel)| self.add(tab, panel));
        }
    }

    /// The panel of the tab that was opened at an index.
    pub(crate) fn panel(&self, tab: usize) -> Option<usize> {
        self.panel_of.get(&tab).copied()
    }
}

fn elements(page: &Page) -> impl Iterator<Item = (usize, &Element)> {
    page.events.iter().enumerate().filter_map(|(i, event)| match event {
        Event::Open(element) => Some((i, element.as_ref())),
        _ => None,
    })
}

/// The id of the panel that a tab names.
fn target(element: &Element, in_bar: bool) -> Option<&str> {
    let toggle = element.attribute("data-bs-toggle").or(element.attribute("data-toggle"));
    let tab = element.is_role("tab") || matches!(toggle, Some("tab" | "pill"));
    let link = element.tag == "a" && in_bar;
    let inner = ["data-bs-target", "data-target", "href"].into_iter().filter_map(|a| element.attribute(a));
    let inner = inner.filter_map(|link| link.strip_prefix('#')).find(|id| !id.is_empty());
    element.attribute("aria-controls").filter(|_| tab).or(inner.filter(|_| tab || link))
}
