//! Crosswalks: `cvf crosswalk`, and `cvf diff` between editions.

use crate::args::{Crosswalk as Args, Diff, Recognition, ReportFormat};
use crate::commands::check::{as_witness, is_yaml};
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use crate::worker::Readers;
use cvf::{
    Change, Crosswalk, Problem, Profiles, Reading, WalkSide, crosswalk_file, load_canon, load_crosswalk, report, walk,
};
use std::path::Path;

pub(crate) fn run(args: &Args) -> Result<Exit, Problem> {
    let profiles = Profiles::built_in();
    let readers = Readers::of(&Recognition::default())?;
    let reading = Reading { documents: &readers, ..Reading::new(&profiles) };
    let mut made = walk(&side(&args.from, reading)?, &side(&args.to, reading)?, &profiles);
    if let Some(path) = args.output.as_deref().filter(|path| path.exists()) {
        let name = name_of(path);
        let text = read_text(path, "move it, or give another file with -o")?;
        made.keep_verdicts(&load_crosswalk(&name, &text)?);
    }
    let name = args.output.as_deref().map_or("crosswalk".to_owned(), name_of);
    output::result(&crosswalk_file(&name, &made)?, args.output.as_deref())?;
    Ok(Exit::Clean)
}

/// A side: a document, a canon, or an adaptation of a canon as `FILE#ID`.
fn side(path: &Path, reading: Reading<'_>) -> Result<WalkSide, Problem> {
    let whole = name_of(path);
    let (file, adaptation) = match whole.rsplit_once('#') {
        Some((file, id)) if !path.exists() => (Path::new(file).to_path_buf(), Some(id.to_owned())),
        _ => (path.to_path_buf(), None),
    };
    if is_yaml(&file) {
        let name = name_of(&file);
        let canon = load_canon(&name, &read_text(&file, "check the path")?)?;
        return WalkSide::of_canon(&name, &canon, adaptation.as_deref());
    }
    let (witness, _) = as_witness(&file, reading)?;
    Ok(WalkSide::of_witness(&witness, reading.profiles))
}

/// What `cvf diff` shows of two editions; none where both are of one, and findings say more.
pub(crate) fn between(args: &Diff, reading: Reading<'_>) -> Result<Option<Exit>, Problem> {
    let (old, new) = (side(&args.old, reading)?, side(&args.new, reading)?);
    if !args.crosswalk && !old.is_other_edition(&new) {
        return Ok(None);
    }
    let made = walk(&old, &new, reading.profiles);
    let text = rendered(&made, args)?;
    output::result(&text, args.show.output.as_deref())?;
    let differs = !made.names.is_empty() || made.statements.iter().any(|l| l.change != Change::Same);
    let found = differs && args.show.fail_on.severity().is_some();
    Ok(Some(if found { Exit::Found } else { Exit::Clean }))
}

fn rendered(made: &Crosswalk, args: &Diff) -> Result<String, Problem> {
    let json = |e: serde_json::Error| Problem::new("--format", e.to_string());
    let style = if args.show.output.is_none() { output::style(&std::io::stdout()) } else { report::Style::Signs };
    match args.show.format {
        ReportFormat::Text => Ok(report::crosswalk_text(made, style)),
        ReportFormat::Markdown => Ok(report::crosswalk_markdown(made)),
        ReportFormat::Json => Ok(serde_json::to_string_pretty(made).map_err(json)? + "\n"),
        ReportFormat::Jsonl => {
            made.statements.iter().map(|link| Ok(serde_json::to_string(link).map_err(json)? + "\n")).collect()
        }
        _ => Err(Problem::new("--format", "two editions are compared as text, markdown, json or jsonl")
            .help("name one of these, or compare two documents of one edition")),
    }
}
