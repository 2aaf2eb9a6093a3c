//! Words that a text layer glues, parted where the scan shows a space.
//!
//! Spaces between words and between letters are two heaps with nothing between them, on a page
//! of one type. What is wide inside a word of the layer is therefore a space that the layer
//! lacks; on pages where the heaps overlap nothing is done.

use crate::glyphs::Glyph;
use crate::ink::{Ink, Sign};
use crate::shape::Rect;
use std::ops::Range;

/// Narrowest space in em, and how much wider than a narrow one of its page a space may be: there
/// may be letters in it that hang together with a ruling line.
const NARROWEST: f32 = 0.17;
const WIDEST: f32 = 1.6;
/// Shares of the gaps between letters, and of the spaces, that may stand out.
const WIDE_LETTERS: f32 = 0.03;
const NARROW_SPACES: f32 = 0.1;
/// A space is so many times as wide as the usual gap between the letters of its word.
const OVER_LETTERS: f32 = 1.8;
/// Words with one behind them that a page must have before its spaces are known.
const LEAST: usize = 20;
/// How much earlier than its box a word may begin, and how much later it may end, in em.
const EDGE: f32 = 0.08;
const LATER: f32 = 4.0;
/// Text above and below the baseline, in em.
const ABOVE: f32 = 0.85;
const BELOW: f32 = 0.25;

/// Parts glued words; how many.
pub(crate) fn part(glyphs: &mut Vec<Glyph>, ink: &Ink) -> usize {
    let mut signs: Vec<&Sign> = ink.signs.iter().collect();
    signs.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
    let ranges = words(glyphs);
    let end = |i: usize| ranges.get(i + 1).and_then(|next| left_of(&glyphs[next.start], &glyphs[ranges[i].start]));
    let printed = |(i, range): (usize, &Range<usize>)| Printed::of(glyphs, range.clone(), end(i), &signs);
    let words: Vec<Printed> = ranges.iter().enumerate().map(printed).collect();
    let Some(space) = space(&words) else { return 0 };
    let mut done = 0;
    // From the last one, so that places before it stay what they are.
    for word in words.iter().rev() {
        let cuts = word.cuts(&space, glyphs);
        if cuts.is_empty() {
            continue;
        }
        done += 1;
        for (at, space) in word.lay(glyphs, cuts).into_iter().rev() {
            let before = glyphs[at - 1].clone();
            let rect = Rect { left: space.start, right: space.end, ..before.rect };
            glyphs.insert(at, Glyph { char: ' ', rect, ..before });
        }
    }
    done
}

/// Runs of glyphs that are words of a layer.
fn words(glyphs: &[Glyph]) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (i, glyph) in glyphs.iter().enumerate() {
        if !glyph.invisible || glyph.turn != 0 || glyph.char.is_whitespace() {
            continue;
        }
        let goes_on = |word: &&mut Range<usize>| {
            let last = &glyphs[word.end - 1];
            word.end == i
                && (last.baseline - glyph.baseline).abs() < 0.3 * glyph.size
                && glyph.rect.left > last.rect.left - 0.1 * glyph.size
                && glyph.rect.left - last.rect.right < 0.5 * glyph.size
        };
        match words.last_mut().filter(goes_on) {
            Some(word) => word.end = i + 1,
            None => words.push(i..i + 1),
        }
    }
    words
}

/// Where a word behind another one begins, if it stands on the same line.
fn left_of(next: &Glyph, word: &Glyph) -> Option<f32> {
    let beside = (next.baseline - word.baseline).abs() < 0.3 * word.size && next.rect.left > word.rect.left;
    beside.then_some(next.rect.left)
}

/// A word of the layer as it is printed.
struct Printed {
    glyphs: Range<usize>,
    /// What is dark from left to right, with white between.
    parts: Vec<Range<f32>>,
    size: f32,
    baseline: f32,
}

impl Printed {
    /// A word that ends before `end`, if another one begins there: in some layers its box is
    /// too short. `signs` are sorted by their left edges.
    fn of(glyphs: &[Glyph], range: Range<usize>, end: Option<f32>, signs: &[&Sign]) -> Self {
        let of = &glyphs[range.clone()];
        let (size, baseline) = (of[0].size.max(1.0), of[0].baseline);
        let whole = Rect::union(of.iter().map(|g| &g.rect));
        let band = Rect { top: baseline - ABOVE * size, bottom: baseline + BELOW * size, ..whole };
        let right = end.map_or(whole.right, |end| end.min(whole.right + LATER * size));
        let from = signs.partition_point(|s| s.rect.left < whole.left - EDGE * size);
        let to = signs.partition_point(|s| s.rect.left < right).max(from);
        let mut parts: Vec<Range<f32>> = Vec::new();
        for Sign { rect, .. } in signs.get(from..to).unwrap_or_default() {
            let (x, _) = rect.middle();
            // A letter that touches the line below is as high as both.
            if x > right || rect.overlap_y(&band) <= 0.0 {
                continue;
            }
            match parts.last_mut().filter(|p| rect.left <= p.end) {
                Some(part) => part.end = part.end.max(rect.right),
                None => parts.push(rect.left..rect.right),
            }
        }
        Self { glyphs: range, parts, size, baseline }
    }

    /// White between the parts, in em.
    fn gaps(&self) -> impl Iterator<Item = f32> + '_ {
        self.parts.windows(2).map(|p| (p[1].start - p[0].end) / self.size)
    }

    /// White to the next word of the line, in em.
    fn space(&self, next: &Self) -> Option<f32> {
        let beside =
            next.glyphs.start == self.glyphs.end + 1 && (next.baseline - self.baseline).abs() < 0.3 * self.size;
        let gap = (next.parts.first()?.start - self.parts.last()?.end) / self.size;
        (beside && (0.0..2.0).contains(&gap)).then_some(gap)
    }

    /// Lays the glyphs of a word that is cut over the ink of its pieces.
    fn lay(&self, glyphs: &mut [Glyph], cuts: Vec<(usize, Range<f32>)>) -> Vec<(usize, Range<f32>)> {
        let ends = self.parts.first().zip(self.parts.last()).map_or((0.0, 0.0), |(a, b)| (a.start, b.end));
        let starts = [(self.glyphs.start, ends.0)].into_iter().chain(cuts.iter().map(|c| (c.0, c.1.end)));
        let stops = cuts.iter().map(|c| (c.0, c.1.start)).chain([(self.glyphs.end, ends.1)]);
        for ((first, left), (end, right)) in starts.zip(stops) {
            let step = (right - left) / (end - first).max(1) as f32;
            for (i, glyph) in glyphs[first..end].iter_mut().enumerate() {
                glyph.rect.left = left + step * i as f32;
                glyph.rect.right = glyph.rect.left + step;
            }
        }
        cuts
    }

    /// Before which glyph there is a space, and where it is.
    fn cuts(&self, space: &Range<f32>, glyphs: &[Glyph]) -> Vec<(usize, Range<f32>)> {
        let mut usual: Vec<f32> = self.gaps().filter(|g| *g < space.start).collect();
        usual.sort_by(f32::total_cmp);
        let usual = usual.get(usual.len() / 2).copied().unwrap_or(0.0);
        let space = space.start.max(OVER_LETTERS * usual)..space.end;
        let wide: Vec<usize> = self.gaps().enumerate().filter(|(_, g)| space.contains(g)).map(|(i, _)| i).collect();
        if wide.is_empty() || wide.len() >= self.glyphs.len() {
            return Vec::new();
        }
        let of = &glyphs[self.glyphs.clone()];
        let mut ends = Ends::of(of.iter().map(|g| g.char));
        let dark = |parts: &[Range<f32>]| parts.first().zip(parts.last()).map_or(0.0, |(a, b)| b.end - a.start);
        let bounds = [0].into_iter().chain(wide.iter().map(|i| i + 1)).chain([self.parts.len()]).collect::<Vec<_>>();
        let lengths: Vec<f32> = bounds.windows(2).map(|b| dark(&self.parts[b[0]..b[1]])).collect();
        let all: f32 = lengths.iter().sum();
        let mut sum = 0.0;
        let cut = |(i, length): (&usize, &f32)| {
            sum += length / all.max(f32::EPSILON);
            let at = ends.nearest(sum)?;
            Some((at, self.parts[*i].end..self.parts[*i + 1].start))
        };
        // All of them or none: a cut that no glyph is left for shows that the others are wrong.
        let cuts: Vec<(usize, Range<f32>)> =
            wide.iter().zip(&lengths).map(cut).collect::<Option<Vec<_>>>().unwrap_or_default();
        let starts = [0].into_iter().chain(cuts.iter().map(|c| c.0));
        let ends = cuts.iter().map(|c| c.0).chain([of.len()]);
        let lone = |(start, end): (usize, usize)| start + 1 == end && !may_stand_alone(of[start].char);
        match starts.zip(ends).any(lone) {
            true => Vec::new(),
            false => cuts.into_iter().map(|(at, space)| (self.glyphs.start + at, space)).collect(),
        }
    }
}

/// Widths of a space on a page in em, from half way between the widest gaps between letters and
/// the narrowest spaces. None where they are not apart.
fn space(words: &[Printed]) -> Option<Range<f32>> {
    let spaces: Vec<f32> = words.windows(2).filter_map(|w| w[0].space(&w[1])).collect();
    let letters: Vec<f32> = words.iter().flat_map(Printed::gaps).collect();
    if spaces.len() < LEAST || letters.is_empty() {
        return None;
    }
    let (letters, spaces) = (share(letters, 1.0 - WIDE_LETTERS), share(spaces, NARROW_SPACES));
    (letters < spaces).then_some(((letters + spaces) / 2.0).max(NARROWEST)..WIDEST * spaces)
}

/// The value below which a share of some values lies.
fn share(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = (values.len() as f32 * share) as usize;
    values[at.min(values.len() - 1)]
}

/// True for a letter that can be a word, or what an I is read as; and for other signs.
fn may_stand_alone(c: char) -> bool {
    !c.is_lowercase() || "alo".contains(c)
}

/// Where the letters of a word end, as shares of its length.
struct Ends {
    ends: Vec<f32>,
    /// How many letters end between two bars.
    doubles: Vec<usize>,
    /// Letters before the last cut.
    taken: usize,
}

impl Ends {
    fn of(chars: impl Iterator<Item = char> + Clone) -> Self {
        let bar = |pair: &(char, char)| pair.1 == '|' && "lI|".contains(pair.0);
        let pairs = chars.clone().zip(chars.clone().skip(1)).zip(1..);
        let doubles = pairs.filter(|(pair, _)| bar(pair)).map(|(_, count)| count).collect();
        let mut sum = 0.0;
        let mut ends: Vec<f32> = chars
            .map(|c| {
                sum += breadth(c);
                sum
            })
            .collect();
        ends.iter_mut().for_each(|end| *end /= sum);
        Self { ends, doubles, taken: 0 }
    }

    /// How many letters end nearest to a share of the length, at least one of them new and one
    /// left over; the two bars that an I is read as are one.
    fn nearest(&mut self, share: f32) -> Option<usize> {
        let off = |count: &usize| (self.ends[count - 1] - share).abs();
        let count = (self.taken + 1..self.ends.len()).min_by(|a, b| off(a).total_cmp(&off(b)))?;
        self.taken = count + usize::from(self.doubles.contains(&count));
        Some(self.taken).filter(|taken| *taken < self.ends.len())
    }
}

/// How broad a character is in most faces, roughly, in em.
fn breadth(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '|' | '!' | '\'' | '.' | ',' | ':' | ';' | '’' => 0.25,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' => 0.33,
        'm' | 'w' | 'M' | 'W' => 0.85,
        _ if c.is_uppercase() => 0.68,
        _ => 0.54,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: f32 = 10.0;

    /// Words of a layer over the ink of other words: letters 4 points broad and 1 apart, spaces
    /// of 3 points.
    fn page(layer: &[&str], printed: &str) -> (Vec<Glyph>, Ink) {
        let mut ink = Ink::default();
        let mut glyphs = Vec::new();
        let (mut x, mut at) = (0.0, Vec::new());
        for c in printed.chars() {
            if c == ' ' {
                x += 2.0;
                continue;
            }
            let rect = Rect { left: x, right: x + 4.0, top: 3.0, bottom: 10.0 };
            ink.signs.push(Sign { rect, fill: 0.5 });
            at.push(rect);
            x += 5.0;
        }
        let mut at = at.into_iter();
        for word in layer {
            for char in word.chars() {
                let rect = at.next().unwrap();
                glyphs.push(Glyph { char, rect, ..letter() });
            }
            let rect = glyphs.last().unwrap().rect;
            glyphs.push(Glyph {
                char: ' ',
                rect: Rect { left: rect.right, right: rect.right + 3.0, ..rect },
                ..letter()
            });
        }
        (glyphs, ink)
    }

    fn letter() -> Glyph {
        Glyph {
            char: ' ',
            rect: Rect::default(),
            baseline: 10.0,
            size: SIZE,
            bold: false,
            turn: 0,
            invisible: true,
            doubtful: false,
        }
    }

    fn read(layer: &str, printed: &str) -> String {
        let rest = "we are all here to do the work so that no one has to do it for us as you can see now and \
                    whoever comes later may well find another thing that wants doing over again";
        let words: Vec<&str> = layer.split(' ').chain(rest.split(' ')).collect();
        let (mut glyphs, ink) = page(&words, &format!("{printed} {rest}"));
        part(&mut glyphs, &ink);
        let text: String = glyphs.iter().map(|g| g.char).collect();
        text.split(rest).next().unwrap_or_default().trim().to_owned()
    }

    #[test]
    fn what_the_scan_shows_apart_is_parted() {
        assert_eq!(read("putback", "put back"), "put back");
        assert_eq!(read("asanox", "as an ox"), "as an ox");
    }

    #[test]
    fn spaced_letters_are_left_alone() {
        assert_eq!(read("put", "p u t"), "put");
        assert_eq!(read("put back", "put back"), "put back");
    }
}
