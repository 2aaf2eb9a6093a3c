//! Crosswalks between two editions or frameworks, from canons or documents.

use crate::{Problem, Profiles, witness_as_canon};
use cvf_collate::{Crosswalk, Role, Side, Source, crosswalk, derive};
use cvf_framework::{Canon, CanonUnit, Witness, yaml};

/// One side of a crosswalk with its statements.
#[derive(Clone, Debug)]
pub struct WalkSide {
    /// What it is.
    pub side: Side,
    units: Vec<CanonUnit>,
}

impl WalkSide {
    /// The framework of a canon, or one of its adaptations.
    ///
    /// # Errors
    /// [`Problem`] for an adaptation that the canon does not have.
    pub fn of_canon(path: &str, canon: &Canon, adaptation: Option<&str>) -> Result<Self, Problem> {
        let id = adaptation.unwrap_or(&canon.framework.id);
        let edition = match adaptation {
            None => canon.framework.edition.clone(),
            Some(id) => match canon.adaptations.iter().find(|a| a.id == id) {
                Some(adaptation) => adaptation.edition.clone(),
                None => {
                    let known: Vec<&str> = canon.adaptations.iter().map(|a| a.id.as_str()).collect();
                    return Err(Problem::new(path, format!("there is no adaptation `{id}`"))
                        .help(format!("its adaptations are {}", known.join(", "))));
                }
            },
        };
        let units = canon.units().into_iter().filter(|u| u.framework == id).collect();
        Ok(Self { side: Side { framework: id.to_owned(), edition }, units })
    }

    /// The framework of a document; its edition is told by its names or by its title.
    pub fn of_witness(witness: &Witness, profiles: &Profiles) -> Self {
        let canon = witness_as_canon(witness, profiles);
        let source = Source {
            id: "document".to_owned(),
            publisher: None,
            rank: 1,
            role: Some(Role::National),
            witness: witness.clone(),
        };
        let own = derive(&[source]);
        let titled = own.has_edition.then_some(own.profile.edition);
        let edition = canon.framework.edition.clone().or(titled);
        let side = Side { framework: witness.source.clone(), edition };
        Self { side, units: canon.units() }
    }

    /// True if both say which edition they are, and not the same.
    pub fn is_other_edition(&self, other: &Self) -> bool {
        let editions = self.side.edition.as_ref().zip(other.side.edition.as_ref());
        editions.is_some_and(|(a, b)| a != b)
    }
}

/// What became of each statement of one side in the other.
pub fn walk(from: &WalkSide, to: &WalkSide, profiles: &Profiles) -> Crosswalk {
    crosswalk((&from.side, &from.units), (&to.side, &to.units), &profiles.language)
}

/// Reads a crosswalk.
///
/// # Errors
/// [`Problem`] with the place for a text that is no crosswalk.
pub fn load_crosswalk(path: &str, text: &str) -> Result<Crosswalk, Problem> {
    yaml::from_str(text).map_err(|e| Problem::in_yaml(path, text, e).help("it is made by `cvf crosswalk A B -o FILE`"))
}

/// A crosswalk as the text of a file.
///
/// # Errors
/// [`Problem`] if it cannot be written as YAML.
pub fn crosswalk_file(path: &str, walk: &Crosswalk) -> Result<String, Problem> {
    yaml::to_string(walk, Some("schema/crosswalk.schema.json")).map_err(|e| Problem::yaml(path, e))
}
