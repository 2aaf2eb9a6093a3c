//! What the rules look at.

use crate::Subject;
use crate::finding::Finding;
use crate::free::Free;
use crate::homes::Standing;
use crate::labels::Labels;
use crate::matching::{Matching, Print};
use crate::rules::Rule;
use crate::scope::List;
use cvf_framework::{CanonUnit, Language, Witness};
use std::collections::{BTreeMap, BTreeSet};

/// What the structural rules look at.
pub(crate) struct Context<'a> {
    pub(crate) canon: &'a [CanonUnit],
    pub(crate) witness: &'a Witness,
    pub(crate) matching: &'a Matching,
    pub(crate) standings: &'a [Standing],
    pub(crate) lists: &'a BTreeSet<List>,
    pub(crate) labels: &'a Labels,
    /// Texts that print no statement.
    pub(crate) free: &'a [Free],
    /// True for a word that many statements begin with.
    pub(crate) opens: &'a dyn Fn(&str) -> bool,
    /// Most statements of the framework begin so.
    pub(crate) begin_alike: bool,
    pub(crate) language: &'a Language,
    /// True for a word of the canon's statements.
    pub(crate) knows: &'a dyn Fn(&str) -> bool,
}

pub(crate) fn plain(
    subject: &Subject<'_>,
    rule: Rule,
    expected: Option<&str>,
    found: Option<&str>,
    message: String,
) -> Finding {
    Finding { message, ..subject.finding(rule, rule.info().severity, 0.95, expected, found) }
}

impl Context<'_> {
    pub(crate) fn subject<'a>(&'a self, print: &'a Print) -> Subject<'a> {
        Subject::of(&self.canon[print.canon], print, &self.matching.stream)
    }

    /// True for a label of one of the canon's levels.
    pub(crate) fn is_level(&self, label: &str) -> bool {
        self.canon.iter().any(|u| u.route.level.as_deref() == Some(label))
    }

    /// Prints by the segment they share.
    pub(crate) fn by_segment(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (p, print) in self.matching.prints.iter().enumerate() {
            print.segments.iter().for_each(|&s| by.entry(s).or_default().push(p));
        }
        by
    }
}
