//! Documents of other word processors, made into Word's by LibreOffice where it is installed.

use crate::program::{self, Folder};
use cvf::Problem;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{fs, io};

/// Longest time that a conversion may take.
const TIME_LIMIT: Duration = Duration::from_secs(120);
/// Names under which LibreOffice is started.
const PROGRAMS: [&str; 2] = ["soffice", "libreoffice"];

/// The ending of a document that LibreOffice can turn into a Word document, by its content.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|w| w == wanted);
    let stream = |name: &str| holds(&name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    match bytes {
        [b'{', b'\\', b'r', b't', b'f', ..] => Some("rtf"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] if stream("WordDocument") && !stream("EncryptedPackage") => Some("doc"),
        [b'P', b'K', ..] if holds(b"mimetypeapplication/vnd.oasis.opendocument.text") => Some("odt"),
        _ => None,
    }
}

/// The bytes as a Word document, if they are a document of another word processor.
///
/// # Errors
/// [`Problem`] if LibreOffice is not installed, fails or takes too long.
pub(crate) fn to_docx(name: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Problem> {
    let Some(ending) = ending(bytes) else { return Ok(None) };
    let problem = |what: String| Problem::new(name, what).help("save it as .docx with a word processor");
    let folder = Folder::make().map_err(|e| problem(format!("no temporary folder can be made: {e}")))?;
    convert(&folder.0, ending, bytes).map(Some).map_err(|why| match why {
        Failure::Missing => {
            Problem::new(name, format!("a .{ending} document needs LibreOffice, which is not installed"))
                .help("install LibreOffice, or save the document as .docx")
        }
        Failure::Slow => problem(format!("LibreOffice took longer than {} seconds", TIME_LIMIT.as_secs())),
        Failure::Other(error) => problem(format!("LibreOffice could not turn it into a Word document: {error}")),
    })
}

enum Failure {
    Missing,
    Slow,
    Other(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Other(error)
    }
}

fn convert(folder: &Path, ending: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let source = folder.join("source").with_extension(ending);
    fs::write(&source, bytes)?;
    if program::wait(&mut start(folder, &source)?, TIME_LIMIT)?.is_none() {
        return Err(Failure::Slow);
    }
    Ok(fs::read(folder.join("made/source.docx"))?)
}

/// Starts a conversion with a profile of its own, so that no open window of the user is touched.
fn start(folder: &Path, source: &Path) -> Result<Child, Failure> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    for program in PROGRAMS {
        let mut command = Command::new(program);
        command.args(["--headless", "--norestore", &profile, "--convert-to", "docx", "--outdir"]);
        command.arg(folder.join("made")).arg(source);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match program::start(&mut command) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            started => return Ok(started?),
        }
    }
    Err(Failure::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_word_processors_are_told_by_content() {
        assert_eq!(ending(b"{\\rtf1 x}"), Some("rtf"));
        assert_eq!(ending(b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.textPK"), Some("odt"));
        assert_eq!(ending(b"PK\x03\x04 word/document.xml"), None);
        assert_eq!(ending(b"plain"), None);
    }
}
