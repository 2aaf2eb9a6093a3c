//! Names that are nothing but labels of levels: then it is the levels that a document prints.

use crate::draft::Drafts;
use crate::labels;
use cvf_framework::{Kind, Part, Profiles, Route};

/// Makes levels of the names where every indicator stands under a label such as "Level 2" and
/// none under a level: regularity alone cannot tell such a list of levels from one of competencies.
pub(crate) fn take_levels_for_names(drafts: &mut Drafts, profiles: &Profiles) {
    let mut labels = Vec::new();
    for draft in drafts.units.iter().filter(|d| d.kind == Kind::Indicator) {
        let name = draft.route.competency.as_deref().filter(|_| draft.route.level.is_none());
        let Some(label) = name.and_then(|name| labels::bare_level(name, profiles)) else { return };
        labels.push(label);
    }
    let is_level = |route: &Route| route.competency.as_deref().and_then(|name| labels::bare_level(name, profiles));
    for heading in drafts.headings.iter_mut().filter(|h| h.part == Part::Competency) {
        if let Some(label) = is_level(&heading.route) {
            heading.part = Part::Level;
            heading.route = Route { competency: None, level: Some(label), ..heading.route.clone() };
        }
    }
    let indicators = drafts.units.iter_mut().filter(|d| d.kind == Kind::Indicator);
    for (draft, label) in indicators.zip(labels) {
        draft.route.competency = None;
        draft.route.level = Some(label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use cvf_document::Text;
    use cvf_framework::Method;

    fn under(names: &[&str]) -> Vec<(Option<String>, Option<String>)> {
        let unit = |name: &&str| Draft {
            kind: Kind::Indicator,
            route: Route { competency: Some((*name).to_owned()), ..Route::default() },
            text: Text::default(),
            method: Method::List,
            confidence: 0.6,
            inferred: Vec::new(),
            part_of: None,
        };
        let mut drafts = Drafts { units: names.iter().map(unit).collect(), ..Drafts::default() };
        take_levels_for_names(&mut drafts, &Profiles::built_in());
        drafts.units.into_iter().map(|d| (d.route.competency, d.route.level)).collect()
    }

    #[test]
    fn labels_of_levels_alone_are_levels() {
        let level = |l: &str| (None, Some(l.to_owned()));
        assert_eq!(under(&["Level 1", "Level 2"]), [level("1"), level("2")]);
    }

    #[test]
    fn beside_other_names_they_are_names() {
        let name = |n: &str| (Some(n.to_owned()), None);
        assert_eq!(under(&["Level 1", "Baking"]), [name("Level 1"), name("Baking")]);
    }
}
