//! Arguments of what works on `cvf.yaml`.

use super::{Recognition, date};
use clap::Args as ClapArgs;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  cvf init
  cvf init sources/*.txt")]
pub(crate) struct Init {
    /// Files or folders to list as sources
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// Overwrite a cvf.yaml that is there
    #[arg(long)]
    pub(crate) force: bool,
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
