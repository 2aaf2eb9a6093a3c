//! Known matrices flattened as bad exports flatten them, to measure how well they are read.

use super::face::Face;
use super::reading::Dice;

/// How a matrix is set and then flattened.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Typeface.
    pub face: Face,
    /// Width of a column in em.
    pub width: f64,
    /// Share of bullets that are kept.
    pub bullets: f64,
    /// Share of visual lines in which one block of columns is read at another place.
    pub disorder: f64,
    /// Share of words with a letter misread.
    pub slips: f64,
}

impl Layout {
    /// A layout as it may come: drawn from `seed`.
    pub fn draw(seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ 0x5eed);
        let face = Face::ALL[dice.below(Face::ALL.len())];
        let width = (28.0 + 14.0 * dice.share()) * face.mean();
        Self { face, width, bullets: 0.6, disorder: 0.5, slips: 0.003 }
    }
}

/// A row of a matrix: its label and the items of each cell.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// Label as printed: `2`, `1a`.
    pub label: String,
    /// Items of each column.
    pub cells: Vec<Vec<String>>,
}

/// A fragment of a visual line.
type Fragment = String;

/// The rows as one line of text, read across visual line by visual line, and the rows as they
/// then read (with the letters that were misread).
pub fn flatten(rows: &[MatrixRow], layout: &Layout, seed: u64) -> (String, Vec<MatrixRow>) {
    let mut dice = Dice::new(seed);
    let rows: Vec<MatrixRow> = rows.iter().map(|row| misread(row, layout, &mut dice)).collect();
    let mut out: Vec<String> = Vec::new();
    for row in &rows {
        let cells: Vec<Vec<Fragment>> = row.cells.iter().map(|items| lines(items, layout, &mut dice)).collect();
        let label_after = 1 + dice.below(cells.len());
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let mut order: Vec<usize> = (0..cells.len()).filter(|c| line < cells[*c].len()).collect();
            disturb(&mut order, layout, &mut dice);
            for (i, c) in order.iter().enumerate() {
                out.push(cells[*c][line].clone());
                if line == 0 && i + 1 == label_after {
                    out.push(row.label.clone());
                }
            }
        }
    }
    (out.join(" "), rows)
}

/// Breaks the items of a cell into visual lines.
fn lines(items: &[String], layout: &Layout, dice: &mut Dice) -> Vec<Fragment> {
    let mut lines = Vec::new();
    for item in items {
        let mut line = String::new();
        let mut first = true;
        let mut close = |line: &mut String, first: &mut bool| {
            let bullet = if *first && dice.share() < layout.bullets { "• " } else { "" };
            lines.push(format!("{bullet}{line}"));
            line.clear();
            *first = false;
        };
        for word in item.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && layout.face.width(&longer) > layout.width {
                close(&mut line, &mut first);
                line = word.to_owned();
            } else {
                line = longer;
            }
        }
        close(&mut line, &mut first);
    }
    lines
}

/// Moves one block of the columns of a line, if the dice say so.
fn disturb(order: &mut [usize], layout: &Layout, dice: &mut Dice) {
    if order.len() < 2 || dice.share() >= layout.disorder {
        return;
    }
    let from = dice.below(order.len() - 1);
    let to = from + 2 + dice.below(order.len() - from - 1);
    let block = &mut order[from..to];
    let by = 1 + dice.below(block.len() - 1);
    block.rotate_left(by);
}

fn misread(row: &MatrixRow, layout: &Layout, dice: &mut Dice) -> MatrixRow {
    let mut word = |w: &str| {
        let confused = [('q', 'g'), ('m', 'n'), ('l', 'i'), ('e', 'c'), ('h', 'b')];
        let hit = confused.iter().find(|(a, _)| w.contains(*a)).filter(|_| dice.share() < layout.slips);
        hit.map_or_else(|| w.to_owned(), |(a, b)| w.replacen(*a, &b.to_string(), 1))
    };
    let mut item = |i: &String| i.split_whitespace().map(&mut word).collect::<Vec<_>>().join(" ");
    let cells = row.cells.iter().map(|items| items.iter().map(&mut item).collect()).collect();
    MatrixRow { label: row.label.clone(), cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_matrix_is_in_its_flattened_line() {
        let cell = |c: &str| vec![format!("Works with {c} to get things done"), format!("Helps {c} with care")];
        let rows = vec![MatrixRow { label: "2".to_owned(), cells: vec![cell("partners"), cell("staff"), cell("all")] }];
        for seed in 0..20 {
            let layout = Layout { width: 8.0, ..Layout::draw(seed) };
            let (text, rows) = flatten(&rows, &layout, seed);
            let mut found: Vec<&str> = text.split_whitespace().filter(|w| *w != "•" && *w != "2").collect();
            let mut all: Vec<&str> = rows[0].cells.iter().flatten().flat_map(|i| i.split_whitespace()).collect();
            found.sort_unstable();
            all.sort_unstable();
            assert_eq!(found, all);
        }
    }
}
