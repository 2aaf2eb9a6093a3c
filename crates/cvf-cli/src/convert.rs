//! Documents of other word processors, made into Word's by LibreOffice where it is installed.

use crate::program;
use cvf::Problem;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;
use std::{env, fs, io};

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

/// True for a document that another program has to convert first.
pub(crate) fn needs_program(bytes: &[u8]) -> bool {
    ending(bytes).is_some()
}

/// The bytes as a Word document, if they are a document of another word processor.
///
/// # Errors
/// [`Problem`] if LibreOffice is not installed, fails or takes too long; and for a document with
/// links where LibreOffice could follow them.
pub(crate) fn to_docx(name: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Problem> {
    let Some(ending) = ending(bytes) else { return Ok(None) };
    let problem = |what: String| Problem::new(name, what).help("save it as .docx with a word processor");
    if ending == "doc" && is_protected(bytes) || ending == "odt" && cvf::needs_password(bytes) {
        return Err(Problem::new(name, "the document is protected by a password")
            .because("encrypted")
            .help("save a copy without a password and use that"));
    }
    if ending == "rtf" && depth(bytes) > DEEPEST {
        let what = format!("its groups are nested deeper than {DEEPEST}, which takes LibreOffice all memory there is");
        return Err(problem(what).because("too-large"));
    }
    if !program::can_cut_off() && may_link(ending, bytes) {
        let what = "it may link to other places, and LibreOffice cannot be kept from the network on this system";
        return Err(problem(what.to_owned()));
    }
    let folder = program::folder().map_err(|e| problem(format!("no temporary folder can be made: {e}")))?;
    convert(folder.path(), ending, bytes).map(Some).map_err(|why| match why {
        Failure::Missing => {
            Problem::new(name, format!("a .{ending} document needs LibreOffice, which is not installed"))
                .help("install LibreOffice, or save the document as .docx")
        }
        Failure::Nothing => {
            Problem::new(name, "LibreOffice makes nothing of it: it is damaged, or protected by a password")
                .because("damaged")
                .help("save a copy without a password as .docx with a word processor")
        }
        Failure::Slow => problem(format!("LibreOffice took longer than {} seconds", TIME_LIMIT.as_secs())),
        Failure::Other(error) => problem(format!("LibreOffice could not turn it into a Word document: {error}")),
    })
}

/// Most groups within groups of an RTF document; word processors write a few dozen.
const DEEPEST: usize = 1_000;

/// How deep the groups of an RTF document are nested. A sign behind a backslash is text.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut is_text) = (0_usize, 0, false);
    for byte in bytes {
        match byte {
            _ if is_text => is_text = false,
            b'\\' => is_text = true,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// True for an old Word document whose first block says that it is encrypted.
fn is_protected(bytes: &[u8]) -> bool {
    const BLOCK: usize = 512;
    matches!(bytes.get(BLOCK..BLOCK + 12), Some([0xec, 0xa5, .., flags]) if flags & 1 == 1)
}

/// True if a document may name a place outside itself. The parts of an OpenDocument are packed,
/// so that it cannot be seen there.
fn may_link(ending: &str, bytes: &[u8]) -> bool {
    let plain: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).collect();
    let holds = |wanted: &[u8]| plain.windows(wanted.len()).any(|w| w.eq_ignore_ascii_case(wanted));
    ending == "odt" || [b"://".as_slice(), b"\\\\", b"INCLUDE", b"objautlink"].into_iter().any(holds)
}

enum Failure {
    Missing,
    Slow,
    Nothing,
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
    match fs::read(folder.join("made/source.docx")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Nothing),
        made => Ok(made?),
    }
}

/// A profile in which no macro runs, no link is followed and no active content is loaded.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"#;

/// Starts a conversion with a profile of its own: no open window of the user is touched, and
/// none of the user's settings counts.
fn start(folder: &Path, source: &Path) -> Result<Child, Failure> {
    let profile = folder.join("profile");
    fs::create_dir_all(profile.join("user"))?;
    fs::write(profile.join("user/registrymodifications.xcu"), PROFILE)?;
    let profile = format!("-env:UserInstallation=file://{}", profile.display());
    let program = PROGRAMS.into_iter().find(|name| is_on_path(name)).ok_or(Failure::Missing)?;
    let mut command = program::cut_off(program);
    command.args(["--headless", "--norestore", "--nologo", "--nolockcheck", &profile, "--convert-to", "docx"]);
    if source.extension().is_some_and(|ending| ending == "odt") {
        // LibreOffice knows no way to Word from a document that it has kept as a web page's text.
        command.arg("--infilter=writer8");
    }
    command.arg("--outdir").arg(folder.join("made")).arg(source).current_dir(folder);
    command.env("HOME", folder).env("TMPDIR", folder).env("XDG_CONFIG_HOME", folder).env_remove("DISPLAY");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match program::start(&mut command) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Missing),
        started => Ok(started?),
    }
}

/// True if a program of a name can be found: one that is started by another fails late.
pub(crate) fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .any(|folder| folder.join(program).is_file() || folder.join(program).with_extension("exe").is_file())
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

    #[test]
    fn groups_in_groups_are_counted_and_signs_that_are_text_are_not() {
        assert_eq!(depth(b"{\\rtf1{\\b x}{\\i {y}}}"), 3);
        assert_eq!(depth(b"{\\rtf1 \\{\\{\\{ \\\\}"), 1);
        let deep = ["{\\rtf1 ".to_owned(), "{".repeat(2_000), "}".repeat(2_000), "}".to_owned()].concat();
        assert!(to_docx("deep.rtf", deep.as_bytes()).is_err_and(|e| e.reason == "too-large"));
    }

    #[test]
    fn links_are_seen() {
        assert!(!may_link("rtf", b"{\\rtf1 We bake}"));
        assert!(may_link("rtf", b"{\\rtf1{\\field{\\*\\fldinst INCLUDEPICTURE x}}}"));
        assert!(may_link("doc", &"HTTP://a".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()));
        assert!(may_link("odt", b"PK"));
    }
}
