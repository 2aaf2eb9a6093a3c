//! Names and level labels that are printed differently, missing or added.

use crate::Subject;
use crate::finding::{Change, Finding};
use crate::homes::{Homes, Standing};
use crate::labels::Sense;
use crate::matching::Print;
use crate::rules::{Rule, Severity};
use crate::scope::{List, list_of};
use crate::structure::{Context, moved};
use cvf_document::Place;
use cvf_framework::{Part, Route, names};
use std::collections::{BTreeMap, BTreeSet};

/// Share of a list that must stand elsewhere together before its label, not each statement, is wrong.
const WHOLE_LIST: f64 = 0.7;

/// Moved statements; where a whole list stands under another label it is the label that is wrong.
pub(crate) fn moved_or_mislabelled(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: BTreeMap<(List, Route), Vec<&Print>> = BTreeMap::new();
    for (print, standing) in context.matching.prints.iter().zip(context.standings) {
        if let Standing::Moved { to } = standing {
            groups.entry((list_of(&context.canon[print.canon]), to.clone())).or_default().push(print);
        }
    }
    let mut findings = Vec::new();
    for ((list, to), prints) in groups {
        let size = context.canon.iter().filter(|u| list_of(u) == list).count();
        let whole = prints.len() > 2 && prints.len() as f64 >= WHOLE_LIST * size as f64;
        if whole {
            findings.push(mislabelled(context, &list.2, &to, prints[0]));
        } else {
            findings.extend(prints.iter().map(|p| moved(context, p, &to)));
        }
    }
    findings
}

fn mislabelled(context: &Context<'_>, from: &Route, to: &Route, first: &Print) -> Finding {
    let shown = |route: &Route| match (&route.level, crate::place_name(route)) {
        (Some(level), Some(name)) => format!("{name}, level {level}"),
        (_, name) => name.unwrap_or_default(),
    };
    let (ours, theirs) = (shown(from), shown(to));
    let message = format!("the statements of {ours} stand under {theirs}: a label is missing or wrong");
    let at = context.matching.stream.place(&first.pieces[0]);
    Finding { level: from.level.clone(), message, ..finding(&ours, &theirs, &at, "words") }
}

/// Names that are printed differently, each reported once; capitals are a matter of style.
pub(crate) fn findings(context: &Context<'_>, homes: &Homes) -> Vec<Finding> {
    let mut seen: BTreeSet<(Part, String)> = BTreeSet::new();
    let mut findings = Vec::new();
    let mut look = |part: Part, name: &str, ours: &str, at: &Place| {
        let same = ours.to_lowercase() == name.to_lowercase();
        if !same && seen.insert((part, name.to_owned())) {
            let aspect = if names::key(ours) == names::key(name) { "punctuation" } else { "words" };
            findings.push(finding(ours, name, at, aspect));
        }
    };
    let single = |name: &str| context.labels.parts(name).is_none() && !context.matching.cut.contains(name);
    for heading in context.witness.headings.iter().filter(|h| single(&h.name)) {
        let like =
            || context.labels.like(&heading.name).filter(|(part, _)| *part == heading.part).map(|(_, name)| name);
        if let Some(ours) = homes.name(heading.part, &heading.name).or_else(like) {
            look(heading.part, &heading.name, ours, &heading.at);
        }
    }
    let labels = context.matching.labels.iter().map(|l| (&l.words, &l.sense));
    for (words, sense) in labels.chain(context.matching.renamed.iter().map(|(words, sense)| (words, sense))) {
        if let Sense::Name(part, ours) = sense {
            let stream = &context.matching.stream;
            look(*part, &stream.text(words), ours, &stream.place(words));
        }
    }
    findings
}

fn finding(ours: &str, theirs: &str, at: &Place, aspect: &str) -> Finding {
    let base = Subject::none().finding(Rule::Heading, Severity::Note, 0.95, Some(ours), Some(theirs));
    Finding {
        competency: Some(ours.to_owned()),
        at: at.clone(),
        aspect: Some(aspect.to_owned()),
        changes: vec![Change { expected: ours.to_owned(), found: theirs.to_owned() }],
        message: format!("\"{theirs}\" is printed for \"{ours}\""),
        ..base
    }
}
