//! Tables that a page end has broken are made one again.

use crate::lines::{Line, Lines};
use crate::lower::LaidPage;
use crate::page::PageBlock;
use crate::shape::Rect;
use crate::table::{GridCell, GridTable};
use cvf_document::flow::{begins_low, lacks_end};

/// Edges of the columns of one table differ by no more than this, in points, from page to page.
const SAME_EDGE: f32 = 4.0;

/// Moves the rows of a table at the top of a page to the table at the foot of the page before,
/// if they have the same columns.
pub(crate) fn mend(mut pages: Vec<LaidPage>) -> Vec<LaidPage> {
    pages.iter_mut().for_each(|page| gather_ends(&mut page.blocks));
    for at in 1..pages.len() {
        let Some(from) = (0..at).rev().find(|&p| !pages[p].blocks.is_empty()) else { continue };
        let (before, after) = pages.split_at_mut(at);
        if let Some(PageBlock::Table(open)) = before[from].blocks.last_mut() {
            if let Some(PageBlock::Table(next)) = after[0].blocks.first_mut() {
                part_headers(open, next);
            }
            gather_rows(open, &mut after[0].blocks);
            while let Some(rows) = after[0].blocks.first().and_then(|block| rows_of(open, block)) {
                continue_rows(open, rows);
                after[0].blocks.remove(0);
            }
        }
    }
    pages
}

/// Farthest, in em, that the end of a column stands below the line above it.
const NEAR: f32 = 3.5;
/// Fewest words of a cell that is more than a label or a figure.
const LEAST_WORDS: usize = 4;

/// Puts what one column alone goes on with below a table into its last row: nothing beside it
/// shows there that it is of the table.
fn gather_ends(blocks: &mut Vec<PageBlock>) {
    let mut at = 0;
    while at + 1 < blocks.len() {
        match end_of_row(&blocks[at], &blocks[at + 1]) {
            Some(row) => {
                if let PageBlock::Table(open) = &mut blocks[at] {
                    open.rows.last_mut().into_iter().for_each(|last| append(last, row.clone()));
                }
                blocks.remove(at + 1);
            }
            None => at += 1,
        }
    }
}

/// A paragraph as the end of the last row of a table, if it stands near below it in one column.
fn end_of_row(table: &PageBlock, next: &PageBlock) -> Option<Vec<GridCell>> {
    let (PageBlock::Table(open), PageBlock::Paragraph(lines)) = (table, next) else { return None };
    let column = lone_column(open, lines)?;
    let last = open.rows.last().filter(|last| last.len() == open.xs.len() && last.len() > 2)?;
    let above = last.iter().flat_map(|cell| cell.paragraphs.iter().flatten()).map(|l| l.baseline);
    let first = lines.first()?;
    let near = first.baseline - above.max_by(f32::total_cmp)? < NEAR * first.size();
    let cell = GridCell { column: 0, columns: 1, rows: 1, paragraphs: vec![lines.clone()] };
    (near && is_of_text(&last[column])).then(|| in_columns(vec![cell], &[column], &vec![0; open.xs.len()]))
}

/// True for a cell with more than a label or a figure, which has no second paragraph.
fn is_of_text(cell: &GridCell) -> bool {
    text(cell).split(' ').count() >= LEAST_WORDS
}

/// Most lines at the top of a page that are told to be rows by the columns of the table before.
const FEW: usize = 12;
/// Narrowest gap, in em, between texts in two columns.
const BETWEEN: f32 = 0.3;

/// Makes lines at the top of a page that stand in the columns of an open table, repeated headers
/// first, a table: alone they are too few to show columns.
fn gather_rows(open: &GridTable, blocks: &mut Vec<PageBlock>) {
    let head = match (open.rows.first(), blocks.first()) {
        (Some(head), Some(PageBlock::Paragraph(lines))) if open.xs.len() > 2 => (texts(head), lines.clone()),
        _ => return,
    };
    let Some(first) = rows_in_columns(open, &head.1).filter(|rows| rows.iter().any(|row| texts(row) == head.0)) else {
        return;
    };
    let mut rows = first;
    let mut count = 1;
    for block in &blocks[1..] {
        let PageBlock::Paragraph(lines) = block else { break };
        let Some(more) = rows_in_columns(open, lines).filter(|_| rows.len() < FEW) else { break };
        rows.extend(more);
        count += 1;
    }
    blocks.splice(..count, [PageBlock::Table(GridTable { xs: open.xs.clone(), rows })]);
}

/// The lines of a paragraph as rows, if each text of them stands in a column of a table.
fn rows_in_columns(open: &GridTable, lines: &Lines) -> Option<Vec<Vec<GridCell>>> {
    let rows: Vec<Vec<GridCell>> = lines.iter().map(|line| row_in_columns(open, line)).collect::<Option<_>>()?;
    if !lines.iter().all(Line::is_bold) {
        return Some(rows);
    }
    // Lines of headers are one row.
    let mut rows = rows.into_iter();
    let mut first = rows.next()?;
    for cell_row in rows {
        for (cell, more) in first.iter_mut().zip(cell_row) {
            match cell.paragraphs.first_mut() {
                Some(open) => open.extend(more.paragraphs.into_iter().flatten()),
                None => cell.paragraphs = more.paragraphs,
            }
        }
    }
    Some(vec![first])
}

fn row_in_columns(open: &GridTable, line: &Line) -> Option<Vec<GridCell>> {
    let column = |left: f32| open.xs.iter().rposition(|x| *x <= left + SAME_EDGE);
    let mut cells: Vec<Vec<crate::words::Word>> = vec![Vec::new(); open.xs.len()];
    let mut last: Option<(usize, f32)> = None;
    for word in &line.words {
        let own = column(word.rect.left)?;
        let apart = |(before, right): (usize, f32)| before == own || word.rect.left - right > BETWEEN * word.size;
        let within = open.xs.get(own + 1).is_none_or(|next| word.rect.right <= next + SAME_EDGE);
        if !within || !last.is_none_or(apart) {
            return None;
        }
        cells[own].push(word.clone());
        last = Some((own, word.rect.right));
    }
    let cell = |(column, words): (usize, Vec<crate::words::Word>)| {
        let lines = crate::lines::lines(words);
        GridCell { column, columns: 1, rows: 1, paragraphs: if lines.is_empty() { Vec::new() } else { vec![lines] } }
    };
    Some(cells.into_iter().enumerate().map(cell).collect())
}

/// Parts repeated headers from the rest of a row below them that no line parts from them.
fn part_headers(open: &GridTable, next: &mut GridTable) {
    let at = repeated_rows(open, next);
    let (Some(head), Some(row)) = (open.rows.get(at), next.rows.get_mut(at)) else { return };
    let first =
        |cell: &GridCell| cell.paragraphs.iter().take(1).flatten().map(Line::text).collect::<Vec<_>>().join(" ");
    let same = head.len() == row.len() && head.iter().zip(row.iter()).all(|(h, r)| text(h) == first(r));
    if same {
        let rest = |cell: &mut GridCell| cell.paragraphs.split_off(1.min(cell.paragraphs.len()));
        let rest = row.iter_mut().map(|cell| GridCell { paragraphs: rest(cell), ..cell.clone() }).collect();
        next.rows.insert(at + 1, rest);
    }
}

/// The rows of a block in the columns of an open table, if the block goes on in it.
fn rows_of(open: &GridTable, block: &PageBlock) -> Option<Vec<Vec<GridCell>>> {
    match block {
        PageBlock::Table(next) => {
            let places = same_columns(open, next)?;
            let rows = all_in_columns(&next.rows, &places, open.xs.len());
            let next = GridTable { xs: open.xs.clone(), rows };
            goes_on(open, &next).then_some(next.rows)
        }
        PageBlock::Paragraph(lines) => {
            let column = lone_column(open, lines)?;
            let cell = GridCell { column: 0, columns: 1, rows: 1, paragraphs: vec![lines.clone()] };
            Some(vec![in_columns(vec![cell], &[column], &vec![0; open.xs.len()])])
        }
        PageBlock::Aside(_) => None,
    }
}

/// The column, but the first, that a paragraph fills, where one cell of a row is all that is
/// left; a bold line begins something new.
fn lone_column(open: &GridTable, lines: &Lines) -> Option<usize> {
    if lines.iter().all(Line::is_bold) {
        return None;
    }
    let rect = Rect::union(lines.iter().map(|l| &l.rect));
    let lefts: Vec<f32> = lines.iter().flat_map(lefts).collect();
    let begins = |x: &f32| lefts.iter().any(|left| (x - left).abs() <= SAME_EDGE);
    let column = open.xs.iter().position(begins).filter(|c| *c > 0)?;
    open.xs.get(column + 1).is_none_or(|next| rect.right < *next).then_some(column)
}

/// Where a line begins, and where its text does behind a bullet.
fn lefts(line: &Line) -> impl Iterator<Item = f32> {
    let text = line.marker().and_then(|(_, words)| line.words.get(words)).map(|w| w.rect.left);
    text.into_iter().chain([line.rect.left])
}

/// For each column of `next` the column of `open` that begins at the same place: the rest of a
/// row may lack columns, as its label's.
fn same_columns(open: &GridTable, next: &GridTable) -> Option<Vec<usize>> {
    if has_same_headers(open, next) {
        return Some((0..open.xs.len()).collect());
    }
    let place = |x: &f32| open.xs.iter().position(|o| (o - x).abs() <= SAME_EDGE);
    let places: Vec<usize> = next.xs.iter().map(place).collect::<Option<_>>()?;
    places.is_sorted().then_some(places)
}

/// True if the first rows are the same, at the same places: below them, items may be indented.
fn has_same_headers(open: &GridTable, next: &GridTable) -> bool {
    let (Some(a), Some(b)) = (open.rows.first(), next.rows.first()) else { return false };
    let lefts = |row: &[GridCell]| -> Vec<f32> {
        let lines = row.iter().filter_map(|cell| cell.paragraphs.first().and_then(|p| p.first()));
        lines.map(|line| line.rect.left).collect()
    };
    let (before, after) = (lefts(a), lefts(b));
    let level = before.iter().zip(&after).all(|(x, y)| (x - y).abs() <= SAME_EDGE);
    open.xs.len() == next.xs.len() && before.len() > 1 && texts(a) == texts(b) && level
}

/// Rows with blank cells for the columns they lack, but for those that a cell above goes down to.
fn all_in_columns(rows: &[Vec<GridCell>], places: &[usize], columns: usize) -> Vec<Vec<GridCell>> {
    let mut covered = vec![0; columns];
    let mut out = Vec::new();
    for row in rows {
        let row = in_columns(row.clone(), places, &covered);
        covered.iter_mut().for_each(|rows: &mut usize| *rows = rows.saturating_sub(1));
        for cell in row.iter().filter(|cell| cell.rows > 1) {
            covered[cell.column..cell.column + cell.columns].fill(cell.rows - 1);
        }
        out.push(row);
    }
    out
}

/// A row with blank cells for the columns it lacks; `covered` tells for each column how many more
/// rows a cell above has.
fn in_columns(row: Vec<GridCell>, places: &[usize], covered: &[usize]) -> Vec<GridCell> {
    let free = |columns: std::ops::Range<usize>| columns.filter(|column| covered[*column] == 0).map(blank);
    let mut out: Vec<GridCell> = Vec::new();
    let mut at = 0;
    for cell in row {
        let (first, last) = (places[cell.column], places[cell.column + cell.columns - 1]);
        out.extend(free(at..first));
        out.push(GridCell { column: first, columns: last + 1 - first, ..cell });
        at = last + 1;
    }
    out.extend(free(at..covered.len()));
    out
}

fn blank(column: usize) -> GridCell {
    GridCell { column, columns: 1, rows: 1, paragraphs: Vec::new() }
}

/// True if the first row, or the first behind headers that are the old table's, is no header.
fn goes_on(open: &GridTable, next: &GridTable) -> bool {
    next.rows.get(repeated_rows(open, next)).is_some_and(|row| !is_header(row))
}

/// Rows at the top of `next` that repeat those at the top of `open`.
fn repeated_rows(open: &GridTable, next: &GridTable) -> usize {
    let same = |(a, b): &(&Vec<GridCell>, &Vec<GridCell>)| texts(a) == texts(b);
    open.rows.iter().zip(&next.rows).take_while(same).count()
}

fn text(cell: &GridCell) -> String {
    cell.paragraphs.iter().flatten().map(Line::text).collect::<Vec<_>>().join(" ")
}

fn texts(row: &[GridCell]) -> Vec<String> {
    row.iter().map(text).collect()
}

/// Most words of a header.
const HEADER_WORDS: usize = 8;

/// Short texts without an end mark, and more than one of them, or one over several columns or bold.
fn is_header(row: &[GridCell]) -> bool {
    let texts = texts(row);
    let filled: Vec<&String> = texts.iter().filter(|t| !t.is_empty()).collect();
    let short = |t: &&String| t.split(' ').count() <= HEADER_WORDS && lacks_end(t) && !begins_low(t);
    let wide = row.iter().zip(&texts).any(|(cell, text)| cell.columns > 1 && !text.is_empty());
    let bold = row.iter().flat_map(|c| &c.paragraphs).flatten().all(Line::is_bold);
    !filled.is_empty()
        && (filled.len() > 1 || wide || bold)
        && filled.iter().all(short)
        && row.iter().all(|c| c.paragraphs.len() <= 2)
}

fn continue_rows(open: &mut GridTable, rest: Vec<Vec<GridCell>>) {
    let repeated = repeated_rows(open, &GridTable { rows: rest.clone(), ..GridTable::default() });
    let last = open.rows.len().saturating_sub(1);
    for (i, row) in rest.into_iter().enumerate() {
        // The rest of a row goes to the row itself, not to the headers that stand between.
        let own = begins_row(open, &row);
        match open.rows.get_mut(last).filter(|last| i == repeated && !own && continues(last, &row)) {
            Some(last) => append(last, row),
            None => open.rows.push(row),
        }
    }
}

/// True if a cell behind the first has the label of another row of its column: the cell of the
/// row's first label goes on from above, over several rows.
fn begins_row(open: &GridTable, row: &[GridCell]) -> bool {
    let is_label = |text: &str| !text.is_empty() && lacks_end(text) && text.split(' ').count() < LEAST_WORDS;
    let again = |cell: &GridCell| {
        let label = text(cell);
        is_label(&label) && open.rows.iter().flatten().any(|c| c.column == cell.column && text(c) == label)
    };
    row.iter().skip(1).any(again)
}

/// True if a row is the rest of the row before: its label is blank where that one has a label,
/// or a text goes on in lower case.
fn continues(last: &[GridCell], next: &[GridCell]) -> bool {
    if last.len() != next.len() {
        return false;
    }
    let pairs: Vec<(String, String)> = last.iter().map(text).zip(next.iter().map(text)).collect();
    let unlabelled = pairs.first().is_some_and(|(a, b)| !a.is_empty() && b.is_empty());
    let low = pairs.iter().any(|(a, b)| !a.is_empty() && lacks_end(a) && begins_low(b));
    unlabelled || low
}

fn append(last: &mut [GridCell], next: Vec<GridCell>) {
    for (cell, more) in last.iter_mut().zip(next) {
        cell.paragraphs.extend(more.paragraphs);
        cell.rows = cell.rows.max(more.rows);
    }
}
