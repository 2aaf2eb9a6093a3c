use crate::args::{Extract, ExtractFormat};
use crate::input::{Read, Wanted, name_of, open_hinted, read_each};
use crate::output::{self, Exit};
use crate::project;
use crate::worker::Readers;
use cvf::{Attested, Extracted, Problem, Profiles, yaml};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

pub(crate) fn run(args: &Extract) -> Result<Exit, Problem> {
    project::set_limits()?;
    let readers = Readers::of(&args.recognition)?;
    let hints = args.hints.read()?;
    let files = open_hinted(&args.sources, |_| hints.clone());
    let several = files.len() > 1;
    let names = file_names(files.iter().map(|f| f.name.as_str()), args.format);
    let (mut exit, mut found) = (Exit::Clean, false);
    read_each(&files, Wanted::Framework, &Profiles::built_in(), Attested::none(), &readers, |_, read| {
        let Read { name, result, walked } = read;
        let problem = match result {
            Ok(extracted) => {
                found = true;
                output::warnings(&name, &extracted.warnings);
                show(&extracted, args.format, several).and_then(|text| write(args, &names[&name], &text)).err()
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
    });
    if !found && exit == Exit::Clean {
        let help = "`cvf ledger` shows what was made of a text";
        return Err(Problem::new(&shown(&args.sources), "no competency framework found in any file").help(help));
    }
    Ok(exit)
}

/// Writes a result to its own file, or to standard output.
fn write(args: &Extract, file: &str, text: &str) -> Result<(), Problem> {
    match &args.output {
        Some(folder) => output::write(&folder.join(file), text),
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

/// Longest name of a result's file without its ending, in bytes; systems allow 255.
const LONGEST: usize = 200;

/// The names of results' files by source. Folders become part of them; where two sources would
/// still share one, each gets a sign of its own, whatever the order of the sources.
fn file_names<'a>(sources: impl Iterator<Item = &'a str>, format: ExtractFormat) -> BTreeMap<String, String> {
    let ending = match format {
        ExtractFormat::Yaml => "yaml",
        ExtractFormat::Json => "json",
        ExtractFormat::Jsonl => "jsonl",
    };
    let sources: BTreeSet<&str> = sources.collect();
    let mut stems: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for source in sources {
        // Some file systems take capitals and small letters for the same.
        stems.entry(stem(source).to_lowercase()).or_default().push(source);
    }
    let mut names = BTreeMap::new();
    for same in stems.into_values() {
        let is_alone = same.len() == 1;
        for source in same {
            let name = match stem(source) {
                stem if is_alone && stem.len() <= LONGEST => format!("{stem}.{ending}"),
                stem => format!("{}-{}.{ending}", cut(&stem), sign(source)),
            };
            names.insert(source.to_owned(), name);
        }
    }
    names
}

fn stem(source: &str) -> String {
    let normal = |c: Component| match c {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    };
    let parts: Vec<String> = Path::new(source).components().filter_map(normal).collect();
    let steers = |c: char| output::clean(c.encode_utf8(&mut [0; 4])) != c.to_string();
    let tame = |c: char| if steers(c) { '_' } else { c };
    parts.join("-").trim_matches(['<', '>']).chars().map(tame).collect()
}

fn cut(stem: &str) -> &str {
    let end = (0..=LONGEST.min(stem.len())).rev().find(|&at| stem.is_char_boundary(at)).unwrap_or(0);
    &stem[..end]
}

/// A few letters that tell a source from others.
fn sign(source: &str) -> String {
    blake3::hash(source.as_bytes()).to_hex().chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_sources_share_a_file() {
        let long = "x".repeat(300);
        let sources = ["a/b.txt", "a-b.txt", "../a/b.txt", "A/b.txt", "c.txt", "<stdin>", &long];
        let names = file_names(sources.into_iter(), ExtractFormat::Json);
        let lower: BTreeSet<String> = names.values().map(|n| n.to_lowercase()).collect();
        assert_eq!((names.len(), lower.len()), (sources.len(), sources.len()), "{names:?}");
        assert_eq!((&*names["c.txt"], &*names["<stdin>"]), ("c.txt.json", "stdin.json"));
        let steering = ["n\u{1b}[31m.txt", "n\u{7}[31m.txt", "n\u{202e}.txt"];
        let names = file_names(steering.into_iter(), ExtractFormat::Json);
        let different: BTreeSet<&String> = names.values().collect();
        assert_eq!(different.len(), 3, "{names:?}");
        assert!(names.values().all(|n| n.starts_with("n_")), "{names:?}");
        let names = file_names(sources.into_iter(), ExtractFormat::Json);
        let turned = file_names(sources.into_iter().rev(), ExtractFormat::Json);
        assert_eq!(names, turned);
        assert!(names[&long].len() < 255);
    }
}
