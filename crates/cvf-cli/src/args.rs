//! Arguments.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use cvf::{Reach, Severity};
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  done, nothing found
  1  findings at or above --fail-on, or an open question under --strict
  2  could not do it: bad arguments, unreadable or unsupported input, nothing matched, no canon

One bad input never stops the others: it is reported, the rest is done, the exit code is 2.";

/// Extract, reconcile and check competency frameworks.
#[derive(Debug, Parser)]
#[command(name = "cvf", version, max_term_width = 80, after_help = EXIT_CODES)]
pub(crate) struct Args {
    /// Colours: only on a terminal, always, or never
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find the framework in documents
    Extract(Extract),
    /// Reconcile all sources of cvf.yaml into one canon; the main job
    Build(Build),
    /// Check copies against the canon
    Check(Check),
    /// Give a copy's units back from a canon and a patch
    Apply(Apply),
    /// Compare two documents, or two canons
    Diff(Diff),
    /// Decide open questions and findings
    Review(Review),
    /// Write a commented cvf.yaml
    Init(Init),
    /// Show that every character of a source is accounted for
    Ledger(Ledger),
    /// Say what a rule means, or why a finding was made
    Explain(Explain),
    /// Plant known faults in a canon and count how many are found
    Selftest(Selftest),
    /// Print the JSON Schema of a file
    Schema(Schema),
    /// Print shell completions
    Completions(Completions),
    /// Print the manual page
    Man,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  cvf extract leaflet.txt
  cvf extract --format jsonl exports/ | jq -r 'select(.kind == \"indicator\").text'
  cat leaflet.txt | cvf extract -")]
pub(crate) struct Extract {
    /// Files or folders; `-` for standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// How the framework is written
    #[arg(long, default_value = "yaml", value_name = "FORMAT")]
    pub(crate) format: ExtractFormat,
    /// Write one file for each source into this folder
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) recognition: Recognition,
}

/// Text recognition.
#[derive(Clone, Copy, Debug, ClapArgs)]
pub(crate) struct Recognition {
    /// Read pages that are images with tesseract
    #[arg(long, default_value = "auto", value_name = "WHEN")]
    pub(crate) ocr: OcrWhen,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OcrWhen {
    /// Pages without text, where tesseract is installed
    Auto,
    /// Pages with a scanner's text layer too; an error where one cannot be read
    Always,
    /// No page: those without text are reported
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// A tree, for people
    Yaml,
    /// The same tree, for programs
    Json,
    /// One record a line, with places
    Jsonl,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Writes framework.yaml (the canon), apparatus.yaml (readings and open questions),
witnesses/ (each source), findings.json, report.md and report.html.

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
    pub(crate) show: Show,
}

/// A date as year-month-day.
fn date(text: &str) -> Result<String, String> {
    if cvf::is_date(text) {
        Ok(text.to_owned())
    } else {
        Err("write it as year-month-day, for example 2027-01-31".to_owned())
    }
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
    #[command(flatten)]
    pub(crate) show: Show,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Asks about each open question and each finding of the last build. A line of answer is a letter
and, if wanted, the reason:
  a accept    the proposal is right; or: this copy may differ
  r reject    the canon stays; or: this copy is to be mended
  t take      the canon gets the other text
  e edit      the canon gets a text that you type
  s skip, q quit
A capital letter answers everything like it; a finding is decided for this copy, or with a second
letter p for all copies of its publisher, e everywhere: `ap agreed locally`.
Each answer is written to decisions.yaml at once.

Examples:
  cvf review
  cvf review --list --format json
  cvf review --accept 4f1c2a9be0 --reason 'agreed locally' --author 'A. Reviewer'")]
pub(crate) struct Review {
    /// The configuration [default: cvf.yaml, here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Findings to decide, as `cvf check --format json` writes them [default: those of the build]
    #[arg(long, value_name = "FILE")]
    pub(crate) findings: Option<PathBuf>,
    /// List what waits, and ask nothing
    #[arg(long, conflicts_with_all = ["accept", "reject", "take", "edit"])]
    pub(crate) list: bool,
    /// How the list is written
    #[arg(long, default_value = "text", value_name = "FORMAT", requires = "list")]
    pub(crate) format: ListFormat,
    /// Accept this item
    #[arg(long, value_name = "ID")]
    pub(crate) accept: Vec<String>,
    /// Reject this item
    #[arg(long, value_name = "ID")]
    pub(crate) reject: Vec<String>,
    /// Give the canon the other text of this item
    #[arg(long, value_name = "ID")]
    pub(crate) take: Vec<String>,
    /// Give the canon this text
    #[arg(long, value_name = "ID=TEXT")]
    pub(crate) edit: Vec<String>,
    /// Answer everything like the named items too
    #[arg(long)]
    pub(crate) all_like: bool,
    /// Which copies a decision about a finding is for
    #[arg(long, default_value = "copy", value_name = "COPIES")]
    pub(crate) scope: Scope,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
    /// When it is to be looked at again
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) expires: Option<String>,
    /// The date that is written [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) today: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// One array
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Scope {
    /// This copy
    Copy,
    /// All copies of its publisher
    Publisher,
    /// Every copy
    Everywhere,
}

impl From<Scope> for Reach {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Copy => Self::Copy,
            Scope::Publisher => Self::Publisher,
            Scope::Everywhere => Self::Everywhere,
        }
    }
}

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
pub(crate) struct Ledger {
    /// Files or folders; `-` for standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// Print JSON, one ledger a line
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) recognition: Recognition,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// Id of a rule or guideline, or fingerprint of a finding; all rules if none is given
    #[arg(value_name = "RULE|FINDING")]
    pub(crate) about: Option<String>,
    /// Print the documentation of all rules as Markdown
    #[arg(long, conflicts_with = "about")]
    pub(crate) markdown: bool,
    /// Where the finding is, as `cvf check --format json` writes it [default: of the last build]
    #[arg(long, value_name = "FILE")]
    pub(crate) findings: Option<PathBuf>,
    /// The canon that it was made with [default: framework.yaml in the output folder of cvf.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) canon: Option<PathBuf>,
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
