//! The page for reviewers: everything of a copy is text, nothing is loaded, all is there
//! without a script.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{HOSTILE, finding, hostile, many, plain, report};
use cvf_check::{Report, Rule};
use cvf_document::Place;
use cvf_framework::{Canon, yaml};
use cvf_report::{Crop, Evidence, Exhibit, Page, Piece, html};
use std::sync::Arc;

const CANON: &str = "
version: 1
framework:
  id: guild
  name: Guild
  edition: '2020'
  clusters:
    - name: Craft
      competencies:
        - id: dough
          name: Kneading dough
          levels:
            - level: '1'
              indicators:
                - {id: dough.1.1, text: I knead the dough.}
                - {id: dough.1.2, text: I bake day-to-day.}
            - level: '2'
              indicators: [{id: dough.2.1, text: I teach kneading.}]
        - id: oven
          name: Minding the oven
          levels:
            - level: '2'
              indicators: [{id: oven.2.1, text: I mind the oven.}]
";

fn page(report: &Report, evidence: &Evidence) -> String {
    let canon: Canon = yaml::from_str(CANON).unwrap();
    html(Page { report, canon: &canon, apparatus: None, evidence })
}

fn crop(page: u32) -> Exhibit {
    Exhibit::Crop(Crop {
        page,
        media_type: "image/png".to_owned(),
        image: Arc::from([page as u8; 30]),
        size: (300, 40),
        boxes: vec![[10.0, 5.0, 60.0, 20.0]],
        text: "I kn3ad the dough.".to_owned(),
    })
}

#[test]
fn a_hostile_copy_is_shown_and_not_run() {
    let mut evidence = Evidence::default();
    let report = hostile();
    for f in &report.copies[0].findings {
        let piece = Piece { text: HOSTILE.to_owned(), marked: true };
        evidence.add(&report.copies[0].source, &f.fingerprint, Exhibit::Excerpt(vec![piece]));
    }
    let out = page(&report, &evidence);
    assert_eq!(out.matches("<script").count(), 1, "only our own");
    assert_eq!(out.matches("</script").count(), 1);
    assert!(out.contains("alert(1)") && !out.contains("script>alert"));
    assert!(!out.contains('\u{202e}') && out.contains("[U+202E]"));
    assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "no control characters");
}

#[test]
fn nothing_is_loaded_and_no_markup_has_code_or_style() {
    let out = page(&plain(), &Evidence::default());
    let (head, rest) = out.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    assert!(head.contains("default-src &#39;none&#39;; style-src &#39;sha256-"), "{head}");
    let body = body.split_once("<script>").unwrap().0;
    for bad in [" style=", " onclick", " onload", "http://", "https://", " src=", "javascript:"] {
        assert!(!body.contains(bad), "{bad}");
    }
}

#[test]
fn a_grid_says_what_is_covered() {
    let out = page(&plain(), &Evidence::default());
    let cell = |text: &str| out.contains(text);
    assert!(cell(r##"<td class="c-changed"><a href="#f-"##) && cell("1 exact, 1 changed, 0 missing"), "{out}");
    assert!(cell(r#"<td class="c-out"><span aria-hidden="true">–</span><span class="vh">out of scope</span>"#));
    assert!(cell(r#"<td class="c-none">"#), "the canon has no level 1 of the second competency");
    let mut all = finding(Rule::Missing, Some("I bake day-to-day."), None);
    all.indicator = Some("dough.1.2".to_owned());
    let out = page(&report(vec![common::copy("a.txt", vec![all])]), &Evidence::default());
    assert!(out.contains(r#"<td class="c-missing">"#) && out.contains("1 exact, 0 changed, 1 missing"));
}

#[test]
fn changes_in_one_text_share_a_card_and_each_has_its_anchor() {
    let texts = (Some("I knead the dough twice."), Some("I kn3ad the dough once."));
    let (typo, wording) = (finding(Rule::Typo, texts.0, texts.1), finding(Rule::Wording, texts.0, texts.1));
    let other = finding(Rule::Typo, Some("I bake."), Some("I bkae."));
    let out = page(&report(vec![common::copy("a.txt", vec![typo, other, wording])]), &Evidence::default());
    assert_eq!(out.matches("<article class=\"finding").count(), 2, "{out}");
    assert_eq!(out.matches("<h4 id=\"f-").count(), 3);
    assert!(out.contains(r#"data-severity="error warning" data-rule="typo wording""#), "{out}");
}

#[test]
fn marks_are_read_out_and_reviews_shown() {
    let out = page(&plain(), &Evidence::default());
    assert!(out.contains(r#"<del><span class="vh">[lost: </span>knead<span class="vh">]</span></del>"#), "{out}");
    assert!(out.contains(r#"<ins><span class="vh">[added: </span>kn3ad<span class="vh">]</span></ins>"#));
    assert!(out.contains("baselined: the house name (a reviewer, 2026-01-02)"));
    assert!(out.contains("<p>No findings.</p>"), "of the second copy");
}

#[test]
fn places_are_readable_and_rules_documented() {
    let mut on_page = finding(Rule::Typo, Some("I knead."), Some("I kn3ad."));
    on_page.at = Place { page: Some(3), bounds: Some([72.04, 310.5, 520.1, 338.2]), ..Place::default() };
    let mut in_tree = finding(Rule::Wording, Some("I knead."), Some("I need."));
    in_tree.at = Place { path: Some("body/ul[2]/li[3]".to_owned()), ..Place::default() };
    let out = page(&report(vec![common::copy("a.pdf", vec![on_page, in_tree])]), &Evidence::default());
    assert!(out.contains("Copy<span class=\"at\">, page 3, box 72–520 × 310–338 pt</span></h5>"), "{out}");
    assert!(out.contains(", body/ul[2]/li[3]</span></h5>"));
    for rule in ["typo", "wording"] {
        assert!(out.contains(&format!("href=\"#rule-{rule}\"")) && out.contains(&format!("id=\"rule-{rule}\"")));
    }
    assert!(!out.contains("id=\"rule-missing\""), "only what was found");
}

#[test]
fn an_image_of_a_page_is_in_the_file_once() {
    let mut evidence = Evidence::default();
    let report = many(1, 6);
    for (i, f) in report.copies[0].findings.iter().enumerate() {
        evidence.add(&report.copies[0].source, &f.fingerprint, crop(1 + i as u32 / 3));
    }
    let out = page(&report, &evidence);
    assert_eq!(out.matches("data:image/png;base64,").count(), 2);
    assert_eq!(out.matches("<use href=\"#crop-").count(), 6);
    assert!(out.contains(r#"<rect x="10" y="5" width="50" height="15"/>"#));
    assert!(out.contains(r#"aria-label="Page 2: I kn3ad the dough.""#));
}

#[test]
fn a_page_is_small_its_anchors_are_unique_and_its_bytes_the_same() {
    let report = many(20, 25);
    let out = page(&report, &Evidence::default());
    assert!(out.len() < 20 * 150_000, "{} bytes", out.len());
    let mut anchors: Vec<&str> = out
        .match_indices("<article class=\"finding")
        .map(|(at, _)| out[at..].split("id=\"").nth(1).unwrap().split('"').next().unwrap())
        .collect();
    anchors.sort_unstable();
    let all = anchors.len();
    anchors.dedup();
    assert_eq!((all, anchors.len()), (500, 500));
    assert_eq!(out, page(&report, &Evidence::default()));
}
