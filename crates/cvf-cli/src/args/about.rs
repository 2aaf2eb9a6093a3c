//! Arguments of what explains, tests and generates.

use super::HintArgs;
use clap::Args as ClapArgs;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// Id of a rule or guideline, fingerprint of a finding, or a source, of which it tells how it
    /// is read; all rules if none is given
    #[arg(value_name = "RULE|FINDING|SOURCE")]
    pub(crate) about: Option<String>,
    /// Print the documentation of all rules as Markdown
    #[arg(long, conflicts_with = "about")]
    pub(crate) markdown: bool,
    /// Where the finding is, as `cvf check --format json` writes it [default: of the last build]
    #[arg(long, value_name = "FILE")]
    pub(crate) findings: Option<PathBuf>,
    /// The configuration [default: cvf.yaml, here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The canon that it was made with [default: framework.yaml in the output folder of cvf.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) canon: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) hints: HintArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Selftest {
    /// Canons to plant faults in [default: framework.yaml in the output folder of cvf.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) canon: Vec<PathBuf>,
    /// Start of the numbers that choose places and words
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Copies with one fault, and as many with several
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub(crate) mutations: usize,
    /// Also list the faults that were not found and the false alarms
    #[arg(long)]
    pub(crate) verbose: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Schema {
    /// Which one; without it, their names
    pub(crate) name: Option<String>,
    /// Write all of them into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub(crate) all: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Man {
    /// Of this command; the program's own if none is given
    pub(crate) command: Option<String>,
}
