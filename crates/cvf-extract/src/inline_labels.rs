//! Level labels in front of each item on its line: "Band A – Keeps records".

use crate::labels;
use crate::prepare::Node;
use cvf_document::{Marker, MarkerKind, Paragraph};
use cvf_framework::Profiles;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest different texts behind one label that make them items: a level has one name.
const FEWEST: usize = 3;

/// Puts such items on lines of their own, each under its label.
pub(crate) fn part(nodes: Vec<Node>, profiles: &Profiles) -> Vec<Node> {
    let parts: Vec<Option<Parts>> = nodes.iter().map(|node| parts(node, profiles)).collect();
    let mut texts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for part in parts.iter().flatten() {
        texts.entry(&part.label).or_default().insert(&part.rest);
    }
    let again = |pair: &[Option<Parts>]| match pair {
        [Some(a), Some(b)] => a.label == b.label,
        _ => false,
    };
    let is_list = texts.values().any(|t| t.len() >= FEWEST) && parts.windows(2).any(again);
    if !is_list {
        return nodes;
    }
    nodes.into_iter().zip(parts).flat_map(|(node, parts)| apart(node, parts)).collect()
}

/// A paragraph with a label: the label, where the sign behind it and the text begin, and the text.
struct Parts {
    label: String,
    sign: usize,
    from: usize,
    rest: String,
}

fn parts(node: &Node, profiles: &Profiles) -> Option<Parts> {
    let Node::Paragraph(p) = node else { return None };
    let text = p.text.as_str();
    let (at, sign) = text.match_indices([':', '-', '–', '—']).find(|(at, sign)| {
        let behind = &text[at + sign.len()..];
        behind.starts_with(' ') && (text[..*at].ends_with(' ') || *sign == ":")
    })?;
    let left = text[..at].trim_end();
    let from = text.len() - text[at + sign.len()..].trim_start().len();
    let plain = p.marker.is_none() && p.style.heading.is_none() && from < text.len();
    let level = labels::level(left, profiles).filter(|l| plain && l.end == left.len())?;
    Some(Parts { label: level.label, sign: left.len(), from, rest: text[from..].to_owned() })
}

fn apart(node: Node, parts: Option<Parts>) -> Vec<Node> {
    let (Node::Paragraph(p), Some(parts)) = (&node, parts) else { return vec![node] };
    let sign = p.text.slice(p.text.to_byte(parts.sign).len()..p.text.to_byte(parts.from).len()).collapsed();
    let label = Paragraph { text: p.text.to_byte(parts.sign), ..p.clone() };
    let marker = Some(Marker { text: sign, kind: MarkerKind::Bullet });
    let item = Paragraph { text: p.text.from_byte(parts.from), marker, ..p.clone() };
    vec![Node::Paragraph(label), Node::Paragraph(item)]
}

#[cfg(test)]
mod tests {
    use crate::testing::indicators;

    #[test]
    fn a_label_in_front_of_each_item_is_its_level() {
        let text = "Ship handling\n\nBand A – Keeps a list\n\nBand A – Asks early\n\nBand B – Owns the plan\n\n\
                    Resilience\n\nBand A – Rests\n\nBand A – Eats well\n\nBand B – Helps others to rest\n";
        let expected = [
            "Ship handling / A: Keeps a list",
            "Ship handling / A: Asks early",
            "Ship handling / B: Owns the plan",
            "Resilience / A: Rests",
            "Resilience / A: Eats well",
            "Resilience / B: Helps others to rest",
        ];
        assert_eq!(indicators(text), expected);
    }

    #[test]
    fn one_name_behind_each_label_is_the_levels() {
        let text = "Ship handling\n\nBand A – Pilots\n\n- Keeps a list\n\nBand B – Masters\n\n- Owns the plan\n";
        assert_eq!(indicators(text), ["Ship handling / A: Keeps a list", "Ship handling / B: Owns the plan"]);
    }
}
