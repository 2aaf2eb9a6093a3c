use serde::{Deserialize, Serialize};

/// Where a piece of text stands in its source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Page, from 1, for sources that have pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Left, top, right and bottom in points from the page's top left corner, for sources that
    /// have pages; of a text that runs over a page end, the part on the first page.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "box")]
    pub bounds: Option<[f64; 4]>,
    /// Line, from 1, for sources that have lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The element it begins in, for sources that are trees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Half-open ranges of Unicode scalar values in the source's decoded text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chars: Vec<[usize; 2]>,
}
