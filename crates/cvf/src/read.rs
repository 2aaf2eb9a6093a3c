use crate::Problem;
use cvf_document::Warning;
use cvf_extract::{Extraction, Ledger};
use cvf_framework::Profiles;

/// A source's framework with what could not be told for sure.
#[derive(Clone, Debug)]
pub struct Extracted {
    /// The framework and its ledger.
    pub extraction: Extraction,
    /// Warnings of the reader, then of the extraction.
    pub warnings: Vec<Warning>,
}

/// Reads a source whether or not a framework's structure can be seen in it: a check finds the
/// canon's words in any text.
///
/// # Errors
/// [`Problem`] for input that cannot be read.
pub fn witness(name: &str, bytes: &[u8], profiles: &Profiles) -> Result<Extracted, Problem> {
    read(name, bytes, profiles)
}

fn read(name: &str, bytes: &[u8], profiles: &Profiles) -> Result<Extracted, Problem> {
    let read = cvf_text::read(bytes).map_err(|e| Problem::new(name, e.to_string()).help(e.help()))?;
    let extracted = cvf_extract::extract(name, &read.value, profiles);
    let mut warnings = [read.warnings, extracted.warnings].concat();
    if !extracted.value.ledger.balances() {
        let message = "some characters were not accounted for, so something may be lost: see `cvf ledger`";
        warnings.insert(0, Warning::new("ledger", message));
    }
    Ok(Extracted { extraction: extracted.value, warnings })
}

/// The ledger of a source, whether or not a framework is in it.
///
/// # Errors
/// [`Problem`] for input that cannot be read.
pub fn ledger(name: &str, bytes: &[u8], profiles: &Profiles) -> Result<Ledger, Problem> {
    read(name, bytes, profiles).map(|e| e.extraction.ledger)
}

/// Reads a source and finds the framework in it; the format is told by the content.
///
/// # Errors
/// [`Problem`] for input that cannot be read or holds no framework.
pub fn extract(name: &str, bytes: &[u8], profiles: &Profiles) -> Result<Extracted, Problem> {
    let extracted = read(name, bytes, profiles)?;
    if extracted.extraction.witness.units.iter().all(|u| u.kind == cvf_framework::Kind::Title) {
        let help = "a framework has competencies with levels and lists of indicators; `cvf ledger` shows what was made of the text";
        let problem = Problem::new(name, "no competency framework found in it").help(help);
        return Err(Problem { nothing_found: true, ..problem });
    }
    Ok(extracted)
}
