//! A check never says yes to what it did not compare, and says where every word went.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Attested, Canon, CheckSettings, CopyReport, Problem, Profiles, Rule, check_with, load_canon, witness};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn canon() -> Canon {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../output/framework.yaml");
    load_canon("canon", &fs::read_to_string(path).unwrap()).unwrap()
}

fn checked(canon: &Canon, name: &str, text: &str) -> Result<CopyReport, Problem> {
    let profiles = Profiles::built_in();
    let read = witness(name, text.as_bytes(), &profiles, &Attested::none())?.extraction.witness;
    let (report, mut problems) = check_with(canon, &[read], CheckSettings::default(), &profiles)?;
    report.copies.into_iter().next().ok_or_else(|| problems.remove(0))
}

/// The national framework's indicators: competency, level, text.
fn indicators(canon: &Canon) -> Vec<(String, String, String)> {
    let own = canon.units().into_iter().filter(|u| u.framework == canon.framework.id);
    own.filter_map(|u| Some((u.route.competency?, u.route.level?, u.text))).collect()
}

fn page(body: &str) -> String {
    format!("<!DOCTYPE html><html><body><h1>Form</h1>{body}</body></html>")
}

/// A leaflet with headings and bullets, each statement as `print` gives it.
fn leaflet(canon: &Canon, print: impl Fn(usize, &str) -> String) -> String {
    let mut out = String::from("Competency and Values Framework\n");
    let mut last = (String::new(), String::new());
    for (n, (competency, level, text)) in indicators(canon).into_iter().enumerate() {
        if competency != last.0 {
            out += &format!("\n{competency}\n");
        }
        if (&competency, &level) != (&last.0, &last.1) {
            out += &format!("\nLevel {level}\n\n");
        }
        out += &format!("- {}\n", print(n, &text));
        last = (competency, level);
    }
    out
}

#[test]
fn statements_are_compared_wherever_they_stand() {
    let canon = canon();
    let all = indicators(&canon);
    let each = |dress: &dyn Fn(&str) -> String| -> String {
        all.iter().map(|(_, _, text)| dress(&text.replacen("I ", "I must not ", 1))).collect()
    };
    let places = [
        ("headings", each(&|t| format!("<h3>{t}</h3><p>Notes</p>"))),
        (
            "labels of levels",
            each(&|t| format!("<table><tr><th>{t}</th><th>Done</th></tr><tr><td>1</td><td>yes</td></tr></table>")),
        ),
        ("captions", each(&|t| format!("<table><caption>{t}</caption><tr><td>1</td><td>2</td></tr></table>"))),
        ("terms", format!("<dl>{}</dl>", each(&|t| format!("<dt>{t}</dt><dd>Seen</dd>")))),
        ("switches", each(&|t| format!("<details><summary>{t}</summary>Seen</details>"))),
        ("a foot", format!("<footer>{}</footer>", each(&|t| format!("<p>{t}</p>")))),
        ("hidden text", format!("<div hidden>{}</div>", each(&|t| format!("<p>{t}</p>")))),
        ("one cell", format!("<table><tr><td>{}</td></tr></table>", each(&|t| format!("{t} ")))),
    ];
    for (place, body) in places {
        let report = checked(&canon, place, &page(&body)).unwrap();
        let touched = report.findings.iter().filter(|f| f.rule == Rule::Wording && f.meaning).count();
        assert_eq!((report.counts.exact, touched), (0, all.len()), "{place}");
    }
}

#[test]
fn nothing_compared_is_a_problem_that_says_what_it_is_instead() {
    let canon = canon();
    let own = "- I plan the round with care and keep to it.\n- I ask the guests what they need before I act.\n- I watch the weather and tell the crew in time.\n";
    let cases = [
        ("other-framework", format!("Keeping bees\n\nLevel 1\n\n{own}\nMending boats\n\nLevel 1\n\n{own}")),
        (
            "names-only",
            "Competency and Values Framework\n\n- We take ownership\n- We are collaborative\n- We analyse critically\n"
                .to_owned(),
        ),
        (
            "nothing-compared",
            "It was a long day on the towpath. The crew went home late and the tea was cold.\n".to_owned(),
        ),
    ];
    for (reason, text) in cases {
        let problem = checked(&canon, reason, &text).unwrap_err();
        assert_eq!(problem.reason, reason, "{problem}");
    }
}

#[test]
fn another_edition_is_one_finding_that_fails() {
    let canon = canon();
    let own = "- I plan the round with care and keep to it.\n- I ask the guests what they need before I act.\n- I watch the weather and tell the crew in time.\n";
    let names = ["We take ownership", "We collaborate", "We support and inspire", "We analyse critically"];
    let text: String = names.iter().map(|n| format!("{n}\n\nLevel 1\n\n{own}\n")).collect();
    let report = checked(&canon, "leaflet", &text).unwrap();
    let [finding] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    assert_eq!(finding.rule, Rule::Edition);
    assert!(
        finding.message.contains("edition 2024") && finding.message.contains("0 of its 12 statements"),
        "{}",
        finding.message
    );
    assert!(finding.fails(Some(cvf::Severity::Error)) && !finding.fails(None));
}

#[test]
fn lists_of_the_copy_s_own_are_one_extra_each() {
    let canon = canon();
    let own = "\nWe are custodians of boats\n\nLevel 1\n\n- I count the boats before the tide turns.\n- I mend what is broken on the same day.\n\nLevel 2\n\n- I teach others to mend boats with care.\n";
    let report = checked(&canon, "leaflet", &(leaflet(&canon, |_, t| t.to_owned()) + own)).unwrap();
    let [finding] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    assert_eq!((finding.rule, finding.statements, report.counts.extra), (Rule::Extra, 3, 3));
    assert_eq!(finding.competency.as_deref(), Some("We are custodians of boats"));
}

#[test]
fn what_printing_leaves_in_a_text_is_no_drift() {
    let canon = canon();
    let all = indicators(&canon).len();
    let raised = ["¹", "²", "³"];
    type Print = Box<dyn Fn(usize, &str) -> String>;
    let dresses: Vec<(&str, Print)> = vec![
        (
            "ligatures",
            Box::new(|_, t| t.replace("ffi", "\u{fb03}").replace("ff", "\u{fb00}").replace("fi", "\u{fb01}")),
        ),
        ("invisible", Box::new(|_, t| t.replace("and", "an\u{200b}d").replace(" of ", "\u{a0}of "))),
        ("calls", Box::new(move |n, t| format!("{t}{}", raised[n % 3]))),
        ("codes", Box::new(|n, t| format!("EA{n}.1 {t}"))),
        ("line ends", Box::new(|_, t| t.replace('/', "/ ").replace("long-term", "long- term"))),
        ("apostrophes", Box::new(|_, t| t.replace("’s", " s"))),
        ("buttons", Box::new(|_, t| format!("{t} Copy link"))),
    ];
    for (dress, print) in dresses {
        let report = checked(&canon, dress, &leaflet(&canon, print)).unwrap();
        let loud: Vec<_> =
            report.findings.iter().filter(|f| f.severity > cvf::Severity::Note).map(|f| &f.message).collect();
        assert_eq!((report.counts.exact, loud.len()), (all, 0), "{dress}: {loud:?}");
    }
}

#[test]
fn a_broken_encoding_is_one_note() {
    let canon = canon();
    // UTF-8 read as Windows-1252 is mended, and said, by the reader; what is left is the check's.
    let report = checked(&canon, "leaflet", &leaflet(&canon, |_, t| t.replace('’', "‚Äô"))).unwrap();
    let [finding] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    assert_eq!((finding.rule, finding.severity), (Rule::Formatting, cvf::Severity::Note));
    assert!(finding.message.contains("Mac Roman"), "{}", finding.message);
}

#[test]
fn words_that_turn_every_statement_are_never_taken_for_layout() {
    let canon = canon();
    for words in ["must not", "Never:", "do not"] {
        let report =
            checked(&canon, words, &leaflet(&canon, |_, t| t.replacen("I ", &format!("I {words} "), 1))).unwrap();
        let touched = report.findings.iter().filter(|f| f.meaning).count();
        assert_eq!(touched, indicators(&canon).len(), "{words}");
    }
}

/// All words of a document, by a count of its own.
fn all_words(text: &str) -> usize {
    let read = witness("page", text.as_bytes(), &Profiles::built_in(), &Attested::none()).unwrap().extraction.witness;
    let units = read.units.iter().map(|u| u.text.as_str());
    let names = read.headings.iter().map(|h| h.name.as_str());
    let rest = read.residue.iter().chain(&read.labels).map(|r| r.text.as_str());
    let apart = |c: char| !c.is_alphanumeric();
    units.chain(names).chain(rest).flat_map(|t| t.split(apart)).filter(|w| !w.is_empty()).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_words_of_a_copy_add_up(take in 1usize..59, junk in "[a-z ]{0,60}", heading in "[A-Z][a-z]{3,9}( [a-z]{2,8}){0,3}") {
        let canon = canon();
        let plain = |text: &str| text.replace(['’', '‘', '-', '/'], " ");
        let all = indicators(&canon);
        let body: String = all[..take].iter().map(|(_, _, t)| format!("- {}\n", plain(t))).collect();
        let text = format!("{heading}\n\nLevel 3\n\n{body}\n{junk}\n\nPage 3 of 9\n");
        if let Ok(report) = checked(&canon, "page", &text) {
            prop_assert_eq!(report.counts.words.all(), all_words(&text));
            prop_assert!(report.counts.words.canon > 0);
        }
    }
}
