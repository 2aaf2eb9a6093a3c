//! Names that a source does not print but its content proves, and items that go on from the
//! one before.

use crate::draft::Drafts;
use cvf_framework::{Kind, Language, Part, Profiles};

/// Fills in the cluster of competencies that an edition knows.
pub(crate) fn clusters(drafts: &mut Drafts, profiles: &Profiles) {
    for draft in &mut drafts.units {
        let (None, Some(competency)) = (&draft.route.cluster, &draft.route.competency) else {
            continue;
        };
        if let Some(cluster) = profiles.resolve(competency).and_then(|k| k.cluster) {
            draft.route.cluster = Some(cluster);
            draft.inferred.push(Part::Cluster);
        }
    }
    for heading in &mut drafts.headings {
        let (None, Some(competency)) = (&heading.route.cluster, &heading.route.competency) else {
            continue;
        };
        heading.route.cluster = profiles.resolve(competency).and_then(|k| k.cluster);
    }
}

/// Share of indicators that must begin with the same word before another beginning means something.
const COMMON_BEGINNING: f64 = 0.8;

/// Where indicators begin alike ("I …") and one begins by going back ("This helps …"), it is
/// the second part of the one before it.
pub(crate) fn parts(drafts: &mut Drafts, language: &Language) {
    let first = |text: &str| text.split(' ').next().unwrap_or_default().to_lowercase();
    let indicators: Vec<usize> = (0..drafts.units.len()).filter(|&i| drafts.units[i].kind == Kind::Indicator).collect();
    let personal = indicators.iter().filter(|&&i| first(drafts.units[i].text.as_str()) == "i").count();
    if (personal as f64) < COMMON_BEGINNING * indicators.len() as f64 {
        return;
    }
    let mut order = 0;
    let mut head: Option<(usize, u32)> = None;
    for i in indicators {
        let same_place = head.is_some_and(|(h, _)| drafts.units[h].route == drafts.units[i].route);
        order = if same_place { order + 1 } else { 1 };
        let back = language.back_references.contains(&first(drafts.units[i].text.as_str()));
        match head.filter(|_| same_place && back) {
            Some((h, at)) => {
                drafts.units[h].part_of = Some(at);
                drafts.units[i].part_of = Some(at);
                drafts.units[i].confidence = 0.9;
            }
            None => head = Some((i, order)),
        }
    }
}
