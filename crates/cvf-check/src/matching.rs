//! Which words of the copy print which statement of the canon.

use crate::chain::{Against, Chain, Visit};
use crate::gaps::{self, Gaps};
use crate::labels::Labels;
use crate::scanned;
use crate::seeds::Index;
use crate::stream::{Sense, Stream};
use cvf_framework::{CanonUnit, Kind, Language, Route, Witness, names};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// A statement as the copy prints it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Print {
    pub(crate) canon: usize,
    /// Words of the stream, in the statement's order; several where other text stands between.
    pub(crate) pieces: Vec<Range<usize>>,
    /// How alike the texts are, from 0 to 1.
    pub(crate) likeness: f64,
    pub(crate) text: String,
    /// Characters of the text at which another segment or piece begins.
    pub(crate) joints: Vec<usize>,
    /// Where it stands in the copy, as far as that is known.
    pub(crate) route: Option<Route>,
    pub(crate) kind: Option<Kind>,
    /// Position in its list, from 1, as the extraction counts.
    pub(crate) order: u32,
    /// Segments that hold it.
    pub(crate) segments: BTreeSet<usize>,
    /// What the alignment cost, and what leaving the words free would have cost.
    pub(crate) cost: u32,
}

/// What prints what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    pub(crate) stream: Stream,
    /// In the stream's order.
    pub(crate) prints: Vec<Print>,
    /// Statements printed a second time.
    pub(crate) again: Vec<Print>,
    /// Words of texts that are the copy's own.
    pub(crate) own: Vec<Range<usize>>,
    /// Names and level labels in running text.
    pub(crate) labels: Vec<crate::labels::Label>,
    /// Names in running text that are nearly the canon's.
    pub(crate) renamed: Vec<(Range<usize>, crate::labels::Sense)>,
    /// Words that the layout prints beside statements, with how often.
    pub(crate) layout: Vec<(String, usize)>,
}

/// A print must be this like its statement …
const ALIKE: f64 = 0.5;
/// … or this, where nearly all that is printed is the statement's beginning or end.
const PART: f64 = 0.75;
/// Fewest words of such a part.
const PART_WORDS: usize = 4;
/// A statement of another framework than the copy's is printed word for word.
const FOREIGN: f64 = 0.9;
/// A second print is this like the statement.
const AGAIN: f64 = 0.7;

/// A canon made ready for matching.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    index: Index,
    pub(crate) labels: Labels,
    openers: BTreeSet<String>,
    /// Words that stand behind "I" in a statement.
    followers: BTreeSet<String>,
    /// Frameworks in which most statements begin with one of these words.
    alike: BTreeSet<String>,
    /// Words that any text of the language has.
    common: BTreeSet<String>,
}

/// Share of a framework's statements that begin alike before a text that does not is no statement
/// where nothing but its place says so.
const ALIKE_OPENING: f64 = 0.6;

impl Matcher {
    pub(crate) fn new(units: &[CanonUnit], language: &Language) -> Self {
        let keys = |u: &CanonUnit| crate::stream::keys(&u.text);
        let texts: Vec<Vec<String>> = units.iter().map(keys).collect();
        let index = Index::new(&texts, |w| language.is_function_word(w));
        let mut behaviours: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
        for (unit, words) in units.iter().zip(&texts).filter(|(u, _)| u.kind.is_behaviour()) {
            behaviours.entry(&unit.framework).or_default().push(words);
        }
        let openers: BTreeSet<String> = behaviours.values().flat_map(|texts| openers(texts)).collect();
        let begin = |texts: &Vec<&Vec<String>>| {
            let known = texts.iter().filter(|t| t.first().is_some_and(|w| openers.contains(w))).count();
            known as f64 >= ALIKE_OPENING * texts.len() as f64
        };
        let alike = behaviours.iter().filter(|(_, texts)| begin(texts)).map(|(f, _)| (*f).to_owned()).collect();
        let behind = |pair: &[String]| (pair[0] == scanned::LETTER.to_lowercase()).then(|| pair[1].clone());
        let followers = texts.iter().flat_map(|words| words.windows(2).filter_map(behind)).collect();
        let labels = Labels::of(units, language);
        Self { index, labels, openers, followers, alike, common: language.function_words.clone() }
    }

    /// Matches a copy with the canon.
    pub(crate) fn matching(&self, canon: &[CanonUnit], witness: &Witness, language: &Language) -> Matching {
        let sense = Sense {
            language,
            is_text: &|words| self.is_text(words),
            is_known: &|word| self.index.vocabulary.contains_key(word) || self.labels.has_word(word),
            opens: &|word| self.openers.contains(word),
            is_label: &|words| self.labels.holds(words),
            follows: &|word| self.followers.contains(word),
        };
        let mut stream = Stream::of(witness, &sense);
        self.labels.mark(&mut stream);
        let visits = Work { matcher: self, canon, stream: &stream }.visits();
        let mut pieces: Vec<Range<usize>> = visits.iter().map(|v| v.words.clone()).collect();
        let gaps = gaps::close(&stream, &self.labels, language, &mut pieces);
        let work = Work { matcher: self, canon, stream: &stream };
        let (prints, again) = work.prints(&visits, &pieces, &gaps);
        let Gaps { own, renamed, labels, layout, .. } = gaps;
        Matching { prints, again, own, labels, renamed, layout, stream }
    }

    /// True for words that the extraction took for a name and that are text: the beginning of a
    /// statement, what shares several runs of words with one, or a sentence like them.
    fn is_text(&self, words: &[String]) -> bool {
        let sentence = words.len() > LONGEST_NAME && words.first().is_some_and(|w| self.openers.contains(w));
        sentence || self.index.is_beginning(words) || self.index.is_part(words)
    }

    /// True for a word of the canon's statements, or one that any text of the language has; a
    /// small canon tells no language from another.
    pub(crate) fn knows(&self, word: &str) -> bool {
        let vocabulary = &self.index.vocabulary;
        vocabulary.len() < TELLS_LANGUAGE || self.common.contains(word) || vocabulary.contains_key(word)
    }

    /// True for a framework whose statements begin alike.
    pub(crate) fn begins_alike(&self, framework: &str) -> bool {
        self.alike.contains(framework)
    }

    /// True for a word that many statements begin with.
    pub(crate) fn opens(&self, word: &str) -> bool {
        self.openers.contains(word)
    }
}

/// Fewest different words of a canon that tell its language.
const TELLS_LANGUAGE: usize = 200;

/// Most words of a name.
const LONGEST_NAME: usize = 10;

/// Share of the statements that begin with a word before it tells a statement.
const OPENS: f64 = 0.15;

/// Words that many statements of one framework begin with.
fn openers(texts: &[&Vec<String>]) -> BTreeSet<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    texts.iter().filter_map(|words| words.first()).for_each(|w| *count.entry(w).or_default() += 1);
    let often = |n: usize| n > 1 && n as f64 >= OPENS * texts.len() as f64;
    count.into_iter().filter(|(_, n)| often(*n)).map(|(word, _)| word.to_owned()).collect()
}

/// True if a route names the canon's place of a statement.
pub(crate) fn is_same_place(canon: &CanonUnit, print: &Print) -> bool {
    let kind = print.kind.is_none_or(|k| k == canon.kind);
    kind && print.route.as_ref().is_some_and(|r| canon.route.same_names(r) && canon.route.level == r.level)
}

/// What the chain costs with and without a statement, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rival {
    pub(crate) with: u32,
    pub(crate) without: u32,
    pub(crate) instead: Option<usize>,
}

impl Matcher {
    /// The runner-up of a print: the best chain that does not use its statement.
    pub(crate) fn rival(&self, canon: &[CanonUnit], matching: &Matching, print: &Print) -> Rival {
        let stream = &matching.stream;
        let work = Work { matcher: self, canon, stream };
        let numbers = self.index.numbers(stream);
        let all = self.index.windows(stream, &numbers);
        let others: Vec<_> = all.iter().filter(|w| w.canon != print.canon).cloned().collect();
        let main = &canon[print.canon].framework;
        let against = |c: usize, s: usize| Against { steps: work.steps(c, s), foreign: canon[c].framework != *main };
        let (_, with) = Chain::new(&self.index, stream, &numbers, &all, &against).best();
        let (visits, without) = Chain::new(&self.index, stream, &numbers, &others, &against).best();
        let over = |v: &&Visit| print.pieces.iter().any(|p| v.words.start < p.end && p.start < v.words.end);
        let instead = visits.iter().filter(over).max_by_key(|v| (v.same, std::cmp::Reverse(v.canon))).map(|v| v.canon);
        Rival { with, without, instead }
    }
}

struct Work<'a> {
    matcher: &'a Matcher,
    canon: &'a [CanonUnit],
    stream: &'a Stream,
}

impl Work<'_> {
    fn visits(&self) -> Vec<Visit> {
        let index = &self.matcher.index;
        let numbers = index.numbers(self.stream);
        let windows = index.windows(self.stream, &numbers);
        let known = RefCell::new(HashMap::new());
        let steps = |c: usize, s: usize| *known.borrow_mut().entry((c, s)).or_insert_with(|| self.steps(c, s));
        let free = |c: usize, s: usize| Against { steps: steps(c, s), foreign: false };
        let all = Chain::new(index, self.stream, &numbers, &windows, &free).best().0;
        let Some(main) = self.main_framework(&all) else { return Vec::new() };
        let one = all.iter().all(|v| self.canon[v.canon].framework == main);
        let bound = |c: usize, s: usize| Against { steps: steps(c, s), foreign: self.canon[c].framework != main };
        let best = if one { all } else { Chain::new(index, self.stream, &numbers, &windows, &bound).best().0 };
        best.into_iter().filter(|v| self.is_good(v, &main)).collect()
    }

    /// The framework that most of the text follows.
    fn main_framework(&self, visits: &[Visit]) -> Option<String> {
        let mut votes: BTreeMap<&str, u32> = BTreeMap::new();
        for visit in visits {
            *votes.entry(&self.canon[visit.canon].framework).or_default() += visit.same;
        }
        let best = votes.into_iter().max_by_key(|(name, n)| (*n, std::cmp::Reverse(*name)));
        best.map(|(name, _)| name.to_owned())
    }

    /// Names of the segment's place that are not the statement's.
    fn steps(&self, canon: usize, segment: usize) -> u32 {
        let (canon, segment) = (&self.canon[canon], &self.stream.segments[segment]);
        let differ = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (Some(a), Some(b)) => u32::from(a != b && !names::is_same_name(a, b)),
            _ => 0,
        };
        let kind = segment.kind.map_or(0, |k| u32::from(k.is_behaviour() != canon.kind.is_behaviour()));
        let (a, b) = (&canon.route, &segment.route);
        kind + differ(&a.competency, &b.competency)
            + differ(&a.value, &b.value)
            + differ(&a.level, &b.level)
            + differ(&a.sub_competency, &b.sub_competency)
    }

    fn weight(&self, words: &Range<usize>) -> u32 {
        let index = &self.matcher.index;
        let weight = |key: &str| index.vocabulary.get(key).map_or(2, |&n| index.weights[n as usize]);
        words.clone().map(|w| &self.stream.words[w]).filter(|w| !w.furniture).map(|w| weight(&w.key)).sum()
    }

    fn likeness(&self, canon: usize, same: u32, words: u32) -> f64 {
        let index = &self.matcher.index;
        let whole: u32 = index.statements[canon].iter().map(|&w| index.weights[w as usize]).sum();
        f64::from(2 * same) / f64::from((whole + words).max(1))
    }

    fn is_good(&self, visit: &Visit, main: &str) -> bool {
        let words = self.weight(&visit.words);
        let likeness = self.likeness(visit.canon, visit.same, words);
        if self.canon[visit.canon].framework != main {
            return likeness >= FOREIGN;
        }
        let length = self.matcher.index.statements[visit.canon].len();
        let part = visit.kept.start <= 1 || visit.kept.end == length;
        let sure = f64::from(visit.same) >= PART * f64::from(words) && visit.words.len() >= PART_WORDS;
        let first = &self.stream.words[visit.words.start];
        let placed = first.opens || first.after_stop || visit.kept.end == length;
        likeness >= ALIKE || (part && sure && placed)
    }

    fn prints(&self, visits: &[Visit], pieces: &[Range<usize>], gaps: &Gaps) -> (Vec<Print>, Vec<Print>) {
        let mut by_canon: BTreeMap<usize, Vec<(&Visit, Range<usize>)>> = BTreeMap::new();
        for (visit, piece) in visits.iter().zip(pieces) {
            by_canon.entry(visit.canon).or_default().push((visit, piece.clone()));
        }
        let (mut prints, mut again) = (Vec::new(), Vec::new());
        for list in by_canon.into_values() {
            let mut made = self.of_one(list, gaps);
            let best = (0..made.len()).max_by(|&a, &b| {
                let shown = |p: &Print| !p.segments.iter().any(|&s| self.stream.segments[s].is_hidden());
                let rank = |p: &Print| ((shown(p), is_same_place(&self.canon[p.canon], p)), p.likeness);
                let (x, y) = (rank(&made[a]), rank(&made[b]));
                x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(b.cmp(&a))
            });
            prints.extend(best.map(|b| made.remove(b)));
            again.extend(made.into_iter().filter(|p| p.likeness >= AGAIN));
        }
        for list in [&mut prints, &mut again] {
            list.sort_by_key(|p| (p.pieces[0].start, p.canon));
        }
        (prints, again)
    }

    /// The prints of one statement: parts that complete each other are one.
    fn of_one(&self, list: Vec<(&Visit, Range<usize>)>, gaps: &Gaps) -> Vec<Print> {
        let mut groups: Vec<Vec<(&Visit, Range<usize>)>> = Vec::new();
        for (visit, piece) in list {
            let completes = |g: &&mut Vec<(&Visit, Range<usize>)>| {
                g.iter().all(|(v, _)| v.kept.end <= visit.kept.start + 1 || visit.kept.end <= v.kept.start + 1)
            };
            match groups.iter_mut().find(completes) {
                Some(group) => group.push((visit, piece)),
                None => groups.push(vec![(visit, piece)]),
            }
        }
        groups.into_iter().map(|g| self.print(g, gaps)).collect()
    }

    fn print(&self, mut parts: Vec<(&Visit, Range<usize>)>, gaps: &Gaps) -> Print {
        parts.sort_by_key(|(v, _)| v.kept.start);
        let (canon, same) = (parts[0].0.canon, parts.iter().map(|(v, _)| v.same).sum());
        let cost = parts.iter().map(|(v, _)| v.cost).sum();
        let pieces: Vec<Range<usize>> = parts.into_iter().map(|(_, p)| p).collect();
        let words = pieces.iter().map(|p| self.weight(p)).sum();
        let texts: Vec<String> = pieces.iter().flat_map(|p| self.stream.parts(p)).collect();
        let held = pieces.iter().flat_map(|p| p.clone()).filter(|&w| !self.stream.words[w].furniture);
        let first = &self.stream.segments[self.stream.words[pieces[0].start].segment];
        Print {
            likeness: self.likeness(canon, same, words).min(1.0),
            text: texts.join(" "),
            joints: joints(&texts),
            route: gaps.route(self.stream, &self.matcher.labels, pieces[0].start),
            kind: first.kind,
            order: first.order,
            segments: held.map(|w| self.stream.words[w].segment).collect(),
            canon,
            pieces,
            cost,
        }
    }
}

/// Where the second and later texts begin once they are joined by spaces.
fn joints(texts: &[String]) -> Vec<usize> {
    let ends = texts.iter().scan(0, |at, text| {
        *at += text.chars().count() + 1;
        Some(*at)
    });
    let mut all: Vec<usize> = ends.collect();
    all.pop();
    all
}
