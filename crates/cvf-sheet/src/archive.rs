//! What a zip archive holds, and how much.

use crate::ReadError;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most bytes that all parts of a workbook may have when inflated.
pub(crate) const MOST_INFLATED: u64 = 256 << 20;

/// Kinds of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Ods,
}

/// The kind of workbook that bytes are, told by the names of its parts and its type.
pub(crate) fn kind(bytes: &[u8]) -> Option<Kind> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    let holds = |part: &str| names.iter().any(|name| name.trim_start_matches('/').replace('\\', "/") == part);
    let is_word = names.iter().any(|name| name.starts_with("word/"));
    if holds("xl/workbook.xml") && !is_word {
        return Some(Kind::Xlsx);
    }
    let mut kind = String::new();
    archive.by_name("mimetype").ok()?.take(128).read_to_string(&mut kind).ok()?;
    kind.contains("opendocument.spreadsheet").then_some(Kind::Ods)
}

/// Inflates all parts once without keeping them, so that no part can fill the memory later.
///
/// # Errors
/// [`ReadError::TooLarge`] if there is more than [`MOST_INFLATED`].
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| ReadError::Damaged(e.to_string()))?;
    let mut left = MOST_INFLATED;
    for i in 0..archive.len() {
        // A part that cannot be inflated is told by who needs it.
        let Ok(part) = archive.by_index(i) else { continue };
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).unwrap_or(0);
        left = left.checked_sub(read).ok_or(ReadError::TooLarge)?;
    }
    Ok(())
}

/// True for an OpenDocument file, of whatever kind, that opens only with its password: the list of
/// its parts says so.
pub fn needs_password(bytes: &[u8]) -> bool {
    text(bytes, "META-INF/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data"))
}

/// The text of a part.
pub(crate) fn text(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = Vec::new();
    archive.by_name(name).ok()?.take(MOST_INFLATED).read_to_end(&mut part).ok()?;
    Some(String::from_utf8_lossy(&part).into_owned())
}

/// An attribute of an element by its local name.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    let found = attributes.flatten().find(|a| a.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// An OpenDocument text whose list of parts holds something.
    fn document(part: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let manifest =
            format!("<manifest:manifest><manifest:file-entry>{part}</manifest:file-entry></manifest:manifest>");
        for (name, text) in
            [("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", &*manifest)]
        {
            writer.start_file(name, SimpleFileOptions::default()).expect("begun");
            writer.write_all(text.as_bytes()).expect("written");
        }
        writer.finish().expect("made").into_inner()
    }

    #[test]
    fn a_document_that_is_locked_is_told_by_its_list_of_parts() {
        assert!(needs_password(&document("<manifest:encryption-data manifest:checksum=\"x\"/>")));
        assert!(!needs_password(&document("")));
        assert!(!needs_password(b"PK"));
    }
}
