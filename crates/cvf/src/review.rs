//! What a reviewer is asked, and what becomes of the answers.

use crate::decisions::{CopyName, Decisions, FindingDecision, Reach, Signature, Verdict};
use crate::judge::{Known, judge};
use cvf_check::{Finding, Report, Severity};
use cvf_collate::{Apparatus, Decision, Question};
use cvf_document::Place;
use cvf_framework::Prose;
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
    /// Where in the copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    #[serde(skip)]
    subject: Subject,
}

#[derive(Clone, Debug, PartialEq)]
enum Subject {
    Question,
    Finding { finding: Box<Finding>, copy: CopyName },
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
    let open = |q: &&Question| !is_decided(decisions, &q.place, q.text.as_str());
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
    let is = |d: &Decision| d.place == *place && d.was == Prose::new(expected) && d.reading != d.was;
    decisions.decisions.iter().any(is)
}

fn id(parts: &[&str]) -> String {
    blake3::hash(parts.join("\u{3}").as_bytes()).to_hex().chars().take(10).collect()
}

fn question(q: &Question, apparatus: &Apparatus) -> Item {
    Item {
        id: id(&["question", &q.place, q.text.as_str(), q.proposal.as_str()]),
        about: q.about.clone(),
        severity: None,
        place: Some(q.place.clone()),
        copy: None,
        canon: Some(q.text.as_str().to_owned()),
        other: Some(q.proposal.as_str().to_owned()),
        why: q.why.clone(),
        attested: attested(apparatus, &q.place, &[]),
        at: None,
        subject: Subject::Question,
    }
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
        at: Some(finding.at.clone()),
        subject: Subject::Finding { finding: Box::new(finding.clone()), copy: copy.clone() },
    }
}

impl Item {
    /// True if an answer makes sense here: a text that is not there cannot be taken.
    pub fn can(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Accept | Answer::Reject => true,
            Answer::TakeOther => self.place.is_some() && self.canon.is_some() && self.other.is_some(),
            Answer::Edit(text) => self.place.is_some() && self.canon.is_some() && !text.trim().is_empty(),
        }
    }

    /// True if one answer may serve both: the same rule and the same change, wherever it is.
    pub fn is_like(&self, other: &Self) -> bool {
        let change = |item: &Self| match &item.subject {
            Subject::Finding { finding, .. } => finding.changes.clone(),
            Subject::Question => change_of(item),
        };
        self.about == other.about && change(self) == change(other)
    }
}

/// The words in which a question's texts differ.
fn change_of(item: &Item) -> Vec<cvf_check::Change> {
    let (canon, other) = (item.canon.as_deref().unwrap_or_default(), item.other.as_deref().unwrap_or_default());
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
    match (&item.subject, answer) {
        (Subject::Question, Answer::Accept | Answer::TakeOther) => read(decisions, item, item.other.clone(), by),
        (Subject::Question, Answer::Reject) => read(decisions, item, item.canon.clone(), by),
        (Subject::Finding { .. }, Answer::TakeOther) => read(decisions, item, item.other.clone(), by),
        (_, Answer::Edit(text)) => read(decisions, item, Some(text.clone()), by),
        (Subject::Finding { finding, copy }, Answer::Accept) => {
            judged(decisions, (finding, copy), Verdict::Accepted, reach, by)
        }
        (Subject::Finding { finding, copy }, Answer::Reject) => {
            judged(decisions, (finding, copy), Verdict::Rejected, reach, by)
        }
    }
}

/// Takes back what was decided about an item, for this copy or more; gives the number of
/// decisions. Of a decided item `items` tells with no decisions.
pub fn take_back(decisions: &mut Decisions, item: &Item) -> usize {
    let before = decisions.decisions.len() + decisions.findings.len();
    let was = item.canon.as_deref().map(Prose::new);
    let is_about = |d: &Decision| Some(&d.place) == item.place.as_ref() && Some(&d.was) == was.as_ref();
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

/// The canon's text of the item's place is decided; an older decision about it is replaced.
fn read(decisions: &mut Decisions, item: &Item, reading: Option<String>, by: &Signature) {
    let (Some(place), Some(was), Some(reading)) = (&item.place, &item.canon, reading) else { return };
    let old = decisions.decisions.iter_mut().find(|d| d.place == *place);
    // What the sources said is kept where the canon's text was itself decided.
    let source = old.as_ref().filter(|d| d.reading == Prose::new(was)).map(|d| d.was.clone());
    let decision = Decision {
        place: place.clone(),
        was: source.unwrap_or_else(|| Prose::new(was)),
        reading: Prose::new(&reading),
        reason: by.reason.clone(),
        author: by.author.clone(),
        date: by.date.clone(),
        expires: by.expires.clone(),
    };
    match old {
        Some(old) => *old = decision,
        None => decisions.decisions.push(decision),
    }
}
