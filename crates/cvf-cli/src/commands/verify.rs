use crate::args::{Verify, VerifyFormat};
use crate::commands::build::bytes;
use crate::commands::check::canon_of;
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use crate::project::Project;
use crate::worker::Readers;
use cvf::{Input, Problem, Verified, VerifyInput, WitnessFile, load_apparatus, load_witness, report, verify};
use std::collections::BTreeMap;
use std::fmt::Write;

const BUILD_FIRST: &str = "run `cvf build` first";

pub(crate) fn run(args: &Verify) -> Result<Exit, Problem> {
    let project = Project::open(args.config.as_deref())?;
    let canon = canon_of(&project.output("framework.yaml"))?;
    let path = project.output("apparatus.yaml");
    let apparatus = load_apparatus(&name_of(&path), &read_text(&path, BUILD_FIRST)?)?;
    let mut witnesses: BTreeMap<String, WitnessFile> = BTreeMap::new();
    for source in &project.config.sources {
        let path = project.output(&format!("witnesses/{}.yaml", source.id));
        if path.exists() {
            witnesses.insert(source.id.clone(), load_witness(&name_of(&path), &read_text(&path, BUILD_FIRST)?)?);
        }
    }
    let sources = project.config.sources.iter();
    let inputs = sources.map(|s| Input { config: s.clone(), bytes: bytes(&project.path(&s.path)) }).collect();
    let documents = &Readers::of(&args.recognition)?;
    let input = VerifyInput { canon: &canon, apparatus: &apparatus, witnesses: &witnesses, inputs, documents };
    let (verified, problems) = verify(input);
    problems.iter().for_each(output::problem);
    let text = match args.format {
        VerifyFormat::Json => {
            let json = serde_json::to_string_pretty(&verified).map_err(|e| Problem::new("verify", e.to_string()))?;
            json + "\n"
        }
        VerifyFormat::Text => told(&verified),
    };
    output::result(&text, None)?;
    Ok(match (problems.is_empty(), verified.is_sound()) {
        (false, _) => Exit::Failed,
        (true, false) => Exit::Found,
        (true, true) => Exit::Clean,
    })
}

fn told(verified: &Verified) -> String {
    let mut out = String::new();
    for source in &verified.sources {
        let id = output::clean(&source.id);
        let (path, state) = (output::clean(&source.path), &source.state);
        let _ = writeln!(
            out,
            "{id}: {state}; {} of {} stand in place ({path})",
            source.in_place,
            report::counted(source.statements, "statement")
        );
        for text in &source.elsewhere {
            let _ = writeln!(out, "  elsewhere: {}", output::clean(text));
        }
        for text in &source.gone {
            let _ = writeln!(out, "  no longer there: {}", output::clean(text));
        }
    }
    let _ = writeln!(
        out,
        "canon: {}: {} as a source prints them, {} put together from several readings, {} as decided, {} in no source",
        report::counted(verified.statements, "statement"),
        verified.printed,
        verified.composed,
        verified.decided,
        verified.lost.len()
    );
    for lost in &verified.lost {
        let _ = writeln!(out, "  {} ({}): {}", lost.id, lost.witnesses.join(", "), output::clean(&lost.text));
    }
    out
}
