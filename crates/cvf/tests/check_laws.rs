//! Laws of checking, and which test proves which.
//!
//! | law | tests |
//! | --- | --- |
//! | a copy that is the canon has no findings, in any layout | `clean_copies_are_clean_and_faults_are_found` of `cvf-selftest`, `a_copy_that_is_the_canon_has_no_findings` of `laws` |
//! | the order of witnesses changes nothing | `the_order_of_sources_changes_no_byte` of `builds` |
//! | the order of copies changes nothing | `the_order_of_copies_changes_nothing`, `words_of_sister_copies_count_in_any_order` |
//! | the order of files changes nothing | `the_order_of_files_changes_no_byte` of the command's tests |
//! | the other way round missing is extra, and split is merged | `the_other_way_round_missing_is_extra_and_split_is_merged`, `swapped_roles_swap_missing_and_extra` |
//! | an excused difference is never graver, and no other finding changes | `an_excused_difference_is_named_and_never_graver`, `no_guideline_makes_a_finding_graver` |
//! | a difference is a patch | `patches` |

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{
    Canon, CheckSettings, CopyReport, Finding, GUIDELINES, Profiles, Rule, Witness, check, check_with, load_canon,
    witness,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn canon() -> Canon {
    load_canon("canon", &fs::read_to_string(root().join("output/framework.yaml")).unwrap()).unwrap()
}

fn source(case: &str) -> Witness {
    let text = fs::read_to_string(root().join(format!("fixtures/{case}/source.txt"))).unwrap();
    witness(case, text.as_bytes(), &Profiles::built_in(), &cvf::Attested::none()).unwrap().extraction.witness
}

fn page(text: &str) -> Witness {
    witness("page", text.as_bytes(), &Profiles::built_in(), &cvf::Attested::none()).unwrap().extraction.witness
}

fn findings(canon: &Canon, copy: &Witness, guidelines: &[String]) -> CopyReport {
    let settings = CheckSettings { guidelines, ..CheckSettings::default() };
    let (report, _) = check_with(canon, std::slice::from_ref(copy), settings, &Profiles::built_in()).unwrap();
    report.copies.into_iter().next().unwrap()
}

#[test]
fn the_order_of_copies_changes_nothing() {
    let (canon, profiles) = (canon(), Profiles::built_in());
    let cases = ["six-column-map", "national-page", "chief-officers"].map(source);
    let (there, _) = check(&canon, &cases, &[], &profiles).unwrap();
    let mut turned = cases.clone();
    turned.reverse();
    let (mut back, _) = check(&canon, &turned, &[], &profiles).unwrap();
    back.copies.reverse();
    assert_eq!(there, back);
}

#[test]
fn words_of_sister_copies_count_in_any_order() {
    let head = "We are collaborative\n\nLevel 1\n\n- I listen to others and act on what they say.\n- I share what I know with people who need it.\n- I ask for help early when a task outgrows me.\n";
    let canon = cvf::witness_as_canon(&page(head), &Profiles::built_in());
    let own = |text: &str| page(&format!("{head}- {text}\n"));
    let copies = [
        own("I lock the equipmnet away at the end of a shift."),
        own("I teach the haircutty to people who are new to it."),
        own("I practise the haircutty once a week with the others."),
    ];
    let slips = |copies: &[Witness]| -> BTreeSet<String> {
        let (report, _) = check(&canon, copies, &[], &Profiles::built_in()).unwrap();
        let all = report.copies.iter().flat_map(|c| &c.findings).filter(|f| f.rule == Rule::Typo);
        all.map(|f| format!("{} for {}", f.changes[0].found, f.changes[0].expected)).collect()
    };
    let alone = BTreeSet::from(["equipmnet for equipment".to_owned()]);
    assert_eq!(slips(&copies), alone);
    let [a, b, c] = copies;
    assert_eq!(slips(&[c, b, a]), alone);
}

#[test]
fn a_slip_in_a_text_of_the_copy_s_own_is_found_with_a_suggestion() {
    let head = "We are collaborative\n\nLevel 1\n\n- I listen to others and act on what they say.\n- I share what I know with people who need it.\n";
    let rest = "- I ask for help early when a task outgrows me.\n- I write notes that others can use without me.\n";
    let canon = cvf::witness_as_canon(&page(&format!("{head}{rest}")), &Profiles::built_in());
    let copy = format!(
        "{head}- I keep a reccord of the inno0vative wellbeing work that the NPCC and the people of Haringey asked us to comission last year and the year before it.\n{rest}"
    );
    let found = findings(&canon, &page(&copy), &[]).findings;
    let typos: Vec<_> = found.iter().filter(|f| f.rule == Rule::Typo).collect();
    let said: Vec<String> =
        typos.iter().flat_map(|f| &f.changes).map(|c| format!("{} for {}", c.found, c.expected)).collect();
    assert_eq!(said, ["reccord for record", "inno0vative for innovative", "comission for commission"]);
    assert!(typos.iter().all(|f| f.severity == cvf::Severity::Warning && f.indicator.is_none()));
}

#[test]
fn an_excused_difference_is_named_and_never_graver() {
    let (canon, copy) = (canon(), source("six-column-map"));
    let plain = findings(&canon, &copy, &[]);
    let excused = findings(&canon, &copy, &["H1".to_owned()]);
    let hyphens = |r: &CopyReport| r.findings.iter().filter(|f| f.aspect.as_deref() == Some("hyphen")).count();
    assert!(hyphens(&plain) > 0);
    assert_eq!(hyphens(&excused), 0);
    assert!(excused.excused["H1"] >= hyphens(&plain));
    let kept: Vec<&Finding> = plain.findings.iter().filter(|f| f.aspect.as_deref() != Some("hyphen")).collect();
    for (before, after) in kept.into_iter().zip(&excused.findings) {
        assert!(after.severity <= before.severity && after.rule == before.rule);
    }
}

#[test]
fn the_other_way_round_missing_is_extra_and_split_is_merged() {
    let profiles = Profiles::built_in();
    let head = "We are collaborative\n\nLevel 1\n\n";
    let tea = "- I keep the tea warm for every meeting that we hold here.\n";
    let rest = "- I listen to others and act on what they say.\n- I share what I know with people who need it.\n- I ask for help early when a task outgrows me.\n- I write notes that others can use without me.\n- I return what I borrow on the day I promised.\n";
    let whole = "- I plan my week on Monday, leaving room for the unexpected.\n";
    let parts = "- I plan my week on Monday,\n- leaving room for the unexpected.\n";
    let rules = |old: &str, new: &str| -> Vec<Rule> {
        let canon = cvf::witness_as_canon(&page(&format!("{head}{old}")), &profiles);
        findings(&canon, &page(&format!("{head}{new}")), &[]).findings.iter().map(|f| f.rule).collect()
    };
    let (with, without) = (format!("{rest}{tea}"), rest.to_owned());
    assert_eq!(rules(&with, &without), [Rule::Missing]);
    assert_eq!(rules(&without, &with), [Rule::Extra]);
    let (one, two) = (format!("{whole}{rest}"), format!("{parts}{rest}"));
    assert_eq!(rules(&one, &two), [Rule::Split]);
    assert_eq!(rules(&two, &one), [Rule::Merged]);
}

#[test]
fn names_of_another_edition_over_the_canons_text_are_headings() {
    let text = fs::read_to_string(root().join("fixtures/national-page/source.txt")).unwrap();
    let renamed = text
        .replace("We are collaborative", "We collaborate")
        .replace("We deliver, support and inspire", "We support and inspire");
    let report = findings(&canon(), &page(&renamed), &[]);
    assert_eq!(report.edition.as_deref(), Some("2016"));
    let rules: Vec<Rule> = report.findings.iter().map(|f| f.rule).collect();
    assert!(rules.iter().all(|r| matches!(r, Rule::Heading | Rule::Typo)), "{rules:?}");
    assert_eq!(rules.iter().filter(|r| **r == Rule::Heading).count(), 2);
}

#[test]
fn text_of_another_edition_is_one_finding() {
    let lists = [
        (
            "We are emotionally aware",
            ["I notice moods in the room.", "I pause before replying in anger.", "I thank people for candour."],
        ),
        ("We take ownership", ["I finish whatever I begin.", "I say sorry promptly.", "I chase answers for callers."]),
        (
            "We collaborate",
            ["I invite neighbours to planning days.", "I lend tools between stations.", "I credit partners in public."],
        ),
    ];
    let text: String = lists
        .iter()
        .map(|(name, items)| format!("{name}\n\nLevel 1\n\n{}\n", items.map(|i| format!("- {i}\n")).concat()))
        .collect();
    let rules: Vec<Rule> = findings(&canon(), &page(&text), &[]).findings.iter().map(|f| f.rule).collect();
    assert_eq!(rules, [Rule::Edition]);
}

#[test]
fn a_framework_in_a_long_report_is_checked_without_extras() {
    let national = fs::read_to_string(root().join("fixtures/national-page/source.txt")).unwrap();
    let national = national.replace("• am open", "• I am open").replace("• \u{a0}ensure", "• I ensure");
    let filler = |n: usize| {
        format!(
            "Section {n}\n\nThe committee met in spring and looked at how stations keep their stores, vehicles and rotas. It heard from {n} people and wrote to each of them.\n\n- Stores are counted twice a year.\n- Vehicles are washed on Fridays.\n\n"
        )
    };
    let long: String = (1..120).map(filler).collect();
    let report = findings(&canon(), &page(&format!("{long}{national}\n\nAppendix\n\n{long}")), &[]);
    let loud = report.findings.iter().filter(|f| f.severity > cvf::Severity::Note).count();
    assert!(loud <= 1, "{:?}", report.findings.iter().map(|f| (f.rule, &f.found)).collect::<Vec<_>>());
}

#[test]
fn no_guideline_makes_a_finding_graver() {
    let canon = canon();
    for case in ["six-column-map", "national-page", "chief-officers", "recruitment-page"] {
        let copy = source(case);
        let plain = findings(&canon, &copy, &GUIDELINES.map(|g| format!("-{}", g.id)));
        for guideline in GUIDELINES {
            let switches =
                GUIDELINES.map(|g| if g.id == guideline.id { g.id.to_owned() } else { format!("-{}", g.id) });
            let excused = findings(&canon, &copy, &switches);
            let number: usize = excused.excused.values().sum();
            assert!(excused.findings.len() + number >= plain.findings.len(), "{case} {}", guideline.id);
            for finding in &excused.findings {
                let before =
                    plain.findings.iter().filter(|f| f.rule == finding.rule && f.indicator == finding.indicator);
                assert!(before.map(|f| f.severity).max() >= Some(finding.severity), "{case} {}", guideline.id);
            }
        }
    }
}

const STATEMENTS: [&str; 9] = [
    "I listen to neighbours before I promise anything.",
    "I share my notes with whoever takes over.",
    "I ask for help early when a task outgrows me.",
    "I return borrowed tools on the day agreed.",
    "I plan rotas so that nobody works alone.",
    "I thank people in front of their friends.",
    "I check figures twice and say where they came from.",
    "I teach newcomers the shortcuts that took me years.",
    "I close doors quietly during evening meetings.",
];

fn list(left_out: &[usize]) -> Witness {
    let items = STATEMENTS.iter().enumerate().filter(|(i, _)| !left_out.contains(i));
    page(&format!("We are collaborative\n\nLevel 1\n\n{}", items.map(|(_, s)| format!("- {s}\n")).collect::<String>()))
}

/// Texts that a copy lacks and texts that only the copy has.
fn lacking_and_own(old: &Witness, new: &Witness) -> [BTreeSet<String>; 2] {
    let canon = cvf::witness_as_canon(old, &Profiles::built_in());
    let all = findings(&canon, new, &[]).findings;
    assert!(all.iter().all(|f| matches!(f.rule, Rule::Missing | Rule::Extra)), "{all:?}");
    let texts = |text: fn(&Finding) -> Option<String>| all.iter().filter_map(text).collect();
    [
        texts(|f| f.expected.clone().filter(|_| f.rule == Rule::Missing)),
        texts(|f| f.found.clone().filter(|_| f.rule == Rule::Extra)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn swapped_roles_swap_missing_and_extra(
        ours in proptest::collection::btree_set(0..STATEMENTS.len(), 0..3),
        theirs in proptest::collection::btree_set(0..STATEMENTS.len(), 0..3),
    ) {
        let copy = |without: &BTreeSet<usize>| list(&without.iter().copied().collect::<Vec<_>>());
        let (old, new) = (copy(&ours), copy(&theirs));
        let [missing, extra] = lacking_and_own(&old, &new);
        let [lost, added] = lacking_and_own(&new, &old);
        prop_assert_eq!(&missing, &added);
        prop_assert_eq!(&extra, &lost);
        let only = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| -> BTreeSet<String> {
            b.difference(a).map(|&i| STATEMENTS[i].to_owned()).collect()
        };
        prop_assert_eq!(&missing, &only(&ours, &theirs));
        prop_assert_eq!(&extra, &only(&theirs, &ours));
    }
}
