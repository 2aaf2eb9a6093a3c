//! What a person says about how a document is to be read: one line settles what its layout
//! leaves open.
//!
//! ```
//! use cvf_extract::{Hints, Rows};
//! let hints = Hints::parse(["levels=[Poor, Fair, Good]", "rows=competency", "pages=31-51"]).unwrap();
//! assert_eq!(hints.levels, ["Poor", "Fair", "Good"]);
//! assert_eq!(hints.rows, Some(Rows::Competency));
//! assert!(hints.pages.unwrap().contains(40));
//! ```

use cvf_framework::{names, yaml};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;

/// Hints on one document. Each says one thing; what none of them is about is found out as ever.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Hints {
    /// The labels of the levels as printed, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<Label>")]
    pub levels: Vec<String>,
    /// What the rows of the tables are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Rows>,
    /// What the columns of the tables are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Columns>,
    /// Headers of columns, names of rows and headings of parts that are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<Label>")]
    pub ignore: Vec<String>,
    /// Where the level stands that holds for a table or page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level_from: Option<LevelFrom>,
    /// The pages that are read, from 1: `31-51`, `3`, `1-4, 8`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
}

/// What the rows of a document's tables are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// Each row is about a competency.
    #[serde(alias = "competencies")]
    Competency,
    /// Each row is about a part of a competency.
    #[serde(alias = "sub_competencies", alias = "sub-competency", alias = "sub-competencies")]
    SubCompetency,
    /// Each row is a level.
    #[serde(alias = "levels")]
    Level,
    /// Each row is one statement with what is known of it.
    #[serde(alias = "records")]
    Record,
}

/// What the columns of a document's tables are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Columns {
    /// Each column is about a competency.
    #[serde(alias = "competencies")]
    Competency,
    /// Each column is about a part of a competency.
    #[serde(alias = "sub_competencies", alias = "sub-competency", alias = "sub-competencies")]
    SubCompetency,
    /// Each column is a level.
    #[serde(alias = "levels")]
    Level,
    /// Each column is one thing that is known of the row: its code, text, level.
    #[serde(alias = "fields")]
    Field,
}

/// Where a level stands that is not beside its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LevelFrom {
    /// In the document's title, for all of it.
    Title,
    /// At the top of each page, or in its sheet's name.
    Page,
    /// In the heading before each table or list.
    Heading,
}

/// Numbers of pages, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Label", into = "String")]
#[schemars(with = "Label")]
pub struct Pages(Vec<RangeInclusive<u32>>);

/// A text, or a number that stands for one.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Label {
    Number(u32),
    Text(String),
}

/// Why a hint cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HintError {
    /// The hint as it was given.
    pub hint: String,
    /// What is wrong with it.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for HintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hint `{}`: {}", self.hint, self.what)
    }
}

impl std::error::Error for HintError {}

/// Each hint with an example.
const KEYS: [(&str, &str); 6] = [
    ("levels", "levels=[Poor, Fair, Good]"),
    ("rows", "rows=competency"),
    ("columns", "columns=level"),
    ("ignore", "ignore=[Comments]"),
    ("level-from", "level-from=title"),
    ("pages", "pages=31-51"),
];

/// Hints whose value is a list.
const LISTS: [&str; 2] = ["levels", "ignore"];

impl Hints {
    /// No hint at all.
    pub const NONE: Self =
        Self { levels: Vec::new(), rows: None, columns: None, ignore: Vec::new(), level_from: None, pages: None };

    /// The same, to point at.
    pub fn nothing() -> &'static Self {
        static NOTHING: Hints = Hints::NONE;
        &NOTHING
    }

    /// Reads hints of the form `KEY=VALUE`. Lists may stand in brackets and come in several hints;
    /// an entry with a comma in it stands in quotes.
    ///
    /// # Errors
    /// [`HintError`] for an unknown key or value, and for one thing said twice.
    pub fn parse<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Self, HintError> {
        let mut hints = Self::NONE;
        for text in texts {
            let twice = |text: &str| error(text, "is given twice".to_owned(), "say it once".to_owned());
            let one = one(text)?;
            let again = (one.rows.is_some() && hints.rows.is_some())
                || (one.columns.is_some() && hints.columns.is_some())
                || (one.level_from.is_some() && hints.level_from.is_some())
                || (one.pages.is_some() && hints.pages.is_some());
            if again {
                return Err(twice(text));
            }
            let levels = [hints.levels.clone(), one.levels.clone()].concat();
            let ignore = [hints.ignore.clone(), one.ignore.clone()].concat();
            hints = Self { levels, ignore, ..one.or(hints) };
        }
        Ok(hints)
    }

    /// These hints, and `others` where these say nothing.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self {
            levels: if self.levels.is_empty() { others.levels } else { self.levels },
            rows: self.rows.or(others.rows),
            columns: self.columns.or(others.columns),
            ignore: if self.ignore.is_empty() { others.ignore } else { self.ignore },
            level_from: self.level_from.or(others.level_from),
            pages: self.pages.or(others.pages),
        }
    }

    /// True if it is said which part something plays.
    pub fn is_about_parts(&self) -> bool {
        let headed = matches!(self.level_from, Some(LevelFrom::Page | LevelFrom::Heading));
        headed || !self.levels.is_empty() || self.rows.is_some() || self.columns.is_some()
    }

    /// True if nothing is said.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

/// One hint. Its value goes the way of the same hint in a YAML file.
fn one(text: &str) -> Result<Hints, HintError> {
    let Some((key, value)) = text.split_once('=') else {
        return Err(error(text, "has no `=`".to_owned(), format!("write it as KEY=VALUE, for example {}", KEYS[0].1)));
    };
    let key = key.trim().replace('_', "-");
    let Some((_, example)) = KEYS.iter().find(|(known, _)| *known == key) else {
        return Err(unknown_key(text, &key));
    };
    let entries = entries(value);
    if entries.is_empty() {
        return Err(error(text, "says nothing".to_owned(), format!("give it a value, for example {example}")));
    }
    let quoted = |entry: &String| serde_json::Value::from(entry.as_str()).to_string();
    let value = if LISTS.contains(&key.as_str()) {
        format!("[{}]", entries.iter().map(quoted).collect::<Vec<_>>().join(", "))
    } else {
        quoted(&value.trim().to_owned())
    };
    yaml::from_str(&format!("{key}: {value}\n")).map_err(|e| {
        let help =
            e.suggestion.map_or_else(|| format!("for example {example}"), |near| format!("did you mean `{near}`?"));
        error(text, e.message, help)
    })
}

fn error(hint: &str, what: String, help: String) -> HintError {
    HintError { hint: hint.to_owned(), what, help }
}

fn unknown_key(text: &str, key: &str) -> HintError {
    let near = KEYS.iter().map(|(known, _)| (names::edit_distance(key, known), *known)).min();
    let near = near.filter(|(slips, known)| *slips <= 1 + known.len() / 3).map(|(_, known)| known);
    let known: Vec<&str> = KEYS.iter().map(|(known, _)| *known).collect();
    let help =
        near.map_or_else(|| format!("the hints are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
    error(text, format!("there is no hint `{key}`"), help)
}

/// The entries of a list with or without brackets; quotes keep commas.
fn entries(value: &str) -> Vec<String> {
    let value = value.trim();
    let bare = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')).unwrap_or(value);
    let (mut entries, mut quote) = (vec![String::new()], None);
    for c in bare.chars() {
        match (c, quote) {
            (',', None) => entries.push(String::new()),
            ('"' | '\'', None) if entries.last().is_some_and(|e| e.trim().is_empty()) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (c, _) => entries.last_mut().into_iter().for_each(|e| e.push(c)),
        }
    }
    entries.iter().map(|e| e.trim().to_owned()).filter(|e| !e.is_empty()).collect()
}

impl Pages {
    /// True if the page with this number is read.
    pub fn contains(&self, page: u32) -> bool {
        self.0.iter().any(|range| range.contains(&page))
    }

    /// The last page that is asked for.
    pub fn last(&self) -> u32 {
        self.0.iter().map(|range| *range.end()).max().unwrap_or(0)
    }

    fn read(text: &str) -> Result<Self, String> {
        let number = |n: &str| n.trim().parse::<u32>().ok().filter(|n| *n > 0);
        let range = |part: &str| match part.split_once(['-', '–']) {
            Some((first, last)) => Some(number(first)?..=number(last)?),
            None => number(part).map(|n| n..=n),
        };
        let bare = text.trim().trim_start_matches('[').trim_end_matches(']');
        let ranges: Option<Vec<_>> = bare.split(',').map(range).collect();
        let ranges = ranges.filter(|all| all.iter().all(|r| !r.is_empty()));
        ranges.map(Self).ok_or_else(|| format!("`{text}` is no range of pages, as 31-51 is"))
    }
}

impl TryFrom<Label> for Pages {
    type Error = String;

    fn try_from(label: Label) -> Result<Self, String> {
        match label {
            Label::Number(page) => Self::read(&page.to_string()),
            Label::Text(text) => Self::read(&text),
        }
    }
}

impl From<Pages> for String {
    fn from(pages: Pages) -> Self {
        pages.to_string()
    }
}

impl fmt::Display for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, range) in self.0.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            match (range.start(), range.end()) {
                (first, last) if first == last => write!(f, "{comma}{first}")?,
                (first, last) => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> HintError {
        Hints::parse([text]).unwrap_err()
    }

    #[test]
    fn lists_may_have_brackets_quotes_and_come_twice() {
        let hints = Hints::parse(["levels=Poor, \"Good, very\"", "levels=['x']", "ignore=[RAG,]"]).unwrap();
        assert_eq!(hints.levels, ["Poor", "Good, very", "x"]);
        assert_eq!(hints.ignore, ["RAG"]);
        assert_eq!(Hints::parse(["levels=[l'aide, d'accord]"]).unwrap().levels, ["l'aide", "d'accord"]);
    }

    #[test]
    fn an_unknown_key_or_value_is_answered_with_the_nearest() {
        assert_eq!(failure("leves=[a]").help, "did you mean `levels`?");
        assert_eq!(failure("rows=compentency").help, "did you mean `competency`?");
        assert!(failure("colour=red").help.contains("level-from"));
        assert!(failure("rows").what.contains('='));
        assert!(failure("levels=[]").what.contains("nothing"));
        assert!(Hints::parse(["rows=level", "rows=record"]).is_err());
    }

    #[test]
    fn plurals_and_underscores_are_understood() {
        let hints = Hints::parse(["rows=competencies", "columns=levels", "level_from=page"]).unwrap();
        assert_eq!((hints.rows, hints.columns), (Some(Rows::Competency), Some(Columns::Level)));
        assert_eq!(hints.level_from, Some(LevelFrom::Page));
    }

    #[test]
    fn ranges_of_pages_are_read_and_written() {
        for (text, shown) in [("31-51", "31-51"), ("3", "3"), ("1–4,8", "1-4, 8")] {
            let hints = Hints::parse([format!("pages={text}").as_str()]).unwrap();
            assert_eq!(hints.pages.unwrap().to_string(), shown);
        }
        for bad in ["pages=0", "pages=9-3", "pages=x", "pages=1-"] {
            assert!(failure(bad).what.contains("range of pages"), "{:?}", failure(bad));
        }
    }

    #[test]
    fn the_same_hints_stand_in_yaml() {
        let text = "levels: [1, Good]\nrows: competencies\npages: 3\nlevel-from: title\n";
        let hints: Hints = yaml::from_str(text).unwrap();
        assert_eq!(hints.levels, ["1", "Good"]);
        assert_eq!(hints.pages.clone().unwrap().to_string(), "3");
        let written = yaml::to_string(&hints, None).unwrap();
        assert_eq!(yaml::from_str::<Hints>(&written).unwrap(), hints, "{written}");
    }

    #[test]
    fn what_is_said_last_wins_key_by_key() {
        let own = Hints::parse(["levels=[a, b]"]).unwrap();
        let other = Hints::parse(["levels=[c]", "rows=level"]).unwrap();
        let both = own.or(other);
        assert_eq!(
            (both.levels.as_slice(), both.rows),
            (["a".to_owned(), "b".to_owned()].as_slice(), Some(Rows::Level))
        );
    }
}
