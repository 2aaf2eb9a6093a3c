use crate::rules::{Rule, Severity};
use cvf_document::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The result of checking copies, as machines read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// Name and version of the program.
    pub tool: String,
    /// What the copies were checked against.
    pub canon: CanonRef,
    /// One entry for each copy.
    pub copies: Vec<CopyReport>,
    /// Copies that could not be read, or in which nothing could be compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<CopyProblem>,
    /// Files of folders that are no documents, and were passed over.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub passed_over: usize,
}

/// A copy that was not checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CopyProblem {
    /// The copy's path or name.
    pub source: String,
    /// A short name for machines: `unreadable`, `encrypted`, `empty`, `other-framework` …
    pub reason: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// Which canon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CanonRef {
    /// Id of the framework.
    pub id: String,
    /// Its edition.
    pub edition: Option<String>,
    /// Hash of the canon's statements.
    pub hash: String,
}

/// What was found in one copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyReport {
    /// The copy's path or name.
    pub source: String,
    /// Id of the framework or adaptation that it follows most.
    pub framework: String,
    /// Edition of that framework.
    pub edition: Option<String>,
    /// What of the canon it prints.
    pub scope: Vec<ScopeEntry>,
    /// How many indicators.
    pub counts: Counts,
    /// What was found, in the copy's order.
    pub findings: Vec<Finding>,
    /// Differences that a matching guideline excuses, by guideline.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub excused: std::collections::BTreeMap<String, usize>,
    /// Each list of the framework's indicators, for people; machines have the findings.
    #[serde(skip)]
    pub coverage: Vec<crate::Coverage>,
}

/// A competency that a copy prints, with its levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScopeEntry {
    /// Id of the competency.
    pub competency: String,
    /// Bare labels of the levels.
    pub levels: Vec<String>,
}

/// Numbers of indicators in a copy's scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// In the canon.
    pub expected: usize,
    /// Printed without any difference.
    pub exact: usize,
    /// Printed with differences.
    pub changed: usize,
    /// Not printed.
    pub missing: usize,
    /// Printed, and not in the canon.
    pub extra: usize,
    /// Where all words of the copy went.
    #[serde(default)]
    pub words: crate::Words,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// What the canon says.
    pub expected: String,
    /// What the copy says.
    pub found: String,
}

/// One contiguous change of one kind, or one structural event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How serious it is.
    pub severity: Severity,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// Id of the canon's statement, if the finding is about one.
    pub indicator: Option<String>,
    /// Competency (or value, or cluster) in the canon's words; the copy's for an extra text.
    pub competency: Option<String>,
    /// Level.
    pub level: Option<String>,
    /// The canon's whole text.
    pub expected: Option<String>,
    /// The copy's whole text.
    pub found: Option<String>,
    /// The change itself.
    pub changes: Vec<Change>,
    /// For `formatting` and `heading`: hyphen, punctuation, quotes, capitals, spacing, spelling, words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<String>,
    /// True where the meaning is touched.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub meaning: bool,
    /// Statements that an `extra` finding about a whole list stands for; 0 for any other.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub statements: usize,
    /// Where in the copy.
    #[schemars(with = "serde_json::Value")]
    pub at: Place,
    /// One sentence.
    pub message: String,
    /// The same for the same finding in another run, whatever else changes.
    pub fingerprint: String,
    /// `new`; or, where a baseline, a decision or a setting knows it: `unchanged` (known),
    /// `baselined` (accepted), `rejected` (looked at: the copy is to be mended), `expired`
    /// (accepted once, to be looked at again) or `ignored`.
    pub status: String,
    /// Who said so and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What was said about a finding, by whom and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Why.
    pub reason: String,
    /// Who; none for a setting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When, as year-month-day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// When it is to be looked at again, as year-month-day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

impl Finding {
    /// True if a check that fails on findings of a severity fails on this one. A copy of another
    /// edition was not compared, so it never passes.
    pub fn fails(&self, least: Option<Severity>) -> bool {
        let edition = self.rule == Rule::Edition && self.severity > Severity::Note;
        self.is_open() && least.is_some_and(|least| self.severity >= least || edition)
    }

    /// True unless somebody said that it may stay: such findings are shown and do not fail a check.
    pub fn is_open(&self) -> bool {
        !matches!(self.status.as_str(), "unchanged" | "baselined" | "ignored")
    }
}
