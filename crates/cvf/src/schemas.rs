use cvf_framework::schema;

/// Names of the schemas, each of a file that is written or read.
pub const SCHEMAS: [&str; 11] = [
    "apparatus",
    "baseline",
    "config",
    "crosswalk",
    "decisions",
    "findings",
    "framework",
    "patch",
    "profile",
    "record",
    "witness",
];

/// The JSON Schema with a name.
pub fn schema(name: &str) -> Option<String> {
    match name {
        "apparatus" => Some(schema::of::<cvf_collate::Apparatus>()),
        "baseline" => Some(schema::of::<crate::Baseline>()),
        "config" => Some(schema::of::<crate::Config>()),
        "crosswalk" => Some(schema::of::<cvf_collate::Crosswalk>()),
        "decisions" => Some(schema::of::<crate::Decisions>()),
        "findings" => Some(schema::of::<cvf_check::Report>()),
        "framework" => Some(schema::of::<cvf_framework::Canon>()),
        "patch" => Some(schema::of::<cvf_check::patch::Patch>()),
        "profile" => Some(schema::of::<cvf_framework::Profile>()),
        "record" => Some(schema::of::<cvf_framework::Record>()),
        "witness" => Some(schema::of::<cvf_framework::WitnessFile>()),
        _ => None,
    }
}
