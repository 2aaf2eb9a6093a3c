use crate::sheet::{Block, Sheet};
use cvf::Kind;

/// How a copy is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// Headings and bullets.
    Bullets,
    /// Headings, one statement a line.
    Lines,
    /// Bullets without any heading.
    Headless,
    /// Headings and bullets, everything on one line.
    OneLine,
    /// Neither headings nor bullets nor line ends.
    Stream,
    /// Lines of 60 characters with page furniture inside the sentences.
    Wrapped,
    /// The statements of a list run together in one paragraph.
    Glued,
    /// A table with tabs, one statement a row.
    Table,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 8] = [
        Self::Bullets,
        Self::Lines,
        Self::Headless,
        Self::OneLine,
        Self::Stream,
        Self::Wrapped,
        Self::Glued,
        Self::Table,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bullets => "bullets",
            Self::Lines => "lines",
            Self::Headless => "headless",
            Self::OneLine => "one-line",
            Self::Stream => "stream",
            Self::Wrapped => "wrapped",
            Self::Glued => "glued",
            Self::Table => "table",
        }
    }

    /// True if a reader can see where a statement ends.
    pub(crate) fn shows_items(self) -> bool {
        !matches!(self, Self::Stream | Self::Glued | Self::OneLine)
    }

    /// True if names are printed.
    pub(crate) fn shows_names(self) -> bool {
        !matches!(self, Self::Headless | Self::Stream)
    }
}

/// Prints a sheet.
pub(crate) fn print(sheet: &Sheet, layout: Layout) -> String {
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match layout {
        Layout::Bullets => lines(sheet, "- ", true),
        Layout::Lines => lines(sheet, "", true),
        Layout::Headless => lines(sheet, "- ", false),
        Layout::OneLine => flat(lines(sheet, "• ", true)),
        Layout::Stream => flat(lines(sheet, "", false)),
        Layout::Wrapped => wrapped(&lines(sheet, "- ", true)),
        Layout::Glued => glued(sheet),
        Layout::Table => table(sheet),
    }
}

/// The headings that a block needs after the one before it.
fn headings(block: &Block, before: Option<&Block>) -> Vec<String> {
    let mut out = Vec::new();
    let same = |part: fn(&Block) -> &Option<String>| before.is_some_and(|b| part(b) == part(block));
    if !same(|b| &b.cluster) {
        out.extend(block.cluster.clone());
    }
    let new = !same(|b| &b.competency);
    if new {
        out.extend(block.competency.clone());
    }
    if !same(|b| &b.value) {
        out.extend(block.value.clone());
    }
    if block.kind == Kind::Importance {
        out.push("Why is it important?".to_owned());
    }
    if new || !same(|b| &b.level) {
        out.extend(block.level.as_ref().map(|l| format!("Level {l}")));
    }
    out
}

fn lines(sheet: &Sheet, bullet: &str, named: bool) -> String {
    let mut out = String::new();
    let mut before = None;
    for block in &sheet.blocks {
        if named {
            headings(block, before).iter().for_each(|h| out += &format!("{h}\n\n"));
        }
        for item in &block.items {
            let (mark, end) = if block.is_list() { (bullet, "\n") } else { ("", "\n\n") };
            item.text.split('\n').for_each(|part| out += &format!("{mark}{part}{end}"));
        }
        out += "\n";
        before = Some(block);
    }
    out
}

fn glued(sheet: &Sheet) -> String {
    let mut out = String::new();
    let mut before = None;
    for block in &sheet.blocks {
        headings(block, before).iter().for_each(|h| out += &format!("{h}\n\n"));
        let texts: Vec<&str> = block.items.iter().map(|i| i.text.as_str()).collect();
        out += &format!("{}\n\n", texts.join(if block.is_list() { " " } else { "\n\n" }));
        before = Some(block);
    }
    out
}

fn table(sheet: &Sheet) -> String {
    let mut out = "Competency\tLevel\tIndicator\n".to_owned();
    for block in sheet.blocks.iter().filter(|b| b.is_list()) {
        let (name, level) = (block.competency.clone().unwrap_or_default(), block.level.clone().unwrap_or_default());
        for item in &block.items {
            item.text.split('\n').for_each(|part| out += &format!("{name}\t{level}\t{part}\n"));
        }
    }
    out
}

const WIDTH: usize = 60;
/// Lines on a page of a wrapped copy.
const PAGE: usize = 31;

fn wrapped(text: &str) -> String {
    let mut rows: Vec<String> = Vec::new();
    for line in text.lines() {
        let indent = if line.starts_with("- ") { "  " } else { "" };
        let mut row = String::new();
        for word in line.split(' ') {
            if !row.is_empty() && row.chars().count() + word.chars().count() >= WIDTH {
                rows.push(std::mem::replace(&mut row, indent.to_owned()));
            }
            if !row.trim().is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        rows.push(row);
    }
    let pages: Vec<&[String]> = rows.chunks(PAGE).collect();
    let foot = |n: usize| format!("\nOFFICIAL\n\nPage {} of {}\n\nOFFICIAL\n\n", n + 1, pages.len());
    pages.iter().enumerate().map(|(n, rows)| rows.join("\n") + &foot(n)).collect()
}
