//! Every statement of a canon found again in its sources, by hash and place.

use crate::build::Input;
use crate::{Documents, Problem};
use cvf_collate::{Apparatus, similarity};
use cvf_document::Place;
use cvf_framework::{Canon, WitnessFile, WitnessStatement, names};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is verified.
#[derive(Clone, Debug)]
pub struct VerifyInput<'a> {
    /// The canons, each with its apparatus: the current edition's first.
    pub canons: &'a [(Canon, Apparatus)],
    /// The witnesses as the build wrote them, by the id of their source.
    pub witnesses: &'a BTreeMap<String, WitnessFile>,
    /// The sources as they are now.
    pub inputs: Vec<Input>,
    /// Who reads the documents.
    pub documents: &'a dyn Documents,
}

/// What was found again.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Verified {
    /// Version of this value's shape.
    pub version: u32,
    /// The sources, by id.
    pub sources: Vec<SourceVerified>,
    /// Statements of the canons.
    pub statements: usize,
    /// Statements that a source prints to the letter, where the build found them.
    pub printed: usize,
    /// Statements put together from the readings of several sources.
    pub composed: usize,
    /// Statements that a decision words.
    pub decided: usize,
    /// Statements that no source prints any more, with the reason.
    pub lost: Vec<Lost>,
}

/// A source found again.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SourceVerified {
    /// Id.
    pub id: String,
    /// Its file.
    pub path: String,
    /// `unchanged`, `changed` (other bytes than at the build), `missing`, `unknown` (it was in no
    /// build), or `removed` (it was in the build, and is no source any more).
    pub state: String,
    /// Its statements.
    pub statements: usize,
    /// Those that stand where the build found them.
    pub in_place: usize,
    /// Those that stand elsewhere in it.
    pub elsewhere: Vec<String>,
    /// Those that it does not print any more.
    pub gone: Vec<String>,
}

/// A statement that no source prints any more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lost {
    /// Its id.
    pub id: String,
    /// The edition whose canon it stands in, if it is not the current one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Its text.
    pub text: String,
    /// Sources that printed it.
    pub witnesses: Vec<String>,
}

impl Verified {
    /// True if every statement and every source is as the build found it.
    pub fn is_sound(&self) -> bool {
        self.lost.is_empty() && self.sources.iter().all(|s| s.state == "unchanged" && s.gone.is_empty())
    }
}

/// Looks for every statement where the build found it. A source that cannot be read is a
/// [`Problem`] beside the result.
pub fn verify(input: VerifyInput<'_>) -> (Verified, Vec<Problem>) {
    let mut out = Verified { version: 1, ..Verified::default() };
    let mut problems = Vec::new();
    // Texts that stand in a source as it is now, by the source's id.
    let mut standing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in input.inputs {
        let Some(file) = input.witnesses.get(&source.config.id) else {
            let (id, path) = (source.config.id, source.config.path);
            out.sources.push(SourceVerified { id, path, state: "unknown".to_owned(), ..SourceVerified::default() });
            continue;
        };
        let (verified, texts, problem) = source_verified(&source, file, input.documents);
        problems.extend(problem);
        standing.insert(verified.id.clone(), texts);
        out.sources.push(verified);
    }
    let listed: BTreeSet<&String> = out.sources.iter().map(|s| &s.id).collect();
    let removed = input.witnesses.iter().filter(|(id, _)| !listed.contains(id));
    let removed: Vec<SourceVerified> = removed.map(|(id, file)| self::removed(id, file)).collect();
    out.sources.extend(removed);
    for (at, (canon, apparatus)) in input.canons.iter().enumerate() {
        let edition = canon.framework.edition.clone().filter(|_| at > 0);
        statements((canon, apparatus), edition.as_ref(), &standing, &mut out);
    }
    (out, problems)
}

/// A source of the build that is listed no more.
fn removed(id: &str, file: &WitnessFile) -> SourceVerified {
    SourceVerified {
        id: id.to_owned(),
        path: file.source.clone(),
        state: "removed".to_owned(),
        statements: all(file).len(),
        ..SourceVerified::default()
    }
}

fn all(file: &WitnessFile) -> Vec<&WitnessStatement> {
    let mut out: Vec<&WitnessStatement> = Vec::new();
    for cluster in &file.clusters {
        out.extend(&cluster.description);
        cluster.competencies.iter().for_each(|c| of_competency(c, &mut out));
    }
    file.values.iter().for_each(|v| out.extend(&v.description));
    out
}

fn of_competency<'a>(node: &'a cvf_framework::Competency<WitnessStatement>, out: &mut Vec<&'a WitnessStatement>) {
    out.extend(node.description.iter().chain(&node.importance).chain(&node.notes));
    node.levels.iter().for_each(|l| out.extend(l.notes.iter().chain(&l.indicators)));
    out.extend(node.underdone.iter().chain(&node.overdone));
    node.sub_competencies.iter().for_each(|sub| of_competency(sub, out));
}

fn source_verified(
    source: &Input,
    file: &WitnessFile,
    documents: &dyn Documents,
) -> (SourceVerified, Vec<String>, Option<Problem>) {
    let (id, path) = (source.config.id.clone(), source.config.path.clone());
    let found = all(file);
    let mut out = SourceVerified { id, path: path.clone(), statements: found.len(), ..SourceVerified::default() };
    let bytes = match &source.bytes {
        Ok(bytes) => bytes,
        Err(why) => {
            out.state = "missing".to_owned();
            let problem = Problem::new(&path, why.clone()).help("check `path` in cvf.yaml");
            return (out, Vec::new(), Some(problem));
        }
    };
    let same = file.hash.as_deref() == Some(blake3::hash(bytes).to_hex().as_str());
    out.state = if same { "unchanged" } else { "changed" }.to_owned();
    let stream = match documents.document(&path, bytes) {
        Ok(read) => read.value.stream,
        Err(problem) => return (out, Vec::new(), Some(problem)),
    };
    let whole = letters(&stream.iter().collect::<String>());
    let mut standing = Vec::new();
    for statement in found {
        let text = statement.text.as_str();
        if stands_at(&stream, &statement.at, text, same) {
            out.in_place += 1;
        } else if whole.contains(&letters(text)) {
            out.elsewhere.push(text.to_owned());
        } else {
            out.gone.push(text.to_owned());
            continue;
        }
        standing.push(text.to_owned());
    }
    (out, standing, None)
}

/// Letters and digits only: line ends, hyphens of line ends and bullets are no part of a text.
fn letters(text: &str) -> String {
    names::key(text).replace(' ', "")
}

/// Reading a place may mend a letter or two (a bullet for an "I", text recognition): where the
/// source is the one that was read, what stands there need only be this alike.
const MENDED: f64 = 0.9;

/// True if a text stands at its place. In a source that is not the `same` any more the letters have
/// to be equal: another word would be as alike as a mended one. An opening "I" may be a sign there.
fn stands_at(stream: &[char], at: &Place, text: &str, same: bool) -> bool {
    let inside = |[from, to]: &[usize; 2]| stream.get(*from..(*to).min(stream.len())).unwrap_or_default().to_vec();
    let there: String = at.chars.iter().flat_map(inside).collect();
    let (there, wanted) = (letters(&there), letters(text));
    let equal = there == wanted || wanted.strip_prefix('i').is_some_and(|rest| rest == there);
    equal || (same && !there.is_empty() && similarity(&there, &wanted) >= MENDED)
}

/// Least likeness of a reading that a canon's text was put together from.
const READING: f64 = 0.55;

fn statements(
    (canon, apparatus): (&Canon, &Apparatus),
    edition: Option<&String>,
    standing: &BTreeMap<String, Vec<String>>,
    out: &mut Verified,
) {
    // What sources of other editions print says nothing of this one.
    let own = apparatus.sources.iter().filter_map(|source| standing.get(&source.id));
    let all: BTreeSet<&str> = own.flatten().map(String::as_str).collect();
    for unit in canon.units() {
        out.statements += 1;
        let entry = apparatus.places.iter().find(|p| p.place == unit.id);
        let part = unit.id.rsplit_once('.').map_or(unit.id.as_str(), |(part, _)| part);
        let witnesses = || match entry {
            Some(entry) => entry.witnesses.clone(),
            None => apparatus.parts.iter().find(|p| p.part == part).map(|p| p.witnesses.clone()).unwrap_or_default(),
        };
        let reads = |id: &String| standing.get(id).into_iter().flatten().any(|t| similarity(t, &unit.text) >= READING);
        if all.contains(unit.text.as_str()) {
            out.printed += 1;
        } else if apparatus.decided.contains(&unit.id) && witnesses().iter().any(reads) {
            out.decided += 1;
        } else if entry.is_some() && witnesses().iter().any(reads) {
            out.composed += 1;
        } else {
            let (id, text, edition) = (unit.id.clone(), unit.text.clone(), edition.cloned());
            out.lost.push(Lost { id, edition, text, witnesses: witnesses() });
        }
    }
}
