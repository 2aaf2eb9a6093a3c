use crate::{Cluster, Kind, Prose, Route, Row, Tree, Unit, Value, Witness};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The one reconciled text: the national framework first, then force-specific adaptations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Canon {
    /// Version of this file's shape.
    pub version: u32,
    /// The framework that copies are checked against.
    pub framework: CanonFramework,
    /// Frameworks of single forces, with their mapping to the national one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adaptations: Vec<Adaptation>,
    /// Ids that are no longer used, and never will be again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<Retired>,
}

/// A framework with its name and edition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CanonFramework {
    /// Short id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Licence of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// When it was published or saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Levels of competencies of which no source prints a statement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Clusters with their competencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Cluster<Statement>>,
    /// Values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value<Statement>>,
}

/// A competency of which no source prints some levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Id of the competency.
    pub competency: String,
    /// The levels, as bare labels.
    pub levels: Vec<String>,
}

/// A framework, or a part of one, that a single publisher made its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adaptation {
    /// Short id: the source it was read from.
    pub id: String,
    /// The document's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Edition that it says it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Licence of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// When it was published or saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its competencies and clusters and what they correspond to in the national framework.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mapping: Vec<Mapping>,
    /// Clusters with their competencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Cluster<Statement>>,
    /// Values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value<Statement>>,
}

/// A name of an adaptation and what it corresponds to in the national framework.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Id of the adaptation's cluster, competency or value.
    pub from: String,
    /// Id in the national framework; none where nothing corresponds.
    pub to: Option<String>,
    /// What speaks for it, strongest first.
    pub evidence: Vec<String>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
}

/// An id that is no longer used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The id.
    pub id: String,
    /// The last text it had.
    pub text: Prose,
}

/// A statement of the canon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Stable id; correcting, moving or reordering the text does not change it.
    pub id: String,
    /// The text.
    pub text: Prose,
    /// True while a question about it is open; the apparatus says which.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// A statement of the canon with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CanonUnit {
    /// Stable id.
    pub id: String,
    /// Id of the framework or adaptation.
    pub framework: String,
    /// What it is.
    pub kind: Kind,
    /// Names as the canon prints them.
    pub route: Route,
    /// From 1, within its route and kind.
    pub order: u32,
    /// The text on one line.
    pub text: String,
}

impl Canon {
    /// The canon as a witness, to compare it with another canon.
    pub fn as_witness(&self, source: &str) -> Witness {
        let unit = |u: CanonUnit| Unit::item(u.kind, u.route, u.order, u.text);
        let units = self.units().into_iter().map(unit).collect();
        Witness { source: source.to_owned(), units, ..Witness::default() }
    }

    /// Every statement, national framework first, in the canon's order.
    pub fn units(&self) -> Vec<CanonUnit> {
        let national = (self.framework.id.as_str(), &self.framework.clusters, &self.framework.values);
        let adapted = self.adaptations.iter().map(|a| (a.id.as_str(), &a.clusters, &a.values));
        let mut units = Vec::new();
        for (framework, clusters, values) in [national].into_iter().chain(adapted) {
            let tree = Tree { clusters: clusters.clone(), values: values.clone() };
            let mut last: Option<(Kind, Route, u32)> = None;
            for row in tree.rows() {
                let order = order_after(last.as_ref(), &row);
                last = Some((row.kind, row.route.clone(), order));
                units.push(canon_unit(framework, row, order));
            }
        }
        units
    }
}

fn order_after(last: Option<&(Kind, Route, u32)>, row: &Row<&Statement>) -> u32 {
    match last {
        Some((kind, route, order)) if *kind == row.kind && *route == row.route => order + 1,
        _ => 1,
    }
}

fn canon_unit(framework: &str, row: Row<&Statement>, order: u32) -> CanonUnit {
    CanonUnit {
        id: row.statement.id.clone(),
        framework: framework.to_owned(),
        kind: row.kind,
        route: row.route,
        order,
        text: row.statement.text.as_str().to_owned(),
    }
}
