//! Parts that forms of the flow may play, and readings from which the search starts.

use crate::facts::{Element, Facts, FormId};
use crate::reading::Role;
use crate::score::Scorer;
use std::collections::BTreeMap;

/// Most words, in the middle, of names and of levels' labels; fewest of statements and
/// descriptions.
const NAME: usize = 16;
const LABEL: usize = 8;
const ITEM: usize = 4;
const LABELLED_ITEM: usize = 2;
const DESCRIPTION: usize = 8;
/// Most labels of a scale.
const LEVELS: usize = 9;

/// Parts that each form may play.
#[derive(Clone, Debug, Default)]
pub(crate) struct Possible {
    roles: Vec<Vec<Role>>,
}

impl Possible {
    pub(crate) fn of(facts: &Facts) -> Self {
        Self { roles: facts.forms.iter().map(|f| possible(facts, f)).collect() }
    }

    pub(crate) fn roles(&self, form: FormId) -> &[Role] {
        &self.roles[form]
    }

    pub(crate) fn allows(&self, form: FormId, role: Role) -> bool {
        self.roles[form].contains(&role)
    }
}

fn possible(facts: &Facts, form: &crate::facts::Form) -> Vec<Role> {
    let mut roles = vec![Role::Nothing];
    let several = form.blocks.len() > 1;
    // Levels may be numbers, shares or codes; signs are ornaments.
    if form.lettered <= 0.5 {
        let signs = form.blocks.iter().any(|&b| facts.blocks[b].key.is_empty());
        if !signs && form.words <= LABEL && several && form.distinct <= LEVELS {
            roles.push(Role::Level);
        }
        return roles;
    }
    let headed = form.heady > 0.0 || several || form.over;
    let lead = form.blocks.first().is_some_and(|&b| facts.blocks[b].leads_in);
    if form.words <= NAME && headed {
        roles.extend([Role::Cluster, Role::Competency, Role::SubCompetency]);
    }
    if form.words <= LABEL && several && form.distinct <= LEVELS {
        roles.push(Role::Level);
    }
    if form.words >= if form.labelled { LABELLED_ITEM } else { ITEM } && several {
        roles.push(Role::Item);
    }
    if form.words >= DESCRIPTION && !lead {
        roles.push(Role::Description);
    }
    roles
}

/// Parts of all forms, and whether levels stand above competencies.
pub(crate) type Outline = (Vec<Role>, bool);

/// Most forms of statements, and of names over each, from which the search starts.
const ITEM_FORMS: usize = 3;
const NAME_FORMS: usize = 6;
const UPPER_FORMS: usize = 4;

/// Outlines from which the search starts: the likeliest forms of statements under the likeliest
/// forms of names and levels.
pub(crate) fn starts(scorer: &Scorer<'_>, possible: &Possible) -> Vec<Outline> {
    let facts = scorer.facts;
    let none = vec![Role::Nothing; facts.forms.len()];
    let mut out = vec![(none.clone(), false)];
    let earns = |f: FormId| facts.forms[f].blocks.iter().map(|&b| scorer.item_bits(b).max(0.0)).sum::<f32>();
    let mut items: Vec<FormId> = (0..facts.forms.len()).filter(|&f| possible.allows(f, Role::Item)).collect();
    items.sort_by(|a, b| earns(*b).total_cmp(&earns(*a)));
    for &item in items.iter().take(ITEM_FORMS) {
        let upper = upper_forms(facts, possible);
        let mut heads = heads_of(facts, item, possible);
        heads.extend(upper.iter().take(NAME_FORMS - 1).copied());
        let mut seen = std::collections::BTreeSet::new();
        heads.retain(|f| *f != item && seen.insert(*f));
        for &head in heads.iter().take(NAME_FORMS) {
            let mut base = none.clone();
            for (form, role) in [(item, Role::Item), (head, Role::Competency)] {
                let group = facts.forms[form].group;
                let alike =
                    (0..facts.forms.len()).filter(|&f| facts.forms[f].group == group && possible.allows(f, role));
                alike.for_each(|f| base[f] = role);
                base[form] = role;
            }
            if possible.allows(item, Role::Description) {
                let mut described = base.clone();
                described[item] = Role::Description;
                out.push((described, false));
            }
            out.push((base.clone(), false));
            if !possible.allows(head, Role::Level) {
                continue;
            }
            let mut levels = base;
            levels[head] = Role::Level;
            for &name in upper.iter().filter(|f| **f != head && **f != item).take(UPPER_FORMS) {
                let mut named = levels.clone();
                named[name] = Role::Competency;
                out.extend([(named.clone(), false), (named, true)]);
            }
            out.push((levels, false));
        }
    }
    out
}

/// Forms that stand in front of statements, the most frequent first.
fn heads_of(facts: &Facts, item: FormId, possible: &Possible) -> Vec<FormId> {
    let mut before: BTreeMap<FormId, usize> = BTreeMap::new();
    let mut last = None;
    for element in &facts.order {
        let Element::Block(_, form) = *element else { continue };
        if let (true, Some(head)) = (form == item, last.filter(|f| *f != item)) {
            *before.entry(head).or_default() += 1;
        }
        last = Some(form);
    }
    let mut heads: Vec<(usize, FormId)> = before.into_iter().map(|(form, n)| (n, form)).collect();
    heads.sort_by_key(|(n, form)| (std::cmp::Reverse(*n), *form));
    let names = heads.into_iter().map(|(_, form)| form).filter(|f| possible.allows(*f, Role::Competency));
    names.take(3).collect()
}

/// Forms that may name, the most frequent first.
fn upper_forms(facts: &Facts, possible: &Possible) -> Vec<FormId> {
    let mut forms: Vec<FormId> = (0..facts.forms.len()).filter(|&f| possible.allows(f, Role::Competency)).collect();
    forms.sort_by_key(|&f| (std::cmp::Reverse(facts.forms[f].blocks.len()), f));
    forms
}
