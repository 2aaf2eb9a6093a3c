use std::fmt;

/// Why bytes could not be read as a Word document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no visible character.
    Empty,
    /// Its elements are nested deeper than can be read, and no text stands outside them.
    TooDeep,
    /// A document that opens only with its password.
    PasswordProtected,
    /// An office document in the binary format of before 2007.
    Old(&'static str),
    /// A package of another kind.
    Other(&'static str),
    /// No zip archive, or one whose directory is gone.
    NoPackage(String),
    /// The package has no part with a document in it.
    NoDocument,
    /// The main part is larger than is read, with the limit in bytes.
    TooLarge {
        /// Most bytes of a part that are inflated.
        most: u64,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there is no text in it"),
            Self::TooDeep => write!(f, "its elements are nested too deep to be read"),
            Self::PasswordProtected => write!(f, "the document is protected with a password"),
            Self::Old(what) => write!(f, "not a Word document of today: it looks like {what}"),
            Self::Other(what) => write!(f, "not a Word document: it looks like {what}"),
            Self::NoPackage(why) => write!(f, "the document is damaged: its zip archive cannot be opened ({why})"),
            Self::NoDocument => write!(f, "the document is damaged or no Word document: it has no main part"),
            Self::TooLarge { most } => write!(f, "the main part is too large: at most {most} bytes are read"),
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What a user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Empty => "export the document again, or remove it from the sources",
            Self::PasswordProtected => "save it without a password first",
            Self::Old(_) => "save it as .docx, or install LibreOffice, which `cvf` then uses",
            Self::Other(_) => "save the part that holds the framework as .docx",
            Self::TooDeep | Self::NoPackage(_) | Self::NoDocument => {
                "open it in a word processor and save it again as .docx"
            }
            Self::TooLarge { .. } => "split it, or keep only the part that holds the framework",
        }
    }
}
