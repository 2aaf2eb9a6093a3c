//! The coverage of a copy: competencies down, levels across.

use crate::clean::visible;
use cvf_check::{CopyReport, Finding, Rule};
use cvf_framework::{Canon, Cluster, Competency, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// The grid of one copy.
pub(super) struct Grid {
    pub(super) levels: Vec<String>,
    pub(super) rows: Vec<GridRow>,
}

/// A competency.
pub(super) struct GridRow {
    pub(super) name: String,
    pub(super) cells: Vec<Cell>,
}

/// A competency at a level.
pub(super) struct Cell {
    /// `none` where the canon has no such level, `out` of scope, `exact`, `changed`, `missing`.
    pub(super) state: &'static str,
    /// What is seen.
    pub(super) shown: String,
    /// What is read out.
    pub(super) said: String,
    /// The first finding in it.
    pub(super) target: String,
}

/// The grid of a copy's own framework; `None` if the canon does not have that framework.
pub(super) fn grid(canon: &Canon, copy: &CopyReport) -> Option<Grid> {
    let adaptation = canon.adaptations.iter().find(|a| a.id == copy.framework).map(|a| &a.clusters);
    let clusters = if canon.framework.id == copy.framework { Some(&canon.framework.clusters) } else { adaptation }?;
    let outlines: Vec<Outline> =
        clusters.iter().flat_map(|c: &Cluster<Statement>| &c.competencies).map(outline).collect();
    let levels = levels(&outlines);
    if levels.is_empty() {
        return None;
    }
    let cells = |o: &Outline| levels.iter().map(|l| cell(o, l, copy)).collect();
    let rows = outlines.iter().map(|o| GridRow { name: visible(&o.name), cells: cells(o) }).collect();
    Some(Grid { levels: levels.iter().map(|l| visible(l)).collect(), rows })
}

/// A competency with the ids of its indicators by level.
struct Outline {
    id: String,
    name: String,
    levels: Vec<(String, Vec<String>)>,
}

fn outline(competency: &Competency<Statement>) -> Outline {
    let mut levels = Vec::new();
    collect(competency, &mut levels);
    let name = competency.name.clone().unwrap_or_default();
    Outline { id: competency.id.clone().unwrap_or_else(|| cvf_framework::names::slug(&name)), name, levels }
}

fn collect(competency: &Competency<Statement>, out: &mut Vec<(String, Vec<String>)>) {
    for level in &competency.levels {
        let label = level.level.clone().unwrap_or_default();
        let ids = level.indicators.iter().map(|s| s.id.clone());
        match out.iter_mut().find(|(l, _)| *l == label) {
            Some((_, all)) => all.extend(ids),
            None => out.push((label, ids.collect())),
        }
    }
    competency.sub_competencies.iter().for_each(|sub| collect(sub, out));
}

/// Labels in the order of their numbers, then of their letters.
fn levels(outlines: &[Outline]) -> Vec<String> {
    let number = |l: &str| l.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok();
    let all: BTreeSet<&str> = outlines.iter().flat_map(|o| &o.levels).map(|(l, _)| l.as_str()).collect();
    let mut all: Vec<String> = all.into_iter().map(str::to_owned).collect();
    all.sort_by_key(|l| (number(l).unwrap_or(u32::MAX), l.clone()));
    all
}

fn cell(outline: &Outline, level: &str, copy: &CopyReport) -> Cell {
    let blank = |state, shown: &str, said: &str| Cell {
        state,
        shown: shown.to_owned(),
        said: said.to_owned(),
        target: String::new(),
    };
    let Some((_, ids)) = outline.levels.iter().find(|(l, _)| l == level) else {
        return blank("none", "", "no such level");
    };
    let declared = copy.scope.iter().any(|s| s.competency == outline.id && s.levels.iter().any(|l| l == level));
    let touching = touching(ids, copy);
    if !declared && touching.is_empty() {
        return blank("out", "–", "out of scope");
    }
    let missing = touching.values().filter(|f| f.iter().any(|f| f.rule == Rule::Missing)).count();
    let changed = touching.len() - missing;
    let exact = ids.len().saturating_sub(touching.len());
    let target = touching.values().flatten().next().map(|f| super::finding::anchor(copy, f)).unwrap_or_default();
    filled(exact, changed, missing, target)
}

/// Findings about the indicators of a cell.
fn touching<'a>(ids: &[String], copy: &'a CopyReport) -> BTreeMap<&'a str, Vec<&'a Finding>> {
    let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let mut out: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &copy.findings {
        if let Some(id) = finding.indicator.as_deref().filter(|id| ids.contains(id)) {
            out.entry(id).or_default().push(finding);
        }
    }
    out
}

fn filled(exact: usize, changed: usize, missing: usize, target: String) -> Cell {
    let state = match (changed, missing) {
        (0, 0) => "exact",
        (_, 0) => "changed",
        _ => "missing",
    };
    let part = |n: usize, sign: &str| if n == 0 { String::new() } else { format!(" {sign}{n}") };
    let shown = format!("{}{}{}", part(exact, "✓"), part(changed, "≠"), part(missing, "✗")).trim().to_owned();
    Cell { state, shown, said: format!("{exact} exact, {changed} changed, {missing} missing"), target }
}
