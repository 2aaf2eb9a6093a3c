//! A copy of another edition: one finding in place of dozens of missing statements.

use crate::finding::Finding;
use crate::matching::Matching;
use crate::rules::Rule;
use crate::structure::plain;
use crate::{Checker, Subject};
use cvf_framework::{CanonUnit, Profile, Unit, Witness, names};
use std::collections::BTreeSet;

/// Fewest indicators under known names before they tell an edition.
const FEWEST: usize = 6;
/// Share of them that must be the canon's.
const SHARE: f64 = 0.35;

impl Checker<'_> {
    /// The finding for a copy whose names are known and whose wording is not the canon's.
    pub(crate) fn other_edition(&self, witness: &Witness, matching: &Matching) -> Option<Finding> {
        let under: Vec<&Unit> = witness
            .units
            .iter()
            .filter(|u| u.kind == cvf_framework::Kind::Indicator)
            .filter(|u| u.route.competency.as_deref().is_some_and(|n| self.is_known(n)))
            .collect();
        let printed = matching.prints.iter().filter(|p| self.units[p.canon].kind.is_behaviour()).count();
        if under.len() < FEWEST || printed as f64 >= SHARE * under.len() as f64 {
            return None;
        }
        let names: BTreeSet<&str> = under.iter().filter_map(|u| u.route.competency.as_deref()).collect();
        let ours = self.canon.framework.edition.clone().unwrap_or_else(|| self.canon.framework.id.clone());
        let theirs =
            self.edition_by_names(&names).map_or("another edition".to_owned(), |e| format!("edition {}", e.edition));
        let message = format!(
            "follows {theirs}: its names are known, but of {} indicators {printed} are those of {ours}",
            under.len()
        );
        let subject = Subject { at: under[0].at.clone(), ..Subject::none() };
        Some(plain(&subject, Rule::Edition, None, None, message))
    }

    fn is_known(&self, name: &str) -> bool {
        let canon = |u: &CanonUnit| u.route.competency.as_deref().is_some_and(|n| names::is_same_name(n, name));
        self.editions.iter().any(|e| e.resolve(name).is_some()) || self.units.iter().any(canon)
    }

    /// The other edition that knows most of the names, if it knows more of them than the canon's.
    fn edition_by_names(&self, names: &BTreeSet<&str>) -> Option<&Profile> {
        let own = |e: &&Profile| Some(&e.edition) == self.canon.framework.edition.as_ref();
        let known = |e: &Profile| names.iter().filter(|n| e.resolve(n).is_some()).count();
        let ours = self.editions.iter().filter(own).map(known).max().unwrap_or(0);
        self.editions.iter().filter(|e| !own(e) && known(e) > ours).max_by_key(|e| known(e))
    }
}
