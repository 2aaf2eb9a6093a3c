//! A copy against the canon → findings.
//!
//! It changes nothing and prints nothing. A finding is one contiguous change of one kind, or
//! one structural event; every finding says where, how sure, and what the canon has instead.

mod account;
mod chain;
mod clean;
mod context;
mod coverage;
mod explain;
mod finding;
mod free;
mod gaps;
mod guideline;
mod homes;
mod kinship;
mod labels;
mod matching;
mod noise;
pub mod patch;
pub mod rules;
mod scanned;
mod scope;
mod seeds;
mod sisters;
mod stream;
mod subject;
#[cfg(test)]
mod testing;
mod texts;

pub use account::Words;
pub use clean::cleaned;
pub use coverage::Coverage;
pub use explain::Explanation;
pub use finding::{CanonRef, Change, CopyProblem, CopyReport, Counts, Finding, Report, Review, ScopeEntry};
pub use guideline::{GUIDELINES, Guideline};
pub use kinship::{Unrelated, UnrelatedSort};
pub use rules::{Rule, RuleInfo, Severity};

use context::Context;
use cvf_collate::Lexicon;
use cvf_collate::words::lower_words;
use cvf_framework::{Canon, CanonUnit, Cluster, Language, Profile, Statement, Witness};
use homes::{Homes, Standing};
use kinship::Kinship;
use matching::{Matcher, Matching, Print};
use sisters::Sisters;
use std::collections::{BTreeMap, BTreeSet};
pub(crate) use subject::{Subject, place_name};

/// A print this like its statement is surely meant to be it.
const SURE: f64 = 0.8;

/// A canon made ready for checking.
#[derive(Clone, Debug)]
pub struct Checker<'a> {
    canon: &'a Canon,
    units: Vec<CanonUnit>,
    words: BTreeSet<String>,
    /// Ids of competencies by framework and name.
    ids: BTreeMap<(String, String), String>,
    language: &'a Language,
    matcher: Matcher,
    /// Known editions, to name the one that a copy follows instead.
    editions: &'a [Profile],
    guidelines: Vec<&'static str>,
    /// Words that several copies print.
    attested: BTreeSet<String>,
    /// Texts of their own that several copies print.
    sisters: Sisters,
    /// Declared scope: ids of competencies with their levels, empty for all.
    scope: Vec<(String, Vec<String>)>,
}

impl<'a> Checker<'a> {
    /// Makes a canon ready.
    pub fn new(canon: &'a Canon, language: &'a Language) -> Self {
        let units = canon.units();
        let matcher = Matcher::new(&units, language);
        let words = units.iter().flat_map(|u| lower_words(&u.text)).collect();
        let national = [(canon.framework.id.as_str(), &canon.framework.clusters)];
        let adapted = canon.adaptations.iter().map(|a| (a.id.as_str(), &a.clusters));
        let ids = national.into_iter().chain(adapted).flat_map(|(f, clusters)| competency_ids(f, clusters)).collect();
        Self {
            canon,
            units,
            words,
            ids,
            language,
            matcher,
            editions: &[],
            guidelines: guideline::defaults(),
            attested: BTreeSet::new(),
            sisters: Sisters::default(),
            scope: Vec::new(),
        }
    }

    /// Switches matching guidelines: `H1` on, `-Q1` off.
    ///
    /// # Errors
    /// The first entry that names no guideline.
    pub fn with_guidelines(mut self, switches: &[String]) -> Result<Self, String> {
        for entry in switches {
            let bare = entry.trim_start_matches('-');
            let known = GUIDELINES.iter().find(|g| g.id.eq_ignore_ascii_case(bare)).ok_or_else(|| entry.clone())?;
            self.guidelines.retain(|id| *id != known.id);
            if !entry.starts_with('-') {
                self.guidelines.push(known.id);
            }
        }
        Ok(self)
    }

    /// Makes other editions known, so that a copy of one is told from a bad copy of this one.
    #[must_use]
    pub fn with_editions(mut self, editions: &'a [Profile]) -> Self {
        self.editions = editions;
        self
    }

    /// Makes the words known that two or more of these copies print: such a word is no slip in
    /// text that has no counterpart, and one in which a third copy differs from their text is.
    /// The order of the copies changes nothing.
    #[must_use]
    pub fn with_copies(mut self, copies: &[Witness]) -> Self {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for copy in copies {
            let texts = copy.units.iter().map(|u| &u.text).chain(copy.residue.iter().map(|r| &r.text));
            let words: BTreeSet<String> = texts.flat_map(|t| lower_words(t)).collect();
            words.into_iter().for_each(|w| *count.entry(w).or_default() += 1);
        }
        self.sisters = Sisters::of(copies, &self.units);
        self.attested = count.into_iter().filter(|(_, n)| *n > 1).map(|(word, _)| word).collect();
        self
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
    fn lists(&self, witness: &Witness, matching: &Matching, standings: &[Standing]) -> BTreeSet<scope::List> {
        if self.scope.is_empty() {
            return scope::lists(&self.units, witness, &matching.prints, standings);
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

    /// Checks one copy.
    ///
    /// # Errors
    /// [`Unrelated`] if nothing in it can be compared with the canon.
    pub fn check(&self, witness: &Witness) -> Result<CopyReport, Unrelated> {
        let matching = self.matcher.matching(&self.units, witness, self.language);
        let free = free::texts(&matching, &self.matcher);
        match self.kinship(witness, &matching, &free) {
            Kinship::None(unrelated) => Err(unrelated),
            Kinship::Edition(finding) => Ok(self.report(witness, &matching, &free, &BTreeSet::new(), vec![*finding])),
            Kinship::Copy => Ok(self.compared(witness, &matching, &free)),
        }
    }

    fn compared(&self, witness: &Witness, matching: &Matching, free: &[free::Free]) -> CopyReport {
        let homes = Homes::learn(&self.units, &matching.prints);
        let standings = homes::standings(&self.units, &matching.prints, &homes);
        let lists = self.lists(witness, matching, &standings);
        let context = Context {
            canon: &self.units,
            witness,
            matching,
            standings: &standings,
            lists: &lists,
            labels: &self.matcher.labels,
            free,
            opens: &|word| self.matcher.opens(word),
            begin_alike: self.matcher.begins_alike(&main_framework(&self.units, matching)),
            language: self.language,
            knows: &|word| self.matcher.knows(word),
        };
        let (mut findings, excused) = self.text_findings(&context);
        findings.extend(rules::events(&context));
        findings.extend(rules::heading::findings(&context, &homes));
        findings.extend(rules::typo::findings(&context, &[&self.words, &self.attested], &self.sisters));
        findings.extend(rules::formatting::misread(&context));
        findings.extend(rules::formatting::scanned(&context));
        findings.extend(rules::formatting::layout(&context));
        findings.extend(rules::extra::findings(&context));
        CopyReport { excused, ..self.report(witness, matching, free, &lists, findings) }
    }

    fn report(
        &self,
        witness: &Witness,
        matching: &Matching,
        free: &[free::Free],
        lists: &BTreeSet<scope::List>,
        mut findings: Vec<Finding>,
    ) -> CopyReport {
        sort(&mut findings);
        fingerprints(&mut findings);
        let framework = main_framework(&self.units, matching);
        let words = account::words(matching, free);
        CopyReport {
            source: witness.source.clone(),
            edition: self.edition_of(&framework),
            scope: scope::entries(&self.units, lists, &self.ids),
            counts: Counts { words, ..self.counts(matching, lists, &findings) },
            coverage: coverage::coverage(&self.units, &framework, &matching.prints, lists, &findings),
            findings,
            excused: BTreeMap::new(),
            framework,
        }
    }

    fn edition_of(&self, framework: &str) -> Option<String> {
        self.canon.framework.edition.clone().filter(|_| framework == self.canon.framework.id)
    }

    /// Differences of texts; what is printed a second time counts where it says something else.
    fn text_findings(&self, context: &Context<'_>) -> (Vec<Finding>, BTreeMap<String, usize>) {
        let merged: BTreeSet<usize> = rules::merged::merged_groups(context).into_iter().flatten().collect();
        let mut findings = Vec::new();
        let mut excused = BTreeMap::new();
        for (p, print) in context.matching.prints.iter().enumerate() {
            let (more, guidelines) = self.compared_text(context, print, merged.contains(&p));
            findings.extend(more);
            guidelines.into_iter().for_each(|g| *excused.entry(g.to_owned()).or_default() += 1);
        }
        let twin = rules::duplicate::is_twin(context);
        let shown = |p: &&Print| {
            let hidden = p.segments.iter().any(|&s| context.matching.stream.segments[s].is_hidden());
            let item = p.kind.is_some_and(cvf_framework::Kind::is_behaviour);
            p.likeness >= SURE && !hidden && (item || twin)
        };
        for print in context.matching.again.iter().filter(shown) {
            let (more, _) = self.compared_text(context, print, false);
            let told = |f: &Finding| findings.iter().any(|known: &Finding| is_same_drift(known, f));
            let new: Vec<Finding> = more.into_iter().filter(|f| f.rule.is_about_words() && !told(f)).collect();
            findings.extend(new);
        }
        let numbered = |reason: &str| context.witness.residue.iter().any(|r| r.reason == reason);
        noise::drop_numbers(&mut findings, numbered("page-number") || numbered("note"));
        (findings, excused)
    }

    fn compared_text(&self, context: &Context<'_>, print: &Print, joined: bool) -> (Vec<Finding>, Vec<&'static str>) {
        let likeness = (print.likeness * 100.0).round() / 100.0;
        let canon = cleaned(&self.units[print.canon].text);
        let pair = texts::Pair {
            subject: &context.subject(print),
            expected: &canon,
            found: &print.text,
            confidence: if print.likeness >= SURE { 0.99 } else { likeness },
            lexicon: Lexicon { words: &self.words, language: self.language },
            joints: texts::Joints { inside: &print.joints, at_ends: joined, guidelines: &self.guidelines },
        };
        texts::findings(pair)
    }

    /// How many indicators; of a copy that prints none, how many paragraphs.
    fn counts(&self, matching: &Matching, lists: &BTreeSet<scope::List>, findings: &[Finding]) -> Counts {
        let changed_ids: BTreeSet<&str> = findings.iter().filter_map(|f| f.indicator.as_deref()).collect();
        let all = || matching.prints.iter().map(|p| &self.units[p.canon]);
        let behaviours = all().any(|u| u.kind.is_behaviour());
        let counts = |u: &CanonUnit| u.kind.is_behaviour() == behaviours;
        let printed: Vec<&CanonUnit> = all().filter(|u| counts(u)).collect();
        let changed = printed.iter().filter(|u| changed_ids.contains(u.id.as_str())).count();
        let in_scope = |u: &&CanonUnit| counts(u) && lists.contains(&scope::list_of(u));
        let ids: BTreeSet<&str> = printed.iter().map(|u| u.id.as_str()).collect();
        let missing = self.units.iter().filter(in_scope).filter(|u| !ids.contains(u.id.as_str())).count();
        let extra = findings.iter().filter(|f| f.rule == Rule::Extra).map(|f| f.statements.max(1)).sum();
        let (expected, exact) = (printed.len() + missing, printed.len() - changed);
        Counts { expected, exact, changed, missing, extra, words: Words::default() }
    }
}

/// True for the same change in the same statement.
fn is_same_drift(a: &Finding, b: &Finding) -> bool {
    (a.rule, &a.indicator, &a.changes) == (b.rule, &b.indicator, &b.changes)
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
    for print in &matching.prints {
        *votes.entry(units[print.canon].framework.as_str()).or_default() += 1;
    }
    let best = votes.into_iter().max_by_key(|(name, n)| (*n, std::cmp::Reverse(*name)));
    best.map(|(name, _)| name.to_owned()).unwrap_or_default()
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
