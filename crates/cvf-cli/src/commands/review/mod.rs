mod ask;
mod crosswalk;
mod show;
mod wanted;

use crate::args::{ListFormat, Review};
use crate::clock;
use crate::commands::check::canon_of;
use crate::files::{self, Lock};
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use crate::project::Project;
use ask::{Input, Reply, Said};
use cvf::{
    Apparatus, Canon, CanonFramework, CopyName, Decisions, Item, Problem, Report, Signature, answer, decisions_text,
    edition_paths, items, load_apparatus, load_report, name_is, statement, take_back, take_back_about,
};
use show::Shown;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

const BUILD_FIRST: &str = "run `cvf build` first";

pub(crate) fn run(args: &Review) -> Result<Exit, Problem> {
    if let Some(path) = &args.crosswalk {
        return crosswalk::run(args, path);
    }
    let mut session = Session::open(args)?;
    if args.list {
        return session.list(args.format);
    }
    if !args.undo.is_empty() {
        return session.take_back(args);
    }
    let named = [&args.accept, &args.reject, &args.take, &args.edit];
    if named.iter().all(|list| list.is_empty()) && args.verdicts.is_empty() {
        session.ask(args)
    } else {
        session.flags(args)
    }
}

/// The decisions as they grow, and what waits.
struct Session {
    project: Project,
    canon: Canon,
    build: Build,
    /// Decisions as they were when the file was last read or written, and its text.
    decisions: Decisions,
    text: Option<String>,
    /// What waits, and behind it statements that a flag names though nothing asks about them.
    items: Vec<Item>,
    /// How many of `items` wait.
    waiting: usize,
    /// The same items with those that are decided.
    all: Vec<Item>,
    today: String,
    shown: Shown,
}

/// What is reviewed.
struct Build {
    apparatus: Apparatus,
    report: Report,
    names: BTreeMap<String, CopyName>,
    /// The edition, if it is not the current one.
    edition: Option<String>,
}

impl Build {
    /// What waits under some decisions.
    fn items(&self, decisions: &Decisions, today: &str) -> Vec<Item> {
        let decisions = decisions.about(self.edition.as_deref());
        let mut items = items(&self.apparatus, &self.report, &self.names, &decisions, Some(today));
        items.iter_mut().for_each(|item| item.edition.clone_from(&self.edition));
        items
    }
}

/// How things were before an answer.
struct Before {
    index: usize,
    /// What was answered.
    meant: Vec<usize>,
    decisions: Decisions,
    text: Option<String>,
    done: BTreeSet<usize>,
}

impl Session {
    fn open(args: &Review) -> Result<Self, Problem> {
        let project = Project::open(args.config.as_deref())?;
        let [whole, beside] = files_of(args.edition.as_deref(), &project)?;
        let apparatus = load_apparatus(&name_of(&beside), &read_text(&beside, BUILD_FIRST)?)?;
        let canon = canon_of(&whole)?;
        let (mut report, names) = report(args, &project)?;
        let edition = args.edition.clone();
        if args.findings.is_none() {
            // A build compares each source with the canon of its own edition.
            let CanonFramework { id, edition: own, .. } = &canon.framework;
            report.copies.retain(|c| c.edition == *own || (edition.is_none() && c.framework != *id));
        }
        let (decisions, text) = project.decisions()?;
        let today = clock::today(args.today.as_deref())?;
        let build = Build { apparatus, report, names, edition };
        let (items, all) = (build.items(&decisions, &today), build.items(&Decisions::default(), &today));
        let shown = Shown::new(&project)?;
        let waiting = items.len();
        Ok(Self { project, canon, build, decisions, text, items, waiting, all, today, shown })
    }

    fn list(&mut self, format: ListFormat) -> Result<Exit, Problem> {
        let text = match format {
            ListFormat::Json => {
                let json =
                    serde_json::to_string_pretty(&self.items).map_err(|e| Problem::new("list", e.to_string()))?;
                json + "\n"
            }
            ListFormat::Text => {
                let style = output::style(&io::stdout());
                self.items.iter().map(|item| self.shown.item(item, &self.project, style) + "\n").collect()
            }
        };
        output::result(&text, None)?;
        Ok(Exit::Clean)
    }

    /// Records an answer about an item, and about all like it that are not decided yet, and
    /// writes the decisions; gives what was answered. What another reviewer decided since the
    /// review began stays.
    fn record(
        &mut self,
        index: usize,
        said: &Said,
        by: &Signature,
        done: &mut BTreeSet<usize>,
    ) -> Result<Vec<usize>, Problem> {
        let _lock = self.reread()?;
        let now = self.build.items(&self.decisions, &self.today);
        let waits = |i: usize| i >= self.waiting || now.iter().any(|item| item.id == self.items[i].id);
        if !waits(index) {
            done.insert(index);
            return Err(self.decided_meanwhile(index));
        }
        let is_meant = |i: usize| i == index || (said.all_like && self.items[i].is_like(&self.items[index]));
        let meant: Vec<usize> =
            (0..self.items.len()).filter(|i| !done.contains(i) && is_meant(*i) && waits(*i)).collect();
        for &i in &meant {
            answer(&mut self.decisions, &self.items[i], &said.answer, said.reach, by);
        }
        self.write()?;
        done.extend(&meant);
        Ok(meant)
    }

    fn decided_meanwhile(&self, index: usize) -> Problem {
        let id = &self.items[index].id;
        Problem::new("review", format!("somebody else has decided `{id}` since this review began"))
            .help(format!("`cvf review --undo {id}` takes that back"))
    }

    /// Reads the decisions again, under a lock that lasts as long as its value.
    fn reread(&mut self) -> Result<Lock, Problem> {
        let path = self.project.decisions_path();
        let lock = files::lock(files::folder_of(&path), &name_of(&path))?;
        (self.decisions, self.text) = self.project.decisions()?;
        Ok(lock)
    }

    fn write(&mut self) -> Result<(), Problem> {
        let path = self.project.decisions_path();
        let text = decisions_text(&name_of(&path), self.text.as_deref(), &self.decisions)?;
        output::write(&path, &text)?;
        self.text = Some(text);
        Ok(())
    }

    /// Takes an answer back. The file is as it was before to the letter, unless others have
    /// changed it since; a file that was not there is left without decisions.
    fn restore(&mut self, before: Before) -> Result<BTreeSet<usize>, Problem> {
        let ours = self.text.clone();
        let _lock = self.reread()?;
        if self.text != ours {
            for i in before.meant {
                take_back(&mut self.decisions, &self.items[i]);
            }
            self.write()?;
            return Ok(before.done);
        }
        self.decisions = before.decisions;
        match before.text {
            Some(text) => {
                output::write(&self.project.decisions_path(), &text)?;
                self.text = Some(text);
            }
            None => self.write()?,
        }
        Ok(before.done)
    }

    /// Takes back what was decided about items that flags name.
    fn take_back(&mut self, args: &Review) -> Result<Exit, Problem> {
        let mut count = 0;
        let _lock = self.reread()?;
        for id in &args.undo {
            let item = self.all.iter().find(|item| item.id == *id);
            let taken = match item {
                Some(item) => take_back(&mut self.decisions, item),
                None => take_back_about(&mut self.decisions, id, args.edition.as_deref()),
            };
            if taken == 0 {
                return Err(Problem::new("review", format!("nothing is decided about `{id}`"))
                    .help("give the id of an item or of a statement as decisions.yaml has it, or the name"));
            }
            count += taken;
        }
        self.write()?;
        output::say(&format!("{count} taken back"));
        Ok(Exit::Clean)
    }

    fn signature(&self, args: &Review, author: String, reason: String) -> Signature {
        Signature { author, reason, date: self.today.clone(), expires: args.expires.clone() }
    }

    /// Answers given as flags, in the order of the list.
    fn flags(&mut self, args: &Review) -> Result<Exit, Problem> {
        let wanted = wanted::wanted(args, &self.canon)?;
        let names = wanted::names(args)?;
        for id in wanted.keys() {
            if self.items.iter().all(|i| i.id != *id) {
                let mut unasked = statement(&self.canon, &self.build.apparatus, id).ok_or_else(|| {
                    Problem::new("review", format!("nothing that waits, and no statement, has the id `{id}`"))
                        .help("`cvf review --list` shows what waits; framework.yaml has the ids of the statements")
                })?;
                unasked.edition.clone_from(&self.build.edition);
                self.items.push(unasked);
            }
        }
        let need = |given: &Option<String>, flag: &str| {
            let found = given.clone().filter(|g| !g.trim().is_empty());
            found
                .ok_or_else(|| Problem::new("review", format!("{flag} is missing")).help("a decision says who and why"))
        };
        let by = self.signature(args, need(&args.author, "--author")?, need(&args.reason, "--reason")?);
        let mut done = BTreeSet::new();
        if !names.is_empty() {
            let _lock = self.reread()?;
            let edition = self.build.edition.as_deref();
            names.iter().for_each(|(name, is)| name_is(&mut self.decisions, (name, is), edition, &by));
            self.write()?;
        }
        for index in 0..self.items.len() {
            let Some(answer) = wanted.get(&self.items[index].id) else { continue };
            if !self.items[index].can(answer) {
                let what = format!("{} cannot be answered like that", self.items[index].id);
                return Err(Problem::new("review", what).help("there is no other text, or no place in the canon"));
            }
            if !done.contains(&index) {
                let said = Said { answer: answer.clone(), all_like: args.all_like, reach: args.scope.into() };
                self.record(index, &said, &by, &mut done)?;
            }
        }
        let decided = done.len() + names.len();
        output::say(&format!("{decided} decided, {} left; then: cvf build", self.items.len() - done.len()));
        Ok(Exit::Clean)
    }

    /// Asks about each item.
    fn ask(&mut self, args: &Review) -> Result<Exit, Problem> {
        let mut input = Input::open(args);
        output::say(&format!("{} to decide", self.items.len()));
        let Some(author) = self.author(args, &mut input) else { return Ok(Exit::Clean) };
        let style = output::style(&io::stderr());
        let (mut done, mut history) = (BTreeSet::new(), Vec::new());
        let mut at = 0;
        while let Some(index) = (at..self.items.len()).find(|index| !done.contains(index)) {
            at = index + 1;
            let item = &self.items[index];
            let shown = self.shown.item(item, &self.project, style);
            output::say(&format!("\n[{}/{}] {shown}", index + 1, self.items.len()));
            let alike = (0..self.items.len()).filter(|i| !done.contains(i) && self.items[*i].is_like(item)).count();
            match input.answer(item, alike, &self.canon) {
                Reply::Quit => break,
                Reply::Skip => {}
                Reply::Undo => at = self.undo(history.pop(), index, &mut done)?,
                Reply::Said(said, reason) => {
                    let (decisions, text) = (self.decisions.clone(), self.text.clone());
                    let was_done = done.clone();
                    let by = self.signature(args, author.clone(), reason);
                    match self.record(index, &said, &by, &mut done) {
                        Ok(meant) => history.push(Before { index, meant, decisions, text, done: was_done }),
                        Err(problem) if done.contains(&index) => output::problem(&problem),
                        Err(problem) => return Err(problem),
                    }
                }
            }
        }
        output::say(&format!("{} decided, {} left", done.len(), self.items.len() - done.len()));
        Ok(Exit::Clean)
    }

    /// Takes the last answer back; gives the item to ask about next.
    fn undo(&mut self, last: Option<Before>, now: usize, done: &mut BTreeSet<usize>) -> Result<usize, Problem> {
        let Some(before) = last else {
            output::say("there is no answer to take back");
            return Ok(now);
        };
        let index = before.index;
        *done = self.restore(before)?;
        output::say(&format!("taken back: {}", self.items[index].id));
        Ok(index)
    }

    fn author(&self, args: &Review, input: &mut Input) -> Option<String> {
        if self.items.is_empty() {
            return None;
        }
        args.author.clone().or_else(|| input.ask("Who decides?"))
    }
}

/// Canon and apparatus of the current edition, or of another.
fn files_of(edition: Option<&str>, project: &Project) -> Result<[PathBuf; 2], Problem> {
    let Some(label) = edition else {
        return Ok([project.output("framework.yaml"), project.output("apparatus.yaml")]);
    };
    let [whole, beside] = edition_paths(label).map(|path| project.output(&path));
    if whole.exists() {
        return Ok([whole, beside]);
    }
    let what = format!("there is no edition {label} in {}", name_of(&project.output("editions")));
    Err(Problem::new("--edition", what).help("without it the current edition is reviewed"))
}

/// The findings of a check, or those of the build; their copies' names.
fn report(args: &Review, project: &Project) -> Result<(Report, BTreeMap<String, CopyName>), Problem> {
    let path = args.findings.clone().unwrap_or_else(|| project.output("findings.json"));
    let report = load_report(&name_of(&path), &read_text(&path, BUILD_FIRST)?)?;
    let sources: Vec<&str> = report.copies.iter().map(|c| c.source.as_str()).collect();
    let names = match &args.findings {
        Some(_) => project.names(sources.into_iter()),
        None => project.source_names(sources.into_iter()),
    };
    Ok((report, names))
}
