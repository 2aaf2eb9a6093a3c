use cvf_framework::schema;

/// Names of the schemas, each of a file that is written or read.
pub const SCHEMAS: [&str; 8] =
    ["apparatus", "config", "decisions", "findings", "framework", "patch", "record", "witness"];

/// The JSON Schema with a name.
pub fn schema(name: &str) -> Option<String> {
    match name {
        "apparatus" => Some(schema::of::<cvf_collate::Apparatus>()),
        "config" => Some(schema::of::<crate::Config>()),
        "decisions" => Some(schema::of::<cvf_collate::Decisions>()),
        "findings" => Some(schema::of::<cvf_check::Report>()),
        "framework" => Some(schema::of::<cvf_framework::Canon>()),
        "patch" => Some(schema::of::<cvf_check::patch::Patch>()),
        "record" => Some(schema::of::<cvf_framework::Record>()),
        "witness" => Some(schema::of::<cvf_framework::WitnessFile>()),
        _ => None,
    }
}
