//! Which reader takes a source, told by its content alone, and why a reader refuses one.

use cvf_document::{Document, Warned};
use cvf_pdf::Ocr;

/// The reason of a file that is no document of any format that is read.
pub(crate) const NO_DOCUMENT: &str = "no-document";

/// Why a reader takes no document out of some bytes.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// What is wrong.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) help: &'static str,
    /// A word for it that programs can tell apart, such as `encrypted`.
    pub(crate) reason: &'static str,
}

/// Reads a source in the format that its content tells; text is what nothing else claims.
///
/// # Errors
/// [`Refusal`] for bytes that the reader of their format cannot take.
pub(crate) fn read(bytes: &[u8], ocr: Ocr<'_>) -> Result<Warned<Document>, Refusal> {
    match bytes {
        _ if cvf_pdf::sniff(bytes) => Ok(cvf_pdf::read_with(bytes, ocr)?),
        _ if cvf_sheet::sniff(bytes) => Ok(cvf_sheet::read(bytes)?),
        _ if cvf_docx::sniff(bytes) => Ok(cvf_docx::read(bytes)?),
        _ if cvf_html::is_whole(bytes) => Ok(cvf_html::read(bytes)?),
        _ => text(bytes),
    }
}

/// Reads a text: Markdown, records with delimiters, a piece of a web page, or plain.
fn text(bytes: &[u8]) -> Result<Warned<Document>, Refusal> {
    let decoded = cvf_text::decode(bytes);
    let told = decoded.as_ref().ok().map(|decoded| decoded.value.as_str());
    let markdown = told.is_some_and(cvf_markdown::sniff);
    let delimiter = told.filter(|_| !markdown).and_then(cvf_sheet::delimiter);
    if !markdown && delimiter.is_none() && cvf_html::sniff(bytes) {
        return Ok(cvf_html::read(bytes)?);
    }
    let decoded = decoded?;
    let read = match delimiter {
        _ if markdown => cvf_markdown::read(&decoded.value)?,
        Some(sign) => cvf_sheet::read_delimited(&decoded.value, sign)?,
        None => return Ok(cvf_text::read_decoded(decoded)?),
    };
    Ok(Warned { warnings: [decoded.warnings, read.warnings].concat(), ..read })
}

impl From<cvf_pdf::ReadError> for Refusal {
    fn from(error: cvf_pdf::ReadError) -> Self {
        use cvf_pdf::ReadError;
        let reason = match &error {
            ReadError::TooLarge | ReadError::TooMuch(_) | ReadError::Slow => "too-large",
            ReadError::Encrypted | ReadError::UnknownEncryption => "encrypted",
            ReadError::NoText { .. } => "no-text",
            _ => "damaged",
        };
        Self { what: error.to_string(), help: error.help(), reason }
    }
}

impl From<cvf_sheet::ReadError> for Refusal {
    fn from(error: cvf_sheet::ReadError) -> Self {
        use cvf_sheet::ReadError;
        let reason = match &error {
            ReadError::Empty => "empty",
            ReadError::Protected => "encrypted",
            ReadError::TooLarge => "too-large",
            ReadError::Damaged(_) => "damaged",
        };
        Self { what: error.to_string(), help: error.help(), reason }
    }
}

impl From<cvf_docx::ReadError> for Refusal {
    fn from(error: cvf_docx::ReadError) -> Self {
        use cvf_docx::ReadError;
        let reason = match &error {
            ReadError::Empty => "empty",
            ReadError::PasswordProtected => "encrypted",
            ReadError::TooLarge { .. } | ReadError::TooDeep => "too-large",
            ReadError::Other(_) | ReadError::Old(_) => NO_DOCUMENT,
            _ => "damaged",
        };
        Self { what: error.to_string(), help: error.help(), reason }
    }
}

impl From<cvf_html::ReadError> for Refusal {
    fn from(error: cvf_html::ReadError) -> Self {
        use cvf_html::ReadError;
        let reason = match &error {
            ReadError::Empty => "empty",
            ReadError::Script => "script",
            ReadError::TooLarge { .. } => "too-large",
            ReadError::Mail(_) => "damaged",
        };
        Self { what: error.to_string(), help: error.help(), reason }
    }
}

impl From<cvf_text::ReadError> for Refusal {
    fn from(error: cvf_text::ReadError) -> Self {
        use cvf_text::ReadError;
        let reason = match &error {
            ReadError::Empty => "empty",
            ReadError::TooLarge { .. } | ReadError::LineTooLong { .. } => "too-large",
            ReadError::Binary(_) => NO_DOCUMENT,
            ReadError::Encoding { .. } => "encoding",
        };
        Self { what: error.to_string(), help: error.help(), reason }
    }
}
