//! The text of one cell → blocks.

use cvf_document::flow::{Line, join_lines};
use cvf_document::{Block, Marker, Style, Text, marker};

/// What a cell says, line by line, as paragraphs with their markers; hyphens that were taken
/// out at line ends go to `separators`.
pub(crate) fn blocks(text: &Text, dress: Style, separators: &mut Vec<usize>) -> Vec<Block> {
    let mut gap = 0;
    let mut lines: Vec<Line> = Vec::new();
    for line in split_lines(text) {
        let collapsed = line.collapsed();
        if collapsed.is_empty() {
            gap += 1;
            continue;
        }
        lines.push(Line { gap: std::mem::take(&mut gap), ..plain_line(&line, &collapsed, dress) });
    }
    let joined = join_lines(lines);
    separators.extend(joined.hyphens);
    joined.paragraphs.into_iter().map(Block::Paragraph).collect()
}

fn split_lines(text: &Text) -> Vec<Text> {
    let ends: Vec<usize> =
        text.chars().enumerate().filter(|(_, (c, _))| matches!(c, '\n' | '\r')).map(|e| e.0).collect();
    let starts = [0].into_iter().chain(ends.iter().map(|end| end + 1));
    let ends = ends.iter().copied().chain([text.len()]);
    starts.zip(ends).map(|(from, to)| text.slice(from..to)).collect()
}

fn plain_line(whole: &Text, text: &Text, dress: Style) -> Line {
    let indent = whole.chars().take_while(|(c, _)| c.is_whitespace()).count();
    let found = marker::find(text.as_str());
    let cut = found.as_ref().map_or(0, |(_, bytes)| *bytes);
    let marker = found.map(|(kind, bytes)| Marker { text: text.to_byte(bytes).collapsed(), kind });
    let rest = text.from_byte(cut).collapsed();
    let width = indent + text.len();
    let style = Style { indent: u32::try_from(indent).unwrap_or(0), ..dress };
    Line { hang: width - rest.len(), text: rest, marker, style, gap: 0, width }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_cell_are_paragraphs_with_markers() {
        let stream: Vec<char> = "- I listen.\n- I ask\nand wait.\n\nI act.".chars().collect();
        let text = Text::from_stream(&stream, 0..stream.len());
        let found = blocks(&text, Style::default(), &mut Vec::new());
        let shown: Vec<&str> = found.iter().flat_map(Block::paragraphs).map(|p| p.text.as_str()).collect();
        assert_eq!(shown, ["I listen.", "I ask", "and wait.", "I act."]);
    }
}
