//! How a document was read, in lines for a person.

use crate::args::{Explain, Recognition};
use crate::input::{Wanted, open_hinted, read_each};
use crate::project::Project;
use crate::worker::Readers;
use cvf::{Attested, Extracted, Hints, Problem, Profiles, ReadingExplained, RunnerUp, report};
use std::fmt::Write;
use std::path::Path;

/// A term in words with its bits.
type Reason = (String, f32);

/// Terms of a score and of a runner-up that are listed.
const MOST_TERMS: usize = 12;

/// Reads a source and tells how.
pub(crate) fn explained(args: &Explain, source: &Path) -> Result<String, Problem> {
    let project = Project::find(args.config.as_deref())?;
    let profiles = project.as_ref().map_or_else(|| Ok(Profiles::built_in()), Project::profiles)?;
    let given = args.hints.read()?;
    let hints = |name: &str| given.clone().or(project.as_ref().map(|p| p.hints(name)).unwrap_or_default());
    let files = open_hinted(&[source.to_path_buf()], hints);
    let readers = Readers::of(&Recognition::default())?;
    let mut out = Ok(String::new());
    read_each(&files, Wanted::Text, &profiles, Attested::none(), &readers, |file, read| {
        match (&mut out, read.result) {
            (Ok(told), Ok(extracted)) => {
                let _ = writeln!(told, "{}\n{}", file.name, text(&extracted, &file.hints));
            }
            (Ok(_), Err(problem)) => out = Err(problem),
            (Err(_), _) => {}
        }
    });
    out
}

fn text(extracted: &Extracted, hints: &Hints) -> String {
    let told = &extracted.extraction.explanation;
    let mut out = outcome(extracted, told);
    if !hints.is_none() {
        out.push_str("Hints were followed.\n");
    }
    forms(&mut out, told);
    families(&mut out, told);
    if !told.terms.is_empty() {
        let _ = writeln!(out, "\nScore of the best reading by layout: {:.1} bits; 0 is no framework", told.bits);
        terms(&mut out, &told.terms);
    }
    match &told.runner_up {
        Some(other) => runner_up(&mut out, other),
        None if told.bits > 0.0 => out.push_str("\nNo other reading places anything otherwise.\n"),
        None => {}
    }
    if !extracted.warnings.is_empty() {
        out.push_str("\nOpen questions and warnings\n");
    }
    for warning in &extracted.warnings {
        let _ = writeln!(out, "  {}: {}", warning.code, warning.message);
    }
    out
}

/// What was made of it, in a sentence or two.
fn outcome(extracted: &Extracted, told: &ReadingExplained) -> String {
    let units = &extracted.extraction.witness.units;
    let statements = units.iter().filter(|u| u.kind.is_behaviour());
    let unsure = units.iter().filter(|u| u.unsure).count();
    let sure = statements.clone().filter(|u| u.confidence >= 0.9 && !u.unsure).count();
    let count = statements.count();
    let by = if told.taken { "by its layout" } else { "by words that are known" };
    let looks = extracted.looks.in_words();
    if count == 0 {
        return format!("No framework was found. It has {looks}.\n");
    }
    let counted = report::counted(count, "statement");
    format!("{counted}, read {by}: {sure} sure, {unsure} unsure. It has {looks}.\n")
}

fn forms(out: &mut String, told: &ReadingExplained) {
    if !told.forms.is_empty() {
        out.push_str("\nParagraphs that look alike, and their part\n");
    }
    for form in &told.forms {
        let _ = writeln!(out, "  {:<15}{:>5} × {}: \"{}\"", form.role, form.count, form.dress, form.example);
    }
}

fn families(out: &mut String, told: &ReadingExplained) {
    for family in &told.families {
        let rows = report::counted(family.header_rows, "header row");
        let _ = writeln!(out, "\n{} with {rows}", report::counted(family.tables, "table"));
        for (at, (top, role)) in family.columns.iter().enumerate() {
            let _ = writeln!(out, "  column {:<3} {role}: \"{top}\"", at + 1);
        }
        if family.banner != "no part" {
            let _ = writeln!(out, "  rows of one text: {}", family.banner);
        }
    }
}

fn terms(out: &mut String, terms: &[Reason]) {
    let mut terms: Vec<&Reason> = terms.iter().collect();
    terms.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    for (what, bits) in terms.iter().take(MOST_TERMS) {
        let _ = writeln!(out, "  {bits:>+8.1}  {what}");
    }
}

fn runner_up(out: &mut String, other: &RunnerUp) {
    let _ = writeln!(out, "\nThe best other reading: {:.1} bits", other.bits);
    for what in &other.differs {
        let _ = writeln!(out, "  {what}");
    }
    if !other.speaks_for.is_empty() {
        out.push_str("  For it speaks\n");
        terms(out, &other.speaks_for);
    }
}
