//! A recogniser's standing mistake: the letter "I" taken for a bar or a figure all through a copy.

use crate::stream::{Segment, key};
use cvf_collate::words::{Sort, Token};
use std::collections::BTreeMap;

/// The letter that recognisers most often take for something else where it stands alone.
pub(crate) const LETTER: &str = "I";
/// What it is taken for.
const TAKEN_FOR: &[&str] = &["|", "¦", "l", "1", "!", "]", "["];
/// Fewest places that show a standing mistake; fewer are slips …
const LEAST: usize = 3;
/// … and their share of all places where the letter is meant.
const SHARE: f64 = 0.2;

/// Puts the letter back where words follow that follow it in the canon, and tells what it was
/// taken for, most often first, with how often.
pub(crate) fn mend(segments: &mut [Segment], follows: &dyn Fn(&str) -> bool) -> Vec<(String, usize)> {
    let (mut wrong, mut right): (BTreeMap<String, usize>, usize) = (BTreeMap::new(), 0);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (s, segment) in segments.iter().enumerate() {
        for t in alone(&segment.tokens, follows) {
            let text = segment.tokens[t].text.as_str();
            if text == LETTER {
                right += 1;
            } else {
                *wrong.entry(text.to_owned()).or_default() += 1;
                places.push((s, t));
            }
        }
    }
    if places.len() < LEAST || (places.len() as f64) < SHARE * (places.len() + right) as f64 {
        return Vec::new();
    }
    for (s, t) in places {
        let token = &mut segments[s].tokens[t];
        (token.sort, token.text) = (Sort::Word, LETTER.to_owned());
    }
    let mut told: Vec<(String, usize)> = wrong.into_iter().collect();
    told.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    told
}

/// Tokens that are the letter, or what it is taken for, with white space, or nothing, around them and
/// such a word behind them.
fn alone<'a>(tokens: &'a [Token], follows: &'a dyn Fn(&str) -> bool) -> impl Iterator<Item = usize> + 'a {
    let is_space = |t: &Token| t.sort == Sort::Space;
    let looks = |t: &Token| t.text == LETTER || TAKEN_FOR.contains(&t.text.as_str());
    (0..tokens.len()).filter(move |&t| looks(&tokens[t])).filter(move |&t| {
        let [space, word] = tokens.get(t + 1..t + 3).unwrap_or_default() else { return false };
        let before = t.checked_sub(1).is_none_or(|b| is_space(&tokens[b]));
        before && is_space(space) && word.sort == Sort::Word && follows(&key(&word.text))
    })
}
