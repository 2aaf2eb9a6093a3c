//! How headings lie over each other, and what each stands above.

use super::{heading_of, next_structure, structure_after};
use crate::tokens::Token;
use cvf_framework::{Part, Section};
use std::collections::BTreeMap;

/// What a candidate stands right above.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    /// Levels, items or a table.
    Content,
    /// Another name.
    Names,
    /// Nothing but paragraphs, or the end.
    Nothing,
}

pub(super) fn above(tokens: &[Token], i: usize) -> Above {
    match next_structure(tokens, i) {
        Some(Token::Level { .. } | Token::Item(_) | Token::Section { section: Section::Indicators, .. }) => {
            Above::Content
        }
        Some(Token::Candidate { .. }) if holds_higher(tokens, i) => Above::Nothing,
        Some(Token::Name { .. } | Token::Candidate { .. }) => Above::Names,
        Some(Token::Grid { named: true, .. }) => Above::Names,
        Some(Token::Grid { named: false, .. }) => Above::Content,
        _ => Above::Nothing,
    }
}

/// True for a heading over paragraphs behind which a heading of a higher rank comes: that is not
/// under it, so it is none of a part of the framework.
pub(super) fn holds_higher(tokens: &[Token], i: usize) -> bool {
    let heading = |t: &Token| if let Token::Candidate { dress, .. } = t { dress.heading } else { None };
    let next = next_structure(tokens, i).and_then(heading);
    matches!((tokens.get(i).and_then(heading), next), (Some(own), Some(next)) if own > next)
}

/// How the headings of a document lie over each other.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Rank that most competencies have.
    rank: Option<u8>,
    /// Some heading of a higher rank stands over competencies.
    has_higher: bool,
    /// Most competencies have levels or sections, so that a name over items has none.
    pub(super) levelled: bool,
    /// Where the first item, level or table stands.
    content: usize,
}

impl Outline {
    pub(super) fn of(tokens: &[Token]) -> Self {
        let name =
            |i: &usize| matches!(&tokens[*i], Token::Candidate { .. } | Token::Name { part: Part::Competency, .. });
        let names = || (0..tokens.len()).filter(name);
        let over_items = names().filter(|&i| matches!(next_structure(tokens, i), Some(Token::Item(_)))).count();
        let levelled: Vec<usize> = names().filter(|&i| is_over_levels(tokens, i)).collect();
        let over: Vec<usize> = match levelled.is_empty() {
            true => names().filter(|&i| above(tokens, i) == Above::Content).collect(),
            false => levelled.clone(),
        };
        let mut ranks: BTreeMap<u8, usize> = BTreeMap::new();
        over.iter().filter_map(|&i| heading_of(&tokens[i])).for_each(|rank| *ranks.entry(rank).or_default() += 1);
        let rank = ranks.into_iter().max_by_key(|(rank, count)| (*count, *rank)).map(|(rank, _)| rank);
        let next = |i: usize| next_structure(tokens, i).and_then(heading_of);
        let candidate = |i: &usize| matches!(&tokens[*i], Token::Candidate { .. });
        let higher =
            |i: usize| rank.is_some() && next(i) == rank && heading_of(&tokens[i]).is_some_and(|own| Some(own) < rank);
        let content = |t: &Token| matches!(t, Token::Level { .. } | Token::Item(_) | Token::Grid { .. });
        Self {
            rank,
            has_higher: names().filter(candidate).any(higher),
            levelled: !levelled.is_empty() && levelled.len() >= over_items,
            content: tokens.iter().position(content).unwrap_or(tokens.len()),
        }
    }

    /// What a candidate stands above: names only where it is dressed as a heading over them.
    pub(super) fn above(&self, tokens: &[Token], i: usize) -> Above {
        match above(tokens, i) {
            Above::Names if !self.leads(tokens, i) => Above::Nothing,
            stands => stands,
        }
    }

    /// True if a candidate above a name can be its cluster: of a higher rank, or of the same where
    /// all have one.
    fn leads(&self, tokens: &[Token], i: usize) -> bool {
        let Some(below) = structure_after(tokens, i) else { return false };
        match (heading_of(&tokens[i]), heading_of(&tokens[below])) {
            // A date, a by-line.
            (None, Some(next)) => next >= LOWEST_DRESS,
            (Some(own), Some(next)) => own < next || (own == next && self.shares_rank(tokens, i, own)),
            (Some(_), None) => {
                !matches!(tokens[below], Token::Candidate { .. }) || above(tokens, below) == Above::Content
            }
            (None, None) => true,
        }
    }

    /// True if clusters are dressed like competencies here, and the candidate like both: those
    /// with a text of their own come again after the first content, or are no clusters.
    fn shares_rank(&self, tokens: &[Token], i: usize, own: u8) -> bool {
        let cluster = |&j: &usize| heading_of(&tokens[j]) == Some(own) && above(tokens, j) == Above::Names;
        let again = || {
            (self.content..tokens.len()).filter(|j| matches!(tokens[*j], Token::Candidate { .. })).any(|j| cluster(&j))
        };
        let texted = matches!(tokens.get(i + 1), Some(Token::Paragraph { .. }));
        self.rank == Some(own) && !self.has_higher && (!texted || again())
    }
}

/// True if levels or sections with content of their own stand under the name at `i`.
pub(super) fn is_over_levels(tokens: &[Token], i: usize) -> bool {
    let below = tokens[i + 1..].iter().position(|t| !matches!(t, Token::Paragraph { .. }));
    let Some(at) = below.map(|n| i + 1 + n) else { return false };
    let sections = |t: &Token| matches!(t, Token::Section { section, .. } if *section != Section::Values);
    match &tokens[at] {
        Token::Level { .. } => {
            matches!(
                tokens.get(at + 1),
                Some(Token::Item(_) | Token::Paragraph { .. } | Token::Section { .. } | Token::Grid { .. })
            )
        }
        Token::Grid { named, .. } => !named,
        token => sections(token),
    }
}

/// Ranks of headings from here on are marks in the text and lists, not headings of the format.
pub(super) const LOWEST_DRESS: u8 = 9;
