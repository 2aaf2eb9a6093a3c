//! Answers given as flags.

use crate::args::Review;
use cvf::{Answer, Canon, OneWith, Problem, Prose, Target};
use std::collections::BTreeMap;

/// Answers by the id of the item or statement.
pub(super) fn wanted(args: &Review, canon: &Canon) -> Result<BTreeMap<String, Answer>, Problem> {
    let of = |list: &[String], answer: Answer| -> Vec<Result<(String, Answer), Problem>> {
        list.iter().map(|id| Ok((id.clone(), answer.clone()))).collect()
    };
    let verdicts = &args.verdicts;
    let named = [
        of(&args.accept, Answer::Accept),
        of(&args.reject, Answer::Reject),
        of(&args.take, Answer::TakeOther),
        of(&verdicts.not_part, Answer::NotPart),
        args.edit.iter().map(|given| edit(given)).collect(),
        verdicts.belongs_to.iter().map(|given| belongs_to(given)).collect(),
        verdicts.two.iter().map(|given| two(given)).collect(),
        verdicts.one.iter().map(|given| one(given, canon)).collect(),
    ];
    let mut all = BTreeMap::new();
    for entry in named.into_iter().flatten() {
        let (id, answer) = entry?;
        if all.insert(id.clone(), answer).is_some() {
            return Err(Problem::new("review", format!("`{id}` is answered twice")));
        }
    }
    Ok(all)
}

/// The two sides of a flag's `=`.
fn sides<'a>(flag: &str, form: &str, given: &'a str) -> Result<(&'a str, &'a str), Problem> {
    let wrong = || Problem::new(flag, format!("`{given}` is not {form}")).help(format!("write it as {form}"));
    let (left, right) = given.split_once('=').ok_or_else(wrong)?;
    let (left, right) = (left.trim(), right.trim());
    if left.is_empty() || right.is_empty() { Err(wrong()) } else { Ok((left, right)) }
}

fn edit(given: &str) -> Result<(String, Answer), Problem> {
    let (id, text) = sides("--edit", "ID=TEXT", given)?;
    Ok((id.to_owned(), Answer::Edit(text.to_owned())))
}

fn belongs_to(given: &str) -> Result<(String, Answer), Problem> {
    let (id, place) = sides("--belongs-to", "ID=COMPETENCY[ > SUB-COMPETENCY][:LEVEL]", given)?;
    Ok((id.to_owned(), Answer::BelongsTo(target(place))))
}

/// `COMPETENCY`, with ` > SUB-COMPETENCY` and `:LEVEL` or without.
pub(super) fn target(place: &str) -> Target {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let (names, level) = place.split_once(':').map_or((place, None), |(names, level)| (names, some(level)));
    let (competency, sub) = names.split_once('>').map_or((names, None), |(name, sub)| (name, some(sub)));
    Target { competency: competency.trim().to_owned(), sub_competency: sub, level }
}

fn two(given: &str) -> Result<(String, Answer), Problem> {
    let form = "ID=FIRST|SECOND";
    let (id, texts) = sides("--two", form, given)?;
    let parts = texts.split_once('|').map(|(a, b)| [a.trim().to_owned(), b.trim().to_owned()]);
    let parts = parts.filter(|parts| parts.iter().all(|p| !p.is_empty()));
    let wrong = || Problem::new("--two", format!("`{given}` has not two texts")).help(format!("write it as {form}"));
    Ok((id.to_owned(), Answer::Two(parts.ok_or_else(wrong)?)))
}

fn one(given: &str, canon: &Canon) -> Result<(String, Answer), Problem> {
    let (id, other) = sides("--one", "ID=ID", given)?;
    let one = one_with(other, canon).filter(|_| id != other);
    let unknown = || {
        Problem::new("--one", format!("`{other}` is no other statement of the canon"))
            .help("give the id of a statement as framework.yaml has it")
    };
    Ok((id.to_owned(), Answer::OneWith(one.ok_or_else(unknown)?, None)))
}

/// The statement with an id as the other half of one.
pub(super) fn one_with(id: &str, canon: &Canon) -> Option<OneWith> {
    let unit = canon.units().into_iter().find(|u| u.id == id)?;
    Some(OneWith { place: unit.id, was: Prose::new(&unit.text) })
}

/// Names with what they are.
pub(super) fn names(args: &Review) -> Result<Vec<(String, String)>, Problem> {
    let of = |given: &String| {
        let (name, is) = sides("--name", "NAME=ID", given)?;
        Ok((name.to_owned(), is.to_owned()))
    };
    args.verdicts.name.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_names_a_competency_and_perhaps_more() {
        let told = |given: &str| {
            let Target { competency, sub_competency, level } = target(given);
            [Some(competency), sub_competency, level].map(Option::unwrap_or_default)
        };
        assert_eq!(told("nets"), ["nets", "", ""]);
        assert_eq!(told("nets:2"), ["nets", "", "2"]);
        assert_eq!(told("nets > mending : 2"), ["nets", "mending", "2"]);
        assert_eq!(told("nets >:"), ["nets", "", ""]);
    }
}
