//! Lines → blocks.

use crate::drawn;
use crate::lines::SourceLine;
use crate::quote::Quoted;
use cvf_document::flow::{Line, begins_low, join_lines, lacks_end};
use cvf_document::marker::OwnBullets;
use cvf_document::{
    Block, Budget, Document, Marker, Paragraph, Region, RegionKind, Style, Table, Text, Warned, Warning, is_invisible,
    marker, points,
};
use std::collections::BTreeSet;

/// A run of at least this many lines that begin with a tab is a table that lost its rows.
const LEAST_LOOSE_CELLS: usize = 4;

/// What a line is, before its neighbours are looked at.
enum Shape {
    Blank,
    /// Begins with a tab and has no other: one cell, perhaps blank.
    Cell(Text),
    /// Has inner tabs or bars: cells.
    Row(Vec<Text>),
    /// A line of dashes, equals signs or the like.
    Rule(char),
    Plain(Line),
}

pub(crate) fn lower(stream: Vec<char>, lines: &[SourceLine], quoted: Quoted) -> Warned<Document> {
    let mut builder = Builder { cells: Budget::Blocks.count(), separators: quoted.signs, ..Builder::default() };
    let trimmed: Vec<String> =
        lines.iter().map(|l| stream[l.range.clone()].iter().collect::<String>().trim().to_owned()).collect();
    builder.bullets = OwnBullets::of(trimmed.iter().map(String::as_str));
    drop(trimmed);
    let letter_bullets = lines.iter().filter(|l| begins_with_o(&stream[l.range.clone()])).count() > 1;
    for (i, line) in lines.iter().enumerate() {
        let beside = quoted.around.iter().any(|around| around.contains(&i));
        if beside != builder.beside {
            builder.turn(beside);
        }
        let parts = parts(&stream[line.range.clone()]);
        let is_table = parts < Budget::TabStops.count() && parts < builder.cells;
        builder.cut |= !is_table;
        builder.cells -= if is_table { parts } else { 0 };
        let shape = shape(&stream, line, letter_bullets, is_table, &builder.bullets);
        builder.add(shape, &stream, line);
    }
    let warning = builder.cut.then(|| {
        let what = "lines with very many tabs or bars are read as text, and no tables";
        Warning::new("too-long", Budget::TabStops.exceeded(what))
    });
    Warned { value: builder.finish(stream), warnings: warning.into_iter().collect() }
}

/// How many signs in a line may part cells of a table.
fn parts(line: &[char]) -> usize {
    let barred = line.iter().find(|c| !c.is_whitespace()) == Some(&'|');
    line.iter().filter(|c| **c == '\t' || (barred && **c == '|')).count()
}

/// True for a character that is seen; control characters are dropped from texts as blanks are.
fn is_sign(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !is_invisible(c)
}

/// A letter `o` as Word's second bullet; a lone one is a letter.
fn begins_with_o(line: &[char]) -> bool {
    let mut visible = line.iter().skip_while(|c| c.is_whitespace());
    visible.next() == Some(&'o') && visible.next().is_some_and(|c| c.is_whitespace())
}

fn shape(stream: &[char], line: &SourceLine, letter_bullets: bool, is_table: bool, own: &OwnBullets) -> Shape {
    let chars = &stream[line.range.clone()];
    let indent = chars.iter().take_while(|c| c.is_whitespace()).count();
    let text = Text::from_stream(stream, line.range.clone());
    let trimmed = text.as_str().trim();
    if trimmed.is_empty() {
        return if chars.first() == Some(&'\t') && is_table { cells_of(&text) } else { Shape::Blank };
    }
    if trimmed.starts_with("+-") && trimmed.chars().all(|c| "+-=| ".contains(c)) {
        return Shape::Rule('+');
    }
    if let Some(c) = rule_sign(trimmed) {
        return Shape::Rule(c);
    }
    let found = own.find(trimmed).filter(|_| letter_bullets || !begins_with_o(chars));
    if is_table && trimmed.len() > 2 && trimmed.starts_with('|') && trimmed.ends_with('|') {
        return bars_of(&text);
    }
    let inner_tabs = trimmed[found.as_ref().map_or(0, |f| f.1)..].contains('\t');
    if is_table && (inner_tabs || (found.is_none() && chars.first() == Some(&'\t'))) {
        return cells_of(&text);
    }
    Shape::Plain(plain_line(&text, indent, found.is_some(), own))
}

/// The sign a rule is drawn with; a lone dash is a bullet.
fn rule_sign(trimmed: &str) -> Option<char> {
    let sign = trimmed.chars().next()?;
    let drawn = "-=_*~—–─━".contains(sign) && trimmed.chars().all(|c| c == sign);
    (drawn && trimmed.chars().count() >= 3).then_some(sign)
}

/// Cells between tabs; one leading tab and no other makes a loose cell.
fn cells_of(text: &Text) -> Shape {
    let cells = split_at(text, '\t');
    match cells.as_slice() {
        [first, cell] if first.is_empty() => Shape::Cell(cell.clone()),
        _ => Shape::Row(cells),
    }
}

fn bars_of(text: &Text) -> Shape {
    let cells = split_at(text, '|');
    Shape::Row(cells[1..cells.len() - 1].to_vec())
}

fn split_at(text: &Text, sign: char) -> Vec<Text> {
    let ends: Vec<usize> = text.chars().enumerate().filter(|(_, (c, _))| *c == sign).map(|(i, _)| i).collect();
    let starts = [0].into_iter().chain(ends.iter().map(|e| e + 1));
    let ends = ends.iter().copied().chain([text.len()]);
    starts.zip(ends).map(|(from, to)| text.slice(from..to).collapsed()).collect()
}

fn plain_line(text: &Text, indent: usize, marked: bool, own: &OwnBullets) -> Line {
    let width = text.as_str().trim_end().chars().count();
    let body = text.slice(indent..text.len());
    let hashes = body.as_str().chars().take_while(|&c| c == '#').count();
    let heading = (1..=6).contains(&hashes) && body.as_str()[hashes..].starts_with(' ');
    let found = if heading || !marked { None } else { own.find(body.as_str()) };
    let ornament = if heading || found.is_some() { 0 } else { marker::ornament(body.as_str()) };
    let cut = if heading { hashes } else { found.as_ref().map_or(ornament, |f| f.1) };
    let marker = found.map(|(kind, bytes)| Marker { text: body.to_byte(bytes).collapsed(), kind });
    let style = Style {
        heading: u8::try_from(hashes).ok().filter(|_| heading),
        indent: u32::try_from(indent).unwrap_or(u32::MAX),
        ..Style::default()
    };
    let hang = indent + body.as_str()[..cut].chars().count();
    Line { text: body.from_byte(cut).collapsed(), marker, style, gap: 0, width, hang }
}

/// Gathers shapes into blocks; `loose`, `rows` and `lines` hold the open run of their kind.
#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    separators: Vec<usize>,
    loose: Vec<Text>,
    rows: Vec<Vec<Text>>,
    /// Rows before which a rule of a drawn table stands.
    rules: Vec<usize>,
    lines: Vec<Line>,
    gap: u32,
    /// How many more cells there may be.
    cells: usize,
    /// Some lines with tabs are no rows because there are too many.
    cut: bool,
    /// Signs that the text uses as bullets.
    bullets: OwnBullets,
    /// What stands around quoted mail is read.
    beside: bool,
    /// Blocks of what stands around it, while they are read.
    aside: Vec<Block>,
}

impl Builder {
    /// Goes from what is quoted to what stands around it, or back.
    fn turn(&mut self, beside: bool) {
        self.close();
        std::mem::swap(&mut self.blocks, &mut self.aside);
        if !beside && !self.aside.is_empty() {
            let blocks = std::mem::take(&mut self.aside);
            self.blocks.push(Block::Region(Region { kind: RegionKind::Aside, blocks }));
        }
        self.beside = beside;
        self.gap = 0;
    }

    fn close(&mut self) {
        self.close_lines();
        self.close_loose();
        self.close_rows();
    }

    fn add(&mut self, shape: Shape, stream: &[char], line: &SourceLine) {
        match shape {
            Shape::Blank => self.gap += 1,
            Shape::Cell(cell) if self.rows.is_empty() || self.gap > 0 => {
                self.close_lines();
                self.close_rows();
                self.loose.push(cell);
                self.gap = 0;
            }
            Shape::Cell(cell) => self.add_row(vec![Text::default(), cell], stream, line),
            Shape::Row(cells) => self.add_row(cells, stream, line),
            Shape::Rule(sign) => self.add_rule(sign, stream, line),
            Shape::Plain(plain) => {
                // What is cut off in front of a line, and is no marker, is no text of it.
                if plain.marker.is_none() {
                    let first = plain.text.offsets().first().copied().unwrap_or(line.range.end);
                    self.separators.extend((line.range.start..first).filter(|&i| is_sign(stream[i])));
                }
                self.add_line(plain);
            }
        }
    }

    fn add_row(&mut self, cells: Vec<Text>, stream: &[char], line: &SourceLine) {
        self.close_lines();
        self.close_loose();
        if self.gap > 1 {
            self.close_rows();
        }
        self.gap = 0;
        let inside: BTreeSet<usize> = cells.iter().flat_map(|c| c.offsets()).copied().collect();
        let bars = line.range.clone().filter(|i| stream[*i] == '|' && !inside.contains(i));
        self.separators.extend(bars);
        let ruled = |c: &Text| !c.is_empty() && c.as_str().chars().all(|c| "-:= ".contains(c));
        if cells.iter().any(ruled) && cells.iter().all(|c| c.is_empty() || ruled(c)) {
            self.separators.extend(cells.iter().flat_map(|c| c.offsets()));
        } else {
            self.rows.push(cells);
        }
    }

    fn add_rule(&mut self, sign: char, stream: &[char], line: &SourceLine) {
        self.separators.extend(line.range.clone().filter(|&i| !stream[i].is_whitespace()));
        if sign == '+' {
            // The frame of a drawn table: its rows go on.
            return self.rules.push(self.rows.len());
        }
        self.close_loose();
        self.close_rows();
        let underlined = self.lines.last_mut().filter(|_| self.gap == 0 && (sign == '=' || sign == '-'));
        if let Some(above) = underlined.filter(|l| l.marker.is_none() && l.width <= 80) {
            above.style.heading = Some(if sign == '=' { 1 } else { 2 });
        }
        self.gap += 1;
    }

    fn add_line(&mut self, mut line: Line) {
        let continues_cell = self.gap == 0 && line.marker.is_none() && line.style.heading.is_none();
        let goes_on = |cell: &Text| lacks_end(cell.as_str()) && begins_low(line.text.as_str());
        if let Some(cell) = self.loose.last_mut().filter(|c| continues_cell && !c.is_empty() && goes_on(c)) {
            cell.join(&line.text);
            return;
        }
        self.close_loose();
        self.close_rows();
        line.gap = self.gap;
        self.gap = 0;
        self.lines.push(line);
    }

    fn close_lines(&mut self) {
        let joined = join_lines(std::mem::take(&mut self.lines));
        self.separators.extend(joined.hyphens);
        self.blocks.extend(joined.paragraphs.into_iter().map(Block::Paragraph));
    }

    fn close_rows(&mut self) {
        let (rows, rules) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.rules));
        if rows.is_empty() {
            return;
        }
        let line = |text: &Text| {
            let marked = self.bullets.find(text.as_str()).is_some();
            plain_line(text, 0, marked, &self.bullets)
        };
        let drawn = drawn::table(&rows, &rules, line);
        self.separators.extend(drawn.iter().flat_map(|(_, hyphens)| hyphens));
        self.blocks.push(Block::Table(drawn.map_or_else(|| Table::of_texts(rows), |(table, _)| table)));
    }

    /// A short run of lines that begin with a tab is only indented text.
    fn close_loose(&mut self) {
        let cells = std::mem::take(&mut self.loose);
        let filled = cells.iter().filter(|c| !c.is_empty()).count();
        if filled >= LEAST_LOOSE_CELLS {
            self.blocks.push(Block::LooseCells(cells));
            return;
        }
        for text in cells.into_iter().filter(|c| !c.is_empty()) {
            let style = Style { indent: 1, ..Style::default() };
            self.blocks.push(Block::Paragraph(Paragraph { text, marker: None, style, gap: 1 }));
        }
    }

    fn finish(mut self, stream: Vec<char>) -> Document {
        self.close();
        if self.beside {
            self.turn(false);
        }
        self.separators.extend(points::join_points(&mut self.blocks));
        Document::new(stream, self.blocks, self.separators)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_document::Cell;

    fn blocks(text: &str) -> Vec<Block> {
        crate::read(text.as_bytes()).unwrap().value.blocks
    }

    fn paragraphs(text: &str) -> Vec<(String, String)> {
        let show = |b: Block| match b {
            Block::Paragraph(p) => {
                (p.marker.map_or(String::new(), |m| m.text.as_str().to_owned()), p.text.as_str().to_owned())
            }
            other => panic!("not a paragraph: {other:?}"),
        };
        blocks(text).into_iter().map(show).collect()
    }

    fn pair(marker: &str, text: &str) -> (String, String) {
        (marker.to_owned(), text.to_owned())
    }

    #[test]
    fn control_characters_are_no_separators() {
        assert_eq!(crate::read(b"\x01\x02I listen.\n\x01").unwrap().value.separators, []);
    }

    #[test]
    fn a_dash_on_its_own_line_marks_the_next_line() {
        assert_eq!(paragraphs("-\nI listen.\n-\n\nI ask."), [pair("-", "I listen."), pair("-", "I ask.")]);
    }

    #[test]
    fn tabs_behind_a_bullet_make_no_table() {
        assert_eq!(paragraphs("•\tI listen.\n1.\tI ask."), [pair("•", "I listen."), pair("1.", "I ask.")]);
    }

    #[test]
    fn rows_keep_blank_cells() {
        let [Block::Table(table)] = &blocks("\tA\t\tB\t\n1a\t x \t y\n")[..] else { panic!("one table") };
        let cells: Vec<Vec<&str>> = table.rows.iter().map(|r| r.cells.iter().map(Cell::as_str).collect()).collect();
        assert_eq!(cells, [vec!["", "A", "", "B", ""], vec!["1a", "x", "y"]]);
    }

    #[test]
    fn lines_that_begin_with_a_tab_are_loose_cells_with_the_blank_ones() {
        let [Block::LooseCells(cells)] = &blocks("\tA\n\n\n\tB\n\tI do.\n\t\n\tI go\non.\n")[..] else {
            panic!("loose cells")
        };
        let cells: Vec<&str> = cells.iter().map(Text::as_str).collect();
        assert_eq!(cells, ["A", "B", "I do.", "", "I go on."]);
    }

    #[test]
    fn a_drawn_cell_goes_on_in_the_next_line() {
        let text = "+---+---+\n| 1 | - I listen to what people have |\n|   | to say.       |\n|   | - I ask.      |\n+---+---+\n| 2 | - I act. |\n+---+---+\n";
        let [Block::Table(table)] = &blocks(text)[..] else { panic!("one table") };
        let cells: Vec<Vec<Vec<&str>>> =
            table.rows.iter().map(|row| row.cells.iter().map(paragraphs_of).collect()).collect();
        let long = "I listen to what people have to say.";
        assert_eq!(cells, [vec![vec!["1"], vec![long, "I ask."]], vec![vec!["2"], vec!["I act."]]]);
    }

    fn paragraphs_of(cell: &Cell) -> Vec<&str> {
        cell.blocks().iter().flat_map(Block::paragraphs).map(|p| p.text.as_str()).collect()
    }

    #[test]
    fn each_line_of_a_drawn_table_may_be_a_row() {
        let text = "+---+---+\n| a | b |\n+---+---+\n| c | d |\n| e | f |\n+---+---+\n";
        let [Block::Table(table)] = &blocks(text)[..] else { panic!("one table") };
        assert_eq!(table.rows.len(), 3);
    }

    #[test]
    fn typed_tables_and_underlined_headings() {
        let found = blocks("Title\n=====\n| a | b |\n|---|---|\n| c | d |\n");
        let Block::Paragraph(title) = &found[0] else { panic!("a paragraph") };
        assert_eq!(title.style.heading, Some(1));
        let Block::Table(table) = &found[1] else { panic!("a table") };
        assert_eq!(table.rows.len(), 2);
    }
}
