use crate::{decode::utf16_by_zeros, mail};

/// Bytes at the start that are looked at.
const SAMPLE: usize = 4096;

const ELEMENTS: &[&str] = &[
    "a", "article", "b", "body", "br", "center", "div", "dl", "font", "form", "h1", "h2", "h3", "h4", "head", "header",
    "hr", "html", "i", "img", "li", "link", "main", "meta", "nav", "ol", "p", "script", "section", "span", "strong",
    "style", "table", "tbody", "td", "th", "title", "tr", "ul",
];

/// True if the bytes are a web page or a mail with one, told by their content: whole, or a
/// piece of a page with a good share of tags.
pub fn sniff(bytes: &[u8]) -> bool {
    is_whole(bytes) || is_made_of_tags(skip_prolog(&lower(bytes)))
}

/// True if the bytes are a whole page or a mail with one: a document type or `html`, `head` or
/// `body` at the start.
pub fn is_whole(bytes: &[u8]) -> bool {
    let sample = lower(bytes);
    let start = skip_prolog(&sample);
    ["<!doctype html", "<html", "<head>", "<body"].iter().any(|s| start.starts_with(s)) || mail::is_mail(bytes)
}

/// The start as lower-case text; what is above ASCII does not matter.
fn lower(bytes: &[u8]) -> String {
    let wide = utf16_by_zeros(bytes).is_some() || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let bytes = behind_styles(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let sample = bytes.iter().take(SAMPLE).filter(|&&b| !wide || (b != 0 && b.is_ascii()));
    sample.map(|&b| char::from(b.to_ascii_lowercase())).collect()
}

/// What stands behind comments, styles and scripts at the start: they may be longer than what is
/// looked at.
fn behind_styles(bytes: &[u8]) -> &[u8] {
    const ENDS: [(&[u8], &[u8]); 3] = [(b"<!--", b"-->"), (b"<style", b"</style>"), (b"<script", b"</script>")];
    let mut rest = bytes;
    loop {
        let trimmed = rest.trim_ascii_start();
        let opens =
            |(open, _): &&(&[u8], &[u8])| trimmed.get(..open.len()).is_some_and(|b| b.eq_ignore_ascii_case(open));
        let Some((_, close)) = ENDS.iter().find(opens) else { return rest };
        let end = trimmed.windows(close.len()).position(|w| w.eq_ignore_ascii_case(close));
        let Some(end) = end else { return rest };
        rest = &trimmed[end + close.len()..];
    }
}

/// Skips white space, comments, an XML declaration and processing instructions.
fn skip_prolog(sample: &str) -> &str {
    let mut rest = sample.trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|i| i + 3)
        } else if rest.starts_with("<?") {
            rest.find('>').map(|i| i + 1)
        } else {
            None
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return rest,
        }
    }
}

/// A fragment of a page: begins with an element and closes some, or is full of tags.
fn is_made_of_tags(start: &str) -> bool {
    let tags: Vec<&str> = start.split('<').skip(1).filter_map(tag).collect();
    let closing = tags.iter().filter(|t| t.starts_with('/')).count();
    let length: usize = tags.iter().map(|t| t.len() + 2).sum();
    let first = start.strip_prefix('<').and_then(tag).is_some();
    let dressed = tags.iter().filter(|t| t.contains("class=") || t.contains("id=")).count();
    (first && (closing >= 1 || dressed >= 3) && tags.len() >= 3)
        || (closing >= 4 && tags.len() >= 8 && length * 8 >= start.len())
}

/// The inside of a tag of a known element.
fn tag(rest: &str) -> Option<&str> {
    let inside = &rest[..rest.find('>')?];
    let name = inside.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next()?;
    ELEMENTS.contains(&name).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_by_their_content() {
        for page in [
            "<!DOCTYPE html><p>x",
            "\u{feff} <html>",
            "<?xml version='1.0'?>\n<!-- saved -->\n<!DOCTYPE html PUBLIC 'x'>",
            "<div><h2>We listen</h2></div>",
            "<div class=a>\n <div class=b>\n <section id=c>\n <script>let x = 1",
            "<!-- x --><HTML xmlns:o='urn'>",
            &format!("<STYLE>{}</STYLE>\n<div><h2>We listen</h2></div>", "p { color: red }\n".repeat(900)),
            &format!("<!-- {} --><html>", "saved ".repeat(2_000)),
        ] {
            assert!(sniff(page.as_bytes()), "{page}");
            if page.len() > SAMPLE {
                continue;
            }
            let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(sniff(&wide), "{page} in UTF-16");
        }
    }

    #[test]
    fn text_is_no_page() {
        for text in [
            "Level 1<br>I listen<br>I ask",
            "Use <p> and </p>.",
            "<b>Level 1</b>",
            "",
            "<name> is missing",
            "- I use <html>",
        ] {
            assert!(!sniff(text.as_bytes()), "{text}");
        }
    }
}
