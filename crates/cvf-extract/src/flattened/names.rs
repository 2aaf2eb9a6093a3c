//! What is known of names, levels and cells before a flattened page is read.

use super::lexicon::normal;
use cvf_framework::{Kind, Part, Profiles, Route};
use std::collections::{BTreeMap, BTreeSet};

/// What the rest of the document says about names, levels and cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Names by their words, with their part and the route of a unit under them.
    pub(super) names: BTreeMap<Vec<String>, (Part, Route)>,
    /// Labels of levels, in order.
    pub(super) levels: Vec<String>,
    /// Number of items in most cells, if most have the same.
    pub(super) items: Option<usize>,
    /// Levels that each sub-competency or competency has.
    taken: BTreeMap<Vec<String>, BTreeSet<String>>,
}

/// A name as its words.
pub(super) fn key(name: &str) -> Vec<String> {
    name.split_whitespace().map(|w| normal(w.trim_matches('*'))).collect()
}

impl Known {
    /// What the routes of the document's units tell, and those of other texts.
    pub(super) fn of<'a>(
        routes: impl Iterator<Item = (Kind, &'a Route)>,
        others: impl Iterator<Item = &'a Route>,
    ) -> Self {
        let mut known = Self::default();
        let mut cells: BTreeMap<&Route, usize> = BTreeMap::new();
        for (kind, route) in routes {
            known.add(route);
            known.take(route);
            if kind == Kind::Indicator && route.level.is_some() {
                *cells.entry(route).or_default() += 1;
            }
        }
        others.for_each(|route| known.add(route));
        known.levels.sort();
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        cells.values().for_each(|n| *sizes.entry(*n).or_default() += 1);
        let most = sizes.iter().max_by_key(|(_, n)| **n);
        known.items = most.filter(|(_, n)| **n * 10 >= cells.len() * 8 && cells.len() >= 4).map(|(k, _)| *k);
        known
    }

    fn add(&mut self, route: &Route) {
        for part in [Part::Cluster, Part::Competency, Part::SubCompetency] {
            if let Some(name) = route.part(part) {
                self.names.entry(key(name)).or_insert_with(|| (part, route.clone()));
            }
        }
        if let Some(level) = route.level.as_ref().filter(|l| !self.levels.contains(l)) {
            self.levels.push(level.clone());
        }
    }

    /// Notes that the document has a column's cell at a level elsewhere.
    fn take(&mut self, route: &Route) {
        let lowest = route.sub_competency.as_ref().or(route.competency.as_ref());
        if let (Some(level), Some(name)) = (&route.level, lowest) {
            self.taken.entry(key(name)).or_default().insert(level.clone());
        }
    }

    /// The part that the lowest names of the document are.
    pub(super) fn lowest(&self) -> Part {
        let parts = self.names.values().map(|(part, _)| *part);
        let lowest = parts.filter(|p| *p != Part::Cluster).max();
        lowest.unwrap_or(Part::SubCompetency)
    }

    /// The part and the route of a name, if it is known.
    pub(super) fn find(&self, words: &[String], profiles: &Profiles) -> Option<(Part, Option<Route>)> {
        if let Some((part, route)) = self.names.get(words) {
            return Some((*part, Some(route.clone())));
        }
        let found = profiles.resolve(&words.join(" ")).filter(|k| k.part != Part::Level)?;
        Some((found.part, None))
    }

    /// True if a column has this level already.
    pub(super) fn has(&self, column: &str, level: &str) -> bool {
        self.taken.get(&key(column)).is_some_and(|levels| levels.contains(level))
    }
}
