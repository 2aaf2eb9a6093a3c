//! Caps what would make a tree builder slow, before it runs: building takes time with the square
//! of the nesting depth (200,000 nested `div`s took every builder measured over 30 s), and with
//! the square of a tag's attributes.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Deepest nesting that is kept; browsers stop at 512 too.
pub(crate) const DEEPEST: usize = 512;
/// A tag with more equals signs than this keeps none of its attributes.
const MOST_ATTRIBUTES: usize = 1000;

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The page without the tags that nest deeper than [`DEEPEST`], and how many those were.
pub(crate) fn prune(page: &str) -> (Cow<'_, str>, usize) {
    let mut scan = Scan::default();
    let mut rest = 0;
    while let Some(at) = page[rest..].find('<').map(|i| rest + i) {
        rest = match markup_end(page, at) {
            Some(end) => {
                scan.tag(&page[at..end], at..end);
                raw_text_end(page, at, end)
            }
            None => at + 1,
        };
    }
    (scan.apply(page), scan.dropped)
}

/// Where the tag, comment or declaration at `at` ends; `None` if there is none.
fn markup_end(page: &str, at: usize) -> Option<usize> {
    let inside = &page[at + 1..];
    if inside.starts_with("!--") {
        return Some(page[at + 4..].find("-->").map_or(page.len(), |i| at + 4 + i + 3));
    }
    let named = inside.strip_prefix('/').unwrap_or(inside).starts_with(|c: char| c.is_ascii_alphabetic());
    if !named {
        return inside.starts_with(['!', '?']).then(|| inside.find('>').map_or(page.len(), |i| at + 1 + i + 1));
    }
    let mut quote = None;
    let mut value = false;
    for (i, b) in inside.bytes().enumerate() {
        match (quote, b) {
            (Some(q), _) if b == q => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if value => quote = Some(b),
            (None, b'>') => return Some(at + 1 + i + 1),
            _ => {}
        }
        value = b == b'=' || (value && b.is_ascii_whitespace());
    }
    Some(page.len())
}

fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']).split(|c: char| c.is_whitespace() || c == '/' || c == '>').next();
    name.unwrap_or_default().to_ascii_lowercase()
}

/// How many attributes with a value a tag has: equals signs outside quotes.
fn attributes(tag: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    for b in tag.bytes() {
        match (quote, b) {
            (Some(q), _) if b == q => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'=') => count += 1,
            (None, _) => {}
        }
    }
    count
}

/// Behind an element whose content is no markup, the start of its end tag.
fn raw_text_end(page: &str, at: usize, end: usize) -> usize {
    let name = name(&page[at..end]);
    if !RAW.contains(&name.as_str()) || page[at..].starts_with("</") {
        return end;
    }
    let closes = |i: &usize| {
        let tail = page.as_bytes().get(i + 2..i + 2 + name.len());
        tail.is_some_and(|t| t.eq_ignore_ascii_case(name.as_bytes()))
    };
    page[end..].match_indices("</").map(|(i, _)| end + i).find(closes).unwrap_or(page.len())
}

#[derive(Default)]
struct Scan {
    open: Vec<String>,
    /// How many elements of each name are open.
    count: BTreeMap<String, usize>,
    /// Open elements whose start tag was dropped, by name.
    hidden: BTreeMap<String, usize>,
    cuts: Vec<(std::ops::Range<usize>, String)>,
    dropped: usize,
}

impl Scan {
    fn tag(&mut self, tag: &str, range: std::ops::Range<usize>) {
        let name = name(tag);
        if name.is_empty() || tag.starts_with("<!") || tag.starts_with("<?") || VOID.contains(&name.as_str()) {
            return;
        }
        if tag.starts_with("</") {
            self.close(&name, range);
        } else if self.open.len() >= DEEPEST {
            *self.hidden.entry(name).or_default() += 1;
            self.dropped += 1;
            self.cuts.push((range, "\n".to_owned()));
        } else {
            if attributes(tag) > MOST_ATTRIBUTES {
                self.cuts.push((range, format!("<{name}>")));
            }
            *self.count.entry(name.clone()).or_default() += 1;
            self.open.push(name);
        }
    }

    fn close(&mut self, name: &str, range: std::ops::Range<usize>) {
        if let Some(hidden) = self.hidden.get_mut(name).filter(|h| **h > 0) {
            *hidden -= 1;
            self.cuts.push((range, "\n".to_owned()));
            return;
        }
        if self.count.get(name).is_none_or(|c| *c == 0) {
            return;
        }
        while let Some(open) = self.open.pop() {
            if let Some(count) = self.count.get_mut(&open) {
                *count -= 1;
            }
            if open == name {
                return;
            }
        }
    }

    fn apply<'p>(&self, page: &'p str) -> Cow<'p, str> {
        if self.cuts.is_empty() {
            return Cow::Borrowed(page);
        }
        let mut out = String::with_capacity(page.len());
        let mut from = 0;
        for (range, instead) in &self.cuts {
            out += &page[from..range.start];
            out += instead;
            from = range.end;
        }
        out += &page[from..];
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_left_as_they_are() {
        let page = "<p>a<p>b<br><img src=x alt='>'><script>if (a<b) '</p>'</script><!-- <div> --><li>c</p>";
        assert!(matches!(prune(page), (Cow::Borrowed(_), 0)));
    }

    #[test]
    fn what_nests_too_deeply_loses_its_tags_only() {
        let page = format!("{}I listen{}<p>I ask", "<div>".repeat(600), "</div>".repeat(600));
        let (pruned, dropped) = prune(&page);
        assert_eq!((dropped, pruned.matches("<div>").count()), (88, 512));
        assert!(pruned.contains("I listen") && pruned.ends_with("</div><p>I ask"));
    }
}
