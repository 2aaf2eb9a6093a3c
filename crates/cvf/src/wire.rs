//! What was read, as bytes: for a reader in a process of its own.

use crate::Problem;
use cvf_document::{Document, Place, Warned, Warning};
use serde::{Deserialize, Serialize};

/// What became of reading a source.
#[derive(Serialize, Deserialize)]
enum Outcome {
    Read { document: Document, warnings: Vec<Said> },
    Refused { what: String, place: String, help: Option<String>, reason: String, nothing_found: bool },
}

/// A warning with all its fields: its own form leaves out those that are empty.
#[derive(Serialize, Deserialize)]
struct Said {
    code: String,
    message: String,
    at: Option<At>,
}

#[derive(Serialize, Deserialize)]
struct At {
    page: Option<u32>,
    bounds: Option<[f64; 4]>,
    line: Option<u32>,
    path: Option<String>,
    chars: Vec<[usize; 2]>,
}

impl From<Warning> for Said {
    fn from(Warning { code, message, at }: Warning) -> Self {
        let at = at.map(|Place { page, bounds, line, path, chars }| At { page, bounds, line, path, chars });
        Self { code, message, at }
    }
}

impl From<Said> for Warning {
    fn from(Said { code, message, at }: Said) -> Self {
        let at = at.map(|At { page, bounds, line, path, chars }| Place { page, bounds, line, path, chars });
        Self { code, message, at }
    }
}

/// The bytes of what became of reading a source.
///
/// # Errors
/// What could not be written, in words.
pub fn pack(read: Result<Warned<Document>, Problem>) -> Result<Vec<u8>, String> {
    let outcome = match read {
        Ok(Warned { value, warnings }) => {
            Outcome::Read { document: value, warnings: warnings.into_iter().map(Said::from).collect() }
        }
        Err(Problem { what, place, help, reason, nothing_found, .. }) => {
            Outcome::Refused { what, place, help, reason: reason.to_owned(), nothing_found }
        }
    };
    postcard::to_stdvec(&outcome).map_err(|e| e.to_string())
}

/// What [`pack`] made bytes of.
///
/// # Errors
/// [`Problem`] of the source, or for bytes that [`pack`] did not make.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Warned<Document>, Problem> {
    match postcard::from_bytes(bytes) {
        Ok(Outcome::Read { document, warnings }) => {
            Ok(Warned { value: document, warnings: warnings.into_iter().map(Warning::from).collect() })
        }
        Ok(Outcome::Refused { what, place, help, reason, nothing_found }) => {
            Err(Problem { what, place, help, nothing_found, ..Problem::new(name, "") }.because(known(&reason)))
        }
        Err(e) => Err(Problem::new(name, format!("the answer of its reader makes no sense: {e}")).help(crate::REPORT)),
    }
}

/// The reason among those that readers give.
fn known(reason: &str) -> &'static str {
    const REASONS: [&str; 7] = ["encrypted", "no-document", "too-large", "no-text", "damaged", "empty", "broken"];
    REASONS.into_iter().find(|known| *known == reason).unwrap_or("unreadable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_comes_back_the_same() {
        let page = "<h1>One</h1><ul><li>a<li>b&shy;c</ul><table><tr><td colspan=2>x<tr><td>y<td>z</table>";
        let plain = "We bake\n\nLevel 1\n- I knead   the\n  dough.\n\ta\tb\n\tc\td\n";
        for source in [page, plain] {
            let mut read = crate::document("s", source.as_bytes()).expect("read");
            let place = Place { page: Some(3), bounds: Some([0.1, 2.0, 3.0, 4.5]), ..Place::default() };
            read.warnings.push(Warning::new("a", "b").at(place));
            read.warnings.push(Warning::new("c", "d"));
            let bytes = pack(Ok(read.clone())).expect("packed");
            assert_eq!(unpack("s", &bytes).expect("unpacked"), read);
            assert!(unpack("s", &bytes[..bytes.len() / 2]).is_err());
        }
        let problem = Problem { nothing_found: true, ..Problem::new("s", "what").help("do").because("encrypted") };
        let bytes = pack(Err(problem.clone())).expect("packed");
        assert_eq!(unpack("s", &bytes).expect_err("refused"), problem);
    }
}
