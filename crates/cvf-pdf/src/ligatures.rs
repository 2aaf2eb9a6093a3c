//! Ligatures: glyphs that do not say what characters they are are filled in where one ligature
//! makes words of what they stand in, and words that a space behind a ligature has torn are
//! joined.
//!
//! | found | becomes |
//! | --- | --- |
//! | a glyph that is unknown wherever it stands, and with which words are known as one ligature | that ligature |
//! | the same, with which no word is known, or with several ligatures as many | U+FFFD, unsure |
//! | `confl ictos`: the second part stands nowhere but behind a ligature, and the document or the dictionary knows the whole | one word |
//!
//! The document's own words are asked first, then the dictionary.

use crate::glyphs::Drawing;
use crate::lines::lines;
use crate::shape::Rect;
use crate::words::{Sheet, Word};
use cvf_document::Warning;
use cvf_words::Dictionary;
use hayro_interpret::font::Glyph as FontGlyph;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Characters that stand for unknown glyphs, one for each, while a document is read: the private
/// use plane.
const UNKNOWN: RangeInclusive<char> = '\u{f0000}'..='\u{ffffd}';
/// Glyphs on a page for one that is unknown, at least: with more it is the font that is unknown.
const KNOWN: usize = 8;
/// What such glyphs are, the common ones first.
const LIGATURES: [&str; 14] = ["fi", "fl", "ff", "ffi", "ffl", "ti", "tt", "ft", "Th", "tti", "tf", "fj", "ct", "st"];
/// Endings of ligatures that words are torn behind.
const TORN: [&str; 3] = ["ff", "fi", "fl"];
/// So many words tell a ligature without a doubt.
const TELLING: usize = 2;

/// The character that stands for a glyph of which the file says nothing: the same for the same
/// glyph.
pub(crate) fn unknown(glyph: &FontGlyph<'_>) -> Option<char> {
    let FontGlyph::Outline(outline) = glyph else { return None };
    let room = u128::from(u32::from(*UNKNOWN.end()) - u32::from(*UNKNOWN.start()));
    let place = u32::try_from(outline.identifier().cache_key() % room).ok()?;
    char::from_u32(u32::from(*UNKNOWN.start()) + place)
}

/// True if a character stands for a glyph of which the file says nothing.
pub(crate) fn is_unknown(char: char) -> bool {
    UNKNOWN.contains(&char)
}

/// Takes unknown glyphs off a page that has more than a few of them.
pub(crate) fn keep_few(drawing: &mut Drawing) {
    let kept = drawing.glyphs.iter().filter(|g| UNKNOWN.contains(&g.char)).count();
    let known = drawing.glyphs.len() - kept;
    if kept == 0 || KNOWN * drawing.unmapped <= known {
        return;
    }
    let is_kept: Vec<bool> = drawing.glyphs.iter().map(|g| !UNKNOWN.contains(&g.char)).collect();
    let mut kept = is_kept.iter();
    drawing.glyphs.retain(|_| kept.next().is_none_or(|k| *k));
    let mut kept = is_kept.iter();
    drawing.marks.retain(|_| kept.next().is_none_or(|k| *k));
}

/// Fills in and joins on all pages; says what was done.
pub(crate) fn mend(sheets: &mut [Sheet]) -> Vec<Warning> {
    let known = Known::of(sheets);
    let (filled, left) = fill(sheets, &known);
    let joined: usize = sheets.iter_mut().map(|sheet| join_torn(sheet, &known)).sum();
    let mut warnings = Vec::new();
    if filled + left > 0 {
        let rest = if left > 0 { format!(", {left} are not known") } else { String::new() };
        let message = format!("{filled} ligatures without a character are filled in where they make a word{rest}");
        warnings.push(Warning::new("ligatures", message));
    }
    if joined > 0 {
        let message = format!("{joined} words that a space tears behind a ligature are joined");
        warnings.push(Warning::new("ligatures", message));
    }
    warnings
}

/// Words that are known to be words.
struct Known {
    /// Those of the document, with how often they stand in it.
    seen: BTreeMap<String, usize>,
    /// Words that stand in the document but behind a word that ends with a ligature.
    free: BTreeSet<String>,
}

impl Known {
    fn of(sheets: &[Sheet]) -> Self {
        let mut known = Self { seen: BTreeMap::new(), free: BTreeSet::new() };
        for word in sheets.iter().flat_map(|s| &s.words) {
            *known.seen.entry(key(&word.text())).or_default() += 1;
        }
        for line in sheets.iter().flat_map(|s| lines(s.words.clone())) {
            let texts: Vec<String> = line.words.iter().map(|w| key(&w.text())).collect();
            let behind = |i: usize| i.checked_sub(1).is_some_and(|before| ends_with_ligature(&texts[before]));
            known.free.extend((0..texts.len()).filter(|&i| !behind(i)).map(|i| texts[i].clone()));
        }
        known
    }

    fn knows(&self, word: &str) -> bool {
        let key = key(word);
        self.seen.contains_key(&key) || (key.is_ascii() && Dictionary::english().is_word(&key))
    }
}

/// A word in small letters without the signs around it.
fn key(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !UNKNOWN.contains(&c)).to_lowercase()
}

fn ends_with_ligature(word: &str) -> bool {
    TORN.iter().any(|torn| word.ends_with(torn))
}

/// Puts ligatures for unknown glyphs; how many, and how many remain unknown.
fn fill(sheets: &mut [Sheet], known: &Known) -> (usize, usize) {
    let mut words: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
    for word in sheets.iter().flat_map(|s| &s.words) {
        for (c, _) in word.chars.iter().filter(|(c, _)| UNKNOWN.contains(c)) {
            words.entry(*c).or_default().insert(key(&word.text()));
        }
    }
    let mut found: BTreeMap<char, Found> = BTreeMap::new();
    // What is found for one glyph helps with words that have two.
    for _ in 0..2 {
        found = words.iter().map(|(c, words)| (*c, Found::of(*c, words, &found, known))).collect();
    }
    let (mut filled, mut left) = (0, 0);
    for word in sheets.iter_mut().flat_map(|s| &mut s.words) {
        if !word.chars.iter().any(|(c, _)| UNKNOWN.contains(c)) {
            continue;
        }
        for (c, _) in word.chars.iter().filter(|(c, _)| UNKNOWN.contains(c)) {
            let is_found = found.get(c).is_some_and(|f| f.ligature.is_some());
            (filled, left) = (filled + usize::from(is_found), left + usize::from(!is_found));
        }
        *word = filled_in(word, &found, known);
    }
    (filled, left)
}

/// What an unknown glyph is.
#[derive(Clone, Copy)]
struct Found {
    ligature: Option<&'static str>,
    /// How many words it makes.
    words: usize,
}

impl Found {
    fn of(glyph: char, words: &BTreeSet<String>, others: &BTreeMap<char, Found>, known: &Known) -> Self {
        let made = |ligature: &str| {
            let whole = |word: &String| {
                let with: String = word.replace(glyph, ligature);
                replaced(&with, others)
            };
            words.iter().filter(|w| known.knows(&whole(w))).count()
        };
        let mut counts: Vec<(usize, &'static str)> = LIGATURES.iter().map(|l| (made(l), *l)).collect();
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let clear = counts[0].0 > counts[1].0;
        Self { ligature: clear.then_some(counts[0].1), words: counts[0].0 }
    }
}

/// A text with the ligatures that are found.
fn replaced(text: &str, found: &BTreeMap<char, Found>) -> String {
    let ligature = |c: char| found.get(&c).and_then(|f| f.ligature);
    text.chars().map(|c| ligature(c).map_or_else(|| c.to_string(), str::to_owned)).collect()
}

/// A word with what is found, unsure where nothing tells.
fn filled_in(word: &Word, found: &BTreeMap<char, Found>, known: &Known) -> Word {
    let mut chars = Vec::new();
    let mut told = true;
    for (c, rect) in &word.chars {
        if !UNKNOWN.contains(c) {
            chars.push((*c, *rect));
            continue;
        }
        let ligature = found.get(c).and_then(|f| f.ligature);
        told &= found.get(c).is_some_and(|f| f.ligature.is_some() && f.words >= TELLING);
        let letters: Vec<char> = ligature.map_or_else(|| vec!['\u{fffd}'], |l| l.chars().collect());
        let step = rect.width() / letters.len() as f32;
        chars.extend(letters.into_iter().enumerate().map(|(i, letter)| {
            let left = rect.left + step * i as f32;
            (letter, Rect { left, right: left + step, ..*rect })
        }));
    }
    let text: String = chars.iter().map(|(c, _)| *c).collect();
    Word { doubtful: word.doubtful || !(told || known.knows(&text)), chars, ..word.clone() }
}

/// Widest space, in em, that tears a word.
const TEAR: f32 = 0.45;

/// Joins torn words of a page; how many.
fn join_torn(sheet: &mut Sheet, known: &Known) -> usize {
    let torn = |pair: &[Word]| {
        let (first, rest) = (key(&pair[0].text()), key(&pair[1].text()));
        let beside = pair[1].rect.left - pair[0].rect.right < TEAR * pair[0].size;
        let plain = pair[0].text().ends_with(&first) && pair[1].text().starts_with(char::is_lowercase);
        beside && plain && ends_with_ligature(&first) && is_torn(&first, &rest, known)
    };
    if !sheet.words.iter().any(|w| ends_with_ligature(&key(&w.text()))) {
        return 0;
    }
    let mut joined = 0;
    let mut words: Vec<Word> = Vec::new();
    for line in lines(std::mem::take(&mut sheet.words)) {
        let from = words.len();
        for word in line.words {
            match words.last() {
                Some(last) if words.len() > from && torn(&[last.clone(), word.clone()]) => {
                    joined += 1;
                    let at = words.len() - 1;
                    words[at].chars.extend(word.chars);
                    words[at].rect = words[at].rect.with(&word.rect);
                }
                _ => words.push(word),
            }
        }
    }
    sheet.words = words;
    joined
}

/// True if two words are one: the second is none by itself, or both are only together.
fn is_torn(first: &str, rest: &str, known: &Known) -> bool {
    let listed = |word: &str| word.is_ascii() && Dictionary::english().is_word(word);
    let (stands, whole) = (listed(first), || known.knows(&format!("{first}{rest}")));
    match known.free.contains(rest) || listed(rest) {
        true => !stands && whole(),
        false => !rest.is_empty() && (!stands || whole()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Mark;

    /// Words of 10 points on one line, a quarter of an em apart.
    fn sheet(text: &str) -> Sheet {
        let mut left = 0.0;
        let word = |text: &str| {
            let rect = |i: usize| Rect {
                left: left + 5.0 * i as f32,
                right: left + 5.0 * (i + 1) as f32,
                top: 0.0,
                bottom: 10.0,
            };
            let chars: Vec<(char, Rect)> = text.chars().enumerate().map(|(i, c)| (c, rect(i))).collect();
            let all = Rect::union(chars.iter().map(|(_, r)| r));
            left = all.right + 2.5;
            Word {
                page: 1,
                chars,
                rect: all,
                baseline: 8.0,
                size: 10.0,
                bold: false,
                invisible: false,
                bullet: false,
                call: false,
                said: None,
                doubtful: false,
                mark: Mark::None,
            }
        };
        Sheet { words: text.split(' ').map(word).collect(), ..Sheet::default() }
    }

    fn mended(text: &str) -> (String, usize) {
        let mut sheets = [sheet(text)];
        mend(&mut sheets);
        let shown: Vec<String> = sheets[0].words.iter().map(Word::text).collect();
        (shown.join(" "), sheets[0].words.iter().filter(|w| w.doubtful).count())
    }

    #[test]
    fn the_one_ligature_that_makes_words_is_filled_in() {
        let (text, unsure) = mended("we \u{f0001}nd it di\u{f0002}cult to \u{f0001}ll the e\u{f0002}cient \u{f0001}le");
        assert_eq!((text.as_str(), unsure), ("we find it difficult to fill the efficient file", 0));
    }

    #[test]
    fn what_makes_no_word_stays_unknown_and_is_unsure() {
        let (text, unsure) = mended("the q\u{f0001}zz of it");
        assert_eq!((text.as_str(), unsure), ("the q\u{fffd}zz of it", 1));
    }

    #[test]
    fn torn_words_are_joined_and_others_are_not() {
        assert_eq!(mended("los confl ictos de la zona").0, "los conflictos de la zona");
        assert_eq!(mended("we keep staff and switch off all lamps").0, "we keep staff and switch off all lamps");
    }
}
