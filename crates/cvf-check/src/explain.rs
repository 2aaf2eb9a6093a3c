//! Why a finding was made: what the alignment cost, and what the runner-up would have cost.

use crate::chain::Cost;
use crate::{Checker, Finding};
use cvf_framework::Witness;

/// What speaks for a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The finding.
    pub finding: Finding,
    /// How alike the statement and its print are, from 0 to 1.
    pub likeness: f64,
    /// Cost of the statement's own alignment.
    pub cost: u32,
    /// Cost of the whole chain, and of the best chain without this statement.
    pub totals: [u32; 2],
    /// Id of the statement that would stand in its place; none where the words would be free text.
    pub runner_up: Option<String>,
}

impl Explanation {
    /// How much dearer the runner-up is.
    pub fn margin(&self) -> u32 {
        self.totals[1].saturating_sub(self.totals[0])
    }

    /// What each step of the alignment costs.
    pub fn weights() -> Vec<(&'static str, u32)> {
        Cost::table()
    }
}

impl Checker<'_> {
    /// Explains the finding with a fingerprint, or one that begins so.
    pub fn explain(&self, witness: &Witness, fingerprint: &str) -> Option<Explanation> {
        let report = self.check(witness).ok()?;
        let finding = report.findings.into_iter().find(|f| f.fingerprint.starts_with(fingerprint))?;
        let matching = self.matcher.matching(&self.units, witness, self.language);
        let print = matching.prints.iter().find(|p| Some(&self.units[p.canon].id) == finding.indicator.as_ref());
        let Some(print) = print else {
            return Some(Explanation { finding, likeness: 0.0, cost: 0, totals: [0, 0], runner_up: None });
        };
        let rival = self.matcher.rival(&self.units, &matching, print);
        Some(Explanation {
            finding,
            likeness: print.likeness,
            cost: print.cost,
            totals: [rival.with, rival.without],
            runner_up: rival.instead.map(|c| self.units[c].id.clone()),
        })
    }
}
