//! Budgets: how much of everything that can grow is read. They count steps and sizes, so that
//! the same document gives the same result on every machine; memory and time are only the last
//! resort, held by the operating system.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Something that can grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Budget {
    /// Bytes of a source.
    FileSize,
    /// Megabytes of sources that are held at one time.
    Held,
    /// Megabytes that a stream gives when all its filters are undone.
    Decoded,
    /// Pages of a document.
    Pages,
    /// Glyphs of a page.
    PageGlyphs,
    /// Steps of the search for columns on a page.
    PageSteps,
    /// Pages that are recognised in one document.
    RecognisedPages,
    /// Characters of a document.
    Characters,
    /// Paragraphs and cells of a document.
    Blocks,
    /// Cells of a line that is typed with tabs or bars.
    TabStops,
    /// Parts of a package.
    Parts,
    /// Megabytes of memory that a worker has for a document.
    Memory,
    /// Seconds of the processor that a worker has for a document.
    Seconds,
}

/// What is known of a budget.
struct Info {
    name: &'static str,
    usual: u64,
    what: &'static str,
}

impl Budget {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::FileSize,
        Self::Held,
        Self::Decoded,
        Self::Pages,
        Self::PageGlyphs,
        Self::PageSteps,
        Self::RecognisedPages,
        Self::Characters,
        Self::Blocks,
        Self::TabStops,
        Self::Parts,
        Self::Memory,
        Self::Seconds,
    ];

    fn info(self) -> Info {
        let (name, usual, what) = match self {
            Self::FileSize => ("file-size", 256, "megabytes of a source"),
            Self::Held => ("held", 256, "megabytes of sources that are read at one time"),
            Self::Decoded => {
                ("decoded", 160, "megabytes of a PDF file's stream, or of a Word document's parts, unpacked")
            }
            Self::Pages => ("pages", 5_000, "pages of a PDF file"),
            Self::PageGlyphs => ("page-glyphs", 200_000, "glyphs of a page"),
            Self::PageSteps => ("page-steps", 4_000_000, "steps of the search for columns on a page"),
            Self::RecognisedPages => ("recognised-pages", 200, "pages of a document that tesseract reads"),
            Self::Characters => ("characters", 8_000_000, "characters of a Word document"),
            Self::Blocks => (
                "blocks",
                100_000,
                "paragraphs and cells of a Word document, web page or workbook, lines and cells of a text",
            ),
            Self::TabStops => ("tab-stops", 200, "cells of a line that is typed with tabs or bars"),
            Self::Parts => ("parts", 20_000, "parts of a Word document's package"),
            Self::Memory => ("memory", 1_000, "megabytes of memory for reading a document in a process of its own"),
            Self::Seconds => ("seconds", 18, "seconds of the processor for reading a document in a process of its own"),
        };
        Info { name, usual, what }
    }

    /// Its name in `cvf.yaml`.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// How much there is of it if nobody says otherwise.
    pub fn usual(self) -> u64 {
        self.info().usual
    }

    /// What it counts.
    pub fn what(self) -> &'static str {
        self.info().what
    }

    /// How much there is of it.
    pub fn get(self) -> u64 {
        SET.get().and_then(|set| set.get(&self).copied()).unwrap_or(self.usual())
    }

    /// The same as a count of things in memory.
    pub fn count(self) -> usize {
        usize::try_from(self.get()).unwrap_or(usize::MAX)
    }

    /// The same in bytes, for those that count megabytes.
    pub fn bytes(self) -> usize {
        self.count().saturating_mul(1024 * 1024)
    }

    /// Says that it is used up: `what` happened, how much there was, and how to have more.
    pub fn exceeded(self, what: &str) -> String {
        let Info { name, what: counted, .. } = self.info();
        format!("{what}: the limit is {} {counted} (`limits: {{ {name}: … }}` in cvf.yaml changes that)", self.get())
    }
}

static SET: OnceLock<BTreeMap<Budget, u64>> = OnceLock::new();

/// Sets budgets by their names, for the whole program: once, before anything is read. They are
/// no part of a reader's input because they are to hold for all of them.
///
/// # Errors
/// What is wrong with a name or number.
pub fn set_budgets(limits: &BTreeMap<String, u64>) -> Result<(), String> {
    let mut set = BTreeMap::new();
    for (name, most) in limits {
        let Some(budget) = Budget::ALL.into_iter().find(|b| b.name() == name) else {
            let names: Vec<&str> = Budget::ALL.into_iter().map(Budget::name).collect();
            return Err(format!("there is no limit `{name}`; the limits are {}", names.join(", ")));
        };
        if *most == 0 {
            return Err(format!("the limit `{name}` is 0: nothing could be read"));
        }
        set.insert(budget, *most);
    }
    // A second setting is without effect.
    let _ = SET.set(set);
    Ok(())
}

/// The budgets that are not the usual ones, by name.
pub fn changed_budgets() -> BTreeMap<String, u64> {
    let changed = Budget::ALL.into_iter().filter(|b| b.get() != b.usual());
    changed.map(|b| (b.name().to_owned(), b.get())).collect()
}

/// The budgets as lines for people: name, usual number, what it counts.
pub fn budgets() -> String {
    let line = |b: Budget| format!("  {:<17}{:>9}  {}\n", b.name(), b.usual(), b.what());
    Budget::ALL.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_wrong_ones_are_refused() {
        let names: std::collections::BTreeSet<&str> = Budget::ALL.into_iter().map(Budget::name).collect();
        assert_eq!(names.len(), Budget::ALL.len());
        let set = |name: &str, most| set_budgets(&BTreeMap::from([(name.to_owned(), most)]));
        assert!(set("page-glifs", 1).is_err_and(|said| said.contains("page-glyphs")));
        assert!(set("page-glyphs", 0).is_err());
        assert!(Budget::PageGlyphs.exceeded("page 3 is cut").contains("page 3 is cut: the limit is 200000 glyphs"));
    }
}
