//! Faults within one statement: text in, changed text out, or `None` where it cannot be done.

use crate::rng::Rng;
use crate::words::{ACTORS, ADDED, MODALS, QUANTITIES, REPLACING};
use std::collections::BTreeSet;

/// What a fault needs to know of the canon.
pub(crate) struct Known<'a> {
    /// Every word of the canon in lower case.
    pub(crate) words: &'a BTreeSet<String>,
    /// True for words whose change changes the meaning.
    pub(crate) matters: &'a dyn Fn(&str) -> bool,
}

pub(crate) type Fault = fn(&str, &mut Rng, &Known<'_>) -> Option<String>;

/// Plain words (letters only) of at least `least` letters, by byte range.
fn words(text: &str, least: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (at, _) in text.char_indices().filter(|&(at, _)| at == 0 || text[..at].ends_with(' ')) {
        let end = text[at..].find(' ').map_or(text.len(), |e| at + e);
        let word = &text[at..end];
        if word.len() >= least && word.chars().all(|c| c.is_ascii_alphabetic()) {
            out.push((at, end));
        }
    }
    out
}

/// Changes one word; the change must not give another word of the canon.
fn in_word(
    text: &str,
    rng: &mut Rng,
    known: &Known<'_>,
    least: usize,
    change: impl Fn(&str, &mut Rng) -> Option<String>,
) -> Option<String> {
    let places = words(text, least);
    for _ in 0..20 {
        let &(from, to) = rng.pick(&places)?;
        let word = &text[from..to];
        let changed = change(word, rng).filter(|new| new != word);
        let fresh = |new: &String| !(known.matters)(word) && !known.words.contains(&new.to_lowercase());
        if let Some(new) = changed.filter(fresh) {
            return Some(format!("{}{new}{}", &text[..from], &text[to..]));
        }
    }
    None
}

pub(crate) fn digit(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    in_word(text, rng, known, 5, |w, rng| {
        let at = 1 + rng.below(w.len() - 2);
        let (head, tail) = w.split_at(at);
        Some(match (&tail[..1], rng.below(2)) {
            ("o", 0) => format!("{head}0{}", &tail[1..]),
            ("i" | "l", 0) => format!("{head}1{}", &tail[1..]),
            ("e", 0) => format!("{head}3{}", &tail[1..]),
            _ => format!("{head}{}{tail}", rng.below(10)),
        })
    })
}

pub(crate) fn doubled(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    in_word(text, rng, known, 5, |w, rng| {
        let at = 1 + rng.below(w.len() - 2);
        Some(format!("{}{}", &w[..=at], &w[at..]))
    })
}

pub(crate) fn lost(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    in_word(text, rng, known, 6, |w, rng| {
        let at = 1 + rng.below(w.len() - 2);
        Some(format!("{}{}", &w[..at], &w[at + 1..]))
    })
}

pub(crate) fn swapped(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    in_word(text, rng, known, 6, |w, rng| {
        let at = 1 + rng.below(w.len() - 3);
        Some(format!("{}{}{}{}", &w[..at], &w[at + 1..at + 2], &w[at..=at], &w[at + 2..]))
    })
}

pub(crate) fn looks_alike(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    let pairs = [("m", "rn"), ("rn", "m"), ("d", "cl"), ("cl", "d"), ("ll", "11")];
    in_word(text, rng, known, 5, |w, rng| {
        let (from, to) = *rng.pick(&pairs)?;
        let at = w[1..].find(from)? + 1;
        Some(format!("{}{to}{}", &w[..at], &w[at + from.len()..]))
    })
}

pub(crate) fn torn(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    in_word(text, rng, known, 7, |w, rng| {
        let at = 2 + rng.below(w.len() - 4);
        Some(format!("{} {}", &w[..at], &w[at..]))
    })
}

pub(crate) fn glued(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    let places = words(text, 2);
    let pairs: Vec<usize> = places.windows(2).filter(|p| p[0].1 + 1 == p[1].0).map(|p| p[0].1).collect();
    let &space = rng.pick(&pairs)?;
    let new = format!("{}{}", &text[..space], &text[space + 1..]);
    let word = new[..space].rsplit(' ').next().unwrap_or_default().to_owned()
        + new[space..].split(' ').next().unwrap_or_default();
    (!known.words.contains(&word.to_lowercase())).then_some(new)
}

pub(crate) fn repeated(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    let places = words(text, 2);
    let &(from, to) = rng.pick(&places).filter(|(_, to)| text[*to..].starts_with(' '))?;
    Some(format!("{} {}", &text[..to], &text[from..]))
}

pub(crate) fn lost_opening(text: &str, _: &mut Rng, _: &Known<'_>) -> Option<String> {
    text.strip_prefix("I ").map(str::to_owned)
}

/// Places between two plain words where nothing near matters for the meaning.
fn quiet(text: &str, known: &Known<'_>) -> Vec<(usize, usize)> {
    let all = words(text, 1);
    let calm = |i: usize| all.get(i).is_none_or(|&(f, t)| !(known.matters)(&text[f..t]));
    let inner = (2..all.len().saturating_sub(1)).filter(|&i| calm(i - 1) && calm(i) && calm(i + 1));
    inner.map(|i| all[i]).filter(|&(from, to)| to - from > 4).collect()
}

pub(crate) fn dropped(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    let &(from, to) = rng.pick(&quiet(text, known))?;
    Some(format!("{}{}", &text[..from], text.get(to + 1..).unwrap_or_default()))
}

pub(crate) fn added(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    let &(from, to) = rng.pick(&quiet(text, known))?;
    let new = rng.pick(&ADDED)?;
    // A word beside itself would be one printed twice.
    let before = text[..from].trim_end().rsplit(' ').next();
    if before == Some(*new) || text[from..to] == **new {
        return None;
    }
    Some(format!("{}{new} {}", &text[..from], &text[from..]))
}

pub(crate) fn replaced(text: &str, rng: &mut Rng, known: &Known<'_>) -> Option<String> {
    let &(from, to) = rng.pick(&quiet(text, known))?;
    let new = rng.pick(&REPLACING)?;
    (*new != &text[from..to]).then(|| format!("{}{new}{}", &text[..from], &text[to..]))
}

/// Replaces a word by its partner.
fn partner(text: &str, rng: &mut Rng, pairs: &[(&str, &str)]) -> Option<String> {
    let all = words(text, 1);
    let fitting: Vec<(usize, usize, &str)> = all
        .iter()
        .filter_map(|&(f, t)| pairs.iter().find(|(w, _)| *w == &text[f..t]).map(|(_, new)| (f, t, *new)))
        .collect();
    let &(from, to, new) = rng.pick(&fitting)?;
    Some(format!("{}{new}{}", &text[..from], &text[to..]))
}

pub(crate) fn modal(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    partner(text, rng, &MODALS)
}

pub(crate) fn quantity(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    partner(text, rng, &QUANTITIES)
}

pub(crate) fn actor(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    partner(text, rng, &ACTORS)
}

pub(crate) fn negation(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    if let Some(at) = text.find(" not ") {
        return Some(format!("{}{}", &text[..at], &text[at + 4..]));
    }
    let new = rng.pick(&["do not", "never", "rarely"])?;
    text.strip_prefix("I ").filter(|rest| !rest.starts_with("am ")).map(|rest| format!("I {new} {rest}"))
}

pub(crate) fn hyphen(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    let all: Vec<usize> = text.match_indices('-').map(|(at, _)| at).collect();
    let &at = rng.pick(&all)?;
    Some(format!("{} {}", &text[..at], &text[at + 1..]))
}

pub(crate) fn quotes(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    let all: Vec<(usize, &str)> = text.match_indices(['\'', '’', '‘']).collect();
    let &(at, sign) = rng.pick(&all)?;
    Some(format!("{}{}", &text[..at], &text[at + sign.len()..]))
}

pub(crate) fn comma(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    let all: Vec<usize> = text.match_indices(", ").map(|(at, _)| at).collect();
    match rng.pick(&all) {
        Some(&at) if rng.below(2) == 0 => Some(format!("{}{}", &text[..at], &text[at + 1..])),
        _ => {
            let (_, to) = *rng.pick(&words(text, 4))?;
            (to < text.len()).then(|| format!("{},{}", &text[..to], &text[to..]))
        }
    }
}

pub(crate) fn full_stop(text: &str, _: &mut Rng, _: &Known<'_>) -> Option<String> {
    text.strip_suffix('.').map(str::to_owned)
}

pub(crate) fn capital(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    let lower: Vec<_> = words(text, 4).into_iter().filter(|&(f, _)| text.as_bytes()[f].is_ascii_lowercase()).collect();
    let &(from, _) = rng.pick(&lower)?;
    Some(format!("{}{}{}", &text[..from], text[from..=from].to_uppercase(), &text[from + 1..]))
}

pub(crate) fn truncated(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    let all = words(text, 1);
    if all.len() < 9 {
        return None;
    }
    let keep = 5 + rng.below(all.len() - 8);
    Some(text[..all[keep - 1].1].to_owned())
}

/// The end behind a sentence or a clause is lost; what is left ends like a sentence.
pub(crate) fn cut_at_stop(text: &str, rng: &mut Rng, _: &Known<'_>) -> Option<String> {
    let stops = text.match_indices(['.', ',']).map(|(at, _)| at);
    let long = |part: &str, least: usize| words(part, 1).len() >= least;
    let good = |&at: &usize| text[at + 1..].starts_with(' ') && long(&text[..at], 5) && long(&text[at..], 4);
    let stops: Vec<usize> = stops.filter(good).collect();
    rng.pick(&stops).map(|&at| format!("{}.", &text[..at]))
}
