//! Crosswalks: `cvf crosswalk`, and `cvf diff` between editions.

use crate::args::{Crosswalk as Args, Diff, Recognition, ReportFormat};
use crate::commands::check::{as_witness, is_yaml};
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use crate::worker::Readers;
use cvf::{
    Canon, Change, Crosswalk, Original, Problem, Profiles, Reading, WalkSide, Witness, crosswalk_file, load_canon,
    load_crosswalk, report, walk, witness_as_canon,
};
use std::path::Path;

pub(crate) fn run(args: &Args) -> Result<Exit, Problem> {
    let profiles = Profiles::built_in();
    let readers = Readers::of(&Recognition::default())?;
    let reading = Reading { documents: &readers, ..Reading::new(&profiles) };
    let side = |path: &Path| Compared::open(path, reading)?.side(&profiles);
    let mut made = walk(&side(&args.from)?, &side(&args.to)?, &profiles);
    if let Some(path) = args.output.as_deref().filter(|path| path.exists()) {
        let name = name_of(path);
        let text = read_text(path, "move it, or give another file with -o")?;
        made.keep_verdicts(&load_crosswalk(&name, &text)?);
    }
    let name = args.output.as_deref().map_or("crosswalk".to_owned(), name_of);
    output::result(&crosswalk_file(&name, &made)?, args.output.as_deref())?;
    Ok(Exit::Clean)
}

/// One of two that are compared, read once: a document, a canon, or an adaptation of a canon as
/// `FILE#ID`.
pub(crate) struct Compared {
    name: String,
    /// Of a canon, with the adaptation that is meant.
    canon: Option<(Canon, Option<String>)>,
    pub(crate) witness: Witness,
    /// What to show of a document.
    pub(crate) original: Original,
}

impl Compared {
    pub(crate) fn open(path: &Path, reading: Reading<'_>) -> Result<Self, Problem> {
        let whole = name_of(path);
        let (file, adaptation) = match whole.rsplit_once('#') {
            Some((file, id)) if !path.exists() => (Path::new(file).to_path_buf(), Some(id.to_owned())),
            _ => (path.to_path_buf(), None),
        };
        let name = name_of(&file);
        if !is_yaml(&file) {
            let (witness, original) = as_witness(&file, reading)?;
            return Ok(Self { name, canon: None, witness, original });
        }
        let canon = load_canon(&name, &read_text(&file, "check the path")?)?;
        let witness = canon.as_witness(&name);
        Ok(Self { name, canon: Some((canon, adaptation)), witness, original: Original::default() })
    }

    fn side(&self, profiles: &Profiles) -> Result<WalkSide, Problem> {
        match &self.canon {
            Some((canon, adaptation)) => WalkSide::of_canon(&self.name, canon, adaptation.as_deref()),
            None => Ok(WalkSide::of_witness(&self.witness, profiles)),
        }
    }

    /// As a canon that copies are checked against.
    pub(crate) fn into_canon(self, profiles: &Profiles) -> Canon {
        let own = self.canon.map(|(canon, _)| canon);
        own.unwrap_or_else(|| witness_as_canon(&self.witness, profiles))
    }
}

/// What `cvf diff` shows of two editions; none where both are of one, and findings say more.
pub(crate) fn between(
    args: &Diff,
    (old, new): (&Compared, &Compared),
    profiles: &Profiles,
) -> Result<Option<Exit>, Problem> {
    let (old, new) = (old.side(profiles)?, new.side(profiles)?);
    if !args.crosswalk && !old.is_other_edition(&new) {
        return Ok(None);
    }
    let made = walk(&old, &new, profiles);
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
