use crate::args;
use crate::input::open;
use crate::output::{self, Exit};
use crate::tesseract;
use cvf::{Ledger, Problem, Profiles, Reading};
use serde_json::json;

pub(crate) fn run(args: &args::Ledger) -> Result<Exit, Problem> {
    let (profiles, hints) = (Profiles::built_in(), args.hints.read()?);
    let ocr = tesseract::plan(args.recognition.ocr)?;
    let reading = Reading { ocr, hints: &hints, ..Reading::new(&profiles) };
    let mut exit = Exit::Clean;
    for file in open(&args.sources) {
        match file.bytes.and_then(|bytes| reading.ledger(&file.name, &bytes)) {
            Ok(ledger) => {
                let text = if args.json { line(&file.name, &ledger) } else { table(&file.name, &ledger) };
                output::result(&text, None)?;
                exit = exit.max(if ledger.balances() { Exit::Clean } else { Exit::Failed });
            }
            Err(problem) => {
                output::problem(&problem);
                exit = Exit::Failed;
            }
        }
    }
    Ok(exit)
}

fn line(name: &str, ledger: &Ledger) -> String {
    json!({ "source": name, "balances": ledger.balances(), "ledger": ledger }).to_string() + "\n"
}

fn table(name: &str, ledger: &Ledger) -> String {
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
    format!("{name}\n{rows}  {:<12}{sum:>10}  of {}: {verdict}\n{lost}{twice}", "sum", ledger.total)
}
