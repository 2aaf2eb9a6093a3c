//! Ranks of headings that are only set apart by the size or weight of their type.

use crate::{Block, Paragraph, Style};
use std::collections::{BTreeMap, BTreeSet};

/// A line longer than this, in characters, is no heading.
const LONGEST_HEADING: usize = 120;
/// A size more than this share above the body's stands out.
const LARGER: f64 = 1.06;

/// Gives short paragraphs that are larger than the body text, or bold where the body is not, a
/// rank below the headings that the format itself names: the larger the higher.
pub fn rank_headings(blocks: &mut [Block]) {
    let body = Body::of(blocks);
    let mut dresses = BTreeSet::new();
    let mut lowest_named = 0;
    for_each(blocks, &mut |p| {
        lowest_named = lowest_named.max(p.style.heading.unwrap_or(0));
        if body.stands_out(p) {
            dresses.insert(dress(&p.style));
        }
    });
    let ranks: BTreeMap<Dress, u8> =
        dresses.into_iter().zip(1_u8..).map(|(dress, rank)| (dress, rank.saturating_add(lowest_named))).collect();
    for_each(blocks, &mut |p| {
        if body.stands_out(p) {
            p.style.heading = ranks.get(&dress(&p.style)).copied();
        }
    });
}

/// Largest first, bold before plain.
type Dress = (std::cmp::Reverse<u16>, bool);

fn dress(style: &Style) -> Dress {
    (std::cmp::Reverse(style.size), !style.bold)
}

fn for_each(blocks: &mut [Block], act: &mut dyn FnMut(&mut Paragraph)) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => act(p),
            Block::Region(region) => for_each(&mut region.blocks, act),
            Block::Table(_) | Block::LooseCells(_) => {}
        }
    }
}

/// How most of the text is set.
struct Body {
    size: u16,
    bold: bool,
}

impl Body {
    fn of(blocks: &[Block]) -> Self {
        let mut sizes: BTreeMap<u16, usize> = BTreeMap::new();
        let (mut bold, mut all) = (0, 0);
        for paragraph in blocks.iter().flat_map(Block::paragraphs) {
            *sizes.entry(paragraph.style.size).or_default() += paragraph.text.len();
            all += paragraph.text.len();
            bold += if paragraph.style.bold { paragraph.text.len() } else { 0 };
        }
        let size = sizes.into_iter().max_by_key(|(_, chars)| *chars).map_or(0, |(size, _)| size);
        Self { size, bold: bold * 2 > all }
    }

    fn stands_out(&self, p: &Paragraph) -> bool {
        let larger = self.size > 0 && f64::from(p.style.size) > f64::from(self.size) * LARGER;
        let bolder = p.style.bold && !self.bold;
        let short = !p.text.is_empty() && p.text.len() <= LONGEST_HEADING;
        let sentence = p.text.as_str().ends_with(['.', ';', ',']);
        p.style.heading.is_none() && short && !sentence && (larger || bolder) && !is_bulleted(p)
    }
}

fn is_bulleted(p: &Paragraph) -> bool {
    p.marker.as_ref().is_some_and(|m| m.kind == crate::MarkerKind::Bullet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;

    fn paragraph(text: &str, size: u16, bold: bool) -> Block {
        let stream: Vec<char> = text.chars().collect();
        let text = Text::from_stream(&stream, 0..stream.len());
        Block::Paragraph(Paragraph { style: Style { size, bold, ..Style::default() }, ..Paragraph::plain(text) })
    }

    #[test]
    fn larger_and_bolder_lines_become_headings() {
        let mut blocks = vec![
            paragraph("Kindness", 160, false),
            paragraph("Level 1", 110, true),
            paragraph("I am kind to all and to each.", 110, false),
            paragraph("I say so.", 110, true),
        ];
        rank_headings(&mut blocks);
        let ranks: Vec<Option<u8>> = blocks.iter().flat_map(Block::paragraphs).map(|p| p.style.heading).collect();
        assert_eq!(ranks, [Some(1), Some(2), None, None]);
    }
}
