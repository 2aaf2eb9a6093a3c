//! Which elements stand beside the main text: told by element, role, and words of id and class,
//! and never where that could set aside the main text itself.

use crate::page::{Element, Event, Page};
use cvf_document::RegionKind;

/// Words of id and class that name a kind, wherever they stand in a name.
const WORDS: &[(RegionKind, &[&str])] = &[
    (RegionKind::CookieNotice, &["cookie", "cookies", "consent", "gdpr", "onetrust", "cookiebot", "cookiebar"]),
    (
        RegionKind::Navigation,
        &[
            "nav",
            "navbar",
            "navigation",
            "menu",
            "menubar",
            "breadcrumb",
            "breadcrumbs",
            "skip",
            "skiplink",
            "pagination",
            "pager",
        ],
    ),
    (RegionKind::Aside, &["sidebar", "aside", "share", "sharing", "social", "newsletter"]),
];
/// Words that name the head or foot of the site where nothing but [`PLAIN`] words stand with
/// them: an `accordion-header` is none.
const ENDS: &[(RegionKind, &[&str])] = &[
    (RegionKind::SiteHeader, &["header", "masthead", "siteheader", "topbar"]),
    (RegionKind::SiteFooter, &["footer", "colophon", "sitefooter"]),
];
const PLAIN: &[&str] =
    &["site", "page", "global", "main", "top", "bottom", "wrapper", "container", "inner", "wp", "ms", "outer", "s4"];
/// Words that take a name away from navigation: tabs and accordions hold the main text.
const CONTENT: &[&str] = &["tab", "tabs", "accordion", "content", "panel", "pane"];

/// Longest cookie notice, in characters.
const LONGEST_NOTICE: usize = 3000;
/// From this many characters outside links on, a block is text unless links dominate.
const MUCH_TEXT: usize = 400;

/// Sums over the events before each index, so that any element's are a difference.
pub(crate) struct Regions {
    /// Characters of text that are not white space.
    text: Vec<usize>,
    /// Those of them inside links.
    linked: Vec<usize>,
    /// Elements that main text is made of.
    marks: Vec<usize>,
    /// Headings.
    headings: Vec<usize>,
}

impl Regions {
    pub(crate) fn of(page: &Page) -> Self {
        let mut regions = Self { text: vec![0], linked: vec![0], marks: vec![0], headings: vec![0] };
        let (mut text, mut linked, mut marks, mut headings, mut link_end) = (0, 0, 0, 0, 0);
        for (i, event) in page.events.iter().enumerate() {
            match event {
                Event::Text(t) => {
                    let chars = t.chars().filter(|c| !c.is_whitespace()).count();
                    text += chars;
                    linked += if i < link_end { chars } else { 0 };
                }
                Event::Open(e) => {
                    marks += usize::from(["table", "dl", "article", "main", "h1"].contains(&e.tag.as_str()));
                    headings += usize::from(["h2", "h3", "h4", "h5", "h6"].contains(&e.tag.as_str()));
                    link_end = if e.tag == "a" { e.end.max(link_end) } else { link_end };
                }
                Event::Close(_) | Event::At(_) => {}
            }
            regions.text.push(text);
            regions.linked.push(linked);
            regions.marks.push(marks);
            regions.headings.push(headings);
        }
        regions
    }

    /// The kind of region that the element opened at `at` is; `in_main` says that it stands
    /// inside `main`, `article` or a section.
    pub(crate) fn kind(&self, at: usize, element: &Element, in_main: bool) -> Option<RegionKind> {
        if is_switch(element) {
            return Some(RegionKind::Navigation);
        }
        let within = |sums: &[usize]| sums[element.end] - sums[at];
        let (text, linked) = (within(&self.text), within(&self.linked));
        let links = (["ul", "ol"].contains(&element.tag.as_str()) && text > 0 && linked == text)
            .then_some(RegionKind::Navigation);
        let kind = by_element(element, in_main).or_else(|| by_words(element, in_main)).or(links)?;
        let plain = text - linked;
        let whole = self.text.last().copied().unwrap_or(0) - self.linked.last().copied().unwrap_or(0);
        let heads_a_section = kind == RegionKind::SiteHeader && within(&self.headings) > 0 && linked * 2 < text;
        if within(&self.marks) > 0 || heads_a_section {
            return None;
        }
        if kind == RegionKind::CookieNotice {
            return (!in_main && text < LONGEST_NOTICE).then_some(kind);
        }
        let is_text = plain * 4 >= whole && plain > 0 || (plain >= MUCH_TEXT && linked < plain);
        (!is_text).then_some(kind)
    }
}

fn by_element(element: &Element, in_main: bool) -> Option<RegionKind> {
    let by_role = match element.role.as_deref() {
        Some("navigation" | "menu" | "menubar" | "search") => Some(RegionKind::Navigation),
        Some("banner") => Some(RegionKind::SiteHeader),
        Some("contentinfo") => Some(RegionKind::SiteFooter),
        Some("complementary") => Some(RegionKind::Aside),
        _ => None,
    };
    by_role.or(match element.tag.as_str() {
        "nav" | "select" | "datalist" | "menu" => Some(RegionKind::Navigation),
        "header" if !in_main => Some(RegionKind::SiteHeader),
        "footer" if !in_main => Some(RegionKind::SiteFooter),
        "aside" => Some(RegionKind::Aside),
        _ => None,
    })
}

/// Classes of what opens and closes a panel: "Show" and the comma before it, inside its heading.
const SWITCHES: &[&str] = &["section-toggle", "heading-divider", "toggle-text", "toggle-label"];

/// True for the words of a switch that a script wrote into the heading it belongs to.
fn is_switch(element: &Element) -> bool {
    element.tag == "span" && element.names.split_whitespace().any(|name| SWITCHES.iter().any(|s| name.ends_with(s)))
}

/// Only boxes are named by words: a class of an inline element or of the page itself says nothing.
fn by_words(element: &Element, in_main: bool) -> Option<RegionKind> {
    if !["div", "section", "ul", "ol", "form", "p", "dialog"].contains(&element.tag.as_str()) {
        return None;
    }
    element.names.split_whitespace().find_map(|name| named(name, in_main))
}

fn named(name: &str, in_main: bool) -> Option<RegionKind> {
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let holds = |known: &[&str]| words.iter().any(|w| known.contains(w));
    let anywhere = WORDS.iter().find(|(_, known)| holds(known) && !holds(CONTENT));
    let ends = ENDS
        .iter()
        .filter(|_| !in_main)
        .find(|(_, known)| holds(known) && words.iter().all(|w| known.contains(w) || PLAIN.contains(w)));
    anywhere.or(ends).map(|(kind, _)| *kind)
}
