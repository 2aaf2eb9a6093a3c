//! Pages → [`Document`].

use crate::direction;
use crate::furniture::Furniture;
use crate::lines::{Column, Line, Lines, paragraphs};
use crate::page::PageBlock;
use crate::table::{GridCell, GridTable};
use crate::tagged;
use crate::words::{CUTTING, Word};
use cvf_document::flow::{Joiner, Line as PlainLine, begins_low, join_lines, lacks_end};
use cvf_document::{
    Anchors, Block, CharBox, Document, Fidelity, Marker, MarkerKind, Paragraph, Region, RegionKind, SpanCell, Style,
    Table, Text, dress, marker,
};
use cvf_words::Dictionary;
use std::collections::{BTreeMap, BTreeSet};

/// A page ready to be lowered.
#[derive(Clone, Debug, Default)]
pub(crate) struct LaidPage {
    pub(crate) blocks: Vec<PageBlock>,
    /// What stands beside the text.
    pub(crate) asides: Vec<PageBlock>,
    /// Lines of the notes at its foot.
    pub(crate) notes: Vec<Line>,
    pub(crate) furniture: Furniture,
    /// Text that only the second reader found, without places.
    pub(crate) second: Option<String>,
    /// The document's tags deserve belief.
    pub(crate) tagged: bool,
}

/// Builds the document.
pub(crate) fn lower(pages: Vec<LaidPage>) -> Document {
    let plain = |line: &Line| line.text().replace(CUTTING, "-");
    let lines: Vec<String> = pages.iter().flat_map(|p| &p.blocks).flat_map(block_lines).map(plain).collect();
    let joiner = Joiner::of(lines.iter().map(String::as_str));
    // A font may have one character for all of its hyphens: then they tell nothing.
    let inner = |w: &Word| w.chars.iter().rev().skip(1).any(|(c, _)| CUTTING.contains(c));
    let typed = pages.iter().flat_map(|p| &p.blocks).flat_map(block_lines).flat_map(|l| &l.words).any(inner);
    let cut = |l: &Line| l.words.last().and_then(|w| w.chars.last()).is_some_and(|(c, _)| CUTTING.contains(c));
    let marked = pages.iter().flat_map(|p| &p.blocks).flat_map(block_lines).any(cut);
    let joiner = joiner.with_dictionary(is_english).with_marked_cuts(!typed && marked);
    let mut builder = Builder { joiner, typed, ..Builder::default() };
    crate::broken::mend(pages).into_iter().for_each(|page| builder.add(page));
    let mut blocks = builder.blocks;
    dress::rank_headings(&mut blocks);
    rank_tagged(&mut blocks, &builder.headings);
    let mut document = Document::new(builder.stream, blocks, builder.separators);
    document.doubtful = builder.doubtful;
    document.with_anchors(Anchors::Boxes(builder.boxes))
}

/// True for a mark of the sentence that stands behind the call of a note.
fn goes_on_behind_call(word: &Word) -> bool {
    word.chars.first().is_some_and(|(c, _)| ".,;:!?)]".contains(*c))
}

fn is_english(word: &str) -> bool {
    Dictionary::english().lists(word)
}

fn block_lines(block: &PageBlock) -> Vec<&Line> {
    match block {
        PageBlock::Paragraph(lines) => lines.iter().collect(),
        PageBlock::Aside(texts) => texts.iter().flatten().collect(),
        PageBlock::Table(table) => table.rows.iter().flatten().flat_map(|c| &c.paragraphs).flatten().collect(),
    }
}

#[derive(Default)]
struct Builder {
    stream: Vec<char>,
    boxes: Vec<Option<CharBox>>,
    separators: Vec<usize>,
    blocks: Vec<Block>,
    joiner: Joiner,
    /// Characters that are read otherwise than the text layer says, by their offsets.
    read_as: BTreeMap<usize, char>,
    doubtful: Vec<usize>,
    /// Signs that call notes, on the page so far.
    calls: Vec<Text>,
    /// Such hyphens stand inside words too.
    typed: bool,
    /// Hyphens that were set where a word was cut.
    cuts: BTreeSet<usize>,
    /// Ranks of headings by their tags, by number of block.
    headings: BTreeMap<usize, u8>,
    /// Baseline and page of the last line that was added.
    baseline: f32,
    page: u32,
    /// Gap above the last paragraph.
    gap: u32,
}

impl Builder {
    fn add(&mut self, page: LaidPage) {
        self.region(RegionKind::PageHeader, page.furniture.head);
        self.baseline = f32::MIN;
        for block in page.blocks {
            match block {
                PageBlock::Paragraph(lines) => self.paragraph(&lines, page.tagged),
                PageBlock::Table(table) => self.table(table),
                PageBlock::Aside(texts) => self.aside(&texts),
            }
        }
        for aside in page.asides {
            if let PageBlock::Aside(texts) = aside {
                self.aside(&texts);
            }
        }
        self.notes(page.notes);
        self.marks(page.furniture.across);
        self.second(page.second.as_deref().unwrap_or_default());
        self.region(RegionKind::PageFooter, page.furniture.foot);
    }

    fn region(&mut self, kind: RegionKind, lines: Vec<Line>) {
        if lines.is_empty() {
            return;
        }
        let blocks = lines.into_iter().map(|l| Block::Paragraph(self.read(&vec![l]))).collect();
        self.blocks.push(Block::Region(Region { kind, blocks }));
    }

    /// The notes of a page, and the signs that call them in its text.
    fn notes(&mut self, lines: Vec<Line>) {
        let column = Column::around(&lines);
        let called = std::mem::take(&mut self.calls).into_iter().map(Paragraph::plain);
        let notes: Vec<Paragraph> = paragraphs(lines, column).iter().map(|lines| self.read(lines)).collect();
        let blocks: Vec<Block> = called.chain(notes).map(Block::Paragraph).collect();
        if !blocks.is_empty() {
            self.blocks.push(Block::Region(Region { kind: RegionKind::Note, blocks }));
        }
    }

    /// Marks across the page, which are no headings however large they are.
    fn marks(&mut self, lines: Vec<Line>) {
        if lines.is_empty() {
            return;
        }
        let plain = |p: Paragraph| Block::Paragraph(Paragraph { style: Style::default(), ..p });
        let blocks = lines.into_iter().map(|l| plain(self.read(&vec![l]))).collect();
        self.blocks.push(Block::Region(Region { kind: RegionKind::PageHeader, blocks }));
    }

    fn aside(&mut self, texts: &[Lines]) {
        let blocks = texts.iter().map(|lines| Block::Paragraph(self.read(lines))).collect();
        self.blocks.push(Block::Region(Region { kind: RegionKind::Aside, blocks }));
    }

    /// Adds a paragraph, or the rest of one that a page or column end has cut.
    fn paragraph(&mut self, lines: &Lines, tagged: bool) {
        let paragraph = self.read(lines);
        let last = self.blocks.iter().rposition(|b| !matches!(b, Block::Region(_)));
        let open = last.and_then(|i| if let Block::Paragraph(p) = &mut self.blocks[i] { Some(p) } else { None });
        match open {
            Some(open) if open.text.is_empty() && open.marker.is_some() && paragraph.marker.is_none() => {
                *open = Paragraph { marker: open.marker.take(), ..paragraph };
            }
            Some(open) if cut_apart(open, &paragraph) => {
                self.separators.extend(join(&self.joiner, &self.cuts, &mut open.text, &paragraph.text));
            }
            _ => {
                let ranks = lines.iter().map(|l| tagged::heading(&l.words)).collect::<Option<Vec<u8>>>();
                let rank = ranks.and_then(|ranks| ranks.first().copied()).filter(|_| tagged);
                self.headings.extend(rank.map(|rank| (self.blocks.len(), rank)));
                self.blocks.push(Block::Paragraph(paragraph));
            }
        }
    }

    fn read(&mut self, lines: &Lines) -> Paragraph {
        let mut text = Text::default();
        for line in lines {
            let next = self.line(line);
            self.separators.extend(join(&self.joiner, &self.cuts, &mut text, &next));
        }
        let first = lines.first();
        let bullet = first.and_then(|l| l.words.first()).filter(|w| w.bullet).map(|w| w.text().len());
        let found = bullet.map(|bytes| (MarkerKind::Bullet, bytes)).or_else(|| marker::find(text.as_str()));
        let bytes = found.as_ref().map_or(0, |f| f.1);
        let marker = found.map(|(kind, bytes)| Marker { text: text.to_byte(bytes).collapsed(), kind });
        let baseline = first.map_or(0.0, |l| l.baseline);
        let size = first.map_or(0.0, Line::size);
        // At the top of a page or column nothing tells: it is as above the text before.
        let top = baseline < self.baseline || self.baseline == f32::MIN;
        let gap = if top { self.gap } else { u32::from(baseline - self.baseline > 1.6 * size) };
        self.gap = gap;
        self.baseline = lines.last().map_or(baseline, |l| l.baseline);
        self.page = lines.last().and_then(|l| l.words.first()).map_or(self.page, |w| w.page);
        Paragraph { text: text.from_byte(bytes).collapsed(), marker, style: style(lines), gap }
    }

    fn line(&mut self, line: &Line) -> Text {
        let mut text = Text::default();
        let mut start = self.stream.len();
        let mut called = false;
        for (i, word) in direction::in_reading_order(&line.words).into_iter().enumerate() {
            if i > 0 && !(called && goes_on_behind_call(word)) {
                self.push(' ', None);
            }
            if word.call {
                text.glue(&Text::from_stream(&self.stream, start..self.stream.len()));
                let from = self.stream.len();
                self.word(word);
                start = self.stream.len();
                self.calls.push(Text::from_stream(&self.stream, from..start));
            } else {
                self.word(word);
            }
            called = word.call;
        }
        text.glue(&Text::from_stream(&self.stream, start..self.stream.len()));
        self.push('\n', None);
        text.read_as(&self.read_as).collapsed()
    }

    /// Adds a word as the page has it; what is read otherwise is noted.
    fn word(&mut self, word: &Word) {
        let start = self.stream.len();
        for (char, rect) in &word.chars {
            let bounds = [rect.left, rect.top, rect.right, rect.bottom];
            if CUTTING.contains(char) && !self.typed {
                self.cuts.insert(self.stream.len());
            }
            let char = if CUTTING.contains(char) { '-' } else { *char };
            self.push(char, Some(CharBox { page: word.page, bounds }));
        }
        if let (Some(said), Some((read, _))) = (word.said, word.chars.first()) {
            self.stream[start] = said;
            self.read_as.insert(start, *read);
        }
        if word.doubtful {
            self.doubtful.extend(start..self.stream.len());
        }
    }

    fn push(&mut self, char: char, place: Option<CharBox>) {
        self.stream.push(char);
        self.boxes.push(place);
    }

    fn table(&mut self, table: GridTable) {
        let rows: Vec<Vec<SpanCell>> =
            table.rows.into_iter().map(|row| row.into_iter().map(|c| self.cell(c)).collect()).collect();
        let table = Table { fidelity: Fidelity::Drawn, ..Table::of_spans(rows) };
        if table.rows.iter().any(|r| r.cells.iter().any(|c| !c.is_empty() || !c.blocks().is_empty())) {
            self.blocks.push(Block::Table(table));
        }
    }

    fn cell(&mut self, cell: GridCell) -> SpanCell {
        let mut blocks: Vec<Paragraph> = Vec::new();
        for lines in &cell.paragraphs {
            let before = self.page;
            let paragraph = self.read(lines);
            match blocks.last_mut() {
                Some(open) if open.text.is_empty() && paragraph.marker.is_none() => {
                    *open = Paragraph { marker: open.marker.take(), ..paragraph };
                }
                Some(open)
                    if cut_apart(open, &paragraph) || (self.page > before && is_rest_of_item(open, &paragraph)) =>
                {
                    self.separators.extend(join(&self.joiner, &self.cuts, &mut open.text, &paragraph.text));
                }
                _ => blocks.push(paragraph),
            }
        }
        SpanCell { blocks: blocks.into_iter().map(Block::Paragraph).collect(), columns: cell.columns, rows: cell.rows }
    }

    /// Lines of the second reader, which knows no places.
    fn second(&mut self, text: &str) {
        let mut lines = Vec::new();
        let mut gap = 0;
        for line in text.lines() {
            let start = self.stream.len();
            line.chars().chain(['\n']).for_each(|c| self.push(c, None));
            let text = Text::from_stream(&self.stream, start..self.stream.len()).collapsed();
            if text.is_empty() {
                gap += 1;
                continue;
            }
            let found = marker::find(text.as_str());
            let bytes = found.as_ref().map_or(0, |f| f.1);
            let marker = found.map(|(kind, _)| Marker { text: text.to_byte(bytes).collapsed(), kind });
            let (width, hang) = (text.len(), text.to_byte(bytes).len());
            lines.push(PlainLine { text: text.from_byte(bytes), marker, style: Style::default(), gap, width, hang });
            gap = 0;
        }
        let joined = join_lines(lines);
        self.separators.extend(joined.hyphens);
        self.blocks.extend(joined.paragraphs.into_iter().map(Block::Paragraph));
    }
}

/// Puts a text behind another. Returns the offset of the hyphen that this takes out.
fn join(joiner: &Joiner, cuts: &BTreeSet<usize>, open: &mut Text, next: &Text) -> Option<usize> {
    let cut = open.offsets().last().copied().filter(|at| cuts.contains(at) && begins_low(next.as_str()));
    let Some(hyphen) = cut else { return joiner.join(open, next) };
    *open = open.without_last(1);
    open.glue(next);
    Some(hyphen)
}

/// Longest heading that only its tag tells, in characters.
const LONGEST_HEADING: usize = 120;

/// Ranks headings that only their tags tell, among those of the same or a higher rank that are
/// set apart.
fn rank_tagged(blocks: &mut [Block], tagged: &BTreeMap<usize, u8>) {
    let mut ranks: BTreeMap<u8, u8> = BTreeMap::new();
    for (&at, &tag) in tagged {
        if let Some(Block::Paragraph(Paragraph { style: Style { heading: Some(rank), .. }, .. })) = blocks.get(at) {
            ranks.entry(tag).and_modify(|r| *r = (*r).min(*rank)).or_insert(*rank);
        }
    }
    for (&at, tag) in tagged {
        let Some(Block::Paragraph(p)) = blocks.get_mut(at) else { continue };
        let sentence = p.text.as_str().ends_with(['.', ';', ',']);
        if p.style.heading.is_none() && p.marker.is_none() && !sentence && p.text.len() <= LONGEST_HEADING {
            let above = ranks.range(..*tag).map(|(_, rank)| rank + 1).max().unwrap_or(1);
            p.style.heading = Some(*ranks.entry(*tag).or_insert(above));
        }
    }
}

/// True if a text stops in mid-sentence and goes on in the next paragraph.
fn cut_apart(open: &Paragraph, next: &Paragraph) -> bool {
    let text = open.text.as_str();
    let sentence = text.split(' ').count() >= 4 && lacks_end(text);
    sentence && next.marker.is_none() && begins_low(next.text.as_str()) && open.style.bold == next.style.bold
}

/// True if a text at the top of a page has no bullet though the item before it, which has one,
/// lacks its end.
fn is_rest_of_item(open: &Paragraph, next: &Paragraph) -> bool {
    open.marker.is_some() && next.marker.is_none() && lacks_end(open.text.as_str())
}

/// The dress of a paragraph; a text layer's sizes tell nothing.
fn style(lines: &Lines) -> Style {
    let letters = |line: &&Line| line.text().contains(char::is_alphanumeric);
    let size = lines.iter().map(Line::size).fold(0.0, f32::max);
    let unseen = lines.iter().all(Line::is_invisible);
    let size = if unseen { 0 } else { (size * 2.0).round() as u16 * 5 };
    let bold = !unseen && lines.iter().filter(letters).count() > 0 && lines.iter().filter(letters).all(Line::is_bold);
    Style { size, bold, ..Style::default() }
}
