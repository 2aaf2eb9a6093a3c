use crate::{Outcome, Score, Tally};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The outcome as a table for people.
pub fn text(outcome: &Outcome) -> String {
    let mut out = String::new();
    out += "copies without a fault\n";
    for (layout, tally) in &outcome.clean {
        let all: usize = tally.rules.values().map(|s| s.false_alarms).sum();
        let _ = writeln!(
            out,
            "  {:<10}{:>4} copies {all:>4} findings, {} of them loud",
            layout.name(),
            tally.copies,
            tally.loud
        );
    }
    section(&mut out, "one fault a copy", &outcome.alone);
    section(&mut out, "2 to 25 faults a copy", &outcome.combined);
    let typos: usize = outcome.paraphrases.rules.values().map(|s| s.false_alarms).sum();
    let _ = writeln!(out, "\nparaphrases: {typos} findings of typo or wording");
    out
}

fn section(out: &mut String, title: &str, tally: &Tally) {
    let _ = writeln!(out, "\n{title} ({} copies, {} loud false alarms)", tally.copies, tally.loud);
    table(out, tally.rules.iter().map(|(r, s)| (r.info().id, s)));
    out.push_str("  by sort of fault\n");
    table(out, tally.sorts.iter().map(|(n, s)| (*n, s)));
    confusion(out, &tally.confusion);
}

fn table<'a>(out: &mut String, rows: impl Iterator<Item = (&'static str, &'a Score)>) {
    let _ = writeln!(out, "  {:<20}{:>8}{:>8}{:>8}{:>8}{:>10}", "", "planted", "found", "false", "recall", "precision");
    for (name, s) in rows {
        let (recall, precision) = (s.recall(), s.precision());
        let _ = writeln!(
            out,
            "  {name:<20}{:>8}{:>8}{:>8}{recall:>8.3}{precision:>10.3}",
            s.planted, s.found, s.false_alarms
        );
    }
}

fn confusion(out: &mut String, pairs: &BTreeMap<(cvf::Rule, Option<cvf::Rule>), usize>) {
    if !pairs.is_empty() {
        out.push_str("  planted, and found in its place\n");
    }
    for ((planted, found), n) in pairs {
        let found = found.map_or("nothing", |r| r.info().id);
        let _ = writeln!(out, "  {:<12}{found:<12}{n:>6}", planted.info().id);
    }
}
