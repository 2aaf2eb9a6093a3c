//! Labels in front of statements on their own line: "Good (8): Keeps the plan". Whatever the words
//! are, they are labels if the same ones come again in another list.

use super::block::key_of;
use super::sheet::Piece;
use super::words::count_words;
use crate::labels::PARTING_SIGNS;
use cvf_document::{MarkerKind, Paragraph, Style, Text};
use std::collections::BTreeMap;
use std::mem::{Discriminant, discriminant};

/// Most words of a label, and fewest of the text behind it.
const LABEL: usize = 6;
const TEXT: usize = 2;
/// Fewest different labels that come again, and lists that each comes in.
const LABELS: usize = 2;
const LISTS: usize = 2;
/// Fewest lines of a list, and its shares of lines with labels and with such as come again, in
/// hundredths: a list may have one of its own.
const LINES: usize = 2;
const LABELLED: usize = 75;
const KNOWN: usize = 50;

/// Puts labels in front of statements on lines of their own.
pub(crate) fn apart(pieces: Vec<Piece>, markers: &mut Vec<Text>) -> Vec<Piece> {
    let mut lists = lists(&pieces);
    lists.iter_mut().for_each(|list| number_by_marks(list, &pieces));
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
        let found: Vec<(usize, &Lead)> = list.iter().filter_map(|(at, lead)| Some((*at, lead.as_ref()?))).collect();
        let known = found.iter().filter(|(_, l)| is_label(&l.key)).count();
        let enough = known * 100 >= KNOWN * list.len() && found.len() * 100 >= LABELLED * list.len();
        if known >= LINES && enough && found.iter().any(|(_, l)| !l.alone) {
            cuts.extend(found.into_iter().map(|(at, l)| (at, l.end)));
        }
    }
    let cut = |(at, piece)| match (piece, cuts.get(&at)) {
        (Piece::Paragraph(p), Some(end)) => parted(p, *end, markers),
        (piece, _) => vec![piece],
    };
    pieces.into_iter().enumerate().flat_map(cut).collect()
}

/// Fewest lines of a list whose numbers fall.
const FALLING: usize = 3;

/// Numbers in front of lines that fall from line to line number no list: they are marks ("4: …",
/// "3: …").
fn number_by_marks(list: &mut List, pieces: &[Piece]) {
    let number = |at: usize| match &pieces[at] {
        Piece::Paragraph(Paragraph { marker: Some(marker), .. }) => match marker.kind {
            MarkerKind::Number(ref parts) if parts.len() == 1 => Some(parts[0]),
            _ => None,
        },
        _ => None,
    };
    let numbers: Option<Vec<u32>> = list.iter().map(|(at, _)| number(*at)).collect();
    let Some(numbers) = numbers.filter(|n| n.len() >= FALLING && n.windows(2).all(|pair| pair[0] > pair[1])) else {
        return;
    };
    for ((_, lead), number) in list.iter_mut().zip(numbers) {
        *lead = Some(Lead { key: number.to_string(), end: 0, alone: false });
    }
}

/// What stands in front of a text on its line.
struct Lead {
    key: String,
    /// Byte at which the sign behind the label ends; 0 where the marker is the label.
    end: usize,
    /// Nothing stands behind it: its statements are points under it.
    alone: bool,
}

/// The lines of a list: where each stands, and the label in front.
type List = Vec<(usize, Option<Lead>)>;

/// Lines that follow each other and are dressed alike, but for stress and the points under them.
fn lists(pieces: &[Piece]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut last: Option<&Paragraph> = None;
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Paragraph(p) = piece else {
            last = None;
            continue;
        };
        if last.is_some_and(|l| is_point_under(l, p)) {
            continue;
        }
        let goes_on = last.is_some_and(|l| dress(l) == dress(p));
        last = Some(p);
        match lists.last_mut().filter(|_| goes_on) {
            Some(list) => list.push((at, lead(p))),
            None => lists.push(vec![(at, lead(p))]),
        }
    }
    lists
}

fn is_point_under(line: &Paragraph, p: &Paragraph) -> bool {
    let listed = line.marker.is_some() || line.text.as_str().ends_with(':');
    listed
        && line.style.heading.is_none()
        && p.marker.is_some()
        && p.style.heading.is_none()
        && p.style.indent > line.style.indent
}

/// The dress of a line without its stress, and its kind of marker.
fn dress(p: &Paragraph) -> (Style, Option<Discriminant<MarkerKind>>) {
    (Style { bold: false, ..p.style }, p.marker.as_ref().map(|m| discriminant(&m.kind)))
}

fn lead(p: &Paragraph) -> Option<Lead> {
    let text = p.text.as_str();
    if p.style.heading.is_some() {
        return None;
    }
    let alone = text.ends_with(':').then_some((text.len() - 1, 1));
    let first = || PARTING_SIGNS.iter().find_map(|sign| Some((text.find(sign)?, sign.len())));
    let (at, sign) = first().or(alone)?;
    let end = at + sign;
    let behind = count_words(&text[end..]);
    let key = key_of(&text[..at]);
    let says = !key.is_empty() && count_words(&text[..at]) <= LABEL && (behind >= TEXT || end == text.len());
    // A sentence does not end in front of its label.
    let label = says && !text[..at].contains(['.', ',', ';', '?']);
    label.then_some(Lead { key, end, alone: end == text.len() })
}

/// A label and the text behind it; where nothing stands behind it, the label without its marker.
fn parted(mut p: Paragraph, end: usize, markers: &mut Vec<Text>) -> Vec<Piece> {
    if end == p.text.as_str().len() {
        markers.extend(p.marker.take().map(|m| m.text));
        p.style.bold = false;
        return vec![Piece::Label(p)];
    }
    let style = Style { bold: false, ..p.style };
    if end == 0
        && let Some(marker) = p.marker.take()
    {
        let number = marker.text.as_str().find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        markers.extend(Some(marker.text.to_byte(number).collapsed()).filter(|t| !t.is_empty()));
        let label = Paragraph { text: marker.text.from_byte(number), marker: None, style, gap: p.gap };
        return vec![Piece::Label(label), Piece::Labelled(p)];
    }
    let label = Paragraph { text: p.text.to_byte(end).collapsed(), marker: None, style, ..p.clone() };
    let text = Paragraph { text: p.text.from_byte(end), ..p };
    vec![Piece::Label(label), Piece::Labelled(text)]
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
        let shown = |p: &Piece| p.paragraphs().iter().map(|p| p.text.as_str()).collect();
        apart(pieces, &mut Vec::new()).iter().map(shown).collect()
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
    fn numbers_over_lists_are_no_part_of_them_and_a_label_may_stand_alone() {
        let shown = lines(
            "1. Sailing:\na. Mate: Steers alone\nb. Hand: Steers with help\n\n2. Knots:\na. Mate: Ties any knot\n\
            b. Hand: Ties a knot again\n",
        );
        assert_eq!(shown[..3], ["Sailing:", "Mate:", "Steers alone"]);
        let shown = lines(
            "IC1\n\n- Role: Learns the ropes.\n- Duties:\n  - Cleans the deck at dawn.\n- Manner: Asks when in doubt.\n\n\
            IC2\n\n- Role: Sails the boat.\n- Duties:\n  - Sets the sails at sea.\n",
        );
        assert!(shown.contains(&"Manner:".to_owned()) && shown.contains(&"Learns the ropes.".to_owned()), "{shown:?}");
    }

    #[test]
    fn numbers_that_fall_are_labels() {
        let shown = lines(
            "Knots\n\n2: Ties any knot\n1: Ties one knot\n0: Ties none\n\nSails\n\n2: Sets all sails\n1: Sets a sail\n0: Sets none\n",
        );
        assert_eq!(shown[..3], ["Knots", "2:", "Ties any knot"]);
    }

    #[test]
    fn names_in_front_of_their_only_statement_stay() {
        let text = "Varen\n\n- Oordeel: Weegt het weer\n- Rust: Blijft kalm aan boord\n\nKnopen\n\n- Zorg: Kijkt elk touw na\n- Geduld: Wacht op tij\n";
        assert!(lines(text).contains(&"Oordeel: Weegt het weer".to_owned()));
    }
}
