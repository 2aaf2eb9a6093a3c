//! Reviewers' decisions: about the canon's texts, and about findings.

use crate::Problem;
use crate::problem::{gives, line_of, lines_giving};
use cvf_check::{CopyReport, Finding, Review, Rule};
use cvf_collate::{Decision, NameDecision};
use cvf_framework::{Prose, yaml};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `decisions.yaml`: what reviewers decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Version of this file's shape.
    #[serde(default)]
    pub version: u32,
    /// What places of the canon say, in the order in which it was decided.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// What sources call something, in the order in which it was decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NameDecision>,
    /// What becomes of findings, in the order in which it was decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingDecision>,
}

/// What becomes of a finding, in `decisions.yaml` or in a baseline. It counts for one copy, for
/// all copies of a publisher, or, with neither, for every copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingDecision {
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// Its rule.
    pub rule: Rule,
    /// Id of the canon's statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The copy, from the folder of `cvf.yaml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
    /// The publisher of the copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// What was decided.
    pub verdict: Verdict,
    /// The canon's text when it was decided; if it is another now, the decision is stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Prose>,
    /// The copy's text when it was decided; if it is another now, the decision is stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Prose>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who decided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// When, as year-month-day.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// When it is to be looked at again, as year-month-day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// A decision about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The copy may differ: a local adaptation.
    Accepted,
    /// The copy is to be mended.
    Rejected,
    /// It was there when the baseline was made; nobody has looked at it.
    Known,
}

/// Which copies a decision counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The copy it was made about.
    #[default]
    Copy,
    /// All copies of its publisher.
    Publisher,
    /// Every copy.
    Everywhere,
}

/// Who decides, when and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub author: String,
    /// When, as year-month-day.
    pub date: String,
    /// Why.
    pub reason: String,
    /// When it is to be looked at again, as year-month-day.
    pub expires: Option<String>,
}

impl Decisions {
    /// Those that may be about an edition other than the current one, or about the current one.
    #[must_use]
    pub fn about(&self, edition: Option<&str>) -> Self {
        let is = |named: &Option<String>| named.is_none() || named.as_deref() == edition;
        let mut own = self.clone();
        own.decisions.retain(|d| is(&d.edition));
        own.names.retain(|d| is(&d.edition));
        own
    }
}

impl FindingDecision {
    /// A decision about a finding of a copy with a name and, perhaps, a publisher.
    pub fn about(
        finding: &Finding,
        verdict: Verdict,
        reach: Reach,
        copy: &str,
        publisher: Option<&str>,
        by: &Signature,
    ) -> Self {
        let publisher = publisher.filter(|_| reach == Reach::Publisher).map(str::to_owned);
        // Without a publisher the copy is the widest that is known to be meant.
        let is_copy = reach == Reach::Copy || (reach == Reach::Publisher && publisher.is_none());
        Self {
            fingerprint: finding.fingerprint.clone(),
            rule: finding.rule,
            place: finding.indicator.clone(),
            copy: is_copy.then(|| copy.to_owned()),
            publisher,
            verdict,
            was: finding.expected.as_deref().map(Prose::new),
            found: finding.found.as_deref().map(Prose::new),
            reason: by.reason.clone(),
            author: by.author.clone(),
            date: by.date.clone(),
            expires: by.expires.clone(),
        }
    }

    /// True if the texts are those under which it was decided.
    pub(crate) fn fits(&self, finding: &Finding) -> bool {
        let prose = |text: &Option<String>| text.as_deref().map(Prose::new);
        self.was == prose(&finding.expected) && self.found == prose(&finding.found)
    }

    /// What findings say of it.
    pub(crate) fn review(&self) -> Review {
        let some = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        Review {
            reason: self.reason.clone(),
            author: some(&self.author),
            date: some(&self.date),
            expires: self.expires.clone(),
        }
    }

    /// "typo take-ownership.1.1 in leaflet.txt".
    pub(crate) fn shown(&self) -> String {
        let place = self.place.as_deref().unwrap_or("an added text");
        let whose = self.copy.as_ref().or(self.publisher.as_ref()).map_or("every copy", String::as_str);
        format!("{} {place} in {whose}", self.rule.info().id)
    }
}

/// A copy as decisions name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyName {
    /// Its path from the folder of `cvf.yaml`.
    pub name: String,
    /// Its publisher, if `cvf.yaml` tells.
    pub publisher: Option<String>,
}

impl CopyName {
    /// The name of a copy that is no source: as it is reported.
    pub fn of(copy: &CopyReport) -> Self {
        Self { name: copy.source.clone(), publisher: None }
    }

    pub(crate) fn is_meant(&self, decision: &FindingDecision) -> bool {
        let copy = decision.copy.as_ref().is_none_or(|c| *c == self.name);
        copy && decision.publisher.as_ref().is_none_or(|p| self.publisher.as_ref() == Some(p))
    }
}

/// Reads the decisions.
///
/// # Errors
/// [`Problem`] with the place for a text that is no file of decisions.
pub fn decisions(path: &str, text: &str) -> Result<Decisions, Problem> {
    let decisions: Decisions = yaml::from_str(text).map_err(|e| Problem::in_yaml(path, text, e))?;
    dates(path, text, &decisions)?;
    twice(path, text, &decisions)?;
    let help = "give one of `reading`, `not_part: true`, `belongs_to`, `parts` and `one_with`";
    let (odd, what, help) = match decisions.decisions.iter().find_map(|d| Some((d, fault(d)?))) {
        None => return Ok(decisions),
        Some((odd, EMPTY)) => (odd, EMPTY, "where it is no part of the framework say `not_part: true`"),
        Some((odd, what)) => (odd, what, help),
    };
    let place = line_of(path, text, |l| gives(l, "place", &odd.place));
    Err(Problem::new(&place, format!("the decision about {} {what}", odd.place)).help(help))
}

/// What is said of a decision that would leave a statement without a word.
const EMPTY: &str = "gives an empty text";

/// What is wrong with a decision by itself.
fn fault(decision: &Decision) -> Option<&'static str> {
    let mut texts = decision.parts.iter().chain(&decision.reading);
    match decision.verdicts() {
        0 => Some("says nothing"),
        1 if decision.parts.len() == 1 => Some("has only one part"),
        1 => texts.any(|text| text.as_str().is_empty()).then_some(EMPTY),
        _ => Some("says more than one thing"),
    }
}

/// One question that is decided twice: nobody could say which of the two counts.
fn twice(path: &str, text: &str, all: &Decisions) -> Result<(), Problem> {
    let places: Vec<_> = all.decisions.iter().map(|d| (&d.place, (&d.edition, Some(&d.was)))).collect();
    let names: Vec<_> = all.names.iter().map(|d| (&d.name, (&d.edition, None))).collect();
    for (key, list) in [("place", places), ("name", names)] {
        for (at, (about, question)) in list.iter().enumerate() {
            let is_it = |other: &(&String, _)| other == &(*about, *question);
            let Some(first) = list[..at].iter().position(is_it) else { continue };
            let lines = entries_about(text, key, about);
            let line = |entry: usize| lines.get(list[..entry].iter().filter(|(other, _)| other == about).count());
            let place = line(at).map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"));
            let before = line(first).map_or_else(String::new, |line| format!(" in line {line}"));
            return Err(Problem::new(&place, format!("{about} is decided twice"))
                .help(format!("it is decided{before} already: keep one of the two")));
        }
    }
    Ok(())
}

/// Numbers of the lines that begin an entry about something; the same key stands deeper in
/// `one_with`.
fn entries_about(text: &str, key: &str, about: &str) -> Vec<usize> {
    let lines = lines_giving(text, key, about);
    let least = lines.iter().map(|(_, depth)| *depth).min().unwrap_or_default();
    // An entry in braces stands one further in.
    lines.into_iter().filter(|(_, depth)| *depth <= least + 1).map(|(line, _)| line).collect()
}

/// Days that are no dates.
fn dates(path: &str, text: &str, all: &Decisions) -> Result<(), Problem> {
    let texts = all.decisions.iter().map(|d| (&d.place, &d.expires));
    let named = all.names.iter().map(|d| (&d.name, &d.expires));
    let found = all.findings.iter().map(|d| (&d.fingerprint, &d.expires));
    let mut odd = texts.chain(named).chain(found).filter_map(|(about, day)| Some((about, day.as_ref()?)));
    if let Some((about, day)) = odd.find(|(_, day)| !is_date(day)) {
        let place = line_of(path, text, |l| l.starts_with("expires:") && l.contains(day.as_str()));
        return Err(no_date(&place, about));
    }
    Ok(())
}

pub(crate) fn no_date(place: &str, about: &str) -> Problem {
    Problem::new(place, format!("`expires` of {about} is no date")).help("write it as year-month-day: \"2027-01-31\"")
}

/// True for `2027-01-31`: such dates sort by time.
pub fn is_date(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range).and_then(|t| t.parse::<u32>().ok().filter(|_| t.bytes().all(|b| b.is_ascii_digit())))
    };
    let signs = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    signs && digits(0..4).is_some() && matches!(digits(5..7), Some(1..=12)) && matches!(digits(8..10), Some(1..=31))
}

/// The text of `decisions.yaml` after a change. What was there stays as it was written,
/// comments too, as long as decisions were only added; else only the comments at its top stay.
///
/// # Errors
/// [`Problem`] if the decisions cannot be written.
pub fn decisions_text(path: &str, old: Option<&str>, now: &Decisions) -> Result<String, Problem> {
    if let Some(old) = old.filter(|text| text.contains("\r\n")) {
        let text = decisions_text(path, Some(&old.replace("\r\n", "\n")), now)?;
        return Ok(text.replace('\n', "\r\n"));
    }
    if let Some(text) = old.and_then(|text| grown(text, now)) {
        return Ok(text);
    }
    let head = old.unwrap_or_default().lines().take_while(|l| l.starts_with('#')).map(|l| format!("{l}\n"));
    let body = yaml::to_string(now, None).map_err(|e| Problem::yaml(path, e))?;
    Ok(head.collect::<String>() + &body)
}

/// The old text with the new entries behind the old ones; `None` if that does not read as `now`.
fn grown(text: &str, now: &Decisions) -> Option<String> {
    let before: Decisions = yaml::from_str(text).ok()?;
    let (canon, findings) = (now.decisions.get(before.decisions.len()..)?, now.findings.get(before.findings.len()..)?);
    let text = with_entries(text, "decisions", &entries("decisions", canon)?);
    let text = with_entries(&text, "names", &entries("names", now.names.get(before.names.len()..)?)?);
    let text = with_entries(&text, "findings", &entries("findings", findings)?);
    (yaml::from_str::<Decisions>(&text).ok()? == *now).then_some(text)
}

/// The entries as lines below their key.
fn entries<T: Serialize>(key: &str, list: &[T]) -> Option<String> {
    if list.is_empty() {
        return Some(String::new());
    }
    let whole = yaml::to_string(&std::collections::BTreeMap::from([(key, list)]), None).ok()?;
    whole.split_once('\n').map(|(_, lines)| lines.to_owned())
}

/// Lines put at the end of a top-level list; the list is begun if it is not there.
fn with_entries(text: &str, key: &str, lines: &str) -> String {
    if lines.is_empty() {
        return text.to_owned();
    }
    let head = format!("{key}:");
    let mut out: Vec<&str> = text.lines().collect();
    let mut added: Vec<&str> = lines.lines().collect();
    match out.iter().position(|l| l.trim_end() == head || l.trim_end() == format!("{key}: []")) {
        Some(at) => {
            out[at] = &head;
            let below = |l: &&&str| l.starts_with([' ', '-', '#']) || l.is_empty();
            let mut end = at + 1 + out[at + 1..].iter().take_while(below).count();
            while out[end - 1].is_empty() {
                end -= 1;
            }
            out.splice(end..end, added);
        }
        None => {
            out.push(&head);
            out.append(&mut added);
        }
    }
    out.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_other_texts() {
        assert!(is_date("2027-01-31"));
        for bad in ["2027-1-31", "31.01.2027", "2027-13-01", "2027-00-10", "+027-01-01", "soon", ""] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn what_was_written_by_hand_stays() {
        let old = "# ours\nversion: 1\ndecisions:\n  # the lost I\n  - {place: a.1.1, was: x, reading: y, reason: r, author: b, date: '2026-01-01'} # why\n";
        let mut now: Decisions = yaml::from_str(old).unwrap();
        now.decisions.push(Decision { place: "b.1.1".to_owned(), ..now.decisions[0].clone() });
        let new = decisions_text("d", Some(old), &now).unwrap();
        assert!(new.starts_with(old) && new.contains("place: b.1.1"), "{new}");
        assert_eq!(yaml::from_str::<Decisions>(&new).unwrap(), now);
        let windows = decisions_text("d", Some(&old.replace('\n', "\r\n")), &now).unwrap();
        assert_eq!(windows, new.replace('\n', "\r\n"), "line ends stay as they are");
        now.decisions[0].reading = Some(Prose::new("z"));
        let whole = decisions_text("d", Some(&new), &now).unwrap();
        assert_eq!(yaml::from_str::<Decisions>(&whole).unwrap(), now, "a changed entry is written anew");
    }
}
