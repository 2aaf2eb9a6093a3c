//! Laws that hold for any page.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf_document::{Block, Document, Region, is_invisible};

/// Every visible character of the stream is in exactly one text, marker or separator.
fn unaccounted(document: &Document) -> Vec<(usize, usize)> {
    let mut count = vec![0_usize; document.stream.len()];
    for text in document.blocks.iter().flat_map(Block::texts) {
        text.chars().filter(|(c, _)| !c.is_whitespace()).for_each(|(_, at)| count[at] += 1);
    }
    document.separators.iter().for_each(|&at| count[at] += 1);
    let blank = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    let wrong = |at: &usize| count[*at] != usize::from(!blank(document.stream[*at]));
    (0..count.len()).filter(wrong).map(|at| (at, count[at])).collect()
}

fn holds(page: &str) {
    if let Ok(read) = cvf_html::read(page.as_bytes()) {
        assert_eq!(unaccounted(&read.value), [], "{page}");
    }
}

const PIECES: &[&str] = &[
    "<ul><li>",
    "</ul>",
    "<ol type=a>",
    "<p>",
    "<b>",
    "</b>",
    "<table><tr><td>",
    "</table>",
    "<td colspan=2>",
    "<nav>",
    "</nav>",
    "<h2>",
    "<br>",
    "I listen.",
    "• I ask",
    "1. We",
    "<div hidden>",
    "</div>",
    "<dl><dt>",
    "<dd>",
    "-",
    "x-",
    "<a role=tab aria-controls=t>",
    "<div id=t>",
    "<span style='mso-list:Ignore'>·&nbsp;</span>",
    "\u{200b}",
    "<tr>",
];

#[test]
fn every_character_is_in_exactly_one_place() {
    for a in PIECES {
        for b in PIECES {
            holds(&format!("<body>{a}w {b}v {a}{b}x"));
        }
    }
}

#[test]
fn mutilated_pages_are_read() {
    let mut state = 7_usize;
    let mut next = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    for _ in 0..300 {
        let mut page = String::from("<html>");
        for _ in 0..20 {
            page += PIECES[next(PIECES.len())];
        }
        let cut = (0..=next(page.len())).rev().find(|&at| page.is_char_boundary(at)).unwrap_or(0);
        holds(&page[cut..]);
        holds(&page);
    }
}

#[test]
fn deep_nesting_ends_quickly() {
    for tag in ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<font size=2>"] {
        let page = format!("<html>{}I listen", tag.repeat(200_000));
        let read = cvf_html::read(page.as_bytes()).unwrap();
        assert_eq!(read.warnings[0].code, "nesting", "{tag}");
        assert!(read.value.stream.iter().collect::<String>().contains("I listen"));
    }
}

#[test]
fn regions_are_marked_and_nothing_is_dropped() {
    let page = "<nav><a href=x>Home</a></nav><div class=cookie-bar>We use cookies.</div><main><h1>Work</h1>\
                <div hidden><p>I listen to others and hear them.</p></div></main><footer>©</footer>";
    let blocks = cvf_html::read(page.as_bytes()).unwrap().value.blocks;
    let reason = |b: &Block| match b {
        Block::Region(Region { kind, .. }) => kind.reason(),
        _ => "main",
    };
    let reasons: Vec<&str> = blocks.iter().map(reason).collect();
    assert_eq!(reasons, ["navigation", "cookie-notice", "main", "main", "site-footer"]);
}

#[test]
fn a_page_that_a_script_draws_says_so() {
    let shell = b"<!doctype html><title>x</title><div id=root>Loading the framework</div><script src=app.js></script>";
    assert_eq!(cvf_html::read(shell).err(), Some(cvf_html::ReadError::Script));
    let small = b"<h2>Level 1</h2><ul><li>I listen.</ul><script>count()</script>";
    assert!(cvf_html::read(small).is_ok());
}
