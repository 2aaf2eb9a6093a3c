//! How much of each list of indicators a copy prints.

use crate::finding::{CopyReport, Finding};
use crate::matching::Print;
use crate::scope::{List, list_of};
use cvf_framework::{CanonUnit, Kind};
use std::collections::BTreeSet;

/// One level of one competency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Name of the competency in the canon.
    pub competency: String,
    /// Bare label of the level.
    pub level: String,
    /// Indicators printed without any difference.
    pub exact: usize,
    /// Indicators printed with differences.
    pub changed: usize,
    /// Indicators of the copy's scope that are not printed.
    pub missing: usize,
    /// Indicators in the canon.
    pub of: usize,
}

impl Coverage {
    /// True if the copy does not mean to print this list.
    pub fn is_out_of_scope(&self) -> bool {
        self.exact + self.changed + self.missing == 0
    }
}

impl CopyReport {
    /// True if the grid tells more than the counts: several lists that do not fare alike.
    pub fn has_telling_coverage(&self) -> bool {
        let whole = |c: &Coverage| c.changed + c.missing == 0 && !c.is_out_of_scope();
        self.coverage.len() > 1 && !self.coverage.iter().all(whole)
    }
}

/// The lists of the framework that a copy follows, in the canon's order.
pub(crate) fn coverage(
    canon: &[CanonUnit],
    framework: &str,
    prints: &[Print],
    lists: &BTreeSet<List>,
    findings: &[Finding],
) -> Vec<Coverage> {
    let printed: BTreeSet<usize> = prints.iter().map(|p| p.canon).collect();
    let told: BTreeSet<&str> = findings.iter().filter_map(|f| f.indicator.as_deref()).collect();
    let mut cells: Vec<Coverage> = Vec::new();
    let listed = |u: &&(usize, &CanonUnit)| u.1.framework == framework && u.1.kind == Kind::Indicator;
    for (at, unit) in canon.iter().enumerate().collect::<Vec<_>>().iter().filter(listed) {
        let (Some(competency), Some(level)) = (&unit.route.competency, &unit.route.level) else { continue };
        let here = cells.iter().position(|c| c.competency == *competency && c.level == *level);
        let cell = here.unwrap_or_else(|| {
            let (competency, level) = (competency.clone(), level.clone());
            cells.push(Coverage { competency, level, exact: 0, changed: 0, missing: 0, of: 0 });
            cells.len() - 1
        });
        cells[cell].of += 1;
        match (printed.contains(at), told.contains(unit.id.as_str())) {
            (true, false) => cells[cell].exact += 1,
            (true, true) => cells[cell].changed += 1,
            (false, _) => cells[cell].missing += usize::from(lists.contains(&list_of(unit))),
        }
    }
    cells
}
