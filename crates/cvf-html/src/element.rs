//! What an element does to the flow of text.

use crate::css::{Part, Size};
use crate::page::Element;

/// What an element is for the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Inline,
    Block,
    /// A heading of this rank.
    Heading(u8),
    List,
    Item,
    Table,
    Row,
    Cell,
    Caption,
}

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "center",
    "datalist",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "main",
    "nav",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "tbody",
    "textarea",
    "tfoot",
    "thead",
];

/// Rank of a heading by role whose level is not told.
const PLAIN_HEADING: u8 = 2;

pub(crate) fn role(element: &Element) -> Role {
    if let Some(rank) = heading(element) {
        return Role::Heading(rank);
    }
    match (element.role.as_deref(), element.tag.as_str()) {
        (None | Some("list" | "presentation" | "none" | "listbox" | "tree"), "ul" | "ol" | "menu" | "dir") => {
            Role::List
        }
        (None | Some("listitem" | "presentation" | "none" | "option" | "treeitem"), "li") => Role::Item,
        (_, "table") => Role::Table,
        (_, "tr") => Role::Row,
        (_, "td" | "th") => Role::Cell,
        (_, "caption") => Role::Caption,
        (Some("table" | "grid" | "treegrid"), _) => Role::Table,
        (Some("row"), _) => Role::Row,
        (Some("cell" | "gridcell" | "columnheader" | "rowheader"), _) => Role::Cell,
        (Some("tab"), _) => Role::Block,
        (_, "ul" | "ol" | "menu" | "dir") => Role::List,
        (_, "li") => Role::Item,
        (_, _) if element.dress.part == Some(Part::Row) => Role::Row,
        (_, _) if element.dress.part == Some(Part::Cell) => Role::Cell,
        (_, tag) => match element.dress.block.unwrap_or(BLOCKS.contains(&tag)) {
            true => Role::Block,
            false => Role::Inline,
        },
    }
}

fn heading(element: &Element) -> Option<u8> {
    let by_tag = element.tag.strip_prefix('h').and_then(|n| n.parse().ok()).filter(|n| (1..=6).contains(n));
    let by_role = || {
        let level = element.number("aria-level").filter(|n| (1..=9).contains(n)).unwrap_or(PLAIN_HEADING);
        element.is_role("heading").then_some(level)
    };
    let by_class = || {
        let name = element.names.split_whitespace().find_map(|c| c.strip_prefix("mso"))?;
        let rank = name.strip_prefix("heading").and_then(|n| n.parse().ok()).filter(|n| (1..=9).contains(n));
        rank.or((name == "title").then_some(1))
    };
    by_tag.or_else(by_role).or_else(by_class)
}

/// True if all of the element's text is bold, given that of the element around it.
pub(crate) fn bold(element: &Element, around: bool) -> bool {
    let own = match element.tag.as_str() {
        "b" | "strong" | "dt" | "summary" => true,
        "button" => opens_a_panel(element),
        _ => around || element.is_role("tab"),
    };
    element.dress.bold.unwrap_or(own)
}

/// True for the button of an accordion, which names what it opens.
pub(crate) fn opens_a_panel(element: &Element) -> bool {
    let said = ["aria-expanded", "aria-controls"].iter().any(|a| element.attribute(a).is_some());
    let toggle = element.attribute("data-bs-toggle").or(element.attribute("data-toggle")) == Some("collapse");
    let named = ["accordion", "collaps", "expand", "tab"].iter().any(|w| element.names.contains(w));
    said || toggle || named || element.is_role("tab")
}

/// Sizes of `<font size=1>` to `7`, in tenths of a point.
const FONT_SIZES: [u16; 7] = [75, 100, 120, 135, 180, 240, 360];

/// Size of type in tenths of a point, given that around the element; 0 where it is not known.
pub(crate) fn size(element: &Element, around: u16) -> u16 {
    let font = || {
        let step: usize = element.number("size").filter(|_| element.tag == "font")?;
        FONT_SIZES.get(step.checked_sub(1)?).copied()
    };
    match element.dress.size {
        Some(Size::Tenths(size)) => size,
        Some(Size::Share(share)) => (f32::from(around) * share).round() as u16,
        None => font().unwrap_or(around),
    }
}
