//! One self-contained page for reviewers: overview, then findings with evidence. It loads
//! nothing, runs only its own script and is whole without it.

mod finding;
mod grid;
mod overview;
mod policy;

use crate::clean::{clip, visible};
use crate::evidence::Evidence;
use crate::said;
use askama::Template;
use cvf_check::{CopyProblem, Report, RuleInfo};
use cvf_collate::{Apparatus, Question, Shown};
use cvf_framework::Canon;
use finding::{Card, CropView};
use grid::Grid;
use overview::{Choice, CopyRow, RuleRow, Tile};

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The findings.
    pub report: &'a Report,
    /// The canon, for the coverage grids.
    pub canon: &'a Canon,
    /// Who attests the canon's readings, where known.
    pub apparatus: Option<&'a Apparatus>,
    /// Evidence from the copies.
    pub evidence: &'a Evidence,
}

const STYLE: &str = include_str!("../templates/report.css");
const SCRIPT: &str = include_str!("../templates/report.js");

#[derive(Template)]
#[template(path = "report.html")]
struct PageView {
    policy: String,
    style: &'static str,
    script: &'static str,
    title: String,
    canon: String,
    hash: String,
    tool: String,
    tiles: Vec<Tile>,
    questions: Vec<QuestionView>,
    stale: Vec<String>,
    problems: Vec<ProblemView>,
    passed_over: String,
    copies: Vec<CopyRow>,
    rules: Vec<RuleRow>,
    sections: Vec<Section>,
    documented: Vec<&'static RuleInfo>,
    filters: Vec<Filter>,
    crops: Vec<CropView>,
    total: usize,
}

/// A copy with its grid and findings.
struct Section {
    row: CopyRow,
    grid: Option<Grid>,
    cards: Vec<Card>,
}

/// A copy that was not checked.
struct ProblemView {
    name: String,
    why: String,
}

/// A question that a build leaves open.
struct QuestionView {
    why: String,
    texts: Vec<QuestionText>,
    /// Who prints what.
    who: Vec<String>,
    shown: Vec<ShownView>,
    accept: String,
    reject: String,
}

/// A statement that is asked about.
struct QuestionText {
    place: String,
    sure: String,
    marks: Vec<finding::MarkView>,
}

/// What a source prints there.
struct ShownView {
    source: String,
    pieces: Vec<ShownPiece>,
}

struct ShownPiece {
    text: String,
    marked: bool,
}

/// A list to choose from.
struct Filter {
    key: &'static str,
    label: &'static str,
    options: Vec<Choice>,
}

/// The report as one HTML file.
///
/// The text never depends on anything but its input, so the same report gives the same bytes.
pub fn html(page: Page<'_>) -> String {
    let report = page.report;
    let mut crops = finding::Crops::default();
    let sections: Vec<Section> = report.copies.iter().enumerate().map(|(i, _)| section(page, i, &mut crops)).collect();
    let edition = report.canon.edition.as_deref().unwrap_or_default();
    let canon = visible(format!("{} {edition}", report.canon.id).trim_end());
    let view = PageView {
        policy: policy::policy(STYLE, SCRIPT),
        style: STYLE,
        script: SCRIPT,
        title: format!("Findings against {canon}"),
        canon,
        hash: visible(&report.canon.hash),
        tool: visible(&report.tool),
        tiles: overview::tiles(report),
        questions: questions(page.apparatus),
        stale: page.apparatus.map(|a| a.stale.iter().map(|s| visible(s)).collect()).unwrap_or_default(),
        problems: report.problems.iter().map(problem).collect(),
        passed_over: passed_over(report.passed_over),
        copies: overview::copies(report),
        rules: overview::rules(report),
        documented: overview::documented(report),
        total: report.copies.iter().map(|c| c.findings.len()).sum(),
        filters: overview::filters(report),
        crops: crops.views(),
        sections,
    };
    // Rendering into a string cannot fail.
    view.render().unwrap_or_default()
}

fn section(page: Page<'_>, index: usize, crops: &mut finding::Crops) -> Section {
    let copy = &page.report.copies[index];
    let number = index + 1;
    let context = finding::Context { page, copy, number };
    Section {
        row: overview::row(copy, number),
        grid: grid::grid(page.canon, copy),
        cards: finding::cards(&context, crops),
    }
}

fn problem(problem: &CopyProblem) -> ProblemView {
    ProblemView { name: clip(&said::file(&problem.source), 300), why: said::problem(problem) }
}

/// How many files were no documents.
fn passed_over(number: usize) -> String {
    match number {
        0 => String::new(),
        1 => "1 file is no document and was passed over.".to_owned(),
        n => format!("{n} files are no documents and were passed over."),
    }
}

fn questions(apparatus: Option<&Apparatus>) -> Vec<QuestionView> {
    apparatus.map(|a| a.questions.iter().map(question).collect()).unwrap_or_default()
}

fn question(q: &Question) -> QuestionView {
    let text = |place: &str, text: &str, other: &str, sure: Option<f64>| QuestionText {
        place: visible(place),
        sure: sure.map_or(String::new(), |sure| format!("{sure:.2} sure")),
        marks: finding::marks(text, other),
    };
    let first = text(&q.place, q.text.as_str(), q.proposal.as_ref().unwrap_or(&q.text).as_str(), q.confidence);
    let also = q.also.iter().map(|a| text(&a.place, a.text.as_str(), a.proposal.as_str(), Some(a.confidence)));
    QuestionView {
        why: visible(&q.why),
        texts: [first].into_iter().chain(also).collect(),
        who: q.readings.iter().map(|r| visible(&format!("{}: {}", r.witnesses.join(", "), r.text))).collect(),
        shown: q.shown.iter().map(shown).collect(),
        accept: visible(&q.accept),
        reject: visible(&q.reject),
    }
}

/// Lines of a source in pieces, those of the statement marked.
fn shown(shown: &Shown) -> ShownView {
    let mut pieces = Vec::new();
    for line in &shown.lines {
        for part in line.split('⟦') {
            let (marked, rest) = part.split_once('⟧').unwrap_or(("", part));
            pieces.extend(
                [(marked, true), (rest, false)].map(|(text, marked)| ShownPiece { text: visible(text), marked }),
            );
        }
        pieces.push(ShownPiece { text: "\n".to_owned(), marked: false });
    }
    pieces.retain(|p| !p.text.is_empty());
    ShownView { source: visible(format!("{} {}", shown.source, shown.at).trim()), pieces }
}
