//! The whole way from bytes to findings, for programs. It touches no file and no clock.
//!
//! ```
//! use cvf::{Profiles, extract};
//! let text = b"We collaborate\nLevel 1\n- I listen to others.\n";
//! let found = extract("leaflet.txt", text, &Profiles::built_in()).unwrap();
//! assert_eq!(found.extraction.witness.units[0].text, "I listen to others.");
//! ```

mod build;
mod canon;
mod config;
mod problem;
mod read;
mod schemas;

pub use build::{BuildInput, Built, Input, build};
pub use canon::{CheckSettings, check, check_with, load_canon, witness_as_canon};
pub use config::{Config, SourceConfig, config, decisions};
pub use problem::Problem;
pub use read::{Extracted, extract, ledger, witness};
pub use schemas::{SCHEMAS, schema};

pub use cvf_check::patch;
pub use cvf_check::{
    Checker, CopyReport, Explanation, Finding, GUIDELINES, Guideline, Report, Rule, RuleInfo, Severity,
};
pub use cvf_collate::{Apparatus, Chosen, Decision, Decisions, Question, Role};
pub use cvf_document::{Place, Warning};
pub use cvf_extract::{Extraction, Ledger};
pub use cvf_framework::{Canon, Kind, Profiles, Prose, Record, Unit, Witness, WitnessFile, yaml};
pub use cvf_report as report;
pub use cvf_text::MAX_BYTES;

/// Name and version, as reports give it.
pub const TOOL: &str = concat!("cvf ", env!("CARGO_PKG_VERSION"));
