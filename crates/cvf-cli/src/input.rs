//! Files, folders and standard input.

use crate::convert::to_docx;
use cvf::{Attested, Extracted, Hints, Ocr, Problem, Profiles, Reading, Warning, is_flattened};
use rayon::prelude::*;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A source as it is named in results, with its bytes.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Result<Vec<u8>, Problem>,
    /// Found in a folder, not named by the user: no framework in it is no error.
    pub(crate) walked: bool,
    /// The bytes are what LibreOffice made of it.
    pub(crate) converted: bool,
    /// What a person says about its layout.
    pub(crate) hints: Hints,
}

impl File {
    fn new(name: String, bytes: Result<Vec<u8>, Problem>, walked: bool) -> Self {
        Self { name, bytes, walked, converted: false, hints: Hints::NONE }
    }

    /// The same file as a Word document, if it is one of another word processor.
    fn converted(mut self) -> Self {
        match self.bytes.as_ref().map(|bytes| to_docx(&self.name, bytes)) {
            Ok(Ok(Some(made))) => (self.bytes, self.converted) = (Ok(made), true),
            Ok(Err(problem)) => self.bytes = Err(problem),
            Ok(Ok(None)) | Err(_) => {}
        }
        self
    }
}

/// Endings of files in folders that are never sources: data and notes about sources.
const NO_SOURCES: [&str; 10] = ["yaml", "yml", "json", "jsonl", "toml", "lock", "sarif", "rs", "sh", "py"];

/// Endings that say that a file is a document: if it cannot be read or compared, that is said.
const DOCUMENTS: [&str; 18] = [
    "pdf", "docx", "docm", "doc", "rtf", "odt", "html", "htm", "xhtml", "mhtml", "mht", "txt", "text", "md", "csv",
    "tsv", "xlsx", "ods",
];

/// True for a name that says that the file is a document.
pub(crate) fn is_named_as_document(name: &str) -> bool {
    let ending = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    DOCUMENTS.contains(&ending.as_str())
}

/// Opens sources; folders are walked in the order of names, hidden files left out.
pub(crate) fn open(paths: &[PathBuf]) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(File::new("<stdin>".to_owned(), read_stdin(), false));
        } else if path.is_dir() {
            let found = walk(path);
            if found.is_empty() {
                let name = name_of(path);
                let problem =
                    Problem::new(&name, "there is no source in this folder").help("name another folder, or a file");
                files.push(File::new(name, Err(problem), false));
            }
            files.extend(found);
        } else {
            files.push(open_one(path, false));
        }
    }
    files.into_par_iter().map(File::converted).collect()
}

/// Opens sources that are read by hints: those for the name of each.
pub(crate) fn open_hinted(paths: &[PathBuf], hints: impl Fn(&str) -> Hints) -> Vec<File> {
    let mut files = open(paths);
    files.iter_mut().for_each(|file| file.hints = hints(&file.name));
    files
}

fn walk(folder: &Path) -> Vec<File> {
    let visible = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.');
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible);
    let mut files = Vec::new();
    for entry in entries {
        match entry {
            // A link to a file is a source, one to a folder is not followed: it may lead in circles.
            Ok(e) if !e.file_type().is_dir() && e.path().is_file() && is_source(e.path()) => {
                files.push(open_one(e.path(), true));
            }
            Ok(_) => {}
            Err(e) => {
                let name = name_of(e.path().unwrap_or(folder));
                let why = e.io_error().map_or_else(|| e.to_string(), ToString::to_string);
                let problem = Problem::new(&name, format!("cannot be read: {why}")).help("check its permissions");
                files.push(File::new(name, Err(problem), true));
            }
        }
    }
    files
}

fn is_source(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    !NO_SOURCES.contains(&ending.as_str())
}

fn open_one(path: &Path, walked: bool) -> File {
    let name = name_of(path);
    let bytes = fs::File::open(path).and_then(read_some);
    let bytes = bytes.map_err(|e| Problem::new(&name, format!("cannot be read: {e}")).help("check the path"));
    File::new(name, bytes, walked)
}

/// The path as it is shown: with `/` on every system.
pub(crate) fn name_of(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn read_stdin() -> Result<Vec<u8>, Problem> {
    read_some(io::stdin().lock()).map_err(|e| Problem::new("standard input", e.to_string()))
}

/// Reads no more than shows that there is too much: a device has no end.
fn read_some(from: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(cvf::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a text file that the program itself works with.
pub(crate) fn read_text(path: &Path, help: &str) -> Result<String, Problem> {
    let name = name_of(path);
    let bytes = fs::read(path).map_err(|e| Problem::new(&name, format!("cannot be read: {e}")).help(help))?;
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

const CONVERTED: &str = "read through LibreOffice: places are those in the Word document it makes";

/// Extracts all sources, in parallel; results in the sources' order. Those with pages whose
/// columns were read across are read in the light of all others, and of what is `attested`.
pub(crate) fn extract_all(files: &[File], profiles: &Profiles, attested: Attested, ocr: Ocr<'_>) -> Vec<Read> {
    read_by(|reading, name, bytes| reading.extract(name, bytes), files, profiles, attested, ocr)
}

/// Reads all sources for a check, which finds the canon's words whether or not the extraction
/// sees a framework's structure.
pub(crate) fn read_all(files: &[File], profiles: &Profiles, attested: Attested, ocr: Ocr<'_>) -> Vec<Read> {
    read_by(|reading, name, bytes| reading.witness(name, bytes), files, profiles, attested, ocr)
}

type Reader = fn(&Reading<'_>, &str, &[u8]) -> Result<Extracted, Problem>;

fn read_by(reader: Reader, files: &[File], profiles: &Profiles, mut attested: Attested, ocr: Ocr<'_>) -> Vec<Read> {
    let flattened = |file: &File| file.bytes.as_ref().is_ok_and(|bytes| is_flattened(bytes, profiles));
    let last: Vec<bool> = files.par_iter().map(flattened).collect();
    let one = |(file, last): (&File, &bool), now: bool, attested: &Attested| {
        (*last == now)
            .then(|| read_one(reader, file, &Reading { attested, ocr, hints: &file.hints, ..Reading::new(profiles) }))
    };
    let first: Vec<Option<Read>> = files.par_iter().zip(&last).map(|f| one(f, false, &Attested::none())).collect();
    for extracted in first.iter().flatten().filter_map(|r| r.result.as_ref().ok()) {
        attested.add_witness(&extracted.extraction.witness);
    }
    let rest: Vec<Option<Read>> = files.par_iter().zip(&last).map(|f| one(f, true, &attested)).collect();
    first.into_iter().zip(rest).filter_map(|(a, b)| a.or(b)).collect()
}

fn read_one(reader: Reader, file: &File, reading: &Reading<'_>) -> Read {
    let mut result = file.bytes.clone().and_then(|bytes| reader(reading, &file.name, &bytes));
    if let (true, Ok(extracted)) = (file.converted, &mut result) {
        extracted.warnings.insert(0, Warning::new("converted", CONVERTED));
    }
    Read { name: file.name.clone(), result, walked: file.walked }
}

/// Looks for a file here and in the folders above.
pub(crate) fn find_upward(name: &str) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let found = here.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file())?;
    let relative = found.strip_prefix(&here).map(Path::to_path_buf);
    Some(relative.unwrap_or(found))
}
