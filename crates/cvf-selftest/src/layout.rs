use crate::sheet::{Block, Sheet};
use crate::web;
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
    /// A code before each statement.
    Codes,
    /// The letters of a PDF: ligature characters, spaces that do not break, raised footnote calls.
    Letters,
    /// Replies in a mail: each line behind a mark.
    Mail,
    /// A web page in which each statement is a heading over its evidence.
    Forms,
    /// A web page with a column for notes beside the statements.
    Notes,
    /// A web page that prints all of it twice, for narrow and for wide screens.
    Twins,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 14] = [
        Self::Bullets,
        Self::Lines,
        Self::Headless,
        Self::OneLine,
        Self::Stream,
        Self::Wrapped,
        Self::Glued,
        Self::Table,
        Self::Codes,
        Self::Letters,
        Self::Mail,
        Self::Forms,
        Self::Notes,
        Self::Twins,
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
            Self::Codes => "codes",
            Self::Letters => "letters",
            Self::Mail => "mail",
            Self::Forms => "forms",
            Self::Notes => "notes",
            Self::Twins => "twins",
        }
    }

    /// True if a reader can see where a statement ends.
    pub(crate) fn shows_items(self) -> bool {
        !matches!(self, Self::Stream | Self::Glued | Self::OneLine)
    }

    /// True if a statement that is printed twice shows.
    pub(crate) fn shows_repeats(self) -> bool {
        self != Self::Twins
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
        Layout::Codes => coded(sheet),
        Layout::Letters => lettered(&lines(sheet, "- ", true)),
        Layout::Mail => lines(sheet, "- ", true).lines().map(|line| format!("> {line}\n")).collect(),
        Layout::Forms => web::forms(sheet),
        Layout::Notes => web::notes(sheet),
        Layout::Twins => web::twins(sheet),
    }
}

/// The headings that a block needs after the one before it.
pub(crate) fn headings(block: &Block, before: Option<&Block>) -> Vec<String> {
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

/// A copy in which each statement has a code.
fn coded(sheet: &Sheet) -> String {
    let mut sheet = sheet.clone();
    for (b, block) in sheet.blocks.iter_mut().enumerate().filter(|(_, b)| b.is_list()) {
        for (i, item) in block.items.iter_mut().enumerate() {
            let parts = item.text.split('\n').map(|part| format!("EA{}.{} {part}", b + 1, i + 1));
            item.text = parts.collect::<Vec<_>>().join("\n");
        }
    }
    lines(&sheet, "- ", true)
}

/// A text with the characters that copying from a PDF file gives.
fn lettered(text: &str) -> String {
    let joined =
        text.replace("ffi", "\u{fb03}").replace("ff", "\u{fb00}").replace("fi", "\u{fb01}").replace("fl", "\u{fb02}");
    joined.replace(" of ", "\u{a0}of ").replace(".\n", ".²\n")
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
