use crate::words::lower_words;
use cvf_framework::Witness;
use serde::{Deserialize, Serialize};

/// What a source is a copy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The national text.
    National,
    /// A framework of its own that follows the national one.
    Adaptation,
}

/// A witness with what is known of its source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Id, unique among the sources.
    pub id: String,
    /// Who published it; sources of one publisher are one vote where they agree.
    pub publisher: Option<String>,
    /// Authority, 1 the highest.
    pub rank: u32,
    /// What it is a copy of; found out from its names and levels if not told.
    pub role: Option<Role>,
    /// The framework it prints.
    pub witness: Witness,
}

impl Source {
    /// The publisher, or the source itself where none is known.
    pub(crate) fn voter(&self) -> &str {
        self.publisher.as_deref().unwrap_or(&self.id)
    }

    /// Words that stand in the source's units without a slip that a form shows (a digit inside).
    pub fn attested_words(&self) -> Vec<String> {
        let words = self.witness.units.iter().flat_map(|u| lower_words(&u.text));
        words.filter(|w| w.chars().all(|c| c.is_alphabetic() || c == '\'')).collect()
    }
}
