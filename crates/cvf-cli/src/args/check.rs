//! Arguments of what compares.

use super::{HintArgs, Recognition, date};
use clap::{Args as ClapArgs, ValueEnum};
use cvf::Severity;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  cvf check copies/
  cvf check leaflet.txt --format json --fail-on warning
  cvf check copies/ --format html -o report.html
  cvf check leaflet.txt --format docx -o leaflet.docx
  cvf check level-2.txt --scope collaborative:2
  cvf check copies/ --baseline baseline.yaml --update-baseline --allow-new")]
pub(crate) struct Check {
    /// Files or folders; `-` for standard input
    #[arg(required = true, value_name = "COPY")]
    pub(crate) copies: Vec<PathBuf>,
    /// What to check against [default: framework.yaml in the output folder of cvf.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) canon: Option<PathBuf>,
    /// The configuration [default: cvf.yaml, here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What the copies mean to print: ID or ID:LEVEL,LEVEL; found out if not told
    #[arg(long, value_name = "COMPETENCY[:LEVELS]")]
    pub(crate) scope: Vec<String>,
    /// File of known findings, which are marked and do not fail the check
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the baseline anew; without --allow-new it may only get shorter
    #[arg(long)]
    pub(crate) update_baseline: bool,
    /// Let the baseline grow
    #[arg(long, requires = "update_baseline")]
    pub(crate) allow_new: bool,
    /// Why the added findings are accepted; without it they are only known
    #[arg(long, value_name = "TEXT", requires = "update_baseline", requires = "author")]
    pub(crate) reason: Option<String>,
    /// Who accepts them
    #[arg(long, value_name = "NAME", requires = "update_baseline")]
    pub(crate) author: Option<String>,
    /// When they are to be looked at again
    #[arg(long, value_name = "DATE", requires = "update_baseline", value_parser = date)]
    pub(crate) expires: Option<String>,
    /// The day for which decisions expire [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) today: Option<String>,
    /// Matching guidelines that are switched: H1 on, -Q1 off; `cvf explain H1` says what one means
    #[arg(long, value_name = "GUIDELINE", value_delimiter = ',', allow_hyphen_values = true)]
    pub(crate) excuse: Vec<String>,
    /// Also write the copy as canon + operations to this file (.json or .yaml)
    #[arg(long, value_name = "FILE")]
    pub(crate) patch: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) recognition: Recognition,
    #[command(flatten)]
    pub(crate) hints: HintArgs,
    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  cvf diff old.txt new.txt
  cvf diff old/framework.yaml output/framework.yaml --format markdown")]
pub(crate) struct Diff {
    /// A document or a canon: what is expected
    pub(crate) old: PathBuf,
    /// A document or a canon: what is found
    pub(crate) new: PathBuf,
    /// Show what became of each statement even if both are of one edition
    #[arg(long)]
    pub(crate) crosswalk: bool,
    #[command(flatten)]
    pub(crate) hints: HintArgs,
    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Each statement is the same, edited, split, merged, moved, new or gone, with what
speaks for it. `cvf review --crosswalk FILE` settles the result; what was settled
stays when the file is made again.

Examples:
  cvf crosswalk editions/2016.yaml output/framework.yaml -o crosswalk.yaml
  cvf crosswalk output/framework.yaml#legacy-matrix output/framework.yaml -o legacy.yaml
  cvf crosswalk old.pdf new.pdf")]
pub(crate) struct Crosswalk {
    /// A document, a canon, or an adaptation of a canon as FILE#ID
    pub(crate) from: PathBuf,
    /// The same of the other edition
    pub(crate) to: PathBuf,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  cvf check leaflet.txt --patch leaflet.patch.yaml
  cvf apply output/framework.yaml leaflet.patch.yaml
  cvf apply --inverse output/framework.yaml leaflet.patch.yaml")]
pub(crate) struct Apply {
    /// The canon that the patch was made for
    pub(crate) canon: PathBuf,
    /// The patch
    pub(crate) file: PathBuf,
    /// Give the canon's statements back from the copy's units instead
    #[arg(long)]
    pub(crate) inverse: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Show {
    /// How findings are written
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: ReportFormat,
    /// Lowest severity that makes the exit code 1
    #[arg(long, default_value = "error", value_name = "SEVERITY")]
    pub(crate) fail_on: FailOn,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// One value with everything
    Json,
    /// One finding a line
    Jsonl,
    /// For a comment on a pull request
    Markdown,
    /// One page with overview, filters and evidence, for reviewers
    Html,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions, and the job summary
    Github,
    /// JUnit XML, for test dashboards
    Junit,
    /// Checkstyle XML
    Checkstyle,
    /// Code Climate JSON, for GitLab's code quality
    Codeclimate,
    /// Diagnostics for reviewdog
    Rdjsonl,
    /// Word: one copy as tracked changes against the canon; needs -o
    Docx,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}
