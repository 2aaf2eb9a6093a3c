//! `cvf.yaml` and the files that it names.

use crate::input::{find_upward, name_of, read_text};
use cvf::{Baseline, Config, CopyName, Decisions, Hints, Problem, Profiles, add_profile, baseline, config, decisions};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A configuration with its place.
pub(crate) struct Project {
    pub(crate) config: Config,
    /// The configuration's path and text, for messages about it.
    pub(crate) name: String,
    pub(crate) text: String,
    /// The folder of the configuration.
    pub(crate) folder: PathBuf,
}

impl Project {
    /// The configuration that the user names, or the one here or in a folder above, if any.
    pub(crate) fn find(given: Option<&Path>) -> Result<Option<Self>, Problem> {
        let Some(path) = given.map(Path::to_path_buf).or_else(|| find_upward("cvf.yaml")) else { return Ok(None) };
        let (name, text) = (name_of(&path), read_text(&path, "give its path with --config")?);
        let config = config(&name, &text)?;
        cvf::set_budgets(&config.limits).map_err(|what| Problem::new(&name, what))?;
        Ok(Some(Self { config, name, text, folder: path.parent().map(Path::to_path_buf).unwrap_or_default() }))
    }

    /// The same, where there must be one.
    pub(crate) fn open(given: Option<&Path>) -> Result<Self, Problem> {
        Self::find(given)?.ok_or_else(|| {
            Problem::new("cvf.yaml", "not found here or in any folder above")
                .help("make one with `cvf init`, or give its path with --config")
        })
    }

    /// A file that the configuration names.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// A file of the output folder.
    pub(crate) fn output(&self, file: &str) -> PathBuf {
        self.folder.join(&self.config.output).join(file)
    }

    /// The canon that copies are checked against.
    pub(crate) fn canon(&self) -> PathBuf {
        self.config.canon.as_ref().map_or_else(|| self.output("framework.yaml"), |file| self.path(file))
    }

    /// What the configuration says about the layout of a source, named by its path from here.
    pub(crate) fn hints(&self, source: &str) -> Hints {
        let name = from_folder(&self.folder, source);
        self.config.sources.iter().find(|s| s.path == name).map(|s| s.hint.clone()).unwrap_or_default()
    }

    /// The known editions: those that the configuration names, then the built-in ones.
    pub(crate) fn profiles(&self) -> Result<Profiles, Problem> {
        let mut profiles = Profiles::built_in();
        for file in self.config.profiles.iter().rev() {
            let path = self.path(file);
            let text = read_text(&path, "check `profiles` in cvf.yaml")?;
            add_profile(&mut profiles, &name_of(&path), &text)?;
        }
        Ok(profiles)
    }

    /// Where decisions are kept.
    pub(crate) fn decisions_path(&self) -> PathBuf {
        self.path(&self.config.decisions)
    }

    /// Reviewers' decisions, none if there is no such file, with the file's text.
    pub(crate) fn decisions(&self) -> Result<(Decisions, Option<String>), Problem> {
        let path = self.decisions_path();
        if !path.exists() {
            return Ok((Decisions::default(), None));
        }
        let text = read_text(&path, "check `decisions` in cvf.yaml")?;
        Ok((decisions(&name_of(&path), &text)?, Some(text)))
    }

    /// How decisions name copies: by their path from the folder of the configuration.
    pub(crate) fn names<'a>(&self, copies: impl Iterator<Item = &'a str>) -> BTreeMap<String, CopyName> {
        copies.map(|source| (source.to_owned(), self.copy_name(&from_folder(&self.folder, source)))).collect()
    }

    /// The same for the copies of a build, whose paths are from that folder already.
    pub(crate) fn source_names<'a>(&self, copies: impl Iterator<Item = &'a str>) -> BTreeMap<String, CopyName> {
        copies.map(|source| (source.to_owned(), self.copy_name(source))).collect()
    }

    fn copy_name(&self, name: &str) -> CopyName {
        let source = self.config.sources.iter().find(|s| s.path == name);
        CopyName { name: name.to_owned(), publisher: source.and_then(|s| s.publisher.clone()) }
    }
}

/// Sets the limits of the cvf.yaml here or in a folder above, for commands that ask it for nothing
/// else.
pub(crate) fn set_limits() -> Result<(), Problem> {
    Project::find(None).map(|_| ())
}

/// A path as it is from a folder; as it is for paths outside it and for standard input.
pub(crate) fn from_folder(folder: &Path, source: &str) -> String {
    let whole = |path: &Path| {
        let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        std::fs::canonicalize(path).unwrap_or_else(|_| absolute())
    };
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    whole(Path::new(source)).strip_prefix(whole(here)).map_or_else(|_| source.to_owned(), name_of)
}

/// A baseline that must be there.
pub(crate) fn read_baseline(path: &Path) -> Result<Baseline, Problem> {
    let help = "make it with `cvf check … --baseline FILE --update-baseline --allow-new`";
    baseline(&name_of(path), &read_text(path, help)?)
}
