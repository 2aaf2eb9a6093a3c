//! The level that holds for a whole page: in its title, or by itself above everything.

use crate::draft::{Draft, Drafts};
use crate::labels;
use cvf_document::{Block, Document, Text};
use cvf_framework::{Kind, Method, Part, Profiles, Route, names};

/// The level that stands alone in a line or box above all statements, if only one does: a list of
/// levels is a key to what follows.
pub(crate) fn level_in_front(document: &Document, drafts: &Drafts, profiles: &Profiles) -> Option<String> {
    let start = |text: &Text| text.offsets().first().copied();
    let first = drafts.units.iter().filter(|d| d.kind == Kind::Indicator).filter_map(|d| start(&d.text)).min()?;
    let names: Vec<usize> = drafts.headings.iter().filter_map(|h| start(&h.name)).collect();
    let mut found: Vec<String> = Vec::new();
    for text in lines(&document.blocks) {
        let above = start(text).is_some_and(|at| at < first && !names.contains(&at));
        found.extend(alone(text.as_str(), profiles).filter(|_| above));
    }
    found.dedup();
    match found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// A single cluster that stands over everything, on a line of its own, is the title where there is
/// none.
pub(crate) fn take_name_over_all_for_title(drafts: &mut Drafts, document: &Document) {
    let mut clusters = (0..drafts.headings.len()).filter(|&i| drafts.headings[i].part == Part::Cluster);
    let (Some(at), None) = (clusters.next(), clusters.next()) else { return };
    let name = drafts.headings[at].name.clone();
    let titled = drafts.units.iter().any(|d| d.kind == Kind::Title);
    let under = |d: &Draft| d.route.cluster.as_deref() == Some(name.as_str());
    let described = drafts.units.iter().any(|d| d.kind == Kind::ClusterDescription);
    if titled || described || !drafts.units.iter().all(under) {
        return;
    }
    let start = |text: &Text| text.offsets().first().copied();
    let others = drafts.headings.iter().filter(|h| h.part != Part::Cluster).map(|h| &h.name);
    let first = others.chain(drafts.units.iter().map(|d| &d.text)).filter_map(start).min();
    let line = lines(&document.blocks).into_iter().any(|line| start(line) == start(&name));
    if !line || first.is_some_and(|first| Some(first) < start(&name)) {
        return;
    }
    let heading = drafts.headings.remove(at);
    drafts.units.iter_mut().for_each(|d| d.route.cluster = None);
    drafts.headings.iter_mut().for_each(|h| h.route.cluster = None);
    let route = Route::default();
    let title = Draft {
        kind: Kind::Title,
        route,
        text: heading.name,
        method: Method::Heading,
        confidence: 0.8,
        inferred: Vec::new(),
        part_of: None,
    };
    drafts.units.insert(0, title);
}

/// The whole line that a title was taken from: the label of a level behind it may have been cut off.
pub(crate) fn title_line(document: &Document, title: &Text) -> String {
    let start = |text: &Text| text.offsets().first().copied();
    let line = lines(&document.blocks).into_iter().find(|line| start(line) == start(title));
    line.unwrap_or(title).as_str().to_owned()
}

/// Paragraphs of a document, those beside the main flow too; no cells.
fn lines(blocks: &[Block]) -> Vec<&Text> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.push(&p.text),
            Block::Region(region) => out.extend(lines(&region.blocks)),
            _ => {}
        }
    }
    out
}

/// Most digits of a code such as IC3, and most letters in front of them.
const CODE: usize = 2;
const LETTERS: usize = 3;

/// The level that a line names by itself: a known label, a code, or a share.
fn alone(line: &str, profiles: &Profiles) -> Option<String> {
    let line = line.trim();
    let key = names::key(line);
    let known = profiles.language.level_scale.contains(&key);
    let label = labels::level(line, profiles).filter(|l| l.end == line.len()).map(|l| l.label);
    label.or_else(|| (known || is_code(line) || is_share(line)).then(|| line.to_owned()))
}

/// "IC3", "P2", "A2".
fn is_code(line: &str) -> bool {
    let letters = line.chars().take_while(char::is_ascii_uppercase).count();
    let digits = line.chars().skip(letters).take_while(char::is_ascii_digit).count();
    (1..=LETTERS).contains(&letters) && (1..=CODE).contains(&digits) && letters + digits == line.chars().count()
}

/// "40–59 %".
fn is_share(line: &str) -> bool {
    line.ends_with('%') && line.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '%' | ' '))
}

/// The level that a title names: in words, or behind its last sign as a known label or one with
/// a number.
pub(crate) fn level_in_title(title: &str, profiles: &Profiles) -> Option<String> {
    let language = &profiles.language;
    let tail = |sign: &str| title.trim_end_matches(')').rsplit(sign).next().filter(|t| t.len() < title.len());
    let signs = [": ", " – ", " — ", " | ", "(", ", ", " - ", ":", "–", "—", "|", ","];
    let tails = signs.into_iter().filter_map(tail).map(str::trim);
    let parts: Vec<&str> = tails.filter(|t| !t.is_empty()).collect();
    let bare = parts.iter().find_map(|part| labels::bare_level(part, profiles));
    bare.or_else(|| labels::level_in_title(title, language))
        .or_else(|| parts.iter().find(|part| is_step(part, profiles)).map(|part| (*part).to_owned()))
}

/// Most words of a label behind a title.
const WORDS: usize = 3;
const ROMAN: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];

/// True for a known label, or one with a number that is no year.
fn is_step(label: &str, profiles: &Profiles) -> bool {
    let language = &profiles.language;
    let key = names::key(label);
    let tokens: Vec<&str> = label.split_whitespace().collect();
    let number = |t: &str| t.chars().any(|c| c.is_ascii_digit()) || ROMAN.contains(&t);
    let year = |t: &str| t.len() == 4 && t.chars().all(|c| c.is_ascii_digit());
    let numbered = (1..=WORDS).contains(&tokens.len()) && tokens.iter().any(|t| number(t) && !year(t));
    language.level_scale.contains(&key) || language.level_names.contains(&key) || numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_levels_behind_their_last_sign() {
        let level = |title: &str| level_in_title(title, &Profiles::built_in());
        assert_eq!(level("Crew rubric: rail: 80–100 %").as_deref(), Some("80–100 %"));
        assert_eq!(level("Crew map – Level 2 (Core)").as_deref(), Some("2"));
        assert_eq!(level("Crew map (Level 2 (Core))").as_deref(), Some("2"));
        assert_eq!(level("Crew map (Designer II)").as_deref(), Some("Designer II"));
        assert_eq!(level("Crew map, harbour"), None);
        assert_eq!(level("Crew map – 2024"), None);
    }

    #[test]
    fn a_line_alone_is_a_level_by_its_label() {
        let alone = |line: &str| alone(line, &Profiles::built_in());
        assert_eq!(alone("Level 2").as_deref(), Some("2"));
        assert_eq!(alone("IC3").as_deref(), Some("IC3"));
        assert_eq!(alone("40–59 %").as_deref(), Some("40–59 %"));
        for line in ["Version 2", "Page 3", "2024", "Use the table below.", "12", "Overview"] {
            assert_eq!(alone(line), None, "{line}");
        }
    }
}
