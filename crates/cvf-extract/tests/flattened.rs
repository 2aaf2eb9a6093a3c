//! Generated pages, flattened and read back.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf_document::Document;
use cvf_extract::{Attested, AttestedStatement, Extraction, Layout, MatrixRow, Options, extract_with, flatten};
use cvf_framework::{Method, Profiles, Route, Unit};

const NAMES: [&str; 3] = ["Working with Others", "Keeping Records", "Finding Answers"];

/// Four items of a column at a level, made up.
fn items(column: usize, level: usize) -> Vec<String> {
    let who = ["colleagues from the other boats", "the harbour office and its visitors", "new pilots and their crews"];
    let how = ["in plain words that all can follow", "before the tide turns", "with care for what was agreed"];
    let what = [
        ["Listens to", "Shares what is known with", "Offers help to", "Asks for the views of"],
        ["Writes down the wishes of", "Checks every entry made for", "Keeps the log open for", "Files the reports of"],
        ["Looks for the needs of", "Tests each plan drawn up with", "Compares the routes of", "Settles the doubts of"],
    ];
    let item = |i: usize| format!("{} {} {}", what[column][i], who[(i + level) % 3], how[(i + column + level) % 3]);
    (0..4).map(item).collect()
}

fn row(level: usize) -> MatrixRow {
    MatrixRow { label: level.to_string(), cells: (0..3).map(|c| items(c, level)).collect() }
}

fn document(seed: u64) -> (Document, Vec<MatrixRow>) {
    let mut text = String::new();
    for level in [1, 4, 5] {
        let cells: Vec<String> = row(level).cells.iter().map(|c| format!(" • {}", c.join(" • "))).collect();
        let (names, cells) = (NAMES.join("\t"), cells.join("\t"));
        text += &format!("\n\nPilotage\n\n\tAt the Harbour\t\t\n\t{names}\n{level}\t{cells}\n");
    }
    let (page, rows) = flatten(&[row(2), row(3)], &Layout { slips: 0.0, ..Layout::draw(seed) }, seed);
    text += &format!("\n\nAt the Harbour {} {page}\n", NAMES.join(" "));
    (cvf_text::read(text.as_bytes()).unwrap().value, rows)
}

fn read(document: &Document, evidence: &Attested) -> Extraction {
    let profiles = Profiles::built_in();
    extract_with("made-up", document, Options { evidence, ..Options::new(&profiles) }).value
}

fn signs(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn words(texts: &[String]) -> Vec<&str> {
    let mut words: Vec<&str> = texts.iter().flat_map(|t| t.split(' ')).collect();
    words.sort_unstable();
    words
}

#[test]
fn every_word_is_used_once_whatever_is_read() {
    for seed in 0..6 {
        let (document, rows) = document(seed);
        let read = read(&document, &Attested::none());
        assert!(read.ledger.balances(), "seed {seed}");
        let found: Vec<&Unit> = read.witness.units.iter().filter(|u| u.method == Method::Flattened).collect();
        if found.is_empty() {
            let left = read.witness.residue.iter().any(|r| r.reason == "unplaced" && r.text.len() > 400);
            assert!(left, "seed {seed}: a page that is not read is residue");
            continue;
        }
        let expected: Vec<String> = rows.iter().flat_map(|r| r.cells.concat()).collect();
        let texts: Vec<String> = found.iter().map(|u| u.text.clone()).collect();
        assert_eq!(words(&texts), words(&expected), "seed {seed}");
        assert!(found.iter().all(|u| u.route.level.is_some() && u.route.sub_competency.is_some()));
        for unit in found {
            let cut = unit.at.chars.iter().map(|r| document.stream[r[0]..r[1]].iter().collect::<String>());
            assert_eq!(signs(&cut.collect::<String>()), signs(&unit.text), "seed {seed}");
        }
    }
}

#[test]
fn with_a_canon_at_hand_practically_all_is_read() {
    let (mut right, mut all) = (0, 0);
    for seed in 0..6 {
        let (document, rows) = document(seed);
        let cells = || rows.iter().flat_map(|row| row.cells.iter().zip(NAMES).map(move |(c, n)| (&row.label, c, n)));
        let mut evidence = Attested::none();
        for (label, cell, name) in cells() {
            for text in cell {
                let (sub_competency, level) = (Some(name.to_owned()), Some(label.clone()));
                let route = Route { sub_competency, level, ..Route::default() };
                evidence.add(AttestedStatement { text: text.clone(), route, item: true });
            }
        }
        let read = read(&document, &evidence);
        for (label, cell, name) in cells() {
            all += cell.len();
            let here =
                |u: &&Unit| u.route.level.as_ref() == Some(label) && u.route.sub_competency.as_deref() == Some(name);
            let found: Vec<&str> = read.witness.units.iter().filter(here).map(|u| u.text.as_str()).collect();
            right += cell.iter().filter(|t| found.contains(&t.as_str())).count();
        }
    }
    // The made-up items share most of their words, which is harder than a real matrix.
    assert!(right * 100 >= all * 90, "{right} of {all}");
}
