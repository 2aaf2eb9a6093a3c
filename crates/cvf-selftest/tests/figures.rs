//! The self-test's own promises, on the committed canon.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Profiles, Rule, load_canon};
use cvf_selftest::{Settings, run};
use std::fs;
use std::path::Path;

#[test]
fn clean_copies_are_clean_and_faults_are_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../output/framework.yaml");
    let canon = load_canon("canon", &fs::read_to_string(path).unwrap()).unwrap();
    let outcome = run(&canon, &Profiles::built_in(), Settings { seed: 3, mutations: 32 });
    for (layout, tally) in &outcome.clean {
        let all: usize = tally.rules.values().map(|s| s.false_alarms).sum();
        assert_eq!((tally.loud, all), (0, 0), "{}: {:?}", layout.name(), tally.failures);
    }
    let scores = outcome.combined.rules.values();
    let (planted, found) = scores.fold((0, 0), |(p, f), s| (p + s.planted, f + s.found));
    assert!(planted > 100 && found * 100 >= planted * 97, "{found} of {planted}: {:?}", outcome.combined.failures);
    assert!(outcome.paraphrases.rules.get(&Rule::Typo).is_none_or(|s| s.false_alarms == 0));
}
