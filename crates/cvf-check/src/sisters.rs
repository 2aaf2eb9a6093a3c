//! What several copies print where the canon has nothing: of three copies that have a sentence of
//! their own, two decide about a word in which the third differs.

use crate::stream::keys;
use cvf_framework::{CanonUnit, Witness, names};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Fewest copies that decide.
const DECIDE: usize = 2;
/// Fewest words of a text by which it is known again …
const FEWEST: usize = 6;
/// … and most of one that is kept.
const MOST: usize = 60;
/// A slip changes at most this share of a word's letters, in thirds.
const THIRDS: usize = 3;

/// Texts of the copies' own that several of them print, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sisters {
    texts: Vec<Vec<String>>,
    /// The texts and places by what is left of a text without the word there.
    without: BTreeMap<u64, Vec<(usize, usize)>>,
}

impl Sisters {
    /// Learns from copies; statements of the canon are left out.
    pub(crate) fn of(copies: &[Witness], canon: &[CanonUnit]) -> Self {
        if copies.len() <= DECIDE {
            return Self::default();
        }
        let canon: BTreeSet<Vec<String>> = canon.iter().map(|u| keys(&u.text)).collect();
        let mut count: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for copy in copies {
            let own: BTreeSet<Vec<String>> = copy.units.iter().map(|u| keys(&u.text)).collect();
            let kept = own.into_iter().filter(|w| (FEWEST..=MOST).contains(&w.len()) && !canon.contains(w));
            kept.for_each(|words| *count.entry(words).or_default() += 1);
        }
        let texts: Vec<Vec<String>> = count.into_iter().filter(|(_, n)| *n >= DECIDE).map(|(words, _)| words).collect();
        let mut without: BTreeMap<u64, Vec<(usize, usize)>> = BTreeMap::new();
        for (t, words) in texts.iter().enumerate() {
            (0..words.len()).for_each(|at| without.entry(rest(words, at)).or_default().push((t, at)));
        }
        Self { texts, without }
    }

    /// The word that is meant instead of one of these, with that one's place; none where several
    /// copies print these words too.
    pub(crate) fn instead(&self, words: &[String]) -> Option<(usize, &str)> {
        if self.texts.is_empty() || self.texts.binary_search_by(|text| text.as_slice().cmp(words)).is_ok() {
            return None;
        }
        (0..words.len()).find_map(|at| {
            let known = self.without.get(&rest(words, at))?.iter();
            let same = |&&(t, place): &&(usize, usize)| place == at && is_slip(&self.texts[t][at], &words[at]);
            known.filter(same).map(|&(t, place)| (at, self.texts[t][place].as_str())).next()
        })
    }
}

/// True for a word that is nearly another.
fn is_slip(right: &str, printed: &str) -> bool {
    let longest = right.chars().count().max(printed.chars().count());
    right != printed && names::edit_distance(right, printed) * THIRDS <= longest
}

/// What is left of a text without one of its words.
fn rest(words: &[String], at: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    (at, words.len()).hash(&mut hasher);
    words.iter().enumerate().filter(|(i, _)| *i != at).for_each(|(_, word)| word.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{copy, lists};

    const RIGHT: &str = "I choose my words on the basis of what the listener needs.";

    fn copies(own: &[&str]) -> Vec<Witness> {
        let with = |text: &&str| {
            let mut all = lists();
            all[0].statements.push((*text).to_owned());
            copy(&all)
        };
        own.iter().map(with).collect()
    }

    #[test]
    fn two_copies_decide_about_a_word_of_a_third() {
        let slip = RIGHT.replace("basis", "bases");
        let sisters = Sisters::of(&copies(&[RIGHT, &slip, RIGHT]), &[]);
        assert_eq!(sisters.instead(&keys(&slip)), Some((6, "basis")));
        assert_eq!(sisters.instead(&keys(RIGHT)), None);
        assert_eq!(sisters.instead(&keys(&RIGHT.replace("basis", "strength"))), None, "another word is no slip");
    }

    #[test]
    fn one_copy_against_another_decides_nothing() {
        let slip = RIGHT.replace("basis", "bases");
        assert_eq!(Sisters::of(&copies(&[RIGHT, &slip]), &[]).instead(&keys(&slip)), None);
        let two = Sisters::of(&copies(&[RIGHT, &slip, RIGHT, &slip]), &[]);
        assert_eq!(two.instead(&keys(&slip)), None, "as many say so as say otherwise");
    }
}
