use crate::args::Build;
use crate::input::{find_upward, name_of, read_text};
use crate::output::{self, Exit};
use cvf::{
    BuildInput, Built, Canon, Config, Decisions, Input, Problem, Profiles, Severity, build, config, decisions,
    load_canon,
};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Build) -> Result<Exit, Problem> {
    let path = config_path(args.config.as_deref())?;
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let config = config(&name_of(&path), &read_text(&path, "give its path with --config")?)?;
    let output = folder.join(&config.output);
    let profiles = profiles(&config, &folder)?;
    let previous = previous(&output)?;
    let decisions = read_decisions(&folder.join(&config.decisions))?;
    let inputs =
        config.sources.iter().map(|s| Input { config: s.clone(), bytes: bytes(&folder.join(&s.path)) }).collect();
    let built = build(BuildInput {
        config: &config,
        profiles: &profiles,
        inputs,
        previous: previous.as_ref(),
        decisions: &decisions,
    })?;
    for (file, text) in &built.files {
        output::write(&output.join(file), text)?;
    }
    remove_old_witnesses(&output, &built)?;
    Ok(tell(&built, &output, args.strict))
}

/// `cvf.yaml` where the user says, or here, or in a folder above.
pub(crate) fn config_path(given: Option<&Path>) -> Result<PathBuf, Problem> {
    let found = given.map(Path::to_path_buf).or_else(|| find_upward("cvf.yaml"));
    found.ok_or_else(|| {
        Problem::new("cvf.yaml", "not found here or in any folder above")
            .help("list the sources in a file `cvf.yaml`, or give its path with --config")
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|e| format!("cannot be read: {e}"))
}

fn profiles(config: &Config, folder: &Path) -> Result<Profiles, Problem> {
    let mut profiles = Profiles::built_in();
    for file in config.profiles.iter().rev() {
        let path = folder.join(file);
        let text = read_text(&path, "check `profiles` in cvf.yaml")?;
        profiles.add(&text).map_err(|e| Problem::new(&name_of(&path), e.to_string()))?;
    }
    Ok(profiles)
}

fn previous(output: &Path) -> Result<Option<Canon>, Problem> {
    let path = output.join("framework.yaml");
    if !path.exists() {
        return Ok(None);
    }
    let help = "the ids of the last build are kept in it; restore it, or delete it to number anew";
    load_canon(&name_of(&path), &read_text(&path, help)?).map(Some).map_err(|p| p.help(help))
}

fn read_decisions(path: &Path) -> Result<Decisions, Problem> {
    if !path.exists() {
        return Ok(Decisions::default());
    }
    decisions(&name_of(path), &read_text(path, "check `decisions` in cvf.yaml")?)
}

/// Witnesses of sources that are no longer listed; those of unreadable sources are kept.
fn remove_old_witnesses(output: &Path, built: &Built) -> Result<(), Problem> {
    if !built.problems.is_empty() {
        return Ok(());
    }
    let kept: BTreeSet<PathBuf> = built.files.keys().map(|f| output.join(f)).collect();
    let Ok(entries) = fs::read_dir(output.join("witnesses")) else { return Ok(()) };
    for path in entries.flatten().map(|e| e.path()) {
        if path.extension().is_some_and(|e| e == "yaml") && !kept.contains(&path) {
            fs::remove_file(&path).map_err(|e| Problem::new(&name_of(&path), format!("cannot be removed: {e}")))?;
        }
    }
    Ok(())
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
        "{} {}: {behaviours} indicators and {} other statements from {} sources",
        framework.id,
        framework.edition.as_deref().unwrap_or_default(),
        all - behaviours,
        built.report.copies.len(),
    ));
    for adaptation in &built.canon.adaptations {
        let own = units.iter().filter(|u| u.framework == adaptation.id).count();
        output::say(&format!("{}: an adaptation with {own} statements", adaptation.id));
    }
    let count = |s: Severity| built.report.copies.iter().flat_map(|c| &c.findings).filter(|f| f.severity == s).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    output::say(&format!("findings: {errors} errors, {warnings} warnings, {notes} notes"));
    let (open, stale) = (built.apparatus.questions.len(), built.apparatus.stale.len());
    output::say(&format!("open questions: {open}; stale decisions: {stale}"));
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

fn shown(folder: &Path, file: &str) -> String {
    name_of(&folder.join(file))
}
