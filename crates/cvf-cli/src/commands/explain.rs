use crate::args::Explain;
use crate::output::{self, Exit};
use cvf::{Problem, Rule};

pub(crate) fn run(args: &Explain) -> Result<Exit, Problem> {
    let text = match &args.rule {
        Some(id) => rule(Rule::from_id(id).ok_or_else(|| unknown(id))?),
        None => Rule::ALL
            .into_iter()
            .map(|r| format!("{:<12}{:<9}{}\n", r.info().id, r.info().severity.name(), r.info().what))
            .collect(),
    };
    output::result(&text, None)?;
    Ok(Exit::Clean)
}

fn unknown(id: &str) -> Problem {
    let ids: Vec<&str> = Rule::ALL.iter().map(|r| r.info().id).collect();
    Problem::new("explain", format!("there is no rule `{id}`")).help(format!("the rules are {}", ids.join(", ")))
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
