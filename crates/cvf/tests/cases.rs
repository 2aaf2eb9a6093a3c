//! Every case of `fixtures/`: what is extracted, that nothing is lost, what is found.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Method, Profiles, Record, Witness, attested_by, extract, extract_with, load_canon, yaml};
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

/// Every `source*` of a case: one text in several formats and from several producers.
fn sources(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    let mut sources: Vec<String> = names.filter(|n| n.starts_with("source")).collect();
    sources.sort();
    assert!(!sources.is_empty(), "{} has no source", folder.display());
    sources
}

fn witness(case: &str, folder: &Path, source: &str) -> Witness {
    let bytes = fs::read(folder.join(source)).unwrap();
    extract(&format!("fixtures/{case}/{source}"), &bytes, &Profiles::built_in()).unwrap().extraction.witness
}

/// Cases that have a plain text, with it.
fn texts() -> Vec<(String, PathBuf, String)> {
    let with_text = |(case, folder): (String, PathBuf)| {
        let text = fs::read_to_string(folder.join("source.txt")).ok()?;
        Some((case, folder, text))
    };
    cases().into_iter().filter_map(with_text).collect()
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

fn expected(folder: &Path) -> Vec<Place> {
    yaml::from_str(&fs::read_to_string(folder.join("expected.yaml")).unwrap()).unwrap()
}

#[test]
fn every_unit_is_found_and_in_its_place() {
    for (case, folder, _) in texts() {
        // Flattened pages have an expectation of their own: no program reads all of them right.
        let records = witness(&case, &folder, "source.txt").records();
        let plain: Vec<Record> = records.into_iter().filter(|r| r.method != Some(Method::Flattened)).collect();
        // Units in source order, then residue by its reason.
        let ordered = |mut places: Vec<Place>| {
            places.sort_by_key(|p| p.kind.starts_with("residue").then(|| p.kind.clone()));
            places
        };
        let (expected, found) = (ordered(expected(&folder)), ordered(places(&plain)));
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(expected, found, "{case}");
        }
        assert_eq!(expected.len(), found.len(), "{case}");
    }
}

/// What surrounds a framework, and the order of its tables, differ from format to format; the
/// framework does not.
#[test]
fn every_format_gives_the_same_framework() {
    let framework = |mut places: Vec<Place>| {
        places.retain(|p| !p.kind.starts_with("residue"));
        places.sort_by_key(|p| (p.place.clone(), p.kind.clone()));
        places
    };
    let mut checked = 0;
    for (case, folder) in cases() {
        for source in sources(&folder).into_iter().filter(|s| !s.ends_with(".txt")) {
            let found = places(&witness(&case, &folder, &source).records());
            assert!(found.iter().all(|p| p.kind != "residue unplaced"), "{case}/{source}");
            for (expected, found) in framework(expected(&folder)).iter().zip(&framework(found)) {
                assert_eq!(expected, found, "{case}/{source}");
            }
            checked += 1;
        }
    }
    assert!(checked >= 20, "the same text in other formats is there");
}

#[test]
fn flattened_pages_are_put_back_together() {
    let folder = root().join("fixtures/legacy-matrix");
    let expected: Vec<Place> = yaml::from_str(&fs::read_to_string(folder.join("flattened.yaml")).unwrap()).unwrap();
    let expected: BTreeSet<(String, String)> =
        expected.into_iter().flat_map(|p| p.texts.into_iter().map(move |t| (p.place.clone(), t))).collect();
    let records = witness("legacy-matrix", &folder, "source.txt").records();
    let found: Vec<&Record> = records.iter().filter(|r| r.method == Some(Method::Flattened)).collect();
    let is_right = |r: &&&Record| expected.contains(&(route(r), r.text.clone()));
    let sure: Vec<&&Record> = found.iter().filter(|r| !r.unsure).collect();
    let (right, sure_right) = (found.iter().filter(is_right).count(), sure.iter().filter(|r| is_right(r)).count());
    assert_eq!(expected.len(), 120);
    assert!(right >= 100, "{right} of {} items are right", found.len());
    assert!(sure.len() >= 80 && sure_right * 100 >= sure.len() * 95, "{sure_right} of {} sure ones", sure.len());
    let others = texts().into_iter().filter(|(case, ..)| case != "legacy-matrix");
    let mut elsewhere = others.flat_map(|(case, folder, _)| witness(&case, &folder, "source.txt").units);
    assert!(elsewhere.all(|u| u.method != Method::Flattened), "nothing else is taken for a flattened page");
}

#[test]
fn every_character_is_accounted_for() {
    for (case, folder) in cases() {
        for source in sources(&folder) {
            let bytes = fs::read(folder.join(&source)).unwrap();
            let ledger = cvf::ledger(&case, &bytes, &Profiles::built_in()).unwrap();
            assert!(ledger.balances(), "{case}/{source}: {ledger:?}");
        }
    }
    for (case, _, text) in texts() {
        let ledger = cvf::ledger(&case, text.as_bytes(), &Profiles::built_in()).unwrap();
        assert_eq!(ledger.total, text.chars().count(), "{case}");
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
    for (case, folder, text) in texts() {
        let stream: Vec<char> = text.chars().collect();
        for unit in witness(&case, &folder, "source.txt").units {
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
    let read = extract_with(&name, &bytes, &Profiles::built_in(), &attested_by(&canon)).unwrap();
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
