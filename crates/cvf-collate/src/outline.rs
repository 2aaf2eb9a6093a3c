//! Sources whose layout alone says what a name is, read in the light of the others: a name over
//! everything is the title, and names that another source calls competencies and
//! sub-competencies are that here too.

use crate::Source;
use crate::title::parted;
use cvf_framework::names::key;
use cvf_framework::{Part, Profile, Route};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The sources with titles and steps of their names as all of them together show them.
pub(crate) fn agreed<'a>(sources: &[&'a Source], unsure: &mut Vec<String>) -> Vec<Cow<'a, Source>> {
    let upper = competencies_with_parts(sources);
    let mut out: Vec<Cow<'a, Source>> = sources.iter().map(|s| lowered(s, &upper)).collect();
    let titles: BTreeSet<String> = sources.iter().filter_map(|s| s.witness.title.as_deref()).map(title_key).collect();
    let clusters: BTreeSet<String> = out.iter().flat_map(|s| names(s, Part::Cluster)).map(key).collect();
    let mut over: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in out.iter_mut().filter(|s| s.witness.title.is_none()) {
        let title = match over_all(source) {
            Some(name) if parted(&name).1.is_some() || titles.contains(&title_key(&name)) || clusters.len() == 1 => {
                over.entry(name.clone()).or_default().push(source.id.clone());
                source.to_mut().witness.units.iter_mut().for_each(|u| u.route.cluster = None);
                Some(name)
            }
            Some(_) => None,
            None => over_nothing(source),
        };
        if let Some(title) = title {
            source.to_mut().witness.title = Some(title);
        }
    }
    let told = |(name, ids): (_, Vec<String>)| {
        format!("\"{name}\" stands over all of {}, so it is taken for the title", ids.join(", "))
    };
    unsure.extend(over.into_iter().map(told));
    unsure.extend(told_at_two_steps(&out));
    out
}

/// Names that are a cluster in some sources and a competency in others.
fn told_at_two_steps(sources: &[Cow<'_, Source>]) -> Vec<String> {
    let mut printers: BTreeMap<&str, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for source in sources {
        for (step, part) in [Part::Cluster, Part::Competency].into_iter().enumerate() {
            for name in names(source, part) {
                printers.entry(name).or_default()[step].insert(&source.id);
            }
        }
    }
    let both = printers.into_iter().filter(|(_, [cluster, competency])| !cluster.is_empty() && !competency.is_empty());
    let listed = |ids: BTreeSet<&str>| ids.into_iter().collect::<Vec<_>>().join(", ");
    let sentence = |(name, [cluster, competency]): (&str, [BTreeSet<&str>; 2])| {
        let (upper, lower) = (listed(cluster), listed(competency));
        format!("\"{name}\" is a cluster in {upper} and a competency in {lower}: keep one of them in the profile")
    };
    both.map(sentence).collect()
}

fn title_key(title: &str) -> String {
    key(&parted(title).0)
}

/// The names that a source prints at one step.
fn names(source: &Source, part: Part) -> impl Iterator<Item = &str> {
    source.witness.units.iter().filter_map(move |u| u.route.part(part))
}

/// Keys of the competencies that some source prints with sub-competencies.
fn competencies_with_parts(sources: &[&Source]) -> BTreeSet<String> {
    let routes = sources.iter().flat_map(|s| s.witness.units.iter().map(|u| &u.route));
    routes.filter(|r| r.sub_competency.is_some()).filter_map(|r| r.competency.as_deref()).map(key).collect()
}

/// A source with its names one step lower, where its clusters are what others call competencies.
fn lowered<'a>(source: &'a Source, upper: &BTreeSet<String>) -> Cow<'a, Source> {
    let is_upper = |name: Option<&str>| name.is_some_and(|n| upper.contains(&key(n)));
    let step = |r: &Route| is_lower(r, is_upper(r.cluster.as_deref()), is_upper(r.competency.as_deref()));
    let mut source = Cow::Borrowed(source);
    if source.witness.units.iter().any(|u| step(&u.route)) {
        for unit in source.to_mut().witness.units.iter_mut().filter(|u| step(&u.route)) {
            unit.route = one_lower(&unit.route);
        }
    }
    source
}

fn is_lower(route: &Route, cluster_is_competency: bool, competency_is_one: bool) -> bool {
    route.sub_competency.is_none() && cluster_is_competency && !competency_is_one
}

fn one_lower(route: &Route) -> Route {
    Route {
        cluster: None,
        competency: route.cluster.clone(),
        sub_competency: route.competency.clone(),
        ..route.clone()
    }
}

/// The route with its names one step lower, where the edition has sub-competencies and knows the
/// cluster's name as that of a competency.
pub(crate) fn in_steps_of<'r>(route: &'r Route, edition: &Profile) -> Cow<'r, Route> {
    if !edition.has_sub_competencies() || route.cluster.is_none() || route.sub_competency.is_some() {
        return Cow::Borrowed(route);
    }
    let is = |name: &Option<String>| {
        let known = name.as_deref().and_then(|n| edition.resolve(n));
        known.is_some_and(|k| k.part == Part::Competency)
    };
    if is_lower(route, is(&route.cluster), is(&route.competency)) {
        Cow::Owned(one_lower(route))
    } else {
        Cow::Borrowed(route)
    }
}

/// The one cluster over all competencies of a source, of which there are several.
fn over_all(source: &Source) -> Option<String> {
    let routes = || source.witness.units.iter().map(|u| &u.route).filter(|r| r.competency.is_some());
    let first = routes().next()?.cluster.clone()?;
    let competencies: BTreeSet<&str> = names(source, Part::Competency).collect();
    (competencies.len() > 1 && routes().all(|r| r.cluster.as_ref() == Some(&first))).then_some(first)
}

/// The first name of a source, if nothing stands under it.
fn over_nothing(source: &Source) -> Option<String> {
    const STEPS: [Part; 4] = [Part::Cluster, Part::Competency, Part::SubCompetency, Part::Value];
    let first = source.witness.headings.first().filter(|h| h.part != Part::Level)?;
    let is_used = STEPS.into_iter().flat_map(|part| names(source, part)).any(|name| key(name) == key(&first.name));
    (!is_used).then(|| first.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_framework::{Heading, Kind, Unit, Witness};

    fn unit(cluster: Option<&str>, competency: &str, sub: Option<&str>) -> Unit {
        let own = |name: Option<&str>| name.map(str::to_owned);
        let route = Route {
            cluster: own(cluster),
            competency: own(Some(competency)),
            sub_competency: own(sub),
            ..Route::default()
        };
        Unit::item(Kind::Indicator, route, 1, "Trims the wick.".to_owned())
    }

    fn source(id: &str, title: Option<&str>, units: Vec<Unit>) -> Source {
        let witness = Witness { title: title.map(str::to_owned), units, ..Witness::default() };
        Source { id: id.to_owned(), publisher: None, rank: 1, role: None, witness }
    }

    #[test]
    fn a_name_over_everything_is_the_title() {
        let two = |top| vec![unit(Some(top), "Lamp", None), unit(Some(top), "Sea", None)];
        let sources = [
            source("a", None, two("Keepers 2023")),
            source("b", None, two("Light and water")),
            source("c", Some("Light and Water"), two("Shore")),
        ];
        let told = agreed(&sources.iter().collect::<Vec<_>>(), &mut Vec::new());
        let titles: Vec<Option<&str>> = told.iter().map(|s| s.witness.title.as_deref()).collect();
        assert_eq!(titles, [Some("Keepers 2023"), Some("Light and water"), Some("Light and Water")]);
        assert_eq!(names(&told[1], Part::Cluster).count(), 0);
        assert_eq!(names(&told[2], Part::Cluster).count(), 2, "it has a title of its own");
    }

    #[test]
    fn a_first_name_over_nothing_is_the_title() {
        let mut one = source("a", None, vec![unit(None, "Lamp", None)]);
        let heading = |name: &str| Heading {
            part: Part::Competency,
            name: name.to_owned(),
            route: Route::default(),
            at: cvf_document::Place::default(),
        };
        one.witness.headings = vec![heading("Keepers"), heading("Lamp")];
        assert_eq!(over_nothing(&one).as_deref(), Some("Keepers"));
        one.witness.headings.remove(0);
        assert_eq!(over_nothing(&one), None);
    }

    #[test]
    fn steps_that_one_source_names_hold_for_the_others() {
        let named = source("a", None, vec![unit(None, "Lamp", Some("Trimming"))]);
        let bare = source("b", None, vec![unit(Some("Lamp"), "Trimming", None)]);
        let told = agreed(&[&named, &bare], &mut Vec::new());
        assert_eq!(told[1].witness.units[0].route, told[0].witness.units[0].route);
    }
}
