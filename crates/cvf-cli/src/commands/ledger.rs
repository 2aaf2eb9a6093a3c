use crate::args;
use crate::input::{Read, Wanted, open_hinted, read_each};
use crate::output::{self, Exit};
use crate::project;
use crate::worker::Readers;
use cvf::{Attested, Extracted, Ledger, Problem, Profiles, Warning};
use serde_json::json;

pub(crate) fn run(args: &args::Ledger) -> Result<Exit, Problem> {
    project::set_limits()?;
    let readers = Readers::of(&args.recognition)?;
    let hints = args.hints.read()?;
    let mut exit = Exit::Clean;
    let files = open_hinted(&args.sources, |_| hints.clone());
    read_each(&files, Wanted::Text, &Profiles::built_in(), Attested::none(), &readers, |_, read| {
        let Read { name, result, .. } = read;
        let written = result.and_then(|Extracted { extraction, warnings, .. }| {
            let ledger = extraction.ledger;
            let is_whole = ledger.balances() && !is_damaged(&warnings);
            output::warnings(&name, &warnings);
            exit = exit.max(if is_whole { Exit::Clean } else { Exit::Failed });
            let text =
                if args.json { line(&name, &ledger, &warnings) } else { table(&name, &ledger, is_damaged(&warnings)) };
            output::result(&text, None)
        });
        if let Err(problem) = written {
            output::problem(&problem);
            exit = Exit::Failed;
        }
    });
    Ok(exit)
}

/// Warnings of readers that say that a part of the file was not read: what is not in the text
/// cannot be accounted for.
fn is_damaged(warnings: &[Warning]) -> bool {
    const CODES: [&str; 2] = ["damaged", "too-long"];
    warnings.iter().any(|w| CODES.contains(&w.code.as_str()))
}

fn line(name: &str, ledger: &Ledger, warnings: &[Warning]) -> String {
    let whole = !is_damaged(warnings);
    json!({ "source": name, "balances": ledger.balances(), "whole": whole, "ledger": ledger, "warnings": warnings })
        .to_string()
        + "\n"
}

fn table(name: &str, ledger: &Ledger, damaged: bool) -> String {
    let rows = [
        ("units", ledger.unit),
        ("headings", ledger.heading),
        ("markers", ledger.marker),
        ("white space", ledger.space),
        ("residue", ledger.residue),
    ];
    let sum: usize = rows.iter().map(|(_, n)| n).sum();
    let rows: String = rows.iter().map(|(what, n)| format!("  {what:<12}{n:>10}\n")).collect();
    let verdict = if ledger.balances() { "balances" } else { "does not balance" };
    let lost: String = ledger.lost.iter().map(|r| format!("  lost: characters {} to {}\n", r.start, r.end)).collect();
    let twice: String =
        ledger.doubled.iter().map(|r| format!("  twice: characters {} to {}\n", r.start, r.end)).collect();
    let damaged = if damaged { "  not all of the file could be read: the sum is that of the rest\n" } else { "" };
    let name = output::clean(name);
    format!("{name}\n{rows}  {:<12}{sum:>10}  of {}: {verdict}\n{lost}{twice}{damaged}", "sum", ledger.total)
}
