//! Blocks → nodes: furniture set aside, paragraphs cut by a page break joined, run-on lists split.

use crate::contents;
use crate::draft::Drafts;
use crate::flattened::Suspect;
use crate::layout;
use crate::run_in;
use cvf_document::flow::{begins_low, lacks_end};
use cvf_document::marker::is_bullet;
use cvf_document::{Block, Document, Marker, MarkerKind, Paragraph, Style, Table, Text};
use cvf_framework::{Language, Profiles, digits_hidden, names};
use std::collections::{BTreeMap, BTreeSet};

/// A piece of the document as the walk sees it.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Paragraph(Paragraph),
    Table(Table),
    LooseCells(Vec<Text>),
}

/// Fewest bullets inside one paragraph that let it be taken for columns read across.
const FLATTENED_BULLETS: usize = 6;

pub(crate) fn nodes(document: &Document, profiles: &Profiles, drafts: &mut Drafts) -> Vec<Node> {
    let blocks = layout::main_flow(&document.blocks, profiles, drafts);
    let running = running_heads(&blocks, profiles);
    nodes_of(&blocks, &running, document, profiles, drafts)
}

/// The nodes of the blocks of a main flow of which some are running heads.
pub(crate) fn nodes_of(
    blocks: &[Block],
    running: &BTreeSet<usize>,
    document: &Document,
    profiles: &Profiles,
    drafts: &mut Drafts,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    let contents = contents::lines(blocks);
    for (i, block) in blocks.iter().enumerate() {
        match block {
            Block::Paragraph(p) if contents.contains(&i) => {
                drafts.markers.extend(p.marker.as_ref().map(|m| m.text.clone()));
                drafts.set_aside("contents", &p.text);
            }
            Block::Paragraph(p) if running.contains(&i) => drafts.set_aside("running-head", &p.text),
            Block::Table(table) => nodes.push(Node::Table(table.clone())),
            Block::LooseCells(cells) => nodes.push(Node::LooseCells(cells.clone())),
            Block::Paragraph(p) => {
                for part in split_at_tab(p, document, profiles) {
                    add(&mut nodes, part, profiles, drafts);
                }
            }
            Block::Region(_) => {}
        }
    }
    nodes
}

/// A level's label with a text behind a tab is two paragraphs.
fn split_at_tab(p: &Paragraph, document: &Document, profiles: &Profiles) -> Vec<Paragraph> {
    let offsets = p.text.offsets();
    let gap = |i: usize| &document.stream[offsets[i - 1] + 1..offsets[i + 1]];
    let tab = |i: &usize| *i > 0 && gap(*i).contains(&'\t') && !gap(*i).contains(&'\n');
    let spaces = p.text.chars().enumerate().filter(|(_, (c, _))| *c == ' ').map(|(i, _)| i);
    let Some(at) = spaces.take(LONGEST_LABEL).find(|i| i + 1 < offsets.len() && tab(i)) else { return vec![p.clone()] };
    let (label, text) = (p.text.slice(0..at), p.text.slice(at + 1..p.text.len()));
    let labelled = crate::labels::level(label.as_str(), profiles).is_some_and(|l| l.end == label.as_str().len());
    if p.marker.is_some() || !labelled || text.as_str().split(' ').count() < STATEMENT_WORDS {
        return vec![p.clone()];
    }
    let part = |text: Text, style: Style, gap: u32| Paragraph { text, marker: None, style, gap };
    vec![part(label, p.style, p.gap), part(text, Style { heading: None, ..p.style }, 0)]
}

/// Fewest words of a text behind a label.
const STATEMENT_WORDS: usize = 3;

/// Most words of a running head.
const LONGEST_HEAD: usize = 12;

/// Blocks that are running heads: lines that come again with another number in them, and lines
/// beside a page number that come again or have a title's words.
pub(crate) fn running_heads(blocks: &[Block], profiles: &Profiles) -> BTreeSet<usize> {
    let language = &profiles.language;
    let lines: Vec<Option<&str>> = blocks.iter().map(|block| line(block, profiles)).collect();
    let mut seen: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for text in lines.iter().flatten() {
        seen.entry(digits_hidden(text)).or_default().insert(text);
        *count.entry(text).or_default() += 1;
    }
    let furniture: Vec<Option<&str>> = lines.iter().map(|text| language.furniture((*text)?)).collect();
    let page_number = |i: usize| furniture.get(i) == Some(&Some("page-number"));
    let visible = |b: &Block| b.texts().iter().any(|t| !t.is_empty() && language.furniture(t.as_str()).is_none());
    let first = blocks.iter().position(visible);
    let runs = |i: &usize| {
        let plain = |t: &&str| furniture[*i].is_none() && crate::labels::level_in_title(t, language).is_none();
        let Some(text) = lines[*i].filter(|_| Some(*i) != first).filter(plain) else { return false };
        let numbered = text.ends_with(|c: char| c.is_ascii_digit()) && seen[&digits_hidden(text)].len() > 1;
        let beside = page_number(i + 1) || (*i > 0 && page_number(i - 1));
        let titled = names::key(text).split(' ').any(|w| language.title_words.contains(w));
        numbered || (beside && (count[text] > 1 || titled))
    };
    (0..lines.len()).filter(runs).collect()
}

/// The text of a short plain paragraph that is no label and no known name.
fn line<'a>(block: &'a Block, profiles: &Profiles) -> Option<&'a str> {
    let Block::Paragraph(p) = block else { return None };
    let text = p.text.as_str();
    let short = p.marker.is_none() && !text.is_empty() && text.split(' ').count() <= LONGEST_HEAD;
    let section = profiles.language.section(text).is_some();
    (short && !section && !is_label(&p.text, profiles)).then_some(text)
}

fn add(nodes: &mut Vec<Node>, p: Paragraph, profiles: &Profiles, drafts: &mut Drafts) {
    let language = &profiles.language;
    if p.text.is_empty() {
        drafts.markers.extend(p.marker.map(|m| m.text));
        return;
    }
    let furniture = language.furniture(p.text.as_str()).filter(|_| p.marker.is_none());
    if let Some(reason) = furniture {
        drafts.set_aside(reason, &p.text);
        return;
    }
    if is_flattened(p.text.as_str(), language) {
        drafts.suspects.push(Suspect { text: p.text, marked: p.marker.is_some() });
        drafts.markers.extend(p.marker.map(|m| m.text));
        return;
    }
    for part in split_at_bullets(p, profiles).into_iter().flat_map(run_in::split_at_numbers) {
        let part = without_stars(part, drafts);
        // A bullet with nothing behind it marks no item.
        if part.text.is_empty() {
            drafts.markers.extend(part.marker.map(|m| m.text));
            continue;
        }
        match nodes.last_mut() {
            Some(Node::Paragraph(open)) if goes_on(open, &part, profiles) => open.text.join(&part.text),
            _ => nodes.push(Node::Paragraph(part)),
        }
    }
}

/// True if a paragraph was cut off (by a page break, say) and goes on in `next`.
fn goes_on(open: &Paragraph, next: &Paragraph, profiles: &Profiles) -> bool {
    let text = open.text.as_str();
    let long = text.split(' ').take(4).count() == 4;
    let dressed = open.style.heading.is_some() || next.style.heading.is_some() || next.marker.is_some();
    let last = text.rsplit(' ').next().unwrap_or_default();
    let hangs = profiles.language.is_function_word(last);
    let labelled = || is_label(&next.text, profiles) || profiles.language.section(next.text.as_str()).is_some();
    long && !dressed && lacks_end(text) && (begins_low(next.text.as_str()) || hangs) && !labelled()
}

/// True if columns were read across: bullets inside the paragraph stand behind words that
/// cannot end anything.
fn is_flattened(text: &str, language: &Language) -> bool {
    let pieces: Vec<&str> = text.split(is_bullet).map(str::trim).collect();
    if pieces.len() <= FLATTENED_BULLETS {
        return false;
    }
    let count = |test: &dyn Fn(&str) -> bool| pieces.iter().filter(|p| test(p)).count();
    let hanging = count(&|p| p.rsplit(' ').next().is_some_and(|w| language.is_function_word(w)));
    let ended = count(&|p| p.ends_with(['.', ';', '!', '?']));
    hanging * 20 >= pieces.len() && ended * 3 < pieces.len()
}

/// A paragraph with bullets inside is a list that lost its line ends.
fn split_at_bullets(p: Paragraph, profiles: &Profiles) -> Vec<Paragraph> {
    let bullets: Vec<usize> = p.text.chars().enumerate().filter(|(_, (c, _))| is_bullet(*c)).map(|(i, _)| i).collect();
    if bullets.is_empty() {
        return vec![p];
    }
    let starts = [None].into_iter().chain(bullets.iter().map(|&b| Some(b)));
    let ends = bullets.iter().copied().chain([p.text.len()]);
    let mut parts = Vec::new();
    for (start, end) in starts.zip(ends) {
        let text = p.text.slice(start.map_or(0, |s| s + 1)..end).collapsed();
        let marker = match start {
            Some(s) => Some(Marker { text: p.text.slice(s..s + 1), kind: MarkerKind::Bullet }),
            None => p.marker.clone(),
        };
        let labels = trailing_labels(&text, profiles);
        let body =
            text.slice(0..text.len() - labels.iter().map(|l| l.len() + 1).sum::<usize>().min(text.len())).collapsed();
        if !body.is_empty() || marker.is_some() {
            parts.push(Paragraph { text: body, marker, style: p.style, gap: p.gap });
        }
        parts.extend(labels.into_iter().map(|text| Paragraph { text, marker: None, style: p.style, gap: p.gap }));
    }
    parts
}

/// Names and level labels that were run into the end of an item: "… rapport. Level 2".
fn trailing_labels(text: &Text, profiles: &Profiles) -> Vec<Text> {
    let mut labels = Vec::new();
    let mut end = text.len();
    loop {
        let rest = text.slice(0..end).collapsed();
        let words = rest.words();
        let label = (0..words.len()).rev().take(LONGEST_LABEL).find(|&i| {
            let from = words[i].0.start;
            let stands_free = i == 0
                || words[i - 1].1.ends_with(['.', '!', '?', ':'])
                || !labels.is_empty()
                || is_label(&rest.slice(0..from), profiles);
            stands_free && is_label(&rest.slice(from..rest.len()), profiles)
        });
        let Some(i) = label else { return labels };
        let from = words[i].0.start;
        labels.insert(0, rest.slice(from..rest.len()));
        if from == 0 {
            return labels;
        }
        end = from;
    }
}

/// Most words of a label that is looked for inside a paragraph.
const LONGEST_LABEL: usize = 8;

pub(crate) fn is_label(text: &Text, profiles: &Profiles) -> bool {
    let text = text.as_str().trim();
    profiles.resolve(text).is_some() || crate::labels::level(text, profiles).is_some_and(|l| l.end == text.len())
}

/// Takes the stars off a paragraph that is wholly `**strong**` and makes it a heading of low rank.
fn without_stars(mut p: Paragraph, drafts: &mut Drafts) -> Paragraph {
    let text = p.text.as_str();
    let strong = text.len() > 4 && text.starts_with("**") && text.trim_end_matches(':').ends_with("**");
    if !strong || text.matches("**").count() != 2 {
        return p;
    }
    let (stars, plain): (Vec<usize>, Vec<usize>) =
        (0..p.text.len()).partition(|&i| p.text.as_str().chars().nth(i) == Some('*'));
    drafts.markers.extend(stars.into_iter().map(|i| p.text.slice(i..i + 1)));
    let mut bare = Text::default();
    plain.into_iter().for_each(|i| bare.glue(&p.text.slice(i..i + 1)));
    p.text = bare.collapsed();
    p.style = Style { heading: p.style.heading.or(Some(9)), ..p.style };
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_read_across_are_told_from_a_list_that_lost_its_line_ends() {
        let english = Language::english();
        let list = "• I listen to the public. • I ask. • I learn. • I share. • I act. • I plan. • I lead.";
        assert!(!is_flattened(list, &english));
        let across = "• Works in a clear • Checks all work for and • Is open to the • Sees others with \
                      • Keeps to time, and • Owns the • Acts upon • Holds others to";
        assert!(is_flattened(across, &english));
    }

    #[test]
    fn a_bullet_with_nothing_behind_it_is_a_marker() {
        let stream: Vec<char> = "Level 1•".chars().collect();
        let text = Text::from_stream(&stream, 0..stream.len());
        let (mut nodes, mut drafts) = (Vec::new(), Drafts::default());
        add(&mut nodes, Paragraph::plain(text), &Profiles::built_in(), &mut drafts);
        assert_eq!(nodes.len(), 1);
        assert_eq!(drafts.markers.iter().map(Text::as_str).collect::<Vec<_>>(), ["•"]);
    }
}
