//! Names: are they like names, does each come once, has each something under it?

use super::levels::comes_again;
use crate::facts::share_a_word;
use crate::reading::{Role, Tree, UnitKind};
use crate::score::{Score, Scorer, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Every name costs this: a reading does not gain by naming more.
const EACH: f32 = 0.8;
/// The same name twice in one place.
const TWICE: f32 = 2.5;
/// The same name again elsewhere, where it is no sub-competency.
const AGAIN: f32 = 1.5;
/// A name with nothing under it.
const EMPTY: f32 = 2.0;
/// A framework of a single competency.
const ONLY_ONE: f32 = 3.0;
/// A step between names that differ in a number alone, and the most for all.
const SCALE: f32 = 3.0;
const MOST_SCALE: f32 = 10.0;
/// A step between names that all have a longer word in common ("Registered nurse", "Head nurse"),
/// the most for all, and fewest names of which that is asked.
const STEP_ALIKE: f32 = 1.0;
const MOST_ALIKE: f32 = 3.0;
const ALIKE: usize = 3;
/// A unit under no competency.
const ORPHAN: f32 = 1.6;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    let mut children = vec![0_usize; tree.names.len()];
    for unit in &tree.units {
        [unit.cluster, unit.competency, unit.sub].into_iter().flatten().for_each(|n| children[n] += 1);
    }
    let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
    let mut places = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (id, name) in tree.names.iter().enumerate() {
        *counts.entry(name.role).or_default() += 1;
        let key = scorer.keys[name.block];
        // Under another level it is the same competency.
        if name.level.is_none() || !seen.contains(&(name.role, key)) {
            score.add(Term::Name, scorer.costs[name.block].name.max(-3.0) - EACH);
        }
        let cluster = name.cluster.map(|c| scorer.keys[tree.names[c].block]);
        let level = name.level.map(|l| scorer.keys[l]);
        if !places.insert((name.role, key, cluster, level)) {
            score.add(Term::Double, -TWICE);
        } else if !seen.insert((name.role, key)) && level.is_none() && name.role != Role::SubCompetency {
            score.add(Term::Double, -AGAIN);
        }
        seen.insert((name.role, key));
        if children[id] == 0 {
            score.add(Term::Empty, -EMPTY);
        }
    }
    recurrence(scorer, tree, score);
    scales(scorer, tree, score);
    ranks(&counts, score);
    orphans(tree, score);
}

/// Where levels stand above names, these come again under each level, in their order: as labels of
/// levels do elsewhere.
fn recurrence(scorer: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    let mut order: Vec<u32> = Vec::new();
    let mut places: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut last: Option<(u32, usize)> = None;
    for name in tree.names.iter().filter(|n| n.role == Role::Competency) {
        let Some(level) = name.level.map(|l| scorer.keys[l]) else { continue };
        let key = scorer.keys[name.block];
        let known = order.iter().position(|k| *k == key);
        let at = known.unwrap_or(order.len());
        if known.is_none() {
            order.push(key);
        }
        if !places.insert((level, key)) {
            continue;
        }
        if known.is_some() {
            let ordered = last.is_none_or(|(before, place)| before != level || place < at);
            let length = scorer.facts.blocks[name.block].text.len();
            score.add(Term::Recur, comes_again(length) * if ordered { 1.0 } else { 0.5 });
        }
        last = Some((level, at));
    }
}

/// Names that differ in nothing but a number are levels.
fn scales(scorer: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    for role in [Role::Competency, Role::SubCompetency] {
        let mut groups: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for name in tree.names.iter().filter(|n| n.role == role) {
            groups.entry(scorer.folds[name.block]).or_default().insert(scorer.keys[name.block]);
        }
        let steps: usize = groups.values().map(|keys| keys.len() - 1).sum();
        score.add(Term::Ordinal, -(SCALE * steps as f32).min(MOST_SCALE));
        let mut seen = BTreeSet::new();
        let names = tree.names.iter().filter(|n| n.role == role && seen.insert(scorer.keys[n.block]));
        let texts: Vec<&str> = names.map(|n| scorer.facts.blocks[n.block].text.as_str()).collect();
        if texts.len() >= ALIKE && share_a_word(&texts) {
            score.add(Term::Ordinal, -(STEP_ALIKE * (texts.len() - 1) as f32).min(MOST_ALIKE));
        }
    }
}

/// Clusters, competencies and their parts in sound proportion.
fn ranks(counts: &BTreeMap<Role, usize>, score: &mut Score) {
    let count = |role| counts.get(&role).copied().unwrap_or(0);
    let (clusters, competencies, subs) = (count(Role::Cluster), count(Role::Competency), count(Role::SubCompetency));
    if competencies < 2 {
        score.add(Term::Name, -ONLY_ONE);
    }
    if competencies > 0 && clusters > competencies {
        score.add(Term::Empty, -2.0 * (clusters - competencies) as f32);
    }
    if subs > 0 && competencies == 0 {
        score.add(Term::Empty, -5.0);
    }
    // A single cluster is a title.
    if subs > 0 && clusters < 2 {
        score.add(Term::Chain, -6.0);
    }
    if clusters == 1 {
        score.add(Term::Complexity, -2.0);
    }
}

fn orphans(tree: &Tree, score: &mut Score) {
    let unnamed = |kind: UnitKind| matches!(kind, UnitKind::Indicator | UnitKind::Description);
    let lone = tree.units.iter().filter(|u| u.competency.is_none() && unnamed(u.kind)).count();
    let described =
        |u: &&crate::reading::TreeUnit| matches!(u.kind, UnitKind::Description | UnitKind::ClusterDescription);
    let nowhere = tree.units.iter().filter(described).filter(|u| u.competency.is_none() && u.cluster.is_none()).count();
    let rows = (tree.empty_headers + tree.unnamed_rows) as f32;
    score.add(Term::Orphan, -ORPHAN * lone as f32 - 2.5 * nowhere as f32 - 1.5 * rows);
}
