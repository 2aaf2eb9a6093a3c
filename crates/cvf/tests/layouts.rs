//! Small documents in many layouts: what each line becomes. The expectations were written down
//! before the program was run on them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Profiles, extract, ledger};

/// `competency | level | text` of each indicator, in order; the ledger must balance too.
fn indicators(text: &str) -> Vec<String> {
    let profiles = Profiles::built_in();
    assert!(ledger("case", text.as_bytes(), &profiles).unwrap().balances(), "{text}");
    let witness = extract("case", text.as_bytes(), &profiles).unwrap().extraction.witness;
    let name = |n: &Option<String>| n.clone().unwrap_or_else(|| "-".to_owned());
    let shown = |u: &cvf::Unit| format!("{} | {} | {}", name(&u.route.competency), name(&u.route.level), u.text);
    witness.units.iter().filter(|u| u.kind == cvf::Kind::Indicator).map(shown).collect()
}

#[test]
fn cells_with_bullets_are_lists() {
    let table = "\tWe are collaborative\tWe take ownership\nLevel 1\t• I listen. • I ask.\t• I own it.\n";
    let expected = [
        "We are collaborative | 1 | I listen.",
        "We are collaborative | 1 | I ask.",
        "We take ownership | 1 | I own it.",
    ];
    assert_eq!(indicators(table), expected);
}

#[test]
fn a_label_is_never_the_rest_of_a_broken_item() {
    let text =
        "We are collaborative\n\nLevel 1\n\n- I work with others to get things done in\n\nLevel 2\n\n- I manage.\n";
    let expected =
        ["We are collaborative | 1 | I work with others to get things done in", "We are collaborative | 2 | I manage."];
    assert_eq!(indicators(text), expected);
}

#[test]
fn short_lines_are_not_taken_for_wrapped_text() {
    let numbered = "We take ownership\nLevel 1\n1. I own it.\n2. I act now.\nLevel 2\n3. I coach.\n";
    let expected =
        ["We take ownership | 1 | I own it.", "We take ownership | 1 | I act now.", "We take ownership | 2 | I coach."];
    assert_eq!(indicators(numbered), expected);
    let plain = "We take ownership\nLevel 1\nI own my work.\nI learn from it.\nLevel 2\nI coach others.\n";
    assert_eq!(indicators(plain).len(), 3);
}

#[test]
fn running_heads_and_page_numbers_are_no_headings() {
    let text = "We are collaborative\nLevel 1\n- I listen to others.\n\n3\n\nCompetency and Values Framework\n\n- I ask what they need.\nLevel 2\n- I help others listen.\n";
    let expected = [
        "We are collaborative | 1 | I listen to others.",
        "We are collaborative | 1 | I ask what they need.",
        "We are collaborative | 2 | I help others listen.",
    ];
    assert_eq!(indicators(text), expected);
}

#[test]
fn an_indented_line_belongs_to_its_item() {
    let text = "We are collaborative\n\nLevel 1\n\n- I do not make assumptions.\n  I check that our partners are served.\n- I work with them.\n";
    let expected = [
        "We are collaborative | 1 | I do not make assumptions. I check that our partners are served.",
        "We are collaborative | 1 | I work with them.",
    ];
    assert_eq!(indicators(text), expected);
}

#[test]
fn a_table_with_one_statement_a_row() {
    let text =
        "Competency\tLevel\tIndicator\nWe are collaborative\t1\tI listen to others.\n\t2\tI help others to listen.\n";
    let expected =
        ["We are collaborative | 1 | I listen to others.", "We are collaborative | 2 | I help others to listen."];
    assert_eq!(indicators(text), expected);
}

#[test]
fn rows_under_a_merged_level_cell_are_items_of_their_own() {
    let text = "| Level | We are collaborative | We take ownership |\n|---|---|---|\n| 1 | I listen. | I own my errors. |\n|   | I ask them. | I learn. |\n";
    assert_eq!(indicators(text).len(), 4);
}

#[test]
fn a_name_and_a_level_on_one_line() {
    let expected = ["We are collaborative | 1 | I listen.", "We are collaborative | 2 | I help."];
    let dashed = "We are collaborative - Level 1\n- I listen.\nWe are collaborative - Level 2\n- I help.\n";
    assert_eq!(indicators(dashed), expected);
    let bracketed = "We are collaborative (Level 1)\n- I listen.\nWe are collaborative (Level 2)\n- I help.\n";
    assert_eq!(indicators(bracketed), expected);
    let first = "Level 1: We are collaborative\n- I listen.\nLevel 2: We are collaborative\n- I help.\n";
    assert_eq!(indicators(first), expected);
}

#[test]
fn levels_with_names_and_items_without_marks() {
    let text = "Skill: Digging\n\nNovice\n\nDigs a trench\nCleans the spade\n\nExpert\n\nPlans a bed\n\nSkill: Pruning\n\nNovice\n\nCuts above the bud\n\nExpert\n\nShapes an espalier\n";
    let expected = [
        "Digging | Novice | Digs a trench",
        "Digging | Novice | Cleans the spade",
        "Digging | Expert | Plans a bed",
        "Pruning | Novice | Cuts above the bud",
        "Pruning | Expert | Shapes an espalier",
    ];
    assert_eq!(indicators(text), expected);
}

#[test]
fn every_kind_of_marker() {
    for items in [
        "o I listen.\no I ask.",
        "-\u{a0}I listen.\n-\u{a0}I ask.",
        "·\u{a0}\tI listen.\n·\u{a0}\tI ask.",
        "A. I listen.\nB. I ask.",
        "ii. I listen.\niii. I ask.",
        "1.\u{a0}I listen.\n2.\u{a0}I ask.",
        "\tI listen.\n\tI ask.",
    ] {
        let found = indicators(&format!("We are collaborative\nLevel 1\n{items}\nLevel 2\n{items}\n"));
        assert_eq!(
            found[..2],
            ["We are collaborative | 1 | I listen.", "We are collaborative | 1 | I ask."],
            "{items}"
        );
        assert_eq!(found.len(), 4, "{items}");
    }
}

#[test]
fn lists_beside_the_framework_are_no_competencies() {
    let text = "We are collaborative\nLevel 1\n- I listen.\n\nFurther reading\n\n- Code of Ethics\n";
    assert_eq!(indicators(text), ["We are collaborative | 1 | I listen."]);
    let contents =
        "Contents\n\nWe are collaborative ............ 4\n\nWe are collaborative\n\nLevel 1\n\n- I listen.\n";
    assert_eq!(indicators(contents), ["We are collaborative | 1 | I listen."]);
}

#[test]
fn hyphens_at_a_line_end() {
    let text = "We are collaborative\n\nLevel 1\n\n- I weigh both the short-\n  and long-term effects of what I do for my organisation-\n  wide plan, with a wide view of every one of my organi-\n  sational tasks in the organisation.\n- I act.\n";
    let expected = "We are collaborative | 1 | I weigh both the short- and long-term effects of what I do for my organisation-wide plan, with a wide view of every one of my organisational tasks in the organisation.";
    assert_eq!(indicators(text)[0], expected);
}

#[test]
fn what_is_known_of_a_statement_may_stand_behind_it() {
    let rows = [
        ("Sorts letters by street", "Sorting post", "A"),
        ("Sorts parcels by weight and street", "Sorting post", "B"),
        ("Files invoices by the date of payment", "Filing papers", "A"),
        ("Files contracts so that others find them", "Filing papers", "B"),
        ("Greets every visitor at the desk", "Front desk", "A"),
        ("Calms visitors who had to wait at the desk", "Front desk", "B"),
    ];
    let line =
        |(n, (text, name, tier)): (usize, &(&str, &str, &str))| format!("0{n}\t{text}\t{name}\tTier {tier}\tcore\n");
    let body: String = rows.iter().enumerate().map(line).collect();
    let expected: Vec<String> = rows.iter().map(|(text, name, tier)| format!("{name} | {tier} | {text}")).collect();
    assert_eq!(indicators(&format!("Ref\tDescriptor\tDomain\tTier\tKind\n{body}")), expected);
}
