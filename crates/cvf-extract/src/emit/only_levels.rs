//! Names that are nothing but labels of levels: then it is the levels that a document prints.

use crate::draft::Drafts;
use crate::facts::ordinal;
use crate::labels;
use cvf_framework::{Kind, Part, Profiles, Route, names};
use std::collections::BTreeSet;

/// Most words of a title that is the name of a skill.
const NAME: usize = 8;
/// Most labels of a scale.
const LEVELS: usize = 9;
/// Bits a step from which on labels are a scale by themselves: they count.
const STEP: f32 = 1.5;
/// Most confidence of a statement whose name was taken for its level's label.
const TAKEN: f64 = 0.9;

/// Makes levels of the names where every indicator stands under a label such as "Level 2", or
/// under one of a scale, and none under a level: regularity alone cannot tell such a list of
/// levels from one of competencies. The page is about a single skill then, which its title names.
pub(crate) fn take_levels_for_names(drafts: &mut Drafts, title: Option<&str>, profiles: &Profiles) {
    let mut names: Vec<String> = Vec::new();
    for draft in drafts.units.iter().filter(|d| d.kind == Kind::Indicator) {
        let name = draft.route.competency.as_ref().filter(|_| draft.route.level.is_none());
        let Some(name) = name.filter(|_| draft.route.cluster.is_none()) else { return };
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let numbered = names.iter().all(|name| labels::bare_level(name, profiles).is_some());
    if names.is_empty() || !(numbered || is_scale(&names, profiles)) {
        return;
    }
    let label = |name: &str| labels::bare_level(name, profiles).unwrap_or_else(|| name.to_owned());
    let skill = title.filter(|t| is_skill(t, profiles)).map(str::to_owned);
    let is_level = |route: &Route| route.competency.clone().filter(|name| names.contains(name));
    for heading in drafts.headings.iter_mut().filter(|h| h.part == Part::Competency) {
        if let Some(name) = is_level(&heading.route) {
            heading.part = Part::Level;
            heading.route = Route { competency: skill.clone(), level: Some(label(&name)), ..heading.route.clone() };
        }
    }
    for draft in &mut drafts.units {
        if let Some(name) = is_level(&draft.route) {
            draft.route.competency.clone_from(&skill);
            draft.route.level = (draft.kind == Kind::Indicator).then(|| label(&name));
            draft.confidence = draft.confidence.min(TAKEN);
        }
    }
}

/// True for several labels that are a scale by what they share, or by words that are known.
fn is_scale(names: &[String], profiles: &Profiles) -> bool {
    let language = &profiles.language;
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    let steps = names.len().saturating_sub(1) as f32;
    let known = |name: &&str| {
        let key = names::key(name);
        let word = |w: &str| language.level_name_words.contains(w);
        language.level_scale.contains(&key) || language.level_names.contains(&key) || key.split(' ').any(word)
    };
    // Names may be numbered, and share a word, as well: figures count where nothing else differs.
    let letters = |t: &&str| t.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let stems: BTreeSet<String> = texts.iter().map(letters).collect();
    let counts = stems.len() == 1 && ordinal(&texts) >= STEP * steps;
    (2..=LEVELS).contains(&names.len()) && (counts || texts.iter().all(known))
}

/// True for a title that names a skill and no document.
fn is_skill(title: &str, profiles: &Profiles) -> bool {
    let words: Vec<String> = names::key(title).split(' ').map(str::to_owned).collect();
    words.len() <= NAME && !words.iter().any(|w| profiles.language.title_words.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use cvf_document::Text;
    use cvf_framework::Method;

    fn under(names: &[&str], title: Option<&str>) -> Vec<(Option<String>, Option<String>)> {
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
        take_levels_for_names(&mut drafts, title, &Profiles::built_in());
        drafts.units.into_iter().map(|d| (d.route.competency, d.route.level)).collect()
    }

    #[test]
    fn labels_of_levels_alone_are_levels() {
        let level = |l: &str| (None, Some(l.to_owned()));
        assert_eq!(under(&["Level 1", "Level 2"], None), [level("1"), level("2")]);
    }

    #[test]
    fn beside_other_names_they_are_names() {
        let name = |n: &str| (Some(n.to_owned()), None);
        assert_eq!(under(&["Level 1", "Baking"], None), [name("Level 1"), name("Baking")]);
    }

    #[test]
    fn a_page_about_one_skill_is_named_by_its_title() {
        let levels = ["Junior baker", "Senior baker", "Lead baker"];
        let want: Vec<_> = levels.iter().map(|l| (Some("Baking".to_owned()), Some((*l).to_owned()))).collect();
        assert_eq!(under(&levels, Some("Baking")), want);
        assert_eq!(under(&levels, Some("Baking framework"))[0].0, None);
        assert_eq!(under(&["K1: Sorting post", "K2: Filing letters"], Some("Baking"))[0].1, None);
        assert_eq!(under(&["Managing people", "Managing time"], Some("Baking"))[0].1, None);
        let names = ["Sorting post", "Filing letters"];
        assert_eq!(under(&names, Some("Baking"))[0], (Some("Sorting post".to_owned()), None));
    }
}
