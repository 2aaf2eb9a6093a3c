//! Arguments of what works on `cvf.yaml`.

use super::{HintArgs, Recognition, date};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Reads the sources and proposes what is found in them: id, name and edition of the
framework in cvf.yaml, and its clusters, competencies and levels with ids in
profile.yaml, unless a built-in edition has them. What it is not sure of is said,
and stands in the files. A hint holds for every source, and is written for each.

Examples:
  cvf init
  cvf init sources/
  cvf init sources/*.txt
  cvf init --hint 'levels=[Apprentice, Journeyman, Master]' sources/")]
pub(crate) struct Init {
    /// Files or folders to list as sources
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// Overwrite a cvf.yaml or profile.yaml that is there
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) recognition: Recognition,
    #[command(flatten)]
    pub(crate) hints: HintArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Writes framework.yaml (the canon), apparatus.yaml (readings and open
questions), witnesses/ (each source), findings.json, report.md and report.html.

Examples:
  cvf build
  cvf build --config elsewhere/cvf.yaml --strict")]
pub(crate) struct Build {
    /// The configuration [default: cvf.yaml, here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Exit with 1 while a question is open or a decision is stale
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) recognition: Recognition,
    /// The day for which decisions expire [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) today: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Exit code 1 if a source has changed since the build, or a statement no longer
stands in any source.

Examples:
  cvf verify
  cvf verify --format json")]
pub(crate) struct Verify {
    /// The configuration [default: cvf.yaml, here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How the result is written
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: VerifyFormat,
    #[command(flatten)]
    pub(crate) recognition: Recognition,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// For people
    Text,
    /// One value
    Json,
}
