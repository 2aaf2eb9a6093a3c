use crate::{Problem, TOOL};
use cvf_check::{Checker, CopyReport, Report};
use cvf_collate::{Apparatus, Role, Settings, Source, collate, derive, recognise};
use cvf_framework::{Canon, Profile, Profiles, Witness, WitnessFile, yaml};
use std::collections::BTreeSet;

/// Reads a canon.
///
/// # Errors
/// [`Problem`] with the place for a text that is no canon.
pub fn load_canon(path: &str, text: &str) -> Result<Canon, Problem> {
    let help = "a canon is made by `cvf build`; its place is `output/framework.yaml`";
    let canon: Canon = yaml::from_str(text).map_err(|e| {
        let problem = Problem::in_yaml(path, text, e);
        let hint = problem.help.clone().unwrap_or_else(|| help.to_owned());
        problem.help(hint)
    })?;
    if canon.version != 1 {
        let what = format!("version {} of a canon is not known, only 1", canon.version);
        return Err(Problem::new(path, what).help("use a newer `cvf`"));
    }
    let mut ids = BTreeSet::new();
    match canon.units().into_iter().find(|u| !ids.insert(u.id.clone())) {
        Some(twice) => Err(Problem::new(path, format!("two statements have the id `{}`", twice.id)).help(help)),
        None => Ok(canon),
    }
}

/// Reads the apparatus of a canon.
///
/// # Errors
/// [`Problem`] with the place for a text that is no apparatus.
pub fn load_apparatus(path: &str, text: &str) -> Result<Apparatus, Problem> {
    yaml::from_str(text).map_err(|e| Problem::in_yaml(path, text, e).help("it is made by `cvf build`"))
}

/// Reads a witness as a build wrote it.
///
/// # Errors
/// [`Problem`] with the place for a text that is no witness.
pub fn load_witness(path: &str, text: &str) -> Result<WitnessFile, Problem> {
    yaml::from_str(text).map_err(|e| Problem::in_yaml(path, text, e).help("it is made by `cvf build`"))
}

/// Reads findings that were written as JSON.
///
/// # Errors
/// [`Problem`] for a text that is no report.
pub fn load_report(path: &str, text: &str) -> Result<Report, Problem> {
    let help = "it is written by `cvf build`, or by `cvf check --format json`";
    let report: Report = serde_json::from_str(text).map_err(|e| Problem::new(path, e.to_string()).help(help))?;
    if report.version != 1 {
        let what = format!("version {} of a report is not known, only 1", report.version);
        return Err(Problem::new(path, what).help("use a newer `cvf`"));
    }
    Ok(report)
}

/// How copies are checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckSettings<'a> {
    /// What the copies mean to print (`ID` or `ID:LEVEL,LEVEL`); empty, it is found out for each.
    pub scope: &'a [String],
    /// Matching guidelines that are switched: `H1` on, `-Q1` off.
    pub guidelines: &'a [String],
}

/// Checks copies against a canon, with the scope found out if `scope` is empty.
///
/// # Errors
/// As [`check_with`].
pub fn check(
    canon: &Canon,
    copies: &[Witness],
    scope: &[String],
    profiles: &Profiles,
) -> Result<(Report, Vec<Problem>), Problem> {
    check_with(canon, copies, CheckSettings { scope, guidelines: &[] }, profiles)
}

/// Checks copies against a canon. A copy in which nothing is the canon's is a [`Problem`] beside
/// the report.
///
/// # Errors
/// [`Problem`] for a scope that names no competency or level of the canon, or an unknown guideline.
pub fn check_with(
    canon: &Canon,
    copies: &[Witness],
    settings: CheckSettings<'_>,
    profiles: &Profiles,
) -> Result<(Report, Vec<Problem>), Problem> {
    let checker = checker(canon, settings, profiles)?.with_copies(copies);
    let mut reports: Vec<CopyReport> = Vec::new();
    let mut problems = Vec::new();
    for copy in copies {
        match checker.check(copy) {
            Ok(report) => reports.push(report),
            Err(unrelated) => problems.push(
                Problem::new(&copy.source, unrelated.to_string())
                    .because(unrelated.sort.id())
                    .help("is it a copy of this framework, and of this edition?"),
            ),
        }
    }
    let canon = checker.canon_ref();
    let problem = Problem::in_report;
    let report = Report {
        version: 1,
        tool: TOOL.to_owned(),
        canon,
        copies: reports,
        problems: problems.iter().map(problem).collect(),
        passed_over: 0,
    };
    Ok((report, problems))
}

/// What checks copies against a canon under some settings.
///
/// # Errors
/// As [`check_with`].
pub fn checker<'a>(
    canon: &'a Canon,
    settings: CheckSettings<'_>,
    profiles: &'a Profiles,
) -> Result<Checker<'a>, Problem> {
    let checker = Checker::new(canon, &profiles.language).with_editions(&profiles.editions);
    let checker = checker.with_scope(settings.scope).map_err(|unknown| {
        Problem::new("--scope", format!("`{unknown}` is no competency or level of the canon"))
            .help("use the ids of framework.yaml, for example `collaborative:1,2`")
    })?;
    checker.with_guidelines(settings.guidelines).map_err(|unknown| {
        let ids: Vec<&str> = cvf_check::GUIDELINES.iter().map(|g| g.id).collect();
        Problem::new("--excuse", format!("there is no guideline `{unknown}`"))
            .help(format!("the guidelines are {}", ids.join(", ")))
    })
}

/// One witness as a canon of its own, to compare two documents.
pub fn witness_as_canon(witness: &Witness, profiles: &Profiles) -> Canon {
    let source =
        Source { id: "old".to_owned(), publisher: None, rank: 1, role: Some(Role::National), witness: witness.clone() };
    let own = Profile {
        framework: witness.source.clone(),
        edition: String::new(),
        name: witness.title.clone().unwrap_or_else(|| witness.source.clone()),
        ..derive(std::slice::from_ref(&source)).profile
    };
    let known = |edition: &&Profile| {
        let names = witness.units.iter().filter_map(|u| u.route.competency.as_deref());
        names.into_iter().filter(|n| edition.resolve(n).is_some()).count() > 0
    };
    let editions: Vec<&Profile> = profiles.editions.iter().collect();
    let recognised = recognise(std::slice::from_ref(&source), &editions);
    let edition = recognised.or_else(|| profiles.editions.iter().find(known)).unwrap_or(&own);
    let mut canon = collate(&[source], Settings::new(edition, profiles)).canon;
    if edition.edition.is_empty() {
        canon.framework.edition = None;
    }
    canon
}
