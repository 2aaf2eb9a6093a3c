//! Any number of witnesses → one canon, with an apparatus of every reading that differs.
//!
//! Every place has readings. A recorded decision chooses, else the majority of independent
//! witnesses, else the rank of the sources, else the question stays open. Each difference is
//! voted on by itself, so that a vote about a hyphen does not carry a word with it. The order
//! of the sources never matters.

mod adaptation;
mod align;
mod apparatus;
mod authority;
mod conform;
mod crosswalk;
mod decisions;
mod derive;
mod difference;
mod doubts;
mod ids;
mod issued;
mod lint;
mod outline;
mod places;
mod settle;
mod slips;
mod source;
mod title;
mod votes;
pub mod words;

pub use apparatus::{
    Also, Apparatus, Attestation, Chosen, Excluded, LeftOut, Locus, PlaceEntry, Question, Reading, Shown, SourceEntry,
};
pub use authority::Gaps;
pub use conform::recognise;
pub use crosswalk::{Change, Crosswalk, End, Link, LinkVerdict, NameLink, Side, crosswalk};
pub use decisions::{Decision, NameDecision, OneWith, Target, Unfit};
pub use derive::{Derived, derive};
pub use difference::{Difference, DifferenceKind, Lexicon, differences};
pub use places::similarity;
pub use source::{Role, Source};

pub use cvf_words::Dictionary;

use cvf_framework::{Canon, CanonFramework, Gap, Profile, Profiles, Retired};
use ids::Ids;
use std::collections::BTreeSet;

/// What collating gives.
#[derive(Clone, Debug)]
pub struct Collation {
    /// The reconciled text.
    pub canon: Canon,
    /// Readings, decisions and open questions.
    pub apparatus: Apparatus,
    /// Decisions that fit no more, as the apparatus says in sentences.
    pub unfit: Vec<Unfit>,
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
    /// What reviewers decided about statements.
    pub decisions: &'a [Decision],
    /// What reviewers decided about names.
    pub names: &'a [NameDecision],
    /// What becomes of parts that only one source prints.
    pub gaps: Gaps,
    /// False if some source could not be read: then no id is retired.
    pub complete: bool,
    /// False while nobody relies on the ids yet: then none is retired.
    pub released: bool,
}

impl<'a> Settings<'a> {
    /// A collation of one edition, without anything that was there before.
    pub fn new(edition: &'a Profile, profiles: &'a Profiles) -> Self {
        Self {
            edition,
            profiles,
            previous: None,
            decisions: &[],
            names: &[],
            gaps: Gaps::default(),
            complete: true,
            released: true,
        }
    }
}

/// The statements of one framework: the national one, or what is a source's own.
struct Text<'a> {
    framework: String,
    /// Whose own it is; none for the national text.
    source: Option<&'a Source>,
    settled: Vec<settle::Settled<'a>>,
}

/// Reconciles sources into one canon.
pub fn collate(sources: &[Source], settings: Settings<'_>) -> Collation {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    let mut apparatus = Apparatus::new(&sources);
    let edition = &decisions::named(settings.edition, settings.names, &mut apparatus.unfit);
    for unused in decisions::unused_names(settings.names, &conform::printed_names(&sources)) {
        if apparatus.unfit.iter().all(|u| u.about != unused.name) {
            apparatus.unfit.push(Unfit::of_name(unused, "no source prints it"));
        }
    }
    let mut texts = texts(&sources, edition, settings);
    let issued = issued::ids_of(settings.previous);
    let issued = issued::Issued::new(settings.previous, &issued);
    decisions::apply(&mut texts, settings.decisions, &issued, edition, &mut apparatus);
    number(&mut texts, edition, settings, &mut apparatus)
}

/// What each framework says, before decisions and ids.
fn texts<'a>(sources: &[&'a Source], edition: &Profile, settings: Settings<'_>) -> Vec<Text<'a>> {
    let lexica = settle::Lexica::new(sources, &settings.profiles.language);
    let mut texts: Vec<Text<'a>> = Vec::new();
    for group in conform::groups(sources, edition) {
        let settled = settle::settle(places::places(&group, edition), &lexica);
        let source = group.witnesses.first().map(|(source, _)| *source).filter(|_| !group.national);
        texts.push(Text { framework: group.framework, source, settled });
    }
    let own = texts.first_mut().map(|national| authority::sift(&mut national.settled, settings.gaps));
    for (id, (source, settled)) in own.unwrap_or_default() {
        match texts.iter_mut().find(|t| t.source.is_some() && t.framework == id) {
            Some(text) => text.settled.extend(settled),
            None => texts.push(Text { framework: id, source: Some(source), settled }),
        }
    }
    texts[1..].sort_by(|a, b| a.framework.cmp(&b.framework));
    texts
}

/// Gives ids, and makes canon and apparatus.
fn number(
    texts: &mut Vec<Text<'_>>,
    edition: &Profile,
    settings: Settings<'_>,
    apparatus: &mut Apparatus,
) -> Collation {
    let mut ids = Ids::new(settings.previous, settings.released, settings.decisions);
    ids.exclude(&apparatus.excluded.iter().map(|e| e.place.as_str()).collect());
    let words: BTreeSet<String> = texts
        .iter()
        .flat_map(|t| t.settled.iter().flat_map(|s| &s.readings))
        .flat_map(|r| words::lower_words(&r.text))
        .collect();
    let lexicon = Lexicon { words: &words, language: &settings.profiles.language };
    for text in texts.iter_mut() {
        ids.assign(&text.framework, edition, &mut text.settled);
        slips::find(&text.settled, apparatus);
        apparatus.attest(&text.settled);
        apparatus.add(&text.settled, lexicon);
        doubts::find(&text.settled, &settings.profiles.language, apparatus);
    }
    decisions::report_unused(texts, settings.decisions, edition, apparatus);
    let trees: Vec<_> = std::mem::take(texts)
        .into_iter()
        .map(|t| {
            let tree = settle::tree(t.settled, &t.framework, edition, apparatus);
            (t.framework, t.source, tree)
        })
        .collect();
    let canon = assemble(trees, edition, &ids, settings.complete);
    apparatus.lint = lint::look(&canon);
    let mut apparatus = std::mem::take(apparatus);
    let unfit = std::mem::take(&mut apparatus.unfit);
    apparatus.stale = unfit.iter().map(|u| u.why.clone()).collect();
    Collation { canon, apparatus, unfit }
}

fn assemble(
    trees: Vec<(String, Option<&Source>, settle::StatementTree)>,
    edition: &Profile,
    ids: &Ids,
    complete: bool,
) -> Canon {
    let mut framework = CanonFramework {
        id: edition.framework.clone(),
        name: edition.name.clone(),
        edition: Some(edition.edition.clone()),
        ..CanonFramework::default()
    };
    let mut adaptations = Vec::new();
    for (id, source, tree) in trees {
        match source {
            None => {
                framework.gaps = gaps(&tree, edition);
                (framework.clusters, framework.values) = (tree.clusters, tree.values);
            }
            Some(_) if tree.clusters.is_empty() && tree.values.is_empty() => {}
            Some(_) => adaptations.push((id, source, tree)),
        }
    }
    let adaptation = |(id, source, tree)| adaptation::adaptation(id, source, tree, &framework);
    let adaptations = adaptations.into_iter().map(adaptation).collect();
    let retired = ids.retired(complete).into_iter().map(|(id, text)| Retired { id, text }).collect();
    Canon { version: 1, framework, adaptations, retired }
}

/// Levels that the edition has and of which no source prints a statement, competency by competency.
fn gaps(tree: &settle::StatementTree, edition: &Profile) -> Vec<Gap> {
    let printed = |name: &str| -> BTreeSet<&str> {
        let all = tree.clusters.iter().flat_map(|c| &c.competencies).filter(|c| c.name.as_deref() == Some(name));
        let levels = all.flat_map(|c| c.levels.iter().chain(c.sub_competencies.iter().flat_map(|s| &s.levels)));
        levels.filter(|l| !l.indicators.is_empty()).filter_map(|l| l.level.as_deref()).collect()
    };
    let mut gaps = Vec::new();
    for competency in edition.clusters.iter().flat_map(|c| &c.competencies) {
        let printed = printed(&competency.name);
        let missing = edition.levels.iter().map(|l| &l.label).filter(|l| !printed.contains(l.as_str()));
        let levels: Vec<String> = missing.cloned().collect();
        if !levels.is_empty() {
            gaps.push(Gap { competency: competency.id.clone(), levels });
        }
    }
    gaps
}
