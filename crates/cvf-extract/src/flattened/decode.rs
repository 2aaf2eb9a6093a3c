//! Several decoders over several pages in several passes: what they agree on is sure.

use super::counts::{Counts, Sample};
use super::fit::{Fit, Fitter};
use super::lexicon::{Lexicon, Sign};
use super::model::{Tables, Weights, tables};
use super::order::{Choices, Order};
use super::page::{Border, Page, Ruler};
use super::reading::{Item, Reading, best, sample};
use super::search::Search;
use std::collections::{BTreeMap, BTreeSet};

/// What is known beside the pages.
#[derive(Clone, Debug)]
pub(super) struct Lore {
    pub(super) samples: Vec<Sample>,
    /// Number of words in the lexicon.
    pub(super) size: usize,
}

/// A page with what is known of its columns.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) page: Page,
    /// Words that belong to each column: of its name and of the cells of columns with such a name.
    pub(super) topics: Vec<Vec<Sign>>,
    /// The same for one cell, where another copy has it.
    pub(super) cells: BTreeMap<(usize, usize), Vec<Sign>>,
    /// Keys of the columns' names: columns of other pages with the same key have the same topic.
    pub(super) names: Vec<String>,
}

/// An item with how sure it is.
#[derive(Clone, Debug)]
pub(super) struct Sure {
    pub(super) item: Item,
    /// From 0 to 1: half its own share, half the mean share of the page's items.
    pub(super) sure: f64,
    /// The likeliest other item that uses its first word, with its share.
    pub(super) rival: Option<(Item, f64)>,
}

/// What came of a page.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) items: Vec<Sure>,
    pub(super) fit: Fit,
    /// Score of the best reading, per word.
    pub(super) score: f64,
}

/// How much work is done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    pub(super) beam: usize,
    pub(super) passes: usize,
    pub(super) decoders: usize,
    pub(super) samples: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { beam: 200, passes: 3, decoders: 4, samples: 100 }
    }
}

/// How much of a difference in score is believed when readings are drawn.
const SHARPNESS: f64 = 0.9;
/// Columns up to which the usual beam does; more of them have many more orders.
const FEW: usize = 4;
/// States this much behind the best are given up.
const MARGIN: f64 = 18.0;
/// Lines of the usual order that a page's own habit is weighed against.
const HABIT: f64 = 20.0;
/// Least share of an item that the next pass learns from.
const LEARNED: f64 = 0.75;
/// Weight of a page's mean share in what is sure on it: decoders agree on single wrong items, but
/// seldom on all of a page that they misread.
const PAGE: f64 = 0.5;
/// Weight of the topics' smoothing, in words.
const TOPIC_PRIOR: f64 = 40.0;
const MOST_TOPIC: f64 = 2.0;

/// The decoders: weights around the default in several directions, so that what all agree on
/// does not hang on one of them.
fn decoders() -> Vec<Weights> {
    let base = Weights::default();
    vec![
        base,
        Weights { topic: 0.5, class_power: 1.0, ..base },
        Weights { discount: 0.4, class_power: 1.0, junction: 1.3, ..base },
        Weights { stream: 0.3, shortfall: (3.0, 8.0, 14.0), class_power: 1.3, ..base },
        Weights { order: 0.65, ..base },
        Weights { junction: 1.3, ..base },
        Weights { order: 0.85, discount: 0.75, ..base },
        Weights { class_power: 1.0, ..base },
    ]
}

/// What one page has learned up to now.
#[derive(Clone, Debug, Default)]
struct Learned {
    /// Items by row and column that are sure enough.
    items: Vec<(usize, usize, Vec<Sign>)>,
    choices: Choices,
}

/// Reads all pages together.
pub(super) fn solve(jobs: &[Job], lore: &Lore, effort: Effort) -> Vec<Option<Outcome>> {
    let mut learned: Vec<Learned> = vec![Learned::default(); jobs.len()];
    let mut fits = fits(jobs, lore, &learned);
    let mut outcomes: Vec<Option<Outcome>> = vec![None; jobs.len()];
    for pass in 0..effort.passes {
        if pass == 1 {
            fits = refit(jobs, lore, &learned, &fits);
        }
        let votes: Vec<Option<Votes>> =
            (0..jobs.len()).map(|p| Some(vote(jobs, p, lore, &learned, fits[p]?, pass, effort))).collect();
        for (p, votes) in votes.into_iter().enumerate() {
            let (Some(votes), Some(fit)) = (votes, fits[p]) else { continue };
            learned[p] = votes.learned(&jobs[p]);
            outcomes[p] = votes.outcome(fit, jobs[p].page.words.len());
        }
    }
    outcomes
}

/// Score per word of a page at its best width, found roughly.
pub(super) fn glance(job: &Job, lore: &Lore) -> f64 {
    let weights = Weights::default();
    let tables = row_tables(std::slice::from_ref(job), 0, lore, &[Learned::default()], &weights);
    let pages = vec![(&job.page, tables.as_slice())];
    let score = Fitter { pages, weights: &weights, order: &Order::prior(weights.order) }.coarse();
    score / job.page.words.len().max(1) as f64
}

/// The fit of every page; pages with the same number of columns have one in common.
fn fits(jobs: &[Job], lore: &Lore, learned: &[Learned]) -> Vec<Option<Fit>> {
    let weights = Weights::default();
    let order = Order::prior(weights.order);
    let tables: Vec<Vec<Tables>> = (0..jobs.len()).map(|p| row_tables(jobs, p, lore, learned, &weights)).collect();
    let mut fits = vec![None; jobs.len()];
    let kinds: BTreeSet<usize> = jobs.iter().map(|j| j.page.columns).collect();
    for columns in kinds {
        let alike: Vec<usize> = (0..jobs.len()).filter(|p| jobs[*p].page.columns == columns).collect();
        let pages = alike.iter().map(|p| (&jobs[*p].page, tables[*p].as_slice())).collect();
        let found = Fitter { pages, weights: &weights, order: &order }.fit();
        alike.iter().zip(found).for_each(|(p, fit)| fits[*p] = fit);
    }
    fits
}

/// The fits once more in the light of what has been learned.
fn refit(jobs: &[Job], lore: &Lore, learned: &[Learned], fits: &[Option<Fit>]) -> Vec<Option<Fit>> {
    let weights = Weights::default();
    let order = Order::prior(weights.order);
    let mut new = fits.to_vec();
    let kinds: BTreeSet<usize> = jobs.iter().map(|j| j.page.columns).collect();
    for columns in kinds {
        let alike: Vec<usize> =
            (0..jobs.len()).filter(|p| jobs[*p].page.columns == columns && fits[*p].is_some()).collect();
        let tables: Vec<Vec<Tables>> = alike.iter().map(|p| row_tables(jobs, *p, lore, learned, &weights)).collect();
        let pages = alike.iter().zip(&tables).map(|(p, t)| (&jobs[*p].page, t.as_slice())).collect();
        let Some(old) = alike.first().and_then(|p| fits[*p]) else { continue };
        let (face, width) = Fitter { pages, weights: &weights, order: &order }.again(old);
        for p in alike {
            new[p] = fits[p].map(|f| Fit { face, width, ..f });
        }
    }
    new
}

/// The runs of a page's own words between bullets and labels.
fn stream(page: &Page, weight: f64) -> Vec<Sample> {
    let mut runs: Vec<Sample> = Vec::new();
    for word in &page.words {
        if runs.is_empty() || word.bullet || word.border != Border::None {
            runs.push(Sample { signs: Vec::new(), weight, whole: false });
        }
        if let Some(run) = runs.last_mut() {
            run.signs.push(word.sign);
        }
    }
    runs
}

/// The tables of every row of page `p`.
fn row_tables(jobs: &[Job], p: usize, lore: &Lore, learned: &[Learned], weights: &Weights) -> Vec<Tables> {
    let mut base = Counts::new(lore.size);
    lore.samples.iter().for_each(|s| base.add(s));
    if weights.stream > 0.0 {
        jobs.iter().flat_map(|job| stream(&job.page, weights.stream)).for_each(|s| base.add(&s));
    }
    let whole = |signs: &Vec<Sign>| Sample { signs: signs.clone(), weight: 1.0, whole: true };
    for (_, known) in learned.iter().enumerate().filter(|(other, _)| *other != p) {
        known.items.iter().for_each(|(_, _, signs)| base.add(&whole(signs)));
    }
    let page = &jobs[p].page;
    let bullets = page.words.iter().filter(|w| w.bullet).count() as f64;
    let expected = (page.rows * page.columns * page.items.unwrap_or(5)) as f64;
    let bullets = (bullets / expected.max(1.0)).clamp(0.02, 0.98);
    let row = |row: usize| {
        let mut counts = base.clone();
        let siblings = learned[p].items.iter().filter(|(r, _, _)| *r != row);
        siblings.for_each(|(_, _, signs)| counts.add(&whole(signs)));
        let topics = topics(jobs, p, row, learned, &counts, weights.topic);
        tables(page, &counts, weights, topics, bullets)
    };
    (0..page.rows).map(row).collect()
}

/// How well each word of a page fits each column, in one row.
fn topics(jobs: &[Job], p: usize, row: usize, learned: &[Learned], counts: &Counts, weight: f64) -> Vec<Vec<f64>> {
    let job = &jobs[p];
    let bags: Vec<BTreeMap<u32, f64>> = (0..job.page.columns).map(|c| bag(jobs, p, row, c, learned)).collect();
    let sums: Vec<f64> = bags.iter().map(|b| b.values().sum()).collect();
    let fit = |sign: &Sign| -> Vec<f64> {
        if super::classes::is_closed(sign.class) {
            return vec![0.0; bags.len()];
        }
        let anywhere = counts.share(sign.word);
        let share = |(bag, sum): (&BTreeMap<u32, f64>, &f64)| {
            let own = bag.get(&sign.word).copied().unwrap_or(0.0);
            ((own + TOPIC_PRIOR * anywhere) / (sum + TOPIC_PRIOR) / anywhere).ln()
        };
        let raw: Vec<f64> = bags.iter().zip(&sums).map(share).collect();
        let mean = raw.iter().sum::<f64>() / raw.len() as f64;
        raw.iter().map(|t| weight * (t - mean).clamp(-MOST_TOPIC, MOST_TOPIC)).collect()
    };
    job.page.words.iter().map(|w| fit(&w.sign)).collect()
}

fn bag(jobs: &[Job], p: usize, row: usize, column: usize, learned: &[Learned]) -> BTreeMap<u32, f64> {
    let mut bag = BTreeMap::new();
    let mut add = |signs: &[Sign], weight: f64| {
        for sign in signs.iter().filter(|s| !super::classes::is_closed(s.class)) {
            *bag.entry(sign.word).or_insert(0.0) += weight;
        }
    };
    let job = &jobs[p];
    add(&job.topics[column], 1.0);
    if let Some(signs) = job.cells.get(&(row, column)) {
        add(signs, 4.0);
    }
    for (other, known) in learned.iter().enumerate() {
        for (r, c, signs) in &known.items {
            let sibling = other == p && *r != row && *c == column;
            let namesake = other != p && jobs[other].names[*c] == job.names[column] && !job.names[column].is_empty();
            if sibling || namesake {
                add(signs, 1.0);
            }
        }
    }
    bag
}

/// The readings of all decoders.
struct Votes {
    readings: Vec<Reading>,
    shares: BTreeMap<Item, f64>,
    score: f64,
}

fn vote(jobs: &[Job], p: usize, lore: &Lore, learned: &[Learned], fit: Fit, pass: usize, effort: Effort) -> Votes {
    let page = &jobs[p].page;
    let ruler = Ruler::new(page, fit.face, fit.width);
    let mut votes = Votes { readings: Vec::new(), shares: BTreeMap::new(), score: f64::NEG_INFINITY };
    let count = if pass + 1 == effort.passes { effort.decoders } else { effort.decoders.div_ceil(2) };
    let decoders: Vec<Weights> = decoders().into_iter().take(count).collect();
    for (d, weights) in decoders.iter().enumerate() {
        let tables = row_tables(jobs, p, lore, learned, weights);
        let prior = Order::prior(weights.order);
        let order = if pass == 0 { prior } else { learned[p].choices.order(&prior, HABIT) };
        let beam = effort.beam * (page.columns * page.columns).max(FEW * FEW) / (FEW * FEW);
        let search = Search { page, ruler: &ruler, tables: &tables, weights, order: &order, beam, margin: MARGIN };
        let Some(lattice) = search.run() else { continue };
        if d == 0 {
            votes.score = lattice.best;
        }
        let drawn = sample(&lattice, SHARPNESS, effort.samples, (pass * 64 + d) as u64);
        let weight = 1.0 / (drawn.len().max(1) * decoders.len()) as f64;
        for reading in &drawn {
            reading.items.iter().for_each(|item| *votes.shares.entry(item.clone()).or_insert(0.0) += weight);
        }
        votes.readings.extend(best(&lattice));
        votes.readings.extend(drawn);
    }
    votes
}

impl Votes {
    /// The reading whose items are surest together.
    fn chosen(&self) -> Option<&Reading> {
        let worth = |r: &Reading| r.items.iter().map(|i| self.share(i)).sum::<f64>();
        let scored = self.readings.iter().map(|r| (worth(r), r));
        scored
            .fold(None, |best: Option<(f64, &Reading)>, next| match best {
                Some(old) if old.0 >= next.0 => Some(old),
                _ => Some(next),
            })
            .map(|(_, r)| r)
    }

    fn share(&self, item: &Item) -> f64 {
        self.shares.get(item).copied().unwrap_or(0.0)
    }

    fn learned(&self, job: &Job) -> Learned {
        let sure = self.shares.iter().filter(|(_, share)| **share >= LEARNED);
        let signs = |i: &Item| i.words.iter().map(|w| job.page.words[usize::from(*w)].sign).collect();
        let items = sure.map(|(item, _)| (item.row, item.column, signs(item))).collect();
        let mut choices = Choices::default();
        if let Some(reading) = self.chosen() {
            reading.lines.iter().for_each(|line| choices.add(line, 1.0));
        }
        Learned { items, choices }
    }

    fn outcome(&self, fit: Fit, words: usize) -> Option<Outcome> {
        let chosen = self.chosen()?;
        let mean = chosen.items.iter().map(|i| self.share(i)).sum::<f64>() / chosen.items.len().max(1) as f64;
        let sure = |item: &Item| {
            let first = item.words[0];
            let others = self.shares.iter().filter(|(i, _)| i.words[0] == first && *i != item);
            let rival = others.fold(None, |best: Option<(&Item, f64)>, (i, share)| match best {
                Some(old) if old.1 >= *share => Some(old),
                _ => Some((i, *share)),
            });
            let rival = rival.map(|(i, share)| (i.clone(), share));
            Sure { item: item.clone(), sure: (1.0 - PAGE) * self.share(item) + PAGE * mean, rival }
        };
        let items = chosen.items.iter().map(sure).collect();
        Some(Outcome { items, fit, score: self.score / words.max(1) as f64 })
    }
}

/// The signs of texts, as whole items or as runs of words.
pub(super) fn samples<'a>(
    texts: impl Iterator<Item = &'a str>,
    weight: f64,
    whole: bool,
    lexicon: &mut Lexicon,
) -> Vec<Sample> {
    texts.map(|text| Sample { signs: lexicon.signs(text), weight, whole }).collect()
}
