//! Pages that were rendered from another text (Markdown): where their characters stand in it.

use cvf_document::{Block, Document};

const MARK: &str = "cvf-at:";

pub(crate) fn mark(offset: usize) -> String {
    format!("<!--{MARK}{offset}-->")
}

/// The offset that a comment tells.
pub(crate) fn told(comment: &str) -> Option<usize> {
    comment.strip_prefix(MARK)?.parse().ok()
}

/// The document over the text that its page was rendered from: `origins` says where each
/// character of the page stands in it. What the page does not show is a separator.
pub(crate) fn place(document: Document, origins: &[usize], source: &str) -> Document {
    let stream: Vec<char> = source.chars().collect();
    let last = stream.len().saturating_sub(1);
    let to = |at: usize| origins.get(at).copied().unwrap_or(0).min(last);
    let blocks: Vec<Block> = document.blocks.into_iter().map(|block| block.placed(&to)).collect();
    let mut shown = vec![false; stream.len()];
    for text in blocks.iter().flat_map(Block::texts) {
        text.chars().filter(|(c, _)| !c.is_whitespace()).for_each(|(_, at)| shown[at] = true);
    }
    // Control characters are dropped from texts as blanks are.
    let blank = |c: char| c.is_whitespace() || c.is_control() || cvf_document::is_invisible(c);
    let visible = |at: &usize| !blank(stream[*at]);
    let separators = (0..stream.len()).filter(|at| !shown[*at]).filter(visible).collect();
    let mut dresses: Vec<_> = document.dresses.into_iter().map(|(at, dress)| (to(at), dress)).collect();
    dresses.sort_by_key(|(at, _)| *at);
    let mut placed = Document::new(stream, blocks, separators);
    placed.dresses = dresses;
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_no_separators() {
        let placed = place(Document::default(), &[], "\u{1} #\u{ad}");
        assert_eq!(placed.separators, [2]);
    }
}
