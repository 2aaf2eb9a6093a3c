use crate::{Kind, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A framework as a tree; `S` is a statement: a text with what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
pub struct Tree<S> {
    /// Clusters with their competencies, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Cluster<S>>,
    /// Values, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value<S>>,
}

impl<S> Default for Tree<S> {
    fn default() -> Self {
        Self { clusters: Vec::new(), values: Vec::new() }
    }
}

/// A cluster: a group of competencies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
pub struct Cluster<S> {
    /// Stable id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name; none where competencies stand without a cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Paragraphs that describe it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<S>,
    /// Its competencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub competencies: Vec<Competency<S>>,
}

/// A competency or sub-competency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
pub struct Competency<S> {
    /// Stable id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name; none where the source gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Paragraphs that describe it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<S>,
    /// Paragraphs that say why it is important.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub importance: Vec<S>,
    /// Levels with their indicators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level<S>>,
    /// Behaviours that are too little of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub underdone: Vec<S>,
    /// Behaviours that are too much of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overdone: Vec<S>,
    /// Notes that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<S>,
    /// Its sub-competencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_competencies: Vec<Competency<S>>,
}

/// A level of a competency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
pub struct Level<S> {
    /// Bare label: `3`, `1a`; none where the source gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Its indicators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<S>,
    /// Notes that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<S>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
pub struct Value<S> {
    /// Stable id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// Paragraphs that describe it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<S>,
}

/// A statement with its place: a row of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<S> {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub route: Route,
    /// The statement.
    pub statement: S,
}

impl<S> Tree<S> {
    /// Grows a tree from rows; nodes stand in the order in which they are first named.
    pub fn grow(rows: impl IntoIterator<Item = Row<S>>) -> Self {
        let mut tree = Self::default();
        for row in rows {
            tree.add(row);
        }
        tree
    }

    fn add(&mut self, row: Row<S>) {
        let Row { kind, route, statement } = row;
        match (kind, &route.value) {
            (Kind::Title, _) => {}
            (Kind::ValueDescription, Some(name)) => self.value(name).description.push(statement),
            (Kind::ClusterDescription, _) => self.cluster(&route).description.push(statement),
            _ => self.competency(&route).add(kind, &route, statement),
        }
    }

    fn value(&mut self, name: &str) -> &mut Value<S> {
        let fresh = || Value { id: None, name: name.to_owned(), description: Vec::new() };
        find_or_push(&mut self.values, |v| v.name == name, fresh)
    }

    fn cluster(&mut self, route: &Route) -> &mut Cluster<S> {
        let name = &route.cluster;
        let fresh = || Cluster { id: None, name: name.clone(), description: Vec::new(), competencies: Vec::new() };
        find_or_push(&mut self.clusters, |c| c.name == *name, fresh)
    }

    fn competency(&mut self, route: &Route) -> &mut Competency<S> {
        let name = &route.competency;
        let list = &mut self.cluster(route).competencies;
        let node = find_or_push(list, |c| c.name == *name, || Competency::named(name.clone()));
        match &route.sub_competency {
            None => node,
            sub => find_or_push(&mut node.sub_competencies, |c| c.name == *sub, || Competency::named(sub.clone())),
        }
    }

    /// Every statement with its place, in the tree's order.
    pub fn rows(&self) -> Vec<Row<&S>> {
        let mut rows = Vec::new();
        for cluster in &self.clusters {
            let route = Route { cluster: cluster.name.clone(), ..Route::default() };
            push_all(&mut rows, Kind::ClusterDescription, &route, &cluster.description);
            for competency in &cluster.competencies {
                let route = Route { competency: competency.name.clone(), ..route.clone() };
                competency.rows_into(&route, &mut rows);
            }
        }
        for value in &self.values {
            let route = Route { value: Some(value.name.clone()), ..Route::default() };
            push_all(&mut rows, Kind::ValueDescription, &route, &value.description);
        }
        rows
    }
}

fn find_or_push<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool, fresh: impl FnOnce() -> T) -> &mut T {
    let index = list.iter().position(is).unwrap_or_else(|| {
        list.push(fresh());
        list.len() - 1
    });
    &mut list[index]
}

fn push_all<'a, S>(rows: &mut Vec<Row<&'a S>>, kind: Kind, route: &Route, statements: &'a [S]) {
    rows.extend(statements.iter().map(|statement| Row { kind, route: route.clone(), statement }));
}

impl<S> Competency<S> {
    fn named(name: Option<String>) -> Self {
        Self {
            id: None,
            name,
            description: Vec::new(),
            importance: Vec::new(),
            levels: Vec::new(),
            underdone: Vec::new(),
            overdone: Vec::new(),
            notes: Vec::new(),
            sub_competencies: Vec::new(),
        }
    }

    fn add(&mut self, kind: Kind, route: &Route, statement: S) {
        match kind {
            Kind::Description => self.description.push(statement),
            Kind::Importance => self.importance.push(statement),
            Kind::Underdone => self.underdone.push(statement),
            Kind::Overdone => self.overdone.push(statement),
            Kind::Note if route.level.is_none() => self.notes.push(statement),
            Kind::Note => self.level(route).notes.push(statement),
            _ => self.level(route).indicators.push(statement),
        }
    }

    fn level(&mut self, route: &Route) -> &mut Level<S> {
        let level = &route.level;
        let fresh = || Level { level: level.clone(), indicators: Vec::new(), notes: Vec::new() };
        find_or_push(&mut self.levels, |l| l.level == *level, fresh)
    }

    fn rows_into<'a>(&'a self, route: &Route, rows: &mut Vec<Row<&'a S>>) {
        push_all(rows, Kind::Description, route, &self.description);
        push_all(rows, Kind::Importance, route, &self.importance);
        push_all(rows, Kind::Note, route, &self.notes);
        for level in &self.levels {
            let route = Route { level: level.level.clone(), ..route.clone() };
            push_all(rows, Kind::Note, &route, &level.notes);
            push_all(rows, Kind::Indicator, &route, &level.indicators);
        }
        push_all(rows, Kind::Underdone, route, &self.underdone);
        push_all(rows, Kind::Overdone, route, &self.overdone);
        for sub in &self.sub_competencies {
            sub.rows_into(&Route { sub_competency: sub.name.clone(), ..route.clone() }, rows);
        }
    }
}
