//! Names, level labels and section labels that stand in running text.

use crate::stream::{Stream, key, keys};
use cvf_framework::{CanonUnit, Language, Part, Route, names};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a label says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    Name(Part, String),
    Level(String),
    Section,
}

/// A label in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) words: Range<usize>,
    pub(crate) sense: Sense,
}

/// Labels that are looked for, longest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    known: Vec<(Vec<String>, Sense)>,
}

impl Labels {
    pub(crate) fn of(units: &[CanonUnit], language: &Language) -> Self {
        let mut known: Vec<(Part, String)> = Vec::new();
        let mut levels = BTreeSet::new();
        for unit in units {
            for part in [Part::Cluster, Part::Competency, Part::SubCompetency, Part::Value] {
                // Of two that differ in dress alone, the national framework's comes first.
                let new = |n: &&str| !known.iter().any(|(p, other)| *p == part && names::key(other) == names::key(n));
                let name = unit.route.part(part).filter(new).map(str::to_owned);
                known.extend(name.map(|n| (part, n)));
            }
            levels.extend(unit.route.level.clone());
        }
        // "&" is a sign, so a name printed with it has one word less.
        let spelt = |n: &str| {
            let whole = keys(n);
            let bare: Vec<String> = whole.iter().filter(|w| *w != "and").cloned().collect();
            if bare.len() > 1 && bare.len() < whole.len() { vec![whole, bare] } else { vec![whole] }
        };
        let names = known.into_iter().flat_map(|(part, n)| {
            spelt(&n).into_iter().map(move |keys| (keys, Sense::Name(part, n.clone()))).collect::<Vec<_>>()
        });
        let marked = |l: &String| {
            language.level_words.iter().map(|w| (vec![w.clone(), key(l)], Sense::Level(l.clone()))).collect::<Vec<_>>()
        };
        let s = &language.sections;
        let sections = [&s.importance, &s.description, &s.indicators, &s.underdone, &s.overdone].into_iter().flatten();
        let sections = sections.map(|t| (keys(t), Sense::Section)).filter(|(k, _)| k.len() > 1);
        let mut all: Vec<(Vec<String>, Sense)> = names.chain(levels.iter().flat_map(marked)).chain(sections).collect();
        all.sort_by_key(|(keys, _)| std::cmp::Reverse(keys.len()));
        Self { known: all }
    }

    /// True for one of the canon's names, but for capitals.
    pub(crate) fn is_name(&self, printed: &str) -> bool {
        let lower = printed.to_lowercase();
        self.known.iter().any(|(_, sense)| matches!(sense, Sense::Name(_, name) if name.to_lowercase() == lower))
    }

    /// True for words with a name or label among them.
    pub(crate) fn holds(&self, words: &[String]) -> bool {
        self.known.iter().any(|(keys, _)| !keys.is_empty() && words.windows(keys.len()).any(|w| w == keys))
    }

    /// True for a word of a name or label.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.known.iter().any(|(keys, _)| keys.iter().any(|k| k == word))
    }

    /// The labels in a range of words, none over another.
    pub(crate) fn find(&self, stream: &Stream, range: Range<usize>) -> Vec<Label> {
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            match self.at(stream, at..range.end) {
                Some(label) => {
                    at = label.words.end;
                    found.push(label);
                }
                None => at += 1,
            }
        }
        found
    }

    /// Marks the words behind labels: a statement may begin there as behind a stop.
    pub(crate) fn mark(&self, stream: &mut Stream) {
        for label in self.find(stream, 0..stream.words.len()) {
            if let Some(word) = stream.words.get_mut(label.words.end) {
                word.after_stop = true;
            }
        }
    }

    fn at(&self, stream: &Stream, range: Range<usize>) -> Option<Label> {
        let fits = |keys: &Vec<String>| {
            let words = stream.words.get(range.start..(range.start + keys.len()).min(range.end));
            words.is_some_and(|w| w.len() == keys.len() && w.iter().zip(keys).all(|(w, k)| w.key == *k))
        };
        let capital = |sense: &Sense| {
            let word = &stream.words[range.start];
            let text = &stream.segments[word.segment].tokens[word.token].text;
            matches!(sense, Sense::Section) || text.chars().next().is_some_and(char::is_uppercase)
        };
        let (keys, sense) = self.known.iter().find(|(keys, sense)| !keys.is_empty() && fits(keys) && capital(sense))?;
        Some(Label { words: range.start..range.start + keys.len(), sense: sense.clone() })
    }

    /// The labels that a printed name is made of, if it is several of them and nothing else.
    pub(crate) fn parts(&self, printed: &str) -> Option<Vec<&Sense>> {
        let words = keys(printed);
        let (mut at, mut senses) = (0, Vec::new());
        while at < words.len() {
            let (keys, sense) = self.known.iter().find(|(k, _)| !k.is_empty() && words[at..].starts_with(k))?;
            senses.push(sense);
            at += keys.len();
        }
        (senses.len() > 1).then_some(senses)
    }

    /// A route in which a name that is several labels run together is taken apart.
    pub(crate) fn split(&self, route: &Route) -> Route {
        let names = [&route.cluster, &route.competency, &route.value];
        let Some(senses) = names.into_iter().flatten().find_map(|n| self.parts(n)) else { return route.clone() };
        let mut split = Route { level: route.level.clone(), ..Route::default() };
        senses.into_iter().for_each(|sense| enter(&mut split, sense));
        split
    }

    /// The canon's name that a printed one most resembles.
    pub(crate) fn like(&self, printed: &str) -> Option<(Part, &str)> {
        let mine = keys(printed);
        let shared = |keys: &[String]| mine.iter().filter(|w| keys.iter().any(|k| is_alike(w, k))).count();
        let named = self.known.iter().filter_map(|(keys, sense)| match sense {
            Sense::Name(part, name) => Some((shared(keys) * 2, keys.len() + mine.len(), *part, name.as_str())),
            _ => None,
        });
        let best = named.max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)).then(b.3.cmp(a.3)))?;
        let close = |name: &str| names::is_same_name(name, printed);
        (best.0 * 10 >= best.1 * 7 || close(best.3)).then_some((best.2, best.3))
    }
}

/// Letters that two words of one stem share.
const STEM: usize = 5;

/// True for the same word, another of its stem, or one with a slip.
fn is_alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (a.len(), b.len());
    if x.max(y) < STEM || a.as_bytes().first() != b.as_bytes().first() {
        return false;
    }
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    common >= STEM || (x.abs_diff(y) * 4 <= x.max(y) && names::edit_distance(a, b) * 4 <= x.max(y))
}

/// A route with a label taken in.
pub(crate) fn enter(route: &mut Route, sense: &Sense) {
    match sense {
        Sense::Name(Part::Cluster, name) => *route = Route { cluster: Some(name.clone()), ..Route::default() },
        Sense::Name(Part::Competency, name) => {
            *route = Route { cluster: route.cluster.take(), competency: Some(name.clone()), ..Route::default() };
        }
        Sense::Name(Part::SubCompetency, name) => route.sub_competency = Some(name.clone()),
        Sense::Name(Part::Value, name) => *route = Route { value: Some(name.clone()), ..Route::default() },
        Sense::Level(label) => route.level = Some(label.clone()),
        Sense::Name(Part::Level, _) | Sense::Section => {}
    }
}
