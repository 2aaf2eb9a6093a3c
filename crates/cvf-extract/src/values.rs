//! Values under their heading that have no headings of their own: rows or columns of a table,
//! and names that lead their paragraphs ("Integrity: we do what we say").

use crate::draft::Drafts;
use crate::grid::{is_header, is_marked};
use crate::labels::{bare_level, bare_name_len, looks_like_name, parting_sign};
use crate::prepare::Node;
use crate::tokens::{Dress, Token};
use cvf_document::{Block, Cell, Covered, Fidelity, Paragraph, Row, Table, Text};
use cvf_framework::{Part, Profiles, Section, names};

/// The tokens of a table of values; `None` if it is none, or does not stand right under their heading.
pub(crate) fn table(table: &Table, before: &[Token], profiles: &Profiles, drafts: &mut Drafts) -> Option<Vec<Token>> {
    let fresh = before.iter().rev().find(|t| !matches!(t, Token::Paragraph { .. } | Token::Caption(_)));
    let values = matches!(fresh, Some(Token::Section { section: Section::Values, .. }));
    if !values || table.fidelity != Fidelity::Marked {
        return None;
    }
    let groups = by_rows(table, profiles).or_else(|| by_columns(table, profiles))?;
    let mut tokens = Vec::new();
    for (name, texts) in groups {
        let Some(name) = name else {
            texts.into_iter().for_each(|cell| drafts.label_cell(cell));
            continue;
        };
        drafts.book_markers(name);
        tokens.push(value(name.text(), profiles, drafts));
        for paragraph in texts.into_iter().flat_map(Cell::blocks).flat_map(Block::paragraphs) {
            drafts.markers.extend(paragraph.marker.as_ref().map(|m| m.text.clone()));
            tokens.push(match paragraph.marker {
                Some(_) => Token::Item(paragraph.text.clone()),
                None => Token::Paragraph { text: paragraph.text.clone(), gap: paragraph.gap },
            });
        }
    }
    Some(tokens)
}

/// A value's name with the cells of its text; without a name, cells that are labels.
type Group<'t> = (Option<&'t Cell>, Vec<&'t Cell>);

/// Names in the first column, with or without headers.
fn by_rows<'t>(table: &'t Table, profiles: &Profiles) -> Option<Vec<Group<'t>>> {
    let labels = table.rows.first().filter(|row| is_labels(row, profiles));
    let rows = &table.rows[usize::from(labels.is_some())..];
    let named = |row: &Row| row.cells.len() > 1 && row.cells.iter().all(|c| c.covered() != Some(Covered::Left));
    let whole = |row: &Row| named(row) && is_name(&row.cells[0], profiles) && row.cells[1..].iter().any(is_text);
    if rows.is_empty() || !rows.iter().all(whole) {
        return None;
    }
    let labels = labels.map(|row| (None, filled(&row.cells)));
    let group = |row: &'t Row| (Some(&row.cells[0]), filled(&row.cells[1..]));
    Some(labels.into_iter().chain(rows.iter().map(group)).collect())
}

/// Names in the first row, each over its text.
fn by_columns<'t>(table: &'t Table, profiles: &Profiles) -> Option<Vec<Group<'t>>> {
    let (head, body) = table.rows.split_first()?;
    let names = head.cells.len() > 1 && head.cells.iter().all(|c| is_name(c, profiles));
    let texts = |i: usize| filled_column(body, i).iter().any(|c| is_text(c));
    if !names || !is_header(head, profiles) || !(0..head.cells.len()).all(texts) {
        return None;
    }
    Some(head.cells.iter().enumerate().map(|(i, name)| (Some(name), filled_column(body, i))).collect())
}

fn filled(cells: &[Cell]) -> Vec<&Cell> {
    cells.iter().filter(|c| !c.is_empty()).collect()
}

fn filled_column(rows: &[Row], i: usize) -> Vec<&Cell> {
    rows.iter().filter_map(|row| row.cells.get(i)).filter(|c| !c.is_empty()).collect()
}

/// True for "Value" beside "Description" and the like.
fn is_labels(row: &Row, profiles: &Profiles) -> bool {
    let language = &profiles.language;
    let first = row.cells.first().map(|c| names::key(c.as_str())).unwrap_or_default();
    let value = language.labels.get(&Part::Value).is_some_and(|words| words.contains(&first));
    let rest = |c: &Cell| {
        c.is_empty()
            || language.section(c.as_str()).is_some()
            || language.statement_words.contains(&names::key(c.as_str()))
    };
    value || language.values_words.contains(&first) || (row.cells.len() > 1 && row.cells[1..].iter().all(rest))
}

fn is_name(cell: &Cell, profiles: &Profiles) -> bool {
    let text = cell.as_str();
    looks_like_name(text) && !is_marked(cell) && cell.blocks().len() == 1 && bare_level(text, profiles).is_none()
}

/// True for a cell with more than a name.
fn is_text(cell: &Cell) -> bool {
    cell.as_str().split(' ').count() > LONGEST_LEAD
}

fn value(text: &Text, profiles: &Profiles, drafts: &mut Drafts) -> Token {
    let end = bare_name_len(text.as_str());
    let name = text.to_byte(end);
    drafts.label(text.from_byte(end));
    let known = profiles.resolve(name.as_str()).filter(|k| k.part == Part::Value);
    Token::Name { part: Part::Value, name, known, dress: Dress::default() }
}

/// Most words of a name that leads its paragraph.
const LONGEST_LEAD: usize = 4;

/// Bytes of the name and of the sign that lead a paragraph.
fn lead(text: &str, profiles: &Profiles) -> Option<(usize, usize)> {
    let (at, sign) = parting_sign(text)?;
    let name = &text[..at];
    let language = &profiles.language;
    let short = name.split(' ').count() <= LONGEST_LEAD && text[at + sign..].split(' ').count() >= LONGEST_LEAD;
    let other = names::key(name).split(' ').any(|w| language.values_words.contains(w));
    (short && looks_like_name(name) && !other && language.section(name).is_none()).then_some((at, sign))
}

/// Paragraphs behind one that is led by a name in which another must be.
const WITHIN: usize = 6;

/// The tokens of a paragraph that a value's name leads; `None` if none does, or none leads another one near.
pub(crate) fn led(
    p: &Paragraph,
    before: &[Token],
    after: &[Node],
    profiles: &Profiles,
    drafts: &mut Drafts,
) -> Option<[Token; 2]> {
    let (at, sign) = lead(p.text.as_str(), profiles)?;
    let open = before.iter().rev().find(|t| !matches!(t, Token::Paragraph { .. }));
    let led_before = matches!(open, Some(Token::Name { part: Part::Value, dress, .. }) if *dress == Dress::default());
    let fresh = matches!(open, Some(Token::Section { section: Section::Values, .. }));
    let leads = |node: &Node| matches!(node, Node::Paragraph(next) if lead(next.text.as_str(), profiles).is_some());
    if p.style.heading.is_some() || !(led_before || (fresh && after.iter().take(WITHIN).any(leads))) {
        return None;
    }
    drafts.markers.extend(p.marker.as_ref().map(|m| m.text.clone()));
    let (name, text) = (p.text.to_byte(at), p.text.from_byte(at + sign));
    drafts.label(p.text.from_byte(at).slice(0..p.text.from_byte(at).len() - text.len()).collapsed());
    Some([value(&name.collapsed(), profiles, drafts), Token::Paragraph { text, gap: p.gap }])
}
