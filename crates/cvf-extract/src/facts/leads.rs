//! Labels in front of statements on their own line: "Good (8): Keeps the plan". Whatever the words
//! are, they are labels if the same ones come again in another list.

use super::block::key_of;
use super::sheet::Piece;
use crate::labels::PARTING_SIGNS;
use cvf_document::Paragraph;
use std::collections::BTreeMap;

/// Most words of a label, and fewest of the text behind it.
const LABEL: usize = 6;
const TEXT: usize = 2;
/// Fewest different labels that come again, and lists that each comes in.
const LABELS: usize = 2;
const LISTS: usize = 2;
/// Fewest lines of a list, and its share of lines with such labels, in hundredths.
const LINES: usize = 2;
const LABELLED: usize = 75;

/// Puts labels in front of statements on lines of their own.
pub(crate) fn apart(pieces: Vec<Piece>) -> Vec<Piece> {
    let lists = lists(&pieces);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for list in &lists {
        let mut keys: Vec<&str> = list.iter().filter_map(|(_, lead)| Some(lead.as_ref()?.key.as_str())).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let again: Vec<&str> = counts.iter().filter(|(_, lists)| **lists >= LISTS).map(|(key, _)| *key).collect();
    if again.len() < LABELS {
        return pieces;
    }
    // A label may have words of its own where it comes first ("Level 1 - Junior").
    let is_label = |key: &str| again.iter().any(|label| key.starts_with(label));
    let mut cuts: BTreeMap<usize, usize> = BTreeMap::new();
    for list in &lists {
        let found = list.iter().filter_map(|(at, lead)| Some((*at, lead.as_ref()?)));
        let found: Vec<(usize, usize)> = found.filter(|(_, l)| is_label(&l.key)).map(|(at, l)| (at, l.end)).collect();
        if found.len() >= LINES && found.len() * 100 >= LABELLED * list.len() {
            cuts.extend(found);
        }
    }
    let cut = |(at, piece)| match (piece, cuts.get(&at)) {
        (Piece::Paragraph(p), Some(end)) => parted(&p, *end),
        (piece, _) => vec![piece],
    };
    pieces.into_iter().enumerate().flat_map(cut).collect()
}

/// What stands in front of a text on its line.
struct Lead {
    key: String,
    /// Byte at which the sign behind the label ends.
    end: usize,
}

/// Lines that follow each other and are dressed alike: where each stands, and the label in front.
fn lists(pieces: &[Piece]) -> Vec<Vec<(usize, Option<Lead>)>> {
    let mut lists: Vec<Vec<(usize, Option<Lead>)>> = Vec::new();
    let mut last: Option<&Paragraph> = None;
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Paragraph(p) = piece else {
            last = None;
            continue;
        };
        let goes_on = last.is_some_and(|l| l.style == p.style && l.marker.is_some() == p.marker.is_some());
        last = Some(p);
        match lists.last_mut().filter(|_| goes_on) {
            Some(list) => list.push((at, lead(p))),
            None => lists.push(vec![(at, lead(p))]),
        }
    }
    lists
}

fn lead(p: &Paragraph) -> Option<Lead> {
    let text = p.text.as_str();
    if p.style.heading.is_some() {
        return None;
    }
    let (at, sign) = PARTING_SIGNS.iter().find_map(|sign| Some((text.find(sign)?, sign.len())))?;
    let end = at + sign;
    let count = |t: &str| t.split_whitespace().count();
    let key = key_of(&text[..at]);
    let says = !key.is_empty() && count(&text[..at]) <= LABEL && count(&text[end..]) >= TEXT;
    // A sentence does not end in front of its label.
    (says && !text[..at].contains(['.', ',', ';', '?'])).then_some(Lead { key, end })
}

fn parted(p: &Paragraph, end: usize) -> Vec<Piece> {
    let label = Paragraph { text: p.text.to_byte(end).collapsed(), marker: None, ..p.clone() };
    let text = Paragraph { text: p.text.from_byte(end), ..p.clone() };
    vec![Piece::Paragraph(label), Piece::Paragraph(text)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let document = cvf_text::read(text.as_bytes()).unwrap().value;
        let paragraph = |b: cvf_document::Block| match b {
            cvf_document::Block::Paragraph(p) => Some(Piece::Paragraph(p)),
            _ => None,
        };
        let pieces = document.blocks.into_iter().filter_map(paragraph).collect();
        let shown = |p: &Piece| if let Piece::Paragraph(p) = p { p.text.as_str().to_owned() } else { String::new() };
        apart(pieces).iter().map(shown).collect()
    }

    #[test]
    fn labels_that_come_again_in_another_list_stand_apart() {
        let shown = lines(
            "Varen\n\n- Goed (8): Stuurt zelf\n- Matig (5): Stuurt met hulp\n\nKnopen\n\n\
            - Goed (8): Legt elke knoop\n- Matig (5): Legt een knoop na\n",
        );
        assert_eq!(shown[..5], ["Varen", "Goed (8):", "Stuurt zelf", "Matig (5):", "Stuurt met hulp"]);
    }

    #[test]
    fn names_in_front_of_their_only_statement_stay() {
        let text = "Varen\n\n- Oordeel: Weegt het weer\n- Rust: Blijft kalm aan boord\n\nKnopen\n\n- Zorg: Kijkt elk touw na\n- Geduld: Wacht op tij\n";
        assert!(lines(text).contains(&"Oordeel: Weegt het weer".to_owned()));
    }
}
