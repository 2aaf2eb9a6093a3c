//! What of the canon a copy means to print.

use crate::finding::ScopeEntry;
use crate::homes::Standing;
use crate::matching::Print;
use cvf_framework::{CanonUnit, Kind, Part, Route, Witness, names};
use std::collections::{BTreeMap, BTreeSet};

/// A list of the canon: statements of one kind in one place.
pub(crate) type List = (String, Kind, Route);

pub(crate) fn list_of(unit: &CanonUnit) -> List {
    (unit.framework.clone(), unit.kind, unit.route.clone())
}

/// Share of a list that must be printed where no heading says whose list it is …
const SHARE: f64 = 0.4;
/// … and at least so many statements.
const FEWEST: usize = 2;

/// Share of all lists under their own headings below which a copy is a selection: of a list it
/// prints less than this, it does not mean to print the rest.
const SELECTION: f64 = 0.5;

/// The lists that a copy prints: those of which it has a statement under its own heading, those
/// of which it prints a good part without a heading, and those whose competency and level it
/// prints as headings.
pub(crate) fn lists(
    canon: &[CanonUnit],
    witness: &Witness,
    prints: &[Print],
    standings: &[Standing],
) -> BTreeSet<List> {
    let mut home: BTreeMap<List, usize> = BTreeMap::new();
    let mut loose: BTreeMap<List, usize> = BTreeMap::new();
    for (print, standing) in prints.iter().zip(standings) {
        match standing {
            Standing::Home => *home.entry(list_of(&canon[print.canon])).or_default() += 1,
            Standing::Unknown => *loose.entry(list_of(&canon[print.canon])).or_default() += 1,
            Standing::Moved { .. } => {}
        }
    }
    let size = |list: &List| canon.iter().filter(|u| list_of(u) == *list).count();
    let selected = is_selection(&home, size);
    let meant = |(list, n): &(List, usize)| !selected || *n as f64 >= SELECTION * size(list) as f64;
    let mut lists: BTreeSet<List> = home.into_iter().filter(meant).map(|(list, _)| list).collect();
    for (list, n) in loose {
        let size = size(&list);
        if n >= FEWEST.min(size) && n as f64 >= SHARE * size as f64 {
            lists.insert(list);
        }
    }
    if selected {
        return lists;
    }
    let frameworks: BTreeSet<&str> = lists.iter().map(|(f, ..)| f.as_str()).collect();
    let headed = |unit: &&CanonUnit| {
        frameworks.contains(unit.framework.as_str()) && unit.kind == Kind::Indicator && is_headed(&unit.route, witness)
    };
    let headed: Vec<List> = canon.iter().filter(headed).map(list_of).collect();
    if frameworks.len() == 1 {
        lists.extend(headed);
    }
    lists
}

/// True if the lists of which a copy prints indicators are mostly not there.
fn is_selection(home: &BTreeMap<List, usize>, size: impl Fn(&List) -> usize) -> bool {
    let indicators = home.iter().filter(|((_, kind, _), _)| *kind == Kind::Indicator);
    let (printed, all) = indicators.fold((0, 0), |(p, a), (list, n)| (p + n, a + size(list)));
    (printed as f64) < SELECTION * all as f64
}

/// True if a copy has a heading of the list's level under the list's lowest name. A copy may take
/// a sub-competency for a competency of its own.
fn is_headed(route: &Route, witness: &Witness) -> bool {
    let same = |a: Option<&String>, b: Option<&String>| a.zip(b).is_some_and(|(a, b)| names::is_same_name(a, b));
    let under = |printed: &Route| {
        let upper = printed.sub_competency.is_none()
            || route.sub_competency.is_none()
            || same(printed.competency.as_ref(), route.competency.as_ref());
        upper && same(lowest(printed), lowest(route))
    };
    let level = |h: &&cvf_framework::Heading| h.part == Part::Level && h.route.level == route.level;
    witness.headings.iter().filter(level).any(|h| under(&h.route))
}

fn lowest(route: &Route) -> Option<&String> {
    route.sub_competency.as_ref().or(route.competency.as_ref())
}

/// The scope as it is shown: competencies with their levels, in the canon's order.
pub(crate) fn entries(
    canon: &[CanonUnit],
    lists: &BTreeSet<List>,
    ids: &BTreeMap<(String, String), String>,
) -> Vec<ScopeEntry> {
    let mut entries: Vec<ScopeEntry> = Vec::new();
    for unit in canon.iter().filter(|u| u.kind == Kind::Indicator && lists.contains(&list_of(u))) {
        let (Some(name), Some(level)) = (&unit.route.competency, &unit.route.level) else { continue };
        let id = ids.get(&(unit.framework.clone(), name.clone())).cloned().unwrap_or_else(|| names::slug(name));
        let entry = match entries.iter().position(|e| e.competency == id) {
            Some(i) => &mut entries[i],
            None => {
                entries.push(ScopeEntry { competency: id, levels: Vec::new() });
                let last = entries.len() - 1;
                &mut entries[last]
            }
        };
        if !entry.levels.contains(level) {
            entry.levels.push(level.clone());
        }
    }
    entries
}
