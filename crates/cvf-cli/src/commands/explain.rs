use crate::args::Explain;
use crate::commands::check::{built_canon, canon};
use crate::input::{name_of, open, read_text};
use crate::output::{self, Exit};
use cvf::{Attested, Checker, Explanation, GUIDELINES, Problem, Profiles, Rule, RuleInfo, load_report, witness};
use std::fmt::Write;
use std::path::PathBuf;

pub(crate) fn run(args: &Explain) -> Result<Exit, Problem> {
    let text = match args.about.as_deref() {
        _ if args.markdown => markdown(),
        Some(id) => match (Rule::from_id(id), guideline(id)) {
            (Some(rule), _) => explained(rule.info()),
            (None, Some(known)) => known,
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
    Problem::new("explain", format!("there is no rule and no finding `{id}`")).help(format!(
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

/// Reads the copy of a finding once more and says what speaks for the finding.
fn finding(args: &Explain, fingerprint: &str) -> Result<String, Problem> {
    let path = match (&args.findings, &args.canon) {
        (Some(path), _) => path.clone(),
        (None, Some(canon)) => canon.with_file_name("findings.json"),
        (None, None) => built_canon()?.with_file_name("findings.json"),
    };
    let name = name_of(&path);
    let text = read_text(&path, "make it with `cvf build` or `cvf check --format json`, and name it with --findings")?;
    let report = load_report(&name, &text)?;
    let here = |c: &&cvf::CopyReport| c.findings.iter().any(|f| f.fingerprint.starts_with(fingerprint));
    let copy = report.copies.iter().find(here).ok_or_else(|| unknown(fingerprint))?;
    let canon = canon(args.canon.as_deref())?;
    let profiles = Profiles::built_in();
    let file = open(&[PathBuf::from(&copy.source)]).into_iter().next();
    let bytes = file.map_or_else(|| Err(Problem::new(&copy.source, "is an empty folder")), |f| f.bytes)?;
    let read = witness(&copy.source, &bytes, &profiles, &Attested::none())?.extraction.witness;
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
    out.push('\n');
    out.push_str(&explained(f.rule.info()));
    out
}
