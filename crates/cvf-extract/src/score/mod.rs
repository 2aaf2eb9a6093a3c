//! One number for a reading, the sum of named terms in bits: what the tree's regularity saves
//! and what it leaves unexplained costs (after Rissanen's minimum description length).

mod columns;
mod cost;
mod known;
mod terms;

pub(crate) use columns::{ColumnFact, ColumnFacts};
pub(crate) use known::{Known, framework_words};

use crate::facts::{BlockId, Facts, folded as fold, key_of};
use crate::hints::Hints;
use crate::labels;
use crate::reading::{Role, Tree, Turn};
use cost::Costs;
use cvf_framework::Profiles;
use std::collections::BTreeMap;

/// A term of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    Item,
    Describing,
    Name,
    Label,
    Ordinal,
    Recur,
    Order,
    Missing,
    Topic,
    NameWords,
    Beginning,
    Even,
    Orphan,
    Empty,
    Double,
    Chain,
    Single,
    Fan,
    Left,
    LeftHeading,
    Run,
    Dress,
    Alike,
    Head,
    Axis,
    Quote,
    Twin,
    Cover,
    Prior,
    Complexity,
    Words,
    Hint,
}

/// All terms with their names and weights, in the order in which they are printed.
/// `layouts/weigh.py` sets weights on documents with truths; on documents that had no part in it
/// other weights than 1 gained nothing but that of the price of any framework.
pub(crate) const TERMS: [(Term, &str, f32); 32] = [
    (Term::Item, "texts are like statements", 1.0),
    (Term::Describing, "descriptions stand where descriptions stand", 1.0),
    (Term::Name, "names are like names", 1.0),
    (Term::Label, "levels have short labels", 1.0),
    (Term::Ordinal, "the levels are a scale", 1.0),
    (Term::Recur, "levels come again, in their order", 1.0),
    (Term::Order, "levels keep their order", 1.0),
    (Term::Missing, "every competency has every level", 1.0),
    (Term::Topic, "statements of one competency share their words", 1.0),
    (Term::NameWords, "statements repeat words of their competency's name", 1.0),
    (Term::Beginning, "statements begin alike", 1.0),
    (Term::Even, "competencies are of like size", 1.0),
    (Term::Orphan, "everything has a name", 1.0),
    (Term::Empty, "every name has something under it", 1.0),
    (Term::Double, "every name comes once", 1.0),
    (Term::Chain, "what has parts has several", 1.0),
    (Term::Single, "a competency has several statements", 1.0),
    (Term::Fan, "a list is not too long", 1.0),
    (Term::Left, "no text is left over", 1.0),
    (Term::LeftHeading, "no heading is left over", 1.0),
    (Term::Run, "statements come in runs, names before them", 1.0),
    (Term::Dress, "statements are not dressed as headings", 1.0),
    (Term::Alike, "columns of levels are alike", 1.0),
    (Term::Head, "headers are dressed as headers", 1.0),
    (Term::Axis, "the usual way round", 1.0),
    (Term::Quote, "statements do not quote, ask or date", 1.0),
    (Term::Twin, "statements are not repeated", 1.0),
    (Term::Cover, "the framework is most of the text", 1.0),
    (Term::Prior, "most documents are no framework", 1.15),
    (Term::Complexity, "few parts explain much", 1.0),
    (Term::Words, "words that are known", 1.0),
    (Term::Hint, "hints", 1.0),
];

/// A score with its terms.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Score {
    bits: [f32; TERMS.len()],
}

impl Score {
    pub(crate) fn add(&mut self, term: Term, bits: f32) {
        self.bits[term as usize] += bits * TERMS[term as usize].2;
    }

    /// Bits of one term.
    pub(crate) fn of(&self, term: Term) -> f32 {
        self.bits[term as usize]
    }

    /// The sum.
    pub(crate) fn total(&self) -> f32 {
        self.bits.iter().sum()
    }
}

/// What a reading is, as far as the score looks at more than its tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// Parts of the forms; empty where a family of tables is scored alone.
    pub(crate) roles: &'a [Role],
    /// Turns of the families, with their numbers.
    pub(crate) turns: &'a [(usize, &'a Turn)],
    pub(crate) level_above: bool,
    /// What the reading is to explain.
    pub(crate) scope: &'a Scope,
}

/// The part of the document that a reading is to explain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) blocks: Vec<BlockId>,
    pub(crate) words: usize,
}

impl Scope {
    pub(crate) fn of(facts: &Facts, blocks: Vec<BlockId>) -> Self {
        let words = blocks.iter().map(|&b| facts.blocks[b].words).sum();
        Self { blocks, words }
    }

    pub(crate) fn whole(facts: &Facts) -> Self {
        Self::of(facts, facts.own().map(|(id, _)| id).collect())
    }
}

/// Most words of a label whose number is looked at.
const LABEL: usize = 6;

/// Scores readings of one document.
pub(crate) struct Scorer<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) known: Known,
    /// What a person says.
    pub(crate) hints: &'a Hints,
    /// Labels that a person calls levels, by block.
    hinted_levels: Vec<bool>,
    costs: Vec<Costs>,
    /// Number of each block's key, and of its key with numbers hidden.
    keys: Vec<u32>,
    folds: Vec<u32>,
    columns: ColumnFacts,
}

impl<'a> Scorer<'a> {
    pub(crate) fn new(facts: &'a Facts, profiles: &Profiles, hints: &'a Hints) -> Self {
        let costs = facts.blocks.iter().map(Costs::of).collect();
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let keys = facts.blocks.iter().map(|b| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(b.key.as_str()).or_insert(next)
        });
        let keys = keys.collect();
        let mut folded: BTreeMap<String, u32> = BTreeMap::new();
        let folds = facts.blocks.iter().map(|b| {
            let next = u32::try_from(folded.len()).unwrap_or(u32::MAX);
            // Long texts are never labels.
            let short = if b.words <= LABEL { fold(b) } else { b.key.clone() };
            *folded.entry(short).or_insert(next)
        });
        let folds = folds.collect();
        let known = Known::of(facts, profiles);
        let hinted_levels = hinted_levels(facts, profiles, hints);
        Self { facts, known, hints, hinted_levels, costs, keys, folds, columns: ColumnFacts::of(facts) }
    }

    /// True for a label that a person calls a level.
    pub(crate) fn is_hinted_level(&self, block: BlockId) -> bool {
        self.hinted_levels.get(block).copied().unwrap_or(false)
    }

    pub(crate) fn columns(&self) -> &ColumnFacts {
        &self.columns
    }

    /// Bits that a text pays or earns as a statement.
    pub(crate) fn item_bits(&self, block: BlockId) -> f32 {
        self.costs[block].item
    }

    /// The score of a tree; nothing at all is worth nothing.
    pub(crate) fn score(&self, tree: &Tree, context: Context<'_>) -> Score {
        let mut score = Score::default();
        if tree.units.is_empty() {
            return score;
        }
        terms::text::add(self, tree, &mut score);
        terms::names::add(self, tree, &mut score);
        terms::levels::add(self, tree, context, &mut score);
        terms::topic::add(self, tree, &mut score);
        terms::shape::add(self, tree, &mut score);
        terms::left::add(self, tree, context, &mut score);
        terms::forms::add(self, context, &mut score);
        terms::tables::add(self, tree, context, &mut score);
        terms::known::add(self, tree, context, &mut score);
        terms::hint::add(self, tree, context, &mut score);
        score
    }
}

/// Blocks that say what a hint calls a level, as printed or bare.
fn hinted_levels(facts: &Facts, profiles: &Profiles, hints: &Hints) -> Vec<bool> {
    if hints.levels.is_empty() {
        return Vec::new();
    }
    let said = |text: &str, key: &str| {
        let is = |label: &String| key_of(label) == key || labels::bare_level(text, profiles).as_ref() == Some(label);
        hints.levels.iter().any(is)
    };
    facts.blocks.iter().map(|b| !b.key.is_empty() && said(b.text.as_str(), &b.key)).collect()
}
