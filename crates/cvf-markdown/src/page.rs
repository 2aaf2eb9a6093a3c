//! The page being written: HTML in which comments tell where the text behind them stands.

use crate::raw;

/// HTML with the places of its texts.
pub(crate) struct Page<'s> {
    pub(crate) source: &'s str,
    pub(crate) html: String,
    /// Offset in characters of each byte of the source at which a character begins.
    chars: Option<Vec<u32>>,
    /// Name of the raw element (`script`) that is open across pieces of inline HTML.
    pub(crate) raw: Option<String>,
}

impl<'s> Page<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        let chars = (!source.is_ascii()).then(|| char_offsets(source));
        Self { source, html: String::with_capacity(source.len() * 2), chars, raw: None }
    }

    /// Offset in characters of a byte.
    fn offset(&self, byte: usize) -> usize {
        match &self.chars {
            Some(chars) => chars.get(byte).map_or(chars.len(), |at| *at as usize),
            None => byte,
        }
    }

    /// Says that what follows stands at a byte of the source.
    pub(crate) fn mark(&mut self, byte: usize) {
        let mark = cvf_html::place_mark(self.offset(byte));
        self.html.push_str(&mark);
    }

    pub(crate) fn tag(&mut self, tag: &str) {
        self.html.push_str(tag);
    }

    /// Text that begins at a byte of the source.
    pub(crate) fn text(&mut self, text: &str, byte: usize) {
        if self.raw.is_none() {
            self.mark(byte);
        }
        self.escaped(text);
    }

    pub(crate) fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                c => self.html.push(c),
            }
        }
    }

    /// HTML as it stands in the source from a byte on.
    pub(crate) fn raw_html(&mut self, html: &str, byte: usize) {
        raw::write(self, html, byte);
    }

    /// The words of a text that stands, folded or quoted, in the source from a byte on; returns
    /// where they end.
    pub(crate) fn words(&mut self, text: &str, byte: usize) -> usize {
        let mut at = byte;
        for word in text.split_whitespace() {
            let found = self.source[at..].find(word).map_or(at, |i| at + i);
            self.text(word, found);
            self.html.push(' ');
            at = (found + word.len()).min(self.source.len());
            while !self.source.is_char_boundary(at) {
                at += 1;
            }
        }
        at
    }
}

fn char_offsets(source: &str) -> Vec<u32> {
    let mut offsets = vec![0; source.len() + 1];
    let mut count = 0;
    for (byte, c) in source.char_indices() {
        offsets[byte..byte + c.len_utf8()].fill(count);
        count += 1;
    }
    offsets[source.len()] = count;
    offsets
}
