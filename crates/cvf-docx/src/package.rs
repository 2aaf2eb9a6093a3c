//! The zip archive and its relations between parts.

use crate::ReadError;
use crate::flat;
use crate::xml::{Event, Ns, Xml, decode};
use cvf_document::Budget;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};

/// Most bytes of one part that are inflated.
pub(crate) const MOST_PART: u64 = 48 << 20;

/// A relation of a part to another.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last segment of its type: `header`, `styles` …
    pub(crate) kind: String,
    /// Name of the part in the package.
    pub(crate) target: String,
}

/// The parts of a package by name: lower case, `/` between folders.
pub(crate) struct Package<'b> {
    bytes: &'b [u8],
    archive: Option<ZipArchive<Cursor<&'b [u8]>>>,
    index: BTreeMap<String, usize>,
    /// Parts read one after the other where the archive's directory is lost, or that stand in
    /// one XML file.
    salvaged: BTreeMap<String, Vec<u8>>,
    left: u64,
    /// Parts that could not be read whole.
    pub(crate) damaged: Vec<String>,
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let mut package = Self {
            bytes,
            archive: None,
            index: BTreeMap::new(),
            salvaged: BTreeMap::new(),
            left: Budget::Decoded.bytes() as u64,
            damaged: Vec::new(),
        };
        if flat::is_flat(bytes) {
            package.salvaged = flat::parts(bytes);
            return Ok(package);
        }
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => package.list(archive),
            Err(error) => {
                package.salvage();
                if package.salvaged.is_empty() {
                    return Err(ReadError::NoPackage(error.to_string()));
                }
                package.damaged.push("the archive's directory".to_owned());
            }
        }
        Ok(package)
    }

    fn list(&mut self, mut archive: ZipArchive<Cursor<&'b [u8]>>) {
        for i in 0..archive.len().min(Budget::Parts.count()) {
            if let Ok(file) = archive.by_index_raw(i) {
                self.index.insert(part_name(file.name_raw()), i);
            }
        }
        self.archive = Some(archive);
    }

    /// Reads parts one after the other, for an archive that broke off before its directory.
    fn salvage(&mut self) {
        let mut cursor = Cursor::new(self.bytes);
        for _ in 0..Budget::Parts.count() {
            let Ok(Some(file)) = read_zipfile_from_stream(&mut cursor) else { break };
            let name = part_name(file.name_raw());
            let (bytes, whole) = inflate(file, self.left.min(MOST_PART));
            self.left -= bytes.len() as u64;
            if !whole {
                self.damaged.push(name.clone());
            }
            self.salvaged.insert(name, bytes);
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.index.keys().chain(self.salvaged.keys()).map(String::as_str)
    }

    /// The bytes of a part, as far as they can be inflated.
    pub(crate) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        if let Some(bytes) = self.salvaged.get(name) {
            return Some(bytes.clone());
        }
        let index = *self.index.get(name)?;
        let (bytes, whole) = match self.archive.as_mut()?.by_index(index) {
            Ok(file) => inflate(file, self.left.min(MOST_PART)),
            Err(_) => (Vec::new(), false),
        };
        self.left -= bytes.len() as u64;
        if !whole {
            self.damaged.push(name.to_owned());
        }
        Some(bytes)
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.bytes(name).map(|bytes| decode(&bytes))
    }

    /// The relations of a part; of the package itself for an empty name.
    pub(crate) fn relations(&mut self, part: &str) -> Vec<Relation> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let rels = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let text = self.text(&rels).unwrap_or_default();
        let mut xml = Xml::new(&text);
        let mut relations = Vec::new();
        while let Some(event) = xml.next() {
            let Event::Open(e) = event else { continue };
            if !e.is(Ns::Relationships, "Relationship") || e.attribute("TargetMode").as_deref() == Some("External") {
                continue;
            }
            let (Some(kind), Some(target)) = (e.attribute("Type"), e.attribute("Target")) else { continue };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let id = e.attribute("Id").unwrap_or_default();
            relations.push(Relation { id, kind, target: resolve(folder, &target) });
        }
        relations
    }
}

/// Bytes of a part up to a limit, and whether these are all.
fn inflate<R: Read>(mut file: ZipFile<'_, R>, most: u64) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    let read = (&mut file).take(most + 1).read_to_end(&mut bytes);
    let whole = read.is_ok() && bytes.len() as u64 <= most;
    bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    (bytes, whole)
}

fn part_name(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).replace('\\', "/").trim_start_matches(['/', '.']).to_lowercase()
}

/// The name of a target that is given from a folder on, or from the root.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/").to_lowercase();
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder_or_the_root() {
        assert_eq!(resolve("word", "header1.xml"), "word/header1.xml");
        assert_eq!(resolve("word", "/word/Document.xml"), "word/document.xml");
        assert_eq!(resolve("word/sub", "..\\charts\\chart1.xml"), "word/charts/chart1.xml");
    }
}
