//! Two results for one document under one score: whatever made them, the better explanation wins.

use crate::draft::Drafts;
use crate::facts::{BlockId, Facts};
use crate::hints::Hints;
use crate::reading::{LevelUse, Name, NameId, Role, Tree, TreeUnit, UnitKind, Within};
use crate::score::{Context, Scope, Score, Scorer};
use cvf_document::Text;
use cvf_framework::{Kind, Profiles};
use std::collections::BTreeMap;

/// The score of a result: all terms that look at names, levels and units alone.
pub(crate) fn score(facts: &Facts, tree: &Tree, profiles: &Profiles) -> Score {
    let scorer = Scorer::new(facts, profiles, Hints::nothing());
    let scope = Scope::whole(facts);
    scorer.score(tree, Context { roles: &[], turns: &[], level_above: false, scope: &scope })
}

/// The tree of a result; texts that are no whole blocks are added to the facts.
pub(crate) fn tree_of(facts: &mut Facts, drafts: &Drafts) -> Tree {
    let made_up = |name: &str| {
        let chars: Vec<char> = name.chars().collect();
        Text::from_stream(&chars, 0..chars.len())
    };
    let units: Vec<_> = drafts.units.iter().filter_map(|d| Some((d, kind_of(d.kind)?))).collect();
    let mut strings: Vec<&str> = Vec::new();
    for (draft, _) in &units {
        let route = &draft.route;
        let steps = [&route.cluster, &route.competency, &route.sub_competency, &route.value, &route.level];
        strings.extend(steps.into_iter().flatten().map(String::as_str));
    }
    strings.sort_unstable();
    strings.dedup();
    let names = facts.add_texts(strings.iter().map(|s| made_up(s)));
    let number: BTreeMap<&str, BlockId> = strings.iter().copied().zip(names).collect();
    let texts = facts.add_texts(units.iter().map(|(draft, _)| draft.text.clone()));
    let mut growing = Growing { tree: Tree::default(), known: BTreeMap::new(), levels: BTreeMap::new() };
    for ((draft, kind), block) in units.iter().zip(texts) {
        let route = &draft.route;
        let step = |name: &Option<String>| name.as_deref().map(|n| number[n]);
        let cluster = step(&route.cluster).map(|b| growing.name(Role::Cluster, b, None, None));
        let competency = step(&route.competency).or(step(&route.value));
        let competency = competency.map(|b| growing.name(Role::Competency, b, cluster, cluster));
        let sub = step(&route.sub_competency).map(|b| growing.name(Role::SubCompetency, b, cluster, competency));
        let level = step(&route.level);
        if let Some(level) = level {
            growing.level(level, Within::Names { cluster, competency, sub });
        }
        growing.tree.units.push(TreeUnit { kind: *kind, cluster, competency, sub, level, block });
    }
    let mut tree = growing.tree;
    tree.used = used(facts, drafts);
    tree.over = vec![false; facts.blocks.len()];
    tree
}

struct Growing {
    tree: Tree,
    known: BTreeMap<(Role, BlockId, Option<NameId>), NameId>,
    levels: BTreeMap<(BlockId, Within), ()>,
}

impl Growing {
    fn name(&mut self, role: Role, block: BlockId, cluster: Option<NameId>, parent: Option<NameId>) -> NameId {
        *self.known.entry((role, block, parent)).or_insert_with(|| {
            self.tree.names.push(Name { role, block, cluster, level: None });
            self.tree.names.len() - 1
        })
    }

    fn level(&mut self, block: BlockId, within: Within) {
        if self.levels.insert((block, within), ()).is_none() {
            self.tree.levels.push(LevelUse { block, within });
        }
    }
}

fn kind_of(kind: Kind) -> Option<UnitKind> {
    match kind {
        Kind::Title => None,
        Kind::Indicator | Kind::Underdone | Kind::Overdone => Some(UnitKind::Indicator),
        Kind::Note => Some(UnitKind::Note),
        Kind::ClusterDescription => Some(UnitKind::ClusterDescription),
        Kind::Description | Kind::Importance | Kind::ValueDescription => Some(UnitKind::Description),
    }
}

/// Blocks that a unit, heading or label of a result stands in.
fn used(facts: &Facts, drafts: &Drafts) -> Vec<bool> {
    let mut used = vec![false; facts.blocks.len()];
    let texts = drafts.units.iter().map(|d| &d.text).chain(drafts.headings.iter().map(|h| &h.name));
    for text in texts.chain(&drafts.labels) {
        let mut last = None;
        for &at in text.offsets() {
            if last.is_some_and(|b: BlockId| facts.blocks[b].text.offsets().last().is_some_and(|end| at <= *end)) {
                continue;
            }
            last = facts.block_at(at);
            last.into_iter().for_each(|b| used[b] = true);
        }
    }
    used
}
