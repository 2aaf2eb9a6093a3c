//! Lines of one dress told apart by where they stand: in a text without headings the place is all
//! that there is.

use super::block::{Block, BlockId};
use super::form::{self, NAME};
use super::sheet::Element;
use std::collections::{BTreeMap, BTreeSet};

/// What comes right behind each line of one dress.
pub(crate) struct Positions {
    /// Short lines right above another short line of the dress.
    over: BTreeSet<BlockId>,
    /// Lines right above the label that opens each round of labels.
    opening: BTreeSet<BlockId>,
}

/// Share of its lines, in hundredths, that a dress may have over others of it: where most stand so,
/// they are a list.
const OVER: usize = 50;
/// Fewest lines of a part.
const OPENING: usize = 2;

impl Positions {
    /// What the part of lines over others is called.
    pub(crate) const OVER: &str = "over";

    /// Looks at the lines of one dress, in their parts. `first` is the key of the label that opens
    /// each round.
    pub(crate) fn of(
        next: &BTreeMap<BlockId, BlockId>,
        all: &[Block],
        blocks: &[BlockId],
        first: Option<&str>,
    ) -> Self {
        let headless: Vec<BlockId> = blocks.iter().copied().filter(|&b| !all[b].is_heading()).collect();
        let plain = |b: &BlockId| all[*b].marker.is_none() && !all[*b].key.is_empty();
        let own: BTreeSet<BlockId> = blocks.iter().copied().filter(plain).collect();
        let short = |b: BlockId| own.contains(&b) && all[b].words <= NAME;
        let over: BTreeSet<BlockId> =
            own.iter().copied().filter(|&b| short(b) && next.get(&b).is_some_and(|n| short(*n))).collect();
        let leads = own.iter().any(|b| short(*b) && !over.contains(b) && next.contains_key(b));
        let over = if leads && over.len() * 100 <= OVER * own.len() { over } else { BTreeSet::new() };
        let opens = |b: &BlockId| first.is_some() && next.get(b).is_some_and(|n| Some(all[*n].key.as_str()) == first);
        Self { over, opening: headless.into_iter().filter(opens).collect() }
    }

    /// A part of the dress, parted once more.
    pub(crate) fn parted(
        &self,
        (part, blocks): (&'static str, Vec<BlockId>),
    ) -> Vec<(&'static str, &'static str, Vec<BlockId>)> {
        if part == form::AGAIN {
            return vec![(part, "", blocks)];
        }
        for (position, set, fewest) in [("opening", &self.opening, OPENING), (Self::OVER, &self.over, 1)] {
            let (inside, outside): (Vec<BlockId>, Vec<BlockId>) = blocks.iter().partition(|b| set.contains(b));
            if inside.len() >= fewest && !outside.is_empty() {
                return vec![(part, position, inside), (part, "", outside)];
            }
        }
        vec![(part, "", blocks)]
    }
}

/// The line right behind each line; signs alone are passed over.
pub(crate) fn followers(order: &[Element], all: &[Block]) -> BTreeMap<BlockId, BlockId> {
    let lines = order.iter().map(|e| if let Element::Block(b, _) = e { Some(*b) } else { None });
    let lines: Vec<Option<BlockId>> = lines.filter(|b| b.is_none_or(|b| !all[b].key.is_empty())).collect();
    lines.windows(2).filter_map(|pair| Some((pair[0]?, pair[1]?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::block::Vocabulary;
    use cvf_document::{Style, Text};

    /// Texts of lines with the part and position of each.
    fn told(lines: &[&str]) -> Vec<(String, &'static str, &'static str)> {
        let mut vocabulary = Vocabulary::default();
        let block = |t: &&str| {
            let stream: Vec<char> = t.chars().collect();
            Block::of(Text::from_stream(&stream, 0..stream.len()), Style::default(), false, None, &mut vocabulary)
        };
        let all: Vec<Block> = lines.iter().map(block).collect();
        let ids: Vec<BlockId> = (0..all.len()).collect();
        let order: Vec<Element> = ids.iter().map(|&b| Element::Block(b, 0)).collect();
        let parts = form::parted(&ids, &all);
        let first = parts.iter().find(|p| p.0 == form::AGAIN).map(|p| all[p.1[0]].key.as_str());
        let positions = Positions::of(&followers(&order, &all), &all, &ids, first);
        let parted = parts.into_iter().flat_map(|p| positions.parted(p));
        let mut out: Vec<(BlockId, &str, &str)> =
            parted.flat_map(|(part, at, blocks)| blocks.into_iter().map(move |b| (b, part, at))).collect();
        out.sort_unstable();
        out.into_iter().map(|(b, part, at)| (lines[b].to_owned(), part, at)).collect()
    }

    #[test]
    fn names_stand_above_the_first_label_of_each_round() {
        let lines = told(&[
            "Boats",
            "Learner",
            "Rows a short trip",
            "Master",
            "Rows far out at night",
            "Nets",
            "Learner",
            "Mends a hole",
            "Master",
            "Weaves a net",
        ]);
        let opening: Vec<&str> = lines.iter().filter(|l| l.2 == "opening").map(|l| l.0.as_str()).collect();
        assert_eq!(opening, ["Boats", "Nets"]);
        assert!(lines.iter().filter(|l| l.1 == "again").count() == 4);
    }

    #[test]
    fn signs_alone_are_apart() {
        let lines = told(&["Boats", "▼", "Rows out every day and comes home with fish.", "Nets", "▼"]);
        assert_eq!(lines.iter().filter(|l| l.1 == "sign").count(), 2);
    }
}
