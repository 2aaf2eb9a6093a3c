//! Lists: their definitions, and the label each paragraph of a list has.

use crate::xml::{Element, Event, Ns, Xml};
use cvf_document::marker::roman;
use std::collections::{BTreeMap, BTreeSet};

/// Levels of a list that are counted.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Style whose paragraphs are of this level.
    style: Option<String>,
    picture: bool,
    legal: bool,
    restarts: bool,
}

#[derive(Clone, Debug, Default)]
struct Definition {
    levels: BTreeMap<usize, Level>,
    /// The style that has this definition.
    style: Option<String>,
    /// The style that has the definition meant here.
    link: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Instance {
    definition: u32,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// The lists of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbering {
    definitions: BTreeMap<u32, Definition>,
    instances: BTreeMap<u32, Instance>,
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    started: BTreeSet<(u32, usize)>,
}

/// The label of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Bullet,
    /// A number with its parts.
    Number(String, Vec<u32>),
    Letter(String),
    /// A label with words in it: it is read as part of the text.
    Words(String),
}

impl Numbering {
    pub(crate) fn parse(text: &str) -> Self {
        let mut numbering = Self::default();
        let mut xml = Xml::new(text);
        while let Some(event) = xml.next() {
            let Event::Open(e) = event else { continue };
            let id = |name: &str| e.attribute(name).and_then(|id| id.trim().parse::<u32>().ok());
            if e.is(Ns::Word, "abstractNum") {
                let definition = definition(&mut xml);
                numbering.definitions.extend(id("abstractNumId").map(|id| (id, definition)));
            } else if e.is(Ns::Word, "num") {
                let instance = instance(&mut xml);
                numbering.instances.extend(id("numId").map(|id| (id, instance)));
            }
        }
        numbering
    }

    /// The definition of a list, through its style where it only names one.
    fn definition(&self, instance: &Instance) -> Option<(u32, &Definition)> {
        let own = self.definitions.get_key_value(&instance.definition)?;
        let linked = own.1.link.as_ref().and_then(|link| {
            self.definitions.iter().find(|(_, d)| d.style.as_ref() == Some(link) && !d.levels.is_empty())
        });
        let (id, definition) = linked.unwrap_or(own);
        Some((*id, definition))
    }

    /// The level of a list that a style stands for.
    pub(crate) fn level_of_style(&self, list: u32, style: &str) -> Option<usize> {
        let (_, definition) = self.definition(self.instances.get(&list)?)?;
        definition.levels.iter().find(|(_, l)| l.style.as_deref() == Some(style)).map(|(level, _)| *level)
    }

    /// Counts the next paragraph of a list and gives its label.
    pub(crate) fn next(&mut self, list: u32, level: usize) -> Option<Label> {
        let level = level.min(LEVELS - 1);
        let instance = self.instances.get(&list)?.clone();
        let (id, definition) = self.definition(&instance)?;
        let levels: Vec<Level> = (0..LEVELS)
            .map(|l| instance.levels.get(&l).or(definition.levels.get(&l)).cloned().unwrap_or_default())
            .collect();
        let start = |l: usize| instance.starts.get(&l).copied().unwrap_or(levels[l].start);
        let counts = self.counts.entry(id).or_default();
        if instance.starts.contains_key(&level) && self.started.insert((list, level)) {
            counts[level] = None;
        }
        counts[level] = Some(counts[level].map_or(start(level), |n| n.saturating_add(1)));
        for (upper, count) in counts.iter_mut().enumerate().take(level) {
            count.get_or_insert(start(upper));
        }
        for lower in level + 1..LEVELS {
            if levels[lower].restarts {
                counts[lower] = None;
            }
        }
        label(&levels, level, counts)
    }
}

fn label(levels: &[Level], level: usize, counts: &[Option<u32>; LEVELS]) -> Option<Label> {
    let own = &levels[level];
    if own.format == "bullet" || own.picture {
        return (own.picture || !own.text.trim().is_empty()).then_some(Label::Bullet);
    }
    let (mut text, mut parts, mut words) = (String::new(), Vec::new(), false);
    let mut rest = own.text.chars().peekable();
    while let Some(c) = rest.next() {
        let digit = rest.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && *d > 0);
        let Some(digit) = digit else {
            words |= c.is_alphabetic();
            text.push(c);
            continue;
        };
        rest.next();
        let (at, n) = (digit as usize - 1, counts[digit as usize - 1].unwrap_or(0));
        let format = if own.legal { "decimal" } else { levels[at].format.as_str() };
        let shown = formatted(n, format);
        words |= shown.chars().count() > 4 && shown.chars().all(char::is_alphabetic);
        text.push_str(&shown);
        parts.push(n);
    }
    let text = text.trim().to_owned();
    let counted = matches!(own.format.as_str(), "lowerLetter" | "upperLetter" | "lowerRoman" | "upperRoman");
    match text.is_empty() {
        true => None,
        false if words || parts.is_empty() => Some(Label::Words(text)),
        false if counted && !own.legal => Some(Label::Letter(text)),
        false => Some(Label::Number(text, parts)),
    }
}

fn formatted(n: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "lowerLetter" => letters(n),
        "upperLetter" => letters(n).to_uppercase(),
        "lowerRoman" => roman(n),
        "upperRoman" => roman(n).to_uppercase(),
        "decimalZero" => format!("{n:02}"),
        "cardinalText" => worded(n),
        _ => n.to_string(),
    }
}

/// a … z, aa, bb …, as Word counts.
fn letters(n: u32) -> String {
    let Some(zero) = n.checked_sub(1) else { return "0".to_owned() };
    let letter = char::from(b'a' + u8::try_from(zero % 26).unwrap_or(0));
    let times = usize::try_from(zero / 26 + 1).unwrap_or(1).min(32);
    letter.to_string().repeat(times)
}

fn worded(n: u32) -> String {
    const WORDS: [&str; 13] =
        ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
    WORDS.get(n as usize).map_or(n.to_string(), |w| (*w).to_owned())
}

/// Reads the inside of `w:abstractNum`.
fn definition(xml: &mut Xml) -> Definition {
    let mut definition = Definition::default();
    while let Some(event) = xml.next() {
        let e = match event {
            Event::Open(e) => e,
            Event::Close => break,
            Event::Text(_) => continue,
        };
        match e.name() {
            "lvl" => {
                let at = level_of(&e);
                let level = level(xml);
                definition.levels.extend(at.map(|at| (at, level)));
                continue;
            }
            "styleLink" => definition.style = e.value(),
            "numStyleLink" => definition.link = e.value(),
            _ => {}
        }
        xml.skip();
    }
    definition
}

fn level_of(e: &Element) -> Option<usize> {
    e.attribute("ilvl").and_then(|l| l.trim().parse().ok()).filter(|l| *l < LEVELS)
}

/// Reads the inside of `w:lvl`, through alternates: what stands last holds.
fn level(xml: &mut Xml) -> Level {
    let mut level = Level { restarts: true, ..Level::default() };
    let mut open = 1_usize;
    while open > 0 {
        match xml.next() {
            Some(Event::Open(e)) => {
                open += 1;
                match e.name() {
                    "start" => level.start = e.number().unwrap_or(0),
                    "numFmt" => level.format = e.value().unwrap_or_default(),
                    "lvlText" => level.text = e.value().unwrap_or_default(),
                    "pStyle" => level.style = e.value(),
                    "lvlPicBulletId" => level.picture = true,
                    "isLgl" => level.legal = e.is_on(),
                    "lvlRestart" => level.restarts = e.value().as_deref() != Some("0"),
                    _ => {}
                }
            }
            Some(Event::Close) => open -= 1,
            Some(Event::Text(_)) => {}
            None => break,
        }
    }
    level
}

/// Reads the inside of `w:num`.
fn instance(xml: &mut Xml) -> Instance {
    let mut instance = Instance::default();
    let mut at = None;
    let mut open = 1_usize;
    while open > 0 {
        match xml.next() {
            Some(Event::Open(e)) => {
                open += 1;
                match e.name() {
                    "abstractNumId" => instance.definition = e.number().unwrap_or(0),
                    "lvlOverride" => at = level_of(&e),
                    "startOverride" => instance.starts.extend(at.zip(e.number())),
                    "lvl" => {
                        instance.levels.extend(at.or(level_of(&e)).map(|at| (at, level(xml))));
                        open -= 1;
                    }
                    _ => {}
                }
            }
            Some(Event::Close) => open -= 1,
            Some(Event::Text(_)) => {}
            None => break,
        }
    }
    instance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        assert_eq!((letters(1), letters(26), letters(28)), ("a".into(), "z".into(), "bb".into()));
        assert_eq!(formatted(3, "cardinalText"), "Three");
    }
}
