use crate::{Kind, Method, Part, Prose, Route, Row, Tree, Unit};
use cvf_document::mojibake::Misread;
use cvf_document::{Place, Warning};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The framework as one source prints it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Witness {
    /// The source's name.
    pub source: String,
    /// The document's title, where it has one.
    pub title: Option<String>,
    /// Units in source order.
    pub units: Vec<Unit>,
    /// Headings as printed, in source order.
    pub headings: Vec<Heading>,
    /// Text that is no part of the framework.
    pub residue: Vec<Residue>,
    /// Words around names ("Level", "Why is it important?"), and bullets and numbers, in source
    /// order: with units, headings and residue they are the whole text.
    pub labels: Vec<Residue>,
    /// The encoding that the source's UTF-8 was once read as, where it was put right.
    pub misread: Option<Misread>,
}

/// A name or level label as printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// What it names.
    pub part: Part,
    /// The name, without numbering, label and colon.
    pub name: String,
    /// Route down to this heading.
    pub route: Route,
    /// Where it stands.
    pub at: Place,
}

/// Text of the source that is no part of the framework, kept with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Residue {
    /// Why it is not part of the framework, for example `page-number`; `unplaced` where it may be.
    pub reason: String,
    /// The text on one line.
    pub text: String,
    /// Where it stands.
    #[schemars(with = "serde_json::Value")]
    pub at: Place,
}

/// One line of `extract --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The source's name.
    pub source: String,
    /// Kind of unit, or `residue`.
    pub kind: String,
    /// Cluster as printed.
    pub cluster: Option<String>,
    /// Competency as printed.
    pub competency: Option<String>,
    /// Sub-competency as printed.
    pub sub_competency: Option<String>,
    /// Value as printed.
    pub value: Option<String>,
    /// Bare label of the level.
    pub level: Option<String>,
    /// From 1, within its route and kind; none for residue.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<u32>,
    /// The whole text on one line.
    pub text: String,
    /// Where it stands in the source.
    #[schemars(with = "serde_json::Value")]
    pub at: Place,
    /// How it was placed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub method: Option<Method>,
    /// How sure the placement is, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confidence: Option<f64>,
    /// Names that the source does not print but its content proves.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inferred: Vec<Part>,
    /// Order of the indicator that this is a part of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part_of: Option<u32>,
    /// True where the reading or place is an open question.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub unsure: bool,
    /// The runner-up reading of an unsure statement.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alternative: Option<String>,
    /// Why residue is residue.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// A statement of one witness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WitnessStatement {
    /// The text as printed.
    pub text: Prose,
    /// How it was placed.
    pub method: Method,
    /// How sure the placement is, from 0 to 1.
    pub confidence: f64,
    /// Names that the source does not print but its content proves.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inferred: Vec<Part>,
    /// Order of the indicator that this is a part of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part_of: Option<u32>,
    /// True where the reading or place is an open question.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub unsure: bool,
    /// The runner-up reading of an unsure statement.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alternative: Option<String>,
    /// Where it stands in the source.
    #[schemars(with = "serde_json::Value")]
    pub at: Place,
}

/// A witness as it is written to a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WitnessFile {
    /// Version of this file's shape.
    pub version: u32,
    /// The source's name.
    pub source: String,
    /// BLAKE3 hash of the source's bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// The document's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Clusters with their competencies, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<crate::Cluster<WitnessStatement>>,
    /// Values, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<crate::Value<WitnessStatement>>,
    /// Text that is no part of the framework.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub residue: Vec<Residue>,
    /// What the reader and the extraction were not sure of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

impl Witness {
    /// The units and the residue as records, each kind in source order.
    pub fn records(&self) -> Vec<Record> {
        let units = self.units.iter().map(|unit| self.unit_record(unit));
        units.chain(self.residue.iter().map(|residue| self.residue_record(residue))).collect()
    }

    fn unit_record(&self, unit: &Unit) -> Record {
        let route = unit.route.clone();
        Record {
            source: self.source.clone(),
            kind: kind_name(unit.kind),
            cluster: route.cluster,
            competency: route.competency,
            sub_competency: route.sub_competency,
            value: route.value,
            level: route.level,
            order: Some(unit.order),
            text: unit.text.clone(),
            at: unit.at.clone(),
            method: Some(unit.method),
            confidence: Some(unit.confidence),
            inferred: unit.inferred.clone(),
            part_of: unit.part_of,
            unsure: unit.unsure,
            alternative: unit.alternative.clone(),
            reason: None,
        }
    }

    fn residue_record(&self, residue: &Residue) -> Record {
        Record {
            source: self.source.clone(),
            kind: "residue".to_owned(),
            cluster: None,
            competency: None,
            sub_competency: None,
            value: None,
            level: None,
            order: None,
            text: residue.text.clone(),
            at: residue.at.clone(),
            method: None,
            confidence: None,
            inferred: Vec::new(),
            part_of: None,
            unsure: false,
            alternative: None,
            reason: Some(residue.reason.clone()),
        }
    }

    /// The witness as a tree, ready to be written.
    pub fn file(&self, warnings: &[Warning]) -> WitnessFile {
        let rows = self.units.iter().map(|unit| Row {
            kind: unit.kind,
            route: unit.route.clone(),
            statement: WitnessStatement {
                text: Prose::new(&unit.text),
                method: unit.method,
                confidence: unit.confidence,
                inferred: unit.inferred.clone(),
                part_of: unit.part_of,
                unsure: unit.unsure,
                alternative: unit.alternative.clone(),
                at: unit.at.clone(),
            },
        });
        let tree = Tree::grow(rows);
        WitnessFile {
            version: 1,
            source: self.source.clone(),
            hash: None,
            title: self.title.clone(),
            clusters: tree.clusters,
            values: tree.values,
            residue: self.residue.clone(),
            warnings: warnings.iter().map(|w| format!("{}: {}", w.code, w.message)).collect(),
        }
    }
}

/// The name of a kind in records.
fn kind_name(kind: Kind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
