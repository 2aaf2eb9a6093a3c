//! Reports made up for tests: a plain one, a hostile one, a large one.

#![allow(dead_code, reason = "each test file uses a part")]

use cvf_check::{CanonRef, Change, CopyReport, Counts, Finding, Report, Review, Rule, ScopeEntry, Severity, Words};
use cvf_document::Place;

pub(crate) fn finding(rule: Rule, expected: Option<&str>, found: Option<&str>) -> Finding {
    let of = |t: Option<&str>| t.unwrap_or_default().to_owned();
    Finding {
        rule,
        severity: rule.info().severity,
        confidence: 0.99,
        indicator: Some("dough.1.1".to_owned()),
        competency: Some("Kneading dough".to_owned()),
        level: Some("1".to_owned()),
        expected: expected.map(str::to_owned),
        found: found.map(str::to_owned),
        changes: vec![Change { expected: of(expected), found: of(found) }],
        aspect: None,
        meaning: false,
        statements: 0,
        at: Place { line: Some(7), ..Place::default() },
        message: format!("\"{}\" is not \"{}\"", of(found), of(expected)),
        fingerprint: format!("{:016x}", rule as u64 + 1),
        status: "new".to_owned(),
        review: None,
    }
}

pub(crate) fn copy(source: &str, findings: Vec<Finding>) -> CopyReport {
    CopyReport {
        source: source.to_owned(),
        framework: "guild".to_owned(),
        edition: Some("2020".to_owned()),
        scope: vec![ScopeEntry { competency: "dough".to_owned(), levels: vec!["1".to_owned()] }],
        counts: Counts {
            expected: 4,
            exact: 2,
            changed: 1,
            missing: 1,
            extra: 0,
            words: Words { canon: 30, furniture: 4, other: 6, like_statements: 0 },
        },
        findings,
        excused: Default::default(),
        coverage: Vec::new(),
    }
}

pub(crate) fn report(copies: Vec<CopyReport>) -> Report {
    let canon = CanonRef { id: "guild".to_owned(), edition: Some("2020".to_owned()), hash: "00ff".to_owned() };
    Report { version: 1, tool: "cvf 0.1.0".to_owned(), canon, copies, problems: Vec::new(), passed_over: 0 }
}

/// One open finding of each severity, one accepted, and a copy without findings.
pub(crate) fn plain() -> Report {
    let mut accepted = finding(Rule::Heading, Some("Kneading dough"), Some("Kneading the dough"));
    accepted.status = "baselined".to_owned();
    let author = Some("a reviewer".to_owned());
    accepted.review = Some(Review {
        reason: "the house name".to_owned(),
        author,
        date: Some("2026-01-02".to_owned()),
        expires: None,
    });
    let mut wording = finding(Rule::Wording, Some("I must knead the dough."), Some("I may knead the dough."));
    (wording.severity, wording.meaning) = (Severity::Error, true);
    let findings = vec![
        finding(Rule::Typo, Some("I knead the dough."), Some("I kn3ad the dough.")),
        finding(Rule::Extra, None, Some("I keep the tea warm.")),
        finding(Rule::Formatting, Some("I bake day-to-day."), Some("I bake day to day.")),
        wording,
        accepted,
    ];
    report(vec![copy("copies/a.txt", findings), copy("copies/b.txt", Vec::new())])
}

pub(crate) const HOSTILE: &str = "</script><script>alert(1)</script>]]>&amp;\"'`|@team #1 [x](http://x.example) %0A::error::{0} $x$ www.x.example ##[error]y \u{2028}\u{85}\u{202e}txet\u{0}\u{7}\u{1b}[31m\u{fffe}\r\n--> <!-- ";

/// Markup, controls, marks of direction and a word of 10,000 letters in every text.
pub(crate) fn hostile() -> Report {
    let word = "w".repeat(10_000);
    let mut findings = Vec::new();
    for rule in Rule::ALL {
        let mut one = finding(rule, Some(&format!("{HOSTILE} {word}")), Some(&format!("{word} {HOSTILE} {word}")));
        one.competency = Some(HOSTILE.to_owned());
        one.level = Some(HOSTILE.to_owned());
        one.indicator = Some(HOSTILE.to_owned());
        findings.push(one);
    }
    report(vec![copy(&format!("copies/{HOSTILE}/ä b%.txt"), findings)])
}

/// Many copies with many findings each.
pub(crate) fn many(copies: usize, findings: usize) -> Report {
    let text = |i: usize| format!("I weigh the flour, the salt and batch {i} with care, and I write down what I did.");
    let one = |i: usize| {
        let rule = [Rule::Typo, Rule::Wording, Rule::Formatting, Rule::Missing][i % 4];
        let mut one = finding(rule, Some(&text(i)), Some(&text(i).replace("care", "caare")));
        one.fingerprint = format!("{i:016x}");
        one
    };
    report((0..copies).map(|c| copy(&format!("copies/{c:03}.txt"), (0..findings).map(one).collect())).collect())
}
