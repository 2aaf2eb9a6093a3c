//! Formats for people: nothing in a copy steers the reader's terminal or page.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{copy, finding, hostile, many, plain, report};
use cvf_check::{Coverage, Rule};
use cvf_collate::{Apparatus, Question};
use cvf_framework::Prose;
use cvf_report::{MARKDOWN_LIMIT, Style, build_report, markdown, text};

#[test]
fn markdown_fits_in_a_comment_and_says_what_it_leaves_out() {
    for report in [many(20, 500), many(2_000, 3), hostile()] {
        let out = markdown(&report);
        assert!(out.len() <= MARKDOWN_LIMIT, "{} bytes", out.len());
        assert_eq!(out.matches("<details>").count(), out.matches("</details>").count());
    }
    let out = markdown(&many(20, 500));
    let shown = out.lines().filter(|l| l.starts_with("- **")).count();
    let said = format!("**{} more findings are not shown**", 10_000 - shown);
    assert!(shown > 100 && out.contains(&said), "{shown} shown");
    assert_eq!(out.matches("<details>").count(), 20, "every copy has its share");
    assert!(!markdown(&plain()).contains("not shown"));
}

#[test]
fn markdown_of_a_hostile_copy_has_no_markup_of_the_copy() {
    let out = markdown(&hostile());
    for bad in ["<script", "@team", "[x](", "http://", "www.", "$x", "\u{202e}", "\u{1b}"] {
        assert!(!out.contains(bad), "{bad}");
    }
    assert!(out.contains("&lt;script&gt;"));
    let rows: Vec<&str> = out.lines().filter(|l| l.starts_with('|')).collect();
    assert!(rows.iter().all(|r| r.replace("\\|", "").matches('|').count() == 10), "every row has nine cells: {rows:?}");
}

#[test]
fn a_terminal_is_not_steered() {
    let out = text(&hostile(), Style::Signs);
    assert!(!out.chars().any(|c| c.is_control() && c != '\n'));
    assert!(!out.contains('\u{202e}') && out.contains("[U+202E]"));
    assert!(!out.contains("##") && !out.lines().any(|l| l.trim_start().starts_with("::")), "a log has no commands");
    assert!(text(&plain(), Style::Signs).contains("baselined: the house name"));
}

#[test]
fn open_questions_are_folded_and_stale_decisions_are_not() {
    let question = |i: usize| Question {
        place: format!("dough.1.{i}"),
        about: "slip".to_owned(),
        text: Prose::new("am open."),
        proposal: Some(Prose::new("I am open.")),
        why: "the only source <b>seems</b> to have a slip".to_owned(),
        ..Question::default()
    };
    let stale = vec!["dough.1.1: the sources now say </details>".to_owned()];
    let mut apparatus = Apparatus::default();
    (apparatus.questions, apparatus.stale) = ((0..2_000).map(question).collect(), stale);
    let out = build_report(&many(20, 500), &apparatus);
    assert!(out.len() <= MARKDOWN_LIMIT, "{} bytes", out.len());
    assert_eq!(out.matches("<details>").count(), 21, "of the questions and of each copy");
    assert_eq!(out.matches("</details>").count(), 21);
    assert!(out.contains("<summary>2000 open questions") && !out.contains("<b>"));
    assert!(out.find("# Stale").unwrap() < out.find("<details>").unwrap());
}

#[test]
fn a_finding_without_any_text_is_shown() {
    let edition = report(vec![copy("leaflet.txt", vec![finding(Rule::Edition, None, None)])]);
    assert!(text(&edition, Style::Signs).contains("warning[edition]"));
    assert!(text(&edition, Style::Colour).contains("[edition]"));
}

#[test]
fn the_grid_is_shown_where_lists_do_not_fare_alike() {
    let list = |competency: &str, level: &str, [exact, changed, missing]: [usize; 3]| Coverage {
        competency: competency.to_owned(),
        level: level.to_owned(),
        exact,
        changed,
        missing,
        of: exact + changed + missing,
    };
    let shown = |coverage: Vec<Coverage>| {
        let copy = cvf_check::CopyReport { coverage, ..copy("leaflet.txt", vec![]) };
        text(&report(vec![copy]), Style::Signs)
    };
    let out = shown(vec![
        list("Kneading dough", "1", [4, 0, 0]),
        list("Kneading dough", "2", [0, 0, 0]),
        list("Minding the oven, whatever the weather and however long the night may be", "1", [2, 1, 1]),
    ]);
    assert!(out.contains("Kneading dough") && out.contains(" =2 ~1 -1") && out.contains("·"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    assert!(!shown(vec![list("Kneading dough", "1", [4, 0, 0]), list("Minding", "1", [2, 0, 0])]).contains("="));
}
