//! What a document looks like, for someone who expected a framework in it.

use cvf_document::{Block, Document};

/// Kinds of blocks of a document, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Lines dressed as headings.
    pub headings: usize,
    /// Items of lists.
    pub items: usize,
    /// Other paragraphs.
    pub paragraphs: usize,
    /// Words in those.
    pub words: usize,
    /// Rows and columns of each table.
    pub tables: Vec<[usize; 2]>,
}

/// What a reader of documents looks for, in one sentence.
pub(crate) const LOOKED_FOR: &str = "looked for names with statements under them: headings or labels over lists, tables of names by levels, lists with one statement a row";

impl Looks {
    pub(crate) fn of(document: &Document) -> Self {
        let mut looks = Self::default();
        looks.add(&document.blocks);
        looks
    }

    fn add(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(p) if p.style.heading.is_some() => self.headings += 1,
                Block::Paragraph(p) if p.marker.is_some() => self.items += 1,
                Block::Paragraph(p) => {
                    self.paragraphs += 1;
                    self.words += p.text.words().len();
                }
                Block::Table(t) => self.tables.push([t.rows.len(), t.rows.first().map_or(0, |row| row.cells.len())]),
                Block::LooseCells(cells) => self.tables.push([cells.len(), 1]),
                Block::Region(region) => self.add(&region.blocks),
            }
        }
    }

    /// In words: "3 headings, 12 paragraphs of 40 words on average and 1 table (4 × 3)".
    pub fn in_words(&self) -> String {
        let counted = |n: usize, what: &str| (n > 0).then(|| cvf_report::counted(n, what));
        let tables = counted(self.tables.len(), "table").map(|shown| {
            let largest = self.tables.iter().max_by_key(|[rows, columns]| rows * columns);
            let largest = largest.map_or(String::new(), |[rows, columns]| format!("{rows} × {columns}"));
            let the = if self.tables.len() == 1 { "" } else { "the largest " };
            format!("{shown} ({the}{largest})")
        });
        let average = self.words.checked_div(self.paragraphs).unwrap_or(0);
        let paragraphs = counted(self.paragraphs, "paragraph").map(|shown| match self.paragraphs {
            1 => format!("{shown} of {}", cvf_report::counted(average, "word")),
            _ => format!("{shown} of {} on average", cvf_report::counted(average, "word")),
        });
        let parts: Vec<String> =
            [counted(self.headings, "heading"), paragraphs, counted(self.items, "list item"), tables]
                .into_iter()
                .flatten()
                .collect();
        match parts.split_last() {
            None => "no text".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_told_in_words() {
        let looks = |html: &str| Looks::of(&cvf_html::read(html.as_bytes()).unwrap().value).in_words();
        let article = "<h1>Tides</h1><p>The sea rises twice a day.</p><p>Nobody knew why.</p>";
        assert_eq!(looks(article), "1 heading and 2 paragraphs of 4 words on average");
        let prices = "<table><tr><td>Rope</td><td>4.50</td></tr><tr><td>Chain</td><td>9.10</td></tr></table><ul><li>Cash only</li></ul>";
        assert_eq!(looks(prices), "1 list item and 1 table (2 × 2)");
        assert_eq!(Looks::default().in_words(), "no text");
    }
}
