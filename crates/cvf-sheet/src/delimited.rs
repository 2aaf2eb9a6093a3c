//! Delimited text: which sign parts its fields, and its records as a table.

use crate::ReadError;
use crate::cell;
use crate::grid;
use csv::{ReaderBuilder, StringRecord};
use cvf_document::{Budget, Document, SpanCell, Style, Text, Warned, Warning, is_invisible};

/// Signs that part fields.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Records at the start that are looked at.
const SAMPLE: usize = 400;
/// Fewer records tell nothing.
const LEAST_RECORDS: usize = 3;
/// Most records above the one that names the fields.
const MOST_TITLES: usize = 5;
/// Most characters of a field's name in the first record.
const LONGEST_NAME: usize = 60;
/// Most columns that are believed.
const MOST_COLUMNS: usize = 512;

/// The sign that parts the fields of a text; `None` where it is no table of records.
///
/// Told from prose: nearly all records have as many fields, the first names the columns, and
/// the sign is not followed by a space as a comma in a sentence is.
pub fn delimiter(text: &str) -> Option<char> {
    let (body, told) = without_hint(text);
    if told.is_some() {
        return told;
    }
    let fits = DELIMITERS.into_iter().filter_map(|sign| Some((columns(body, sign)?, sign)));
    fits.max_by_key(|(columns, _)| *columns).map(|(_, sign)| sign)
}

/// The text behind a first line `sep=;`, by which spreadsheets say the sign, and that sign.
fn without_hint(text: &str) -> (&str, Option<char>) {
    let hint = text.strip_prefix("sep=").and_then(|rest| {
        let sign = rest.chars().next().filter(|sign| DELIMITERS.contains(sign))?;
        let body = rest[1..].strip_prefix("\r\n").or_else(|| rest[1..].strip_prefix('\n'))?;
        Some((body, sign))
    });
    hint.map_or((text, None), |(body, sign)| (body, Some(sign)))
}

/// How many columns a sign makes, if it makes records.
fn columns(text: &str, sign: char) -> Option<usize> {
    let records: Vec<StringRecord> = records(text, sign).take(SAMPLE).map_while(Result::ok).collect();
    let filled: Vec<&StringRecord> = records.iter().filter(|r| r.iter().any(|f| !f.trim().is_empty())).collect();
    let columns = filled.iter().map(|r| r.len()).max().filter(|n| (2..=MOST_COLUMNS).contains(n))?;
    let whole = filled.iter().filter(|r| r.len() == columns).count();
    // Above the names there may be a title, alone in its record.
    let alone = |r: &&&StringRecord| r.iter().filter(|f| !f.trim().is_empty()).count() < 2;
    let titles = filled.iter().take_while(alone).count();
    filled.get(titles).filter(|head| titles <= MOST_TITLES && names_columns(head, columns))?;
    let apart = filled.iter().flat_map(|r| r.iter().skip(1)).filter(|f| f.starts_with(' ')).count();
    let parted = filled.iter().map(|r| r.len() - 1).sum::<usize>();
    // Behind a comma and a space a sentence goes on, unless quotes say otherwise.
    let quoted = text.contains(&format!("{sign} \""));
    let typed_apart = sign != '\t' && apart * 2 > parted && !quoted;
    (filled.len() >= LEAST_RECORDS && whole * 20 >= filled.len() * 19 && !typed_apart).then_some(columns)
}

/// True for a first record of short names without an end mark, most of them filled.
fn names_columns(head: &StringRecord, columns: usize) -> bool {
    let filled = head.iter().filter(|f| !f.trim().is_empty()).count();
    let name = |f: &str| f.chars().count() <= LONGEST_NAME && !f.trim_end().ends_with(['.', '!', ';']);
    head.len() == columns && filled * 2 >= columns && head.iter().all(name)
}

fn records(text: &str, sign: char) -> impl Iterator<Item = csv::Result<StringRecord>> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(sign as u8).has_headers(false).flexible(true);
    // A quote behind a sign and a space is meant as one.
    let tight = text.replace(&format!("{sign} \""), &format!("{sign}\""));
    builder.from_reader(std::io::Cursor::new(tight.into_bytes())).into_records()
}

/// Reads delimited text.
///
/// # Errors
/// [`ReadError::Empty`] if no field has text.
pub fn read_delimited(text: &str, sign: char) -> Result<Warned<Document>, ReadError> {
    let stream: Vec<char> = text.chars().collect();
    let (body, _) = without_hint(text);
    let mut cursor = Cursor { stream: &stream, at: text[..text.len() - body.len()].chars().count(), sign };
    let (mut rows, mut separators, mut warnings) = (grid::Rows::new(), Vec::new(), Vec::new());
    let mut cells = 0;
    for record in records(body, sign) {
        let record = record.map_err(|e| ReadError::Damaged(e.to_string()))?;
        // Behind a quote that is never closed all lines are one field.
        cells += record.iter().map(|field| 1 + field.matches('\n').count()).sum::<usize>();
        if cells > Budget::Blocks.count() {
            let what = "there are more cells than are read, and the rest is left out";
            warnings.push(Warning::new("too-long", Budget::Blocks.exceeded(what)));
            break;
        }
        let texts: Vec<Text> = record.iter().map(|field| cursor.field(field)).collect();
        let cell = |text: &Text| SpanCell {
            blocks: cell::blocks(text, Style::default(), &mut separators),
            columns: 1,
            rows: 1,
        };
        rows.push(texts.iter().map(cell).collect());
    }
    let mut blocks = grid::lower(rows);
    grid::title(&mut blocks);
    if blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    separators.extend(signs(&stream, &blocks, &separators));
    Ok(Warned { value: Document::new(stream, blocks, separators), warnings })
}

/// Offsets of the signs between fields: what is visible and stands in no field.
fn signs(stream: &[char], blocks: &[cvf_document::Block], known: &[usize]) -> Vec<usize> {
    let mut inside = vec![false; stream.len()];
    blocks.iter().flat_map(|b| b.texts()).flat_map(|t| t.offsets()).chain(known).for_each(|at| inside[*at] = true);
    let blank = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    (0..stream.len()).filter(|at| !inside[*at] && !blank(stream[*at])).collect()
}

/// Where the fields of a record stand in the text: their characters follow one another in it,
/// with nothing but quotes and signs between.
struct Cursor<'s> {
    stream: &'s [char],
    at: usize,
    sign: char,
}

impl Cursor<'_> {
    fn field(&mut self, field: &str) -> Text {
        let mut text = Text::default();
        let mut chars = field.chars().peekable();
        if chars.peek().is_none() {
            // A blank field may still have its quotes.
            while self.stream.get(self.at) == Some(&'"') {
                self.at += 1;
            }
        }
        for wanted in chars {
            let found = self.stream[self.at.min(self.stream.len())..].iter().position(|c| *c == wanted);
            let Some(skip) = found else { break };
            let from = self.at + skip;
            text.glue(&Text::from_stream(self.stream, from..from + 1));
            self.at = from + 1;
            if wanted == '"' && self.stream.get(self.at) == Some(&'"') {
                self.at += 1;
            }
        }
        while self.stream.get(self.at) == Some(&'"') {
            self.at += 1;
        }
        let ends = |c: &char| *c == self.sign || matches!(c, '\n' | '\r');
        if self.stream.get(self.at).is_some_and(ends) {
            self.at += 1;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_document::Block;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let read = read_delimited(text, delimiter(text).unwrap()).unwrap().value;
        let table = read.blocks.iter().find_map(|b| match b {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let row = |row: &cvf_document::Row| row.cells.iter().map(|c| c.as_str().to_owned()).collect();
        table.unwrap().rows.iter().map(row).collect()
    }

    #[test]
    fn the_sign_is_told_by_the_records() {
        assert_eq!(delimiter("a,b\n1,2\n3,4\n"), Some(','));
        assert_eq!(delimiter("a;b\n1,5;2\n3,5;4\n"), Some(';'));
        assert_eq!(delimiter("a\tb\n1\t2\n3\t4\n"), Some('\t'));
        assert_eq!(delimiter("sep=;\na;b\n"), Some(';'));
        assert_eq!(delimiter("name, level\nCare, \"1, 2\"\nCraft, 2\n"), Some(','));
        assert_eq!(delimiter("All of it,\nname,level\nCare,1\nCraft,2\n"), Some(','));
    }

    #[test]
    fn prose_is_no_table_of_records() {
        for text in [
            "We listen, we act.\nWe ask, we learn.\nWe help, we care.\n",
            "Dear all, hello\nI write, as you know, about levels\nYours, P",
            "- I listen, and ask\n- I act, and wait\n- I help, and go\n",
            "a,b\n",
        ] {
            assert_eq!(delimiter(text), None, "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_no_sign_between_fields() {
        let read = read_delimited("name,text\nCare,I ask\u{202e}.\nCraft,\u{1}I bake.\n", ',').unwrap().value;
        let signs: String = read.separators.iter().map(|at| read.stream[*at]).collect();
        assert_eq!(signs, ",,,");
    }

    #[test]
    fn quotes_are_no_part_of_a_field_and_places_stay() {
        let text = "name,text\n\"Care, all\",\"I say \"\"yes\"\".\"\nb,\"\"\nc,\"x\ny\"\n";
        assert_eq!(cells(text)[1..], [["Care, all", "I say \"yes\"."], ["b", ""], ["c", "x y"]]);
        let read = read_delimited(text, ',').unwrap().value;
        for found in read.blocks.iter().flat_map(Block::texts) {
            let own: String = found.offsets().iter().map(|at| read.stream[*at]).collect();
            assert_eq!(own.replace('\n', " "), found.as_str());
        }
    }
}
