//! Whether each print stands where the canon has its statement.

use crate::matching::Print;
use crate::scope::{List, list_of};
use cvf_framework::{CanonUnit, Kind, Part, Route, names};
use std::collections::{BTreeMap, BTreeSet};

/// How a print stands to the canon's place of its statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Under the canon's names, or names that stand for them.
    Home,
    /// Under no names, among its own kind or in running text.
    Unknown,
    /// Elsewhere.
    Moved {
        /// Where it stands.
        to: Route,
    },
}

/// Where the copy's names stand in the canon: the same name, or the one under which most of
/// its statements are found.
pub(crate) struct Homes {
    by_name: BTreeMap<(Part, String), BTreeMap<String, usize>>,
    /// The canon's labels of levels.
    levels: BTreeSet<String>,
}

const PARTS: [Part; 5] = [Part::Cluster, Part::Competency, Part::SubCompetency, Part::Value, Part::Level];

/// Share of the statements under a name that must be of one place before it stands for that place.
const STANDS_FOR: f64 = 0.65;

impl Homes {
    pub(crate) fn learn(canon: &[CanonUnit], prints: &[Print]) -> Self {
        let mut by_name: BTreeMap<(Part, String), BTreeMap<String, usize>> = BTreeMap::new();
        let levels = canon.iter().filter_map(|u| u.route.level.clone()).collect();
        for print in prints {
            let Some(route) = &print.route else { continue };
            for part in PARTS {
                if let (Some(ours), Some(theirs)) = (canon[print.canon].route.part(part), route.part(part)) {
                    let votes = by_name.entry((part, names::key(theirs))).or_default();
                    *votes.entry(ours.to_owned()).or_default() += 1;
                }
            }
        }
        Self { by_name, levels }
    }

    /// The canon's name for a printed one; none for a name that stands over statements of several.
    pub(crate) fn name(&self, part: Part, printed: &str) -> Option<&str> {
        let votes = self.by_name.get(&(part, names::key(printed)))?;
        let same = votes.keys().find(|n| names::is_same_name(n, printed));
        let all: usize = votes.values().sum();
        let most = || {
            let best = votes.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(*name)));
            best.filter(|(_, n)| **n as f64 >= STANDS_FOR * all as f64).map(|(name, _)| name)
        };
        same.or_else(most).map(String::as_str)
    }

    /// The canon's label for a printed one: its own, or that of the level whose statements stand
    /// under it ("Constable", "Level 1¶"); none for a label over statements of several levels, which
    /// says something else ("EN", "Evidence").
    fn level(&self, printed: &str) -> Option<&str> {
        if let Some(same) = self.levels.get(printed) {
            return Some(same);
        }
        let votes = self.by_name.get(&(Part::Level, names::key(printed)))?;
        let all: usize = votes.values().sum();
        let best = votes.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(*name)));
        best.filter(|(_, n)| **n as f64 >= STANDS_FOR * all as f64).map(|(name, _)| name.as_str())
    }

    /// True if a print stands under the canon's names for its place.
    fn is_home(&self, canon: &Route, copy: &Route) -> bool {
        [Part::Competency, Part::SubCompetency, Part::Value].into_iter().all(|part| {
            match (canon.part(part), copy.part(part)) {
                (Some(ours), Some(theirs)) => {
                    names::is_same_name(ours, theirs) || self.name(part, theirs).is_none_or(|name| name == ours)
                }
                _ => true,
            }
        }) && self.is_level(canon, copy)
    }

    fn is_level(&self, canon: &Route, copy: &Route) -> bool {
        match (canon.level.as_deref(), copy.level.as_deref()) {
            (Some(ours), Some(theirs)) => self.level(theirs).is_none_or(|level| level == ours),
            _ => true,
        }
    }
}

/// Where each print stands.
pub(crate) fn standings(canon: &[CanonUnit], prints: &[Print], homes: &Homes) -> Vec<Standing> {
    let mut standings: Vec<Standing> = prints.iter().map(|p| by_names(&canon[p.canon], p, homes)).collect();
    by_neighbours(canon, prints, &mut standings);
    standings
}

fn by_names(canon: &CanonUnit, print: &Print, homes: &Homes) -> Standing {
    let Some(route) = &print.route else { return Standing::Unknown };
    let named = route.competency.is_some() || route.value.is_some() || route.sub_competency.is_some();
    if named && !homes.is_home(&canon.route, route) {
        return Standing::Moved { to: route.clone() };
    }
    let told = |part: Part| canon.route.part(part).is_none() || route.part(part).is_some();
    let level = || canon.route.level.is_none() || route.level.as_deref().is_some_and(|l| homes.level(l).is_some());
    let named = told(Part::Competency) && told(Part::Value) && (level() || canon.kind != Kind::Indicator);
    if named { Standing::Home } else { Standing::Unknown }
}

/// Longest run of statements that counts as moved among those of another list.
const RUN: usize = 2;

/// Where no names are printed: statements of one list among those of another.
fn by_neighbours(canon: &[CanonUnit], prints: &[Print], standings: &mut [Standing]) {
    let loose: Vec<usize> = (0..prints.len())
        .filter(|&p| standings[p] == Standing::Unknown && canon[prints[p].canon].kind == Kind::Indicator)
        .collect();
    let list = |p: usize| list_of(&canon[prints[p].canon]);
    let runs: Vec<Vec<usize>> = loose.chunk_by(|&a, &b| list(a) == list(b)).map(<[usize]>::to_vec).collect();
    let mut sizes: BTreeMap<List, usize> = BTreeMap::new();
    loose.iter().for_each(|&p| *sizes.entry(list(p)).or_default() += 1);
    let mut gone = vec![false; runs.len()];
    for pass in [Pass::Among, Pass::Between] {
        for n in 0..runs.len() {
            let own = list(runs[n][0]);
            let before = (0..n).rev().find(|&m| !gone[m]).map(|m| list(runs[m][0]));
            let next = (n + 1..runs.len()).find(|&m| !gone[m]).map(|m| list(runs[m][0]));
            let foreign = before.as_ref() != Some(&own) && next.as_ref() != Some(&own);
            let fits = match pass {
                Pass::Among => {
                    before.is_some() && before == next && runs[n].len() <= RUN && !goes_on(&runs, n, prints, &list)
                }
                Pass::Between => runs[n].len() == 1 && sizes[&own] > RUN,
            };
            let known = sizes[&own] > runs[n].len() || (sizes[&own] == 1 && matches!(pass, Pass::Among));
            if let Some((_, _, to)) = before.or(next).filter(|_| !gone[n] && foreign && fits && known) {
                gone[n] = true;
                runs[n].iter().for_each(|&p| standings[p] = Standing::Moved { to: to.clone() });
            }
        }
    }
}

/// First those among statements of one list, then those where two lists meet.
#[derive(Clone, Copy)]
enum Pass {
    Among,
    Between,
}

/// True if a run goes on in the canon's order from, or to, another of its list close by.
fn goes_on(runs: &[Vec<usize>], n: usize, prints: &[Print], list: &impl Fn(usize) -> List) -> bool {
    let own = list(runs[n][0]);
    let short = |m: usize| runs[m].len() <= RUN;
    let canon = |p: usize| prints[p].canon;
    let after = n + 2 < runs.len() && short(n + 1) && list(runs[n + 2][0]) == own;
    let before = n > 1 && short(n - 1) && list(runs[n - 2][0]) == own;
    let last = |run: &[usize]| run.last().map_or(0, |&p| canon(p));
    (after && last(&runs[n]) < canon(runs[n + 2][0])) || (before && last(&runs[n - 2]) < canon(runs[n][0]))
}
