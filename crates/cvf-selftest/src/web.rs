//! Layouts of web pages.

use crate::layout::headings;
use crate::sheet::{Block, Sheet};

fn page(body: &str) -> String {
    format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{body}</body></html>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What people write beside a statement.
const NOTES: [&str; 6] = [
    "Wrote the new handover sheet.",
    "Met",
    "Chaired the monthly forum last spring.",
    "",
    "Peer feedback attached",
    "4",
];

/// The blocks with their headings; `list` prints the items of a list.
fn blocks(sheet: &Sheet, list: impl Fn(&Block, usize) -> String) -> String {
    let mut out = String::new();
    let mut before = None;
    for (n, block) in sheet.blocks.iter().enumerate() {
        headings(block, before).iter().for_each(|h| out += &format!("<h3>{}</h3>", escaped(h)));
        if block.is_list() {
            out += &list(block, n);
        } else {
            block.items.iter().for_each(|item| out += &format!("<p>{}</p>", escaped(&item.text)));
        }
        before = Some(block);
    }
    out
}

fn parts(block: &Block) -> impl Iterator<Item = String> {
    block.items.iter().flat_map(|item| item.text.split('\n')).map(escaped)
}

/// Each statement a heading over its evidence.
pub(crate) fn forms(sheet: &Sheet) -> String {
    let note = |n: usize| NOTES[n % NOTES.len()];
    let one = |(i, part): (usize, String), n: usize| format!("<h4>{part}</h4><p>{}</p>", note(n + i));
    page(&blocks(sheet, |block, n| parts(block).enumerate().map(|part| one(part, n)).collect()))
}

/// A table for each list, with a column for notes.
pub(crate) fn notes(sheet: &Sheet) -> String {
    let row = |(i, part): (usize, String), n: usize| {
        format!("<tr><td>{part}</td><td>{}</td></tr>", NOTES[(n + i) % NOTES.len()])
    };
    let table = |block: &Block, n: usize| {
        let rows: String = parts(block).enumerate().map(|part| row(part, n)).collect();
        format!("<table><tr><th>Indicator</th><th>Notes</th></tr>{rows}</table>")
    };
    page(&blocks(sheet, table))
}

/// Everything twice.
pub(crate) fn twins(sheet: &Sheet) -> String {
    let list = |block: &Block, _: usize| {
        format!("<ul>{}</ul>", parts(block).map(|p| format!("<li>{p}</li>")).collect::<String>())
    };
    let body = blocks(sheet, list);
    page(&format!("<div class=\"wide\">{body}</div><div class=\"narrow\">{body}</div>"))
}
