//! A [`Document`] → the framework it holds, with a ledger of every character.
//!
//! It reads no files and knows no format; names of editions are data ([`Profiles`]). Text that
//! finds no place is residue with a reason, never dropped and never guessed.
//!
//! ```
//! use cvf_framework::Profiles;
//! let text = "We collaborate\nLevel 1\n- I listen to others.\n- I share what I know.\n";
//! let document = cvf_text::read(text.as_bytes()).unwrap().value;
//! let read = cvf_extract::extract("example", &document, &Profiles::built_in());
//! assert_eq!(read.value.witness.units.len(), 2);
//! assert!(read.value.ledger.balances());
//! ```

mod breaks;
mod cells;
mod columns;
mod contents;
mod draft;
mod emit;
mod facts;
mod flattened;
mod grid;
mod hints;
mod inherit;
mod inline_labels;
mod interpret;
mod labels;
mod layout;
mod ledger;
mod left_out;
mod loose;
mod mentions;
mod numbering;
mod own_headings;
mod own_levels;
mod pairs;
mod place;
mod prepare;
mod proposers;
mod reading;
mod readings;
mod records;
mod regions;
mod roles;
mod run_in;
mod runon;
mod score;
mod solve;
mod table_names;
mod tails;
#[cfg(test)]
mod testing;
mod tokens;
mod values;
mod walk;

pub use emit::{Explanation, FamilyExplained, FormExplained, RunnerUp};
pub use flattened::{Attested, AttestedStatement, Face, Layout, MatrixRow, flatten};
pub use hints::{Columns, HintError, Hints, LevelFrom, Pages, Rows};
pub use ledger::Ledger;
pub use readings::{ComparedReading, readings, terms};

use cvf_document::{Document, Warned};
use cvf_framework::{Profiles, Witness};

/// The framework of one source, with the proof that nothing was lost.
#[derive(Clone, Debug)]
pub struct Extraction {
    /// The framework as printed.
    pub witness: Witness,
    /// Where every character went.
    pub ledger: Ledger,
    /// How the document was read.
    pub explanation: Explanation,
}

/// Finds the framework in a document.
pub fn extract(source: &str, document: &Document, profiles: &Profiles) -> Warned<Extraction> {
    extract_with(source, document, Options::new(profiles))
}

/// In what light a document is read.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The known editions.
    pub profiles: &'a Profiles,
    /// Other texts, in whose light pages are read whose columns were read across.
    pub evidence: &'a Attested,
    /// What a person says about the layout.
    pub hints: &'a Hints,
}

impl<'a> Options<'a> {
    /// Nothing but the known editions.
    pub fn new(profiles: &'a Profiles) -> Self {
        Self { profiles, evidence: Attested::nothing(), hints: Hints::nothing() }
    }
}

/// True if some paragraph looks as if columns had been read across.
pub fn has_flattened(document: &Document, profiles: &Profiles) -> bool {
    let mut drafts = draft::Drafts::default();
    prepare::nodes(document, profiles, &mut drafts);
    !drafts.suspects.is_empty()
}

/// As [`extract`], in the light of other texts and of what a person says.
pub fn extract_with(source: &str, document: &Document, options: Options<'_>) -> Warned<Extraction> {
    let mut left_out = draft::Drafts::default();
    let document = &*left_out::leave_out(document, options.hints, &mut left_out);
    let without = own_levels::without_roles(document, options.profiles);
    let options = Options { profiles: without.as_ref().unwrap_or(options.profiles), ..options };
    let known = by_known_words(document, options.profiles, options.evidence);
    let (mut drafts, explanation) = interpret::better_of(known, document, options);
    drafts.take_in(left_out);
    let ledger = Ledger::of(document, &drafts);
    let warnings = std::mem::take(&mut drafts.warnings);
    Warned { value: Extraction { witness: drafts.finish(source, document), ledger, explanation }, warnings }
}

/// Reads a document by the words that are known: names of editions, labels of levels.
fn by_known_words(document: &Document, profiles: &Profiles, evidence: &Attested) -> draft::Drafts {
    let own = own_levels::with_own(document, profiles);
    let profiles = own.as_ref().unwrap_or(profiles);
    let mut drafts = draft::Drafts::default();
    let mut nodes = inline_labels::part(prepare::nodes(document, profiles, &mut drafts), profiles);
    numbering::mark(&mut nodes);
    let nodes = pairs::set_apart(nodes, profiles, &mut drafts);
    let mut tokens = tokens::tokens(&nodes, profiles, &mut drafts);
    mentions::set_apart(&mut tokens);
    roles::resolve(&mut tokens, &profiles.language, &mut drafts);
    let mut walk = walk::Walk::new(document, profiles, drafts);
    walk.run(&tokens, &nodes);
    let (mut drafts, grids) = (walk.drafts, walk.grids);
    place::place(&grids, document, profiles, &mut drafts);
    flattened::recover(&mut drafts, document, profiles, evidence);
    drafts.sort_units();
    inherit::clusters(&mut drafts, profiles);
    inherit::parts(&mut drafts, &profiles.language);
    drafts
}
