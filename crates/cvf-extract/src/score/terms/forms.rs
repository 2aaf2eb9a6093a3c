//! The dress of forms: statements come in runs and are no headings; names stand before others.

use crate::facts::Below;
use crate::reading::{Role, Turn};
use crate::score::{Context, Score, Scorer, Term};

/// Each dress that plays a part costs this: readings do not gain by parts for everything.
const EACH: f32 = 2.0;
/// A heading that plays no part while others of its dress name, and the most for all.
const SPLIT: f32 = 1.0;
const MOST_SPLIT: f32 = 8.0;
/// A heading right over competencies that plays no part, where there are several such.
const OVER: f32 = 1.5;
/// A known label of a section that plays no part: what stands under it is of another kind.
const SECTION: f32 = 1.5;
/// A label in front of a statement that plays no part, and the most for all.
const LABEL: f32 = 1.0;
/// A statement that is dressed as a heading.
const HEADING: f32 = 1.5;

/// True for lines or tables that give competencies.
fn names(below: Below, context: Context<'_>) -> bool {
    match below {
        Below::Form(form) => context.roles.get(form) == Some(&Role::Competency),
        Below::Family(family) => {
            let turn = context.turns.iter().find(|(f, _)| *f == family).map(|(_, turn)| *turn);
            turn.is_some_and(Turn::names_competencies)
        }
    }
}

pub(crate) fn add(scorer: &Scorer<'_>, context: Context<'_>, score: &mut Score) {
    let mut parts = std::collections::BTreeSet::new();
    let forms = &scorer.facts.forms;
    let others = |group: usize| forms.iter().zip(context.roles).any(|(f, r)| f.group == group && r.names());
    for (form, role) in scorer.facts.forms.iter().zip(context.roles) {
        let count = form.blocks.len() as f32;
        match role {
            Role::Nothing => {
                let sections = form.blocks.iter().filter(|&&b| scorer.known.sense(b).section.is_some()).count();
                score.add(Term::LeftHeading, -(SECTION * sections as f32).min(MOST_SPLIT));
                if form.label {
                    score.add(Term::LeftHeading, -(LABEL * count).min(MOST_SPLIT));
                }
                if form.heady > 0.0 && others(form.group) {
                    score.add(Term::LeftHeading, -(SPLIT * count).min(MOST_SPLIT));
                }
                if form.heady > 0.0 && form.blocks.len() > 1 && form.above.is_some_and(|b| names(b, context)) {
                    score.add(Term::LeftHeading, -(OVER * count).min(MOST_SPLIT));
                }
                continue;
            }
            Role::Item | Role::Description => {
                // What stands behind labels comes in no runs: they stand between.
                let run = if *role == Role::Item && !form.labelled {
                    (1.5 * (form.runs - 0.4)).min(if form.marked { 0.4 } else { 0.0 })
                } else {
                    0.0
                };
                score.add(Term::Run, count * run - HEADING * count * form.heady);
            }
            _ => {
                let before = 1.2 * (0.6 - form.runs) + 0.8 * (form.heady - 0.3) + form.leads - 0.5;
                score.add(Term::Run, count * before.min(0.0));
            }
        }
        if parts.insert((form.group, *role)) {
            score.add(Term::Complexity, -EACH);
        }
    }
}
