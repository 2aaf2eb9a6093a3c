//! Tables drawn with signs (`+---+` between their rows), whose cells are wrapped over lines.

use cvf_document::flow::{Line, join_lines};
use cvf_document::{Block, Cell, Fidelity, Row, Table, Text};
use std::ops::Range;

/// The rows of a drawn table, and the offsets of hyphens at ends of lines. `lines` are the cells of each line, and
/// `rules` tell before which of them a rule stands. `None` if each line is a row of its own: in a
/// row of several, the first cell is blank but for its first line.
pub(crate) fn table(lines: &[Vec<Text>], rules: &[usize], line: impl Fn(&Text) -> Line) -> Option<(Table, Vec<usize>)> {
    let bounds: Vec<Range<usize>> = rules.windows(2).map(|pair| pair[0]..pair[1]).filter(|r| !r.is_empty()).collect();
    let whole = bounds.first().is_some_and(|r| r.start == 0) && bounds.last().is_some_and(|r| r.end == lines.len());
    let goes_on = |cells: &Vec<Text>| cells.first().is_some_and(Text::is_empty);
    let wrapped = bounds.iter().any(|r| r.len() > 1);
    if !whole || !wrapped || !bounds.iter().all(|r| lines[r.start + 1..r.end].iter().all(goes_on)) {
        return None;
    }
    let mut hyphens = Vec::new();
    let rows = bounds.into_iter().map(|bound| {
        let rows = &lines[bound];
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells = (0..width).map(|column| {
            let texts = rows.iter().filter_map(|cells| cells.get(column)).filter(|text| !text.is_empty());
            let joined = join_lines(texts.map(&line).collect());
            hyphens.extend(joined.hyphens);
            Cell::new(joined.paragraphs.into_iter().map(Block::Paragraph).collect())
        });
        Row { cells: cells.collect() }
    });
    let table = Table { rows: rows.collect(), fidelity: Fidelity::Marked };
    Some((table, hyphens))
}
