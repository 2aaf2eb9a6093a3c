use crate::args::{Check, Diff, ReportFormat, Show};
use crate::commands::build::config_path;
use crate::input::{File, Read, extract_all, name_of, open, read_text};
use crate::output::{self, Exit};
use cvf::{
    Apparatus, Canon, Evidence, Problem, Profiles, Report, Witness, check, config, evidence, extract, load_apparatus,
    load_canon, report, witness_as_canon,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Check) -> Result<Exit, Problem> {
    let profiles = Profiles::built_in();
    let path = canon_path(args.canon.as_deref())?;
    let canon = load_canon(&name_of(&path), &read_text(&path, NO_CANON)?)?;
    let Copies { witnesses, streams, mut exit } = copies(open(&args.copies), &profiles);
    let (report, problems) = check(&canon, &witnesses, &args.scope, &profiles)?;
    if !problems.is_empty() {
        problems.iter().for_each(output::problem);
        exit = Exit::Failed;
    }
    let apparatus = apparatus_beside(&path)?;
    let evidence = evidence(&report, &streams);
    let checked = Checked { report, canon: &canon, apparatus, evidence };
    Ok(exit.max(show(&checked, &args.show)?))
}

/// A check with what its page shows beside the findings.
struct Checked<'a> {
    report: Report,
    canon: &'a Canon,
    apparatus: Option<Apparatus>,
    evidence: Evidence,
}

/// The apparatus that a build writes beside its canon.
fn apparatus_beside(canon: &Path) -> Result<Option<Apparatus>, Problem> {
    let path = canon.with_file_name("apparatus.yaml");
    if !path.is_file() {
        return Ok(None);
    }
    load_apparatus(&name_of(&path), &read_text(&path, "check the file")?).map(Some)
}

/// What to do without a canon.
const NO_CANON: &str = "make it with `cvf build`, or give its path with --canon";

/// The canon that the user names, or the one that `cvf build` writes.
fn canon_path(given: Option<&Path>) -> Result<PathBuf, Problem> {
    given.map_or_else(built_canon, |path| Ok(path.to_path_buf()))
}

fn built_canon() -> Result<PathBuf, Problem> {
    let no_canon = |_| Problem::new("output/framework.yaml", "there is no canon").help(NO_CANON);
    let path = config_path(None).map_err(no_canon)?;
    let settings = config(&name_of(&path), &read_text(&path, "")?)?;
    Ok(path.parent().map(Path::to_path_buf).unwrap_or_default().join(settings.output).join("framework.yaml"))
}

/// Copies as they were read.
struct Copies {
    witnesses: Vec<Witness>,
    /// Their decoded texts by name.
    streams: BTreeMap<String, Vec<char>>,
    exit: Exit,
}

fn copies(files: Vec<File>, profiles: &Profiles) -> Copies {
    let mut copies = Copies { witnesses: Vec::new(), streams: BTreeMap::new(), exit: Exit::Clean };
    for Read { name, result, walked } in extract_all(files, profiles) {
        match result {
            Ok(extracted) => {
                output::warnings(&name, &extracted.warnings);
                copies.witnesses.push(extracted.extraction.witness);
                copies.streams.insert(name, extracted.stream);
            }
            Err(problem) if walked && problem.nothing_found => output::skipped(&problem),
            Err(problem) => {
                output::problem(&problem);
                copies.exit = Exit::Failed;
            }
        }
    }
    copies
}

fn show(checked: &Checked<'_>, show: &Show) -> Result<Exit, Problem> {
    let report = &checked.report;
    output::result(&render(checked, show), show.output.as_deref())?;
    if show.format == ReportFormat::Github {
        output::append_to("GITHUB_STEP_SUMMARY", &report::job_summary(report))?;
    }
    let mut findings = report.copies.iter().flat_map(|c| &c.findings).filter(|f| f.is_open());
    let found = show.fail_on.severity().is_some_and(|least| findings.any(|f| f.severity >= least));
    Ok(if found { Exit::Found } else { Exit::Clean })
}

fn render(checked: &Checked<'_>, show: &Show) -> String {
    let Checked { report, canon, apparatus, evidence } = checked;
    let coloured = show.output.is_none() && output::is_coloured();
    let style = if coloured { report::Style::Colour } else { report::Style::Signs };
    match show.format {
        ReportFormat::Text => report::text(report, style),
        ReportFormat::Json => report::json(report),
        ReportFormat::Jsonl => report::jsonl(report),
        ReportFormat::Markdown => report::markdown(report),
        ReportFormat::Html => report::html(report::Page { report, canon, apparatus: apparatus.as_ref(), evidence }),
        ReportFormat::Sarif => report::sarif(report),
        ReportFormat::Github => report::github(report),
        ReportFormat::Junit => report::junit(report, show.fail_on.severity()),
        ReportFormat::Checkstyle => report::checkstyle(report),
        ReportFormat::Codeclimate => report::code_climate(report),
        ReportFormat::Rdjsonl => report::rdjsonl(report),
    }
}

pub(crate) fn diff(args: &Diff) -> Result<Exit, Problem> {
    let profiles = Profiles::built_in();
    let old = as_canon(&args.old, &profiles)?;
    let (new, stream) = as_witness(&args.new, &profiles)?;
    let name = new.source.clone();
    let (report, problems) = check(&old, &[new], &[], &profiles)?;
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem.help("the two have nothing in common"));
    }
    let evidence = evidence(&report, &BTreeMap::from([(name, stream)]));
    show(&Checked { report, canon: &old, apparatus: None, evidence }, &args.show)
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml")
}

fn as_canon(path: &Path, profiles: &Profiles) -> Result<Canon, Problem> {
    if is_yaml(path) {
        return load_canon(&name_of(path), &read_text(path, "check the path")?);
    }
    as_witness(path, profiles).map(|(w, _)| witness_as_canon(&w, profiles))
}

/// A document, or a canon as one, with its decoded text.
fn as_witness(path: &Path, profiles: &Profiles) -> Result<(Witness, Vec<char>), Problem> {
    let name = name_of(path);
    if is_yaml(path) {
        return Ok((load_canon(&name, &read_text(path, "check the path")?)?.as_witness(&name), Vec::new()));
    }
    let file = open(&[path.to_path_buf()]).into_iter().next();
    let bytes = file.map_or_else(|| Err(Problem::new(&name, "is an empty folder")), |f| f.bytes)?;
    let extracted = extract(&name, &bytes, profiles)?;
    output::warnings(&name, &extracted.warnings);
    Ok((extracted.extraction.witness, extracted.stream))
}
