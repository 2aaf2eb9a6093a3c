use crate::args::Explain;
use crate::commands::check::{built_canon, canon};
use crate::input::{name_of, open, read_text};
use crate::output::{self, Exit};
use cvf::{Checker, Explanation, GUIDELINES, Problem, Profiles, Report, Rule, witness};
use std::fmt::Write;
use std::path::PathBuf;

pub(crate) fn run(args: &Explain) -> Result<Exit, Problem> {
    let text = match args.about.as_deref() {
        Some(id) => match (Rule::from_id(id), guideline(id)) {
            (Some(known), _) => rule(known),
            (None, Some(known)) => known,
            (None, None) if is_fingerprint(id) => finding(args, id)?,
            _ => return Err(unknown(id)),
        },
        None => Rule::ALL
            .into_iter()
            .map(|r| format!("{:<12}{:<9}{}\n", r.info().id, r.info().severity.name(), r.info().what))
            .collect(),
    };
    output::result(&text, None)?;
    Ok(Exit::Clean)
}

fn is_fingerprint(id: &str) -> bool {
    id.len() >= 4 && id.chars().all(|c| c.is_ascii_hexdigit())
}

fn unknown(id: &str) -> Problem {
    let ids: Vec<&str> = Rule::ALL.iter().map(|r| r.info().id).collect();
    Problem::new("explain", format!("there is no rule `{id}`"))
        .help(format!("the rules are {}; a finding is named by its fingerprint", ids.join(", ")))
}

fn guideline(id: &str) -> Option<String> {
    let known = GUIDELINES.iter().find(|g| g.id.eq_ignore_ascii_case(id))?;
    let state = if known.default { "on" } else { "off" };
    Some(format!("{} (guideline, {state} by default)\n\nExcuses {}.\n", known.id, known.what))
}

fn rule(rule: Rule) -> String {
    let info = rule.info();
    format!(
        "{} ({})\n\n{}\n\nWhy it matters: {}\nExample: {}\nWhat to do: {}\n",
        info.id,
        info.severity.name(),
        info.what,
        info.why,
        info.example,
        info.remedy
    )
}

/// Reads the copy of a finding once more and says what speaks for the finding.
fn finding(args: &Explain, fingerprint: &str) -> Result<String, Problem> {
    let path = match (&args.findings, &args.canon) {
        (Some(path), _) => path.clone(),
        (None, Some(canon)) => canon.with_file_name("findings.json"),
        (None, None) => built_canon()?.with_file_name("findings.json"),
    };
    let name = name_of(&path);
    let text = read_text(&path, "make it with `cvf build` or `cvf check --format json`, and name it with --findings")?;
    let report: Report = serde_json::from_str(&text).map_err(|e| Problem::new(&name, e.to_string()))?;
    let here = |c: &&cvf::CopyReport| c.findings.iter().any(|f| f.fingerprint.starts_with(fingerprint));
    let copy = report.copies.iter().find(here).ok_or_else(|| {
        Problem::new(&name, format!("no finding has the fingerprint `{fingerprint}`")).help("see `fingerprint` in it")
    })?;
    let canon = canon(args.canon.as_deref())?;
    let profiles = Profiles::built_in();
    let file = open(&[PathBuf::from(&copy.source)]).into_iter().next();
    let bytes = file.map_or_else(|| Err(Problem::new(&copy.source, "is an empty folder")), |f| f.bytes)?;
    let read = witness(&copy.source, &bytes, &profiles)?.extraction.witness;
    let checker = Checker::new(&canon, &profiles.language).with_editions(&profiles.editions);
    let stale = || Problem::new(&copy.source, "the finding is not there any more").help("check the copy anew");
    checker.explain(&read, fingerprint).map(|e| shown(&e, &copy.source)).ok_or_else(stale)
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
    let _ = write!(out, "\n{}\nWhat to do: {}\n", f.rule.info().what, f.rule.info().remedy);
    out
}
