//! Bullets that were read as letters and signs.

use super::part;
use crate::words::{Sheet, Word};

/// Narrowest and widest gap, in em, between a misread bullet and its text.
const GAP: std::ops::RangeInclusive<f32> = 0.5..=4.0;
/// The narrowest for a sign that is no word by itself.
const NARROW: f32 = 0.08;
/// What bullets are read as, and no word is.
const SIGNS: &str = "e¢c«»°o©®*+·•.-~=>¤§&@●○■▪";
/// Room, in em, to the left of a sign with nothing before it, and of one in an inner column.
const CLEAR: f32 = 20.0;
const COLUMN_GAP: f32 = 0.6;
/// Farthest, in points, that signs of one column stand apart.
const COLUMN: f32 = 5.0;

/// More of them, where the others stand on other pages.
const ELSEWHERE: usize = 2;

/// Marks single characters of text layers that stand above each other, each before a line.
pub(super) fn mark(sheets: &mut [Sheet]) {
    sheets.iter_mut().for_each(|sheet| part_from_text(&mut sheet.words));
    let found: Vec<Vec<(usize, Before)>> = sheets.iter().map(|sheet| lone(&sheet.words)).collect();
    let left = |page: usize, word: usize| sheets[page].words[word].rect.left;
    let mut bullets = Vec::new();
    for (page, signs) in found.iter().enumerate() {
        for (word, before) in signs {
            let alike = |other: usize| {
                found[other].iter().filter(|(w, _)| (left(other, *w) - left(page, *word)).abs() < COLUMN).count()
            };
            // Beside the text of another column, more must stand above each other.
            let others = 1 + usize::from(before.inside);
            let everywhere = || (0..found.len()).map(alike).sum::<usize>();
            if alike(page) > others || everywhere() > others + ELSEWHERE {
                bullets.push((page, *word, before.baseline));
            }
        }
    }
    for (page, word, baseline) in bullets {
        let word = &mut sheets[page].words[word];
        (word.bullet, word.baseline) = (true, baseline);
    }
}

/// Signs that stand by themselves before a line.
fn lone(words: &[Word]) -> Vec<(usize, Before)> {
    let lone = (0..words.len()).filter(|&i| words[i].invisible && is_lone(&words[i].chars));
    lone.filter_map(|i| Some((i, before_line(&words[i], words)?))).collect()
}

/// A letter or sign by itself, or two that only a bullet is read as.
fn is_lone(chars: &[(char, crate::shape::Rect)]) -> bool {
    match chars {
        [(c, _)] => !c.is_ascii_digit(),
        [(a, _), (b, _)] => SIGNS.contains(*a) && SIGNS.contains(*b) && !(a.is_alphabetic() && b.is_alphabetic()),
        _ => false,
    }
}

/// A sign and the bar that stands for an I, or the I, read as one word, are two.
fn part_from_text(words: &mut Vec<Word>) {
    for i in 0..words.len() {
        let glued = match words[i].chars.as_slice() {
            [(sign, _), ('|', _), ..] | [(sign, _), ('I', _)] => SIGNS.contains(*sign),
            _ => false,
        };
        if words[i].invisible && glued {
            let (sign, text) = part(&words[i], 1);
            words[i] = sign;
            words.push(text);
        }
    }
}

/// A lone sign that stands before a line.
struct Before {
    /// The line's baseline.
    baseline: f32,
    /// Other text stands to the left of the sign.
    inside: bool,
}

/// The line that begins behind a lone sign.
fn before_line(sign: &Word, words: &[Word]) -> Option<Before> {
    let (_, y) = sign.rect.middle();
    let on_line = |w: &&Word| w.invisible && *w != sign && (w.rect.top..=w.baseline + 0.1 * w.size).contains(&y);
    let line: Vec<&Word> = words.iter().filter(on_line).collect();
    let left = line.iter().map(|w| (sign.rect.left - w.rect.right) / w.size.max(1.0)).filter(|gap| *gap > -0.5);
    let room = left.fold(f32::MAX, f32::min);
    let behind = |w: &&&Word| w.rect.left > sign.rect.left;
    let next = line.iter().filter(behind).min_by(|a, b| a.rect.left.total_cmp(&b.rect.left))?;
    let gap = (next.rect.left - sign.rect.right) / next.size.max(1.0);
    let is_sign = sign.chars.iter().all(|(c, _)| SIGNS.contains(*c));
    let least = if is_sign { NARROW } else { *GAP.start() };
    let inside = room < CLEAR;
    let stands = (least..=*GAP.end()).contains(&gap) && (!inside || (is_sign && room > COLUMN_GAP));
    stands.then_some(Before { baseline: next.baseline, inside })
}
