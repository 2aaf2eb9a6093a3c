//! JSON Schemas (draft-07, which editors read) of what is written, generated from the types.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

/// The schema of a type as JSON text with a line end.
pub fn of<T: JsonSchema>() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
