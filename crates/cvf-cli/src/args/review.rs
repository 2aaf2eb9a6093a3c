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
  n  not part of the framework: it leaves the canon
  b  belongs to another competency or level
  2  two statements: you type the first and the second
  1  one statement with another, whose id you type
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
  cvf review --not-part night-shift.take-ownership.1.4
  cvf review --belongs-to 'collaborative.1.5=take-ownership:2'
  cvf review --two 'collaborative.1.5=I listen.|I act.'
  cvf review --one collaborative.1.5=collaborative.1.6
  cvf review --name 'Team working=collaborative'
  cvf review --undo 4f1c2a9be0

ID is that of the list, or of a statement of the canon. The same answers stand
in decisions.yaml, whose schema is printed by `cvf schema decisions`.")]
pub(crate) struct Review {
    /// The configuration [default: cvf.yaml, here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Findings to decide, as `cvf check --format json` writes them [default: those of the build]
    #[arg(long, value_name = "FILE")]
    pub(crate) findings: Option<PathBuf>,
    /// The edition whose canon is reviewed: one of those in editions/ [default: the current one]
    #[arg(long, value_name = "EDITION", conflicts_with_all = ["findings", "crosswalk"])]
    pub(crate) edition: Option<String>,
    /// Settle this crosswalk instead: its links are accepted or rejected in its own file
    #[arg(long, value_name = "FILE")]
    pub(crate) crosswalk: Option<PathBuf>,
    /// List what waits, and ask nothing
    #[arg(long, conflicts_with_all = ["accept", "reject", "take", "edit", "undo", "verdicts"])]
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
    #[command(flatten)]
    pub(crate) verdicts: Verdicts,
    /// Take back what was decided about this item, statement or name
    #[arg(long, value_name = "ID", conflicts_with_all = ["accept", "reject", "take", "edit", "verdicts"])]
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

/// Answers about a statement's place in the framework.
#[derive(Debug, ClapArgs)]
#[group(id = "verdicts", multiple = true)]
pub(crate) struct Verdicts {
    /// This statement is not part of the framework
    #[arg(long, value_name = "ID")]
    pub(crate) not_part: Vec<String>,
    /// This statement belongs to a competency, perhaps a sub-competency, and a level
    #[arg(long, value_name = "ID=COMPETENCY[ > SUB-COMPETENCY][:LEVEL]")]
    pub(crate) belongs_to: Vec<String>,
    /// This statement is two
    #[arg(long, value_name = "ID=FIRST|SECOND")]
    pub(crate) two: Vec<String>,
    /// These two statements are one, the second behind the first
    #[arg(long, value_name = "ID=ID")]
    pub(crate) one: Vec<String>,
    /// This name is that of a competency, cluster, value or level of the framework
    #[arg(long, value_name = "NAME=ID")]
    pub(crate) name: Vec<String>,
}

impl Verdicts {
    pub(crate) fn is_empty(&self) -> bool {
        [&self.not_part, &self.belongs_to, &self.two, &self.one, &self.name].iter().all(|list| list.is_empty())
    }
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
