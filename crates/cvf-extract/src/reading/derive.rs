//! A reading → its tree: one pass over the document that keeps the names it is under.

use super::tree::{LevelUse, Name, NameId, Tree, TreeUnit, UnitKind, Within};
use super::{Column, Role, Turn};
use crate::facts::{BlockId, CellId, Element, Facts, Table};

/// The names that what comes next stands under.
#[derive(Clone, Copy, Debug, Default)]
struct Under {
    cluster: Option<NameId>,
    competency: Option<NameId>,
    sub: Option<NameId>,
    level: Option<BlockId>,
}

/// The tree of a reading. `turns` has the turn of each family.
pub(crate) fn derive(facts: &Facts, order: &[Element], roles: &[Role], turns: &[&Turn], level_above: bool) -> Tree {
    let mut walk = Walk { facts, level_above, tree: Tree::default(), last_cluster: None, recorded: Vec::new() };
    walk.tree.used = vec![false; facts.blocks.len()];
    walk.tree.over = vec![false; facts.blocks.len()];
    let mut under = Under::default();
    for (i, element) in order.iter().enumerate() {
        match *element {
            Element::Block(block, form) => {
                let next = order.get(i + 1);
                let item = |e: &Element| matches!(e, Element::Block(_, form) if roles[*form] == Role::Item);
                walk.block(block, roles[form], next.is_some_and(item), &mut under);
            }
            Element::Table(table) => {
                let turn = turns[facts.family_of[table]];
                if turn.reads() && turn.headers < facts.tables[table].grid.len() {
                    walk.table(table, turn, under);
                }
            }
        }
    }
    walk.tree
}

struct Walk<'a> {
    facts: &'a Facts,
    level_above: bool,
    tree: Tree,
    last_cluster: Option<NameId>,
    /// Names of the list of records that is read, parts with their competency: rows of one name need
    /// not stand together.
    recorded: Vec<(Option<NameId>, NameId)>,
}

impl Walk<'_> {
    /// A paragraph; `leads` if a statement comes next.
    fn block(&mut self, block: BlockId, role: Role, leads: bool, under: &mut Under) {
        match role {
            Role::Nothing => {}
            Role::Item => self.unit(self.statement(block, leads), block, *under),
            Role::Description => self.description(block, *under),
            _ => self.name(role, block, under),
        }
    }

    /// A line that ends in a colon before statements leads to them.
    fn statement(&self, block: BlockId, leads: bool) -> UnitKind {
        let block = &self.facts.blocks[block];
        match leads && block.leads_in && block.marker.is_none() {
            true => UnitKind::Note,
            false => UnitKind::Indicator,
        }
    }

    fn description(&mut self, block: BlockId, under: Under) {
        let kind = match (under.competency, under.cluster, under.level) {
            (Some(_), ..) => UnitKind::Description,
            // What a level that stands above competencies is, is part of none of them.
            (None, None, Some(_)) => UnitKind::Note,
            _ => UnitKind::ClusterDescription,
        };
        self.unit(kind, block, under);
    }

    fn unit(&mut self, kind: UnitKind, block: BlockId, under: Under) {
        let Under { cluster, competency, sub, level } = under;
        let last = self.tree.units.last();
        let same = |u: &&TreeUnit| (u.cluster, u.competency, u.sub) == (cluster, competency, sub);
        let after = last.filter(same).is_some_and(|u| u.kind == UnitKind::Indicator);
        if kind != UnitKind::Indicator && !self.facts.blocks[block].in_cell && after {
            self.tree.late += 1;
        }
        self.tree.units.push(TreeUnit { kind, cluster, competency, sub, level, block });
        self.tree.used[block] = true;
    }

    fn mark(&mut self, block: BlockId) {
        self.tree.used[block] = true;
        for &piece in &self.facts.blocks[block].pieces {
            self.tree.used[piece] = true;
        }
    }

    fn name(&mut self, role: Role, block: BlockId, under: &mut Under) {
        self.mark(block);
        if role == Role::Level {
            under.level = Some(block);
            self.level(block, *under);
            if self.level_above {
                (under.competency, under.sub) = (None, None);
            }
            return;
        }
        if role == Role::Cluster {
            let again = self.last_cluster.filter(|&c| self.is_same(c, block));
            (under.cluster, under.competency, under.sub) = (again, None, None);
        }
        if !self.level_above {
            under.level = None;
        }
        if role == Role::Cluster && under.cluster.is_some() {
            return;
        }
        let level = under.level.filter(|_| self.level_above);
        let cluster = under.cluster.filter(|_| role != Role::Cluster);
        self.tree.names.push(Name { role, block, cluster, level });
        let id = self.tree.names.len() - 1;
        match role {
            Role::Cluster => (under.cluster, self.last_cluster) = (Some(id), Some(id)),
            Role::Competency => (under.competency, under.sub) = (Some(id), None),
            _ => under.sub = Some(id),
        }
    }

    fn level(&mut self, block: BlockId, under: Under) {
        let Under { cluster, competency, sub, .. } = under;
        let within = Within::Names { cluster, competency, sub };
        self.tree.levels.push(LevelUse { block, within });
    }

    fn is_same(&self, name: NameId, block: BlockId) -> bool {
        self.facts.blocks[self.tree.names[name].block].key == self.facts.blocks[block].key
    }

    fn table(&mut self, number: usize, turn: &Turn, mut under: Under) {
        let facts = self.facts;
        let table = &facts.tables[number];
        let mut seen = vec![false; table.cells.len()];
        // A banner may stand over the header, too.
        for row in (0..turn.headers).filter(|&row| turn.banner != Role::Nothing && table.banners[row]) {
            self.banner(table, row, turn.banner, &mut under, &mut seen);
        }
        let heads = self.heads(table, turn, under);
        let mut levels_booked = vec![false; table.width];
        let order = column_order(turn);
        self.recorded.clear();
        for row in turn.headers..table.grid.len() {
            if turn.banner != Role::Nothing && table.banners[row] {
                self.banner(table, row, turn.banner, &mut under, &mut seen);
                continue;
            }
            self.count_row(table, row, turn, &seen);
            for &column in &order {
                let Some((id, _)) = table.cell(row, column) else { continue };
                if std::mem::replace(&mut seen[id], true) {
                    continue;
                }
                let headed = Head { level: None, competency: None };
                let head = if turn.columns[column].is_headed() { heads[column] } else { headed };
                if let (Some(level), false) = (head.level, levels_booked[column]) {
                    levels_booked[column] = true;
                    self.tree.levels.push(LevelUse { block: level, within: Within::Table(number) });
                }
                self.cell(table, id, turn, column, head, &mut under);
            }
        }
    }

    /// Names and levels that the headers give.
    fn heads(&mut self, table: &Table, turn: &Turn, under: Under) -> Vec<Head> {
        let mut heads = vec![Head::default(); table.width];
        let Some(level) = turn.headers.checked_sub(1) else { return heads };
        let (joined, blocks) = (&table.heads[level], &table.head_blocks[level]);
        blocks.iter().flatten().for_each(|&b| self.tree.over[b] = true);
        let mut bands = Bands::new();
        for (column, head) in heads.iter_mut().enumerate().filter(|(c, _)| turn.columns[*c].is_headed()) {
            match (joined[column], turn.columns[column]) {
                (None, _) => self.tree.empty_headers += 1,
                (Some(block), Column::OfLevel) => {
                    self.mark(block);
                    head.level = Some(block);
                }
                (Some(block), _) => {
                    self.mark(block);
                    let cluster = self.band(table, turn, column, &mut bands).or(under.cluster);
                    let level = under.level.filter(|_| self.level_above);
                    self.tree.names.push(Name { role: Role::Competency, block, cluster, level });
                    head.competency = Some(self.tree.names.len() - 1);
                }
            }
        }
        heads
    }

    /// The cluster that a band over several competencies in the header names.
    fn band(&mut self, table: &Table, turn: &Turn, column: usize, bands: &mut Bands) -> Option<NameId> {
        let over = |c: usize| table.cell(turn.headers.checked_sub(2)?, c).filter(|(_, cell)| cell.span > 1);
        let (id, cell) = over(column)?;
        // One band over all of them says what they all are.
        let headed = (0..table.width).filter(|&c| turn.columns[c] == Column::OfCompetency);
        if headed.filter_map(over).all(|(other, _)| other == id) {
            return None;
        }
        if let Some((_, name)) = bands.iter().find(|(band, _)| *band == id) {
            return Some(*name);
        }
        self.mark(cell.name);
        self.tree.names.push(Name { role: Role::Cluster, block: cell.name, cluster: None, level: None });
        bands.push((id, self.tree.names.len() - 1));
        Some(self.tree.names.len() - 1)
    }

    fn banner(&mut self, table: &Table, row: usize, role: Role, under: &mut Under, seen: &mut [bool]) {
        let Some(id) = table.lone(row) else { return };
        if std::mem::replace(&mut seen[id], true) {
            return;
        }
        let blocks = &table.cells[id].blocks;
        if let Some((&first, rest)) = blocks.split_first() {
            self.name(role, first, under);
            rest.iter().for_each(|&b| self.description(b, *under));
        }
    }

    /// Counts what is missing in a row.
    fn count_row(&mut self, table: &Table, row: usize, turn: &Turn, seen: &[bool]) {
        if !turn.has(Column::OfLevel) {
            return;
        }
        let name = |c: &Column| matches!(c.role(), Some(Role::Competency | Role::SubCompetency));
        let columns = turn.columns.iter().enumerate();
        let ids: Vec<CellId> =
            columns.clone().filter(|(_, c)| name(c)).filter_map(|(i, _)| Some(table.cell(row, i)?.0)).collect();
        self.tree.unnamed_rows += usize::from(!ids.is_empty() && ids.iter().all(|&id| seen[id]));
        let gaps = columns.filter(|(i, c)| **c == Column::OfLevel && table.cell(row, *i).is_none()).count();
        self.tree.gaps += gaps;
    }

    fn cell(&mut self, table: &Table, id: CellId, turn: &Turn, column: usize, head: Head, under: &mut Under) {
        let cell = &table.cells[id];
        let kind = match turn.columns[column] {
            Column::UNREAD => return,
            Column::Cells(Role::Level) => {
                self.mark(cell.label);
                under.level = Some(cell.label);
                self.level(cell.label, *under);
                return;
            }
            Column::Cells(role) if role.names() => return self.name_cell(table, id, role, turn, under),
            Column::Cells(Role::Description) => UnitKind::Description,
            _ => UnitKind::Indicator,
        };
        let mut here = *under;
        here.level = head.level.or(here.level);
        if let Some(name) = head.competency {
            (here.competency, here.sub) = (Some(name), None);
            here.cluster = self.tree.names[name].cluster.or(here.cluster);
        }
        for (i, &block) in cell.blocks.iter().enumerate() {
            let text = &self.facts.blocks[block];
            let figures = text.key.chars().any(|c| c.is_ascii_digit());
            let sign = text.letters < LETTERS && (!figures || cell.blocks.len() > 1);
            let aside = sign || (i == 0 && self.is_points(&cell.blocks));
            match kind == UnitKind::Indicator && aside {
                true => self.tree.over[block] = true,
                false if kind == UnitKind::Indicator => {
                    self.unit(self.statement(block, i + 1 < cell.blocks.len()), block, here);
                }
                false => self.description(block, here),
            }
        }
    }

    /// True for points or another attribute before the text of a cell.
    fn is_points(&self, blocks: &[BlockId]) -> bool {
        let [first, second, ..] = blocks else { return false };
        let (first, second) = (&self.facts.blocks[*first], &self.facts.blocks[*second]);
        let bulleted = first.marker.as_ref().is_some_and(|m| !m.as_str().contains(|c: char| c.is_alphanumeric()));
        first.words <= POINTS && (first.style.bold || first.letters < 8) && second.words > POINTS && !bulleted
    }

    /// A name of a table; one that came before in the same list of records is that one.
    fn record_name(&mut self, role: Role, block: BlockId, turn: &Turn, under: &mut Under) {
        let parent = under.competency.filter(|_| role == Role::SubCompetency);
        let is = |&(above, n): &(Option<NameId>, NameId)| {
            let name = self.tree.names[n];
            let inside = role == Role::Cluster || (name.cluster == under.cluster && above == parent);
            name.role == role && inside && self.is_same(n, block)
        };
        let known = self.recorded.iter().find(|r| is(r)).map(|(_, n)| *n).filter(|_| turn.is_records());
        match (known, role) {
            (Some(name), Role::Cluster) => {
                *under =
                    Under { cluster: Some(name), level: under.level.filter(|_| self.level_above), ..Under::default() };
            }
            (Some(name), Role::Competency) => {
                let level = under.level.filter(|_| self.level_above);
                *under = Under { competency: Some(name), sub: None, level, ..*under };
            }
            (Some(name), Role::SubCompetency) => under.sub = Some(name),
            _ => {
                let before = self.tree.names.len();
                self.name(role, block, under);
                self.recorded.extend((before..self.tree.names.len()).map(|n| (parent, n)));
            }
        }
    }

    /// A cell of names: its short lines name, what follows describes.
    fn name_cell(&mut self, table: &Table, id: CellId, role: Role, turn: &Turn, under: &mut Under) {
        let cell = &table.cells[id];
        let (short, rest) = cell.blocks.split_at(cell.name_len);
        let two = role == Role::Competency && short.len() == 2 && !rest.is_empty() && !turn.has_cells(Role::Cluster);
        if two {
            let again = under.cluster.is_some_and(|c| self.is_same(c, short[0]));
            if !again {
                self.name(Role::Cluster, short[0], under);
            }
            self.mark(short[0]);
            self.name(Role::Competency, short[1], under);
        } else {
            let before = match role {
                Role::Cluster => under.cluster,
                Role::Competency => under.competency,
                _ => None,
            };
            if !before.is_some_and(|n| self.is_same(n, cell.name)) {
                self.record_name(role, cell.name, turn, under);
            }
            self.mark(cell.name);
        }
        for &block in rest {
            match role {
                Role::Cluster => self.unit(UnitKind::ClusterDescription, block, *under),
                _ => self.unit(UnitKind::Description, block, *under),
            }
        }
    }
}

/// Fewest letters of a statement.
const LETTERS: usize = 3;
/// Most words of points before a text.
const POINTS: usize = 3;

/// Bands of a header that name clusters, with their names.
type Bands = Vec<(CellId, NameId)>;

/// What the header over a column gives.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    level: Option<BlockId>,
    competency: Option<NameId>,
}

/// Columns in the order in which they take effect: names from the widest down, levels, then text.
fn column_order(turn: &Turn) -> Vec<usize> {
    let rank = |column: &Column| match column.role() {
        Some(Role::Cluster) => 0,
        Some(Role::Competency) => 1,
        Some(Role::SubCompetency) => 2,
        Some(Role::Level) => 3,
        _ => 9,
    };
    let mut order: Vec<usize> = (0..turn.columns.len()).collect();
    order.sort_by_key(|&i| rank(&turn.columns[i]));
    order
}
