//! What lines that look like names are: told by their neighbours, their dress and repetition.

use crate::draft::Drafts;
use crate::labels::bare_name_len;
use crate::tokens::{Dress, Token};
use cvf_document::Text;
use cvf_framework::{Language, Part, Section, names};
use std::collections::BTreeMap;

/// Gives every candidate a role.
pub(crate) fn resolve(tokens: &mut [Token], language: &Language, drafts: &mut Drafts) {
    strange_values(tokens);
    lead_ins(tokens);
    repeated_levels(tokens);
    items_without_marks(tokens);
    title(tokens, language, drafts);
    values(tokens, language, drafts);
    parts_by_neighbours(tokens, language, drafts);
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

/// What a candidate stands right above.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    /// Levels, items or a table.
    Content,
    /// Another name.
    Names,
    /// Nothing but paragraphs, or the end.
    Nothing,
}

fn above(tokens: &[Token], i: usize) -> Above {
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
fn holds_higher(tokens: &[Token], i: usize) -> bool {
    let heading = |t: &Token| if let Token::Candidate { dress, .. } = t { dress.heading } else { None };
    let next = next_structure(tokens, i).and_then(heading);
    matches!((tokens.get(i).and_then(heading), next), (Some(own), Some(next)) if own > next)
}

/// Names right above levels or items are competencies (or sub-competencies, under a known
/// competency that has none of its own); names above those are clusters.
fn parts_by_neighbours(tokens: &mut [Token], language: &Language, drafts: &mut Drafts) {
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

/// How the headings of a document lie over each other.
#[derive(Debug, Default)]
struct Outline {
    /// Rank that most competencies have.
    rank: Option<u8>,
    /// Some heading of a higher rank stands over competencies.
    has_higher: bool,
    /// Most competencies have levels or sections, so that a name over items has none.
    levelled: bool,
    /// Where the first item, level or table stands.
    content: usize,
}

impl Outline {
    fn of(tokens: &[Token]) -> Self {
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
    fn above(&self, tokens: &[Token], i: usize) -> Above {
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
fn is_over_levels(tokens: &[Token], i: usize) -> bool {
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
const LOWEST_DRESS: u8 = 9;

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
