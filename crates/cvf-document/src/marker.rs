//! Typed list markers: bullets, numbers and letters in front of a paragraph.

use crate::Text;
use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{eof, opt, peek, recognize, value};
use nom::multi::many0;
use nom::sequence::{delimited, pair, preceded, terminated};
use nom::{IResult, Parser};
use serde::{Deserialize, Serialize};

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
