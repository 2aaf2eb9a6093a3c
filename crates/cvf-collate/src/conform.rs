//! Which sources print the national text, and which a framework of their own.

use crate::outline::in_steps_of;
use crate::{Role, Source};
use cvf_framework::{Kind, Part, Profile, Route, Unit};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Sources, or parts of sources, that print one framework.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// Id of the framework: the edition's, or the source's own.
    pub(crate) framework: String,
    pub(crate) national: bool,
    /// Units by source, sources in order of authority.
    pub(crate) witnesses: Vec<(&'a Source, Vec<&'a Unit>)>,
}

/// Share of a source's competency names and levels that must be the edition's.
const CONFORMING: f64 = 0.8;

pub(crate) fn groups<'a>(sources: &[&'a Source], edition: &Profile) -> Vec<Group<'a>> {
    let mut national = Group { framework: edition.framework.clone(), national: true, witnesses: Vec::new() };
    let mut own: BTreeMap<String, Group<'a>> = BTreeMap::new();
    for source in sources {
        let follows = source.role.map_or_else(|| conforms(source, edition), |role| role == Role::National);
        let values = follows && values_conform(source, edition);
        let is_national = |u: &Unit| if u.route.value.is_some() { values } else { follows };
        let text = source.witness.units.iter().filter(|u| !matches!(u.kind, Kind::Title | Kind::Note));
        let (theirs, others): (Vec<&Unit>, Vec<&Unit>) = text.partition(|u| is_national(u));
        if !theirs.is_empty() {
            national.witnesses.push((source, theirs));
        }
        if !others.is_empty() {
            let fresh = || Group { framework: source.id.clone(), national: false, witnesses: Vec::new() };
            own.entry(source.id.clone()).or_insert_with(fresh).witnesses.push((source, others));
        }
    }
    [national].into_iter().chain(own.into_values()).collect()
}

/// True if nearly all competencies and levels are the edition's, and there are no
/// sub-competencies where the edition has none.
pub(crate) fn conforms(source: &Source, edition: &Profile) -> bool {
    let routes = source.witness.units.iter().map(|u| &u.route).filter(|r| r.competency.is_some());
    let routes: BTreeSet<Cow<'_, Route>> = routes.map(|r| in_steps_of(r, edition)).collect();
    let names: BTreeSet<&str> = routes.iter().filter_map(|r| r.competency.as_deref()).collect();
    let levels: BTreeSet<&str> = routes.iter().filter_map(|r| r.level.as_deref()).collect();
    let known = names.iter().filter(|n| edition.resolve(n).is_some_and(|k| k.part == Part::Competency)).count();
    let level = |l: &&&str| edition.level_position(&edition.level_label(l)).is_some();
    let known_levels = levels.iter().filter(level).count();
    let share = |known: usize, all: usize| all == 0 || known as f64 >= CONFORMING * all as f64;
    let subs = routes.iter().any(|r| r.sub_competency.is_some());
    (edition.has_sub_competencies() || !subs) && share(known, names.len()) && share(known_levels, levels.len())
}

/// The edition whose names most sources print, if at least half of them do.
pub fn recognise<'p>(sources: &[Source], editions: &[&'p Profile]) -> Option<&'p Profile> {
    let names = |s: &Source| s.witness.units.iter().any(|u| u.route.competency.is_some());
    let follows = |e: &Profile| sources.iter().filter(|s| names(s) && conforms(s, e)).count();
    let known = |e: &Profile| {
        let printed = sources.iter().flat_map(|s| s.witness.units.iter().filter_map(|u| u.route.competency.as_deref()));
        printed.collect::<BTreeSet<_>>().into_iter().filter(|n| e.resolve(n).is_some()).count()
    };
    let counted = editions.iter().enumerate().map(|(at, e)| (follows(e), known(e), std::cmp::Reverse(at), *e));
    let best = counted.max_by_key(|(follow, known, at, _)| (*follow, *known, *at))?;
    (best.0 > 0 && 2 * best.0 >= sources.len()).then_some(best.3)
}

/// True if every value is the edition's: a force's own values are its own even beside the
/// national competencies.
fn values_conform(source: &Source, edition: &Profile) -> bool {
    let mut values = source.witness.units.iter().filter_map(|u| u.route.value.as_deref());
    values.all(|v| edition.resolve(v).is_some_and(|k| k.part == Part::Value))
}

/// The names of a route in the edition's own form, where it knows them.
pub(crate) fn canonical(route: &Route, edition: &Profile) -> Route {
    let name = |printed: &Option<String>, part: Part| {
        let printed = printed.as_deref()?;
        let known = edition.resolve(printed).filter(|k| k.part == part);
        Some(known.map_or_else(|| printed.to_owned(), |k| k.name))
    };
    let route = &in_steps_of(route, edition);
    let competency = route.competency.as_deref().and_then(|c| edition.resolve(c));
    let has_clusters = edition.clusters.iter().any(|c| c.name.is_some());
    let cluster = match competency {
        // What stands over it is the title, or another's grouping.
        Some(_) if !has_clusters => None,
        known => known.and_then(|k| k.cluster).or_else(|| name(&route.cluster, Part::Cluster)),
    };
    Route {
        cluster,
        competency: name(&route.competency, Part::Competency),
        sub_competency: name(&route.sub_competency, Part::SubCompetency),
        value: name(&route.value, Part::Value),
        level: route.level.as_deref().map(|l| edition.level_label(l)),
    }
}

/// Every name that a source prints, as a key.
pub(crate) fn printed_names(sources: &[&Source]) -> BTreeSet<String> {
    let routes = sources.iter().flat_map(|s| s.witness.units.iter().map(|u| &u.route));
    let names = routes.flat_map(|r| [&r.cluster, &r.competency, &r.sub_competency, &r.value, &r.level]);
    names.flatten().map(|name| cvf_framework::names::key(name)).collect()
}
