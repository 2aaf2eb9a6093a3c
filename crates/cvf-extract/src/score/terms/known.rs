//! Known words: they help, and decide nothing alone.

use crate::facts::BlockId;
use crate::reading::{Column, Name, Role, Tree, Turn};
use crate::score::{Context, Score, Scorer, Term};
use cvf_framework::{Part, Section};
use std::collections::BTreeSet;

/// A label that names a level, for each of the first few.
const LEVEL: f32 = 1.5;
const MOST_LEVELS: usize = 6;
/// A name that is a level's label.
const LEVEL_AS_NAME: f32 = 1.0;
/// A label with a word of a scale in it, and a name with one, for each of the first few.
const GRADED: f32 = 1.0;
const GRADED_AS_NAME: f32 = 1.0;
/// A name that heads what stands before or after a framework.
const ASIDE_AS_NAME: f32 = 3.0;
/// A header that says what stands below it, and one that says something else.
const HEADER: f32 = 2.0;

/// Times that the header over names of parts counts: competencies with parts and no clusters over
/// them are rare, unless they are called so.
const NAMED_PARTS: f32 = 4.0;

/// A name behind a line that says what it is ("Competency"), of that rank or of another, and the
/// most for all: a page of a few such names is settled by it.
const CALLED: f32 = 3.0;
const MOST_CALLED: f32 = 24.0;
/// A line that says what the name behind it is, read as a name or level itself.
const CALL_AS_NAME: f32 = 2.0;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, context: Context<'_>, score: &mut Score) {
    let mut labels = BTreeSet::new();
    let levels = tree.levels.iter().filter(|l| labels.insert(scorer.keys[l.block]));
    let (known, graded) = grades(scorer, levels.map(|l| l.block));
    score.add(Term::Words, LEVEL * known.min(MOST_LEVELS) as f32 + GRADED * graded.min(MOST_LEVELS) as f32);
    let names = || tree.names.iter().filter(|n| n.role != Role::Cluster).map(|n| n.block);
    let (_, graded) = grades(scorer, names());
    let asides = tree.names.iter().filter(|n| scorer.known.sense(n.block).aside).count();
    score.add(Term::Words, -ASIDE_AS_NAME * asides as f32);
    let named = tree.names.iter().filter(|n| scorer.known.sense(n.block).level).count();
    score.add(Term::Words, -LEVEL_AS_NAME * named as f32 - GRADED_AS_NAME * graded.min(MOST_LEVELS) as f32);
    called(scorer, tree, score);
    for &(family, turn) in context.turns.iter().filter(|(_, turn)| turn.reads() && turn.headers > 0) {
        let Some(&table) = scorer.facts.families[family].tables.first() else { continue };
        let heads = scorer.facts.tables[table].heads.get(turn.headers - 1);
        let heads = heads.into_iter().flatten();
        for (column, head) in turn.columns.iter().zip(heads).filter_map(|(c, h)| Some((*c, (*h)?))) {
            score.add(Term::Words, HEADER * header(scorer, turn, column, head));
        }
    }
}

/// How many blocks are labels of levels, and how many have words of a scale in them: one alone
/// may have such a word for another reason.
fn grades(scorer: &Scorer<'_>, blocks: impl Iterator<Item = BlockId>) -> (usize, usize) {
    let (mut known, mut graded) = (0, BTreeSet::new());
    for block in blocks {
        let sense = scorer.known.sense(block);
        match sense.level {
            true => known += 1,
            false if sense.graded => drop(graded.insert(scorer.keys[block])),
            false => {}
        }
    }
    (known, if graded.len() + known.min(1) > 1 { graded.len() } else { 0 })
}

/// Names behind lines that say what they are.
fn called(scorer: &Scorer<'_>, tree: &Tree, score: &mut Score) {
    let rank = |role: Role| match role {
        Role::Cluster => Part::Cluster,
        Role::SubCompetency => Part::SubCompetency,
        _ => Part::Competency,
    };
    let is = |name: &Name, part: Part| if rank(name.role) == part { 1.0 } else { -1.0 };
    let right: f32 = tree.names.iter().filter_map(|n| Some(is(n, scorer.known.called(n.block)?))).sum();
    score.add(Term::Words, (CALLED * right).clamp(-MOST_CALLED, MOST_CALLED));
    let levels = tree.levels.iter().filter_map(|l| scorer.known.called(l.block)).count() as f32;
    score.add(Term::Words, -(CALLED * levels).min(MOST_CALLED));
    let blocks = tree.names.iter().map(|n| n.block).chain(tree.levels.iter().map(|l| l.block));
    let calls = blocks.filter(|&b| scorer.known.calls(b)).count();
    score.add(Term::Words, -(CALL_AS_NAME * calls as f32).min(MOST_CALLED));
}

/// 1 for a header that says what the column is, -1 for one that says something else.
fn header(scorer: &Scorer<'_>, turn: &Turn, column: Column, head: BlockId) -> f32 {
    let sense = scorer.known.sense(head);
    let says = |right: bool| if right { 1.0 } else { -1.0 };
    if column == Column::UNREAD {
        let meant = sense.part.is_some() || sense.level_word;
        return if sense.attribute { 0.5 } else { says(false) * f32::from(u8::from(meant)) };
    }
    if sense.part == Some(Part::SubCompetency) && column == Column::Cells(Role::SubCompetency) {
        return NAMED_PARTS;
    }
    if sense.attribute {
        return -1.0;
    }
    if column == Column::OfLevel {
        return if sense.part.is_some() || sense.statement || sense.level_word { -1.0 } else { 0.0 };
    }
    if sense.level_word {
        return says(column == Column::Cells(Role::Level));
    }
    match (sense.part, sense.section) {
        (Some(part), _) => says(column.role().is_some_and(|role| is_rank(turn, role, part))),
        (None, Some(Section::Description)) => says(matches!(column, Column::Cells(Role::Description | Role::Item))),
        (None, _) if sense.statement => says(column == Column::Cells(Role::Item)),
        _ => 0.0,
    }
}

/// True if a part of the route is the rank of a role; names of two ranks may both be called by
/// the word for the upper one.
fn is_rank(turn: &Turn, role: Role, part: Part) -> bool {
    match part {
        Part::Cluster => role == Role::Cluster,
        Part::Competency | Part::Value => {
            role == Role::Competency || (role == Role::SubCompetency && turn.has_cells(Role::Competency))
        }
        Part::SubCompetency => role == Role::SubCompetency,
        Part::Level => role == Role::Level,
    }
}
