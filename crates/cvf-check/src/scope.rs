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

/// The lists that a copy prints: those of which it has a statement under its own heading, those
/// of which it prints a good part without a heading, and those whose competency and level it
/// prints as headings.
pub(crate) fn lists(
    canon: &[CanonUnit],
    witness: &Witness,
    prints: &[Print],
    standings: &[Standing],
) -> BTreeSet<List> {
    let mut lists: BTreeSet<List> = BTreeSet::new();
    let mut loose: BTreeMap<List, usize> = BTreeMap::new();
    for (print, standing) in prints.iter().zip(standings) {
        match standing {
            Standing::Home => {
                lists.insert(list_of(&canon[print.canon]));
            }
            Standing::Unknown => *loose.entry(list_of(&canon[print.canon])).or_default() += 1,
            Standing::Moved { .. } => {}
        }
    }
    for (list, n) in loose {
        let size = canon.iter().filter(|u| list_of(u) == list).count();
        if n >= FEWEST.min(size) && n as f64 >= SHARE * size as f64 {
            lists.insert(list);
        }
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

fn is_headed(route: &Route, witness: &Witness) -> bool {
    let same = |printed: &Option<String>| match (printed, &route.competency) {
        (Some(a), Some(b)) => names::is_same_name(a, b),
        _ => false,
    };
    let level = |h: &&cvf_framework::Heading| h.part == Part::Level && h.route.level == route.level;
    route.sub_competency.is_none() && witness.headings.iter().filter(level).any(|h| same(&h.route.competency))
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
