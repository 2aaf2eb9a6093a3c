//! The same text twice: a list for wide and one for narrow screens, slides of a carousel that
//! are cloned to make it go round.

use super::tree::{Tree, is_heading, is_hidden, name_words};
use crate::element::{self, Role};
use crate::page::Element;
use cvf_document::RegionKind;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Boxes with the same text that are compared; more are a form that comes again and again.
const MOST_TWINS: usize = 64;
/// Fewer visible characters come again by chance.
const LEAST_CHARS: usize = 24;

pub(super) fn find(tree: &Tree<'_>) -> Vec<(usize, RegionKind)> {
    let marks = Marks::of(tree);
    let mut found = clones(tree, &marks);
    found.extend(by_screen(tree, &marks, &found));
    found.extend(rearranged(tree, &found));
    found.into_iter().map(|at| (at, RegionKind::Hidden)).collect()
}

/// For each box, a number that is the same for the same pieces of text in any arrangement.
struct Marks(BTreeMap<usize, u64>);

impl Marks {
    fn of(tree: &Tree<'_>) -> Self {
        let mut marks: BTreeMap<usize, u64> = BTreeMap::new();
        for (boxes, text) in tree.pieces() {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            let mark = hasher.finish();
            for at in boxes {
                let sum = marks.entry(at).or_default();
                *sum = sum.wrapping_add(mark);
            }
        }
        Self(marks)
    }

    fn of_box(&self, tree: &Tree<'_>, at: usize) -> Option<u64> {
        self.0.get(&at).copied().filter(|_| tree.chars(at) >= LEAST_CHARS)
    }
}

/// Children of one box that come again among their siblings with no heading between: of a row
/// of them that goes round, the middle is kept.
fn clones(tree: &Tree<'_>, marks: &Marks) -> Vec<usize> {
    let mut found = Vec::new();
    for (parent, _) in tree.elements().filter(|(_, e)| element::role(e) != Role::Inline) {
        let children = tree.children(parent);
        if children.len() < 2 || children.iter().any(|(_, e)| is_heading(e)) {
            continue;
        }
        let row: Vec<(usize, u64)> =
            children.iter().filter_map(|(at, _)| Some((*at, marks.of_box(tree, *at)?))).collect();
        let kinds: BTreeSet<u64> = row.iter().map(|(_, mark)| *mark).collect();
        if kinds.len() == row.len() || !is_row_of_slides(tree, &row, &children) {
            continue;
        }
        let kept = middle(&row, kinds.len());
        found.extend(row.iter().filter(|(at, _)| !kept.contains(at)).map(|(at, _)| *at));
    }
    found
}

/// True for children in one dress of which each says more than one thing or one thing at length,
/// and not the cells of a table.
fn is_row_of_slides(tree: &Tree<'_>, row: &[(usize, u64)], children: &[(usize, &Element)]) -> bool {
    let table = |e: &Element| matches!(element::role(e), Role::Row | Role::Cell | Role::Table);
    let tag = children.first().map(|(_, e)| e.tag.as_str());
    let alike = children.iter().all(|(_, e)| Some(e.tag.as_str()) == tag && !table(e));
    let whole = row.iter().all(|(at, _)| tree.inside(*at).any(|(_, e)| element::role(e) != Role::Inline));
    let hidden = |(at, e): &(usize, &Element)| row.iter().any(|(i, _)| i == at) && (is_unseen(e) || is_named_clone(e));
    alike && row.len() > 1 && (whole || children.iter().any(hidden))
}

fn is_unseen(element: &Element) -> bool {
    element.attribute("aria-hidden") == Some("true") || is_hidden(element)
}

fn is_named_clone(element: &Element) -> bool {
    name_words(element).iter().any(|w| matches!(*w, "clone" | "cloned" | "duplicate"))
}

/// The most central of the shortest runs that hold every kind.
fn middle(row: &[(usize, u64)], kinds: usize) -> Vec<usize> {
    let whole = |run: &&[(usize, u64)]| {
        let mut marks: Vec<u64> = run.iter().map(|(_, mark)| *mark).collect();
        marks.sort_unstable();
        marks.dedup();
        marks.len() == kinds
    };
    let runs: Vec<&[(usize, u64)]> = row.windows(kinds).filter(whole).collect();
    match runs.get(runs.len() / 2) {
        Some(run) => run.iter().map(|(at, _)| *at).collect(),
        None => {
            let mut seen = Vec::new();
            let mut kept = Vec::new();
            for (at, mark) in row {
                if !seen.contains(mark) {
                    seen.push(*mark);
                    kept.push(*at);
                }
            }
            kept
        }
    }
}

/// Of what is hidden here and shown on other screens, this share of its texts has to stand
/// elsewhere on the page, in tenths: a table has names once that lists come back to.
const ELSEWHERE: usize = 9;

/// Boxes that style sheets hide on this screen and show on others, whose texts all stand on the
/// page once more: the same in another arrangement.
fn rearranged(tree: &Tree<'_>, known: &[usize]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let within = |around: &[usize], at: usize| around.iter().any(|i| (*i..=tree.end(*i)).contains(&at));
    let candidates: Vec<usize> = tree
        .elements()
        .filter(|(at, e)| e.dress.screens && is_hidden(e) && tree.chars(*at) >= LEAST_CHARS && !within(known, *at))
        .map(|(at, _)| at)
        .take(MOST_TWINS)
        .collect();
    if candidates.is_empty() {
        return found;
    }
    let pieces = tree.pieces();
    for at in candidates {
        if within(&found, at) {
            continue;
        }
        let is_own = |boxes: &Vec<usize>| boxes.contains(&at);
        let texts = |own: bool| -> BTreeSet<&str> {
            pieces.iter().filter(|(boxes, _)| is_own(boxes) == own).map(|(_, text)| text.as_str()).collect()
        };
        let (own, others) = (texts(true), texts(false));
        if own.len() > 1 && own.intersection(&others).count() * 10 >= ELSEWHERE * own.len() {
            found.push(at);
        }
    }
    found
}

/// Words of class that name a kind of screen.
const SCREENS: &[&str] = &["mobile", "desktop", "tablet", "phone", "handheld"];
/// Words for sizes of screen, which count with one of [`SHOWS`].
const SIZES: &[&str] = &["xs", "sm", "md", "lg", "xl", "xxl", "small", "medium", "large", "wide", "narrow", "print"];
const SHOWS: &[&str] = &["hidden", "hide", "visible", "show", "none", "block", "only", "grid", "flex", "table"];

fn is_for_some_screens(element: &Element) -> bool {
    element.names.split_whitespace().any(|name| {
        let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let has = |known: &[&str]| words.iter().any(|w| known.contains(w));
        has(SCREENS) || (has(SIZES) && has(SHOWS))
    })
}

/// Boxes anywhere on the page with the same text as another, where a class or style says that one
/// of the two is for other screens: the one that shows on a wide screen is kept, or the first.
fn by_screen(tree: &Tree<'_>, marks: &Marks, known: &[usize]) -> Vec<usize> {
    let mut groups: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, _) in tree.elements().filter(|(_, e)| element::role(e) != Role::Inline) {
        let inside = known.iter().any(|clone| (*clone..=tree.end(*clone)).contains(&at));
        if let Some(mark) = marks.of_box(tree, at).filter(|_| !inside) {
            groups.entry(mark).or_default().push(at);
        }
    }
    let mut found: Vec<usize> = Vec::new();
    for boxes in groups.into_values().filter(|boxes| (2..=MOST_TWINS).contains(&boxes.len())) {
        // A box and the only box in it have the same text: the outermost stand for all.
        let outermost: Vec<usize> = boxes
            .iter()
            .copied()
            .filter(|at| !boxes.iter().any(|other| other != at && (*other..=tree.end(*other)).contains(at)))
            .collect();
        let told = |at: &usize| is_told(tree, *at, &boxes);
        if outermost.len() < 2 || !outermost.iter().any(told) {
            continue;
        }
        let unseen = |at: &usize| is_hidden_on_screen(tree, *at);
        let kept = outermost.iter().find(|at| !unseen(at)).or(outermost.first()).copied();
        found.extend(outermost.into_iter().filter(|at| Some(*at) != kept));
    }
    found.sort_unstable();
    found
}

/// True if a box, one with the same text in it, or one around it is for some screens only; or
/// if it is hidden and stands right beside its twin. A hidden panel elsewhere is one of many.
fn is_told(tree: &Tree<'_>, at: usize, same: &[usize]) -> bool {
    let within = || same.iter().filter(|i| (at..=tree.end(at)).contains(i)).filter_map(|i| tree.element(*i));
    let around = |other: usize| {
        tree.around(at).take(4).any(|(i, e)| is_for_some_screens(e) && !(i..=tree.end(i)).contains(&other))
    };
    let beside = |other: usize| tree.chars_between(at, other) == 0;
    let others = || {
        same.iter().copied().filter(|other| !(at..=tree.end(at)).contains(other) && tree.end(*other) != tree.end(at))
    };
    let inside_other = |other: usize| (other..=tree.end(other)).contains(&at);
    within().any(is_for_some_screens)
        || others().any(|other| !inside_other(other) && around(other))
        || (within().any(is_unseen) && others().any(|other| !inside_other(other) && beside(other)))
}

fn is_hidden_on_screen(tree: &Tree<'_>, at: usize) -> bool {
    let narrow = |e: &Element| {
        let words = name_words(e);
        let small = words.iter().any(|w| matches!(*w, "mobile" | "phone" | "handheld" | "narrow" | "print"));
        let not = words.iter().any(|w| matches!(*w, "hidden" | "hide" | "not" | "no" | "desktop"));
        is_unseen(e) || (small && !not)
    };
    tree.element(at).is_some_and(narrow)
        || tree.around(at).take(4).any(|(_, e)| narrow(e) && is_for_some_screens(e))
        || tree.inside(at).take(1).any(|(_, e)| is_unseen(e))
}
