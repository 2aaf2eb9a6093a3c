//! Files, folders and standard input.

use crate::held::room;
use crate::in_order::in_order;
use cvf::{Attested, Budget, Documents, Extracted, Hints, Problem, Profiles, Reading, guarded, is_flattened};
use std::fs::{self, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A source as it is named in results. Its bytes are read when they are needed, and not kept.
pub(crate) struct File {
    pub(crate) name: String,
    from: From,
    /// Found in a folder, not named by the user: no framework in it is no error.
    pub(crate) walked: bool,
    /// What a person says about its layout.
    pub(crate) hints: Hints,
}

/// Where a source's bytes come from.
enum From {
    Path(PathBuf),
    /// Standard input, which is read once.
    Bytes(Vec<u8>),
    Nowhere(Problem),
}

impl File {
    fn of(name: String, from: From, walked: bool) -> Self {
        Self { name, from, walked, hints: Hints::NONE }
    }

    fn at(path: &Path, walked: bool) -> Self {
        Self::of(name_of(path), From::Path(path.to_path_buf()), walked)
    }

    fn broken(name: String, problem: Problem, walked: bool) -> Self {
        Self::of(name, From::Nowhere(problem), walked)
    }

    /// A file under another name.
    pub(crate) fn named(path: &Path, name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::at(path, false) }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// [`Problem`] if it cannot be read, or is no file.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Problem> {
        match &self.from {
            From::Path(path) => read_file(path, Pipes::Allowed).map_err(|e| unreadable(&self.name, &e)),
            From::Bytes(bytes) => Ok(bytes.clone()),
            From::Nowhere(problem) => Err(problem.clone()),
        }
    }

    /// Bytes that reading it takes, as far as that is known before.
    fn size(&self) -> usize {
        match &self.from {
            From::Path(path) => fs::metadata(path).map_or(0, |m| usize::try_from(m.len()).unwrap_or(usize::MAX)),
            From::Bytes(bytes) => bytes.len(),
            From::Nowhere(_) => 0,
        }
    }
}

fn unreadable(name: &str, error: &io::Error) -> Problem {
    Problem::new(name, format!("cannot be read: {error}")).help("check the path")
}

/// Endings of files in folders that are never sources: data and notes about sources.
const NO_SOURCES: [&str; 10] = ["yaml", "yml", "json", "jsonl", "toml", "lock", "sarif", "rs", "sh", "py"];

/// Endings that say that a file is a document: if it cannot be read or compared, that is said.
const DOCUMENTS: [&str; 19] = [
    "pdf", "docx", "docm", "doc", "rtf", "odt", "html", "htm", "xhtml", "mhtml", "mht", "txt", "text", "md", "csv",
    "tsv", "xlsx", "ods", "pptx",
];

/// True for a name that says that the file is a document.
pub(crate) fn is_named_as_document(name: &str) -> bool {
    let ending = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    DOCUMENTS.contains(&ending.as_str())
}

/// Finds sources; folders are walked in the order of names, hidden files left out.
pub(crate) fn open(paths: &[PathBuf]) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let name = "<stdin>".to_owned();
            files.push(match read_stdin() {
                Ok(bytes) => File::of(name, From::Bytes(bytes), false),
                Err(problem) => File::broken(name, problem, false),
            });
        } else if path.is_dir() {
            let found = walk(path);
            if found.is_empty() {
                let name = name_of(path);
                let problem =
                    Problem::new(&name, "there is no source in this folder").help("name another folder, or a file");
                files.push(File::broken(name, problem, false));
            }
            files.extend(found);
        } else {
            files.push(File::at(path, false));
        }
    }
    files
}

/// Opens sources that are read by hints: those for the name of each.
pub(crate) fn open_hinted(paths: &[PathBuf], hints: impl Fn(&str) -> Hints) -> Vec<File> {
    let mut files = open(paths);
    files.iter_mut().for_each(|file| file.hints = hints(&file.name));
    files
}

/// How many files of the folders among some paths are left out because they hold data or programs.
pub(crate) fn passed_over(paths: &[PathBuf]) -> usize {
    let inside = paths.iter().filter(|path| path.is_dir()).flat_map(|folder| entries(folder));
    inside.filter(|entry| entry.as_ref().is_ok_and(|e| is_file(e) && !is_source(e.path()))).count()
}

/// What is in a folder, in the order of names, without hidden files.
fn entries(folder: &Path) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let visible = |e: &DirEntry| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.');
    WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible)
}

/// True for a file or a link to one; a link to a folder is not followed: it may lead in circles.
fn is_file(entry: &DirEntry) -> bool {
    !entry.file_type().is_dir() && entry.path().is_file()
}

fn walk(folder: &Path) -> Vec<File> {
    let mut files = Vec::new();
    for entry in entries(folder) {
        match entry {
            Ok(e) if is_file(&e) && is_source(e.path()) => {
                files.push(File::at(e.path(), true));
            }
            Ok(_) => {}
            Err(e) => {
                let name = name_of(e.path().unwrap_or(folder));
                let why = e.io_error().map_or_else(|| e.to_string(), ToString::to_string);
                let problem = Problem::new(&name, format!("cannot be read: {why}")).help("check its permissions");
                files.push(File::broken(name, problem, true));
            }
        }
    }
    files
}

fn is_source(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    !NO_SOURCES.contains(&ending.as_str())
}

/// The path as it is shown: with `/` on every system.
pub(crate) fn name_of(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn read_stdin() -> Result<Vec<u8>, Problem> {
    read_some(io::stdin().lock()).map_err(|e| Problem::new("standard input", e.to_string()))
}

/// Whether a pipe may stand for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pipes {
    /// Where the user names it: a shell offers what another command prints as one.
    Allowed,
    /// Where a file names it.
    Refused,
}

/// Reads a file, and never what has no end, nor what waits for somebody who does not come.
pub(crate) fn read_file(path: &Path, pipes: Pipes) -> io::Result<Vec<u8>> {
    let file = open_at_once(path)?;
    let kind = file.metadata()?;
    if kind.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    if !(kind.is_file() || pipes == Pipes::Allowed && is_pipe(&kind)) {
        return Err(io::Error::other("it is no regular file"));
    }
    wait_for_data(&file)?;
    match read_some(file)? {
        bytes if bytes.is_empty() && is_pipe(&kind) => Err(io::Error::other("it is a pipe that nothing comes out of")),
        bytes => Ok(bytes),
    }
}

/// Opens a file without waiting: a pipe that nobody writes to is then found to be empty.
#[cfg(unix)]
fn open_at_once(path: &Path) -> io::Result<fs::File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    Ok(open(path, flags, Mode::empty())?.into())
}

#[cfg(unix)]
fn wait_for_data(file: &fs::File) -> io::Result<()> {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    Ok(fcntl_setfl(file, fcntl_getfl(file)? - OFlags::NONBLOCK)?)
}

#[cfg(unix)]
fn is_pipe(kind: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind.file_type())
}

#[cfg(not(unix))]
fn open_at_once(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

#[cfg(not(unix))]
fn wait_for_data(_: &fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

/// Reads no more than shows that there is too much.
fn read_some(from: impl io::Read) -> io::Result<Vec<u8>> {
    let most = Budget::FileSize.bytes();
    let mut bytes = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most { Err(io::Error::other(Budget::FileSize.exceeded("it is too large"))) } else { Ok(bytes) }
}

/// Reads a text file that the program itself works with.
pub(crate) fn read_text(path: &Path, help: &str) -> Result<String, Problem> {
    let name = name_of(path);
    let bytes = read_file(path, Pipes::Allowed);
    let bytes = bytes.map_err(|e| Problem::new(&name, format!("cannot be read: {e}")).help(help))?;
    let text =
        String::from_utf8(bytes).map_err(|_| Problem::new(&name, "is not UTF-8 text").help("save it as UTF-8"))?;
    // Some editors begin a file with a byte order mark.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A source's framework, or why there is none.
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) result: Result<Extracted, Problem>,
    pub(crate) walked: bool,
}

/// Whether a source must show a framework's structure, or is searched for the canon's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Framework,
    Text,
}

/// Reads all sources, several at a time, and hands out the results in the sources' order, each as
/// soon as those before it are there. Those with pages whose columns were read across are read in
/// the light of all others, and of what is `attested`.
pub(crate) fn read_each(
    files: &[File],
    wanted: Wanted,
    profiles: &Profiles,
    attested: Attested,
    documents: &dyn Documents,
    mut done: impl FnMut(&File, Read),
) {
    let mut attested = attested;
    // From the first that is read last, in order.
    let mut held: Vec<(usize, Option<Read>)> = Vec::new();
    let alone = Reading { documents, ..Reading::new(profiles) };
    let first = |i: usize| {
        let reading = Reading { hints: &files[i].hints, ..alone };
        read_one(&files[i], wanted, &reading, Flattened::Later)
    };
    in_order(files.len(), first, |i, read| {
        if let Some(Ok(extracted)) = read.as_ref().map(|r| &r.result) {
            attested.add_witness(&extracted.extraction.witness);
        }
        match read {
            Some(read) if held.is_empty() => done(&files[i], read),
            read => held.push((i, read)),
        }
    });
    let last: Vec<usize> = held.iter().filter(|(_, read)| read.is_none()).map(|(i, _)| *i).collect();
    let mut held = held.into_iter();
    let again = |n: usize| {
        let file = &files[last[n]];
        let reading = Reading { attested: &attested, hints: &file.hints, ..alone };
        read_one(file, wanted, &reading, Flattened::Now)
    };
    in_order(last.len(), again, |_, mut late| {
        for (i, read) in held.by_ref() {
            let is_late = read.is_none();
            if let Some(read) = read.or_else(|| late.take()) {
                done(&files[i], read);
            }
            if is_late {
                break;
            }
        }
    });
    held.for_each(|(i, read)| read.into_iter().for_each(|read| done(&files[i], read)));
}

/// When a source with pages whose columns were read across is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flattened {
    Now,
    Later,
}

/// Reads a source; nothing if it is to be read later.
fn read_one(file: &File, wanted: Wanted, reading: &Reading<'_>, flattened: Flattened) -> Option<Read> {
    let _room = room(file.size());
    let result = guarded(&file.name, || {
        let bytes = file.bytes()?;
        if flattened == Flattened::Later && is_flattened(&bytes, reading.profiles) {
            return Ok(None);
        }
        match wanted {
            Wanted::Framework => reading.extract(&file.name, &bytes),
            Wanted::Text => reading.witness(&file.name, &bytes),
        }
        .map(Some)
    });
    let result = result.transpose()?;
    Some(Read { name: file.name.clone(), result, walked: file.walked })
}

/// Looks for a file here and in the folders above.
pub(crate) fn find_upward(name: &str) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let found = here.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file())?;
    let relative = found.strip_prefix(&here).map(Path::to_path_buf);
    Some(relative.unwrap_or(found))
}
