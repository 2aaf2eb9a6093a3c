//! Forms: what looks alike plays one part throughout.

use super::block::{Block, BlockId};
use cvf_document::{MarkerKind, Paragraph};
use std::collections::{BTreeMap, BTreeSet};

/// Number of a form.
pub(crate) type FormId = usize;

/// What stands right below a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Below {
    Form(FormId),
    /// Tables of a family, by number.
    Family(usize),
}

/// Paragraphs of the flow that are dressed alike.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// Number of its dress: forms that only differ in length or in coming again share it.
    pub(crate) group: usize,
    /// Its dress in words.
    pub(crate) dress: String,
    pub(crate) blocks: Vec<BlockId>,
    /// Share of its blocks that another of the form follows.
    pub(crate) runs: f32,
    /// Share of its blocks that a longer text or a table of another form follows.
    pub(crate) leads: f32,
    /// It stands over other lines that name.
    pub(crate) over: bool,
    /// What most of its blocks stand right above, if that is one thing.
    pub(crate) above: Option<Below>,
    /// How much it is dressed as a heading, from 0 to 1.
    pub(crate) heady: f32,
    /// Middle number of words.
    pub(crate) words: usize,
    /// Different texts.
    pub(crate) distinct: usize,
    /// Its blocks have bullets or numbers.
    pub(crate) marked: bool,
    /// They are labels in front of statements.
    pub(crate) label: bool,
    /// A label stood in front of each.
    pub(crate) labelled: bool,
    /// Share of its blocks that have letters.
    pub(crate) lettered: f32,
}

/// The dress of a paragraph; `place` is what its format says of where it stands.
pub(crate) fn dress(p: &Paragraph, place: &str) -> String {
    let mut out = String::new();
    if let Some(rank) = p.style.heading {
        out.push_str(&format!("heading {rank} "));
    }
    if p.style.bold {
        out.push_str("bold ");
    }
    match p.marker.as_ref().map(|m| &m.kind) {
        Some(MarkerKind::Bullet) => out.push_str("bullet "),
        Some(MarkerKind::Number(parts)) => out.push_str(&format!("number{} ", parts.len())),
        Some(MarkerKind::Letter) => out.push_str("letter "),
        None => {}
    }
    if p.style.size > 0 {
        out.push_str(&format!("size {} ", (p.style.size + 5) / 10));
    }
    if p.marker.is_some() || p.style.indent > 0 {
        out.push_str(&format!("indent {} ", p.style.indent));
    }
    out.push_str(place);
    out.trim_end().to_owned()
}

/// Fewest words, in the middle, of items that somebody set in bold: fewer are names.
const STRESSED: usize = 6;

/// Items that are only stressed belong to the list they stand in: the dress without the stress,
/// where it has at least as many blocks.
pub(crate) fn without_stress(groups: &mut BTreeMap<String, Vec<BlockId>>, all: &[Block]) {
    let dresses: Vec<String> = groups.keys().filter(|d| d.starts_with("bold ")).cloned().collect();
    for dress in dresses {
        let plain = dress.trim_start_matches("bold ");
        let stressed = &groups[&dress];
        let mut words: Vec<usize> = stressed.iter().map(|&b| all[b].words).collect();
        words.sort_unstable();
        let items = stressed.iter().all(|&b| all[b].marker.is_some()) && words[words.len() / 2] >= STRESSED;
        if items && groups.get(plain).is_some_and(|list| list.len() >= stressed.len()) {
            let mut stressed = groups.remove(&dress).unwrap_or_default();
            let list = groups.entry(plain.to_owned()).or_default();
            list.append(&mut stressed);
            list.sort_unstable();
        }
    }
}

/// Longest text, in words, that is a label when it comes again.
const LABEL: usize = 8;
/// Longest text, in words, that names.
pub(super) const NAME: usize = 9;

/// The part of labels that come again.
pub(super) const AGAIN: &str = "again";

/// Parts the blocks of one dress: labels that come again apart from names, and short lines
/// without an end apart from sentences.
pub(crate) fn parted(blocks: &[BlockId], all: &[Block]) -> Vec<(&'static str, Vec<BlockId>)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    blocks.iter().for_each(|&b| *counts.entry(folded(&all[b])).or_default() += 1);
    // A label may have words of its own once ("Level 1 - Junior", "Level 1").
    let longer = |text: &str| text.match_indices(' ').any(|(at, _)| counts.get(&text[..at]).is_some_and(|n| *n > 1));
    let comes_again = |b: &BlockId| {
        let text = folded(&all[*b]);
        all[*b].words <= LABEL && all[*b].letters > 0 && (counts[&text] > 1 || longer(&text))
    };
    let mut out = Vec::new();
    // Signs alone are ornaments.
    let (signs, said): (Vec<BlockId>, Vec<BlockId>) = blocks.iter().partition(|b| all[**b].key.is_empty());
    if said.is_empty() {
        return vec![("", signs)];
    }
    if !signs.is_empty() {
        out.push(("sign", signs));
    }
    let blocks = said.as_slice();
    let (again, once): (Vec<BlockId>, Vec<BlockId>) = blocks.iter().partition(|b| comes_again(b));
    let plain = |b: &BlockId| all[*b].marker.is_none() && !all[*b].is_heading();
    let rest = match again.len() > 1 && once.len() > 1 && all[blocks[0]].marker.is_none() {
        true => {
            // A line that leads to statements comes again too.
            let (leads, labels): (Vec<BlockId>, Vec<BlockId>) = again.iter().partition(|b| all[**b].leads_in);
            match leads.len() > 1 && labels.len() > 1 {
                true => out.extend([(AGAIN, labels), ("leads", leads)]),
                false => out.push((AGAIN, again)),
            }
            once
        }
        false => blocks.to_vec(),
    };
    let (counted, rest) = counted(&rest, all);
    if !counted.is_empty() {
        out.push(("counted", counted));
    }
    if rest.is_empty() {
        return out;
    }
    let is_short = |b: &BlockId| all[*b].words <= NAME && !all[*b].text.as_str().ends_with(['.', ';', ',', '!']);
    let (short, long): (Vec<BlockId>, Vec<BlockId>) = rest.iter().partition(|b| is_short(b));
    match rest.iter().all(plain) && !short.is_empty() && !long.is_empty() {
        true => out.extend([("short", short), ("", long)]),
        false => out.push(("", rest)),
    }
    out
}

/// Plain lines that begin with one word and a number of their own ("Standard 1 The guide …"), apart
/// from the others: however long they are, they are one form.
fn counted(blocks: &[BlockId], all: &[Block]) -> (Vec<BlockId>, Vec<BlockId>) {
    let opening = |b: &BlockId| -> Option<(String, String)> {
        let plain = all[*b].marker.is_none() && !all[*b].is_heading();
        let mut words = all[*b].text.as_str().split_whitespace().filter(|_| plain);
        let (word, number) = (words.next()?, words.next()?.trim_end_matches([':', '.', ')']));
        let counts = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        (counts && word.chars().all(char::is_alphabetic)).then(|| (word.to_lowercase(), number.to_owned()))
    };
    let mut numbers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (word, number) in blocks.iter().filter_map(opening) {
        numbers.entry(word).or_default().insert(number);
    }
    let again = |b: &&BlockId| opening(b).is_some_and(|(word, _)| numbers[&word].len() > 1);
    blocks.iter().partition(again)
}

/// A text as it is compared with labels: numbers, roman numerals at its end and the letter in
/// front of a number hidden.
pub(crate) fn folded(block: &Block) -> String {
    let lower = block.text.as_str().to_lowercase();
    let tokens: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).collect();
    let last = tokens.len().saturating_sub(1);
    let fold = |(i, t): (usize, &&str)| {
        let digits = t.chars().any(|c| c.is_ascii_digit());
        let roman = i == last && i > 0 && t.chars().all(|c| "ivx".contains(c));
        match digits || roman {
            true if t.chars().take_while(char::is_ascii_alphabetic).count() == 1 => "a#".to_owned(),
            true => format!("{}#", t.trim_end_matches(|c: char| !c.is_alphabetic() || roman)),
            false => (*t).to_owned(),
        }
    };
    tokens.iter().enumerate().map(fold).collect::<Vec<_>>().join(" ")
}

impl Form {
    pub(crate) fn of(dress: String, blocks: Vec<BlockId>, all: &[Block]) -> Self {
        let mut words: Vec<usize> = blocks.iter().map(|&b| all[b].words).collect();
        words.sort_unstable();
        let count = blocks.len().max(1) as f32;
        let share = |test: &dyn Fn(&Block) -> bool| blocks.iter().filter(|&&b| test(&all[b])).count() as f32 / count;
        let heading = blocks.first().is_some_and(|&b| all[b].is_heading());
        let bold = share(&|b| b.style.bold);
        let distinct = blocks.iter().map(|&b| all[b].key.as_str()).collect::<BTreeSet<_>>().len();
        Self {
            heady: if heading {
                1.0
            } else if bold > 0.7 {
                0.8
            } else {
                0.0
            },
            words: words.get(words.len() / 2).copied().unwrap_or(0),
            lettered: share(&|b| b.letters >= 3),
            label: share(&|b| b.label) > 0.5,
            labelled: share(&|b| b.labelled) > 0.5,
            distinct,
            group: 0,
            over: false,
            above: None,
            marked: share(&|b| b.marker.is_some()) > 0.5,
            dress,
            blocks,
            runs: 0.0,
            leads: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::block::Vocabulary;
    use cvf_document::{Style, Text};

    fn blocks(texts: &[&str]) -> Vec<Block> {
        let mut vocabulary = Vocabulary::default();
        let block = |t: &&str| {
            let stream: Vec<char> = t.chars().collect();
            Block::of(Text::from_stream(&stream, 0..stream.len()), Style::default(), false, None, &mut vocabulary)
        };
        texts.iter().map(block).collect()
    }

    #[test]
    fn labels_that_come_again_are_a_form_of_their_own() {
        let all = blocks(&["Care", "Poor", "Fair", "Courage", "Poor", "Fair", "IC1", "IC2"]);
        let parts = parted(&[0, 1, 2, 3, 4, 5, 6, 7], &all);
        assert_eq!(parts[0], ("again", vec![1, 2, 4, 5, 6, 7]));
        assert_eq!(parts[1], ("", vec![0, 3]));
    }

    #[test]
    fn plain_lines_are_names_and_sentences() {
        let all = blocks(&["Care", "Looks after those who need it.", "Courage", "Says what has to be said."]);
        let parts = parted(&[0, 1, 2, 3], &all);
        assert_eq!(parts, [("short", vec![0, 2]), ("", vec![1, 3])]);
    }
}
