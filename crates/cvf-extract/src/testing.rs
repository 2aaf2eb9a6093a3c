//! What unit tests have in common.

use cvf_framework::Profiles;

/// Places and texts of the indicators of a text, as known words read it.
pub(crate) fn indicators(text: &str) -> Vec<String> {
    let document = cvf_text::read(text.as_bytes()).map(|read| read.value).unwrap_or_default();
    let drafts = crate::by_known_words(&document, &Profiles::built_in(), &crate::Attested::none());
    let units = drafts.finish("copy", &document).units;
    let shown = |u: cvf_framework::Unit| {
        let route = [u.route.competency, u.route.level].map(Option::unwrap_or_default);
        format!("{} / {}: {}", route[0], route[1], u.text.as_str())
    };
    units.into_iter().map(shown).collect()
}
