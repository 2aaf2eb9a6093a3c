use crate::{
    Attested, CheckSettings, Config, CopyName, Decisions, Documents, Known, Original, Problem, Reading, SourceConfig,
    check_with, evidence, is_flattened, judge,
};
use cvf_check::Report;
use cvf_collate::{Apparatus, Collation, Settings, Source, collate};
use cvf_document::Warning;
use cvf_framework::{Canon, Profile, Profiles, Witness, WitnessFile, yaml};
use cvf_report::Page;
use serde::Serialize;
use std::collections::BTreeMap;

/// A source with its content, or why it could not be opened.
#[derive(Clone, Debug)]
pub struct Input {
    /// What `cvf.yaml` says of it.
    pub config: SourceConfig,
    /// Its bytes.
    pub bytes: Result<Vec<u8>, String>,
}

/// Everything that a build is made of.
#[derive(Clone, Debug)]
pub struct BuildInput<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The known editions.
    pub profiles: &'a Profiles,
    /// The sources.
    pub inputs: Vec<Input>,
    /// The canon of the build before.
    pub previous: Option<&'a Canon>,
    /// Reviewers' decisions.
    pub decisions: &'a Decisions,
    /// Who reads the documents.
    pub documents: &'a dyn Documents,
}

/// What a build gives.
#[derive(Clone, Debug)]
pub struct Built {
    /// Files by their path in the output folder.
    pub files: BTreeMap<String, String>,
    /// The canon.
    pub canon: Canon,
    /// Readings and open questions.
    pub apparatus: Apparatus,
    /// Each source checked against the canon.
    pub report: Report,
    /// Warnings by source.
    pub warnings: BTreeMap<String, Vec<Warning>>,
    /// Sources that could not be used.
    pub problems: Vec<Problem>,
}

/// A source that was read.
struct Read {
    source: Source,
    file: WitnessFile,
    original: Original,
    warnings: Vec<Warning>,
}

/// Makes the canon and its files from the sources. The order of the sources changes nothing.
///
/// # Errors
/// [`Problem`] if the edition is not known, no source can be used, or a file cannot be written
/// as YAML. A single bad source is in [`Built::problems`].
pub fn build(input: BuildInput<'_>) -> Result<Built, Problem> {
    if input.config.sources.is_empty() {
        let help = "add entries with `id` and `path` under `sources`";
        return Err(Problem::new("cvf.yaml", "no sources are listed").help(help));
    }
    let edition = edition(input.config, input.profiles)?;
    let (mut read, mut problems) = read_all(input.inputs, input.profiles, input.documents);
    read.sort_by(|a, b| a.source.id.cmp(&b.source.id));
    problems.sort_by(|a, b| a.place.cmp(&b.place));
    if read.is_empty() {
        let first = problems.first().map_or(String::new(), |p| format!(" ({p})"));
        return Err(Problem::new("cvf.yaml", format!("no source could be used{first}")));
    }
    let sources: Vec<Source> = read.iter().map(|r| r.source.clone()).collect();
    let complete = problems.is_empty();
    let decisions = &input.decisions.decisions;
    let settings = Settings { edition, profiles: input.profiles, previous: input.previous, decisions, complete };
    let Collation { canon, mut apparatus } = collate(&sources, settings);
    let names = names(&sources);
    let witnesses: Vec<Witness> = sources.into_iter().map(|s| s.witness).collect();
    let guidelines: Vec<String> = input.config.switches().collect();
    let settings = CheckSettings { guidelines: &guidelines, ..CheckSettings::default() };
    let (mut report, more) = check_with(&canon, &witnesses, settings, input.profiles)?;
    problems.extend(more);
    // A build's files never depend on the day, so nothing expires here.
    let known = Known { decisions: &input.decisions.findings, config: Some(input.config), ..Known::default() };
    apparatus.stale.extend(judge(&mut report, &names, known).stale);
    let files = files(&canon, &apparatus, &report, &read, input.documents)?;
    let warnings = read.into_iter().map(|r| (r.source.witness.source, r.warnings)).collect();
    Ok(Built { files, canon, apparatus, report, warnings, problems })
}

/// How decisions name the sources.
fn names(sources: &[Source]) -> BTreeMap<String, CopyName> {
    let name = |s: &Source| {
        let path = s.witness.source.clone();
        (path.clone(), CopyName { name: path, publisher: s.publisher.clone() })
    };
    sources.iter().map(name).collect()
}

fn edition<'a>(config: &Config, profiles: &'a Profiles) -> Result<&'a Profile, Problem> {
    let mut known = profiles.editions.iter();
    let found = known.find(|e| e.framework == config.framework && e.edition == config.edition);
    let names: Vec<String> = profiles.editions.iter().map(|e| format!("{} {}", e.framework, e.edition)).collect();
    found.ok_or_else(|| {
        Problem::new("cvf.yaml", format!("the edition {} {} is not known", config.framework, config.edition))
            .help(format!("known are {}; list a file with its names under `profiles`", names.join(", ")))
    })
}

/// Reads all sources; those with pages whose columns were read across come last, in the light
/// of the others.
fn read_all(inputs: Vec<Input>, profiles: &Profiles, documents: &dyn Documents) -> (Vec<Read>, Vec<Problem>) {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    let flattened = |i: &Input| i.bytes.as_ref().is_ok_and(|bytes| is_flattened(bytes, profiles));
    let (last, first): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(flattened);
    let mut evidence = Attested::none();
    for (inputs, is_first) in [(first, true), (last, false)] {
        for input in inputs {
            let path = input.config.path.clone();
            let bytes = input.bytes.map_err(|e| Problem::new(&path, e).help("check `path` in cvf.yaml"));
            let seen = if is_first { Attested::none() } else { evidence.clone() };
            let reading = Reading { profiles, attested: &seen, documents };
            match bytes.and_then(|bytes| Ok((reading.extract(&path, &bytes)?, bytes))) {
                Ok((extracted, bytes)) => read.push(read_one(input.config, extracted, &bytes)),
                Err(problem) => problems.push(problem),
            }
        }
        read.iter().for_each(|r: &Read| evidence.add_witness(&r.source.witness));
    }
    (read, problems)
}

fn read_one(config: SourceConfig, extracted: crate::Extracted, bytes: &[u8]) -> Read {
    let original = Original::of(&extracted, bytes);
    let witness = extracted.extraction.witness;
    let file = witness.file(&extracted.warnings);
    let SourceConfig { id, publisher, rank, role, .. } = config;
    let warnings = extracted.warnings;
    Read { source: Source { id, publisher, rank, role, witness }, file, original, warnings }
}

fn files(
    canon: &Canon,
    apparatus: &Apparatus,
    report: &Report,
    read: &[Read],
    documents: &dyn Documents,
) -> Result<BTreeMap<String, String>, Problem> {
    let mut files = BTreeMap::new();
    files.insert("framework.yaml".to_owned(), to_yaml("framework.yaml", canon, "../schema/framework.schema.json")?);
    files.insert("apparatus.yaml".to_owned(), to_yaml("apparatus.yaml", apparatus, "../schema/apparatus.schema.json")?);
    for read in read {
        let path = format!("witnesses/{}.yaml", read.source.id);
        let text = to_yaml(&path, &read.file, "../../schema/witness.schema.json")?;
        files.insert(path, text);
    }
    files.insert("findings.json".to_owned(), cvf_report::json(report));
    files.insert("report.md".to_owned(), cvf_report::build_report(report, apparatus));
    let originals = read.iter().map(|r| (r.source.witness.source.clone(), r.original.clone())).collect();
    let page = Page { report, canon, apparatus: Some(apparatus), evidence: &evidence(report, &originals, documents) };
    files.insert("report.html".to_owned(), cvf_report::html(page));
    Ok(files)
}

fn to_yaml<T: Serialize>(path: &str, value: &T, schema: &str) -> Result<String, Problem> {
    yaml::to_string(value, Some(schema)).map_err(|e| Problem::yaml(path, e))
}
