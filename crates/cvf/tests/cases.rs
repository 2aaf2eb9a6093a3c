//! Every case of `fixtures/`: what is extracted, that nothing is lost, what is found.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Method, Profiles, Record, Witness, canon_evidence, extract, extract_with, load_canon, yaml};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Case directories with their sources.
fn cases() -> Vec<(String, PathBuf)> {
    let mut cases: Vec<(String, PathBuf)> = fs::read_dir(root().join("fixtures"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.join("expected.yaml").exists())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), p))
        .collect();
    cases.sort();
    assert!(cases.len() >= 12, "the fixtures are there");
    cases
}

fn witness(case: &str, folder: &Path) -> Witness {
    let bytes = fs::read(folder.join("source.txt")).unwrap();
    extract(&format!("fixtures/{case}/source.txt"), &bytes, &Profiles::built_in()).unwrap().extraction.witness
}

/// The texts of one place and kind.
#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    #[serde(default)]
    place: String,
    kind: String,
    texts: Vec<String>,
}

/// Records by place, in the order of first mention.
fn places(records: &[Record]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for record in records {
        let (place, kind) = (route(record), kind(record));
        match places.iter_mut().find(|p| p.place == place && p.kind == kind) {
            Some(found) => found.texts.push(record.text.clone()),
            None => places.push(Place { place, kind, texts: vec![record.text.clone()] }),
        }
    }
    places
}

fn kind(r: &Record) -> String {
    r.reason.as_ref().map_or(r.kind.clone(), |reason| format!("{} {reason}", r.kind))
}

fn route(r: &Record) -> String {
    let value = r.value.as_ref().map(|v| format!("value {v}"));
    let level = r.level.as_ref().map(|l| format!("level {l}"));
    let names = [r.cluster.clone(), r.competency.clone(), r.sub_competency.clone(), value, level];
    names.into_iter().flatten().collect::<Vec<_>>().join(" > ")
}

#[test]
fn every_unit_is_found_and_in_its_place() {
    for (case, folder) in cases() {
        let expected: Vec<Place> = yaml::from_str(&fs::read_to_string(folder.join("expected.yaml")).unwrap()).unwrap();
        // Flattened pages have an expectation of their own: no program reads all of them right.
        let records = witness(&case, &folder).records();
        let plain: Vec<Record> = records.into_iter().filter(|r| r.method != Some(Method::Flattened)).collect();
        let found = places(&plain);
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(expected, found, "{case}");
        }
        assert_eq!(expected.len(), found.len(), "{case}");
    }
}

#[test]
fn flattened_pages_are_put_back_together() {
    let folder = root().join("fixtures/legacy-matrix");
    let expected: Vec<Place> = yaml::from_str(&fs::read_to_string(folder.join("flattened.yaml")).unwrap()).unwrap();
    let expected: BTreeSet<(String, String)> =
        expected.into_iter().flat_map(|p| p.texts.into_iter().map(move |t| (p.place.clone(), t))).collect();
    let records = witness("legacy-matrix", &folder).records();
    let found: Vec<&Record> = records.iter().filter(|r| r.method == Some(Method::Flattened)).collect();
    let is_right = |r: &&&Record| expected.contains(&(route(r), r.text.clone()));
    let sure: Vec<&&Record> = found.iter().filter(|r| !r.unsure).collect();
    let (right, sure_right) = (found.iter().filter(is_right).count(), sure.iter().filter(|r| is_right(r)).count());
    assert_eq!(expected.len(), 120);
    assert!(right >= 100, "{right} of {} items are right", found.len());
    assert!(sure.len() >= 80 && sure_right * 100 >= sure.len() * 95, "{sure_right} of {} sure ones", sure.len());
    let others = cases().into_iter().filter(|(case, _)| case != "legacy-matrix");
    let mut elsewhere = others.flat_map(|(case, folder)| witness(&case, &folder).units);
    assert!(elsewhere.all(|u| u.method != Method::Flattened), "nothing else is taken for a flattened page");
}

#[test]
fn every_character_is_accounted_for() {
    for (case, folder) in cases() {
        let bytes = fs::read(folder.join("source.txt")).unwrap();
        let ledger = cvf::ledger(&case, &bytes, &Profiles::built_in()).unwrap();
        assert!(ledger.balances(), "{case}: {ledger:?}");
        assert_eq!(ledger.total, String::from_utf8(bytes).unwrap().chars().count(), "{case}");
    }
}

#[test]
fn every_case_says_what_it_is() {
    for (case, folder) in cases() {
        let note = fs::read_to_string(folder.join("NOTE.md")).unwrap();
        assert!(note.contains("icence"), "{case} does not say under which licence it stands");
    }
}

#[test]
fn places_point_at_the_text() {
    for (case, folder) in cases() {
        let stream: Vec<char> = fs::read_to_string(folder.join("source.txt")).unwrap().chars().collect();
        for unit in witness(&case, &folder).units {
            let cut: String = unit.at.chars.iter().map(|r| stream[r[0]..r[1]].iter().collect::<String>()).collect();
            let signs = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let same = signs(&cut) == signs(&unit.text);
            assert!(same, "{case}: {cut:?} is not {:?}", unit.text);
        }
    }
}

/// `severity rule statement: expected => found`, one for each change.
fn findings(case: &str, folder: &Path) -> Vec<String> {
    let path = root().join("output/framework.yaml");
    let canon = load_canon("framework.yaml", &fs::read_to_string(path).unwrap()).unwrap();
    let bytes = fs::read(folder.join("source.txt")).unwrap();
    let name = format!("fixtures/{case}/source.txt");
    let read = extract_with(&name, &bytes, &Profiles::built_in(), &canon_evidence(&canon)).unwrap();
    let (report, problems) = cvf::check(&canon, &[read.extraction.witness], &[], &Profiles::built_in()).unwrap();
    assert_eq!(problems, []);
    let line = |f: &cvf::Finding| {
        let about = f.indicator.as_deref().unwrap_or("-");
        let changes: String = f.changes.iter().map(|c| format!(": {} => {}", c.expected, c.found)).collect();
        format!("{} {} {about}{changes}", f.severity.name(), f.rule.info().id)
    };
    report.copies[0].findings.iter().map(line).collect()
}

#[test]
fn the_seeds_show_exactly_their_real_differences() {
    let mut checked = 0;
    for (case, folder) in cases() {
        let Ok(expected) = fs::read_to_string(folder.join("findings.yaml")) else { continue };
        assert_eq!(findings(&case, &folder), yaml::from_str::<Vec<String>>(&expected).unwrap(), "{case}");
        checked += 1;
    }
    assert_eq!(checked, 5);
}
