use crate::args::{Verify, VerifyFormat};
use crate::commands::build::{bytes, is_apparatus, yaml_files};
use crate::commands::check::canon_of;
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use crate::project::Project;
use crate::worker::Readers;
use cvf::{
    Apparatus, Canon, Input, Problem, Verified, VerifyInput, WitnessFile, load_apparatus, load_witness, report, verify,
};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const BUILD_FIRST: &str = "run `cvf build` first";

pub(crate) fn run(args: &Verify) -> Result<Exit, Problem> {
    let project = Project::open(args.config.as_deref())?;
    let canons = canons(&project)?;
    let mut witnesses: BTreeMap<String, WitnessFile> = BTreeMap::new();
    for path in yaml_files(&project.output("witnesses")) {
        let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        witnesses.insert(id, load_witness(&name_of(&path), &read_text(&path, BUILD_FIRST)?)?);
    }
    let sources = project.config.sources.iter();
    let inputs = sources.map(|s| Input { config: s.clone(), bytes: bytes(&project.path(&s.path)) }).collect();
    let documents = &Readers::of(&args.recognition)?;
    let input = VerifyInput { canons: &canons, witnesses: &witnesses, inputs, documents };
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

/// The canon of the current edition, and those of others, each with its apparatus.
fn canons(project: &Project) -> Result<Vec<(Canon, Apparatus)>, Problem> {
    let of = |whole: &Path, beside: &Path| -> Result<(Canon, Apparatus), Problem> {
        let apparatus = load_apparatus(&name_of(beside), &read_text(beside, BUILD_FIRST)?)?;
        Ok((canon_of(whole)?, apparatus))
    };
    let mut canons = vec![of(&project.output("framework.yaml"), &project.output("apparatus.yaml"))?];
    for whole in yaml_files(&project.output("editions")).iter().filter(|path| !is_apparatus(path)) {
        let name = whole.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        canons.push(of(whole, &whole.with_file_name(format!("{name}-apparatus.yaml")))?);
    }
    Ok(canons)
}

fn told(verified: &Verified) -> String {
    let mut out = String::new();
    for source in &verified.sources {
        if source.state == "removed" {
            let (id, path) = (output::clean(&source.id), output::clean(&source.path));
            let _ = writeln!(out, "{id}: removed; it was in the build, and cvf.yaml lists it no more ({path})");
            continue;
        }
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
        let edition = lost.edition.as_ref().map_or(String::new(), |e| format!(" of the edition {e}"));
        let witnesses = lost.witnesses.join(", ");
        let _ = writeln!(out, "  {}{edition} ({witnesses}): {}", output::clean(&lost.id), output::clean(&lost.text));
    }
    out
}
