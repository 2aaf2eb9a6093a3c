use crate::args::Explain;
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use crate::project::Project;
use cvf::{Finding, Problem, Rule, RuleInfo, load_report};
use std::fmt::Write;

pub(crate) fn run(args: &Explain) -> Result<Exit, Problem> {
    let text = match &args.about {
        _ if args.markdown => markdown(),
        Some(id) => match Rule::from_id(id) {
            Some(rule) => explained(rule.info()),
            None => finding(args, id)?,
        },
        None => {
            let line = |i: &RuleInfo| format!("{:<12}{:<9}{}\n", i.id, i.severity.name(), i.what);
            Rule::ALL.into_iter().map(|r| line(r.info())).collect()
        }
    };
    output::result(&text, None)?;
    Ok(Exit::Clean)
}

fn unknown(id: &str) -> Problem {
    let ids: Vec<&str> = Rule::ALL.iter().map(|r| r.info().id).collect();
    Problem::new("explain", format!("there is no rule and no finding `{id}`")).help(format!(
        "the rules are {}; a finding is named by its fingerprint, with --findings FILE if it is not of the last build",
        ids.join(", ")
    ))
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

/// A finding of the last build, or of a file of findings, by its fingerprint.
fn finding(args: &Explain, id: &str) -> Result<String, Problem> {
    let path = match &args.findings {
        Some(path) => path.clone(),
        None => match Project::find(None)? {
            Some(project) => project.output("findings.json"),
            None => return Err(unknown(id)),
        },
    };
    if args.findings.is_none() && !path.exists() {
        return Err(unknown(id));
    }
    let report = load_report(&name_of(&path), &read_text(&path, "check the path")?)?;
    let findings = report.copies.iter().flat_map(|c| c.findings.iter().map(move |f| (c.source.as_str(), f)));
    let named: Vec<(&str, &Finding)> = findings.filter(|(_, f)| f.fingerprint == id).collect();
    let Some((_, first)) = named.first() else { return Err(unknown(id)) };
    let shown: String = named.iter().map(|(source, f)| shown(source, f)).collect();
    Ok(output::clean_lines(&(shown + "\n" + &explained(first.rule.info()))))
}

fn shown(source: &str, finding: &Finding) -> String {
    let page = finding.at.page.map_or(String::new(), |p| format!(", page {p}"));
    let line = finding.at.line.map_or(String::new(), |l| format!(", line {l}"));
    let mut out = format!("{source}{page}{line}: {}\n", finding.message);
    let text = |t: &Option<String>| t.clone().unwrap_or_else(|| "nothing".to_owned());
    let _ = writeln!(out, "  canon   {}", text(&finding.expected));
    let _ = writeln!(out, "  copy    {}", text(&finding.found));
    for change in &finding.changes {
        let _ = writeln!(out, "  change  \"{}\" became \"{}\"", change.expected, change.found);
    }
    let severity = finding.severity.name();
    let because = match (finding.meaning, finding.severity == finding.rule.info().severity) {
        (true, _) => "the meaning is touched",
        (false, true) => "the rule's own severity",
        (false, false) => "set in cvf.yaml",
    };
    let _ = writeln!(out, "  {severity}: {because}; the text was found with a confidence of {}", finding.confidence);
    if finding.status != "new" {
        let reason = finding.review.as_ref().map(|r| format!(": {}", r.reason)).unwrap_or_default();
        let _ = writeln!(out, "  {}{reason}", finding.status);
    }
    out
}
