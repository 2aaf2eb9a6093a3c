//! Parts of a document that may hold a framework where the whole does not: a section, or a table
//! under its heading. A report with one such table is no framework as a whole, and yet has one.

use crate::draft::Drafts;
use crate::emit::{self, Explanation, Margins};
use crate::facts::{Facts, Piece};
use crate::hints::Hints;
use crate::reading::{Tree, UnitKind};
use crate::score::Scorer;
use crate::solve::{Solution, solve};
use cvf_document::{Document, Paragraph};
use cvf_framework::Profiles;
use std::collections::BTreeSet;
use std::ops::Range;

/// Fewest and most words of a paragraph that may be a statement.
const STATEMENT: Range<usize> = 4..60;
/// Fewest of them that make a part worth a look, and fewest statements of a framework that is
/// only a part of its document.
const LEAST: usize = 6;
/// Most parts that are looked at, those with the most statements first: so that time is bounded.
const MOST: usize = 48;
/// Fewest bits a statement: what is picked out of much else has to be clear. Right readings of
/// whole documents mostly have one to two.
const FIT: f32 = 0.6;
/// Most paragraphs between a table and the heading that belongs to it.
const BETWEEN: usize = 3;

/// A part that reads as a framework.
struct Part {
    range: Range<usize>,
    facts: Facts,
    solution: Solution,
    tree: Tree,
    bits: f32,
    explanation: Explanation,
}

/// Fewest pieces of a long document, a report say: a shorter one is read as a whole if it can be.
pub(crate) const LONG: usize = 200;

/// The frameworks in parts of a document, with how the clearest was read; text outside them is
/// residue. Gives `drafts`, which hold what was set aside before, back if there is none, or if the parts explain
/// no more than `whole`, the bits of the document read as one.
pub(crate) fn read(
    document: &Document,
    pieces: &[Piece],
    profiles: &Profiles,
    hints: &Hints,
    whole: f32,
    mut drafts: Drafts,
) -> Result<(Drafts, Explanation), Box<Drafts>> {
    let ranges = candidates(pieces);
    // Which part it is has to be said, too.
    let price = (ranges.len().max(1) as f32).log2();
    let parts = ranges.into_iter().filter_map(|range| part(document, pieces, range, price, profiles, hints));
    let mut parts: Vec<Part> = parts.collect();
    parts.sort_by(|a, b| b.bits.total_cmp(&a.bits).then_with(|| a.range.start.cmp(&b.range.start)));
    let mut chosen: Vec<Part> = Vec::new();
    for part in parts {
        if chosen.iter().all(|c| c.range.end <= part.range.start || part.range.end <= c.range.start) {
            chosen.push(part);
        }
    }
    let explained: f32 = chosen.iter().map(|c| c.bits).sum();
    let Some(explanation) = chosen.first().filter(|_| explained > whole).map(|c| c.explanation.clone()) else {
        return Err(Box::new(drafts));
    };
    chosen.sort_by_key(|c| c.range.start);
    for part in &chosen {
        let margins = Margins::of(&part.facts, &part.solution, &part.tree);
        drafts = emit::emit(&part.facts, &part.tree, &margins, document, profiles, drafts);
    }
    let inside = |i: &usize| chosen.iter().any(|c| c.range.contains(i));
    for paragraph in (0..pieces.len()).filter(|i| !inside(i)).flat_map(|i| pieces[i].paragraphs()) {
        drafts.markers.extend(paragraph.marker.as_ref().map(|m| m.text.clone()));
        if !paragraph.text.is_empty() {
            drafts.set_aside("aside", &paragraph.text);
        }
    }
    Ok((drafts, explanation))
}

fn part(
    document: &Document,
    pieces: &[Piece],
    range: Range<usize>,
    price: f32,
    profiles: &Profiles,
    hints: &Hints,
) -> Option<Part> {
    let facts = Facts::of(document, pieces[range.clone()].to_vec());
    let scorer = Scorer::new(&facts, profiles, hints);
    let solution = solve(&scorer);
    let (bits, best) = solution.readings.first()?;
    let bits = bits - price;
    let tree = solution.tree(&facts, best);
    let stated = tree.units.iter().filter(|u| u.kind == UnitKind::Indicator && u.competency.is_some()).count();
    let clear = stated >= LEAST && bits >= FIT * tree.units.len() as f32;
    let explanation = emit::explain(&scorer, &solution);
    clear.then_some(Part { range, solution, tree, bits, explanation, facts })
}

/// Sections between headings of each rank, and tables, one or several behind each other, with what
/// stands right above them.
fn candidates(pieces: &[Piece]) -> Vec<Range<usize>> {
    let heading = |i: usize| match &pieces[i] {
        Piece::Paragraph(p) | Piece::Label(p) | Piece::Labelled(p) => p.style.heading,
        Piece::Rows { .. } => None,
    };
    let ranks: BTreeSet<u8> = (0..pieces.len()).filter_map(heading).collect();
    let mut ranges: BTreeSet<(usize, usize)> = BTreeSet::new();
    for rank in ranks {
        let starts: Vec<usize> = (0..pieces.len()).filter(|&i| heading(i).is_some_and(|r| r <= rank)).collect();
        let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
        ranges.extend(starts.iter().copied().zip(ends));
    }
    let tables: Vec<usize> = (0..pieces.len()).filter(|&i| matches!(pieces[i], Piece::Rows { .. })).collect();
    // A table that goes on over pages is several.
    let runs = tables.chunk_by(|a, b| b - a <= 1).map(|run| (run[0], run[run.len() - 1] + 1));
    for (from, to) in tables.iter().map(|&i| (i, i + 1)).chain(runs) {
        let above = (from.saturating_sub(BETWEEN)..from).rev().find(|&at| heading(at).is_some());
        ranges.extend([(from, to), (above.unwrap_or(from), to)]);
    }
    let size = |&(from, to): &(usize, usize)| pieces[from..to].iter().map(statements).sum::<usize>();
    let mut ranges: Vec<(usize, usize)> =
        ranges.into_iter().filter(|r| r.1 - r.0 < pieces.len() && size(r) >= LEAST).collect();
    ranges.sort_by_key(|r| (std::cmp::Reverse(size(r)), *r));
    ranges.truncate(MOST);
    ranges.into_iter().map(|(from, to)| from..to).collect()
}

/// Paragraphs that may be statements: points, and those in cells.
fn statements(piece: &Piece) -> usize {
    let long = |p: &&Paragraph| STATEMENT.contains(&p.text.as_str().split(' ').count());
    let cells = matches!(piece, Piece::Rows { .. });
    piece.paragraphs().into_iter().filter(|p| (cells || p.marker.is_some()) && long(p)).count()
}
