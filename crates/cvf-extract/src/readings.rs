//! All readings of a document that were compared, with their terms: what weights are set by.

use crate::Options;
use crate::draft::Drafts;
use crate::emit::{self, Margins};
use crate::facts::{Facts, Piece};
use crate::interpret;
use crate::left_out;
use crate::own_levels;
use crate::score::{Scorer, TERMS};
use crate::solve::solve;
use cvf_document::Document;
use cvf_framework::Unit;

/// A reading that was compared with others.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedReading {
    /// Its bits; nothing at all has none.
    pub bits: f32,
    /// Bits of each term before its weight, in the order of [`terms`].
    pub terms: Vec<f32>,
    /// The units it gives.
    pub units: Vec<Unit>,
}

/// The terms of the score: what each looks at, in words, and its weight.
pub fn terms() -> Vec<(&'static str, f32)> {
    TERMS.iter().map(|(_, name, weight)| (*name, *weight)).collect()
}

/// The best readings of a document as a whole, the best first, whatever known words make of it.
pub fn readings(source: &str, document: &Document, options: Options<'_>) -> Vec<ComparedReading> {
    let mut aside = Drafts::default();
    let document = &*left_out::leave_out(document, options.hints, &mut aside);
    let without = own_levels::without_roles(document, options.profiles);
    let options = Options { profiles: without.as_ref().unwrap_or(options.profiles), ..options };
    let pieces = Piece::all(document, options.profiles, &mut Drafts::default());
    let facts = Facts::of(document, pieces);
    let scorer = Scorer::new(&facts, options.profiles, options.hints);
    let solution = solve(&scorer);
    let compared = solution.readings.iter().map(|(bits, reading)| {
        let tree = solution.tree(&facts, reading);
        let mut drafts = emit::emit(&facts, &tree, &Margins::default(), document, options.profiles, Drafts::default());
        drafts.sort_units();
        interpret::settle(&mut drafts, None, document, options);
        let score = solution.score(&scorer, reading);
        let terms = TERMS.iter().map(|(term, _, weight)| if *weight == 0.0 { 0.0 } else { score.of(*term) / weight });
        ComparedReading { bits: *bits, terms: terms.collect(), units: drafts.finish(source, document).units }
    });
    compared.collect()
}
