//! Names and level labels that are printed differently, missing or added.

use super::{Rule, RuleInfo, Severity};
use crate::Subject;
use crate::context::Context;
use crate::finding::{Change, Finding};
use crate::homes::Homes;
use crate::labels::Sense;
use crate::matching::Print;
use crate::stream::keys;
use cvf_document::Place;
use cvf_framework::{Part, Route, names};
use std::collections::BTreeSet;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "heading",
    severity: Severity::Note,
    what: r#"A name printed differently than in the canon."#,
    why: r#"Names are what people search for and refer to."#,
    example: r#""We deliver support and inspire" for "We deliver, support and inspire""#,
    remedy: r#"Use the canon's name."#,
};

/// Names that are printed differently, each reported once; capitals are a matter of style.
pub(crate) fn findings(context: &Context<'_>, homes: &Homes) -> Vec<Finding> {
    let mut seen: BTreeSet<(Part, String)> = BTreeSet::new();
    let mut findings = Vec::new();
    let mut look = |part: Part, name: &str, ours: &str, at: &Place| {
        let same = bare(ours) == bare(name) || is_cut(ours, name) || is_bilingual(ours, name, context.knows);
        if !same && seen.insert((part, name.to_owned())) {
            let aspect = if names::key(ours) == names::key(name) { "punctuation" } else { "words" };
            findings.push(finding(ours, name, at, aspect));
        }
    };
    let single = |name: &str| context.labels.parts(name).is_none() && !context.matching.stream.texts.contains(name);
    for heading in context.witness.headings.iter().filter(|h| single(&h.name)) {
        let like =
            || context.labels.like(&heading.name).filter(|(part, _)| *part == heading.part).map(|(_, name)| name);
        let voted = || homes.name(heading.part, &heading.name).filter(|ours| is_renamed(context, &heading.name, ours));
        if is_column(context, &heading.name) {
            continue;
        }
        let resembled = || like().filter(|_| !context.labels.is_name(&heading.name));
        if let Some(ours) = voted().or_else(resembled) {
            look(heading.part, &heading.name, ours, &heading.at);
        }
    }
    let labels = context.matching.labels.iter().map(|l| (&l.words, &l.sense));
    for (words, sense) in labels.chain(context.matching.renamed.iter().map(|(words, sense)| (words, sense))) {
        if let Sense::Name(part, ours) = sense {
            let stream = &context.matching.stream;
            let printed = stream.text(words);
            // What is a name of the canon to the letter is no bad print of another: an adaptation
            // may have nearly the same.
            if !context.labels.is_name(&printed) {
                look(*part, &printed, ours, &stream.place(words));
            }
        }
    }
    findings
}

/// Longest name of a workbook's sheet, in characters: programs cut longer ones off.
const LONGEST_SHEET: usize = 31;

/// True for a name that is cut where the name of a sheet has to end.
fn is_cut(ours: &str, theirs: &str) -> bool {
    let cut: String = ours.chars().take(LONGEST_SHEET).collect();
    ours.chars().count() > LONGEST_SHEET && cut.trim_end() == theirs.trim_end()
}

/// Signs between a name and the same name in another language.
const BETWEEN_LANGUAGES: [&str; 5] = [" / ", " | ", " – ", " — ", " · "];

/// True for the canon's name beside words of another language.
fn is_bilingual(ours: &str, theirs: &str, knows: &dyn Fn(&str) -> bool) -> bool {
    let foreign = |part: &str| keys(part).iter().all(|word| !knows(word));
    BETWEEN_LANGUAGES.iter().any(|sign| {
        let (own, other): (Vec<&str>, Vec<&str>) = theirs.split(sign).partition(|part| bare(part) == bare(ours));
        own.len() == 1 && !other.is_empty() && other.iter().all(|part| foreign(part))
    })
}

/// A name without capitals and without the signs around it.
fn bare(name: &str) -> String {
    name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')')).to_lowercase()
}

/// True for the header of a column of statements, which names nothing.
fn is_column(context: &Context<'_>, name: &str) -> bool {
    context.language.statement_words.contains(&names::key(name))
}

/// True if a name stands in the place of the canon's: where the copy prints the canon's too, it is
/// some other heading.
fn is_renamed(context: &Context<'_>, name: &str, ours: &str) -> bool {
    let close = || context.labels.like(name).is_some_and(|(_, like)| like == ours);
    // What stands elsewhere as a text is a remark ("Met"), here taken for a name.
    let stream = &context.matching.stream;
    let said = || {
        let own = keys(name);
        stream.segments.iter().any(|s| s.words.len() == own.len() && !own.is_empty() && own == stream.keys(&s.words))
    };
    if !close() && said() {
        return false;
    }
    close() || !context.witness.headings.iter().any(|h| h.name != name && names::key(&h.name) == names::key(ours))
}

/// The label over a whole list that stands elsewhere.
pub(crate) fn mislabelled(context: &Context<'_>, from: &Route, to: &Route, first: &Print) -> Finding {
    let shown = |route: &Route| match (&route.level, crate::place_name(route)) {
        (Some(level), Some(name)) => format!("{name}, level {level}"),
        (_, name) => name.unwrap_or_default(),
    };
    let (ours, theirs) = (shown(from), shown(to));
    let message = format!("the statements of {ours} stand under {theirs}: a label is missing or wrong");
    let at = context.matching.stream.place(&first.pieces[0]);
    Finding { level: from.level.clone(), message, ..finding(&ours, &theirs, &at, "words") }
}

fn finding(ours: &str, theirs: &str, at: &Place, aspect: &str) -> Finding {
    let base = Subject::none().finding(Rule::Heading, Severity::Note, 0.95, Some(ours), Some(theirs));
    Finding {
        competency: Some(ours.to_owned()),
        at: at.clone(),
        aspect: Some(aspect.to_owned()),
        changes: vec![Change { expected: ours.to_owned(), found: theirs.to_owned() }],
        message: format!("\"{theirs}\" is printed for \"{ours}\""),
        ..base
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    fn renamed(name: &str) -> Vec<Finding> {
        findings(|l| {
            l.iter_mut().filter(|l| l.competency == "Serving guests").for_each(|l| l.competency = name.to_owned())
        })
    }

    #[test]
    fn a_name_in_other_words_is_a_heading() {
        for name in ["Serving our guests", "Serving gests"] {
            assert_eq!(told(&renamed(name)), [(Rule::Heading, None)], "{name}");
        }
    }

    #[test]
    fn capitals_are_a_matter_of_style() {
        assert_eq!(renamed("SERVING GUESTS"), []);
    }

    #[test]
    fn another_language_may_stand_beside_a_name() {
        let knows = |word: &str| ["we", "serve", "guests", "leaders", "for"].contains(&word);
        for name in ["We serve guests / Gweini gwesteion", "Gweini gwesteion | WE SERVE GUESTS"] {
            assert!(is_bilingual("We serve guests", name, &knows), "{name}");
        }
        for name in ["We serve guests / for leaders", "Gweini gwesteion / Rydym", "We serve guests"] {
            assert!(!is_bilingual("We serve guests", name, &knows), "{name}");
        }
    }

    #[test]
    fn the_name_of_a_sheet_is_cut() {
        let whole = "We are innovative and open-minded";
        assert!(is_cut(whole, "We are innovative and open-mind") && !is_cut(whole, "We are innovative and"));
        assert!(!is_cut("We take ownership", "We take ownership"));
    }
}
