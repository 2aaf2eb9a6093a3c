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
    Word { page: 1, chars, rect, baseline, size, bold, invisible, bullet, said, doubtful, mark }
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
