//! Schemas are current, and everything that is written fits them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{SCHEMAS, schema, yaml};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn validate(name: &str, value: &Value, file: &str) {
    let schema: Value = serde_json::from_str(&schema(name).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(value).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{file}: {errors:?}");
}

fn yaml_value(path: &Path) -> Value {
    yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn committed_schemas_are_current() {
    for name in SCHEMAS {
        let path = root().join(format!("schema/{name}.schema.json"));
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == schema(name).unwrap(), "{} is not current: run `cvf schema --all schema`", path.display());
    }
}

#[test]
fn every_written_file_fits_its_schema() {
    let output = root().join("output");
    validate("framework", &yaml_value(&output.join("framework.yaml")), "framework.yaml");
    validate("apparatus", &yaml_value(&output.join("apparatus.yaml")), "apparatus.yaml");
    validate("config", &yaml_value(&root().join("cvf.yaml")), "cvf.yaml");
    validate("decisions", &yaml_value(&root().join("decisions.yaml")), "decisions.yaml");
    let findings = fs::read_to_string(output.join("findings.json")).unwrap();
    validate("findings", &serde_json::from_str(&findings).unwrap(), "findings.json");
    let mut witnesses = 0;
    for entry in fs::read_dir(output.join("witnesses")).unwrap() {
        let path = entry.unwrap().path();
        validate("witness", &yaml_value(&path), &path.display().to_string());
        witnesses += 1;
    }
    let config = cvf::config("cvf.yaml", &fs::read_to_string(root().join("cvf.yaml")).unwrap()).unwrap();
    assert_eq!(witnesses, config.sources.len());
}

#[test]
fn written_yaml_names_its_schema_and_the_schema_is_there() {
    for entry in fs::read_dir(root().join("output")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "yaml") {
            let text = fs::read_to_string(&path).unwrap();
            let named = text.lines().next().and_then(|l| l.strip_prefix("# yaml-language-server: $schema=")).unwrap();
            assert!(path.parent().unwrap().join(named).exists(), "{}", path.display());
        }
    }
}

#[test]
fn extracted_records_fit_their_schema() {
    let path = "fixtures/national-page/source.txt";
    let bytes = fs::read(root().join(path)).unwrap();
    let found = cvf::extract(path, &bytes, &cvf::Profiles::built_in()).unwrap();
    for record in found.extraction.witness.records() {
        validate("record", &serde_json::to_value(&record).unwrap(), path);
    }
}
