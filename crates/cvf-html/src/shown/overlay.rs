//! Boxes that lie over the page or were put in front of it: toolbars of archives, balloons of
//! translators, chat windows.

use super::tree::Tree;
use crate::page::Element;
use cvf_document::RegionKind;

/// From this many characters on, a box that lies over the page is read: it may be a pop-up with
/// the page's own text.
const MUCH_TEXT: usize = 1200;

pub(super) fn find(tree: &Tree<'_>) -> Vec<(usize, RegionKind)> {
    let whole = tree.all_chars();
    let heads = |e: &Element| matches!(e.tag.as_str(), "h1" | "h2" | "h3" | "h4" | "main" | "article");
    let head = tree.elements().find(|(_, e)| heads(e)).map(|(i, _)| i);
    let mut found = Vec::new();
    for (at, element) in tree.elements().filter(|(at, e)| is_box(e) && is_outer(tree, *at)) {
        let chars = tree.chars(at);
        let little = chars > 0 && chars <= MUCH_TEXT && chars * 2 < whole;
        if little && !holds_page(tree, at) && (lies_over(tree, at, element) || is_put_in_front(tree, at, head)) {
            found.push((at, RegionKind::Navigation));
        }
    }
    found
}

fn is_box(element: &Element) -> bool {
    ["div", "section", "aside", "form", "table", "header", "nav", "dialog"].contains(&element.tag.as_str())
}

/// True for a box at the outermost level of the page.
fn is_outer(tree: &Tree<'_>, at: usize) -> bool {
    let mut around = tree.around(at);
    around.next().is_some_and(|(_, e)| e.tag == "body")
}

/// True if a box holds what a page's own text is made of.
fn holds_page(tree: &Tree<'_>, at: usize) -> bool {
    tree.inside(at).any(|(_, e)| ["main", "article"].contains(&e.tag.as_str()) || e.is_role("main"))
}

/// True for a box, or one whose only box, lies over the page.
fn lies_over(tree: &Tree<'_>, at: usize, element: &Element) -> bool {
    let mut floats = element.dress.floats;
    let mut inner = at;
    for _ in 0..3 {
        let children: Vec<(usize, &Element)> =
            tree.children(inner).into_iter().filter(|(i, _)| tree.chars(*i) > 0).collect();
        let Some((child, _)) = children.first() else { break };
        floats |= children.iter().any(|(i, e)| e.dress.floats && tree.chars(*i) * 2 > tree.chars(at));
        inner = *child;
    }
    let hidden_box = element.dress.is_hidden() && tree.inside(at).any(|(_, e)| e.tag == "form" || e.tag == "input");
    floats || hidden_box
}

/// True for a box in front of `head`, the page's first heading or main part, with a form or links and
/// no heading and no paragraph of its own.
fn is_put_in_front(tree: &Tree<'_>, at: usize, head: Option<usize>) -> bool {
    let holds = |tags: &[&str]| tree.inside(at).any(|(_, e)| tags.contains(&e.tag.as_str()));
    let linked: usize = tree.inside(at).filter(|(_, e)| e.tag == "a").map(|(i, _)| tree.chars(i)).sum();
    let acts = holds(&["form", "input"]) || linked * 3 > tree.chars(at);
    head.is_some_and(|head| tree.end(at) < head) && acts && !holds(&["h1", "h2", "h3", "h4", "p", "dl"])
}
