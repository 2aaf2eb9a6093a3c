//! Settling a crosswalk: each link is right or not. The answers stand in the crosswalk's own file.

use crate::args::{ListFormat, Review};
use crate::clock;
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use cvf::{Change, Crosswalk, LinkVerdict, Problem, crosswalk_file, load_crosswalk, report};
use std::io::{self, BufRead};
use std::path::Path;

const MAKE_FIRST: &str = "make it with `cvf crosswalk A B -o FILE`";

pub(super) fn run(args: &Review, path: &Path) -> Result<Exit, Problem> {
    let name = name_of(path);
    let mut walk = load_crosswalk(&name, &read_text(path, MAKE_FIRST)?)?;
    if args.list {
        return list(&walk, args.format);
    }
    let by_flags = !(args.accept.is_empty() && args.reject.is_empty() && args.undo.is_empty());
    let count = if by_flags { flags(&mut walk, args)? } else { ask(&mut walk, args)? };
    output::write(path, &crosswalk_file(&name, &walk)?)?;
    let left = walk.statements.iter().filter(|l| waits(l)).count();
    output::say(&format!("{count} decided, {left} left"));
    Ok(Exit::Clean)
}

/// What is the same needs nobody to look at it.
fn waits(link: &cvf::Link) -> bool {
    link.verdict.is_none() && link.change != Change::Same
}

fn list(walk: &Crosswalk, format: ListFormat) -> Result<Exit, Problem> {
    let mut open = walk.clone();
    open.statements.retain(waits);
    let text = match format {
        ListFormat::Json => {
            serde_json::to_string_pretty(&open.statements).map_err(|e| Problem::new("list", e.to_string()))? + "\n"
        }
        ListFormat::Text => report::crosswalk_text(&open, output::style(&io::stdout())),
    };
    output::result(&text, None)?;
    Ok(Exit::Clean)
}

fn verdict(args: &Review, accepted: bool, author: &str, reason: &str) -> Result<LinkVerdict, Problem> {
    let (author, reason, date) = (author.to_owned(), reason.to_owned(), clock::today(args.today.as_deref())?);
    Ok(LinkVerdict { accepted, reason, author, date })
}

fn flags(walk: &mut Crosswalk, args: &Review) -> Result<usize, Problem> {
    let need = |given: &Option<String>, flag: &str| {
        let found = given.clone().filter(|g| !g.trim().is_empty());
        found.ok_or_else(|| Problem::new(flag, "is needed for an answer").help("say who decides, and why"))
    };
    let mut answers: Vec<(&String, Option<LinkVerdict>)> = args.undo.iter().map(|id| (id, None)).collect();
    if args.undo.is_empty() {
        let (author, reason) = (need(&args.author, "--author")?, need(&args.reason, "--reason")?);
        for (list, accepted) in [(&args.accept, true), (&args.reject, false)] {
            for id in list {
                answers.push((id, Some(verdict(args, accepted, &author, &reason)?)));
            }
        }
    }
    let count = answers.len();
    for (id, verdict) in answers {
        let link = walk.statements.iter_mut().find(|l| l.id == *id).ok_or_else(|| {
            Problem::new("review", format!("no link has the id `{id}`")).help("`--list` shows the ids")
        })?;
        link.verdict = verdict;
    }
    Ok(count)
}

/// Asks about each link: a accept, r reject, s skip, q quit, with the reason behind the letter.
fn ask(walk: &mut Crosswalk, args: &Review) -> Result<usize, Problem> {
    let mut lines = io::stdin().lock().lines();
    let mut line = |question: &str| -> Option<String> {
        output::prompt(question);
        lines.next()?.ok().map(|l| l.trim().to_owned())
    };
    let open: Vec<usize> = (0..walk.statements.len()).filter(|i| waits(&walk.statements[*i])).collect();
    let Some(author) = args.author.clone().or_else(|| if open.is_empty() { None } else { line("Who decides?") }) else {
        return Ok(0);
    };
    let mut count = 0;
    for at in open {
        let one = Crosswalk { names: Vec::new(), statements: vec![walk.statements[at].clone()], ..walk.clone() };
        output::say(&report::crosswalk_text(&one, output::style(&io::stderr())));
        let Some(said) = line("a accept, r reject, s skip, q quit, and why?") else { break };
        let (letter, why) = said.split_once(' ').unwrap_or((&said, ""));
        let why = if why.is_empty() { args.reason.clone().unwrap_or_default() } else { why.to_owned() };
        let accepted = match letter {
            "a" => true,
            "r" => false,
            "q" => break,
            _ => continue,
        };
        walk.statements[at].verdict = Some(verdict(args, accepted, &author, &why)?);
        count += 1;
    }
    Ok(count)
}
