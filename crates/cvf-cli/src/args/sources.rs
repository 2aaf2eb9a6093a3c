//! Arguments of what reads single sources.

use clap::{Args as ClapArgs, ValueEnum};
use cvf::{Hints, Problem};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  cvf extract leaflet.txt
  cvf extract rubric.docx --hint 'levels=[Poor, Fair, Good]'
  cvf extract --format jsonl exports/ | jq -r .text
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
    #[command(flatten)]
    pub(crate) hints: HintArgs,
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
pub(crate) struct Ledger {
    /// Files or folders; `-` for standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// Print JSON, one ledger a line
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) recognition: Recognition,
    #[command(flatten)]
    pub(crate) hints: HintArgs,
}

/// What a person says about the layout of the sources.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(crate) struct HintArgs {
    /// How the layout is to be read, where it leaves that open. KEY is levels, rows, columns,
    /// ignore, level-from or pages, as in `levels=[Poor, Fair, Good]`, `rows=competency`,
    /// `columns=level`, `ignore=[Comments]`, `level-from=title`, `pages=31-51`
    #[arg(long = "hint", value_name = "KEY=VALUE")]
    hints: Vec<String>,
}

impl HintArgs {
    /// The hints as one value.
    pub(crate) fn read(&self) -> Result<Hints, Problem> {
        let hints = Hints::parse(self.hints.iter().map(String::as_str));
        hints.map_err(|e| Problem::new(&format!("--hint {}", e.hint), e.what).help(e.help))
    }
}

/// How documents are read.
#[derive(Clone, Copy, Debug, Default, ClapArgs)]
pub(crate) struct Recognition {
    /// Read pages that are images with tesseract
    #[arg(long, default_value = "auto", value_name = "WHEN")]
    pub(crate) ocr: OcrWhen,
    /// Read documents in processes of their own, so that a bad one ends no other
    #[arg(long, default_value = "auto", value_name = "WHEN")]
    pub(crate) isolate: IsolateWhen,
    /// Show web pages in an installed Chromium first, without network: for pages that a script draws
    #[arg(long)]
    pub(crate) browser: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum OcrWhen {
    #[default]
    /// Pages without text, where tesseract is installed
    Auto,
    /// Pages with a scanner's text layer too; an error where one cannot be read
    Always,
    /// No page: those without text are reported
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum IsolateWhen {
    /// PDF files, packages (Word, spreadsheets), other word processors' documents, images
    #[default]
    Auto,
    /// Text, Markdown and web pages too
    Always,
    /// None but those that LibreOffice converts: the rest is read in one process
    Never,
}
