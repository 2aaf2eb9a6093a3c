//! Paragraphs → tokens: what each line says it is, before its neighbours are asked.

use crate::draft::Drafts;
use crate::labels::{self, bare_name_len, labelled, looks_like_name};
use crate::prepare::Node;
use crate::table_names;
use crate::values;
use cvf_document::{MarkerKind, Paragraph, Style, Text};
use cvf_framework::{KnownName, Part, Profiles, Section, names};
use std::collections::BTreeSet;

/// How a heading is dressed, from plain to strong; headings of one rank share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dress {
    pub(crate) heading: Option<u8>,
    pub(crate) numbered: usize,
    pub(crate) capitals: bool,
}

/// A part of the document in reading order.
#[derive(Clone, Debug)]
pub(crate) enum Token {
    /// The document's title.
    Title(Text),
    /// A name whose part is known.
    Name { part: Part, name: Text, known: Option<KnownName>, dress: Dress },
    /// A line that looks like a name; its neighbours decide.
    Candidate { text: Text, dress: Dress, gap: u32 },
    /// A level's label.
    Level { label: String, text: Text },
    /// The label of a section.
    Section { section: Section, text: Text, dress: Dress },
    /// A marked list item.
    Item(Text),
    /// Any other paragraph.
    Paragraph { text: Text, gap: u32 },
    /// The caption of a table.
    Caption(Text),
    /// A name or level in a list of names, which heads nothing.
    Mention { part: Part, text: Text },
    /// A heading over a list that is no part of the framework: links, further reading.
    Aside(Text),
    /// A table or loose cells.
    Grid {
        /// Index of the node.
        node: usize,
        /// True if its headers or rows name competencies, so that a name above it is none.
        named: bool,
        /// True if it is a whole framework, whose title may stand above it: clusters over
        /// competencies, or competencies down and levels across.
        whole: bool,
    },
}

pub(crate) fn tokens(nodes: &[Node], profiles: &Profiles, drafts: &mut Drafts) -> Vec<Token> {
    let mut tokens = Vec::new();
    let again = repeated_rows(nodes, profiles);
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Paragraph(p) => {
                let after = &nodes[index + 1..];
                if let Some(led) = values::led(p, &tokens, after, profiles, drafts) {
                    tokens.extend(led);
                } else if heads_a_list(p, after, profiles) {
                    named_item(p, profiles, drafts, &mut tokens);
                } else {
                    paragraph(p, &Around::of(nodes, index, profiles), profiles, drafts, &mut tokens);
                }
            }
            Node::LooseCells(_) => tokens.push(Token::Grid { node: index, named: true, whole: false }),
            Node::Table(table) => {
                if let Some(values) = values::table(table, &tokens, profiles, drafts) {
                    tokens.extend(values);
                    continue;
                }
                let rows = table_names::names_of_rows(table, profiles);
                let parts = rows.is_some_and(|names| names.iter().any(|n| again.contains(&names::key(n.as_str()))));
                let named = table_names::names_competencies(table, profiles) && !parts;
                let whole = table_names::is_whole(table, profiles) && !parts;
                tokens.push(Token::Grid { node: index, named, whole });
            }
        }
    }
    tokens
}

/// Names before the rows of several tables: parts of each competency, not competencies.
fn repeated_rows(nodes: &[Node], profiles: &Profiles) -> BTreeSet<String> {
    let (mut seen, mut again) = (BTreeSet::new(), BTreeSet::new());
    for node in nodes {
        let Node::Table(table) = node else { continue };
        let rows = table_names::names_of_rows(table, profiles).unwrap_or_default();
        let keys: BTreeSet<String> = rows.iter().map(|n| names::key(n.as_str())).collect();
        again.extend(keys.intersection(&seen).cloned());
        seen.extend(keys);
    }
    again
}

/// Most words of an item that is a name over a list of its own.
const LONGEST_NAMED_ITEM: usize = 12;

/// Most paragraphs between such an item and its list.
const MOST_BETWEEN: usize = 12;

/// True for an item of a list that is a name, with a deeper list under it.
fn heads_a_list(p: &Paragraph, after: &[Node], profiles: &Profiles) -> bool {
    let text = p.text.as_str();
    let named = p.marker.is_some() && looks_like_name(text) && !text.ends_with(':');
    let between = |next: &Paragraph| {
        next.style.heading.is_none() || labels::section(next.text.as_str(), &profiles.language).is_some()
    };
    if !named {
        return false;
    }
    let listed = after.iter().take(MOST_BETWEEN).find_map(|node| match node {
        Node::Paragraph(next) if next.marker.is_none() && between(next) => None,
        Node::Paragraph(next) => Some(next.marker.is_some() && next.style.indent > p.style.indent),
        Node::Table(_) | Node::LooseCells(_) => Some(false),
    });
    text.split(' ').count() <= LONGEST_NAMED_ITEM && listed == Some(true)
}

/// Reads such an item as a heading: the outer the list, the higher.
fn named_item(p: &Paragraph, profiles: &Profiles, drafts: &mut Drafts, out: &mut Vec<Token>) {
    drafts.markers.extend(p.marker.as_ref().map(|m| m.text.clone()));
    let rank = u8::try_from(p.style.indent).unwrap_or(u8::MAX).saturating_add(10);
    let style = Style { heading: Some(rank), ..p.style };
    paragraph(&Paragraph { marker: None, style, ..p.clone() }, &Around::default(), profiles, drafts, out);
}

/// What stands right before and behind a paragraph.
#[derive(Clone, Copy, Default)]
struct Around<'n> {
    /// The number of the paragraph before, if it is dressed as this one.
    before: Option<&'n [u32]>,
    /// The number of the paragraph behind.
    behind: Option<&'n [u32]>,
    /// A level's label in another dress stands before.
    level: bool,
    /// What stands behind has a marker.
    marked: bool,
}

impl<'n> Around<'n> {
    fn of(nodes: &'n [Node], index: usize, profiles: &Profiles) -> Self {
        let own = paragraph_at(nodes, Some(index)).and_then(|p| p.style.heading);
        let before = paragraph_at(nodes, index.checked_sub(1));
        let behind = paragraph_at(nodes, Some(index + 1));
        let level =
            |p: &Paragraph| labels::level(p.text.as_str(), profiles).is_some_and(|l| l.end == p.text.as_str().len());
        Self {
            before: before.filter(|p| p.style.heading == own).and_then(number),
            behind: behind.and_then(number),
            level: before.is_some_and(|p| own.is_none() && p.style.heading.is_some() && level(p)),
            marked: behind.is_some_and(|p| p.marker.is_some()),
        }
    }

    /// True if a number is one of a list: one of the same depth comes next, or came right before.
    fn lists(&self, number: &[u32]) -> bool {
        let follows = |before: &[u32]| {
            let same = before.len() == number.len() && before[..before.len() - 1] == number[..number.len() - 1];
            same && before.last().map(|n| n + 1) == number.last().copied()
        };
        let next = self.behind.is_some_and(|n| n.len() == number.len());
        next || self.before.is_some_and(follows) || (self.level && !self.marked)
    }
}

fn paragraph_at(nodes: &[Node], at: Option<usize>) -> Option<&Paragraph> {
    match nodes.get(at?) {
        Some(Node::Paragraph(p)) => Some(p),
        _ => None,
    }
}

fn number(p: &Paragraph) -> Option<&[u32]> {
    p.marker.as_ref().and_then(|m| numbers(&m.kind))
}

fn numbers(kind: &MarkerKind) -> Option<&[u32]> {
    match kind {
        MarkerKind::Number(parts) => Some(parts),
        _ => None,
    }
}

fn paragraph(p: &Paragraph, around: &Around<'_>, profiles: &Profiles, drafts: &mut Drafts, out: &mut Vec<Token>) {
    if let Some(marker) = &p.marker {
        drafts.markers.push(marker.text.clone());
        let number = numbers(&marker.kind);
        if !number.is_some_and(|n| heads(p, n, around, profiles)) {
            out.push(Token::Item(p.text.clone()));
            return;
        }
    }
    if !name_and_level(p, profiles, drafts, out) && !labelled_line(p, profiles, drafts, out) {
        plain(p, profiles, drafts, out);
    }
}

/// True if a number stands before a heading and not before an item of a numbered list.
fn heads(p: &Paragraph, number: &[u32], around: &Around<'_>, profiles: &Profiles) -> bool {
    let text = p.text.as_str();
    let name = &text[..bare_name_len(text)];
    profiles.resolve(name).is_some()
        || labels::level(text, profiles).is_some()
        || labelled(text, &profiles.language).is_some()
        || (looks_like_name(text) && !around.lists(number) && p.style.indent == 0)
}

/// "We are collaborative – Level 1", "Level 1: We are collaborative", "Practitioner (Level 1)".
fn name_and_level(p: &Paragraph, profiles: &Profiles, drafts: &mut Drafts, out: &mut Vec<Token>) -> bool {
    let text = p.text.as_str();
    if text.len() > LONGEST_HEADING {
        return false;
    }
    let level = |t: &str| labels::level(t, profiles).filter(|l| l.end == t.len()).map(|l| l.label);
    for (at, sign) in text.match_indices([':', '-', '–', '—', '(', ',', '|']) {
        let (left, right) = (text[..at].trim_end(), text[at + sign.len()..].trim_start().trim_end_matches(')'));
        let set_apart = left.len() < at || right.len() < text.len() - at - sign.len();
        if !set_apart || left.is_empty() || right.is_empty() {
            continue;
        }
        let from = text.len() - text[at + sign.len()..].trim_start().len();
        let (first, last) = (p.text.to_byte(left.len()), p.text.from_byte(from).slice(0..right.chars().count()));
        let part = |text: &Text| Paragraph { text: text.clone(), marker: None, ..p.clone() };
        let between = p.text.slice(first.len()..p.text.to_byte(from).len()).collapsed();
        match (level(left), level(right)) {
            (Some(_), Some(label)) => out.push(Token::Level { label, text: p.text.clone() }),
            (Some(label), None) if profiles.resolve(right).is_some() => {
                drafts.label(between);
                out.push(Token::Level { label, text: first });
                plain(&part(&last), profiles, drafts, out);
            }
            (None, Some(label)) if looks_like_name(left) => {
                drafts.label(between);
                drafts.label(p.text.from_byte(from + right.len()));
                plain(&part(&first), profiles, drafts, out);
                out.push(Token::Level { label, text: last });
            }
            _ => continue,
        }
        return true;
    }
    false
}

/// A line with more bytes than this is no heading.
const LONGEST_HEADING: usize = 160;

/// Levels and sections, with a text that was run into the label as a token of its own.
fn labelled_line(p: &Paragraph, profiles: &Profiles, drafts: &mut Drafts, out: &mut Vec<Token>) -> bool {
    let text = p.text.as_str();
    let (token, end) = if let Some(level) = labels::level(text, profiles) {
        let label = p.text.to_byte(level.end);
        (Token::Level { label: level.label, text: label.collapsed() }, level.end)
    } else if let Some((section, end)) = labels::section(text, &profiles.language) {
        (Token::Section { section, text: p.text.to_byte(end).collapsed(), dress: dress(p) }, end)
    } else if is_values_heading(p, profiles) {
        (Token::Section { section: Section::Values, text: p.text.clone(), dress: dress(p) }, text.len())
    } else {
        return false;
    };
    out.push(token);
    if end < text.len() {
        plain(&Paragraph { text: p.text.from_byte(end), marker: None, ..p.clone() }, profiles, drafts, out);
    }
    true
}

/// "Our Met values are:", "Our values" — a short line that names values and stands over them.
fn is_values_heading(p: &Paragraph, profiles: &Profiles) -> bool {
    let text = p.text.as_str();
    let key = names::key(text);
    let words: Vec<&str> = key.split(' ').collect();
    let names_values = words.iter().any(|w| profiles.language.values_words.contains(*w));
    let title = words.iter().any(|w| profiles.language.title_words.contains(*w));
    let last = words.last().is_some_and(|w| profiles.language.values_words.contains(*w));
    let heads = p.style.heading.is_some() || words.len() <= 3;
    names_values && !title && ((text.ends_with(':') && words.len() <= 6) || (last && heads))
}

fn plain(p: &Paragraph, profiles: &Profiles, drafts: &mut Drafts, out: &mut Vec<Token>) {
    let text = &p.text;
    let dress = dress(p);
    let named = labelled(text.as_str(), &profiles.language);
    let (part, start) = named.map_or((None, 0), |(part, start)| (Some(part), start));
    let end = start + bare_name_len(&text.as_str()[start..]);
    let name = text.slice(text.to_byte(start).len()..text.to_byte(end).len());
    let known = profiles.resolve(name.as_str());
    let is_name = part.is_some() || known.is_some();
    if !is_name && !looks_like_name(text.as_str()) && p.style.heading.is_none() {
        out.push(Token::Paragraph { text: text.clone(), gap: p.gap });
        return;
    }
    let part = part.or(known.as_ref().map(|k| k.part));
    out.push(match part {
        Some(part) => {
            drafts.label(text.to_byte(start));
            drafts.label(text.from_byte(end));
            Token::Name { part, name, known, dress }
        }
        None => Token::Candidate { text: text.clone(), dress, gap: p.gap },
    });
}

fn dress(p: &Paragraph) -> Dress {
    let letters = p.text.as_str().chars().filter(|c| c.is_alphabetic());
    let numbered = p.marker.as_ref().and_then(|m| numbers(&m.kind)).map_or(0, <[u32]>::len);
    Dress {
        heading: p.style.heading,
        numbered,
        capitals: letters.clone().count() > 3 && letters.clone().all(char::is_uppercase),
    }
}
