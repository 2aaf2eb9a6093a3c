//! Standard output, messages, exit codes.

use crate::files;
use anstream::eprintln;
use anstyle::{AnsiColor, Effects, Style};
use cvf::report::Style as ReportStyle;
use cvf::{Problem, Warning};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done, nothing found.
    Clean,
    /// Something was found.
    Found,
    /// Something could not be done.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::from(0),
            Exit::Found => Self::from(1),
            Exit::Failed => Self::from(2),
        }
    }
}

fn bold(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(colour.into())).effects(Effects::BOLD)
}

/// Says what could not be done, where, and what to do.
pub(crate) fn problem(problem: &Problem) {
    let (red, blue) = (bold(AnsiColor::Red), bold(AnsiColor::Blue));
    eprintln!("{red}error{red:#}: {}", clean(&problem.what));
    eprintln!("  {blue}-->{blue:#} {}", clean(&problem.place));
    if let Some(help) = &problem.help {
        eprintln!("  {blue}help{blue:#}: {}", clean(help));
    }
}

/// Says that a file of a folder was left out because nothing is in it.
pub(crate) fn skipped(problem: &Problem) {
    eprintln!("skipped: {}", clean(&problem.to_string()));
}

/// Most warnings that are shown for one source.
const MOST_WARNINGS: usize = 5;

/// Shows a source's warnings, the first few in full.
pub(crate) fn warnings(source: &str, warnings: &[Warning]) {
    let (yellow, blue) = (bold(AnsiColor::Yellow), bold(AnsiColor::Blue));
    for warning in warnings.iter().take(MOST_WARNINGS) {
        let line = warning.at.as_ref().and_then(|at| at.line).map_or(String::new(), |l| format!(":{l}"));
        eprintln!("{yellow}warning[{}]{yellow:#}: {}", warning.code, clean(&warning.message));
        eprintln!("  {blue}-->{blue:#} {}{line}", clean(source));
    }
    if warnings.len() > MOST_WARNINGS {
        eprintln!("{yellow}warning{yellow:#}: {} more in {}", warnings.len() - MOST_WARNINGS, clean(source));
    }
}

/// Says that something should be looked at.
pub(crate) fn warning(code: &str, message: &str) {
    let yellow = bold(AnsiColor::Yellow);
    eprintln!("{yellow}warning[{code}]{yellow:#}: {}", clean(message));
}

/// Text without anything that would steer a terminal or a build's log.
pub(crate) fn clean(text: &str) -> String {
    cvf::report::printable(text)
}

/// The same for a text of several lines.
pub(crate) fn clean_lines(text: &str) -> String {
    text.lines().map(|line| clean(line) + "\n").collect()
}

/// A line for people on standard error.
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}

/// True if a stream shows colours.
pub(crate) fn is_coloured(stream: &impl anstream::stream::RawStream) -> bool {
    match anstream::ColorChoice::global() {
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => true,
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Auto => anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}

/// How texts are marked on a stream.
pub(crate) fn style(stream: &impl anstream::stream::RawStream) -> ReportStyle {
    if is_coloured(stream) { ReportStyle::Colour } else { ReportStyle::Signs }
}

/// Writes a result to a file, or to standard output; a reader that stops early is no error.
pub(crate) fn result(text: &str, file: Option<&Path>) -> Result<(), Problem> {
    match file {
        Some(path) => write(path, text),
        None => match io::stdout().lock().write_all(text.as_bytes()) {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Problem::new("standard output", e.to_string())),
            _ => Ok(()),
        },
    }
}

/// Writes a file of text ([`files::write`]).
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Problem> {
    files::write(path, text.as_bytes())
}

/// Adds text to the file that an environment variable names; without the variable, nothing.
pub(crate) fn append_to(variable: &str, text: &str) -> Result<(), Problem> {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) else { return Ok(()) };
    let file = fs::OpenOptions::new().create(true).append(true).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|e| Problem::new(variable, format!("cannot be written: {e}")).help("the variable names a file"))
}

/// Asks for a line of input.
pub(crate) fn prompt(question: &str) {
    anstream::eprint!("{question} ");
}
