use std::fmt;

/// Why a spreadsheet or delimited text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// No cell has text.
    Empty,
    /// It needs a password.
    Protected,
    /// More bytes than are inflated.
    TooLarge,
    /// It cannot be taken apart; says what is wrong.
    Damaged(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there is no text in any cell"),
            Self::Protected => write!(f, "the workbook needs a password"),
            Self::TooLarge => write!(
                f,
                "too large for a workbook: more than {} MB when unpacked",
                crate::archive::MOST_INFLATED >> 20
            ),
            Self::Damaged(why) => write!(f, "the workbook cannot be read: {why}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What a user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Empty => "export the sheet again, or remove it from the sources",
            Self::Protected => "open it, take the password off and save it again",
            Self::TooLarge => "save only the sheets that hold the framework",
            Self::Damaged(_) => "open it in a spreadsheet program and save it again as .xlsx or .csv",
        }
    }
}
