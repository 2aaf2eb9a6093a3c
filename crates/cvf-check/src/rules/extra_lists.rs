//! Whole competencies and levels of the copy's own.

use super::{Rule, RuleInfo};
use crate::Subject;
use crate::context::Context;
use crate::finding::Finding;
use crate::free::Free;
use cvf_framework::{Route, names};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest statements of a list of the copy's own.
const FEWEST: usize = 2;
/// Share of a list that must begin as statements do.
const OPENING: f64 = 0.5;

/// Statements of the copy's own under one name.
#[derive(Clone, Debug)]
pub(super) struct OwnList<'a> {
    competency: String,
    /// Set for a level of its own in a competency of the canon.
    level: Option<String>,
    texts: Vec<&'a Free>,
}

/// A competency's key with, below it, a level.
type Key = (String, Option<String>);

/// The competencies, and levels of the canon's competencies, that print statements and none of
/// the canon's.
pub(super) fn own_lists<'a>(context: &Context<'a>) -> Vec<OwnList<'a>> {
    let stream = &context.matching.stream;
    let key = |route: &Route| route.competency.as_deref().map(names::key);
    let prints = context.matching.prints.iter().chain(&context.matching.again);
    let printed = prints.flat_map(|p| &p.segments).map(|&s| &stream.segments[s].route);
    let printed: BTreeSet<Key> = printed
        .filter_map(|r| key(r).map(|k| (k, r.level.clone())))
        .flat_map(|(k, level)| [(k.clone(), None), (k, level)])
        .collect();
    let mut lists: BTreeMap<Key, Vec<&Free>> = BTreeMap::new();
    for text in context.free.iter().filter(|f| f.like) {
        let segment = &stream.segments[stream.words[text.words.start].segment];
        let Some(name) = key(&segment.route).filter(|_| segment.kind.is_some_and(|k| k.is_behaviour())) else {
            continue;
        };
        let own_level = printed.contains(&(name.clone(), None));
        let level = segment.route.level.clone().filter(|_| own_level);
        if !own_level || (level.is_some() && !printed.contains(&(name.clone(), level.clone()))) {
            lists.entry((name, level)).or_default().push(text);
        }
    }
    lists.into_iter().filter_map(|(key, texts)| list(context, key, texts)).collect()
}

fn list<'a>(context: &Context<'a>, (_, level): Key, texts: Vec<&'a Free>) -> Option<OwnList<'a>> {
    let stream = &context.matching.stream;
    let opens = |f: &&&Free| (context.opens)(&stream.words[f.words.start].key);
    let opening = texts.iter().filter(opens).count();
    let segment = |f: &Free| &stream.segments[stream.words[f.words.start].segment];
    let levelled = texts.iter().all(|f| segment(f).route.level.as_deref().is_some_and(|l| context.is_level(l)));
    let opens = opening > 0 && opening as f64 >= OPENING * texts.len() as f64;
    if texts.len() < FEWEST || !(opens || (levelled && !context.begin_alike)) {
        return None;
    }
    let competency = segment(texts[0]).route.competency.clone()?;
    Some(OwnList { competency, level, texts })
}

impl OwnList<'_> {
    /// True for words that it speaks of.
    pub(super) fn holds(&self, word: usize) -> bool {
        self.texts.iter().any(|t| t.words.contains(&word))
    }

    pub(super) fn finding(&self, context: &Context<'_>, info: &RuleInfo) -> Finding {
        let stream = &context.matching.stream;
        let statements = self.texts.len();
        let found: Vec<String> = self.texts.iter().map(|t| stream.text(&t.words)).collect();
        let mut at = stream.place(&self.texts[0].words);
        self.texts[1..].iter().for_each(|t| at.chars.extend(stream.place(&t.words).chars));
        let what = match &self.level {
            Some(level) => format!("level {level} of \"{}\" is the copy's own", self.competency),
            None => format!("\"{}\" is a competency of the copy's own", self.competency),
        };
        let subject = Subject { at, ..Subject::none() };
        Finding {
            message: format!("{what}: {statements} statements that the canon does not have"),
            competency: Some(self.competency.clone()),
            level: self.level.clone(),
            statements,
            ..subject.finding(Rule::Extra, info.severity, 0.95, None, Some(&found.join(" | ")))
        }
    }
}
