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
    /// The key of the configuration whose value it is about.
    pub key: Option<&'static str>,
}

/// The reason of a problem that has no name of its own.
const UNREADABLE: &str = "unreadable";

impl Problem {
    /// A problem with a file.
    pub fn new(place: &str, what: impl Into<String>) -> Self {
        let (what, place) = (what.into(), place.to_owned());
        Self { what, place, help: None, reason: UNREADABLE, nothing_found: false, key: None }
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

    /// The same problem as one with the value of a key of the configuration.
    #[must_use]
    pub(crate) fn at_key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// The same problem with the line of its key in the configuration, by the path and text of that.
    #[must_use]
    pub fn in_config(mut self, path: &str, text: &str) -> Self {
        if let Some(key) = self.key {
            self.place = line_of(path, text, |line| line.starts_with(&format!("{key}:")));
        }
        self
    }

    pub(crate) fn yaml(path: &str, error: YamlError) -> Self {
        let place = error.at.map_or(path.to_owned(), |(line, column)| format!("{path}:{line}:{column}"));
        let help = error.suggestion.map(|s| format!("did you mean `{s}`?"));
        Self { help, ..Self::new(&place, error.message) }
    }

    /// A fault in a text that is read as YAML: the line as it stands, and what is wanted there.
    pub(crate) fn in_yaml(path: &str, text: &str, error: YamlError) -> Self {
        if text.trim().is_empty() {
            return Self::yaml(path, YamlError { message: "nothing is in it".to_owned(), at: None, ..error });
        }
        let error = YamlError { at: unclosed(text, &error).or(error.at), ..error };
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
    if let Some(key) = message.strip_prefix("duplicate mapping key: ") {
        let key = key.split(',').next().unwrap_or(key);
        return format!("the key `{key}` stands twice; keep one, or begin another entry with `- `");
    }
    let said = SHAPES.iter().find(|(part, _)| message.contains(part));
    said.map_or_else(|| message.to_owned(), |(_, words)| (*words).to_owned())
}

/// What the YAML library says of a shape, and the same in words for people who write such files.
const SHAPES: [(&str, &str); 6] = [
    ("tabs disallowed", "a tab stands before it; use spaces to indent"),
    ("found a tab", "a tab stands before the next line; use spaces to indent"),
    (QUOTED, "a quotation mark that opens is not closed, or what goes on in the next line is not indented"),
    ("expected sequence start", "a list is wanted: entries that begin with `- `, or `[one, two]`"),
    ("expected mapping start", "keys are wanted, as in `key: value`"),
    ("expected string scalar", "a single text is wanted"),
];

/// What the library says where a quoted text does not end.
const QUOTED: &str = "multiline quoted scalar";

/// The line, and 1, of the quotation mark that opens and is not closed; the library names the line
/// at which it notices.
fn unclosed(text: &str, error: &YamlError) -> Option<(u64, u64)> {
    let (noticed, _) = error.at.filter(|_| error.message.contains(QUOTED))?;
    let before: Vec<&str> = text.lines().take(usize::try_from(noticed).ok()?.checked_sub(1)?).collect();
    let opens = |line: &&str| {
        let value = line.split_once(": ").map_or(*line, |(_, value)| value);
        let value = value.trim().trim_start_matches("- ").trim_start();
        let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        mark.is_some_and(|mark| value.matches(mark).count() % 2 == 1)
    };
    let at = before.iter().rposition(opens)?;
    Some((u64::try_from(at).ok()? + 1, 1))
}

/// The place of the line of a text that fits; the whole file if none does.
pub(crate) fn line_of(path: &str, text: &str, fits: impl Fn(&str) -> bool) -> String {
    let line = text.lines().position(|l| fits(l.trim().trim_start_matches("- ").trim_start()));
    line.map_or_else(|| path.to_owned(), |at| format!("{path}:{}", at + 1))
}

/// Lines that give a key a value, as numbers from 1, each with how deep it is indented.
pub(crate) fn lines_giving(text: &str, key: &str, value: &str) -> Vec<(usize, usize)> {
    let bare = |line: &str| line.trim_start_matches([' ', '-', '{']).to_owned();
    let fits = text.lines().enumerate().filter(|(_, line)| gives(&bare(line), key, value));
    fits.map(|(at, line)| (at + 1, line.len() - bare(line).len())).collect()
}

/// True for a line that gives a key a value, in quotation marks or not, whatever follows.
pub(crate) fn gives(line: &str, key: &str, value: &str) -> bool {
    let rest = line.trim_start_matches('{').trim_start().strip_prefix(key).and_then(|rest| rest.strip_prefix(':'));
    let Some(rest) = rest.map(|rest| rest.trim_start().trim_start_matches(['"', '\''])) else { return false };
    let after = rest.strip_prefix(value).map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
    after.is_some_and(|rest| rest.is_empty() || rest.starts_with([',', '#', '}']))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use crate::{Problem, config, decisions};

    fn told(problem: Problem) -> String {
        format!("{}: {}; {}", problem.place, problem.what, problem.help.unwrap_or_default())
    }

    /// What is said of `cvf.yaml` with one good source and some lines more.
    fn said(more: &str) -> String {
        let text = format!("version: 1\nsources:\n  - id: one\n    path: 1.txt\n{more}");
        config("cvf.yaml", &text).map_or_else(told, |_| "good".to_owned())
    }

    #[test]
    fn faults_of_yaml_are_told_in_plain_words_and_with_their_line() {
        for (more, place, part) in [
            ("    path: 2.txt\n", "cvf.yaml:5:", "the key `path` stands twice"),
            ("  - id: two\n\tpath: 2.txt\n", "cvf.yaml:5:", "a tab stands before the next line"),
            ("  - id: \"two\n    path: 2.txt\n", "cvf.yaml:5:", "is not closed"),
            ("profiles: profile.yaml\n", "cvf.yaml:5:", "a list is wanted"),
            ("scope:\n  - competency: calm\n", "cvf.yaml:6:", "a single text is wanted"),
            ("limits: 3\n", "cvf.yaml:5:", "keys are wanted"),
            ("    rank: high\n", "cvf.yaml:5:", "`rank: high`: a whole number"),
            ("gaps: aks\n", "cvf.yaml:5:", "did you mean `ask`?"),
            ("limits: { pagess: 3 }\n", "cvf.yaml:5", "did you mean `pages`?"),
            ("limits:\n  pagess: 3\n", "cvf.yaml:6", "there is no limit `pagess`"),
            ("  - id: two\n    path: 1.txt\n", "cvf.yaml:5", "`one` and `two` are the same file"),
        ] {
            let said = said(more);
            assert!(said.starts_with(place) && said.contains(part), "{more}: {said}");
        }
        let newer = config("cvf.yaml", "# ours\nversion: 2\n").map_or_else(told, |_| String::new());
        assert!(newer.starts_with("cvf.yaml:2: version 2"), "{newer}");
        let pages = "  - id: two\n    path: 1.txt\n    hint: { pages: 3-4 }\n";
        assert_eq!(said(pages), "good", "two parts of one file are two sources");
    }

    #[test]
    fn a_question_that_is_decided_twice_is_told_with_both_lines() {
        let entry = |place: &str, was: &str, verdict: &str| {
            format!("  - place: {place}\n    was: {was}\n    {verdict}\n    reason: r\n    author: b\n    date: d\n")
        };
        let said = |entries: &[String]| {
            let text = format!("version: 1\ndecisions:\n{}", entries.concat());
            decisions("decisions.yaml", &text).map_or_else(told, |_| "good".to_owned())
        };
        let one = entry("a.1.1", "x", "reading: y");
        let twice = said(&[one.clone(), entry("b.1.1", "x", "reading: y"), entry("\"a.1.1\"", "x", "reading: z")]);
        assert!(twice.starts_with("decisions.yaml:15: a.1.1 is decided twice; it is decided in line 3"), "{twice}");
        assert_eq!(said(&[one.clone(), entry("a.1.1", "w", "reading: y")]), "good", "another text is another question");
        let names = "names:\n".to_owned() + &"  - {name: Calm, is: a, reason: r, author: b, date: d}\n".repeat(2);
        let twice = said(&[one, names]);
        assert!(twice.starts_with("decisions.yaml:11: Calm is decided twice"), "{twice}");
        let empty = said(&[entry("a.1.1", "x", "reading: ''")]);
        assert!(empty.starts_with("decisions.yaml:3: the decision about a.1.1 gives an empty text"), "{empty}");
    }

    #[test]
    fn a_day_that_is_no_date_is_told_with_its_line() {
        let text = "version: 1\ndecisions:\n  - place: a.1.1\n    was: x\n    reading: y\n    reason: r\n    \
                    author: b\n    date: d\n    expires: soon\n";
        let said = decisions("decisions.yaml", text).map_or_else(told, |_| "good".to_owned());
        assert!(said.starts_with("decisions.yaml:9: `expires` of a.1.1 is no date"), "{said}");
    }
}
