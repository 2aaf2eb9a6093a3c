//! What the titles of sources say of a framework.

use crate::source::Source;
use cvf_framework::names::key;
use std::collections::{BTreeMap, BTreeSet};

/// Edition of a framework that names none.
const FIRST_EDITION: &str = "1";
/// Name of a framework whose sources have no title.
const NAMELESS: &str = "Framework";

/// A framework as titles name it.
pub(crate) struct Title {
    /// Its full name.
    pub(crate) name: String,
    /// Its edition.
    pub(crate) edition: String,
    /// True if a title names the edition.
    pub(crate) has_edition: bool,
}

/// The framework's name and edition, from the titles that most sources bear.
pub(crate) fn title(sources: &[&Source], unsure: &mut Vec<String>) -> Title {
    let mut names: BTreeMap<String, Vec<(&Source, String)>> = BTreeMap::new();
    let mut editions: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for source in sources {
        let Some(title) = source.witness.title.as_deref() else { continue };
        let (name, edition) = parted(title);
        if !name.is_empty() {
            names.entry(key(&name)).or_default().push((source, name));
        }
        edition.into_iter().for_each(|e| {
            editions.entry(e).or_default().insert(source.voter());
        });
    }
    let voters = |k: &String, own: &Vec<(&Source, String)>| -> usize {
        // A title that begins like this one speaks for it: "… for ward nurses".
        let longer = names.iter().filter(|(other, _)| other.starts_with(k.as_str())).flat_map(|(_, s)| s);
        longer.chain(own).map(|(s, _)| s.voter()).collect::<BTreeSet<_>>().len()
    };
    let best = |own: &Vec<(&Source, String)>| own.iter().map(|(s, _)| s.rank).min();
    let found = names.iter().min_by_key(|(k, own)| (std::cmp::Reverse(voters(k, own)), best(own), (*k).clone()));
    let name = found.and_then(|(_, own)| own.iter().map(|(_, n)| n).min_by_key(|n| !n.chars().any(char::is_lowercase)));
    match (name, names.len()) {
        (None, _) => unsure.push("no source has a title: the framework's name is a guess".to_owned()),
        (Some(name), n) if n > 1 => unsure.push(format!("the sources bear {n} titles; \"{name}\" is taken")),
        _ => {}
    }
    let edition = editions.into_iter().max_by_key(|(e, who)| (who.len(), e.clone())).map(|(e, _)| e);
    if edition.is_none() {
        unsure.push(format!("no title names an edition: it is called \"{FIRST_EDITION}\""));
    }
    Title {
        name: name.cloned().unwrap_or_else(|| NAMELESS.to_owned()),
        has_edition: edition.is_some(),
        edition: edition.unwrap_or_else(|| FIRST_EDITION.to_owned()),
    }
}

/// A title without the year or version at its end, and that.
pub(crate) fn parted(title: &str) -> (String, Option<String>) {
    let title = title.trim();
    let bare = title.trim_end_matches([')', ']', '.']);
    let Some(at) = bare.rfind([' ', '(', '[']) else { return (title.to_owned(), None) };
    let last = &bare[at + 1..];
    let year = last.len() == 4 && last.starts_with(['1', '2']) && last.chars().all(|c| c.is_ascii_digit());
    let number = last.trim_start_matches(['v', 'V']);
    let version = last.starts_with(['v', 'V']) && number.starts_with(|c: char| c.is_ascii_digit());
    if !year && !version {
        return (title.to_owned(), None);
    }
    let name = bare[..at].trim_end_matches([' ', '(', '[', ',', ':', '–', '—', '-']).to_owned();
    (name, Some(number.to_owned()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_year_at_the_end_is_the_edition() {
        let parted = |t: &str| super::parted(t);
        assert_eq!(parted("Ward Skills Framework (2025)"), ("Ward Skills Framework".into(), Some("2025".into())));
        assert_eq!(parted("Ward Skills Framework 2025"), ("Ward Skills Framework".into(), Some("2025".into())));
        assert_eq!(parted("Ward Skills, v1.2"), ("Ward Skills".into(), Some("1.2".into())));
        assert_eq!(parted("Skills for 12 wards"), ("Skills for 12 wards".into(), None));
    }
}
