//! Levels with names of their own ("Foundation", "Expert") that headings name: above the
//! competencies, beside a competency's name, or inside the cells of a table.

use crate::labels::{bare_level, looks_like_name};
use cvf_document::{Block, Cell, Document, Paragraph};
use cvf_framework::{Part, Profiles, names};
use std::collections::{BTreeMap, BTreeSet};

/// Names of levels that a document's headings print.
pub(crate) fn levels(document: &Document, profiles: &Profiles) -> Vec<String> {
    let lines = lines(&document.blocks, profiles);
    let above = above(&lines, profiles);
    let found = [above, beside(&lines, profiles), alike(&lines, profiles)].into_iter().find(|names| !names.is_empty());
    let mut found = found.unwrap_or_default();
    found.extend(in_cells(&document.blocks, profiles));
    found
}

/// A line that could be a heading.
struct Line {
    printed: String,
    key: String,
    /// Rank of a heading.
    rank: Option<u8>,
}

/// Lines of the main flow that have the shape of names.
fn lines(blocks: &[Block], profiles: &Profiles) -> Vec<Line> {
    let paragraph = |block: &Block| if let Block::Paragraph(p) = block { Some(p.clone()) } else { None };
    let named = |p: &Paragraph| is_own_name(p, profiles);
    let line = |p: Paragraph| Line {
        key: names::key(p.text.as_str()),
        printed: p.text.as_str().to_owned(),
        rank: p.style.heading,
    };
    blocks.iter().filter_map(paragraph).filter(named).map(line).collect()
}

/// True for an unmarked line with the shape of a name that is no label of a section.
fn is_own_name(p: &Paragraph, profiles: &Profiles) -> bool {
    let text = p.text.as_str();
    p.marker.is_none() && looks_like_name(text) && profiles.language.section(text).is_none()
}

/// Headings that come once each, over headings that come again under several of them: levels
/// over competencies, if what comes again is known to be one, has competencies of its own under
/// it (each under one cluster), or the names say so. Else they are competencies over levels.
fn above(lines: &[Line], profiles: &Profiles) -> Vec<String> {
    let lines: Vec<(&Line, u8)> = lines.iter().filter_map(|line| Some((line, line.rank?))).collect();
    let ranks: BTreeSet<u8> = lines.iter().map(|(_, rank)| *rank).collect();
    ranks.into_iter().find_map(|rank| above_at(&lines, rank, profiles)).unwrap_or_default()
}

fn above_at(lines: &[(&Line, u8)], rank: u8, profiles: &Profiles) -> Option<Vec<String>> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    lines.iter().for_each(|(line, _)| *count.entry(line.key.as_str()).or_default() += 1);
    let mut over: Vec<(&Line, BTreeSet<&str>)> = Vec::new();
    for (line, own) in lines {
        match over.last_mut().filter(|_| *own > rank) {
            Some((_, keys)) => drop(keys.insert(&line.key)),
            None => over.push((line, BTreeSet::new())),
        }
    }
    over.retain(|(line, _)| line.rank == Some(rank) && count[line.key.as_str()] == 1);
    let under = |key: &str| over.iter().filter(|(_, keys)| keys.contains(key)).count();
    let repeated: BTreeSet<&str> = count.keys().copied().filter(|key| under(key) > 1).collect();
    over.retain(|(_, keys)| !keys.is_disjoint(&repeated));
    let printed: Vec<String> = over.iter().map(|(line, _)| line.printed.clone()).collect();
    let labelled = |name: &str| bare_level(name, profiles).is_some();
    if over.len() < 2 || repeated.iter().any(|r| labelled(r)) || printed.iter().any(|p| labelled(p)) {
        return None;
    }
    let known = |name: &str| profiles.resolve(name).is_some();
    let competencies = repeated.iter().any(|r| profiles.resolve(r).is_some_and(|k| k.part == Part::Competency));
    let told = (competencies && !printed.iter().any(|p| known(p)))
        || named_like_levels(printed.iter().map(String::as_str), profiles)
            && !named_like_levels(repeated.iter().copied(), profiles)
        || nests(lines, &repeated);
    told.then_some(printed)
}

/// True if most of the names have a word that levels are named by.
fn named_like_levels<'n>(names: impl Iterator<Item = &'n str> + Clone, profiles: &Profiles) -> bool {
    let like = names.clone().filter(|name| profiles.language.is_level_name(name)).count();
    like * 2 > names.count()
}

/// True if some of the headings that come again stand over others of them, each of which always
/// stands under the same one: competencies under their cluster, and no sections under levels.
fn nests(lines: &[(&Line, u8)], repeated: &BTreeSet<&str>) -> bool {
    let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut open: Vec<(&str, u8)> = Vec::new();
    for (line, rank) in lines {
        open.retain(|(_, above)| above < rank);
        if let (Some((owner, _)), true) = (open.last(), repeated.contains(line.key.as_str())) {
            owners.entry(&line.key).or_default().insert(owner);
        }
        open.push((&line.key, *rank));
    }
    let inner = || owners.values().filter(|own| own.iter().all(|o| repeated.contains(o)));
    let outer: BTreeSet<&str> = inner().flatten().copied().collect();
    outer.len() > 1 && inner().all(|own| own.len() == 1)
}

/// Headings of one rank that are all named like levels, two different ones at least.
fn alike(lines: &[Line], profiles: &Profiles) -> Vec<String> {
    let ranks: BTreeSet<u8> = lines.iter().filter_map(|line| line.rank).collect();
    let of = |rank: u8| lines.iter().filter(move |line| line.rank == Some(rank));
    let named = |rank: &u8| of(*rank).all(|line| profiles.language.is_level_name(&line.printed));
    let different = |rank: u8| -> BTreeMap<&str, &str> {
        of(rank).map(|line| (line.key.as_str(), line.printed.as_str())).collect()
    };
    let found = ranks.into_iter().filter(named).map(different).find(|names| names.len() > 1);
    found.map_or_else(Vec::new, |names| names.into_values().map(str::to_owned).collect())
}

/// Signs between a competency's name and its level in one heading.
const SIGNS: [&str; 6] = [" – ", " — ", " - ", ": ", " (", " | "];

/// Names beside others in one heading ("Manual flying – Foundation"), where both come again with
/// others. The side that is named like levels is one; where neither is, the right.
fn beside(lines: &[Line], profiles: &Profiles) -> Vec<String> {
    for sign in SIGNS {
        let split = |line: &Line| {
            let (left, right) = line.printed.split_once(sign)?;
            let right = right.trim_end_matches(')');
            let name = |t: &str| looks_like_name(t) && bare_level(t, profiles).is_none();
            (name(left) && name(right)).then(|| [left.to_owned(), right.to_owned()])
        };
        let pairs: BTreeSet<[String; 2]> = lines.iter().filter_map(split).collect();
        let count = |side: usize, name: &str| pairs.iter().filter(|pair| pair[side] == name).count();
        let again = |side: usize| -> BTreeSet<&str> {
            pairs.iter().map(|pair| pair[side].as_str()).filter(|name| count(side, name) > 1).collect()
        };
        let (left, right) = (again(0), again(1));
        if left.len() < 2 || right.len() < 2 {
            continue;
        }
        let like = |side: &BTreeSet<&str>| named_like_levels(side.iter().copied(), profiles);
        let known = |side: &BTreeSet<&str>| side.iter().any(|name| profiles.resolve(name).is_some());
        let first = known(&right) || (like(&left) && !like(&right) && !known(&left));
        let levels = if first { left } else { right };
        return levels.into_iter().map(str::to_owned).collect();
    }
    Vec::new()
}

/// Lines with text under them that come again in other cells: at least two, since one alone is
/// the label of the lists.
fn in_cells(blocks: &[Block], profiles: &Profiles) -> Vec<String> {
    let mut seen: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for cell in cells(blocks) {
        let paragraphs: Vec<&Paragraph> = cell.blocks().iter().flat_map(Block::paragraphs).collect();
        let heads = |pair: &&[&Paragraph]| {
            is_own_name(pair[0], profiles)
                && bare_level(pair[0].text.as_str(), profiles).is_none()
                && !(pair[1].marker.is_none() && is_own_name(pair[1], profiles))
        };
        let own: BTreeMap<String, String> = paragraphs
            .windows(2)
            .filter(heads)
            .map(|pair| (names::key(pair[0].text.as_str()), pair[0].text.as_str().to_owned()))
            .collect();
        for (key, printed) in own {
            seen.entry(key).or_insert((printed, 0)).1 += 1;
        }
    }
    let again: Vec<String> = seen.into_values().filter(|(_, count)| *count > 1).map(|(printed, _)| printed).collect();
    if again.len() > 1 { again } else { Vec::new() }
}

/// The innermost cells of all tables.
fn cells(blocks: &[Block]) -> Vec<&Cell> {
    let tables = blocks.iter().filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None });
    tables
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .flat_map(|cell| {
            let nested = cell.blocks().iter().any(|b| matches!(b, Block::Table(_)));
            if nested { cells(cell.blocks()) } else { vec![cell] }
        })
        .collect()
}
