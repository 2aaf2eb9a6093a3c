//! Ways in which a family of tables may be turned: names down and levels across, the other way
//! round, records, merged columns, names above the table.

use crate::facts::{Facts, Family};
use crate::hints::Columns;
use crate::reading::{Column, Role, Turn};
use crate::score::{ColumnFact, Scorer};

/// Most words of a name, and of a level's label, in the middle of a column.
const NAME: usize = 14;
const LABEL: usize = 8;
/// Most labels of a scale.
const LEVELS: usize = 9;
/// Mean words of statements and descriptions, at least.
const ITEM: f32 = 3.0;
const DESCRIPTION: f32 = 8.0;
/// A column of levels has at least this many words a cell; where the document says that it is a
/// framework, one is enough.
const HEADED: f32 = 1.5;
const HEADED_IN_FRAMEWORK: f32 = 1.0;
/// Rows, on the average, of each name behind statements: fewer are notes on each of them.
const COME_AGAIN: usize = 2;
/// Most columns of statements beside each other.
const ITEM_COLUMNS: usize = 4;
/// Widest tables that are read as records, and most other columns beside levels.
const RECORDS: usize = 8;
const BESIDE: usize = 6;
const BESIDE_WIDE: usize = 4;
const WIDE: usize = 7;

/// Every way that is worth a look, the unread first.
pub(crate) fn turns(scorer: &Scorer<'_>, family: usize) -> Vec<Turn> {
    let facts = scorer.facts;
    let tables = &facts.families[family];
    let height = tables.tables.iter().map(|&t| facts.tables[t].grid.len()).max().unwrap_or(0);
    let banners = tables.tables.iter().any(|&t| facts.tables[t].banners.iter().any(|b| *b));
    let most = if tables.width <= BESIDE { 4 } else { 3 };
    let counts = counting(scorer, family);
    let mut out = vec![Turn::unread(tables.width)];
    for headers in 0..most.min(height) {
        let columns = scorer.columns().get(family, headers);
        for run in runs(columns, headers, shortest(scorer)) {
            let mut roles = vec![Column::UNREAD; tables.width];
            if let Some((from, to, column)) = run {
                roles[from..to].fill(column);
            }
            let beside = (0..tables.width).filter(|&c| roles[c] == Column::UNREAD);
            let wide = tables.width > WIDE;
            let rest: Vec<usize> = beside.filter(|&c| !wide || tells_rows_apart(&columns[c])).collect();
            if is_too_wide(tables.width, &rest, run.is_some()) {
                continue;
            }
            let mut filler = Filler {
                columns,
                counts: &counts,
                rest: &rest,
                run: run.map(|(from, _, column)| (from, column)),
                out: Vec::new(),
            };
            filler.fill(0, &mut roles);
            for columns in filler.out {
                add_banners(&Turn { headers, columns, banner: Role::Nothing }, banners, &mut out);
            }
        }
    }
    out
}

/// Columns over which a sign without letters stands, such as "#": they count the rows.
fn counting(scorer: &Scorer<'_>, family: usize) -> Vec<usize> {
    let facts = scorer.facts;
    let table = facts.families[family].tables.first().map(|&t| &facts.tables[t]);
    let sign = |&c: &usize| table.and_then(|t| t.cell(0, c)).is_some_and(|(_, cell)| cell.key.is_empty());
    (0..facts.families[family].width).filter(sign).collect()
}

/// True for a column that says of a row what it does not say of each: in a wide table the others need
/// not be tried in every part.
fn tells_rows_apart(column: &ColumnFact) -> bool {
    column.distinct > 1 && (column.lettered > 0.5 || (column.median <= LABEL && column.distinct <= LEVELS))
}

fn is_too_wide(width: usize, rest: &[usize], run: bool) -> bool {
    if run { rest.len() > BESIDE || (width > WIDE && rest.len() > BESIDE_WIDE) } else { width > RECORDS }
}

type Run = Option<(usize, usize, Column)>;

/// Fewest words, on the average, of the cells of a column below a level or name. Where a person says
/// what the columns are, their cells may be as short as they like.
fn shortest(scorer: &Scorer<'_>) -> f32 {
    match scorer.hints.columns {
        Some(Columns::Level | Columns::Competency | Columns::SubCompetency) => 0.0,
        _ if scorer.known.framework_words() > 0 => HEADED_IN_FRAMEWORK,
        _ => HEADED,
    }
}

/// Runs of two or more columns whose headers are levels or names.
fn runs(columns: &[ColumnFact], headers: usize, shortest: f32) -> Vec<Run> {
    let mut out = vec![None];
    if headers == 0 {
        return out;
    }
    for from in 0..columns.len() {
        for to in from + 2..=columns.len() {
            if columns[to - 1].mean < shortest || columns[from].mean < shortest {
                break;
            }
            out.extend([Column::OfLevel, Column::OfCompetency].map(|c| Some((from, to, c))));
        }
    }
    out
}

/// Gives the columns beside a run every part that they may play.
struct Filler<'a> {
    columns: &'a [ColumnFact],
    /// Columns that only count the rows.
    counts: &'a [usize],
    rest: &'a [usize],
    run: Option<(usize, Column)>,
    out: Vec<Vec<Column>>,
}

impl Filler<'_> {
    fn fill(&mut self, next: usize, roles: &mut Vec<Column>) {
        let Some(&column) = self.rest.get(next) else {
            if self.is_sound(roles) {
                self.out.push(roles.clone());
            }
            return;
        };
        for role in self.possible(column) {
            let again = roles.iter().filter(|c| **c == Column::Cells(role)).count();
            let most = if role == Role::Item { ITEM_COLUMNS } else { 1 };
            if role != Role::Nothing && again >= most {
                continue;
            }
            roles[column] = Column::Cells(role);
            self.fill(next + 1, roles);
        }
        roles[column] = Column::UNREAD;
    }

    fn possible(&self, column: usize) -> Vec<Role> {
        let facts = &self.columns[column];
        let mut roles = vec![Role::Nothing];
        if facts.cells == 0 {
            return roles;
        }
        let lettered = facts.lettered > 0.5;
        // A name with its description in one cell is long.
        if lettered && self.run.is_none_or(|(from, _)| column < from) {
            roles.extend([Role::Competency, Role::Cluster]);
            if facts.median <= NAME {
                roles.push(Role::SubCompetency);
            }
        }
        if facts.median <= LABEL && (2..=LEVELS).contains(&facts.distinct) && !self.counts.contains(&column) {
            roles.push(Role::Level);
        }
        if facts.mean >= ITEM && lettered && self.run.is_none() {
            roles.push(Role::Item);
        }
        if facts.mean >= DESCRIPTION {
            roles.push(Role::Description);
        }
        roles
    }

    /// True if the names of a rank come again and again in their column, as those of a list of
    /// records do.
    fn comes_again(&self, roles: &[Column], rank: Role) -> bool {
        let column = roles.iter().position(|c| *c == Column::Cells(rank));
        column.is_some_and(|c| self.columns[c].distinct * COME_AGAIN <= self.columns[c].cells)
    }

    /// True if no text of a part's column comes again.
    fn is_new_in_each_row(&self, roles: &[Column], part: Role) -> bool {
        let column = roles.iter().position(|c| *c == Column::Cells(part));
        column.is_some_and(|c| self.columns[c].distinct == self.columns[c].cells)
    }

    /// Names stand in front of text, the wider before the narrower; there is text. In a list of
    /// records names may stand behind it.
    fn is_sound(&self, roles: &[Column]) -> bool {
        let has = |role: Role| roles.contains(&Column::Cells(role));
        let text = |c: &Column| c.is_headed() || matches!(c.role(), Some(Role::Item | Role::Description));
        let Some(first) = roles.iter().position(text) else { return false };
        let late = |role: Role| roles[first..].contains(&Column::Cells(role));
        let names: Vec<Role> =
            roles.iter().filter_map(|c| c.role()).filter(|r| r.names() && *r != Role::Level).collect();
        let headed = self.run.map(|(_, column)| column);
        let clash = match headed {
            Some(Column::OfLevel) => has(Role::Level),
            Some(_) => has(Role::Competency),
            None => false,
        };
        let described =
            headed.is_none() || !has(Role::Description) || (has(Role::Competency) && !late(Role::Description));
        let parts = !has(Role::SubCompetency) || has(Role::Competency) || headed == Some(Column::OfCompetency);
        let level = headed.is_none() || !late(Role::Level);
        // One statement a row: what is known of it may stand behind it.
        let record = headed.is_none() && has(Role::Item);
        let early = names.iter().all(|r| !late(*r) || (record && self.comes_again(roles, *r)));
        let sorted = names.iter().filter(|r| !late(**r)).is_sorted();
        // Several columns of statements stand side by side, and something says what they are about.
        let items: Vec<usize> = (0..roles.len()).filter(|&c| roles[c] == Column::Cells(Role::Item)).collect();
        let beside = items.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let several = items.len() < 2 || (beside && has(Role::Level) && level && !names.iter().any(|r| late(*r)));
        // What is another in each row counts the rows.
        let counts = record && has(Role::Competency) && has(Role::Level) && self.is_new_in_each_row(roles, Role::Level);
        !clash && described && parts && level && early && sorted && several && !counts
    }
}

/// A turn without and with each part that a banner may play.
fn add_banners(turn: &Turn, banners: bool, out: &mut Vec<Turn>) {
    out.push(turn.clone());
    if !banners {
        return;
    }
    // Competencies over the columns stand over every banner, and a cluster stands in none of them.
    let over = turn.has(Column::OfCompetency);
    for role in [Role::Cluster, Role::Competency, Role::Level, Role::SubCompetency] {
        if (role == Role::Cluster && !over) || (role != Role::Cluster && !turn.has_cells(role)) {
            out.push(Turn { banner: role, ..turn.clone() });
        }
    }
}

/// Blocks of a family of tables.
pub(crate) fn blocks(facts: &Facts, family: &Family) -> Vec<usize> {
    let tables = family.tables.iter().map(|&t| &facts.tables[t]);
    let mut ids: Vec<usize> = tables.flat_map(|t| &t.cells).flat_map(|c| c.blocks.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
