//! What other texts say: statements in whose light a flattened page is read.

use cvf_framework::{Kind, Method, Route, Witness};

/// A statement from another text, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttestedStatement {
    /// The text on one line.
    pub text: String,
    /// Where it stands.
    pub route: Route,
    /// A single behaviour; other paragraphs are not looked for on a page.
    pub item: bool,
}

/// Texts that may help to read flattened pages: other witnesses, or a canon.
///
/// The order in which they are added changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Attested {
    pub(crate) statements: Vec<AttestedStatement>,
}

impl AttestedStatement {
    /// Sub-competency, or competency where there is none.
    pub(super) fn name(&self) -> Option<&str> {
        self.route.sub_competency.as_deref().or(self.route.competency.as_deref())
    }
}

impl Attested {
    /// Nothing but the document itself.
    pub const fn none() -> Self {
        Self { statements: Vec::new() }
    }

    /// The same, to point at.
    pub fn nothing() -> &'static Self {
        static NOTHING: Attested = Attested::none();
        &NOTHING
    }

    /// Adds a statement.
    pub fn add(&mut self, statement: AttestedStatement) {
        let at = self.statements.partition_point(|s| *s < statement);
        if self.statements.get(at) != Some(&statement) {
            self.statements.insert(at, statement);
        }
    }

    /// Adds the units of a witness, without those that were themselves put back together.
    pub fn add_witness(&mut self, witness: &Witness) {
        for unit in witness.units.iter().filter(|u| u.method != Method::Flattened && u.kind != Kind::Title) {
            let (route, item) = (unit.route.clone(), unit.kind.is_behaviour());
            self.add(AttestedStatement { text: unit.text.clone(), route, item });
        }
    }
}
