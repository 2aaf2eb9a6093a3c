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

#[test]
fn a_bar_of_badge_name_and_sentence_is_three_pieces() {
    let bar = |name: &str, about: &str| {
        format!(
            "<button class=bar style='display:flex'><span class=badge>Competency</span> <span class=title>{name}</span> \
             <span class=about>{about}</span> <span class=sign>▼</span></button>"
        )
    };
    let page = format!(
        "<h1>Clerks</h1>{}<ul><li>Sorts letters by street<li>Sorts parcels by weight</ul>{}<ul><li>Files invoices by \
         date<li>Files contracts so that others find them</ul>{}<ul><li>Greets every visitor<li>Calms visitors who \
         wait</ul>",
        bar("Sorting post", "How well the post gets where it is to go."),
        bar("Filing papers", "Papers are found again by everyone who needs them."),
        bar("Front desk", "Visitors are seen, heard and helped at once.")
    );
    let read = units(&page);
    assert!(read.contains(&"Indicator Sorting post: Sorts letters by street".to_owned()), "{read:?}");
    assert!(read.contains(&"Indicator Front desk: Calms visitors who wait".to_owned()), "{read:?}");
    assert_eq!(read.iter().filter(|u| u.starts_with("Indicator")).count(), 6);
}

/// Three skills of clerks with their statements.
const CLERKS: [(&str, [&str; 3]); 3] = [
    (
        "Sorting post",
        [
            "Sorts letters by street before the round begins",
            "Sorts parcels by weight and street without mistakes",
            "Sets letters without an address aside for the post room",
        ],
    ),
    (
        "Filing papers",
        [
            "Files invoices by the date on which they were paid",
            "Files contracts so that others find them again",
            "Destroys papers when nobody has to keep them any longer",
        ],
    ),
    (
        "Front desk",
        [
            "Greets every visitor at the desk within a minute",
            "Calms visitors who had to wait for a long time",
            "Shows visitors the way to the office they need",
        ],
    ),
];

fn clerks(part: impl Fn(&str, &[&str; 3]) -> String) -> String {
    CLERKS.iter().map(|(name, items)| part(name, items)).collect()
}

fn points(items: &[&str; 3]) -> String {
    format!("<ul><li>{}</ul>", items.join("<li>"))
}

#[test]
fn a_bold_name_and_what_it_means_are_two_paragraphs() {
    let bold = |name: &str, items: &[&str; 3]| {
        let list = points(items).replace(
            "Files contracts so that others find them again",
            "<b>Files contracts so that others find them again</b>",
        );
        format!("<p><strong>{name}</strong> <em>What is meant by this part of the work</em></p>{list}")
    };
    let read = units(&format!("<h1>Clerks</h1>{}", clerks(bold)));
    let indicators: Vec<&String> = read.iter().filter(|u| u.starts_with("Indicator")).collect();
    for (name, items) in CLERKS {
        for item in items {
            assert!(indicators.contains(&&format!("Indicator {name}: {item}")), "{item}: {read:?}");
        }
    }
}

#[test]
fn unhelpful_behaviours_are_no_indicators() {
    let part = |name: &str, good: &str, bad: &str| {
        format!(
            "<h2>{name}</h2><h3>Effective behaviours</h3><ul><li>{good} by street<li>{good} with care</ul><h3>Ineffective \
             behaviours</h3><ul><li>{bad} without a look<li>{bad} when it suits</ul>"
        )
    };
    let page =
        part("Sorting post", "Sorts letters", "Drops letters") + &part("Filing papers", "Files papers", "Piles papers");
    let indicators: Vec<String> = units(&page).into_iter().filter(|u| u.starts_with("Indicator")).collect();
    assert_eq!(indicators.len(), 4, "{indicators:?}");
    assert!(indicators.iter().all(|u| u.contains("orts letters") || u.contains("iles papers")), "{indicators:?}");
}

#[test]
fn statements_numbered_in_one_paragraph_are_several() {
    let run_on = |name: &str, [a, b, c]: &[&str; 3]| format!("<h2>{name}</h2><p>(1) {a}; (2) {b}; (3) {c}.</p>");
    let read = units(&format!("<h1>Clerks</h1>{}", clerks(run_on)));
    let indicators: Vec<&String> = read.iter().filter(|u| u.starts_with("Indicator")).collect();
    assert_eq!(indicators.len(), 9, "{read:?}");
    assert_eq!(indicators[1], "Indicator Sorting post: Sorts parcels by weight and street without mistakes;");
}

#[test]
fn a_level_alone_above_everything_holds_for_all() {
    let parts = clerks(|name, items| format!("<h2>{name}</h2>{}", points(items)));
    let read = units(&format!("<h1>Clerks</h1><aside>IC2</aside>{parts}"));
    let indicators: Vec<&String> = read.iter().filter(|u| u.starts_with("Indicator")).collect();
    assert_eq!(indicators.len(), 9, "{read:?}");
    assert!(indicators.iter().all(|line| line.contains(" > IC2: ")), "{read:?}");
    let key = units(&format!("<h1>Clerks</h1><p>IC1</p><p>IC2</p>{parts}"));
    assert!(!key.iter().any(|line| line.contains("> IC2")), "a list of levels is a key: {key:?}");
}

#[test]
fn a_report_may_hold_a_framework_in_one_table() {
    let pages: String = (1..9)
        .map(|n| {
            format!(
                "<h2>Part {n}</h2><p>In 19{n}0 the office moved to its house by the river, and nobody knew why. The \
                 clerks said that it was hard to find. Some of them stayed for years, others left at once.</p><p>Why \
                 was the post so late in those days? It came by boat, as the letters of 19{n}1 show, and the boat was \
                 slow. By the end of the year a new one had been bought.</p>"
            )
        })
        .collect();
    let rows = clerks(|name, [a, b, c]| format!("<tr><td>{name}<td>{a}<td>{b}<td>{c}"));
    let table = format!("<h2>What is asked</h2><table><tr><th>Skill<th>Poor<th>Fair<th>Good{rows}</table>");
    let read = units(&format!("<h1>The office</h1>{pages}{table}{pages}"));
    let indicators: Vec<&String> = read.iter().filter(|u| u.starts_with("Indicator")).collect();
    assert_eq!(indicators.len(), 9, "{read:?}");
    assert!(
        indicators[4].ends_with("Filing papers > Fair: Files contracts so that others find them again"),
        "{read:?}"
    );
}

#[test]
fn two_languages_beside_each_other_are_two_frameworks() {
    let welsh = [
        (
            "Didoli post",
            [
                "Didoli llythyrau y dydd cyn mynd allan",
                "Didoli parseli yn ôl pwysau a maint",
                "Gosod llythyrau heb gyfeiriad o'r neilltu",
            ],
        ),
        (
            "Ffeilio papurau",
            [
                "Ffeilio anfonebau yn nhrefn eu dyddiad talu",
                "Ffeilio cytundebau fel bod modd eu canfod",
                "Dinistrio papurau pan ddaw eu hamser",
            ],
        ),
        (
            "Y dderbynfa",
            [
                "Cyfarch ymwelwyr wrth y ddesg yn gynnar",
                "Tawelu ymwelwyr ar ôl oedi hir",
                "Dangos y ffordd i'r swyddfa gywir",
            ],
        ),
    ];
    let pairs = CLERKS.iter().zip(&welsh).map(|((name, items), (enw, eitemau))| {
        let rows: String = items.iter().zip(eitemau).map(|(a, b)| format!("<tr><td>{a}<td>{b}")).collect();
        format!("<tr><th>{name}<th>{enw}{rows}")
    });
    let read = units(&format!("<h1>Clerks</h1><table>{}</table>", pairs.collect::<String>()));
    let indicators: Vec<&String> = read.iter().filter(|u| u.starts_with("Indicator")).collect();
    assert_eq!(indicators.len(), 18, "{read:?}");
    let owns = |name: &str, item: &str| indicators.iter().any(|u| u.ends_with(&format!("{name}: {item}")));
    assert!(CLERKS.iter().all(|(name, items)| items.iter().all(|i| owns(name, i))), "{read:?}");
    assert!(welsh.iter().all(|(name, items)| items.iter().all(|i| owns(name, i))), "{read:?}");
}

#[test]
fn a_tick_in_one_of_several_columns_tells_the_level() {
    let row = |name: &str, text: &str, ticks: [&str; 3]| {
        let cells: String = ticks.iter().map(|t| format!("<td>{t}")).collect();
        format!("<tr><td>{name}<td>{text}{cells}")
    };
    let page = "<h1>Skills of sailmakers</h1><table><tr><th>Skill<th>What is done<th>Hand<th>Mate<th>Master".to_owned()
        + &row("Sewing", "Sews a straight seam in new canvas", ["✓", "", ""])
        + &row("Sewing", "Sews in a bolt rope without puckers", ["", "✓", ""])
        + &row("Sewing", "Teaches others to sew by hand", ["", "", "✓"])
        + &row("Cutting", "Cuts panels along a drawn line", ["✓", "", ""])
        + &row("Cutting", "Lays out panels with little waste", ["", "✓", ""])
        + &row("Cutting", "Designs the shape of a new sail", ["", "", "✓"])
        + "</table>";
    let read = units(&page);
    for expected in [
        "Indicator Sewing > Hand: Sews a straight seam in new canvas",
        "Indicator Sewing > Master: Teaches others to sew by hand",
        "Indicator Cutting > Mate: Lays out panels with little waste",
    ] {
        assert!(read.iter().any(|u| u == expected), "{expected}: {read:?}");
    }
}

#[test]
fn a_rubric_in_a_few_words_is_read_where_the_page_says_that_it_is_one() {
    let table = "<table><tr><th>Criterion<th>Strong (3)<th>Sound (2)<th>Weak (1)\
        <tr><td>Colour<td>Bold and fitting<td>Fitting<td>Random<tr><td>Line<td>Sure and alive<td>Even<td>Shaky\
        <tr><td>Space<td>Used with purpose<td>Filled<td>Empty<tr><td>Finish<td>Clean to the edge<td>Clean<td>Smudged</table>";
    let read = units(&format!("<h1>Rubric for poster design</h1>{table}"));
    assert_eq!(read.iter().filter(|u| u.starts_with("Indicator")).count(), 12, "{read:?}");
    assert!(read.iter().any(|u| u.starts_with("Indicator Line > Weak") && u.ends_with(": Shaky")), "{read:?}");
    let profiles = Profiles::built_in();
    let prices = "<!DOCTYPE html><body><h1>Our boats for hire</h1><table><tr><th>Boat<th>Day<th>Week<th>Month\
        <tr><td>Dinghy<td>20<td>90<td>300<tr><td>Yawl<td>40<td>180<td>On request<tr><td>Punt<td>15<td>70<td>None</table>";
    assert!(extract("case", prices.as_bytes(), &profiles).is_err(), "a price list is none");
}
