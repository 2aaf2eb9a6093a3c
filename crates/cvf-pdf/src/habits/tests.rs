use super::*;

/// Words on lines 12 points apart, each character 5 points wide.
fn sheet(lines: &[&str], invisible: bool) -> Sheet {
    let mut words = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let mut left = 50.0;
        for text in line.split(' ') {
            words.push(word(text, left, 100.0 + 12.0 * row as f32, invisible));
            left += 5.0 * text.chars().count() as f32 + 3.0;
        }
    }
    Sheet { words, height: 800.0, ..Sheet::default() }
}

fn word(text: &str, left: f32, baseline: f32, invisible: bool) -> Word {
    let rect = |left: f32, right: f32| Rect { left, top: baseline - 7.5, right, bottom: baseline + 2.0 };
    let char = |(i, c): (usize, char)| (c, rect(left + 5.0 * i as f32, left + 5.0 * (i + 1) as f32));
    let chars: Vec<(char, Rect)> = text.chars().enumerate().map(char).collect();
    let right = left + 5.0 * chars.len() as f32;
    let (rect, size) = (rect(left, right), 10.0);
    let mark = crate::tags::Mark::None;
    let (bold, bullet, said, doubtful) = (false, false, None, false);
    Word { page: 1, chars, rect, baseline, size, bold, invisible, bullet, call: false, said, doubtful, mark }
}

fn read(lines: &[&str], invisible: bool) -> Vec<String> {
    let mut sheets = vec![sheet(lines, invisible)];
    undo(&mut sheets);
    let mark = |w: &Word| if w.bullet { "•".to_owned() } else { w.text() };
    let found = crate::lines::lines(std::mem::take(&mut sheets[0].words));
    found.iter().map(|l| l.words.iter().map(mark).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn signs_that_stand_above_each_other_are_bullets_and_bars_are_pronouns() {
    let layer = ["e | bake what | can", "e |am early", "e lam clear", "¢ |donot waste", "not do not"];
    let text = ["• I bake what I can", "• I am early", "• I am clear", "• I do not waste", "not do not"];
    assert_eq!(read(&layer, true), text);
}

#[test]
fn a_bullet_alone_on_its_page_is_known_from_other_pages() {
    let pages = [vec!["e | bake", "¢ | mix", "e | weigh"], vec!["« | knead"]];
    let mut sheets: Vec<Sheet> = pages.iter().map(|lines| sheet(lines, true)).collect();
    undo(&mut sheets);
    assert_eq!(sheets[1].words.iter().filter(|w| w.bullet).count(), 1);
    // One that stands elsewhere in no row is what it is.
    let mut sheets: Vec<Sheet> = pages[1..].iter().map(|lines| sheet(lines, true)).collect();
    undo(&mut sheets);
    assert!(sheets[0].words.iter().all(|w| !w.bullet));
}

#[test]
fn two_letters_in_the_room_of_one_are_one() {
    let mut narrow = word("IT", 50.0, 100.0, true);
    narrow.rect.right = 53.0;
    let words = vec![narrow, word("bake", 58.0, 100.0, true), word("IT", 50.0, 112.0, true)];
    let mut sheets = vec![Sheet { words, height: 800.0, ..Sheet::default() }];
    undo(&mut sheets);
    let texts: Vec<String> = sheets[0].words.iter().map(Word::text).collect();
    assert_eq!(texts, ["I", "bake", "IT"]);
}

#[test]
fn bars_that_are_ruling_lines_stay() {
    let layer = ["Level | Baking", "one | of the", "two | Selling"];
    assert_eq!(read(&layer, true), layer);
}

#[test]
fn words_that_only_look_glued_stay() {
    let layer = ["| lead and | learn", "Include others", "lead well", "| can amend it", "land"];
    let text = ["I lead and I learn", "Include others", "lead well", "I can amend it", "land"];
    assert_eq!(read(&layer, true), text);
}

#[test]
fn printed_text_is_never_touched() {
    let printed = ["e | bake", "e |am early", "e lam clear"];
    assert_eq!(read(&printed, false), printed);
}

#[test]
fn words_that_stand_side_by_side_elsewhere_are_parted() {
    let layer = [
        "| play the role",
        "our role",
        "as arole model",
        "look into it",
        "along the way",
        "Isa model",
        "lsan eye, nota nose",
        "he is a baker",
        "it is a cake",
    ];
    let text = [
        "I play the role",
        "our role",
        "as a role model",
        "look into it",
        "along the way",
        "Is a model",
        "Is an eye, not a nose",
        "he is a baker",
        "it is a cake",
    ];
    assert_eq!(read(&layer, true), text);
    assert_eq!(read(&layer, false), layer);
}

#[test]
fn a_bar_at_the_end_of_a_line_is_the_pronoun_of_what_is_below() {
    let layer = ["It is done. |", "think it is"];
    assert_eq!(read(&layer, true), ["It is done. I", "think it is"]);
    assert_eq!(read(&["It is done. |", "the end"], true), ["It is done. |", "the end"]);
}

#[test]
fn two_signs_that_no_word_is_made_of_are_one_bullet() {
    assert_eq!(read(&["e bake what", "»« sell it", "e wash up"], true), ["• bake what", "• sell it", "• wash up"]);
}

#[test]
fn labels_before_rows_are_read_as_another_shows() {
    let words = |first: &str, y: f32| vec![word(first, 50.0, y, true), word("bake", 90.0, y, true)];
    let texts = |rows: [&str; 2]| {
        let words = rows.into_iter().zip([100.0, 112.0]).flat_map(|(first, y)| words(first, y)).collect();
        let mut sheets = vec![Sheet { words, height: 800.0, ..Sheet::default() }];
        undo(&mut sheets);
        let labels = sheets[0].words.iter().filter(|w| w.rect.left < 60.0);
        labels.map(|w| (w.text(), w.said)).collect::<Vec<_>>()
    };
    assert_eq!(texts(["ta", "1b"]), [("1a".to_owned(), Some('t')), ("1b".to_owned(), None)]);
    assert_eq!(texts(["ta", "2b"])[0], ("ta".to_owned(), None));
}

#[test]
fn other_signs_for_the_pronoun_in_front_of_words_that_stand_elsewhere() {
    let layer = [
        "e lensure it",
        "e {work",
        "e 1am",
        "¢ [define it",
        "e Ido T work",
        "we ensure, work and define",
        "e [sic]",
        "e 1st",
    ];
    let text = [
        "• I ensure it",
        "• I work",
        "• I am",
        "• I define it",
        "• I do I work",
        "we ensure, work and define",
        "• [sic]",
        "• 1st",
    ];
    assert_eq!(read(&layer, true), text);
}

#[test]
fn a_word_and_its_number_are_parted_where_others_are() {
    let layer = ["Level 1", "We bake", "Level2", "We sell", "Level 3", "Oven7"];
    assert_eq!(read(&layer, true)[2..], ["Level 2", "We sell", "Level 3", "Oven7"]);
}
