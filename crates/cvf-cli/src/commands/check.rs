use crate::args::{Check, Diff, ReportFormat, Show};
use crate::commands::build::config_path;
use crate::input::{File, Read, name_of, open, read_all, read_text};
use crate::output::{self, Exit};
use cvf::{
    Canon, CheckSettings, Problem, Profiles, Report, Witness, check, check_with, config, extract, load_canon, report,
    witness_as_canon,
};
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Check) -> Result<Exit, Problem> {
    let profiles = Profiles::built_in();
    let canon = canon(args.canon.as_deref())?;
    let (witnesses, mut exit) = witnesses(open(&args.copies), &profiles);
    if let Some(file) = &args.patch {
        crate::commands::patch::write(&canon, &witnesses, &args.scope, &profiles, file)?;
    }
    let settings = CheckSettings { scope: &args.scope, guidelines: &args.excuse };
    let (report, problems) = check_with(&canon, &witnesses, settings, &profiles)?;
    if !problems.is_empty() {
        problems.iter().for_each(output::problem);
        exit = Exit::Failed;
    }
    Ok(exit.max(show(&report, &args.show)?))
}

/// What to do without a canon.
const NO_CANON: &str = "make it with `cvf build`, or give its path with --canon";

/// The canon that the user names, or the one that `cvf build` writes.
pub(crate) fn canon(given: Option<&Path>) -> Result<Canon, Problem> {
    let path = match given {
        Some(path) => path.to_path_buf(),
        None => built_canon()?,
    };
    load_canon(&name_of(&path), &read_text(&path, NO_CANON)?)
}

pub(crate) fn built_canon() -> Result<PathBuf, Problem> {
    let no_canon = |_| Problem::new("output/framework.yaml", "there is no canon").help(NO_CANON);
    let path = config_path(None).map_err(no_canon)?;
    let settings = config(&name_of(&path), &read_text(&path, "")?)?;
    Ok(path.parent().map(Path::to_path_buf).unwrap_or_default().join(settings.output).join("framework.yaml"))
}

fn witnesses(files: Vec<File>, profiles: &Profiles) -> (Vec<Witness>, Exit) {
    let mut witnesses = Vec::new();
    let mut exit = Exit::Clean;
    for Read { name, result, walked } in read_all(files, profiles) {
        match result {
            Ok(extracted) => {
                output::warnings(&name, &extracted.warnings);
                witnesses.push(extracted.extraction.witness);
            }
            Err(problem) if walked && problem.nothing_found => output::skipped(&problem),
            Err(problem) => {
                output::problem(&problem);
                exit = Exit::Failed;
            }
        }
    }
    (witnesses, exit)
}

fn show(report: &Report, show: &Show) -> Result<Exit, Problem> {
    let style =
        if show.output.is_none() && output::is_coloured() { report::Style::Colour } else { report::Style::Signs };
    let text = match show.format {
        ReportFormat::Text => report::text(report, style),
        ReportFormat::Json => report::json(report),
        ReportFormat::Jsonl => report::jsonl(report),
        ReportFormat::Markdown => report::markdown(report),
    };
    output::result(&text, show.output.as_deref())?;
    let mut findings = report.copies.iter().flat_map(|c| &c.findings);
    let found = show.fail_on.severity().is_some_and(|least| findings.any(|f| f.severity >= least));
    Ok(if found { Exit::Found } else { Exit::Clean })
}

pub(crate) fn diff(args: &Diff) -> Result<Exit, Problem> {
    let profiles = Profiles::built_in();
    let old = as_canon(&args.old, &profiles)?;
    let new = as_witness(&args.new, &profiles)?;
    let (report, problems) = check(&old, &[new], &[], &profiles)?;
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem.help("the two have nothing in common"));
    }
    show(&report, &args.show)
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml")
}

fn as_canon(path: &Path, profiles: &Profiles) -> Result<Canon, Problem> {
    if is_yaml(path) {
        return load_canon(&name_of(path), &read_text(path, "check the path")?);
    }
    as_witness(path, profiles).map(|w| witness_as_canon(&w, profiles))
}

fn as_witness(path: &Path, profiles: &Profiles) -> Result<Witness, Problem> {
    let name = name_of(path);
    if is_yaml(path) {
        return Ok(load_canon(&name, &read_text(path, "check the path")?)?.as_witness(&name));
    }
    let file = open(&[path.to_path_buf()]).into_iter().next();
    let bytes = file.map_or_else(|| Err(Problem::new(&name, "is an empty folder")), |f| f.bytes)?;
    let extracted = extract(&name, &bytes, profiles)?;
    output::warnings(&name, &extracted.warnings);
    Ok(extracted.extraction.witness)
}
