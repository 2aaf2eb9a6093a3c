//! Suspect paragraphs → units, or residue with a warning.

use super::attested::{Attested, AttestedStatement};
use super::counts::Sample;
use super::decode::{Effort, Job, Lore, Outcome, Sure, glance, samples, solve};
use super::heads::{Heads, RawWord, heads};
use super::lexicon::{Lexicon, Sign};
use super::names::{Known, key};
use super::page::{Border, Page, PageWord};
use super::row_labels::{RowLabel, labels};
use super::search::MOST_COLUMNS;
use super::{Doubt, Suspect};
use crate::draft::{Draft, Drafts};
use cvf_document::{Document, Text, Warning, marker};
use cvf_framework::{Kind, Method, Part, Profiles, Route};
use std::collections::{BTreeMap, BTreeSet};

/// Items at least this sure are given out without a mark.
const SURE: f64 = 0.69;
/// Least gain of the best width over the usual one, and least score, both per word.
const LEAST_PEAK: f64 = 0.05;
const LEAST_SCORE: f64 = -0.6;
/// Weight of the document's paragraphs that are no behaviours, and of a statement of another
/// text that stands on the page.
const PROSE: f64 = 0.5;
const SISTER: f64 = 4.0;
/// Share of a statement's neighbours that stand on the page if it is one of the page's.
const ON_PAGE: f64 = 0.55;

/// A suspect paragraph with what was found of its shape.
struct Found {
    words: Vec<(RawWord, Text)>,
    signs: Vec<Text>,
    heads: Heads,
    labels: Vec<RowLabel>,
    /// Words of the cells, as indices of `words`.
    cells: Vec<usize>,
}

/// A suspect with the ways of reading the names over its columns, each with its page.
struct Case<'a> {
    suspect: &'a Suspect,
    ways: Vec<(Found, Job)>,
}

/// Reads the suspects of a document; what cannot be read is residue.
pub(crate) fn recover(drafts: &mut Drafts, document: &Document, profiles: &Profiles, evidence: &Attested) {
    let suspects = std::mem::take(&mut drafts.suspects);
    if suspects.is_empty() {
        return;
    }
    let others = evidence.statements.iter().map(|s| &s.route);
    let known = Known::of(drafts.units.iter().map(|d| (d.kind, &d.route)), others);
    let mut lexicon = Lexicon::default();
    let mut cases = Vec::new();
    for suspect in &suspects {
        match find(suspect, &known, profiles) {
            Ok(ways) => {
                let with_job = |found: Found| {
                    let job = job(&found, &known, drafts, evidence, &mut lexicon);
                    (found, job)
                };
                cases.push(Case { suspect, ways: ways.into_iter().map(with_job).collect() });
            }
            Err(why) => refuse(drafts, document, suspect, why),
        }
    }
    let all: Vec<&Job> = cases.iter().filter_map(|c| c.ways.first()).map(|(_, job)| job).collect();
    let lore = lore(drafts, &all, evidence, &mut lexicon);
    let (suspects, pages): (Vec<&Suspect>, Vec<(Found, Job)>) =
        cases.into_iter().filter_map(|case| Some((case.suspect, likeliest(case.ways, &lore)?))).unzip();
    let (pages, jobs): (Vec<Found>, Vec<Job>) = pages.into_iter().unzip();
    let outcomes = solve(&jobs, &lore, Effort::default());
    for ((suspect, page), outcome) in suspects.into_iter().zip(&pages).zip(outcomes) {
        match outcome.as_ref().map(judge) {
            Some(Ok(outcome)) => {
                let place = document.place(&suspect.text);
                drafts.warnings.push(Warning::new("flattened", said(page, outcome)).at(place));
                give(drafts, page, outcome);
            }
            Some(Err(why)) => refuse(drafts, document, suspect, why),
            None => refuse(drafts, document, suspect, "columns were read across, and no way to undo it fits"),
        }
    }
}

/// The way of reading the names whose columns the words fit best.
fn likeliest(mut ways: Vec<(Found, Job)>, lore: &Lore) -> Option<(Found, Job)> {
    if ways.len() < 2 {
        return ways.pop();
    }
    let scored = ways.into_iter().map(|way| (glance(&way.1, lore), way));
    scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, way)| way)
}

fn judge(outcome: &Outcome) -> Result<&Outcome, &'static str> {
    if outcome.fit.peak < LEAST_PEAK {
        return Err("columns seem to be read across, but no width of a column stands out");
    }
    if outcome.score < LEAST_SCORE {
        return Err("columns seem to be read across, but put back together they make poor sense");
    }
    Ok(outcome)
}

/// What a page was taken for.
fn said(page: &Found, outcome: &Outcome) -> String {
    let (fit, all) = (&outcome.fit, outcome.items.len());
    let sure = outcome.items.iter().filter(|i| i.sure >= SURE).count();
    format!(
        "{} columns were read across and are put back together, {sure} of {all} items surely: column {:.1} em wide in {}, \
         score {:.2} a word",
        page.heads.columns.len(),
        fit.width,
        fit.face.name(),
        outcome.score
    )
}

fn refuse(drafts: &mut Drafts, document: &Document, suspect: &Suspect, why: &str) {
    drafts.unplaced(document, &suspect.text, why);
}

/// Words without stars, names, labels, in each way of reading the names; or why the paragraph
/// cannot be read.
fn find(suspect: &Suspect, known: &Known, profiles: &Profiles) -> Result<Vec<Found>, &'static str> {
    let (words, signs) = raw_words(suspect);
    let raw: Vec<RawWord> = words.iter().map(|(raw, _)| raw.clone()).collect();
    let ways = heads(&raw, known, profiles);
    if ways.is_empty() {
        return Err("columns were read across, so this is no list and no sentence, and their names are not known");
    }
    let found = |heads: Heads| {
        let labels = labels(&raw, heads.body.clone(), &heads.columns, known);
        let taken: BTreeSet<usize> = labels.iter().flat_map(|l| l.words.iter().copied()).collect();
        let cells: Vec<usize> = heads.body.clone().filter(|i| !taken.contains(i)).collect();
        Found { words: words.clone(), signs: signs.clone(), heads, labels, cells }
    };
    let ways = ways.into_iter().filter(|h| h.columns.len() <= MOST_COLUMNS).map(found);
    let ways: Vec<Found> = ways.collect();
    if ways.is_empty() {
        return Err("columns were read across, more of them than can be told apart");
    }
    let enough = |f: &Found| f.cells.len() >= 2 * f.heads.columns.len() && f.cells.len() < usize::from(u16::MAX) - 2;
    let ways: Vec<Found> = ways.into_iter().filter(enough).collect();
    if ways.is_empty() { Err("columns were read across, but there is too little text to tell") } else { Ok(ways) }
}

/// The words of a paragraph without bullets and stars, and the signs taken off.
fn raw_words(suspect: &Suspect) -> (Vec<(RawWord, Text)>, Vec<Text>) {
    let (mut words, mut signs) = (Vec::new(), Vec::new());
    let mut bullet = suspect.marked;
    for (range, word) in suspect.text.words() {
        let text = suspect.text.slice(range);
        let lead = word.chars().take_while(|c| marker::is_bullet(*c)).count();
        let stars = word.chars().skip(lead).take_while(|c| *c == '*').count();
        let tail = word.chars().rev().take_while(|c| *c == '*').count();
        let (from, to) = (lead + stars, text.len() - tail.min(text.len() - lead - stars));
        signs.extend((from > 0).then(|| text.slice(0..from)));
        signs.extend((to < text.len()).then(|| text.slice(to..text.len())));
        bullet |= lead > 0;
        if from < to {
            let bare = text.slice(from..to);
            let raw = RawWord { printed: bare.as_str().to_owned(), bullet, opens: stars > 0, closes: to < text.len() };
            words.push((raw, bare));
            bullet = false;
        }
    }
    (words, signs)
}

fn name(route: &Route) -> &str {
    route.sub_competency.as_deref().or(route.competency.as_deref()).unwrap_or_default()
}

/// The page for the search.
fn job(found: &Found, known: &Known, drafts: &Drafts, evidence: &Attested, lexicon: &mut Lexicon) -> Job {
    let mut words: Vec<PageWord> = Vec::with_capacity(found.cells.len());
    let mut border = Border::None;
    for i in found.heads.body.clone() {
        let label = found.labels.iter().position(|l| l.words.contains(&i));
        if let Some(row) = label {
            let first = found.labels[row].words[0] == i;
            border = if first { Border::Row(row) } else { Border::Part };
            continue;
        }
        let raw = &found.words[i].0;
        let sign = lexicon.sign(&raw.printed);
        words.push(PageWord { printed: raw.printed.clone(), sign, bullet: raw.bullet, border });
        border = Border::None;
    }
    let columns = &found.heads.columns;
    let rows = found.labels.len().max(1);
    let page = Page { words, columns: columns.len(), rows, items: known.items };
    let topics = columns.iter().map(|route| topic(route, columns, drafts, evidence, lexicon)).collect();
    let mut cells = BTreeMap::new();
    for (c, route) in columns.iter().enumerate() {
        for (r, label) in found.labels.iter().enumerate() {
            let of = evidence.statements.iter().filter(|s| s.item && is_cell(s, route, &label.level));
            let signs: Vec<Sign> = of.flat_map(|s| lexicon.signs(&s.text)).collect();
            if !signs.is_empty() {
                cells.insert((r, c), signs);
            }
        }
    }
    Job { page, topics, cells, names: columns.iter().map(|r| key(name(r)).join(" ")).collect() }
}

fn is_cell(statement: &AttestedStatement, route: &Route, level: &str) -> bool {
    statement.route.level.as_deref() == Some(level) && statement.name().map(key) == Some(key(name(route)))
}

/// Words that belong to a column: those of its name, thrice, and of cells whose name shares a
/// word with it that no other column of the page has.
fn topic(route: &Route, all: &[Route], drafts: &Drafts, evidence: &Attested, lexicon: &mut Lexicon) -> Vec<Sign> {
    let own = key(name(route));
    let mut signs: Vec<Sign> = Vec::new();
    (0..3).for_each(|_| signs.extend(lexicon.signs(name(route))));
    let shares = |other: &str| {
        let other = key(&other.replace('/', " "));
        let word = |w: &&String| w.len() > 3 && other.contains(w);
        let closest = |r: &Route| key(name(r)).iter().filter(word).count();
        let score = own.iter().filter(word).count();
        score > 0 && all.iter().all(|r| closest(r) <= score)
    };
    for draft in drafts.units.iter().filter(|d| shares(name(&d.route))) {
        signs.extend(lexicon.signs(draft.text.as_str()));
    }
    let others = evidence.statements.iter().filter(|s| s.item && s.name().is_some_and(shares));
    others.for_each(|s| signs.extend(lexicon.signs(&s.text)));
    signs
}

/// Everything to learn from: the document's own units, and statements of other texts that stand
/// on the pages. Other statements of other texts are left out: how another author writes says
/// little about these pages, and made fewer items sure (60 of 120 instead of 90 on the matrix).
fn lore(drafts: &Drafts, jobs: &[&Job], evidence: &Attested, lexicon: &mut Lexicon) -> Lore {
    let behaviour = |d: &&Draft| d.kind.is_behaviour();
    let mut all = samples(drafts.units.iter().filter(behaviour).map(|d| d.text.as_str()), 1.0, true, lexicon);
    let rest = drafts.units.iter().filter(|d| !behaviour(d)).map(|d| d.text.as_str());
    all.extend(samples(rest, PROSE, false, lexicon));
    let mut neighbours: BTreeSet<(u32, u32)> = BTreeSet::new();
    for words in jobs.iter().flat_map(|j| j.page.words.windows(2)) {
        neighbours.insert((words[0].sign.word, words[1].sign.word));
    }
    for statement in evidence.statements.iter().filter(|s| s.item) {
        let sample = samples([statement.text.as_str()].into_iter(), SISTER, true, lexicon);
        let on_page = |s: &Sample| {
            let pairs = s.signs.windows(2).filter(|w| neighbours.contains(&(w[0].word, w[1].word))).count();
            pairs as f64 >= ON_PAGE * (s.signs.len().max(2) - 1) as f64
        };
        all.extend(sample.into_iter().filter(on_page));
    }
    Lore { samples: all, size: lexicon.len() }
}

/// Books everything a page consists of.
fn give(drafts: &mut Drafts, found: &Found, outcome: &Outcome) {
    found.signs.iter().for_each(|s| drafts.markers.push(s.clone()));
    for printed in &found.heads.printed {
        let name = join(found.words[printed.words.clone()].iter().map(|(_, t)| t));
        let part = printed.part;
        let route = found.heads.columns.iter().find(|r| r.part(part) == Some(name.as_str()));
        let mut route = route.cloned().unwrap_or_default();
        if part != Part::SubCompetency {
            route.sub_competency = None;
        }
        if part == Part::Cluster {
            route.competency = None;
        }
        drafts.heading(part, &name, &route);
    }
    for label in &found.labels {
        label.words.iter().for_each(|i| drafts.label(found.words[*i].1.clone()));
    }
    outcome.items.iter().for_each(|sure| unit(drafts, found, sure));
}

fn join<'a>(words: impl Iterator<Item = &'a Text>) -> Text {
    let mut text = Text::default();
    words.for_each(|w| text.join(w));
    text
}

fn unit(drafts: &mut Drafts, found: &Found, sure: &Sure) {
    let text = |words: &[u16]| join(words.iter().map(|w| &found.words[found.cells[usize::from(*w)]].1));
    let item = &sure.item;
    let level = found.labels.get(item.row).map(|l| l.level.clone());
    let route = Route { level, ..found.heads.columns[item.column].clone() };
    let whole = text(&item.words);
    if sure.sure < SURE {
        let other = sure.rival.as_ref().map(|(rival, _)| text(&rival.words).as_str().to_owned());
        let first = whole.offsets().first().copied().unwrap_or_default();
        drafts.doubts.insert(first, Doubt { other });
    }
    drafts.units.push(Draft {
        kind: Kind::Indicator,
        route,
        text: whole,
        method: Method::Flattened,
        confidence: (sure.sure * 99.0).round() / 100.0,
        inferred: Vec::new(),
        part_of: None,
    });
}
