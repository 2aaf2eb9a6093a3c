//! The registry of rules: one file each, one id each, with what the rule means and how it is found.

pub(crate) mod duplicate;
pub(crate) mod edition;
pub(crate) mod extra;
mod extra_lists;
pub(crate) mod formatting;
pub(crate) mod heading;
pub(crate) mod merged;
pub(crate) mod missing;
pub(crate) mod moved;
pub(crate) mod reordered;
pub(crate) mod split;
pub(crate) mod truncated;
pub(crate) mod typo;
pub(crate) mod wording;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Finding;
use crate::context::Context;

/// Findings of all rules that are about a statement's place, not its text.
pub(crate) fn events(context: &Context<'_>) -> Vec<Finding> {
    let rules = [
        split::findings,
        merged::findings,
        moved::findings,
        reordered::findings,
        duplicate::findings,
        missing::findings,
    ];
    rules.into_iter().flat_map(|rule| rule(context)).collect()
}

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Should be looked at.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule means, in the words that users read.
#[derive(Clone, Copy, Debug)]
pub struct RuleInfo {
    /// Stable id.
    pub id: &'static str,
    /// Severity unless the settings say otherwise.
    pub severity: Severity,
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// An example.
    pub example: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// A slip of the pen.
    Typo,
    /// Other words than the canon's.
    Wording,
    /// An indicator of the copy's scope is not there.
    Missing,
    /// A text that the canon does not have, in a place where the canon has such texts.
    Extra,
    /// One indicator printed as several.
    Split,
    /// Several indicators printed as one.
    Merged,
    /// An indicator under another competency or level than in the canon.
    Moved,
    /// The right place, in another order.
    Reordered,
    /// The same indicator twice.
    Duplicate,
    /// An indicator that breaks off before its end.
    Truncated,
    /// Hyphens, punctuation, capitals, spacing or an equal spelling.
    Formatting,
    /// A name printed differently than in the canon.
    Heading,
    /// The copy follows another edition than the canon's.
    Edition,
}

impl Rule {
    /// Every rule, in the order of the documentation.
    pub const ALL: [Self; 13] = [
        Self::Typo,
        Self::Wording,
        Self::Missing,
        Self::Extra,
        Self::Split,
        Self::Merged,
        Self::Moved,
        Self::Reordered,
        Self::Duplicate,
        Self::Truncated,
        Self::Formatting,
        Self::Heading,
        Self::Edition,
    ];

    /// What the rule means.
    pub fn info(self) -> &'static RuleInfo {
        match self {
            Self::Typo => &typo::INFO,
            Self::Wording => &wording::INFO,
            Self::Missing => &missing::INFO,
            Self::Extra => &extra::INFO,
            Self::Split => &split::INFO,
            Self::Merged => &merged::INFO,
            Self::Moved => &moved::INFO,
            Self::Reordered => &reordered::INFO,
            Self::Duplicate => &duplicate::INFO,
            Self::Truncated => &truncated::INFO,
            Self::Formatting => &formatting::INFO,
            Self::Heading => &heading::INFO,
            Self::Edition => &edition::INFO,
        }
    }

    /// True for a rule about what a text says, not its dress or place.
    pub(crate) fn is_about_words(self) -> bool {
        matches!(self, Self::Typo | Self::Wording | Self::Truncated)
    }

    /// The rule with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.info().id == id)
    }
}
