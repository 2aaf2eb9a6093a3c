//! Indices and exponents: small glyphs beside a larger one, above or below its line.

use crate::notes::is_sign;
use crate::spacing::Drawn;
use std::ops::RangeInclusive;

/// How large they are beside the text, and how far above its line they stand, in em of the text.
const SIZES: RangeInclusive<f32> = 0.35..=0.88;
const ABOVE: RangeInclusive<f32> = 0.12..=0.7;
const BELOW: RangeInclusive<f32> = -0.4..=-0.06;
/// How far from the text before them they stand at most, in em of the text.
const BESIDE: f32 = 0.15;
/// Marks of a sentence behind which notes are called.
const BEFORE_CALLS: &str = ".,;:!?)]”’\"'»";
/// Most glyphs of one.
const MOST: usize = 4;
/// Small glyphs farther than this apart, in their own em, are not of one text.
const APART: f32 = 1.0;

/// Moves indices and exponents to the lines of their texts.
pub(crate) fn attach(lines: &mut [Vec<Drawn<'_>>]) {
    for at in 0..lines.len() {
        for group in groups(&lines[at]).into_iter().rev() {
            if let Some((host, raised)) = host(lines, at, &group) {
                let moved: Vec<Drawn<'_>> = lines[at].drain(group).collect();
                lines[host].extend(moved.into_iter().map(|g| Drawn { raised: Some(raised), ..g }));
                lines[host].sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
            }
        }
    }
}

/// Short groups of glyphs with room around them.
fn groups(line: &[Drawn<'_>]) -> Vec<std::ops::Range<usize>> {
    let apart = |i: usize| {
        let pair = [&line[i - 1], &line[i]];
        pair[1].rect.left - pair[0].rect.right > APART * pair[1].size.min(pair[0].size)
    };
    let mut starts: Vec<usize> = (0..line.len()).filter(|&i| i == 0 || apart(i)).collect();
    starts.push(line.len());
    let ranges = starts.windows(2).map(|pair| pair[0]..pair[1]);
    ranges
        .filter(|r| {
            (1..=MOST).contains(&r.len()) && line[r.clone()].iter().all(|g| g.char.is_alphanumeric() || is_sign(g.char))
        })
        .collect()
}

/// The line beside whose text a group stands, and how far below.
fn host(lines: &[Vec<Drawn<'_>>], at: usize, group: &std::ops::Range<usize>) -> Option<(usize, f32)> {
    let (first, last) = (lines[at][group.start], lines[at][group.end - 1]);
    let reach = first.size / SIZES.start();
    let near = |&i: &usize| lines[i].first().is_some_and(|g| (g.baseline - first.baseline).abs() < reach);
    let above = (0..at).rev().take_while(|i| lines[*i].is_empty() || near(i));
    let below = (at + 1..lines.len()).take_while(|i| lines[*i].is_empty() || near(i));
    let fits = |i: usize| {
        let line = &lines[i];
        let next = line.partition_point(|g| g.rect.left < first.rect.left);
        let text = line[..next].iter().rev().find(|g| !g.char.is_whitespace())?;
        let room = line[next..].iter().find(|g| !g.char.is_whitespace());
        let free = room.is_none_or(|g| g.rect.left >= last.rect.right - BESIDE * text.size);
        let up = (text.baseline - first.baseline) / text.size;
        let beside = (first.rect.left - text.rect.right).abs() <= BESIDE * text.size;
        let figure = up > 0.0 && (first.char.is_ascii_digit() || is_sign(first.char));
        let host = text.char.is_alphanumeric() || (figure && BEFORE_CALLS.contains(text.char));
        let small = SIZES.contains(&(first.size / text.size)) && host;
        let found = small && beside && free && (ABOVE.contains(&up) || BELOW.contains(&up));
        found.then_some((i, text.baseline - first.baseline))
    };
    below.chain(above).find_map(fits)
}

/// Units that have powers.
const UNITS: [&str; 9] = ["mm", "cm", "dm", "km", "nm", "µm", "ft", "in", "yd"];

/// True for a raised figure or sign, as of a note.
pub(crate) fn is_call(glyph: &Drawn<'_>) -> bool {
    glyph.raised.is_some_and(|below| below > 0.0) && (glyph.char.is_ascii_digit() || is_sign(glyph.char))
}

/// True if a small glyph goes on the word before it. A raised figure does so only behind a figure,
/// a unit or a variable; behind a word it is the mark of a note.
pub(crate) fn goes_on(word: &str, glyph: &Drawn<'_>) -> bool {
    let figure = is_call(glyph);
    !figure || word.chars().count() == 1 || word.ends_with(|c: char| c.is_ascii_digit()) || UNITS.contains(&word)
}
