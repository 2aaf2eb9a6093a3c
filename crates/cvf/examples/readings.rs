//! Prints all readings of documents that were compared, with their terms and units, as JSON, a
//! document a line: `layouts/weigh.py` of cvf-extract sets weights by them.
//!
//! `cargo run --release -p cvf --example readings -- FILE…`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "data for a recipe")]

use cvf_extract::{Options, readings, terms};
use serde_json::{Value, json};
use std::{env, fs};

fn main() {
    println!("{}", json!({ "terms": terms() }));
    let profiles = cvf::Profiles::built_in();
    for file in env::args().skip(1) {
        let document = fs::read(&file).ok().and_then(|bytes| cvf::document(&file, &bytes).ok());
        let Some(document) = document else {
            eprintln!("{file}: cannot be read");
            continue;
        };
        let found = readings(&file, &document.value, Options::new(&profiles));
        let mut results: Vec<Value> = Vec::new();
        let mut compared: Vec<Value> = Vec::new();
        for reading in found {
            let units: Value = reading.units.iter().map(unit).collect();
            let result = results.iter().position(|r| *r == units).unwrap_or_else(|| {
                results.push(units);
                results.len() - 1
            });
            compared.push(json!({ "bits": reading.bits, "terms": reading.terms, "result": result }));
        }
        println!("{}", json!({ "file": file, "results": results, "readings": compared }));
    }
}

fn unit(unit: &cvf::Unit) -> Value {
    let route = &unit.route;
    json!({
        "kind": unit.kind, "competency": route.competency, "sub_competency": route.sub_competency,
        "level": route.level, "text": unit.text,
    })
}
