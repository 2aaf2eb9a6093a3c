//! How lines beside each other are read: rival layouts, and what speaks for each of them.
//!
//! | layout | is |
//! | --- | --- |
//! | table | rows through all columns |
//! | columns | each column is read to its foot before the next |
//! | inset | one side is a box or a quotation beside a text that goes on above or below it |
//! | tables | the columns of several tables that stand side by side |
//!
//! Each trait of a region adds to the score of the layouts that it speaks for and takes from
//! those that it speaks against; the layout with the highest score wins. Weights are such that a
//! trait which one layout hardly ever has outweighs two which both have. Lattices of ruling lines
//! are tables before this is asked, and gutters that are spaces between words never come here.

use crate::gutters::Run;
use crate::lines::Line;
use crate::page::column_of;
use crate::shape::Rect;
use crate::table::{Band, bands, column_lines, ruled_cuts};

/// A way to read lines beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layout {
    Table,
    Columns,
    /// The column with this number is beside the text.
    Inset(usize),
    /// Tables side by side, parted at the gutter before the column with this number.
    Tables(usize),
}

/// What speaks for a layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Term {
    /// What was seen.
    pub(crate) name: &'static str,
    /// How much it adds; negative where it speaks against.
    pub(crate) weight: f32,
}

/// A layout with what speaks for it.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) layout: Layout,
    pub(crate) terms: Vec<Term>,
}

impl Scored {
    pub(crate) fn score(&self) -> f32 {
        self.terms.iter().map(|t| t.weight).sum()
    }
}

/// The rows of a run and the layouts it may have, the best first.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) bands: Vec<Band>,
    pub(crate) rivals: Vec<Scored>,
}

/// Layouts whose scores differ by less are nearly as good as each other.
const CLOSE: f32 = 0.5;

impl Reading {
    pub(crate) fn best(&self) -> Layout {
        self.rivals.first().map_or(Layout::Columns, |s| s.layout)
    }

    /// The layout that was nearly as good, with its strongest term.
    pub(crate) fn close_rival(&self) -> Option<(Layout, &'static str)> {
        let [best, next, ..] = self.rivals.as_slice() else { return None };
        let strongest = next.terms.iter().max_by(|a, b| a.weight.total_cmp(&b.weight))?;
        (best.score() - next.score() < CLOSE).then_some((next.layout, strongest.name))
    }
}

/// Weighs the layouts that lines in columns may have; `all` are the lines of the whole text, of
/// which they are some.
pub(crate) fn weigh(all: &[Line], run: &Run, rules: &[Rect]) -> Reading {
    let lines = &all[run.lines.clone()];
    let seen = Seen::of(lines, run, rules);
    let mut rivals = vec![
        Scored { layout: Layout::Table, terms: seen.for_table() },
        Scored { layout: Layout::Columns, terms: seen.for_columns() },
    ];
    rivals.extend(seen.tables());
    rivals.extend(crate::insets::weigh(all, run));
    rivals.sort_by(|a, b| b.score().total_cmp(&a.score()));
    Reading { bands: seen.bands, rivals }
}

/// What is seen of a region.
struct Seen<'r> {
    run: &'r Run,
    bands: Vec<Band>,
    columns: Vec<Vec<Line>>,
    ruled: bool,
}

/// Share of the rows that begin on one line in all columns: of most rows of tables, and of hardly
/// any of prose.
const LEVEL: f32 = 0.6;
const SELDOM: f32 = 0.4;
/// Fewest rows that tell whether they are rows.
const LEAST_ROWS: usize = 3;
/// Words on a line of a narrow column, and of a column that is as wide as a text, on average.
const NARROW: f32 = 2.5;
const WIDE: f32 = 3.5;
/// Most lines of a row of a table with two columns, on average.
const LONG_ROWS: usize = 10;
/// No table of one page has as many lines.
const MOST_LINES: usize = 400;

impl<'r> Seen<'r> {
    fn of(lines: &[Line], run: &'r Run, rules: &[Rect]) -> Self {
        let columns = (0..=run.gutters.len()).map(|c| column_lines(lines, run, c)).collect();
        Self { run, bands: bands(lines, run, rules), columns, ruled: !ruled_cuts(lines, rules).is_empty() }
    }

    fn for_table(&self) -> Vec<Term> {
        let (rows, lines) = (self.rows(), self.bands.iter().map(Vec::len).sum::<usize>());
        let level = self.level();
        let several = self.columns.len() >= 3;
        let mut terms = Vec::new();
        let mut add = |name, weight: f32, holds: bool| terms.extend(holds.then_some(Term { name, weight }));
        let narrow = self.words_a_line(0) <= NARROW;
        add("labels in a narrow first column", 4.0, narrow && rows >= 2);
        add("three columns or more", 1.5, several && rows >= 1);
        add("rows begin at one height", 1.5, rows >= LEAST_ROWS && level >= LEVEL);
        add("rows seldom begin at one height", -2.0, self.bands.len() > LEAST_ROWS && level < SELDOM);
        let wide = (0..self.columns.len()).all(|c| self.words_a_line(c) > WIDE);
        add("a single row of wide texts", -2.0, rows == 1 && wide);
        add("rows of very many lines", -1.0, !several && lines > LONG_ROWS * rows);
        add("too many lines", -9.0, lines >= MOST_LINES);
        add("ruling lines between the rows", 0.5, self.ruled && rows >= 2);
        terms
    }

    fn for_columns(&self) -> Vec<Term> {
        let mut terms = vec![Term { name: "text side by side", weight: 1.0 }];
        let mut add = |name, weight: f32, holds: bool| terms.extend(holds.then_some(Term { name, weight }));
        add("headings beside plain text", 9.0, self.has_headings_apart());
        let twins = self.twin_headings();
        add("the same heading in every column", 3.0, twins == 1);
        add("the same headings in every column", 6.0, twins > 1);
        let headed = self.rows_of_headings() > 1 && self.words_a_line(0) > NARROW;
        add("a heading in every column, again and again", 3.0, headed);
        add("headings of several ranks in every column", 2.0, self.has_ranks());
        add("a text goes on in the next column", 0.4, self.reads_on());
        terms
    }

    /// Rows with text in several columns.
    fn rows(&self) -> usize {
        let has = |band: &Band, c: usize| band.iter().flat_map(|l| &l.words).any(|w| column_of(w, self.run) == c);
        let filled = |band: &&Band| (0..self.columns.len()).filter(|c| has(band, *c)).count() >= 2;
        self.bands.iter().filter(filled).count()
    }

    /// Words on a line of a column, on average.
    fn words_a_line(&self, column: usize) -> f32 {
        let lines = self.bands.iter().flatten();
        let own = lines.map(|l| l.words.iter().filter(|w| column_of(w, self.run) == column).count());
        let counts: Vec<usize> = own.filter(|n| *n > 0).collect();
        counts.iter().sum::<usize>() as f32 / counts.len().max(1) as f32
    }

    /// The share of the rows that begin on one line in several columns.
    fn level(&self) -> f32 {
        let first = |band: &Band, column: usize| {
            let own = band.iter().flat_map(|l| &l.words).filter(|w| column_of(w, self.run) == column);
            own.map(|w| w.baseline).min_by(f32::total_cmp)
        };
        let is_level = |band: &&Band| {
            let tops: Vec<f32> = (0..self.columns.len()).filter_map(|column| first(band, column)).collect();
            tops.len() > 1 && tops.iter().all(|top| (top - tops[0]).abs() < 0.5 * band[0].size())
        };
        self.bands.iter().filter(is_level).count() as f32 / self.bands.len().max(1) as f32
    }

    /// The headings of a column: bold or larger lines with other text below them.
    fn headings(&self, column: usize) -> impl Iterator<Item = &Line> {
        let pairs = self.columns[column].windows(2).filter(|p| is_over(&p[0], &p[1]));
        pairs.map(|p| &p[0])
    }

    /// Lines of another column at the height of a line.
    fn beside(&self, column: usize, line: &Line) -> Option<&Line> {
        self.columns[column].iter().find(|l| (l.baseline - line.baseline).abs() < 0.5 * line.size())
    }

    /// True if columns, and not the first alone, have bold lines with plain text below them and no
    /// bold text beside them: the headers of a table stand side by side.
    fn has_headings_apart(&self) -> bool {
        let beside = |column: usize, line: &Line| {
            let others = self.columns.iter().enumerate().filter(|(c, _)| *c != column).flat_map(|(_, lines)| lines);
            others.filter(|l| l.is_bold()).any(|l| (l.baseline - line.baseline).abs() < line.size())
        };
        let apart = |column: usize| {
            let pairs = self.columns[column].windows(2).filter(|p| p[0].is_bold() && !p[1].is_bold());
            pairs.filter(|p| !beside(column, &p[0])).count()
        };
        let behind: usize = (1..self.columns.len()).map(apart).sum();
        behind > 0 && behind + apart(0) >= 2
    }

    /// Headings that every column has at one height in the same words: a table would print them
    /// once, before its rows.
    fn twin_headings(&self) -> usize {
        let twin = |line: &&Line| {
            let same = |c: usize| self.beside(c, line).is_some_and(|l| l.text() == line.text());
            (1..self.columns.len()).all(same)
        };
        self.headings(0).filter(twin).count()
    }

    /// Heights at which every column has a heading over plain text.
    fn rows_of_headings(&self) -> usize {
        let all = |line: &&Line| {
            let heads = |c: usize| self.headings(c).any(|l| (l.baseline - line.baseline).abs() < 0.5 * line.size());
            (1..self.columns.len()).all(heads)
        };
        self.headings(0).filter(all).count()
    }

    /// True if the headings of every column are of more than one size.
    fn has_ranks(&self) -> bool {
        let ranks = |column: usize| {
            let mut sizes: Vec<i32> = self.headings(column).map(|l| (l.size() * 2.0).round() as i32).collect();
            sizes.sort_unstable();
            sizes.dedup();
            sizes.len() > 1
        };
        (0..self.columns.len()).all(ranks)
    }

    /// True if the last line of a column breaks off and the next column begins in small letters.
    fn reads_on(&self) -> bool {
        use cvf_document::flow::{begins_low, lacks_end};
        let ends = |pair: &[Vec<Line>]| match (pair[0].last(), pair[1].first()) {
            (Some(last), Some(first)) => lacks_end(&last.text()) && begins_low(&first.text()) && !last.is_bold(),
            _ => false,
        };
        // Where the first column begins so too, rows go on from the page before.
        let rest = self.columns[0].first().is_some_and(|l| begins_low(&l.text()));
        !rest && self.columns.windows(2).any(ends)
    }

    /// Tables side by side, if a later column has the labels of the first.
    fn tables(&self) -> Option<Scored> {
        let labels = |column: usize| -> Option<Vec<String>> {
            let texts: Vec<String> = self.columns[column].iter().map(Line::text).collect();
            (self.words_a_line(column) <= NARROW && texts.len() >= 2).then_some(texts)
        };
        if let Some(at) = self.headers_again() {
            let terms = vec![Term { name: "the headers of the first columns again", weight: 9.0 }];
            return Some(Scored { layout: Layout::Tables(at), terms });
        }
        let first = labels(0)?;
        let again = |column: &usize| {
            let same = labels(*column).map_or(0, |l| l.iter().filter(|text| first.contains(text)).count());
            same >= 2 && 2 * same > first.len()
        };
        let at = (2..self.columns.len() - 1).find(again)?;
        let terms = vec![Term { name: "the labels of the first column again", weight: 9.0 }];
        Some(Scored { layout: Layout::Tables(at), terms })
    }
}

impl Seen<'_> {
    /// Columns of the first of several tables side by side, if the headers of the others are its
    /// own: bold, of one height, each in one column.
    fn headers_again(&self) -> Option<usize> {
        let count = self.columns.len();
        let header = |line: &&Line| line.is_bold() && line.words.len() <= MOST_WORDS;
        let row = |first: &Line| -> Option<Vec<String>> {
            let in_column = |c: usize| self.beside(c, first).filter(header).map(Line::text);
            (0..count).map(in_column).collect()
        };
        let rows = self.columns[0].iter().filter(header).filter_map(row);
        rows.filter_map(|texts| period(&texts)).next()
    }
}

/// How many texts come again and again to the end, if more than one does and they differ.
fn period(texts: &[String]) -> Option<usize> {
    let again = |at: &usize| texts.len().is_multiple_of(*at) && texts.iter().zip(&texts[*at..]).all(|(a, b)| a == b);
    let differ = |at: &usize| texts[..*at].iter().any(|text| *text != texts[0]);
    (2..=texts.len() / 2).filter(again).find(differ)
}

/// True for a line that is a heading over the next one of its column.
fn is_over(line: &Line, next: &Line) -> bool {
    let dressed = line.is_bold() && !next.is_bold();
    let larger = |a: &Line, b: &Line| a.size() > 1.08 * b.size();
    let bold = line.is_bold() && next.is_bold() && larger(line, next);
    (dressed || bold || larger(line, next)) && line.marker().is_none() && line.words.len() <= MOST_WORDS
}

/// Most words on a line of a heading.
const MOST_WORDS: usize = 9;
