//! The one way in which files are written, and the locks under which they are changed.
//!
//! A file is written beside its place, under a name that nobody can foresee and that is made
//! new, flushed to the disk, and renamed: at every moment the old or the new text is there as a
//! whole. A symbolic link is never followed: it may lead out of the folder.

use crate::input::name_of;
use crate::output;
use cvf::Problem;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Beginning and end of the names of files that are not yet in their place.
const UNFINISHED: (&str, &str) = (".cvf-", ".tmp");

/// What to do where a file cannot be written.
const CHECK: &str = "check the folder and its permissions";

/// Writes a file, its folder too; a file that would not change is left alone.
///
/// # Errors
/// [`Problem`] for a symbolic link, a folder, and where the system says no; no part of the new
/// file is left then.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let problem = |e: io::Error| Problem::new(&name_of(path), format!("cannot be written: {e}")).help(CHECK);
    match fs::symlink_metadata(path) {
        _ if is_stream(path) => return into_stream(path, bytes).map_err(problem),
        Ok(old) if old.is_symlink() => return Err(is_link(path)),
        Ok(old) if old.is_dir() => return Err(Problem::new(&name_of(path), "is a folder").help("name a file in it")),
        Ok(old) if !old.is_file() => return into_stream(path, bytes).map_err(problem),
        Ok(_) if is_same(path, bytes) => return Ok(()),
        Ok(_) | Err(_) => {}
    }
    let folder = folder_of(path);
    fs::create_dir_all(folder).and_then(|()| replace(folder, path, bytes)).map_err(problem)
}

/// The folder that holds a file.
pub(crate) fn folder_of(path: &Path) -> &Path {
    or_here(path.parent().unwrap_or(Path::new("")))
}

/// A folder; where none is named, the one that the program stands in.
pub(crate) fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// True for the name of a file that is not yet in its place.
pub(crate) fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
    name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1)
}

/// What is said of a symbolic link where something is to be written.
pub(crate) fn is_link(path: &Path) -> Problem {
    Problem::new(&name_of(path), "is a symbolic link, and nothing is written through one")
        .help("name the place that it leads to")
}

/// True for the names under which a system offers a program's own streams.
fn is_stream(path: &Path) -> bool {
    path == Path::new("/dev/stdout") || path == Path::new("/dev/stderr") || path.starts_with("/dev/fd")
}

/// Writes into a device or a pipe, which is not to be replaced by a file.
fn into_stream(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path)?.write_all(bytes)
}

/// True if a file holds these bytes already.
pub(crate) fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let length = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|m| m.len());
    length == Some(bytes.len() as u64) && fs::read(path).is_ok_and(|old| old == bytes)
}

/// Clears away what writers that were killed left in a folder. An unfinished file is locked
/// as long as its writer lives: one that nobody holds is nobody's any more.
pub(crate) fn clear_unfinished(folder: &Path) {
    for entry in fs::read_dir(or_here(folder)).into_iter().flatten().flatten() {
        let path = entry.path();
        if !is_unfinished(&path) || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let is_left = File::open(&path).is_ok_and(|file| file.try_lock().is_ok() && is_old(&file));
        if is_left {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Younger files may have been made, and not yet locked.
const YOUNG: Duration = Duration::from_secs(2);

fn is_old(file: &File) -> bool {
    let changed = file.metadata().and_then(|m| m.modified());
    changed.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > YOUNG))
}

fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    clear_unfinished(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
    let usual = usual_permissions();
    if let Some(usual) = &usual {
        builder.permissions(usual.clone());
    }
    let mut file = builder.tempfile_in(folder)?;
    // Given back when the file is closed, or the program ends in whatever way.
    let _ = file.as_file().try_lock();
    if let Ok(old) = fs::symlink_metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    flush(folder);
    Ok(())
}

/// Permissions that the user's mask is then taken from; a temporary file has fewer.
#[cfg(unix)]
fn usual_permissions() -> Option<fs::Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<fs::Permissions> {
    None
}

/// Flushes the names in a folder; not every system can.
pub(crate) fn flush(folder: &Path) {
    let _ = File::open(folder).and_then(|f| f.sync_all());
}

/// Held while files of a folder are changed; given back when it is dropped, or when the program
/// ends in whatever way.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "the lock is on the open file")] File);

/// Waits until no other `cvf` changes `what` in a folder, which is made if it is not there.
///
/// # Errors
/// [`Problem`] if the folder cannot be made, opened or locked.
pub(crate) fn lock(folder: &Path, what: &str) -> Result<Lock, Problem> {
    let problem = |e: io::Error| Problem::new(&name_of(folder), format!("cannot be locked: {e}")).help(CHECK);
    fs::create_dir_all(folder).map_err(problem)?;
    loop {
        let (file, path) = take(folder, what).map_err(problem)?;
        // A build puts a new folder in the place of the old one.
        if is_in_place(&file, &path) {
            return Ok(Lock(file));
        }
    }
}

/// Locks the folder itself, which leaves no file behind; where a system locks no folders, a file
/// in it.
fn take(folder: &Path, what: &str) -> io::Result<(File, PathBuf)> {
    if let Ok(file) = File::open(folder).and_then(|file| wait(file, what)) {
        return Ok((file, folder.to_path_buf()));
    }
    let path = folder.join(".cvf-lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path)?;
    Ok((wait(file, what)?, path))
}

fn wait(file: File, what: &str) -> io::Result<File> {
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            output::say(&format!("waiting for another cvf that is at work on {}", output::clean(what)));
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
}

#[cfg(unix)]
fn is_in_place(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (here, there) = (file.metadata(), fs::metadata(path));
    matches!((here, there), (Ok(a), Ok(b)) if (a.dev(), a.ino()) == (b.dev(), b.ino()))
}

#[cfg(not(unix))]
fn is_in_place(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/er.txt");
        for text in ["one", "two", "two"] {
            write(&path, text.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(&path).expect("there"), text);
        }
        assert_eq!(names(&folder.path().join("deep")), ["er.txt"]);
        assert!(write(&folder.path().join("deep"), b"x").is_err(), "a folder is no file");
    }

    #[test]
    fn what_a_killed_writer_left_goes_and_what_another_writes_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let make = |name: &str, age: u64| {
            let file = File::create(folder.path().join(name)).expect("made");
            file.set_modified(std::time::SystemTime::now() - Duration::from_secs(age)).expect("set");
            file
        };
        drop(make(".cvf-left.tmp", 60));
        drop(make(".cvf-fresh.tmp", 0));
        drop(make("mine.tmp", 60));
        let held = make(".cvf-held.tmp", 60);
        held.try_lock().expect("locked");
        write(&folder.path().join("a.txt"), b"one").expect("written");
        assert_eq!(names(folder.path()), [".cvf-fresh.tmp", ".cvf-held.tmp", "a.txt", "mine.tmp"]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let (victim, link) = (folder.path().join("victim"), folder.path().join("link"));
        fs::write(&victim, "mine").expect("written");
        std::os::unix::fs::symlink(&victim, &link).expect("a link");
        let said = write(&link, b"yours").expect_err("refused");
        assert!(said.what.contains("symbolic link"), "{said}");
        assert_eq!(fs::read_to_string(&victim).expect("there"), "mine");
        // The name that older versions wrote under is of no consequence.
        std::os::unix::fs::symlink(&victim, folder.path().join("report.new")).expect("a link");
        write(&folder.path().join("report.txt"), b"yours").expect("written");
        assert_eq!(fs::read_to_string(&victim).expect("there"), "mine");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_new_files_have_the_usual_ones() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        fs::write(&old, "a").expect("written");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let usual = mode(&old);
        fs::set_permissions(&old, fs::Permissions::from_mode(0o600)).expect("set");
        write(&old, b"b").expect("written");
        write(&new, b"b").expect("written");
        assert_eq!((mode(&old), mode(&new)), (0o600, usual));
    }

    #[test]
    fn a_lock_keeps_others_out_until_it_is_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let held = lock(folder.path(), "it").expect("locked");
        let other = File::open(folder.path()).expect("opened");
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        assert!(other.try_lock().is_ok());
    }
}
