//! A framework's names as its sources print them, for frameworks that no profile describes.

use crate::outline::agreed;
use crate::source::{Role, Source};
use crate::title::{Title, title};
use cvf_framework::names::{is_same_name, key, slug};
use cvf_framework::{LevelProfile, NamedNode, Profile, ProfileCluster, Route};
use std::collections::{BTreeMap, BTreeSet};

/// Names that were found, and what is not sure about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The names, with ids made of their words.
    pub profile: Profile,
    /// Ids of the sources that print this framework; others print one of their own.
    pub followers: Vec<String>,
    /// What a person should look at, in sentences.
    pub unsure: Vec<String>,
    /// True if a title names the edition.
    pub has_edition: bool,
}

/// Finds the framework that most sources print, and its names: for each the form that most
/// independent sources print, in the sources' own order.
pub fn derive(sources: &[Source]) -> Derived {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    let mut unsure = Vec::new();
    let agreed = agreed(&sources, &mut unsure);
    let sources: Vec<&Source> = agreed.iter().map(AsRef::as_ref).collect();
    let followers = followers(&sources);
    for other in sources.iter().filter(|s| followers.iter().all(|f| f.id != s.id)) {
        unsure.push(format!("{} prints other names, so it is taken for a framework of its own", other.id));
    }
    let Title { name, edition, has_edition } = title(&followers, &mut unsure);
    let levels = levels(&followers, &mut unsure);
    let competencies = names(&followers, "competency", &mut unsure, |r| r.competency.as_deref());
    let competencies = without_levels(competencies, &levels, &mut unsure);
    let cluster_names = names(&followers, "cluster", &mut unsure, |r| r.cluster.as_deref());
    let values = names(&followers, "value", &mut unsure, |r| r.value.as_deref());
    let mut ids = BTreeSet::new();
    let parts: Vec<Vec<Name>> = competencies.iter().map(|c| parts(&followers, c, &mut unsure)).collect();
    let mut nodes: Vec<NamedNode> = competencies.into_iter().map(|name| node(name, &mut ids)).collect();
    for (node, parts) in nodes.iter_mut().zip(parts) {
        node.sub_competencies = parts.into_iter().map(|name| self::node(name, &mut ids)).collect();
    }
    let clusters = clusters(&followers, &nodes, &cluster_names, &mut ids);
    let values = values.into_iter().map(|name| node(name, &mut ids)).collect();
    let profile = Profile { framework: slug(&name), edition, name, clusters, values, levels, sub_competencies: false };
    Derived { profile, followers: followers.iter().map(|s| s.id.clone()).collect(), unsure, has_edition }
}

/// Names that one source reads as competencies and another as levels are levels: a scale comes again,
/// and a name would be met in every source.
fn without_levels(competencies: Vec<Name>, levels: &[LevelProfile], unsure: &mut Vec<String>) -> Vec<Name> {
    let is_level = |name: &Name| levels.len() > 1 && levels.iter().any(|l| key(&l.label) == key(&name.name));
    if competencies.iter().all(is_level) {
        return competencies;
    }
    let (as_levels, competencies): (Vec<Name>, Vec<Name>) = competencies.into_iter().partition(is_level);
    for name in as_levels {
        let name = &name.name;
        unsure
            .push(format!("\"{name}\" is read as a level in one source and as a competency in another: it is a level"));
    }
    competencies
}

/// The sub-competencies of a competency.
fn parts(sources: &[&Source], of: &Name, unsure: &mut Vec<String>) -> Vec<Name> {
    let is = |name: &str| [&of.name].into_iter().chain(&of.aliases).any(|own| key(own) == key(name));
    let inside = |r: &&Route| r.competency.as_deref().is_some_and(is);
    names(sources, "sub-competency", unsure, |r| Some(r).filter(inside)?.sub_competency.as_deref())
}

/// The largest set of sources that print one framework.
fn followers<'a>(sources: &[&'a Source]) -> Vec<&'a Source> {
    let told: Vec<&Source> = sources.iter().filter(|s| s.role != Some(Role::Adaptation)).copied().collect();
    let mut sets: Vec<Vec<&'a Source>> = Vec::new();
    for source in told {
        let (with, without): (Vec<_>, Vec<_>) =
            sets.into_iter().partition(|set| set.iter().any(|other| is_one_framework(source, other)));
        sets = without;
        sets.push(with.into_iter().flatten().chain([source]).collect());
    }
    let size = |set: &Vec<&Source>| set.iter().map(|s| s.voter()).collect::<BTreeSet<_>>().len();
    let first = |set: &Vec<&Source>| set.iter().map(|s| (s.rank, s.id.clone())).min();
    let mut best = sets.into_iter().min_by_key(|set| (std::cmp::Reverse(size(set)), first(set))).unwrap_or_default();
    best.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    best
}

/// True if two sources name the same competencies, or bear one title, or share names of levels.
fn is_one_framework(a: &Source, b: &Source) -> bool {
    let national = |s: &Source| s.role == Some(Role::National);
    let titles = a.witness.title.as_deref().zip(b.witness.title.as_deref());
    let (x, y) = (printed(a, |r| r.competency.as_deref()), printed(b, |r| r.competency.as_deref()));
    let shared = x.iter().filter(|n| y.iter().any(|m| is_same_name(n, m))).count();
    let half = 2 * shared >= x.len().min(y.len());
    let (k, l) = (printed(a, |r| r.level.as_deref()), printed(b, |r| r.level.as_deref()));
    let in_words = |n: &&&str| n.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let levels = k.iter().filter(in_words).filter(|n| l.iter().any(|m| key(n) == key(m))).count();
    (national(a) && national(b)) || half || levels > 1 || titles.is_some_and(|(t, u)| key(t) == key(u))
}

/// The names that a source prints at one step of its routes, in its order.
fn printed<'a>(source: &'a Source, step: impl Fn(&'a Route) -> Option<&'a str>) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    for name in source.witness.units.iter().filter_map(|u| step(&u.route)) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// A name with the other forms in which it is printed.
#[derive(Clone, Debug)]
struct Name {
    name: String,
    aliases: Vec<String>,
}

/// Names that are one in several forms, the form of most voters first, in the sources' order.
fn names<'a>(
    sources: &[&'a Source],
    what: &str,
    unsure: &mut Vec<String>,
    step: impl Fn(&'a Route) -> Option<&'a str>,
) -> Vec<Name> {
    let lists: Vec<(&Source, Vec<&str>)> = sources.iter().map(|s| (*s, printed(s, &step))).collect();
    let groups = grouped(&lists, is_same_name);
    let of = |name: &str| groups.iter().position(|g| g.forms.contains_key(name)).unwrap_or_default();
    let sequences: Vec<Vec<usize>> = lists.iter().map(|(_, list)| list.iter().map(|n| of(n)).collect()).collect();
    let order = merged(&sequences, groups.len());
    let mut out = Vec::new();
    for group in order.into_iter().map(|i| &groups[i]) {
        let name = group.name();
        if name.aliases.iter().any(|a| key(a) != key(&name.name)) {
            unsure.push(format!("the {what} \"{}\" is also printed as \"{}\"", name.name, name.aliases.join("\", \"")));
        }
        out.push(name);
    }
    out
}

/// Forms of one name with who prints them.
#[derive(Debug, Default)]
struct Forms<'a> {
    forms: BTreeMap<&'a str, Vec<&'a Source>>,
}

impl Forms<'_> {
    /// The form of most voters; of equals the one of the best source, then not in capitals.
    fn name(&self) -> Name {
        let weight = |sources: &Vec<&Source>| sources.iter().map(|s| s.voter()).collect::<BTreeSet<_>>().len();
        let best = |sources: &Vec<&Source>| sources.iter().map(|s| s.rank).min();
        let shouts = |name: &str| !name.chars().any(char::is_lowercase);
        let mut forms: Vec<_> = self.forms.iter().collect();
        forms.sort_by_key(|(name, s)| (std::cmp::Reverse(weight(s)), best(s), shouts(name), **name));
        let mut names = forms.into_iter().map(|(name, _)| (*name).to_owned());
        let name = names.next().unwrap_or_default();
        Name { aliases: names.filter(|a| key(a) != key(&name)).collect(), name }
    }
}

fn grouped<'a>(lists: &[(&'a Source, Vec<&'a str>)], same: fn(&str, &str) -> bool) -> Vec<Forms<'a>> {
    let mut groups: Vec<Forms<'a>> = Vec::new();
    for (source, list) in lists {
        for name in list {
            let known = groups.iter_mut().find(|g| g.forms.keys().any(|form| same(form, name)));
            let group = match known {
                Some(group) => group,
                None => {
                    groups.push(Forms::default());
                    let last = groups.len() - 1;
                    &mut groups[last]
                }
            };
            group.forms.entry(name).or_default().push(source);
        }
    }
    groups
}

/// One order of `count` things from several sequences of some of them: before each stands what
/// more sequences have before it than behind it; of equals the one that was named first.
fn merged(sequences: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut before = vec![vec![0_i32; count]; count];
    for sequence in sequences {
        for (at, a) in sequence.iter().enumerate() {
            for b in &sequence[at + 1..] {
                before[*a][*b] += 1;
                before[*b][*a] -= 1;
            }
        }
    }
    let mut left: Vec<usize> = (0..count).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let behind = |a: &usize| left.iter().filter(|b| before[**b][*a] > 0).count();
        let next = left.iter().copied().min_by_key(behind).unwrap_or_default();
        left.retain(|a| *a != next);
        order.push(next);
    }
    order
}

fn node(name: Name, ids: &mut BTreeSet<String>) -> NamedNode {
    NamedNode { id: free(&slug(&name.name), ids), name: name.name, aliases: name.aliases, ..NamedNode::default() }
}

fn free(id: &str, ids: &mut BTreeSet<String>) -> String {
    let names = std::iter::once(id.to_owned()).chain((2..).map(|n| format!("{id}-{n}")));
    names.into_iter().find(|name| ids.insert(name.clone())).unwrap_or_default()
}

/// The clusters with their competencies; each competency stands under the cluster that most
/// sources print over it.
fn clusters(
    sources: &[&Source],
    competencies: &[NamedNode],
    clusters: &[Name],
    ids: &mut BTreeSet<String>,
) -> Vec<ProfileCluster> {
    let is = |name: &str, aliases: &[String], printed: &str| {
        key(name) == key(printed) || aliases.iter().any(|a| key(a) == key(printed))
    };
    let home = |competency: &NamedNode| -> Option<usize> {
        let mut votes: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for source in sources {
            for route in source.witness.units.iter().map(|u| &u.route) {
                let (Some(name), Some(cluster)) = (&route.competency, &route.cluster) else { continue };
                let at = clusters.iter().position(|c| is(&c.name, &c.aliases, cluster));
                if let Some(at) = at.filter(|_| is(&competency.name, &competency.aliases, name)) {
                    votes.entry(at).or_default().insert(source.voter());
                }
            }
        }
        votes.into_iter().max_by_key(|(at, who)| (who.len(), std::cmp::Reverse(*at))).map(|(at, _)| at)
    };
    let homes: Vec<Option<usize>> = competencies.iter().map(home).collect();
    let mut out = Vec::new();
    for at in [None].into_iter().chain((0..clusters.len()).map(Some)) {
        let own = competencies.iter().zip(&homes).filter(|(_, h)| **h == at).map(|(c, _)| c.clone());
        let own: Vec<NamedNode> = own.collect();
        let cluster = at.map(|at| clusters[at].clone());
        if own.is_empty() && cluster.is_none() {
            continue;
        }
        out.push(ProfileCluster {
            id: cluster.as_ref().map(|c| free(&slug(&c.name), ids)),
            name: cluster.as_ref().map(|c| c.name.clone()),
            aliases: cluster.map(|c| c.aliases).unwrap_or_default(),
            competencies: own,
        });
    }
    out
}

/// The levels in the order in which the sources go through them.
fn levels(sources: &[&Source], unsure: &mut Vec<String>) -> Vec<LevelProfile> {
    let lists: Vec<(&Source, Vec<&str>)> = sources.iter().map(|s| (*s, printed(s, |r| r.level.as_deref()))).collect();
    let same = |a: &str, b: &str| key(a) == key(b);
    let groups = grouped(&lists, same);
    let of = |name: &str| groups.iter().position(|g| g.forms.contains_key(name)).unwrap_or_default();
    let sequences: Vec<Vec<usize>> =
        sources.iter().flat_map(|s| sequences(s)).map(|list| list.into_iter().map(of).collect()).collect();
    let labels: Vec<String> = groups.iter().map(|g| g.name().name).collect();
    let mut order = merged(&sequences, groups.len());
    let number = |at: &usize| labels[*at].parse::<u32>().ok();
    if order.iter().all(|at| number(at).is_some()) {
        order.sort_by_key(number);
    }
    let together = |a: usize, b: usize| sequences.iter().any(|s| s.contains(&a) && s.contains(&b));
    for pair in order.windows(2).filter(|p| number(&p[0]).is_none() && !together(p[0], p[1])) {
        let (a, b) = (&labels[pair[0]], &labels[pair[1]]);
        unsure.push(format!("no source prints the levels \"{a}\" and \"{b}\" together, so their order is a guess"));
    }
    order.into_iter().map(|at| LevelProfile { label: labels[at].clone(), aliases: Vec::new() }).collect()
}

/// The levels of each competency of a source, in its order.
fn sequences(source: &Source) -> Vec<Vec<&str>> {
    type Named<'a> = (Option<&'a str>, Option<&'a str>);
    let mut out: Vec<(Named<'_>, Vec<&str>)> = Vec::new();
    for route in source.witness.units.iter().map(|u| &u.route) {
        let Some(level) = route.level.as_deref() else { continue };
        let of = (route.competency.as_deref(), route.sub_competency.as_deref());
        match out.iter_mut().find(|(o, _)| *o == of) {
            Some((_, list)) if list.contains(&level) => {}
            Some((_, list)) => list.push(level),
            None => out.push((of, vec![level])),
        }
    }
    out.into_iter().map(|(_, list)| list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_level_elsewhere_is_no_competency() {
        let name = |n: &str| Name { name: n.to_owned(), aliases: Vec::new() };
        let levels = ["Hand", "Mate"].map(|label| LevelProfile { label: label.to_owned(), aliases: Vec::new() });
        let mut unsure = Vec::new();
        let left = without_levels(vec![name("Rope work"), name("hand"), name("Mate")], &levels, &mut unsure);
        assert_eq!((left.len(), left[0].name.as_str(), unsure.len()), (1, "Rope work", 2));
        let all = without_levels(vec![name("Hand"), name("Mate")], &levels, &mut Vec::new());
        assert_eq!(all.len(), 2, "a framework needs names");
    }

    #[test]
    fn orders_that_agree_are_one_order() {
        assert_eq!(merged(&[vec![0, 1], vec![1, 2]], 3), [0, 1, 2]);
        assert_eq!(merged(&[vec![2, 0], vec![2, 0, 1], vec![1, 2]], 3), [2, 0, 1]);
        assert_eq!(merged(&[], 2), [0, 1]);
    }
}
