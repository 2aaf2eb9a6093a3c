use crate::Place;
use serde::Serialize;

/// A value made by a step that may lose or doubt something, with what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What the step was not sure of, in source order.
    pub warnings: Vec<Warning>,
}

impl<T> Warned<T> {
    /// A result about which there is nothing to say.
    pub fn clean(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }
}

/// Something a reader or a stage was not sure of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning {
    /// Short stable name of the kind of warning, for example `encoding` or `unplaced`.
    pub code: String,
    /// One sentence: what was found and what was done about it.
    pub message: String,
    /// Where, when the warning is about one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

impl Warning {
    /// A warning about the whole source.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), at: None }
    }

    /// The same warning, tied to a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.at = Some(place);
        self
    }
}
