//! HTML inside Markdown: copied as it is, with the place of each piece of its text.

use crate::page::Page;

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "template"];

/// Elements and comments whose content stands as it is.
const VERBATIM: &[&str] = &["pre", "table", "svg", "math"];

/// True for a block of HTML that begins with an element in which Markdown's signs are text.
pub(crate) fn is_verbatim(block: &str) -> bool {
    let name = name(block.trim_start());
    block.trim_start().starts_with("<!") || RAW.contains(&name.as_str()) || VERBATIM.contains(&name.as_str())
}

/// True for a line inside a block of HTML that is meant as Markdown: a heading, or the first point
/// of a list. The standard takes it as text, for want of an empty line behind the tag, yet many
/// generators of sites do not.
pub(crate) fn begins_markdown(line: &str) -> bool {
    let line = line.trim_start();
    let heading = line.trim_start_matches('#');
    let ranks = line.len() - heading.len();
    ((1..=6).contains(&ranks) && heading.starts_with(' '))
        || ["- ", "* ", "+ "].iter().any(|sign| line.starts_with(sign))
}

/// True for a line that begins with a tag.
pub(crate) fn is_tag_line(line: &str) -> bool {
    line.trim_start().starts_with('<')
}

/// Elements that tables are made of.
const OF_TABLES: [&str; 10] = ["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"];

/// True for a tag that opens or closes a part of a table.
pub(crate) fn is_of_table(tag: &str) -> bool {
    OF_TABLES.contains(&name(tag).as_str())
}

/// The name in a tag, in lower case.
fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next();
    name.unwrap_or_default().to_ascii_lowercase()
}

/// Copies HTML that stands in the source from `byte` on.
pub(crate) fn write(page: &mut Page<'_>, html: &str, byte: usize) {
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let end = match rest.starts_with('<').then(|| markup_end(rest)).flatten() {
            Some(end) => {
                tag(page, &rest[..end]);
                end
            }
            None => {
                let end = rest[1..].find('<').map_or(rest.len(), |i| i + 1);
                let end = (1..=end).rev().find(|i| rest.is_char_boundary(*i)).unwrap_or(rest.len());
                text(page, &rest[..end], byte + at);
                end
            }
        };
        at += end;
    }
}

/// Length of the tag, comment or declaration that a text begins with.
fn markup_end(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return Some(rest.find("-->").map_or(rest.len(), |i| i + 3));
    }
    let named = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    let mut quote = None;
    for (i, c) in rest.char_indices().skip(1).filter(|_| named) {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return Some(i + 1),
            (None, _) => {}
        }
    }
    None
}

fn tag(page: &mut Page<'_>, tag: &str) {
    let name = name(tag);
    let closes = tag.starts_with("</");
    match &page.raw {
        Some(open) if closes && *open == name => page.raw = None,
        None if !closes && RAW.contains(&name.as_str()) => page.raw = Some(name),
        _ => {}
    }
    page.tag(tag);
}

/// Text between tags; behind each reference to a character the place is told anew.
fn text(page: &mut Page<'_>, text: &str, byte: usize) {
    if page.raw.is_some() {
        return page.tag(text);
    }
    let mut at = 0;
    for piece in text.split_inclusive(';') {
        page.mark(byte + at);
        page.tag(piece);
        at += piece.len();
    }
}
