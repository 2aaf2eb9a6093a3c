//! The second opinion: `pdf-extract` on pages where the first reader found nothing usable.
//!
//! Neither library is silent about everything it loses, so one watches over the other. It knows
//! no places that could be trusted; its panics and endless loops stay in a thread of their own.
//! It follows forms that draw each other without end, so those are looked for before.

use crate::patience::Worker;
use cvf_document::Budget;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, PlainTextOutput, Stream, output_doc_page};
use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Longest that it may take of the processor.
const PATIENCE: Duration = Duration::from_secs(10);
/// Deeply nested files need room.
const STACK: usize = 64 * 1024 * 1024;
/// Deepest nesting of forms, and most that are drawn on one page.
const DEEPEST: usize = 32;
const MOST_DRAWN: usize = 10_000;

/// Name of the thread.
const THREAD: &str = "cvf-second-opinion";

/// The text of each page; `None` if it could not be read in time.
pub(crate) fn pages(bytes: &[u8]) -> Option<Vec<String>> {
    let (send, receive) = mpsc::channel();
    let bytes = bytes.to_vec();
    let worker = Worker::default();
    let own = worker.clone();
    let work = move || {
        own.begin();
        let found = std::panic::catch_unwind(|| read(&bytes));
        // Nobody may be waiting any more, which is no error.
        let _ = send.send(found.ok().flatten());
    };
    thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK).spawn(work).ok()?;
    worker.wait(&receive, PATIENCE).ok().flatten()
}

fn read(bytes: &[u8]) -> Option<Vec<String>> {
    let mut pdf = Document::load_mem(bytes).ok()?;
    if pdf.is_encrypted() {
        pdf.decrypt("").ok()?;
    }
    let text = |number: u32, page| {
        let mut text = String::new();
        let readable = draws_to_an_end(&pdf, page);
        let drawn = readable && output_doc_page(&pdf, &mut PlainTextOutput::new(&mut text), number).is_ok();
        if drawn { text } else { Default::default() }
    };
    Some(pdf.get_pages().into_iter().take(Budget::Pages.count()).map(|(number, page)| text(number, page)).collect())
}

/// True if the forms that a page draws, and those that they draw, come to an end.
fn draws_to_an_end(pdf: &Document, page: (u32, u16)) -> bool {
    let content = pdf.get_page_content(page).unwrap_or_default();
    let Ok((own, inherited)) = pdf.get_page_resources(page) else { return false };
    let shared = inherited.iter().filter_map(|id| pdf.get_dictionary(*id).ok());
    let all: Vec<&Dictionary> = own.into_iter().chain(shared).collect();
    Forms { pdf, left: MOST_DRAWN }.end(&content, &all, 0)
}

struct Forms<'a> {
    pdf: &'a Document,
    /// How many more may be drawn.
    left: usize,
}

impl<'a> Forms<'a> {
    fn end(&mut self, content: &[u8], resources: &[&'a Dictionary], depth: usize) -> bool {
        // Pages without forms are most, and need not be taken apart.
        if !content.windows(2).any(|w| w == b"Do") {
            return true;
        }
        let Ok(content) = Content::decode(content) else { return true };
        let mut drawn: BTreeMap<&[u8], usize> = BTreeMap::new();
        for operation in content.operations.iter().filter(|o| o.operator == "Do") {
            if let Some(Object::Name(name)) = operation.operands.first() {
                *drawn.entry(name.as_slice()).or_default() += 1;
            }
        }
        drawn.into_iter().all(|(name, times)| (0..times).all(|_| self.form_ends(name, resources, depth)))
    }

    fn form_ends(&mut self, name: &[u8], resources: &[&'a Dictionary], depth: usize) -> bool {
        let Some(form) = resources.iter().find_map(|r| self.form(r, name)) else { return true };
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        let own = form.dict.get(b"Resources").ok().and_then(|r| self.dictionary(r));
        let own: Vec<&Dictionary> = own.into_iter().collect();
        let content = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
        depth < DEEPEST && self.end(&content, if own.is_empty() { resources } else { &own }, depth + 1)
    }

    fn form(&self, resources: &'a Dictionary, name: &[u8]) -> Option<&'a Stream> {
        let forms = self.dictionary(resources.get(b"XObject").ok()?)?;
        let (_, object) = self.pdf.dereference(forms.get(name).ok()?).ok()?;
        // The library takes every stream for a form, whatever it calls itself.
        object.as_stream().ok()
    }

    fn dictionary(&self, object: &'a Object) -> Option<&'a Dictionary> {
        self.pdf.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file whose page draws form 0; each form draws others by their numbers, twice.
    fn file(forms: &[&[usize]]) -> Vec<u8> {
        let listed: String = (0..forms.len()).map(|i| format!("/X{i} {} 0 R ", i + 5)).collect();
        let stream =
            |dict: &str, content: &str| format!("<< {dict} /Length {} >>\nstream\n{content}\nendstream", content.len());
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << {listed} \
                 >> >> >>"
            ),
            stream("", "/X0 Do"),
        ];
        for drawn in forms {
            let content: String = drawn.iter().map(|i| format!("/X{i} Do /X{i} Do ")).collect();
            objects.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", &content));
        }
        let mut text = String::from("%PDF-1.4\n");
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&objects) {
            places.push(text.len());
            text.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
        }
        let start = text.len();
        text.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
        places.iter().for_each(|at| text.push_str(&format!("{at:010} 00000 n \n")));
        text.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
        text.into_bytes()
    }

    fn ends(forms: &[&[usize]]) -> bool {
        let pdf = Document::load_mem(&file(forms)).expect("a file");
        let page = *pdf.get_pages().get(&1).expect("a page");
        draws_to_an_end(&pdf, page)
    }

    #[test]
    fn forms_that_draw_each_other_without_end_are_seen() {
        assert!(ends(&[&[]]));
        assert!(ends(&[&[1], &[2], &[]]));
        assert!(!ends(&[&[0]]), "a form that draws itself");
        assert!(!ends(&[&[1], &[2], &[0]]), "a ring");
        let doubling: Vec<Vec<usize>> = (1..=24).map(|next| vec![next]).chain([vec![]]).collect();
        let doubling: Vec<&[usize]> = doubling.iter().map(Vec::as_slice).collect();
        assert!(!ends(&doubling), "sixteen million of the last");
        assert_eq!(pages(&file(&[&[0]])), Some(vec![String::new()]), "which is not tried");
    }
}
