use crate::args::{Check, Diff, Recognition, ReportFormat, Show};
use crate::baseline_file::BaselineFile;
use crate::clock;
use crate::commands::crosswalk::{self, Compared};
use crate::files::{self, Lock};
use crate::input::{self, File, Read, Wanted, is_named_as_document, name_of, open, open_hinted, read_each, read_text};
use crate::output::{self, Exit};
use crate::project::{self, Project};
use crate::worker::Readers;
use cvf::{
    Apparatus, Attested, Canon, CheckSettings, CopyName, Decisions, Evidence, Hints, Known, Original, Outdated,
    Problem, Profiles, Reading, Report, Signature, Witness, attested_by, check, check_with, evidence, judge,
    load_apparatus, load_canon, renew, report, revisions,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Check) -> Result<Exit, Problem> {
    let mut plan = Plan::of(args)?;
    let readers = Readers::of(&args.recognition)?;
    let attested = attested_by(&plan.canon);
    let hints = args.hints.read()?;
    let files = open_hinted(&args.copies, |name| plan.hints(name, &hints));
    let Copies { witnesses, originals, problems: unread, walked, mut passed_over } =
        copies(&files, &plan.profiles, attested, &readers, &args.show);
    if let Some(file) = &args.patch {
        crate::commands::patch::write(&plan.canon, &witnesses, plan.scope(args), &plan.profiles, file)?;
    }
    let settings = CheckSettings { scope: plan.scope(args), guidelines: &plan.guidelines(args) };
    let (mut report, problems) = check_with(&plan.canon, &witnesses, settings, &plan.profiles)?;
    // The order of arguments changes no byte.
    report.copies.sort_by(|a, b| a.source.cmp(&b.source));
    let (stray, problems): (Vec<Problem>, Vec<Problem>) =
        problems.into_iter().partition(|p| walked.contains(&p.place) && is_stray(p));
    passed_over += stray.len() + input::passed_over(&args.copies);
    let none = report.copies.is_empty() && unread.is_empty() && problems.is_empty();
    let nothing = none.then(|| nothing_to_check(args));
    let problems: Vec<Problem> = problems.into_iter().chain(nothing).collect();
    problems.iter().for_each(output::problem);
    report.passed_over = passed_over;
    report.problems = unread.iter().chain(&problems).map(Problem::in_report).collect();
    report.problems.sort_by(|a, b| a.source.cmp(&b.source));
    let unjudged = args.update_baseline.then(|| report.clone());
    let names = plan.names(&report);
    if let Some(file) = &mut plan.baseline {
        file.follow(&report, &names);
    }
    let outdated = plan.judge(&mut report);
    match unjudged {
        Some(fresh) => report = update(args, &plan, fresh)?,
        None => tell(&outdated),
    }
    let evidence = evidence(&report, &originals, &readers);
    let apparatus = apparatus_beside(&plan.canon_path)?;
    let checked = Checked { report, canon: &plan.canon, apparatus, evidence, witnesses };
    show(&checked, &args.show)
}

/// True for a file of a folder that is no document: neither its name nor its text says so.
fn is_stray(problem: &Problem) -> bool {
    let no_text = ["empty", "nothing-compared"].contains(&problem.reason);
    (problem.is_no_document() || no_text) && !is_named_as_document(&problem.place)
}

/// A check that compares nothing never passes.
fn nothing_to_check(args: &Check) -> Problem {
    let place = args.copies.first().map_or_else(String::new, |path| name_of(path));
    Problem::new(&place, "there is no document in it, so nothing was checked")
        .because("nothing-compared")
        .help("name the copies, or another folder")
}

/// What a check is made with, all read before any work.
struct Plan {
    project: Option<Project>,
    canon: Canon,
    canon_path: PathBuf,
    profiles: Profiles,
    decisions: Decisions,
    baseline: Option<BaselineFile>,
    /// Nobody else changes a baseline that is written anew, from its reading on.
    _lock: Option<Lock>,
    today: String,
}

impl Plan {
    fn of(args: &Check) -> Result<Self, Problem> {
        let project = Project::find(args.config.as_deref())?;
        let built = project.as_ref().map(Project::canon);
        let no_canon = || Problem::new("output/framework.yaml", "there is no canon").help(NO_CANON);
        let canon_path = args.canon.clone().or(built).ok_or_else(no_canon)?;
        let (profiles, decisions) = match &project {
            Some(project) => (project.profiles()?, project.decisions()?.0),
            None => (Profiles::built_in(), Decisions::default()),
        };
        let may_be_new = args.update_baseline && args.allow_new;
        let named = project.as_ref().and_then(|p| p.config.baseline.as_ref().map(|file| p.path(file)));
        let place = args.baseline.clone().or(named);
        let changed = place.as_deref().filter(|_| args.update_baseline);
        let lock = changed.map(|path| files::lock(files::folder_of(path), &name_of(path))).transpose()?;
        Ok(Self {
            canon: canon_of(&canon_path)?,
            _lock: lock,
            baseline: place.map(|path| BaselineFile::read(path, may_be_new)).transpose()?,
            today: clock::today(args.today.as_deref())?,
            project,
            canon_path,
            profiles,
            decisions,
        })
    }

    fn scope<'a>(&'a self, args: &'a Check) -> &'a [String] {
        match &self.project {
            Some(project) if args.scope.is_empty() => &project.config.scope,
            _ => &args.scope,
        }
    }

    /// The hints of the call, then those of the source in cvf.yaml.
    fn hints(&self, copy: &str, given: &Hints) -> Hints {
        let own = self.project.as_ref().map(|p| p.hints(copy)).unwrap_or_default();
        given.clone().or(own)
    }

    /// Guidelines as cvf.yaml switches them, then as the call does.
    fn guidelines(&self, args: &Check) -> Vec<String> {
        let set = self.project.iter().flat_map(|p| p.config.switches());
        set.chain(args.excuse.iter().cloned()).collect()
    }

    /// How decisions and the baseline name the copies.
    fn names(&self, report: &Report) -> BTreeMap<String, CopyName> {
        let sources = report.copies.iter().map(|c| c.source.as_str());
        match (&self.project, &self.baseline) {
            (Some(project), _) => project.names(sources),
            (None, Some(file)) => {
                let name = |s: &str| CopyName { name: file.name(s), publisher: None };
                sources.map(|s| (s.to_owned(), name(s))).collect()
            }
            (None, None) => BTreeMap::new(),
        }
    }

    fn judge(&self, report: &mut Report) -> Outdated {
        let baseline = self.baseline.as_ref().map(|file| file.baseline.findings.as_slice()).unwrap_or_default();
        self.judge_with(report, baseline)
    }

    fn judge_with(&self, report: &mut Report, baseline: &[cvf::FindingDecision]) -> Outdated {
        let known = Known {
            decisions: &self.decisions.findings,
            baseline,
            config: self.project.as_ref().map(|p| &p.config),
            today: Some(&self.today),
        };
        let names = self.names(report);
        judge(report, &names, known)
    }
}

/// Writes the baseline anew, and marks the findings by it.
fn update(args: &Check, plan: &Plan, mut report: Report) -> Result<Report, Problem> {
    let Some(file) = &plan.baseline else {
        return Err(Problem::new("--update-baseline", "no baseline is named").help("name it with --baseline FILE"));
    };
    let date = if args.reason.is_some() { plan.today.clone() } else { String::new() };
    let by = Signature {
        author: args.author.clone().unwrap_or_default(),
        reason: args.reason.clone().unwrap_or_default(),
        expires: args.expires.clone(),
        date,
    };
    let mut decided = report.clone();
    plan.judge_with(&mut decided, &[]);
    let (path, names) = (&file.path, plan.names(&decided));
    let renewed = renew(&file.baseline, &decided, &names, &by);
    if renewed.added > 0 && !args.allow_new {
        let what = format!("it would grow by {}", report::counted(renewed.added, "finding"));
        return Err(Problem::new(&name_of(path), what).help("look at them; --allow-new adds them"));
    }
    file.write(&renewed.baseline, &names)?;
    output::say(&format!("{}: {} added, {} removed", name_of(path), renewed.added, renewed.removed));
    plan.judge_with(&mut report, &renewed.baseline.findings);
    Ok(report)
}

/// Says loudly which decisions no longer fit.
pub(crate) fn tell(outdated: &Outdated) {
    outdated.stale.iter().for_each(|s| output::warning("stale", s));
    outdated.expired.iter().for_each(|s| output::warning("expired", s));
}

/// A check with what its page shows beside the findings.
struct Checked<'a> {
    report: Report,
    canon: &'a Canon,
    apparatus: Option<Apparatus>,
    evidence: Evidence,
    witnesses: Vec<Witness>,
}

/// The apparatus that a build writes beside its canon.
fn apparatus_beside(canon: &Path) -> Result<Option<Apparatus>, Problem> {
    let path = canon.with_file_name("apparatus.yaml");
    if !path.is_file() {
        return Ok(None);
    }
    load_apparatus(&name_of(&path), &read_text(&path, "check the file")?).map(Some)
}

/// What to do without a canon.
const NO_CANON: &str = "make it with `cvf build`, or give its path with --canon";

/// The canon that the user names, or the one that `cvf build` writes.
pub(crate) fn canon(given: Option<&Path>) -> Result<Canon, Problem> {
    canon_of(&given.map_or_else(built_canon, |path| Ok(path.to_path_buf()))?)
}

/// The canon in a file.
pub(crate) fn canon_of(path: &Path) -> Result<Canon, Problem> {
    load_canon(&name_of(path), &read_text(path, NO_CANON)?)
}

pub(crate) fn built_canon() -> Result<PathBuf, Problem> {
    let no_canon = || Problem::new("output/framework.yaml", "there is no canon").help(NO_CANON);
    Project::find(None)?.as_ref().map(Project::canon).ok_or_else(no_canon)
}

/// Copies as they were read.
#[derive(Default)]
struct Copies {
    witnesses: Vec<Witness>,
    /// By name, if places of them are to be shown.
    originals: BTreeMap<String, Original>,
    /// Copies that could not be read.
    problems: Vec<Problem>,
    /// Names of copies that were found in a folder.
    walked: BTreeSet<String>,
    /// Files of folders that are no documents.
    passed_over: usize,
}

fn copies(files: &[File], profiles: &Profiles, attested: Attested, readers: &Readers, show: &Show) -> Copies {
    let mut copies = Copies::default();
    read_each(files, Wanted::Text, profiles, attested, readers, |file, read| {
        let Read { name, result, walked } = read;
        if walked {
            copies.walked.insert(name.clone());
        }
        match result {
            Ok(extracted) => {
                output::warnings(&name, &extracted.warnings);
                if show.format == ReportFormat::Html
                    && let Ok(bytes) = file.bytes()
                {
                    copies.originals.insert(name, Original::of(&extracted, &bytes));
                }
                copies.witnesses.push(extracted.extraction.witness);
            }
            Err(problem) if walked && is_stray(&problem) => copies.passed_over += 1,
            Err(problem) => {
                output::problem(&problem);
                copies.problems.push(problem);
            }
        }
    });
    copies
}

fn show(checked: &Checked<'_>, show: &Show) -> Result<Exit, Problem> {
    let report = &checked.report;
    match show.format {
        ReportFormat::Docx => word(checked, show.output.as_deref())?,
        _ => output::result(&render(checked, show), show.output.as_deref())?,
    }
    if show.format == ReportFormat::Github {
        output::append_to("GITHUB_STEP_SUMMARY", &report::job_summary(report))?;
    }
    let least = show.fail_on.severity();
    let found = report.copies.iter().flat_map(|c| &c.findings).any(|f| f.fails(least));
    Ok(match (report.problems.is_empty(), found) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Found,
        (true, false) => Exit::Clean,
    })
}

fn render(checked: &Checked<'_>, show: &Show) -> String {
    let Checked { report, canon, apparatus, evidence, .. } = checked;
    let style = if show.output.is_none() { output::style(&std::io::stdout()) } else { report::Style::Signs };
    match show.format {
        ReportFormat::Text => report::text(report, style),
        ReportFormat::Json => report::json(report),
        ReportFormat::Jsonl => report::jsonl(report),
        ReportFormat::Markdown => report::markdown(report),
        ReportFormat::Html => report::html(report::Page { report, canon, apparatus: apparatus.as_ref(), evidence }),
        ReportFormat::Sarif => report::sarif(report),
        ReportFormat::Github => report::github(report),
        ReportFormat::Junit => report::junit(report, show.fail_on.severity()),
        ReportFormat::Checkstyle => report::checkstyle(report),
        ReportFormat::Codeclimate => report::code_climate(report),
        ReportFormat::Rdjsonl => report::rdjsonl(report),
        // Word is no text; it is written by itself.
        ReportFormat::Docx => String::new(),
    }
}

/// One copy as a Word file with tracked changes.
fn word(checked: &Checked<'_>, file: Option<&Path>) -> Result<(), Problem> {
    let problem = |what: &str, help: &str| Err(Problem::new("--format docx", what).help(help));
    let Some(path) = file else { return problem("a Word file is not written to standard output", "name it with -o") };
    let [copy] = checked.report.copies.as_slice() else {
        return match checked.report.copies.is_empty() {
            true => problem("no copy could be compared, so none is written", "see the messages above"),
            false => problem("a Word file holds one copy", "check one copy at a time"),
        };
    };
    let Some(witness) = checked.witnesses.iter().find(|w| w.source == copy.source) else { return Ok(()) };
    let bytes = report::docx(&revisions(checked.canon, copy, witness)).map_err(|e| Problem::new(&name_of(path), e))?;
    files::write(path, &bytes)
}

pub(crate) fn diff(args: &Diff) -> Result<Exit, Problem> {
    project::set_limits()?;
    let (profiles, hints) = (Profiles::built_in(), args.hints.read()?);
    let readers = Readers::of(&Recognition::default())?;
    let reading = Reading { hints: &hints, documents: &readers, ..Reading::new(&profiles) };
    let (old, new) = (Compared::open(&args.old, reading)?, Compared::open(&args.new, reading)?);
    if let Some(exit) = crosswalk::between(args, (&old, &new), &profiles)? {
        return Ok(exit);
    }
    let (old, original, name) = (old.into_canon(&profiles), new.original, new.witness.source.clone());
    let witnesses = vec![new.witness];
    let (report, problems) = check(&old, &witnesses, &[], &profiles)?;
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem.help("the two have nothing in common"));
    }
    let originals = (args.show.format == ReportFormat::Html).then_some((name, original));
    let evidence = evidence(&report, &originals.into_iter().collect(), &readers);
    show(&Checked { report, canon: &old, apparatus: None, evidence, witnesses }, &args.show)
}

pub(crate) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml")
}

/// A document as it is read, and what to show of it.
pub(crate) fn as_witness(path: &Path, reading: Reading<'_>) -> Result<(Witness, Original), Problem> {
    let name = name_of(path);
    let file = open(&[path.to_path_buf()]).into_iter().next();
    let bytes = file.map_or_else(|| Err(Problem::new(&name, "is an empty folder")), |f| f.bytes())?;
    let extracted = reading.extract(&name, &bytes)?;
    output::warnings(&name, &extracted.warnings);
    let original = Original::of(&extracted, &bytes);
    Ok((extracted.extraction.witness, original))
}
