//! Levels with names of their own ("Foundation", "Expert"): told by their coming again over
//! another competency's table or behind another's name, or by words that name levels.

use crate::grid::{is_covered, is_header, is_marked};
use crate::labels::{bare_level, bare_name_len, looks_like_name};
use crate::own_headings;
use crate::records::front_columns;
use cvf_document::{Block, Cell, Document, Row, Table};
use cvf_framework::{Language, Part, Profiles, names};
use std::collections::{BTreeMap, BTreeSet};

/// The profiles without the roles that stand for the levels of an edition, for a document that has
/// none of its names.
pub(crate) fn without_roles(document: &Document, profiles: &Profiles) -> Option<Profiles> {
    (!knows_names(&document.blocks, profiles)).then(|| profiles.without_roles())
}

/// The profiles with the document's own levels, if it has any.
pub(crate) fn with_own(document: &Document, profiles: &Profiles) -> Option<Profiles> {
    let mut tables = Tables::default();
    tables.walk(&document.blocks, profiles);
    let repeated = tables.seen.into_values().filter(|s| s.count > 1 && s.over.len() == s.count);
    let mut levels: Vec<String> = repeated.map(|s| s.printed).chain(tables.cornered).flatten().collect();
    levels.extend(own_headings::levels(document, profiles));
    if !knows_names(&document.blocks, profiles) {
        levels.extend(in_words(&document.blocks, &profiles.language));
    }
    (!levels.is_empty()).then(|| profiles.with_levels(&levels))
}

/// Fewest names of levels that make a scale.
const FEWEST: usize = 2;

/// Names of levels that stand on lines or in cells of their own, if there are several.
fn in_words(blocks: &[Block], language: &Language) -> Vec<String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for text in blocks.iter().flat_map(Block::texts) {
        let bare = &text.as_str()[..bare_name_len(text.as_str())];
        let key = if bare.len() <= LONGEST_LEVEL { names::key(bare) } else { String::new() };
        if language.level_scale.contains(&key) {
            found.entry(key).or_insert_with(|| bare.to_owned());
        }
    }
    if found.len() < FEWEST { Vec::new() } else { found.into_values().collect() }
}

/// A name with more bytes than this is none of a level that stands by itself.
const LONGEST_LEVEL: usize = 40;

/// Signs that part a name from a label or level on its line.
const NAME_ENDS: [char; 7] = [':', '-', '–', '—', '(', ')', '|'];

/// True if some paragraph or cell names a competency or cluster of an edition.
fn knows_names(blocks: &[Block], profiles: &Profiles) -> bool {
    let names = |text: &str| profiles.resolve(text).is_some_and(|name| name.part != Part::Value);
    let known = |text: &str| names(text) || text.split(NAME_ENDS).any(|piece| names(piece.trim()));
    blocks.iter().any(|block| match block {
        Block::Table(table) => {
            let mut cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.any(|cell| known(cell.as_str()) || knows_names(cell.blocks(), profiles))
        }
        Block::Region(region) => knows_names(&region.blocks, profiles),
        Block::LooseCells(cells) => cells.iter().any(|cell| known(cell.as_str())),
        Block::Paragraph(p) => known(p.text.as_str()),
    })
}

/// A row of headers that was seen.
#[derive(Default)]
struct Seen {
    printed: Vec<String>,
    count: usize,
    /// Names that stood over its tables.
    over: BTreeSet<String>,
}

#[derive(Default)]
struct Tables {
    seen: BTreeMap<Vec<String>, Seen>,
    /// Headers beside a corner that says that competencies stand below it.
    cornered: Vec<Vec<String>>,
    /// The last name in front of a table.
    name: Option<String>,
}

impl Tables {
    fn walk(&mut self, blocks: &[Block], profiles: &Profiles) {
        for block in blocks {
            match block {
                Block::Paragraph(p) if p.marker.is_none() && looks_like_name(p.text.as_str()) => {
                    let section = profiles.language.section(p.text.as_str()).is_some();
                    self.name = if section { self.name.take() } else { Some(names::key(p.text.as_str())) };
                }
                Block::Table(table) => self.table(table, profiles),
                Block::Region(region) => self.walk(&region.blocks, profiles),
                Block::Paragraph(_) | Block::LooseCells(_) => {}
            }
        }
    }

    fn table(&mut self, table: &Table, profiles: &Profiles) {
        for cell in table.rows.iter().flat_map(|r| &r.cells).filter(|c| c.blocks().len() > 1) {
            self.walk(cell.blocks(), profiles);
        }
        let banners = table.rows.iter().take_while(|row| is_banner(row)).count();
        for banner in table.rows[..banners].iter().map(|row| &row.cells[0]) {
            self.walk(banner.blocks(), profiles);
        }
        let Some((head, body)) = table.rows[banners..].split_first() else { return };
        let own = |c: &&Cell| profiles.resolve(c.as_str()).is_none() && bare_level(c.as_str(), profiles).is_none();
        let front = front_columns(head, &profiles.language);
        let labels = body.iter().filter_map(|r| r.cells.first()).any(|c| bare_level(c.as_str(), profiles).is_some());
        let labelled = front.is_none() && labels;
        let header: Vec<&Cell> = head.cells.iter().skip(front.unwrap_or(0)).filter(|c| !c.is_empty()).collect();
        let named = front.is_some() || is_header(head, profiles);
        let plain = named
            && header.iter().all(|c| looks_like_name(c.as_str()))
            && !head.cells.iter().any(is_marked)
            && header.iter().all(own);
        if header.len() < 2 || labelled || !plain || is_record(&header, profiles) {
            return;
        }
        let printed: Vec<String> = header.iter().map(|c| c.as_str().to_owned()).collect();
        if front.is_some() {
            self.cornered.push(printed);
            return;
        }
        let seen = self.seen.entry(printed.iter().map(|n| names::key(n)).collect()).or_default();
        seen.count += 1;
        seen.over.extend(self.name.take());
        seen.printed = printed;
    }
}

/// True for a row of one cell that spans all columns.
fn is_banner(row: &Row) -> bool {
    row.cells.len() > 1 && !row.cells[0].is_empty() && is_covered(row)
}

/// True if a header says what kind of column it heads: sections or statements.
fn is_record(headers: &[&Cell], profiles: &Profiles) -> bool {
    let language = &profiles.language;
    let kind = |key: &str| {
        language.statement_words.contains(key)
            || language.section(key).is_some()
            || language.level_words.iter().any(|w| w == key)
    };
    headers.iter().any(|c| kind(&names::key(c.as_str())))
}

#[cfg(test)]
mod tests {
    use crate::testing::indicators;

    #[test]
    fn a_role_of_an_edition_is_a_name_of_its_own_in_another_framework() {
        let level = |name: &str| format!("{name}\n\n- Keeps a list of {name}s.\n- Asks early.\n\n");
        let levels = ["Foundation", "Practitioner", "Expert"].map(level).concat();
        let found = indicators(&format!("Preservation\n\n{levels}Appraisal\n\n{levels}"));
        assert_eq!(found[2], "Preservation / Practitioner: Keeps a list of Practitioners.");
        assert_eq!(found.len(), 12);
    }
}
