//! Counts of words and their neighbours, learned at run time.

use super::classes::{AUXILIARY, CLASSES, Class, HANGING, TAGS};
use super::lexicon::{CONTEXTS, Context, Lookup, Sign, TAG_CONTEXTS};

/// A run of words to learn from.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) signs: Vec<Sign>,
    pub(super) weight: f64,
    /// A whole item: its first word starts one and its last ends one.
    pub(super) whole: bool,
}

/// What stands before the neighbours that were seen, and how many different ones there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    pub(super) count: f64,
    pub(super) followers: f64,
}

/// Classes or tags seen behind a context.
#[derive(Clone, Copy, Debug)]
struct Followers {
    classes: [f64; TAGS],
    all: f64,
}

impl Followers {
    const NONE: Self = Self { classes: [0.0; TAGS], all: 0.0 };

    fn add(&mut self, class: Class, weight: f64) {
        self.classes[usize::from(class)] += weight;
        self.all += weight;
    }

    /// Share of a class, with `strength` observations of what is expected.
    fn smoothed(&self, class: Class, strength: f64, expected: f64) -> f64 {
        (self.classes[usize::from(class)] + strength * expected) / (self.all + strength)
    }
}

/// Longest item whose length is counted, in words.
const LONGEST: usize = 40;

/// Weighted counts over samples. Maps are only looked up, never walked.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    words: Vec<f64>,
    total: f64,
    before: Vec<Before>,
    pairs: Lookup<(u32, u32), f64>,
    before_pair: Lookup<(u32, u32), Before>,
    triples: Lookup<(u32, u32, u32), f64>,
    classes: [f64; CLASSES],
    class_pairs: Vec<Followers>,
    class_triples: Vec<Followers>,
    tags: [f64; TAGS],
    tag_pairs: Vec<Followers>,
    tag_triples: Vec<Followers>,
    /// Capitals among the words that do not start an item.
    inner: Vec<(f64, f64)>,
    starts: Vec<f64>,
    start_classes: [f64; CLASSES],
    start_capitals: f64,
    started: f64,
    /// Ends of items among occurrences, by word, by class, and by class with the one before.
    ends: Vec<(f64, f64)>,
    end_classes: [(f64, f64); CLASSES],
    end_pairs: Vec<[(f64, f64); CLASSES]>,
    lengths: [f64; LONGEST + 2],
}

impl Counts {
    /// Nothing counted yet, for a lexicon of `size` words.
    pub(super) fn new(size: usize) -> Self {
        Self {
            words: vec![0.0; size],
            total: 0.0,
            before: vec![Before::default(); size],
            pairs: Lookup::default(),
            before_pair: Lookup::default(),
            triples: Lookup::default(),
            classes: [0.0; CLASSES],
            class_pairs: vec![Followers::NONE; CONTEXTS],
            class_triples: vec![Followers::NONE; CONTEXTS * CONTEXTS],
            tags: [0.0; TAGS],
            tag_pairs: vec![Followers::NONE; TAG_CONTEXTS],
            tag_triples: vec![Followers::NONE; TAG_CONTEXTS * TAG_CONTEXTS],
            inner: vec![(0.0, 0.0); size],
            starts: vec![0.0; size],
            start_classes: [0.0; CLASSES],
            start_capitals: 0.0,
            started: 0.0,
            ends: vec![(0.0, 0.0); size],
            end_classes: [(0.0, 0.0); CLASSES],
            end_pairs: vec![[(0.0, 0.0); CLASSES]; CONTEXTS],
            lengths: [0.0; LONGEST + 2],
        }
    }

    /// Counts a sample.
    pub(super) fn add(&mut self, sample: &Sample) {
        let (signs, weight) = (&sample.signs, sample.weight);
        for (i, sign) in signs.iter().enumerate() {
            let word = sign.word as usize;
            self.words[word] += weight;
            self.total += weight;
            self.classes[usize::from(sign.class)] += weight;
            self.tags[usize::from(sign.tag)] += weight;
            if i > 0 {
                self.inner[word].0 += weight * f64::from(u8::from(sign.capital));
                self.inner[word].1 += weight;
                self.add_pair(&signs[i - 1], sign, weight);
            }
            if i > 1 {
                self.add_triple(&signs[i - 2], &signs[i - 1], sign, weight);
            }
        }
        if sample.whole {
            self.add_whole(signs, weight);
        }
    }

    fn add_pair(&mut self, a: &Sign, b: &Sign, weight: f64) {
        let pair = self.pairs.entry((a.word, b.word)).or_insert(0.0);
        let before = &mut self.before[a.word as usize];
        before.followers += f64::from(u8::from(*pair == 0.0));
        before.count += weight;
        *pair += weight;
        self.class_pairs[usize::from(a.context)].add(b.class, weight);
        self.tag_pairs[usize::from(a.tag_context)].add(b.tag, weight);
    }

    fn add_triple(&mut self, a: &Sign, b: &Sign, c: &Sign, weight: f64) {
        let triple = self.triples.entry((a.word, b.word, c.word)).or_insert(0.0);
        let before = self.before_pair.entry((a.word, b.word)).or_default();
        before.followers += f64::from(u8::from(*triple == 0.0));
        before.count += weight;
        *triple += weight;
        self.class_triples[two(a.context, b.context, CONTEXTS)].add(c.class, weight);
        self.tag_triples[two(a.tag_context, b.tag_context, TAG_CONTEXTS)].add(c.tag, weight);
    }

    fn add_whole(&mut self, signs: &[Sign], weight: f64) {
        let Some(first) = signs.first() else { return };
        self.starts[first.word as usize] += weight;
        self.start_classes[usize::from(first.class)] += weight;
        self.start_capitals += weight * f64::from(u8::from(first.capital));
        self.started += weight;
        self.lengths[signs.len().min(LONGEST + 1)] += weight;
        for (i, sign) in signs.iter().enumerate() {
            let end = weight * f64::from(u8::from(i + 1 == signs.len()));
            let add = |slot: &mut (f64, f64)| *slot = (slot.0 + end, slot.1 + weight);
            add(&mut self.ends[sign.word as usize]);
            add(&mut self.end_classes[usize::from(sign.class)]);
            if i > 0 {
                add(&mut self.end_pairs[usize::from(signs[i - 1].context)][usize::from(sign.class)]);
            }
        }
    }

    /// Share of a word among all words.
    pub(super) fn share(&self, word: u32) -> f64 {
        (self.words[word as usize] + 0.5) / (self.total + 0.5 * (self.words.len() as f64 + 2000.0))
    }

    pub(super) fn before(&self, a: &Sign) -> Before {
        self.before[a.word as usize]
    }

    pub(super) fn before_pair(&self, a: &Sign, b: &Sign) -> Before {
        self.before_pair.get(&(a.word, b.word)).copied().unwrap_or_default()
    }

    pub(super) fn pair(&self, a: &Sign, b: &Sign) -> f64 {
        self.pairs.get(&(a.word, b.word)).copied().unwrap_or(0.0)
    }

    pub(super) fn triple(&self, a: &Sign, b: &Sign, c: &Sign) -> f64 {
        self.triples.get(&(a.word, b.word, c.word)).copied().unwrap_or(0.0)
    }

    fn class_share(&self, class: Class) -> f64 {
        (self.classes[usize::from(class)] + 0.5) / (self.total + 0.5 * CLASSES as f64)
    }

    /// How much likelier a class is behind a context than anywhere.
    fn class_ratio(&self, before: Option<Context>, last: Context, class: Class) -> f64 {
        let anywhere = self.class_share(class);
        let pairs = &self.class_pairs[usize::from(last)];
        let pair = pairs.smoothed(class, 5.0, anywhere);
        let Some(before) = before else { return pair / anywhere };
        let triples = &self.class_triples[two(before, last, CONTEXTS)];
        triples.smoothed(class, 12.0, pair) / anywhere
    }

    /// How much likelier a word's tag is behind other words than anywhere: what is known of their
    /// classes, corrected by what was seen of tags, of which there are more and so fewer of each.
    pub(super) fn tag_ratio(&self, before: Option<&Sign>, last: &Sign, sign: &Sign) -> f64 {
        let anywhere = (self.tags[usize::from(sign.tag)] + 0.5) / (self.total + 0.5 * TAGS as f64);
        let ratio = |seen: &Followers, strength: f64, expected: f64| {
            seen.smoothed(sign.tag, strength, (anywhere * expected).min(1.0)) / anywhere
        };
        let classes = self.class_ratio(None, last.context, sign.class);
        let pair = ratio(&self.tag_pairs[usize::from(last.tag_context)], 6.0, classes);
        let Some(before) = before else { return pair };
        let classes = self.class_ratio(Some(before.context), last.context, sign.class);
        let triples = &self.tag_triples[two(before.tag_context, last.tag_context, TAG_CONTEXTS)];
        ratio(triples, 12.0, (classes * pair).sqrt().sqrt() * pair.sqrt())
    }

    /// Log share of capitals (or of small letters) of a word that does not start an item.
    pub(super) fn case(&self, sign: &Sign) -> f64 {
        let (capitals, all) = self.inner[sign.word as usize];
        let share = ((capitals + 0.03) / (all + 1.0)).clamp(0.005, 0.97);
        if sign.capital { share.ln() } else { (1.0 - share).ln() }
    }

    /// Log ratio of a word as the start of an item, its capital included.
    pub(super) fn start(&self, sign: &Sign) -> f64 {
        let class = (self.start_classes[usize::from(sign.class)] + 5.0 * self.class_share(sign.class))
            / (self.started + 5.0)
            / self.class_share(sign.class);
        let own = self.starts[sign.word as usize] / (self.started + 30.0) / self.share(sign.word);
        let capitals = ((self.start_capitals + 9.9) / (self.started + 10.0)).clamp(0.003, 0.997);
        let case = if sign.capital { capitals } else { 1.0 - capitals };
        (own + 30.0 / (self.started + 30.0) * class).ln() + case.ln()
    }

    /// Probability that an item ends behind a word, with the context before it where known.
    pub(super) fn end(&self, before: Option<Context>, sign: &Sign) -> f64 {
        if sign.stops {
            return 0.3;
        }
        if sign.pauses {
            return 0.003;
        }
        let mean = (self.started + 1.0) / (self.end_classes.iter().map(|e| e.1).sum::<f64>() + 12.0);
        let smooth = |(ends, all): (f64, f64), weight: f64, prior: f64| (ends + weight * prior) / (all + weight);
        let mut share = smooth(self.end_classes[usize::from(sign.class)], 4.0, mean);
        if let Some(before) = before {
            share = smooth(self.end_pairs[usize::from(before)][usize::from(sign.class)], 6.0, share);
        }
        share = smooth(self.ends[sign.word as usize], 2.0, share);
        let most = if HANGING.contains(&sign.class) || AUXILIARY.contains(&sign.class) { 0.01 } else { 0.9 };
        share.clamp(0.001, most)
    }

    /// Log ratio of an item's ending with its `length`-th word, for every length.
    pub(super) fn hazards(&self) -> Vec<f64> {
        let all: f64 = self.lengths.iter().sum();
        if all < 20.0 {
            return vec![-3.0, -3.0, -1.0, -0.3].into_iter().chain([0.0; LONGEST]).collect();
        }
        let words: f64 = self.lengths.iter().enumerate().map(|(k, n)| k as f64 * n).sum();
        let mean = all / words.max(1.0);
        let left = |k: usize| self.lengths[k.min(LONGEST + 1)..].iter().sum::<f64>();
        let near = |k: usize| k.saturating_sub(1)..=(k + 1).min(LONGEST + 1);
        let hazard = |k: usize| {
            let (ends, open) = near(k).fold((0.0, 0.0), |(e, o), i| (e + self.lengths[i], o + left(i)));
            ((ends + 0.3 * mean) / (open + 0.3) / mean).max(1e-9).ln().clamp(-6.0, 1.2)
        };
        (0..=LONGEST).map(hazard).collect()
    }
}

fn two(a: Context, b: Context, contexts: usize) -> usize {
    usize::from(a) * contexts + usize::from(b)
}
