//! How a document was read, for a person: forms and tables with the parts they play, the score
//! and what speaks for the best other reading.

use crate::facts::{Facts, Family};
use crate::reading::{Column, Reading, Role, Turn};
use crate::score::{Score, Scorer, TERMS};
use crate::solve::Solution;
use serde::Serialize;

/// How a document was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// True if the reading below was taken; false if known words explained the document better,
    /// or nothing did.
    pub taken: bool,
    /// Bits of the best reading; 0 or less for no framework.
    pub bits: f32,
    /// Paragraphs that look alike.
    pub forms: Vec<FormExplained>,
    /// Tables of like columns.
    pub families: Vec<FamilyExplained>,
    /// What the score is made of: each term in words, and its bits.
    pub terms: Vec<(String, f32)>,
    /// The best reading that places something otherwise.
    pub runner_up: Option<RunnerUp>,
}

/// Paragraphs that look alike, and the part they play.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FormExplained {
    /// What they look like.
    pub dress: String,
    /// The first of them.
    pub example: String,
    /// How many there are.
    pub count: usize,
    /// The part they play.
    pub role: String,
}

/// Tables of like columns, and how they are turned.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FamilyExplained {
    /// How many tables there are.
    pub tables: usize,
    /// Rows of headers.
    pub header_rows: usize,
    /// Each column: what stands at its top, and the part it plays.
    pub columns: Vec<(String, String)>,
    /// What rows with a single text name.
    pub banner: String,
}

/// The best other reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RunnerUp {
    /// Its bits.
    pub bits: f32,
    /// What it reads otherwise, in words.
    pub differs: Vec<String>,
    /// Terms that speak for it, with the bits by which they do.
    pub speaks_for: Vec<(String, f32)>,
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Nothing => "no part",
        Role::Cluster => "cluster",
        Role::Competency => "competency",
        Role::SubCompetency => "sub-competency",
        Role::Level => "level",
        Role::Item => "indicator",
        Role::Description => "description",
    }
}

fn column_name(column: Column) -> &'static str {
    match column {
        Column::Cells(role) => role_name(role),
        Column::OfLevel => "indicators of the level above it",
        Column::OfCompetency => "indicators of the competency above it",
    }
}

/// Explains the best reading of a document.
pub(crate) fn explain(scorer: &Scorer<'_>, solution: &Solution) -> Explanation {
    let Some((bits, best)) = solution.readings.first() else { return Explanation::default() };
    let facts = scorer.facts;
    let turns = solution.turns_of(best);
    let score = solution.score(scorer, best);
    let other =
        solution.readings[1..].iter().find(|(bits, r)| *bits > 0.0 && places_otherwise(facts, solution, best, r));
    Explanation {
        taken: false,
        bits: *bits,
        forms: facts
            .forms
            .iter()
            .zip(&best.roles)
            .map(|(f, role)| FormExplained {
                dress: f.dress.clone(),
                example: short(f.blocks.first().map_or("", |&b| facts.blocks[b].text.as_str())),
                count: f.blocks.len(),
                role: role_name(*role).to_owned(),
            })
            .collect(),
        families: facts.families.iter().zip(&turns).map(|(f, t)| family(facts, f, t)).collect(),
        terms: TERMS.iter().map(|(t, name, _)| ((*name).to_owned(), score.of(*t))).filter(|(_, b)| *b != 0.0).collect(),
        runner_up: other.map(|(bits, reading)| runner_up(scorer, solution, (*bits, reading), (best, &score))),
    }
}

/// True if another reading gives some unit another place.
fn places_otherwise(facts: &Facts, solution: &Solution, best: &Reading, other: &Reading) -> bool {
    let key = |b: Option<usize>| b.map(|b| facts.blocks[b].key.as_str());
    let places = |reading: &Reading| {
        let tree = solution.tree(facts, reading);
        let place = |u: &crate::reading::TreeUnit| {
            let name = key(u.competency.map(|n| tree.names[n].block)).map(str::to_owned);
            (u.block, u.kind, name, key(u.level).map(str::to_owned))
        };
        tree.units.iter().map(place).collect::<Vec<_>>()
    };
    places(best) != places(other)
}

fn family(facts: &Facts, family: &Family, turn: &Turn) -> FamilyExplained {
    let table = family.tables.first().map(|&t| &facts.tables[t]);
    let head = |c: usize| {
        let cell = table.and_then(|t| t.cell(turn.headers.saturating_sub(1), c));
        short(cell.map_or("", |(_, cell)| facts.blocks[cell.label].text.as_str()))
    };
    let columns = turn.columns.iter().enumerate().map(|(c, column)| (head(c), column_name(*column).to_owned()));
    FamilyExplained {
        tables: family.tables.len(),
        header_rows: turn.headers,
        columns: columns.collect(),
        banner: role_name(turn.banner).to_owned(),
    }
}

fn runner_up(
    scorer: &Scorer<'_>,
    solution: &Solution,
    (bits, other): (f32, &Reading),
    (best, score): (&Reading, &Score),
) -> RunnerUp {
    let its = solution.score(scorer, other);
    let gains = TERMS.iter().map(|(t, name, _)| ((*name).to_owned(), its.of(*t) - score.of(*t)));
    let mut speaks_for: Vec<(String, f32)> = gains.filter(|(_, bits)| *bits > 0.05).collect();
    speaks_for.sort_by(|a, b| b.1.total_cmp(&a.1));
    RunnerUp { bits, differs: differences(scorer.facts, solution, best, other), speaks_for }
}

/// What two readings read differently, in words.
fn differences(facts: &Facts, solution: &Solution, best: &Reading, other: &Reading) -> Vec<String> {
    let mut out = Vec::new();
    for (i, form) in facts.forms.iter().enumerate().filter(|(i, _)| best.roles[*i] != other.roles[*i]) {
        let example = short(form.blocks.first().map_or("", |&b| facts.blocks[b].text.as_str()));
        let (a, b) = (role_name(best.roles[i]), role_name(other.roles[i]));
        let lines = if form.blocks.len() == 1 { "line".to_owned() } else { format!("{} lines", form.blocks.len()) };
        out.push(format!("the {lines} like \"{example}\": {a}, or {b}"));
    }
    let turns = solution.turns_of(best).into_iter().zip(solution.turns_of(other));
    for (f, (one, two)) in turns.enumerate().filter(|(_, (one, two))| one != two) {
        let (a, b) = (family(facts, &facts.families[f], one), family(facts, &facts.families[f], two));
        let columns = a.columns.iter().zip(&b.columns).filter(|(x, y)| x.1 != y.1);
        let shown: Vec<String> = columns.map(|(x, y)| format!("column \"{}\": {}, or {}", x.0, x.1, y.1)).collect();
        match shown.is_empty() {
            true => out.push(format!("rows of headers: {}, or {}", a.header_rows, b.header_rows)),
            false => out.extend(shown),
        }
    }
    if best.level_above != other.level_above {
        out.push("levels below competencies, or above them".to_owned());
    }
    out
}

/// Characters that are shown of a text.
const SHOWN: usize = 50;

fn short(text: &str) -> String {
    let more = if text.chars().count() > SHOWN { "…" } else { "" };
    format!("{}{more}", text.chars().take(SHOWN).collect::<String>())
}
