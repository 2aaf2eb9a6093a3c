//! Words in the cells of a table, and the lines of a cell as paragraphs.

use crate::gutters::Run;
use crate::lattice::Lattice;
use crate::lines::{Column, Line, Lines, lines, paragraphs};
use crate::page::column_of;
use crate::shape::Rect;
use crate::words::Word;
use cvf_document::marker;

/// A table of cells.
#[derive(Clone, Debug, Default)]
pub(crate) struct GridTable {
    /// Left edges of the columns, in points.
    pub(crate) xs: Vec<f32>,
    pub(crate) rows: Vec<Vec<GridCell>>,
}

/// A cell with the columns and rows it spans.
#[derive(Clone, Debug, Default)]
pub(crate) struct GridCell {
    pub(crate) column: usize,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) paragraphs: Vec<Lines>,
}

/// A cell with its lines, not yet parted into paragraphs.
type RawCell = (GridCell, Vec<Line>);

/// Puts words into the cells of a lattice.
pub(crate) fn of_lattice(lattice: &Lattice, words: Vec<Word>) -> GridTable {
    let mut filled: Vec<Vec<Vec<Word>>> = vec![vec![Vec::new(); lattice.columns()]; lattice.rows()];
    for word in words.into_iter().flat_map(|word| by_cell(word, lattice)) {
        let (r, c) = lattice.cell_at(word.rect.middle()).unwrap_or_default();
        filled[r][c].push(word);
    }
    let mut lattice = lattice.clone();
    part_headers(&mut lattice, &mut filled);
    let lattice = &lattice;
    let cells: Vec<Vec<RawCell>> = filled
        .into_iter()
        .enumerate()
        .map(|(r, row)| {
            row.into_iter().enumerate().filter_map(|(c, words)| lattice_cell(lattice, r, c, words)).collect()
        })
        .collect();
    GridTable { xs: lattice.xs[..lattice.columns()].to_vec(), rows: finish(cells) }
}

/// A phrase that runs up the page, parted where a line of the lattice is between its words: labels
/// of rows stand no farther apart than words.
fn by_cell(word: Word, lattice: &Lattice) -> Vec<Word> {
    let cell = |place: &(char, Rect)| lattice.cell_at(place.1.middle());
    let turned = word.chars.iter().any(|(c, _)| *c == ' ');
    if !turned || word.chars.iter().all(|c| cell(c) == cell(&word.chars[0])) {
        return vec![word];
    }
    let letters: Vec<&[(char, Rect)]> = word.chars.split(|(c, _)| *c == ' ').filter(|w| !w.is_empty()).collect();
    let cell_of = |part: &[(char, Rect)]| cell(&part[part.len() / 2]);
    let same = |a: &&[(char, Rect)], b: &&[(char, Rect)]| cell_of(a) == cell_of(b);
    letters.chunk_by(same).map(|parts| phrase(&word, parts)).collect()
}

/// Some of the words of a phrase.
fn phrase(whole: &Word, parts: &[&[(char, Rect)]]) -> Word {
    let mut chars: Vec<(char, Rect)> = Vec::new();
    for part in parts {
        if let Some((_, last)) = chars.last() {
            chars.push((' ', *last));
        }
        chars.extend_from_slice(part);
    }
    let rect = Rect::union(chars.iter().map(|(_, rect)| rect));
    Word { chars, rect, baseline: rect.bottom, ..whole.clone() }
}

/// Parts cells over several columns that no line parts but whose texts stand each in a column of
/// its own.
fn part_headers(lattice: &mut Lattice, filled: &mut [Vec<Vec<Word>>]) {
    for (r, row) in filled.iter_mut().enumerate() {
        for c in 0..lattice.columns() {
            let span = lattice.owner[r][c..].iter().take_while(|o| **o == (r, c)).count();
            let alone = lattice.owner.get(r + 1).is_none_or(|below| below[c] != (r, c));
            if span < 2 || !alone || !is_parted(&row[c], &lattice.xs[c..=c + span]) {
                continue;
            }
            for word in std::mem::take(&mut row[c]) {
                let inner = &lattice.xs[c + 1..c + span];
                row[c + inner.iter().filter(|x| word.rect.middle().0 > **x).count()].push(word);
            }
            (c..c + span).for_each(|column| lattice.owner[r][column] = (r, column));
        }
    }
}

/// True if every column between edges has words, and none is nearer to another column's than a
/// gutter is wide.
fn is_parted(words: &[Word], edges: &[f32]) -> bool {
    let filled = |e: &[f32]| words.iter().any(|w| (e[0]..e[1]).contains(&w.rect.middle().0));
    let inner = &edges[1..edges.len() - 1];
    let clear = |x: &f32| !words.iter().any(|w| w.rect.left < *x && w.rect.right > *x);
    let near = |x: &f32| {
        lines(words.to_vec()).iter().any(|line| {
            line.words.windows(2).any(|p| {
                let across = p[0].rect.right <= *x && p[1].rect.left >= *x;
                across && p[1].rect.left - p[0].rect.right < p[0].size
            })
        })
    };
    edges.windows(2).all(filled) && inner.iter().all(|x| clear(x) && !near(x))
}

/// The cell that begins at a place, if one does.
fn lattice_cell(lattice: &Lattice, r: usize, c: usize, words: Vec<Word>) -> Option<RawCell> {
    if lattice.owner[r][c] != (r, c) {
        return None;
    }
    let columns = lattice.owner[r][c..].iter().take_while(|o| **o == (r, c)).count();
    let rows = lattice.owner[r..].iter().take_while(|row| row[c] == (r, c)).count();
    Some((GridCell { column: c, columns, rows, paragraphs: Vec::new() }, lines(words)))
}

/// Parts the lines of each cell into paragraphs, by the width that the cells of its column fill.
fn finish(rows: Vec<Vec<RawCell>>) -> Vec<Vec<GridCell>> {
    let all: Vec<&RawCell> = rows.iter().flatten().collect();
    let width = |column: usize, columns: usize| {
        let same = all.iter().filter(|(cell, _)| cell.column == column && cell.columns == columns);
        Column::around(same.flat_map(|(_, lines)| lines))
    };
    let limits: Vec<Vec<Column>> =
        rows.iter().map(|r| r.iter().map(|(c, _)| width(c.column, c.columns)).collect()).collect();
    let fill = |((mut cell, lines), column): (RawCell, Column)| {
        cell.paragraphs = paragraphs(lines, column);
        cell
    };
    rows.into_iter().zip(limits).map(|(row, limits)| row.into_iter().zip(limits).map(fill).collect()).collect()
}

/// A band of lines: a row of the table.
pub(crate) type Band = Vec<Line>;

/// Lines in columns as a table.
pub(crate) fn of_bands(lines: &[Line], bands: Vec<Band>, run: &Run) -> GridTable {
    let xs: Vec<f32> = (0..=run.gutters.len()).map(|c| usual_left(&column_lines(lines, run, c))).collect();
    let rows = bands.into_iter().map(|band| row_cells(band, run, &xs)).collect();
    GridTable { xs, rows: finish(rows) }
}

/// Cells of a band: words that cross a gutter span the columns on both sides.
fn row_cells(band: Band, run: &Run, xs: &[f32]) -> Vec<RawCell> {
    let words: Vec<Word> = band.into_iter().flat_map(|l| l.words).collect();
    let crossed = crossed(&words, run, xs);
    let mut cells: Vec<(GridCell, Vec<Word>)> = Vec::new();
    for column in 0..=run.gutters.len() {
        let own = words.iter().filter(|w| column_of(w, run) == column).cloned();
        match cells.last_mut().filter(|_| column > 0 && crossed[column - 1]) {
            Some((cell, inside)) => {
                cell.columns += 1;
                inside.extend(own);
            }
            None => {
                let cell = GridCell { column, columns: 1, rows: 1, paragraphs: Vec::new() };
                cells.push((cell, own.collect()));
            }
        }
    }
    cells.into_iter().map(|(cell, words)| (cell, lines(words))).collect()
}

/// Words nearer than this, in em, are of one text.
const WORD_SPACE: f32 = 0.45;

/// True for the bullet of an item, which begins a text and is across no gutter.
fn is_bullet(word: &Word) -> bool {
    word.bullet || matches!(word.chars.as_slice(), [(c, _)] if marker::is_bullet(*c))
}

/// How far, in points, a word may be off the edge at which the texts of a column begin.
const OFF_EDGE: f32 = 0.6;

/// Which gutters have words across them: a word on it, or two words nearer than a gutter of which
/// the second is not where the lines of its column begin, beside a cell that is full.
fn crossed(words: &[Word], run: &Run, xs: &[f32]) -> Vec<bool> {
    let lines = lines(words.to_vec());
    let across = |(column, &(left, right)): (usize, &(f32, f32))| {
        let edge = xs.get(column + 1).copied().unwrap_or(f32::MAX);
        let at_edge = |word: &Word| (word.rect.left - edge).abs() <= OFF_EDGE && !word.bold;
        let several = lines.iter().filter(|line| line.words.iter().any(at_edge)).count() > 1;
        let over = |pair: &[Word]| {
            let gap = pair[1].rect.left - pair[0].rect.right;
            let beside = pair[0].rect.right <= right + 0.5 && pair[1].rect.left >= left - 0.5;
            let begins = several && at_edge(&pair[1]);
            beside
                && !begins
                && !pair.iter().any(is_bullet)
                && gap < (0.9 * (right - left)).min(WORD_SPACE * pair[0].size)
        };
        words.iter().any(|w| w.rect.left < left - 0.5 && w.rect.right > right + 0.5)
            || lines.iter().any(|line| line.words.windows(2).any(over))
    };
    run.gutters.iter().enumerate().map(across).collect()
}

/// Wider than the usual gap by this, in em, a gap parts rows.
const ROW_GAP: f32 = 0.22;

/// Rows: parted by ruling lines, else by gaps through all columns, by labels in a narrow first
/// column, and behind bold headers.
pub(crate) fn bands(lines: &[Line], run: &Run, rules: &[Rect]) -> Vec<Band> {
    let cuts = ruled_cuts(lines, rules);
    let bands = match cuts.is_empty() {
        true => by_gaps(lines, run),
        false => by_rules(lines, &cuts),
    };
    let bands = around_labels(bands, run).into_iter().flat_map(behind_headers).flat_map(|band| by_labels(band, run));
    bands.flat_map(behind_headers).flat_map(|band| without_heading(band, run)).collect()
}

/// A bold line in the first column alone, above bold headers whose first word would have fitted
/// behind it, is a heading over them.
fn without_heading(band: Band, run: &Run) -> Vec<Band> {
    let columns = |line: &Line| line.words.iter().map(|w| column_of(w, run)).max().unwrap_or(0);
    let edge = run.gutters.first().map_or(f32::MAX, |g| g.0);
    let over = |p: &[Line]| {
        let word = p[1].words.first().map_or(0.0, |w| w.rect.width());
        let room = edge - p[0].rect.right > word + 0.3 * p[0].size();
        p[0].is_bold() && p[1].is_bold() && columns(&p[0]) == 0 && columns(&p[1]) > 0 && room
    };
    match band.windows(2).position(over) {
        Some(at) => {
            let mut head = band;
            let rest = head.split_off(at + 1);
            vec![head, rest]
        }
        None => vec![band],
    }
}

/// Ordinates of level lines through most of the width, between the first and last line.
pub(crate) fn ruled_cuts(lines: &[Line], rules: &[Rect]) -> Vec<f32> {
    let area = Rect::union(lines.iter().map(|l| &l.rect));
    let through = |r: &&Rect| {
        r.width() > 0.6 * area.width()
            && r.height() < 3.0
            && r.overlap_x(&area) > 0.6 * area.width()
            && r.top > area.top + 2.0
            && r.bottom < area.bottom - 2.0
    };
    let mut cuts: Vec<f32> = rules.iter().filter(through).map(|r| r.middle().1).collect();
    cuts.sort_by(f32::total_cmp);
    cuts.dedup_by(|b, a| *b - *a < 3.0);
    cuts
}

fn by_rules(lines: &[Line], cuts: &[f32]) -> Vec<Band> {
    let mut bands: Vec<Band> = vec![Vec::new(); cuts.len() + 1];
    for line in lines {
        bands[cuts.iter().filter(|cut| **cut < line.rect.middle().1).count()].push(line.clone());
    }
    bands.retain(|b| !b.is_empty());
    bands
}

/// Rows end where every column has a gap wider than between the lines of one text.
fn by_gaps(lines: &[Line], run: &Run) -> Vec<Band> {
    let columns: Vec<Vec<Line>> = (0..=run.gutters.len()).map(|c| column_lines(lines, run, c)).collect();
    let size = lines.iter().map(Line::size).fold(0.0, f32::max);
    let mut steps: Vec<f32> =
        columns.iter().flat_map(|c| c.windows(2).map(|p| p[1].rect.top - p[0].rect.bottom)).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 4).copied().unwrap_or(0.0);
    let parts = |above: &Line, below: &Line| {
        let cut = (above.baseline + below.rect.top.max(above.baseline)) / 2.0;
        columns.iter().filter_map(|c| gap_at(c, cut)).all(|gap| gap > usual + ROW_GAP * size)
    };
    let mut bands: Vec<Band> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match bands.last_mut() {
            Some(band) if i > 0 && !parts(&lines[i - 1], line) => band.push(line.clone()),
            _ => bands.push(vec![line.clone()]),
        }
    }
    bands
}

pub(crate) fn column_lines(all: &[Line], run: &Run, column: usize) -> Vec<Line> {
    lines(all.iter().flat_map(|l| &l.words).filter(|w| column_of(w, run) == column).cloned().collect())
}

/// Where most lines begin; words of a header may begin anywhere in a column they cross.
fn usual_left(lines: &[Line]) -> f32 {
    let mut lefts: Vec<f32> = lines.iter().map(|l| l.rect.left).collect();
    lefts.sort_by(f32::total_cmp);
    let same = |left: f32| lefts.iter().filter(|l| (**l - left).abs() < 1.0).count();
    lefts
        .iter()
        .copied()
        .fold((0, f32::MAX), |best, left| if same(left) > best.0 { (same(left), left) } else { best })
        .1
}

/// The gap of a column around an ordinate; none where it has no text above or below, and
/// negative where text stands at it.
fn gap_at(column: &[Line], y: f32) -> Option<f32> {
    let next = column.iter().position(|l| l.rect.middle().1 > y)?;
    let last = next.checked_sub(1)?;
    Some(column[next].rect.top - column[last].rect.bottom)
}

/// Most words of a label in the first column.
const LABEL_WORDS: usize = 4;

/// A band with several labels in its first column, apart from each other, is as many rows.
fn by_labels(band: Band, run: &Run) -> Vec<Band> {
    let label = |line: &Line| {
        let own: Vec<&Word> = line.words.iter().filter(|w| column_of(w, run) == 0).collect();
        (!own.is_empty()).then_some(own.len())
    };
    let labels: Vec<usize> = (0..band.len()).filter(|&i| label(&band[i]).is_some()).collect();
    let short = labels.iter().all(|&i| label(&band[i]).unwrap_or(0) <= LABEL_WORDS);
    let first_aligned = labels.first() == Some(&0);
    // A label may have several lines; one of the same form as that above is another's.
    let form = |i: usize| {
        let own = band[i].words.iter().filter(|w| column_of(w, run) == 0);
        own.map(|w| w.text().replace(|c: char| c.is_ascii_digit(), "#")).collect::<Vec<_>>()
    };
    let begins = |&i: &usize| i == 0 || !labels.contains(&(i - 1)) || form(i) == form(i - 1);
    let starts: Vec<usize> = labels.iter().copied().filter(begins).collect();
    if starts.len() < 2 || !short || !first_aligned {
        return vec![band];
    }
    let mut bands: Vec<Band> = Vec::new();
    for (i, line) in band.into_iter().enumerate() {
        match bands.last_mut() {
            Some(open) if !starts.contains(&i) => open.push(line),
            _ => bands.push(vec![line]),
        }
    }
    bands
}

/// How far, in em, the middle of a row's label may be off the middle of the row.
const OFF_MIDDLE: f32 = 2.0;

/// Bands that are parts of rows whose labels stand in the middle of their height, gathered into
/// the rows.
fn around_labels(bands: Vec<Band>, run: &Run) -> Vec<Band> {
    let heads = bands.iter().take_while(|band| band.iter().all(Line::is_bold)).count();
    let Some(ends) = middle_rows(&bands[heads..], run) else { return bands };
    let mut rows: Vec<Band> = bands[..heads].to_vec();
    let mut from = heads;
    for end in ends {
        rows.push(bands[from..heads + end].concat());
        from = heads + end;
    }
    rows
}

/// Ends of the rows, in bands, if each has its label in its middle and not at its first line.
fn middle_rows(bands: &[Band], run: &Run) -> Option<Vec<usize>> {
    let size = bands.first()?.first()?.size();
    let middles = label_middles(bands, run, size)?;
    let top = bands.first()?.first()?.rect.top;
    let edge = |at: usize| {
        let (above, below) = (bands[at - 1].last()?, bands[at].first()?);
        Some((above.rect.bottom + below.rect.top) / 2.0)
    };
    let edges: Vec<f32> = (1..bands.len()).map(edge).collect::<Option<_>>()?;
    let (mut from, mut ends) = (top, Vec::new());
    for pair in middles.windows(2) {
        let wanted = 2.0 * pair[0] - from;
        let between = (0..edges.len()).filter(|&i| (pair[0]..pair[1]).contains(&edges[i]));
        let nearest = between.min_by(|a, b| (edges[*a] - wanted).abs().total_cmp(&(edges[*b] - wanted).abs()))?;
        if (edges[nearest] - wanted).abs() > OFF_MIDDLE * size {
            return None;
        }
        from = edges[nearest];
        ends.push(nearest + 1);
    }
    ends.push(bands.len());
    Some(ends)
}

/// Middles of the labels in a narrow first column, in points, if most bands lack one at their
/// first line.
fn label_middles(bands: &[Band], run: &Run, size: f32) -> Option<Vec<f32>> {
    let all: Vec<Line> = bands.iter().flatten().cloned().collect();
    let labels = column_lines(&all, run, 0);
    let near = |a: &Line, b: &Line| b.baseline - a.baseline < 1.7 * size;
    let labels: Vec<&[Line]> = labels.chunk_by(near).collect();
    let short = labels.iter().all(|l| l.iter().all(|line| line.words.len() <= LABEL_WORDS) && l.len() <= LABEL_WORDS);
    let first = |band: &Band| {
        band.first().is_some_and(|l| {
            l.words.iter().any(|w| column_of(w, run) == 0) && l.words.iter().any(|w| column_of(w, run) > 0)
        })
    };
    let labelled = bands.iter().filter(|b| first(b)).count();
    let middle = |l: &&[Line]| l.first().zip(l.last()).map(|(a, b)| (a.rect.top + b.rect.bottom) / 2.0);
    (short && labels.len() >= 2 && 2 * labelled < labels.len()).then(|| labels.iter().filter_map(middle).collect())
}

/// Bold lines above lines that are not are a header row of their own.
fn behind_headers(band: Band) -> Vec<Band> {
    let bold = band.iter().take_while(|l| l.is_bold()).count();
    let rest = band[bold..].iter().any(Line::is_bold);
    if bold == 0 || bold == band.len() || rest {
        return vec![band];
    }
    let mut head = band;
    let body = head.split_off(bold);
    vec![head, body]
}
