//! Documents in few bytes, for handing them from one process to another.

use crate::Text;
use serde::{Deserialize, Serialize};

/// A [`Text`] whose offsets are given as runs: most follow one another.
#[derive(Serialize, Deserialize)]
pub(crate) struct Packed {
    string: String,
    /// First offset of each run, and its length.
    runs: Vec<(usize, usize)>,
}

impl From<Text> for Packed {
    fn from(text: Text) -> Self {
        let (string, offsets) = text.parts();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for at in offsets {
            match runs.last_mut().filter(|(first, length)| first + length == at) {
                Some((_, length)) => *length += 1,
                None => runs.push((at, 1)),
            }
        }
        Self { string, runs }
    }
}

impl From<Packed> for Text {
    fn from(packed: Packed) -> Self {
        let offsets = packed.runs.into_iter().flat_map(|(first, length)| first..first.saturating_add(length));
        Self::of_parts(&packed.string, offsets)
    }
}

/// Characters as a string.
pub(crate) mod chars {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(chars: &[char], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&chars.iter().collect::<String>())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<char>, D::Error> {
        Ok(String::deserialize(from)?.chars().collect())
    }
}
