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
    /// Whether it is shown: `display` and `visibility`.
    pub(crate) shown: Option<Shown>,
    /// Whether it is shown depends on the width of the screen.
    pub(crate) screens: bool,
    /// It is cut down to nothing, for screen readers only.
    pub(crate) clipped: bool,
    /// It lies over the page, whatever stands around it.
    pub(crate) floats: bool,
    /// Whether its children are boxes beside each other, whatever they are by themselves.
    pub(crate) flex: Option<bool>,
    /// Columns of the grid in which its children lie.
    pub(crate) columns: Option<usize>,
    /// Columns of the grid that it spans.
    pub(crate) spans: Option<usize>,
    /// What a table made of any elements calls it.
    pub(crate) part: Option<Part>,
    /// Its letters are set above the line.
    pub(crate) raised: bool,
    /// Small tells, of which several make [`Self::clipped`].
    tiny: u8,
}

/// Whether an element is shown, and how strongly that is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) yes: bool,
    important: bool,
    /// Place in the style sheets: later rules win.
    order: usize,
}

/// Parts of a table that `display` makes of any element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Table,
    Row,
    Cell,
    /// No box of its own: its children stand in its place.
    Through,
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
        dress.clipped |= dress.tiny == 7;
        dress
    }

    fn declare(&mut self, name: &str, value: &str) {
        let important = value.ends_with("important");
        let value = value.trim_end_matches("important").trim_end().trim_end_matches('!').trim_end();
        match name {
            "display" | "visibility" => {
                let yes = !matches!(value, "none" | "hidden" | "collapse");
                self.shown = Some(Shown { yes, important, order: usize::MAX });
            }
            _ => {}
        }
        match name {
            "font-weight" => self.bold = weight(value).or(self.bold),
            "font-size" if !matches!(value, "0" | "0px") => self.size = size(value).or(self.size),
            "display" => {
                self.block = display(value).or(self.block);
                self.part = part(value);
                self.flex = Some(matches!(value, "flex" | "inline-flex" | "grid" | "inline-grid"));
            }
            "position" => self.floats = matches!(value, "fixed" | "sticky"),
            "grid-template-columns" => self.columns = tracks(value),
            "grid-template" => self.columns = value.split_once('/').and_then(|(_, columns)| tracks(columns)),
            "grid-column" | "grid-column-end" => self.spans = span(value),
            "vertical-align" => self.raised = value == "super",
            "clip" | "clip-path" => self.clipped |= cuts_all(value),
            "width" | "height" | "max-height" | "max-width" | "font-size"
                if matches!(value, "0" | "0px" | "1px" | ".1px" | "0.1px") =>
            {
                self.tiny |= if name == "height" || name == "max-height" { 1 } else { 2 };
                self.size = if name == "font-size" { None } else { self.size };
            }
            "overflow" if value == "hidden" => self.tiny |= 4,
            "left" | "text-indent" | "top" if is_far_off(value) => self.clipped = true,
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
            shown: stronger(self.shown, other.shown),
            screens: self.screens || other.screens,
            clipped: self.clipped || other.clipped || (self.tiny | other.tiny) == 7,
            floats: self.floats || other.floats,
            flex: other.flex.or(self.flex),
            columns: other.columns.or(self.columns),
            spans: other.spans.or(self.spans),
            part: other.part.or(self.part),
            raised: self.raised || other.raised,
            tiny: self.tiny | other.tiny,
        }
    }

    /// True where style sheets say that it does not show.
    pub(crate) fn is_hidden(&self) -> bool {
        self.shown.is_some_and(|shown| !shown.yes)
    }
}

fn stronger(own: Option<Shown>, other: Option<Shown>) -> Option<Shown> {
    match (own, other) {
        (Some(own), Some(other)) => {
            let wins = (other.important, other.order) >= (own.important, own.order);
            Some(if wins { other } else { own })
        }
        (own, other) => own.or(other),
    }
}

fn part(value: &str) -> Option<Part> {
    match value {
        "table" | "inline-table" => Some(Part::Table),
        "table-row" => Some(Part::Row),
        "table-cell" => Some(Part::Cell),
        "contents" => Some(Part::Through),
        _ => None,
    }
}

/// True for a clip that leaves nothing: `rect(0, 0, 0, 0)`, `inset(50%)`.
fn cuts_all(value: &str) -> bool {
    let inside = |name: &str| Some(value.strip_prefix(name)?.strip_prefix('(')?.trim_end_matches(')'));
    let nothing = |length: &str| matches!(length, "" | "0" | "0px" | "1px" | "auto");
    let rect = inside("rect").is_some_and(|edges| edges.split([',', ' ']).all(nothing) && edges != "auto");
    rect || inside("inset").is_some_and(|edge| matches!(edge.trim(), "50%" | "100%"))
}

/// A length so far to the left or above that nothing is seen.
fn is_far_off(value: &str) -> bool {
    let digits = value.trim_start_matches('-').chars().take_while(char::is_ascii_digit).count();
    value.starts_with('-') && digits >= 4
}

/// How many columns `grid-template-columns` names.
fn tracks(value: &str) -> Option<usize> {
    let mut count = 0;
    let mut rest = value.trim();
    while !rest.is_empty() {
        let end = track_end(rest);
        let track = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(inside) = track.strip_prefix("repeat(").and_then(|t| t.strip_suffix(')')) else {
            count += usize::from(!track.starts_with('[') && track != "none" && track != "subgrid");
            continue;
        };
        let (times, tracks_inside) = inside.split_once(',')?;
        count += times.trim().parse::<usize>().ok()? * tracks(tracks_inside)?;
    }
    (1..=MOST_TRACKS).contains(&count).then_some(count)
}

/// Most columns of a grid.
const MOST_TRACKS: usize = 64;

/// Where a track ends: at white space outside brackets.
fn track_end(value: &str) -> usize {
    let mut depth = 0_usize;
    for (i, c) in value.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && depth == 0 => return i,
            _ => {}
        }
    }
    value.len()
}

/// How many columns `span 2` or `1 / -1` spans; all of them for the latter.
fn span(value: &str) -> Option<usize> {
    if let Some(count) = value.split("span").nth(1) {
        return count
            .split_whitespace()
            .next()?
            .trim_end_matches('/')
            .parse()
            .ok()
            .filter(|n| (1..=MOST_TRACKS).contains(n));
    }
    let (from, to) = value.split_once('/')?;
    let (from, to): (i32, i32) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    match to {
        -1 => Some(MOST_TRACKS),
        to => usize::try_from(to - from).ok().filter(|n| (1..=MOST_TRACKS).contains(n)),
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

/// Rules for classes, ids and elements; of selectors, only `.class`, `tag.class`, `#id` and `tag`
/// are understood. Rules for other media than a wide screen hide nothing and show nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    rules: BTreeMap<String, Dress>,
    count: usize,
}

/// Width of the screen on which a page is read, in pixels.
const SCREEN: f32 = 1280.0;

impl Sheet {
    /// Adds the rules of a style sheet.
    pub(crate) fn add(&mut self, css: &str) {
        let css = without_comments(css);
        let mut media: Vec<Medium> = Vec::new();
        let mut rest = css.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            let prelude = rest[..at].rsplit(';').next().unwrap_or_default().trim();
            let closes = rest[at..].starts_with('}');
            rest = &rest[at + 1..];
            if closes {
                media.pop();
            } else if prelude.starts_with('@') && !prelude.starts_with("@font-face") && !prelude.starts_with("@page") {
                media.push(media.last().copied().unwrap_or_default().within(prelude));
            } else {
                let end = rest.find('}').unwrap_or(rest.len());
                self.rule(prelude, &rest[..end], media.last().copied().unwrap_or_default());
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }

    fn rule(&mut self, selectors: &str, declarations: &str, medium: Medium) {
        let dress = Dress::parse(declarations);
        let applies = medium.applies;
        let screens = medium.of_width && dress.shown.is_some();
        self.count += 1;
        let order = self.count;
        // What runs inline in one place is a block in another: only blocks are believed.
        let block = dress.block.filter(|block| *block);
        let shown = dress.shown.filter(|_| applies).map(|shown| Shown { order, ..shown });
        let columns = dress.columns.filter(|_| applies);
        let dress = Dress { block, shown, screens, columns, floats: dress.floats && applies, ..dress };
        for selector in selectors.split(',').map(str::trim).filter(|s| is_class(s) && dress != Dress::default()) {
            let known = self.rules.entry(selector.to_ascii_lowercase()).or_default();
            *known = known.under(dress);
        }
    }

    /// How its tag, classes and id dress an element.
    pub(crate) fn dress<'c>(&self, tag: &str, id: Option<&str>, classes: impl Iterator<Item = &'c str>) -> Dress {
        if self.rules.is_empty() {
            return Dress::default();
        }
        let rule = |selector: &str| self.rules.get(selector).copied().unwrap_or_default();
        let mut dress = Dress { bold: None, size: None, block: None, ..rule(tag) };
        for class in classes.map(str::to_ascii_lowercase) {
            dress = dress.under(rule(&format!(".{class}"))).under(rule(&format!("{tag}.{class}")));
        }
        id.map_or(dress, |id| dress.under(rule(&format!("#{}", id.to_ascii_lowercase()))))
    }
}

/// What a block of rules is for.
#[derive(Clone, Copy, Debug)]
struct Medium {
    /// It counts on a wide screen.
    applies: bool,
    /// It asks for the width of the screen.
    of_width: bool,
}

impl Default for Medium {
    fn default() -> Self {
        Self { applies: true, of_width: false }
    }
}

impl Medium {
    /// A block inside another.
    fn within(self, prelude: &str) -> Self {
        let width = prelude.starts_with("@media") && prelude.contains("width");
        Self { applies: self.applies && is_for_screen(prelude), of_width: self.of_width || width }
    }
}

/// True for a block of rules that counts on a wide screen.
fn is_for_screen(prelude: &str) -> bool {
    let prelude = prelude.to_ascii_lowercase();
    if !prelude.starts_with("@media") {
        return true;
    }
    let width = |name: &str| {
        let value = prelude.split(name).nth(1)?.trim_start_matches([':', ' ']);
        let digits: String = value.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let number: f32 = digits.parse().ok()?;
        Some(if value[digits.len()..].starts_with("px") { number } else { number * 16.0 })
    };
    let print = prelude.contains("print") && !prelude.contains("screen") && !prelude.contains("not print");
    !print && width("min-width").is_none_or(|w| w <= SCREEN) && width("max-width").is_none_or(|w| w >= SCREEN)
}

fn is_class(selector: &str) -> bool {
    let name = selector.strip_prefix('#').unwrap_or(selector);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    plain && selector.matches(['.', '#']).count() <= 1
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
        assert_eq!(sheet.dress("span", None, ["c3"].into_iter()).bold, Some(true));
        assert_eq!(sheet.dress("p", None, ["lead"].into_iter()).bold, Some(true));
        assert_eq!(sheet.dress("span", None, ["lead", "c4"].into_iter()).bold, None);
        assert_eq!(sheet.dress("span", None, ["c5"].into_iter()).block, Some(true));
    }

    #[test]
    fn what_shows_depends_on_the_screen_and_the_strongest_rule() {
        let mut sheet = Sheet::default();
        sheet.add(
            "@media(min-width:768px){.narrow{display:none}.wide{display:block!important}}
             .off{display:none} @media (max-width: 40em) { .wide2 {display:none} } @media print{.p{display:none}}",
        );
        let hidden = |classes: &[&str]| sheet.dress("div", None, classes.iter().copied()).is_hidden();
        assert!(hidden(&["narrow"]) && hidden(&["off"]) && !hidden(&["off", "wide"]));
        assert!(!hidden(&["wide2"]) && !hidden(&["p"]));
    }

    #[test]
    fn grids_have_columns() {
        let columns = |value: &str| Dress::parse(&format!("grid-template-columns:{value}")).columns;
        assert_eq!(columns("12em 1fr 1fr 1fr"), Some(4));
        assert_eq!(columns("[a] minmax(0, 2fr) repeat(3, 1fr)"), Some(4));
        assert_eq!(columns("repeat(auto-fit, 10em)"), None);
        assert_eq!(Dress::parse("grid-column: 1 / 4").spans, Some(3));
    }

    #[test]
    fn what_is_for_screen_readers_only_is_cut_down_to_nothing() {
        let mut sheet = Sheet::default();
        sheet.add(
            ".a{position:absolute;clip:rect(0,0,0,0)} .b{width:1px;height:1px;overflow:hidden} .c{overflow:hidden}",
        );
        let clipped = |class: &'static str| sheet.dress("span", None, [class].into_iter()).clipped;
        assert_eq!([clipped("a"), clipped("b"), clipped("c")], [true, true, false]);
    }
}
