//! What the words of a page say about each other: tables of log ratios, made once for a page.
//!
//! Every score is a log ratio to the unigram share of the words, so that readings over the same
//! words compare.

use super::counts::Counts;
use super::lexicon::Sign;
use super::page::Page;

/// How far ahead a fragment's continuation is looked for, in words.
pub(super) const REACH: usize = 80;

/// The same for each column of the page: two visual lines of rather many words.
const WORDS_A_COLUMN: usize = 16;

/// Weights of the model. A decoder is a set of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    /// Taken off every count of neighbours.
    pub(super) discount: f64,
    /// Exponent of the classes' ratio.
    pub(super) class_power: f64,
    /// Weight of the pages' own word order, which is true for four neighbours in five.
    pub(super) stream: f64,
    pub(super) topic: f64,
    /// Of the words' ratios within a fragment; where three together were seen; behind another
    /// fragment. They are less than 1 since the best of many readings is the one whose ratios
    /// are overrated.
    pub(super) within: f64,
    pub(super) seen: f64,
    pub(super) across: f64,
    /// Of everything that is said of a continuation.
    pub(super) junction: f64,
    /// Of where items end.
    pub(super) ends: f64,
    /// Cost of a next word that would have fitted: least, per em, most.
    pub(super) shortfall: (f64, f64, f64),
    /// Added to the habit of the page's order, as pseudo-observations of "leftmost first".
    pub(super) order: f64,
    /// Of the order within a line.
    pub(super) habit: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            discount: 0.6,
            class_power: 0.8,
            stream: 0.0,
            topic: 0.3,
            within: 0.45,
            seen: 0.8,
            across: 0.32,
            junction: 1.0,
            ends: 0.5,
            shortfall: (1.1, 4.4, 9.9),
            order: 0.75,
            habit: 0.8,
        }
    }
}

/// The tables of one row of a page.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    /// Word j behind word j-1 in the same fragment; the latter is the fragment's first.
    pub(super) second: Vec<f64>,
    /// The same further on in a fragment.
    pub(super) further: Vec<f64>,
    /// Word j continues the item whose last word is i: at `i * REACH + j - i`; `i` alone in its fragment.
    lone_junctions: Vec<f64>,
    /// The same where the fragment of `i` has more words.
    junctions: Vec<f64>,
    /// Log probability that an item ends behind a word that is alone in its fragment.
    pub(super) lone_ends: Vec<f64>,
    pub(super) ends: Vec<f64>,
    pub(super) starts: Vec<f64>,
    /// Fit of each word to each column.
    pub(super) topics: Vec<Vec<f64>>,
    pub(super) hazards: Vec<f64>,
}

impl Tables {
    /// Log ratio of word `j` continuing the item whose last word is `i`.
    pub(super) fn junction(&self, lone: bool, i: usize, j: usize) -> f64 {
        if j - i >= REACH {
            return FAR;
        }
        let table = if lone { &self.lone_junctions } else { &self.junctions };
        table[i * REACH + j - i]
    }

    /// Log probability of an end behind `last`, in an item of `length` words.
    pub(super) fn end(&self, lone: bool, last: usize, length: usize) -> f64 {
        let end = if lone { self.lone_ends[last] } else { self.ends[last] };
        end + self.hazards[length.min(self.hazards.len() - 1)]
    }
}

/// A continuation further away than any line is wide.
const FAR: f64 = -12.0;

struct Maker<'a> {
    page: &'a Page,
    counts: &'a Counts,
    weights: &'a Weights,
}

/// Makes the tables of a row from its counts.
pub(super) fn tables(page: &Page, counts: &Counts, weights: &Weights, topics: Vec<Vec<f64>>, bullets: f64) -> Tables {
    let maker = Maker { page, counts, weights };
    let n = page.words.len();
    let all = |f: &dyn Fn(usize) -> f64| (0..n).map(f).collect::<Vec<f64>>();
    let lone_stays: Vec<f64> = all(&|i| weights.ends * (1.0 - maker.end(i, true)).ln());
    let stays: Vec<f64> = all(&|i| weights.ends * (1.0 - maker.end(i, false)).ln());
    let second = all(&|j| if j == 0 { 0.0 } else { maker.step(None, j) + lone_stays[j - 1] });
    let further = all(&|j| if j < 2 { 0.0 } else { maker.step(Some(j - 2), j) + stays[j - 1] });
    let reach = (WORDS_A_COLUMN * page.columns).min(REACH);
    let mut lone_junctions = vec![FAR; n * REACH];
    let mut junctions = vec![FAR; n * REACH];
    for i in 0..n {
        for j in i + 1..(i + reach).min(n) {
            let (lone, other) = maker.junction(i, j);
            lone_junctions[i * REACH + j - i] = lone + lone_stays[i];
            junctions[i * REACH + j - i] = other + stays[i];
        }
    }
    Tables {
        second,
        further,
        lone_junctions,
        junctions,
        lone_ends: all(&|i| weights.ends * maker.end(i, true).ln()),
        ends: all(&|i| weights.ends * maker.end(i, false).ln()),
        starts: all(&|j| maker.start(j, bullets)),
        topics,
        hazards: counts.hazards(),
    }
}

impl Maker<'_> {
    fn sign(&self, i: usize) -> &Sign {
        &self.page.words[i].sign
    }

    /// Weight with which the page's own order has counted the words from `i` to `j` as
    /// neighbours: no occurrence is evidence for itself.
    fn own(&self, i: usize, j: usize) -> f64 {
        let whole =
            j < self.page.words.len() && (i + 1..=j).all(|k| !self.page.is_cut(k) && !self.page.words[k].bullet);
        if whole { self.weights.stream } else { 0.0 }
    }

    /// Ratio of word `j` behind word `i` (behind word `h`), as a plain number.
    fn pair(&self, before: Option<usize>, i: usize, j: usize) -> f64 {
        let (a, b) = (self.sign(i), self.sign(j));
        let seen = self.counts.before(a);
        let d = self.weights.discount;
        let count = (seen.count - self.own(i, i + 1)).max(0.0);
        let own = if j == i + 1 { self.own(i, j) } else { 0.0 };
        let direct = (self.counts.pair(a, b) - own - d).max(0.0) / (count + 1.0) / self.counts.share(b.word);
        let rest = ((d * seen.followers + 1.0) / (count + 1.0)).min(1.0);
        let classes = self.counts.tag_ratio(before.map(|h| self.sign(h)), a, b);
        direct + rest * classes.powf(self.weights.class_power)
    }

    /// The same behind the two words `h` and `i`, and whether the three were seen together.
    fn triple(&self, h: usize, i: usize, j: usize) -> (f64, bool) {
        let (t, a, b) = (self.sign(h), self.sign(i), self.sign(j));
        let pair = self.pair(Some(h), i, j);
        let seen = self.counts.before_pair(t, a);
        let beside = h + 1 == i;
        let count = seen.count - if beside { self.own(h, i + 1) } else { 0.0 };
        if count <= 1e-9 {
            return (pair, false);
        }
        let d = self.weights.discount;
        let own = if beside && j == i + 1 { self.own(h, j) } else { 0.0 };
        let times = self.counts.triple(t, a, b) - own;
        let direct = (times - d).max(0.0) / (count + 1.0) / self.counts.share(b.word);
        let rest = ((d * seen.followers + 1.0) / (count + 1.0)).min(1.0);
        (direct + rest * pair, times > 1e-9)
    }

    fn step(&self, h: Option<usize>, j: usize) -> f64 {
        let (ratio, seen) = match h {
            Some(h) => self.triple(h, j - 1, j),
            None => (self.pair(None, j - 1, j), false),
        };
        let weight = if seen { self.weights.seen } else { self.weights.within };
        weight * ratio.ln() + self.counts.case(self.sign(j))
    }

    /// Word `j` behind word `i` in another fragment: where `i` is alone in its own, and where not.
    fn junction(&self, i: usize, j: usize) -> (f64, f64) {
        let ahead = self.look_ahead(i, j);
        let case = self.counts.case(self.sign(j));
        let weights = self.weights;
        let score = |(ratio, seen): (f64, bool)| {
            let weight = if seen { weights.seen } else { weights.across };
            weights.junction * (weight * ratio.ln() + ahead) + case
        };
        let plain = (self.pair(None, i, j), false);
        let behind_two = if i > 0 { self.triple(i - 1, i, j) } else { plain };
        (score(plain), score(behind_two))
    }

    /// What the word behind `j` adds, where the three were seen together.
    fn look_ahead(&self, i: usize, j: usize) -> f64 {
        let next = j + 1;
        if next >= self.page.words.len() || self.page.is_cut(next) {
            return 0.0;
        }
        let (three, seen) = self.triple(i, j, next);
        if seen { (three.ln() - self.pair(None, j, next).ln()).max(0.0) } else { 0.0 }
    }

    fn end(&self, i: usize, lone: bool) -> f64 {
        let before = (i > 0 && !lone).then(|| self.sign(i - 1).context);
        self.counts.end(before, self.sign(i))
    }

    fn start(&self, j: usize, bullets: f64) -> f64 {
        let bullet = if self.page.words[j].bullet { bullets } else { 1.0 - bullets };
        self.counts.start(self.sign(j)) + bullet.ln()
    }
}
