//! What the columns of tables stand for: from their headers, from the headers of other tables
//! of the document, or from what is left.

use crate::grid::{Grid, GridCell, HeaderRow, RowLabel, join, known_part};
use crate::labels::{bare_level, same};
use cvf_framework::{Part, Profiles, Route, Section, names};
use std::collections::{BTreeMap, BTreeSet};

/// A column's route, the steps of it that are not printed over it, and how sure it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnRoute {
    pub(crate) route: Route,
    /// A column of descriptions, say, beside those of levels.
    pub(crate) section: Option<Section>,
    pub(crate) inferred: Vec<Part>,
    pub(crate) confidence: f64,
}

/// The columns of one table: `None` where nothing tells what they stand for.
pub(crate) type Columns = Option<Vec<ColumnRoute>>;

/// Works out the columns of every table of a document.
pub(crate) fn columns(grids: &[Grid], profiles: &Profiles) -> Vec<Columns> {
    let mut all: Vec<Columns> = grids.iter().map(|g| from_headers(g, profiles)).collect();
    settle_clusters(&mut all, profiles);
    let full: Vec<Vec<ColumnRoute>> = all.iter().flatten().filter(|c| c.iter().all(is_full)).cloned().collect();
    for (grid, columns) in grids.iter().zip(&mut all) {
        if let Some(columns) = columns.as_mut().filter(|c| !c.iter().all(is_full)) {
            columns.iter_mut().for_each(|c| from_memory(c, &full));
        }
        if columns.is_none() && !has_sides(grid) {
            *columns = full.iter().rfind(|c| c.len() == grid.columns && goes_on(grid)).cloned();
        }
    }
    from_what_is_left(grids, &mut all, &full);
    all
}

fn is_full(column: &ColumnRoute) -> bool {
    let r = &column.route;
    (r.competency.is_some() && (r.sub_competency.is_some() || column.confidence > 0.0)) || r.level.is_some()
}

fn has_sides(grid: &Grid) -> bool {
    let side = |s: &Section| matches!(s, Section::Underdone | Section::Overdone);
    grid.cells.iter().any(|c| matches!(&c.label, RowLabel::Sections(sections) if sections.iter().any(side)))
}

/// True if a table without headers carries level labels, as the rest of a broken table does.
fn goes_on(grid: &Grid) -> bool {
    grid.headers.is_empty() && grid.cells.iter().all(|c| matches!(c.label, RowLabel::Level(_)))
}

/// A header row can be read if it names at least half of the columns.
pub(crate) fn readable(row: &HeaderRow) -> bool {
    row.names.iter().filter(|n| !n.is_empty()).count() * 2 >= row.names.len()
}

/// What each readable header row names, from the top.
pub(crate) fn header_parts(grid: &Grid, profiles: &Profiles) -> Vec<Option<Part>> {
    let rows: Vec<&HeaderRow> = grid.headers.iter().filter(|h| readable(h)).collect();
    let mut parts: Vec<Option<Part>> = rows.iter().map(|r| known_part(r, profiles)).collect();
    let below = |p: Part| {
        if p == Part::Cluster { Part::Competency } else { Part::SubCompetency }
    };
    let above = |p: Part| {
        if p == Part::SubCompetency { Part::Competency } else { Part::Cluster }
    };
    for i in 1..parts.len() {
        parts[i] = parts[i].or(parts[i - 1].filter(|p| *p != Part::Level).map(below));
    }
    for i in (1..parts.len()).rev() {
        parts[i - 1] = parts[i - 1].or(parts[i].filter(|p| *p != Part::Level).map(above));
    }
    let levels = parts.iter().rposition(|p| *p == Some(Part::Level)).filter(|i| *i > 0);
    if let Some(levels) = levels.filter(|i| parts[..*i].iter().all(Option::is_none)) {
        // Names over levels: the last is the competency, unless that stands before the rows.
        let rows_named = grid.cells.iter().any(|c| matches!(c.label, RowLabel::Name(_)));
        let lowest = if rows_named { Part::Cluster } else { Part::Competency };
        parts[levels - 1] = Some(lowest);
        if let Some(upper) = levels.checked_sub(2).filter(|_| !rows_named) {
            parts[upper] = Some(Part::Cluster);
        }
    }
    if parts.iter().all(Option::is_none) && !rows.iter().any(|row| names_sections(row, profiles)) {
        let order = [Part::Cluster, Part::Competency, Part::SubCompetency];
        let from = match (parts.len(), grid.context.cluster.is_some()) {
            (1, _) | (2, true) => 1,
            _ => 0,
        };
        parts = order.into_iter().skip(from).map(Some).take(parts.len()).collect();
    }
    parts
}

/// True for a row of headers that are all labels of sections.
fn names_sections(row: &HeaderRow, profiles: &Profiles) -> bool {
    row.printed().all(|(_, name)| crate::grid::section(name.as_str(), profiles).is_some())
}

fn from_headers(grid: &Grid, profiles: &Profiles) -> Columns {
    let rows: Vec<&HeaderRow> = grid.headers.iter().filter(|h| readable(h)).collect();
    let parts = header_parts(grid, profiles);
    if rows.is_empty() {
        let named = grid.context.competency.is_some()
            || grid.context.value.is_some()
            || grid.cells.iter().all(|c| matches!(c.label, RowLabel::Name(_)));
        let column = ColumnRoute { route: grid.context.clone(), confidence: 0.97, ..ColumnRoute::default() };
        return (named && grid.columns == 1).then(|| vec![column; grid.columns]);
    }
    let nameless = parts.iter().all(Option::is_none);
    if nameless && grid.context.competency.is_none() && grid.context.value.is_none() {
        return None;
    }
    let known = nameless || rows.iter().any(|r| known_part(r, profiles).is_some());
    let sure = known || rows.len() > 1 || !has_sides(grid);
    let column = |i: usize| {
        let mut route = grid.context.clone();
        if !nameless && !parts.contains(&Some(Part::Level)) {
            (route.competency, route.sub_competency) = (None, None);
        }
        for (row, part) in rows.iter().zip(&parts) {
            set(&mut route, *part, row.names.get(i).map_or("", |n| n.as_str()), profiles);
        }
        let names = rows.iter().filter_map(|row| row.names.get(i));
        let section = names.filter_map(|n| crate::grid::section(n.as_str(), profiles)).next();
        ColumnRoute { route, section, inferred: Vec::new(), confidence: if sure { 0.98 } else { 0.0 } }
    };
    Some((0..grid.columns).map(column).collect())
}

fn set(route: &mut Route, part: Option<Part>, name: &str, profiles: &Profiles) {
    let value = (!name.is_empty()).then(|| name.to_owned());
    match part {
        Some(Part::Cluster) => route.cluster = value,
        Some(Part::Competency) => route.competency = value,
        Some(Part::SubCompetency) => route.sub_competency = value,
        Some(Part::Level) => route.level = bare_level(name, profiles),
        _ => {}
    }
}

/// A competency belongs to the cluster its edition names, else to the one that stands over
/// most of its tables.
fn settle_clusters(all: &mut [Columns], profiles: &Profiles) {
    let mut votes: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for column in all.iter().flatten().flatten() {
        if let (Some(competency), Some(cluster)) = (&column.route.competency, &column.route.cluster) {
            let known = profiles.resolve(competency).and_then(|k| k.cluster);
            if known.is_none_or(|k| same(&k, cluster)) {
                *votes.entry(names::key(competency)).or_default().entry(cluster.clone()).or_default() += 1;
            }
        }
    }
    for column in all.iter_mut().flatten().flatten() {
        let Some(competency) = &column.route.competency else {
            continue;
        };
        let best = votes
            .get(&names::key(competency))
            .and_then(|v| v.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(*name))));
        column.route.cluster = best.map(|(name, _)| name.clone());
    }
}

/// Finds a column's single header among the sub-competencies and competencies of other tables.
fn from_memory(column: &mut ColumnRoute, full: &[Vec<ColumnRoute>]) {
    let Some(printed) = column.route.competency.clone() else {
        return;
    };
    let known = full.iter().flatten();
    let scored = known.filter_map(|k| Some((likeness(&printed, k.route.sub_competency.as_deref()?), k)));
    let best = scored.fold(None, |best: Option<(f64, &ColumnRoute)>, next| match best {
        Some(old) if old.0 >= next.0 => Some(old),
        _ => Some(next),
    });
    match best.filter(|(score, _)| *score >= 0.5) {
        Some((score, known)) => {
            column.route.sub_competency = Some(printed);
            column.route.competency.clone_from(&known.route.competency);
            column.route.cluster.clone_from(&known.route.cluster);
            column.inferred = vec![Part::Cluster, Part::Competency];
            column.confidence = 0.9 + 0.08 * (score - 0.5);
        }
        None => column.confidence = 0.6,
    }
}

/// How well a header with alternatives ("Complexity/Strategy") fits a name, from 0 to 1.
fn likeness(header: &str, name: &str) -> f64 {
    let name = names::key(name);
    let fits = |word: &str| name.split(' ').any(|n| shared_stem(word, n));
    let share = |alternative: &str| {
        let key = names::key(alternative);
        let words: Vec<&str> = key.split(' ').filter(|w| w.len() > 2).collect();
        words.iter().filter(|w| fits(w)).count() as f64 / words.len().max(1) as f64
    };
    let exact = if names::key(header) == name { 0.01 } else { 0.0 };
    header.split('/').map(share).fold(0.0, f64::max) + exact
}

/// True if two words are forms of one: "Strategy" and "Strategic".
fn shared_stem(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    a == b || common >= 6 || (common >= 4 && common + 2 >= a.len().min(b.len()))
}

/// A table of one side or the other without readable headers belongs to the competencies that
/// have no such table yet, if just one set of them is left.
fn from_what_is_left(grids: &[Grid], all: &mut [Columns], full: &[Vec<ColumnRoute>]) {
    let used: BTreeSet<String> = (0..grids.len())
        .filter(|&i| has_sides(&grids[i]))
        .flat_map(|i| all[i].iter().flatten().filter_map(|c| c.route.competency.clone()))
        .collect();
    for (i, grid) in grids.iter().enumerate() {
        if all[i].is_some() || !has_sides(grid) {
            continue;
        }
        let free = |c: &&Vec<ColumnRoute>| {
            c.len() == grid.columns && c.iter().all(|k| k.route.competency.as_ref().is_some_and(|n| !used.contains(n)))
        };
        let left: Vec<&Vec<ColumnRoute>> = full.iter().filter(free).collect();
        let sets: BTreeSet<Vec<Option<String>>> =
            left.iter().map(|c| c.iter().map(|k| k.route.competency.clone()).collect()).collect();
        if let (1, Some(columns)) = (sets.len(), left.first()) {
            all[i] = Some(in_order(grid, columns, grids, full));
        }
    }
}

/// The columns as they stand in the other table, or reversed if their words fit better so.
fn in_order(grid: &Grid, columns: &[ColumnRoute], grids: &[Grid], full: &[Vec<ColumnRoute>]) -> Vec<ColumnRoute> {
    let inferred = |c: &ColumnRoute| ColumnRoute {
        route: Route { level: None, ..c.route.clone() },
        section: None,
        inferred: vec![Part::Cluster, Part::Competency, Part::SubCompetency],
        confidence: 0.9,
    };
    let straight: Vec<ColumnRoute> = columns.iter().map(inferred).collect();
    let reversed: Vec<ColumnRoute> = columns.iter().rev().map(inferred).collect();
    let bags = topic_words(grids, full);
    let fit = |order: &[ColumnRoute]| -> usize {
        order.iter().enumerate().map(|(i, column)| shared_words(grid, i, column, &bags)).sum()
    };
    if fit(&reversed) > fit(&straight) { reversed } else { straight }
}

type Bags = BTreeMap<Option<String>, BTreeSet<String>>;

fn topic_words(grids: &[Grid], full: &[Vec<ColumnRoute>]) -> Bags {
    let mut bags = Bags::new();
    for columns in full {
        for (i, column) in columns.iter().enumerate() {
            let name = &column.route.sub_competency;
            let same_header =
                |g: &&Grid| g.headers.last().and_then(|h| h.names.get(i)).map(|n| n.as_str().to_owned()) == *name;
            let words = grids
                .iter()
                .filter(same_header)
                .flat_map(|g| g.cells.iter())
                .filter(|c| c.column == i)
                .flat_map(long_words);
            bags.entry(name.clone()).or_default().extend(words);
        }
    }
    bags
}

fn long_words(cell: &GridCell) -> Vec<String> {
    let text = names::key(join(&cell.words).as_str());
    text.split(' ').filter(|w| w.len() > 4).map(str::to_owned).collect()
}

fn shared_words(grid: &Grid, column: usize, route: &ColumnRoute, bags: &Bags) -> usize {
    let Some(bag) = bags.get(&route.route.sub_competency) else {
        return 0;
    };
    let words: BTreeSet<String> = grid.cells.iter().filter(|c| c.column == column).flat_map(long_words).collect();
    words.intersection(bag).count()
}
