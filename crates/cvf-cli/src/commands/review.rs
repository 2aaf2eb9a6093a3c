use crate::args::{ListFormat, Review};
use crate::clock;
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use crate::project::Project;
use cvf::report::excerpt;
use cvf::{
    Answer, CopyName, Decisions, Item, Problem, Profiles, Reach, Report, Signature, answer, decisions_text, extract,
    items, load_apparatus, load_report,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead};

const BUILD_FIRST: &str = "run `cvf build` first";

pub(crate) fn run(args: &Review) -> Result<Exit, Problem> {
    let mut session = Session::open(args)?;
    if args.list {
        return session.list(args.format);
    }
    let named = [&args.accept, &args.reject, &args.take, &args.edit];
    if named.iter().all(|list| list.is_empty()) { session.ask(args) } else { session.flags(args) }
}

/// The decisions as they grow, and what waits.
struct Session {
    project: Project,
    decisions: Decisions,
    text: Option<String>,
    items: Vec<Item>,
    today: String,
    /// Decoded texts of copies, read when first shown.
    streams: BTreeMap<String, Vec<char>>,
}

impl Session {
    fn open(args: &Review) -> Result<Self, Problem> {
        let project = Project::open(args.config.as_deref())?;
        let path = project.output("apparatus.yaml");
        let apparatus = load_apparatus(&name_of(&path), &read_text(&path, BUILD_FIRST)?)?;
        let (report, names) = report(args, &project)?;
        let (decisions, text) = project.decisions()?;
        let today = clock::today(args.today.as_deref())?;
        let items = items(&apparatus, &report, &names, &decisions, Some(&today));
        Ok(Self { project, decisions, text, items, today, streams: BTreeMap::new() })
    }

    fn list(&mut self, format: ListFormat) -> Result<Exit, Problem> {
        let text = match format {
            ListFormat::Json => {
                let json =
                    serde_json::to_string_pretty(&self.items).map_err(|e| Problem::new("list", e.to_string()))?;
                json + "\n"
            }
            ListFormat::Text => (0..self.items.len()).map(|i| self.shown(i) + "\n").collect(),
        };
        output::result(&text, None)?;
        Ok(Exit::Clean)
    }

    /// An item with both texts, the place, and who says what.
    fn shown(&mut self, index: usize) -> String {
        let item = self.items[index].clone();
        let severity = item.severity.map_or("question", |s| s.name());
        let copy = item.copy.as_ref().map_or(String::new(), |c| format!(" in {c}"));
        let line = item.at.as_ref().and_then(|at| at.line).map_or(String::new(), |l| format!(", line {l}"));
        let page = item.at.as_ref().and_then(|at| at.page).map_or(String::new(), |p| format!(", page {p}"));
        let place = item.place.as_deref().unwrap_or("no place in the canon");
        let mut lines = vec![
            format!("{}  {severity}[{}] {place}{copy}{page}{line}", item.id, item.about),
            format!("  {}", item.why),
        ];
        let other = if item.copy.is_some() { "copy " } else { "or   " };
        let texts = [("canon", &item.canon), (other, &item.other)];
        lines.extend(texts.into_iter().filter_map(|(label, text)| text.as_ref().map(|t| format!("  {label}  {t}"))));
        lines.extend(self.context(&item).lines().map(|l| format!("     >  {l}")));
        lines.extend(item.attested.iter().map(|a| format!("     ·  {a}")));
        lines.iter().map(|l| output::clean(l) + "\n").collect()
    }

    /// The text around the place in the copy, where the copy can be read.
    fn context(&mut self, item: &Item) -> String {
        let (Some(copy), Some(at)) = (&item.copy, &item.at) else { return String::new() };
        if !self.streams.contains_key(copy) {
            let bytes = fs::read(self.project.path(copy)).unwrap_or_default();
            let read = extract(copy, &bytes, &Profiles::built_in());
            self.streams.insert(copy.clone(), read.map(|e| e.stream).unwrap_or_default());
        }
        let pieces = self.streams.get(copy).and_then(|stream| excerpt(stream, at)).unwrap_or_default();
        pieces.into_iter().map(|p| p.text).collect()
    }

    /// Records an answer about an item, and about all like it that are not decided yet, and
    /// writes the decisions.
    fn record(&mut self, index: usize, said: &Said, by: &Signature, done: &mut BTreeSet<usize>) -> Result<(), Problem> {
        let is_meant = |i: usize| i == index || (said.all_like && self.items[i].is_like(&self.items[index]));
        let meant: Vec<usize> = (0..self.items.len()).filter(|i| !done.contains(i) && is_meant(*i)).collect();
        for &i in &meant {
            answer(&mut self.decisions, &self.items[i], &said.answer, said.reach, by);
        }
        let path = self.project.decisions_path();
        let text = decisions_text(&name_of(&path), self.text.as_deref(), &self.decisions)?;
        output::write(&path, &text)?;
        self.text = Some(text);
        done.extend(meant);
        Ok(())
    }

    fn signature(&self, args: &Review, author: String, reason: String) -> Signature {
        Signature { author, reason, date: self.today.clone(), expires: args.expires.clone() }
    }

    /// Answers given as flags, in the order of the list.
    fn flags(&mut self, args: &Review) -> Result<Exit, Problem> {
        let wanted = wanted(args)?;
        let known: BTreeSet<&str> = self.items.iter().map(|i| i.id.as_str()).collect();
        if let Some(unknown) = wanted.keys().find(|id| !known.contains(id.as_str())) {
            return Err(Problem::new("review", format!("nothing that waits has the id `{unknown}`"))
                .help("`cvf review --list` shows the ids"));
        }
        let need = |given: &Option<String>, flag: &str| {
            let found = given.clone().filter(|g| !g.trim().is_empty());
            found
                .ok_or_else(|| Problem::new("review", format!("{flag} is missing")).help("a decision says who and why"))
        };
        let by = self.signature(args, need(&args.author, "--author")?, need(&args.reason, "--reason")?);
        let mut done = BTreeSet::new();
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
        output::say(&format!("{} decided, {} left", done.len(), self.items.len() - done.len()));
        Ok(Exit::Clean)
    }

    /// Asks about each item, line by line.
    fn ask(&mut self, args: &Review) -> Result<Exit, Problem> {
        let mut input = Input { lines: Box::new(io::stdin().lock().lines()) };
        output::say(&format!(
            "{} to decide. a accept, r reject, t take the other, e edit, s skip, q quit",
            self.items.len()
        ));
        let Some(author) = self.author(args, &mut input) else { return Ok(Exit::Clean) };
        let mut done = BTreeSet::new();
        let mut last_reason = None;
        for index in 0..self.items.len() {
            if done.contains(&index) {
                continue;
            }
            output::say(&format!("\n[{}/{}] {}", index + 1, self.items.len(), self.shown(index)));
            match input.answer(&self.items[index], args, &mut last_reason) {
                Reply::Quit => break,
                Reply::Skip => {}
                Reply::Said(said, reason) => {
                    let by = self.signature(args, author.clone(), reason);
                    self.record(index, &said, &by, &mut done)?;
                }
            }
        }
        output::say(&format!("{} decided, {} left", done.len(), self.items.len() - done.len()));
        Ok(Exit::Clean)
    }

    fn author(&self, args: &Review, input: &mut Input) -> Option<String> {
        if self.items.is_empty() {
            return None;
        }
        args.author.clone().or_else(|| input.ask("Who decides?"))
    }
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

/// Answers by id.
fn wanted(args: &Review) -> Result<BTreeMap<String, Answer>, Problem> {
    let edits = args.edit.iter().map(|edit| match edit.split_once('=') {
        Some((id, text)) => Ok((id.to_owned(), Answer::Edit(text.to_owned()))),
        None => Err(Problem::new("--edit", format!("`{edit}` has no text")).help("write it as ID=TEXT")),
    });
    let of =
        |list: &[String], answer: Answer| list.iter().map(|id| Ok((id.clone(), answer.clone()))).collect::<Vec<_>>();
    let named = [of(&args.accept, Answer::Accept), of(&args.reject, Answer::Reject), of(&args.take, Answer::TakeOther)];
    let mut all = BTreeMap::new();
    for entry in named.into_iter().flatten().chain(edits) {
        let (id, answer) = entry?;
        if all.insert(id.clone(), answer).is_some() {
            return Err(Problem::new("review", format!("`{id}` is answered twice")));
        }
    }
    Ok(all)
}

/// An answer, and what it is for.
struct Said {
    answer: Answer,
    all_like: bool,
    reach: Reach,
}

enum Reply {
    Said(Said, String),
    Skip,
    Quit,
}

/// Lines that somebody types.
struct Input {
    lines: Box<dyn Iterator<Item = io::Result<String>>>,
}

impl Input {
    /// A line that is not empty; `None` at the end of the input.
    fn ask(&mut self, question: &str) -> Option<String> {
        loop {
            output::prompt(question);
            let line = self.lines.next()?.ok()?;
            if !line.trim().is_empty() {
                return Some(line.trim().to_owned());
            }
        }
    }

    fn answer(&mut self, item: &Item, args: &Review, last_reason: &mut Option<String>) -> Reply {
        loop {
            let Some(line) = self.ask("a r t e s q?") else { return Reply::Quit };
            let (letters, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let lower = letters.to_lowercase();
            let answer = match lower.get(..1) {
                Some("q") => return Reply::Quit,
                Some("s") => return Reply::Skip,
                Some("a") => Some(Answer::Accept),
                Some("r") => Some(Answer::Reject),
                Some("t") => Some(Answer::TakeOther),
                Some("e") => self.ask("The canon's text:").map(Answer::Edit),
                _ => None,
            };
            let reach = match lower.get(1..) {
                Some("" | "c") if lower.len() > 1 => Some(Reach::Copy),
                Some("") => Some(args.scope.into()),
                Some("p") => Some(Reach::Publisher),
                Some("e") => Some(Reach::Everywhere),
                _ => None,
            };
            let (Some(answer), Some(reach)) = (answer.filter(|a| item.can(a)), reach) else {
                output::say("that is no answer here: a, r, t, e, s or q, with p or e behind it for more copies");
                continue;
            };
            let Some(reason) = self.reason(rest, args.reason.as_ref(), last_reason) else { return Reply::Quit };
            let all_like = args.all_like || letters.starts_with(|c: char| c.is_uppercase());
            return Reply::Said(Said { answer, all_like, reach }, reason);
        }
    }

    /// The reason behind the letter, that of the flag, or a line of its own; an empty line is the
    /// last reason again.
    fn reason(&mut self, rest: &str, flag: Option<&String>, last: &mut Option<String>) -> Option<String> {
        let given = Some(rest.trim().to_owned()).filter(|r| !r.is_empty()).or_else(|| flag.cloned());
        if given.is_some() {
            return given;
        }
        loop {
            output::prompt(&last.as_ref().map_or("Why?".to_owned(), |l| format!("Why? [{l}]")));
            let line = self.lines.next()?.ok()?;
            if !line.trim().is_empty() {
                *last = Some(line.trim().to_owned());
            }
            if last.is_some() {
                return last.clone();
            }
        }
    }
}
