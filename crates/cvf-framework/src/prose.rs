use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_yaml::FoldString;
use std::fmt;

/// A paragraph of prose, white space collapsed. In YAML each sentence has a line of its own,
/// so that an edited word is one changed line; the value is still one paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(transparent)]
pub struct Prose(String);

impl Prose {
    /// Makes prose of any text by collapsing its white space.
    pub fn new(text: &str) -> Self {
        Self(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The text on one line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Splits behind `.`, `?` or `!` (and closing quotes or brackets) where a new sentence can begin.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let before = text[start..at].trim_end_matches(['"', '\'', '’', '”', ')']);
        let next = text[at + 1..].chars().next();
        let opens = next.is_some_and(|c| c.is_uppercase() || matches!(c, '‘' | '“' | '"' | '('));
        if before.ends_with(['.', '?', '!']) && opens {
            out.push(&text[start..at]);
            start = at + 1;
        }
    }
    out.push(&text[start..]);
    out
}

impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match sentences(&self.0).as_slice() {
            [_] => serializer.serialize_str(&self.0),
            lines => FoldString(lines.join("\n")).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_behind_its_quotes_and_not_in_an_abbreviation() {
        assert_eq!(sentences("I think ‘what if?’ I act."), ["I think ‘what if?’", "I act."]);
        assert_eq!(sentences("Tools (e.g. chat) help."), ["Tools (e.g. chat) help."]);
    }
}
