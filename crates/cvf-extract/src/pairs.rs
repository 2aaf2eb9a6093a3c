//! Headings of a level with something behind it ("Level 1: Digging"): the level's own name, a
//! competency that comes again under the other levels, or a statement. Which of them is told
//! by what comes again in the document.

use crate::draft::Drafts;
use crate::labels::{self, looks_like_name, parting_sign};
use crate::prepare::Node;
use cvf_document::{Paragraph, Style, Text};
use cvf_framework::{Profiles, names};
use std::collections::{BTreeMap, BTreeSet};

/// Puts competencies and statements behind levels into paragraphs of their own.
pub(crate) fn set_apart(nodes: Vec<Node>, profiles: &Profiles, drafts: &mut Drafts) -> Vec<Node> {
    let found: Vec<Option<Pair>> = nodes.iter().map(|node| pair(node, profiles)).collect();
    let sort = sort(found.iter().flatten());
    if sort == Sort::Level {
        return nodes;
    }
    let split = |(node, pair): (Node, Option<Pair>)| match (node, pair) {
        (Node::Paragraph(p), Some(pair)) => parts(&p, &pair, sort, drafts),
        (node, _) => vec![node],
    };
    nodes.into_iter().zip(found).flat_map(split).collect()
}

/// What stands behind the levels of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Words of the level's own.
    Level,
    Competency,
    Statement,
}

/// A level's label with a name behind it.
struct Pair {
    label: String,
    name: String,
    /// Byte indices at which the label ends and the name begins.
    end: usize,
    from: usize,
}

fn pair(node: &Node, profiles: &Profiles) -> Option<Pair> {
    let Node::Paragraph(p) = node else { return None };
    let text = p.text.as_str();
    let (end, sign) = parting_sign(text)?;
    let level = labels::level(&text[..end], profiles).filter(|level| level.end == end)?;
    let name = &text[end + sign..];
    let plain = p.marker.is_none() && looks_like_name(name) && profiles.resolve(name).is_none();
    plain.then(|| Pair { label: level.label, name: names::key(name), end, from: end + sign })
}

/// Competencies come again under other levels, a level's own words under the same one, and
/// statements never.
fn sort<'p>(pairs: impl Iterator<Item = &'p Pair>) -> Sort {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut levels: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut count = 0;
    for pair in pairs {
        count += 1;
        names.entry(&pair.name).or_default().insert(&pair.label);
        levels.entry(&pair.label).or_default().insert(&pair.name);
    }
    let several =
        |sets: &BTreeMap<&str, BTreeSet<&str>>| sets.values().filter(|set| set.len() > 1).count() * 2 > sets.len();
    match (several(&names), several(&levels)) {
        (true, true) => Sort::Competency,
        (false, true) if count > 2 && names.len() == count => Sort::Statement,
        _ => Sort::Level,
    }
}

fn parts(p: &Paragraph, pair: &Pair, sort: Sort, drafts: &mut Drafts) -> Vec<Node> {
    let (label, name) = (p.text.to_byte(pair.end), p.text.from_byte(pair.from));
    drafts.label(p.text.slice(label.len()..p.text.len() - name.len()).collapsed());
    let part = |text: Text, style: Style| Node::Paragraph(Paragraph { text, marker: None, style, gap: p.gap });
    match sort {
        Sort::Statement => vec![part(label, p.style), part(name, Style { heading: None, ..p.style })],
        _ => vec![part(name, p.style), part(label, p.style)],
    }
}
