//! Which statement a decision is about, by what is known of ids that were given before.

use crate::Text;
use crate::decisions::Decision;
use crate::ids::{is_under, prefix};
use crate::settle::Settled;
use cvf_framework::{Canon, Profile, Prose};
use std::collections::{BTreeMap, BTreeSet};

/// The ids that the last build issued. Without a last build the decisions themselves are all that
/// is known of them.
#[derive(Debug, Default)]
pub(crate) struct Issued<'a> {
    is_first: bool,
    ids: BTreeSet<&'a str>,
    /// Ids in use by framework and text.
    texts: BTreeMap<(String, String), String>,
}

impl<'a> Issued<'a> {
    pub(crate) fn new(previous: Option<&'a Canon>, ids: &'a BTreeSet<String>) -> Self {
        let units = previous.map(Canon::units).unwrap_or_default();
        let texts = units.into_iter().map(|u| ((u.framework, u.text), u.id)).collect();
        Self { is_first: previous.is_none(), ids: ids.iter().map(String::as_str).collect(), texts }
    }

    /// True for an id that was given, in use or not.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// True if a text may have an id: it is the id's own, or nobody's.
    fn may_be(&self, id: &str, framework: &str, text: &Prose) -> bool {
        let key = (framework.to_owned(), text.as_str().to_owned());
        self.knows(id) || self.texts.get(&key).is_none_or(|own| own == id)
    }
}

/// Every id of a canon, in use or not.
pub(crate) fn ids_of(previous: Option<&Canon>) -> BTreeSet<String> {
    let Some(canon) = previous else { return BTreeSet::new() };
    canon.units().into_iter().map(|u| u.id).chain(canon.retired.iter().map(|r| r.id.clone())).collect()
}

/// The statement that a decision is about, as the text and the place in it: by its id if it has
/// one, else by place and text, else by a text that stands only once in the framework. An id that
/// was never given where its text has another is nobody's.
pub(crate) fn anchor(
    texts: &[Text<'_>],
    decision: &Decision,
    issued: &Issued<'_>,
    edition: &Profile,
) -> Option<(usize, usize)> {
    let Decision { place, was, .. } = decision;
    let own = texts.iter().position(|t| t.source.is_some() && is_under(place, &t.framework));
    let text = own.unwrap_or(0);
    let Text { framework, settled: all, .. } = texts.get(text)?;
    let same = |s: &Settled<'_>| Prose::new(&s.was) == *was;
    let free = |s: &Settled<'_>| s.id.is_empty() || s.id == *place;
    let here = |s: &Settled<'_>| is_under(place, &prefix(framework, edition, s));
    if let Some(at) = all.iter().position(|s| s.id == *place) {
        return same(&all[at]).then_some((text, at));
    }
    if !issued.may_be(place, framework, was) {
        return None;
    }
    if let Some(at) = all.iter().position(|s| same(s) && free(s) && here(s)) {
        return Some((text, at));
    }
    let is_somewhere = issued.is_first && is_somewhere(place, all.iter().any(here), edition);
    if !issued.knows(place) && !is_somewhere {
        return None;
    }
    let mut elsewhere = all.iter().enumerate().filter(|(_, s)| same(s) && free(s));
    let (at, _) = elsewhere.next()?;
    elsewhere.next().is_none().then_some((text, at))
}

/// True for an id whose part of the framework is there: one that prints statements, or that the
/// edition names.
fn is_somewhere(id: &str, printed: bool, edition: &Profile) -> bool {
    printed || id.split('.').any(|step| edition.name_of(step).is_some())
}
