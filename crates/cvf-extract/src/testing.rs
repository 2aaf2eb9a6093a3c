//! What unit tests have in common.

use cvf_framework::Profiles;

/// Places and texts of the indicators of a text.
pub(crate) fn indicators(text: &str) -> Vec<String> {
    let document = cvf_text::read(text.as_bytes()).map(|read| read.value).unwrap_or_default();
    let units = crate::extract("copy", &document, &Profiles::built_in()).value.witness.units;
    let shown = |u: cvf_framework::Unit| {
        let route = [u.route.competency, u.route.level].map(Option::unwrap_or_default);
        format!("{} / {}: {}", route[0], route[1], u.text.as_str())
    };
    units.into_iter().map(shown).collect()
}
