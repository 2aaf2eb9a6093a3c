//! Where the canon's frameworks come from.

use crate::build::Read;
use cvf_collate::Apparatus;
use cvf_framework::Canon;

/// Adds what the configuration says of the sources: to the apparatus for each source, to the
/// framework that of its source of highest rank, to an adaptation that of its own.
pub(crate) fn fill(canon: &mut Canon, apparatus: &mut Apparatus, read: &[Read]) {
    for entry in &mut apparatus.sources {
        let Some(read) = read.iter().find(|r| r.source.id == entry.id) else { continue };
        let config = read.config.clone();
        entry.path = Some(config.path);
        (entry.edition, entry.date) = (config.edition, config.date);
        (entry.licence, entry.url) = (config.licence, config.url);
    }
    for adaptation in &mut canon.adaptations {
        let Some(read) = read.iter().find(|r| r.source.id == adaptation.id) else { continue };
        let config = read.config.clone();
        (adaptation.edition, adaptation.date) = (config.edition, config.date);
        (adaptation.licence, adaptation.url) = (config.licence, config.url);
    }
    let follows = |r: &&Read| {
        let units = canon.framework.clusters.iter().flat_map(|c| &c.competencies);
        let printed = |name: &str| r.source.witness.units.iter().any(|u| u.route.competency.as_deref() == Some(name));
        units.filter_map(|c| c.name.as_deref()).any(printed)
    };
    let best = read.iter().filter(follows).min_by_key(|r| (r.source.rank, &r.source.id));
    if let Some(best) = best {
        let config = best.config.clone();
        let framework = &mut canon.framework;
        (framework.publisher, framework.licence) = (config.publisher, config.licence);
        (framework.date, framework.url) = (config.date, config.url);
    }
}
