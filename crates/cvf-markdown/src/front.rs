//! Front matter: YAML in front of the page. Its lists and maps are content, its other fields say
//! something about the page.

use crate::page::Page;
use granit_parser::{Event, Parser};

/// Deepest nesting that is read.
const DEEPEST: usize = 32;
/// Most events that are read.
const MOST_NODES: usize = 200_000;
/// Fields whose value names what the map is about.
const NAMES: &[&str] = &["name", "title", "label", "heading"];
/// Longest value, in characters, that is one label with its field: `level: 1`.
const SHORT: usize = 12;

/// A value with where it begins.
enum Node {
    Scalar(Word),
    List(Vec<Node>),
    Map(Vec<(Word, Node)>),
}

struct Word {
    text: String,
    /// Byte of the source.
    at: usize,
}

/// Writes front matter that stands in the source from a byte on.
///
/// # Errors
/// What is wrong with it, where it is no YAML.
pub(crate) fn write(page: &mut Page<'_>, yaml: &str, at: usize) -> Result<(), String> {
    let Some(Node::Map(fields)) = Nodes::of(yaml, at)?.node(0)? else { return Ok(()) };
    let (about, content): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(_, value)| is_about(value));
    let titled = page.source[at + yaml.len()..].lines().any(|line| line.starts_with("# "));
    let (title, about): (Vec<_>, Vec<_>) = about
        .into_iter()
        .partition(|(key, value)| !titled && NAMES.contains(&key.text.as_str()) && scalar(value).is_some());
    for (_, value) in &title {
        heading(page, 1, |page| write_inline(page, value));
    }
    if !about.is_empty() {
        page.tag("<aside>");
        for (key, value) in &about {
            page.tag("<p>");
            page.words(&key.text, key.at);
            write_inline(page, value);
            page.tag("</p>");
        }
        page.tag("</aside>");
    }
    for (key, value) in &content {
        field(page, key, value, 2, content.len() > 1);
    }
    Ok(())
}

/// True for what says something about the page: single values, and lists of short words (tags).
fn is_about(value: &Node) -> bool {
    match value {
        Node::Scalar(_) => true,
        Node::List(values) => values.iter().all(|v| scalar(v).is_some_and(|w| w.text.split_whitespace().count() < 4)),
        Node::Map(fields) => fields.iter().all(|(_, value)| matches!(value, Node::Scalar(_))),
    }
}

fn scalar(node: &Node) -> Option<&Word> {
    match node {
        Node::Scalar(word) => Some(word),
        Node::List(_) | Node::Map(_) => None,
    }
}

fn write_word(page: &mut Page<'_>, word: &Word) {
    page.words(&word.text, word.at);
}

/// The name of a field as words: `level_1` is "level 1".
fn key_name(page: &mut Page<'_>, key: &Word) {
    let mut at = key.at;
    for word in key.text.split(['_', ' ']) {
        at = page.words(word, at);
    }
}

fn heading(page: &mut Page<'_>, rank: usize, write: impl FnOnce(&mut Page<'_>)) {
    let rank = rank.min(6);
    page.tag(&format!("<h{rank}>"));
    write(page);
    page.tag(&format!("</h{rank}>"));
}

/// A field's value; its name is a heading where the field is one of `several` of its kind.
fn field(page: &mut Page<'_>, key: &Word, value: &Node, rank: usize, several: bool) {
    match value {
        Node::Scalar(word) => {
            page.tag("<p>");
            page.words(&word.text, word.at);
            page.tag("</p>");
        }
        Node::List(values) => {
            let mut rank = rank;
            let of_maps = values.iter().all(|v| matches!(v, Node::Map(_)));
            if several && !of_maps {
                heading(page, rank, |page| key_name(page, key));
                rank += 1;
            }
            list(page, values, rank);
        }
        Node::Map(fields) => {
            let mut rank = rank;
            if several {
                heading(page, rank, |page| key_name(page, key));
                rank += 1;
            }
            map(page, fields, rank);
        }
    }
}

fn list(page: &mut Page<'_>, values: &[Node], rank: usize) {
    let mut open = false;
    for value in values {
        match value {
            Node::Map(fields) => {
                if std::mem::take(&mut open) {
                    page.tag("</ul>");
                }
                map(page, fields, rank);
            }
            value => {
                if !open {
                    page.tag("<ul>");
                }
                open = true;
                page.tag("<li data-marker=\"\">");
                write_inline(page, value);
                page.tag("</li>");
            }
        }
    }
    if open {
        page.tag("</ul>");
    }
}

/// A map: the field that names it is its heading, others stand below.
fn map(page: &mut Page<'_>, fields: &[(Word, Node)], rank: usize) {
    let named = |(key, value): &&(Word, Node)| NAMES.contains(&key.text.as_str()) && scalar(value).is_some();
    let short = |(_, value): &&(Word, Node)| scalar(value).is_some_and(|w| w.text.chars().count() <= SHORT);
    let named = fields.iter().find(named);
    let labelled = fields.first().filter(|first| named.is_none() && short(first));
    match (named, labelled) {
        (Some((_, Node::Scalar(name))), _) => heading(page, rank, |page| write_word(page, name)),
        (None, Some((key, Node::Scalar(value)))) => heading(page, rank, |page| {
            // `level: 1` is "level 1"; a value with a word in it says it all.
            if value.text.chars().all(|c| c.is_ascii_digit()) {
                page.words(&key.text, key.at);
            }
            page.words(&value.text, value.at);
        }),
        _ => {}
    }
    let head = named.or(labelled).map(|(key, _)| key.at);
    let rest: Vec<&(Word, Node)> = fields.iter().filter(|(key, _)| Some(key.at) != head).collect();
    let several = rest.iter().filter(|(_, value)| scalar(value).is_none()).count() > 1;
    for (key, value) in rest {
        field(page, key, value, rank + 1, several);
    }
}

fn write_inline(page: &mut Page<'_>, value: &Node) {
    match value {
        Node::Scalar(word) => write_word(page, word),
        Node::List(values) => values.iter().for_each(|value| write_inline(page, value)),
        Node::Map(fields) => {
            for (key, value) in fields {
                page.words(&key.text, key.at);
                write_inline(page, value);
            }
        }
    }
}

/// The nodes of a text, from its events.
struct Nodes<'y> {
    events: std::vec::IntoIter<(Event<'y>, usize)>,
}

impl<'y> Nodes<'y> {
    /// Parses a text that stands in the source from a byte on.
    fn of(yaml: &'y str, from: usize) -> Result<Self, String> {
        let mut events = Vec::new();
        for parsed in Parser::new_from_str(yaml) {
            let (event, span) = parsed.map_err(|error| error.to_string())?;
            events.push((event, from + span.byte_range().map_or(0, |range| range.start)));
            if events.len() > MOST_NODES {
                return Err("there is too much of it".to_owned());
            }
        }
        Ok(Self { events: events.into_iter() })
    }

    /// The next node; `None` at the end of what is open.
    fn node(&mut self, depth: usize) -> Result<Option<Node>, String> {
        if depth > DEEPEST {
            return Err("it nests too deep".to_owned());
        }
        while let Some((event, at)) = self.events.next() {
            match event {
                Event::Scalar(text, ..) => return Ok(Some(Node::Scalar(Word { text: text.into_owned(), at }))),
                Event::SequenceStart(..) => {
                    let mut values = Vec::new();
                    while let Some(value) = self.node(depth + 1)? {
                        values.push(value);
                    }
                    return Ok(Some(Node::List(values)));
                }
                Event::MappingStart(..) => return self.map(depth).map(Some),
                Event::SequenceEnd | Event::MappingEnd => return Ok(None),
                _ => {}
            }
        }
        Ok(None)
    }

    fn map(&mut self, depth: usize) -> Result<Node, String> {
        let mut fields = Vec::new();
        while let Some(key) = self.node(depth + 1)? {
            let Some(value) = self.node(depth + 1)? else { break };
            if let Node::Scalar(key) = key {
                fields.push((key, value));
            }
        }
        Ok(Node::Map(fields))
    }
}
