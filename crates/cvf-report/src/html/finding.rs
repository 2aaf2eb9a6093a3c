//! Findings as the page shows them: those about one text of a copy share a card.

use super::{Page, policy};
use crate::clean::{clip, visible};
use crate::evidence::{Crop, Exhibit};
use crate::inline::{Mark, marked};
use crate::said;
use cvf_check::{CopyReport, Finding, Rule};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Most characters of one text.
const TEXT: usize = 6_000;

/// Findings about one text.
pub(super) struct Card {
    pub(super) copy: usize,
    pub(super) severity: &'static str,
    /// Severities, rules and states of its findings, for the filters.
    pub(super) severities: String,
    pub(super) rules: String,
    pub(super) states: String,
    pub(super) open: bool,
    pub(super) findings: Vec<FindingView>,
    pub(super) competency: String,
    pub(super) level: String,
    pub(super) indicator: String,
    pub(super) place: String,
    /// What to do, each remedy once.
    pub(super) remedies: Vec<&'static str>,
    pub(super) expected: Option<Vec<MarkView>>,
    pub(super) found: Option<Vec<MarkView>>,
    /// Both texts as one.
    pub(super) merged: Vec<MarkView>,
    pub(super) attested: Vec<String>,
    pub(super) excerpt: Vec<PieceView>,
    pub(super) crop: Option<BoxedCrop>,
}

/// What is said of one finding.
pub(super) struct FindingView {
    pub(super) anchor: String,
    pub(super) rule: &'static str,
    pub(super) severity: &'static str,
    pub(super) status: String,
    pub(super) review: String,
    /// Other copies that have the same finding.
    pub(super) also: String,
    pub(super) meaning: bool,
    pub(super) confidence: String,
    pub(super) message: String,
}

/// A stretch of a text: `same`, `lost` or `added`.
pub(super) struct MarkView {
    pub(super) mark: &'static str,
    pub(super) text: String,
}

/// A stretch of the source around a finding.
pub(super) struct PieceView {
    pub(super) text: String,
    /// `unit` for what the finding is about, `word` for the words that differ, or nothing.
    pub(super) class: &'static str,
}

/// An image that is in the page once.
pub(super) struct CropView {
    pub(super) id: usize,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) uri: String,
}

/// A use of an image with its boxes.
pub(super) struct BoxedCrop {
    pub(super) id: usize,
    pub(super) page: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Width on the screen, in pixels of style sheets: finer than those of the image.
    pub(super) shown: u32,
    pub(super) boxes: Vec<[f64; 4]>,
    pub(super) text: String,
}

/// The images of a page, each once.
#[derive(Default)]
pub(super) struct Crops {
    all: Vec<(Arc<[u8]>, CropView)>,
}

impl Crops {
    fn add(&mut self, crop: &Crop) -> BoxedCrop {
        let known = self.all.iter().find(|(bytes, _)| *bytes == crop.image).map(|(_, view)| view.id);
        let id = known.unwrap_or_else(|| {
            let id = self.all.len() + 1;
            let uri = policy::data_uri(&crop.media_type, &crop.image);
            self.all.push((crop.image.clone(), CropView { id, width: crop.size.0, height: crop.size.1, uri }));
            id
        });
        let (width, height) = crop.size;
        BoxedCrop {
            id,
            page: crop.page,
            width,
            height,
            shown: (width * 3).div_ceil(4),
            boxes: crop.boxes.iter().map(sides).collect(),
            text: visible(&crop.text),
        }
    }

    pub(super) fn views(self) -> Vec<CropView> {
        self.all.into_iter().map(|(_, view)| view).collect()
    }
}

/// Left, top, width, height of a box given by its sides.
fn sides([left, top, right, bottom]: &[f64; 4]) -> [f64; 4] {
    let tenths = |pixels: f64| (pixels.max(0.0) * 10.0).round() / 10.0;
    [tenths(*left), tenths(*top), tenths(right - left), tenths(bottom - top)]
}

/// What a finding is shown in.
pub(super) struct Context<'a> {
    pub(super) page: Page<'a>,
    pub(super) copy: &'a CopyReport,
    pub(super) number: usize,
}

/// The finding's address within the page: the same in every run.
pub(super) fn anchor(copy: &CopyReport, finding: &Finding) -> String {
    let hash = blake3::hash(format!("{}\u{3}{}", copy.source, finding.fingerprint).as_bytes());
    format!("f-{}", hash.to_hex().chars().take(12).collect::<String>())
}

/// The cards of a copy, each where its first finding stands.
pub(super) fn cards(context: &Context<'_>, crops: &mut Crops) -> Vec<Card> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in &context.copy.findings {
        match groups.iter_mut().find(|group| is_about_same_text(group[0], finding)) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups.iter().map(|group| card(context, group, crops)).collect()
}

/// True for changes in one print of one statement.
fn is_about_same_text(one: &Finding, other: &Finding) -> bool {
    let of_text =
        |f: &Finding| f.indicator.is_some() && f.expected.is_some() && f.found.is_some() && !is_about_place(f);
    let same = (&one.indicator, &one.expected, &one.found) == (&other.indicator, &other.expected, &other.found);
    same && of_text(one)
}

fn is_about_place(finding: &Finding) -> bool {
    matches!(finding.rule, Rule::Moved | Rule::Duplicate | Rule::Reordered | Rule::Split | Rule::Merged)
}

fn card(context: &Context<'_>, findings: &[&Finding], crops: &mut Crops) -> Card {
    let first = findings[0];
    let Texts { expected, found, merged } = texts_of(first);
    let exhibit = context.page.evidence.of(&context.copy.source, &first.fingerprint);
    let shown = |text: &Option<String>| clip(&visible(text.as_deref().unwrap_or_default()), 300);
    let gravest = findings.iter().map(|f| f.severity).max().unwrap_or(first.severity);
    let each = |of: &dyn Fn(&Finding) -> String| {
        let all: BTreeSet<String> = findings.iter().map(|f| of(f)).collect();
        all.into_iter().collect::<Vec<_>>().join(" ")
    };
    let mut remedies: Vec<&'static str> = findings.iter().map(|f| f.rule.info().remedy).collect();
    remedies.dedup();
    Card {
        copy: context.number,
        severity: gravest.name(),
        severities: each(&|f| f.severity.name().to_owned()),
        rules: each(&|f| f.rule.info().id.to_owned()),
        states: each(&|f| visible(&f.status)),
        open: findings.iter().any(|f| f.is_open()),
        findings: findings.iter().map(|f| view(context, f)).collect(),
        competency: shown(&first.competency),
        level: shown(&first.level),
        indicator: shown(&first.indicator),
        place: said::place(&first.at),
        remedies,
        expected,
        found,
        merged,
        attested: findings.iter().flat_map(|f| attested(context, f)).collect(),
        excerpt: excerpt(exhibit, findings),
        crop: match exhibit {
            Some(Exhibit::Crop(crop)) => Some(crops.add(crop)),
            _ => None,
        },
    }
}

fn view(context: &Context<'_>, finding: &Finding) -> FindingView {
    FindingView {
        anchor: anchor(context.copy, finding),
        rule: finding.rule.info().id,
        severity: finding.severity.name(),
        status: visible(&finding.status),
        review: said::review(finding).unwrap_or_default(),
        also: said::also(context.page.report, context.copy, finding).unwrap_or_default(),
        meaning: finding.meaning,
        confidence: format!("{:.0} %", finding.confidence * 100.0),
        message: clip(&visible(&finding.message), 600),
    }
}

/// The texts of a finding, each alone and both as one.
#[derive(Default)]
struct Texts {
    expected: Option<Vec<MarkView>>,
    found: Option<Vec<MarkView>>,
    merged: Vec<MarkView>,
}

/// Both texts with their marks; rules about the place show texts without marks.
fn texts_of(finding: &Finding) -> Texts {
    let cut = |text: &Option<String>| text.as_deref().map(|t| clip(t, TEXT));
    match (cut(&finding.expected), cut(&finding.found)) {
        (Some(e), Some(f)) if !is_about_place(finding) => {
            let merged = marks(&e, &f);
            let without = |left: &str| merged.iter().filter(|m| m.mark != left).map(copy_of).collect();
            Texts { expected: Some(without("added")), found: Some(without("lost")), merged }
        }
        (Some(e), None) => Texts { expected: Some(vec![whole("lost", &e)]), ..Texts::default() },
        (None, Some(f)) => Texts { found: Some(vec![whole("added", &f)]), ..Texts::default() },
        (e, f) => {
            let same = |t: String| vec![whole("same", &t)];
            Texts { expected: e.map(same), found: f.map(same), merged: Vec::new() }
        }
    }
}

fn copy_of(view: &MarkView) -> MarkView {
    MarkView { mark: view.mark, text: view.text.clone() }
}

fn whole(mark: &'static str, text: &str) -> MarkView {
    MarkView { mark, text: visible(text) }
}

/// Two texts as one, word by word.
pub(super) fn marks(expected: &str, found: &str) -> Vec<MarkView> {
    let name = |mark| match mark {
        Mark::Same => "same",
        Mark::Lost => "lost",
        Mark::Added => "added",
    };
    marked(expected, found).into_iter().map(|(mark, text)| whole(name(mark), &text)).collect()
}

/// Who has the canon's text, and who reads otherwise.
fn attested(context: &Context<'_>, finding: &Finding) -> Vec<String> {
    let (Some(apparatus), Some(id)) = (context.page.apparatus, &finding.indicator) else { return Vec::new() };
    let lines = crate::attested(apparatus, id, &finding.changes);
    lines.into_iter().map(|l| clip(&visible(&l), 600)).collect()
}

/// The text around a finding, the words that differ marked once more. Line ends are kept;
/// nothing else that is unseen is.
fn excerpt(exhibit: Option<&Exhibit>, findings: &[&Finding]) -> Vec<PieceView> {
    let Some(Exhibit::Excerpt(pieces)) = exhibit else { return Vec::new() };
    let shown = |text: &str| text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
    let view = |(text, class): (&str, &'static str)| PieceView { text: shown(text), class };
    let parts =
        pieces.iter().flat_map(|p| if p.marked { words(&p.text, findings) } else { vec![(p.text.as_str(), "")] });
    parts.filter(|(text, _)| !text.is_empty()).map(view).collect()
}

/// A text cut around the changed words of findings, where they stand in it once.
fn words<'a>(text: &'a str, findings: &[&Finding]) -> Vec<(&'a str, &'static str)> {
    let changed = findings.iter().flat_map(|f| &f.changes).map(|c| c.found.trim());
    let once = |found: &str| {
        let mut places = text.match_indices(found).filter(|(at, f)| is_whole(text, *at, f.len()));
        places.next().filter(|_| places.next().is_none()).map(|(at, f)| at..at + f.len())
    };
    let mut places: Vec<Range<usize>> =
        changed.filter(|f| !f.is_empty() && f.len() < text.len()).filter_map(once).collect();
    places.sort_by_key(|place| place.start);
    let (mut pieces, mut end) = (Vec::new(), 0);
    for place in places {
        if place.start >= end {
            pieces.extend([(&text[end..place.start], "unit"), (&text[place.clone()], "word")]);
            end = place.end;
        }
    }
    pieces.push((&text[end..], "unit"));
    pieces
}

/// True if a stretch neither begins nor ends inside a word.
fn is_whole(text: &str, at: usize, len: usize) -> bool {
    let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    before && text[at + len..].chars().next().is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_whole_or_it_is_not_marked() {
        assert!(is_whole("I am in it", 5, 2));
        assert!(!is_whole("I am inside", 5, 2));
    }
}
