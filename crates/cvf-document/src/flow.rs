//! Joining printed lines back into paragraphs, for formats that keep only lines.
//!
//! A line goes on in the next when the next word would not have fitted on it, or when its
//! grammar says so (no end mark, and the next line begins in lower case). The width of the
//! column is read off the document itself.

use crate::{Marker, Paragraph, Style, Text};
use std::collections::BTreeSet;

/// A printed line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its text without marker, white space collapsed.
    pub text: Text,
    /// The marker in front of it.
    pub marker: Option<Marker>,
    /// Its dress.
    pub style: Style,
    /// Empty lines before it.
    pub gap: u32,
    /// Width of the whole line with indent and marker, in characters.
    pub width: usize,
    /// Characters before its text: indent and marker.
    pub hang: usize,
}

/// Widths, in characters, that a column of wrapped text can have.
const COLUMN: std::ops::RangeInclusive<usize> = 24..=160;

/// Paragraphs made of lines.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// The paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// Offsets of the line-end hyphens that were taken out.
    pub hyphens: Vec<usize>,
}

/// What is remembered of a paragraph's last line.
#[derive(Clone, Copy, Debug)]
struct LastLine {
    width: usize,
    /// Where the text of the paragraph's first line begins.
    hang: usize,
    /// Long enough, and ending in a word, for its grammar to tell whether it goes on.
    tells: bool,
}

/// A page number or a single word in capitals between two lines tells nothing.
fn is_telling(line: &str) -> bool {
    line.split(' ').count() >= 4 && !line.ends_with(|c: char| c.is_ascii_digit())
}

/// Joins lines into paragraphs.
pub fn join_lines(lines: Vec<Line>) -> Joined {
    let width = column_width(&lines);
    let joiner = Joiner::of(lines.iter().map(|l| l.text.as_str()));
    let mut hyphens = Vec::new();
    let mut out: Vec<(Paragraph, LastLine)> = Vec::new();
    for line in lines {
        let this = LastLine { width: line.width, hang: line.hang, tells: is_telling(line.text.as_str()) };
        match out.last_mut().filter(|(open, last)| goes_on(open, *last, &line, width)) {
            Some((open, last)) => {
                hyphens.extend(joiner.join(&mut open.text, &line.text));
                *last = LastLine { hang: last.hang, ..this };
            }
            None => {
                let Line { text, marker, style, gap, .. } = line;
                out.push((Paragraph { text, marker, style, gap }, this));
            }
        }
    }
    Joined { paragraphs: out.into_iter().map(|(paragraph, _)| paragraph).collect(), hyphens }
}

/// The width at which the text was wrapped, or `None` if its paragraphs are on one line each.
fn column_width(lines: &[Line]) -> Option<usize> {
    let pairs: Vec<_> = lines.windows(2).filter(|p| p[1].gap == 0 && p[1].marker.is_none()).collect();
    // Lines that stop in mid-sentence were cut by the column's edge; a few lines that no
    // wrapping could break (addresses, say) are wider than it.
    let cut = || pairs.iter().filter(|p| lacks_end(p[0].text.as_str()));
    let mut widths: Vec<usize> =
        cut().filter(|p| p[0].text.as_str().split(' ').count() >= 4).map(|p| p[0].width).collect();
    let flows = cut().any(|p| begins_low(p[1].text.as_str()));
    widths.sort_unstable();
    let widest = *widths.get((widths.len() * 19).div_ceil(20).checked_sub(1)?)?;
    let within: Vec<_> = pairs.iter().filter(|p| p[0].width <= widest + 2).collect();
    let full = within.iter().filter(|p| is_full(p[0].width, &p[1].text, widest)).count();
    (COLUMN.contains(&widest) && full * 3 >= within.len() && full >= 2 && flows).then_some(widest)
}

/// True if the first word of `next` would not have fitted on a line of `used` characters.
fn is_full(used: usize, next: &Text, width: usize) -> bool {
    let word = next.as_str().split(' ').next().map_or(0, |w| w.chars().count());
    used + 1 + word > width
}

fn goes_on(open: &Paragraph, last: LastLine, next: &Line, width: Option<usize>) -> bool {
    if open.text.is_empty() {
        return next.gap <= 1 && next.marker.is_none() && open.marker.is_some();
    }
    if next.gap > 0 || next.marker.is_some() || open.style.heading.is_some() || next.style.heading.is_some() {
        return false;
    }
    if is_page_number(next.text.as_str()) {
        return false;
    }
    let ended = !lacks_end(open.text.as_str());
    if open.marker.is_some() && next.hang == last.hang && last.hang > 0 && next.hang > 1 {
        return true;
    }
    if ended && is_short(next.text.as_str()) {
        return false;
    }
    if last.tells && lacks_end(open.text.as_str()) && begins_low(next.text.as_str()) {
        return true;
    }
    width.is_some_and(|w| is_full(last.width, &next.text, w))
}

/// True for "Page 3 of 10", "- 4 -": nothing that a sentence goes on with.
pub fn is_page_number(line: &str) -> bool {
    let number = |w: &str| w.chars().all(|c| c.is_ascii_digit() || "-–|/.[]".contains(c));
    let words: Vec<String> = line.split(' ').map(str::to_lowercase).collect();
    let known = words.iter().all(|w| number(w) || matches!(w.as_str(), "page" | "of" | "p" | "p."));
    known && words.len() <= 5 && line.contains(|c: char| c.is_ascii_digit())
}

/// A few words without an end mark: after an ended sentence, a heading and not its next line.
fn is_short(line: &str) -> bool {
    lacks_end(line) && line.split(' ').count() <= 4 && !begins_low(line)
}

/// True if a text stops without a mark that can end a sentence or a heading.
pub fn lacks_end(text: &str) -> bool {
    let last = text.trim_end_matches(['"', '\'', '’', '”', ')']).chars().next_back();
    last.is_some_and(|c| !matches!(c, '.' | '?' | '!' | ':' | ';'))
}

/// True if a text begins with a lower-case letter.
pub fn begins_low(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// Joins lines, and makes one word again of a word that was cut at the line end: it knows the
/// whole words of a text in lower case, to tell a hyphen of the line end from a real one.
#[derive(Clone, Debug, Default)]
pub struct Joiner {
    words: BTreeSet<String>,
    /// Words are cut at line ends here, so a hyphen there is seldom a real one.
    hyphenates: bool,
    /// Knows the words of a language.
    dictionary: Option<fn(&str) -> bool>,
}

/// Share of lines that end with a hyphen where words are cut: compounds alone are far fewer.
const HYPHENATED: f64 = 0.03;

impl Joiner {
    /// A joiner that knows the words of lines in reading order; halves of cut words are none.
    pub fn of<'l>(lines: impl IntoIterator<Item = &'l str>) -> Self {
        let mut words = BTreeSet::new();
        let mut cut = false;
        let (mut all, mut cuts) = (0_u32, 0_u32);
        for text in lines {
            all += 1;
            cuts += u32::from(cut && begins_low(text));
            let last = if text.ends_with('-') { text.rfind(' ').unwrap_or(0) } else { text.len() };
            let whole = text[..last].split(' ').skip(usize::from(cut));
            words.extend(whole.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()));
            cut = last < text.len();
        }
        Self { words, hyphenates: f64::from(cuts) >= HYPHENATED * f64::from(all), dictionary: None }
    }

    /// One that asks a dictionary where the text itself does not tell.
    #[must_use]
    pub fn with_dictionary(self, is_word: fn(&str) -> bool) -> Self {
        Self { dictionary: Some(is_word), ..self }
    }

    /// One for a text whose cut words end with a sign of their own: its hyphens are real ones.
    #[must_use]
    pub fn with_marked_cuts(self, marked: bool) -> Self {
        Self { hyphenates: self.hyphenates && !marked, ..self }
    }

    /// Puts a line behind a paragraph. Returns the offset of the hyphen that this takes out.
    pub fn join(&self, open: &mut Text, next: &Text) -> Option<usize> {
        if is_slashed(open.as_str(), next.as_str()) {
            open.glue(next);
            return None;
        }
        let capitals = |s: &str| s.len() > 1 && s.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let goes_on = |s: &str| begins_low(s) || s.split(' ').next().is_some_and(capitals);
        let low = begins_low(next.as_str()) || open.as_str().rsplit(' ').next().is_some_and(capitals);
        let cut = open.as_str().ends_with('-') && goes_on(next.as_str()) && low;
        let stem = open.as_str().rsplit(' ').next().unwrap_or_default().to_lowercase();
        if !cut || stem.len() < 2 {
            open.join(next);
            return None;
        }
        let tail = next.as_str().split(' ').next().unwrap_or_default().to_lowercase();
        let tail = tail.trim_matches(|c: char| !c.is_alphanumeric());
        let stem = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
        if matches!(tail, "and" | "or" | "to") {
            open.join(next);
            return None;
        }
        let hyphen = open.offsets().last().copied().filter(|_| !self.is_compound(stem, tail));
        if hyphen.is_some() {
            *open = open.without_last(1);
        }
        open.glue(next);
        hyphen
    }

    /// True if the hyphen at the end of `stem` is a real one.
    fn is_compound(&self, stem: &str, tail: &str) -> bool {
        let bare = stem.trim_end_matches('-');
        let joined = format!("{bare}{tail}");
        let seen = |word: &str| self.words.contains(word);
        let listed = |word: &str| self.dictionary.is_some_and(|is_word| is_word(word));
        let known = |half: &str| seen(half) || (half.len() > 1 && listed(half));
        // Of compounds of more than two words, those beside the line's end.
        let (before, behind) = (bare.rsplit('-').next().unwrap_or(bare), tail.split('-').next().unwrap_or(tail));
        let halves = || known(before) && known(behind);
        let of_more = bare.contains('-') || tail.contains('-');
        let is_cut = || listed(&format!("{before}{behind}"));
        !seen(&joined) && (seen(&format!("{stem}{tail}")) || !self.hyphenates || (!is_cut() && (halves() || of_more)))
    }
}

/// True if a line ends with the slash between two words, the second of which begins the next.
fn is_slashed(line: &str, next: &str) -> bool {
    let word = line.strip_suffix('/').is_some_and(|before| before.ends_with(char::is_alphanumeric));
    word && next.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let stream: Vec<char> = text.chars().collect();
        let mut at = 0;
        let mut gap = 0;
        let mut out = Vec::new();
        for line in text.split('\n') {
            let end = at + line.chars().count();
            if line.is_empty() {
                gap += 1;
            } else {
                let text = Text::from_stream(&stream, at..end).collapsed();
                let width = line.len();
                out.push(Line { width, text, marker: None, style: Style::default(), gap, hang: 0 });
                gap = 0;
            }
            at = end + 1;
        }
        out
    }

    fn joined(text: &str) -> Vec<String> {
        join_lines(lines(text)).paragraphs.iter().map(|p| p.text.as_str().to_owned()).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_by_the_column_they_fill() {
        let text = "I work with others to get\nThings done, giving help to\neach of my colleagues.\nI listen well.";
        let whole = "I work with others to get Things done, giving help to each of my colleagues.";
        assert_eq!(joined(text), [whole, "I listen well."]);
    }

    #[test]
    fn nothing_is_put_behind_a_slash() {
        assert_eq!(joined("Any one of the force/\nunit may ask."), ["Any one of the force/unit may ask."]);
        assert_eq!(joined("Any one of the force /\nunit may ask."), ["Any one of the force / unit may ask."]);
    }

    #[test]
    fn a_dictionary_tells_compounds_from_cut_words() {
        let lines = ["we like cross-", "team work and we organ-", "ise a great deal of it"];
        let text = |line: &str| Text::from_stream(&line.chars().collect::<Vec<_>>(), 0..line.len());
        let end = |joiner: &Joiner, at: usize| {
            let mut open = text(lines[at]);
            joiner.join(&mut open, &text(lines[at + 1]));
            open.as_str().to_owned()
        };
        let joiner = Joiner::of(lines).with_dictionary(|word| matches!(word, "cross" | "team" | "organ" | "organise"));
        assert_eq!(end(&joiner, 0), "we like cross-team work and we organ-");
        assert_eq!(end(&joiner, 1), "team work and we organise a great deal of it");
        assert_eq!(end(&Joiner::of(lines), 0), "we like crossteam work and we organ-");
        let marked = Joiner::of(lines).with_marked_cuts(true);
        assert_eq!(end(&marked, 0), "we like cross-team work and we organ-");
    }

    #[test]
    fn lines_of_their_own_stay_apart() {
        assert_eq!(joined("We listen\nI hear what is said.\nI ask."), ["We listen", "I hear what is said.", "I ask."]);
    }

    #[test]
    fn a_cut_word_is_mended_and_a_compound_kept() {
        let cut = "Every one of our organi-\nsation counts.";
        assert_eq!(joined(cut), ["Every one of our organisation counts."]);
        let compound = "We take a long-\nterm view.\n\nOur long-term aim.";
        assert_eq!(joined(compound), ["We take a long-term view.", "Our long-term aim."]);
    }
}
