//! Arguments of `cvf review`.

use super::date;
use clap::{Args as ClapArgs, ValueEnum};
use cvf::Reach;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Asks about open questions and findings of the last build. A key answers:
  a  accept: the proposal is right; or: this copy may differ
  r  reject: the canon stays; or: this copy is to be mended
  t  take: the canon gets the other text
  e  edit: the canon gets a text that you type
  s  skip
  u  undo: take the last answer back
  q  quit
A capital letter answers everything like it. A finding is decided for this
copy; c changes that to all copies of its publisher, then to every copy. The
reason is asked for; return takes the last one. Each answer is written to
decisions.yaml at once.

Without a terminal an answer is a line: the letter, a second letter p (for the
publisher) or e (for every copy) if wanted, and the reason: `ap our own word`.

Examples:
  cvf review
  cvf review --list --format json
  cvf review --accept 4f1c2a9be0 --reason 'our own word' --author me
  cvf review --undo 4f1c2a9be0")]
pub(crate) struct Review {
    /// The configuration [default: cvf.yaml, here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Findings to decide, as `cvf check --format json` writes them [default: those of the build]
    #[arg(long, value_name = "FILE")]
    pub(crate) findings: Option<PathBuf>,
    /// List what waits, and ask nothing
    #[arg(long, conflicts_with_all = ["accept", "reject", "take", "edit", "undo"])]
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
    /// Take back what was decided about this item
    #[arg(long, value_name = "ID", conflicts_with_all = ["accept", "reject", "take", "edit"])]
    pub(crate) undo: Vec<String>,
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
