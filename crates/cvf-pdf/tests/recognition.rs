//! Pages that are images are read by the text recognition that the caller brings.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf_pdf::{Ocr, PageImage, ReadError, Recognise, SeenLine, SeenWord, read_with};

/// A page of 144 by 72 points: an image of two pixels, black and white, and some text.
fn page(text: &str) -> Vec<u8> {
    let content = format!("q 144 0 0 72 0 0 cm /I Do Q BT /F 12 Tf {text} ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 144 72] /Contents 4 0 R \
         /Resources << /XObject << /I 5 0 R >> /Font << /F 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray \
         /Filter /ASCIIHexDecode /Length 5 >>\nstream\n00FF>\nendstream"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        file += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    (file + "trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n").into_bytes()
}

/// Reads "Bake bread" on a page whose left half is black.
#[derive(Debug)]
struct Eye;

impl Recognise for Eye {
    fn recognise(&self, page: &PageImage) -> Result<Vec<SeenLine>, String> {
        assert_eq!(page.size, (600, 300), "two inches by one at 300 dots to the inch");
        assert_eq!((page.grey[10], page.grey[590]), (0, 255));
        let word = |text: &str, left: f32, confidence: f32| {
            let bounds = [left, 100.0, left + 150.0, 140.0];
            SeenWord { text: text.to_owned(), bounds, confidence }
        };
        Ok(vec![vec![word("Bake", 100.0, 0.9), word("bread", 300.0, 0.2)]])
    }
}

#[derive(Debug)]
struct Blind;

impl Recognise for Blind {
    fn recognise(&self, _: &PageImage) -> Result<Vec<SeenLine>, String> {
        Err("it is blind".to_owned())
    }
}

fn text(ocr: Ocr<'_>, bytes: &[u8]) -> String {
    let read = read_with(bytes, ocr).unwrap().value;
    read.stream.iter().collect::<String>().trim().to_owned()
}

#[test]
fn a_page_that_is_an_image_is_recognised_and_unsure_words_are_marked() {
    let read = read_with(&page(""), Ocr { reader: Some(&Eye), always: false }).unwrap();
    assert_eq!(read.value.stream.iter().collect::<String>().trim(), "Bake bread");
    assert_eq!(read.value.doubtful, [5, 6, 7, 8, 9]);
    let said: Vec<&str> = read.warnings.iter().map(|w| w.message.as_str()).collect();
    assert_eq!(said, ["page 1: read by text recognition; 1 of 2 words are unsure: \"bread\""]);
}

#[test]
fn a_layer_without_ink_is_read_anew_only_when_that_is_asked_for() {
    let letters = "a layer of some more than forty letters without any ink";
    let layered = page(&format!("3 Tr 10 30 Td ({letters}) Tj"));
    assert_eq!(text(Ocr { reader: Some(&Eye), always: false }, &layered), letters);
    assert_eq!(text(Ocr { reader: Some(&Eye), always: true }, &layered), "Bake bread");
}

#[test]
fn a_page_that_cannot_be_recognised_says_why() {
    let blind = |always| read_with(&page(""), Ocr { reader: Some(&Blind), always }).unwrap_err();
    let why = "page 1 could not be read by text recognition: it is blind".to_owned();
    assert_eq!(blind(false), ReadError::NoText { pages: 1, images: 1, why: Some(why.clone()) });
    assert_eq!(blind(true), ReadError::Unrecognised(why));
    let stamped = read_with(&page("10 30 Td (OFFICIAL) Tj"), Ocr { reader: Some(&Blind), always: false }).unwrap();
    assert_eq!(stamped.value.stream.iter().collect::<String>().trim(), "OFFICIAL");
    assert_eq!(stamped.warnings.len(), 1, "{:?}", stamped.warnings);
}

#[test]
fn an_image_that_would_fill_the_memory_is_not_decoded() {
    let huge = String::from_utf8(page("")).unwrap().replace("/Width 2 /Height 1", "/Width 60000 /Height 60000");
    let error = read_with(huge.as_bytes(), Ocr { reader: Some(&Eye), always: false }).unwrap_err();
    assert!(error.to_string().contains("could not be turned into an image"), "{error}");
}
