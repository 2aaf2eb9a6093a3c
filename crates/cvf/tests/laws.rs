//! Laws that hold for any input.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Profiles, Severity, extract, ledger, load_canon, yaml};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources() -> Vec<Vec<u8>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("fixtures")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    folders.iter().filter_map(|f| fs::read(f.join("source.txt")).ok()).collect()
}

fn balances(bytes: &[u8]) {
    match ledger("any", bytes, &Profiles::built_in()) {
        Ok(ledger) => assert!(ledger.balances(), "{ledger:?}\n{}", String::from_utf8_lossy(bytes)),
        Err(problem) => assert_ne!(problem.reason, "broken", "{problem}\n{}", String::from_utf8_lossy(bytes)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        balances(&bytes);
    }

    #[test]
    fn any_text_is_accounted_for(text in "(Level [1-3]:?|We are (open|kind)|[-•|\t#*] ?|I [a-z]{1,9} [a-z]{1,9}\\.|[A-Z][a-z]{2,8}| |\n|\n\n|1\\. |Values:|\u{ad}|é|–){0,60}") {
        balances(text.as_bytes());
    }

    #[test]
    fn damaged_sources_are_accounted_for(which in 0..12_usize, cuts in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..12)) {
        let sources = sources();
        let mut bytes = sources[which % sources.len()].clone();
        for (at, byte) in cuts {
            let at = usize::from(at) % bytes.len();
            match byte % 3 {
                0 => bytes[at] = byte % 128,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, b'\n'),
            }
        }
        balances(&bytes);
    }

    #[test]
    fn prose_survives_yaml(words in proptest::collection::vec("[A-Za-z’'\":#>|.?!,()&*%@-]{1,8}", 1..30)) {
        let prose = cvf::Prose::new(&words.join(" "));
        let written = yaml::to_string(&vec![prose.clone()], None).unwrap();
        prop_assert_eq!(yaml::from_str::<Vec<cvf::Prose>>(&written).unwrap(), vec![prose.clone()]);
        prop_assert_eq!(yaml::from_str::<Vec<String>>(&written).unwrap(), vec![prose.as_str().to_owned()]);
    }
}

/// A slip in a cluster's name over a table that lost its rows once booked the names twice.
#[test]
fn spanning_headers_are_booked_once() {
    let source = fs::read_to_string(root().join("fixtures/six-column-map/source.txt")).unwrap();
    for (name, damaged) in [("Resolute", ".esolute"), ("Intelligent, Creative", ". Creative"), ("We take", "we take")] {
        balances(source.replacen(name, damaged, 1).as_bytes());
    }
}

#[test]
fn the_canon_survives_yaml() {
    let text = fs::read_to_string(root().join("output/framework.yaml")).unwrap();
    let canon = load_canon("framework.yaml", &text).unwrap();
    assert_eq!(yaml::to_string(&canon, Some("../schema/framework.schema.json")).unwrap(), text);
}

/// The national framework printed with headings and bullets.
fn printed(canon: &cvf::Canon) -> String {
    let mut out = String::new();
    for cluster in &canon.framework.clusters {
        out += &format!("{}\n\n", cluster.name.as_deref().unwrap_or_default());
        for competency in &cluster.competencies {
            out += &format!("{}\n\n", competency.name.as_deref().unwrap_or_default());
            for level in &competency.levels {
                out += &format!("Level {}\n\n", level.level.as_deref().unwrap_or_default());
                level.indicators.iter().for_each(|s| out += &format!("- {}\n", s.text));
                out += "\n";
            }
        }
    }
    out
}

#[test]
fn a_copy_that_is_the_canon_has_no_findings() {
    let text = fs::read_to_string(root().join("output/framework.yaml")).unwrap();
    let canon = load_canon("framework.yaml", &text).unwrap();
    let copy = extract("copy", printed(&canon).as_bytes(), &Profiles::built_in()).unwrap().extraction.witness;
    let (report, _) = cvf::check(&canon, &[copy], &[], &Profiles::built_in()).unwrap();
    assert_eq!(report.copies[0].findings, []);
    assert_eq!(report.copies[0].counts.exact, 59);
}

#[test]
fn leaving_out_an_indicator_is_missing_and_nothing_else() {
    let text = fs::read_to_string(root().join("output/framework.yaml")).unwrap();
    let canon = load_canon("framework.yaml", &text).unwrap();
    let whole = printed(&canon);
    let items: Vec<&str> = whole.lines().filter(|l| l.starts_with("- ")).collect();
    for item in items {
        let cut = whole.replacen(&format!("{item}\n"), "", 1);
        let copy = extract("copy", cut.as_bytes(), &Profiles::built_in()).unwrap().extraction.witness;
        let (report, _) = cvf::check(&canon, &[copy], &[], &Profiles::built_in()).unwrap();
        let rules: Vec<&str> = report.copies[0].findings.iter().map(|f| f.rule.info().id).collect();
        assert_eq!(rules, ["missing"], "without {item}");
        assert_eq!(report.copies[0].findings[0].severity, Severity::Error);
    }
}
