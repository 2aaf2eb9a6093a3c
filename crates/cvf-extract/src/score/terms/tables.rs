//! How families of tables are turned.

use crate::facts::Family;
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
/// A doubling of the length of texts between columns of levels, beyond the first, for each column.
const UNLIKE: f32 = 2.0;
/// Competencies over columns and levels before rows: one table in six.
const TRANSPOSED: f32 = -2.5;
/// A name in front that is not read, and the most for all.
const LEFT_NAME: f32 = 0.6;
const MOST_LEFT_NAMES: f32 = 9.0;
/// Most words of a name.
const NAME: usize = 12;
/// A second header row without a band above it, and a text in it.
const SECOND_HEADER: f32 = 3.0;
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
        axis(turn, score);
        for (column, facts) in turn.columns.iter().zip(columns) {
            if matches!(column.role(), Some(Role::Item | Role::Description)) {
                score.add(Term::Dress, -BOLD * facts.bold * facts.cells as f32);
            }
        }
        header(scorer, &scorer.facts.families[family], turn, score);
    }
}

/// A column of names in front that is not read leaves its names over.
fn unread_names(scorer: &Scorer<'_>, family: usize, turn: &Turn, score: &mut Score) {
    let columns = scorer.columns().get(family, turn.headers);
    let (Some(first), Some(facts)) = (turn.columns.first(), columns.first()) else { return };
    let named = facts.cells > 1 && facts.lettered > 0.8 && facts.distinct * 10 > facts.cells * 7;
    let short = facts.median <= NAME;
    if *first == Column::UNREAD && named && short {
        score.add(Term::LeftHeading, -(LEFT_NAME * facts.cells as f32).min(MOST_LEFT_NAMES));
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
    let bold = |ids: &[usize]| ids.iter().filter(|id| table.cells[**id].bold).count() as f32 / ids.len() as f32;
    if !head.is_empty() && !body.is_empty() {
        score.add(Term::Head, 2.0 * (bold(&head) - bold(&body)));
    }
}
