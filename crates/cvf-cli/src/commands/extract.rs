use crate::args::{Extract, ExtractFormat};
use crate::input::{Read, extract_all, name_of, open_hinted};
use crate::output::{self, Exit};
use crate::tesseract;
use cvf::{Attested, Extracted, Problem, Profiles, yaml};
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Extract) -> Result<Exit, Problem> {
    let ocr = tesseract::plan(args.recognition.ocr)?;
    let hints = args.hints.read()?;
    let files = open_hinted(&args.sources, |_| hints.clone());
    let read = extract_all(&files, &Profiles::built_in(), Attested::none(), ocr);
    let several = read.len() > 1;
    let (mut exit, mut found) = (Exit::Clean, false);
    for Read { name, result, walked } in read {
        let problem = match result {
            Ok(extracted) => {
                found = true;
                output::warnings(&name, &extracted.warnings);
                write(args, &name, &show(&extracted, args.format, several)?).err()
            }
            Err(problem) if walked && problem.nothing_found => {
                output::skipped(&problem);
                None
            }
            Err(problem) => Some(problem),
        };
        if let Some(problem) = problem {
            output::problem(&problem);
            exit = Exit::Failed;
        }
    }
    if !found && exit == Exit::Clean {
        let help = "`cvf ledger` shows what was made of a text";
        return Err(Problem::new(&shown(&args.sources), "no competency framework found in any file").help(help));
    }
    Ok(exit)
}

/// Writes a result to its own file, or to standard output.
fn write(args: &Extract, name: &str, text: &str) -> Result<(), Problem> {
    match &args.output {
        Some(folder) => output::write(&folder.join(file_name(name, args.format)), text),
        None => output::result(text, None),
    }
}

fn shown(sources: &[PathBuf]) -> String {
    sources.iter().map(|path| name_of(path)).collect::<Vec<_>>().join(", ")
}

fn show(extracted: &Extracted, format: ExtractFormat, several: bool) -> Result<String, Problem> {
    let witness = &extracted.extraction.witness;
    match format {
        ExtractFormat::Jsonl => {
            let lines = witness.records().iter().map(|r| json(r).map(|l| l + "\n")).collect::<Result<Vec<_>, _>>()?;
            Ok(lines.concat())
        }
        ExtractFormat::Json => {
            let value = serde_json::to_value(witness.file(&extracted.warnings)).map_err(|e| broken(&e.to_string()))?;
            serde_json::to_string_pretty(&on_one_line(value)).map(|t| t + "\n").map_err(|e| broken(&e.to_string()))
        }
        ExtractFormat::Yaml => {
            let text = yaml::to_string(&witness.file(&extracted.warnings), None).map_err(|e| broken(&e.to_string()))?;
            Ok(if several { format!("---\n{text}") } else { text })
        }
    }
}

fn broken(message: &str) -> Problem {
    Problem::new("result", format!("cannot be written: {message}"))
}

fn json(value: &impl serde::Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|e| broken(&e.to_string()))
}

/// Prose has a line for each sentence in YAML; in JSON it is one line.
fn on_one_line(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::String(text) => Value::String(text.replace('\n', " ")),
        Value::Array(list) => list.into_iter().map(on_one_line).collect(),
        Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (k, on_one_line(v))).collect()),
        other => other,
    }
}

/// A source's name as the name of its result: folders become part of it, so none collide.
fn file_name(source: &str, format: ExtractFormat) -> String {
    let ending = match format {
        ExtractFormat::Yaml => "yaml",
        ExtractFormat::Json => "json",
        ExtractFormat::Jsonl => "jsonl",
    };
    let path = Path::new(source);
    let parts: Vec<String> = path
        .components()
        .filter_map(|c| match c {
            std::path::Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    format!("{}.{ending}", parts.join("-").trim_matches(['<', '>']))
}
