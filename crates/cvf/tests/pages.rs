//! Small web pages in the layouts that sites and word processors make. The expectations were
//! written down before the program was run on them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf::{Profiles, extract, ledger};

/// `kind route: text` of each unit, in order; the ledger must balance too.
fn units(body: &str) -> Vec<String> {
    let page = format!("<!DOCTYPE html><body>{body}</body>");
    let profiles = Profiles::built_in();
    assert!(ledger("case", page.as_bytes(), &profiles).unwrap().balances(), "{page}");
    let witness = extract("case", page.as_bytes(), &profiles).unwrap().extraction.witness;
    let shown = |u: &cvf::Unit| {
        let r = &u.route;
        let steps = [&r.cluster, &r.competency, &r.sub_competency, &r.value, &r.level];
        let route: Vec<&str> = steps.into_iter().filter_map(Option::as_deref).collect();
        format!("{:?} {}: {}", u.kind, route.join(" > "), u.text)
    };
    witness.units.iter().map(shown).collect()
}

#[test]
fn a_switch_inside_a_heading_is_no_part_of_its_name() {
    let page = "<h2>Digging</h2><h3><button aria-expanded=false>Level 1<span class='hidden x__heading-divider'>, \
                </span><span class=x__section-toggle>Show</span></button></h3><div hidden><ul><li>I dig.</ul></div>";
    assert_eq!(units(page), ["Indicator Digging > 1: I dig."]);
}

#[test]
fn a_name_over_the_whole_width_of_its_table() {
    let page = "<table><tr><th colspan=2>Digging<tr><td colspan=2>Earth is heavy and must be moved.\
                <tr><td>Why is it important?<td>Holes are needed.<tr><td>Level 1<td><ul><li>I dig.</ul>\
                <tr><th colspan=2>Pruning<tr><td>Level 1<td><ul><li>I cut.<li>I look.</ul></table>";
    let expected = [
        "Description Digging: Earth is heavy and must be moved.",
        "Importance Digging: Holes are needed.",
        "Indicator Digging > 1: I dig.",
        "Indicator Pruning > 1: I cut.",
        "Indicator Pruning > 1: I look.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn headers_that_come_again_over_other_competencies_are_levels() {
    let table = |a: &str, b: &str| {
        format!("<table><tr><th>Novice<th>Expert<tr><td><p>- {a}<td><p>- {b}<p>- I teach others.</table>")
    };
    let page = format!("<h2>Digging</h2>{}<h2>Pruning</h2>{}", table("I dig.", "I plan."), table("I cut.", "I shape."));
    let expected = [
        "Indicator Digging > Novice: I dig.",
        "Indicator Digging > Expert: I plan.",
        "Indicator Digging > Expert: I teach others.",
        "Indicator Pruning > Novice: I cut.",
        "Indicator Pruning > Expert: I shape.",
        "Indicator Pruning > Expert: I teach others.",
    ];
    assert_eq!(units(&page), expected);
    let across = "<table><tr><th>Competency<th>Novice<th>Expert<tr><td>Digging<td>I dig holes where they are wanted.\
                  <td>I plan trenches for a whole garden.</table>";
    let expected = [
        "Indicator Digging > Novice: I dig holes where they are wanted.",
        "Indicator Digging > Expert: I plan trenches for a whole garden.",
    ];
    assert_eq!(units(across), expected);
}

#[test]
fn a_competency_may_bear_the_name_of_another_frameworks_value() {
    let page = "<h2>Courage</h2><p>We go on.</p><h3>Level 1</h3><ul><li>I speak up.</ul><h2>Digging</h2>\
                <h3>Level 1</h3><ul><li>I dig.</ul>";
    let expected =
        ["Description Courage: We go on.", "Indicator Courage > 1: I speak up.", "Indicator Digging > 1: I dig."];
    assert_eq!(units(page), expected);
    let values = "<h2>We take ownership</h2><h3>Level 1</h3><ul><li>I own it.</ul><h2>Courage</h2><p>We speak up.</p>";
    assert_eq!(units(values)[1], "ValueDescription Courage: We speak up.");
}

#[test]
fn an_o_set_apart_is_a_bullet() {
    let item = |text: &str| format!("<p class=MsoListParagraph><span>o<span>&nbsp;&nbsp; </span></span>{text}</p>");
    let page = format!("<h2>Digging</h2><p><b>Level 1</b></p>{}{}", item("dig holes."), item("fill them."));
    assert_eq!(units(&page), ["Indicator Digging > 1: dig holes.", "Indicator Digging > 1: fill them."]);
}

#[test]
fn competency_level_and_statements_without_headers() {
    let page = "<table><tr><td rowspan=2>Digging<td>Level 1<td><ul><li>I dig holes in the earth.<li>I fill them.</ul>\
                <tr><td>Level 2<td><ul><li>I plan trenches for others.</ul>\
                <tr><td>Pruning<td>Level 1<td><ul><li>I cut above the bud.</ul></table>";
    let expected = [
        "Indicator Digging > 1: I dig holes in the earth.",
        "Indicator Digging > 1: I fill them.",
        "Indicator Digging > 2: I plan trenches for others.",
        "Indicator Pruning > 1: I cut above the bud.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn a_named_level_over_the_whole_width_under_headers() {
    let page = "<table><tr><th>Digging<th>Pruning<tr><td colspan=2>Novice<tr><td><ul><li>I dig.</ul><td><ul><li>I cut.</ul>\
                <tr><td colspan=2>Expert<tr><td><ul><li>I plan.</ul><td><ul><li>I shape.</ul></table>";
    let expected = [
        "Indicator Digging > Novice: I dig.",
        "Indicator Pruning > Novice: I cut.",
        "Indicator Digging > Expert: I plan.",
        "Indicator Pruning > Expert: I shape.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn a_list_of_links_is_no_list_of_statements() {
    let page = "<h1>Digging</h1><h2>Level 1</h2><ul><li>I dig.<li>I <a href=x>rest</a>.</ul>\
                <ul><li><a href=a>Share on a network</a><li><a href=b>Print</a></ul>";
    assert_eq!(units(page), ["Indicator Digging > 1: I dig.", "Indicator Digging > 1: I rest."]);
}

#[test]
fn a_text_behind_a_tab_is_not_part_of_the_level() {
    let page = "<h2>Digging</h2><p>Level 1&#9;I dig by hand.<p>I rest at noon.<p>Level 2&#9;I teach digging.";
    let expected = [
        "Indicator Digging > 1: I dig by hand.",
        "Indicator Digging > 1: I rest at noon.",
        "Indicator Digging > 2: I teach digging.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn levels_with_names_over_competencies_or_beside_them() {
    let items = |text: &str| format!("<ul><li>{text}</ul>");
    let over = format!(
        "<h2>Foundation</h2><h3>Digging</h3>{}<h3>Pruning</h3>{}<h2>Advanced</h2><h3>Digging</h3>{}<h3>Pruning</h3>{}",
        items("I dig."),
        items("I cut."),
        items("I plan."),
        items("I shape.")
    );
    let by_level = [
        "Indicator Digging > Foundation: I dig.",
        "Indicator Pruning > Foundation: I cut.",
        "Indicator Digging > Advanced: I plan.",
        "Indicator Pruning > Advanced: I shape.",
    ];
    assert_eq!(units(&over), by_level);
    let beside = format!(
        "<h2>Digging – Foundation</h2>{}<h2>Digging – Advanced</h2>{}<h2>Pruning – Foundation</h2>{}\
         <h2>Pruning – Advanced</h2>{}",
        items("I dig."),
        items("I plan."),
        items("I cut."),
        items("I shape.")
    );
    let by_name = [by_level[0], by_level[2], by_level[1], by_level[3]];
    assert_eq!(units(&beside), by_name);
}

#[test]
fn rows_with_names_under_levels_are_competencies_of_the_heading_above() {
    // Without a title above, one heading alone would be it.
    let page = "<h1>Handbook</h1><h2>Garden</h2><table><tr><th>Competency<th>Level 1<th>Level 2\
                <tr><th>Digging<td>I dig.<td>I plan.<tr><th>Pruning<td>I cut.<td>I shape.</table>";
    let expected = [
        "Title : Handbook",
        "Indicator Garden > Digging > 1: I dig.",
        "Indicator Garden > Digging > 2: I plan.",
        "Indicator Garden > Pruning > 1: I cut.",
        "Indicator Garden > Pruning > 2: I shape.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn levels_with_names_of_their_own_in_cells_and_under_banners() {
    let cell = |name: &str, a: &str, b: &str| {
        format!("<td><p><b>{name}</b><p>Novice<ul><li>{a}</ul><p>Proven<ul><li>{b}</ul>")
    };
    let cards = format!(
        "<h1>Handbook</h1><h2>Garden</h2><table><tr>{}{}</table>",
        cell("Digging", "I dig.", "I plan."),
        cell("Pruning", "I cut.", "I shape.")
    );
    let expected = [
        "Title : Handbook",
        "Indicator Garden > Digging > Novice: I dig.",
        "Indicator Garden > Digging > Proven: I plan.",
        "Indicator Garden > Pruning > Novice: I cut.",
        "Indicator Garden > Pruning > Proven: I shape.",
    ];
    assert_eq!(units(&cards), expected);
    let banner = |name: &str, a: &str, b: &str| {
        format!("<table><tr><th colspan=2>{name}<tr><th>Novice<th>Proven<tr><td>{a}<td>{b}</table>")
    };
    let banners = format!(
        "<h1>Handbook</h1><h2>Garden</h2>{}{}",
        banner("Digging", "I dig.", "I plan."),
        banner("Pruning", "I cut.", "I shape.")
    );
    assert_eq!(units(&banners), expected);
}

#[test]
fn values_in_tables_and_at_the_head_of_their_paragraphs() {
    let expected =
        ["ValueDescription Care: We look after all our tools.", "ValueDescription Haste: We do not wait for rain."];
    for values in [
        "<table><tr><th>Care<td>We look after all our tools.<tr><th>Haste<td>We do not wait for rain.</table>",
        "<table><tr><th>Value<th>Description<tr><td>Care<td>We look after all our tools.<tr><td>Haste<td>We do not wait for rain.</table>",
        "<table><tr><th>Care<th>Haste<tr><td>We look after all our tools.<td>We do not wait for rain.</table>",
        "<p><b>Care:</b> We look after all our tools.<p><b>Haste:</b> We do not wait for rain.",
        "<ul><li>Care – We look after all our tools.<li>Haste – We do not wait for rain.</ul>",
    ] {
        assert_eq!(units(&format!("<h2>Our values</h2>{values}")), expected, "{values}");
    }
}

#[test]
fn what_stands_before_and_after_a_framework_is_no_part_of_it() {
    let page = "<span>Guidance</span><h1>Gardeners' framework</h1><h2>Introduction</h2><p>Gardens matter to us.\
                <h2>Who it is for</h2><p>All of us.<h2>When to read it</h2><ul><li>before spring<li>after frost</ul>\
                <h2>About the levels</h2><table><tr><th>Level<th>Who<tr><td>Level 1<td>People in their first year.</table>\
                <h2>Garden</h2><h3>Digging</h3><h4>Level 1</h4><p>At this level, you will:<ul><li>dig by hand.</ul>\
                <h3>Pruning</h3><h4>Level 1</h4><ul><li>I cut.</ul><h2>Our values</h2><h3>Care</h3><p>We look after tools.\
                <h2>Write to us</h2><p>We read every letter.<ul><li>By post<li>By pigeon</ul>";
    let expected = [
        "Title : Gardeners' framework",
        "Note Garden > Digging > 1: At this level, you will:",
        "Indicator Garden > Digging > 1: dig by hand.",
        "Indicator Garden > Pruning > 1: I cut.",
        "ValueDescription Care: We look after tools.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn columns_of_sections_belong_to_the_competency_above() {
    let page = "<h2>Digging</h2><table><tr><th>Underdone<th>Behaviours<th>Overdone\
                <tr><td>Leaves it to others.<td><ul><li>Digs.<li>Rests.</ul><td>Digs at night.</table>";
    let expected = [
        "Underdone Digging: Leaves it to others.",
        "Indicator Digging: Digs.",
        "Indicator Digging: Rests.",
        "Overdone Digging: Digs at night.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn clusters_over_the_whole_width_between_rows_of_competencies() {
    let page = "<table><tr><th>Competency<th>Level 1<th>Level 2<tr><td colspan=3>Garden\
                <tr><td>Digging<td>I dig.<td>I plan.<tr><td colspan=3>Orchard<tr><td>Pruning<td>I cut.<td>I shape.</table>";
    let expected = [
        "Indicator Garden > Digging > 1: I dig.",
        "Indicator Garden > Digging > 2: I plan.",
        "Indicator Orchard > Pruning > 1: I cut.",
        "Indicator Orchard > Pruning > 2: I shape.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn a_competency_or_a_statement_behind_its_level() {
    let competencies = "<h2>Level 1: Digging</h2><ul><li>I dig.</ul><h2>Level 2: Digging</h2><ul><li>I plan.</ul>\
                        <h2>Level 1: Pruning</h2><ul><li>I cut.</ul><h2>Level 2: Pruning</h2><ul><li>I shape.</ul>";
    let expected = [
        "Indicator Digging > 1: I dig.",
        "Indicator Digging > 2: I plan.",
        "Indicator Pruning > 1: I cut.",
        "Indicator Pruning > 2: I shape.",
    ];
    assert_eq!(units(competencies), expected);
    let statements = "<h2>Digging</h2><p>Level 1: Digs by hand<p>Level 2: Plans the bed\
                      <h2>Pruning</h2><p>Level 1: Cuts dead wood<p>Level 2: Shapes the tree";
    let expected = [
        "Indicator Digging > 1: Digs by hand",
        "Indicator Digging > 2: Plans the bed",
        "Indicator Pruning > 1: Cuts dead wood",
        "Indicator Pruning > 2: Shapes the tree",
    ];
    assert_eq!(units(statements), expected);
    let own = "<h2>Digging</h2><h3>Level 1: Staff</h3><ul><li>I dig.</ul><h2>Pruning</h2><h3>Level 1: Staff</h3><ul><li>I cut.</ul>";
    assert_eq!(units(own), ["Indicator Digging > 1: I dig.", "Indicator Pruning > 1: I cut."]);
}

#[test]
fn more_columns_than_the_name_in_front_of_those_of_levels() {
    let page = "<table><tr><th>No.<th>Cluster<th>Competency<th>Definition<th>Novice<th>Proven\
                <tr><td>1<td rowspan=2>Garden<td>Digging<td>Earth is heavy.<td><ul><li>I dig.<li>I rest.</ul><td>I plan.\
                <tr><td>2<td>Pruning<td>Wood grows.<td>I cut.<td>I shape.</table>";
    let expected = [
        "Description Garden > Digging: Earth is heavy.",
        "Indicator Garden > Digging > Novice: I dig.",
        "Indicator Garden > Digging > Novice: I rest.",
        "Indicator Garden > Digging > Proven: I plan.",
        "Description Garden > Pruning: Wood grows.",
        "Indicator Garden > Pruning > Novice: I cut.",
        "Indicator Garden > Pruning > Proven: I shape.",
    ];
    assert_eq!(units(page), expected);
}

#[test]
fn a_role_of_a_known_edition_is_a_level_of_its_own_beside_others() {
    let levels = |a: &str, b: &str, c: &str| {
        format!(
            "<h3>Foundation</h3><ul><li>{a}</ul><h3>Practitioner</h3><ul><li>{b}</ul><h3>Expert</h3><ul><li>{c}</ul>"
        )
    };
    let page = format!(
        "<h2>Digging</h2>{}<h2>Pruning</h2>{}",
        levels("I dig.", "I plan.", "I teach."),
        levels("I cut.", "I shape.", "I graft.")
    );
    let expected = [
        "Indicator Digging > Foundation: I dig.",
        "Indicator Digging > Practitioner: I plan.",
        "Indicator Digging > Expert: I teach.",
        "Indicator Pruning > Foundation: I cut.",
        "Indicator Pruning > Practitioner: I shape.",
        "Indicator Pruning > Expert: I graft.",
    ];
    assert_eq!(units(&page), expected);
    let table = |a: &str, b: &str| format!("<table><tr><th>Foundation<th>Practitioner<tr><td>{a}<td>{b}</table>");
    let page = format!("<h2>Digging</h2>{}<h2>Pruning</h2>{}", table("I dig.", "I plan."), table("I cut.", "I shape."));
    assert_eq!(units(&page), [expected[0], expected[1], expected[3], expected[4]]);
}

#[test]
fn one_list_of_statements_alone_in_its_document_is_read_and_things_to_bring_are_not() {
    let page = |items: &str| format!("<h1>Apiary club</h1><h2>Beekeeping basics</h2><ul>{items}</ul>");
    let statements = "<li>Lights a smoker safely<li>Opens a hive calmly<li>Recognises the queen\
                      <li>Spots signs of swarming<li>Keeps hive records<li>Harvests honey cleanly";
    assert_eq!(units(&page(statements))[1], "Indicator Beekeeping basics: Lights a smoker safely");
    let profiles = Profiles::built_in();
    let things = "<li>Smoker<li>Hive tool<li>Gloves<li>White veil<li>Feeder<li>Frames";
    assert!(extract("case", page(things).as_bytes(), &profiles).is_err());
    let amounts = "<li>10 frames of wax<li>2 jars of honey<li>1 tin of paint<li>5 bags of sugar<li>3 pairs of gloves\
                   <li>4 rolls of tape";
    assert!(extract("case", page(amounts).as_bytes(), &profiles).is_err());
}
