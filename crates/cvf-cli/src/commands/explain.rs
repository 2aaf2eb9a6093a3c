use crate::args::{Explain, Recognition};
use crate::commands::check::{built_canon, canon_of};
use crate::commands::reading;
use crate::input::{File, Wanted, name_of, read_each, read_text};
use crate::output::{self, Exit};
use crate::project::Project;
use crate::worker::Readers;
use cvf::{
    Attested, Canon, CheckSettings, CopyReport, Explanation, GUIDELINES, Problem, Profiles, Report, Rule, RuleInfo,
    Witness, attested_by, checker, is_flattened, load_report,
};
use std::fmt::Write;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Explain) -> Result<Exit, Problem> {
    if args.markdown {
        output::result(&markdown(), None)?;
        return Ok(Exit::Clean);
    }
    let text = match args.about.as_deref() {
        Some(id) => match (Rule::from_id(&id.to_lowercase()), guideline(id)) {
            (Some(rule), _) => explained(rule.info()),
            (None, Some(known)) => known,
            (None, None) if Path::new(id).exists() => reading::explained(args, Path::new(id))?,
            (None, None) if is_fingerprint(id) => finding(args, id)?,
            _ => return Err(unknown(id)),
        },
        None => {
            let line = |i: &RuleInfo| format!("{:<12}{:<9}{}\n", i.id, i.severity.name(), i.what);
            Rule::ALL.into_iter().map(|r| line(r.info())).collect()
        }
    };
    output::result(&output::clean_lines(&text), None)?;
    Ok(Exit::Clean)
}

fn is_fingerprint(id: &str) -> bool {
    id.len() >= 4 && id.chars().all(|c| c.is_ascii_hexdigit())
}

fn unknown(id: &str) -> Problem {
    let ids: Vec<&str> = Rule::ALL.iter().map(|r| r.info().id).collect();
    Problem::new("explain", format!("there is no rule, no finding and no file `{id}`")).help(format!(
        "the rules are {}; a finding is named by its fingerprint, with --findings FILE if it is not of the last build",
        ids.join(", ")
    ))
}

fn guideline(id: &str) -> Option<String> {
    let known = GUIDELINES.iter().find(|g| g.id.eq_ignore_ascii_case(id))?;
    let state = if known.default { "on" } else { "off" };
    Some(format!("{} (guideline, {state} by default)\n\nExcuses {}.\n", known.id, known.what))
}

fn explained(info: &RuleInfo) -> String {
    let RuleInfo { id, what, why, example, remedy, .. } = info;
    let severity = info.severity.name();
    format!("{id} ({severity})\n\n{what}\n\nWhy it matters: {why}\nExample: {example}\nWhat to do: {remedy}\n")
}

/// Every rule as a section: the same words as [`explained`].
fn markdown() -> String {
    let mut out = String::from("# Rules\n\nPrinted by `cvf explain --markdown`.\n");
    for info in Rule::ALL.into_iter().map(Rule::info) {
        let RuleInfo { id, what, why, example, remedy, .. } = info;
        let severity = info.severity.name();
        let _ = write!(out, "\n## {id}\n\n*{severity}* – {what}\n\n**Why it matters:** {why}\n\n");
        let _ = write!(out, "**Example:** {example}\n\n**What to do:** {remedy}\n");
    }
    out
}

/// Reads the copy of a finding once more, in the light of the same texts and under the same
/// settings, and says what speaks for the finding.
fn finding(args: &Explain, fingerprint: &str) -> Result<String, Problem> {
    let project = Project::find(args.config.as_deref())?;
    let built = || project.as_ref().map_or_else(built_canon, |p| Ok(p.canon()));
    let canon_path = args.canon.clone().map_or_else(built, Ok)?;
    let path = args.findings.clone().unwrap_or_else(|| canon_path.with_file_name("findings.json"));
    let text = read_text(&path, "make it with `cvf build` or `cvf check --format json`, and name it with --findings")?;
    let report = load_report(&name_of(&path), &text)?;
    let here = |c: &&CopyReport| c.findings.iter().any(|f| f.fingerprint.starts_with(fingerprint));
    let copy = report.copies.iter().find(here).ok_or_else(|| unknown(fingerprint))?;
    let canon = canon_of(&canon_path)?;
    let profiles = project.as_ref().map_or_else(|| Ok(Profiles::built_in()), Project::profiles)?;
    let read = copy_again(args, project.as_ref(), &report, copy, (&canon, &profiles))?;
    let config = project.as_ref().map(|p| &p.config);
    let guidelines: Vec<String> = config.into_iter().flat_map(|c| c.switches()).collect();
    // A build finds out what its sources print.
    let scope = config.filter(|_| args.findings.is_some()).map(|c| c.scope.as_slice()).unwrap_or_default();
    let checker = checker(&canon, CheckSettings { scope, guidelines: &guidelines }, &profiles)?;
    let help = "check the copy anew; --scope and --excuse of a check are not known here";
    let stale = || Problem::new(&copy.source, "the finding is not there any more").help(help);
    checker.explain(&read, fingerprint).map(|e| shown(&e, &copy.source)).ok_or_else(stale)
}

/// The copy as the check or the build read it: one with pages whose columns were read across
/// beside the other copies of the report.
fn copy_again(
    args: &Explain,
    project: Option<&Project>,
    report: &Report,
    copy: &CopyReport,
    (canon, profiles): (&Canon, &Profiles),
) -> Result<Witness, Problem> {
    let built = project.filter(|_| args.findings.is_none());
    let given = args.hints.read()?;
    let file = |c: &CopyReport| {
        let path = built.map_or_else(|| PathBuf::from(&c.source), |p| p.path(&c.source));
        let hints = given.clone().or(project.map(|p| p.hints(&name_of(&path))).unwrap_or_default());
        let mut file = File::named(&path, &c.source);
        file.hints = hints;
        file
    };
    let mut files = vec![file(copy)];
    if files[0].bytes().is_ok_and(|bytes| is_flattened(&bytes, profiles)) {
        files.extend(report.copies.iter().filter(|c| c.source != copy.source).map(file));
    }
    let attested = if built.is_some() { Attested::none() } else { attested_by(canon) };
    let readers = Readers::of(&Recognition::default())?;
    let mut found = None;
    read_each(&files, Wanted::Text, profiles, attested, &readers, |_, read| {
        found.get_or_insert(read.result);
    });
    let gone = || Err(Problem::new(&copy.source, "is not there"));
    found.unwrap_or_else(gone).map(|extracted| extracted.extraction.witness)
}

fn shown(e: &Explanation, source: &str) -> String {
    let f = &e.finding;
    let mut out = format!("{}[{}]: {}\n  --> {source}\n", f.severity.name(), f.rule.info().id, f.message);
    for (label, text) in [("indicator", &f.indicator), ("expected", &f.expected), ("found", &f.found)] {
        if let Some(text) = text {
            let _ = writeln!(out, "  {label:<10} {text}");
        }
    }
    if e.totals != [0, 0] {
        let instead = e.runner_up.as_deref().unwrap_or("none: the words would belong to no statement");
        let _ = writeln!(out, "\nlikeness {:.2}, cost of the alignment {}", e.likeness, e.cost);
        let _ = writeln!(out, "runner-up: {instead}; margin {}", e.margin());
        out.push_str("\nA word weighs 2, a function word 1. Each step costs\n");
        for (what, cost) in Explanation::weights() {
            let _ = writeln!(out, "  {cost:>4}  {what}");
        }
    }
    out.push('\n');
    out.push_str(&explained(f.rule.info()));
    out
}
