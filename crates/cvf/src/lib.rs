//! The whole way from bytes to findings, for programs. It touches no file and no clock.
//!
//! ```
//! use cvf::{Profiles, extract};
//! let text = b"We collaborate\nLevel 1\n- I listen to others.\n";
//! let found = extract("leaflet.txt", text, &Profiles::built_in()).unwrap();
//! assert_eq!(found.extraction.witness.units[0].text, "I listen to others.");
//! ```

mod baseline;
mod build;
mod canon;
mod config;
mod crosswalk;
mod decisions;
mod editions;
mod evidence;
mod fault;
mod formats;
mod judge;
mod looks;
mod problem;
mod propose;
mod provenance;
mod read;
mod review;
mod revisions;
mod ruled;
mod schemas;
mod shown;
mod verify;
mod wire;

pub use baseline::{Baseline, Renewed, baseline, baseline_text, renamed, renew};
pub use build::{BuildInput, Built, Input, build, edition_paths};
pub use canon::{
    CheckSettings, check, check_with, checker, load_apparatus, load_canon, load_report, load_witness, witness_as_canon,
};
pub use config::{Config, Ignore, SourceConfig, config};
pub use crosswalk::{WalkSide, crosswalk_file, load_crosswalk, walk};
pub use decisions::{
    CopyName, Decisions, FindingDecision, Reach, Signature, Verdict, decisions, decisions_text, is_date,
};
pub use evidence::{Original, evidence};
pub use fault::{REPORT, guarded, watch};
pub use judge::{Known, Outdated, judge};
pub use looks::Looks;
pub use problem::Problem;
pub use propose::{Candidate, Proposal, ProposedSource, add_profile, propose, source_id};
pub use read::{
    Documents, Extracted, Here, Reading, attested_by, document, extract, extract_with, is_flattened, is_page, is_text,
    ledger, witness,
};
pub use review::{Answer, Item, answer, items, name_is, statement, take_back, take_back_about};
pub use revisions::revisions;
pub use schemas::{SCHEMAS, schema};
pub use verify::{Lost, SourceVerified, Verified, VerifyInput, verify};
pub use wire::{pack, unpack};

pub use cvf_check::patch;
pub use cvf_check::{
    Checker, CopyProblem, CopyReport, Explanation, Finding, GUIDELINES, Guideline, Report, Rule, RuleInfo, Severity,
    Unrelated, UnrelatedSort, Words,
};
pub use cvf_collate::{
    Apparatus, Change, Chosen, Crosswalk, Decision, Gaps, Link, LinkVerdict, NameDecision, OneWith, Question, Role,
    Target,
};
pub use cvf_document::{Budget, Document, Place, Warned, Warning, budgets, changed_budgets, set_budgets};
pub use cvf_extract::{Attested, Explanation as ReadingExplained, Extraction, HintError, Hints, Ledger, RunnerUp};
pub use cvf_framework::{
    Canon, CanonFramework, Kind, Method, Profiles, Prose, Record, Unit, Witness, WitnessFile, yaml,
};
pub use cvf_pdf::{Ocr, PageImage, Recognise, SeenLine, SeenWord};
pub use cvf_report as report;
pub use cvf_report::Evidence;
pub use cvf_sheet::needs_password;

/// Name and version, as reports give it.
pub const TOOL: &str = concat!("cvf ", env!("CARGO_PKG_VERSION"));
