//! A copy against the canon → findings.
//!
//! It changes nothing and prints nothing. A finding is one contiguous change of one kind, or
//! one structural event; every finding says where, how sure, and what the canon has instead.

mod finding;
mod matching;
pub mod rules;
mod scope;
mod structure;
mod texts;

pub use finding::{CanonRef, Change, CopyReport, Counts, Finding, Report, Review, ScopeEntry};
pub use rules::{Rule, RuleInfo, Severity};

use cvf_collate::Lexicon;
use cvf_collate::words::lower_words;
use cvf_document::Place;
use cvf_framework::{Canon, CanonUnit, Cluster, Language, Route, Statement, Unit, Witness};
use matching::{Matching, Pair, matching};
use std::collections::{BTreeMap, BTreeSet};

/// A canon made ready for checking.
#[derive(Clone, Debug)]
pub struct Checker<'a> {
    canon: &'a Canon,
    units: Vec<CanonUnit>,
    words: BTreeSet<String>,
    /// Ids of competencies by framework and name.
    ids: BTreeMap<(String, String), String>,
    language: &'a Language,
    /// Declared scope: ids of competencies with their levels, empty for all.
    scope: Vec<(String, Vec<String>)>,
}

impl<'a> Checker<'a> {
    /// Makes a canon ready.
    pub fn new(canon: &'a Canon, language: &'a Language) -> Self {
        let units = canon.units();
        let words = units.iter().flat_map(|u| lower_words(&u.text)).collect();
        let national = [(canon.framework.id.as_str(), &canon.framework.clusters)];
        let adapted = canon.adaptations.iter().map(|a| (a.id.as_str(), &a.clusters));
        let ids = national.into_iter().chain(adapted).flat_map(|(f, clusters)| competency_ids(f, clusters)).collect();
        Self { canon, units, words, ids, language, scope: Vec::new() }
    }

    /// Declares what copies mean to print: `ID` or `ID:LEVEL,LEVEL`.
    ///
    /// # Errors
    /// The first entry that names no competency or level of the canon.
    pub fn with_scope(mut self, scope: &[String]) -> Result<Self, String> {
        for entry in scope {
            let (id, levels) = entry.split_once(':').unwrap_or((entry, ""));
            let levels: Vec<String> =
                levels.split(',').map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
            let known = |level: Option<&String>| self.units.iter().any(|u| self.is_in(u, id, level));
            if !known(None) || !levels.iter().all(|l| known(Some(l))) {
                return Err(entry.clone());
            }
            self.scope.push((id.to_owned(), levels));
        }
        Ok(self)
    }

    fn is_in(&self, unit: &CanonUnit, id: &str, level: Option<&String>) -> bool {
        let name = unit.route.competency.clone().unwrap_or_default();
        let own = self.ids.get(&(unit.framework.clone(), name)).is_some_and(|own| own == id);
        own && unit.kind == cvf_framework::Kind::Indicator && (level.is_none() || unit.route.level.as_ref() == level)
    }

    /// The lists of the declared scope, or those that the copy prints.
    fn lists(&self, witness: &Witness, matching: &Matching) -> BTreeSet<scope::List> {
        if self.scope.is_empty() {
            return scope::lists(&self.units, witness, matching);
        }
        let declared = |u: &&CanonUnit| {
            let fits = |(id, levels): &(String, Vec<String>)| {
                (levels.is_empty() && self.is_in(u, id, None)) || levels.iter().any(|l| self.is_in(u, id, Some(l)))
            };
            self.scope.iter().any(fits)
        };
        self.units.iter().filter(declared).map(scope::list_of).collect()
    }

    /// Which canon this is.
    pub fn canon_ref(&self) -> CanonRef {
        let mut hasher = blake3::Hasher::new();
        for unit in &self.units {
            hasher.update(unit.id.as_bytes());
            hasher.update(b"\0");
            hasher.update(unit.text.as_bytes());
            hasher.update(b"\0");
        }
        let hash = hasher.finalize().to_hex().chars().take(16).collect();
        CanonRef { id: self.canon.framework.id.clone(), edition: self.canon.framework.edition.clone(), hash }
    }

    /// Checks one copy; `None` if nothing in it is the canon's.
    pub fn check(&self, witness: &Witness) -> Option<CopyReport> {
        let matching = matching(&self.units, &witness.units);
        if matching.pairs.is_empty() {
            return None;
        }
        let lists = self.lists(witness, &matching);
        let mut findings = Vec::new();
        let mut excused = 0;
        for pair in &matching.pairs {
            let (more, quotes) = self.pair_findings(pair, witness);
            findings.extend(more);
            excused += quotes;
        }
        let context = structure::Context { canon: &self.units, witness, matching: &matching, lists: &lists };
        findings.extend(structure::findings(&context));
        sort(&mut findings);
        fingerprints(&mut findings);
        let framework = main_framework(&self.units, &matching);
        Some(CopyReport {
            source: witness.source.clone(),
            edition: self.edition_of(&framework),
            scope: scope::entries(&self.units, &lists, &self.ids),
            counts: self.counts(&matching, &lists, witness, &findings),
            findings,
            excused: [(texts::QUOTES.to_owned(), excused)].into_iter().filter(|(_, n)| *n > 0).collect(),
            framework,
        })
    }

    fn edition_of(&self, framework: &str) -> Option<String> {
        self.canon.framework.edition.clone().filter(|_| framework == self.canon.framework.id)
    }

    fn pair_findings(&self, pair: &Pair, witness: &Witness) -> (Vec<Finding>, usize) {
        let join = |texts: Vec<&str>| texts.join(" ");
        let expected = join(pair.canon.iter().map(|&c| self.units[c].text.as_str()).collect());
        let found = join(pair.copy.iter().map(|&u| witness.units[u].text.as_str()).collect());
        let subject = Subject::of(&self.units[pair.canon[0]], &witness.units[pair.copy[0]]);
        let lexicon = Lexicon { words: &self.words, language: self.language };
        let confidence = if pair.score >= 0.8 { 0.99 } else { (pair.score * 100.0).round() / 100.0 };
        texts::findings(&subject, &expected, &found, confidence, lexicon)
    }

    fn counts(
        &self,
        matching: &Matching,
        lists: &BTreeSet<scope::List>,
        witness: &Witness,
        findings: &[Finding],
    ) -> Counts {
        let changed_ids: BTreeSet<&str> = findings.iter().filter_map(|f| f.indicator.as_deref()).collect();
        let printed: Vec<&CanonUnit> = matching
            .pairs
            .iter()
            .flat_map(|p| &p.canon)
            .map(|&c| &self.units[c])
            .filter(|u| u.kind.is_behaviour())
            .collect();
        let changed = printed.iter().filter(|u| changed_ids.contains(u.id.as_str())).count();
        let in_scope = |u: &&CanonUnit| u.kind.is_behaviour() && lists.contains(&scope::list_of(u));
        let ids: BTreeSet<&str> = printed.iter().map(|u| u.id.as_str()).collect();
        let missing = self.units.iter().filter(in_scope).filter(|u| !ids.contains(u.id.as_str())).count();
        let extra = matching.unmatched.iter().filter(|&&u| witness.units[u].kind.is_behaviour()).count();
        Counts { expected: printed.len() + missing, exact: printed.len() - changed, changed, missing, extra }
    }
}

fn competency_ids(framework: &str, clusters: &[Cluster<Statement>]) -> Vec<((String, String), String)> {
    let all = clusters.iter().flat_map(|c| &c.competencies);
    let entry = |c: &cvf_framework::Competency<Statement>| {
        let (name, id) = (c.name.clone()?, c.id.clone()?);
        Some(((framework.to_owned(), name), id))
    };
    all.filter_map(entry).collect()
}

/// The framework that most matched statements belong to.
fn main_framework(units: &[CanonUnit], matching: &Matching) -> String {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in &matching.pairs {
        *votes.entry(units[pair.canon[0]].framework.as_str()).or_default() += 1;
    }
    let best = votes.into_iter().max_by_key(|(name, n)| (*n, std::cmp::Reverse(*name)));
    best.map(|(name, _)| name.to_owned()).unwrap_or_default()
}

/// What a finding is about.
pub(crate) struct Subject<'a> {
    pub(crate) canon: Option<&'a CanonUnit>,
    pub(crate) copy: Option<&'a Unit>,
}

impl<'a> Subject<'a> {
    pub(crate) fn of(canon: &'a CanonUnit, copy: &'a Unit) -> Self {
        Self { canon: Some(canon), copy: Some(copy) }
    }

    /// A finding without its changes and message.
    pub(crate) fn finding(
        &self,
        rule: Rule,
        severity: Severity,
        confidence: f64,
        expected: Option<&str>,
        found: Option<&str>,
    ) -> Finding {
        let route = self.canon.map(|c| &c.route).or(self.copy.map(|u| &u.route));
        Finding {
            rule,
            severity,
            confidence,
            indicator: self.canon.map(|c| c.id.clone()),
            competency: route.and_then(place_name),
            level: route.and_then(|r| r.level.clone()),
            expected: expected.map(str::to_owned),
            found: found.map(str::to_owned),
            changes: Vec::new(),
            aspect: None,
            meaning: false,
            at: self.copy.map_or_else(Place::default, |u| u.at.clone()),
            message: String::new(),
            fingerprint: String::new(),
            status: "new".to_owned(),
            review: None,
        }
    }
}

/// The most telling name of a route.
fn place_name(route: &Route) -> Option<String> {
    let competency = match (&route.competency, &route.sub_competency) {
        (Some(c), Some(s)) => Some(format!("{c} – {s}")),
        (c, s) => c.clone().or_else(|| s.clone()),
    };
    competency.or_else(|| route.value.clone()).or_else(|| route.cluster.clone())
}

/// The copy's order; findings without a place in the copy keep the canon's and come last.
fn sort(findings: &mut [Finding]) {
    let start = |f: &Finding| (f.at.page.unwrap_or(0), f.at.chars.first().map_or(usize::MAX, |c| c[0]));
    findings.sort_by_key(start);
}

/// Fingerprints from what was found, not from where; equal findings are numbered.
fn fingerprints(findings: &mut [Finding]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for finding in findings {
        let changes: Vec<String> = finding.changes.iter().map(|c| format!("{}\u{1}{}", c.expected, c.found)).collect();
        let about = finding.indicator.clone().or_else(|| finding.found.clone()).unwrap_or_default();
        let key = [finding.rule.info().id, &about, &changes.join("\u{2}")].join("\u{3}");
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        let hash = blake3::hash(format!("{key}\u{3}{count}").as_bytes());
        finding.fingerprint = hash.to_hex().chars().take(16).collect();
    }
}
