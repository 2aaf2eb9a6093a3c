//! Votes: which of several sides independent witnesses are for.
//!
//! One voice for each publisher, that of its highest-ranked sources. Most voices win, else
//! rank, else the question stays open. The voice of a single source that ranks below all others
//! breaks no majority and no tie that stands without it, and wins nothing alone: it can only join
//! a second source against one of higher rank.

use crate::Source;
use crate::apparatus::Chosen;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How a vote ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Sides, the chosen one first.
    pub(crate) order: Vec<usize>,
    /// What decided.
    pub(crate) by: Chosen,
}

/// A whole vote, in parts that two readings of one publisher share.
const VOICE: u32 = 60;

/// Decides between sides, each a list of sources; a side without sources has no voice. `even`
/// is how a vote ends that voices and ranks leave open.
pub(crate) fn decide(sides: &[Vec<&Source>], even: Chosen) -> Outcome {
    let all = count(sides, even);
    let Some(lowest) = lowest(sides) else { return all };
    let without: Vec<Vec<&Source>> =
        sides.iter().map(|side| side.iter().filter(|s| s.voter() != lowest).copied().collect()).collect();
    if without.iter().filter(|side| !side.is_empty()).count() < 2 {
        return all;
    }
    let rest = decide(&without, even);
    let alone = sides[all.order[0]].iter().all(|s| s.voter() == lowest);
    if rest.by != Chosen::Rank || alone { rest } else { all }
}

/// The voter that ranks below every other, if there is one.
pub(crate) fn lowest<'a>(sides: &[Vec<&'a Source>]) -> Option<&'a str> {
    let ranks = ranks(sides);
    let worst = ranks.values().max()?;
    let mut last = ranks.iter().filter(|(_, rank)| *rank == worst);
    let (voter, _) = last.next()?;
    (ranks.len() > 1 && last.next().is_none()).then_some(*voter)
}

/// The best rank of each voter's sources.
fn ranks<'a>(sides: &[Vec<&'a Source>]) -> BTreeMap<&'a str, u32> {
    let mut ranks: BTreeMap<&str, u32> = BTreeMap::new();
    for source in sides.iter().flatten() {
        let rank = ranks.entry(source.voter()).or_insert(source.rank);
        *rank = source.rank.min(*rank);
    }
    ranks
}

fn count(sides: &[Vec<&Source>], even: Chosen) -> Outcome {
    let ranks = ranks(sides);
    let speaks = |s: &&&Source| ranks.get(s.voter()) == Some(&s.rank);
    let voters: Vec<BTreeSet<&str>> =
        sides.iter().map(|side| side.iter().filter(speaks).map(|s| s.voter()).collect()).collect();
    let shares = |voter: &str| voters.iter().filter(|v| v.contains(voter)).count();
    let weight =
        |side: &BTreeSet<&str>| -> u32 { side.iter().map(|v| VOICE / u32::try_from(shares(v)).unwrap_or(VOICE)).sum() };
    let key = |side: usize| {
        let first = sides[side].iter().map(|s| (s.rank, s.id.as_str())).min();
        (Reverse(weight(&voters[side])), first.map_or(u32::MAX, |(rank, _)| rank), first.map(|(_, id)| id))
    };
    let mut order: Vec<usize> = (0..sides.len()).collect();
    // A side without sources comes last.
    order.sort_by(|a, b| (sides[*a].is_empty(), key(*a)).cmp(&(sides[*b].is_empty(), key(*b))));
    let by = match order.as_slice() {
        [first, second, ..] => {
            let ((w1, r1, _), (w2, r2, _)) = (key(*first), key(*second));
            match (w1.cmp(&w2), r1.cmp(&r2)) {
                (std::cmp::Ordering::Less, _) => Chosen::Majority,
                (_, std::cmp::Ordering::Less) => Chosen::Rank,
                _ => even,
            }
        }
        _ => Chosen::Majority,
    };
    Outcome { order, by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_framework::Witness;

    fn source(id: &str, publisher: Option<&str>, rank: u32) -> Source {
        let publisher = publisher.map(str::to_owned);
        Source { id: id.to_owned(), publisher, rank, role: None, witness: Witness::default() }
    }

    fn won(sides: &[&[&Source]]) -> (usize, Chosen) {
        let sides: Vec<Vec<&Source>> = sides.iter().map(|s| s.to_vec()).collect();
        let outcome = decide(&sides, Chosen::Open);
        (outcome.order[0], outcome.by)
    }

    #[test]
    fn most_voices_then_rank_then_open() {
        let (a, b, c) = (source("a", None, 1), source("b", None, 2), source("c", None, 2));
        assert_eq!(won(&[&[&a], &[&b, &c]]), (1, Chosen::Majority));
        assert_eq!(won(&[&[&b], &[&a]]), (1, Chosen::Rank));
        assert_eq!(won(&[&[&b], &[&c]]), (0, Chosen::Open));
    }

    #[test]
    fn one_publisher_is_one_voice_that_of_its_best_source() {
        let (a, b) = (source("a", Some("p"), 1), source("b", None, 1));
        let (c, d) = (source("c", Some("p"), 5), source("d", Some("p"), 1));
        assert_eq!(won(&[&[&b], &[&a, &c]]).1, Chosen::Open);
        assert_eq!(won(&[&[&a], &[&c]]), (0, Chosen::Majority), "a lower source of the same publisher is not heard");
        assert_eq!(won(&[&[&a], &[&d]]), (0, Chosen::Open), "two of the same rank share the voice");
    }

    #[test]
    fn a_source_below_all_others_breaks_no_majority() {
        let (a, b, c) = (source("a", None, 2), source("b", None, 3), source("c", None, 3));
        let x = source("x", None, 5);
        assert_eq!(won(&[&[&a, &x], &[&b, &c]]), (1, Chosen::Majority));
        assert_eq!(won(&[&[&a], &[&x]]), (0, Chosen::Rank));
        let (y, z) = (source("y", Some("p"), 1), source("z", Some("p"), 1));
        assert_eq!(won(&[&[&y], &[&z], &[&x]]).0, 0, "where a publisher disagrees with itself it wins nothing");
    }
}
