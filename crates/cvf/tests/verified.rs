//! The statements of the committed canon found again: in its sources as they are, in one whose
//! words were changed, and with one that is not there.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{
    BuildInput, Decisions, Here, Input, Profiles, SourceConfig, SourceVerified, Verified, VerifyInput, build, config,
    load_apparatus, load_canon, load_witness, verify,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// Verifies the committed canon over its sources as `change` makes them, by id.
fn verified(change: impl Fn(&str, String) -> Result<String, String>) -> Verified {
    verified_without("", change)
}

/// The same with a source of the build that is listed no more.
fn verified_without(left_out: &str, change: impl Fn(&str, String) -> Result<String, String>) -> Verified {
    let canon = load_canon("framework.yaml", &read("output/framework.yaml")).unwrap();
    let apparatus = load_apparatus("apparatus.yaml", &read("output/apparatus.yaml")).unwrap();
    let sources = config("cvf.yaml", &read("cvf.yaml")).unwrap().sources;
    let witness = |id: &str| load_witness(id, &read(&format!("output/witnesses/{id}.yaml"))).unwrap();
    let witnesses = sources.iter().map(|s| (s.id.clone(), witness(&s.id))).collect();
    let input = |s: &cvf::SourceConfig| {
        let bytes = change(&s.id, read(&s.path)).map(String::into_bytes);
        Input { config: s.clone(), bytes }
    };
    let inputs = sources.iter().filter(|s| s.id != left_out).map(input).collect();
    let canons = [(canon, apparatus)];
    verify(VerifyInput { canons: &canons, witnesses: &witnesses, inputs, documents: Here::PLAIN }).0
}

fn of<'v>(verified: &'v Verified, id: &str) -> &'v SourceVerified {
    verified.sources.iter().find(|s| s.id == id).unwrap()
}

#[test]
fn every_statement_stands_where_the_build_found_it() {
    let found = verified(|_, text| Ok(text));
    assert!(found.is_sound(), "{found:?}");
    assert!(found.sources.iter().all(|s| s.in_place == s.statements));
}

#[test]
fn another_word_in_a_long_statement_is_seen() {
    let (old, new) = ("every decision made", "many a decision made");
    let found = verified(|id, text| {
        assert!(id != "chief-officers" || text.contains(old), "the words are in the source");
        Ok(if id == "chief-officers" { text.replacen(old, new, 1) } else { text })
    });
    let changed = of(&found, "chief-officers");
    assert_eq!((changed.state.as_str(), changed.gone.len()), ("changed", 1), "{changed:?}");
    assert!(changed.gone[0].contains("every decision made"));
    assert_eq!(changed.in_place + changed.elsewhere.len() + 1, changed.statements);
    assert!(found.sources.iter().filter(|s| s.id != "chief-officers").all(|s| s.state == "unchanged"));
}

#[test]
fn a_source_that_is_not_there_is_named() {
    let found = verified(|id, text| if id == "national-page" { Err("no such file".to_owned()) } else { Ok(text) });
    let missing = of(&found, "national-page");
    assert_eq!((missing.state.as_str(), missing.in_place), ("missing", 0));
    assert!(!found.is_sound());
}

#[test]
fn a_source_that_is_listed_no_more_is_named() {
    let found = verified_without("chief-officers", |_, text| Ok(text));
    let removed = of(&found, "chief-officers");
    assert_eq!((removed.state.as_str(), removed.in_place), ("removed", 0));
    assert!(!found.is_sound() && found.sources.iter().filter(|s| s.state == "unchanged").count() == 4);
}

const WARD: &str = "\
Ward Care Framework 2025

Listening to patients

Foundation
- I ask every patient by name how they slept.
- I write down what a patient tells me at once.

Keeping the ward safe

Foundation
- I wash my hands before and after each patient.
- I report a wet floor at once.
";

#[test]
fn a_statement_that_only_another_edition_prints_is_lost() {
    let input = |id: &str, edition: &str, text: String| Input {
        config: SourceConfig {
            id: id.to_owned(),
            path: format!("{id}.txt"),
            edition: Some(edition.to_owned()),
            rank: 1,
            ..SourceConfig::default()
        },
        bytes: Ok(text.into_bytes()),
    };
    let sources =
        |old: &str| vec![input("old", "2025", old.to_owned()), input("new", "2026", WARD.replace("2025", "2026"))];
    let listed = "sources: [{id: old, path: old.txt}, {id: new, path: new.txt}]";
    let config = config("cvf.yaml", &format!("framework: ward\nedition: \"2026\"\n{listed}\n")).unwrap();
    let built = build(BuildInput {
        config: &config,
        profiles: &Profiles::built_in(),
        inputs: sources(WARD),
        previous: None,
        others: &[],
        decisions: &Decisions::default(),
        documents: Here::PLAIN,
    })
    .unwrap();
    let canon = |path: &str| load_canon(path, &built.files[path]).unwrap();
    let apparatus = |path: &str| load_apparatus(path, &built.files[path]).unwrap();
    let old = (canon("editions/2025.yaml"), apparatus("editions/2025-apparatus.yaml"));
    let canons = [(canon("framework.yaml"), apparatus("apparatus.yaml")), old];
    let witness = |id: &str| load_witness(id, &built.files[&format!("witnesses/{id}.yaml")]).unwrap();
    let witnesses: BTreeMap<_, _> = ["old", "new"].map(|id| (id.to_owned(), witness(id))).into();
    let verified =
        |inputs| verify(VerifyInput { canons: &canons, witnesses: &witnesses, inputs, documents: Here::PLAIN }).0;
    let found = verified(sources(WARD));
    assert_eq!((found.printed, found.lost.len()), (8, 0), "{found:?}");
    let found = verified(sources(&WARD.replace("- I report a wet floor at once.\n", "")));
    let lost: Vec<_> = found.lost.iter().map(|l| (l.edition.as_deref(), l.text.as_str())).collect();
    assert_eq!(lost, [(Some("2025"), "I report a wet floor at once.")]);
}
