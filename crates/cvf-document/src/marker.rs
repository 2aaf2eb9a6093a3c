//! Typed list markers: bullets, numbers and letters in front of a paragraph.

use crate::{Block, Paragraph, Text};
use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{eof, opt, peek, recognize, value};
use nom::multi::many0;
use nom::sequence::{delimited, pair, preceded, terminated};
use nom::{IResult, Parser};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A bullet or number in front of a paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// The marker as printed, with its place.
    pub text: Text,
    /// What kind of marker it is.
    pub kind: MarkerKind,
}

/// Kinds of list marker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkerKind {
    /// A dash, dot or other sign.
    Bullet,
    /// A number, with its parts: `3.1` is `[3, 1]`.
    Number(Vec<u32>),
    /// A letter or small roman numeral: `a)`, `(iv)`.
    Letter,
}

const BULLETS: &str = "•●○◦∙·▪▫■□◆◇‣⁃►▸▶➢➤➔❖✓✔☐☑☒\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}\u{25aa}";
const DASHES: &str = "-–—*+";

/// Finds the marker at the start of a line: its kind and its length in bytes, with the white
/// space behind it.
pub fn find(line: &str) -> Option<(MarkerKind, usize)> {
    let (rest, kind) = marker(line).ok()?;
    Some((kind, line.len() - rest.len()))
}

/// Signs that a document uses as bullets though elsewhere they are letters, pictures or signs of
/// their own: what symbol fonts leave in plain text (`§`, `Ø`, `ü`), emoji, arrows.
///
/// Told by repetition: several lines that are more than a name begin with the same one.
#[derive(Clone, Debug, Default)]
pub struct OwnBullets(BTreeSet<String>);

/// How often a sign stands in front of a line.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    lines: usize,
    /// Lines with more than a name.
    long: usize,
    /// Lines right behind another with the sign: items of one list are neighbours.
    neighbours: usize,
}

impl Count {
    fn is_of_bullets(self) -> bool {
        self.lines >= LEAST_LINES && self.long * 2 > self.lines && self.neighbours * 3 >= self.lines
    }
}

/// Length in bytes, with the space behind it, of a picture in front of a line that is no bullet.
pub fn ornament(line: &str) -> usize {
    match own_sign(line) {
        Some((sign, rest)) if sign.starts_with(|c| ('\u{1f000}'..='\u{1faff}').contains(&c)) => line.len() - rest.len(),
        _ => 0,
    }
}

/// Lines that begin with a sign, at least.
const LEAST_LINES: usize = 3;
/// Letters and signs that a bullet of a symbol font becomes in plain text, and arrows typed with
/// ASCII signs.
const LETTERS: [&str; 16] = ["§", "Ø", "ü", "û", "v", "q", "n", "l", "à", "è", "->", "=>", ">>", ">", "~", "»"];

impl OwnBullets {
    /// The signs that lines, without their indent, use.
    pub fn of<'l>(lines: impl IntoIterator<Item = &'l str>) -> Self {
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        let mut last = None;
        for line in lines.into_iter().filter(|line| !line.trim().is_empty()) {
            let found = own_sign(line);
            if let Some((sign, rest)) = found {
                let count = counts.entry(sign).or_default();
                count.lines += 1;
                count.long += usize::from(rest.split_whitespace().count() >= 4);
                count.neighbours += usize::from(last == Some(sign));
            }
            last = found.map(|(sign, _)| sign);
        }
        Self(counts.into_iter().filter(|(_, count)| count.is_of_bullets()).map(|(sign, _)| sign.to_owned()).collect())
    }

    /// True if the document uses none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As [`find`], for these signs too.
    pub fn find(&self, line: &str) -> Option<(MarkerKind, usize)> {
        let own = own_sign(line).filter(|(sign, _)| self.0.contains(*sign));
        own.map(|(_, rest)| (MarkerKind::Bullet, line.len() - rest.len())).or_else(|| find(line))
    }
}

/// The sign in front of a line that may be a bullet, and the text behind it.
fn own_sign(line: &str) -> Option<(&str, &str)> {
    let picture = line.find(|c: char| !is_picture(c)).unwrap_or(line.len());
    let typed = || {
        LETTERS.iter().copied().find(|sign| line.strip_prefix(sign).is_some_and(|r| r.starts_with(char::is_whitespace)))
    };
    let sign = if picture > 0 { &line[..picture] } else { typed()? };
    let rest = line[sign.len()..].trim_start();
    let first = rest.chars().next()?;
    let begins = match sign.chars().all(|c| c.is_ascii_lowercase()) {
        true => first.is_uppercase(),
        false => first.is_alphabetic() || "“‘\"'(".contains(first),
    };
    (begins && sign.chars().count() <= 8).then_some((sign, rest))
}

/// True for arrows, shapes, dingbats, emoji with what binds them, and signs of private fonts.
fn is_picture(c: char) -> bool {
    let ranges = [
        '\u{2190}'..='\u{21ff}',
        '\u{2300}'..='\u{23ff}',
        '\u{2500}'..='\u{27bf}',
        '\u{2900}'..='\u{297f}',
        '\u{2b00}'..='\u{2bff}',
        '\u{e000}'..='\u{f8ff}',
        '\u{fe0e}'..='\u{fe0f}',
        '\u{1f000}'..='\u{1faff}',
    ];
    c == '\u{200d}' || ranges.iter().any(|range| range.contains(&c))
}

/// Takes the bullets that a document uses of its own off its paragraphs.
pub fn take_own_bullets(blocks: &mut Vec<Block>) {
    let own = {
        let paragraphs: Vec<&Paragraph> = blocks.iter().flat_map(Block::paragraphs).collect();
        OwnBullets::of(paragraphs.iter().map(|p| p.text.as_str()))
    };
    if own.is_empty() {
        return;
    }
    let mut take = |mut p: Paragraph| {
        let found = own_sign(p.text.as_str()).and_then(|_| own.find(p.text.as_str()));
        let Some((kind, end)) = found.filter(|_| p.style.heading.is_none()) else { return p };
        let sign = p.text.to_byte(end).collapsed();
        p.text = p.text.from_byte(end);
        p.marker = Some(match p.marker.take() {
            Some(mut marker) => {
                marker.text.join(&sign);
                marker
            }
            None => Marker { text: sign, kind },
        });
        p
    };
    let taken = std::mem::take(blocks);
    *blocks = taken.into_iter().map(|block| block.with_paragraphs(&mut take)).collect();
}

/// True for a sign that only ever is a bullet.
pub fn is_bullet(c: char) -> bool {
    BULLETS.contains(c)
}

/// A number in small roman numerals; in digits where there is no such numeral (0, and above
/// 3999).
pub fn roman(n: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=3999).contains(&n) {
        return n.to_string();
    }
    let mut left = n;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

fn marker(input: &str) -> IResult<&str, MarkerKind> {
    alt((bullet, dash, number, letter)).parse(input)
}

/// White space of any kind, the non-breaking too.
fn space0(input: &str) -> IResult<&str, &str> {
    take_while(char::is_whitespace).parse(input)
}

fn space1(input: &str) -> IResult<&str, &str> {
    take_while1(char::is_whitespace).parse(input)
}

fn bullet(input: &str) -> IResult<&str, MarkerKind> {
    value(MarkerKind::Bullet, terminated(one_of(BULLETS), space0)).parse(input)
}

/// A dash, star or plus needs white space behind it, or the end of the line.
fn dash(input: &str) -> IResult<&str, MarkerKind> {
    let word_bullet = pair(char('o'), peek((space1, satisfy(char::is_uppercase))));
    let sign = alt((recognize(one_of(DASHES)), recognize(word_bullet)));
    value(MarkerKind::Bullet, terminated(sign, alt((space1, eof)))).parse(input)
}

fn digits(input: &str) -> IResult<&str, u32> {
    let (rest, digits) = take_while_m_n(1, 3, |c: char| c.is_ascii_digit()).parse(input)?;
    Ok((rest, digits.parse().unwrap_or(u32::MAX)))
}

/// `1.`, `1)`, `(1)`, `3.1`, `3.1.`: a lone number needs its dot or bracket.
fn number(input: &str) -> IResult<&str, MarkerKind> {
    let dotted = (digits, many0(preceded(char('.'), digits)), opt(one_of(".):")));
    let bracketed = delimited(char('('), digits, char(')')).map(|n| vec![n]);
    let plain = dotted.map(|(first, more, close)| {
        let closed = close.is_some() || !more.is_empty();
        closed.then(|| [vec![first], more].concat())
    });
    let (rest, parts) = alt((bracketed.map(Some), plain)).parse(input)?;
    let (rest, _) = alt((space1, eof)).parse(rest)?;
    match parts {
        Some(parts) => Ok((rest, MarkerKind::Number(parts))),
        None => Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify))),
    }
}

/// `a)`, `(a)`, `a.`, `iv)`, `(iv)`.
fn letter(input: &str) -> IResult<&str, MarkerKind> {
    let single = || recognize(satisfy(|c| c.is_ascii_lowercase()));
    let roman = || take_while1(|c| "ivx".contains(c));
    let bracketed = recognize(delimited(char('('), alt((roman(), single())), char(')')));
    let closed = recognize(pair(alt((roman(), single())), char(')')));
    let capital = || recognize(satisfy(|c| c.is_ascii_uppercase()));
    let dotted = recognize(pair(alt((roman(), single(), capital())), alt((char('.'), char(')')))));
    let sign = alt((bracketed, closed, dotted));
    value(MarkerKind::Letter, terminated(sign, alt((space1, eof)))).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_dashes() {
        assert_eq!(find("• I work"), Some((MarkerKind::Bullet, 4)));
        assert_eq!(find("•I work"), Some((MarkerKind::Bullet, 3)));
        assert_eq!(find("- I work"), Some((MarkerKind::Bullet, 2)));
        assert_eq!(find("-"), Some((MarkerKind::Bullet, 1)));
        assert_eq!(find("o\tI work"), Some((MarkerKind::Bullet, 2)));
        assert_eq!(find("o I work"), Some((MarkerKind::Bullet, 2)));
        assert_eq!(find("·\u{a0}\tI work"), Some((MarkerKind::Bullet, 5)));
    }

    #[test]
    fn numbers_and_letters() {
        assert_eq!(find("1. We"), Some((MarkerKind::Number(vec![1]), 3)));
        assert_eq!(find("3.12 I"), Some((MarkerKind::Number(vec![3, 12]), 5)));
        assert_eq!(find("(4) I"), Some((MarkerKind::Number(vec![4]), 4)));
        assert_eq!(find("b) I"), Some((MarkerKind::Letter, 3)));
        assert_eq!(find("(iv) I"), Some((MarkerKind::Letter, 5)));
        assert_eq!(find("iii. I"), Some((MarkerKind::Letter, 5)));
        assert_eq!(find("A. I"), Some((MarkerKind::Letter, 3)));
        assert_eq!(find("1.\u{a0}I"), Some((MarkerKind::Number(vec![1]), 4)));
    }

    #[test]
    fn signs_that_come_again_in_front_of_lines_are_bullets() {
        let lines = ["§ I listen to all.", "§ I ask for help.", "§ I act on it.", "👉 Care"];
        let own = OwnBullets::of(lines);
        assert_eq!(own.find(lines[0]), Some((MarkerKind::Bullet, 3)));
        assert_eq!(own.find(lines[3]), None);
        let emoji = OwnBullets::of(["➡️ I listen to all.", "➡️ I ask for help.", "➡️I act on it now."]);
        assert_eq!(emoji.find("➡️ I wait"), Some((MarkerKind::Bullet, 7)));
        let apart =
            ["👉 It begins here with us.", "Care", "👉 It goes on with us.", "Craft", "👉 It ends with us all."];
        assert!(OwnBullets::of(apart).is_empty());
        assert_eq!((ornament("🚤 Care"), ornament("→ Care"), ornament("Care 🚤")), (5, 0, 0));
        for names in [["🚤 Care", "🚤 Craft", "🚤 Trade"], ["§ 5 of the act", "§ 6 of the act", "§ 7 of the act"]]
        {
            assert!(OwnBullets::of(names).is_empty(), "{names:?}");
        }
    }

    #[test]
    fn roman_numerals() {
        let shown: Vec<String> = [0, 4, 19, 1998, 3999, 4000].into_iter().map(roman).collect();
        assert_eq!(shown, ["0", "iv", "xix", "mcmxcviii", "mmmcmxcix", "4000"]);
    }

    #[test]
    fn text_is_no_marker() {
        for text in ["-word", "2016 edition", "3 levels", "I work", "a range", "1a", "–based"] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
