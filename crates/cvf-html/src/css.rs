//! The little of CSS that tells how text is dressed: weight, size, block or inline.

use std::collections::BTreeMap;

/// What declarations say; `None` where they are silent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Dress {
    pub(crate) bold: Option<bool>,
    pub(crate) size: Option<Size>,
    /// True for a block, false for what runs inline.
    pub(crate) block: Option<bool>,
    /// Depth of a list item that a word processor saved as a paragraph, from 1.
    pub(crate) word_level: Option<u32>,
    /// A list marker that a word processor saved as text.
    pub(crate) word_marker: bool,
}

/// A size of type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Size {
    /// In tenths of a point.
    Tenths(u16),
    /// As a share of the size around it.
    Share(f32),
}

impl Dress {
    /// Reads declarations as they stand in a `style` attribute or between braces.
    pub(crate) fn parse(declarations: &str) -> Self {
        let mut dress = Self::default();
        for declaration in declarations.split(';') {
            if let Some((name, value)) = declaration.split_once(':') {
                dress.declare(&name.trim().to_ascii_lowercase(), &value.trim().to_ascii_lowercase());
            }
        }
        dress
    }

    fn declare(&mut self, name: &str, value: &str) {
        let value = value.trim_end_matches("!important").trim_end();
        match name {
            "font-weight" => self.bold = weight(value).or(self.bold),
            "font-size" => self.size = size(value).or(self.size),
            "display" => self.block = display(value).or(self.block),
            "mso-list" if value == "ignore" => self.word_marker = true,
            "mso-list" => {
                let level = value.split_whitespace().find_map(|w| w.strip_prefix("level"));
                self.word_level = level.and_then(|l| l.parse().ok()).or(self.word_level);
            }
            _ => {}
        }
    }

    /// These declarations, with those of `other` where it says something.
    pub(crate) fn under(self, other: Self) -> Self {
        Self {
            bold: other.bold.or(self.bold),
            size: other.size.or(self.size),
            block: other.block.or(self.block),
            word_level: other.word_level.or(self.word_level),
            word_marker: self.word_marker || other.word_marker,
        }
    }
}

fn weight(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        _ => value.parse::<u16>().ok().map(|w| w >= 600),
    }
}

fn size(value: &str) -> Option<Size> {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').trim();
    let amount: f32 = number.parse().ok().filter(|n: &f32| (0.0..=1000.0).contains(n))?;
    let tenths = |points: f32| Some(Size::Tenths((points * 10.0).round() as u16));
    match &value[number.len()..] {
        "pt" => tenths(amount),
        "px" => tenths(amount * 0.75),
        "rem" => tenths(amount * 12.0),
        "em" => Some(Size::Share(amount)),
        "%" => Some(Size::Share(amount / 100.0)),
        _ => None,
    }
}

/// What is hidden counts like any other text: panels that open on a click are.
fn display(value: &str) -> Option<bool> {
    match value {
        "block" | "flex" | "grid" | "list-item" | "table" | "flow-root" | "table-row" | "table-cell" => Some(true),
        "inline" | "inline-block" | "inline-flex" | "contents" => Some(false),
        _ => None,
    }
}

/// Rules for classes; of selectors, only `.class` and `tag.class` are understood.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet(BTreeMap<String, Dress>);

impl Sheet {
    /// Adds the rules of a style sheet.
    pub(crate) fn add(&mut self, css: &str) {
        let css = without_comments(css);
        for rule in css.split('}') {
            let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
            let dress = Dress { block: None, ..Dress::parse(declarations) };
            let display = Dress::parse(declarations).block.filter(|block| *block);
            let dress = Dress { block: display, ..dress };
            let selectors = selectors.rsplit(['{', ';']).next().unwrap_or_default();
            for selector in selectors.split(',').map(str::trim).filter(|s| is_class(s) && dress != Dress::default()) {
                let known = self.0.entry(selector.to_ascii_lowercase()).or_default();
                *known = known.under(dress);
            }
        }
    }

    /// How the classes of an element dress it.
    pub(crate) fn dress<'c>(&self, tag: &str, classes: impl Iterator<Item = &'c str>) -> Dress {
        let mut dress = Dress::default();
        for class in classes.map(str::to_ascii_lowercase) {
            for selector in [format!(".{class}"), format!("{tag}.{class}")] {
                dress = dress.under(self.0.get(&selector).copied().unwrap_or_default());
            }
        }
        dress
    }
}

fn is_class(selector: &str) -> bool {
    let plain = selector.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    plain && selector.matches('.').count() == 1
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css.trim_start().trim_start_matches("<!--");
    while let Some((before, comment)) = rest.split_once("/*") {
        out += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read() {
        let dress = Dress::parse("font-weight:700; FONT-SIZE: 16px;display:none");
        assert_eq!((dress.bold, dress.size, dress.block), (Some(true), Some(Size::Tenths(120)), None));
        assert_eq!(Dress::parse("mso-list:l0 level2 lfo1").word_level, Some(2));
        assert!(Dress::parse("mso-list:Ignore").word_marker);
    }

    #[test]
    fn classes_dress_elements() {
        let mut sheet = Sheet::default();
        sheet.add("/* x */ @media screen { .c3, p.lead{font-weight:700} } .c4 b {font-weight:400} .c5{display:block}");
        assert_eq!(sheet.dress("span", ["c3"].into_iter()).bold, Some(true));
        assert_eq!(sheet.dress("p", ["lead"].into_iter()).bold, Some(true));
        assert_eq!(sheet.dress("span", ["lead", "c4"].into_iter()).bold, None);
        assert_eq!(sheet.dress("span", ["c5"].into_iter()).block, Some(true));
    }
}
