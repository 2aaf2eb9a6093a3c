//! A build: its files are current, its order does not matter, its ids stay.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{BuildInput, Built, Canon, Config, Decisions, Here, Input, Profiles, SourceConfig, build, config, decisions};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn project() -> (Config, Decisions) {
    let config = config("cvf.yaml", &read("cvf.yaml")).unwrap();
    (config, decisions("decisions.yaml", &read("decisions.yaml")).unwrap())
}

fn inputs(config: &Config) -> Vec<Input> {
    let open = |s: &SourceConfig| Input { config: s.clone(), bytes: Ok(fs::read(root().join(&s.path)).unwrap()) };
    config.sources.iter().map(open).collect()
}

fn run(inputs: Vec<Input>, previous: Option<&Canon>, decisions: &Decisions) -> Built {
    let config = project().0;
    let profiles = Profiles::built_in();
    build(BuildInput {
        config: &config,
        profiles: &profiles,
        inputs,
        previous,
        others: &[],
        decisions,
        documents: Here::PLAIN,
    })
    .unwrap()
}

fn source(id: &str, text: &str) -> Input {
    let config = SourceConfig { id: id.to_owned(), path: format!("{id}.txt"), rank: 50, ..SourceConfig::default() };
    Input { config, bytes: Ok(text.as_bytes().to_vec()) }
}

fn text_of(canon: &Canon, id: &str) -> Option<String> {
    canon.units().into_iter().find(|u| u.id == id).map(|u| u.text)
}

#[test]
fn the_committed_output_is_current_and_complete() {
    let (config, decisions) = project();
    let built = run(inputs(&config), None, &decisions);
    assert_eq!(built.problems, []);
    for (file, text) in &built.files {
        assert!(*text == read(&format!("output/{file}")), "output/{file} is not what a build gives: run `cvf build`");
    }
    let again = run(inputs(&config), Some(&built.canon), &decisions);
    assert!(again.files == built.files, "a second build changes something");
}

#[test]
fn the_order_of_sources_changes_no_byte() {
    let (config, decisions) = project();
    let first = run(inputs(&config), None, &decisions).files;
    for turn in 1..config.sources.len() {
        let mut turned = inputs(&config);
        turned.rotate_left(turn);
        assert!(run(turned, None, &decisions).files == first, "turned by {turn}");
    }
    let mut reversed = inputs(&config);
    reversed.reverse();
    assert!(run(reversed, None, &decisions).files == first, "reversed");
}

#[test]
fn a_sixth_source_needs_no_code() {
    let (config, decisions) = project();
    let before = run(inputs(&config), None, &decisions).canon;
    let sixth = "We take ownership\n\nLevel 1\n\n1. I actively identify and respond to problems.\n2. I admit if I have made a mistake and take action to rectify this.\n";
    let mut all = inputs(&config);
    all.push(source("sixth", sixth));
    let built = run(all, Some(&before), &decisions);
    // It alone prints the level, and others rank above it: that is a question, and no line of the canon.
    assert_eq!(text_of(&built.canon, "take-ownership.1.1"), None);
    let asks = |text: &str| built.apparatus.questions.iter().any(|q| q.about == "gap" && q.text.as_str() == text);
    assert!(asks("I actively identify and respond to problems."));
    for unit in before.units() {
        assert_eq!(text_of(&built.canon, &unit.id), Some(unit.text), "{}", unit.id);
    }
}

#[test]
fn a_framework_of_its_own_becomes_an_adaptation() {
    let (config, decisions) = project();
    let mut all = inputs(&config);
    all.push(source("guild", &read("fixtures/baker-guild/source.txt")));
    let built = run(all, None, &decisions);
    assert!(text_of(&built.canon, "guild.kneading-dough.1.2").is_some());
    assert!(built.canon.adaptations.iter().any(|a| a.id == "guild"));
}

fn three(texts: [&str; 3]) -> Vec<Input> {
    let page = |t: &str| format!("We take ownership\n\nLevel 1\n\n{t}\n");
    ["a", "b", "c"].into_iter().zip(texts).map(|(id, t)| source(id, &page(t))).collect()
}

#[test]
fn each_difference_is_voted_on_by_itself() {
    let none = Decisions::default();
    let texts = [
        "- I take a long-term view of the risks in every plan.",
        "- I take a long term view of risks in every plan.",
        "- I take a long-term view of risks in every plan.",
    ];
    let canon = run(three(texts), None, &none).canon;
    assert_eq!(
        text_of(&canon, "take-ownership.1.1").as_deref(),
        Some("I take a long-term view of risks in every plan.")
    );
}

#[test]
fn two_sources_of_one_publisher_are_one_vote() {
    let none = Decisions::default();
    let texts = ["- I own the plans.", "- I own my plans.", "- I own my plans."];
    let mut inputs = three(texts);
    inputs[0].config.rank = 1;
    assert_eq!(
        text_of(&run(inputs.clone(), None, &none).canon, "take-ownership.1.1").as_deref(),
        Some("I own my plans.")
    );
    inputs[1].config.publisher = Some("One Force".to_owned());
    inputs[2].config.publisher = Some("One Force".to_owned());
    let built = run(inputs, None, &none);
    assert_eq!(text_of(&built.canon, "take-ownership.1.1").as_deref(), Some("I own the plans."));
    assert!(built.apparatus.questions.is_empty(), "the rank decides");
}

#[test]
fn equal_votes_of_equal_rank_stay_an_open_question() {
    let none = Decisions::default();
    let texts = ["- I own the plans.", "- I own my plans.", "- I own our plans."];
    let built = run(three(texts), None, &none);
    assert_eq!(built.apparatus.questions.len(), 1);
    assert!(built.files["framework.yaml"].contains("open: true"));
}

#[test]
fn ids_outlive_correction_reordering_and_removal() {
    let none = Decisions::default();
    let one = |text: &str| vec![source("a", &format!("We take ownership\n\nLevel 1\n\n{text}\n"))];
    let first =
        run(one("- I own the plans that I make.\n- I ask for help in time.\n- I keep every promise."), None, &none)
            .canon;
    let second = run(one("- I keep every promise.\n- I own the plans that I made."), Some(&first), &none).canon;
    assert_eq!(text_of(&second, "take-ownership.1.1").as_deref(), Some("I own the plans that I made."));
    assert_eq!(text_of(&second, "take-ownership.1.3").as_deref(), Some("I keep every promise."));
    assert_eq!(second.retired[0].id, "take-ownership.1.2");
    let third = run(one("- I keep every promise.\n- I sweep the yard at night."), Some(&second), &none).canon;
    assert_eq!(
        text_of(&third, "take-ownership.1.4").as_deref(),
        Some("I sweep the yard at night."),
        "no id is used twice"
    );
}

#[test]
fn a_decision_is_kept_and_goes_stale_loudly() {
    let decided = "decisions:\n  - {place: take-ownership.1.1, was: own the plans., reading: I own the plans., reason: r, author: a, date: d}\n";
    let decided = decisions("decisions.yaml", decided).unwrap();
    let one = |text: &str| vec![source("a", &format!("We take ownership\n\nLevel 1\n\n{text}\n"))];
    let built = run(one("- own the plans.\n- I ask.\n- I keep promises.\n- I act.\n- I see."), None, &decided);
    assert_eq!(text_of(&built.canon, "take-ownership.1.1").as_deref(), Some("I own the plans."));
    assert!(built.apparatus.stale.is_empty());
    let stale = run(one("- own the plants.\n- I ask.\n- I keep promises.\n- I act."), Some(&built.canon), &decided);
    assert_eq!(stale.apparatus.stale.len(), 1);
}

#[test]
fn a_slip_of_the_only_witness_is_kept_and_asked_about() {
    let none = Decisions::default();
    let page = "We take ownership\n\nLevel 1\n\n- own the plans.\n- I ask.\n- I keep promises.\n- I act.\n- I see.\n";
    let built = run(vec![source("a", page)], None, &none);
    assert_eq!(text_of(&built.canon, "take-ownership.1.1").as_deref(), Some("own the plans."));
    assert_eq!(built.apparatus.questions[0].proposal.as_ref().unwrap().as_str(), "I own the plans.");
}

#[test]
fn one_bad_source_stops_nothing_and_retires_nothing() {
    let (config, decisions) = project();
    let before = run(inputs(&config), None, &decisions).canon;
    let mut all = inputs(&config);
    let matrix = all.iter_mut().find(|i| i.config.id == "legacy-matrix").unwrap();
    matrix.bytes = Ok(b"\xff\xd8\xff\xe0 not text".to_vec());
    let built = run(all, Some(&before), &decisions);
    assert_eq!(built.problems.len(), 1);
    assert!(built.canon.retired.is_empty());
    assert_eq!(built.report.copies.len(), config.sources.len() - 1);
}
