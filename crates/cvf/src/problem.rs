use cvf_check::CopyProblem;
use cvf_framework::yaml::YamlError;
use std::fmt;

/// Something that could not be done: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub what: String,
    /// File, and line and column where known.
    pub place: String,
    /// What to do.
    pub help: Option<String>,
    /// A short name for machines: `unreadable`, `encrypted`, `no-document`, `other-framework` …
    pub reason: &'static str,
    /// True if the file could be read and just holds nothing to work on.
    pub nothing_found: bool,
}

/// The reason of a problem that has no name of its own.
const UNREADABLE: &str = "unreadable";

impl Problem {
    /// A problem with a file.
    pub fn new(place: &str, what: impl Into<String>) -> Self {
        Self { what: what.into(), place: place.to_owned(), help: None, reason: UNREADABLE, nothing_found: false }
    }

    /// The same problem under a name for machines.
    #[must_use]
    pub fn because(mut self, reason: &'static str) -> Self {
        self.reason = reason;
        self
    }

    /// True for a file that is no document of any format that is read: in a folder it is passed over.
    pub fn is_no_document(&self) -> bool {
        self.reason == crate::formats::NO_DOCUMENT
    }

    /// The problem as a report has it.
    pub fn in_report(&self) -> CopyProblem {
        let Self { what, place, help, reason, .. } = self.clone();
        CopyProblem { source: place, reason: reason.to_owned(), message: what, help }
    }

    /// The same problem with a hint.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn yaml(path: &str, error: YamlError) -> Self {
        let place = error.at.map_or(path.to_owned(), |(line, column)| format!("{path}:{line}:{column}"));
        let help = error.suggestion.map(|s| format!("did you mean `{s}`?"));
        Self { what: error.message, place, help, reason: UNREADABLE, nothing_found: false }
    }

    /// A fault in a text that is read as YAML: the line as it stands, and what is wanted there.
    pub(crate) fn in_yaml(path: &str, text: &str, error: YamlError) -> Self {
        let line = error.at.and_then(|(line, _)| text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?));
        let line = line.map(|l| l.trim().trim_start_matches("- ").chars().take(LONGEST_SHOWN).collect::<String>());
        let wanted = wanted(&error.message);
        let what = match line.filter(|l| l.contains(':') && !names_key(&error.message)) {
            Some(line) => format!("`{line}`: {wanted}"),
            None => wanted,
        };
        Self::yaml(path, YamlError { message: what, ..error })
    }
}

/// Most characters of a faulty line that are shown.
const LONGEST_SHOWN: usize = 80;

/// True if a message says itself which key it is about.
fn names_key(message: &str) -> bool {
    ["unknown field", "missing field", "duplicate"].iter().any(|start| message.contains(start))
}

/// What is wanted in place of a value of another type, in words that need no knowledge of types.
fn wanted(message: &str) -> String {
    let is = |types: &[&str]| types.iter().any(|t| message.contains(&format!("invalid {t}")));
    if is(&["u8", "u16", "u32", "u64", "usize", "integer"]) {
        return "a whole number, 0 or more, is wanted".to_owned();
    }
    if is(&["f32", "f64", "float"]) {
        return "a number is wanted".to_owned();
    }
    if is(&["bool"]) {
        return "`true` or `false` is wanted".to_owned();
    }
    message.to_owned()
}

/// The place of the line of a text that fits; the whole file if none does.
pub(crate) fn line_of(path: &str, text: &str, fits: impl Fn(&str) -> bool) -> String {
    let line = text.lines().position(|l| fits(l.trim().trim_start_matches("- ").trim_start()));
    line.map_or_else(|| path.to_owned(), |at| format!("{path}:{}", at + 1))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for Problem {}
