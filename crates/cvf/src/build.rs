use crate::editions::{Edition, editions};
use crate::ruled::{Here, Ruled};
use crate::{
    Attested, CheckSettings, Config, CopyName, Decisions, Documents, Extracted, Known, Original, Problem, Reading,
    SourceConfig, check_with, evidence, is_flattened, judge,
};
use crate::{provenance, shown};
use cvf_check::Report;
use cvf_collate::{Apparatus, Collation, Settings, Source, collate};
use cvf_document::Warning;
use cvf_extract::Hints;
use cvf_framework::{Canon, Profiles, Witness, WitnessFile, names, yaml};
use cvf_report::Page;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The canons of other editions of the build before.
    pub others: &'a [Canon],
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
    /// Open questions in the canons of other editions, by edition.
    pub open_elsewhere: BTreeMap<String, usize>,
    /// Sources that could not be used.
    pub problems: Vec<Problem>,
}

/// A source that was read.
pub(crate) struct Read {
    pub(crate) config: SourceConfig,
    pub(crate) source: Source,
    file: WitnessFile,
    pub(crate) original: Original,
    warnings: Vec<Warning>,
}

/// Makes the canon and its files from the sources. The order of the sources changes nothing.
///
/// # Errors
/// [`Problem`] if the framework is known and its edition is not, no source can be used, or a file
/// cannot be written as YAML. A single bad source is in [`Built::problems`].
pub fn build(mut input: BuildInput<'_>) -> Result<Built, Problem> {
    if input.config.sources.is_empty() {
        let help = "add entries with `id` and `path` under `sources`";
        return Err(Problem::new("cvf.yaml", "no sources are listed").help(help));
    }
    let (mut read, mut problems) = read_all(std::mem::take(&mut input.inputs), input.profiles, input.documents);
    read.sort_by(|a, b| a.source.id.cmp(&b.source.id));
    problems.sort_by(|a, b| a.place.cmp(&b.place));
    if read.is_empty() {
        let first = problems.first().map_or(String::new(), |p| format!(" ({p})"));
        return Err(Problem::new("cvf.yaml", format!("no source could be used{first}")));
    }
    let complete = problems.is_empty();
    let (current, others) = editions(input.config, input.profiles, &read)?;
    let mut names = BTreeMap::new();
    let mut files = BTreeMap::new();
    let mut report = None::<Report>;
    let mut main = None;
    let mut open_elsewhere = BTreeMap::new();
    let labels = [&current].into_iter().chain(&others).map(|e| e.profile.edition.as_str());
    let mut ruled = Ruled::new(input.decisions, &labels.collect::<Vec<_>>());
    for (edition, is_current) in [(&current, true)].into_iter().chain(others.iter().map(|o| (o, false))) {
        let label = &edition.profile.edition;
        let here = ruled.in_edition(label);
        let sources: Vec<Source> = edition.sources.iter().map(|at| read[*at].source.clone()).collect();
        names.extend(copy_names(&sources));
        let Collation { mut canon, mut apparatus, unfit } =
            collate(&sources, settings(&input, edition, &here, is_current, complete));
        ruled.settle(label, unfit);
        provenance::fill(&mut canon, &mut apparatus, &read);
        shown::fill(&mut apparatus, &read);
        let witnesses: Vec<Witness> = sources.into_iter().map(|s| s.witness).collect();
        let guidelines: Vec<String> = input.config.switches().collect();
        let settings = CheckSettings { guidelines: &guidelines, ..CheckSettings::default() };
        let (found, more) = check_with(&canon, &witnesses, settings, input.profiles)?;
        problems.extend(more);
        match &mut report {
            Some(report) => report.copies.extend(found.copies),
            None => report = Some(found),
        }
        if is_current {
            main = Some((canon, apparatus));
        } else {
            open_elsewhere.insert(label.clone(), apparatus.questions.len());
            files.extend(edition_files(label, &canon, &apparatus)?);
        }
    }
    let (Some((canon, mut apparatus)), Some(mut report)) = (main, report) else {
        return Err(Problem::new("cvf.yaml", "no source follows the edition"));
    };
    if let Some(problem) = without_text(&canon) {
        if input.previous.is_some_and(|old| without_text(old).is_none()) {
            return Err(problem);
        }
        problems.push(problem);
    }
    report.copies.sort_by(|a, b| a.source.cmp(&b.source));
    // A build's files never depend on the day, so nothing expires here.
    let known = Known { decisions: &input.decisions.findings, config: Some(input.config), ..Known::default() };
    apparatus.stale = ruled.stale();
    apparatus.stale.extend(judge(&mut report, &names, known).stale);
    files.extend(self::files(&canon, &apparatus, &report, &read, input.documents)?);
    let warnings = read.into_iter().map(|r| (r.source.witness.source, r.warnings)).collect();
    Ok(Built { files, canon, apparatus, report, warnings, open_elsewhere, problems })
}

/// What is wrong with a canon in whose national text nothing stands.
fn without_text(canon: &Canon) -> Option<Problem> {
    let framework = &canon.framework;
    if canon.units().iter().any(|u| u.framework == framework.id) {
        return None;
    }
    let edition = framework.edition.as_deref().unwrap_or_default();
    let what = format!("no source prints a statement of the framework `{} {edition}`", framework.id);
    Some(Problem::new("cvf.yaml", what).help(
        "their competencies or levels have other names than the profile: compare it with output/witnesses/, or say `role: national` at a source",
    ))
}

/// How one edition is collated. Its ids go on from the last build: of this edition, or, where it
/// is new, of the one before.
fn settings<'a>(
    input: &'a BuildInput<'_>,
    edition: &'a Edition,
    here: &'a Here,
    is_current: bool,
    complete: bool,
) -> Settings<'a> {
    let label = Some(edition.profile.edition.as_str());
    let is_it = |c: &&Canon| c.framework.edition.as_deref() == label && c.framework.id == edition.profile.framework;
    let known = input.previous.into_iter().chain(input.others).find(is_it);
    let previous = if is_current { known.or(input.previous) } else { known };
    Settings {
        previous,
        decisions: &here.decisions,
        names: &here.names,
        gaps: input.config.gaps,
        complete,
        released: input.config.released,
        ..Settings::new(&edition.profile, input.profiles)
    }
}

/// Where canon and apparatus of an edition that is not the current one stand in the output folder.
pub fn edition_paths(label: &str) -> [String; 2] {
    let name = names::key(label).replace(' ', "-");
    [format!("editions/{name}.yaml"), format!("editions/{name}-apparatus.yaml")]
}

/// Canon and apparatus of an edition that is not the current one.
fn edition_files(label: &str, canon: &Canon, apparatus: &Apparatus) -> Result<BTreeMap<String, String>, Problem> {
    let [whole, beside] = edition_paths(label);
    let text = to_yaml(&whole, canon, "../../schema/framework.schema.json")?;
    let apparatus = to_yaml(&beside, apparatus, "../../schema/apparatus.schema.json")?;
    Ok(BTreeMap::from([(whole, text), (beside, apparatus)]))
}

/// How decisions name the sources.
fn copy_names(sources: &[Source]) -> BTreeMap<String, CopyName> {
    let name = |s: &Source| {
        let path = s.witness.source.clone();
        (path.clone(), CopyName { name: path, publisher: s.publisher.clone() })
    };
    sources.iter().map(name).collect()
}

/// Reads all sources; those with pages whose columns were read across come last, in the light
/// of those others that print the same framework: what is unrelated changes nothing in them.
fn read_all(inputs: Vec<Input>, profiles: &Profiles, documents: &dyn Documents) -> (Vec<Read>, Vec<Problem>) {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    let flattened = |i: &Input| i.bytes.as_ref().is_ok_and(|bytes| is_flattened(bytes, profiles));
    let (last, first): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(flattened);
    let none = Attested::none();
    let alone = Reading { attested: &none, documents, ..Reading::new(profiles) };
    for input in first {
        read_input(input, &mut read, &mut problems, |path, bytes, hints| {
            Reading { hints, ..alone }.extract(path, bytes)
        });
    }
    let others: Vec<Witness> = read.iter().map(|r: &Read| r.source.witness.clone()).collect();
    for input in last {
        read_input(input, &mut read, &mut problems, |path, bytes, hints| {
            let extracted = Reading { hints, ..alone }.extract(path, bytes)?;
            let mut attested = Attested::none();
            let mut related = others.iter().filter(|w| is_related(&extracted.extraction.witness, w)).peekable();
            if related.peek().is_none() {
                return Ok(extracted);
            }
            related.for_each(|w| attested.add_witness(w));
            Reading { attested: &attested, hints, ..alone }.extract(path, bytes)
        });
    }
    (read, problems)
}

fn read_input(
    input: Input,
    read: &mut Vec<Read>,
    problems: &mut Vec<Problem>,
    extract: impl Fn(&str, &[u8], &Hints) -> Result<Extracted, Problem>,
) {
    let path = input.config.path.clone();
    let bytes = input.bytes.map_err(|e| Problem::new(&path, e).help("check `path` in cvf.yaml"));
    match bytes.and_then(|bytes| Ok((extract(&path, &bytes, &input.config.hint)?, bytes))) {
        Ok((extracted, bytes)) => read.push(read_one(input.config, extracted, &bytes)),
        Err(problem) => problems.push(problem),
    }
}

/// Share of a source's competencies that another must print to be a copy of the same framework.
const RELATED: f64 = 0.5;

fn is_related(witness: &Witness, other: &Witness) -> bool {
    let names = |w: &Witness| -> BTreeSet<String> {
        w.units.iter().filter_map(|u| u.route.competency.as_deref()).map(names::key).collect()
    };
    let (own, theirs) = (names(witness), names(other));
    let shared = own.intersection(&theirs).count();
    shared > 0 && shared as f64 >= RELATED * own.len() as f64
}

fn read_one(config: SourceConfig, extracted: Extracted, bytes: &[u8]) -> Read {
    let original = Original::of(&extracted, bytes);
    let witness = extracted.extraction.witness;
    let hash = Some(blake3::hash(bytes).to_hex().to_string());
    let file = WitnessFile { hash, ..witness.file(&extracted.warnings) };
    let SourceConfig { id, publisher, rank, role, .. } = config.clone();
    let warnings = extracted.warnings;
    Read { source: Source { id, publisher, rank, role, witness }, config, file, original, warnings }
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
