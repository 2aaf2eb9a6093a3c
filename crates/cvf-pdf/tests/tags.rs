//! What structure tags decide where places cannot.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf_document::{Block, Paragraph, RegionKind};

/// A page of 300 by 200 points with text in Helvetica of 12 points, and the elements of its
/// structure tree.
fn page(content: &str, elements: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< /Type /StructTreeRoot /RoleMap << /Kopf /H2 >> /K [{elements}] >>"),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        file += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    (file + "trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n").into_bytes()
}

/// Lines of text 14 points apart, each marked.
fn lines(marked: &[(&str, &str)]) -> String {
    let line = |(i, (mark, text)): (usize, &(&str, &str))| {
        format!("{mark} BDC BT /F 12 Tf 20 {} Td ({text}) Tj ET EMC ", 160 - 14 * i)
    };
    marked.iter().enumerate().map(line).collect()
}

fn read(content: &str, elements: &str) -> Vec<Block> {
    cvf_pdf::read(&page(content, elements)).unwrap().value.blocks
}

fn paragraphs(blocks: &[Block]) -> Vec<&Paragraph> {
    blocks.iter().filter_map(|b| if let Block::Paragraph(p) = b { Some(p) } else { None }).collect()
}

fn texts(blocks: &[Block]) -> Vec<&str> {
    paragraphs(blocks).iter().map(|p| p.text.as_str()).collect()
}

const LIST: [(&str, &str); 2] = [
    ("/P << /MCID 0 >>", "bake bread for all who live in this town"),
    ("/P << /MCID 1 >>", "sell bread on the market of the town"),
];

#[test]
fn items_without_bullets_are_told_by_their_tags() {
    let item = |number: u32| format!("<< /S /LI /Pg 3 0 R /K << /S /LBody /K {number} >> >>");
    let list = format!("<< /S /L /K [{} {}] >>", item(0), item(1));
    let tagged = read(&lines(&LIST), &list);
    assert_eq!(texts(&tagged), [LIST[0].1, LIST[1].1]);
    assert!(paragraphs(&tagged).iter().all(|p| p.marker.is_some()));
    assert_eq!(texts(&read(&lines(&LIST), "")), [format!("{} {}", LIST[0].1, LIST[1].1)], "places alone join them");
}

#[test]
fn lines_that_a_converter_has_made_items_stay_one_text() {
    let item = |number: u32| format!("<< /S /LI /Pg 3 0 R /K {number} >>");
    let content = lines(&[
        ("/P << /MCID 0 >>", "I bake bread for all who live in this"),
        ("/P << /MCID 1 >>", "town and sell it on the market"),
    ]);
    let read = read(&content, &format!("{} {}", item(0), item(1)));
    assert_eq!(texts(&read), ["I bake bread for all who live in this town and sell it on the market"]);
}

#[test]
fn a_watermark_inside_a_text_is_furniture() {
    let content = lines(&[
        ("/P << /MCID 0 >>", "I bake bread for all who live in this town,"),
        ("/Artifact << /Type /Pagination /Subtype /Watermark >>", "OFFICIAL"),
        ("/P << /MCID 0 >>", "and I sell it on the market"),
    ]);
    let read = read(&content, "<< /S /P /Pg 3 0 R /K 0 >>");
    assert_eq!(texts(&read), ["I bake bread for all who live in this town, and I sell it on the market"]);
    let furniture = |b: &Block| matches!(b, Block::Region(r) if r.kind == RegionKind::PageHeader);
    assert!(read.iter().any(furniture));
}

#[test]
fn a_heading_in_the_dress_of_the_text_is_told_by_its_tag() {
    let content = lines(&[("/Kopf << /MCID 0 >>", "Baking"), ("/P << /MCID 1 >>", "I bake bread.")]);
    let elements = "<< /S /Kopf /Pg 3 0 R /K 0 >> << /S /P /Pg 3 0 R /K 1 >>";
    let headings = |blocks: &[Block]| paragraphs(blocks).iter().map(|p| p.style.heading).collect::<Vec<_>>();
    assert_eq!(headings(&read(&content, elements)), [Some(1), None]);
    assert_eq!(headings(&read(&content, "")), [None, None], "places alone do not");
}

#[test]
fn trees_that_go_round_in_circles_end() {
    let content = lines(&[("/P << /MCID 0 >>", "I bake bread.")]);
    assert_eq!(
        texts(&read(&content, "<< /S /P /K 6 0 R >> 6 0 R << /S /P /Pg 3 0 R /K [0 6 0 R] >>")),
        ["I bake bread."]
    );
}
