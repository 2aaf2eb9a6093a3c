//! Which edition each source follows, and what each edition's names are.

use crate::build::Read;
use crate::{Config, Problem, Profiles};
use cvf_collate::{Role, Source, derive, recognise};
use cvf_framework::{Profile, names};
use std::collections::{BTreeMap, BTreeSet};

/// How a build calls the configuration.
const CONFIG: &str = "cvf.yaml";

/// The sources of one edition.
pub(crate) struct Edition {
    pub(crate) profile: Profile,
    /// Indices of its sources.
    pub(crate) sources: Vec<usize>,
}

/// The current edition with its sources, and other editions with theirs. A source follows the
/// edition that `cvf.yaml` says it follows, else the current one, unless its names are those of
/// another known edition.
pub(crate) fn editions(
    config: &Config,
    profiles: &Profiles,
    read: &[Read],
) -> Result<(Edition, Vec<Edition>), Problem> {
    let declared = |r: &Read| r.config.edition.clone().filter(|_| r.source.role != Some(Role::Adaptation));
    let current = match config.edition.as_str() {
        "" => read.iter().filter_map(declared).max().unwrap_or_default(),
        given => given.to_owned(),
    };
    let config = &Config { edition: current.clone(), ..config.clone() };
    let is_current = |r: &Read| declared(r).is_none_or(|e| e == current);
    let own = |of: &dyn Fn(&Read) -> bool| -> Vec<Source> {
        read.iter().filter(|r| of(r)).map(|r| r.source.clone()).collect()
    };
    let mut sources = own(&is_current);
    if sources.is_empty() {
        sources = own(&|_| true);
    }
    let is_declared = read.iter().any(|r| declared(r).is_some_and(|e| e == current));
    let profile = edition(config, profiles, &sources, is_declared)?;
    let mut others: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut mine = Vec::new();
    for (at, r) in read.iter().enumerate() {
        match other_edition(r, declared(r).filter(|e| *e != profile.edition), &profile, profiles) {
            Some(label) => others.entry(label).or_default().push(at),
            None => mine.push(at),
        }
    }
    let other = |(label, sources): (String, Vec<usize>)| {
        let known = profiles.editions.iter().find(|e| e.framework == profile.framework && e.edition == label);
        let theirs: Vec<Source> = sources.iter().map(|at| read[*at].source.clone()).collect();
        let derived = || Profile {
            framework: profile.framework.clone(),
            name: profile.name.clone(),
            edition: label.clone(),
            ..derive(&theirs).profile
        };
        Edition { profile: known.cloned().unwrap_or_else(derived), sources }
    };
    let others = others.into_iter().map(other).collect();
    Ok((Edition { profile, sources: mine }, others))
}

/// The edition other than the current one that a source follows, if it does.
fn other_edition(r: &Read, declared: Option<String>, current: &Profile, profiles: &Profiles) -> Option<String> {
    let is = |e: &Profile| recognise(std::slice::from_ref(&r.source), &[e]).is_some();
    let others =
        || profiles.editions.iter().filter(|e| e.framework == current.framework && e.edition != current.edition);
    match declared {
        // Without a profile of it, the names must be related: a framework of its own has editions too.
        Some(label) => (others().any(|e| e.edition == label) || is_related(&r.source, current)).then_some(label),
        None if r.source.role.is_some() || is(current) => None,
        None => others().find(|e| is(e)).map(|e| e.edition.clone()),
    }
}

/// Share of a source's competencies that the current edition must name.
const RELATED: f64 = 0.3;

fn is_related(source: &Source, current: &Profile) -> bool {
    let printed: std::collections::BTreeSet<String> =
        source.witness.units.iter().filter_map(|u| u.route.competency.as_deref()).map(names::key).collect();
    let known = printed.iter().filter(|name| current.resolve(name).is_some()).count();
    known > 0 && known as f64 >= RELATED * printed.len() as f64
}

/// The edition that is built: the one that the configuration names, else the known one that most
/// sources print, else the names that the sources themselves print.
fn edition(config: &Config, profiles: &Profiles, sources: &[Source], is_declared: bool) -> Result<Profile, Problem> {
    let given = |own: &str, theirs: &str| own.is_empty() || own == theirs;
    let fits = |e: &&Profile| given(&config.framework, &e.framework) && given(&config.edition, &e.edition);
    let known: Vec<&Profile> = profiles.editions.iter().filter(fits).collect();
    let named = !config.framework.is_empty() && !config.edition.is_empty();
    let found = if named { known.first().copied() } else { recognise(sources, &known) };
    if let Some(found) = found {
        return Ok(found.clone());
    }
    let is_known = profiles.editions.iter().any(|e| e.framework == config.framework);
    if is_known && known.is_empty() && !is_declared {
        let names: Vec<String> = profiles.editions.iter().map(|e| format!("{} {}", e.framework, e.edition)).collect();
        let what = format!("the edition `{}` of {} is not known", config.edition, config.framework);
        let help = "list a file with its names under `profiles`, or say `edition` of its sources";
        return Err(Problem::new(CONFIG, what)
            .help(format!("known are {}; {help}", names.join(", ")))
            .at_key("edition"));
    }
    known_framework(config, profiles)?;
    let own = derive(sources).profile;
    let or = |given: &str, found: String| if given.is_empty() { found } else { given.to_owned() };
    Ok(Profile {
        framework: or(&config.framework, own.framework),
        edition: or(&config.edition, own.edition),
        name: or(config.name.as_deref().unwrap_or_default(), own.name),
        ..own
    })
}

/// A framework that no profile has is made of the sources' own names, unless another was meant:
/// the one whose profiles `cvf.yaml` lists, or one of nearly the same id.
fn known_framework(config: &Config, profiles: &Profiles) -> Result<(), Problem> {
    let wanted = config.framework.as_str();
    if wanted.is_empty() || profiles.editions.iter().any(|e| e.framework == wanted) {
        return Ok(());
    }
    let listed = &profiles.editions[..config.profiles.len().min(profiles.editions.len())];
    let ids: BTreeSet<&str> = listed.iter().map(|e| e.framework.as_str()).collect();
    let distance = |id: &str| names::edit_distance(wanted, id);
    let near = profiles.editions.iter().map(|e| e.framework.as_str()).find(|id| distance(id) <= wanted.len() / 8);
    let (what, help) = match near {
        Some(near) => (format!("no profile is of the framework `{wanted}`"), format!("did you mean `{near}`?")),
        None if ids.is_empty() => return Ok(()),
        None => {
            let ids = ids.into_iter().collect::<Vec<_>>().join("`, `");
            let what = format!("the profiles that are listed are of `{ids}`, and not of `{wanted}`");
            (what, "name the framework that they are of, or list a profile of this one".to_owned())
        }
    };
    Err(Problem::new(CONFIG, what).help(help).at_key("framework"))
}
