//! Ten things a maintainer does, one by one: ids stay as a person would expect, and the text
//! difference of `framework.yaml` shows the edit and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{
    BuildInput, Built, Candidate, Canon, Config, Decision, Decisions, Here, Input, NameDecision, Profiles, Prose,
    SourceConfig, Target, build, config, extract, load_canon, propose, take_back_about,
};
use std::collections::BTreeMap;

/// Three sources of one framework: levels in words, one slip in the second.
fn ward(which: usize) -> String {
    let text = "\
Ward Care Framework 2025

Listening to patients

Foundation
- I ask every patient by name how they slept.
- I write down what a patient tells me at once.
- I sit down when I bring bad news.

Intermediate
- I notice what a patient leaves unsaid.
- I explain a treatment in plain words.

Expert
- I teach colleagues to listen before they act.

Keeping the ward safe

Foundation
- I wash my hands before and after each patient.
- I report a wet floor at once.

Intermediate
- I check the drug trolley twice a shift.
- I lead the evening safety round.

Expert
- I change the rota when the ward is tired.
- I review every fall with the whole team.
- I answer for the ward's safety plan.
";
    match which {
        1 => text.replace("a wet floor", "a wet flour"),
        _ => text.to_owned(),
    }
}

/// A project: sources by id, decisions, and the canon of the last build.
#[derive(Clone)]
struct Project {
    config: Config,
    profiles: Profiles,
    texts: BTreeMap<String, String>,
    decisions: Decisions,
    canon: Option<Canon>,
    /// Canons of other editions.
    others: Vec<Canon>,
    /// What the sources say that they follow.
    editions: BTreeMap<String, String>,
}

impl Project {
    /// As `cvf init` proposes it, released.
    fn new() -> Self {
        let texts: BTreeMap<String, String> = (0..3).map(|i| (format!("ward-{i}"), ward(i))).collect();
        let mut profiles = Profiles::built_in();
        let candidate = |(id, text): (&String, &String)| {
            let path = format!("{id}.txt");
            Candidate { witness: extract(&path, text.as_bytes(), &profiles).unwrap().extraction.witness, path }
        };
        let candidates: Vec<Candidate> = texts.iter().map(candidate).collect();
        let proposal = propose(&candidates, &profiles).unwrap();
        profiles.add(proposal.profile.as_ref().unwrap()).unwrap();
        let listed: String = texts.keys().map(|id| format!("  - id: {id}\n    path: {id}.txt\n")).collect();
        let text = format!("framework: {}\nedition: \"{}\"\nsources:\n{listed}", proposal.framework, proposal.edition);
        let config = config("cvf.yaml", &text).unwrap();
        Self {
            config,
            profiles,
            texts,
            decisions: Decisions::default(),
            canon: None,
            others: Vec::new(),
            editions: BTreeMap::new(),
        }
    }

    fn build(&mut self) -> Built {
        let source = |(id, text): (&String, &String)| {
            let (path, edition) = (format!("{id}.txt"), self.editions.get(id).cloned());
            let config = SourceConfig { id: id.clone(), path, edition, rank: 100, ..SourceConfig::default() };
            Input { config, bytes: Ok(text.as_bytes().to_vec()) }
        };
        let inputs = self.texts.iter().map(source).collect();
        let built = build(BuildInput {
            config: &self.config,
            profiles: &self.profiles,
            inputs,
            previous: self.canon.as_ref(),
            others: &self.others,
            decisions: &self.decisions,
            documents: Here::PLAIN,
        })
        .unwrap();
        assert_eq!(built.problems, []);
        self.canon = Some(built.canon.clone());
        let others = built.files.iter().filter(|(f, _)| f.starts_with("editions/") && !f.contains("apparatus"));
        self.others = others.map(|(f, text)| load_canon(f, text).unwrap()).collect();
        built
    }

    /// Changes a text in all sources, or in those that are named.
    fn change(&mut self, old: &str, new: &str, sources: &[&str]) {
        for (id, text) in &mut self.texts {
            if sources.is_empty() || sources.contains(&id.as_str()) {
                assert!(text.contains(old) || old.contains("floor"), "{old} is not in {id}");
                *text = text.replace(old, new);
            }
        }
    }

    fn decide(&mut self, place: &str, verdict: Decision) {
        let was = Prose::new(&self.text(place).unwrap());
        let (reason, author, date) = ("why".to_owned(), "me".to_owned(), "2026-11-28".to_owned());
        let decision = Decision { place: place.to_owned(), was, reason, author, date, ..verdict };
        self.decisions.decisions.push(decision);
    }

    fn text(&self, id: &str) -> Option<String> {
        self.canon.as_ref().unwrap().units().into_iter().find(|u| u.id == id).map(|u| u.text)
    }
}

/// Lines that one text has and the other has not, `-` and `+` before them.
fn diff(old: &Built, new: &Built) -> Vec<String> {
    let (old, new) = (&old.files["framework.yaml"], &new.files["framework.yaml"]);
    let diff = similar::TextDiff::from_lines(old.as_str(), new.as_str());
    let changed = diff.iter_all_changes().filter(|c| c.tag() != similar::ChangeTag::Equal);
    changed.map(|c| format!("{}{}", c.tag(), c.value().trim())).collect()
}

fn ids(built: &Built) -> Vec<String> {
    built.canon.units().into_iter().map(|u| u.id).collect()
}

#[test]
fn a_framework_from_nothing_is_whole() {
    let mut project = Project::new();
    assert_eq!((project.config.framework.as_str(), project.config.edition.as_str()), ("ward-care-framework", "2025"));
    let built = project.build();
    let framework = &built.canon.framework;
    assert_eq!(framework.name, "Ward Care Framework");
    assert_eq!(ids(&built).len(), 13);
    for competency in framework.clusters.iter().flat_map(|c| &c.competencies) {
        let levels: Vec<&str> = competency.levels.iter().filter_map(|l| l.level.as_deref()).collect();
        assert_eq!(levels, ["Foundation", "Intermediate", "Expert"]);
    }
    assert_eq!(project.text("keeping-ward-safe.foundation.2").as_deref(), Some("I report a wet floor at once."));
    assert_eq!(built.apparatus.questions, []);
    assert!(built.canon.adaptations.is_empty() && built.canon.retired.is_empty());
    let all = built.files.values().cloned().collect::<String>();
    assert!(
        !all.contains("cvf 2016") && !all.contains("Competency and Values"),
        "nothing of another framework is in it"
    );
    let again = project.build();
    assert_eq!(diff(&built, &again), [""; 0]);
}

#[test]
fn a_typo_that_is_mended_everywhere_is_one_line() {
    let mut project = Project::new();
    project.change("in plain words", "in plian words", &[]);
    let before = project.build();
    project.change("in plian words", "in plain words", &[]);
    let after = project.build();
    assert_eq!(
        diff(&before, &after),
        ["-text: I explain a treatment in plian words.", "+text: I explain a treatment in plain words."]
    );
}

#[test]
fn a_renamed_competency_keeps_its_ids() {
    let mut project = Project::new();
    let before = project.build();
    project.change("Keeping the ward safe", "Making the ward a safe place", &[]);
    let name = NameDecision {
        name: "Making the ward a safe place".to_owned(),
        is: "keeping-ward-safe".to_owned(),
        reason: "renamed".to_owned(),
        author: "me".to_owned(),
        date: "2026-11-28".to_owned(),
        ..NameDecision::default()
    };
    project.decisions.names.push(name);
    let decided = project.build();
    assert_eq!(diff(&before, &decided), [""; 0], "the decision says that it is the same competency");
    let profile = project.profiles.editions.iter_mut().find(|e| e.framework == "ward-care-framework").unwrap();
    let nodes = profile.clusters.iter_mut().flat_map(|c| &mut c.competencies);
    nodes.filter(|n| n.id == "keeping-ward-safe").for_each(|n| n.name = "Making the ward a safe place".to_owned());
    let after = project.build();
    assert_eq!(diff(&before, &after), ["-name: Keeping the ward safe", "+name: Making the ward a safe place"]);
    assert_eq!(ids(&before), ids(&after));
}

#[test]
fn a_statement_that_is_moved_keeps_its_id() {
    let mut project = Project::new();
    let before = project.build();
    let statement = "- I lead the evening safety round.\n";
    project.change(statement, "", &[]);
    project.change("Expert\n- I change", &format!("Expert\n{statement}- I change"), &[]);
    let after = project.build();
    // Two lines go and come: either those of the statement, or those of the level that it passed.
    assert_eq!(diff(&before, &after).len(), 4);
    let (mut x, mut y) = (ids(&before), ids(&after));
    x.sort();
    y.sort();
    assert_eq!(x, y);
    let units = after.canon.units();
    let moved = units.iter().find(|u| u.id == "keeping-ward-safe.intermediate.2").unwrap();
    assert_eq!(moved.route.level.as_deref(), Some("Expert"));
}

#[test]
fn another_order_changes_no_id() {
    let mut project = Project::new();
    let before = project.build();
    let (one, two) = ("- I notice what a patient leaves unsaid.\n", "- I explain a treatment in plain words.\n");
    project.change(&format!("{one}{two}"), &format!("{two}{one}"), &[]);
    let after = project.build();
    let (mut x, mut y) = (ids(&before), ids(&after));
    assert_ne!(x, y, "the order is another");
    x.sort();
    y.sort();
    assert_eq!(x, y);
    assert_eq!(diff(&before, &after).len(), 4);
}

#[test]
fn a_split_gives_one_new_id() {
    let mut project = Project::new();
    let before = project.build();
    let parts = vec![Prose::new("I ask every patient by name."), Prose::new("I ask how they slept.")];
    project.decide("listening-to-patients.foundation.1", Decision { parts, ..Decision::default() });
    let after = project.build();
    assert_eq!(after.apparatus.stale, [""; 0]);
    assert_eq!(
        diff(&before, &after),
        [
            "-text: I ask every patient by name how they slept.",
            "+text: I ask every patient by name.",
            "+- id: listening-to-patients.foundation.4",
            "+text: I ask how they slept.",
        ]
    );
    assert_eq!(diff(&after, &project.build()), [""; 0]);
    project.canon = None;
    assert_eq!(diff(&after, &project.build()), [""; 0], "a build from nothing gives the same ids");
}

#[test]
fn what_decisions_open_is_younger_than_what_sources_print() {
    let mut project = Project::new();
    project.build();
    let split = |texts: [&str; 2]| Decision { parts: texts.map(Prose::new).to_vec(), ..Decision::default() };
    project.decide("keeping-ward-safe.expert.2", split(["I review every fall.", "I do so with the whole team."]));
    project.build();
    project.decide("keeping-ward-safe.expert.1", split(["I watch for tiredness.", "I change the rota then."]));
    project.build();
    let belongs = Decision {
        belongs_to: Some(Target {
            competency: "keeping-ward-safe".to_owned(),
            level: Some("Expert".to_owned()),
            ..Target::default()
        }),
        ..Decision::default()
    };
    project.decide("listening-to-patients.expert.1", belongs);
    project.decide("keeping-ward-safe.foundation.1", Decision { not_part: true, ..Decision::default() });
    let after = project.build();
    assert_eq!(after.apparatus.stale, [""; 0]);
    assert_eq!(project.text("keeping-ward-safe.expert.4").as_deref(), Some("I do so with the whole team."));
    assert_eq!(project.text("keeping-ward-safe.expert.5").as_deref(), Some("I change the rota then."));
    project.canon = None;
    // Nothing is retired where nothing was issued.
    assert_eq!(project.build().canon.units(), after.canon.units(), "a build from nothing gives the same ids");
}

#[test]
fn a_decision_about_an_id_that_there_is_not_is_stale_and_says_where_its_text_stands() {
    let mut project = Project::new();
    project.build();
    let reads = Decision { reading: Some(Prose::new("I report every wet floor.")), ..Decision::default() };
    for wrong in ["keeping-ward-safe.foundation.9", "keeping-wards-safe.foundation.2"] {
        project.decide("keeping-ward-safe.foundation.2", reads.clone());
        project.decisions.decisions[0].place = wrong.to_owned();
        let built = project.build();
        let said = "there is no such place in the canon; its text stands at keeping-ward-safe.foundation.2";
        assert_eq!(built.apparatus.stale, [format!("{wrong}: {said}")]);
        assert_eq!(project.text("keeping-ward-safe.foundation.2").as_deref(), Some("I report a wet floor at once."));
        project.decisions.decisions.clear();
    }
    // Without a build before, the text still belongs to no place whose name is unknown.
    project.decide("keeping-ward-safe.foundation.2", reads);
    project.decisions.decisions[0].place = "keeping-wards-safe.foundation.2".to_owned();
    project.canon = None;
    assert_eq!(project.build().apparatus.stale.len(), 1);
}

#[test]
fn a_stale_decision_keeps_its_id_in_a_build_from_nothing() {
    let mut project = Project::new();
    project.build();
    project.decide("keeping-ward-safe.expert.1", Decision { not_part: true, ..Decision::default() });
    project.change("when the ward is tired", "as soon as the ward is tired", &[]);
    let after = project.build();
    project.canon = None;
    let again = project.build();
    assert_eq!(diff(&after, &again), [""; 0]);
    assert!(again.apparatus.stale[0].contains("the sources now say"), "{:?}", again.apparatus.stale);
}

#[test]
fn a_new_source_that_agrees_changes_nothing() {
    let mut project = Project::new();
    let before = project.build();
    project.texts.insert("ward-9".to_owned(), ward(0));
    assert_eq!(diff(&before, &project.build()), [""; 0]);
}

#[test]
fn a_removed_source_takes_only_its_own_with_it() {
    let mut project = Project::new();
    let before = project.build();
    project.texts.insert(
        "harbour".to_owned(),
        "Piloting ships\n\nLevel 1\n- I read the tide.\n\nMooring ships\n\nLevel 1\n- I hold the line.\n".to_owned(),
    );
    let with = project.build();
    assert!(with.canon.adaptations.iter().any(|a| a.id == "harbour"));
    assert!(diff(&before, &with).iter().all(|l| l.starts_with('+')));
    project.texts.remove("harbour");
    let after = project.build();
    let changed = diff(&before, &after);
    assert!(changed.iter().all(|l| l.starts_with('+')), "its ids are retired: {changed:?}");
    assert_eq!(after.canon.retired.len(), 2);
    project.texts.remove("ward-2");
    assert_eq!(ids(&project.build()), ids(&after));
}

#[test]
fn a_decision_and_its_undoing_leave_no_trace() {
    let mut project = Project::new();
    let before = project.build();
    project.decide("keeping-ward-safe.expert.1", Decision { not_part: true, ..Decision::default() });
    let gone = project.build();
    assert_eq!(project.text("keeping-ward-safe.expert.1"), None);
    assert_eq!(gone.apparatus.excluded.len(), 1);
    assert_eq!(take_back_about(&mut project.decisions, "keeping-ward-safe.expert.1", None), 1);
    assert_eq!(diff(&before, &project.build()), [""; 0]);
    project.decide(
        "keeping-ward-safe.expert.1",
        Decision {
            belongs_to: Some(Target {
                competency: "listening-to-patients".to_owned(),
                level: Some("Expert".to_owned()),
                ..Target::default()
            }),
            ..Decision::default()
        },
    );
    let moved = project.build();
    let unit = moved.canon.units().into_iter().find(|u| u.id == "keeping-ward-safe.expert.1").unwrap();
    assert_eq!(unit.route.competency.as_deref(), Some("Listening to patients"));
    assert_eq!(diff(&before, &moved).len(), 4, "{:?}", diff(&before, &moved));
    take_back_about(&mut project.decisions, "keeping-ward-safe.expert.1", None);
    assert_eq!(diff(&before, &project.build()), [""; 0]);
}

#[test]
fn a_decision_whose_text_has_changed_is_stale() {
    let mut project = Project::new();
    project.build();
    project.decide("keeping-ward-safe.expert.1", Decision { not_part: true, ..Decision::default() });
    project.change("when the ward is tired", "as soon as the ward is tired", &[]);
    let built = project.build();
    assert_eq!(built.apparatus.stale.len(), 1, "{:?}", built.apparatus.stale);
    assert!(project.text("keeping-ward-safe.expert.1").is_some(), "it is not applied");
}

#[test]
fn a_new_edition_stands_beside_the_old() {
    let mut project = Project::new();
    let before = project.build();
    let next = ward(0)
        .replace("2025", "2026")
        .replace("- I lead the evening safety round.\n", "- I lead the safety round.\n- I greet night staff.\n");
    project.texts.keys().for_each(|id| {
        project.editions.insert(id.clone(), "2025".to_owned());
    });
    project.texts.insert("next".to_owned(), next);
    project.editions.insert("next".to_owned(), "2026".to_owned());
    project.config.edition = "2026".to_owned();
    let after = project.build();
    assert_eq!(after.canon.framework.edition.as_deref(), Some("2026"));
    assert_eq!(project.others.len(), 1);
    assert_eq!(project.others[0].framework.edition.as_deref(), Some("2025"));
    assert_eq!(project.others[0].units(), before.canon.units(), "the old edition is as it was");
    assert_eq!(project.text("keeping-ward-safe.intermediate.2").as_deref(), Some("I lead the safety round."));
    assert_eq!(project.text("keeping-ward-safe.intermediate.3").as_deref(), Some("I greet night staff."));
    assert_eq!(after.canon.units().len(), 14);
    assert_eq!(diff(&after, &project.build()), [""; 0]);
}

/// The 2026 edition beside that of 2025, with one statement more.
fn two_editions() -> Project {
    let mut project = Project::new();
    project.build();
    project.texts.keys().for_each(|id| {
        project.editions.insert(id.clone(), "2025".to_owned());
    });
    let next = ward(0)
        .replace("2025", "2026")
        .replace("- I lead the evening safety round.\n", "- I lead the safety round.\n- I greet night staff.\n");
    project.texts.insert("next".to_owned(), next);
    project.editions.insert("next".to_owned(), "2026".to_owned());
    project.config.edition = "2026".to_owned();
    project.build();
    project
}

/// What a statement says in the canon of 2025.
fn in_2025(project: &Project, id: &str) -> Option<String> {
    project.others[0].units().into_iter().find(|u| u.id == id).map(|u| u.text)
}

#[test]
fn a_decision_holds_in_every_edition_that_reads_so_or_in_the_one_it_names() {
    let mut project = two_editions();
    let (hands, round) = ("keeping-ward-safe.foundation.1", "keeping-ward-safe.intermediate.2");
    let reads = |text: &str| Decision { reading: Some(Prose::new(text)), ..Decision::default() };
    project.decide(hands, reads("I wash my hands before and after every patient."));
    let built = project.build();
    assert_eq!(built.apparatus.stale, [""; 0]);
    assert_eq!(project.text(hands), in_2025(&project, hands), "both read so");
    assert_eq!(project.text(hands).as_deref(), Some("I wash my hands before and after every patient."));
    // About the old edition's own text.
    project.decide(round, Decision { edition: Some("2025".to_owned()), ..reads("I lead the safety round at dusk.") });
    let last = project.decisions.decisions.last_mut().unwrap();
    last.was = Prose::new("I lead the evening safety round.");
    let built = project.build();
    assert_eq!(built.apparatus.stale, [""; 0]);
    assert_eq!(in_2025(&project, round).as_deref(), Some("I lead the safety round at dusk."));
    assert_eq!(project.text(round).as_deref(), Some("I lead the safety round."));
    assert_eq!(take_back_about(&mut project.decisions, round, None), 0, "that edition is not meant");
    assert_eq!(take_back_about(&mut project.decisions, round, Some("2025")), 1);
    project.build();
    assert_eq!(in_2025(&project, round).as_deref(), Some("I lead the evening safety round."));
}

#[test]
fn a_decision_that_fits_no_edition_is_stale_once() {
    let mut project = two_editions();
    let reads = Decision { reading: Some(Prose::new("I wash.")), ..Decision::default() };
    project.decide("keeping-ward-safe.foundation.1", reads.clone());
    project.decisions.decisions[0].was = Prose::new("I rinse my hands.");
    project.decide("keeping-ward-safe.foundation.2", Decision { edition: Some("1999".to_owned()), ..reads });
    let stale = project.build().apparatus.stale;
    assert_eq!(stale.len(), 2, "{stale:?}");
    assert!(stale[0].contains("the sources now say") && stale[1].contains("no source follows the edition 1999"));
}

#[test]
fn one_low_source_plants_nothing() {
    let mut project = Project::new();
    let before = project.build();
    let planted = ward(0)
        .replace("- I report a wet floor", "- I turn up with a flask of tea.\n- I report a wet floor")
        .replace("twice a shift", "never");
    let config =
        SourceConfig { id: "planted".to_owned(), path: "planted.txt".to_owned(), rank: 500, ..SourceConfig::default() };
    let mut inputs: Vec<Input> = project
        .texts
        .iter()
        .map(|(id, text)| Input {
            config: SourceConfig { id: id.clone(), path: format!("{id}.txt"), rank: 100, ..SourceConfig::default() },
            bytes: Ok(text.as_bytes().to_vec()),
        })
        .collect();
    inputs.push(Input { config, bytes: Ok(planted.into_bytes()) });
    let built = build(BuildInput {
        config: &project.config,
        profiles: &project.profiles,
        inputs,
        previous: project.canon.as_ref(),
        others: &[],
        decisions: &project.decisions,
        documents: Here::PLAIN,
    })
    .unwrap();
    assert_eq!(built.canon.framework, before.canon.framework);
    assert_eq!(built.apparatus.left_out.len(), 1);
}
