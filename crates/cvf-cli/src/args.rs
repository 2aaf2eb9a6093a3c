//! Arguments.

mod about;
mod build;
mod check;
mod review;
mod sources;

pub(crate) use about::{Completions, Explain, Man, Schema, Selftest};
pub(crate) use build::{Build, Init, Verify, VerifyFormat};
pub(crate) use check::{Apply, Check, Crosswalk, Diff, ReportFormat, Show};
pub(crate) use review::{ListFormat, Review};
pub(crate) use sources::{Extract, ExtractFormat, HintArgs, IsolateWhen, Ledger, OcrWhen, Recognition};

use clap::{Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes:
  0  done, nothing found
  1  findings at or above --fail-on, or an open question under --strict
  2  could not do it: bad arguments, unreadable or unsupported input, nothing
     matched, no canon

One bad input never stops the others: it is reported, the rest is done, and the
exit code is 2.";

/// The exit codes, then the limits.
fn after_help() -> String {
    format!(
        "{EXIT_CODES}\n\nLimits, which `limits:` in cvf.yaml changes (`limits: {{ pages: 9000 }}`):\n{}",
        cvf::budgets()
    )
}

/// Extract, reconcile and check competency frameworks.
#[derive(Debug, Parser)]
#[command(name = "cvf", version, max_term_width = 80, after_help = EXIT_CODES, after_long_help = after_help())]
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
    /// Find every statement of the canon again in its sources
    Verify(Verify),
    /// Check copies against the canon
    Check(Check),
    /// Give a copy's units back from a canon and a patch
    Apply(Apply),
    /// Compare two documents, or two canons
    Diff(Diff),
    /// Say what became of each statement of one edition in another
    Crosswalk(Crosswalk),
    /// Decide open questions and findings
    Review(Review),
    /// Propose a cvf.yaml, and the framework's names, from sources
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
    Man(Man),
    /// Read documents for the command that started this process
    #[command(hide = true)]
    Worker,
}

/// A date as year-month-day.
fn date(text: &str) -> Result<String, String> {
    if cvf::is_date(text) {
        Ok(text.to_owned())
    } else {
        Err("write it as year-month-day, for example 2027-01-31".to_owned())
    }
}
