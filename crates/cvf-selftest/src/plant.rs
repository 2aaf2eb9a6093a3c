//! Every kind of fault, by name.

use crate::layout::Layout;
use crate::rng::Rng;
use crate::sheet::{Block, Item, Sheet};
use crate::slips::{self, Fault, Known};
use crate::words::EXTRA;
use cvf::Rule;

/// A fault that was planted and what a check is to say about it.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    /// Name of the sort of fault.
    pub(crate) sort: &'static str,
    pub(crate) rule: Rule,
    /// Ids of statements under which it may be reported.
    pub(crate) ids: Vec<String>,
    /// For faults that are about no statement: the printed text.
    pub(crate) text: String,
    pub(crate) meaning: bool,
}

/// How a sort of fault is planted.
#[derive(Clone, Copy)]
enum How {
    Text(Fault),
    Event(fn(&mut Sheet, &mut Rng) -> Option<Vec<Planted>>),
}

/// A sort of fault.
#[derive(Clone, Copy)]
pub(crate) struct Sort {
    pub(crate) name: &'static str,
    rule: Rule,
    meaning: bool,
    how: How,
}

const fn text(name: &'static str, rule: Rule, meaning: bool, fault: Fault) -> Sort {
    Sort { name, rule, meaning, how: How::Text(fault) }
}

const fn event(name: &'static str, rule: Rule, fault: fn(&mut Sheet, &mut Rng) -> Option<Vec<Planted>>) -> Sort {
    Sort { name, rule, meaning: false, how: How::Event(fault) }
}

/// Every sort.
pub(crate) const SORTS: [Sort; 33] = [
    text("digit", Rule::Typo, false, slips::digit),
    text("doubled letter", Rule::Typo, false, slips::doubled),
    text("lost letter", Rule::Typo, false, slips::lost),
    text("swapped letters", Rule::Typo, false, slips::swapped),
    text("look-alike letters", Rule::Typo, false, slips::looks_alike),
    text("torn word", Rule::Typo, false, slips::torn),
    text("glued words", Rule::Typo, false, slips::glued),
    text("word printed twice", Rule::Typo, false, slips::repeated),
    text("lost opening", Rule::Typo, false, slips::lost_opening),
    text("dropped word", Rule::Wording, false, slips::dropped),
    text("added word", Rule::Wording, false, slips::added),
    text("replaced word", Rule::Wording, false, slips::replaced),
    text("modal", Rule::Wording, true, slips::modal),
    text("quantity", Rule::Wording, true, slips::quantity),
    text("actor", Rule::Wording, true, slips::actor),
    text("negation", Rule::Wording, true, slips::negation),
    text("hyphen", Rule::Formatting, false, slips::hyphen),
    text("quotes", Rule::Formatting, false, slips::quotes),
    text("comma", Rule::Formatting, false, slips::comma),
    text("full stop", Rule::Formatting, false, slips::full_stop),
    text("capital", Rule::Formatting, false, slips::capital),
    text("truncated", Rule::Truncated, false, slips::truncated),
    text("cut at a stop", Rule::Truncated, false, slips::cut_at_stop),
    event("missing", Rule::Missing, missing),
    event("extra", Rule::Extra, extra),
    event("split", Rule::Split, split),
    event("merged", Rule::Merged, merged),
    event("moved", Rule::Moved, moved),
    event("moved and reworded", Rule::Moved, moved_reworded),
    event("reordered", Rule::Reordered, reordered),
    event("duplicate", Rule::Duplicate, duplicate),
    event("renamed", Rule::Heading, renamed),
    event("renamed with a sign", Rule::Heading, redressed),
];

impl Sort {
    /// True if a reader of the layout can see the fault.
    pub(crate) fn shows_in(&self, layout: Layout) -> bool {
        match self.rule {
            Rule::Split | Rule::Merged => layout.shows_items(),
            Rule::Heading => layout.shows_names(),
            Rule::Duplicate => layout.shows_repeats(),
            _ => true,
        }
    }

    /// Plants it once, somewhere no other fault is.
    pub(crate) fn plant(&self, sheet: &mut Sheet, rng: &mut Rng, known: &Known<'_>) -> Option<Vec<Planted>> {
        match self.how {
            How::Event(plant) => plant(sheet, rng),
            How::Text(fault) => self.plant_text(fault, sheet, rng, known),
        }
    }

    fn plant_text(&self, fault: Fault, sheet: &mut Sheet, rng: &mut Rng, known: &Known<'_>) -> Option<Vec<Planted>> {
        let free = sheet.free(|b, _| b.is_list());
        for _ in 0..30 {
            let item = sheet.item(*rng.pick(&free)?);
            if let Some(new) = fault(&item.text, rng, known) {
                (item.text, item.touched) = (new, true);
                let id = item.id.clone();
                return Some(vec![Planted {
                    sort: self.name,
                    rule: self.rule,
                    ids: vec![id],
                    text: String::new(),
                    meaning: self.meaning,
                }]);
            }
        }
        None
    }
}

fn one(sort: &'static str, rule: Rule, ids: Vec<String>) -> Planted {
    Planted { sort, rule, ids, text: String::new(), meaning: false }
}

/// A place in a list whose neighbours are whole.
fn inside(sheet: &Sheet, rng: &mut Rng) -> Option<(usize, usize)> {
    let calm = |b: &Block, i: usize| b.items.get(i).is_some_and(|item| !item.touched);
    let free = sheet.free(|b, _| b.is_list() && b.items.len() > 3);
    let inner: Vec<_> = free
        .into_iter()
        .filter(|&(b, i)| i > 0 && calm(&sheet.blocks[b], i - 1) && calm(&sheet.blocks[b], i + 1))
        .collect();
    rng.pick(&inner).copied()
}

fn touch_around(sheet: &mut Sheet, (b, i): (usize, usize)) {
    let items = &mut sheet.blocks[b].items;
    for at in [i.checked_sub(1), Some(i), Some(i + 1)].into_iter().flatten() {
        if let Some(item) = items.get_mut(at) {
            item.touched = true;
        }
    }
}

fn missing(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let free = sheet.free(|b, _| b.is_list() && b.items.len() > 3);
    let at = *rng.pick(&free)?;
    let gone = sheet.blocks[at.0].items.remove(at.1);
    Some(vec![one("missing", Rule::Missing, vec![gone.id])])
}

fn extra(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let (b, i) = inside(sheet, rng)?;
    let text = (*rng.pick(&EXTRA)?).to_owned();
    if sheet.blocks.iter().any(|b| b.items.iter().any(|i| i.text == text)) {
        return None;
    }
    sheet.blocks[b].items.insert(i, Item { id: String::new(), text: text.clone(), touched: true });
    Some(vec![Planted { text, ..one("extra", Rule::Extra, vec![]) }])
}

/// Cuts at a comma or at the end of a sentence.
fn split(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let free = sheet.free(|b, item| b.is_list() && item.text.len() > 60);
    for _ in 0..30 {
        let item = sheet.item(*rng.pick(&free)?);
        let cuts: Vec<usize> = item.text.match_indices([',', '.']).map(|(at, _)| at + 1).collect();
        let good = |at: &&usize| item.text[**at..].starts_with(' ') && **at > 24 && item.text.len() - **at > 24;
        let cuts: Vec<usize> = cuts.iter().filter(good).copied().collect();
        if let Some(&at) = rng.pick(&cuts) {
            item.text = format!("{}\n{}", &item.text[..at], &item.text[at + 1..]);
            item.touched = true;
            return Some(vec![one("split", Rule::Split, vec![item.id.clone()])]);
        }
    }
    None
}

fn merged(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let (b, i) = inside(sheet, rng)?;
    touch_around(sheet, (b, i));
    let gone = sheet.blocks[b].items.remove(i);
    let item = &mut sheet.blocks[b].items[i - 1];
    item.text = format!("{} {}", item.text, gone.text);
    Some(vec![one("merged", Rule::Merged, vec![item.id.clone(), gone.id])])
}

/// Takes an item out of its list and puts it inside another one.
fn transfer(sheet: &mut Sheet, rng: &mut Rng) -> Option<(usize, usize)> {
    let (b, i) = inside(sheet, rng)?;
    let (to, at) = inside(sheet, rng).filter(|(to, _)| *to != b)?;
    touch_around(sheet, (b, i));
    let item = sheet.blocks[b].items.remove(i);
    touch_around(sheet, (to, at));
    sheet.blocks[to].items.insert(at, item);
    Some((to, at))
}

fn moved(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let at = transfer(sheet, rng)?;
    Some(vec![one("moved", Rule::Moved, vec![sheet.item(at).id.clone()])])
}

fn moved_reworded(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let at = transfer(sheet, rng)?;
    let item = sheet.item(at);
    let known = Known { words: &std::collections::BTreeSet::new(), matters: &|w| w.len() < 5 };
    let ids = vec![item.id.clone()];
    let mut planted = vec![one("moved and reworded", Rule::Moved, ids.clone())];
    if let Some(new) = slips::added(&item.text, rng, &known) {
        item.text = new;
        planted.push(one("moved and reworded", Rule::Wording, ids));
    }
    Some(planted)
}

fn reordered(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let (b, i) = inside(sheet, rng)?;
    touch_around(sheet, (b, i));
    let items = &mut sheet.blocks[b].items;
    items.swap(i, i - 1);
    let ids = vec![items[i].id.clone(), items[i - 1].id.clone()];
    Some(vec![one("reordered", Rule::Reordered, ids)])
}

fn duplicate(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let (b, i) = inside(sheet, rng)?;
    touch_around(sheet, (b, i));
    let items = &mut sheet.blocks[b].items;
    let again = items[i].clone();
    let id = again.id.clone();
    let at = if rng.below(2) == 0 { i + 1 } else { items.len() };
    items.insert(at, again);
    Some(vec![one("duplicate", Rule::Duplicate, vec![id])])
}

fn rename(sheet: &mut Sheet, rng: &mut Rng, change: fn(&str) -> Option<String>) -> Option<String> {
    let names: Vec<String> = sheet.blocks.iter().filter(|b| b.is_list()).filter_map(|b| b.competency.clone()).collect();
    let old = rng.pick(&names)?.clone();
    let new = change(&old)?;
    let blocks = sheet.blocks.iter_mut().filter(|b| b.competency.as_deref() == Some(old.as_str()));
    blocks.for_each(|b| b.competency = Some(new.clone()));
    Some(new)
}

fn renamed(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let new = rename(sheet, rng, |old| {
        let rest = old.strip_prefix("We ").filter(|rest| !rest.starts_with("always") && !old.contains('&'))?;
        Some(format!("We always {rest}"))
    })?;
    Some(vec![Planted { text: new, ..one("renamed", Rule::Heading, vec![]) }])
}

fn redressed(sheet: &mut Sheet, rng: &mut Rng) -> Option<Vec<Planted>> {
    let new = rename(sheet, rng, |old| {
        Some(old.replace(" and ", " & ").replace('-', " ")).filter(|new| new != old && !old.contains("always"))
    })?;
    Some(vec![Planted { text: new, ..one("renamed with a sign", Rule::Heading, vec![]) }])
}
