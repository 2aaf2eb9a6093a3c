//! The one module that knows the YAML library.
//!
//! `serde_yaml` is the name of the crate everybody knows, which is no longer kept; behind it
//! stands serde-saphyr, which refuses duplicate keys, says where an error is, and whose output
//! other YAML readers read back unchanged.

use cvf_document::is_invisible;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

/// Why a YAML text could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// What is wrong, in one line.
    pub message: String,
    /// Line and column from 1, where known.
    pub at: Option<(u64, u64)>,
    /// A name that was probably meant in place of an unknown one.
    pub suggestion: Option<String>,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for YamlError {}

/// Reads a value.
///
/// # Errors
/// [`YamlError`] with the place, for text that is not YAML or does not fit the type.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    serde_yaml::from_str(text).map_err(|error| {
        let error = error.without_snippet();
        let at = error.location().map(|l| (l.line(), l.column()));
        let message = error.to_string();
        let message = message.lines().next().unwrap_or_default();
        let message = message.split_once(" at line ").map_or(message, |(what, _)| what).to_owned();
        YamlError { suggestion: suggestion(&message), at, message }
    })
}

/// Writes a value with a first line that tells editors its schema.
///
/// # Errors
/// [`YamlError`] if the value has a shape that YAML cannot hold.
pub fn to_string<T: Serialize>(value: &T, schema: Option<&str>) -> Result<String, YamlError> {
    let options = serde_yaml::ser_options! { folded_wrap_chars: 1_000_000, prefer_block_scalars: false, min_fold_chars: 0, compact_list_indent: false };
    let body = serde_yaml::to_string_with_options(value, options).map_err(|e| YamlError {
        message: e.to_string(),
        at: None,
        suggestion: None,
    })?;
    let first = schema.map_or(String::new(), |path| format!("# yaml-language-server: $schema={path}\n"));
    Ok(first + &escaped(&strip_fold_ends(&body)))
}

/// A folded block `>` would give other readers a line end behind the text; `>-` does not.
fn strip_fold_ends(body: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let lines: Vec<&str> = body.lines().collect();
    let mut out = String::with_capacity(body.len() + 64);
    for (i, line) in lines.iter().enumerate() {
        out.push_str(line);
        let opens = line.ends_with(": >") || line.ends_with("- >");
        if opens && lines.get(i + 1).is_some_and(|next| depth(next) > line.len() - line.trim_start().len()) {
            out.push('-');
        }
        out.push('\n');
    }
    out
}

/// Values with characters that nobody sees, in quotation marks and those characters by their
/// numbers: a name that turns the direction of what is shown would make a file lie to its reader.
fn escaped(body: &str) -> String {
    if !body.contains(is_invisible) {
        return body.to_owned();
    }
    body.lines().map(|line| escaped_line(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

fn escaped_line(line: &str) -> Option<String> {
    let from = line.find(is_invisible)?;
    let bare = line.len() - line.trim_start_matches([' ', '-']).len();
    let start = line[..from].find(": ").map_or(bare, |at| at + 2);
    let value: String = serde_yaml::from_str(&line[start..]).ok()?;
    let quoted = serde_json::to_string(&value).ok()?;
    let number = |c: char| match u32::from(c) {
        short @ ..=0xffff => format!("\\u{short:04x}"),
        long => format!("\\U{long:08x}"),
    };
    let shown: String = quoted.chars().map(|c| if is_invisible(c) { number(c) } else { c.to_string() }).collect();
    Some(format!("{}{shown}", &line[..start]))
}

/// The nearest of the expected names in an "unknown field" message.
fn suggestion(message: &str) -> Option<String> {
    let rest = message.split_once("unknown field `").or_else(|| message.split_once("unknown variant `"))?.1;
    let (unknown, rest) = rest.split_once('`')?;
    let known = rest.split_once("expected ")?.1.trim_start_matches("one of ");
    let names = known.split([',', ' ', '`']).filter(|n| !n.is_empty() && !n.starts_with("at "));
    let near = names.map(|k| (crate::names::edit_distance(unknown, k), k)).min()?;
    (near.0 <= 1 + unknown.len() / 3).then(|| near.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Prose;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Config {
        publisher: String,
    }

    #[test]
    fn an_unknown_key_is_an_error_with_place_and_suggestion() {
        let error = from_str::<Config>("publsher: x\n").unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some("publisher"), "{error}");
        assert_eq!(error.at.map(|a| a.0), Some(1));
    }

    #[test]
    fn characters_that_nobody_sees_are_written_by_their_numbers() {
        let value = std::collections::BTreeMap::from([
            ("path", "n\u{202e}txt.exe"),
            ("quoted", "a: \u{2066}\"b\""),
            ("tag", "\u{e0041}x"),
            ("zz", "plain: text"),
        ]);
        let yaml = to_string(&value, None).unwrap();
        assert!(!yaml.contains(is_invisible) && yaml.contains("\\u202e") && yaml.contains("\\U000e0041"), "{yaml}");
        let back: std::collections::BTreeMap<String, String> = from_str(&yaml).unwrap();
        assert!(value.iter().all(|(key, text)| back[*key] == *text), "{back:?}");
        let list = to_string(&["a\u{200f}b", "c"], None).unwrap();
        assert_eq!(from_str::<Vec<String>>(&list).unwrap(), ["a\u{200f}b", "c"], "{list}");
    }

    #[test]
    fn each_sentence_has_its_line_and_the_value_is_one_paragraph() {
        let text = "I balance risks: all of them. I think through ‘what if’ scenarios.";
        let yaml = to_string(&vec![Prose::new(text)], None).unwrap();
        assert_eq!(yaml.lines().count(), 3, "{yaml}");
        assert!(yaml.contains(">-"), "{yaml}");
        assert_eq!(from_str::<Vec<Prose>>(&yaml).unwrap(), [Prose::new(text)]);
        assert_eq!(from_str::<Vec<String>>(&yaml).unwrap(), [text.to_owned()]);
    }
}
