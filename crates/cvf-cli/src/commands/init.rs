use crate::args::Init;
use crate::files;
use crate::input::{File, open};
use crate::output::{self, Exit};
use cvf::{Problem, config, report};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// Everything that can be set, commented out where a build does without.
const TEMPLATE: &str = r##"# What `cvf` works on. `cvf schema config` prints the schema of this file.
version: 1

# The national framework, and the edition that the sources follow.
framework: cvf
edition: "2016"

# Files with further editions, asked before the built-in ones.
# profiles: [editions/mine.yaml]

# Where a build writes, and where reviewers' decisions are kept.
# output: output
# decisions: decisions.yaml

# What `cvf check` compares with, if it is not output/framework.yaml.
# canon: output/framework.yaml

# Known findings: `cvf check COPIES --update-baseline --allow-new` writes it. Named here, it must
# be there.
# baseline: baseline.yaml

# What copies mean to print; found out for each copy if it is not told.
# scope: ["collaborative:1,2"]

# Severities (error, warning, note) other than the rules' own; `cvf explain` lists the rules.
# A change of meaning stays an error.
# severities:
#   heading: warning

# Matching guidelines: H1 takes "long-term" and "long term" for the same.
# guidelines:
#   H1: true

# Findings that are shown as ignored and fail no check. Each needs a reason; `*` stands for any
# text.
# ignores:
#   - rule: formatting
#     copy: leaflets/*
#     reason: The leaflets are set without full stops.

# The sources of a build. `rank` is authority, 1 the highest; sources of one publisher are one
# vote where they agree.
"##;

pub(crate) fn run(args: &Init) -> Result<Exit, Problem> {
    let path = Path::new("cvf.yaml");
    if path.exists() && !args.force {
        return Err(is_there());
    }
    let found = open(&args.sources);
    let problem = found.iter().find_map(File::problem);
    if let Some(problem) = problem {
        return Err(problem);
    }
    let text = TEMPLATE.to_owned() + &sources(&found);
    config("cvf.yaml", &text)?;
    let _lock = files::lock(Path::new("."), "cvf.yaml")?;
    if path.exists() && !args.force {
        return Err(is_there());
    }
    output::write(path, &text)?;
    output::say(&match found.len() {
        0 => "wrote cvf.yaml; list the sources in it, then: cvf build".to_owned(),
        n => format!("wrote cvf.yaml with {}; then: cvf build", report::counted(n, "source")),
    });
    Ok(Exit::Clean)
}

fn is_there() -> Problem {
    Problem::new("cvf.yaml", "is there already").help("edit it, or write it anew with --force")
}

/// The list of sources, or an example of one.
fn sources(files: &[File]) -> String {
    if files.is_empty() {
        let example =
            "# sources:\n#   - id: national\n#     path: sources/national.txt\n#     publisher: College of Policing\n";
        return format!("{example}#     rank: 1\n");
    }
    let mut out = String::from("sources:\n");
    let mut ids = BTreeSet::new();
    for file in files {
        let id = id(&file.name, &mut ids);
        // JSON strings are YAML strings.
        let path = serde_json::Value::String(file.name.clone());
        let _ = write!(out, "  - id: {id}\n    path: {path}\n");
    }
    out
}

/// A short unique id from a path.
fn id(path: &str, ids: &mut BTreeSet<String>) -> String {
    let stem = Path::new(path).file_stem().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    // A leading letter keeps the id a text in YAML.
    let base = format!("s-{}", plain.trim_matches('-'));
    let base = if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { base };
    let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    names.into_iter().find(|name| ids.insert(name.clone())).unwrap_or(base)
}
