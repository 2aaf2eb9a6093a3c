//! Where in a stream each statement of the canon may stand: n-gram seeds, put together in windows.

use crate::stream::Stream;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The canon's statements as keys of words, with an index of their n-grams.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    pub(crate) statements: Vec<Vec<u32>>,
    pub(crate) vocabulary: BTreeMap<String, u32>,
    /// Words by number.
    pub(crate) spelled: Vec<String>,
    /// 1 for a function word, 2 for others.
    pub(crate) weights: Vec<u32>,
    grams: BTreeMap<[u32; 3], Vec<(u32, u32)>>,
}

/// A word that stands in no statement.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// A part of the stream in which a statement may stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Window {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) canon: usize,
}

impl Index {
    pub(crate) fn new(texts: &[Vec<String>], is_function: impl Fn(&str) -> bool) -> Self {
        let mut index = Self::default();
        for words in texts {
            let statement = words.iter().map(|w| index.number(w, &is_function)).collect();
            index.statements.push(statement);
        }
        for c in 0..index.statements.len() {
            index.add_grams(c);
        }
        index
    }

    fn number(&mut self, word: &str, is_function: &impl Fn(&str) -> bool) -> u32 {
        if let Some(&n) = self.vocabulary.get(word) {
            return n;
        }
        let n = u32::try_from(self.spelled.len()).unwrap_or(UNKNOWN);
        self.vocabulary.insert(word.to_owned(), n);
        self.spelled.push(word.to_owned());
        self.weights.push(if is_function(word) || word.len() < 2 { 1 } else { 2 });
        n
    }

    fn add_grams(&mut self, canon: usize) {
        let statement = self.statements[canon].clone();
        let c = u32::try_from(canon).unwrap_or(UNKNOWN);
        for at in 0..statement.len() {
            for gram in self.grams_at(&statement, at, statement.len() < SHORT) {
                self.grams.entry(gram).or_default().push((c, u32::try_from(at).unwrap_or(UNKNOWN)));
            }
        }
    }

    /// Three words, or two that are no function words; any two, or one alone, of a short statement.
    fn grams_at(&self, words: &[u32], at: usize, any: bool) -> Vec<[u32; 3]> {
        let mut grams = Vec::new();
        if let Some(&[a, b, c]) = words.get(at..at + 3) {
            grams.push([a, b, c]);
        }
        if let Some(&[a, b]) = words.get(at..at + 2) {
            let telling = |w: u32| self.weights.get(w as usize) == Some(&2);
            if any || (telling(a) && telling(b)) {
                grams.push([a, b, UNKNOWN]);
            }
        }
        if any && words.len() == 1 {
            grams.push([words[0], UNKNOWN, UNKNOWN]);
        }
        grams
    }

    /// True for the first words of a statement that has more.
    pub(crate) fn is_beginning(&self, words: &[String]) -> bool {
        let Some((last, whole)) = words.split_last().filter(|(_, whole)| whole.len() + 1 >= BEGINNING) else {
            return false;
        };
        let spelled = |n: &u32| self.spelled.get(*n as usize).map(String::as_str).unwrap_or_default();
        self.statements.iter().filter(|s| s.len() > words.len()).any(|s| {
            let same = s.iter().zip(whole).all(|(n, word)| spelled(n) == word);
            same && spelled(&s[whole.len()]).starts_with(last.as_str())
        })
    }

    /// True for words that share two runs of words and more with one statement.
    pub(crate) fn is_part(&self, words: &[String]) -> bool {
        let numbers: Vec<u32> = words.iter().map(|w| self.vocabulary.get(w).copied().unwrap_or(UNKNOWN)).collect();
        let mut shared: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for at in (0..numbers.len()).filter(|_| words.len() >= BEGINNING) {
            for gram in self.grams_at(&numbers, at, false) {
                for &(c, i) in self.grams.get(&gram).into_iter().flatten() {
                    shared.entry(c).or_default().insert(i);
                }
            }
        }
        shared.values().any(|places| places.len() >= SHARED)
    }

    /// The stream as numbers of words.
    pub(crate) fn numbers(&self, stream: &Stream) -> Vec<u32> {
        stream.words.iter().map(|w| self.vocabulary.get(&w.key).copied().unwrap_or(UNKNOWN)).collect()
    }

    /// Windows in order of their start.
    pub(crate) fn windows(&self, stream: &Stream, numbers: &[u32]) -> Vec<Window> {
        let shown: Vec<usize> = (0..numbers.len()).filter(|&j| !stream.words[j].furniture).collect();
        let dense: Vec<u32> = shown.iter().map(|&j| numbers[j]).collect();
        let mut hits: BTreeMap<u32, Vec<(usize, usize)>> = BTreeMap::new();
        for at in (0..dense.len()).filter(|&at| dense[at] != UNKNOWN) {
            let alone = [dense[at], UNKNOWN, UNKNOWN];
            for gram in self.grams_at(&dense, at, true).into_iter().chain([alone]) {
                for &(c, i) in self.grams.get(&gram).into_iter().flatten() {
                    hits.entry(c).or_default().push((shown[at], i as usize));
                }
            }
        }
        let clusters = hits.into_iter().flat_map(|(c, hits)| self.clusters(c as usize, &hits, numbers.len()));
        let mut windows: Vec<Window> = clusters.collect();
        windows.sort();
        windows
    }

    fn clusters(&self, canon: usize, hits: &[(usize, usize)], end: usize) -> Vec<Window> {
        let length = self.statements[canon].len();
        let mut windows: Vec<(Range<usize>, BTreeSet<usize>)> = Vec::new();
        for &(j, i) in hits {
            let range = j.saturating_sub(i + SLACK)..(j + length - i + SLACK).min(end);
            match windows.last_mut().filter(|(last, _)| range.start <= last.end) {
                Some((last, places)) => {
                    *last = last.start.min(range.start)..last.end.max(range.end);
                    places.insert(i);
                }
                None => windows.push((range, BTreeSet::from([i]))),
            }
        }
        let enough = if length < SHORT { 1 } else { 2 };
        let good = windows.into_iter().filter(|(_, places)| places.len() >= enough);
        good.map(|(range, _)| Window { start: range.start, end: range.end, canon }).collect()
    }
}

/// Fewest words by which a statement's beginning is known.
const BEGINNING: usize = 5;
/// Fewest runs of words that a name shares with a statement before it is text.
const SHARED: usize = 3;
/// Statements of fewer words are found by any two of them: of three in a row, a slip in one of six words
/// leaves hardly one.
const SHORT: usize = 9;
/// Words that a window is wider than its statement, at either end.
const SLACK: usize = 10;

#[cfg(test)]
mod tests {
    use crate::testing::{List, copy, report_by, told};
    use crate::{Finding, Rule};

    fn list(level: &str, statements: [&str; 3]) -> List {
        let statements = statements.map(str::to_owned).to_vec();
        List { competency: "Weather sense".to_owned(), level: level.to_owned(), statements }
    }

    /// Statements of five to seven words.
    fn lists() -> Vec<List> {
        let first =
            ["Reads the barometer twice each watch.", "Writes wind and tide in the log.", "Warns the crew early."];
        let second =
            ["Plans the passage around bad weather.", "Teaches others to read clouds.", "Leads the night watch."];
        vec![list("1", first), list("2", second)]
    }

    fn findings(at: (usize, usize), printed: &str) -> Vec<Finding> {
        let mut changed = lists();
        changed[at.0].statements[at.1] = printed.to_owned();
        report_by(&lists(), &copy(&changed)).findings
    }

    #[test]
    fn a_slip_in_a_short_statement_is_one_finding() {
        for (at, printed) in [
            ((0, 0), "Reads the baromter twice each watch."),
            ((1, 0), "Plans the pasage around bad weather."),
            ((1, 1), "Teaches others to read clowds."),
        ] {
            let findings = findings(at, printed);
            assert_eq!(told(&findings), [(Rule::Typo, Some(&*format!("{}.{}", at.0, at.1)))], "{findings:#?}");
        }
    }

    #[test]
    fn a_short_statement_in_other_words_is_not_missing() {
        for (at, printed) in [
            ((0, 0), "Reads a barometer once each watch."),
            ((0, 1), "Records wind and tide in a log."),
            ((1, 0), "Plans the route around foul weather."),
        ] {
            let findings = findings(at, printed);
            let place = format!("{}.{}", at.0, at.1);
            assert_eq!(told(&findings), [(Rule::Wording, Some(&*place)); 2], "{findings:#?}");
        }
    }

    #[test]
    fn another_short_statement_is_no_wording() {
        let findings = findings((0, 0), "Greets every passenger with a smile.");
        let rules: Vec<Rule> = findings.iter().map(|f| f.rule).collect();
        assert_eq!(rules, [Rule::Extra, Rule::Missing], "{findings:#?}");
    }
}
