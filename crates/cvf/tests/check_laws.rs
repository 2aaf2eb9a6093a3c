//! Laws of checking.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Canon, CheckSettings, CopyReport, Finding, Profiles, Rule, Witness, check, check_with, load_canon, witness};
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
