use crate::looks::{LOOKED_FOR, Looks};
use crate::{Problem, formats, guarded};
use cvf_document::{CharBox, Document, Warned, Warning, mojibake};
use cvf_extract::{Attested, AttestedStatement, Extraction, Hints, Ledger, Options};
use cvf_framework::Profiles;
use cvf_pdf::{Ocr, PageImage};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

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
    /// What kinds of blocks it is made of.
    pub looks: Looks,
}

/// Who turns the bytes of a source into a document: this process, or one that nothing is lost with.
pub trait Documents: Sync + fmt::Debug {
    /// Reads a source in the format that its content tells.
    ///
    /// # Errors
    /// [`Problem`] for input that cannot be read.
    fn document(&self, name: &str, bytes: &[u8]) -> Result<Warned<Document>, Problem>;

    /// Draws pages of a PDF file by their numbers, from 1; those that cannot be drawn within
    /// `limit` are left out.
    fn pages(
        &self,
        bytes: &[u8],
        pages: &BTreeSet<u32>,
        dots_per_inch: u16,
        limit: Duration,
    ) -> BTreeMap<u32, PageImage>;
}

/// This process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Here<'a> {
    /// Text recognition, for pages that are images.
    pub ocr: Ocr<'a>,
}

impl Here<'_> {
    /// This process, without text recognition.
    pub const PLAIN: &'static Here<'static> = &Here { ocr: Ocr { reader: None, always: false } };
}

impl Documents for Here<'_> {
    fn document(&self, name: &str, bytes: &[u8]) -> Result<Warned<Document>, Problem> {
        guarded(name, || document_with(name, bytes, self.ocr))
    }

    fn pages(
        &self,
        bytes: &[u8],
        pages: &BTreeSet<u32>,
        dots_per_inch: u16,
        limit: Duration,
    ) -> BTreeMap<u32, PageImage> {
        cvf_pdf::render(bytes, pages, dots_per_inch, limit)
    }
}

/// In what light sources are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The known editions.
    pub profiles: &'a Profiles,
    /// Other texts, for pages whose columns were read across.
    pub attested: &'a Attested,
    /// Who reads the documents.
    pub documents: &'a dyn Documents,
    /// What a person says about the source's layout.
    pub hints: &'a Hints,
}

impl<'a> Reading<'a> {
    /// A reading in this process, in the light of the known editions alone.
    pub fn new(profiles: &'a Profiles) -> Self {
        Self { profiles, attested: Attested::nothing(), documents: Here::PLAIN, hints: Hints::nothing() }
    }
}

impl Reading<'_> {
    /// Reads a source whether or not a framework's structure can be seen in it: a check finds
    /// the canon's words in any text.
    ///
    /// # Errors
    /// [`Problem`] for input that cannot be read.
    pub fn witness(&self, name: &str, bytes: &[u8]) -> Result<Extracted, Problem> {
        // A fault must not take the other sources with it.
        guarded(name, || self.unguarded(name, bytes))
    }

    fn unguarded(&self, name: &str, bytes: &[u8]) -> Result<Extracted, Problem> {
        let read = self.documents.document(name, bytes)?;
        let options = Options { profiles: self.profiles, evidence: self.attested, hints: self.hints };
        let mut extracted = cvf_extract::extract_with(name, &read.value, options);
        extracted.value.witness.misread = mojibake::told(&read.warnings);
        let mut warnings = [read.warnings, extracted.warnings].concat();
        if !extracted.value.ledger.balances() {
            let message = "some characters were not accounted for, so something may be lost: see `cvf ledger`";
            warnings.insert(0, Warning::new("ledger", message));
        }
        let (boxes, looks) = (read.value.boxes().to_vec(), Looks::of(&read.value));
        Ok(Extracted { extraction: extracted.value, stream: read.value.stream, boxes, warnings, looks })
    }

    /// Reads a source and finds the framework in it; the format is told by the content.
    ///
    /// # Errors
    /// [`Problem`] for input that cannot be read or holds no framework.
    pub fn extract(&self, name: &str, bytes: &[u8]) -> Result<Extracted, Problem> {
        let extracted = self.witness(name, bytes)?;
        if extracted.extraction.witness.units.iter().all(|u| u.kind == cvf_framework::Kind::Title) {
            let what =
                format!("no competency framework found in it: {LOOKED_FOR}; it has {}", extracted.looks.in_words());
            let help = "if it is one, a hint may say how to read it (`cvf extract --help`); `cvf ledger` shows what was made of the text";
            let problem = Problem::new(name, what).help(help);
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
    formats::read(bytes, ocr).map_err(|no| Problem::new(name, no.what).help(no.help).because(no.reason))
}

/// True for a whole web page, a web archive or a mail.
pub fn is_page(bytes: &[u8]) -> bool {
    cvf_html::is_whole(bytes)
}

/// True for bytes that are text, a web page or a mail: nothing that is packed, and nothing that
/// is drawn.
pub fn is_text(bytes: &[u8]) -> bool {
    const OTHERS: [&[u8]; 9] =
        [b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF"];
    !cvf_pdf::sniff(bytes) && !OTHERS.iter().any(|other| bytes.starts_with(other))
}

/// [`Reading::witness`] without text recognition.
///
/// # Errors
/// [`Problem`] for input that cannot be read.
pub fn witness(name: &str, bytes: &[u8], profiles: &Profiles, attested: &Attested) -> Result<Extracted, Problem> {
    Reading { attested, ..Reading::new(profiles) }.witness(name, bytes)
}

/// [`Reading::ledger`] without text recognition.
///
/// # Errors
/// [`Problem`] for input that cannot be read.
pub fn ledger(name: &str, bytes: &[u8], profiles: &Profiles) -> Result<Ledger, Problem> {
    Reading::new(profiles).ledger(name, bytes)
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
    Reading { attested: evidence, ..Reading::new(profiles) }.extract(name, bytes)
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
