//! What became of each statement and name of one edition in another.
//!
//! Equal texts are found first, wherever they stand; what they tell of competencies and levels
//! that go by another name helps to place the rest. Then the most alike are linked, one with one,
//! one with two neighbours (split) or two neighbours with one (merged), the most alike first.

mod link;
mod names;
mod pairing;

use crate::difference::Lexicon;
use crate::words::lower_words;
use cvf_framework::{CanonUnit, Language, Prose};
use names::Places;
use pairing::{Found, closest, exact, first_look};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A crosswalk from one edition, or framework, to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Version of this file's shape.
    pub version: u32,
    /// Where it leads from.
    pub from: Side,
    /// Where it leads to.
    pub to: Side,
    /// Names that are not the same in both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NameLink>,
    /// Every statement of either, in the order of the first and then of the second.
    #[serde(default)]
    pub statements: Vec<Link>,
}

/// One side of a crosswalk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Id of the framework, or name of the document.
    pub framework: String,
    /// Its edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The same words in the same place.
    #[default]
    Same,
    /// Other words in the same place.
    Edited,
    /// One statement is two.
    Split,
    /// Two statements are one.
    Merged,
    /// In another competency or level.
    Moved,
    /// Only in the second.
    New,
    /// Only in the first.
    Gone,
}

impl Change {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Edited => "edited",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Moved => "moved",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// Statements of both sides that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The same as long as the statements' ids are.
    pub id: String,
    /// What became of it.
    pub change: Change,
    /// Statements of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<End>,
    /// Statements of the second.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<End>,
    /// The words that differ: what the first says, and what the second.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<[String; 2]>,
    /// What speaks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// What a reviewer says: `accepted` or `rejected`; nothing while nobody has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<LinkVerdict>,
}

/// What a reviewer says of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkVerdict {
    /// True if it is right.
    pub accepted: bool,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub author: String,
    /// When, as year-month-day.
    pub date: String,
}

/// A statement with its place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Its id.
    pub id: String,
    /// Names from its cluster down to its level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// Its text.
    pub text: Prose,
}

/// A name of one side, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameLink {
    /// `competency`, `sub-competency`, `level`, `cluster` or `value`.
    pub part: String,
    /// `renamed`, `new`, `gone`, or `moved` for a competency in another cluster.
    pub change: String,
    /// Name in the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Name in the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What speaks for it.
    pub evidence: String,
}

/// Links the statements of two editions.
pub fn crosswalk(from: (&Side, &[CanonUnit]), to: (&Side, &[CanonUnit]), language: &Language) -> Crosswalk {
    let (a, b) = (from.1, to.1);
    let mut pairs = exact(a, b, &Places::default());
    let places = Places::told_by(a, b, &first_look(a, b, &pairs));
    pairs = exact(a, b, &places);
    let mut links = closest(a, b, &pairs, &places);
    links.extend(pairs.iter().map(|(i, j)| Found { from: vec![*i], to: vec![*j], score: 1.0, next: 0.0 }));
    links.sort_by_key(|l| (l.from.clone(), l.to.clone()));
    let used = |side: fn(&Found) -> &Vec<usize>| -> BTreeSet<usize> { links.iter().flat_map(side).copied().collect() };
    let (left, right) = (used(|l| &l.from), used(|l| &l.to));
    let none = |from: Vec<usize>, to: Vec<usize>| Found { from, to, score: 0.0, next: 0.0 };
    let gone: Vec<Found> = (0..a.len()).filter(|i| !left.contains(i)).map(|i| none(vec![i], vec![])).collect();
    let new: Vec<Found> = (0..b.len()).filter(|j| !right.contains(j)).map(|j| none(vec![], vec![j])).collect();
    let words: BTreeSet<String> = a.iter().chain(b).flat_map(|u| lower_words(&u.text)).collect();
    let lexicon = Lexicon { words: &words, language };
    links.extend(gone);
    links.sort_by_key(|l| l.from.first().copied());
    links.extend(new);
    Crosswalk {
        version: 1,
        from: from.0.clone(),
        to: to.0.clone(),
        names: places.links(a, b),
        statements: links.iter().map(|l| l.link(a, b, &places, lexicon)).collect(),
    }
}

impl Crosswalk {
    /// Takes over what reviewers said of links that are still there.
    pub fn keep_verdicts(&mut self, old: &Self) {
        for link in &mut self.statements {
            let known = old.statements.iter().find(|o| o.id == link.id && o.change == link.change);
            link.verdict = known.and_then(|o| o.verdict.clone());
        }
    }

    /// How many links there are of each sort.
    pub fn counts(&self) -> BTreeMap<Change, usize> {
        let mut counts = BTreeMap::new();
        self.statements.iter().for_each(|l| *counts.entry(l.change).or_default() += 1);
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_framework::{Kind, Route};

    fn unit(id: &str, competency: &str, level: &str, text: &str) -> CanonUnit {
        let route =
            Route { competency: Some(competency.to_owned()), level: Some(level.to_owned()), ..Route::default() };
        let (id, text) = (id.to_owned(), text.to_owned());
        CanonUnit { id, framework: "guild".to_owned(), kind: Kind::Indicator, route, order: 1, text }
    }

    fn old() -> Vec<CanonUnit> {
        vec![
            unit("dough.1", "Kneading dough", "Apprentice", "I weigh flour and water to the gram."),
            unit("dough.2", "Kneading dough", "Apprentice", "I knead until the dough springs back."),
            unit(
                "dough.3",
                "Kneading dough",
                "Master",
                "I choose the flour, and I teach others how a dough should feel.",
            ),
            unit("dough.4", "Kneading dough", "Master", "I answer for the whole batch."),
            unit("ovens.1", "Minding ovens", "Apprentice", "I light the ovens an hour before work."),
            unit("ovens.2", "Minding ovens", "Apprentice", "I sweep the hearth when I leave."),
            unit("ovens.3", "Minding ovens", "Master", "I know the cold corner of each oven."),
            unit("ovens.4", "Minding ovens", "Master", "I decide when an oven needs the mason."),
            unit("ovens.5", "Minding ovens", "Master", "I carry water from the well."),
            unit("trade.1", "Serving customers", "Apprentice", "I greet everyone who comes in."),
        ]
    }

    fn new() -> Vec<CanonUnit> {
        vec![
            unit("dough.1", "Kneading dough", "Apprentice", "I weigh flour and water to the gram."),
            unit("dough.2", "Kneading dough", "Apprentice", "I knead until the dough springs back at once."),
            unit("dough.3", "Kneading dough", "Master", "I choose the flour."),
            unit("dough.5", "Kneading dough", "Master", "I teach others how a dough should feel."),
            unit(
                "fires.1",
                "Keeping the fires",
                "Apprentice",
                "I light the ovens an hour before work, and I sweep the hearth when I leave.",
            ),
            unit("fires.3", "Keeping the fires", "Master", "I know the cold corner of each oven."),
            unit("fires.4", "Keeping the fires", "Master", "I decide when an oven needs the mason."),
            unit("fires.5", "Keeping the fires", "Master", "I answer for the whole batch."),
            unit("fires.6", "Keeping the fires", "Master", "I measure how much wood we burn."),
            unit("trade.1", "Serving customers", "Apprentice", "I greet everyone who comes in."),
            unit("ledger.1", "Keeping the ledger", "Master", "I write down each sale on the day."),
        ]
    }

    fn walked() -> Crosswalk {
        let side = |edition: &str| Side { framework: "guild".to_owned(), edition: Some(edition.to_owned()) };
        crosswalk((&side("1"), &old()), (&side("2"), &new()), &Language::english())
    }

    #[test]
    fn each_planted_change_is_found_and_none_else() {
        let walk = walked();
        let of = |change: Change| -> Vec<(String, String)> {
            let ids = |ends: &[End]| ends.iter().map(|e| e.id.as_str()).collect::<Vec<_>>().join("+");
            let links = walk.statements.iter().filter(|l| l.change == change);
            links.map(|l| (ids(&l.from), ids(&l.to))).collect()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let same = [("dough.1", "dough.1"), ("ovens.3", "fires.3"), ("ovens.4", "fires.4"), ("trade.1", "trade.1")];
        assert_eq!(of(Change::Same), same.map(|(a, b)| pair(a, b)));
        assert_eq!(of(Change::Edited), [pair("dough.2", "dough.2")]);
        assert_eq!(of(Change::Split), [pair("dough.3", "dough.3+dough.5")]);
        assert_eq!(of(Change::Merged), [pair("ovens.1+ovens.2", "fires.1")]);
        assert_eq!(of(Change::Moved), [pair("dough.4", "fires.5")]);
        assert_eq!(of(Change::Gone), [pair("ovens.5", "")]);
        assert_eq!(of(Change::New), [pair("", "fires.6"), pair("", "ledger.1")]);
        let names: Vec<(&str, &str)> = walk.names.iter().map(|n| (n.part.as_str(), n.change.as_str())).collect();
        assert_eq!(names, [("competency", "renamed"), ("competency", "new")]);
        let words = walk.statements.iter().find(|l| l.change == Change::Edited).map(|l| l.words.clone());
        assert_eq!(words, Some(vec![[String::new(), "at once".to_owned()]]));
    }

    /// The links of two lists of statements as `from → to: change`.
    fn linked(old: &[CanonUnit], new: &[CanonUnit]) -> Vec<String> {
        let side = Side::default();
        let walk = crosswalk((&side, old), (&side, new), &Language::english());
        let ids = |ends: &[End]| ends.iter().map(|e| e.id.as_str()).collect::<Vec<_>>().join("+");
        walk.statements.iter().map(|l| format!("{} → {}: {}", ids(&l.from), ids(&l.to), l.change.word())).collect()
    }

    #[test]
    fn words_in_another_order_and_another_level_of_the_competency_come_before_other_places() {
        let old = [
            unit("a", "Dough", "1", "Open flour, open yeast, recipes of old bakers, open access"),
            unit("b", "Dough", "1", "I weigh flour and water to the gram."),
            unit("c", "Ovens", "1", "I weigh flour and water to the gram."),
        ];
        let new = [
            unit("x", "Ovens", "2", "I weigh flour and water to the gram."),
            unit("y", "Dough", "2", "I weigh flour and water to the gram."),
            unit("z", "Dough", "1", "Open access, open yeast, open flour, recipes of old bakers and millers"),
        ];
        assert_eq!(linked(&old, &new), ["a → z: edited", "b → y: moved", "c → x: moved"]);
    }

    #[test]
    fn a_level_where_there_was_none_is_no_move() {
        let bare = |mut u: CanonUnit| {
            u.route.level = None;
            u
        };
        let text = "I know the cold corner of each oven.";
        let (a, x) = (unit("a", "Ovens", "1", text), unit("x", "Ovens", "2", text));
        assert_eq!(linked(&[bare(a.clone())], std::slice::from_ref(&x)), ["a → x: same"]);
        let other = |id: &str| unit(id, "Ovens", "1", "I light the ovens an hour before work.");
        assert_eq!(linked(&[a, other("b")], &[other("y"), x]), ["a → x: moved", "b → y: same"]);
    }

    #[test]
    fn a_description_that_is_a_statement_now_is_found() {
        let text = "I know the cold corner of each oven.";
        let description = CanonUnit { kind: Kind::Description, ..unit("a", "Ovens", "1", text) };
        let links = linked(&[description], &[unit("x", "Ovens", "1", text)]);
        assert_eq!(links, ["a → x: same"]);
    }

    #[test]
    fn of_names_that_share_statements_the_one_that_is_like_it_is_the_same() {
        let text = |n: usize| {
            format!("I keep the {} of the bakery in good order all year.", ["till", "oven", "door", "cart", "sign"][n])
        };
        let old: Vec<CanonUnit> =
            (0..5).map(|n| unit(&format!("a{n}"), "Group A: the shop and its tools", "1", &text(n))).collect();
        let at = |n: usize| if n < 2 { "Group 1: the shop and its tools" } else { "Machines" };
        let new: Vec<CanonUnit> = (0..5).map(|n| unit(&format!("x{n}"), at(n), "1", &text(n))).collect();
        let moved = linked(&old, &new).iter().filter(|l| l.ends_with("moved")).count();
        assert_eq!(moved, 3);
    }

    #[test]
    fn verdicts_outlive_a_crosswalk_made_again() {
        let mut settled = walked();
        let verdict = LinkVerdict {
            accepted: true,
            reason: "seen".to_owned(),
            author: "me".to_owned(),
            date: "2026-11-28".to_owned(),
        };
        settled.statements[1].verdict = Some(verdict.clone());
        let mut again = walked();
        again.keep_verdicts(&settled);
        assert_eq!(again.statements[1].verdict, Some(verdict));
        assert_eq!(again.statements.iter().filter(|l| l.verdict.is_some()).count(), 1);
    }
}
