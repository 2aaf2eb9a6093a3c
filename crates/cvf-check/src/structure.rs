//! Structural events: missing, extra, duplicate, moved, split, merged, reordered, heading.

use crate::Subject;
use crate::finding::{Change, Finding};
use crate::matching::{Matching, Pair};
use crate::rules::{Rule, Severity};
use crate::scope::{List, list_of};
use cvf_document::Place;
use cvf_framework::{CanonUnit, Heading, Part, Route, Unit, Witness, names};
use std::collections::{BTreeMap, BTreeSet};

/// What the structural rules look at.
pub(crate) struct Context<'a> {
    pub(crate) canon: &'a [CanonUnit],
    pub(crate) witness: &'a Witness,
    pub(crate) matching: &'a Matching,
    pub(crate) lists: &'a BTreeSet<List>,
}

pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let names = Homes::learn(context);
    let mut findings = Vec::new();
    for pair in &context.matching.pairs {
        findings.extend(parts(context, pair));
        findings.extend(moved(context, pair, &names));
    }
    findings.extend(reordered(context));
    findings.extend(context.matching.again.iter().map(|&(u, c)| duplicate(context, u, c)));
    findings.extend(context.matching.unmatched.iter().map(|&u| extra(context, u)));
    findings.extend(missing(context));
    findings.extend(headings(context, &names));
    findings
}

fn plain(subject: &Subject<'_>, rule: Rule, expected: Option<&str>, found: Option<&str>, message: String) -> Finding {
    Finding { message, ..subject.finding(rule, rule.info().severity, 0.95, expected, found) }
}

/// Split and merged.
fn parts(context: &Context<'_>, pair: &Pair) -> Option<Finding> {
    let (canon, copy) = (&context.canon[pair.canon[0]], &context.witness.units[pair.copy[0]]);
    let subject = Subject::of(canon, copy);
    let joined = |texts: Vec<&str>| texts.join(" | ");
    let expected = joined(pair.canon.iter().map(|&c| context.canon[c].text.as_str()).collect());
    let found = joined(pair.copy.iter().map(|&u| context.witness.units[u].text.as_str()).collect());
    let (rule, message) = match (pair.canon.len(), pair.copy.len()) {
        (1, 1) => return None,
        (1, n) => (Rule::Split, format!("printed as {n} items")),
        (n, _) => (Rule::Merged, format!("{n} statements printed as one")),
    };
    let at = Place {
        chars: pair.copy.iter().flat_map(|&u| context.witness.units[u].at.chars.clone()).collect(),
        ..copy.at.clone()
    };
    Some(Finding { at, ..plain(&subject, rule, Some(&expected), Some(&found), message) })
}

/// Where the copy's names stand in the canon: the same name, or the one under which most of
/// its statements are found.
struct Homes {
    by_name: BTreeMap<(Part, String), BTreeMap<String, usize>>,
}

impl Homes {
    fn learn(context: &Context<'_>) -> Self {
        let mut by_name: BTreeMap<(Part, String), BTreeMap<String, usize>> = BTreeMap::new();
        for pair in &context.matching.pairs {
            let (canon, copy) = (&context.canon[pair.canon[0]], &context.witness.units[pair.copy[0]]);
            for part in [Part::Cluster, Part::Competency, Part::SubCompetency, Part::Value] {
                if let (Some(ours), Some(theirs)) = (canon.route.part(part), copy.route.part(part)) {
                    let votes = by_name.entry((part, names::key(theirs))).or_default();
                    *votes.entry(ours.to_owned()).or_default() += 1;
                }
            }
        }
        Self { by_name }
    }

    /// The canon's name for a printed one.
    fn name(&self, part: Part, printed: &str) -> Option<&str> {
        let votes = self.by_name.get(&(part, names::key(printed)))?;
        let same = votes.keys().find(|n| names::is_same_name(n, printed));
        let most = || votes.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(*name))).map(|(name, _)| name);
        same.or_else(most).map(String::as_str)
    }

    /// True if a unit stands under the canon's names for its place.
    fn is_home(&self, canon: &Route, copy: &Route) -> bool {
        [Part::Competency, Part::SubCompetency, Part::Value].into_iter().all(|part| {
            match (canon.part(part), copy.part(part)) {
                (Some(ours), Some(theirs)) => {
                    names::is_same_name(ours, theirs) || self.name(part, theirs) == Some(ours)
                }
                _ => true,
            }
        }) && (canon.level == copy.level || copy.level.is_none() || canon.level.is_none())
    }
}

fn moved(context: &Context<'_>, pair: &Pair, homes: &Homes) -> Option<Finding> {
    let (canon, copy) = (&context.canon[pair.canon[0]], &context.witness.units[pair.copy[0]]);
    if homes.is_home(&canon.route, &copy.route) {
        return None;
    }
    let place = |route: &Route| {
        let name = crate::place_name(route).unwrap_or_default();
        route.level.as_ref().map_or(name.clone(), |l| format!("{name}, level {l}"))
    };
    let (from, to) = (place(&canon.route), place(&copy.route));
    let message = format!("stands under {to}, belongs under {from}");
    let subject = Subject::of(canon, copy);
    let found = plain(&subject, Rule::Moved, Some(&canon.text), Some(&copy.text), message);
    Some(Finding { changes: vec![Change { expected: from, found: to }], ..found })
}

/// Statements of one list that are out of the canon's order: those outside the longest
/// increasing run.
fn reordered(context: &Context<'_>) -> Vec<Finding> {
    let mut lists: BTreeMap<List, Vec<&Pair>> = BTreeMap::new();
    for pair in &context.matching.pairs {
        let canon = &context.canon[pair.canon[0]];
        if crate::matching::is_same_place(canon, &context.witness.units[pair.copy[0]]) {
            lists.entry(list_of(canon)).or_default().push(pair);
        }
    }
    let mut findings = Vec::new();
    for pairs in lists.values() {
        let order: Vec<usize> = pairs.iter().map(|p| p.canon[0]).collect();
        let kept = longest_increasing(&order);
        for (i, pair) in pairs.iter().enumerate().filter(|(i, _)| !kept.contains(i)) {
            let (canon, copy) = (&context.canon[pair.canon[0]], &context.witness.units[pair.copy[0]]);
            let message = format!("printed as number {}, number {} in the canon", i + 1, canon.order);
            let subject = Subject::of(canon, copy);
            findings.push(plain(&subject, Rule::Reordered, Some(&canon.text), Some(&copy.text), message));
        }
    }
    findings
}

/// Positions of a longest strictly increasing subsequence.
fn longest_increasing(order: &[usize]) -> BTreeSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for i in 0..order.len() {
        let before = (0..i).filter(|&j| order[j] < order[i]).max_by_key(|&j| (best[j].0, std::cmp::Reverse(j)));
        best.push((before.map_or(1, |j| best[j].0 + 1), before));
    }
    let mut at = (0..order.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    let mut kept = BTreeSet::new();
    while let Some(i) = at {
        kept.insert(i);
        at = best[i].1;
    }
    kept
}

fn duplicate(context: &Context<'_>, unit: usize, statement: usize) -> Finding {
    let (canon, copy) = (&context.canon[statement], &context.witness.units[unit]);
    let message = "printed a second time".to_owned();
    plain(&Subject::of(canon, copy), Rule::Duplicate, Some(&canon.text), Some(&copy.text), message)
}

fn extra(context: &Context<'_>, unit: usize) -> Finding {
    let copy: &Unit = &context.witness.units[unit];
    let subject = Subject { canon: None, copy: Some(copy) };
    plain(&subject, Rule::Extra, None, Some(&copy.text), "not in the canon".to_owned())
}

fn missing(context: &Context<'_>) -> Vec<Finding> {
    let printed: BTreeSet<usize> = context.matching.pairs.iter().flat_map(|p| p.canon.iter().copied()).collect();
    let gone = |(i, u): &(usize, &CanonUnit)| !printed.contains(i) && context.lists.contains(&list_of(u));
    let make = |(_, canon): (usize, &CanonUnit)| {
        let severity = if canon.kind.is_behaviour() { Severity::Error } else { Severity::Warning };
        let subject = Subject { canon: Some(canon), copy: None };
        let what = if canon.kind.is_behaviour() { "indicator" } else { "paragraph" };
        Finding {
            message: format!("the {what} is not there"),
            ..subject.finding(Rule::Missing, severity, 0.95, Some(&canon.text), None)
        }
    };
    context.canon.iter().enumerate().filter(gone).map(make).collect()
}

/// Names that are printed differently, each reported once; capitals are a matter of style.
fn headings(context: &Context<'_>, homes: &Homes) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for heading in &context.witness.headings {
        let Some(ours) = homes.name(heading.part, &heading.name) else { continue };
        let same = ours.to_lowercase() == heading.name.to_lowercase();
        if !same && seen.insert((heading.part, heading.name.clone())) {
            findings.push(heading_finding(heading, ours));
        }
    }
    findings
}

fn heading_finding(heading: &Heading, ours: &str) -> Finding {
    let words = names::key(ours) != names::key(&heading.name);
    let unit = Subject { canon: None, copy: None };
    let base = unit.finding(Rule::Heading, Severity::Note, 0.95, Some(ours), Some(&heading.name));
    Finding {
        competency: Some(ours.to_owned()),
        level: None,
        at: heading.at.clone(),
        aspect: Some(if words { "words" } else { "punctuation" }.to_owned()),
        changes: vec![Change { expected: ours.to_owned(), found: heading.name.clone() }],
        message: format!("\"{}\" is printed for \"{ours}\"", heading.name),
        ..base
    }
}
