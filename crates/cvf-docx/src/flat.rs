//! A package as one XML file ("Flat OPC"), as Word saves and other programs hand it over.

use crate::xml::decode;
use std::collections::BTreeMap;

const NAMESPACE: &str = "http://schemas.microsoft.com/office/2006/xmlPackage";
/// Bytes at the start in which the package's element stands.
const HEAD: usize = 4096;

/// True if the bytes are such a package.
pub(crate) fn is_flat(bytes: &[u8]) -> bool {
    let head: String = bytes.iter().take(HEAD).filter(|b| **b != 0).map(|b| char::from(*b)).collect();
    head.contains(NAMESPACE)
        && head.trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}', '\u{fe}', '\u{ff}']).trim_start().starts_with('<')
}

/// The XML parts of a package by name; pictures and other binary parts are left out.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let text = decode(bytes);
    let mut parts = BTreeMap::new();
    let Some(prefix) = prefix(&text) else { return parts };
    let (open, data, end) = (format!("<{prefix}part "), format!("<{prefix}xmlData"), format!("</{prefix}xmlData>"));
    for part in text.split(open.as_str()).skip(1) {
        let Some((tag, rest)) = part.split_once('>') else { continue };
        let name = tag.split(&format!("{prefix}name=")).nth(1).and_then(|value| {
            let quote = value.chars().next()?;
            value[1..].split(quote).next()
        });
        let inside =
            rest.split_once(data.as_str()).and_then(|(_, data)| data.split_once('>')).map(|(_, inside)| inside);
        if let (Some(name), Some(inside)) = (name, inside) {
            let xml = inside.split(end.as_str()).next().unwrap_or_default();
            parts.insert(name.trim_start_matches('/').to_lowercase(), xml.as_bytes().to_vec());
        }
    }
    parts
}

/// The prefix, with its colon, that the package's namespace is bound to.
fn prefix(text: &str) -> Option<String> {
    let (before, _) = text.split_once(NAMESPACE)?;
    let name = before.rsplit("xmlns").next()?.split('=').next()?;
    Some(name.strip_prefix(':').map_or_else(String::new, |prefix| format!("{}:", prefix.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_name() {
        let xml = "<?xml version='1.0'?><?mso-application progid='Word.Document'?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\"><pkg:part pkg:name=\"/word/document.xml\" pkg:contentType=\"x\"><pkg:xmlData><w:document/></pkg:xmlData></pkg:part></pkg:package>";
        assert!(is_flat(xml.as_bytes()));
        let parts = parts(xml.as_bytes());
        assert_eq!(parts.get("word/document.xml").map(Vec::as_slice), Some(b"<w:document/>".as_slice()));
    }
}
