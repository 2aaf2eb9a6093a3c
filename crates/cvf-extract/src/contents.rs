//! Tables of contents that were typed: lines that end in a page number and name what stands
//! elsewhere in the document.

use cvf_document::Block;
use cvf_framework::names;
use std::collections::BTreeSet;

/// Fewest lines that make a table of contents.
const FEWEST: usize = 3;

/// Indices of blocks that are lines of one.
pub(crate) fn lines(blocks: &[Block]) -> BTreeSet<usize> {
    let keys: BTreeSet<String> = blocks.iter().filter_map(text).map(names::key).collect();
    let listed = |block: &Block| text(block).and_then(entry).is_some_and(|name| keys.contains(&names::key(name)));
    let mut lines = BTreeSet::new();
    let mut run: Vec<usize> = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        if listed(block) {
            run.push(i);
            continue;
        }
        // A name that is printed otherwise further on does not end the list.
        if text(block).and_then(entry).is_some() {
            continue;
        }
        add(&mut lines, &mut run);
    }
    add(&mut lines, &mut run);
    lines
}

/// Adds the run, from its first line to its last.
fn add(lines: &mut BTreeSet<usize>, run: &mut Vec<usize>) {
    if let (true, Some(&first), Some(&last)) = (run.len() >= FEWEST, run.first(), run.last()) {
        lines.extend(first..=last);
    }
    run.clear();
}

fn text(block: &Block) -> Option<&str> {
    if let Block::Paragraph(p) = block { Some(p.text.as_str()).filter(|t| !t.is_empty()) } else { None }
}

/// The name in front of a page number.
fn entry(line: &str) -> Option<&str> {
    let name = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = line.len() - name.len();
    let name = name.trim_end_matches(['.', '…', '_', ' ']);
    (1..=3).contains(&number).then_some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_document::{Paragraph, Text};

    #[test]
    fn lines_that_name_what_comes_later_are_contents() {
        let block = |line: &str| {
            let stream: Vec<char> = line.chars().collect();
            Block::Paragraph(Paragraph::plain(Text::from_stream(&stream, 0..stream.len())))
        };
        let lines_of = |texts: &[&str]| lines(&texts.iter().map(|t| block(t)).collect::<Vec<_>>());
        let document = ["Ropes ..... 3", "Knots 4", "Foreword 4", "Sails 12", "Ropes", "Level 1", "Knots", "Sails"];
        assert_eq!(lines_of(&document), BTreeSet::from([0, 1, 2, 3]));
        assert!(lines_of(&["Level 1", "I row.", "Level 2", "I steer.", "Level 3"]).is_empty());
    }
}
