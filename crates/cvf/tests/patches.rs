//! A copy is canon + operations: the round trip gives every letter back.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::patch::{Patch, apply, revert};
use cvf::{Canon, Checker, Profiles, Unit, Witness, load_canon, witness, yaml};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn canon() -> &'static Canon {
    static CANON: OnceLock<Canon> = OnceLock::new();
    CANON.get_or_init(|| {
        load_canon("canon", &fs::read_to_string(root().join("output/framework.yaml")).unwrap()).unwrap()
    })
}

fn sources() -> Vec<String> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("fixtures")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    folders.iter().filter_map(|f| fs::read_to_string(f.join("source.txt")).ok()).collect()
}

fn profiles() -> &'static Profiles {
    static PROFILES: OnceLock<Profiles> = OnceLock::new();
    PROFILES.get_or_init(Profiles::built_in)
}

fn read(text: &str) -> Witness {
    witness("copy", text.as_bytes(), profiles(), &cvf::Attested::none()).unwrap().extraction.witness
}

fn shape(unit: &Unit) -> String {
    format!("{:?} {:?} {} {}", unit.kind, unit.route, unit.order, unit.text)
}

/// Copy → patch → files → copy, and back to the canon.
fn round_trip(canon: &Canon, text: &str) {
    let copy = read(text);
    let patch = Checker::new(canon, &profiles().language).patch(&copy);
    let written = yaml::to_string(&patch, None).unwrap();
    assert_eq!(yaml::from_str::<Patch>(&written).unwrap(), patch);
    let units = apply(canon, &patch).unwrap();
    assert_eq!(units.len(), copy.units.len());
    for (ours, theirs) in units.iter().zip(&copy.units) {
        let p = ours.place.clone();
        let route = cvf_framework::Route {
            cluster: p.cluster,
            competency: p.competency,
            sub_competency: p.sub_competency,
            value: p.value,
            level: p.level,
        };
        assert_eq!(format!("{:?} {route:?} {} {}", p.kind, ours.order, ours.text), shape(theirs));
    }
    let texts: Vec<String> = units.into_iter().map(|u| u.text).collect();
    let back = revert(&texts, &patch).unwrap();
    for unit in canon.units() {
        if let Some(text) = back.get(&unit.id) {
            assert_eq!(*text, unit.text, "{}", unit.id);
        }
    }
}

#[test]
fn every_fixture_survives_the_round_trip() {
    for text in sources() {
        round_trip(canon(), &text);
    }
}

/// Letters changed, lost and put in, lines cut, words and lines printed twice.
fn damaged(mut letters: Vec<char>, cuts: &[(u16, u8)]) -> Vec<char> {
    for &(at, sort) in cuts {
        let at = usize::from(at) % letters.len();
        let again = |length: usize| letters[at..(at + length).min(letters.len())].to_vec();
        match sort % 6 {
            0 => letters[at] = char::from(32 + sort % 90),
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, '\n'),
            3 => drop(letters.splice(at..at, again(9))),
            4 => drop(letters.splice(at..at, again(70))),
            _ => drop(letters.drain(at..(at + 9).min(letters.len() - 1).max(at))),
        }
    }
    letters
}

const SMALL: &str = "We are collaborative\n\nLevel 1\n\n- I listen to others, and act on what they say.\n- I share what I know with people who need it.\n- I ask for help early when a task outgrows me.\n\nLevel 2\n\n- I write notes that others can use without me.\n- I return what I borrow on the day I promised.\n\nWe take ownership\n\nLevel 1\n\n- I own up to mistakes. I put them right, whatever it takes.\n- I finish what I begin – or say why not.\n";

fn small_canon() -> &'static Canon {
    static CANON: OnceLock<Canon> = OnceLock::new();
    CANON.get_or_init(|| cvf::witness_as_canon(&read(SMALL), profiles()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn thousands_of_damaged_copies_of_a_small_canon_survive_the_round_trip(
        cuts in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..12),
    ) {
        let copy: String = damaged(SMALL.chars().collect(), &cuts).into_iter().collect();
        round_trip(small_canon(), &copy);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_copy_survives_the_round_trip(
        which in 0..12_usize,
        cuts in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..16),
    ) {
        let sources = sources();
        let letters: Vec<char> = sources[which % sources.len()].chars().collect();
        round_trip(canon(), &damaged(letters, &cuts).into_iter().collect::<String>());
    }
}

#[test]
fn a_patch_of_another_canon_is_refused() {
    let text = fs::read_to_string(root().join("fixtures/national-page/source.txt")).unwrap();
    let mut patch = Checker::new(canon(), &profiles().language).patch(&read(&text));
    patch.units[0].text[0].keep = Some("no-such-statement".to_owned());
    patch.units[0].text[0].add = None;
    assert!(apply(canon(), &patch).unwrap_err().to_string().contains("no-such-statement"));
}
