//! How a reviewer answers: by single keys at a terminal, else by lines.

use super::wanted::{one_with, target};
use crate::args::Review;
use crate::output;
use console::{Key, Term};
use cvf::{Answer, Canon, Item, Reach};
use std::io::{self, BufRead, IsTerminal};

/// An answer, and what it is for.
pub(super) struct Said {
    pub(super) answer: Answer,
    pub(super) all_like: bool,
    pub(super) reach: Reach,
}

pub(super) enum Reply {
    Said(Said, String),
    Skip,
    Undo,
    Quit,
}

/// Somebody who answers.
pub(super) struct Input {
    lines: Box<dyn Iterator<Item = io::Result<String>>>,
    /// The terminal, where single keys can be read.
    keys: Option<Term>,
    /// Which copies a decision is for, if the answer says nothing else.
    reach: Reach,
    all_like: bool,
    /// The reason that is not asked for.
    reason: Option<String>,
    last_reason: Option<String>,
}

impl Input {
    pub(super) fn open(args: &Review) -> Self {
        let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        Self {
            lines: Box::new(io::stdin().lock().lines()),
            keys: is_terminal.then(Term::stderr),
            reach: args.scope.into(),
            all_like: args.all_like,
            reason: args.reason.clone().filter(|r| !r.trim().is_empty()),
            last_reason: None,
        }
    }

    /// A line that is not empty; `None` at the end of the input.
    pub(super) fn ask(&mut self, question: &str) -> Option<String> {
        loop {
            output::prompt(question);
            let line = self.lines.next()?.ok()?;
            if !line.trim().is_empty() {
                return Some(line.trim().to_owned());
            }
        }
    }

    /// What is to be done with an item; `alike` items could be answered at once.
    pub(super) fn answer(&mut self, item: &Item, alike: usize, canon: &Canon) -> Reply {
        loop {
            let Some(choice) = self.choice(item, alike) else { return Reply::Quit };
            let (letters, rest) = choice.split_once(' ').unwrap_or((&choice, ""));
            let lower = letters.to_lowercase();
            let answer = match lower.chars().next() {
                Some('q') => return Reply::Quit,
                Some('s') => return Reply::Skip,
                Some('u') => return Reply::Undo,
                Some('a') => Some(Answer::Accept),
                Some('r') => Some(Answer::Reject),
                Some('t') => Some(Answer::TakeOther),
                Some('e') => self.ask("The canon's text:").map(Answer::Edit),
                Some('n') => Some(Answer::NotPart),
                Some('b') => self
                    .ask("COMPETENCY[ > SUB-COMPETENCY]:LEVEL that it belongs to:")
                    .map(|to| Answer::BelongsTo(target(&to))),
                Some('2') => self.two(),
                Some('1') => self
                    .ask("Id of the other half:")
                    .and_then(|id| one_with(&id, canon))
                    .map(|one| Answer::OneWith(one, None)),
                _ => None,
            };
            let (Some(answer), Some(reach)) = (answer.filter(|a| item.can(a)), self.reach_of(&lower)) else {
                output::say("that is no answer here");
                continue;
            };
            let Some(reason) = self.reason(rest) else { return Reply::Quit };
            let all_like = self.all_like || letters.starts_with(char::is_uppercase);
            return Reply::Said(Said { answer, all_like, reach }, reason);
        }
    }

    /// The two statements that one is.
    fn two(&mut self) -> Option<Answer> {
        let first = self.ask("The first statement:")?;
        let second = self.ask("The second:")?;
        Some(Answer::Two([first, second]))
    }

    /// Which copies the second letter means.
    fn reach_of(&self, letters: &str) -> Option<Reach> {
        match letters.chars().nth(1) {
            None => Some(self.reach),
            Some('c') => Some(Reach::Copy),
            Some('p') => Some(Reach::Publisher),
            Some('e') => Some(Reach::Everywhere),
            Some(_) => None,
        }
    }

    /// A key, or a line of letters with the reason.
    fn choice(&mut self, item: &Item, alike: usize) -> Option<String> {
        let Some(term) = self.keys.clone() else { return self.ask(&menu(item, alike, None)) };
        loop {
            output::prompt(&menu(item, alike, Some(self.reach)));
            let key = match term.read_key() {
                Ok(Key::Char(key)) => key,
                Ok(Key::Escape | Key::Unknown) | Err(_) => 'q',
                Ok(_) => ' ',
            };
            match key {
                // The end of the input, as a key.
                '\u{4}' => return None,
                'c' if item.copy.is_some() => self.reach = next(self.reach),
                key if key.is_ascii_alphanumeric() => {
                    output::say(&key.to_string());
                    return Some(key.to_string());
                }
                _ => {}
            }
            output::say("");
        }
    }

    /// The reason behind the letters, that of the flag, or a line of its own; an empty line is the
    /// last reason again.
    fn reason(&mut self, rest: &str) -> Option<String> {
        let given = Some(rest.trim().to_owned()).filter(|r| !r.is_empty()).or_else(|| self.reason.clone());
        if given.is_some() {
            return given;
        }
        loop {
            output::prompt(&self.last_reason.as_ref().map_or("Why?".to_owned(), |l| format!("Why? [{l}]")));
            let line = self.lines.next()?.ok()?;
            if !line.trim().is_empty() {
                self.last_reason = Some(line.trim().to_owned());
            }
            if self.last_reason.is_some() {
                return self.last_reason.clone();
            }
        }
    }
}

fn next(reach: Reach) -> Reach {
    match reach {
        Reach::Copy => Reach::Publisher,
        Reach::Publisher => Reach::Everywhere,
        Reach::Everywhere => Reach::Copy,
    }
}

/// What can be answered; `reach` is told where a key changes it.
fn menu(item: &Item, alike: usize, reach: Option<Reach>) -> String {
    let other = if item.can(&Answer::TakeOther) { ", t take the other" } else { "" };
    let verdicts =
        if item.can(&Answer::NotPart) { ", e edit, n not part, b belongs elsewhere, 2 two, 1 one with" } else { "" };
    let capital = if alike > 1 { format!("; capital: all {alike} alike") } else { String::new() };
    let copies = match reach.filter(|_| item.copy.is_some()) {
        None => "",
        Some(Reach::Copy) => "; c: for this copy",
        Some(Reach::Publisher) => "; c: for its publisher",
        Some(Reach::Everywhere) => "; c: for every copy",
    };
    format!("a accept, r reject{other}{verdicts}, s skip, u undo, q quit{capital}{copies}?")
}
