use super::*;
use crate::tags::Mark;

/// A word whose characters are half an em wide, in type of 10 points.
fn word(text: &str, left: f32, baseline: f32) -> Word {
    let rect = |left: f32, right: f32| Rect { left, top: baseline - 7.5, right, bottom: baseline + 2.2 };
    let chars: Vec<(char, Rect)> =
        text.chars().enumerate().map(|(i, c)| (c, rect(left + 5.0 * i as f32, left + 5.0 * (i + 1) as f32))).collect();
    let rect = rect(left, left + 5.0 * chars.len() as f32);
    let (size, bold, invisible) = (10.0, false, false);
    Word {
        page: 1,
        chars,
        rect,
        baseline,
        size,
        bold,
        invisible,
        bullet: false,
        call: false,
        said: None,
        doubtful: false,
        mark: Mark::None,
    }
}

/// The words of a line from its left edge.
fn line(text: &str, left: f32, baseline: f32, bold: bool) -> Vec<Word> {
    let mut at = left;
    let mut out = Vec::new();
    for part in text.split(' ') {
        let word = Word { bold, ..word(part, at, baseline) };
        at = word.rect.right + 2.5;
        out.push(word);
    }
    out
}

fn read(words: Vec<Word>) -> Vec<String> {
    let shown = |lines: &Lines| lines.iter().map(Line::text).collect::<Vec<_>>().join(" ");
    let block = |block: PageBlock| match block {
        PageBlock::Paragraph(lines) => shown(&lines),
        PageBlock::Aside(texts) => format!("aside {}", texts.iter().map(shown).collect::<Vec<_>>().join(" ")),
        PageBlock::Table(table) => format!("table of {} rows and {} columns", table.rows.len(), table.xs.len()),
    };
    blocks(Sheet { words, height: 800.0, ..Sheet::default() }).0.into_iter().map(block).collect()
}

#[test]
fn a_space_behind_the_same_first_word_is_no_gutter() {
    let items = ["I bake bread", "I sell cakes at the door", "I wash up", "I sweep", "I lock the doors", "I go home"];
    let text = |i: usize| format!("{}. {}", i + 1, items[i]);
    let words = (0..6).flat_map(|i| line(&text(i), 50.0, 100.0 + 12.0 * i as f32, false)).collect();
    assert_eq!(read(words), (0..6).map(text).collect::<Vec<_>>());
}

#[test]
fn lines_that_begin_alike_are_items_where_nothing_wraps() {
    let items = ["I bake the bread of the whole town", "I sell all of it before it is noon", "I wash up"];
    let words = (0..3).flat_map(|i| line(items[i], 50.0, 100.0 + 12.0 * i as f32, false)).collect();
    assert_eq!(read(words), items);
}

#[test]
fn columns_of_prose_with_headings_of_their_own_are_no_table() {
    // Each heading stands apart from the text above it, and by chance beside a gap.
    let left = ["Baking", "", "we bake bread in the night", "and cakes", "", "Selling", "", "we sell at the door"];
    let right =
        ["we count the money that is", "in the till", "", "Closing", "", "we close at six o'clock", "", "Resting"];
    let mut words = Vec::new();
    for i in 0..8 {
        let y = 100.0 + 9.0 * i as f32;
        let bold = |text: &str| !text.contains(' ');
        for (text, x) in [(left[i], 50.0), (right[i], 250.0)].into_iter().filter(|(text, _)| !text.is_empty()) {
            words.extend(line(text, x, y, bold(text)));
        }
    }
    let blocks = read(words);
    assert!(blocks.iter().all(|b| !b.starts_with("table")), "{blocks:?}");
    let place = |text: &str| blocks.iter().position(|b| b.starts_with(text));
    assert!(place("we sell") < place("we count"), "{blocks:?}");
}

#[test]
fn tables_of_the_same_headers_below_one_another_are_parted_at_their_headings() {
    let table = |top: f32, name: &str| {
        let mut words = line(name, 50.0, top, true);
        for (i, left) in [50.0, 200.0, 350.0].into_iter().enumerate() {
            words.extend(line(&format!("Level {}", i + 1), left, top + 15.0, true));
            words.extend(line("• Keeps a list", left, top + 30.0, false));
            words.extend(line("• Owns the plan", left, top + 45.0, false));
        }
        words
    };
    let table_of_two = "table of 2 rows and 3 columns";
    let blocks = read([table(50.0, "Craft"), table(120.0, "Service")].concat());
    assert_eq!(blocks, ["Craft", table_of_two, "Service", table_of_two]);
}

#[test]
fn columns_with_headings_of_their_own_are_prose() {
    let mut words = Vec::new();
    for (left, shift) in [(50.0, 0.0), (200.0, 24.0), (350.0, 36.0)] {
        for at in 0..10 {
            words.extend(line("• Plans the week", left, 50.0 + 12.0 * at as f32, false));
        }
        let heading = |w: &Word| w.rect.left >= left && (w.baseline - 74.0 - shift).abs() < 1.0;
        words.retain(|w| !heading(w));
        words.extend(line("Level 2", left, 74.0 + shift, true));
    }
    assert!(read(words).iter().all(|block| !block.starts_with("table")));
}

#[test]
fn tables_with_other_columns_below_one_another_are_parted_at_their_headers() {
    let table = |top: f32, name: &str, lefts: [f32; 3]| {
        let mut words = line(name, 50.0, top, true);
        for (i, left) in lefts.into_iter().enumerate() {
            words.extend(line(&format!("Level {}", i + 1), left, top, true));
            words.extend(line("• Keeps a list", left, top + 15.0, false));
            words.extend(line("• Owns the plan", left, top + 30.0, false));
        }
        words
    };
    let (first, second) = (table(50.0, "Craft", [120.0, 230.0, 340.0]), table(96.0, "Care", [180.0, 290.0, 400.0]));
    let blocks = read([first, second].concat());
    assert!(blocks.len() == 2 && blocks.iter().all(|b| b.starts_with("table of 2 rows")), "{blocks:?}");
}

#[test]
fn tables_with_the_same_headers_beside_one_another_are_read_one_by_one() {
    let mut words = Vec::new();
    for (name, left) in [("Craft", 50.0), ("Care", 330.0)] {
        words.extend(line(name, left, 50.0, true));
        for (i, item) in ["• Keeps a list", "• Owns a plan"].into_iter().enumerate() {
            let left = left + 130.0 * i as f32;
            words.extend(line(&format!("Level {}", i + 1), left, 65.0, true));
            (0..3).for_each(|at| words.extend(line(item, left, 80.0 + 12.0 * at as f32, false)));
        }
    }
    let blocks = read(words);
    assert_eq!(blocks.iter().filter(|b| b.starts_with("table")).count(), 2, "{blocks:?}");
}

#[test]
fn a_full_cell_beside_the_next_one_spans_nothing() {
    let mut words = Vec::new();
    for (row, (name, full)) in [("Craft", false), ("Care", true), ("Tools", false)].into_iter().enumerate() {
        let top = 50.0 + 45.0 * row as f32;
        words.extend(line(name, 50.0, top, false));
        for at in 0..3 {
            let text = if full && at == 1 { "I keep the list of all tools" } else { "I keep the list of it" };
            words.extend(line(text, 120.0, top + 12.0 * at as f32, false));
            words.extend(line("I own the plan", 264.0, top + 12.0 * at as f32, false));
        }
    }
    let sheet = Sheet { words, height: 800.0, ..Sheet::default() };
    let PageBlock::Table(table) = blocks(sheet).0.remove(0) else { panic!("a table") };
    assert!(table.rows.iter().all(|row| row.len() == 3), "{table:?}");
}

#[test]
fn a_heading_in_the_middle_and_one_at_the_edge_are_two() {
    let mut words = line("Leading the music", 150.0, 50.0, true);
    words.extend(line("Rehearsing", 50.0, 64.0, true));
    words.extend(line("I prepare a season with singers.", 50.0, 84.0, false));
    assert_eq!(read(words)[..2], ["Leading the music", "Rehearsing"]);
    let mut words = line("Leading the music of", 150.0, 50.0, true);
    words.extend(line("a choir", 182.5, 62.0, true));
    words.extend(line("I prepare a whole season with all the singers.", 100.0, 84.0, false));
    assert_eq!(read(words)[0], "Leading the music of a choir");
}

/// Two columns of items under each of two headings, the second column shorter by a line.
fn headed_columns(size: f32) -> Vec<Word> {
    let mut words = Vec::new();
    for (name, top) in [("Baking", 50.0), ("Selling", 130.0)] {
        let mut heading = line(name, 50.0, top, true);
        heading.iter_mut().for_each(|w| w.size = size);
        words.extend(heading);
        for at in 0..4 {
            let y = top + 14.0 + 12.0 * at as f32;
            words.extend(line(&format!("• we keep the list of {name} {at}"), 50.0, y, false));
            if at < 3 {
                words.extend(line(&format!("• we show the list of {name} {at}"), 260.0, y, false));
            }
        }
    }
    words
}

#[test]
fn headings_over_all_columns_part_them() {
    let blocks = read(headed_columns(14.0));
    let place =
        |text: &str| blocks.iter().position(|b| b.contains(text)).unwrap_or_else(|| panic!("{text}: {blocks:?}"));
    let order =
        ["Baking", "keep the list of Baking 3", "show the list of Baking 2", "Selling", "keep the list of Selling"];
    let places: Vec<usize> = order.iter().map(|text| place(text)).collect();
    assert!(places.is_sorted(), "{blocks:?}");
}

#[test]
fn a_box_as_wide_as_the_text_parts_columns_by_itself() {
    let words = headed_columns(10.0);
    let boxes = vec![Rect { left: 45.0, top: 118.0, right: 460.0, bottom: 134.0 }];
    let lines = crate::lines::lines(words);
    let run = Run { lines: 1..lines.len(), gutters: vec![(200.0, 260.0)] };
    let selling = lines.iter().position(|l| l.text() == "Selling").unwrap();
    assert!(bands::over(&lines, &run, &boxes).contains(&selling));
    assert!(bands::over(&lines, &run, &[]).is_empty());
}

#[test]
fn a_column_that_alone_goes_on_below_a_table_is_of_its_last_row() {
    let mut words = Vec::new();
    for (i, text) in ["Skill", "Level 1", "Level 2"].into_iter().enumerate() {
        words.extend(line(text, 50.0 + 150.0 * i as f32, 50.0, true));
    }
    for (row, name) in ["Craft", "Care", "Tools"].into_iter().enumerate() {
        let top = 70.0 + 40.0 * row as f32;
        words.extend(line(name, 50.0, top, true));
        for left in [200.0, 350.0] {
            words.extend(line("I keep the list of it", left, top, false));
            words.extend(line("and own the plan.", left, top + 12.0, false));
        }
    }
    words.extend(line("I go home in good time.", 200.0, 190.0, false));
    let sheet = Sheet { words, height: 800.0, ..Sheet::default() };
    let page = crate::lower::LaidPage { blocks: blocks(sheet).0, ..Default::default() };
    let mended = crate::broken::mend(vec![page]).remove(0).blocks;
    let [PageBlock::Table(table)] = mended.as_slice() else { panic!("{mended:?}") };
    let cell = &table.rows[3][1];
    let texts: Vec<String> = cell.paragraphs.iter().flatten().map(Line::text).collect();
    assert_eq!(texts.last().map(String::as_str), Some("I go home in good time."), "{texts:?}");
}

#[test]
fn a_row_with_a_label_of_its_column_is_no_rest_of_the_row_before() {
    let rules = |top: f32, rows: usize, label: usize| -> Vec<crate::glyphs::Rule> {
        // The first column has a cell over `label` rows, each of 20 points.
        let foot = top + 20.0 * rows as f32;
        let level =
            |y: f32, left: f32| crate::glyphs::Rule { rect: Rect { left, top: y, right: 450.0, bottom: y + 0.5 } };
        let upright = |x: f32| crate::glyphs::Rule { rect: Rect { left: x, top, right: x + 0.5, bottom: foot } };
        let levels = (0..=rows).map(|i| level(top + 20.0 * i as f32, if i % label == 0 { 50.0 } else { 150.0 }));
        levels.chain([50.0, 150.0, 250.0, 450.0].map(upright)).collect()
    };
    let page = |first: &[(&str, &str)], label: usize| {
        let mut words = Vec::new();
        for (i, (name, level)) in first.iter().enumerate() {
            let y = 94.0 + 20.0 * i as f32;
            [(*name, 55.0), (*level, 155.0), ("I keep the list.", 255.0)]
                .into_iter()
                .filter(|(text, _)| !text.is_empty())
                .for_each(|(text, left)| words.extend(line(text, left, y, false)));
        }
        let rules = rules(80.0, first.len(), label);
        let sheet = Sheet { words, rules, height: 800.0, ..Sheet::default() };
        crate::lower::LaidPage { blocks: blocks(sheet).0, ..Default::default() }
    };
    let pages = vec![
        page(&[("Craft", "Level 1"), ("", "Level 2"), ("Care", "Level 1")], 2),
        page(&[("", "Level 2"), ("", "Level 3")], 2),
    ];
    let mended = crate::broken::mend(pages);
    let [PageBlock::Table(table)] = mended[0].blocks.as_slice() else { panic!("{:?}", mended[0].blocks) };
    // The last row has no cell below that of the label, which goes down to it.
    let columns: Vec<Vec<usize>> = table.rows.iter().map(|row| row.iter().map(|cell| cell.column).collect()).collect();
    assert_eq!(columns, [vec![0, 1, 2], vec![1, 2], vec![0, 1, 2], vec![0, 1, 2], vec![1, 2]]);
}

#[test]
fn the_foot_of_a_page_does_not_keep_the_end_of_a_column_from_it() {
    let mut words = Vec::new();
    for at in 0..9 {
        let y = 50.0 + 12.0 * at as f32;
        words.extend(line(&format!("• we keep the list of baking {at}"), 50.0, y, false));
        if at < 6 {
            words.extend(line(&format!("• we show the list of selling {at}"), 260.0, y, false));
        }
    }
    words.extend(line("The house book — 1", 50.0, 700.0, false));
    let blocks = read(words);
    let place =
        |text: &str| blocks.iter().position(|b| b.contains(text)).unwrap_or_else(|| panic!("{text}: {blocks:?}"));
    assert!(place("baking 8") < place("selling 0") && place("selling 5") < place("house book"), "{blocks:?}");
}
