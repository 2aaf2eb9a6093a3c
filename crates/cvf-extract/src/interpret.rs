//! A document → its best reading → drafts, beside what known words make of it.

use crate::draft::Drafts;
use crate::emit::{self, Margins};
use crate::facts::Facts;
use crate::reading::Tree;
use crate::score::Scorer;
use crate::solve::{Solution, compare, solve};
use cvf_document::Document;
use cvf_framework::{Kind, Profiles};
use std::collections::BTreeSet;

/// A document read by its own regularity.
pub(crate) struct Interpretation {
    pub(crate) facts: Facts,
    /// Bits of the best reading; 0 for no framework.
    pub(crate) bits: f32,
    pub(crate) drafts: Drafts,
}

/// Bits that a result has to be better by than what known words make of the document, and share
/// of the latter's bits: two results that are as good differ in how items are cut, and known
/// words cut better.
const BETTER: f32 = 2.0;
const BETTER_SHARE: f32 = 0.02;
/// What a result of known words has to earn where no reading is better than none.
const BY_WORDS: f32 = 6.0;

/// The better of two results: what known words made of a document, and its best reading.
pub(crate) fn better_of(known: Drafts, document: &Document, profiles: &Profiles) -> Drafts {
    if is_proven(&known, profiles) {
        return known;
    }
    let mut read = interpret(document, profiles);
    let tree = compare::tree_of(&mut read.facts, &known);
    let words = compare::score(&read.facts, &tree, profiles).total();
    let tree = compare::tree_of(&mut read.facts, &read.drafts);
    let own = compare::score(&read.facts, &tree, profiles).total();
    let debug = std::env::var("CVF_EXPLAIN").is_ok();
    if debug {
        eprintln!("words {words:.1} own {own:.1} bits {:.1}", read.bits);
    }
    match std::env::var("CVF_SOLVER").as_deref() {
        Ok("1") => return read.drafts,
        Ok("0") => return known,
        _ => {}
    }
    let choose_known = match read.bits > 0.0 {
        true => own <= words + BETTER + BETTER_SHARE * words.max(0.0),
        false => words > BY_WORDS,
    };
    if choose_known { known } else { read.drafts }
}

/// True if most of a result's units stand under names of an edition.
fn is_proven(drafts: &Drafts, profiles: &Profiles) -> bool {
    let units = || drafts.units.iter().filter(|d| d.kind != Kind::Title);
    let mut names = BTreeSet::new();
    let mut under = 0;
    for draft in units() {
        let route = &draft.route;
        let name = route.competency.as_deref().or(route.value.as_deref()).or(route.cluster.as_deref());
        if let Some(known) = name.and_then(|n| profiles.resolve(n)) {
            names.insert(known.id);
            under += 1;
        }
    }
    under > 0 && under * 2 >= units().count()
}

/// Reads a document: the best reading, or nothing where no reading explains it.
fn interpret(document: &Document, profiles: &Profiles) -> Interpretation {
    let mut drafts = Drafts::default();
    let facts = Facts::of(document, profiles, &mut drafts);
    let scorer = Scorer::new(&facts, profiles);
    let solution = solve(&scorer);
    if std::env::var("CVF_EXPLAIN").is_ok() {
        crate::emit::show(&facts, &scorer, &solution);
    }
    let (bits, tree) = best(&facts, &solution);
    let margins = Margins::of(&facts, &solution, &tree);
    let mut drafts = emit::emit(&facts, &tree, &margins, document, profiles, drafts);
    drafts.units.sort_by_key(|d| d.text.offsets().first().copied());
    Interpretation { facts, bits, drafts }
}

fn best(facts: &Facts, solution: &Solution) -> (f32, Tree) {
    match solution.readings.first().filter(|(bits, _)| *bits > 0.0) {
        Some((bits, reading)) => (*bits, solution.tree(facts, reading)),
        None => {
            let none = vec![false; facts.blocks.len()];
            (0.0, Tree { used: none.clone(), over: none, ..Tree::default() })
        }
    }
}
