//! Reviewers' decisions, kept apart from what is made anew on every build.

use crate::Text;
use crate::apparatus::{Apparatus, Chosen, Excluded};
use crate::conform::canonical;
use crate::issued::{Issued, anchor};
use crate::places::{in_order, similarity};
use crate::settle::Settled;
use cvf_framework::{Kind, Part, Profile, Prose, Route, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One decision about a statement of the canon. It says exactly one thing: what the statement
/// reads, that it is not part of the framework, where it belongs, or that it is two statements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Id of the statement.
    pub place: String,
    /// The edition in whose canon it stands; none for every edition in which the place reads so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The text that the sources gave when it was decided; if they give another now, the
    /// decision is stale: it is reported and not applied.
    pub was: Prose,
    /// The text that it is to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Prose>,
    /// True where it is not part of the framework.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_part: bool,
    /// Where it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belongs_to: Option<Target>,
    /// The statements that it is, in order; the first keeps the id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Prose>,
    /// Another statement that is one with it; with `reading` the text of both together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_with: Option<OneWith>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub author: String,
    /// When, as year-month-day.
    pub date: String,
    /// When it is to be looked at again, as year-month-day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// A place in the national framework.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Id of the competency, or its name.
    pub competency: String,
    /// Id of the sub-competency, or its name, where it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_competency: Option<String>,
    /// Bare label of the level, where there are levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// A statement that is the other half of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneWith {
    /// Its id.
    pub place: String,
    /// Its text when it was decided.
    pub was: Prose,
}

/// A decision about a name: what a source calls something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameDecision {
    /// The name as sources print it.
    pub name: String,
    /// The edition that those sources follow; none for every edition that has what is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Id of the national competency, cluster or value that it is, or label of the level.
    pub is: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub author: String,
    /// When, as year-month-day.
    pub date: String,
    /// When it is to be looked at again, as year-month-day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// A decision that fits no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Its place, or the name that it is about.
    pub about: String,
    /// The edition that it names.
    pub edition: Option<String>,
    /// Why, with what it is about.
    pub why: String,
}

impl Unfit {
    fn of(decision: &Decision, why: &str) -> Self {
        let Decision { place, edition, .. } = decision;
        Self { about: place.clone(), edition: edition.clone(), why: format!("{place}: {why}") }
    }

    pub(crate) fn of_name(decision: &NameDecision, why: &str) -> Self {
        let NameDecision { name, edition, .. } = decision;
        Self { about: name.clone(), edition: edition.clone(), why: format!("the name \"{name}\": {why}") }
    }
}

impl Decision {
    /// How many different things it says; a decision says one.
    pub fn verdicts(&self) -> usize {
        let reads = self.reading.is_some() && self.one_with.is_none();
        let said = [reads, self.not_part, self.belongs_to.is_some(), !self.parts.is_empty(), self.one_with.is_some()];
        said.into_iter().filter(|is| *is).count()
    }

    /// What it says, as a word.
    pub fn verdict(&self) -> &'static str {
        match self {
            _ if self.not_part => "not-part",
            _ if self.belongs_to.is_some() => "belongs-to",
            _ if !self.parts.is_empty() => "two-statements",
            _ if self.one_with.is_some() => "one-statement",
            _ => "reading",
        }
    }
}

/// The edition with decided names as further names of what they are; names that fit nothing are
/// stale.
pub(crate) fn named(edition: &Profile, names: &[NameDecision], unfit: &mut Vec<Unfit>) -> Profile {
    let mut edition = edition.clone();
    for decision in names {
        if !edition.add_alias(&decision.is, &decision.name) {
            let near = edition.nearest_id(&decision.is).map_or(String::new(), |id| format!("; did you mean `{id}`?"));
            unfit.push(Unfit::of_name(decision, &format!("the framework has no `{}`{near}", decision.is)));
        }
    }
    edition
}

/// Decisions about names that no source prints any more.
pub(crate) fn unused_names<'n>(names: &'n [NameDecision], printed: &BTreeSet<String>) -> Vec<&'n NameDecision> {
    names.iter().filter(|d| !printed.contains(&cvf_framework::names::key(&d.name))).collect()
}

/// Puts decisions in force, before ids are given: the statement that a decision is about gets the
/// id that the decision names. Decisions about ids that are known go first: a text is nobody
/// else's then.
pub(crate) fn apply<'a>(
    texts: &mut [Text<'a>],
    decisions: &[Decision],
    issued: &Issued<'_>,
    edition: &Profile,
    apparatus: &mut Apparatus,
) {
    let (known, others): (Vec<_>, Vec<_>) = decisions.iter().enumerate().partition(|(_, d)| issued.knows(&d.place));
    for (order, decision) in known.into_iter().chain(others) {
        let Some((text, at)) = anchor(texts, decision, issued, edition) else { continue };
        texts[text].settled[at].id.clone_from(&decision.place);
        if apply_one(texts, (text, at), (order, decision), edition, apparatus) {
            apparatus.seen.insert(decision.place.clone());
            apparatus.decided.push(decision.place.clone());
        }
    }
}

/// True if the decision could be put in force.
fn apply_one<'a>(
    texts: &mut [Text<'a>],
    (text, at): (usize, usize),
    (order, decision): (usize, &Decision),
    edition: &Profile,
    apparatus: &mut Apparatus,
) -> bool {
    if decision.not_part {
        let gone = texts[text].settled.remove(at);
        apparatus.excluded.push(excluded(&gone, decision));
        return true;
    }
    if let Some(target) = &decision.belongs_to {
        return move_to(texts, (text, at), (order, target), edition);
    }
    let list = &mut texts[text].settled;
    if let Some(one) = &decision.one_with {
        let other = |s: &Settled<'_>| {
            Prose::new(&s.was) == one.was && s.id != decision.place && (s.id.is_empty() || s.id == one.place)
        };
        let Some(second) = list.iter().position(other) else { return false };
        let gone = list.remove(second);
        let at = if second < at { at - 1 } else { at };
        let both = format!("{} {}", list[at].text, gone.text);
        list[at].decide(decision.reading.as_ref().map_or(both, |r| r.as_str().to_owned()));
        apparatus.excluded.push(Excluded { place: one.place.clone(), ..excluded(&gone, decision) });
        return true;
    }
    if let [first, rest @ ..] = decision.parts.as_slice() {
        let more: Vec<Settled<'a>> = rest.iter().map(|part| list[at].part(part, order)).collect();
        list[at].decide(first.as_str().to_owned());
        list.splice(at + 1..at + 1, more);
        return true;
    }
    if let Some(reading) = &decision.reading {
        list[at].decide(reading.as_str().to_owned());
    }
    true
}

fn excluded(gone: &Settled<'_>, decision: &Decision) -> Excluded {
    Excluded {
        place: decision.place.clone(),
        text: Prose::new(&gone.was),
        witnesses: gone.readings.iter().map(|r| r.source.id.clone()).collect(),
        reason: decision.reason.clone(),
    }
}

/// Moves a statement to a place of the national framework; from a source's own text it enters it.
fn move_to(
    texts: &mut [Text<'_>],
    (text, at): (usize, usize),
    (order, target): (usize, &Target),
    edition: &Profile,
) -> bool {
    let Ok(route) = route_to(texts, target, edition) else { return false };
    let mut moved = texts[text].settled.remove(at);
    let is_text = moved.route.level.is_none() && target.level.is_none();
    moved.kind = if is_text { moved.kind } else { Kind::Indicator };
    moved.route = route;
    moved.left = None;
    moved.presence = Chosen::Decision;
    if texts[text].source.is_some() {
        // It has an id of the national framework now.
        moved.id.clear();
        moved.opened = Some(order);
    }
    let list = &mut texts[0].settled;
    list.push(moved);
    in_order(list, edition, |s| (s.kind, &s.route));
    true
}

/// The place that a target names, or what of it the framework has not.
fn route_to(texts: &[Text<'_>], target: &Target, edition: &Profile) -> Result<Route, String> {
    let route = competency_of(texts, target, edition)
        .ok_or_else(|| format!("the framework has no competency `{}`", target.competency))?;
    let sub_competency = target.sub_competency.as_ref().map(|wanted| {
        let found = sub_competency_of(texts, &route, wanted, edition);
        found.ok_or_else(|| format!("`{}` has no sub-competency `{wanted}`", target.competency))
    });
    let level = target.level.as_ref().map(|wanted| level_of(texts, wanted, edition));
    Ok(Route { level: level.transpose()?, sub_competency: sub_competency.transpose()?, ..route })
}

/// Routes of the national text.
fn routes<'t>(texts: &'t [Text<'_>]) -> impl Iterator<Item = &'t Route> {
    texts.first().into_iter().flat_map(|text| text.settled.iter().map(|s| &s.route))
}

fn competency_of(texts: &[Text<'_>], target: &Target, edition: &Profile) -> Option<Route> {
    let by_id = edition.name_of(&target.competency);
    let known = edition.resolve(by_id.as_deref().unwrap_or(&target.competency)).filter(|k| k.part == Part::Competency);
    match known {
        Some(known) => {
            let route = Route { cluster: known.cluster, competency: Some(known.name), ..Route::default() };
            Some(canonical(&route, edition))
        }
        None => routes(texts).find(|r| is_named(r.competency.as_deref(), &target.competency)).cloned(),
    }
}

/// The name of a sub-competency: of those that stand under the competency, or one that the
/// edition lists under it.
fn sub_competency_of(texts: &[Text<'_>], route: &Route, wanted: &str, edition: &Profile) -> Option<String> {
    let by_id = edition.name_of(wanted);
    let name = by_id.as_deref().unwrap_or(wanted);
    let printed = routes(texts).filter(|r| r.competency == route.competency);
    let printed = printed.filter_map(|r| r.sub_competency.as_ref()).find(|n| is_named(Some(n), name));
    let competencies = edition.clusters.iter().flat_map(|c| &c.competencies);
    let listed = competencies.filter(|c| Some(&c.name) == route.competency.as_ref());
    let mut listed = listed.flat_map(|c| &c.sub_competencies);
    printed
        .cloned()
        .or_else(|| listed.find(|s| s.id == wanted || is_named(Some(&s.name), name)).map(|s| s.name.clone()))
}

/// True for a name, or the id that is made of it.
fn is_named(name: Option<&str>, wanted: &str) -> bool {
    let is = |name: &str| names::slug(name) == wanted || names::is_same_name(name, wanted);
    name.is_some_and(is)
}

/// The label of a level that the edition or the national text has.
fn level_of(texts: &[Text<'_>], wanted: &str, edition: &Profile) -> Result<String, String> {
    let label = edition.level_label(wanted);
    let mut known: Vec<&str> = edition.levels.iter().map(|l| l.label.as_str()).collect();
    for level in routes(texts).filter_map(|r| r.level.as_deref()) {
        if !known.contains(&level) {
            known.push(level);
        }
    }
    if known.contains(&label.as_str()) {
        return Ok(label);
    }
    Err(match known.is_empty() {
        true => format!("the framework has no level `{wanted}`, and no other"),
        false => format!("the framework has no level `{wanted}`; its levels are {}", known.join(", ")),
    })
}

/// Texts less alike than this are no help in finding what a decision meant.
const NEAR: f64 = 0.6;

/// What is said of a decision whose place is not there: where its text stands, or the nearest.
fn no_place(texts: &[Text<'_>], decision: &Decision) -> String {
    let likeness = |s: &Settled<'_>| similarity(&s.was, decision.was.as_str());
    let all = texts.iter().flat_map(|t| &t.settled);
    let near = all.filter(|s| likeness(s) >= NEAR).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let what = "there is no such place in the canon";
    match near {
        Some(s) if Prose::new(&s.was) == decision.was => format!("{what}; its text stands at {}", s.id),
        Some(s) => format!("{what}; the nearest text stands at {}: \"{}\"", s.id, s.was),
        None => what.to_owned(),
    }
}

/// Decisions that could not be put in force are stale, but for those whose text the sources have
/// taken over.
pub(crate) fn report_unused(texts: &[Text<'_>], decisions: &[Decision], edition: &Profile, apparatus: &mut Apparatus) {
    let all = || texts.iter().flat_map(|t| &t.settled);
    for decision in decisions.iter().filter(|d| !apparatus.seen.contains(&d.place)) {
        let why = match all().find(|s| s.id == decision.place) {
            None => no_place(texts, decision),
            Some(s) if decision.reading.as_ref().is_some_and(|r| *r == Prose::new(&s.text)) => continue,
            Some(s) if Prose::new(&s.was) == decision.was => match &decision.belongs_to {
                Some(target) => match route_to(texts, target, edition) {
                    Err(why) => why,
                    Ok(_) => "it could not be moved".to_owned(),
                },
                None => "the other statement is not there with its text".to_owned(),
            },
            Some(s) => format!("the sources now say \"{}\", not \"{}\"", s.was, decision.was),
        };
        apparatus.unfit.push(Unfit::of(decision, &why));
    }
}
