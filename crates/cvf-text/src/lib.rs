//! Plain text in any common encoding → [`Document`].
//!
//! It knows nothing of frameworks. What it keeps of the format:
//!
//! | found | becomes |
//! | --- | --- |
//! | UTF-8 (with or without byte order mark), UTF-16, Windows-1252 | the stream, without the mark |
//! | lines, LF, CR LF, CR or form feed | paragraphs, joined where a text was wrapped |
//! | `-`, `•`, `1.`, `(a)` in front of a line or alone on the line before | the paragraph's marker |
//! | `#` headings and lines underlined with `===` or `---` | headings |
//! | `§`, `Ø`, emoji, arrows in front of several lines | the paragraph's marker |
//! | numbers in front of all lines | separators |
//! | mail that quotes (`>` before its lines) | the quoted text; what stands around it is an aside |
//! | UTF-8 once read as Windows-1252 (`â€™`) | mended, and said |
//! | lines with inner tabs, or `\|` at both ends | a table |
//! | a run of lines that each begin with one tab | loose cells |
//! | rules of dashes, bars of a typed table | separators |
//!
//! ```
//! let read = cvf_text::read("Level 1\n- I listen.\n".as_bytes()).unwrap();
//! assert_eq!(read.value.blocks.len(), 2);
//! ```

mod decode;
mod drawn;
mod lines;
mod lower;
mod numbered;
mod quote;

pub use decode::{ReadError, decode};

use cvf_document::{Budget, Document, Warned, Warning};
use lines::SourceLine;

/// Largest source that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Longest single line that is read, in characters; real text has none near it.
pub const MAX_LINE: usize = 1_000_000;

/// Reads plain text.
///
/// # Errors
/// [`ReadError`] for input that is empty, too large, binary, or in no encoding that can be told.
pub fn read(bytes: &[u8]) -> Result<Warned<Document>, ReadError> {
    read_decoded(decode(bytes)?)
}

/// Reads plain text that is decoded.
///
/// # Errors
/// [`ReadError`] for a text that is empty or has a line that is too long.
pub fn read_decoded(decoded: Warned<String>) -> Result<Warned<Document>, ReadError> {
    let mut stream: Vec<char> = decoded.value.chars().collect();
    let mut lines = lines::split(&stream);
    let too_long = cut(&mut stream, &mut lines, Budget::Blocks.count());
    if let Some(long) = lines.iter().find(|l| l.range.len() > MAX_LINE) {
        return Err(ReadError::LineTooLong { line: long.number, chars: long.range.len() });
    }
    if stream.iter().all(|&c| c.is_whitespace() || cvf_document::is_invisible(c)) {
        return Err(ReadError::Empty);
    }
    let numbers = numbered::strip(&stream, &mut lines);
    let mut quoted = quote::strip(&stream, &mut lines);
    quoted.signs.extend(numbers);
    let lowered = lower::lower(stream, &lines, quoted);
    let warnings = decoded.warnings.into_iter().chain(too_long).chain(lowered.warnings).collect();
    Ok(Warned { value: lowered.value, warnings })
}

/// Cuts a text behind its first `most` lines that are not blank, and says so.
fn cut(stream: &mut Vec<char>, lines: &mut Vec<SourceLine>, most: usize) -> Option<Warning> {
    let filled = |line: &SourceLine| stream[line.range.clone()].iter().any(|c| !c.is_whitespace());
    let first = (0..lines.len()).filter(|at| filled(&lines[*at])).nth(most)?;
    stream.truncate(lines[first].range.start);
    lines.truncate(first);
    let what = "there are more lines than are read, and the rest is left out";
    Some(Warning::new("too-long", Budget::Blocks.exceeded(what)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_behind_its_lines() {
        let mut stream: Vec<char> = "one\n\ntwo\nthree\nfour\n".chars().collect();
        let mut lines = lines::split(&stream);
        assert_eq!(cut(&mut stream.clone(), &mut lines::split(&stream), 4), None);
        let warning = cut(&mut stream, &mut lines, 2);
        assert!(warning.is_some_and(|w| w.message.contains("`limits: { blocks: … }`")));
        assert_eq!((stream.iter().collect::<String>().as_str(), lines.len()), ("one\n\ntwo\n", 3));
    }
}
