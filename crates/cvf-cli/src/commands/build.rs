use crate::args::Build;
use crate::clock;
use crate::input::{Pipes, name_of, read_file, read_text};
use crate::output::{self, Exit};
use crate::project::Project;
use crate::staged::{Old, Staged};
use crate::worker::Readers;
use cvf::{BuildInput, Built, Canon, Decisions, Input, Problem, Severity, SourceConfig, build, load_canon, report};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Build) -> Result<Exit, Problem> {
    let project = Project::open(args.config.as_deref())?;
    let today = clock::today(args.today.as_deref())?;
    let output = project.output("");
    // Of two builds in one folder the second waits, and then goes on from what the first made.
    let staged = Staged::open(&output, &project.folder, is_built)?;
    let profiles = project.profiles()?;
    let previous = previous(&output)?;
    let decisions = project.decisions()?.0;
    let config = &project.config;
    let bytes = |s: &SourceConfig| bytes(&project.path(&s.path));
    let inputs = config.sources.iter().map(|s| Input { config: s.clone(), bytes: bytes(s) }).collect();
    let (previous, documents) = (previous.as_ref(), &Readers::of(&args.recognition)?);
    let (profiles, others, decisions) = (&profiles, &others(&output)?, &decisions);
    let built = build(BuildInput { config, profiles, inputs, previous, others, decisions, documents })
        .map_err(|problem| problem.in_config(&project.name, &project.text))?;
    // Files of sources and editions that are no longer listed go; those of unreadable sources stay.
    staged.write(&built.files, if built.problems.is_empty() { Old::Goes } else { Old::Stays })?;
    let expired = expired(decisions, &today);
    let exit = tell(&built, &output, args.strict);
    Ok(if args.strict && expired > 0 { exit.max(Exit::Found) } else { exit })
}

/// A source's bytes.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    read_file(path, Pipes::Refused).map_err(|e| format!("cannot be read: {e}"))
}

fn previous(output: &Path) -> Result<Option<Canon>, Problem> {
    let path = output.join("framework.yaml");
    if !path.exists() {
        return Ok(None);
    }
    let help = "the ids of the last build are kept in it; restore it, or delete it to number anew";
    load_canon(&name_of(&path), &read_text(&path, help)?).map(Some).map_err(|p| p.help(help))
}

/// Decisions that were to be looked at again by now. They still count: a build's files never
/// depend on the day.
fn expired(decisions: &Decisions, today: &str) -> usize {
    let over = |end: &Option<String>| end.as_deref().is_some_and(|end| end <= today);
    let canon = decisions.decisions.iter().filter(|d| over(&d.expires)).map(|d| (&d.place, &d.expires));
    let findings = decisions.findings.iter().filter(|d| over(&d.expires)).map(|d| (&d.fingerprint, &d.expires));
    let all: Vec<_> = canon.chain(findings).collect();
    for (about, end) in &all {
        let end = end.as_deref().unwrap_or_default();
        output::warning("expired", &format!("the decision about {about} was to be looked at again by {end}"));
    }
    all.len()
}

/// True for the paths, in the output folder, of files that only a build makes.
fn is_built(path: &Path) -> bool {
    const NAMES: [&str; 5] = ["framework.yaml", "apparatus.yaml", "findings.json", "report.md", "report.html"];
    let folders = ["witnesses", "editions"];
    let is_in = folders.iter().any(|folder| path.parent() == Some(Path::new(folder)));
    (is_in && path.extension().is_some_and(|e| e == "yaml")) || NAMES.iter().any(|name| path == Path::new(name))
}

pub(crate) fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "yaml")).collect();
    files.sort();
    files
}

/// True for the apparatus of an edition beside its canon.
pub(crate) fn is_apparatus(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-apparatus.yaml")
}

/// The canons of other editions, as the last build wrote them.
fn others(output: &Path) -> Result<Vec<Canon>, Problem> {
    let help = "the ids of the last build are kept in it; restore it, or delete it to number anew";
    let load = |p: PathBuf| load_canon(&name_of(&p), &read_text(&p, help)?).map_err(|problem| problem.help(help));
    yaml_files(&output.join("editions")).into_iter().filter(|path| !is_apparatus(path)).map(load).collect()
}

/// What was found, in a few lines, and where to look.
fn tell(built: &Built, output: &Path, strict: bool) -> Exit {
    built.warnings.iter().for_each(|(source, warnings)| output::warnings(source, warnings));
    built.problems.iter().for_each(output::problem);
    let units = built.canon.units();
    let national = units.iter().filter(|u| u.framework == built.canon.framework.id);
    let (behaviours, all) = national.fold((0, 0), |(b, n), u| (b + usize::from(u.kind.is_behaviour()), n + 1));
    let framework = &built.canon.framework;
    output::say(&format!(
        "{} {}: {} and {} from {}",
        framework.id,
        framework.edition.as_deref().unwrap_or_default(),
        report::counted(behaviours, "indicator"),
        report::counted(all - behaviours, "other statement"),
        report::counted(built.report.copies.len(), "source"),
    ));
    for adaptation in &built.canon.adaptations {
        let own = units.iter().filter(|u| u.framework == adaptation.id).count();
        output::say(&format!("{}: an adaptation with {own} statements", adaptation.id));
    }
    let count = |s: Severity| built.report.copies.iter().flat_map(|c| &c.findings).filter(|f| f.severity == s).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let counts =
        [report::counted(errors, "error"), report::counted(warnings, "warning"), report::counted(notes, "note")];
    output::say(&format!("findings: {}", counts.join(", ")));
    let elsewhere: usize = built.open_elsewhere.values().sum();
    let (open, stale) = (built.apparatus.questions.len() + elsewhere, built.apparatus.stale.len());
    built.apparatus.stale.iter().for_each(|s| output::warning("stale", s));
    told(&built.apparatus.lint, "lint");
    told(&left_out(built), "left-out");
    output::say(&format!("open questions: {open}; stale decisions: {stale}"));
    for (edition, count) in built.open_elsewhere.iter().filter(|(_, count)| **count > 0) {
        let (edition, counted) = (output::clean(edition), report::counted(*count, "open question"));
        output::say(&format!("{counted} about the edition {edition}: cvf review --edition {edition}"));
    }
    output::say(&format!(
        "open {} first; the canon is {}",
        shown(output, "report.html"),
        shown(output, "framework.yaml")
    ));
    match (built.problems.is_empty(), strict && open + stale > 0) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Found,
        (true, false) => Exit::Clean,
    }
}

/// Most sentences of one sort that are shown; the apparatus has all.
const MOST_TOLD: usize = 8;

fn told(sentences: &[String], code: &str) {
    sentences.iter().take(MOST_TOLD).for_each(|s| output::warning(code, s));
    if sentences.len() > MOST_TOLD {
        output::warning(code, &format!("{} more in apparatus.yaml", sentences.len() - MOST_TOLD));
    }
}

/// Statements that did not enter the national text, by source.
fn left_out(built: &Built) -> Vec<String> {
    let all = &built.apparatus.left_out;
    let sources: BTreeSet<&str> = all.iter().map(|l| l.witness.as_str()).collect();
    let said = |source: &str| {
        let count = all.iter().filter(|l| l.witness == source).count();
        let (statements, are) =
            if count == 1 { ("1 statement".to_owned(), "is") } else { (format!("{count} statements"), "are") };
        format!("{statements} of {source} {are} its own and not in the national text: see `left_out` in apparatus.yaml")
    };
    sources.into_iter().map(said).collect()
}

fn shown(folder: &Path, file: &str) -> String {
    name_of(&folder.join(file))
}
