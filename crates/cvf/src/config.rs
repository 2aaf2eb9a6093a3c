use crate::Problem;
use cvf_collate::{Decisions, Role};
use cvf_framework::yaml;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `cvf.yaml`: the sources of a build and how it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Version of this file's shape.
    #[serde(default)]
    pub version: u32,
    /// Edition of the national text, for example "2016".
    pub edition: String,
    /// Id of the national framework.
    #[serde(default = "default_framework")]
    pub framework: String,
    /// Files with further editions, asked before the built-in ones.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// Folder that is written to.
    #[serde(default = "default_output")]
    pub output: String,
    /// File of reviewers' decisions.
    #[serde(default = "default_decisions")]
    pub decisions: String,
    /// The sources, in any order.
    pub sources: Vec<SourceConfig>,
}

/// A source of a build.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Authority: 1 the highest; decides where votes are equal.
    #[serde(default = "default_rank")]
    pub rank: u32,
    /// A copy of the national text, or a framework of its own; found out if not told.
    #[serde(default)]
    pub role: Option<Role>,
}

fn default_framework() -> String {
    "cvf".to_owned()
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
/// sources alike.
pub fn config(path: &str, text: &str) -> Result<Config, Problem> {
    let config: Config = yaml::from_str(text).map_err(|e| Problem::yaml(path, e))?;
    if config.version > 1 {
        let what = format!("version {} of a configuration is not known, only 1", config.version);
        return Err(Problem::new(path, what).help("use a newer `cvf`"));
    }
    let mut ids = BTreeSet::new();
    let good = |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    for source in &config.sources {
        if !ids.insert(&source.id) {
            return Err(Problem::new(path, format!("two sources have the id `{}`", source.id))
                .help("give each source its own id"));
        }
        if !good(&source.id) {
            let help = "use letters, digits, `-` and `_`: the id names a file";
            return Err(Problem::new(path, format!("`{}` cannot be a source's id", source.id)).help(help));
        }
    }
    if config.sources.is_empty() {
        return Err(
            Problem::new(path, "no sources are listed").help("add entries with `id` and `path` under `sources`")
        );
    }
    Ok(config)
}

/// Reads the decisions.
///
/// # Errors
/// [`Problem`] with the place for a text that is no list of decisions.
pub fn decisions(path: &str, text: &str) -> Result<Decisions, Problem> {
    yaml::from_str(text).map_err(|e| Problem::yaml(path, e))
}
