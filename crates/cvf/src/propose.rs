//! A first configuration, proposed from the sources.

use crate::problem::lines_giving;
use crate::{Problem, Profiles};
use cvf_collate::{Derived, Source, derive, recognise};
use cvf_framework::{Profile, Witness, yaml};
use std::collections::BTreeSet;
use std::path::Path;

/// A source that a configuration is proposed for.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Path as it is written in `cvf.yaml`.
    pub path: String,
    /// The framework that it prints.
    pub witness: Witness,
}

/// What is proposed.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Id of the framework.
    pub framework: String,
    /// Its edition.
    pub edition: String,
    /// Its full name.
    pub name: String,
    /// The text of a profile; none where the edition is a known one.
    pub profile: Option<String>,
    /// The sources, in the order in which they were given.
    pub sources: Vec<ProposedSource>,
    /// What a person should look at, in sentences.
    pub unsure: Vec<String>,
    /// What was found, in a line.
    pub found: String,
}

/// A source with its proposed id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedSource {
    /// Short unique id.
    pub id: String,
    /// Its path.
    pub path: String,
    /// The document's title.
    pub title: Option<String>,
    /// False for a framework of its own.
    pub follows: bool,
}

/// Proposes framework, edition, names and ids.
///
/// # Errors
/// [`Problem`] if the profile cannot be written as YAML.
pub fn propose(candidates: &[Candidate], profiles: &Profiles) -> Result<Proposal, Problem> {
    let mut ids = BTreeSet::new();
    let source = |c: &Candidate| Source {
        id: source_id(&c.path, &mut ids),
        publisher: None,
        rank: 1,
        role: None,
        witness: c.witness.clone(),
    };
    let sources: Vec<Source> = candidates.iter().map(source).collect();
    let editions: Vec<&Profile> = profiles.editions.iter().collect();
    let known = recognise(&sources, &editions);
    let Derived { profile: own, followers, mut unsure, .. } = derive(&sources);
    let profile = known.cloned().unwrap_or(own);
    let follows = |s: &Source| match known {
        Some(edition) => recognise(std::slice::from_ref(s), &[edition]).is_some(),
        None => followers.contains(&s.id),
    };
    let listed = |s: &Source| ProposedSource {
        id: s.id.clone(),
        path: s.witness.source.clone(),
        title: s.witness.title.clone(),
        follows: follows(s),
    };
    let listed: Vec<ProposedSource> = sources.iter().map(listed).collect();
    if known.is_some() {
        let others = listed.iter().filter(|s| !s.follows);
        unsure =
            others.map(|s| format!("{} prints other names, so it is taken for a framework of its own", s.id)).collect();
    }
    let text = match known {
        Some(_) => None,
        None => Some(profile_text(&profile, &unsure)?),
    };
    Ok(Proposal {
        framework: profile.framework.clone(),
        edition: profile.edition.clone(),
        found: found(&profile),
        name: profile.name,
        profile: text,
        sources: listed,
        unsure,
    })
}

/// "Ward Skills: 4 competencies in 2 clusters, levels Foundation, Expert".
fn found(profile: &Profile) -> String {
    let competencies: usize = profile.clusters.iter().map(|c| c.competencies.len()).sum();
    let named = profile.clusters.iter().filter(|c| c.name.is_some()).count();
    let mut out =
        format!("{} {}: {}", profile.name, profile.edition, counted(competencies, "competency", "competencies"));
    if named > 0 {
        out += &format!(" in {}", counted(named, "cluster", "clusters"));
    }
    if !profile.values.is_empty() {
        out += &format!(", {}", counted(profile.values.len(), "value", "values"));
    }
    let levels: Vec<&str> = profile.levels.iter().map(|l| l.label.as_str()).collect();
    out + &match levels.as_slice() {
        [] => ", no levels".to_owned(),
        [one] => format!(", level {one}"),
        more => format!(", levels {}", more.join(", ")),
    }
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

const PROFILE_HEAD: &str = "\
# The names of one edition of the framework, as the sources print them. Texts are not here: they
# come from the sources. Ids are made of the names; change them before others rely on them.
# `aliases` are other forms under which a name is printed. With `sub_competencies: true` a name that
# stands over others and is listed as a competency is the competency, and those are its parts.
";

fn profile_text(profile: &Profile, unsure: &[String]) -> Result<String, Problem> {
    let body =
        yaml::to_string(profile, Some("schema/profile.schema.json")).map_err(|e| Problem::yaml("profile.yaml", e))?;
    let (first, rest) = body.split_once('\n').unwrap_or((&body, ""));
    let told: String = unsure.iter().map(|u| format!("# Not sure: {}\n", u.replace(['\n', '\r'], " "))).collect();
    Ok(format!("{first}\n{PROFILE_HEAD}{told}{rest}"))
}

/// A short unique id from a path.
pub fn source_id(path: &str, ids: &mut BTreeSet<String>) -> String {
    let stem = Path::new(path).file_stem().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.trim_matches('-').to_owned();
    // A leading letter keeps the id a text in YAML.
    let base = if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("s-{plain}") };
    let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    names.into_iter().find(|name| ids.insert(name.clone())).unwrap_or(base)
}

/// Puts an edition of the user's in front of the others.
///
/// # Errors
/// [`Problem`] with the place for a text that is no profile.
pub fn add_profile(profiles: &mut Profiles, path: &str, text: &str) -> Result<(), Problem> {
    let help = "`cvf schema profile` prints what a profile may hold";
    profiles.add(text).map_err(|e| {
        let problem = Problem::in_yaml(path, text, e);
        if problem.help.is_none() { problem.help(help) } else { problem }
    })?;
    profiles.editions.first().map_or(Ok(()), |added| told_apart(path, text, added))
}

/// Names, ids and levels of a profile tell its parts apart: none stands twice.
fn told_apart(path: &str, text: &str, profile: &Profile) -> Result<(), Problem> {
    let competencies = || profile.clusters.iter().flat_map(|c| &c.competencies);
    let nodes = || competencies().chain(competencies().flat_map(|c| &c.sub_competencies)).chain(&profile.values);
    let clusters = profile.clusters.iter().filter_map(|c| c.id.as_deref());
    let ids: Vec<&str> = clusters.chain(nodes().map(|n| n.id.as_str())).collect();
    let names: Vec<&str> = competencies().chain(&profile.values).map(|n| n.name.as_str()).collect();
    let levels: Vec<&str> = profile.levels.iter().map(|l| l.label.as_str()).collect();
    for (key, what, list) in [("id", "id", ids), ("name", "name", names), ("label", "level", levels)] {
        let Some(again) = list.iter().enumerate().find(|(at, value)| list[..*at].contains(value)) else { continue };
        let lines = lines_giving(text, key, again.1);
        let place = lines.last().map_or_else(|| path.to_owned(), |(line, _)| format!("{path}:{line}"));
        let first = lines.first().map_or_else(String::new, |(line, _)| format!(" in line {line}"));
        return Err(Problem::new(&place, format!("the {what} `{}` stands twice", again.1))
            .help(format!("it stands{first} already: give each its own")));
    }
    Ok(())
}
