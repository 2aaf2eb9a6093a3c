//! What is proposed for a framework that nobody knows, and what a build makes of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{
    BuildInput, Built, Candidate, Decisions, Here, Input, Problem, Profiles, Proposal, SourceConfig, add_profile,
    build, config, extract, propose,
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
    let (decisions, others) = (Decisions::default(), Vec::new());
    build(BuildInput {
        config: &config,
        profiles: &profiles,
        inputs,
        previous: None,
        others: &others,
        decisions: &decisions,
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

#[test]
fn a_profile_says_which_names_are_parts_of_a_competency() {
    let profile = proposal("light.md", LIGHTHOUSE).profile.unwrap();
    let start = profile.find("clusters:").unwrap();
    let end = profile.find("levels:").unwrap();
    let parts = "clusters:\n  - competencies:\n      - id: lamp\n        name: Tending the lamp\n        \
                 sub_competencies:\n          - id: trimming\n            name: Trimming\n          - id: winding\n            name: Winding\n";
    let canon =
        built("light.md", LIGHTHOUSE, &format!("{}{parts}{}", &profile[..start], &profile[end..])).unwrap().canon;
    let routes: Vec<(Option<String>, Option<String>)> =
        canon.units().into_iter().map(|u| (u.route.competency, u.route.sub_competency)).collect();
    assert_eq!(routes.len(), 6);
    assert!(routes.iter().all(|(competency, sub)| competency.as_deref() == Some("Tending the lamp") && sub.is_some()));
}

#[test]
fn a_canon_without_a_statement_is_a_problem() {
    let profile = proposal("light.md", LIGHTHOUSE).profile.unwrap();
    let other = profile.replace("name: Trimming", "name: Baking").replace("name: Winding", "name: Selling");
    let built = built("light.md", LIGHTHOUSE, &other).unwrap();
    assert!(built.problems.iter().any(|p| p.what.contains("no source prints a statement")), "{:?}", built.problems);
}
