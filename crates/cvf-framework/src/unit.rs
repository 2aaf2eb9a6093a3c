use crate::names::is_same_name;
use cvf_document::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a unit of text is within a framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The document's own title.
    Title,
    /// A paragraph that describes a cluster.
    ClusterDescription,
    /// A paragraph that describes a competency.
    Description,
    /// A paragraph that says why a competency is important.
    Importance,
    /// A behaviour at a level of a competency.
    Indicator,
    /// A paragraph that describes a value.
    ValueDescription,
    /// A behaviour that is too little of a competency.
    Underdone,
    /// A behaviour that is too much of a competency.
    Overdone,
    /// Text that belongs to its place but is none of the above, such as a line before a list.
    Note,
}

impl Kind {
    /// The kind's name in ids, for kinds that are part of the canon but no indicators.
    pub fn id_part(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::ClusterDescription | Self::Description | Self::ValueDescription => "description",
            Self::Importance => "importance",
            Self::Indicator => "indicator",
            Self::Underdone => "underdone",
            Self::Overdone => "overdone",
            Self::Note => "note",
        }
    }

    /// True for single behaviours, which a copy of the place must print.
    pub fn is_behaviour(self) -> bool {
        matches!(self, Self::Indicator | Self::Underdone | Self::Overdone)
    }
}

/// Where a unit stands in its framework: names as printed, `None` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// Cluster.
    pub cluster: Option<String>,
    /// Competency.
    pub competency: Option<String>,
    /// Sub-competency.
    pub sub_competency: Option<String>,
    /// Value.
    pub value: Option<String>,
    /// Bare label of the level: `3`, `1a`.
    pub level: Option<String>,
}

impl Route {
    /// True if both name the same competency, sub-competency and value (and, where there is no
    /// competency, cluster), in any dress.
    pub fn same_names(&self, other: &Self) -> bool {
        let same = |part: Part| match (self.part(part), other.part(part)) {
            (Some(a), Some(b)) => is_same_name(a, b),
            (None, None) => true,
            _ => false,
        };
        let cluster = self.competency.is_some() || same(Part::Cluster);
        same(Part::Competency) && same(Part::SubCompetency) && same(Part::Value) && cluster
    }

    /// The name at one step of the route.
    pub fn part(&self, part: Part) -> Option<&str> {
        match part {
            Part::Cluster => self.cluster.as_deref(),
            Part::Competency => self.competency.as_deref(),
            Part::SubCompetency => self.sub_competency.as_deref(),
            Part::Value => self.value.as_deref(),
            Part::Level => self.level.as_deref(),
        }
    }
}

/// A step of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Cluster.
    Cluster,
    /// Competency.
    Competency,
    /// Sub-competency.
    SubCompetency,
    /// Value.
    Value,
    /// Level.
    Level,
}

/// How a unit was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A paragraph under its heading.
    Heading,
    /// A list item under its heading.
    List,
    /// A paragraph of its own where items are expected but none is marked.
    Paragraph,
    /// A cell, or a list in a cell, of a table with rows.
    Table,
    /// A cell of a table that lost its rows, placed by counting columns.
    Grid,
    /// An item cut out of a cell whose items run together.
    RunOn,
    /// An item put together from fragments of a page whose columns were read across.
    Flattened,
}

/// One unit of a framework as its source prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the framework.
    pub route: Route,
    /// From 1, within its route and kind.
    pub order: u32,
    /// The whole text on one line.
    pub text: String,
    /// Where it stands in the source.
    pub at: Place,
    /// How it was placed.
    pub method: Method,
    /// How sure the placement is, from 0 to 1.
    pub confidence: f64,
    /// Steps of the route that the source does not print but its content proves.
    pub inferred: Vec<Part>,
    /// Order of the indicator that this is a part of, where the source cut one in two.
    pub part_of: Option<u32>,
    /// True where the reading or place is an open question.
    pub unsure: bool,
    /// The runner-up reading of an unsure unit.
    pub alternative: Option<String>,
    /// Characters of the text at which the source begins another line or paragraph although
    /// there was room: nothing marks items there, so the text may be one item or several.
    pub breaks: Vec<usize>,
}

impl Unit {
    /// An item of a list that is surely where it stands, at no place of a source.
    pub fn item(kind: Kind, route: Route, order: u32, text: String) -> Self {
        Self {
            kind,
            route,
            order,
            text,
            at: Place::default(),
            method: Method::List,
            confidence: 1.0,
            inferred: Vec::new(),
            part_of: None,
            unsure: false,
            alternative: None,
            breaks: Vec::new(),
        }
    }
}
