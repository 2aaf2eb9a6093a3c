//! A small canon, and copies of it with faults, for the tests of the rules.

use crate::{Checker, CopyReport, Finding, Rule};
use cvf_document::Place;
use cvf_framework::{Canon, Heading, Kind, Language, Part, Route, Unit, Witness};
use serde_json::{Value, json};

/// The statements of one level of one competency.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) competency: String,
    pub(crate) level: String,
    pub(crate) statements: Vec<String>,
}

/// The canon's lists, which a copy prints as well until a test changes them.
pub(crate) fn lists() -> Vec<List> {
    let list = |competency: &str, level: &str, statements: [&str; 3]| List {
        competency: competency.to_owned(),
        level: level.to_owned(),
        statements: statements.map(str::to_owned).to_vec(),
    };
    vec![
        list(
            "Handling dough",
            "1",
            [
                "I weigh every ingredient twice before the mixing starts.",
                "I keep the bench clean and dry between two batches.",
                "I tell the next shift how long the dough has rested.",
            ],
        ),
        list(
            "Handling dough",
            "2",
            [
                "I plan the week’s batches with the millers and the drivers.",
                "I teach new bakers to judge a well-baked crumb by its sound.",
                "I change a recipe only after three trial loaves. I write down what each trial showed.",
            ],
        ),
        list(
            "Serving guests",
            "1",
            [
                "I greet each guest before they reach the counter.",
                "I name every allergen in a loaf without being asked.",
                "I wrap warm bread loosely so that its crust stays crisp.",
            ],
        ),
        list(
            "Serving guests",
            "2",
            [
                "I settle complaints in person and note what was said.",
                "I train the counter staff to recommend loaves by taste.",
                "I decide which breads we bake for the feast days.",
            ],
        ),
    ]
}

fn canon(lists: &[List]) -> Canon {
    let level = |(n, list): (usize, &List)| {
        let statement = |(i, text): (usize, &String)| json!({"id": format!("{n}.{i}"), "text": text});
        let indicators: Vec<Value> = list.statements.iter().enumerate().map(statement).collect();
        json!({"level": list.level, "indicators": indicators})
    };
    let levels: Vec<Value> = lists.iter().enumerate().map(level).collect();
    let competency = |two: (&[List], &[Value])| {
        let name = &two.0[0].competency;
        json!({"id": name.to_lowercase().replace(' ', "-"), "name": name, "levels": two.1})
    };
    let competencies: Vec<Value> = lists.chunks(2).zip(levels.chunks(2)).map(competency).collect();
    let framework = json!({"id": "bakers", "name": "Bakers", "clusters": [{"competencies": competencies}]});
    serde_json::from_value(json!({"version": 1, "framework": framework})).unwrap_or_else(|error| panic!("{error}"))
}

/// A copy that prints lists one below the other, each under its names.
pub(crate) fn copy(lists: &[List]) -> Witness {
    let mut witness = Witness { source: "copy.txt".to_owned(), ..Witness::default() };
    let mut end = 0;
    let mut place = |text: &str| {
        let start = end + 1;
        end = start + text.chars().count();
        Place { chars: vec![[start, end]], ..Place::default() }
    };
    for list in lists {
        let route =
            Route { competency: Some(list.competency.clone()), level: Some(list.level.clone()), ..Route::default() };
        let at = place(&list.competency);
        witness.headings.push(Heading {
            part: Part::Competency,
            name: list.competency.clone(),
            route: route.clone(),
            at,
        });
        for (i, text) in list.statements.iter().enumerate() {
            let at = place(text);
            let order = u32::try_from(i + 1).unwrap_or(u32::MAX);
            witness.units.push(Unit { at, ..Unit::item(Kind::Indicator, route.clone(), order, text.clone()) });
        }
    }
    witness
}

/// What a check says of a copy.
pub(crate) fn report(witness: &Witness) -> CopyReport {
    report_by(&lists(), witness)
}

/// What a check by a canon of other lists, two for each competency, says of a copy.
pub(crate) fn report_by(lists: &[List], witness: &Witness) -> CopyReport {
    let (canon, language) = (canon(lists), Language::english());
    let report = Checker::new(&canon, &language).check(witness);
    report.unwrap_or_else(|unrelated| panic!("{unrelated}"))
}

/// The findings of the canon's lists after a change.
pub(crate) fn findings(change: impl FnOnce(&mut Vec<List>)) -> Vec<Finding> {
    let mut changed = lists();
    change(&mut changed);
    report(&copy(&changed)).findings
}

/// Rules and statements of findings, by the copy's order.
pub(crate) fn told(findings: &[Finding]) -> Vec<(Rule, Option<&str>)> {
    findings.iter().map(|f| (f.rule, f.indicator.as_deref())).collect()
}

#[test]
fn a_copy_that_is_the_canon_has_no_findings() {
    let report = report(&copy(&lists()));
    assert_eq!(report.findings, []);
    assert_eq!((report.counts.expected, report.counts.exact), (12, 12));
}
