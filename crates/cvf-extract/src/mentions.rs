//! Names that are listed and head nothing: contents, "levels required for this role".

use crate::tokens::Token;
use cvf_framework::{Part, names};
use std::collections::BTreeSet;
use std::ops::Range;

/// Fewest competencies that make a list; one or two may be headings whose text was lost.
const FEWEST: usize = 3;

/// Turns names that follow each other with nothing between them into mentions.
///
/// The last name of such a run may be a heading all the same: it is one if it was in the list
/// already, or if items, a section or a table come next; after a level, only if items do.
pub(crate) fn set_apart(tokens: &mut [Token]) {
    for run in runs(tokens) {
        let end = if heads(tokens, &run) { last_name(tokens, &run) } else { run.end };
        for token in &mut tokens[run.start..end] {
            mention(token);
        }
    }
}

/// Longest runs of names and levels with enough different competencies.
fn runs(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 0..=tokens.len() {
        let goes_on = tokens.get(end).is_some_and(|t| listed(t) || (end > start && matches!(t, Token::Level { .. })));
        if goes_on {
            continue;
        }
        if competencies(&tokens[start..end]).len() >= FEWEST {
            runs.push(start..end);
        }
        start = end + 1;
    }
    runs
}

fn listed(token: &Token) -> bool {
    matches!(token, Token::Name { part: Part::Cluster | Part::Competency, .. })
}

fn competencies(tokens: &[Token]) -> BTreeSet<String> {
    let competency = |t: &Token| match t {
        Token::Name { part: Part::Competency, name, .. } => Some(names::key(name.as_str())),
        _ => None,
    };
    tokens.iter().filter_map(competency).collect()
}

fn last_name(tokens: &[Token], run: &Range<usize>) -> usize {
    run.clone().rev().find(|i| listed(&tokens[*i])).unwrap_or(run.end)
}

/// True if the last name of the run is the heading of what follows.
fn heads(tokens: &[Token], run: &Range<usize>) -> bool {
    let last = last_name(tokens, run);
    let Token::Name { name, .. } = &tokens[last] else {
        return false;
    };
    let key = names::key(name.as_str());
    let again = tokens[run.start..last]
        .iter()
        .any(|t| matches!(t, Token::Name { name, .. } if names::key(name.as_str()) == key));
    again || content_follows(&tokens[run.end..], last + 1 < run.end)
}

/// True if what follows is laid out as a competency's content. After a name with its level on
/// the line, as the names before it have, only items are.
fn content_follows(rest: &[Token], levelled: bool) -> bool {
    if levelled {
        return matches!(rest.first(), Some(Token::Item(_)));
    }
    let next = rest.iter().find(|t| !matches!(t, Token::Paragraph { .. }));
    matches!(next, Some(Token::Item(_) | Token::Section { .. } | Token::Grid { .. }))
}

fn mention(token: &mut Token) {
    let (part, text) = match token {
        Token::Name { part, name, .. } => (*part, name.clone()),
        Token::Level { text, .. } => (Part::Level, text.clone()),
        _ => return,
    };
    *token = Token::Mention { part, text };
}
