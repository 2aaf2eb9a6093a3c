//! A search over the parts of forms and the turns of families: from several starts uphill, each
//! reading scored once.

use crate::facts::{Element, Facts, Family, FormId};
use crate::proposers::{self, Possible};
use crate::reading::{Reading, Role, Tree, Turn, derive};
use crate::score::{Context, Scope, Score, Scorer};
use std::collections::BTreeMap;

/// Turns of a family that are kept, and of them those of one kind.
const KEPT: usize = 24;
const OF_A_KIND: usize = 2;
/// Turns of a family that are scored at most.
const SCORED: usize = 1200;
/// Turns that are scored on all tables of a family.
const CLOSE: usize = 120;
/// Starts that are followed up.
const STARTS: usize = 10;
/// Rounds of steps uphill from each start.
const ROUNDS: usize = 4;
/// Blocks that are looked at in all, and by how many readings at most: so that time is bounded.
const BLOCKS: usize = 1_500_000;
const READINGS: usize = 6000;

/// What the search found.
#[derive(Clone, Debug)]
pub(crate) struct Solution {
    /// Turns of each family that were kept.
    pub(crate) turns: Vec<Vec<Turn>>,
    /// The best readings with their scores, the best first.
    pub(crate) readings: Vec<(f32, Reading)>,
}

impl Solution {
    pub(crate) fn turns_of<'s>(&'s self, reading: &Reading) -> Vec<&'s Turn> {
        reading.turns.iter().zip(&self.turns).map(|(&t, turns)| &turns[t]).collect()
    }

    /// The tree of one of its readings.
    pub(crate) fn tree(&self, facts: &Facts, reading: &Reading) -> Tree {
        derive(facts, &facts.order, &reading.roles, &self.turns_of(reading), reading.level_above)
    }

    /// The score of one of its readings, term by term.
    pub(crate) fn score(&self, scorer: &Scorer<'_>, reading: &Reading) -> Score {
        let turns: Vec<(usize, &Turn)> = self.turns_of(reading).into_iter().enumerate().collect();
        let scope = Scope::whole(scorer.facts);
        let context = Context { roles: &reading.roles, turns: &turns, level_above: reading.level_above, scope: &scope };
        scorer.score(&self.tree(scorer.facts, reading), context)
    }
}

/// Readings that are kept for comparison.
const RUNNERS_UP: usize = 60;

/// Finds the best readings.
pub(crate) fn solve(scorer: &Scorer<'_>) -> Solution {
    let facts = scorer.facts;
    let turns: Vec<Vec<Turn>> = (0..facts.families.len()).map(|f| best_turns(scorer, f)).collect();
    let possible = Possible::of(facts);
    let mut search = Search {
        scorer,
        possible: &possible,
        turns: &turns,
        scope: Scope::whole(facts),
        seen: BTreeMap::new(),
        most: (BLOCKS / facts.blocks.len().max(1)).min(READINGS),
    };
    let starts = search.starts();
    for reading in starts {
        search.climb(reading);
    }
    let mut readings: Vec<(f32, Reading)> = search.seen.into_iter().map(|(r, s)| (s, r)).collect();
    // Whatever gives no unit is nothing, and one such reading is enough.
    let mut nothing = false;
    readings.retain(|(bits, _)| *bits != 0.0 || !std::mem::replace(&mut nothing, true));
    readings.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    readings.truncate(RUNNERS_UP);
    Solution { turns, readings }
}

/// The turns of a family that explain it best by itself, not too many of a kind.
fn best_turns(scorer: &Scorer<'_>, family: usize) -> Vec<Turn> {
    let facts = scorer.facts;
    let tables = &facts.families[family];
    let mut turns = proposers::turns(scorer, family);
    if turns.len() > SCORED {
        let read = |t: &Turn| t.columns.iter().filter(|c| **c != crate::reading::Column::UNREAD).count();
        turns[1..].sort_by_key(|t| std::cmp::Reverse(read(t)));
        turns.truncate(SCORED);
    }
    if turns.len() > CLOSE && tables.tables.len() > 1 {
        // Most turns show on one table that they are wrong.
        let first = Family { tables: tables.tables[..1].to_vec(), width: tables.width };
        let mut scored = score_turns(scorer, family, &first, turns);
        scored.truncate(CLOSE);
        turns = scored.into_iter().map(|(_, turn)| turn).collect();
        if turns.iter().all(Turn::reads) {
            turns.push(Turn::unread(tables.width));
        }
    }
    kept(score_turns(scorer, family, tables, turns))
}

/// Scores turns of tables of a family by themselves, the best first.
fn score_turns(scorer: &Scorer<'_>, family: usize, tables: &Family, turns: Vec<Turn>) -> Vec<(f32, Turn)> {
    let facts = scorer.facts;
    let order: Vec<Element> = tables.tables.iter().map(|&t| Element::Table(t)).collect();
    let scope = Scope::of(facts, proposers::blocks(facts, tables));
    let unread: Vec<Turn> = facts.families.iter().map(|f| Turn::unread(f.width)).collect();
    let mut scored: Vec<(f32, Turn)> = Vec::with_capacity(turns.len());
    for turn in turns {
        let mut all: Vec<&Turn> = unread.iter().collect();
        all[family] = &turn;
        let tree = derive(facts, &order, &[], &all, false);
        let context = Context { roles: &[], turns: &[(family, &turn)], level_above: false, scope: &scope };
        let mut bits = scorer.score(&tree, context).total();
        if !turn.names_competencies() {
            // The name may stand above the table.
            bits += NAME_ABOVE * tree.units.iter().filter(|u| u.competency.is_none()).count() as f32;
        }
        scored.push((bits, turn));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    scored
}

/// What a unit without a competency in its table gets back.
const NAME_ABOVE: f32 = 1.1;

fn kept(scored: Vec<(f32, Turn)>) -> Vec<Turn> {
    let mut kinds: BTreeMap<(Vec<crate::reading::Column>, bool), usize> = BTreeMap::new();
    let mut kept: Vec<Turn> = Vec::new();
    let mut unread = None;
    for (_, turn) in scored {
        if !turn.reads() {
            unread = Some(turn.clone());
        }
        let mut parts = turn.columns.clone();
        parts.sort();
        parts.dedup();
        let count = kinds.entry((parts, turn.banner != Role::Nothing)).or_default();
        *count += 1;
        if *count <= OF_A_KIND && kept.len() < KEPT {
            kept.push(turn);
        }
    }
    if kept.iter().all(Turn::reads) {
        kept.extend(unread);
    }
    kept
}

struct Search<'a> {
    scorer: &'a Scorer<'a>,
    possible: &'a Possible,
    turns: &'a [Vec<Turn>],
    scope: Scope,
    seen: BTreeMap<Reading, f32>,
    most: usize,
}

/// Turns of a family that are tried under the names above its tables, and most of all.
const TABLE_STARTS: usize = 6;
const MOST_TABLE_STARTS: usize = 60;

/// A step has to gain at least this.
const GAIN: f32 = 1e-3;

impl Search<'_> {
    fn starts(&mut self) -> Vec<Reading> {
        let outlines = proposers::starts(self.scorer, self.possible);
        let first = vec![0; self.turns.len()];
        let unread: Vec<usize> = self.turns.iter().map(|t| t.iter().position(|t| !t.reads()).unwrap_or(0)).collect();
        let mut starts: Vec<Reading> = Vec::new();
        for (roles, level_above) in outlines {
            for turns in [&first, &unread] {
                let reading = Reading { roles: roles.clone(), turns: turns.clone(), level_above };
                if !starts.contains(&reading) {
                    starts.push(reading);
                }
            }
        }
        starts.extend(self.tables_under_names(&unread));
        let mut scored: Vec<(f32, Reading)> = starts.into_iter().map(|r| (self.score(&r), r)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        scored.into_iter().take(STARTS).map(|(_, r)| r).collect()
    }

    /// Families of tables that take their names from the line above them.
    fn tables_under_names(&self, unread: &[usize]) -> Vec<Reading> {
        let facts = self.scorer.facts;
        let mut out = Vec::new();
        for pair in facts.order.windows(2) {
            let (Element::Block(_, form), Element::Table(table)) = (pair[0], pair[1]) else { continue };
            let family = facts.family_of[table];
            if !self.possible.allows(form, Role::Competency) {
                continue;
            }
            for turn in 0..self.turns[family].len().min(TABLE_STARTS) {
                let mut reading = Reading {
                    roles: vec![Role::Nothing; facts.forms.len()],
                    turns: unread.to_vec(),
                    level_above: false,
                };
                reading.roles[form] = Role::Competency;
                reading.turns[family] = turn;
                let named = &self.turns[family][turn];
                let level = (self.possible.allows(form, Role::Level) && named.names_competencies()).then(|| {
                    let mut above = Reading { level_above: true, ..reading.clone() };
                    above.roles[form] = Role::Level;
                    above
                });
                for start in [Some(reading), level].into_iter().flatten() {
                    if !out.contains(&start) && out.len() < MOST_TABLE_STARTS {
                        out.push(start);
                    }
                }
            }
        }
        out
    }

    /// Without levels of the flow nothing stands above.
    fn has_levels(&self, reading: &Reading) -> bool {
        let in_tables =
            |(t, turns): (&usize, &Vec<Turn>)| turns[*t].has_cells(Role::Level) || turns[*t].banner == Role::Level;
        reading.roles.contains(&Role::Level) || reading.turns.iter().zip(self.turns).any(in_tables)
    }

    fn score(&mut self, reading: &Reading) -> f32 {
        if let Some(known) = self.seen.get(reading) {
            return *known;
        }
        if self.seen.len() >= self.most {
            return f32::MIN;
        }
        let turns: Vec<&Turn> = reading.turns.iter().zip(self.turns).map(|(&t, turns)| &turns[t]).collect();
        let tree = derive(self.scorer.facts, &self.scorer.facts.order, &reading.roles, &turns, reading.level_above);
        let numbered: Vec<(usize, &Turn)> = turns.into_iter().enumerate().collect();
        let context =
            Context { roles: &reading.roles, turns: &numbered, level_above: reading.level_above, scope: &self.scope };
        let bits = self.scorer.score(&tree, context).total();
        self.seen.insert(reading.clone(), bits);
        bits
    }

    fn climb(&mut self, start: Reading) {
        let mut at = (self.score(&start), start);
        for _ in 0..ROUNDS {
            let before = at.0;
            self.one_form(&mut at);
            self.two_forms(&mut at);
            self.hand_over(&mut at);
            self.ranks(&mut at);
            self.families(&mut at);
            if at.0 <= before + GAIN || self.seen.len() >= self.most {
                return;
            }
        }
    }

    /// Takes a step if it gains.
    fn step(&mut self, at: &mut (f32, Reading), next: Reading) {
        let next = Reading { level_above: next.level_above && self.has_levels(&next), ..next };
        if next == at.1 {
            return;
        }
        let bits = self.score(&next);
        if bits > at.0 + GAIN {
            *at = (bits, next);
        }
    }

    /// Tries parts with levels below and above competencies, where there are levels.
    fn step_roles(&mut self, at: &mut (f32, Reading), roles: Vec<Role>) {
        let both: &[bool] = if roles.contains(&Role::Level) { &[false, true] } else { &[at.1.level_above] };
        for &level_above in both {
            let next = Reading { roles: roles.clone(), level_above, turns: at.1.turns.clone() };
            self.step(at, next);
        }
    }

    /// One form plays another part.
    fn one_form(&mut self, at: &mut (f32, Reading)) {
        let mut forms: Vec<FormId> = (0..self.scorer.facts.forms.len()).collect();
        forms.sort_by_key(|&f| std::cmp::Reverse(self.scorer.facts.forms[f].blocks.len()));
        for form in forms {
            for &role in self.possible.roles(form) {
                let mut roles = at.1.roles.clone();
                roles[form] = role;
                self.step_roles(at, roles.clone());
                // Forms of one dress change together, too.
                for other in self.siblings(form).filter(|o| self.possible.allows(*o, role)) {
                    roles[other] = role;
                }
                self.step_roles(at, roles);
            }
        }
    }

    /// Other forms of the same dress.
    fn siblings(&self, form: FormId) -> impl Iterator<Item = FormId> + use<'_> {
        let forms = &self.scorer.facts.forms;
        (0..forms.len()).filter(move |&f| f != form && forms[f].group == forms[form].group)
    }

    /// Two forms that name change together.
    fn two_forms(&mut self, at: &mut (f32, Reading)) {
        use Role::{Cluster, Competency, Level, SubCompetency};
        const PAIRS: [(Role, Role); 5] = [
            (Cluster, Competency),
            (Competency, SubCompetency),
            (Competency, Level),
            (Level, Competency),
            (SubCompetency, Competency),
        ];
        let naming: Vec<FormId> = (0..at.1.roles.len()).filter(|&f| at.1.roles[f].names()).collect();
        for &a in &naming {
            for &b in naming.iter().filter(|b| **b != a) {
                for (x, y) in PAIRS {
                    if self.possible.allows(a, x) && self.possible.allows(b, y) {
                        let mut roles = at.1.roles.clone();
                        (roles[a], roles[b]) = (x, y);
                        self.step_roles(at, roles);
                    }
                }
            }
        }
    }

    /// One form hands its part to another, and describes or plays none.
    fn hand_over(&mut self, at: &mut (f32, Reading)) {
        let forms = at.1.roles.len();
        for from in (0..forms).filter(|&f| at.1.roles[f].names()).collect::<Vec<_>>() {
            let role = at.1.roles[from];
            for to in 0..forms {
                if !self.possible.allows(to, role) || at.1.roles[to] == role || at.1.roles[from] != role {
                    continue;
                }
                for rest in [Role::Description, Role::Nothing, Role::Cluster] {
                    if self.possible.allows(from, rest) && rest != role {
                        let mut roles = at.1.roles.clone();
                        (roles[to], roles[from]) = (role, rest);
                        self.step_roles(at, roles);
                    }
                }
            }
        }
    }

    /// All ranks shift, with or without a form of text that changes with them.
    fn ranks(&mut self, at: &mut (f32, Reading)) {
        let text = |r: &Role| matches!(r, Role::Item | Role::Description);
        let texts: Vec<FormId> = (0..at.1.roles.len()).filter(|&f| text(&at.1.roles[f])).collect();
        let flips = [None].into_iter().chain(texts.into_iter().take(4).map(Some));
        let flips: Vec<Option<FormId>> = flips.collect();
        for shift in SHIFTS {
            for flip in &flips {
                let moved = |(f, role): (FormId, &Role)| {
                    let to = shift.iter().find(|(from, _)| from == role).map_or(*role, |(_, to)| *to);
                    if self.possible.allows(f, to) { to } else { *role }
                };
                let mut roles: Vec<Role> = at.1.roles.iter().enumerate().map(moved).collect();
                if let Some(form) = *flip {
                    let other = if roles[form] == Role::Item { Role::Description } else { Role::Item };
                    if !self.possible.allows(form, other) {
                        continue;
                    }
                    roles[form] = other;
                }
                self.step_roles(at, roles);
            }
        }
    }

    /// One family is turned otherwise.
    fn families(&mut self, at: &mut (f32, Reading)) {
        for family in 0..self.turns.len() {
            for turn in 0..self.turns[family].len() {
                let mut next = at.1.clone();
                next.turns[family] = turn;
                self.step(at, next.clone());
                if self.turns[family][turn].banner == Role::Cluster && next.roles.contains(&Role::Cluster) {
                    // What seemed a cluster over the tables is their title then.
                    let mut titled = next.clone();
                    titled.roles.iter_mut().filter(|r| **r == Role::Cluster).for_each(|r| *r = Role::Nothing);
                    self.step(at, titled);
                }
                if at.1.roles.contains(&Role::Level) {
                    next.level_above = !next.level_above;
                    self.step(at, next);
                }
            }
        }
    }
}

/// Shifts of ranks.
const SHIFTS: [&[(Role, Role)]; 9] = {
    use Role::{Cluster, Competency, Level, Nothing, SubCompetency};
    [
        &[(Competency, Cluster), (SubCompetency, Competency)],
        &[(Cluster, Competency), (Competency, SubCompetency)],
        &[(Competency, Cluster), (Level, Competency)],
        &[(Cluster, Nothing), (Competency, Cluster), (SubCompetency, Competency)],
        &[(Competency, Level), (SubCompetency, Competency)],
        &[(Cluster, Level)],
        &[(Competency, Level)],
        &[(Level, Cluster)],
        &[(Level, Competency), (Competency, SubCompetency)],
    ]
};
