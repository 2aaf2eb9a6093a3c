//! The names over (or under) the columns of a flattened page.

use super::lexicon::normal;
use super::names::{Known, key};
use super::search::MOST_COLUMNS;
use cvf_framework::{Part, Profiles, Route};
use std::collections::BTreeMap;
use std::ops::Range;

/// A name printed over (or under) a flattened page.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    pub(super) part: Part,
    /// Its words, as indices.
    pub(super) words: Range<usize>,
    route: Option<Route>,
}

/// The names of a page: where they stand, and the routes of the columns.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    pub(super) printed: Vec<Printed>,
    pub(super) columns: Vec<Route>,
    /// The words that are left for the cells.
    pub(super) body: Range<usize>,
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
/// Longest run of names that are not known, in words.
const LONGEST_RUN: usize = 24;
/// Fewest title words that are a run of names where nothing in it is known.
const LEAST_TITLES: usize = 4;

/// Finds the names before the first item, or else behind the last: one way of reading them for
/// each number of columns, the likeliest first.
pub(super) fn heads(words: &[RawWord], known: &Known, profiles: &Profiles) -> Vec<Heads> {
    let finder = Finder { words, known, profiles };
    let front = finder.front();
    if front.is_empty() {
        return finder.back().into_iter().filter_map(|(printed, body)| finder.heads(printed, body)).collect();
    }
    let end = front.last().map_or(0, Piece::end);
    let mut by_count: BTreeMap<usize, (f64, Heads)> = BTreeMap::new();
    for (cost, printed) in finder.ways(&front) {
        let Some(heads) = finder.heads(printed, end..words.len()) else { continue };
        let columns = heads.columns.len();
        if by_count.get(&columns).is_none_or(|(least, _)| cost < *least) {
            by_count.insert(columns, (cost, heads));
        }
    }
    let mut found: Vec<(f64, Heads)> = by_count.into_values().collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    // A page of more columns than can be told apart is not read as one of fewer.
    let first_fits = found.first().is_some_and(|(_, h)| h.columns.len() <= MOST_COLUMNS);
    let fits = |h: &Heads| !first_fits || h.columns.len() <= MOST_COLUMNS;
    found.into_iter().map(|(_, h)| h).filter(fits).collect()
}

/// A piece of the line of names: one that is known, or a run of words that are not.
enum Piece {
    Name(Printed),
    Unknown(Range<usize>),
}

impl Piece {
    fn end(&self) -> usize {
        match self {
            Self::Name(name) => name.words.end,
            Self::Unknown(words) => words.end,
        }
    }
}

struct Finder<'a> {
    words: &'a [RawWord],
    known: &'a Known,
    profiles: &'a Profiles,
}

impl Finder<'_> {
    fn heads(&self, printed: Vec<Printed>, body: Range<usize>) -> Option<Heads> {
        let columns = columns(&printed, self.words);
        (columns.len() >= 2).then_some(Heads { printed, columns, body })
    }

    fn name_at(&self, from: usize) -> Option<Printed> {
        let words = self.words;
        let longest = LONGEST_NAME.min(words.len() - from);
        let form = |n: usize| -> Vec<String> { words[from..from + n].iter().map(|w| normal(&w.printed)).collect() };
        let own = (1..=longest).rev().find(|n| self.known.names.contains_key(&form(*n)));
        own.into_iter().chain((1..=longest).rev()).find_map(|n| {
            let run = &words[from..from + n];
            if run.iter().skip(1).any(|w| w.bullet) {
                return None;
            }
            let (part, route) = self.known.find(&form(n), self.profiles)?;
            is_capital(&run[0]).then_some(Printed { part, words: from..from + n, route })
        })
    }

    /// Names from the start: known ones, and beside them or behind stars unknown ones.
    fn front(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        while at < self.words.len() && !self.words[at].bullet {
            if let Some(name) = self.name_at(at) {
                at = name.words.end;
                pieces.push(Piece::Name(name));
                continue;
            }
            let Some(end) = self.unknown(at) else { break };
            match pieces.last_mut() {
                Some(Piece::Unknown(run)) if !self.words[at].opens && !self.words[at - 1].closes => run.end = end,
                _ => pieces.push(Piece::Unknown(at..end)),
            }
            at = end;
        }
        let titles = |run: &Range<usize>| self.words[run.clone()].iter().filter(|w| is_capital(w)).count();
        match pieces.as_slice() {
            [Piece::Unknown(run)] if titles(run) < LEAST_TITLES => Vec::new(),
            _ => pieces,
        }
    }

    /// The end of a run of names that are not known: title words up to a known name, a bullet,
    /// or stars.
    fn unknown(&self, from: usize) -> Option<usize> {
        let mut end = from;
        while end < self.words.len() && end - from < LONGEST_RUN {
            let word = &self.words[end];
            let known_next = end > from && self.name_at(end).is_some();
            if word.bullet || known_next || (end > from && word.opens) {
                return (end > from).then_some(end);
            }
            let title_next = || self.words.get(end + 1).is_some_and(|w| is_title(w) && !w.bullet);
            if !(is_title(word) || (joins(word) && end > from && title_next())) {
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

    /// The ways in which the unknown runs divide into names, each with its cost.
    fn ways(&self, pieces: &[Piece]) -> Vec<(f64, Vec<Printed>)> {
        let mut ways: Vec<(f64, Vec<Printed>)> = vec![(0.0, Vec::new())];
        for piece in pieces {
            ways = match piece {
                Piece::Name(name) => ways
                    .into_iter()
                    .map(|(cost, mut printed)| {
                        printed.push(name.clone());
                        (cost, printed)
                    })
                    .collect(),
                Piece::Unknown(run) => self.extended(&ways, run),
            };
        }
        ways
    }

    fn extended(&self, ways: &[(f64, Vec<Printed>)], run: &Range<usize>) -> Vec<(f64, Vec<Printed>)> {
        let part = self.known.lowest();
        let mut found = Vec::new();
        for (cost, names) in divisions(&self.words[run.clone()]) {
            for (before, printed) in ways {
                let new =
                    names.iter().map(|r| Printed { part, words: run.start + r.start..run.start + r.end, route: None });
                found.push((before + cost, printed.iter().cloned().chain(new).collect()));
            }
        }
        found.sort_by(|a: &(f64, Vec<Printed>), b| a.0.total_cmp(&b.0));
        found.truncate(MOST_WAYS);
        found
    }

    /// Names at the end: everything from some word on is a run of known names.
    fn back(&self) -> Option<(Vec<Printed>, Range<usize>)> {
        let far = self.words.len().saturating_sub(60);
        (far..self.words.len()).find_map(|from| {
            let mut printed = Vec::new();
            let mut at = from;
            while at < self.words.len() {
                let name = self.name_at(at)?;
                at = name.words.end;
                printed.push(name);
            }
            (printed.len() >= 2).then_some((printed, 0..from))
        })
    }
}

/// Most ways of reading the names that are followed up.
const MOST_WAYS: usize = 40;

fn is_capital(word: &RawWord) -> bool {
    word.printed.starts_with(char::is_uppercase)
}

fn is_title(word: &RawWord) -> bool {
    is_capital(word) || word.printed.starts_with('&')
}

fn joins(word: &RawWord) -> bool {
    matches!(word.printed.as_str(), "and" | "of" | "the" | "for" | "in" | "to" | "with" | "on" | "a")
}

/// The cheapest division of a run of words into each number of names.
fn divisions(words: &[RawWord]) -> Vec<(f64, Vec<Range<usize>>)> {
    let n = words.len();
    let most = n.min(MOST_COLUMNS + 2);
    // best[k][end]: cost of the first `end` words as k names, and where the last of them begins.
    let mut best = vec![vec![(f64::INFINITY, 0); n + 1]; most + 1];
    best[0][0].0 = 0.0;
    for k in 1..=most {
        for end in 1..=n {
            for from in end.saturating_sub(LONGEST_NAME)..end {
                let cost = best[k - 1][from].0 + name_cost(words, from, end);
                if cost < best[k][end].0 {
                    best[k][end] = (cost, from);
                }
            }
        }
    }
    let names = |k: usize| {
        let (mut end, mut names) = (n, Vec::new());
        for k in (1..=k).rev() {
            let from = best[k][end].1;
            names.push(from..end);
            end = from;
        }
        names.reverse();
        names
    };
    (1..=most).filter(|k| best[*k][n].0.is_finite()).map(|k| (best[k][n].0, names(k))).collect()
}

/// How unlike a name some words are: two words are usual, and none begins or ends with a word
/// that joins others.
fn name_cost(words: &[RawWord], from: usize, end: usize) -> f64 {
    let bound = |i: usize| joins(&words[i]) || words[i].printed.starts_with('&');
    let torn = bound(from) || bound(end - 1) || (from > 0 && bound(from - 1)) || (end < words.len() && bound(end));
    let stars = (from + 1..end).any(|i| words[i].opens || words[i - 1].closes);
    let full = words[from..end].iter().filter(|w| is_title(w)).count() as f64;
    // A word that says what is done begins a name more often than it ends one.
    let doing = |i: usize| words[i].printed.ends_with("ing");
    let late = (from + 1..end).filter(|i| doing(*i)).count() as f64;
    if torn || stars { f64::INFINITY } else { (full - 2.0).powi(2) + 0.5 * late }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<RawWord> {
        let word = |w: &str| RawWord { printed: w.to_owned(), bullet: false, opens: false, closes: false };
        text.split(' ').map(word).collect()
    }

    fn names(text: &str, count: usize) -> Vec<String> {
        let words = words(text);
        let (_, names) = divisions(&words).into_iter().find(|(_, names)| names.len() == count).unwrap_or_default();
        let name = |r: Range<usize>| words[r].iter().map(|w| w.printed.as_str()).collect::<Vec<_>>().join(" ");
        names.into_iter().map(name).collect()
    }

    #[test]
    fn a_run_of_names_is_divided_evenly() {
        assert_eq!(names("Mending Nets Keeping Watch", 2), ["Mending Nets", "Keeping Watch"]);
        assert_eq!(names("Care of Ropes Trim & Ballast Watch", 3), ["Care of Ropes", "Trim & Ballast", "Watch"]);
        assert_eq!(names("Care of Ropes", 2), Vec::<String>::new());
    }
}
