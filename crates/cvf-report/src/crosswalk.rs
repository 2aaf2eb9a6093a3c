//! A crosswalk between two editions, for people.

use crate::clean::printable;
use crate::markdown::escape;
use crate::text::{Style, sides};
use cvf_collate::{Change, Crosswalk, End, Link, NameLink};
use std::fmt::Write;

/// Columns of a text beside its label.
const WIDTH: usize = 72;

/// Every link that is not `same`, sort by sort, as text for a terminal or a file.
pub fn crosswalk_text(walk: &Crosswalk, style: Style) -> String {
    let mut out = format!("{}\n", printable(&head(walk)));
    for name in &walk.names {
        let _ = writeln!(out, "{}", printable(&name_line(name)));
    }
    for link in walk.statements.iter().filter(|l| l.change != Change::Same) {
        let _ = write!(out, "\n{}", link_text(link, style));
    }
    let _ = writeln!(out, "\n{}", counts(walk));
    out
}

/// The same as Markdown, without what is the same.
pub fn crosswalk_markdown(walk: &Crosswalk) -> String {
    let mut out = format!("# {}\n\n{}\n\n", escape(&head(walk)), escape(&counts(walk)));
    for name in &walk.names {
        let _ = writeln!(out, "- {}", escape(&name_line(name)));
    }
    if !walk.names.is_empty() {
        out.push('\n');
    }
    for link in walk.statements.iter().filter(|l| l.change != Change::Same) {
        let texts = |ends: &[End]| ends.iter().map(|e| escape(e.text.as_str())).collect::<Vec<_>>().join("<br>");
        let ids = |ends: &[End]| ends.iter().map(|e| escape(&e.id)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            out,
            "- **{}** {} → {} ({:.2})",
            link.change.word(),
            ids(&link.from),
            ids(&link.to),
            link.confidence
        );
        let _ = writeln!(out, "  - {}", texts(&link.from));
        let _ = writeln!(out, "  - {}", texts(&link.to));
    }
    out
}

/// "cvf 2016 → cvf 2024".
fn head(walk: &Crosswalk) -> String {
    let side = |s: &cvf_collate::Side| match &s.edition {
        Some(edition) => format!("{} {edition}", s.framework),
        None => s.framework.clone(),
    };
    format!("{} → {}", side(&walk.from), side(&walk.to))
}

/// "12 same, 3 edited, 1 split".
fn counts(walk: &Crosswalk) -> String {
    let parts: Vec<String> = walk.counts().iter().map(|(change, n)| format!("{n} {}", change.word())).collect();
    format!("statements: {}", if parts.is_empty() { "none".to_owned() } else { parts.join(", ") })
}

fn name_line(name: &NameLink) -> String {
    let (from, to) = (name.from.as_deref().unwrap_or_default(), name.to.as_deref().unwrap_or_default());
    match (name.from.is_some(), name.to.is_some()) {
        (true, true) if from == to => format!("{} {}: {from} ({})", name.part, name.change, name.evidence),
        (true, true) => format!("{} {}: {from} → {to} ({})", name.part, name.change, name.evidence),
        _ => format!("{} {}: {from}{to}", name.part, name.change),
    }
}

fn link_text(link: &Link, style: Style) -> String {
    let ids = |ends: &[End]| ends.iter().map(|e| e.id.as_str()).collect::<Vec<_>>().join(" + ");
    let (from, to) = (ids(&link.from), ids(&link.to));
    let arrow = if link.from.is_empty() || link.to.is_empty() { "" } else { " → " };
    let verdict = match &link.verdict {
        Some(v) if v.accepted => ", accepted",
        Some(_) => ", rejected",
        None => "",
    };
    let mut out =
        format!("{}  {} {from}{arrow}{to} ({:.2} sure{verdict})\n", link.id, link.change.word(), link.confidence);
    let _ = writeln!(out, "  {}", printable(&link.evidence.join(", ")));
    let place = |ends: &[End]| ends.first().map(|e| e.place.join(" · ")).unwrap_or_default();
    let (here, there) = (place(&link.from), place(&link.to));
    for (label, place) in [("from", &here), ("to", &there)] {
        if !place.is_empty() && (label == "from" || here != there) {
            let _ = writeln!(out, "  {label:<5}  {}", printable(place));
        }
    }
    let text = |ends: &[End]| ends.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" ");
    let (old, new) = (text(&link.from), text(&link.to));
    let [left, right] = match link.from.is_empty() || link.to.is_empty() {
        // Of a single text nothing is marked.
        true => sides(&old, &old, style, WIDTH).map(|lines| if old.is_empty() { Vec::new() } else { lines }),
        false => sides(&old, &new, style, WIDTH),
    };
    let right = if link.from.is_empty() { sides(&new, &new, style, WIDTH)[0].clone() } else { right };
    for (label, lines, is) in [("old", left, !link.from.is_empty()), ("new", right, !link.to.is_empty())] {
        for (i, line) in lines.iter().enumerate().filter(|_| is) {
            let _ = writeln!(out, "  {:<5}  {line}", if i == 0 { label } else { "" });
        }
    }
    out
}
