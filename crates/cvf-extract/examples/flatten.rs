//! How well flattened pages are read.
//!
//! `flatten compare SOURCE EXPECTED [OTHER…]` reads a document, with other texts beside it, and
//! compares its flattened items with those expected.
//!
//! `flatten measure SOURCE SEEDS [canon]` takes the tabular pages of a document, flattens two
//! rows of some of their columns, and reads them back with the rest of the document beside
//! them; with `canon`, with the flattened cells as another text beside it.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measuring tool")]

use cvf_extract::{Attested, AttestedStatement, Layout, MatrixRow, Options, extract, extract_with, flatten};
use cvf_framework::{Method, Profiles, Route, Unit, yaml};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[derive(serde::Deserialize)]
struct Place {
    place: String,
    #[allow(dead_code, reason = "part of the file's shape")]
    kind: String,
    texts: Vec<String>,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("measure") => measure(&args[1], args[2].parse().unwrap(), args.get(3).is_some()),
        Some("compare") => compare(&args[1], &args[2], &args[3..]),
        _ => println!("flatten compare SOURCE EXPECTED [OTHER…]\nflatten measure SOURCE SEEDS [canon]"),
    }
}

fn place(unit: &Unit) -> String {
    let r = &unit.route;
    let level = r.level.as_ref().map(|l| format!("level {l}"));
    let names = [r.cluster.clone(), r.competency.clone(), r.sub_competency.clone(), level];
    names.into_iter().flatten().collect::<Vec<_>>().join(" > ")
}

fn compare(source: &str, expected: &str, others: &[String]) {
    let places: Vec<Place> = yaml::from_str(&fs::read_to_string(expected).unwrap()).unwrap();
    let expected: BTreeSet<(String, String)> =
        places.into_iter().flat_map(|p| p.texts.into_iter().map(move |t| (p.place.clone(), t))).collect();
    let profiles = Profiles::built_in();
    let mut evidence = Attested::none();
    for other in others {
        let document = cvf_text::read(&fs::read(other).unwrap()).unwrap().value;
        evidence.add_witness(&extract(other, &document, &profiles).value.witness);
    }
    let document = cvf_text::read(&fs::read(source).unwrap()).unwrap().value;
    let read = extract_with(source, &document, Options { evidence: &evidence, ..Options::new(&profiles) });
    let units = read.value.witness.units;
    let mut pages: BTreeMap<String, [usize; 4]> = Default::default();
    for unit in units.iter().filter(|u| u.method == Method::Flattened) {
        let right = usize::from(expected.contains(&(place(unit), unit.text.clone())));
        let sure = usize::from(!unit.unsure);
        for page in [unit.route.cluster.clone().unwrap_or_default(), "~all".to_owned()] {
            let count = pages.entry(page).or_default();
            [1, right, sure, sure * right].iter().zip(count).for_each(|(n, c)| *c += n);
        }
        if right == 0 {
            println!("{:.2} {} | {}", unit.confidence, place(unit), unit.text);
        }
    }
    for (page, [all, right, sure, sure_right]) in pages {
        println!("{page}: {right} of {all} exact; {sure_right} of {sure} sure ones");
    }
    println!("balances: {}", read.value.ledger.balances());
}

/// Cluster, competency and sub-competency; or sub-competency, level and text.
type Names = (String, String, String);

/// A column of a matrix: names, and items by level.
type Columns = BTreeMap<Names, BTreeMap<String, Vec<String>>>;

/// Numbers of one generated page.
#[derive(Default)]
struct Count {
    all: usize,
    right: usize,
    by_confidence: Vec<(f64, bool, bool)>,
}

fn measure(source: &str, seeds: u64, canon: bool) {
    let document = cvf_text::read(&fs::read(source).unwrap()).unwrap().value;
    let witness = extract(source, &document, &Profiles::built_in()).value.witness;
    let mut columns = Columns::new();
    for unit in witness.units.iter().filter(|u| u.method != Method::Flattened) {
        let r = &unit.route;
        let (Some(cluster), Some(competency), Some(sub), Some(level)) =
            (&r.cluster, &r.competency, &r.sub_competency, &r.level)
        else {
            continue;
        };
        let names = (cluster.clone(), competency.clone(), sub.clone());
        columns.entry(names).or_default().entry(level.clone()).or_default().push(unit.text.clone());
    }
    let mut total = Count::default();
    for seed in 0..seeds {
        let count = one(&columns, seed, canon);
        println!("seed {seed}: {} of {} exact", count.right, count.all);
        total.all += count.all;
        total.right += count.right;
        total.by_confidence.extend(count.by_confidence);
    }
    println!("all: {} of {} exact = {:.3}", total.right, total.all, total.right as f64 / total.all as f64);
    let sure = total.by_confidence.iter().filter(|c| c.2);
    let (n, right) = sure.fold((0, 0), |(n, r), c| (n + 1, r + usize::from(c.1)));
    println!("sure: {right} of {n} = {:.3}", right as f64 / n as f64);
    for least in [0.97, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5] {
        let kept: Vec<bool> = total.by_confidence.iter().filter(|c| c.0 >= least).map(|c| c.1).collect();
        let right = kept.iter().filter(|r| **r).count();
        println!("  at least {least}: {right} of {} = {:.3}", kept.len(), right as f64 / kept.len() as f64);
    }
}

/// Flattens two levels of some columns and reads them back.
fn one(columns: &Columns, seed: u64, canon: bool) -> Count {
    let names: Vec<&Names> = columns.keys().collect();
    let width = 2 + (seed as usize * 7 + 2) % 5;
    let from = (seed as usize * 5) % names.len();
    let shared = |chosen: &[&Names]| -> Vec<String> {
        let levels = columns[chosen[0]].keys().filter(|l| chosen.iter().all(|n| columns[n].contains_key(*l)));
        levels.cloned().collect()
    };
    let mut chosen: Vec<&Names> = Vec::new();
    for i in 0..names.len() {
        let next = names[(from + i) % names.len()];
        let mut more = chosen.clone();
        more.push(next);
        if chosen.len() < width && shared(&more).len() >= 2 {
            chosen = more;
        }
    }
    chosen.sort();
    let levels = shared(&chosen);
    let at = seed as usize % (levels.len() - 1);
    let levels = &levels[at..at + 2];
    let row =
        |l: &String| MatrixRow { label: l.clone(), cells: chosen.iter().map(|n| columns[n][l].clone()).collect() };
    let rows: Vec<MatrixRow> = levels.iter().map(row).collect();
    let layout = Layout::draw(seed);
    let (text, read) = flatten(&rows, &layout, seed);
    let page = format!("{} {text}", heads(&chosen));
    let document = format!("{}\n\n{page}\n", tables(columns, &chosen, levels));
    let mut evidence = Attested::none();
    if canon {
        for (row, (c, name)) in rows.iter().flat_map(|r| chosen.iter().enumerate().map(move |c| (r, c))) {
            for text in &row.cells[c] {
                let route = Route {
                    cluster: Some(name.0.clone()),
                    competency: Some(name.1.clone()),
                    sub_competency: Some(name.2.clone()),
                    level: Some(row.label.clone()),
                    ..Route::default()
                };
                evidence.add(AttestedStatement { text: text.clone(), route, item: true });
            }
        }
    }
    let expected: BTreeSet<Names> = read
        .iter()
        .flat_map(|r| {
            r.cells
                .iter()
                .zip(&chosen)
                .flat_map(move |(c, n)| c.iter().map(move |t| (n.2.clone(), r.label.clone(), t.clone())))
        })
        .collect();
    let document = cvf_text::read(document.as_bytes()).unwrap().value;
    let profiles = Profiles::built_in();
    let extracted = extract_with("generated", &document, Options { evidence: &evidence, ..Options::new(&profiles) });
    assert!(extracted.value.ledger.balances(), "seed {seed}");
    extracted.warnings.iter().for_each(|w| println!("  {}", w.message));
    let mut count = Count { all: expected.len(), ..Count::default() };
    for unit in extracted.value.witness.units.iter().filter(|u| u.method == Method::Flattened) {
        let r = &unit.route;
        let key =
            (r.sub_competency.clone().unwrap_or_default(), r.level.clone().unwrap_or_default(), unit.text.clone());
        let right = expected.contains(&key);
        count.right += usize::from(right);
        count.by_confidence.push((unit.confidence, right, !unit.unsure));
    }
    count
}

/// The names over the columns, as a flattened page prints them.
fn heads(chosen: &[&Names]) -> String {
    let mut competencies: Vec<&str> = chosen.iter().map(|n| n.1.as_str()).collect();
    competencies.dedup();
    let subs: Vec<&str> = chosen.iter().map(|n| n.2.as_str()).collect();
    format!("{} {}", competencies.join(" "), subs.join(" "))
}

/// All other cells as tabular pages.
fn tables(columns: &Columns, chosen: &[&Names], levels: &[String]) -> String {
    let mut out = String::new();
    let mut groups: BTreeMap<(&String, &String), Vec<&Names>> = BTreeMap::new();
    columns.keys().for_each(|n| groups.entry((&n.0, &n.1)).or_default().push(n));
    for ((cluster, competency), names) in groups {
        let all: BTreeSet<&String> = names.iter().flat_map(|n| columns[*n].keys()).collect();
        for level in all {
            let here: Vec<&&Names> = names
                .iter()
                .filter(|n| columns[**n].contains_key(level) && !(chosen.contains(*n) && levels.contains(level)))
                .collect();
            if here.is_empty() {
                continue;
            }
            let tabs = "\t".repeat(here.len() - 1);
            let subs: Vec<&str> = here.iter().map(|n| n.2.as_str()).collect();
            let cells: Vec<String> = here.iter().map(|n| format!(" • {}", columns[**n][level].join(" • "))).collect();
            out += &format!(
                "\n\n{cluster}\n\n\t{competency}{tabs}\n\t{}\n{level}\t{}\n",
                subs.join("\t"),
                cells.join("\t")
            );
        }
    }
    out
}
