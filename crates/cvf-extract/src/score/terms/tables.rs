//! How families of tables are turned.

use crate::facts::{Family, Table, ordinal};
use crate::reading::{Column, Role, Tree, Turn};
use crate::score::columns::ColumnFact;
use crate::score::{Context, Score, Scorer, Term};

/// A family that is read, each column of it, each header row, and banners.
const FAMILY: f32 = 2.5;
const COLUMN: f32 = 0.3;
const HEADER: f32 = 0.5;
const BANNER: f32 = 0.5;
/// An empty cell of a level.
const GAP: f32 = 0.6;
/// A doubling of the length of texts between columns of levels, beyond the first, for each column: a
/// rubric says little of its lowest level and much of its highest.
const UNLIKE: f32 = 1.0;
/// Competencies over columns and levels before rows: one table in six.
const TRANSPOSED: f32 = -2.5;
/// A name in front that is not read, and the most for all.
const LEFT_NAME: f32 = 0.6;
const MOST_LEFT_NAMES: f32 = 9.0;
/// A level that is not read, and bits by which its label makes a better scale of those beside it.
const LEFT_LEVEL: f32 = 8.0;
const GOES_ON: f32 = 1.0;
/// Most words of a name.
const NAME: usize = 12;
/// A second header row without a band above it, and a text in it.
const SECOND_HEADER: f32 = 3.0;
/// A name before levels that is nearly as long as the statements beside it, and the most for all:
/// it is a statement of the first of several columns.
const LONG_NAME: f32 = 1.5;
const MOST_LONG_NAMES: f32 = 12.0;
/// Share of the words of a statement from which on a name is as long, and fewest of its words.
const AS_LONG: f32 = 0.7;
const LONG: usize = 5;
/// A header row below another that is as long, in words, as half of the rows below it: it is one
/// of them.
const LONG_HEADER: f32 = 6.0;
/// A row of statements under competencies over the columns that nothing names, beyond a few, and the
/// most for all.
const UNNAMED_ROW: f32 = 1.5;
const FEW_ROWS: usize = 3;
const MOST_UNNAMED: f32 = 40.0;
/// A bold text that is no name.
const BOLD: f32 = 1.2;

pub(crate) fn add(scorer: &Scorer<'_>, tree: &Tree, context: Context<'_>, score: &mut Score) {
    score.add(Term::Missing, -GAP * tree.gaps as f32);
    for &(family, turn) in context.turns.iter().filter(|(_, turn)| turn.reads()) {
        let columns = scorer.columns().get(family, turn.headers);
        let read = turn.columns.iter().filter(|c| **c != Column::UNREAD).count();
        let banner = if turn.banner == Role::Nothing { 0.0 } else { BANNER };
        score.add(Term::Complexity, -FAMILY - COLUMN * read as f32 - HEADER * turn.headers as f32 - banner);
        alike(turn, columns, score);
        unread_names(scorer, family, turn, score);
        long_names(scorer, family, turn, score);
        unread_level(scorer, family, turn, score);
        unread_ticks(turn, columns, score);
        axis(turn, score);
        unnamed_rows(scorer, family, turn, score);
        for (column, facts) in turn.columns.iter().zip(columns) {
            if matches!(column.role(), Some(Role::Item | Role::Description)) {
                score.add(Term::Dress, -BOLD * facts.bold * facts.cells as f32);
            }
        }
        header(scorer, &scorer.facts.families[family], turn, score);
    }
}

/// A column of names in front of all statements that is not read leaves its names over.
fn unread_names(scorer: &Scorer<'_>, family: usize, turn: &Turn, score: &mut Score) {
    let columns = scorer.columns().get(family, turn.headers);
    let text = |c: &Column| c.is_headed() || *c == Column::Cells(Role::Item);
    let front = turn.columns.iter().position(text).unwrap_or(0).max(1);
    for (column, facts) in turn.columns.iter().zip(columns).take(front) {
        let named = facts.cells > 1 && facts.lettered > 0.8 && facts.distinct * 10 > facts.cells * 7;
        if *column == Column::UNREAD && named && facts.median <= NAME {
            score.add(Term::LeftHeading, -(LEFT_NAME * facts.cells as f32).min(MOST_LEFT_NAMES));
        }
    }
}

/// Ticks that play no part: somebody made each of them.
fn unread_ticks(turn: &Turn, columns: &[ColumnFact], score: &mut Score) {
    let left = turn.columns.iter().zip(columns).filter(|(column, facts)| **column == Column::UNREAD && facts.ticked);
    score.add(Term::LeftHeading, -LEFT_LEVEL * left.count() as f32);
}

/// A header beside the levels that goes on with their scale is a level too.
fn unread_level(scorer: &Scorer<'_>, family: usize, turn: &Turn, score: &mut Score) {
    let Some(run) = turn.columns.iter().position(|c| *c == Column::OfLevel) else { return };
    let end = run + turn.columns[run..].iter().take_while(|c| **c == Column::OfLevel).count();
    let Some(&table) = scorer.facts.families[family].tables.first() else { return };
    let heads = turn.headers.checked_sub(1).and_then(|h| scorer.facts.tables[table].heads.get(h));
    let text = |c: usize| Some(scorer.facts.blocks[(*heads?.get(c)?)?].text.as_str());
    let scale =
        |columns: std::ops::Range<usize>| columns.map(text).collect::<Option<Vec<&str>>>().map_or(0.0, |l| ordinal(&l));
    let read = scale(run..end);
    let unread = |c: usize| turn.columns.get(c) == Some(&Column::UNREAD);
    let longer = [(run.wrapping_sub(1), run.wrapping_sub(1)..end), (end, run..end + 1)];
    let goes_on = longer.into_iter().any(|(column, all)| unread(column) && scale(all) >= read + GOES_ON);
    if goes_on && read > 0.0 {
        score.add(Term::LeftHeading, -LEFT_LEVEL);
    }
}

/// Under competencies over columns each row is a level: many rows without one are no framework's.
fn unnamed_rows(scorer: &Scorer<'_>, family: usize, turn: &Turn, score: &mut Score) {
    let named = turn.has_cells(Role::Level) || turn.has_cells(Role::SubCompetency) || turn.banner != Role::Nothing;
    if !turn.has(Column::OfCompetency) || named {
        return;
    }
    let tables = scorer.facts.families[family].tables.iter().map(|&t| &scorer.facts.tables[t]);
    let rows: usize = tables.map(|t| t.grid.len().saturating_sub(turn.headers + FEW_ROWS)).sum();
    score.add(Term::Orphan, -(UNNAMED_ROW * rows as f32).min(MOST_UNNAMED));
}

/// Names are shorter than statements.
fn long_names(scorer: &Scorer<'_>, family: usize, turn: &Turn, score: &mut Score) {
    let columns = scorer.columns().get(family, turn.headers);
    let headed = turn.columns.iter().zip(columns).filter(|(c, _)| **c == Column::OfLevel);
    let words: Vec<f32> = headed.map(|(_, f)| f.mean).collect();
    let Some(column) = turn.columns.iter().position(|c| *c == Column::Cells(Role::Competency)) else { return };
    let mean = words.iter().sum::<f32>() / words.len().max(1) as f32;
    let facts = scorer.facts;
    let names = facts.families[family].tables.iter().map(|&t| &facts.tables[t]).flat_map(|table| {
        let rows = turn.headers.min(table.grid.len())..table.grid.len();
        rows.filter_map(move |row| table.cell(row, column)).map(|(_, cell)| facts.blocks[cell.name].words)
    });
    let long = names.filter(|&n| n >= LONG && n as f32 >= AS_LONG * mean).count();
    if !words.is_empty() {
        score.add(Term::Alike, -(LONG_NAME * long as f32).min(MOST_LONG_NAMES));
    }
}

/// Columns of levels are alike in length and dress.
fn alike(turn: &Turn, columns: &[ColumnFact], score: &mut Score) {
    let run: Vec<&ColumnFact> =
        turn.columns.iter().zip(columns).filter(|(c, _)| **c == Column::OfLevel).map(|(_, f)| f).collect();
    if run.is_empty() {
        return;
    }
    let spread = |value: &dyn Fn(&ColumnFact) -> f32| {
        let values = || run.iter().map(|f| value(f));
        values().fold(f32::MIN, f32::max) - values().fold(f32::MAX, f32::min)
    };
    let count = run.len() as f32;
    let length = (spread(&|f| (f.mean + 1.0).log2()) - 1.0).max(0.0);
    score.add(Term::Alike, -UNLIKE * count * (length + spread(&|f| f.bold)));
    if (3..=6).contains(&run.len()) {
        score.add(Term::Axis, 1.0);
    }
}

/// Names stand in front, and competencies before rows rather than over columns.
fn axis(turn: &Turn, score: &mut Score) {
    if turn.has(Column::OfCompetency) {
        let transposed = turn.has_cells(Role::Level);
        score.add(Term::Axis, if transposed { TRANSPOSED } else { -0.5 });
    }
    let mut text_before = false;
    for (i, column) in turn.columns.iter().enumerate() {
        if i == 0 && *column == Column::Cells(Role::Competency) {
            score.add(Term::Head, 1.0);
        }
        let names = column.role().is_some_and(|r| r.names() || r == Role::Description);
        if names && text_before {
            score.add(Term::Head, -1.5);
        }
        text_before |= column.is_headed() || *column == Column::Cells(Role::Item);
    }
}

/// Header rows are short, and dressed otherwise than the rows below.
fn header(scorer: &Scorer<'_>, family: &Family, turn: &Turn, score: &mut Score) {
    let Some(table) = family.tables.first().map(|&t| &scorer.facts.tables[t]) else { return };
    let Some(last) = turn.headers.checked_sub(1).filter(|r| *r < table.grid.len()) else { return };
    let cells = |row: &Vec<Option<usize>>| -> Vec<usize> { row.iter().flatten().copied().collect() };
    let head = cells(&table.grid[last]);
    let band = table.grid[..last].iter().flatten().flatten().any(|&id| table.cells[id].span > 1);
    if last > 0 && !band {
        score.add(Term::Head, -SECOND_HEADER);
    }
    let mut words: Vec<usize> = head.iter().map(|&id| table.cells[id].words).collect();
    words.sort_unstable();
    if words.get(words.len() / 2).is_some_and(|w| *w > 9) {
        score.add(Term::Head, -3.0);
    }
    let body: Vec<usize> = table.grid[turn.headers..].iter().flat_map(cells).collect();
    if last > 0 && is_like_body(table, turn) {
        score.add(Term::Head, -LONG_HEADER);
    }
    let bold = |ids: &[usize]| ids.iter().filter(|id| table.cells[**id].bold).count() as f32 / ids.len() as f32;
    if !head.is_empty() && !body.is_empty() {
        score.add(Term::Head, 2.0 * (bold(&head) - bold(&body)));
    }
}

/// True if the last header row has texts over the columns of statements that are at least half as
/// long as those below.
fn is_like_body(table: &Table, turn: &Turn) -> bool {
    let middle = |rows: &[Vec<Option<usize>>]| {
        let headed = |row: &Vec<Option<usize>>| -> Vec<usize> {
            let columns = turn.columns.iter().zip(row).filter(|(c, _)| c.is_headed());
            columns.filter_map(|(_, id)| *id).map(|id| table.cells[id].words).collect()
        };
        let mut words: Vec<usize> = rows.iter().flat_map(headed).collect();
        words.sort_unstable();
        words.get(words.len() / 2).copied()
    };
    let (head, body) = (middle(&table.grid[turn.headers - 1..turn.headers]), middle(&table.grid[turn.headers..]));
    head.zip(body).is_some_and(|(head, body)| head * 2 >= body && head > NAMED)
}

/// Most words of a header that is short whatever stands below it.
const NAMED: usize = 3;
