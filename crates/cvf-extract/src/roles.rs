//! What lines that look like names are: told by their neighbours, their dress and repetition.

mod outline;
mod parts;

use crate::draft::Drafts;
use crate::labels::bare_name_len;
use crate::tokens::{Dress, Token};
use cvf_document::Text;
use cvf_framework::{Language, Part, Section, names};
use outline::{Above, LOWEST_DRESS, above};
use std::collections::BTreeMap;

/// Gives every candidate a role.
pub(crate) fn resolve(tokens: &mut [Token], language: &Language, drafts: &mut Drafts) {
    strange_values(tokens);
    lead_ins(tokens);
    repeated_levels(tokens);
    items_without_marks(tokens);
    title(tokens, language, drafts);
    values(tokens, language, drafts);
    parts::parts_by_neighbours(tokens, language, drafts);
}

/// A name that some edition has for a value is none where levels stand under it, nor, in a
/// document without known competencies, where other headings like it stand over items.
fn strange_values(tokens: &mut [Token]) {
    let is_competency =
        |t: &Token| matches!(t, Token::Name { part: Part::Competency | Part::Cluster, known, .. } if known.is_some());
    let known = tokens.iter().any(is_competency);
    let ruled = !known
        && tokens
            .iter()
            .enumerate()
            .any(|(i, t)| matches!(t, Token::Candidate { .. }) && above(tokens, i) == Above::Content);
    let mut in_values = false;
    for i in 0..tokens.len() {
        match &tokens[i] {
            Token::Section { section, .. } => in_values = *section == Section::Values,
            Token::Name { part: Part::Value, name, known: Some(_), dress } if !in_values => {
                let strange = has_levels(tokens, i) || (ruled && above(tokens, i) == Above::Content);
                if strange {
                    tokens[i] = Token::Candidate { text: name.clone(), dress: *dress, gap: 1 };
                }
            }
            _ => {}
        }
    }
}

/// True if levels stand under the name at `i` that are not levels over names.
fn has_levels(tokens: &[Token], i: usize) -> bool {
    let levels = |t: &&Token| matches!(t, Token::Level { .. } | Token::Section { .. } | Token::Paragraph { .. });
    let below: Vec<&Token> = tokens[i + 1..].iter().take_while(levels).collect();
    let next = tokens.get(i + 1 + below.len());
    let level = below.iter().rposition(|t| matches!(t, Token::Level { .. }));
    level.is_some_and(|at| at + 1 < below.len() || matches!(next, Some(Token::Item(_))))
}

/// Fewest words of a line that leads into a list.
const LEAD_IN_WORDS: usize = 4;

/// "At this level, you will:" between a heading and its list is a paragraph.
fn lead_ins(tokens: &mut [Token]) {
    for i in 1..tokens.len() {
        let Token::Candidate { text, dress, gap } = &tokens[i] else { continue };
        let leads = dress.heading.is_none() && text.as_str().ends_with(':');
        let long = text.as_str().split(' ').count() >= LEAD_IN_WORDS;
        let headed = match &tokens[i - 1] {
            Token::Level { .. } => true,
            before => heading_of(before).is_some_and(|rank| rank < LOWEST_DRESS),
        };
        if leads && long && headed && matches!(tokens.get(i + 1), Some(Token::Item(_))) {
            tokens[i] = Token::Paragraph { text: text.clone(), gap: *gap };
        }
    }
}

/// Headings that repeat under different names, each before items, are levels with names of
/// their own ("Foundation", "Advanced"); a single one is only the label of the list.
fn repeated_levels(tokens: &mut [Token]) {
    if tokens.iter().any(|t| matches!(t, Token::Level { .. })) {
        return;
    }
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, token) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1);
        let listed = matches!(next, Some(Token::Section { section: Section::Indicators, .. }));
        let before_text =
            listed || matches!(next, Some(Token::Item(_) | Token::Paragraph { .. } | Token::Candidate { .. }));
        if let (Token::Candidate { text, .. }, true) = (token, before_text) {
            seen.entry(names::key(text.as_str())).or_default().push(i);
        }
    }
    seen.retain(|_, at| at.len() > 1);
    let single = seen.len() == 1;
    for i in seen.into_values().flatten() {
        let Token::Candidate { text, dress, .. } = &tokens[i] else {
            continue;
        };
        let label = text.as_str()[..bare_name_len(text.as_str())].to_owned();
        tokens[i] = match single {
            true => Token::Section { section: Section::Indicators, text: text.clone(), dress: *dress },
            false => Token::Level { label, text: text.clone() },
        };
    }
}

/// Most levels that are told apart by their order.
const MOST_LEVELS: usize = 32;

/// Ranks of levels for comparing: by number and letter, or, where levels have names, by
/// which came first in the document.
struct Ranks(Vec<String>);

impl Ranks {
    fn of(tokens: &[Token]) -> Self {
        let mut labels: Vec<String> = Vec::new();
        let printed = tokens.iter().filter_map(|t| if let Token::Level { label, .. } = t { Some(label) } else { None });
        for label in printed {
            if labels.len() < MOST_LEVELS && !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        Self(labels)
    }

    fn rank(&self, label: &str) -> (usize, String) {
        let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
        let named = || self.0.iter().position(|l| l == label).unwrap_or(usize::MAX);
        (digits.parse().unwrap_or_else(|_| named()), label[digits.len()..].to_owned())
    }
}

/// Under a level whose items have no marks, a short line is an item, unless what follows
/// shows that something new begins: a level that is not the next one, or marked items.
fn items_without_marks(tokens: &mut [Token]) {
    let ranks = Ranks::of(tokens);
    let mut level: Option<String> = None;
    let mut gap_of_items: Option<u32> = None;
    for i in 0..tokens.len() {
        match &tokens[i] {
            Token::Level { label, .. } => (level, gap_of_items) = (Some(label.clone()), None),
            Token::Name { .. } | Token::Item(_) | Token::Grid { .. } | Token::Section { .. } => level = None,
            Token::Paragraph { gap, .. } => gap_of_items = gap_of_items.or(Some(*gap)),
            Token::Candidate { text, dress, gap } => {
                let first = gap_of_items.is_none();
                let item = level.as_deref().is_some_and(|l| is_plain_item(tokens, i, l, *dress, &ranks))
                    && gap_of_items.is_none_or(|of_items| *gap <= of_items);
                if item {
                    gap_of_items = if first { following_gap(tokens, i) } else { gap_of_items };
                    tokens[i] = Token::Paragraph { text: text.clone(), gap: *gap };
                } else {
                    level = None;
                }
            }
            Token::Mention { .. } => level = None,
            Token::Title(_) | Token::Caption(_) | Token::Aside(_) => {}
        }
    }
}

fn following_gap(tokens: &[Token], i: usize) -> Option<u32> {
    match tokens.get(i + 1) {
        Some(Token::Candidate { gap, .. } | Token::Paragraph { gap, .. }) => Some(*gap),
        _ => None,
    }
}

fn is_plain_item(tokens: &[Token], i: usize, level: &str, dress: Dress, ranks: &Ranks) -> bool {
    if dress.heading.is_some() || dress.numbered > 0 {
        return false;
    }
    match next_structure(tokens, i) {
        Some(Token::Level { label, .. }) => ranks.rank(label) > ranks.rank(level),
        Some(Token::Item(_) | Token::Section { .. }) => false,
        _ => true,
    }
}

/// The next token that is neither a paragraph nor a section that comes before the levels.
fn next_structure(tokens: &[Token], i: usize) -> Option<&Token> {
    structure_after(tokens, i).map(|at| &tokens[at])
}

fn structure_after(tokens: &[Token], i: usize) -> Option<usize> {
    let structure = |t: &Token| match t {
        Token::Paragraph { .. } => false,
        Token::Section { section, .. } => !matches!(section, Section::Importance | Section::Description),
        _ => true,
    };
    tokens[i + 1..].iter().position(structure).map(|n| i + 1 + n)
}

/// Most words of a title.
const LONGEST_TITLE: usize = 25;

/// The title: the first line before any name that has a title's words, or the first heading if
/// it stands above other headings that are dressed differently. A heading goes before a line
/// that is dressed as none, a higher one before a lower.
fn title(tokens: &mut [Token], language: &Language, drafts: &mut Drafts) {
    let before = tokens.iter().take_while(|t| matches!(t, Token::Candidate { .. } | Token::Paragraph { .. })).count();
    let rank = |i: usize| heading_of(&tokens[i]);
    let worded = |i: &usize| match &tokens[*i] {
        Token::Candidate { text, .. } => has_title_words(text, language),
        Token::Paragraph { text, .. } => has_title_words(text, language) && is_titled(text),
        _ => false,
    };
    let several = |i: usize| matches!(&tokens[i], Token::Candidate { text, .. } if text.as_str().contains(' '));
    let headed = (0..before).find(|i| worded(i) && (rank(*i).is_some() || several(*i)));
    let alone = (0..before).find(|i| rank(*i).is_some()).filter(|i| alone(tokens, *i));
    let heading = match (alone, headed) {
        (Some(first), Some(next)) if next < first || (rank(next).is_some() && rank(next) <= rank(first)) => Some(next),
        (first, next) => first.or(next),
    };
    let Some(i) = heading.or_else(|| (0..before).find(worded)) else { return };
    if let Token::Candidate { text, .. } | Token::Paragraph { text, .. } = &tokens[i] {
        let (name, rest) = bare(text);
        drafts.label(rest);
        tokens[i] = Token::Title(name);
    }
}

fn has_title_words(text: &Text, language: &Language) -> bool {
    names::key(text.as_str()).split(' ').any(|w| language.title_words.contains(w))
}

/// True for a long line without an end mark whose words are mostly capitals.
fn is_titled(text: &Text) -> bool {
    let words: Vec<&str> = text.as_str().split(' ').collect();
    let capitals = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    words.len() <= LONGEST_TITLE && capitals * 2 > words.len() && !text.as_str().ends_with('.')
}

/// True if a token is dressed like no other heading and stands above one.
fn alone(tokens: &[Token], i: usize) -> bool {
    let Token::Candidate { dress, .. } = &tokens[i] else { return false };
    let same = |t: &&Token| matches!(t, Token::Candidate { dress: d, .. } | Token::Name { dress: d, .. } if d == dress);
    let next = next_structure(tokens, i);
    let above = matches!(
        next,
        Some(
            Token::Candidate { .. }
                | Token::Name { .. }
                | Token::Section { section: Section::Values, .. }
                | Token::Grid { whole: true, .. }
        )
    );
    dress.heading.is_some() && tokens.iter().filter(same).count() == 1 && above
}

/// The rank of a token's heading.
fn heading_of(token: &Token) -> Option<u8> {
    match token {
        Token::Candidate { dress, .. } | Token::Name { dress, .. } | Token::Section { dress, .. } => dress.heading,
        _ => None,
    }
}

/// In a group of values, each heading before a paragraph is a value, until a heading of the
/// rank of the group's own comes after values of a lower one.
fn values(tokens: &mut [Token], language: &Language, drafts: &mut Drafts) {
    let mut open = false;
    let (mut group, mut value) = (None, None);
    for i in 0..tokens.len() {
        let rank = heading_of(&tokens[i]);
        match &tokens[i] {
            Token::Section { section, .. } => {
                open = *section == Section::Values;
                (group, value) = (rank, None);
            }
            Token::Name { part: Part::Value, .. } => value = rank,
            Token::Candidate { text, .. } if language.is_aside(text.as_str()) => open = false,
            Token::Candidate { .. } if open && rank.is_some() && rank <= group && value > group => open = false,
            Token::Name { part: Part::Cluster | Part::Competency, .. }
            | Token::Level { .. }
            | Token::Grid { named: true, .. } => open = false,
            Token::Candidate { .. } if open => {
                // A name over levels, or right over such a name, is of what comes after the values.
                open = !over_levels(tokens, i) && !over_levels_below(tokens, i);
                let next = tokens.get(i + 1).filter(|_| open);
                let described =
                    matches!(next, Some(Token::Paragraph { .. } | Token::Item(_) | Token::Grid { named: false, .. }));
                if described {
                    value = rank;
                    name_it(&mut tokens[i], Part::Value, drafts);
                }
            }
            _ => {}
        }
    }
}

/// True if levels, or a table behind a description, stand under a name.
fn over_levels(tokens: &[Token], i: usize) -> bool {
    match next_structure(tokens, i) {
        Some(Token::Level { .. }) => true,
        Some(Token::Grid { .. }) => matches!(tokens.get(i + 1), Some(Token::Paragraph { .. })),
        _ => false,
    }
}

/// True if the next name stands over levels and none of this one's text comes before it.
fn over_levels_below(tokens: &[Token], i: usize) -> bool {
    matches!(tokens.get(i + 1), Some(Token::Candidate { .. })) && over_levels(tokens, i + 1)
}

/// The name without a closing colon, and that colon.
fn bare(text: &Text) -> (Text, Text) {
    let end = bare_name_len(text.as_str());
    (text.to_byte(end), text.from_byte(end))
}

fn name_it(token: &mut Token, part: Part, drafts: &mut Drafts) {
    if let Token::Candidate { text, dress, .. } = token {
        let (name, rest) = bare(text);
        drafts.label(rest);
        *token = Token::Name { part, name, known: None, dress: *dress };
    }
}

/// A line that only looks like a name is a table's caption or a paragraph.
fn demote(tokens: &mut [Token], i: usize) {
    let before_table = matches!(tokens.get(i + 1), Some(Token::Grid { .. }));
    if let Token::Candidate { text, gap, .. } = &tokens[i] {
        tokens[i] = match before_table {
            true => Token::Caption(text.clone()),
            false => Token::Paragraph { text: text.clone(), gap: *gap },
        };
    }
}
