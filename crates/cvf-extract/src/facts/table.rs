//! A table as a grid of cells, each cell in every place that it spans over.

use super::block::{Block, BlockId, Vocabulary, key_of};
use super::marks;
use cvf_document::{Covered, Row, Text};

/// Number of a cell in its table.
pub(crate) type CellId = usize;

/// Most rows at the top that may be headers.
pub(crate) const MOST_HEADERS: usize = 3;
/// Most words of a line that names.
const NAME: usize = 14;

/// A cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) blocks: Vec<BlockId>,
    pub(crate) column: usize,
    /// Columns that it spans.
    pub(crate) span: usize,
    pub(crate) words: usize,
    pub(crate) letters: usize,
    /// Its first paragraph is bold.
    pub(crate) bold: bool,
    pub(crate) key: String,
    /// The name in it: its short lines at the top, as one.
    pub(crate) name: BlockId,
    /// How many of its blocks are the name.
    pub(crate) name_len: usize,
    /// Its first three blocks, as one.
    pub(crate) label: BlockId,
    /// It is the header over a tick.
    pub(crate) ticked: bool,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) grid: Vec<Vec<Option<CellId>>>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) width: usize,
    /// Header of each column, for one, two and three header rows.
    pub(crate) heads: Vec<Vec<Option<BlockId>>>,
    /// Blocks of the header cells of each column, likewise.
    pub(crate) head_blocks: Vec<Vec<Vec<BlockId>>>,
    /// Rows with a single text over (nearly) all columns.
    pub(crate) banners: Vec<bool>,
    /// Blocks of header rows that are printed again further down.
    pub(crate) repeats: Vec<BlockId>,
}

/// Collects the blocks of a document.
pub(crate) struct Collector<'a> {
    pub(crate) blocks: &'a mut Vec<Block>,
    pub(crate) vocabulary: &'a mut Vocabulary,
    pub(crate) place: &'a mut usize,
    /// Bullets and numbers with nothing behind them.
    pub(crate) markers: &'a mut Vec<Text>,
}

impl Collector<'_> {
    pub(crate) fn add(&mut self, mut block: Block) -> BlockId {
        block.place = *self.place;
        *self.place += 1;
        self.blocks.push(block);
        self.blocks.len() - 1
    }

    /// Several blocks read as one; one alone is itself.
    pub(crate) fn join(&mut self, pieces: &[BlockId]) -> BlockId {
        if let [only] = pieces {
            return *only;
        }
        let mut text = Text::default();
        pieces.iter().for_each(|&p| text.join(&self.blocks[p].text));
        let (first, style, place) = match pieces.first() {
            Some(&p) => (self.blocks[p].in_cell, self.blocks[p].style, self.blocks[p].place),
            None => (true, cvf_document::Style::default(), *self.place),
        };
        let block = Block::of(text, style, first, None, self.vocabulary);
        self.blocks.push(Block { place, pieces: pieces.to_vec(), ..block });
        self.blocks.len() - 1
    }
}

impl Table {
    /// Lays out rows; `None` if fewer than two columns have text.
    pub(crate) fn of(rows: &[Row], collector: &mut Collector<'_>) -> Option<Self> {
        let mut table = Self::default();
        let mut grid: Vec<Vec<Option<CellId>>> = Vec::new();
        for row in rows {
            let mut line: Vec<Option<CellId>> = Vec::with_capacity(row.cells.len());
            for (c, cell) in row.cells.iter().enumerate() {
                let place = match cell.covered() {
                    Some(Covered::Left) => line.last().copied().flatten(),
                    Some(Covered::Above) => grid.last().and_then(|above| above.get(c)).copied().flatten(),
                    None if cell.is_empty() => {
                        let paragraphs = cell.blocks().iter().flat_map(cvf_document::Block::paragraphs);
                        let before = collector.markers.len();
                        collector.markers.extend(paragraphs.filter_map(|p| Some(p.marker.as_ref()?.text.clone())));
                        // A tick is read as the marker of nothing.
                        (collector.markers.len() > before).then(|| table.push(Cell { column: c, ..Cell::default() }))
                    }
                    None => Some(table.add_cell(cell, c, collector)),
                };
                line.push(place);
            }
            grid.push(line);
        }
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        grid.iter_mut().for_each(|line| line.resize(width, None));
        table.keep(grid);
        table.drop_repeats();
        let mut grid = std::mem::take(&mut table.grid);
        marks::as_labels(&mut grid, &mut table.cells);
        let filled = |id: &CellId| !table.cells[*id].blocks.is_empty();
        grid.iter_mut().flatten().for_each(|place| *place = place.filter(filled));
        table.keep(grid);
        (table.width >= 2 && !table.grid.is_empty()).then(|| table.finished(collector))
    }

    fn add_cell(&mut self, cell: &cvf_document::Cell, column: usize, collector: &mut Collector<'_>) -> CellId {
        let mut facts = Cell { column, ..Cell::default() };
        for p in cell.blocks().iter().flat_map(cvf_document::Block::paragraphs) {
            let marker = p.marker.as_ref().map(|m| m.text.clone());
            if p.text.is_empty() {
                collector.markers.extend(marker);
                continue;
            }
            let block = Block::of(p.text.clone(), p.style, true, marker, collector.vocabulary);
            facts.words += block.words;
            facts.letters += block.letters;
            facts.blocks.push(collector.add(block));
        }
        facts.key = key_of(cell.as_str());
        facts.bold =
            facts.blocks.first().is_some_and(|&b| collector.blocks[b].style.bold || collector.blocks[b].is_heading());
        facts.name_len = name_len(&facts.blocks, collector.blocks);
        facts.name = collector.join(&facts.blocks[..facts.name_len]);
        facts.label = collector.join(&facts.blocks[..facts.blocks.len().min(3)]);
        self.push(facts)
    }

    fn push(&mut self, cell: Cell) -> CellId {
        self.cells.push(cell);
        self.cells.len() - 1
    }

    /// Keeps the rows and columns in which something begins.
    fn keep(&mut self, grid: Vec<Vec<Option<CellId>>>) {
        let width = grid.first().map_or(0, Vec::len);
        let own = |line: &Vec<Option<CellId>>, c: usize| {
            line[c].is_some_and(|id| self.cells[id].column == c || (c > 0 && line[c - 1] != line[c]))
        };
        let columns: Vec<usize> = (0..width).filter(|&c| grid.iter().any(|line| own(line, c))).collect();
        let rows = grid.iter().filter(|line| line.iter().any(Option::is_some));
        self.grid = rows.map(|line| columns.iter().map(|&c| line[c]).collect()).collect();
        self.width = columns.len();
        let mut spans = vec![0; self.cells.len()];
        for line in &self.grid {
            let mut ids: Vec<CellId> = line.iter().flatten().copied().collect();
            ids.sort_unstable();
            for id in ids.chunk_by(|a, b| a == b) {
                spans[id[0]] = spans[id[0]].max(id.len());
            }
        }
        self.cells.iter_mut().zip(spans).for_each(|(cell, span)| cell.span = span);
    }

    /// Takes out rows that say what the first header says: that row, or the one below a banner. The
    /// corner may say something else each time.
    fn drop_repeats(&mut self) {
        let keys = |line: &Vec<Option<CellId>>| -> Vec<&str> {
            line.iter().map(|id| id.map_or("", |id| self.cells[id].key.as_str())).collect()
        };
        let rows: Vec<Vec<&str>> = self.grid.iter().map(keys).collect();
        let header = (0..rows.len().min(MOST_HEADERS)).find(|&r| distinct(&rows[r]) > 1);
        let Some(header) = header else { return };
        let is_again = |(r, row): (usize, &Vec<&str>)| {
            let but_corner = rows[header].len() > 2 && distinct(&row[1..]) > 1 && row[1..] == rows[header][1..];
            let in_part = distinct(row) > 1 && row.iter().zip(&rows[header]).all(|(a, b)| a.is_empty() || a == b);
            r > header && (in_part || but_corner)
        };
        let again: Vec<bool> = rows.iter().enumerate().map(is_again).collect();
        let dropped =
            self.grid.iter().zip(&again).filter(|(_, again)| **again).flat_map(|(line, _)| line.iter().flatten());
        let mut repeats: Vec<BlockId> = dropped.flat_map(|&id| self.cells[id].blocks.iter().copied()).collect();
        repeats.sort_unstable();
        repeats.dedup();
        self.repeats = repeats;
        let mut again = again.into_iter();
        self.grid.retain(|_| !again.next().unwrap_or(false));
    }

    fn finished(mut self, collector: &mut Collector<'_>) -> Self {
        for headers in 1..=MOST_HEADERS.min(self.grid.len()) {
            let blocks: Vec<Vec<BlockId>> = (0..self.width).map(|c| self.head_of(c, headers)).collect();
            let joined = blocks.iter().map(|b| (!b.is_empty()).then(|| collector.join(b))).collect();
            self.heads.push(joined);
            self.head_blocks.push(blocks);
        }
        self.banners = (0..self.grid.len()).map(|r| self.is_banner(r)).collect();
        self
    }

    /// Blocks of the header cells over a column; a band over several columns is left out where
    /// another header row stands below it.
    fn head_of(&self, column: usize, headers: usize) -> Vec<BlockId> {
        let mut blocks: Vec<BlockId> = Vec::new();
        for (r, line) in self.grid[..headers].iter().enumerate() {
            let Some(cell) = line[column].map(|id| &self.cells[id]) else { continue };
            let band = cell.span > 1 && r + 1 < headers;
            if !band && cell.blocks.first().is_none_or(|b| !blocks.contains(b)) {
                blocks.extend(&cell.blocks);
            }
        }
        blocks
    }

    /// True for a row with a single short text that spans it or stands at its beginning.
    fn is_banner(&self, row: usize) -> bool {
        self.lone(row).is_some_and(|id| {
            let cell = &self.cells[id];
            let wide = cell.span > 1 && cell.span + 1 >= self.width;
            (wide || self.grid[row][0] == Some(id)) && cell.words <= NAME
        })
    }

    /// The only cell of a row.
    pub(crate) fn lone(&self, row: usize) -> Option<CellId> {
        let mut ids = self.grid[row].iter().flatten();
        let first = *ids.next()?;
        ids.all(|&id| id == first).then_some(first)
    }

    /// The cell at a place.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<(CellId, &Cell)> {
        let id = (*self.grid.get(row)?.get(column)?)?;
        Some((id, &self.cells[id]))
    }
}

/// Different texts of a row.
fn distinct(keys: &[&str]) -> usize {
    keys.iter().filter(|k| !k.is_empty()).collect::<std::collections::BTreeSet<_>>().len()
}

/// How many of a cell's first blocks are a name: one or two short lines of one dress, the second
/// no sentence.
fn name_len(blocks: &[BlockId], all: &[Block]) -> usize {
    let ends = |i: usize| i > 0 && all[blocks[i]].text.as_str().ends_with(['.', ';', '!']);
    let short = |i: usize| all[blocks[i]].words <= NAME && !ends(i);
    let alike = |i: usize| all[blocks[i]].style.bold == all[blocks[0]].style.bold;
    match blocks.len() {
        0 => 0,
        1 => 1,
        _ if short(0) && short(1) && alike(1) => 2,
        _ => 1,
    }
}
