//! Levels with names of their own ("Foundation", "Expert") that stand over the columns of
//! tables: told by their coming again over another competency's table.

use crate::grid::{is_header, is_marked};
use crate::labels::{bare_level, looks_like_name};
use crate::own_headings;
use crate::records::front_columns;
use cvf_document::{Block, Cell, Covered, Document, Row, Table};
use cvf_framework::{Profiles, names};
use std::collections::{BTreeMap, BTreeSet};

/// The profiles with the document's own levels, if it has any.
pub(crate) fn with_own(document: &Document, profiles: &Profiles) -> Option<Profiles> {
    let mut tables = Tables::default();
    tables.walk(&document.blocks, profiles);
    let repeated = tables.seen.into_values().filter(|s| s.count > 1 && s.over.len() == s.count);
    let mut levels: Vec<String> = repeated.map(|s| s.printed).chain(tables.cornered).flatten().collect();
    levels.extend(own_headings::levels(document, profiles));
    (!levels.is_empty()).then(|| profiles.with_levels(&levels))
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
        let role = |c: &&Cell| profiles.level_alias(c.as_str()).is_some();
        let unknown = |c: &&Cell| profiles.resolve(c.as_str()).is_none() && bare_level(c.as_str(), profiles).is_none();
        let own = |c: &&Cell| unknown(c) || role(c);
        let front = front_columns(head, &profiles.language);
        let labels = body.iter().filter_map(|r| r.cells.first()).any(|c| bare_level(c.as_str(), profiles).is_some());
        let labelled = front.is_none() && labels;
        let header: Vec<&Cell> = head.cells.iter().skip(front.unwrap_or(0)).filter(|c| !c.is_empty()).collect();
        let named = front.is_some() || is_header(head, profiles);
        let plain = named
            && header.iter().all(|c| looks_like_name(c.as_str()))
            && !head.cells.iter().any(is_marked)
            && header.iter().all(own);
        if header.len() < 2 || labelled || !plain || header.iter().all(role) || is_record(&header, profiles) {
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
    row.cells.len() > 1 && !row.cells[0].is_empty() && row.cells[1..].iter().all(|c| c.covered() == Some(Covered::Left))
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
