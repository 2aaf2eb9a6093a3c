//! Known faults planted in a canon, and how many of them a check finds.
//!
//! It prints the canon in several layouts, some of them destroyed, plants faults of every rule
//! alone and together, checks the copies and compares what was planted with what was found.
//! The same seed gives the same figures on every machine.

mod layout;
mod plant;
mod report;
mod rng;
mod score;
mod sheet;
mod slips;
mod web;
mod words;

pub use layout::Layout;
pub use report::text;
pub use score::{Score, Tally};

use cvf::{Canon, Checker, CopyReport, Profiles};
use plant::{Planted, SORTS};
use rayon::prelude::*;
use rng::Rng;
use sheet::{Block, Sheet};
use slips::Known;
use std::collections::{BTreeMap, BTreeSet};

/// How a self-test is run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Start of the numbers that choose places and words.
    pub seed: u64,
    /// Copies with one fault, and the same number with several.
    pub mutations: usize,
}

/// What a self-test found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Copies without a fault, by layout.
    pub clean: BTreeMap<Layout, Tally>,
    /// Copies with one fault.
    pub alone: Tally,
    /// Copies with several faults.
    pub combined: Tally,
    /// Paraphrases that quote nothing: findings are false alarms of `typo`, `wording`.
    pub paraphrases: Tally,
}

/// Runs the self-test on one canon.
pub fn run(canon: &Canon, profiles: &Profiles, settings: Settings) -> Outcome {
    let bench = Bench::new(canon, profiles);
    let whole = Layout::ALL.iter().map(|&l| (l, bench.tally(&Case::clean(l))));
    let parts = Layout::ALL.iter().map(|&l| (l, bench.parts(l)));
    let mut outcome = Outcome::default();
    for (layout, tally) in whole.chain(parts) {
        outcome.clean.entry(layout).or_default().add(tally);
    }
    let faulty = |most: usize| {
        let one =
            |n: usize| bench.tally(&Case { seed: settings.seed ^ ((n as u64) << 20), faults: most, ..Case::nth(n) });
        let tallies: Vec<Tally> = (0..settings.mutations).into_par_iter().map(one).collect();
        tallies.into_iter().fold(Tally::default(), |mut sum, t| {
            sum.add(t);
            sum
        })
    };
    outcome.alone = faulty(1);
    outcome.combined = faulty(MOST_FAULTS);
    outcome.paraphrases = bench.paraphrases();
    outcome
}

/// Most faults in one copy.
const MOST_FAULTS: usize = 25;

/// One copy.
#[derive(Clone, Copy, Debug)]
struct Case {
    number: usize,
    layout: Layout,
    seed: u64,
    faults: usize,
}

impl Case {
    fn nth(number: usize) -> Self {
        let layout = Layout::ALL[number % Layout::ALL.len()];
        Self { number, layout, seed: 0, faults: 0 }
    }

    fn clean(layout: Layout) -> Self {
        Self { number: 0, layout, seed: 0, faults: 0 }
    }
}

struct Bench<'a> {
    checker: Checker<'a>,
    profiles: &'a Profiles,
    sheet: Sheet,
    words: BTreeSet<String>,
}

impl<'a> Bench<'a> {
    fn new(canon: &'a Canon, profiles: &'a Profiles) -> Self {
        let letters =
            |t: String| t.to_lowercase().split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>();
        let words = canon.units().into_iter().flat_map(|u| letters(u.text)).collect();
        let checker = Checker::new(canon, &profiles.language).with_editions(&profiles.editions);
        Self { checker, profiles, sheet: Sheet::of(canon), words }
    }

    fn check(&self, name: &str, text: &str) -> Option<CopyReport> {
        let witness =
            cvf::witness(name, text.as_bytes(), self.profiles, &cvf::Attested::none()).ok()?.extraction.witness;
        self.checker.check(&witness).ok()
    }

    fn tally(&self, case: &Case) -> Tally {
        let mut sheet = self.sheet.clone();
        let planted = self.plant(&mut sheet, case);
        let name = format!("{} {}/{}", case.layout.name(), case.number, case.faults);
        Tally::of(&name, &planted, self.check(&name, &layout::print(&sheet, case.layout)).as_ref())
    }

    fn plant(&self, sheet: &mut Sheet, case: &Case) -> Vec<Planted> {
        let mut rng = Rng::new(case.seed);
        let matters = |w: &str| !self.profiles.language.meaning_of(w).is_empty();
        let known = Known { words: &self.words, matters: &matters };
        let sorts: Vec<_> = SORTS.iter().filter(|s| s.shows_in(case.layout)).collect();
        let wanted = if case.faults > 1 { 2 + rng.below(case.faults - 1) } else { case.faults };
        let mut planted = Vec::new();
        for n in 0..wanted {
            let at = if wanted == 1 { case.number / Layout::ALL.len() } else { rng.below(sorts.len()) };
            let made = sorts[(at + n) % sorts.len()].plant(sheet, &mut rng, &known);
            planted.extend(made.into_iter().flatten());
        }
        planted
    }

    /// Every competency and every level by itself.
    fn parts(&self, layout: Layout) -> Tally {
        let lists = || self.sheet.blocks.iter().filter(|b| b.is_list());
        let names: BTreeSet<_> = lists().map(|b| b.competency.clone()).collect();
        let levels: BTreeSet<_> = lists().map(|b| b.level.clone()).collect();
        let by_name = names.into_iter().map(|n| self.sheet.clone().only(|b| b.competency == n));
        let by_level = levels.into_iter().map(|l| self.sheet.clone().only(|b| b.is_list() && b.level == l));
        let by_list = lists().map(|one| self.sheet.clone().only(|b: &Block| same_place(b, one)));
        let mut sum = Tally::default();
        for sheet in by_name.chain(by_level).chain(by_list) {
            let first = sheet.blocks.first();
            let place = first.map_or(String::new(), |b| format!("{:?} {:?}", b.competency, b.level));
            let name = format!("{} part {place}", layout.name());
            sum.add(Tally::of(&name, &[], self.check(&name, &layout::print(&sheet, layout)).as_ref()));
        }
        sum
    }

    /// A copy whose lists say something of the same sort in words of their own.
    fn paraphrases(&self) -> Tally {
        let mut sheet = self.sheet.clone().only(Block::is_list);
        for block in &mut sheet.blocks {
            for (item, text) in block.items.iter_mut().zip(words::PARAPHRASES) {
                text.clone_into(&mut item.text);
            }
            block.items.truncate(words::PARAPHRASES.len());
        }
        let report = self.check("paraphrase", &layout::print(&sheet, Layout::Bullets));
        let mut tally = Tally::of("paraphrase", &[], report.as_ref());
        tally.rules.retain(|rule, _| matches!(rule, cvf::Rule::Typo | cvf::Rule::Wording));
        tally
    }
}

fn same_place(a: &Block, b: &Block) -> bool {
    (a.kind, &a.competency, &a.level) == (b.kind, &b.competency, &b.level)
}
