//! Readable paths of elements: `html/body/main/ul[2]/li[3]`.

use crate::element::Role;
use crate::lower::Open;
use crate::page::Element;

/// Steps that are shown of a long path: the first and the last.
const SHOWN: (usize, usize) = (4, 12);

/// The path of the innermost block that is open.
pub(crate) fn of(open: &[Open<'_>]) -> String {
    let depth = open.iter().rposition(|o| o.role != Role::Inline).map_or(0, |i| i + 1);
    let step = |o: &Open<'_>| match o.element.tag.as_str() {
        tag @ ("html" | "body" | "main") => tag.to_owned(),
        tag => format!("{tag}[{}]", o.element.ordinal),
    };
    let (first, last) = SHOWN;
    if depth <= first + last {
        return open[..depth].iter().map(step).collect::<Vec<_>>().join("/");
    }
    let steps = |open: &[Open<'_>]| open.iter().map(step).collect::<Vec<_>>().join("/");
    format!("{}/…/{}", steps(&open[..first]), steps(&open[depth - last..depth]))
}

/// Elements of a dress: the innermost block and those around it.
const DRESS: usize = 3;

/// How the innermost block that is open is dressed: its element and those around it, each with
/// its first class, digits hidden: `div.card h3.title#`. A plain paragraph in a list item is the
/// item: whether a list has them says how far apart its items are set.
pub(crate) fn dress(open: &[Open<'_>]) -> String {
    let mut blocks: Vec<&Open<'_>> = open.iter().filter(|o| o.role != Role::Inline).collect();
    let in_item = |pair: &[&Open<'_>]| pair[0].element.tag == "li" && step(pair[1].element) == "p";
    if blocks.windows(2).next_back().is_some_and(in_item) {
        blocks.pop();
    }
    let last = &blocks[blocks.len().saturating_sub(DRESS)..];
    last.iter().map(|o| step(o.element)).collect::<Vec<_>>().join(" ")
}

fn step(element: &Element) -> String {
    let class = element.names.split_whitespace().nth(usize::from(element.id.is_some()));
    let shown = class.map_or_else(|| element.tag.clone(), |class| format!("{}.{class}", element.tag));
    let mut out = String::new();
    for c in shown.chars() {
        match c {
            c if c.is_ascii_digit() && out.ends_with('#') => {}
            c if c.is_ascii_digit() => out.push('#'),
            c => out.push(c),
        }
    }
    out
}
