//! Readings of one place, gathered across witnesses.

use crate::Source;
use crate::conform::{Group, canonical};
use cvf_framework::{Kind, Profile, Route, Unit, names};
use std::collections::BTreeMap;

/// One witness's reading of a place.
#[derive(Clone, Debug)]
pub(crate) struct PlaceReading<'a> {
    pub(crate) source: &'a Source,
    pub(crate) text: String,
    /// The source printed it in this many parts.
    pub(crate) parts: usize,
    /// Position within the source's list.
    position: usize,
}

/// A place of the framework with all its readings, by authority of their sources.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) kind: Kind,
    pub(crate) route: Route,
    pub(crate) readings: Vec<PlaceReading<'a>>,
    /// Sources that print the same part of the framework without this statement.
    pub(crate) lacking: Vec<&'a Source>,
}

/// Two texts less alike than this are not readings of one place.
const ALIKE: f64 = 0.55;

/// How alike two texts are, from 0 to 1: the longest common subsequence of their characters,
/// dress left out (rapidfuzz's normalised indel similarity).
pub fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (names::key(a), names::key(b));
    rapidfuzz::distance::indel::normalized_similarity(a.chars(), b.chars())
}

/// The readings of one list in each source that has it.
type SourceLists<'a> = Vec<(&'a Source, Vec<PlaceReading<'a>>)>;

/// Gathers the readings of a group's places, in the order of the edition and of the sources.
pub(crate) fn places<'a>(group: &Group<'a>, edition: &Profile) -> Vec<Place<'a>> {
    let mut order: Vec<(Kind, Route)> = Vec::new();
    let mut lists: BTreeMap<(Kind, Route), SourceLists<'a>> = BTreeMap::new();
    for (source, units) in &group.witnesses {
        for (key, readings) in readings_by_place(source, units, group, edition) {
            if !order.contains(&key) {
                order.push(key.clone());
            }
            lists.entry(key).or_default().push((source, readings));
        }
    }
    if group.national {
        in_order(&mut order, edition, |key| (key.0, &key.1));
    }
    let mut places = Vec::new();
    for key in order {
        let lists = lists.remove(&key).unwrap_or_default();
        let printers: Vec<&Source> = lists.iter().map(|(source, _)| *source).collect();
        places.extend(merge_lists(lists).into_iter().map(|readings| {
            let has = |s: &&Source| readings.iter().any(|r| r.source.id == s.id);
            let lacking = printers.iter().filter(|s| !has(s)).copied().collect();
            Place { kind: key.0, route: key.1.clone(), readings, lacking }
        }));
    }
    places
}

type Lists<'a> = Vec<((Kind, Route), Vec<PlaceReading<'a>>)>;

/// A source's readings by place; parts of one indicator are one reading.
fn readings_by_place<'a>(source: &'a Source, units: &[&'a Unit], group: &Group<'a>, edition: &Profile) -> Lists<'a> {
    let mut lists: Lists<'a> = Vec::new();
    let mut part: Option<(u32, (Kind, Route))> = None;
    for unit in units {
        let route = if group.national { canonical(&unit.route, edition) } else { unit.route.clone() };
        let key = (kind_at(unit.kind, &route), route);
        let list = match lists.iter().position(|(k, _)| *k == key) {
            Some(i) => &mut lists[i].1,
            None => {
                lists.push((key.clone(), Vec::new()));
                let last = lists.len() - 1;
                &mut lists[last].1
            }
        };
        let this = unit.part_of.map(|p| (p, key));
        match list.last_mut().filter(|_| this.is_some() && this == part) {
            Some(open) => {
                open.text = format!("{} {}", open.text, unit.text);
                open.parts += 1;
            }
            None => list.push(PlaceReading { source, text: unit.text.clone(), parts: 1, position: list.len() }),
        }
        part = this;
    }
    lists
}

/// What describes a name that is a competency's here describes a competency.
fn kind_at(kind: Kind, route: &Route) -> Kind {
    if kind == Kind::ClusterDescription && route.competency.is_some() { Kind::Description } else { kind }
}

/// Sorts into the edition's order of clusters, competencies, values and levels; what it does not
/// know stays in the order of the sources, behind.
pub(crate) fn in_order<T>(list: &mut [T], edition: &Profile, key: impl Fn(&T) -> (Kind, &Route)) {
    let mut unknown: Vec<String> = Vec::new();
    for item in list.iter() {
        let level = key(item).1.level.clone().unwrap_or_default();
        if edition.level_position(&level).is_none() && !unknown.contains(&level) {
            unknown.push(level);
        }
    }
    // Without an order of its own a level of digits is where its number puts it.
    unknown.sort_by_key(|level| level.parse::<u32>().unwrap_or(u32::MAX));
    let level = |route: &Route| match route.level.as_deref() {
        None => 0,
        Some(label) => match edition.level_position(label) {
            Some(at) => 1 + at,
            None => 1 + edition.levels.len() + unknown.iter().position(|l| l == label).unwrap_or_default(),
        },
    };
    list.sort_by_cached_key(|item| {
        let (kind, route) = key(item);
        (edition_order(kind, route, edition), level(route))
    });
}

fn edition_order(kind: Kind, route: &Route, edition: &Profile) -> (usize, usize, usize) {
    let cluster = edition.clusters.iter().position(|c| c.name == route.cluster);
    let competencies: Vec<&str> =
        edition.clusters.iter().flat_map(|c| &c.competencies).map(|c| c.name.as_str()).collect();
    let competency =
        route.competency.as_deref().map(|n| competencies.iter().position(|c| *c == n).map_or(usize::MAX, |i| i + 1));
    let value = route
        .value
        .as_deref()
        .map_or(0, |n| 1 + edition.values.iter().position(|v| v.name == n).unwrap_or(usize::MAX - 1));
    let step = match kind {
        Kind::ClusterDescription | Kind::Description => 0,
        Kind::Importance => 1,
        _ => 2,
    };
    let first = if value > 0 { usize::MAX } else { cluster.map_or(usize::MAX - 1, |i| i) };
    (first, competency.unwrap_or(0).max(value), step)
}

/// Aligns the lists of several sources, those of highest rank first, so that a lower one finds
/// the places and makes none of theirs other: each reading goes to the place whose readings are
/// most alike, the most alike pairs first; what is like nothing opens a place behind its neighbour.
fn merge_lists<'a>(mut lists: SourceLists<'a>) -> Vec<Vec<PlaceReading<'a>>> {
    lists.sort_by(|(a, x), (b, y)| {
        (a.rank, std::cmp::Reverse(x.len()), &a.id).cmp(&(b.rank, std::cmp::Reverse(y.len()), &b.id))
    });
    let mut places: Vec<Vec<PlaceReading<'a>>> = Vec::new();
    for (_, readings) in lists {
        let homes = homes(&places, &readings);
        let mut fresh: BTreeMap<Option<usize>, Vec<PlaceReading<'a>>> = BTreeMap::new();
        let mut before = None;
        for (reading, home) in readings.into_iter().zip(homes) {
            match home {
                Some(home) => places[home].push(reading),
                None => fresh.entry(before).or_default().push(reading),
            }
            before = home.or(before);
        }
        places = put_behind(places, fresh);
    }
    for readings in &mut places {
        readings.sort_by(|a, b| (a.source.rank, &a.source.id).cmp(&(b.source.rank, &b.source.id)));
    }
    places
}

/// Opens places for new readings, each behind the place its neighbour belongs to.
fn put_behind<'a>(
    places: Vec<Vec<PlaceReading<'a>>>,
    mut fresh: BTreeMap<Option<usize>, Vec<PlaceReading<'a>>>,
) -> Vec<Vec<PlaceReading<'a>>> {
    let single = |r: PlaceReading<'a>| vec![r];
    let mut out: Vec<Vec<PlaceReading<'a>>> = fresh.remove(&None).unwrap_or_default().into_iter().map(single).collect();
    for (i, place) in places.into_iter().enumerate() {
        out.push(place);
        out.extend(fresh.remove(&Some(i)).unwrap_or_default().into_iter().map(single));
    }
    out
}

/// For each reading the place that it belongs to.
fn homes(places: &[Vec<PlaceReading<'_>>], readings: &[PlaceReading<'_>]) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    for (p, place) in places.iter().enumerate() {
        for (r, reading) in readings.iter().enumerate() {
            let best = place.iter().map(|other| similarity(&other.text, &reading.text)).fold(0.0, f64::max);
            let apart = place[0].position.abs_diff(reading.position);
            pairs.push((best, apart, p, r));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    let mut homes = vec![None; readings.len()];
    let mut taken = vec![false; places.len()];
    for (score, _, p, r) in pairs {
        if score >= ALIKE && !taken[p] && homes[r].is_none() {
            homes[r] = Some(p);
            taken[p] = true;
        }
    }
    homes
}
