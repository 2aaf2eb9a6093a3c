//! Whether a copy is one of the canon at all: nothing compared is never a pass.

use crate::finding::Finding;
use crate::free::Free;
use crate::matching::{Matching, Print};
use crate::rules::edition;
use crate::scope::{List, list_of};
use crate::{Checker, SURE};
use cvf_framework::{CanonUnit, Kind, Profile, Witness};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Why a copy cannot be checked against the canon, and what it looks like instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrelated {
    /// What it is.
    pub sort: UnrelatedSort,
    /// What was found in it, in words.
    pub found: String,
}

/// What a text is that is no copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnrelatedSort {
    /// It has no words.
    Empty,
    /// It prints the canon's names and no statement.
    NamesOnly,
    /// It has statements, and they are another framework's.
    OtherFramework,
    /// It is some other text.
    OtherText,
}

impl UnrelatedSort {
    /// A short name for machines.
    pub fn id(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NamesOnly => "names-only",
            Self::OtherFramework => "other-framework",
            Self::OtherText => "nothing-compared",
        }
    }
}

impl fmt::Display for Unrelated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no statement of the canon was compared: {}", self.found)
    }
}

/// How a copy stands to the canon.
pub(crate) enum Kinship {
    /// It is a copy.
    Copy,
    /// It follows another edition.
    Edition(Box<Finding>),
    /// It is neither.
    None(Unrelated),
}

/// Fewest words of a statement that is told by its words alone.
const TELLING: usize = 5;
/// Share of a list that must surely be printed before a long document is a copy …
const OF_LIST: f64 = 0.4;
/// … and of all that looks like a statement, in any document.
const OF_ALL: f64 = 0.35;
/// The same where no print is sure: a copy in which everything is reworded.
const REWORDED: f64 = 0.6;
/// Fewest prints of such a copy.
const FEWEST: usize = 3;
/// Fewest names by which a framework or an edition is known.
const NAMES: usize = 2;

impl Checker<'_> {
    /// Tells how a copy stands to the canon.
    pub(crate) fn kinship(&self, witness: &Witness, matching: &Matching, free: &[Free]) -> Kinship {
        let like: Vec<&Free> = free.iter().filter(|f| f.like).collect();
        let names = Names::of(self, witness, matching);
        let alike = matching.prints.iter().filter(|p| self.is_sure(p)).count();
        let few = (alike as f64) < OF_ALL * (alike + like.len()) as f64;
        let told = edition::Told { alike, statements: matching.prints.len() + like.len() };
        if let Some(other) = names.edition.filter(|_| few && told.statements >= FEWEST) {
            return Kinship::Edition(Box::new(edition::finding(self, matching, Some(other), told)));
        }
        if self.is_copy(matching, like.len()) {
            return Kinship::Copy;
        }
        if names.own >= NAMES && like.len() >= edition::FEWEST {
            return Kinship::Edition(Box::new(edition::finding(self, matching, None, told)));
        }
        Kinship::None(self.unrelated(matching, &like, &names))
    }

    /// True for a print that is its statement and no accident.
    fn is_sure(&self, print: &Print) -> bool {
        let words = print.pieces.iter().map(std::ops::Range::len).sum::<usize>();
        print.likeness >= SURE && (words >= TELLING || print.likeness > 0.95)
    }

    fn is_copy(&self, matching: &Matching, like: usize) -> bool {
        let mut lists: BTreeMap<List, usize> = BTreeMap::new();
        for print in matching.prints.iter().filter(|p| self.is_sure(p)) {
            *lists.entry(list_of(&self.units[print.canon])).or_default() += 1;
        }
        let size = |list: &List| self.units.iter().filter(|u| list_of(u) == *list).count();
        let sure: usize = lists.values().sum();
        let listed = lists.iter().any(|(list, n)| *n > 1 && *n as f64 >= OF_LIST * size(list) as f64);
        let prints = matching.prints.len();
        let reworded = prints >= FEWEST && prints as f64 >= REWORDED * (prints + like) as f64;
        listed || reworded || (sure > 0 && sure as f64 >= OF_ALL * (sure + like) as f64)
    }

    fn unrelated(&self, matching: &Matching, like: &[&Free], names: &Names<'_>) -> Unrelated {
        let stream = &matching.stream;
        let of = |sort, found| Unrelated { sort, found };
        if stream.words.is_empty() && stream.apart == 0 {
            return of(UnrelatedSort::Empty, "there is no text in it".to_owned());
        }
        let known = names.foreign.map(|e| format!("; its names are those of {}, edition {}", e.name, e.edition));
        let known = known.unwrap_or_default();
        if let Some(first) = like.first() {
            let shown = clipped(&stream.text(&first.words));
            let prints = matching.prints.len();
            let alike = if prints == 0 {
                "none of them the canon's".to_owned()
            } else {
                format!("{prints} of them somewhat like the canon's")
            };
            let count = like.len() + prints;
            let found = format!(
                "it has {count} texts that look like statements, {alike}, so it looks like another framework (\"{shown}\"){known}"
            );
            return of(UnrelatedSort::OtherFramework, found);
        }
        if names.own > 0 {
            let found =
                format!("it prints {} of the canon's names and none of its statements: a list of names", names.own);
            return of(UnrelatedSort::NamesOnly, found);
        }
        let words = stream.words.len() + stream.apart;
        of(UnrelatedSort::OtherText, format!("{words} words of other text{known}"))
    }
}

/// Most characters of a text that is quoted.
const QUOTED: usize = 80;

fn clipped(text: &str) -> String {
    let short: String = text.chars().take(QUOTED).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// Names that a copy prints.
struct Names<'a> {
    /// How many of the canon's.
    own: usize,
    /// The edition of the same framework that it says it is, or of which it prints more names.
    edition: Option<&'a Profile>,
    /// The edition of another framework, if it prints names of one.
    foreign: Option<&'a Profile>,
}

impl<'a> Names<'a> {
    fn of(checker: &Checker<'a>, witness: &Witness, matching: &Matching) -> Self {
        let printed = Printed::of(witness, matching);
        let names = |u: &CanonUnit| [u.route.competency.clone(), u.route.value.clone()];
        let ours: BTreeSet<String> = checker.units.iter().flat_map(names).flatten().collect();
        let own = ours.iter().filter(|name| printed.has(name)).count();
        let count = |e: &Profile| {
            edition_names(e).into_iter().filter(|(_, names)| names.iter().any(|n| printed.has(n))).count()
        };
        let is_ours = |e: &Profile| e.framework == checker.canon.framework.id;
        let same = |e: &&Profile| is_ours(e) && Some(&e.edition) == checker.canon.framework.edition.as_ref();
        let known = checker.editions.iter().filter(same).map(count).max().unwrap_or(own);
        let best =
            |fits: &dyn Fn(&Profile) -> bool| checker.editions.iter().filter(|e| fits(e)).max_by_key(|e| count(e));
        let other = |e: &Profile| is_ours(e) && !same(&e);
        let named = best(&other).filter(|e| count(e) > known && count(e) >= NAMES);
        let edition = best(&|e| other(e) && printed.states(e)).or(named);
        let foreign = best(&|e| !is_ours(e)).filter(|e| count(e) > NAMES && count(e) > own);
        Self { own, edition, foreign }
    }
}

/// The names of an edition with their other forms.
fn edition_names(edition: &Profile) -> Vec<(&str, Vec<&str>)> {
    let nodes = edition.clusters.iter().flat_map(|c| &c.competencies).chain(&edition.values);
    let forms = |n: &cvf_framework::NamedNode| [&n.name].into_iter().chain(&n.aliases).count();
    nodes
        .filter(|n| forms(n) > 0)
        .map(|n| (n.id.as_str(), [n.name.as_str()].into_iter().chain(n.aliases.iter().map(String::as_str)).collect()))
        .collect()
}

/// What of a copy may be a name: headings whole, and any words of its text.
struct Printed<'a> {
    headings: Vec<&'a str>,
    titles: Vec<&'a str>,
    words: Vec<&'a str>,
}

/// Fewest words of a name that is looked for in running text.
const IN_TEXT: usize = 2;

impl<'a> Printed<'a> {
    fn of(witness: &'a Witness, matching: &'a Matching) -> Self {
        let routes = witness.units.iter().flat_map(|u| [&u.route.competency, &u.route.value]).flatten();
        let headings: BTreeSet<&str> =
            witness.headings.iter().map(|h| h.name.as_str()).chain(routes.map(String::as_str)).collect();
        let words = matching.stream.words.iter().map(|w| w.key.as_str()).collect();
        let units = witness.units.iter().filter(|u| u.kind == Kind::Title).map(|u| u.text.as_str());
        let titles = witness.title.as_deref().into_iter().chain(units).chain(headings.iter().copied()).collect();
        Self { headings: headings.into_iter().collect(), titles, words }
    }

    /// True where the framework's name stands with the edition's right behind it.
    fn states(&self, edition: &Profile) -> bool {
        let name = crate::stream::keys(&format!("{} {}", edition.name, edition.edition));
        if edition.edition.is_empty() || name.is_empty() {
            return false;
        }
        let whole = |title: &str| crate::stream::keys(title).windows(name.len()).any(|w| w == name);
        self.titles.iter().any(|title| whole(title)) || self.runs(&name)
    }

    /// True for words that stand in the text behind each other.
    fn runs(&self, keys: &[String]) -> bool {
        self.words.windows(keys.len()).any(|w| w.iter().zip(keys).all(|(a, b)| a == b))
    }

    fn has(&self, name: &str) -> bool {
        let keys = crate::stream::keys(name);
        let inside = || keys.len() >= IN_TEXT && self.runs(&keys);
        self.headings.iter().any(|h| cvf_framework::names::is_same_name(h, name)) || inside()
    }
}
