//! How words are told from the places of glyphs.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

/// A page of 300 by 200 points with text in Helvetica.
fn page(text: &str) -> Vec<u8> {
    page_with(text, "")
}

/// The same with annotations.
fn page_with(text: &str, annotations: &str) -> Vec<u8> {
    let content = format!("BT {text} ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Annots [{annotations}] /Resources << \
             /Font << /F 5 0 R >> >> >>"
        ),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        file += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    (file + "trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n").into_bytes()
}

fn read(text: &str) -> String {
    said(&page(text))
}

fn said(file: &[u8]) -> String {
    let read = cvf_pdf::read(file).unwrap().value;
    read.stream.iter().collect::<String>().trim().replace('\n', " / ")
}

#[test]
fn ordinals_and_powers_are_of_their_words_and_marks_of_notes_are_not() {
    let ordinal = "/F 12 Tf 20 100 Td (the 21) Tj 8 Tf 4 Ts".replace("8 Tf", "/F 8 Tf");
    assert_eq!(read(&format!("{ordinal} (st) Tj /F 12 Tf 0 Ts ( century) Tj")), "the 21st century");
    let high = "/F 12 Tf 20 100 Td (on the 10) Tj /F 10 Tf 5 Ts (th) Tj /F 12 Tf 0 Ts (, at last) Tj";
    assert_eq!(read(high), "on the 10th, at last");
    let low = "/F 12 Tf 20 100 Td (H) Tj /F 8 Tf -3 Ts (2) Tj /F 12 Tf 0 Ts (O is wet) Tj";
    assert_eq!(read(low), "H2O is wet");
    let power = "/F 12 Tf 20 100 Td (5 mm) Tj /F 8 Tf 4 Ts (2) Tj /F 12 Tf 0 Ts ( of it) Tj";
    assert_eq!(read(power), "5 mm2 of it");
    let note = "/F 12 Tf 20 100 Td (behaviour) Tj /F 8 Tf 4 Ts (2) Tj /F 12 Tf 0 Ts ( counts) Tj";
    assert_eq!(read(note), "behaviour 2 counts");
}

#[test]
fn a_shadow_is_no_second_text() {
    let shadow = "/F 20 Tf 20 100 Td (Values) Tj 1.5 -1.5 Td (Values) Tj";
    assert_eq!(read(shadow), "Values");
}

#[test]
fn spaces_of_another_text_over_a_word_do_not_part_it() {
    let over = "/F 12 Tf 20 100 Td (Impartiality) Tj 2 0.5 Td (                ) Tj";
    assert_eq!(read(over), "Impartiality");
}

#[test]
fn words_set_with_wide_tracking_are_words() {
    assert_eq!(read("/F 12 Tf 20 100 Td 4 Tc (PUBLIC SERVICE) Tj"), "PUBLIC SERVICE");
    assert_eq!(read("/F 12 Tf 20 100 Td 4 Tc (XXXX) Tj"), "X X X X");
}

#[test]
fn texts_drawn_over_one_another_are_not_mixed() {
    let over = "/F 12 Tf 20 100 Td (Communication skills) Tj 40 0 Td (111222) Tj";
    assert_eq!(read(over), "Communication 111222 skills");
    let shadow = "/F 20 Tf 20 100 Td (Values) Tj 4 -1.5 Td (Values) Tj";
    assert_eq!(read(shadow), "Values");
}

#[test]
fn values_of_a_form_that_are_not_drawn_are_read_in_their_boxes() {
    let label = "/F 12 Tf 20 150 Td (Rank:) Tj 0 -50 Td (Evidence:) Tj";
    let rank = "<< /Subtype /Widget /FT /Ch /V (s) /Opt [[(c) (Constable)] [(s) (Sergeant)]] /Rect [80 145 200 165] >>";
    let evidence = "<< /Subtype /Widget /FT /Tx /Ff 4096 /DA (/Helv 10 Tf 0 g) /V (I led a review of how we listen to \
                    people.) /Rect [80 60 200 110] >>";
    let form = said(&page_with(label, &format!("{rank} {evidence}")));
    assert_eq!(form, "Rank: Sergeant / Evidence: I led a review of how we / listen to people.");
    let hidden = rank.replace("/FT", "/F 2 /FT");
    assert_eq!(said(&page_with(label, &hidden)), "Rank: / Evidence:");
    // What is drawn in the box is what the field shows.
    let drawn = label.replace("(Rank:)", "(Rank:     Sergeant)");
    assert_eq!(said(&page_with(&drawn, rank)).matches("Sergeant").count(), 1);
}

#[test]
fn notes_with_raised_figures_before_them_are_apart_from_the_text() {
    let raised = |figure: u8| format!("/F 6 Tf 4 Ts ({figure}) Tj 0 Ts /F 10 Tf");
    let text = format!(
        "/F 10 Tf 20 150 Td (I check the stove.) Tj {one} 0 -13 Td (I mark the path.) Tj {two} 0 -60 Td {one} 5 0 Td \
         (See the rules of the house.) Tj -5 -13 Td {two} 5 0 Td (As the rangers ask.) Tj",
        one = raised(1),
        two = raised(2),
    );
    let read = cvf_pdf::read(&page(&text)).unwrap().value;
    let regions: Vec<&cvf_document::Region> = read
        .blocks
        .iter()
        .filter_map(|b| match b {
            cvf_document::Block::Region(region) if region.kind == cvf_document::RegionKind::Note => Some(region),
            _ => None,
        })
        .collect();
    let shown: Vec<&str> = read
        .blocks
        .iter()
        .filter(|b| !matches!(b, cvf_document::Block::Region(_)))
        .flat_map(cvf_document::Block::paragraphs)
        .map(|p| p.text.as_str())
        .collect();
    assert_eq!(shown.join(" "), "I check the stove. I mark the path.");
    assert!(!regions.is_empty());
}

#[test]
fn raised_figures_of_a_font_are_told_by_the_notes_that_begin_with_them() {
    let text = "/F 10 Tf 20 150 Td (I mark the path1 well.) Tj 0 -13 Td (I count on level2 of it.) Tj \
                /F 6 Tf 0 -90 Td (1Rule of the house.) Tj";
    let read = cvf_pdf::read(&page(text)).unwrap().value;
    let plain = read.blocks.iter().filter(|b| !matches!(b, cvf_document::Block::Region(_)));
    let shown: Vec<&str> = plain.flat_map(cvf_document::Block::paragraphs).map(|p| p.text.as_str()).collect();
    assert_eq!(shown.join(" "), "I mark the path well. I count on level2 of it.");
}
