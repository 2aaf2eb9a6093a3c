//! The search over all columns at once: a beam over the words of a page.

use super::lexicon::Lookup;
use super::model::{Tables, Weights};
use super::order::Order;
use super::page::{Border, Page, Ruler};
use super::state::{Arc, Candidate, Candidates, Column, Lattice, Line, Move, State, Step};

/// Most columns that a page is tried with.
pub(super) const MOST_COLUMNS: usize = 6;

/// Everything a decode needs.
pub(super) struct Search<'a> {
    pub(super) page: &'a Page,
    pub(super) ruler: &'a Ruler,
    /// Tables of each row.
    pub(super) tables: &'a [Tables],
    pub(super) weights: &'a Weights,
    pub(super) order: &'a Order,
    pub(super) beam: usize,
    /// States this much behind the best are given up.
    pub(super) margin: f64,
}

/// Costs, in log odds, of what hardly ever happens.
const BULLET_INSIDE: f64 = 12.0;
const LABEL_AWAY: f64 = 12.0;
const OPEN_BRACKET: f64 = 4.0;
const ITEM_TOO_MANY: f64 = 12.0;
const UNEVEN: f64 = 3.0;
const ROW_MISSING: f64 = 15.0;
/// A fragment wider than this cost allows is none.
const WIDEST: f64 = 12.0;

impl Search<'_> {
    /// Decodes the page; `None` if no reading keeps the constraints.
    pub(super) fn run(&self) -> Option<Lattice> {
        let n = self.page.words.len();
        let mut lattice = Lattice { nodes: vec![Vec::new()], ..Lattice::default() };
        let mut states = vec![State {
            score: 0.0,
            row: 0,
            first_line: true,
            used: 0,
            finished: 0,
            current: 0,
            columns: [Column::default(); MOST_COLUMNS],
            closing: 0.0,
            node: 0,
        }];
        let mut candidates = Candidates { list: Vec::new(), best: 0.0, margin: self.margin };
        for j in 0..n {
            candidates.clear();
            for (parent, state) in states.iter().enumerate() {
                self.successors(parent, state, j, &mut candidates);
            }
            states = self.keep(&candidates.list, &states, j, &mut lattice);
        }
        lattice.best = f64::NEG_INFINITY;
        for state in &states {
            let score = self.finish(state, n);
            lattice.best = lattice.best.max(state.score + score);
            lattice.ends.push((state.node, score));
        }
        lattice.best.is_finite().then_some(lattice)
    }

    fn columns(&self) -> std::ops::Range<usize> {
        0..self.page.columns
    }

    /// The best distinct states; others that are equal become further ways into them.
    fn keep(&self, found: &[Candidate], old: &[State], j: usize, lattice: &mut Lattice) -> Vec<State> {
        let best = found.iter().map(|c| c.rank).fold(f64::NEG_INFINITY, f64::max);
        // By rank from the best down, then in the order they were found.
        let near = found.iter().zip(0u32..).filter(|(c, _)| c.rank >= best - self.margin);
        let mut order: Vec<(u64, u32)> = near.map(|(c, i)| (falling(c.rank), i)).collect();
        let cut = self.beam * 3;
        if order.len() > cut {
            order.select_nth_unstable(cut);
            order.truncate(cut);
        }
        order.sort_unstable();
        let mut states: Vec<State> = Vec::with_capacity(self.beam);
        let mut known: Lookup<u64, u32> = Lookup::with_capacity_and_hasher(self.beam * 2, Default::default());
        for candidate in order.iter().map(|(_, i)| &found[*i as usize]) {
            let mut state = self.apply(&old[candidate.parent], candidate, j);
            let arc = Arc { from: old[candidate.parent].node, score: candidate.score, step: candidate.step };
            let arc = Arc { score: arc.score - old[candidate.parent].score, ..arc };
            let key = state.key(self.page.columns);
            match known.get(&key) {
                Some(node) => lattice.nodes[*node as usize].push(arc),
                None if states.len() < self.beam => {
                    state.closing = self.estimate(&state);
                    state.node = lattice.nodes.len() as u32;
                    known.insert(key, state.node);
                    lattice.nodes.push(vec![arc]);
                    states.push(state);
                }
                None => {}
            }
        }
        states
    }

    fn successors(&self, parent: usize, state: &State, j: usize, out: &mut Candidates) {
        if j > 0 {
            self.go_on(parent, state, j, out);
        }
        let open = self.ahead(state);
        self.same_line(parent, state, j, open, out);
        if j > 0 {
            self.next_line(parent, state, j, open, out);
            self.next_row(parent, state, j, out);
        }
    }

    /// Sum of the estimates of all columns but the current one.
    fn ahead(&self, state: &State) -> f64 {
        let open = |c: &usize| state.finished & (1 << c) == 0 && *c != usize::from(state.current);
        self.columns().filter(open).map(|c| state.columns[c].ahead).sum()
    }

    fn go_on(&self, parent: usize, state: &State, j: usize, out: &mut Candidates) {
        if self.page.is_cut(j) {
            return;
        }
        let column = &state.columns[usize::from(state.current)];
        let (first, last) = (usize::from(column.first) - 1, usize::from(column.last) - 1);
        let over = overflow(self.ruler.room(first, j));
        if over >= WIDEST {
            return;
        }
        let tables = &self.tables[usize::from(state.row)];
        let step = if first == last { tables.second[j] } else { tables.further[j] };
        let bullet = if self.page.words[j].bullet { BULLET_INSIDE } else { 0.0 };
        let score = state.score + step + tables.topics[j][usize::from(state.current)] - bullet - over
            + overflow(self.ruler.room(first, last));
        let rank = score + self.ahead(state);
        out.push(Candidate { parent, step: Step { what: Move::GoOn, line: Line::Same }, score, rank });
    }

    /// What the current column still has to pay once its fragment is closed: it ends here or
    /// goes on where the next word did not fit.
    fn estimate(&self, state: &State) -> f64 {
        let column = &state.columns[usize::from(state.current)];
        let (first, last) = (usize::from(column.first) - 1, usize::from(column.last) - 1);
        let tables = &self.tables[usize::from(state.row)];
        let ends = tables.end(first == last, last, usize::from(column.length)).exp().min(1.0);
        (ends + (1.0 - ends) * self.ruler.closed(first, last)).ln()
    }

    fn same_line(&self, parent: usize, state: &State, j: usize, open: f64, out: &mut Candidates) {
        let free = !(state.used | state.finished);
        for c in self.columns().filter(|c| free & (1 << c) != 0) {
            let place = self.weights.habit * self.order.cost(state.current, state.used, free & self.mask(), c);
            let label = self.label(j, state, usize::from(state.row), state.first_line);
            self.fragment(parent, state, (c, Line::Same), state.score + place - label, open, j, out);
        }
    }

    fn mask(&self) -> u8 {
        ((1u16 << self.page.columns) - 1) as u8
    }

    /// Cost of a label that names a row in whose first line neither neighbour stands.
    fn label(&self, j: usize, state: &State, row: usize, first_line: bool) -> f64 {
        let Border::Row(named) = self.page.words[j].border else { return 0.0 };
        let before = usize::from(state.row) == named && state.first_line && j > 0;
        if before || (row == named && first_line) { 0.0 } else { LABEL_AWAY }
    }

    fn next_line(&self, parent: usize, state: &State, j: usize, ahead: f64, out: &mut Candidates) {
        let all = self.mask();
        if state.first_line && state.used != all {
            return;
        }
        let dropped = all & !(state.used | state.finished);
        let mut base = state.score;
        let mut open = ahead;
        for c in self.columns().filter(|c| dropped & (1 << c) != 0) {
            base += self.end_column(state, c);
            open -= state.columns[c].ahead;
        }
        let finished = state.finished | dropped;
        let free = all & !finished;
        for c in self.columns().filter(|c| free & (1 << c) != 0) {
            let place = self.weights.habit * self.order.cost(state.current, 0, free, c);
            let label = self.label(j, state, usize::from(state.row), false);
            self.fragment(parent, state, (c, Line::Next), base + place - label, open, j, out);
        }
    }

    fn next_row(&self, parent: usize, state: &State, j: usize, out: &mut Candidates) {
        let all = self.mask();
        if usize::from(state.row) + 1 >= self.page.rows || (state.first_line && state.used != all) {
            return;
        }
        let base = state.score + self.end_row(state);
        let row = usize::from(state.row) + 1;
        for c in self.columns() {
            let place = self.weights.habit * self.order.cost(state.current, 0, all, c);
            let label = self.label(j, state, row, true);
            let bullet_start = self.tables[row].starts[j] + self.tables[row].topics[j][c];
            let score = base + place - label + bullet_start;
            out.push(Candidate {
                parent,
                step: Step { what: Move::Start(c as u8), line: Line::Row },
                score,
                rank: score,
            });
        }
    }

    /// A new fragment in column `c`: it continues the column's item or starts one.
    #[allow(clippy::too_many_arguments, reason = "one step of the search")]
    fn fragment(
        &self,
        parent: usize,
        state: &State,
        (c, line): (usize, Line),
        base: f64,
        open: f64,
        j: usize,
        out: &mut Candidates,
    ) {
        let column = &state.columns[c];
        let tables = &self.tables[usize::from(state.row)];
        let topic = tables.topics[j][c];
        let current = usize::from(state.current);
        // What remains open behind this step: all columns but the one that goes on now.
        let rest = open + if c == current { 0.0 } else { state.closing - column.ahead };
        let mut push = |what: Move, score: f64| {
            out.push(Candidate { parent, step: Step { what, line }, score, rank: score + rest });
        };
        if column.first > 0 {
            let (first, last) = (usize::from(column.first) - 1, usize::from(column.last) - 1);
            let bullet = if self.page.words[j].bullet { BULLET_INSIDE } else { 0.0 };
            let junction = tables.junction(first == last, last, j);
            let short = self.shortfall(self.ruler.shortfall(first, last, j));
            push(Move::Continue(c as u8), base + junction + topic - bullet - short);
        }
        let end = if column.first > 0 { self.end_item(state, c) } else { 0.0 };
        let many = self.page.items.is_some_and(|k| usize::from(column.items) >= k);
        let many = if many { ITEM_TOO_MANY } else { 0.0 };
        push(Move::Start(c as u8), base + end + tables.starts[j] + topic - many);
    }

    fn shortfall(&self, em: f64) -> f64 {
        let (least, per_em, most) = self.weights.shortfall;
        if em <= 0.0 { 0.0 } else { (least + per_em * em).min(most) }
    }

    /// Log probability that the open item of a column ends where it stands.
    fn end_item(&self, state: &State, c: usize) -> f64 {
        let column = &state.columns[c];
        let (first, last) = (usize::from(column.first) - 1, usize::from(column.last) - 1);
        let tables = &self.tables[usize::from(state.row)];
        let bracket = if column.depth > 0 { OPEN_BRACKET } else { 0.0 };
        tables.end(first == last, last, usize::from(column.length)) - bracket
    }

    fn end_column(&self, state: &State, c: usize) -> f64 {
        let missing = self.page.items.map_or(0, |k| k.saturating_sub(usize::from(state.columns[c].items)));
        self.end_item(state, c) - ITEM_TOO_MANY * missing as f64
    }

    /// Ends every open column of a row.
    fn end_row(&self, state: &State) -> f64 {
        let open = |c: &usize| state.finished & (1 << c) == 0 && state.columns[*c].first > 0;
        let ends: f64 = self.columns().filter(open).map(|c| self.end_column(state, c)).sum();
        if self.page.items.is_some() {
            return ends;
        }
        let mut items: Vec<u8> = self.columns().map(|c| state.columns[c].items).collect();
        items.sort_unstable();
        let middle = items[items.len() / 2];
        ends - UNEVEN * items.iter().map(|i| f64::from(i.abs_diff(middle))).sum::<f64>()
    }

    /// Ends the page.
    fn finish(&self, state: &State, n: usize) -> f64 {
        if n == 0 || (state.first_line && state.used != self.mask()) {
            return f64::NEG_INFINITY;
        }
        let missing = self.page.rows.saturating_sub(usize::from(state.row) + 1);
        self.end_row(state) - ROW_MISSING * missing as f64
    }

    fn apply(&self, old: &State, candidate: &Candidate, j: usize) -> State {
        let mut state = *old;
        state.score = candidate.score;
        let sign = &self.page.words[j].sign;
        if let (Move::Continue(c) | Move::Start(c), true) = (candidate.step.what, j > 0) {
            let closed = usize::from(old.current);
            state.columns[closed].ahead = old.closing;
            match candidate.step.line {
                Line::Same => {}
                Line::Next => {
                    state.finished |= self.mask() & !(old.used | old.finished);
                    state.used = 0;
                    state.first_line = false;
                }
                Line::Row => {
                    state.columns = [Column::default(); MOST_COLUMNS];
                    (state.used, state.finished, state.first_line) = (0, 0, true);
                    state.row += 1;
                }
            }
            debug_assert_eq!(state.finished & (1 << c), 0);
        }
        let at = j as u16 + 1;
        match candidate.step.what {
            Move::GoOn => {
                let column = &mut state.columns[usize::from(state.current)];
                column.last = at;
                column.length = column.length.saturating_add(1);
                column.depth = (column.depth + sign.depth).clamp(-1, 1);
            }
            Move::Continue(c) | Move::Start(c) => {
                state.current = c;
                state.used |= 1 << c;
                let column = &mut state.columns[usize::from(c)];
                if matches!(candidate.step.what, Move::Start(_)) {
                    column.items = column.items.saturating_add(1);
                    (column.length, column.depth) = (0, 0);
                }
                (column.first, column.last, column.ahead) = (at, at, 0.0);
                column.length = column.length.saturating_add(1);
                column.depth = (column.depth + sign.depth).clamp(-1, 1);
            }
        }
        state
    }
}

/// Bits that sort numbers from the greatest down.
fn falling(number: f64) -> u64 {
    let bits = number.to_bits();
    if number.is_sign_negative() { bits } else { !(bits | SIGN) }
}

const SIGN: u64 = 1 << 63;

/// Cost of a fragment that leaves this much room; a negative room is too wide.
fn overflow(room: f64) -> f64 {
    if room >= 0.0 { 0.0 } else { (1.0 - 6.0 * room).min(WIDEST) }
}
