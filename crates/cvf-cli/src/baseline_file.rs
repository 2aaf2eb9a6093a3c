//! A baseline as a file: its copies are named from its own folder, wherever a check runs, and
//! followed when they are renamed.

use crate::input::name_of;
use crate::output;
use crate::project::{from_folder, read_baseline};
use cvf::{Baseline, CopyName, Problem, Report, baseline_text, renamed};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A baseline with its place.
pub(crate) struct BaselineFile {
    pub(crate) path: PathBuf,
    /// With its copies named as decisions name them.
    pub(crate) baseline: Baseline,
}

impl BaselineFile {
    /// Reads a baseline; one that is to be made may be missing.
    pub(crate) fn read(path: PathBuf, may_be_new: bool) -> Result<Self, Problem> {
        let is_new = may_be_new && !path.exists();
        let baseline = if is_new { Baseline::default() } else { read_baseline(&path)? };
        Ok(Self { path, baseline })
    }

    /// How it names a copy.
    pub(crate) fn name(&self, source: &str) -> String {
        from_folder(self.folder(), source)
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Names the copies of a report as decisions do, and follows those that were renamed; says
    /// which, and for which copies it knows findings that are no longer there.
    pub(crate) fn follow(&mut self, report: &Report, names: &BTreeMap<String, CopyName>) {
        for (source, name) in names {
            self.rename(&self.name(source), &name.name);
        }
        let there = |copy: &str| self.folder().join(copy).exists();
        let moves = renamed(&self.baseline, report, names, &there);
        for (old, new) in &moves {
            self.rename(old, new);
            output::say(&format!(
                "what is known of {old} is taken for {new}: the old file is gone, the findings are the same"
            ));
        }
        let checked: BTreeSet<&str> = names.values().map(|n| n.name.as_str()).collect();
        let known = self.baseline.findings.iter().filter_map(|d| d.copy.clone());
        let gone: BTreeSet<String> =
            known.filter(|c| !checked.contains(c.as_str()) && !self.folder().join(c).exists()).collect();
        for copy in gone {
            output::warning(
                "stale",
                &format!("{} knows findings of {copy}, which is no longer there", name_of(&self.path)),
            );
        }
    }

    fn rename(&mut self, old: &str, new: &str) {
        let of_old = self.baseline.findings.iter_mut().filter(|d| d.copy.as_deref() == Some(old));
        of_old.for_each(|d| d.copy = Some(new.to_owned()));
    }

    /// Writes a baseline in its place, its copies named from its folder.
    pub(crate) fn write(&self, baseline: &Baseline, names: &BTreeMap<String, CopyName>) -> Result<(), Problem> {
        let mut own = Self { path: self.path.clone(), baseline: baseline.clone() };
        for (source, name) in names {
            own.rename(&name.name, &self.name(source));
        }
        own.baseline.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        output::write(&self.path, &baseline_text(&name_of(&self.path), &own.baseline)?)
    }
}
