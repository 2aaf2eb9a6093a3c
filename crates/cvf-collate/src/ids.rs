//! Ids of statements: readable, and kept from one build to the next.
//!
//! What was issued is known from the canon of the last build and from the decisions, which name
//! statements by id and text. What decisions open gets its id behind everything that the sources
//! print: a build from nothing and one after another give the same ids.

use crate::Decision;
use crate::places::similarity;
use crate::settle::{Settled, node_id};
use cvf_framework::{Canon, CanonUnit, Kind, Profile, Prose, names};
use std::collections::{BTreeMap, BTreeSet};

/// A text is the same statement as an old one in its place if it is at least this alike.
const SAME_PLACE: f64 = 0.6;
/// … and elsewhere in the framework.
const MOVED: f64 = 0.85;

/// The ids in use and those that were.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// Statements of the previous canon that have found no successor yet.
    old: Vec<CanonUnit>,
    /// Statements that were taken out.
    gone: Vec<CanonUnit>,
    retired: BTreeMap<String, Prose>,
    used: BTreeSet<String>,
    /// Ids that decisions name, with the texts that they had, if they are still to be found. They
    /// are nobody else's, and those behind them are still free.
    reserved: BTreeMap<String, Option<Prose>>,
    /// False while nobody relies on the ids: then none is retired.
    released: bool,
}

impl Ids {
    pub(crate) fn new(previous: Option<&Canon>, released: bool, decisions: &[Decision]) -> Self {
        let old: Vec<CanonUnit> = previous.map(Canon::units).unwrap_or_default();
        let retired = previous.iter().flat_map(|c| &c.retired).map(|r| (r.id.clone(), r.text.clone())).collect();
        let used = old.iter().filter(|_| released).map(|u| u.id.clone()).collect();
        let named = |d: &Decision| {
            let other = d.one_with.as_ref().map(|o| (o.place.clone(), Some(o.was.clone())));
            [Some((d.place.clone(), Some(d.was.clone()))), other].into_iter().flatten()
        };
        let reserved = decisions.iter().flat_map(named).collect();
        Self { used, reserved, old, gone: Vec::new(), retired, released }
    }

    /// Statements that decisions took out: their ids are not handed on.
    pub(crate) fn exclude(&mut self, ids: &BTreeSet<&str>) {
        let (gone, old) = std::mem::take(&mut self.old).into_iter().partition(|u| ids.contains(u.id.as_str()));
        (self.gone, self.old) = (gone, old);
        self.reserved.iter_mut().filter(|(id, _)| ids.contains(id.as_str())).for_each(|(_, text)| *text = None);
    }

    /// Gives every statement of a framework its id: an old one where its text goes on, else
    /// the next free number in its place.
    pub(crate) fn assign(&mut self, framework: &str, edition: &Profile, settled: &mut [Settled<'_>]) {
        let given: BTreeSet<&str> = settled.iter().map(|s| s.id.as_str()).collect();
        self.old.retain(|u| !given.contains(u.id.as_str()));
        self.keep(framework, settled, 1.0, true);
        self.keep(framework, settled, 1.0, false);
        self.keep(framework, settled, SAME_PLACE, true);
        self.keep(framework, settled, MOVED, false);
        self.keep_decided(framework, edition, settled);
        let mut fresh: Vec<&mut Settled<'_>> = settled.iter_mut().filter(|s| s.id.is_empty()).collect();
        fresh.sort_by_key(|s| s.opened);
        for place in fresh {
            let prefix = prefix(framework, edition, place);
            place.id = self.back_again(&prefix, &place.text).unwrap_or_else(|| self.next_free(&prefix));
        }
    }

    /// Hands old ids on to statements at least as alike as `least`, the most alike first; at 1
    /// only equal texts count.
    fn keep(&mut self, framework: &str, settled: &mut [Settled<'_>], least: f64, same_place: bool) {
        let mut pairs = Vec::new();
        for (o, old) in self.old.iter().enumerate().filter(|(_, u)| u.framework == framework) {
            for (n, new) in settled.iter().enumerate().filter(|(_, s)| s.id.is_empty() && s.kind == old.kind) {
                if same_place && !(old.route.same_names(&new.route) && old.route.level == new.route.level) {
                    continue;
                }
                let score = match old.text == new.text {
                    true => 1.0,
                    false if least < 1.0 => similarity(&old.text, &new.text).min(0.999),
                    false => continue,
                };
                if score >= least {
                    pairs.push((score, o, n));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut gone = BTreeSet::new();
        for (_, o, n) in pairs {
            if !gone.contains(&o) && settled[n].id.is_empty() {
                settled[n].id.clone_from(&self.old[o].id);
                self.used.insert(self.old[o].id.clone());
                gone.insert(o);
            }
        }
        let mut index = 0;
        self.old.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
    }

    /// Hands ids that only decisions know on to the statements whose texts were those, or nearly:
    /// a decision whose text has changed is about the statement all the same, and stale.
    fn keep_decided(&mut self, framework: &str, edition: &Profile, settled: &mut [Settled<'_>]) {
        let given: BTreeSet<String> = settled.iter().map(|s| s.id.clone()).collect();
        let known = |id: &String| given.contains(id) || self.used.contains(id) || self.retired.contains_key(id);
        for (id, text) in self.reserved.iter_mut().filter(|(id, _)| !known(id)) {
            let Some(was) = text.as_ref() else { continue };
            let likeness = |s: &Settled<'_>| similarity(was.as_str(), &s.was);
            let here = |s: &&mut Settled<'_>| s.id.is_empty() && is_under(id, &prefix(framework, edition, s));
            let alike = settled.iter_mut().filter(here).filter(|s| likeness(s) >= SAME_PLACE);
            if let Some(best) = alike.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
                best.id.clone_from(id);
                *text = None;
            }
        }
    }

    /// The id that the same statement had in the same place before it went away.
    fn back_again(&mut self, prefix: &str, text: &str) -> Option<String> {
        let same = |(id, old): &(&String, &Prose)| is_under(id, prefix) && similarity(old.as_str(), text) >= MOVED;
        let id = self.retired.iter().find(same).map(|(id, _)| id.clone())?;
        self.retired.remove(&id);
        self.used.insert(id.clone());
        Some(id)
    }

    fn next_free(&mut self, prefix: &str) -> String {
        let id = (1..).map(|n| format!("{prefix}.{n}")).find(|id| self.is_free(id, prefix));
        let id = id.unwrap_or_default();
        self.used.insert(id.clone());
        id
    }

    /// Free is what comes after every id that was ever given in the place.
    fn is_free(&self, id: &str, prefix: &str) -> bool {
        if self.reserved.contains_key(id) {
            return false;
        }
        if !self.released {
            return !self.used.contains(id) && !self.retired.contains_key(id);
        }
        let number =
            |id: &str| id.strip_prefix(prefix).and_then(|r| r.strip_prefix('.')).and_then(|n| n.parse::<u32>().ok());
        let given = self.used.iter().chain(self.retired.keys()).filter_map(|used| number(used));
        number(id).is_some_and(|n| given.max().is_none_or(|most| n > most))
    }

    /// Ids that are no longer used, with their last texts; while sources could not be read
    /// nothing is retired for their sake.
    pub(crate) fn retired(&self, complete: bool) -> BTreeMap<String, Prose> {
        let gone = self
            .old
            .iter()
            .filter(|_| complete)
            .chain(&self.gone)
            .filter(|_| self.released)
            .map(|u| (u.id.clone(), Prose::new(&u.text)));
        self.retired.clone().into_iter().chain(gone).collect()
    }
}

/// `innovative-open-minded.3`, `legacy.problem-solving.underdone`, `integrity.description`.
pub(crate) fn prefix(framework: &str, edition: &Profile, settled: &Settled<'_>) -> String {
    let route = &settled.route;
    let name =
        route.sub_competency.as_ref().or(route.competency.as_ref()).or(route.value.as_ref()).or(route.cluster.as_ref());
    let mut parts: Vec<String> = Vec::new();
    if framework != edition.framework {
        parts.push(framework.to_owned());
    }
    parts.extend(name.map(|n| node_id(n, edition)));
    match (settled.kind, &route.level) {
        (Kind::Indicator, Some(level)) => parts.push(names::key(level).replace(' ', "-")),
        (kind, _) => parts.push(kind.id_part().to_owned()),
    }
    parts.join(".")
}

/// True for an id that was given in the place whose ids begin so.
pub(crate) fn is_under(id: &str, prefix: &str) -> bool {
    id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
}
