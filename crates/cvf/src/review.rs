//! What a reviewer is asked, and what becomes of the answers.

use crate::decisions::{CopyName, Decisions, FindingDecision, Reach, Signature, Verdict};
use crate::judge::{Known, judge};
use cvf_check::{Finding, Report, Severity};
use cvf_collate::{Also, Apparatus, Decision, NameDecision, OneWith, Question, Shown, Target};
use cvf_document::Place;
use cvf_framework::{Canon, Prose};
use cvf_report::attested;
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that waits for a reviewer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// The same in every run as long as the texts are.
    pub id: String,
    /// `reading` or `slip` for a question about the canon, else the finding's rule.
    pub about: String,
    /// How serious it is; none for a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Id of the canon's statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The copy that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
    /// The canon's text.
    pub canon: Option<String>,
    /// The other text: proposed for the canon, or printed by the copy.
    pub other: Option<String>,
    /// What is asked, in a sentence.
    pub why: String,
    /// Who prints what of it, as the apparatus knows.
    pub attested: Vec<String>,
    /// Other statements that the same answer is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
    /// What the sources print at the place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<Shown>,
    /// How sure the canon's text is, from 0 to 1, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// What accepting does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub accept: String,
    /// What rejecting does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reject: String,
    /// Where in the copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// The edition whose canon it is about, if it is not the current one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    #[serde(skip)]
    subject: Subject,
}

#[derive(Clone, Debug, PartialEq)]
enum Subject {
    /// A question, with where the statement goes if it is accepted.
    Question {
        target: Option<Target>,
    },
    /// A statement of the canon about which nothing is asked.
    Statement,
    Finding {
        finding: Box<Finding>,
        copy: CopyName,
    },
}

/// What a reviewer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A question: the proposal is right. A finding: the copy may differ.
    Accept,
    /// A question: the canon stays as it is. A finding: the copy is to be mended.
    Reject,
    /// The canon gets the other text.
    TakeOther,
    /// The canon gets a text of its own.
    Edit(String),
    /// The statement is not part of the framework.
    NotPart,
    /// The statement belongs elsewhere in the national framework.
    BelongsTo(Target),
    /// The statement is two.
    Two([String; 2]),
    /// The statement is one with another; with the text of both together if it is not just the
    /// one behind the other.
    OneWith(OneWith, Option<String>),
}

/// Open questions, then findings that nobody has looked at, the most serious first.
pub fn items(
    apparatus: &Apparatus,
    report: &Report,
    names: &BTreeMap<String, CopyName>,
    decisions: &Decisions,
    today: Option<&str>,
) -> Vec<Item> {
    let mut report = report.clone();
    judge(&mut report, names, Known { decisions: &decisions.findings, today, ..Known::default() });
    let open = |q: &&Question| {
        let also = q.also.iter().any(|a| !is_decided(decisions, &a.place, a.text.as_str()));
        also || !is_decided(decisions, &q.place, q.text.as_str())
    };
    let mut items: Vec<Item> = apparatus.questions.iter().filter(open).map(|q| question(q, apparatus)).collect();
    let mut findings = Vec::new();
    for copy in &report.copies {
        let name = names.get(&copy.source).cloned().unwrap_or_else(|| CopyName::of(copy));
        let open = |f: &&Finding| matches!(f.status.as_str(), "new" | "expired") && !is_taken(decisions, f);
        findings.extend(copy.findings.iter().filter(open).map(|f| self::finding(f, &name, apparatus)));
    }
    findings.sort_by_key(|i| std::cmp::Reverse(i.severity));
    items.extend(findings);
    items
}

/// A decision about the place is newer than the build.
fn is_decided(decisions: &Decisions, place: &str, text: &str) -> bool {
    decisions.decisions.iter().any(|d| d.place == place && d.was == Prose::new(text))
}

/// The canon is to get the copy's text: the finding will be gone after the next build.
fn is_taken(decisions: &Decisions, finding: &Finding) -> bool {
    let (Some(place), Some(expected)) = (&finding.indicator, &finding.expected) else { return false };
    let is = |d: &Decision| {
        d.place == *place
            && d.was == Prose::new(expected)
            && (d.verdict() != "reading" || d.reading.as_ref() != Some(&d.was))
    };
    decisions.decisions.iter().any(is)
}

fn id(parts: &[&str]) -> String {
    blake3::hash(parts.join("\u{3}").as_bytes()).to_hex().chars().take(10).collect()
}

fn question(q: &Question, apparatus: &Apparatus) -> Item {
    let proposal = q.proposal.as_ref().map(|p| p.as_str().to_owned());
    Item {
        id: id(&["question", &q.place, q.text.as_str(), proposal.as_deref().unwrap_or(&q.about)]),
        about: q.about.clone(),
        severity: None,
        place: Some(q.place.clone()),
        copy: None,
        canon: Some(q.text.as_str().to_owned()),
        other: proposal,
        why: q.why.clone(),
        attested: attested_by_question(q, apparatus),
        also: q.also.clone(),
        shown: q.shown.clone(),
        confidence: q.confidence,
        accept: q.accept.clone(),
        reject: q.reject.clone(),
        at: None,
        edition: None,
        subject: Subject::Question { target: q.target.clone() },
    }
}

fn attested_by_question(q: &Question, apparatus: &Apparatus) -> Vec<String> {
    let known = attested(apparatus, &q.place, &[]);
    let reading = |r: &cvf_collate::Reading| format!("{}: “{}”", r.witnesses.join(", "), r.text);
    if known.is_empty() { q.readings.iter().map(reading).collect() } else { known }
}

/// A statement of the canon as an item, for what a reviewer decides unasked.
pub fn statement(canon: &Canon, apparatus: &Apparatus, place: &str) -> Option<Item> {
    let unit = canon.units().into_iter().find(|u| u.id == place)?;
    Some(Item {
        id: unit.id.clone(),
        about: "statement".to_owned(),
        severity: None,
        place: Some(unit.id.clone()),
        copy: None,
        canon: Some(unit.text),
        other: None,
        why: "a statement of the canon".to_owned(),
        attested: attested(apparatus, place, &[]),
        also: Vec::new(),
        shown: Vec::new(),
        confidence: None,
        accept: String::new(),
        reject: String::new(),
        at: None,
        edition: None,
        subject: Subject::Statement,
    })
}

fn finding(finding: &Finding, copy: &CopyName, apparatus: &Apparatus) -> Item {
    Item {
        id: id(&["finding", &copy.name, &finding.fingerprint]),
        about: finding.rule.info().id.to_owned(),
        severity: Some(finding.severity),
        place: finding.indicator.clone(),
        copy: Some(copy.name.clone()),
        canon: finding.expected.clone(),
        other: finding.found.clone(),
        why: finding.message.clone(),
        attested: finding.indicator.as_ref().map(|id| attested(apparatus, id, &finding.changes)).unwrap_or_default(),
        also: Vec::new(),
        shown: Vec::new(),
        confidence: None,
        accept: String::new(),
        reject: String::new(),
        at: Some(finding.at.clone()),
        edition: None,
        subject: Subject::Finding { finding: Box::new(finding.clone()), copy: copy.clone() },
    }
}

impl Item {
    /// True if an answer makes sense here: a text that is not there cannot be taken.
    pub fn can(&self, answer: &Answer) -> bool {
        let has_text = self.place.is_some() && self.canon.is_some();
        let some = |text: &String| !text.trim().is_empty();
        match (answer, &self.subject) {
            (Answer::Accept, Subject::Question { target }) => self.about != "gap" || target.is_some(),
            (Answer::Accept | Answer::Reject, Subject::Statement) => false,
            (Answer::Accept | Answer::Reject, _) => true,
            (Answer::TakeOther, _) => has_text && self.other.is_some(),
            (Answer::Edit(text), _) => has_text && some(text),
            (Answer::NotPart | Answer::BelongsTo(_) | Answer::OneWith(..), _) => has_text,
            (Answer::Two(parts), _) => has_text && parts.iter().all(some),
        }
    }

    /// True if one answer may serve both: the same rule and the same change, wherever it is.
    pub fn is_like(&self, other: &Self) -> bool {
        let change = |item: &Self| match &item.subject {
            Subject::Finding { finding, .. } => finding.changes.clone(),
            Subject::Question { .. } | Subject::Statement => change_of(item),
        };
        self.about == other.about && change(self) == change(other)
    }
}

/// The words in which a question's texts differ.
fn change_of(item: &Item) -> Vec<cvf_check::Change> {
    // Of a question without another text its sort alone tells.
    let (Some(canon), Some(other)) = (item.canon.as_deref(), item.other.as_deref()) else { return Vec::new() };
    let of = |mark| -> String {
        let all = cvf_report::marked(canon, other);
        all.into_iter().filter(|(m, _)| *m == mark).map(|(_, text)| text).collect()
    };
    vec![cvf_check::Change { expected: of(cvf_report::Mark::Lost), found: of(cvf_report::Mark::Added) }]
}

/// Records an answer. An answer that makes no sense ([`Item::can`]) changes nothing.
pub fn answer(decisions: &mut Decisions, item: &Item, answer: &Answer, reach: Reach, by: &Signature) {
    if !item.can(answer) {
        return;
    }
    decisions.version = 1;
    let reads = |text: &str| Decision { reading: Some(Prose::new(text)), ..Decision::default() };
    let other = item.other.as_deref().unwrap_or_default();
    let verdict = match (&item.subject, answer) {
        (Subject::Finding { finding, copy }, Answer::Accept) => {
            return judged(decisions, (finding, copy), Verdict::Accepted, reach, by);
        }
        (Subject::Finding { finding, copy }, Answer::Reject) => {
            return judged(decisions, (finding, copy), Verdict::Rejected, reach, by);
        }
        (Subject::Question { target: Some(target) }, Answer::Accept) if item.about == "gap" => {
            Decision { belongs_to: Some(target.clone()), ..Decision::default() }
        }
        (_, Answer::Accept) if item.about == "presence" => Decision { not_part: true, ..Decision::default() },
        (_, Answer::Accept | Answer::TakeOther) => reads(other),
        (_, Answer::Reject) => reads(item.canon.as_deref().unwrap_or_default()),
        (_, Answer::Edit(text)) => reads(text),
        (_, Answer::NotPart) => Decision { not_part: true, ..Decision::default() },
        (_, Answer::BelongsTo(target)) => Decision { belongs_to: Some(target.clone()), ..Decision::default() },
        (_, Answer::Two(parts)) => {
            Decision { parts: parts.iter().map(|p| Prose::new(p)).collect(), ..Decision::default() }
        }
        (_, Answer::OneWith(one, text)) => {
            Decision { one_with: Some(one.clone()), reading: text.as_deref().map(Prose::new), ..Decision::default() }
        }
    };
    let about = |verdict: Decision| Decision { edition: item.edition.clone(), ..verdict };
    decide(decisions, item, about(verdict), by);
    for also in item.also.iter().filter(|_| matches!(answer, Answer::Accept | Answer::TakeOther | Answer::Reject)) {
        let text = if *answer == Answer::Reject { &also.text } else { &also.proposal };
        decide_at(decisions, (&also.place, &also.text), about(reads(text.as_str())), by);
    }
}

/// Takes back what was decided about an item, for this copy or more; gives the number of
/// decisions. Of a decided item `items` tells with no decisions.
pub fn take_back(decisions: &mut Decisions, item: &Item) -> usize {
    let before = decisions.decisions.len() + decisions.findings.len();
    let was = item.canon.as_deref().map(Prose::new);
    let is_about = |d: &Decision| {
        let also = item.also.iter().any(|a| a.place == d.place && a.text == d.was);
        let it = Some(&d.place) == item.place.as_ref() && Some(&d.was) == was.as_ref();
        (also || it) && d.edition == item.edition
    };
    decisions.decisions.retain(|d| !is_about(d));
    if let Subject::Finding { finding, copy } = &item.subject {
        let is_meant = |d: &FindingDecision| d.fingerprint == finding.fingerprint && copy.is_meant(d);
        decisions.findings.retain(|d| !is_meant(d));
    }
    before - decisions.decisions.len() - decisions.findings.len()
}

fn judged(
    decisions: &mut Decisions,
    (finding, copy): (&Finding, &CopyName),
    verdict: Verdict,
    reach: Reach,
    by: &Signature,
) {
    let decision = FindingDecision::about(finding, verdict, reach, &copy.name, copy.publisher.as_deref(), by);
    let same = |d: &FindingDecision| {
        (&d.fingerprint, &d.copy, &d.publisher) == (&decision.fingerprint, &decision.copy, &decision.publisher)
    };
    match decisions.findings.iter_mut().find(|d| same(d)) {
        Some(old) => *old = decision,
        None => decisions.findings.push(decision),
    }
}

/// A verdict about the item's place; an older decision about it is replaced.
fn decide(decisions: &mut Decisions, item: &Item, verdict: Decision, by: &Signature) {
    if let (Some(place), Some(was)) = (&item.place, &item.canon) {
        decide_at(decisions, (place, &Prose::new(was)), verdict, by);
    }
}

fn decide_at(decisions: &mut Decisions, (place, was): (&String, &Prose), verdict: Decision, by: &Signature) {
    let was = was.clone();
    let old = decisions.decisions.iter_mut().find(|d| d.place == *place && d.edition == verdict.edition);
    // What the sources said is kept where the canon's text was itself decided.
    let is_decided = |d: &&mut Decision| d.reading.as_ref() == Some(&was) || d.parts.first() == Some(&was);
    let (source, old) = match old {
        Some(old) => (Some(&old).filter(|d| is_decided(d)).map(|d| d.was.clone()), Some(old)),
        None => (None, None),
    };
    let decision = Decision {
        place: place.clone(),
        was: source.unwrap_or(was),
        reason: by.reason.clone(),
        author: by.author.clone(),
        date: by.date.clone(),
        expires: by.expires.clone(),
        ..verdict
    };
    match old {
        Some(old) => *old = decision,
        None => decisions.decisions.push(decision),
    }
}

/// Records that a name is that of something in the national framework.
pub fn name_is(decisions: &mut Decisions, (name, is): (&str, &str), edition: Option<&str>, by: &Signature) {
    decisions.version = 1;
    let decision = NameDecision {
        name: name.to_owned(),
        edition: edition.map(str::to_owned),
        is: is.to_owned(),
        reason: by.reason.clone(),
        author: by.author.clone(),
        date: by.date.clone(),
        expires: by.expires.clone(),
    };
    match decisions.names.iter_mut().find(|d| d.name == name && d.edition == decision.edition) {
        Some(old) => *old = decision,
        None => decisions.names.push(decision),
    }
}

/// Takes back what was decided about a statement, by its id, or about a name, of an edition where
/// one is given; gives the number of decisions.
pub fn take_back_about(decisions: &mut Decisions, about: &str, edition: Option<&str>) -> usize {
    let count = |d: &Decisions| d.decisions.len() + d.names.len();
    let before = count(decisions);
    let is_it = |d: &Decision| d.place == about || d.one_with.as_ref().is_some_and(|o| o.place == about);
    decisions.decisions.retain(|d| d.edition.as_deref() != edition || !is_it(d));
    decisions.names.retain(|d| d.edition.as_deref() != edition || d.name != about);
    before - count(decisions)
}
