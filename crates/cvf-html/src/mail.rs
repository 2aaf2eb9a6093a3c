//! Web archives (`.mhtml`) and mails (`.eml`): the page inside.

use crate::ReadError;
use crate::decode::decode;
use cvf_document::Warning;
use mailparse::ParsedMail;

/// More parts than this are no saved page; the parser nests as deeply as the parts do.
const MOST_BOUNDARIES: usize = 64;

/// True if the bytes begin with the headers of a mail that can hold a page.
pub(crate) fn is_mail(bytes: &[u8]) -> bool {
    let head: String = bytes.iter().take(16 * 1024).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let head = head.replace('\r', "");
    let headers = head.split("\n\n").next().unwrap_or_default().trim_start();
    let begins = headers.split(':').next().is_some_and(|name| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && name.len() < 40
    });
    let typed = ["multipart/", "text/html"].iter().any(|t| headers.contains(&format!("content-type: {t}")));
    begins && typed && headers.contains("mime-version:")
}

/// The pages in a mail, decoded: those of its frames where the frames stand, others one behind the
/// other; its plain text where there is no page.
pub(crate) fn page(bytes: &[u8], warnings: &mut Vec<Warning>) -> Result<String, ReadError> {
    let boundaries = bytes.windows(9).filter(|w| w.eq_ignore_ascii_case(b"boundary=")).count();
    if boundaries > MOST_BOUNDARIES {
        return Err(ReadError::Mail(format!("it has parts nested in {boundaries} others")));
    }
    let mail = mailparse::parse_mail(bytes).map_err(|e| ReadError::Mail(e.to_string()))?;
    let parts: Vec<&ParsedMail<'_>> = mail.parts().collect();
    let of_type = |wanted: &str| -> Vec<&ParsedMail<'_>> {
        let same = |p: &&&ParsedMail<'_>| p.ctype.mimetype.eq_ignore_ascii_case(wanted);
        parts.iter().filter(same).copied().collect()
    };
    let pages = [of_type("text/html"), of_type("application/xhtml+xml")].concat();
    if pages.is_empty() {
        let plain = of_type("text/plain");
        let plain = plain.first().ok_or_else(|| ReadError::Mail("there is no page in it".to_owned()))?;
        return Ok(format!("<pre>{}", text(plain, warnings)?.replace('&', "&amp;").replace('<', "&lt;")));
    }
    let named = |part: &ParsedMail<'_>, text| Part { names: names(part), text };
    let parts: Result<Vec<Part>, ReadError> =
        pages.into_iter().map(|part| Ok(named(part, text(part, warnings)?))).collect();
    let mut left = parts?;
    let mut whole = String::new();
    while !left.is_empty() {
        let next = left.remove(0).text;
        whole += &with_frames(&next, &mut left, DEEPEST);
    }
    Ok(whole)
}

/// A page of a mail, and what others call it.
struct Part {
    names: Vec<String>,
    text: String,
}

/// Deepest frames in frames.
const DEEPEST: usize = 8;

fn names(part: &ParsedMail<'_>) -> Vec<String> {
    let header =
        |name: &str| part.headers.iter().find(|h| h.get_key().eq_ignore_ascii_case(name)).map(|h| h.get_value());
    let id = header("content-id").map(|id| format!("cid:{}", id.trim().trim_matches(['<', '>'])));
    id.into_iter().chain(header("content-location")).collect()
}

/// A page with the parts that its frames name put into them.
fn with_frames(page: &str, left: &mut Vec<Part>, depth: usize) -> String {
    let low = page.to_ascii_lowercase();
    let (mut out, mut at) = (String::new(), 0);
    while let Some(from) = low[at..].find("<iframe").map(|i| at + i) {
        let end = low[from..].find('>').map_or(low.len(), |i| from + i);
        let part = source(&page[from..end]).and_then(|name| take(left, &name)).filter(|_| depth > 0);
        out += &page[at..from];
        match part {
            Some(part) => {
                let inside = with_frames(&part.text, left, depth - 1).replace('&', "&amp;").replace('"', "&quot;");
                out += &format!("<iframe srcdoc=\"{inside}\"");
            }
            None => out += &page[from..end],
        }
        at = end;
    }
    out + &page[at..]
}

/// The part that a frame's source names, which is no more left.
fn take(left: &mut Vec<Part>, name: &str) -> Option<Part> {
    let at = left.iter().position(|part| part.names.iter().any(|own| own == name))?;
    Some(left.remove(at))
}

/// The value of `src` in a tag.
fn source(tag: &str) -> Option<String> {
    let low = tag.to_ascii_lowercase();
    let at = low.match_indices("src").map(|(at, _)| at).find(|at| low[..*at].ends_with(char::is_whitespace))?;
    let value = tag[at + 3..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next()?,
        None => value.split_whitespace().next()?,
    };
    Some(value.replace("&amp;", "&"))
}

fn text(part: &ParsedMail<'_>, warnings: &mut Vec<Warning>) -> Result<String, ReadError> {
    let body = part.get_body_raw().map_err(|e| ReadError::Mail(e.to_string()))?;
    let (text, warning) = decode(&body, part.ctype.params.get("charset").map(String::as_str));
    warnings.extend(warning);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARCHIVE: &str = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"xx\"\r\n\r\n--xx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>I listen =E2=80=93 al=\r\nways.\r\n--xx\r\nContent-Type: image/png\r\n\r\nx\r\n--xx--\r\n";

    #[test]
    fn the_page_of_an_archive_is_found() {
        assert!(is_mail(ARCHIVE.as_bytes()));
        assert!(page(ARCHIVE.as_bytes(), &mut Vec::new()).unwrap().contains("I listen – always."));
    }

    #[test]
    fn frames_stand_where_the_page_has_them() {
        let part =
            |headers: &str, text: &str| format!("--xx\r\nContent-Type: text/html\r\n{headers}\r\n\r\n{text}\r\n");
        let parts = [
            part(
                "Content-Location: https://a.example/",
                "<h1>A</h1><iframe src=\"cid:1@m\"></iframe><h1>B</h1><IFRAME SRC='https://a.example/b?x=1&amp;y=2'></IFRAME>",
            ),
            part("Content-Location: https://a.example/b?x=1&y=2", "<p>second"),
            part("Content-ID: <1@m>", "<p>first"),
            part("Content-ID: <2@m>", "<p>last"),
        ];
        let mail = format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"xx\"\r\n\r\n{}--xx--\r\n",
            parts.concat()
        );
        let page = page(mail.as_bytes(), &mut Vec::new()).unwrap();
        let order: Vec<usize> = ["A", "first", "B", "second", "last"].iter().map(|t| page.find(t).unwrap()).collect();
        assert!(order.is_sorted(), "{page}");
        assert_eq!(page.matches("second").count(), 1);
    }

    #[test]
    fn text_is_no_mail() {
        assert!(!is_mail(b"Level 1: I listen\nmime-version: x\n\ncontent-type: text/html"));
    }
}
