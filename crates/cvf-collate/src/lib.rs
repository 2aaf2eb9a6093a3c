//! Any number of witnesses → one canon, with an apparatus of every reading that differs.
//!
//! Every place has readings. A recorded decision chooses, else the majority of independent
//! witnesses, else the rank of the sources, else the question stays open. Each difference is
//! voted on by itself, so that a vote about a hyphen does not carry a word with it. The order
//! of the sources never matters.

mod adaptation;
mod align;
mod apparatus;
mod conform;
mod decisions;
mod difference;
mod doubts;
mod ids;
mod places;
mod settle;
mod slips;
mod source;
pub mod words;

pub use apparatus::{Apparatus, Chosen, Locus, PlaceEntry, Question, Reading, SourceEntry};
pub use decisions::Decision;
pub use difference::{Difference, DifferenceKind, Lexicon, differences};
pub use places::similarity;
pub use source::{Role, Source};

pub use cvf_words::Dictionary;

use cvf_framework::{Canon, CanonFramework, Profile, Profiles, Retired};
use ids::Ids;
use std::collections::BTreeSet;

/// What collating gives.
#[derive(Clone, Debug)]
pub struct Collation {
    /// The reconciled text.
    pub canon: Canon,
    /// Readings, decisions and open questions.
    pub apparatus: Apparatus,
}

/// What a collation is made with, besides the sources.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The national edition.
    pub edition: &'a Profile,
    /// Every known edition, and the language.
    pub profiles: &'a Profiles,
    /// The canon whose ids are kept.
    pub previous: Option<&'a Canon>,
    /// What reviewers decided.
    pub decisions: &'a [Decision],
    /// False if some source could not be read: then no id is retired.
    pub complete: bool,
}

/// Reconciles sources into one canon.
pub fn collate(sources: &[Source], settings: Settings<'_>) -> Collation {
    let Settings { edition, profiles, previous, decisions, complete } = settings;
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    let words: BTreeSet<String> = sources.iter().flat_map(|s| s.attested_words()).collect();
    let lexicon = Lexicon { words: &words, language: &profiles.language };
    let groups = conform::groups(&sources, edition);
    let mut ids = Ids::new(previous);
    let mut apparatus = Apparatus::new(&sources);
    let mut trees = Vec::new();
    for group in &groups {
        let mut places = places::places(group, edition);
        let mut settled = settle::settle(&mut places, lexicon);
        ids.assign(&group.framework, edition, &mut settled);
        decisions::apply(&mut settled, decisions, &mut apparatus);
        slips::find(&settled, &mut apparatus);
        apparatus.add(&settled, lexicon);
        doubts::find(&settled, &mut apparatus);
        trees.push((group, settle::tree(settled, &group.framework, edition, &apparatus)));
    }
    decisions::report_unused(decisions, &mut apparatus);
    let canon = assemble(trees, edition, &ids, complete);
    Collation { canon, apparatus }
}

fn assemble(
    trees: Vec<(&conform::Group<'_>, settle::StatementTree)>,
    edition: &Profile,
    ids: &Ids,
    complete: bool,
) -> Canon {
    let mut framework = CanonFramework {
        id: edition.framework.clone(),
        name: edition.name.clone(),
        edition: Some(edition.edition.clone()),
        clusters: Vec::new(),
        values: Vec::new(),
    };
    let mut adaptations = Vec::new();
    for (group, tree) in trees {
        if group.national {
            (framework.clusters, framework.values) = (tree.clusters, tree.values);
        } else {
            adaptations.push((group, tree));
        }
    }
    let adaptations = adaptations.into_iter().map(|(g, tree)| adaptation::adaptation(g, tree, &framework)).collect();
    let retired = ids.retired(complete).into_iter().map(|(id, text)| Retired { id, text }).collect();
    Canon { version: 1, framework, adaptations, retired }
}
