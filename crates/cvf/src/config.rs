use crate::Problem;
use crate::problem::line_of;
use cvf_check::{Rule, Severity};
use cvf_collate::{Gaps, Role};
use cvf_document::Budget;
use cvf_extract::Hints;
use cvf_framework::{names, yaml};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// `cvf.yaml`: the sources of a build and how it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Version of this file's shape.
    #[serde(default)]
    pub version: u32,
    /// Edition of the national text, for example "2016"; recognised if not told.
    #[serde(default)]
    pub edition: String,
    /// Id of the national framework; recognised if not told.
    #[serde(default)]
    pub framework: String,
    /// Its full name, where no profile tells; that of the sources' titles if not told.
    #[serde(default)]
    pub name: Option<String>,
    /// Files with further editions, asked before the built-in ones.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// Folder that is written to.
    #[serde(default = "default_output")]
    pub output: String,
    /// File of reviewers' decisions.
    #[serde(default = "default_decisions")]
    pub decisions: String,
    /// What copies are checked against; the framework.yaml that a build writes if not told.
    #[serde(default)]
    pub canon: Option<String>,
    /// File of known findings; a check fails if it is named and not there.
    #[serde(default)]
    pub baseline: Option<String>,
    /// What copies mean to print (`ID` or `ID:LEVEL,LEVEL`); found out for each if not told.
    #[serde(default)]
    pub scope: Vec<String>,
    /// Severities other than the rules' own. A change of meaning stays an error.
    #[serde(default)]
    pub severities: BTreeMap<Rule, Severity>,
    /// Matching guidelines (`H1`, `Q1` …) that are switched on or off.
    #[serde(default)]
    pub guidelines: BTreeMap<String, bool>,
    /// What becomes of a part of the framework that only one source prints, one that is not of
    /// the highest rank.
    #[serde(default)]
    pub gaps: Gaps,
    /// False until others rely on the ids: then an id that is no longer used is free again, else
    /// it is retired.
    #[serde(default = "is_released")]
    pub released: bool,
    /// Findings that are shown as ignored and fail no check; never a change of meaning.
    #[serde(default)]
    pub ignores: Vec<Ignore>,
    /// How much of everything that can grow is read, other than usual; `cvf --help` lists them.
    #[serde(default)]
    pub limits: BTreeMap<String, u64>,
    /// The sources of a build, in any order.
    #[serde(default)]
    pub sources: Vec<SourceConfig>,
}

/// Findings that are left as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    /// Only of this rule.
    #[serde(default)]
    pub rule: Option<Rule>,
    /// Only in copies with this path from the folder of `cvf.yaml`; `*` stands for any text.
    #[serde(default)]
    pub copy: Option<String>,
    /// Only about statements with this id; `*` stands for any text.
    #[serde(default)]
    pub place: Option<String>,
    /// Why.
    pub reason: String,
}

impl Config {
    /// The guidelines as a check takes them: `H1` on, `-Q1` off.
    pub fn switches(&self) -> impl Iterator<Item = String> + '_ {
        self.guidelines.iter().map(|(id, on)| if *on { id.clone() } else { format!("-{id}") })
    }
}

/// A source of a build.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceConfig {
    /// Short unique id.
    pub id: String,
    /// File, from the folder of `cvf.yaml`.
    pub path: String,
    /// Who published it; sources of one publisher are one vote where they agree.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Edition that it says it follows.
    #[serde(default)]
    pub edition: Option<String>,
    /// When it was published or saved.
    #[serde(default)]
    pub date: Option<String>,
    /// Licence of the text.
    #[serde(default)]
    pub licence: Option<String>,
    /// Where it is published.
    #[serde(default)]
    pub url: Option<String>,
    /// Authority: 1 the highest; decides where votes are equal.
    #[serde(default = "default_rank")]
    pub rank: u32,
    /// A copy of the national text, or a framework of its own; found out if not told.
    #[serde(default)]
    pub role: Option<Role>,
    /// How its layout is to be read, where it leaves that open.
    #[serde(default, skip_serializing_if = "Hints::is_none")]
    pub hint: Hints,
}

fn is_released() -> bool {
    true
}

fn default_output() -> String {
    "output".to_owned()
}

fn default_decisions() -> String {
    "decisions.yaml".to_owned()
}

fn default_rank() -> u32 {
    100
}

/// Reads `cvf.yaml`.
///
/// # Errors
/// [`Problem`] with the place for a text that is not YAML, has unknown keys, or names two
/// sources alike, or ignores without a reason.
pub fn config(path: &str, text: &str) -> Result<Config, Problem> {
    let config: Config = yaml::from_str(text).map_err(|e| Problem::in_yaml(path, text, e))?;
    if config.version > 1 {
        let what = format!("version {} of a configuration is not known, only 1", config.version);
        let place = line_of(path, text, |l| l.starts_with("version:"));
        return Err(Problem::new(&place, what).help("use a newer `cvf`"));
    }
    sources(path, text, &config)?;
    limits(path, text, &config)?;
    ignores(path, text, &config)?;
    let known = |id: &&String| cvf_check::GUIDELINES.iter().any(|g| g.id == id.as_str());
    if let Some(unknown) = config.guidelines.keys().find(|id| !known(id)) {
        let ids: Vec<&str> = cvf_check::GUIDELINES.iter().map(|g| g.id).collect();
        let place =
            line_of(path, text, |l| l.starts_with(&format!("{unknown}:")) || l.contains(&format!(" {unknown}:")));
        return Err(Problem::new(&place, format!("there is no guideline `{unknown}`"))
            .help(format!("the guidelines are {}", ids.join(", "))));
    }
    Ok(config)
}

fn sources(path: &str, text: &str, config: &Config) -> Result<(), Problem> {
    let mut ids = BTreeSet::new();
    let good = |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    for source in &config.sources {
        if !ids.insert(&source.id) {
            let first = std::cell::Cell::new(true);
            let again = |l: &str| is_id(l, &source.id) && !first.replace(false);
            return Err(Problem::new(&line_of(path, text, again), format!("two sources have the id `{}`", source.id))
                .help("give each source its own id"));
        }
        if !good(&source.id) {
            let help = "use letters, digits, `-` and `_`: the id names a file";
            let place = line_of(path, text, |l| is_id(l, &source.id));
            return Err(Problem::new(&place, format!("`{}` cannot be a source's id", source.id)).help(help));
        }
    }
    twice(path, text, config)
}

/// A file that is listed twice and read in the same way would have two votes.
fn twice(path: &str, text: &str, config: &Config) -> Result<(), Problem> {
    for (at, source) in config.sources.iter().enumerate() {
        let is_same = |other: &&SourceConfig| other.path == source.path && other.hint == source.hint;
        if let Some(other) = config.sources[..at].iter().find(is_same) {
            let what = format!("`{}` and `{}` are the same file, `{}`", other.id, source.id, source.path);
            let place = line_of(path, text, |l| is_id(l, &source.id));
            return Err(Problem::new(&place, what)
                .help("list it once, or say with `hint: { pages: … }` what part of it each is"));
        }
    }
    Ok(())
}

/// A limit that there is not.
fn limits(path: &str, text: &str, config: &Config) -> Result<(), Problem> {
    let known = || Budget::ALL.into_iter().map(Budget::name);
    let Some(odd) = config.limits.keys().find(|name| !known().any(|k| k == name.as_str())) else { return Ok(()) };
    let place = line_of(path, text, |l| l.starts_with(&format!("{odd}:")) || l.contains(&format!(" {odd}:")));
    let near = known().min_by_key(|k| names::edit_distance(odd, k)).unwrap_or_default();
    let all: Vec<&str> = known().collect();
    let what = format!("there is no limit `{odd}`; the limits are {}", all.join(", "));
    Err(Problem::new(&place, what).help(format!("did you mean `{near}`?")))
}

/// True for a line that gives an id.
fn is_id(line: &str, id: &str) -> bool {
    line.strip_prefix("id:").is_some_and(|rest| rest.trim().trim_matches(['"', '\'']) == id)
}

/// An ignore without a reason, or about everything, is a mistake.
fn ignores(path: &str, text: &str, config: &Config) -> Result<(), Problem> {
    for ignore in &config.ignores {
        if ignore.reason.trim().is_empty() {
            let place =
                line_of(path, text, |l| l.starts_with("reason:") && l.trim_end_matches(['"', '\'', ' ']) == "reason:");
            return Err(Problem::new(&place, "an entry of `ignores` has no reason").help("say why in `reason`"));
        }
        if ignore.rule.is_none() && ignore.copy.is_none() && ignore.place.is_none() {
            let what = format!("the ignore \"{}\" is about every finding", ignore.reason);
            let place = line_of(path, text, |l| l.starts_with("reason:") && l.contains(&ignore.reason));
            return Err(Problem::new(&place, what).help("name a `rule`, `copy` or `place`"));
        }
    }
    Ok(())
}
