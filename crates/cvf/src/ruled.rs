//! Which decisions are about which edition's canon, and which of them fit none.

use crate::Decisions;
use cvf_collate::{Decision, NameDecision, Unfit};

/// Decisions while the editions are made.
pub(crate) struct Ruled<'a> {
    decisions: &'a Decisions,
    /// Those that fit nothing, edition by edition.
    unfit: Vec<(String, Vec<Unfit>)>,
    /// Editions that a decision names and that no source follows.
    unknown: Vec<String>,
}

/// The decisions that may be about one edition's canon.
#[derive(Default)]
pub(crate) struct Here {
    pub(crate) decisions: Vec<Decision>,
    pub(crate) names: Vec<NameDecision>,
}

impl<'a> Ruled<'a> {
    pub(crate) fn new(decisions: &'a Decisions, editions: &[&str]) -> Self {
        let is_unknown = |edition: &Option<String>| edition.as_deref().is_some_and(|e| !editions.contains(&e));
        let about = decisions.decisions.iter().map(|d| (&d.place, &d.edition));
        let names = decisions.names.iter().map(|d| (&d.name, &d.edition));
        let all = about.chain(names).filter(|(_, edition)| is_unknown(edition));
        let sentence = |(what, edition): (&String, &Option<String>)| {
            format!("{what}: no source follows the edition {}", edition.as_deref().unwrap_or_default())
        };
        Self { decisions, unfit: Vec::new(), unknown: all.map(sentence).collect() }
    }

    /// Those that name the edition, or none.
    pub(crate) fn in_edition(&self, label: &str) -> Here {
        let is = |edition: &Option<String>| edition.as_deref().is_none_or(|e| e == label);
        Here {
            decisions: self.decisions.decisions.iter().filter(|d| is(&d.edition)).cloned().collect(),
            names: self.decisions.names.iter().filter(|d| is(&d.edition)).cloned().collect(),
        }
    }

    /// Takes note of those that fit nothing in an edition, the current one first.
    pub(crate) fn settle(&mut self, label: &str, unfit: Vec<Unfit>) {
        self.unfit.push((label.to_owned(), unfit));
    }

    /// Those that fit nothing in any edition for which they are meant.
    pub(crate) fn stale(self) -> Vec<String> {
        let fits_in_none = |u: &Unfit| self.unfit.iter().all(|(_, list)| list.iter().any(|v| v.about == u.about));
        let mut out = Vec::new();
        for (at, (label, list)) in self.unfit.iter().enumerate() {
            let meant = |u: &&Unfit| u.edition.is_some() || (at == 0 && fits_in_none(u));
            let told = |u: &Unfit| if at == 0 { u.why.clone() } else { format!("edition {label}: {}", u.why) };
            out.extend(list.iter().filter(meant).map(told));
        }
        out.extend(self.unknown);
        out
    }
}
