//! The grid of competencies and levels under a copy's name.

use crate::clean::printable;
use cvf_check::{CopyReport, Coverage};
use std::fmt::Write;

/// Columns of the screen.
const WIDTH: usize = 80;
/// Columns for a level.
const CELL: usize = 12;
/// Fewest columns for a competency's name.
const NAME: usize = 20;

/// The grid, or nothing where it tells no more than the counts or is wider than the screen.
pub(crate) fn grid(copy: &CopyReport) -> String {
    let mut levels: Vec<&str> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for cell in &copy.coverage {
        once(&mut levels, cell.level.as_str());
        once(&mut names, cell.competency.as_str());
    }
    levels.sort_unstable();
    if !copy.has_telling_coverage() || NAME + CELL * levels.len() + 2 > WIDTH {
        return String::new();
    }
    let room = WIDTH - 2 - CELL * levels.len();
    let name_width = names.iter().map(|n| printable(n).chars().count()).max().unwrap_or(NAME).clamp(NAME, room - 1);
    let mut out = format!("  {:name_width$}", "");
    levels.iter().for_each(|l| out += &format!(" {:<11}", shorten(&format!("level {}", printable(l)), CELL - 1)));
    out = format!("{}\n", out.trim_end());
    for name in names {
        let mut line = format!("  {:name_width$}", shorten(&printable(name), name_width));
        for level in &levels {
            let cell = copy.coverage.iter().find(|c| c.competency == *name && c.level == **level);
            line += &format!(" {:<11}", cell.map_or_else(String::new, shown));
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out + "  (= exact, ~ changed, - missing, · out of scope)\n\n"
}

fn once<'a>(list: &mut Vec<&'a str>, text: &'a str) {
    if !list.contains(&text) {
        list.push(text);
    }
}

fn shown(cell: &Coverage) -> String {
    if cell.is_out_of_scope() {
        return "·".to_owned();
    }
    let counts = [('=', cell.exact), ('~', cell.changed), ('-', cell.missing)];
    let shown = counts.iter().filter(|(_, n)| *n > 0).map(|(sign, n)| format!("{sign}{n}"));
    shown.collect::<Vec<_>>().join(" ")
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
