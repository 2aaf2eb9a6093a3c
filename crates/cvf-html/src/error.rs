use std::fmt;

/// Why bytes could not be read as a web page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no visible character.
    Empty,
    /// More bytes than are read.
    TooLarge {
        /// Size of the source in bytes.
        bytes: usize,
    },
    /// A script draws the page: the file has next to no text.
    Script,
    /// A mail or web archive that cannot be taken apart; says what is wrong.
    Mail(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there is no text in the page"),
            Self::TooLarge { bytes } => {
                write!(f, "too large for a web page: {bytes} bytes, at most {} are read", crate::MAX_BYTES)
            }
            Self::Script => write!(f, "a script draws this page, and the file has next to none of its text"),
            Self::Mail(why) => write!(f, "the web archive cannot be read: {why}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What a user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Empty => "open it in a browser, wait until the text shows, and save it again as a complete page",
            Self::TooLarge { .. } => "save only the part that holds the framework",
            Self::Script => {
                "save it from the browser after it has loaded (as a complete page or .mhtml), or use --browser where Chromium is installed"
            }
            Self::Mail(_) => "save the page as HTML instead",
        }
    }
}
