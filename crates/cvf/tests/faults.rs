//! Single faults planted in a clean copy: each is found once, under its rule, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Profiles, extract, load_canon};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The national page with the two lost opening words put back.
fn clean() -> String {
    let page = fs::read_to_string(root().join("fixtures/national-page/source.txt")).unwrap();
    let page = page.replace("• am open", "• I am open").replace("• \u{a0}ensure", "• I ensure");
    assert!(page.contains("I ensure the efficient") && page.contains("I am open"));
    page
}

fn canon() -> cvf::Canon {
    load_canon("canon", &fs::read_to_string(root().join("output/framework.yaml")).unwrap()).unwrap()
}

/// `rule statement` of each finding, sorted.
fn findings(copy: &str) -> Vec<String> {
    let profiles = Profiles::built_in();
    let canon = canon();
    let witness = extract("copy", copy.as_bytes(), &profiles).unwrap().extraction.witness;
    let (report, _) = cvf::check(&canon, &[witness], &[], &profiles).unwrap();
    let shown = |f: &cvf::Finding| format!("{} {}", f.rule.info().id, f.indicator.as_deref().unwrap_or("-"));
    let mut found: Vec<String> = report.copies[0].findings.iter().map(shown).collect();
    found.sort();
    found
}

/// Replaces `from` by `to` once and expects exactly these findings.
fn planted(from: &str, to: &str, expected: &[&str]) {
    let page = clean();
    assert!(page.contains(from), "{from}");
    assert_eq!(findings(&page.replacen(from, to, 1)), expected, "{from:?} => {to:?}");
}

const NEEDS: &str = "  • I try to anticipate our partners' needs and take action to address these.\n";

#[test]
fn a_clean_copy_has_none() {
    assert!(findings(&clean()).is_empty());
    assert!(findings(&clean().replace("  • ", "")).is_empty(), "without bullets");
    assert!(findings(&clean().replace('\'', "’")).is_empty(), "with other quotes");
    assert!(findings(&clean().replace('\n', "\r\n")).is_empty(), "with other line ends");
}

#[test]
fn slips() {
    for (from, to) in [
        ("cooperatively", "coperatively"),
        ("cooperatively", "cooperattively"),
        ("cooperatively", "cooperativley"),
        ("cooperatively", "co0peratively"),
        ("to get things done", "toget things done"),
        ("cooperatively", "coope ratively"),
        ("I work cooperatively", "work cooperatively"),
    ] {
        planted(from, to, &["typo collaborative.1.1"]);
    }
    planted("communications", "cornmunications", &["typo collaborative.1.6"]);
    planted(
        "Level 3\n\n  • I challenge myself and others to bear in mind",
        "Level 3\n\n  • I challlenge myself and others to bear in mind",
        &["typo deliver-support-inspire.3.1"],
    );
    planted("specific needs and concerns", "specific neds and concerns", &["typo collaborative.1.4"]);
    planted("take action to address", "take action to addres", &["typo collaborative.2.5"]);
}

#[test]
fn other_words() {
    planted("I do not make assumptions", "I do make assumptions", &["wording collaborative.2.6"]);
    planted("We must work together", "We should work together", &["wording collaborative.importance.1"]);
    planted("to take the lead on", "take the lead on", &["wording collaborative.2.4"]);
    planted("specific needs", "very specific needs", &["wording collaborative.1.4"]);
    planted("willingly giving", "gladly giving", &["wording collaborative.1.1"]);
    planted("reduce silo working", "reduce silos", &["wording collaborative.description.3"]);
}

#[test]
fn dress() {
    planted("joined-up", "joined up", &["formatting collaborative.2.2"]);
    planted("approachable, and", "approachable and", &["formatting collaborative.1.2"]);
    planted("I help create", "I Help Create", &["formatting collaborative.2.2"]);
    planted("our partners' needs", "our partner's needs", &["formatting collaborative.2.5"]);
    planted("across organisational and", "across organizational and", &["formatting collaborative.2.2"]);
    planted(
        "Competency : We deliver, support and inspire",
        "Competency : We deliver support & inspire",
        &["heading -"],
    );
}

#[test]
fn structure() {
    planted(NEEDS, "", &["missing collaborative.2.5"]);
    planted(NEEDS, &format!("{NEEDS}{NEEDS}"), &["duplicate collaborative.2.5"]);
    planted(NEEDS, &format!("{NEEDS}  • I keep the tea warm for every meeting.\n"), &["extra -"]);
    planted("rapport.\n  • I treat", "rapport. I treat", &["merged collaborative.1.3"]);
    planted("services. I take", "services.\n  • I take", &["split deliver-support-inspire.1.3"]);
    planted(
        " from meeting its goals, by putting in place contingencies or removing these.",
        " from",
        &["truncated deliver-support-inspire.3.4"],
    );
    planted(
        " but working jointly requires the ability to build relationships and break down barriers.",
        "",
        &["truncated collaborative.importance.2"],
    );
    let moved = clean().replace(NEEDS, "").replace("  • I treat people", &format!("{NEEDS}  • I treat people"));
    assert_eq!(findings(&moved), ["moved collaborative.2.5"]);
    let reworded = moved.replace("try to anticipate", "try to foresee");
    assert_eq!(findings(&reworded), ["moved collaborative.2.5", "wording collaborative.2.5"]);
    let later = clean().replace(NEEDS, "").replace("  • I build commitment", &format!("{NEEDS}  • I build commitment"));
    assert_eq!(findings(&later), ["reordered collaborative.2.5"]);
}

#[test]
fn a_part_is_not_missing_the_rest() {
    let page = clean();
    let (from, to) = (page.find("We are collaborative\n\nLevel 1").unwrap(), page.find("Level 2").unwrap());
    assert!(findings(&page[from..to]).is_empty(), "one level of one competency");
}

#[test]
fn the_revisions_of_a_copy_hold_both_texts() {
    let (canon, profiles) = (canon(), Profiles::built_in());
    let page = clean().replace("cooperatively", "co0peratively").replace(NEEDS, "  • I keep the tea warm.\n");
    let witness = extract("copy", page.as_bytes(), &profiles).unwrap().extraction.witness;
    let (report, _) = cvf::check(&canon, std::slice::from_ref(&witness), &[], &profiles).unwrap();
    let revisions = cvf::revisions(&canon, &report.copies[0], &witness);
    let is_item = |r: &&cvf::report::Revision| r.dress == cvf::report::Dress::Item;
    let of = |side: fn(&cvf::report::Revision) -> Option<String>| -> Vec<String> {
        revisions.iter().filter(is_item).filter_map(side).collect()
    };
    let printed = witness.units.iter().filter(|u| u.kind.is_behaviour()).map(|u| u.text.clone());
    assert_eq!(of(|r| r.copy.clone()), printed.collect::<Vec<_>>(), "accepted, it is the copy");
    let scope = |u: &cvf::Canon| -> Vec<String> {
        let names = ["We are collaborative", "We deliver, support and inspire"];
        let national = u.units().into_iter().filter(|u| u.framework == "cvf" && u.kind.is_behaviour());
        national
            .filter(|u| names.contains(&u.route.competency.as_deref().unwrap_or_default()))
            .map(|u| u.text)
            .collect()
    };
    assert_eq!(of(|r| r.canon.clone()), scope(&canon), "rejected, it is the canon");
    let changed = revisions.iter().filter(is_item).filter(|r| r.canon != r.copy).count();
    assert_eq!(changed, 3, "one is changed, one is gone, one is new");
}

#[test]
fn a_title_says_which_edition_it_is() {
    let page = "Competency and Values Framework 2024\n\nWe are emotionally aware\n\nLevel 1\n\n\
        - I ask how the people around me see a problem before I speak.\n\
        - I notice when a colleague has had a hard shift and make time for them.\n\
        - I stay calm when somebody shouts at me.\n";
    assert_eq!(findings(page), ["edition -"]);
    let other = page.replace("Competency and Values Framework 2024", "Our plan");
    let (canon, profiles) = (canon(), Profiles::built_in());
    let witness = cvf::witness("copy", other.as_bytes(), &profiles, &cvf::Attested::none()).unwrap().extraction.witness;
    let (report, problems) = cvf::check(&canon, &[witness], &[], &profiles).unwrap();
    assert!(report.copies.is_empty() && problems.len() == 1, "another framework is no edition");
}
