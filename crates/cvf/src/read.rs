use crate::Problem;
use cvf_document::{CharBox, Document, Warned, Warning};
use cvf_extract::{Attested, AttestedStatement, Extraction, Ledger};
use cvf_framework::Profiles;
use cvf_pdf::Ocr;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A source's framework with what could not be told for sure.
#[derive(Clone, Debug)]
pub struct Extracted {
    /// The framework and its ledger.
    pub extraction: Extraction,
    /// The source's decoded text, which the places of units count in.
    pub stream: Vec<char>,
    /// The box of each of its characters; empty for sources without pages.
    pub boxes: Vec<Option<CharBox>>,
    /// Warnings of the reader, then of the extraction.
    pub warnings: Vec<Warning>,
}

/// In what light sources are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The known editions.
    pub profiles: &'a Profiles,
    /// Other texts, for pages whose columns were read across.
    pub attested: &'a Attested,
    /// Text recognition, for pages that are images.
    pub ocr: Ocr<'a>,
}

impl Reading<'_> {
    /// Reads a source whether or not a framework's structure can be seen in it: a check finds
    /// the canon's words in any text.
    ///
    /// # Errors
    /// [`Problem`] for input that cannot be read.
    pub fn witness(&self, name: &str, bytes: &[u8]) -> Result<Extracted, Problem> {
        // A fault in a library must not take the other sources with it.
        catch_unwind(AssertUnwindSafe(|| self.unguarded(name, bytes))).unwrap_or_else(|_| {
            Err(Problem::new(name, "the reader broke down over it").help("this is a fault of cvf: please report it"))
        })
    }

    fn unguarded(&self, name: &str, bytes: &[u8]) -> Result<Extracted, Problem> {
        let read = document_with(name, bytes, self.ocr)?;
        let extracted = cvf_extract::extract_with(name, &read.value, self.profiles, self.attested);
        let mut warnings = [read.warnings, extracted.warnings].concat();
        if !extracted.value.ledger.balances() {
            let message = "some characters were not accounted for, so something may be lost: see `cvf ledger`";
            warnings.insert(0, Warning::new("ledger", message));
        }
        let boxes = read.value.boxes().to_vec();
        Ok(Extracted { extraction: extracted.value, stream: read.value.stream, boxes, warnings })
    }

    /// Reads a source and finds the framework in it; the format is told by the content.
    ///
    /// # Errors
    /// [`Problem`] for input that cannot be read or holds no framework.
    pub fn extract(&self, name: &str, bytes: &[u8]) -> Result<Extracted, Problem> {
        let extracted = self.witness(name, bytes)?;
        if extracted.extraction.witness.units.iter().all(|u| u.kind == cvf_framework::Kind::Title) {
            let help = "a framework has competencies with levels and lists of indicators; `cvf ledger` shows what was made of the text";
            let problem = Problem::new(name, "no competency framework found in it").help(help);
            return Err(Problem { nothing_found: true, ..problem });
        }
        Ok(extracted)
    }

    /// The ledger of a source, whether or not a framework is in it.
    ///
    /// # Errors
    /// [`Problem`] for input that cannot be read.
    pub fn ledger(&self, name: &str, bytes: &[u8]) -> Result<Ledger, Problem> {
        self.witness(name, bytes).map(|e| e.extraction.ledger)
    }
}

/// Reads a source in the format that its content tells; text is what nothing else claims.
///
/// # Errors
/// [`Problem`] for input that cannot be read.
pub fn document(name: &str, bytes: &[u8]) -> Result<Warned<Document>, Problem> {
    document_with(name, bytes, Ocr::default())
}

fn document_with(name: &str, bytes: &[u8], ocr: Ocr<'_>) -> Result<Warned<Document>, Problem> {
    let problem = |what: String, help: &str| Problem::new(name, what).help(help);
    match bytes {
        _ if cvf_pdf::sniff(bytes) => cvf_pdf::read_with(bytes, ocr).map_err(|e| problem(e.to_string(), e.help())),
        _ if cvf_sheet::sniff(bytes) => cvf_sheet::read(bytes).map_err(|e| problem(e.to_string(), e.help())),
        _ if cvf_docx::sniff(bytes) => cvf_docx::read(bytes).map_err(|e| problem(e.to_string(), e.help())),
        _ if cvf_html::is_whole(bytes) => cvf_html::read(bytes).map_err(|e| problem(e.to_string(), e.help())),
        _ => text(bytes, &problem),
    }
}

/// Reads a text: Markdown, records with delimiters, a piece of a web page, or plain.
fn text(bytes: &[u8], problem: &dyn Fn(String, &str) -> Problem) -> Result<Warned<Document>, Problem> {
    let decoded = cvf_text::decode(bytes);
    let told = decoded.as_ref().ok().map(|decoded| decoded.value.as_str());
    let markdown = told.is_some_and(cvf_markdown::sniff);
    let delimiter = told.filter(|_| !markdown).and_then(cvf_sheet::delimiter);
    if !markdown && delimiter.is_none() && cvf_html::sniff(bytes) {
        return cvf_html::read(bytes).map_err(|e| problem(e.to_string(), e.help()));
    }
    let decoded = decoded.map_err(|e| problem(e.to_string(), e.help()))?;
    let read = match delimiter {
        _ if markdown => cvf_markdown::read(&decoded.value).map_err(|e| problem(e.to_string(), e.help())),
        Some(sign) => cvf_sheet::read_delimited(&decoded.value, sign).map_err(|e| problem(e.to_string(), e.help())),
        None => return cvf_text::read_decoded(decoded).map_err(|e| problem(e.to_string(), e.help())),
    };
    read.map(|read| Warned { warnings: [decoded.warnings, read.warnings].concat(), ..read })
}

/// [`Reading::witness`] without text recognition.
///
/// # Errors
/// [`Problem`] for input that cannot be read.
pub fn witness(name: &str, bytes: &[u8], profiles: &Profiles, attested: &Attested) -> Result<Extracted, Problem> {
    Reading { profiles, attested, ocr: Ocr::default() }.witness(name, bytes)
}

/// [`Reading::ledger`] without text recognition.
///
/// # Errors
/// [`Problem`] for input that cannot be read.
pub fn ledger(name: &str, bytes: &[u8], profiles: &Profiles) -> Result<Ledger, Problem> {
    Reading { profiles, attested: &Attested::none(), ocr: Ocr::default() }.ledger(name, bytes)
}

/// [`Reading::extract`] without other texts and text recognition.
///
/// # Errors
/// [`Problem`] for input that cannot be read or holds no framework.
pub fn extract(name: &str, bytes: &[u8], profiles: &Profiles) -> Result<Extracted, Problem> {
    extract_with(name, bytes, profiles, &Attested::none())
}

/// The same, with other texts in whose light pages are read whose columns were read across.
///
/// # Errors
/// As for [`extract`].
pub fn extract_with(name: &str, bytes: &[u8], profiles: &Profiles, evidence: &Attested) -> Result<Extracted, Problem> {
    Reading { profiles, attested: evidence, ocr: Ocr::default() }.extract(name, bytes)
}

/// True if some page of a source looks as if its columns had been read across.
pub fn is_flattened(bytes: &[u8], profiles: &Profiles) -> bool {
    cvf_text::read(bytes).is_ok_and(|read| cvf_extract::has_flattened(&read.value, profiles))
}

/// The statements of a canon as evidence.
pub fn attested_by(canon: &cvf_framework::Canon) -> Attested {
    let mut evidence = Attested::none();
    for unit in canon.units() {
        let (route, item) = (unit.route.clone(), unit.kind.is_behaviour());
        evidence.add(AttestedStatement { text: unit.text.clone(), route, item });
    }
    evidence
}
