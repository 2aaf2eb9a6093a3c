//! XML parts as events whose elements are told by namespace, never by prefix.

use encoding_rs::{Encoding, UTF_8};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as Raw};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// Namespaces that matter, transitional and strict as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ns {
    Word,
    Drawing,
    Diagram,
    Chart,
    Compatibility,
    Math,
    Vml,
    Relationships,
    Spreadsheet,
    Presentation,
    Other,
}

const NAMESPACES: &[(Ns, &[&str])] = &[
    (
        Ns::Word,
        &[
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ],
    ),
    (
        Ns::Drawing,
        &["http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"],
    ),
    (
        Ns::Diagram,
        &["http://schemas.openxmlformats.org/drawingml/2006/diagram", "http://purl.oclc.org/ooxml/drawingml/diagram"],
    ),
    (
        Ns::Chart,
        &["http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart"],
    ),
    (Ns::Compatibility, &["http://schemas.openxmlformats.org/markup-compatibility/2006"]),
    (
        Ns::Math,
        &[
            "http://schemas.openxmlformats.org/officeDocument/2006/math",
            "http://purl.oclc.org/ooxml/officeDocument/math",
        ],
    ),
    (Ns::Vml, &["urn:schemas-microsoft-com:vml"]),
    (Ns::Relationships, &["http://schemas.openxmlformats.org/package/2006/relationships"]),
    (
        Ns::Spreadsheet,
        &["http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"],
    ),
    (
        Ns::Presentation,
        &[
            "http://schemas.openxmlformats.org/presentationml/2006/main",
            "http://purl.oclc.org/ooxml/presentationml/main",
        ],
    ),
];

/// An element with its attributes by local name.
#[derive(Clone, Debug)]
pub(crate) struct Element<'x> {
    pub(crate) ns: Ns,
    raw: BytesStart<'x>,
}

impl Element<'_> {
    pub(crate) fn name(&self) -> &str {
        self.raw.local_name().into_inner()
    }

    pub(crate) fn is(&self, ns: Ns, name: &str) -> bool {
        self.ns == ns && self.name() == name
    }

    /// The value of an attribute; one that cannot be read is none.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.raw.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|a| a.key.local_name().into_inner() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
    }

    /// The relation that it names, where it has an id of its own, too.
    pub(crate) fn relation(&self) -> Option<String> {
        let mut attributes = self.raw.attributes();
        attributes.with_checks(false);
        let named = |a: &quick_xml::events::attributes::Attribute<'_>| {
            a.key.prefix().is_some() && a.key.local_name().into_inner() == "id"
        };
        let found = attributes.flatten().find(named)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
    }

    pub(crate) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    pub(crate) fn number<N: std::str::FromStr>(&self) -> Option<N> {
        self.value()?.trim().parse().ok()
    }

    /// A switch: on without a value.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// What stands next in a part.
#[derive(Debug)]
pub(crate) enum Event<'x> {
    Open(Element<'x>),
    Close,
    Text(String),
}

/// A part being read.
pub(crate) struct Xml<'x> {
    reader: NsReader<&'x [u8]>,
    depth: usize,
    damaged: bool,
    too_deep: bool,
}

/// Elements that the library nests at most: it counts them in sixteen bits.
const DEEPEST: usize = u16::MAX as usize;

impl<'x> Xml<'x> {
    pub(crate) fn new(text: &'x str) -> Self {
        let mut reader = NsReader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        config.check_comments = false;
        Self { reader, depth: 0, damaged: false, too_deep: false }
    }

    /// True if the part broke off or broke its rules before its end.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// True if what stands in the part from some place on was not read because its elements
    /// nest deeper than is counted.
    pub(crate) fn is_too_deep(&self) -> bool {
        self.too_deep
    }

    /// The next event, or `None` at the end or where the part is damaged.
    pub(crate) fn next(&mut self) -> Option<Event<'x>> {
        loop {
            let Ok((resolved, event)) = self.reader.read_resolved_event() else {
                self.too_deep |= self.depth >= DEEPEST;
                self.damaged |= !self.too_deep;
                return None;
            };
            match event {
                Raw::Start(raw) | Raw::Empty(raw) => {
                    let ns = namespace(&resolved, &raw);
                    self.depth += 1;
                    return Some(Event::Open(Element { ns, raw }));
                }
                Raw::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Event::Close);
                }
                Raw::Text(text) => return Some(Event::Text(text.into_inner().into_owned())),
                Raw::CData(text) => return Some(Event::Text(text.into_inner().into_owned())),
                Raw::GeneralRef(reference) => {
                    let text = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        _ => entity(&reference.into_inner()),
                    };
                    return Some(Event::Text(text));
                }
                Raw::Eof => {
                    self.damaged |= self.depth > 0;
                    return None;
                }
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => {}
            }
        }
    }

    /// Goes to the end of the element that was opened last.
    pub(crate) fn skip(&mut self) {
        let mut open = 1_usize;
        while open > 0 {
            match self.next() {
                Some(Event::Open(_)) => open += 1,
                Some(Event::Close) => open -= 1,
                Some(Event::Text(_)) => {}
                None => return,
            }
        }
    }
}

fn namespace(resolved: &ResolveResult, raw: &BytesStart) -> Ns {
    match resolved {
        ResolveResult::Bound(uri) => {
            NAMESPACES.iter().find(|(_, uris)| uris.contains(&uri.0)).map_or(Ns::Other, |(ns, _)| *ns)
        }
        // A prefix that nothing binds is a fault; the usual ones can only mean one thing.
        ResolveResult::Unknown(_) => match raw.name().prefix().map(|p| p.into_inner()) {
            Some("w") => Ns::Word,
            Some("a") => Ns::Drawing,
            Some("mc") => Ns::Compatibility,
            Some("v") => Ns::Vml,
            Some("p") => Ns::Presentation,
            _ => Ns::Other,
        },
        ResolveResult::Unbound => Ns::Other,
    }
}

/// The five entities of XML; any other is kept as it is typed.
fn entity(name: &str) -> String {
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

/// Decodes a part: by byte order mark, else by its declaration, else as UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = head
        .strip_prefix("<?xml")
        .and_then(|h| h.split_once("?>"))
        .and_then(|(declaration, _)| declaration.split_once("encoding="))
        .map(|(_, rest)| rest.trim_start_matches(['"', '\'']))
        .and_then(|rest| rest.split(['"', '\'']).next())
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|e| e.is_ascii_compatible());
    declared.unwrap_or(UTF_8).decode(bytes).0.into_owned()
}
