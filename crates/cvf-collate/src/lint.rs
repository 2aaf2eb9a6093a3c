//! What looks odd about a canon itself, whatever its sources say.

use crate::places::similarity;
use crate::words::lower_words;
use cvf_framework::{Canon, CanonUnit, names};
use std::collections::{BTreeMap, BTreeSet};

/// Texts at least this alike in one framework are near-duplicates.
const NEAR: f64 = 0.92;
/// Shorter texts are alike by chance.
const LEAST_WORDS: usize = 5;
/// A level has an odd number of statements if it is this many times fewer or more than usual, and
/// as many statements away from it: one where three are usual tells nothing, nor does the reverse.
const ODD: usize = 3;
/// Signs of an encoding that was read as another, and of characters that were lost.
const BROKEN: [&str; 8] = ["\u{fffd}", "â€", "Ã©", "Ã¨", "Ã¼", "Ã¶", "Ã¤", "Â "];

/// Looks a canon over; one sentence for each thing that a person should look at.
pub(crate) fn look(canon: &Canon) -> Vec<String> {
    let units = canon.units();
    let mut out = Vec::new();
    texts(&units, &mut out);
    doubles(&units, &canon.framework.id, &mut out);
    spellings(&units, &mut out);
    counts(&units, &mut out);
    orphans(canon, &units, &mut out);
    out
}

fn texts(units: &[CanonUnit], out: &mut Vec<String>) {
    for unit in units {
        if lower_words(&unit.text).is_empty() {
            out.push(format!("{}: there is no word in it", unit.id));
        }
        if let Some(sign) = BROKEN.iter().find(|sign| unit.text.contains(**sign)) {
            out.push(format!("{}: \"{}\" is a sign of a broken encoding", unit.id, sign.trim()));
        }
    }
}

/// Statements that are the same, or nearly: in one list, and across the national framework. A
/// source's own framework may say a thing at several levels, which is one sentence for all of it.
fn doubles(units: &[CanonUnit], national: &str, out: &mut Vec<String>) {
    let behaviours: Vec<(&CanonUnit, usize)> = units
        .iter()
        .filter(|u| u.kind.is_behaviour())
        .map(|u| (u, lower_words(&u.text).len()))
        .filter(|(_, words)| *words >= LEAST_WORDS)
        .collect();
    let mut own: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for (at, (a, words)) in behaviours.iter().enumerate() {
        for (b, others) in &behaviours[at + 1..] {
            if a.framework != b.framework || words.abs_diff(*others) > 2 {
                continue;
            }
            let same = names::key(&a.text) == names::key(&b.text);
            if !(same || may_be_alike(&a.text, &b.text) && similarity(&a.text, &b.text) >= NEAR) {
                continue;
            }
            let said = format!("{} and {} are {}the same statement", a.id, b.id, if same { "" } else { "nearly " });
            if a.framework == national || a.route == b.route {
                out.push(said);
            } else {
                own.entry(&a.framework).or_insert((0, said)).0 += 1;
            }
        }
    }
    for (framework, (count, first)) in own {
        out.push(match count {
            1 => first,
            _ => format!("{framework}: {count} pairs of statements are alike in different places; {first}"),
        });
    }
}

/// A cheap test that texts must pass to be nearly the same: most of their words are shared.
fn may_be_alike(a: &str, b: &str) -> bool {
    let (a, b): (BTreeSet<String>, BTreeSet<String>) =
        (lower_words(a).into_iter().collect(), lower_words(b).into_iter().collect());
    2 * a.intersection(&b).count() > a.len().min(b.len())
}

/// Compounds of one framework that are printed with a hyphen in one place and without in another.
fn spellings(units: &[CanonUnit], out: &mut Vec<String>) {
    let frameworks: BTreeSet<&str> = units.iter().map(|u| u.framework.as_str()).collect();
    for framework in frameworks {
        let own: Vec<&CanonUnit> = units.iter().filter(|u| u.framework == framework).collect();
        let mut hyphened: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for unit in &own {
            for word in compounds(&unit.text) {
                hyphened.entry(word).or_default().push(&unit.id);
            }
        }
        for (compound, with) in hyphened {
            let (open, closed) = (compound.replace('-', " "), compound.replace('-', ""));
            let has = |form: &str| -> Vec<&str> {
                own.iter().filter(|u| spaced(&u.text).contains(&format!(" {form} "))).map(|u| u.id.as_str()).collect()
            };
            for (form, ids) in [(&open, has(&open)), (&closed, has(&closed))] {
                if !ids.is_empty() {
                    let (with, ids) = (with.join(", "), ids.join(", "));
                    out.push(format!("\"{compound}\" ({with}) is also spelt \"{form}\" ({ids})"));
                }
            }
        }
    }
}

/// Words with a hyphen between letters, in lower case.
fn compounds(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase().replace(['‐', '‑'], "-");
    let words = lower.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    let is = |w: &&str| w.split('-').count() > 1 && w.split('-').all(|part| !part.is_empty());
    words.filter(is).map(str::to_owned).collect()
}

/// The words of a text in lower case with one space on either side; hyphens stay, and whatever
/// else stands between words keeps them apart.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase().replace(['‐', '‑'], "-");
    let mut out = String::from(" ");
    for c in lower.chars() {
        match c {
            c if c.is_alphanumeric() || c == '-' => out.push(c),
            ' ' => out.push(' '),
            _ => out.push_str(" \u{1} "),
        }
    }
    out.push(' ');
    out.split(' ').filter(|w| !w.is_empty()).fold(String::from(" "), |all, word| all + word + " ")
}

/// Levels with far fewer or far more statements than those of other competencies.
fn counts(units: &[CanonUnit], out: &mut Vec<String>) {
    type Part<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);
    let mut parts: BTreeMap<Part<'_>, usize> = BTreeMap::new();
    for unit in units.iter().filter(|u| u.kind == cvf_framework::Kind::Indicator) {
        let route = &unit.route;
        let part = (route.competency.as_deref(), route.sub_competency.as_deref(), route.level.as_deref());
        *parts.entry((unit.framework.as_str(), part.0, part.1, part.2)).or_default() += 1;
    }
    let frameworks: BTreeSet<&str> = parts.keys().map(|k| k.0).collect();
    for framework in frameworks {
        let mut sizes: Vec<usize> = parts.iter().filter(|(k, _)| k.0 == framework).map(|(_, n)| *n).collect();
        sizes.sort_unstable();
        if sizes.len() < 4 {
            continue;
        }
        let usual = sizes[sizes.len() / 2];
        for ((_, competency, sub, level), count) in parts.iter().filter(|(k, _)| k.0 == framework) {
            let is_far = *count * ODD <= usual || *count >= usual * ODD;
            if is_far && count.abs_diff(usual) >= ODD {
                let name = sub.or(*competency).unwrap_or("the framework");
                let level = level.map_or(String::new(), |l| format!(", level {l}"));
                let s = if *count == 1 { "" } else { "s" };
                out.push(format!("{framework}: {name}{level} has {count} statement{s}, where {usual} is usual"));
            }
        }
    }
}

/// Mappings to what is not there, and ids that are used and retired at once.
fn orphans(canon: &Canon, units: &[CanonUnit], out: &mut Vec<String>) {
    let ids: BTreeSet<&str> = units.iter().map(|u| u.id.as_str()).collect();
    for retired in canon.retired.iter().filter(|r| ids.contains(r.id.as_str())) {
        out.push(format!("{}: the id is in use and retired", retired.id));
    }
    let competencies = canon.framework.clusters.iter().flat_map(|c| &c.competencies).filter_map(|c| c.id.as_deref());
    let nodes: BTreeSet<&str> = competencies.collect();
    for mapping in canon.adaptations.iter().flat_map(|a| &a.mapping) {
        if let Some(to) = mapping.to.as_deref().filter(|to| !nodes.contains(to)) {
            out.push(format!("{} is mapped to {to}, which is not in the framework", mapping.from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cvf_framework::{Kind, Route};

    fn unit(id: &str, text: &str) -> CanonUnit {
        let route = Route { competency: Some("Dough".to_owned()), level: Some("1".to_owned()), ..Route::default() };
        let (id, framework, text) = (id.to_owned(), "guild".to_owned(), text.to_owned());
        CanonUnit { id, framework, kind: Kind::Indicator, route, order: 1, text }
    }

    #[test]
    fn one_term_has_one_spelling() {
        let mut out = Vec::new();
        spellings(&[unit("a", "I take a longer-term view."), unit("b", "I see the longer term aims.")], &mut out);
        assert_eq!(out, ["\"longer-term\" (a) is also spelt \"longer term\" (b)"]);
        out.clear();
        spellings(&[unit("a", "I e-mail the bakers."), unit("b", "I email the millers.")], &mut out);
        assert_eq!(out, ["\"e-mail\" (a) is also spelt \"email\" (b)"]);
        out.clear();
        spellings(&[unit("a", "I am open-minded."), unit("b", "I am open, minded or not.")], &mut out);
        assert_eq!(out, [""; 0]);
    }

    #[test]
    fn doubled_empty_and_broken_texts_are_said() {
        let mut out = Vec::new();
        let units = [
            unit("a", "I knead the dough until it is smooth."),
            unit("b", "I knead the dough until it is smooth"),
            unit("c", "I knead the doughs until it is smooth."),
            unit("d", "…"),
            unit("e", "I donâ€™t waste flour."),
        ];
        texts(&units, &mut out);
        doubles(&units, "guild", &mut out);
        assert_eq!(out.len(), 5, "{out:?}");
        assert!(out.contains(&"a and b are the same statement".to_owned()), "{out:?}");
    }
}
