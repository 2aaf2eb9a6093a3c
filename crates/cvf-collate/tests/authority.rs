//! Laws of authority: what a source of lower rank, or an unrelated one, cannot do.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf_collate::{Collation, Gaps, Settings, Source, collate};
use cvf_framework::{
    CanonUnit, Kind, LevelProfile, NamedNode, Profile, ProfileCluster, Profiles, Route, Unit, Witness,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Read once: every case needs them.
static PROFILES: LazyLock<Profiles> = LazyLock::new(Profiles::built_in);

/// A framework of two competencies with two levels each.
fn edition() -> Profile {
    let node = |id: &str, name: &str| NamedNode { id: id.to_owned(), name: name.to_owned(), ..NamedNode::default() };
    let level = |label: &str| LevelProfile { label: label.to_owned(), aliases: Vec::new() };
    Profile {
        framework: "guild".to_owned(),
        edition: "1".to_owned(),
        name: "Guild framework".to_owned(),
        clusters: vec![ProfileCluster {
            id: None,
            name: None,
            aliases: Vec::new(),
            competencies: vec![node("dough", "Kneading dough"), node("ovens", "Minding ovens")],
        }],
        values: Vec::new(),
        levels: vec![level("Apprentice"), level("Master")],
        sub_competencies: false,
    }
}

const PARTS: [(&str, &str); 4] = [
    ("Kneading dough", "Apprentice"),
    ("Kneading dough", "Master"),
    ("Minding ovens", "Apprentice"),
    ("Minding ovens", "Master"),
];

const TEXTS: [[&str; 3]; 4] = [
    [
        "I weigh flour and water to the gram.",
        "I knead until the dough springs back.",
        "I keep long-term notes on my starter.",
    ],
    [
        "I teach others how a dough should feel.",
        "I choose flours for the season's bread.",
        "I answer for the whole batch.",
    ],
    [
        "I light the ovens an hour before work.",
        "I turn the loaves once, and only once.",
        "I sweep the hearth when I leave.",
    ],
    [
        "I plan the firing of all ovens for the week.",
        "I know each oven's cold corner.",
        "I decide when an oven needs the mason.",
    ],
];

fn unit(part: usize, text: &str) -> Unit {
    let (competency, level) = PARTS[part];
    let route = Route { competency: Some(competency.to_owned()), level: Some(level.to_owned()), ..Route::default() };
    Unit::item(Kind::Indicator, route, 1, text.to_owned())
}

fn source(id: &str, rank: u32, units: Vec<Unit>) -> Source {
    let witness = Witness { source: format!("{id}.txt"), units, ..Witness::default() };
    Source { id: id.to_owned(), publisher: None, rank, role: None, witness }
}

/// One statement in one of the ways in which sources print it.
fn printed(part: usize, text: &str, way: usize) -> Option<Unit> {
    let text = match way {
        0..=3 => text.to_owned(),
        4 => text.replace('-', " "),
        5 => text.trim_end_matches('.').to_owned(),
        6 => text.replace(" the ", " a "),
        7 => text.replacen("I ", "", 1),
        _ => return None,
    };
    Some(unit(part, &text))
}

fn copy(id: &str, rank: u32, ways: &[usize]) -> Source {
    let all = TEXTS.iter().enumerate().flat_map(|(part, texts)| texts.iter().map(move |t| (part, *t)));
    let units = all.zip(ways).filter_map(|((part, text), way)| printed(part, text, *way)).collect();
    source(id, rank, units)
}

fn made(sources: &[Source]) -> Collation {
    collate(sources, Settings::new(&edition(), &PROFILES))
}

fn national(made: &Collation) -> Vec<CanonUnit> {
    made.canon.units().into_iter().filter(|u| u.framework == "guild").collect()
}

/// The national text as text, without what the new source alone prints.
fn framework(made: &Collation) -> String {
    serde_json::to_string(&made.canon.framework.clusters).unwrap()
}

/// Statements that look like others, and statements of its own.
fn anything() -> impl Strategy<Value = Vec<(usize, String)>> {
    let word = prop::sample::select(vec![
        "I", "the", "ovens", "dough", "flask", "of", "tea", "never", "long", "-", "term", "form", "from", ",", "’",
        "x9y",
    ]);
    let own = prop::collection::vec(word, 1..12).prop_map(|words| format!("I alone say {}.", words.join(" ")));
    // A reading that nobody else has: a word of its own is in it.
    let changed = (0..12_usize, 0..6_usize).prop_map(|(which, how)| {
        let text = TEXTS[which / 3][which % 3];
        match how {
            0 => format!("{text} Nobody else says zanzibar."),
            1 => text.replacen(' ', " zanzibar ", 1),
            2 => text.replace("I ", "We zanzibar "),
            3 => text.split(' ').map(|w| format!("{w}zz")).collect::<Vec<_>>().join(" "),
            4 => format!("zanzibar {text}"),
            _ => text.chars().rev().collect(),
        }
    });
    let text = prop_oneof![own, changed];
    prop::collection::vec((0..4_usize, text), 1..15)
}

/// Statements of a framework that is not the edition's: three competencies, two of them with names
/// that other frameworks may have too, and texts that are like those of others.
fn own_framework() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let word = prop::sample::select(vec![
        "I",
        "we",
        "moor",
        "the",
        "ovens",
        "ship",
        "long-term",
        "long",
        "term",
        "never",
        "rope",
        "loaves",
        "ward,",
    ]);
    let own = prop::collection::vec(word, 3..10).prop_map(|words| words.join(" "));
    let text = prop_oneof![own, (0..12_usize).prop_map(|which| TEXTS[which / 3][which % 3].to_owned())];
    prop::collection::vec((0..3_usize, 1..4_usize, text), 1..12)
}

/// A source with a framework of its own.
fn own(id: &str, rank: u32, statements: &[(usize, usize, String)]) -> Source {
    let statement = |(competency, level, text): &(usize, usize, String)| {
        let name =
            ["Piloting ships".to_owned(), "Knots".to_owned(), format!("What the {id} asks")][*competency].clone();
        let route = Route { competency: Some(name), level: Some(level.to_string()), ..Route::default() };
        Unit { route, ..unit(0, text) }
    };
    source(id, rank, statements.iter().map(statement).collect())
}

/// Collated over the canon of an earlier build.
fn made_after(sources: &[Source], earlier: &Collation) -> Collation {
    let edition = edition();
    collate(sources, Settings { previous: Some(&earlier.canon), ..Settings::new(&edition, &PROFILES) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn a_lower_source_that_nobody_supports_changes_no_byte(
        ways in prop::collection::vec(prop::collection::vec(0..9_usize, 12), 1..4),
        ranks in prop::collection::vec(1..4_u32, 3),
        planted in anything(),
    ) {
        let sources: Vec<Source> =
            ways.iter().enumerate().map(|(i, w)| copy(&format!("s{i}"), ranks[i], w)).collect();
        let before = made(&sources);
        let units = planted.iter().map(|(part, text)| unit(*part, text)).collect();
        let mut more = sources.clone();
        more.push(source("planted", 5, units));
        let after = made(&more);
        // The statements of parts that the others print; the rest is asked about, not entered.
        prop_assert_eq!(framework(&before), framework(&after));
    }

    #[test]
    fn a_lower_source_takes_nothing_away(
        ways in prop::collection::vec(prop::collection::vec(0..4_usize, 12), 2..4),
        kept in prop::collection::vec(prop::bool::ANY, 12),
    ) {
        let sources: Vec<Source> = ways.iter().enumerate().map(|(i, w)| copy(&format!("s{i}"), 1, w)).collect();
        let few: Vec<usize> = kept.iter().map(|is| if *is { 0 } else { 8 }).collect();
        let mut more = sources.clone();
        more.push(copy("leaflet", 5, &few));
        prop_assert_eq!(framework(&made(&sources)), framework(&made(&more)));
    }

    #[test]
    fn an_unrelated_source_changes_nothing_else(
        ways in prop::collection::vec(prop::collection::vec(0..9_usize, 12), 1..3),
        harbour in own_framework(),
        stable in own_framework(),
        unrelated in own_framework(),
        ranks in prop::collection::vec(1..6_u32, 3),
    ) {
        let mut sources: Vec<Source> = ways.iter().enumerate().map(|(i, w)| copy(&format!("s{i}"), 2, w)).collect();
        sources.push(own("harbour", ranks[0], &harbour));
        sources.push(own("stable", ranks[1], &stable));
        let mut more = sources.clone();
        more.push(own("unrelated", ranks[2], &unrelated));
        let before = made(&sources);
        let with = made_after(&more, &before);
        let without = made_after(&sources, &with);
        for after in [&made(&more), &with, &without] {
            prop_assert_eq!(framework(&before), framework(after));
            for adaptation in &before.canon.adaptations {
                let now = after.canon.adaptations.iter().find(|a| a.id == adaptation.id);
                prop_assert_eq!(Some(adaptation), now);
            }
        }
        prop_assert_eq!(&before.canon.adaptations, &without.canon.adaptations);
        prop_assert_eq!(before.apparatus.questions, without.apparatus.questions);
    }
}

#[test]
fn what_a_lower_source_has_of_its_own_is_its_adaptation() {
    let own = "I turn up with a flask of tea.";
    let sources = [
        copy("a", 1, &[0; 12]),
        copy("b", 1, &[0; 12]),
        source("leaflet", 5, vec![unit(0, TEXTS[0][0]), unit(0, own)]),
    ];
    let made = made(&sources);
    assert_eq!(national(&made).len(), 12);
    let adaptation = &made.canon.adaptations[0];
    assert_eq!(adaptation.id, "leaflet");
    assert_eq!(made.apparatus.left_out.len(), 1);
    assert_eq!(made.apparatus.left_out[0].place, "leaflet.dough.apprentice.1");
    assert_eq!(made.apparatus.left_out[0].lacking, ["a", "b"]);
    assert!(made.apparatus.questions.is_empty());
}

#[test]
fn equal_ranks_are_an_open_question() {
    let mut with = copy("a", 1, &[0; 12]);
    with.witness.units.insert(1, unit(0, "I turn up with a flask of tea."));
    let made = made(&[with, copy("b", 1, &[0; 12])]);
    assert_eq!(made.apparatus.questions.len(), 1);
    assert_eq!(made.apparatus.questions[0].about, "presence");
}

#[test]
fn a_part_that_one_lower_source_prints_is_asked_about_filled_or_left() {
    let most = [0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8];
    let sources = [
        copy("a", 1, &most),
        copy("b", 1, &most),
        source("leaflet", 5, vec![unit(3, "I know each oven's cold corner.")]),
    ];
    let profiles = Profiles::built_in();
    let edition = edition();
    let with = |gaps: Gaps| collate(&sources, Settings { gaps, ..Settings::new(&edition, &profiles) });
    let ask = with(Gaps::Ask);
    assert_eq!((national(&ask).len(), ask.apparatus.questions.len()), (9, 1));
    assert_eq!(ask.apparatus.questions[0].about, "gap");
    assert_eq!(ask.canon.framework.gaps[0].competency, "ovens");
    let fill = with(Gaps::Fill);
    assert_eq!((national(&fill).len(), fill.apparatus.questions.len()), (10, 0));
    assert!(serde_json::to_string(&fill.apparatus.places).unwrap().contains("\"presence\":\"sole\""));
    let leave = with(Gaps::Leave);
    assert_eq!((national(&leave).len(), leave.apparatus.questions.len()), (9, 0));
    assert_eq!(leave.apparatus.left_out.len(), 1);
}
