//! What a browser shows in a line is read as that line, and what it does not is set apart.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf_document::Block;

/// The paragraphs of a page outside its regions.
fn lines(page: &str) -> Vec<String> {
    let document = cvf_html::read(page.as_bytes()).unwrap().value;
    let shown = document.blocks.iter().filter(|b| !matches!(b, Block::Region(_)));
    shown.flat_map(Block::paragraphs).map(|p| p.text.as_str().to_owned()).collect()
}

fn item(inside: &str) -> Vec<String> {
    lines(&format!("<ul><li>{inside}</li><li>I ask before I act.</li></ul>"))
}

const SENTENCE: &str = "I weigh the evidence before I decide.";

#[test]
fn tips_are_no_part_of_a_sentence() {
    for tip in [
        r#"I weigh the <span class="term" tabindex="0">evidence<span role="tooltip">All that was seen</span></span> before I decide."#,
        r#"I weigh the <span class="tooltip">evidence<span class="tooltiptext">All that was seen</span></span> before I decide."#,
        r##"I weigh the <a href="#g">evidence<span class="x" popover>All that was seen</span></a> before I decide."##,
        r#"I weigh the evidence<span class="x" hidden>All that was seen</span> before I decide."#,
        r#"I weigh the evidence<div role="tooltip">All that was seen</div> before I decide."#,
        r#"I weigh the <dfn>evidence<small class="sr-only"> (see the glossary)</small></dfn> before I decide."#,
    ] {
        assert_eq!(item(tip)[0], SENTENCE, "{tip}");
    }
}

#[test]
fn a_term_that_is_a_button_stands_in_its_sentence() {
    for term in ["evidence", "the evidence before I"] {
        let page = SENTENCE.replace(term, &format!(r#"<button type="button" class="term">{term}</button>"#));
        assert_eq!(item(&page)[0], SENTENCE, "{term}");
    }
}

#[test]
fn a_button_behind_a_sentence_is_a_control() {
    let page = format!(r#"<p>{SENTENCE}</p><button type="button">Copy</button>"#);
    assert_eq!(item(&format!("{page}{page}"))[..2], [SENTENCE, SENTENCE]);
}

#[test]
fn the_rest_of_a_sentence_that_opens_on_a_click_belongs_to_it() {
    let page = r##"I weigh the evidence<span class="dots">…</span> <span class="more" style="display:none">before I decide.</span>"##;
    assert_eq!(item(page)[0], SENTENCE);
}

#[test]
fn a_sentence_that_a_translation_has_replaced_is_not_shown() {
    let page =
        format!(r#"<span class="src" style="display:none">Ich wäge ab, was ich weiß.</span><span>{SENTENCE}</span>"#);
    assert_eq!(item(&page)[0], SENTENCE);
}

#[test]
fn the_same_in_another_arrangement_for_other_screens_is_read_once() {
    let css = "<style>.b{display:none}@media (max-width:700px){.a{display:none}.b{display:block}}</style>";
    let one = format!("<p>Care of others</p><p>{SENTENCE}</p><p>I ask.</p>");
    let other = format!("<p>I ask.</p><p>Care of others</p><p>{SENTENCE}</p><p>Care of others</p>");
    let page = |other: &str| lines(&format!("{css}<div class=a>{one}</div><div class=b>{other}</div>"));
    assert_eq!(page(&other).iter().filter(|l| *l == SENTENCE).count(), 1);
    let new = page("<p>I learn from each of my mistakes.</p><p>I tell others what I have learnt.</p>");
    assert_eq!(new.len(), page(&other).len() + 2, "what stands nowhere else is read");
}

#[test]
fn a_number_in_an_element_of_its_own_is_apart() {
    for number in ["1", "12.", "(3)"] {
        let page =
            format!(r#"<div class="row"><span class="n">{number}</span><span class="t">{SENTENCE}</span></div>"#);
        let line = lines(&page).remove(0);
        assert!(line == SENTENCE || line == format!("{number} {SENTENCE}"), "{line}");
    }
    let ordinal = lines("<p>The <span class=\"n\">2</span><sup class=\"o\">ND</sup> day</p>");
    assert_eq!(ordinal, ["The 2ND day"]);
}

#[test]
fn links_side_by_side_are_apart() {
    let line = |page: &str| lines(page).remove(0);
    assert_eq!(line("<p><a href=/a>Care</a><a href=/b>Level 2</a></p>"), "Care Level 2");
    assert_eq!(line("<p>inter<a href=/a>nation</a><a href=/b>al</a></p>"), "international");
    assert_eq!(line("<p><a href=/a>Mc</a><a href=/a>Donald</a></p>"), "McDonald");
}
