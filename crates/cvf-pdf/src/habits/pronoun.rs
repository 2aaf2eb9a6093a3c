//! The pronoun I, which text recognition reads as a bar, and glues to the next word.

use super::glued::Pairs;
use super::{Done, part};
use crate::words::Word;
use cvf_document::flow::lacks_end;
use std::collections::BTreeMap;

/// What the pronoun is read as.
const SIGNS: &str = "|l]![{";
/// What it is read as by itself alone, as one with serifs is.
const LONE: &str = "TJ";
/// What it is read as by two signs in the room of one, and that room in em.
const DOUBLE: (&str, &str) = ("I|l![", "|lI!]TLJ1");
const ROOM: f32 = 0.45;
/// What it is read as in front of a word alone.
const GLUED: &str = "I1";
/// Words that do not follow the pronoun; behind a bar they show a ruling line.
const NEVER_BEHIND: [&str; 23] = [
    "a", "an", "and", "as", "at", "because", "but", "by", "for", "from", "if", "in", "into", "of", "on", "or", "our",
    "the", "their", "them", "to", "which", "with",
];
/// Is, If, In and It with a small l: no words.
const SHORT: [&str; 4] = ["ls", "lf", "ln", "lt"];
/// Verbs that the next word is glued to.
const AUXILIARIES: [&str; 8] = ["am", "do", "have", "can", "will", "could", "would", "should"];
/// Widest space, in em, between neighbours of one text.
const SPACE: f32 = 1.5;

/// What the document itself tells about words.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// How often each word stands in text layers.
    words: BTreeMap<String, usize>,
    /// How often each stands behind a lone I.
    behind: BTreeMap<String, usize>,
    pairs: Pairs,
}

impl Known {
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Vec<Word>>) -> Self {
        let mut known = Self::default();
        for line in lines {
            for (i, word) in line.iter().enumerate() {
                *known.words.entry(key(&word.text())).or_default() += 1;
                let Some(next) = next(line, i) else { continue };
                known.pairs.add(word, next);
                if matches!(word.text().as_str(), "I" | "|") {
                    *known.behind.entry(key(&next.text())).or_default() += 1;
                }
            }
        }
        known
    }

    fn follows(&self, rest: &str) -> bool {
        let rest = key(rest);
        rest == "am" || (self.behind.contains_key(&rest) && !NEVER_BEHIND.contains(&rest.as_str()))
    }

    /// True for a word in small letters that stands elsewhere by itself and can follow an I.
    fn stands(&self, rest: &str) -> bool {
        can_follow(rest) && rest.len() > 2 && self.words.contains_key(&key(rest))
    }

    /// Where a glued word behind an I is to be parted: counts of characters.
    fn parts(&self, text: &str) -> Vec<usize> {
        let word = key(text);
        if self.words.get(&word).is_some_and(|n| *n > 1) {
            return Vec::new();
        }
        let cuts = |verb: &str| {
            let rest = word.strip_prefix(verb).filter(|r| !r.is_empty())?;
            let mut cuts = vec![verb.len()];
            cuts.extend(self.segment(rest)?.into_iter().map(|at| at + verb.len()));
            Some(cuts)
        };
        AUXILIARIES.iter().find_map(|verb| cuts(verb)).unwrap_or_default()
    }

    /// Where a text of at most two words of the document is parted between them.
    fn segment(&self, rest: &str) -> Option<Vec<usize>> {
        let known = |w: &str| self.words.get(w).is_some_and(|n| *n > 1 || w.len() > 3);
        if known(rest) {
            return Some(Vec::new());
        }
        let two = |at: &usize| rest.is_char_boundary(*at) && known(&rest[..*at]) && known(&rest[*at..]);
        (1..rest.len()).find(two).map(|at| vec![rest[..at].chars().count()])
    }
}

/// A word without what stands around it, in small letters.
pub(super) fn key(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn next(line: &[Word], i: usize) -> Option<&Word> {
    line.get(i + 1).filter(|n| n.rect.left - line[i].rect.right < SPACE * n.size)
}

/// A line with its pronouns as words of their own; and the line below it.
pub(super) fn undo(line: &[Word], below: Option<&Vec<Word>>, known: &Known, done: &mut Done) -> Vec<Word> {
    let line: Vec<Word> = line.iter().map(single).collect();
    let mut out: Vec<Word> = Vec::new();
    for i in 0..line.len() {
        let word = &line[i];
        let after_i = out.last().is_some_and(|w| w.text() == "I");
        if is_pronoun(&line, i, below) || SHORT.contains(&word.text().as_str()) {
            out.push(with_i(word.clone(), done));
        } else if is_glued(word, out.last(), known) {
            let (pronoun, rest) = part(word, 1);
            out.push(with_i(pronoun, done));
            done.parted += 1;
            out.extend(parted(rest, known, done));
        } else if after_i {
            out.extend(parted(word.clone(), known, done));
        } else if let Some(cut) = known.pairs.cut(&word.text(), &known.words) {
            let (first, rest) = part(word, cut);
            out.push(if SHORT.contains(&first.text().as_str()) { with_i(first, done) } else { first });
            out.push(rest);
            done.parted += 1;
        } else {
            out.push(word.clone());
        }
    }
    out
}

/// A word of two signs that stand where there is room for one, as that one.
fn single(word: &Word) -> Word {
    let mut word = word.clone();
    if let [(a, _), (b, _)] = word.chars.as_slice()
        && DOUBLE.0.contains(*a)
        && DOUBLE.1.contains(*b)
        && word.rect.width() < ROOM * word.size
    {
        word.chars.truncate(1);
    }
    word
}

fn with_i(mut word: Word, done: &mut Done) -> Word {
    if let Some((read, _)) = word.chars.first_mut().filter(|(c, _)| *c != 'I') {
        word.said = Some(*read);
        *read = 'I';
        word.doubtful &= word.chars.len() > 1;
        done.pronouns += 1;
    }
    word
}

/// A lone sign before a word that can follow an I, or at the end of a line in mid-sentence.
fn is_pronoun(line: &[Word], i: usize, below: Option<&Vec<Word>>) -> bool {
    let word = &line[i];
    let [(sign, _)] = word.chars.as_slice() else { return false };
    if *sign == '1' && !word.bullet {
        return next(line, i).is_some_and(|next| next.text() == "am");
    }
    if word.bullet || !(SIGNS.contains(*sign) || LONE.contains(*sign)) {
        return false;
    }
    match next(line, i) {
        Some(next) => can_follow(&next.text()),
        None if *sign != '|' || i == 0 => false,
        None => is_mid_sentence(&line[i - 1], word) || goes_on(&line[i - 1], word, below),
    }
}

fn can_follow(text: &str) -> bool {
    let low = text.starts_with(|c: char| c.is_lowercase() || "'’".contains(c));
    low && !NEVER_BEHIND.contains(&key(text).as_str())
}

/// Widest space, in em, before a bar that is no ruling line.
const CLOSE: f32 = 0.5;

/// A bar close behind a text that goes on below with a word that can follow an I.
fn goes_on(before: &Word, word: &Word, below: Option<&Vec<Word>>) -> bool {
    let Some(below) = below.filter(|_| word.rect.left - before.rect.right < CLOSE * word.size) else { return false };
    let begins = |i: usize| i == 0 || below[i].rect.left - below[i - 1].rect.right > SPACE * word.size;
    let first = (0..below.len()).rev().find(|&i| begins(i) && below[i].rect.left < word.rect.left);
    let step = |next: &Word| next.baseline - word.baseline < 2.0 * word.size;
    first.is_some_and(|i| step(&below[i]) && can_follow(&below[i].text()))
}

fn is_mid_sentence(before: &Word, word: &Word) -> bool {
    let text = before.text();
    let near = word.rect.left - before.rect.right < SPACE * word.size;
    near && text.chars().all(char::is_lowercase) && lacks_end(&text)
}

/// A sign and the word behind it as one: a bar anywhere, letters where a sentence begins.
fn is_glued(word: &Word, before: Option<&Word>, known: &Known) -> bool {
    let text = word.text();
    let Some(rest) = text.strip_prefix(|c| SIGNS.contains(c) || GLUED.contains(c)) else { return false };
    if text.starts_with('|') {
        return can_follow(rest);
    }
    let item = before.is_some_and(|b| b.bullet);
    if text.starts_with(['[', '{', '1']) {
        let closed = rest.contains([']', '}', ')']);
        return !closed && (key(rest) == "am" || (item && known.stands(rest)));
    }
    let begins = before.is_none_or(|b| b.bullet || !lacks_end(&b.text()));
    let whole = known.words.get(&key(&text)).is_some_and(|n| *n > 2);
    matches!(key(rest).as_str(), "am" | "do")
        || (begins && !whole && rest.len() > 2 && (known.follows(rest) || (item && known.stands(rest))))
}

/// A word behind an I, in the words it is glued from.
fn parted(word: Word, known: &Known, done: &mut Done) -> Vec<Word> {
    let mut out = Vec::new();
    let (mut rest, mut before) = (word, 0);
    for cut in known.parts(&rest.text()) {
        let (head, tail) = part(&rest, cut - before);
        out.push(head);
        (rest, before) = (tail, cut);
        done.parted += 1;
    }
    out.push(rest);
    out
}
