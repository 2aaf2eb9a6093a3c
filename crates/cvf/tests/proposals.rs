//! What is proposed for a framework that nobody knows, and what a build makes of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{
    BuildInput, Built, Candidate, Decision, Decisions, Here, Input, Problem, Profiles, Proposal, Prose, SourceConfig,
    Target, add_profile, build, config, extract, propose,
};

/// Two languages, levels in words, no dress at all; the title is told by its year alone.
const GARDEN: &str = "\
Kompetenzrahmen Baumschule 2024

Pflanzen pflegen

Grundstufe
- Ich gieße junge Bäume jeden Abend.
- Ich erkenne Blattläuse an den Trieben.

Meisterstufe
- Ich leite Lehrlinge beim Veredeln an.

Kunden beraten

Grundstufe
- Ich höre Kunden zu, bevor ich antworte.

Meisterstufe
- Ich löse Beschwerden ohne Streit.
- Ich entwerfe Gärten nach Wünschen der Kunden.
";

const LIGHTHOUSE: &str = "\
# Lighthouse Keeping Standard 2023

## Tending the lamp

### Trimming

#### Novice

- Trims the wick before dusk.
- Wipes soot from the glass each morning.

#### Adept

- Judges the flame by its colour.

### Winding

#### Novice

- Winds the clockwork every four hours.

#### Adept

- Repairs a stripped gear from spares.
- Logs every stoppage with its cause.
";

fn proposal(path: &str, text: &str) -> Proposal {
    let witness = extract(path, text.as_bytes(), &Profiles::built_in()).unwrap().extraction.witness;
    propose(&[Candidate { path: path.to_owned(), witness }], &Profiles::built_in()).unwrap()
}

fn built(path: &str, text: &str, profile: &str) -> Result<Built, Problem> {
    decided(path, text, profile, &Decisions::default())
}

fn decided(path: &str, text: &str, profile: &str, decisions: &Decisions) -> Result<Built, Problem> {
    let mut profiles = Profiles::built_in();
    add_profile(&mut profiles, "profile.yaml", profile)?;
    let edition = profiles.editions[0].clone();
    let settings = format!(
        "framework: {}\nedition: \"{}\"\nsources:\n  - id: one\n    path: {path}\n",
        edition.framework, edition.edition
    );
    let config = config("cvf.yaml", &settings)?;
    let source = SourceConfig { id: "one".to_owned(), path: path.to_owned(), rank: 1, ..SourceConfig::default() };
    let inputs = vec![Input { config: source, bytes: Ok(text.as_bytes().to_vec()) }];
    let others = Vec::new();
    build(BuildInput {
        config: &config,
        profiles: &profiles,
        inputs,
        previous: None,
        others: &others,
        decisions,
        documents: Here::PLAIN,
    })
}

#[test]
fn a_title_without_dress_is_no_cluster() {
    let proposal = proposal("garden.txt", GARDEN);
    assert_eq!((proposal.name.as_str(), proposal.edition.as_str()), ("Kompetenzrahmen Baumschule", "2024"));
    assert!(proposal.found.contains("2 competencies, levels Grundstufe, Meisterstufe"), "{}", proposal.found);
    let canon = built("garden.txt", GARDEN, &proposal.profile.unwrap()).unwrap().canon;
    assert_eq!(canon.units().len(), 6);
    assert!(canon.units().iter().all(|u| u.route.cluster.is_none()));
}

/// The lighthouse's profile, in which two names are parts of a competency.
fn with_parts() -> String {
    let profile = proposal("light.md", LIGHTHOUSE).profile.unwrap();
    let start = profile.find("clusters:").unwrap();
    let end = profile.find("levels:").unwrap();
    let parts = "clusters:\n  - competencies:\n      - id: lamp\n        name: Tending the lamp\n        \
                 sub_competencies:\n          - id: trimming\n            name: Trimming\n          - id: winding\n            name: Winding\n";
    format!("{}{parts}{}", &profile[..start], &profile[end..])
}

#[test]
fn a_profile_says_which_names_are_parts_of_a_competency() {
    let canon = built("light.md", LIGHTHOUSE, &with_parts()).unwrap().canon;
    let routes: Vec<(Option<String>, Option<String>)> =
        canon.units().into_iter().map(|u| (u.route.competency, u.route.sub_competency)).collect();
    assert_eq!(routes.len(), 6);
    assert!(routes.iter().all(|(competency, sub)| competency.as_deref() == Some("Tending the lamp") && sub.is_some()));
}

/// A decision that a statement of the lighthouse belongs elsewhere.
fn belongs_to(competency: &str, sub: Option<&str>, level: &str) -> Decisions {
    let target = Target {
        competency: competency.to_owned(),
        sub_competency: sub.map(str::to_owned),
        level: Some(level.to_owned()),
    };
    let decision = Decision {
        place: "trimming.novice.2".to_owned(),
        was: Prose::new("Wipes soot from the glass each morning."),
        belongs_to: Some(target),
        ..Decision::default()
    };
    Decisions { decisions: vec![decision], ..Decisions::default() }
}

#[test]
fn a_statement_can_belong_to_a_sub_competency() {
    for sub in ["winding", "Winding"] {
        let built = decided("light.md", LIGHTHOUSE, &with_parts(), &belongs_to("lamp", Some(sub), "Adept")).unwrap();
        let unit = built.canon.units().into_iter().find(|u| u.text.starts_with("Wipes soot")).unwrap();
        let route =
            (unit.route.competency.as_deref(), unit.route.sub_competency.as_deref(), unit.route.level.as_deref());
        assert_eq!(route, (Some("Tending the lamp"), Some("Winding"), Some("Adept")), "{:?}", built.apparatus.stale);
    }
}

#[test]
fn a_statement_belongs_to_nothing_that_is_not_there() {
    for (competency, sub, level, why) in [
        ("lamb", None, "Adept", "no competency `lamb`"),
        ("lamp", Some("wending"), "Adept", "`lamp` has no sub-competency `wending`"),
        ("lamp", Some("winding"), "Master", "no level `Master`; its levels are Novice, Adept"),
    ] {
        let built = decided("light.md", LIGHTHOUSE, &with_parts(), &belongs_to(competency, sub, level)).unwrap();
        assert!(built.apparatus.stale.iter().any(|s| s.contains(why)), "{why}: {:?}", built.apparatus.stale);
        let unit = built.canon.units().into_iter().find(|u| u.text.starts_with("Wipes soot")).unwrap();
        assert_eq!(unit.route.sub_competency.as_deref(), Some("Trimming"));
    }
}

#[test]
fn a_canon_without_a_statement_is_a_problem() {
    let profile = proposal("light.md", LIGHTHOUSE).profile.unwrap();
    let other = profile.replace("name: Trimming", "name: Baking").replace("name: Winding", "name: Selling");
    let built = built("light.md", LIGHTHOUSE, &other).unwrap();
    assert!(built.problems.iter().any(|p| p.what.contains("no source prints a statement")), "{:?}", built.problems);
}
