//! The model of a competency framework: units, trees, ids, editions, and their YAML.
//!
//! It reads no documents and compares nothing. A [`Witness`] is the framework as one source
//! prints it; the [`Canon`] is the one reconciled text. Both show themselves as a [`Tree`].
//!
//! ```
//! use cvf_framework::names::slug;
//! assert_eq!(slug("We are innovative and open-minded"), "innovative-open-minded");
//! ```

mod canon;
mod language;
mod languages;
pub mod names;
mod profile;
mod prose;
pub mod schema;
mod tree;
mod unit;
mod witness;
pub mod yaml;

pub use canon::{Adaptation, Canon, CanonFramework, CanonUnit, Gap, Mapping, Retired, Statement};
pub use language::{Furniture, Language, Section, Sections, digits_hidden};
pub use profile::{KnownName, LevelProfile, NamedNode, Profile, ProfileCluster, Profiles};
pub use prose::Prose;
pub use tree::{Cluster, Competency, Level, Row, Tree, Value};
pub use unit::{Kind, Method, Part, Route, Unit};
pub use witness::{Heading, Record, Residue, Witness, WitnessFile, WitnessStatement};
