//! Tables made of any elements by style sheets: grids whose children fill rows of as many
//! columns, and `display: table`.

use crate::css::{Dress, Part, Sheet};
use crate::page::Element;
use ego_tree::NodeRef;
use scraper::node::Node;

/// A child of a grid, and how many columns it spans.
pub(crate) struct Cell<'t> {
    pub(crate) node: NodeRef<'t, Node>,
    pub(crate) columns: usize,
}

/// Most characters of a cell in the first row, which names the columns.
const LONGEST_HEAD: usize = 60;

/// The rows of a grid that is a table: they are full, the first names the columns, and no cell
/// behind the first has a heading, as cards have.
pub(crate) fn rows<'t>(
    grid: NodeRef<'t, Node>,
    element: &Element,
    dress: &dyn Fn(&scraper::node::Element) -> Dress,
) -> Option<Vec<Vec<Cell<'t>>>> {
    let width = element.dress.columns.filter(|n| *n >= 2)?;
    let cells = cells(grid, width, dress)?;
    let mut rows: Vec<Vec<Cell<'t>>> = Vec::new();
    let mut room = 0;
    for cell in cells {
        if room == 0 {
            rows.push(Vec::new());
            room = width;
        }
        room = room.checked_sub(cell.columns)?;
        rows.last_mut()?.push(cell);
    }
    let head = rows.iter().find(|row| row.len() > 1)?;
    let names = head.len() == width && head.iter().all(|cell| is_name(&text(cell.node)));
    let cards = rows.iter().flat_map(|row| row.iter().skip(1)).any(|cell| has_heading(cell.node));
    (room == 0 && rows.len() >= 2 && names && !cards).then_some(rows)
}

/// The children of a grid; `None` where text stands between them.
fn cells<'t>(
    grid: NodeRef<'t, Node>,
    width: usize,
    dress: &dyn Fn(&scraper::node::Element) -> Dress,
) -> Option<Vec<Cell<'t>>> {
    let mut cells = Vec::new();
    for node in grid.children() {
        match node.value() {
            Node::Text(text) if !text.trim().is_empty() => return None,
            Node::Element(e) if ["script", "style", "template", "link", "meta"].contains(&e.name()) => {}
            // Roles say what is a table, and nothing else does where they are.
            Node::Element(e) if e.attr("role").is_some_and(|r| r == "row" || r == "rowgroup") => return None,
            Node::Element(e) if is_transparent(e, dress) => cells.extend(self::cells(node, width, dress)?),
            Node::Element(e) => cells.push(Cell { node, columns: dress(e).spans.unwrap_or(1).min(width) }),
            _ => {}
        }
    }
    Some(cells)
}

/// True for a box whose children lie in the grid themselves.
fn is_transparent(element: &scraper::node::Element, dress: &dyn Fn(&scraper::node::Element) -> Dress) -> bool {
    dress(element).part == Some(Part::Through)
}

fn text(node: NodeRef<'_, Node>) -> String {
    let texts = node.descendants().filter_map(|n| n.value().as_text().map(|t| t.to_string()));
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_name(text: &str) -> bool {
    text.chars().count() <= LONGEST_HEAD && !text.ends_with(['.', ';', '!'])
}

fn has_heading(node: NodeRef<'_, Node>) -> bool {
    node.descendants().any(|n| n.value().as_element().is_some_and(|e| matches!(e.name(), "h1" | "h2" | "h3" | "h4")))
}

/// True for an element that `display` makes a table of two rows or more with cells in them.
pub(crate) fn is_table(node: NodeRef<'_, Node>, element: &Element, sheet: &Sheet) -> bool {
    if element.dress.part != Some(Part::Table) || element.tag == "table" {
        return false;
    }
    let part = |n: &NodeRef<'_, Node>| n.value().as_element().and_then(|e| Element::dress_of(e, sheet).part);
    let row = |n: &NodeRef<'_, Node>| {
        part(n) == Some(Part::Row) && n.children().filter(|c| part(c) == Some(Part::Cell)).count() >= 2
    };
    node.descendants().filter(row).count() >= 2
}
