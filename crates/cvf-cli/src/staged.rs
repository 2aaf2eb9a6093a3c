//! A folder of results that is written as a whole.
//!
//! The new folder is made beside the old one, with everything flushed to the disk, and the two
//! change places in one step of the file system. Killed at any moment, the folder is the old one
//! or the new one. What others keep in it moves along.

use crate::files::{self, Lock};
use crate::input::name_of;
use cvf::Problem;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A folder that only we write to.
#[derive(Debug)]
pub(crate) struct Staged {
    folder: PathBuf,
    /// True for the paths, in the folder, of files that only builds make.
    is_ours: fn(&Path) -> bool,
    /// The folder of the project, which is never put elsewhere.
    project: PathBuf,
    _lock: Lock,
}

/// What becomes of our files that are not made any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Old {
    Stays,
    Goes,
}

impl Staged {
    /// Waits until no other `cvf` writes to a folder of a project; it is made if it is not there. What a
    /// build that was killed left beside it is cleared away.
    ///
    /// # Errors
    /// [`Problem`] for a symbolic link, and for a folder that cannot be made or locked.
    pub(crate) fn open(folder: &Path, project: &Path, is_ours: fn(&Path) -> bool) -> Result<Self, Problem> {
        // With a stroke at its end a link is taken for what it leads to.
        let folder: &Path = &folder.components().collect::<PathBuf>();
        if fs::symlink_metadata(folder).is_ok_and(|m| m.is_symlink()) {
            return Err(files::is_link(folder));
        }
        let lock = files::lock(folder, &name_of(folder))?;
        let staged = Self { folder: folder.to_path_buf(), is_ours, project: project.to_path_buf(), _lock: lock };
        files::clear_unfinished(project);
        files::clear_unfinished(folder);
        for left in staged.leftovers() {
            staged.clear(&left).map_err(|e| staged.problem(e))?;
        }
        Ok(staged)
    }

    /// Makes the folder hold these files, by their path in it.
    ///
    /// # Errors
    /// [`Problem`] if it cannot be written; the folder is then as it was.
    pub(crate) fn write(&self, made: &BTreeMap<String, String>, old: Old) -> Result<(), Problem> {
        let unmade = self.unmade(made);
        let (kept, gone) = if old == Old::Stays { (unmade, Vec::new()) } else { (Vec::new(), unmade) };
        if gone.is_empty() && made.iter().all(|(file, text)| files::is_same(&self.folder.join(file), text.as_bytes())) {
            return Ok(());
        }
        if let Some(path) = made.keys().map(|file| self.folder.join(file)).find(|path| path.is_dir()) {
            return Err(Problem::new(&name_of(&path), "is a folder").help("a file of that name is to be written"));
        }
        if self.stands_in_it() {
            return self.one_by_one(made, &gone);
        }
        let beside = tempfile::Builder::new().prefix(&self.prefix()).tempdir_in(files::folder_of(&self.folder));
        let beside = beside.map_err(|e| self.problem(e))?;
        self.fill(beside.path(), made)?;
        kept.iter().try_for_each(|file| self.link(beside.path(), file)).map_err(|e| self.problem(e))?;
        match exchange(beside.path(), &self.folder) {
            Ok(()) => {}
            Err(e) if is_unable(&e) => return self.one_by_one(made, &gone),
            Err(e) => return Err(self.problem(e)),
        }
        files::flush(files::folder_of(&self.folder));
        self.clear(&beside.keep()).map_err(|e| self.problem(e))
    }

    fn problem(&self, error: io::Error) -> Problem {
        let help = "check the folder, the one that holds it, and their permissions";
        Problem::new(&name_of(&self.folder), format!("cannot be written: {error}")).help(help)
    }

    /// Files of ours that are not made any more.
    fn unmade(&self, made: &BTreeMap<String, String>) -> Vec<PathBuf> {
        let is_made = |path: &PathBuf| made.keys().any(|file| Path::new(file) == path);
        let found = walkdir::WalkDir::new(&self.folder).min_depth(1).max_depth(2).into_iter().flatten();
        let inside = |e: walkdir::DirEntry| Some(e.path().strip_prefix(&self.folder).ok()?.to_path_buf());
        let files = found.filter(|e| !e.file_type().is_dir()).filter_map(inside);
        files.filter(|path| (self.is_ours)(path) && !is_made(path)).collect()
    }

    /// The folder in whose place another is put is no longer that of a shell that stands in it.
    fn stands_in_it(&self) -> bool {
        let whole = |path: &Path| fs::canonicalize(files::or_here(path)).ok();
        let Some(folder) = whole(&self.folder) else { return true };
        let is_inside = |path: Option<PathBuf>| path.and_then(|p| whole(&p)).is_none_or(|p| p.starts_with(&folder));
        is_inside(env::current_dir().ok()) || is_inside(Some(self.project.clone()))
    }

    /// Where folders cannot change places: each file as a whole, the canon last.
    fn one_by_one(&self, made: &BTreeMap<String, String>, gone: &[PathBuf]) -> Result<(), Problem> {
        let is_canon = |file: &str| file == "framework.yaml";
        let (last, first): (Vec<_>, Vec<_>) = made.iter().partition(|(file, _)| is_canon(file));
        for (file, text) in first.into_iter().chain(last) {
            let path = self.folder.join(file);
            let within = files::folder_of(&path);
            if fs::symlink_metadata(within).is_ok_and(|m| m.is_symlink()) {
                return Err(files::is_link(within));
            }
            files::write(&path, text.as_bytes())?;
        }
        gone.iter().try_for_each(|file| fs::remove_file(self.folder.join(file))).map_err(|e| self.problem(e))
    }

    /// The whole new folder; a file that does not change stays the one it was.
    fn fill(&self, beside: &Path, made: &BTreeMap<String, String>) -> Result<(), Problem> {
        for (file, text) in made {
            let is_same = files::is_same(&self.folder.join(file), text.as_bytes());
            if !is_same || self.link(beside, Path::new(file)).is_err() {
                files::write(&beside.join(file), text.as_bytes())?;
            }
        }
        let like_before = fs::metadata(&self.folder).and_then(|m| fs::set_permissions(beside, m.permissions()));
        like_before.map_err(|e| self.problem(e))?;
        files::flush(beside);
        Ok(())
    }

    /// Gives a file of the folder to the new one too.
    fn link(&self, beside: &Path, file: &Path) -> io::Result<()> {
        let (old, new) = (self.folder.join(file), beside.join(file));
        fs::create_dir_all(files::folder_of(&new))?;
        fs::hard_link(&old, &new).or_else(|_| fs::copy(&old, &new).map(|_| ()))
    }

    /// Moves what others keep in a folder that is no longer used into the one that is.
    fn take_over(&self, left: &Path, inside: &Path) -> io::Result<()> {
        for entry in fs::read_dir(left.join(inside))? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            let place = self.folder.join(&path);
            let is_there = fs::symlink_metadata(&place).is_ok();
            if entry.file_type()?.is_dir() {
                self.take_over(left, &path)?;
            } else if !is_there && !(self.is_ours)(&path) && !files::is_unfinished(&path) {
                fs::create_dir_all(files::folder_of(&place))?;
                fs::rename(entry.path(), place)?;
            }
        }
        Ok(())
    }

    /// The beginning of the names of unfinished folders.
    fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(self.folder.file_name().unwrap_or_default());
        prefix.push(".cvf-");
        prefix
    }

    /// Folders of builds that were killed: nobody else builds while we hold the lock.
    fn leftovers(&self) -> Vec<PathBuf> {
        let prefix = self.prefix();
        let is_left = |e: &fs::DirEntry| {
            let name = e.file_name();
            name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes()) && e.file_type().is_ok_and(|t| t.is_dir())
        };
        let entries = fs::read_dir(files::folder_of(&self.folder)).into_iter().flatten().flatten();
        entries.filter(is_left).map(|e| e.path()).collect()
    }

    /// Takes what is not a build's from a folder that is no longer used, and removes the rest.
    fn clear(&self, left: &Path) -> io::Result<()> {
        self.take_over(left, Path::new(""))?;
        fs::remove_dir_all(left)
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// True if the file system, and not the user, is why folders do not change places: it does not
/// know how, or the folder is one on which another file system is mounted.
fn is_unable(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput | CrossesDevices | ResourceBusy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(path: &Path) -> bool {
        path.starts_with("witnesses") || path == Path::new("framework.yaml") || path == Path::new("report.md")
    }

    fn made(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
    }

    /// Paths below a folder with their texts.
    fn held(folder: &Path) -> BTreeMap<String, String> {
        let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| !e.file_type().is_dir());
        let read = |e: walkdir::DirEntry| {
            let name = e.path().strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
            (name, fs::read_to_string(e.path()).expect("text"))
        };
        files.map(read).collect()
    }

    #[test]
    fn a_folder_changes_as_a_whole_and_keeps_what_is_not_ours() {
        let project = tempfile::tempdir().expect("a folder");
        let folder = project.path().join("output");
        let staged = Staged::open(&folder, project.path(), ours).expect("opened");
        staged
            .write(&made(&[("framework.yaml", "1"), ("witnesses/a.yaml", "a"), ("report.md", "r")]), Old::Goes)
            .expect("1");
        fs::create_dir_all(folder.join("notes")).expect("made");
        fs::write(folder.join("notes/mine.txt"), "n").expect("written");
        fs::write(folder.join("mine.txt"), "m").expect("written");
        staged
            .write(&made(&[("framework.yaml", "2"), ("witnesses/b.yaml", "b"), ("report.md", "r")]), Old::Goes)
            .expect("2");
        let wanted = [
            ("output/framework.yaml", "2"),
            ("output/mine.txt", "m"),
            ("output/notes/mine.txt", "n"),
            ("output/report.md", "r"),
            ("output/witnesses/b.yaml", "b"),
        ];
        assert_eq!(held(project.path()), made(&wanted));
        staged.write(&made(&[("framework.yaml", "3"), ("report.md", "r")]), Old::Stays).expect("3");
        let kept = held(&folder);
        assert_eq!((&*kept["witnesses/b.yaml"], &*kept["framework.yaml"]), ("b", "3"));
    }

    #[test]
    fn what_a_killed_build_left_is_cleared_and_nothing_of_others_is_lost() {
        let project = tempfile::tempdir().expect("a folder");
        let folder = project.path().join("output");
        let left = project.path().join(".output.cvf-x1y2z3");
        for (file, text) in [("framework.yaml", "old"), ("witnesses/a.yaml", "old"), ("mine.txt", "m")] {
            files::write(&left.join(file), text.as_bytes()).expect("written");
        }
        Staged::open(&folder, project.path(), ours).expect("opened");
        assert_eq!(held(project.path()), made(&[("output/mine.txt", "m")]));
        assert!(!left.exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_in_the_folder_lead_nowhere() {
        let project = tempfile::tempdir().expect("a folder");
        let (folder, outside) = (project.path().join("output"), project.path().join("outside"));
        fs::create_dir_all(&folder).expect("made");
        files::write(&outside.join("a.yaml"), b"mine").expect("written");
        std::os::unix::fs::symlink(&outside, folder.join("witnesses")).expect("a link");
        std::os::unix::fs::symlink(outside.join("a.yaml"), folder.join("report.md")).expect("a link");
        let staged = Staged::open(&folder, project.path(), ours).expect("opened");
        staged.write(&made(&[("witnesses/a.yaml", "ours"), ("report.md", "ours")]), Old::Goes).expect("written");
        assert_eq!(held(&outside), made(&[("a.yaml", "mine")]));
        assert_eq!(held(&folder), made(&[("report.md", "ours"), ("witnesses/a.yaml", "ours")]));
        fs::remove_dir_all(&folder).expect("removed");
        drop(staged);
        std::os::unix::fs::symlink(&outside, &folder).expect("a link");
        for folder in [folder.clone(), folder.join("")] {
            let said = Staged::open(&folder, project.path(), ours).expect_err("the folder itself is a link");
            assert!(said.what.contains("symbolic link"), "{said}");
        }
    }
}
