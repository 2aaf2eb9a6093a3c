//! Buttons that do something and name nothing.

use super::tree::{Tree, is_heading};
use crate::element::{self, Role};
use crate::page::Element;
use cvf_document::RegionKind;
use std::collections::BTreeMap;

pub(super) fn find(tree: &Tree<'_>) -> Vec<(usize, RegionKind)> {
    let buttons: Vec<(usize, &Element)> = tree.elements().filter(|(_, e)| is_button(e)).collect();
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    for (at, _) in &buttons {
        *texts.entry(tree.text(*at)).or_default() += 1;
    }
    let openers = buttons.iter().filter(|(at, _)| opens_what_follows(tree, *at)).count();
    let control = |(at, element): &&(usize, &Element)| {
        let repeated = texts.get(&tree.text(*at)).is_some_and(|count| *count > 1);
        let names = element::opens_a_panel(element)
            || tree.around(*at).take(3).any(|(_, e)| is_heading(e) || e.tag == "summary")
            || (openers >= 2 && opens_what_follows(tree, *at));
        let kind = element.attribute("type");
        let in_form = tree.around(*at).any(|(_, e)| e.tag == "form");
        match names {
            true => false,
            false => {
                repeated || in_form || matches!(kind, Some("submit" | "reset")) || has_no_sentence(&tree.text(*at))
            }
        }
    };
    buttons.iter().filter(control).map(|(at, _)| (*at, RegionKind::Navigation)).collect()
}

fn is_button(element: &Element) -> bool {
    (element.tag == "button" && element::role(element) != Role::Inline)
        || (element.is_role("button") && !matches!(element.tag.as_str(), "summary" | "li" | "tr" | "td"))
}

/// True if a box stands right behind a button, as its panel would.
fn opens_what_follows(tree: &Tree<'_>, at: usize) -> bool {
    let next = tree.next(at);
    next.is_some_and(|(_, e)| ["div", "section", "ul", "ol", "dl", "table", "p"].contains(&e.tag.as_str()))
}

/// Most words of a label: longer ones are cards or answers that are buttons as well.
fn has_no_sentence(text: &str) -> bool {
    text.split_whitespace().count() <= 4
}
