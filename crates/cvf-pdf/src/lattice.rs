//! Tables drawn with ruling lines.
//!
//! Lines that cross make a lattice; its cells are merged where no line parts them, as Camelot's
//! "lattice" and Tabula's "spreadsheet" methods do.

use crate::glyphs::Rule;
use crate::shape::Rect;

/// A table of cells in columns and rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lattice {
    /// Edges of its columns, from left to right.
    pub(crate) xs: Vec<f32>,
    /// Edges of its rows, from top to bottom.
    pub(crate) ys: Vec<f32>,
    /// For each row and column, the place (row, column) of the cell that covers it.
    pub(crate) owner: Vec<Vec<(usize, usize)>>,
}

/// Edges nearer than this, in points, are one.
const SAME: f32 = 3.0;
/// A line parts two cells if it runs along this share of their common edge.
const PARTED: f32 = 0.6;
/// A lattice with more lines than this one way is a drawing.
const MOST_LINES: usize = 400;

#[derive(Clone, Copy, Debug)]
struct Line {
    /// Across the line: its ordinate if level, its abscissa if upright.
    at: f32,
    from: f32,
    to: f32,
}

impl Lattice {
    pub(crate) fn rect(&self) -> Rect {
        let edge = |list: &[f32], last: bool| if last { list.last() } else { list.first() }.copied().unwrap_or(0.0);
        Rect {
            left: edge(&self.xs, false),
            right: edge(&self.xs, true),
            top: edge(&self.ys, false),
            bottom: edge(&self.ys, true),
        }
    }

    /// The cell (row, column) at a point.
    pub(crate) fn cell_at(&self, (x, y): (f32, f32)) -> Option<(usize, usize)> {
        let find = |edges: &[f32], v: f32| edges.windows(2).position(|e| (e[0]..=e[1]).contains(&v));
        Some(self.owner[find(&self.ys, y)?][find(&self.xs, x)?])
    }

    /// True if another one stands to the right of it, at most of its height.
    pub(crate) fn is_beside(&self, next: &Self) -> bool {
        let (own, next) = (self.rect(), next.rect());
        own.right <= next.left && own.overlap_y(&next) > 0.5 * own.height().min(next.height())
    }

    pub(crate) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    pub(crate) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// True if there is more than one cell.
    fn is_table(&self) -> bool {
        let first = self.owner.first().and_then(|r| r.first());
        self.owner.iter().flatten().any(|cell| Some(cell) != first)
    }
}

/// The lattices on a page, from top to bottom.
pub(crate) fn lattices(rules: &[Rule]) -> Vec<Lattice> {
    let level = lines(rules.iter().filter(|r| r.rect.width() >= r.rect.height()), |r| Line {
        at: (r.top + r.bottom) / 2.0,
        from: r.left,
        to: r.right,
    });
    let upright = lines(rules.iter().filter(|r| r.rect.width() < r.rect.height()), |r| Line {
        at: (r.left + r.right) / 2.0,
        from: r.top,
        to: r.bottom,
    });
    if level.len() > MOST_LINES || upright.len() > MOST_LINES {
        return Vec::new();
    }
    let mut lattices: Vec<Lattice> = crossing_groups(&level, &upright)
        .into_iter()
        .filter_map(|(level, upright)| lattice(&level, &upright))
        .filter(Lattice::is_table)
        .collect();
    lattices.sort_by(|a, b| a.rect().top.total_cmp(&b.rect().top));
    in_rows(without_inner(lattices))
}

/// Lattices from top to bottom, those at one height from left to right.
fn in_rows(lattices: Vec<Lattice>) -> Vec<Lattice> {
    let level = |a: &Lattice, b: &Lattice| a.is_beside(b) || b.is_beside(a);
    let row = |row: &[Lattice]| {
        let mut row = row.to_vec();
        row.sort_by(|a, b| a.rect().left.total_cmp(&b.rect().left));
        row
    };
    lattices.chunk_by(level).flat_map(row).collect()
}

/// Lines of one direction; pieces that meet end to end are one.
fn lines<'r>(rules: impl Iterator<Item = &'r Rule>, line: impl Fn(&Rect) -> Line) -> Vec<Line> {
    let mut pieces: Vec<Line> = rules.map(|r| line(&r.rect)).collect();
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        let meets = |l: &&mut Line| {
            (l.at - piece.at).abs() < SAME / 2.0 && piece.from <= l.to + SAME && piece.to >= l.from - SAME
        };
        match lines.iter_mut().rev().take(MOST_LINES).find(meets) {
            Some(line) => (line.from, line.to) = (line.from.min(piece.from), line.to.max(piece.to)),
            None => lines.push(piece),
        }
    }
    lines
}

fn cross(level: &Line, upright: &Line) -> bool {
    let within = |at: f32, line: &Line| (line.from - SAME..=line.to + SAME).contains(&at);
    within(upright.at, level) && within(level.at, upright)
}

/// Groups of lines that hang together by crossings.
fn crossing_groups(level: &[Line], upright: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let (mut level_left, mut upright_left) = (level.to_vec(), upright.to_vec());
    let mut groups = Vec::new();
    while let Some(seed) = level_left.pop() {
        let (mut rows, mut columns) = (vec![seed], Vec::new());
        loop {
            let more: Vec<Line> = extract(&mut upright_left, |u| rows.iter().any(|l| cross(l, u)));
            columns.extend_from_slice(&more);
            let next: Vec<Line> = extract(&mut level_left, |l| columns.iter().any(|u| cross(l, u)));
            if next.is_empty() {
                break;
            }
            rows.extend(next);
        }
        groups.push((rows, columns));
    }
    groups
}

fn extract(from: &mut Vec<Line>, wanted: impl Fn(&Line) -> bool) -> Vec<Line> {
    let (taken, kept) = from.drain(..).partition(|l| wanted(l));
    *from = kept;
    taken
}

fn lattice(level: &[Line], upright: &[Line]) -> Option<Lattice> {
    if upright.is_empty() {
        return None;
    }
    let xs = edges(upright, level);
    let ys = edges(level, upright);
    if xs.len() < 2 || ys.len() < 2 {
        return None;
    }
    let covers = |lines: &[Line], at: f32, from: f32, to: f32| {
        let along = lines.iter().filter(|l| (l.at - at).abs() < SAME).map(|l| l.to.min(to) - l.from.max(from));
        along.fold(0.0, f32::max) >= PARTED * (to - from)
    };
    let rows = ys.len() - 1;
    let columns = xs.len() - 1;
    let mut owner: Vec<Vec<(usize, usize)>> = vec![vec![(0, 0); columns]; rows];
    for r in 0..rows {
        for c in 0..columns {
            let left = c > 0 && !covers(upright, xs[c], ys[r], ys[r + 1]);
            let above = r > 0 && !covers(level, ys[r], xs[c], xs[c + 1]);
            owner[r][c] = match (left, above) {
                (true, _) => owner[r][c - 1],
                (false, true) => owner[r - 1][c],
                (false, false) => (r, c),
            };
        }
    }
    Some(Lattice { xs, ys, owner })
}

/// Places of lines, with the ends of the crossing lines where a table has no outer border.
fn edges(lines: &[Line], crossing: &[Line]) -> Vec<f32> {
    let mut at: Vec<f32> = lines.iter().map(|l| l.at).collect();
    let open = crossing.iter().flat_map(|l| [l.from, l.to]);
    let (first, last) = (at.iter().copied().fold(f32::MAX, f32::min), at.iter().copied().fold(f32::MIN, f32::max));
    at.extend(open.filter(|v| *v < first - 3.0 * SAME || *v > last + 3.0 * SAME));
    at.sort_by(f32::total_cmp);
    at.dedup_by(|b, a| (*b - *a).abs() < SAME);
    at
}

/// A lattice inside a cell of another is part of that cell.
fn without_inner(lattices: Vec<Lattice>) -> Vec<Lattice> {
    let area = |l: &Lattice| l.rect().width() * l.rect().height();
    let inside = |a: &Lattice, b: &Lattice| area(b) > area(a) && b.rect().contains(a.rect().middle());
    let outer: Vec<bool> = lattices.iter().map(|a| !lattices.iter().any(|b| inside(a, b))).collect();
    lattices.into_iter().zip(outer).filter(|(_, outer)| *outer).map(|(l, _)| l).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(left: f32, top: f32, right: f32, bottom: f32) -> Rule {
        Rule { rect: Rect { left, top, right, bottom } }
    }

    #[test]
    fn a_cell_without_a_line_between_is_one() {
        let mut rules = vec![rule(0.0, 0.0, 100.0, 0.0), rule(0.0, 20.0, 100.0, 20.0), rule(0.0, 40.0, 100.0, 40.0)];
        rules.extend([rule(0.0, 0.0, 0.0, 40.0), rule(50.0, 20.0, 50.0, 40.0), rule(100.0, 0.0, 100.0, 40.0)]);
        let found = lattices(&rules);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].owner, vec![vec![(0, 0), (0, 0)], vec![(1, 0), (1, 1)]]);
    }

    #[test]
    fn a_frame_is_no_table() {
        let frame = [
            rule(0.0, 0.0, 90.0, 0.0),
            rule(0.0, 40.0, 90.0, 40.0),
            rule(0.0, 0.0, 0.0, 40.0),
            rule(90.0, 0.0, 90.0, 40.0),
        ];
        assert!(lattices(&frame).is_empty());
    }
}
