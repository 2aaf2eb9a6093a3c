//! What a person says about a layout outweighs everything that a page shows.

use crate::hints::{Columns, LevelFrom, Rows};
use crate::reading::{Column, Role, Tree, Turn};
use crate::score::{Context, Score, Scorer, Term};
use std::collections::BTreeSet;

/// Bits of what is as a hint says, and of what is not: more than all other terms together.
const SAID: f32 = 400.0;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, context: Context<'_>, score: &mut Score) {
    levels(scorer, tree, score);
    if matches!(scorer.hints.level_from, Some(LevelFrom::Page | LevelFrom::Heading)) {
        let headed = tree.units.iter().filter(|u| u.level.is_some_and(|b| !scorer.facts.blocks[b].in_cell)).count();
        score.add(Term::Hint, SAID * headed as f32 / tree.units.len().max(1) as f32);
    }
    for &(family, turn) in context.turns.iter().filter(|(_, turn)| turn.reads()) {
        if let Some(rows) = scorer.hints.rows {
            score.add(Term::Hint, SAID * sign(has_rows(turn, rows)));
        }
        if let Some(columns) = scorer.hints.columns {
            let said = has_columns(turn, columns);
            score.add(Term::Hint, SAID * (sign(said) - lost(scorer, family, turn)));
        }
    }
}

fn sign(said: bool) -> f32 {
    if said { 1.0 } else { -1.0 }
}

/// The labels that were named are levels and no names, and nothing else is a level.
fn levels(scorer: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    if scorer.hints.levels.is_empty() {
        return;
    }
    let labels: BTreeSet<(u32, bool)> =
        tree.levels.iter().map(|l| (scorer.keys[l.block], scorer.is_hinted_level(l.block))).collect();
    let others = labels.iter().filter(|(_, hinted)| !hinted).count();
    let named = tree.names.iter().filter(|n| scorer.is_hinted_level(n.block)).count();
    let share = (labels.len() - others) as f32 / scorer.hints.levels.len() as f32;
    score.add(Term::Hint, SAID * (share.min(1.0) - (others + named) as f32));
}

fn has_rows(turn: &Turn, rows: Rows) -> bool {
    let across = turn.columns.iter().any(|c| c.is_headed());
    match rows {
        Rows::Competency => turn.has_cells(Role::Competency) && !turn.has(Column::OfCompetency),
        Rows::SubCompetency => turn.has_cells(Role::SubCompetency),
        Rows::Level => turn.has_cells(Role::Level) && !turn.has(Column::OfLevel),
        Rows::Record => turn.has_cells(Role::Item) && !across,
    }
}

/// Share of the columns that are not read though a person speaks of what the
/// columns are: their cells may be short.
fn lost(scorer: &Scorer<'_>, family: usize, turn: &Turn) -> f32 {
    if !turn.columns.iter().any(|c| c.is_headed()) {
        return 0.0;
    }
    let table = scorer.facts.families[family].tables.first().map(|&t| &scorer.facts.tables[t]);
    let head = |c: usize| *table?.heads.get(turn.headers.checked_sub(1)?)?.get(c)?;
    let columns = turn.columns.iter().enumerate().filter(|(_, c)| **c == Column::UNREAD);
    let meant = columns.filter(|(c, _)| head(*c).is_some_and(|h| !scorer.known.sense(h).attribute));
    meant.count() as f32 / turn.columns.len().max(1) as f32
}

fn has_columns(turn: &Turn, columns: Columns) -> bool {
    match columns {
        Columns::Competency | Columns::SubCompetency => turn.has(Column::OfCompetency),
        Columns::Level => turn.has(Column::OfLevel),
        Columns::Field => !turn.columns.iter().any(|c| c.is_headed()),
    }
}
