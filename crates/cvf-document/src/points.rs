//! Points of one statement: a lead that ends in a colon over a list of fragments is one logical
//! unit with them.

use crate::flow::begins_low;
use crate::{Block, Paragraph, Text};

/// Longest point, in words.
const LONGEST_POINT: usize = 30;

/// Joins fragments in a list below an item to the item they complete; returns the offsets of
/// their markers, which are then no part of any text.
///
/// An item is a lead if it has a marker, ends in a colon and is followed by two items or more that
/// stand deeper and are fragments: all begin with a lower-case letter, or all but the last end
/// with a comma or semicolon.
pub fn join_points(blocks: &mut Vec<Block>) -> Vec<usize> {
    let mut markers = Vec::new();
    for block in blocks.iter_mut() {
        match block {
            Block::Region(region) => markers.extend(join_points(&mut region.blocks)),
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    if cell.blocks().len() > 2 {
                        let mut inside = std::mem::take(cell).into_blocks();
                        markers.extend(join_points(&mut inside));
                        *cell = crate::Cell::new(inside);
                    }
                }
            }
            Block::Paragraph(_) | Block::LooseCells(_) => {}
        }
    }
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(block) = rest.next() {
        let Block::Paragraph(mut lead) = block else {
            out.push(block);
            continue;
        };
        if is_lead(&lead) {
            let mut points = Vec::new();
            while let Some(Block::Paragraph(point)) = rest.next_if(|next| is_below(next, &lead)) {
                points.push(point);
            }
            if are_fragments(&points) {
                for point in points {
                    markers.extend(point.marker.iter().flat_map(|m| visible(&m.text)));
                    lead.text.join(&point.text);
                }
            } else {
                out.push(Block::Paragraph(lead));
                out.extend(points.into_iter().map(Block::Paragraph));
                continue;
            }
        }
        out.push(Block::Paragraph(lead));
    }
    *blocks = out;
    markers
}

fn visible(text: &Text) -> Vec<usize> {
    text.chars().filter(|(c, _)| !c.is_whitespace()).map(|(_, at)| at).collect()
}

fn is_lead(p: &Paragraph) -> bool {
    p.marker.is_some() && p.style.heading.is_none() && p.text.as_str().ends_with(':') && p.text.as_str().contains(' ')
}

fn is_below(block: &Block, lead: &Paragraph) -> bool {
    matches!(block, Block::Paragraph(p) if p.marker.is_some() && p.style.heading.is_none() && p.style.indent > lead.style.indent)
}

fn are_fragments(points: &[Paragraph]) -> bool {
    let text = |p: &Paragraph| p.text.as_str().to_owned();
    let low = points.iter().all(|p| begins_low(p.text.as_str()));
    let goes_on = |p: &Paragraph| {
        let text = text(p);
        let bare = text.trim_end_matches(" and").trim_end_matches(" or");
        bare.ends_with([',', ';'])
    };
    let strung = points.split_last().is_some_and(|(_, rest)| rest.iter().all(goes_on));
    let short = points.iter().all(|p| p.text.as_str().split(' ').count() <= LONGEST_POINT);
    points.len() >= 2 && short && (low || strung)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Marker, MarkerKind, Style};

    fn items(lines: &[(u32, &str)]) -> Vec<Block> {
        let stream: Vec<char> =
            lines.iter().flat_map(|(_, text)| format!("-{text}").chars().collect::<Vec<_>>()).collect();
        let mut at = 0;
        let mut blocks = Vec::new();
        for (indent, text) in lines {
            let end = at + 1 + text.chars().count();
            let marker = Some(Marker { text: Text::from_stream(&stream, at..at + 1), kind: MarkerKind::Bullet });
            let style = Style { indent: *indent, ..Style::default() };
            blocks.push(Block::Paragraph(Paragraph {
                text: Text::from_stream(&stream, at + 1..end),
                marker,
                style,
                gap: 0,
            }));
            at = end;
        }
        blocks
    }

    fn joined(lines: &[(u32, &str)]) -> Vec<String> {
        let mut blocks = items(lines);
        join_points(&mut blocks);
        blocks.iter().flat_map(Block::paragraphs).map(|p| p.text.as_str().to_owned()).collect()
    }

    #[test]
    fn fragments_complete_their_lead() {
        let found = joined(&[(1, "I use words, as:"), (2, "notes;"), (2, "talks; and"), (2, "Calls."), (1, "I ask.")]);
        assert_eq!(found, ["I use words, as: notes; talks; and Calls.", "I ask."]);
    }

    #[test]
    fn statements_below_a_name_stay_apart() {
        let lines = [(1, "Care for all:"), (2, "I listen."), (2, "I ask."), (1, "Craft:"), (1, "lower")];
        assert_eq!(joined(&lines), ["Care for all:", "I listen.", "I ask.", "Craft:", "lower"]);
    }
}
