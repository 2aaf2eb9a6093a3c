//! Web pages and plain texts inside a Word document.

use crate::model::{Block, Paragraph, Run};
use crate::properties::RunProps;
use crate::xml::decode;

/// Documents inside documents that are read.
pub(crate) const MOST_NESTED: usize = 1;

/// Elements whose inside is no text.
const NO_TEXT: [&str; 4] = ["head", "script", "style", "template"];
/// Elements that run on in a line.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr",
];

/// The paragraphs of a web page or plain text; `None` for what is neither.
pub(crate) fn text(bytes: &[u8]) -> Option<Vec<Block>> {
    if bytes.starts_with(b"{\\rtf") || bytes.iter().take(1024).any(|b| *b == 0 && !bytes.starts_with(b"\xff\xfe")) {
        return None;
    }
    let text = decode(bytes);
    let head = text.get(..512).unwrap_or(&text).to_lowercase();
    if head.contains("mime-version:") {
        return None;
    }
    let lines = if head.contains('<') { page_lines(&text) } else { text.lines().map(str::to_owned).collect() };
    Some(lines.into_iter().filter(|l| !l.trim().is_empty()).map(paragraph).collect())
}

fn paragraph(text: String) -> Block {
    let run = Run { text, props: RunProps::default(), deleted: false };
    Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() })
}

/// Lines of a web page: a new one at each element that is none of a line, a dash for list items.
fn page_lines(page: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        push(&mut lines, &rest[..at]);
        let tag = &rest[at..];
        let end = if tag.starts_with("<!--") { tag.find("-->").map(|e| e + 3) } else { tag.find('>').map(|e| e + 1) };
        let Some(end) = end else { return lines };
        let name: String = tag[1..].chars().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
        let name = name.to_lowercase();
        rest = &tag[end..];
        if NO_TEXT.contains(&name.as_str()) {
            let close = format!("</{name}");
            let Some(over) = find_ignoring_case(rest, &close) else { return lines };
            rest = &rest[over..];
        } else if !name.is_empty() && !INLINE.contains(&name.trim_start_matches('/')) {
            lines.push(if name == "li" { "• ".to_owned() } else { String::new() });
        }
    }
    push(&mut lines, rest);
    lines.retain(|l| l.trim() != "•");
    lines
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .find(|at| text.get(*at..at + wanted.len()).is_some_and(|part| part.eq_ignore_ascii_case(wanted)))
}

/// Adds text with its entities resolved, line ends as spaces.
fn push(lines: &mut [String], text: &str) {
    let Some(line) = lines.last_mut() else { return };
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        line.push_str(&rest[..at].replace(['\n', '\r'], " "));
        let name = rest[at + 1..].split(';').next().filter(|n| n.len() < 10 && n.len() + at + 1 < rest.len());
        let found = name.and_then(|n| Some((n.len() + 2, entity(n)?)));
        let (skip, sign) = found.unwrap_or((1, '&'));
        line.push(sign);
        rest = &rest[at + skip..];
    }
    line.push_str(&rest.replace(['\n', '\r'], " "));
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "rsquo" => '\u{2019}',
        "lsquo" => '\u{2018}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" => '•',
        "shy" => '\u{ad}',
        "pound" => '£',
        "eacute" => 'é',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_gives_its_lines() {
        let page = "<html><head><title>x</title></head><body><p>I &amp; you,<br>a <b>b</b></p><ul><li>I act</li></ul>";
        let lines: Vec<String> = page_lines(page).into_iter().filter(|l| !l.trim().is_empty()).collect();
        assert_eq!(lines, ["I & you,", "a b", "• I act"]);
    }
}
