//! Matching guidelines: numbered reasons for which a difference is no finding.

/// A guideline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guideline {
    /// Stable id.
    pub id: &'static str,
    /// What it excuses.
    pub what: &'static str,
    /// True if it holds unless switched off.
    pub default: bool,
}

/// Every guideline, in the order of their ids.
pub const GUIDELINES: [Guideline; 7] = [
    Guideline { id: "C1", what: "capitals: \"Police Service\" for \"police service\"", default: false },
    Guideline {
        id: "H1",
        what: "hyphens between the parts of a compound: \"long term\" for \"long-term\"",
        default: false,
    },
    Guideline { id: "J1", what: "signs and capitals where statements were cut or joined", default: true },
    Guideline {
        id: "P1",
        what: "commas, full stops and other signs that are neither hyphens nor quotes",
        default: false,
    },
    Guideline { id: "Q1", what: "straight for typographic quotes, as long as both sides have them", default: true },
    Guideline { id: "S1", what: "two spellings that are both right: \"organize\" for \"organise\"", default: false },
    Guideline { id: "W1", what: "white space between words and signs", default: false },
];

/// The guidelines that hold by default.
pub(crate) fn defaults() -> Vec<&'static str> {
    GUIDELINES.iter().filter(|g| g.default).map(|g| g.id).collect()
}
