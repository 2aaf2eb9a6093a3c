//! The names over the columns of a flattened page, and the labels of its rows.

use super::lexicon::normal;
use cvf_framework::{Kind, Part, Profiles, Route};
use std::collections::{BTreeMap, BTreeSet};

/// What the rest of the document says about names, levels and cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Names by their words, with their part and the route of a unit under them.
    names: BTreeMap<Vec<String>, (Part, Route)>,
    /// Labels of levels, in order.
    pub(super) levels: Vec<String>,
    /// Number of items in most cells, if most have the same.
    pub(super) items: Option<usize>,
    /// Levels that each sub-competency or competency has.
    taken: BTreeMap<Vec<String>, BTreeSet<String>>,
}

/// A name as its words.
pub(super) fn key(name: &str) -> Vec<String> {
    name.split_whitespace().map(|w| normal(w.trim_matches('*'))).collect()
}

impl Known {
    /// What routes of units tell.
    pub(super) fn of<'a>(routes: impl Iterator<Item = (Kind, &'a Route)>) -> Self {
        let mut known = Self::default();
        let mut cells: BTreeMap<&Route, usize> = BTreeMap::new();
        for (kind, route) in routes {
            known.add(route);
            if kind == Kind::Indicator && route.level.is_some() {
                *cells.entry(route).or_default() += 1;
            }
        }
        known.levels.sort();
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        cells.values().for_each(|n| *sizes.entry(*n).or_default() += 1);
        let most = sizes.iter().max_by_key(|(_, n)| **n);
        known.items = most.filter(|(_, n)| **n * 10 >= cells.len() * 8 && cells.len() >= 4).map(|(k, _)| *k);
        known
    }

    fn add(&mut self, route: &Route) {
        for part in [Part::Cluster, Part::Competency, Part::SubCompetency] {
            if let Some(name) = route.part(part) {
                self.names.entry(key(name)).or_insert_with(|| (part, route.clone()));
            }
        }
        let lowest = route.sub_competency.as_ref().or(route.competency.as_ref());
        if let (Some(level), Some(name)) = (&route.level, lowest) {
            if !self.levels.contains(level) {
                self.levels.push(level.clone());
            }
            self.taken.entry(key(name)).or_default().insert(level.clone());
        }
    }

    fn find(&self, words: &[String], profiles: &Profiles) -> Option<(Part, Option<Route>)> {
        if let Some((part, route)) = self.names.get(words) {
            return Some((*part, Some(route.clone())));
        }
        let found = profiles.resolve(&words.join(" ")).filter(|k| k.part != Part::Level)?;
        Some((found.part, None))
    }

    /// True if a column has this level already.
    fn has(&self, column: &str, level: &str) -> bool {
        self.taken.get(&key(column)).is_some_and(|levels| levels.contains(level))
    }
}

/// A name printed over (or under) a flattened page.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    pub(super) part: Part,
    /// Its words, as indices.
    pub(super) words: std::ops::Range<usize>,
    route: Option<Route>,
}

/// The names of a page: where they stand, and the routes of the columns.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    pub(super) printed: Vec<Printed>,
    pub(super) columns: Vec<Route>,
    /// The words that are left for the cells.
    pub(super) body: std::ops::Range<usize>,
}

/// A word of the paragraph while names are looked for.
#[derive(Clone, Debug)]
pub(super) struct RawWord {
    /// As printed, stars taken off.
    pub(super) printed: String,
    pub(super) bullet: bool,
    /// Stars stood before or behind it.
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// Longest name, in words.
const LONGEST_NAME: usize = 8;

/// Finds the names before the first item, or else behind the last.
pub(super) fn heads(words: &[RawWord], known: &Known, profiles: &Profiles) -> Option<Heads> {
    let front = front(words, known, profiles);
    let (printed, body) = match front.is_empty() {
        false => {
            let end = front.last().map_or(0, |p| p.words.end);
            (front, end..words.len())
        }
        true => back(words, known, profiles)?,
    };
    let columns = columns(&printed, words);
    (columns.len() >= 2).then_some(Heads { printed, columns, body })
}

fn name_at(words: &[RawWord], from: usize, known: &Known, profiles: &Profiles) -> Option<Printed> {
    let longest = LONGEST_NAME.min(words.len() - from);
    let known_first = |n: &usize| {
        let name: Vec<String> = words[from..from + n].iter().map(|w| normal(&w.printed)).collect();
        known.names.contains_key(&name)
    };
    let own = (1..=longest).rev().find(known_first);
    own.into_iter().chain((1..=longest).rev()).find_map(|n| {
        let run = &words[from..from + n];
        if run.iter().skip(1).any(|w| w.bullet) {
            return None;
        }
        let name: Vec<String> = run.iter().map(|w| normal(&w.printed)).collect();
        let (part, route) = known.find(&name, profiles)?;
        let capital = run[0].printed.starts_with(|c: char| c.is_uppercase());
        capital.then_some(Printed { part, words: from..from + n, route })
    })
}

/// Names from the start: known ones, and between them or behind stars unknown ones.
fn front(words: &[RawWord], known: &Known, profiles: &Profiles) -> Vec<Printed> {
    let mut printed: Vec<Printed> = Vec::new();
    let mut at = 0;
    while at < words.len() && !words[at].bullet {
        if let Some(name) = name_at(words, at, known, profiles) {
            at = name.words.end;
            printed.push(name);
            continue;
        }
        let Some(end) = unknown_name(words, at, known, profiles) else { break };
        if printed.is_empty() {
            break;
        }
        printed.push(Printed { part: Part::SubCompetency, words: at..end, route: None });
        at = end;
    }
    printed
}

/// The end of a name that is not known: title words up to a known name, a bullet, or stars.
fn unknown_name(words: &[RawWord], from: usize, known: &Known, profiles: &Profiles) -> Option<usize> {
    let titled = |w: &RawWord| w.printed.starts_with(|c: char| c.is_uppercase() || c == '&');
    let joins = |w: &RawWord| matches!(w.printed.as_str(), "and" | "of" | "the" | "for" | "in" | "to" | "with");
    let mut end = from;
    while end < words.len() && end - from < LONGEST_NAME {
        let word = &words[end];
        let known_next = end > from && name_at(words, end, known, profiles).is_some();
        if word.bullet || known_next || (end > from && word.opens) {
            return (end > from).then_some(end);
        }
        let title_next = || words.get(end + 1).is_some_and(|w| titled(w) && !w.bullet);
        if !(titled(word) || (joins(word) && title_next())) {
            // The last title word began an item whose bullet was lost.
            return (end > from + 1).then(|| end - 1);
        }
        end += 1;
        if word.closes {
            return Some(end);
        }
    }
    None
}

/// Names at the end: everything from some word on is a run of known names.
fn back(words: &[RawWord], known: &Known, profiles: &Profiles) -> Option<(Vec<Printed>, std::ops::Range<usize>)> {
    let far = words.len().saturating_sub(60);
    (far..words.len()).find_map(|from| {
        let mut printed = Vec::new();
        let mut at = from;
        while at < words.len() {
            let name = name_at(words, at, known, profiles)?;
            at = name.words.end;
            printed.push(name);
        }
        (printed.len() >= 2).then_some((printed, 0..from))
    })
}

/// The routes of the columns: the lowest names printed, each under its competency.
fn columns(printed: &[Printed], words: &[RawWord]) -> Vec<Route> {
    let text = |p: &Printed| words[p.words.clone()].iter().map(|w| w.printed.as_str()).collect::<Vec<_>>().join(" ");
    let of = |part: Part| printed.iter().filter(move |p| p.part == part);
    let competencies: Vec<&Printed> = of(Part::Competency).collect();
    let subs: Vec<&Printed> = of(Part::SubCompetency).collect();
    let cluster = of(Part::Cluster).next().map(text);
    let cluster_of =
        |competency: &Printed| cluster.clone().or_else(|| competency.route.as_ref().and_then(|r| r.cluster.clone()));
    if subs.len() < 2 {
        let route = |p: &&Printed| Route { cluster: cluster_of(p), competency: Some(text(p)), ..Route::default() };
        return competencies.iter().map(route).collect();
    }
    let even = |i: usize| competencies.get(i * competencies.len() / subs.len());
    let route = |(i, sub): (usize, &&Printed)| {
        let own = sub.route.as_ref().filter(|r| {
            let name = r.competency.as_deref().map(key);
            competencies.is_empty() || competencies.iter().any(|c| Some(key(&text(c))) == name)
        });
        let above = even(i);
        let competency = own.and_then(|r| r.competency.clone()).or_else(|| above.map(|c| text(c)));
        let inherited = own.and_then(|r| r.cluster.clone());
        let cluster = cluster.clone().or(inherited).or_else(|| above.and_then(|c| cluster_of(c)));
        Route { cluster, competency, sub_competency: Some(text(sub)), ..Route::default() }
    };
    subs.iter().enumerate().map(route).collect()
}

/// A label of a row, whole or in parts: the words it stands in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowLabel {
    pub(super) level: String,
    pub(super) words: Vec<usize>,
}

/// How far the parts of a label stand from each other at most, in words.
const LABEL_REACH: usize = 70;

/// Finds the labels of the rows among the words of the cells: each once, in rising order, none
/// that the columns have in other tables.
pub(super) fn labels(
    words: &[RawWord],
    body: std::ops::Range<usize>,
    columns: &[Route],
    known: &Known,
) -> Vec<RowLabel> {
    let lowest = |r: &Route| r.sub_competency.clone().or(r.competency.clone()).unwrap_or_default();
    let free = |level: &str| !columns.iter().any(|c| known.has(&lowest(c), level));
    let mut found: Vec<RowLabel> = Vec::new();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for at in body.clone() {
        if used.contains(&at) || words[at].bullet {
            continue;
        }
        let later = |level: &str| found.last().is_none_or(|last| rank(&last.level, known) < rank(level, known));
        let fits = |level: &str| free(level) && later(level);
        if let Some(label) = label_at(words, at, body.end, known, &fits) {
            used.extend(label.words.iter().copied());
            found.push(label);
        }
    }
    found
}

/// Where a level stands among others: by its number and letter, else as the document has it.
fn rank<'a>(level: &'a str, known: &Known) -> (usize, &'a str) {
    match numeral(level) {
        Some((number, letter)) => (number, letter),
        None => (HIGHEST + known.levels.iter().position(|l| l == level).unwrap_or(known.levels.len()), level),
    }
}

/// Highest number that is taken for a level.
const HIGHEST: usize = 20;

/// Reads `2` or `1a`.
fn numeral(label: &str) -> Option<(usize, &str)> {
    let digits = label.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letter = &label[digits.len()..];
    let number: usize = digits.parse().ok()?;
    ((1..=HIGHEST).contains(&number) && letter.len() < 2).then_some((number, letter))
}

fn label_at(words: &[RawWord], at: usize, end: usize, known: &Known, fits: &dyn Fn(&str) -> bool) -> Option<RowLabel> {
    let printed = words[at].printed.to_lowercase();
    if known.levels.contains(&printed) && fits(&printed) {
        return Some(RowLabel { level: printed, words: vec![at] });
    }
    let digits = !printed.is_empty() && printed.chars().all(|c| c.is_ascii_digit());
    let split = known.levels.iter().filter(|l| digits && l.starts_with(&printed) && fits(l)).find_map(|level| {
        let rest = &level[printed.len()..];
        let other = (at + 1..end.min(at + LABEL_REACH)).find(|i| words[*i].printed == rest && !words[*i].bullet)?;
        Some(RowLabel { level: level.clone(), words: vec![at, other] })
    });
    // A level of this page need not occur anywhere else.
    let other = || known.levels.iter().all(|l| numeral(l).is_some()) && numeral(&printed).is_some() && fits(&printed);
    split.or_else(|| other().then(|| RowLabel { level: printed.clone(), words: vec![at] }))
}
