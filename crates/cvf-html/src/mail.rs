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

/// The pages in a mail, decoded, one behind the other; its plain text where there is no page.
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
    pages.into_iter().map(|part| text(part, warnings)).collect()
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
    fn text_is_no_mail() {
        assert!(!is_mail(b"Level 1: I listen\nmime-version: x\n\ncontent-type: text/html"));
    }
}
