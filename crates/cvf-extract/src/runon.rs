//! Cutting run-on cells into their items.
//!
//! Cells such as "Solves problems Takes in information Makes connections" have no mark between
//! items. A new item may begin at a capital; how likely it does is read off the document
//! itself: words that begin cells or follow bullets, words that are capitals in the middle of
//! phrases ("Force", "Code of Ethics"), words that cannot stand before an end. Cells of one
//! table have the same number of items, so the best cut for every number is scored for all
//! cells together (a dynamic programme per cell) and the best common number wins.

use cvf_document::Text;
use cvf_framework::Language;
use std::collections::BTreeMap;

/// A word of a cell.
#[derive(Clone, Debug)]
pub(crate) struct CellWord {
    pub(crate) text: Text,
    /// A bullet stands before it.
    pub(crate) bullet: bool,
}

/// Most items a cell is tried with.
const MOST_ITEMS: usize = 16;
/// What a cell may lose, in log odds, by having the common number of items.
const UNIFORM_COST: f64 = 2.5;

/// What the document tells about where items begin and end. Counts are kept so that a cell's
/// own can be taken out: no cut is evidence for itself.
#[derive(Clone, Debug, Default)]
struct Counts {
    /// Capitals at the start of an item.
    starts: BTreeMap<String, f64>,
    /// Capitals inside an item.
    inside: BTreeMap<String, f64>,
    lower: BTreeMap<String, f64>,
    ends: BTreeMap<String, f64>,
    all: BTreeMap<String, f64>,
}

/// The counts of all cells, those of one cell taken out.
struct StartModel<'a> {
    all: &'a Counts,
    own: &'a Counts,
    language: &'a Language,
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn key(word: &str) -> String {
    bare(word).to_lowercase()
}

fn is_capital(word: &str) -> bool {
    bare(word).chars().next().is_some_and(char::is_uppercase)
}

fn closes(word: &str) -> bool {
    word.ends_with(['.', ';', '!', '?'])
}

impl Counts {
    /// Counts one cell; without a cut only its first word, words behind bullets and its last
    /// word are known to begin or end an item, and capitals behind words that end nothing to
    /// stand inside one.
    fn of(cell: &[CellWord], cut: Option<&Cut>, language: &Language) -> Self {
        let mut counts = Self::default();
        for (i, word) in cell.iter().enumerate() {
            let text = word.text.as_str();
            let starts = cut.map_or(i == 0 || word.bullet, |c| c.firsts.contains(&i));
            let ends = i + 1 == cell.len() || cut.map_or(cell[i + 1].bullet, |c| c.firsts.contains(&(i + 1)));
            let after = i.checked_sub(1).map_or("", |p| cell[p].text.as_str());
            let inside = cut.is_some() || (language.is_function_word(bare(after)) && !closes(after));
            let one = |table: &mut BTreeMap<String, f64>| *table.entry(key(text)).or_default() += 1.0;
            match (is_capital(text), starts) {
                (true, true) => one(&mut counts.starts),
                (true, false) if inside => one(&mut counts.inside),
                (true, false) => {}
                (false, _) => one(&mut counts.lower),
            }
            one(&mut counts.all);
            if ends {
                one(&mut counts.ends);
            }
        }
        counts
    }

    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.starts, &other.starts),
            (&mut self.inside, &other.inside),
            (&mut self.lower, &other.lower),
            (&mut self.ends, &other.ends),
            (&mut self.all, &other.all),
        ];
        for (table, more) in pairs {
            more.iter().for_each(|(word, n)| *table.entry(word.clone()).or_default() += n);
        }
    }
}

impl StartModel<'_> {
    fn count(&self, table: impl Fn(&Counts) -> &BTreeMap<String, f64>, word: &str) -> f64 {
        let of = |counts| table(counts).get(word).copied().unwrap_or(0.0);
        (of(self.all) - of(self.own)).max(0.0)
    }

    /// Log odds that an item begins at word `i` of a cell; `None` where it cannot.
    fn score(&self, cell: &[CellWord], i: usize) -> Option<f64> {
        let (word, before) = (cell[i].text.as_str(), cell[i - 1].text.as_str());
        if cell[i].bullet {
            return Some(6.0);
        }
        if before.ends_with([',', ':', '-', '–', '(', '/', '&']) || word.starts_with(['&', '(']) {
            return None;
        }
        let key = key(word);
        let starts = self.count(|c| &c.starts, &key);
        if !is_capital(word) {
            let known = starts >= 1.0 && !self.language.is_function_word(bare(before));
            return known.then_some(-4.0);
        }
        let inside = self.count(|c| &c.inside, &key);
        let mut score = 1.2 * ((starts + 0.7) / (inside + 0.5)).ln() + self.shape(bare(word), &key);
        score += self.end(before);
        if closes(before) {
            score += 3.0;
        }
        Some(score)
    }

    /// What a word's form says: verbs in the third person begin items, short forms in
    /// capitals do not, a word that is lower case elsewhere has a reason to be a capital here.
    fn shape(&self, word: &str, key: &str) -> f64 {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let short_form = letters > 1 && word.chars().all(|c| !c.is_lowercase());
        let third_person = word.ends_with('s') && !word.ends_with("ss") && letters > 3;
        let lower = (1.0 + self.count(|c| &c.lower, key)).ln().min(1.2);
        lower + if third_person { 0.8 } else { 0.0 } - if short_form { 3.0 } else { 0.0 }
    }

    /// How well an item can end with this word.
    fn end(&self, word: &str) -> f64 {
        if self.language.is_function_word(bare(word)) {
            return -5.0;
        }
        let key = key(word);
        let (ends, all) = (self.count(|c| &c.ends, &key), self.count(|c| &c.all, &key));
        0.6 * ((ends + 0.4) / (all - ends + 0.8)).ln() + 0.4
    }
}

/// The best cut of one cell for each number of items: score and first words, from 1 item on.
type Cuts = Vec<Option<(f64, Vec<usize>)>>;

fn cuts(cell: &[CellWord], model: &StartModel<'_>) -> Cuts {
    let mut best: Cuts = vec![None; MOST_ITEMS];
    best[0] = Some((0.0, vec![0]));
    for i in 1..cell.len().saturating_sub(1) {
        let Some(score) = model.score(cell, i) else {
            continue;
        };
        for items in (1..MOST_ITEMS).rev() {
            let Some((sum, firsts)) = &best[items - 1] else {
                continue;
            };
            if firsts.last().is_some_and(|last| i - last < 2) {
                continue;
            }
            let sum = sum + score;
            if best[items].as_ref().is_none_or(|(old, _)| sum > *old) {
                let firsts = [firsts.as_slice(), &[i]].concat();
                best[items] = Some((sum, firsts));
            }
        }
    }
    best
}

/// A cell that must stay whole: one item, or one for each bullet.
fn whole(cell: &[CellWord]) -> Cuts {
    let mut firsts = vec![0];
    firsts.extend((1..cell.len()).filter(|&i| cell[i].bullet));
    let mut cuts: Cuts = vec![None; firsts.len()];
    let last = firsts.len() - 1;
    cuts[last] = Some((0.0, firsts));
    cuts
}

fn free(cuts: &Cuts) -> (f64, usize) {
    let mut scored = cuts.iter().enumerate().filter_map(|(n, c)| c.as_ref().map(|(s, _)| (*s, n)));
    let first = scored.next().unwrap_or_default();
    scored.fold(first, |best, next| if next.0 > best.0 { next } else { best })
}

/// The cut of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cut {
    /// First word of each item.
    pub(crate) firsts: Vec<usize>,
    /// How sure the cut is, from 0 to 1.
    pub(crate) confidence: f64,
}

/// A group of cells that have the same number of items.
pub(crate) struct Group<'a> {
    pub(crate) cells: Vec<&'a [CellWord]>,
    /// Rows of the table that are merged in each cell.
    pub(crate) parts: usize,
    /// Items are told apart by the format.
    pub(crate) whole: bool,
}

/// Rounds of cutting: the first knows only the ends of cells, each further one learns from the
/// cuts of the one before.
const ROUNDS: usize = 3;

/// Cuts the cells of every group.
pub(crate) fn cut(groups: &[Group<'_>], language: &Language) -> Vec<Vec<Cut>> {
    let mut cuts: Option<Vec<Vec<Cut>>> = None;
    for _ in 0..ROUNDS {
        let known = |g: usize| cuts.as_ref().map(|cuts| cuts[g].as_slice());
        // The counts of single cells are made again where they are taken out: kept for a large
        // table they would take more room than the document.
        let mut all = Counts::default();
        for (g, group) in groups.iter().enumerate() {
            (0..group.cells.len()).for_each(|c| all.add(&group.counts(c, known(g), language)));
        }
        let next = groups.iter().enumerate().map(|(g, group)| cut_group(group, &all, known(g), language)).collect();
        cuts = Some(next);
    }
    cuts.unwrap_or_default()
}

impl Group<'_> {
    /// The counts of one cell as it was cut before.
    fn counts(&self, cell: usize, before: Option<&[Cut]>, language: &Language) -> Counts {
        Counts::of(self.cells[cell], before.map(|cuts| &cuts[cell]), language)
    }
}

fn cut_group(group: &Group<'_>, all: &Counts, before: Option<&[Cut]>, language: &Language) -> Vec<Cut> {
    let ended = group.cells.iter().filter(|c| c.last().is_some_and(|w| closes(w.text.as_str()))).count();
    let whole_cells = group.whole || ended * 2 > group.cells.len();
    let one_cell = |(c, cell): (usize, &&[CellWord])| match whole_cells {
        true => whole(cell),
        false => cuts(cell, &StartModel { all, own: &group.counts(c, before, language), language }),
    };
    let cuts: Vec<Cuts> = group.cells.iter().enumerate().map(one_cell).collect();
    let common = if group.whole { None } else { common_number(&cuts, group.parts) };
    cuts.iter().map(|cuts| one(cuts, common)).collect()
}

/// The number of items that most cells can have at little loss, and the least loss in all.
fn common_number(all: &[Cuts], parts: usize) -> Option<usize> {
    let most = UNIFORM_COST * 2.0;
    let loss = |items: usize, cuts: &Cuts| {
        cuts.get(items - 1).and_then(Option::as_ref).map_or(most, |(score, _)| (free(cuts).0 - score).min(most))
    };
    let mut best: Option<(f64, usize)> = None;
    for items in (1..=MOST_ITEMS).filter(|n| n % parts == 0) {
        let losses: Vec<f64> = all.iter().map(|cuts| loss(items, cuts)).collect();
        let fits = losses.iter().filter(|l| **l < UNIFORM_COST).count();
        let sum: f64 = losses.iter().sum();
        if fits * 10 >= losses.len() * 7 && best.is_none_or(|(least, _)| sum < least) {
            best = Some((sum, items));
        }
    }
    best.map(|(_, items)| items)
}

fn one(cuts: &Cuts, common: Option<usize>) -> Cut {
    let (best, own) = free(cuts);
    let chosen = common.and_then(|n| cuts.get(n - 1)).and_then(Option::as_ref);
    match chosen {
        Some((score, firsts)) => {
            let loss = best - score;
            Cut { firsts: firsts.clone(), confidence: if loss < 0.5 { 0.97 } else { 0.9 / (1.0 + loss / 10.0) } }
        }
        None => {
            let firsts = cuts[own].as_ref().map(|(_, f)| f.clone()).unwrap_or_default();
            Cut { firsts, confidence: if own == 0 { 0.97 } else { 0.7 } }
        }
    }
}
