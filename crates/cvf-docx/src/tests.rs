//! What each construct of Word becomes; documents are written here as their XML.

use crate::{ReadError, read, sniff};
use cvf_document::{Block, Document, RegionKind, Table, Warned};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn zip(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let all: String = list.iter().map(one).collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
    )
}

fn part(root: &str, inside: &str) -> String {
    format!(
        r#"<w:{root} xmlns:w="{TRANSITIONAL}" xmlns:r="{RELATIONS}"
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
        xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps">{inside}</w:{root}>"#
    )
}

/// A document with this body, and parts named by kind.
fn document(body: &str, parts: &[(&str, &str)]) -> Warned<Document> {
    let mut all = vec![
        ("_rels/.rels".to_owned(), relations(&[("r", "officeDocument", "word/document.xml")])),
        ("word/document.xml".to_owned(), part("document", &format!("<w:body>{body}</w:body>"))),
    ];
    let targets: Vec<String> = parts.iter().map(|(kind, _)| format!("{kind}.xml")).collect();
    let listed: Vec<(&str, &str, &str)> =
        parts.iter().zip(&targets).map(|((kind, _), target)| (*kind, *kind, target.as_str())).collect();
    all.push(("word/_rels/document.xml.rels".to_owned(), relations(&listed)));
    all.extend(parts.iter().zip(&targets).map(|((_, text), target)| (format!("word/{target}"), (*text).to_owned())));
    let all: Vec<(&str, String)> = all.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let read = read(&zip(&all)).unwrap();
    whole(&read.value);
    read
}

/// Every visible character of the stream stands in exactly one text or marker.
fn whole(document: &Document) {
    let mut seen = vec![0; document.stream.len()];
    for text in document.blocks.iter().flat_map(Block::texts) {
        text.chars().filter(|(c, _)| !c.is_whitespace()).for_each(|(_, at)| seen[at] += 1);
    }
    for (at, &c) in document.stream.iter().enumerate() {
        let visible = usize::from(!c.is_whitespace() && !cvf_document::is_invisible(c));
        assert_eq!(seen[at], visible, "{c:?} at {at}");
    }
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn styled(props: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{props}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// Blocks as text: `#` for headings, markers in brackets, regions and tables in words.
fn show(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(show_one).collect()
}

fn show_one(block: &Block) -> String {
    match block {
        Block::Paragraph(p) => {
            let hashes = "#".repeat(p.style.heading.unwrap_or(0).into());
            let marker = p.marker.as_ref().map_or(String::new(), |m| format!("[{}]", m.text.as_str()));
            format!("{hashes}{marker}{}", p.text.as_str())
        }
        Block::Table(table) => show_table(table),
        Block::Region(region) => format!("{}: {}", region.kind.reason(), show(&region.blocks).join("/")),
        Block::LooseCells(_) => unreachable!("no loose cells in Word"),
    }
}

fn show_table(table: &Table) -> String {
    let cell = |c: &cvf_document::Cell| match c.covered() {
        Some(cvf_document::Covered::Left) => "<".to_owned(),
        Some(cvf_document::Covered::Above) => "^".to_owned(),
        None => show(c.blocks()).join("/"),
    };
    let row = |r: &cvf_document::Row| r.cells.iter().map(cell).collect::<Vec<_>>().join("|");
    table.rows.iter().map(row).collect::<Vec<_>>().join(" ; ")
}

fn shown(body: &str) -> Vec<String> {
    show(&document(body, &[]).value.blocks)
}

#[test]
fn headings_by_outline_style_and_dress() {
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>
        <w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="Up"/></w:style>
        <w:style w:type="paragraph" w:styleId="Up"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>"#,
    );
    let bold = r#"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold</w:t></w:r></w:p>"#;
    let body = [
        styled(r#"<w:pStyle w:val="Mine"/>"#, "One"),
        styled(r#"<w:pStyle w:val="H"/>"#, "Two"),
        bold.to_owned(),
        p("Plain text that is longer than all the headings."),
    ];
    let read = document(&body.concat(), &[("styles", &styles)]);
    let blocks = show(&read.value.blocks);
    assert_eq!(blocks, ["#One", "##Two", "###Bold", "Plain text that is longer than all the headings."]);
}

#[test]
fn lists_are_numbered_as_word_numbers_them() {
    let level = |at: u8, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = part(
        "numbering",
        &format!(
            r#"<w:abstractNum w:abstractNumId="0">{}{}</w:abstractNum>
            <w:abstractNum w:abstractNumId="1">{}</w:abstractNum><w:abstractNum w:abstractNumId="2">{}</w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>
            </w:lvlOverride></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>"#,
            level(0, "decimal", "%1."),
            level(1, "lowerLetter", "%1.%2)"),
            level(0, "bullet", "\u{f0b7}"),
            level(0, "decimal", "Level %1"),
        ),
    );
    let item = |list: u8, level: u8, text: &str| {
        styled(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#), text)
    };
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 1, "c"),
        item(1, 0, "d"),
        item(2, 0, "e"),
        item(3, 0, "f"),
        item(4, 0, "g"),
        item(0, 0, "h"),
    ];
    let read = document(&body.concat(), &[("numbering", &numbering)]);
    let blocks = show(&read.value.blocks);
    assert_eq!(blocks, ["[1.]a", "[1.a)]b", "[1.b)]c", "[2.]d", "[7.]e", "[•]f", "Level 1 g", "h"]);
}

#[test]
fn typed_bullets_and_line_breaks_make_items() {
    let body = p("- I own it.</w:t><w:br/><w:t>- I admit it,</w:t><w:br/><w:t>and more") + &p("•\tI act.");
    assert_eq!(shown(&body), ["[-]I own it.", "[-]I admit it, and more", "[•]I act."]);
}

#[test]
fn merged_and_nested_cells_are_laid_out() {
    let cell = |props: &str, inside: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr>{inside}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let nested = format!("<w:tbl>{}</w:tbl>", row(&[cell("", &p("x")), cell("", &p("y"))]));
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&[cell(r#"<w:vMerge w:val="restart"/>"#, &p("1")), cell(r#"<w:gridSpan w:val="4"/>"#, &p("ab"))]),
        row(&[
            cell("<w:vMerge/>", "<w:p/>"),
            cell(r#"<w:gridSpan w:val="2"/>"#, &p("a")),
            cell(r#"<w:gridSpan w:val="2"/>"#, &p("b"))
        ]),
        row(&[
            cell("", &p("2")),
            cell(r#"<w:gridSpan w:val="2"/>"#, &nested),
            cell(r#"<w:hMerge w:val="restart"/>"#, &p("c")),
            cell("<w:hMerge/>", "<w:p/>")
        ]),
    );
    assert_eq!(shown(&body), ["1|ab|< ; ^|a|b ; 2|x|y|c"]);
}

#[test]
fn alternates_boxes_and_fields_give_their_text_once() {
    let txbx = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let body = format!(
        r#"<w:p><w:r><w:t>A</w:t><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{}</wps:txbx></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t> B</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
        <w:hyperlink><w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent><w:r><w:t> C</w:t></w:r></w:sdtContent></w:sdt>
        </w:hyperlink></w:p>"#,
        txbx("box"),
        txbx("box")
    );
    assert_eq!(shown(&body), ["A B C", "box"]);
}

#[test]
fn changes_are_accepted_and_hidden_text_is_set_aside() {
    let body = r#"<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>I </w:t></w:r>
        <w:del><w:r><w:delText>no longer</w:delText></w:r></w:del></w:p>
        <w:p><w:ins><w:r><w:t>act.</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>"#;
    let read = document(body, &[]);
    assert_eq!(show(&read.value.blocks), ["I act.", "deleted: no longer", "hidden: secret"]);
    let codes: Vec<&str> = read.warnings.iter().map(|w| w.code.as_str()).collect();
    assert_eq!(codes, ["tracked-changes", "hidden-text"]);
}

#[test]
fn headers_notes_and_contents_stand_beside_the_text() {
    let toc = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \o </w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>One</w:t><w:tab/><w:t>2</w:t></w:r></w:p>
        <w:p><w:r><w:t>Two</w:t><w:tab/><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#;
    let header = part("hdr", &p("OFFICIAL"));
    let notes = part("footnotes", &format!("<w:footnote>{}</w:footnote><w:footnote>{}</w:footnote>", p("n1"), p("n2")));
    let read = document(&(toc.to_owned() + &p("Text")), &[("header", &header), ("footnotes", &notes)]);
    let blocks = show(&read.value.blocks);
    assert_eq!(blocks, ["page-header: OFFICIAL", "contents: One 2/Two 3", "Text", "note: n1", "note: n2"]);
    assert_eq!(read.value.place(read.value.blocks[2].texts()[0]).path.as_deref(), Some("body/p[3]"));
}

#[test]
fn signs_are_what_they_look_like() {
    let body = r#"<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:tab/><w:t>joined</w:t><w:noBreakHyphen/>
        <w:t>up co</w:t><w:softHyphen/><w:t>work &amp; &#8217;x&#x2019;</w:t></w:r></w:p>"#;
    assert_eq!(shown(body), ["[▪]joined\u{2011}up cowork & ’x’"]);
}

#[test]
fn strict_documents_and_odd_names_are_read() {
    let strict = format!(
        r#"<d:document xmlns:d="{STRICT}"><d:body><d:p><d:r><d:t>Strict</d:t></d:r></d:p></d:body></d:document>"#
    );
    let read_it = |name: &str, target: &str| {
        let parts = [("_rels/.rels", relations(&[("r", "officeDocument", target)])), (name, strict.clone())];
        show(&read(&zip(&parts)).unwrap().value.blocks)
    };
    assert_eq!(read_it("Word/Document.XML", "/word/document.xml"), ["Strict"]);
    assert_eq!(read_it("word\\main.xml", "word/main.xml"), ["Strict"]);
}

#[test]
fn a_document_that_breaks_off_gives_its_text_so_far() {
    let cut = part("document", &format!("<w:body>{}", p("Kept"))).replace("</w:document>", "<w:p><w:r><w:t>and th");
    let found = read(&zip(&[("word/document.xml", cut)])).unwrap();
    assert_eq!(show(&found.value.blocks), ["Kept", "and th"]);
    assert_eq!(found.warnings[0].code, "damaged");
}

#[test]
fn what_nests_deeper_than_is_counted_is_said_to_be_unread() {
    let read_body = |body: &str| read(&zip(&[("word/document.xml", part("document", body))]));
    let deep = "<w:sdt>".repeat(70_000) + &p("deep");
    let found = read_body(&format!("{}{deep}", p("Above it."))).unwrap();
    assert!(found.warnings.iter().any(|w| w.message.contains("too deep to be read")));
    assert_eq!(read_body(&deep).err(), Some(ReadError::TooDeep));
}

#[test]
fn nesting_without_end_is_no_trouble() {
    let table = "<w:tbl><w:tr><w:tc>".repeat(20_000) + &p("deep");
    let found = read(&zip(&[("word/document.xml", part("document", &table))])).unwrap();
    assert!(found.value.stream.iter().collect::<String>().contains("deep"));
    assert!(found.warnings.iter().any(|w| w.code == "nesting"));
}

#[test]
fn what_is_no_word_document_is_refused_with_its_name() {
    let sheet = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#.to_owned();
    let rels = relations(&[("r", "officeDocument", "xl/workbook.xml")]);
    let excel = zip(&[("_rels/.rels", rels), ("xl/workbook.xml", sheet)]);
    assert_eq!(read(&excel).err(), Some(ReadError::Other("a spreadsheet (.xlsx)")));
    let ole = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), wide].concat()
    };
    assert!(sniff(&ole("x")) && !sniff(b"text"));
    assert_eq!(read(&ole("EncryptedPackage")).err(), Some(ReadError::PasswordProtected));
    assert!(matches!(read(&ole("WordDocument")), Err(ReadError::Old(_))));
    assert!(matches!(read(b"PK\x03\x04 and then nothing"), Err(ReadError::NoPackage(_))));
}

#[test]
fn bytes_changed_at_random_do_no_harm() {
    let good = zip(&[("word/document.xml", part("document", &format!("<w:body>{}</w:body>", p("Text").repeat(20))))]);
    let mut state = 7_u32;
    for _ in 0..400 {
        let mut bad = good.clone();
        for _ in 0..4 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (state >> 8) as usize % bad.len();
            bad[at] = state.to_le_bytes()[0];
        }
        if let Ok(found) = read(&bad) {
            whole(&found.value);
        }
    }
}

#[test]
fn regions_of_word_never_hold_the_main_text() {
    for kind in [RegionKind::Hidden, RegionKind::Contents] {
        assert!(!kind.may_hold_text());
    }
}

#[test]
fn more_paragraphs_than_any_book_has_are_cut_and_said() {
    let many = part("document", &format!("<w:body>{}</w:body>", p("a").repeat(100_100)));
    let found = read(&zip(&[("word/document.xml", many)])).unwrap();
    assert_eq!(found.value.blocks.len(), 100_000);
    assert!(found.warnings.iter().any(|w| w.code == "too-long"));
}

#[test]
fn styles_of_deeper_lists_are_deeper_though_each_is_a_list_of_its_own() {
    let style = |id: &str, name: &str, list: u32| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>
            <w:pPr><w:numPr><w:numId w:val="{list}"/></w:numPr></w:pPr></w:style>"#
        )
    };
    let styles = part("styles", &(style("a", "List Bullet", 1) + &style("b", "List Bullet 2", 2)));
    let list = |id: u32| {
        format!(
            r#"<w:abstractNum w:abstractNumId="{id}"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
            <w:lvlText w:val="•"/></w:lvl></w:abstractNum>"#
        )
    };
    let instance = |id: u32| format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#);
    let numbering = part("numbering", &(list(1) + &list(2) + &instance(1) + &instance(2)));
    let item = |id: &str, text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{id}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let body = item("a", "Kindness") + &item("b", "I ask.");
    let read = document(&body, &[("styles", &styles), ("numbering", &numbering)]);
    let depths: Vec<u32> = read.value.blocks.iter().flat_map(Block::paragraphs).map(|p| p.style.indent).collect();
    assert_eq!(depths, [0, 1]);
}

#[test]
fn a_drop_cap_is_of_the_paragraph_that_it_begins() {
    let cap = r#"<w:p><w:pPr><w:framePr w:dropCap="drop" w:lines="3"/></w:pPr><w:r><w:rPr><w:sz w:val="112"/></w:rPr><w:t>W</w:t></w:r></w:p>"#;
    let body = format!("{cap}<w:p><w:r><w:t>e keep our promises.</w:t></w:r></w:p>");
    assert_eq!(shown(&body), ["We keep our promises."]);
}

#[test]
fn slides_are_headings_lists_and_tables() {
    let slide = |inside: &str| {
        format!(
            r#"<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
            xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:sld>"#
        )
    };
    let shape = |kind: &str, texts: &[&str]| {
        let lines: String = texts.iter().map(|t| format!("<a:p><a:r><a:t>{t}</a:t></a:r></a:p>")).collect();
        format!(r#"<p:sp><p:nvSpPr><p:nvPr><p:ph{kind}/></p:nvPr></p:nvSpPr><p:txBody>{lines}</p:txBody></p:sp>"#)
    };
    let title = r#" type="title""#;
    let cell = |text: &str| format!("<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>");
    let table =
        format!("<a:tbl><a:tr>{}{}</a:tr><a:tr>{}{}</a:tr></a:tbl>", cell("A"), cell("B"), cell("c"), cell("d"));
    let second =
        shape(title, &["Level 1"]) + &shape(r#" idx="1""#, &["I ask.", "I act."]) + &shape(r#" type="sldNum""#, &["2"]);
    let list = r#"<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst>
        <p:sldId id="256" r:id="b"/><p:sldId id="257" r:id="a"/><p:sldId id="258" r:id="c"/></p:sldIdLst></p:presentation>"#;
    let bytes = zip(&[
        ("_rels/.rels", relations(&[("r", "officeDocument", "ppt/presentation.xml")])),
        ("ppt/presentation.xml", list.to_owned()),
        (
            "ppt/_rels/presentation.xml.rels",
            relations(&[
                ("a", "slide", "slides/slide1.xml"),
                ("b", "slide", "slides/slide2.xml"),
                ("c", "slide", "slides/slide3.xml"),
            ]),
        ),
        ("ppt/slides/slide1.xml", slide(&second)),
        ("ppt/slides/slide2.xml", slide(&shape(title, &["Care"]))),
        ("ppt/slides/slide3.xml", slide(&(shape(title, &["Level 1"]) + &table))),
    ]);
    let read = read(&bytes).unwrap().value;
    assert_eq!(show(&read.blocks), ["##Care", "###Level 1", "[•]I ask.", "[•]I act.", "A|B ; c|d"]);
}

#[test]
fn points_of_slides_keep_their_depth() {
    let point = |level: &str, text: &str| format!("<a:p><a:pPr{level}/><a:r><a:t>{text}</a:t></a:r></a:p>");
    let points = point("", "Beginner") + &point(r#" lvl="1""#, "I ask.") + &point(r#" lvl="0""#, "Expert");
    let slide = format!(
        r#"<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
        xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr>
        <p:ph idx="1"/></p:nvPr></p:nvSpPr><p:txBody>{points}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"#
    );
    let list = r#"<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst>
        <p:sldId id="256" r:id="a"/></p:sldIdLst></p:presentation>"#;
    let bytes = zip(&[
        ("_rels/.rels", relations(&[("r", "officeDocument", "ppt/presentation.xml")])),
        ("ppt/presentation.xml", list.to_owned()),
        ("ppt/_rels/presentation.xml.rels", relations(&[("a", "slide", "slides/slide1.xml")])),
        ("ppt/slides/slide1.xml", slide),
    ]);
    let read = read(&bytes).unwrap().value;
    let depths: Vec<u32> = read.blocks.iter().flat_map(Block::paragraphs).map(|p| p.style.indent).collect();
    assert_eq!(depths, [0, 1, 0]);
}
