//! Which parts of the framework names are: told by what they stand above and how they are dressed.

use super::outline::{Above, LOWEST_DRESS, Outline, holds_higher};
use super::{demote, heading_of, name_it, next_structure};
use crate::draft::Drafts;
use crate::tokens::{Dress, Token};
use cvf_framework::{Language, Part, Section};
use std::collections::BTreeMap;

/// Names right above levels or items are competencies (or sub-competencies, under a known
/// competency that has none of its own); names above those are clusters.
pub(super) fn parts_by_neighbours(tokens: &mut [Token], language: &Language, drafts: &mut Drafts) {
    let competency =
        |t: &Token| matches!(t, Token::Name { part, .. } | Token::Mention { part, .. } if *part == Part::Competency);
    let known = tokens.iter().any(competency);
    let clusters_known = tokens.iter().any(|t| matches!(t, Token::Name { part: Part::Cluster, .. }));
    let levelled = tokens
        .windows(2)
        .any(|pair| matches!(pair, [_, Token::Level { .. } | Token::Mention { part: Part::Level, .. }]));
    let outline = Outline::of(tokens);
    let steps = steps_of_dress(tokens, &outline);
    let mut bare_competency = false;
    let mut after_content = false;
    let mut rank = None;
    for i in 0..tokens.len() {
        match &tokens[i] {
            Token::Name { part, .. } => {
                bare_competency = *part == Part::Competency;
                (rank, after_content) = (heading_of(&tokens[i]), after_content && *part != Part::Value);
            }
            Token::Section { section: Section::Values, .. } => rank = heading_of(&tokens[i]).or(rank),
            Token::Mention { .. } => (bare_competency, after_content) = (false, false),
            Token::Level { .. } | Token::Item(_) | Token::Grid { .. } => {
                (bare_competency, after_content) = (false, true);
            }
            Token::Candidate { text, dress, .. } => {
                let stands = outline.above(tokens, i);
                let over_items = matches!(next_structure(tokens, i), Some(Token::Item(_)));
                let strange = (known && levelled) || outline.levelled;
                let aside = stands != Above::Content && language.is_aside(text.as_str());
                if aside || (strange && over_items && !bare_competency) {
                    tokens[i] = Token::Aside(text.clone());
                    continue;
                }
                let part = match stands {
                    Above::Nothing => None,
                    Above::Content if known && bare_competency => Some(Part::SubCompetency),
                    Above::Names if known => {
                        is_cluster_beside_known(tokens, i, clusters_known, after_content).then_some(Part::Cluster)
                    }
                    _ => steps.get(dress).copied().or(Some(if stands == Above::Content {
                        Part::Competency
                    } else {
                        Part::Cluster
                    })),
                };
                let own = dress.heading.filter(|rank| *rank < LOWEST_DRESS);
                let ends = own.zip(rank).is_some_and(|(own, rank)| own < rank || (own == rank && after_content));
                match part {
                    None if holds_higher(tokens, i) => tokens[i] = Token::Aside(text.clone()),
                    Some(part) => name_it(&mut tokens[i], part, drafts),
                    None if ends => tokens[i] = Token::Aside(text.clone()),
                    None => demote(tokens, i),
                }
                if part.is_some() {
                    (rank, after_content) = (heading_of(&tokens[i]), false);
                }
                bare_competency = part == Some(Part::Competency);
            }
            _ => {}
        }
    }
}

/// Beside known competencies a name above others is a cluster only where no cluster is known,
/// content came before, and a competency or its cluster's description comes next.
fn is_cluster_beside_known(tokens: &[Token], i: usize, clusters_known: bool, after_content: bool) -> bool {
    let directly =
        matches!(tokens.get(i + 1), Some(Token::Name { part: Part::Competency, .. } | Token::Paragraph { .. }));
    !clusters_known && after_content && directly
}

/// Where headings have distinct dresses, the strongest are clusters, the next competencies,
/// the next sub-competencies; with one dress all of them are competencies.
fn steps_of_dress(tokens: &[Token], outline: &Outline) -> BTreeMap<Dress, Part> {
    let mut dresses: Vec<Dress> = Vec::new();
    let mut content: Vec<Dress> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        if let Token::Candidate { dress, .. } = token {
            let stands = outline.above(tokens, i);
            let over_items = matches!(next_structure(tokens, i), Some(Token::Item(_)));
            if outline.levelled && over_items {
                continue;
            }
            if stands != Above::Nothing && !dresses.contains(dress) {
                dresses.push(*dress);
            }
            if stands == Above::Content && !content.contains(dress) {
                content.push(*dress);
            }
        }
    }
    dresses.sort_by_key(|d| (d.heading.unwrap_or(u8::MAX), !d.capitals, d.numbered));
    let parts: &[Part] = match (dresses.len(), content.len()) {
        (2, 1) => &[Part::Cluster, Part::Competency],
        (3, 1) => &[Part::Cluster, Part::Competency, Part::SubCompetency],
        _ => return BTreeMap::new(),
    };
    dresses.into_iter().zip(parts.iter().copied()).collect()
}
