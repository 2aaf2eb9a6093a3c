//! Findings in PDF files come with the region of the page; what cannot be drawn with its text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::report::Exhibit;
use cvf::{Finding, Here, Original, Profiles, Report, check, evidence, load_canon};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const COPY: &str = "fixtures/recruitment-page/source-typst.pdf";

fn checked() -> (Report, Original) {
    let profiles = Profiles::built_in();
    let bytes = std::fs::read(root().join(COPY)).unwrap();
    let read = cvf::witness(COPY, &bytes, &profiles, &cvf::Attested::none()).unwrap();
    let original = Original::of(&read, &bytes);
    let canon = std::fs::read_to_string(root().join("output/framework.yaml")).unwrap();
    let canon = load_canon("framework.yaml", &canon).unwrap();
    let (report, _) = check(&canon, &[read.extraction.witness], &[], &profiles).unwrap();
    (report, original)
}

fn placed(report: &Report) -> Vec<&Finding> {
    report.copies[0].findings.iter().filter(|f| !f.at.chars.is_empty()).collect()
}

#[test]
fn regions_of_pages_show_findings_in_a_pdf_file() {
    let (report, original) = checked();
    let shown = evidence(&report, &BTreeMap::from([(COPY.to_owned(), original)]), Here::PLAIN);
    let findings = placed(&report);
    assert!(findings.len() >= 3, "the copy differs");
    for finding in findings {
        let Some(Exhibit::Crop(crop)) = shown.of(COPY, &finding.fingerprint) else { panic!("{finding:?}") };
        assert_eq!(Some(crop.page), finding.at.page);
        assert!(crop.image.starts_with(b"\x89PNG") && crop.image.len() < 60_000, "{}", crop.image.len());
        let (wide, high) = (f64::from(crop.size.0), f64::from(crop.size.1));
        assert!(!crop.boxes.is_empty());
        let inside =
            |b: &[f64; 4]| 0.0 <= b[0] && b[0] < b[2] && b[2] <= wide && 0.0 <= b[1] && b[1] < b[3] && b[3] <= high;
        assert!(crop.boxes.iter().all(inside), "{:?} in {wide} x {high}", crop.boxes);
        let squeeze = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let found = squeeze(finding.found.as_deref().unwrap_or_default());
        assert!(squeeze(&crop.text).contains(&found), "{} {:?}", crop.text, finding.found);
    }
}

#[test]
fn a_file_that_cannot_be_drawn_gives_text() {
    let (report, original) = checked();
    for pages in [None, Some(b"%PDF-1.7".to_vec())] {
        let original = Original { pages, ..original.clone() };
        let shown = evidence(&report, &BTreeMap::from([(COPY.to_owned(), original)]), Here::PLAIN);
        let is_text = |f: &&Finding| matches!(shown.of(COPY, &f.fingerprint), Some(Exhibit::Excerpt(_)));
        assert!(placed(&report).iter().all(is_text));
    }
}
