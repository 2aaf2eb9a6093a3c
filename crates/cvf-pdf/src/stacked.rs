//! Tables below each other on a page, and where each begins; headings over tables side by side.
//!
//! A table begins at its headers, or at the heading over them. Headers that come again with the
//! columns of the table above are of that table, unless a heading stands over them.

use crate::lattice::Lattice;
use crate::lines::{Line, lines};
use crate::words::Word;

/// A gap of this width, in em, is between texts side by side.
const BETWEEN_TEXTS: f32 = 1.0;
/// Larger than the headers by this share, a line is a heading over them.
const LARGER: f32 = 1.06;
/// Most rows of headers of a page that are compared.
const MOST_HEADERS: usize = 64;
/// Narrowest gap between columns, in em.
const GUTTER: f32 = 0.75;

/// Where tables begin behind the first one, from top to bottom.
pub(crate) fn begin(lines: &[Line]) -> Vec<usize> {
    let mut found = with_the_same_headers(lines);
    found.extend(with_other_columns(lines));
    found.sort_unstable();
    found.dedup();
    found
}

/// Tables whose headers are those of a table above: at the headings over the headers. Their
/// columns may be as wide as those above by chance alone.
fn with_the_same_headers(lines: &[Line]) -> Vec<usize> {
    let texts: Vec<String> = lines.iter().map(Line::text).collect();
    let again = |i: &usize| is_side_by_side(&lines[*i]) && texts[..*i].contains(&texts[*i]);
    (1..lines.len()).filter(again).filter_map(|i| heading(lines, i)).collect()
}

/// Tables with bold headers whose columns are not those of the table above.
fn with_other_columns(lines: &[Line]) -> Vec<usize> {
    let header = |i: usize| lines[i].is_bold() && is_side_by_side(&lines[i]);
    let first = |i: &usize| header(*i) && (*i == 0 || !header(*i - 1));
    let headers: Vec<usize> = (0..lines.len()).filter(first).take(MOST_HEADERS).collect();
    let starts: Vec<usize> = headers.iter().map(|i| heading(lines, *i).unwrap_or(*i)).collect();
    let mut found = Vec::new();
    for (at, pair) in headers.windows(2).enumerate() {
        let end = starts.get(at + 2).copied().unwrap_or(lines.len());
        let (above, below) = (&lines[pair[0]..starts[at + 1].max(pair[0])], &lines[pair[1]..end.max(pair[1])]);
        if have_other_columns(above, below) {
            found.push(starts[at + 1]);
        }
    }
    found
}

/// True if both of two tables have columns, and not the same ones.
fn have_other_columns(above: &[Line], below: &[Line]) -> bool {
    let (above, below) = (gutters(above), gutters(below));
    let meet = |(left, right): &(f32, f32), (l, r): &(f32, f32)| left.max(*l) < right.min(*r);
    let within = |some: &[(f32, f32)], all: &[(f32, f32)]| some.iter().all(|g| all.iter().any(|other| meet(g, other)));
    let same = within(&above, &below) && within(&below, &above);
    !above.is_empty() && !below.is_empty() && !same
}

/// What is white between the words of all lines, in points.
fn gutters(lines: &[Line]) -> Vec<(f32, f32)> {
    let mut words: Vec<(f32, f32)> = lines.iter().flat_map(|l| &l.words).map(|w| (w.rect.left, w.rect.right)).collect();
    words.sort_by(|a, b| a.0.total_cmp(&b.0));
    let least = GUTTER * lines.first().map_or(1.0, Line::size);
    let mut gutters = Vec::new();
    let mut end = words.first().map_or(0.0, |w| w.1);
    for (left, right) in words {
        if left - end > least {
            gutters.push((end, left));
        }
        end = end.max(right);
    }
    gutters
}

/// True for texts of which two stand side by side with more than spaces between.
fn is_side_by_side(line: &Line) -> bool {
    let marked = line.marker().map_or(0, |(_, words)| words);
    let gaps = line.words.windows(2).enumerate().filter(|(i, _)| i + 1 != marked);
    gaps.map(|(_, p)| p[1].rect.left - p[0].rect.right).any(|gap| gap > BETWEEN_TEXTS * line.size())
}

/// The first line of the headings over headers; those of tables side by side stand so, too.
fn heading(lines: &[Line], headers: usize) -> Option<usize> {
    let larger = |k: usize| lines[k].size() > LARGER * lines[headers].size();
    let dressed = |k: &usize| lines[*k].is_bold() || larger(*k);
    let over = |k: &usize| !is_side_by_side(&lines[*k]) || (lines[*k].is_bold() && larger(*k));
    (0..headers).rev().take_while(over).filter(dressed).last()
}

/// Parts the lines that stand right over tables side by side into those of each table: what is
/// above them, and the words over each.
pub(crate) fn over_each(above: Vec<Word>, tables: &[Lattice]) -> (Vec<Word>, Vec<Vec<Word>>) {
    let mut heads: Vec<Vec<Word>> = vec![Vec::new(); tables.len()];
    if tables.len() < 2 {
        return (above, heads);
    }
    let side = |w: &Word| tables.iter().filter(|t| t.rect().left <= w.rect.middle().0).count().saturating_sub(1);
    let ends = |w: &Word| w.rect.right <= tables[side(w)].rect().right + w.size;
    let apart = |line: &Line| line.words.iter().all(ends) && line.words.iter().any(|w| side(w) != side(&line.words[0]));
    let all = lines(above);
    let first = all.iter().rposition(|line| !apart(line)).map_or(0, |last| last + 1);
    for word in all[first..].iter().flat_map(|line| &line.words) {
        heads[side(word)].push(word.clone());
    }
    (all[..first].iter().flat_map(|line| &line.words).cloned().collect(), heads)
}
