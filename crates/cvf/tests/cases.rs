//! Every case of `fixtures/`: what is extracted, that nothing is lost, what is found.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Profiles, Record, Witness, extract, load_canon, yaml};
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

/// The same text in other formats, by file name.
fn other_formats(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| {
        let name = p.file_name().unwrap().to_string_lossy().into_owned();
        let format = p.extension().is_some_and(|e| e == "html" || e == "docx" || e == "pdf");
        name.starts_with("source") && format
    });
    files.sort();
    files
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
        for source in sources(&folder) {
            let found = places(&witness(&case, &folder, &source).records());
            for (expected, found) in expected.iter().zip(&found) {
                assert_eq!(expected, found, "{case}/{source}");
            }
            assert_eq!(expected.len(), found.len(), "{case}/{source}");
        }
    }
}

/// What surrounds a framework differs from format to format; the framework does not.
#[test]
fn every_format_gives_the_same_framework() {
    let mut checked = 0;
    for (case, folder) in cases() {
        let mut expected: Vec<Place> =
            yaml::from_str(&fs::read_to_string(folder.join("expected.yaml")).unwrap()).unwrap();
        expected.retain(|p| !p.kind.starts_with("residue"));
        for path in other_formats(&folder) {
            let extracted = extract("copy", &fs::read(&path).unwrap(), &Profiles::built_in()).unwrap();
            assert!(extracted.extraction.ledger.balances(), "{}", path.display());
            let mut found = places(&extracted.extraction.witness.records());
            assert!(found.iter().all(|p| p.kind != "residue unplaced"), "{}", path.display());
            found.retain(|p| !p.kind.starts_with("residue"));
            assert_eq!(found, expected, "{case}: {}", path.display());
            checked += 1;
        }
    }
    assert!(checked >= 4, "the pages are there");
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
    let (report, problems) =
        cvf::check(&canon, &[witness(case, folder, "source.txt")], &[], &Profiles::built_in()).unwrap();
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
