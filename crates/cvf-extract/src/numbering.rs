//! Numbers without a dot in front of headings: "1 Safe passage" over "1.1 Ship handling".

use crate::prepare::Node;
use cvf_document::{Marker, MarkerKind, Paragraph};

/// Takes such numbers off the headings if they count from 1, or number parts under them.
pub(crate) fn mark(nodes: &mut [Node]) {
    let headings = || nodes.iter().filter_map(heading);
    let bare: Vec<u32> = headings().filter_map(|p| bare_number(p.text.as_str())).map(|(n, _)| n).collect();
    let parted = |n: u32| headings().filter_map(dotted).any(|parts| parts.len() > 1 && parts[0] == n);
    let counted = bare.len() > 1 && (1..).zip(&bare).all(|(n, found)| n == *found);
    if !(counted || (!bare.is_empty() && bare.iter().all(|n| parted(*n)))) {
        return;
    }
    for node in nodes {
        let Some((number, end)) = heading(node).and_then(|p| bare_number(p.text.as_str())) else { continue };
        if let Node::Paragraph(p) = node {
            let kind = MarkerKind::Number(vec![number]);
            p.marker = Some(Marker { text: p.text.to_byte(end).collapsed(), kind });
            p.text = p.text.from_byte(end).collapsed();
        }
    }
}

fn heading(node: &Node) -> Option<&Paragraph> {
    match node {
        Node::Paragraph(p) if p.style.heading.is_some() => Some(p),
        _ => None,
    }
}

fn dotted(p: &Paragraph) -> Option<&[u32]> {
    match &p.marker {
        Some(Marker { kind: MarkerKind::Number(parts), .. }) => Some(parts),
        _ => None,
    }
}

/// The number that stands before a name, and the bytes it takes with the space behind it.
fn bare_number(text: &str) -> Option<(u32, usize)> {
    let (number, name) = text.split_once(' ')?;
    let few = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    let named = few && name.starts_with(char::is_uppercase);
    named.then(|| number.parse().ok().map(|n| (n, number.len() + 1))).flatten()
}
