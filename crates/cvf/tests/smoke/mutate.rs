//! Changes to a document that are drawn from a seed. A package is changed inside its parts and
//! a PDF file inside its streams: what is packed is otherwise only ever seen to be damaged.

use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use std::io::{Cursor, Read, Write};
use std::ops::Range;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Pieces that mean something in one format or another, or that are at the edge of something.
const PIECES: [&[u8]; 44] = [
    b"<",
    b">",
    b"</w:p>",
    b"<w:p><w:r><w:t>",
    b"<w:tbl><w:tr><w:tc>",
    b"</w:tc></w:tr></w:tbl>",
    b"<table><tr><td colspan=9999>",
    b"</td>",
    b"<ul><li>",
    b"</ul>",
    b"<!--",
    b"<script>",
    b"&#x10FFFF;",
    b"&#xD800;",
    b"&amp",
    b"\"",
    b"'",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xcc\x81",
    b"\xe2\x80\x8f",
    b"\xc2\xad",
    b"\t",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"- ",
    b"| a | b |\n|---|\n",
    b"# ",
    b"> ",
    b"[",
    b"]",
    b"(",
    b")",
    b"-1",
    b"4294967296",
    b"1e308",
    b" Tj ",
    b" BT /F1 0 Tf ET ",
    b" 0 0 0 0 0 0 cm ",
    b"Level 9",
    b"{}: &a *a",
];

/// A source of changes.
pub(crate) struct Mutator {
    state: u64,
}

impl Mutator {
    /// The changes of one round for one name.
    pub(crate) fn new(name: &str, round: u64) -> Self {
        // FNV-1a, so that every name and round begins elsewhere.
        let bytes = name.bytes().chain(round.to_le_bytes());
        let state =
            bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self { state: state | 1 }
    }

    /// The next number below `end` (xorshift64*: Vigna, 2016).
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let drawn = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).unwrap_or_default() % end.max(1)
    }

    /// A changed document; `other` lends pieces.
    pub(crate) fn changed(&mut self, bytes: &[u8], other: &[u8]) -> Vec<u8> {
        let inside = match bytes {
            // One in four is changed as it lies in its file.
            _ if self.below(4) == 0 => None,
            [b'P', b'K', ..] => self.package(bytes, other),
            [b'%', b'P', b'D', b'F', ..] => self.stream(bytes, other),
            _ => None,
        };
        inside.unwrap_or_else(|| {
            let mut bytes = bytes.to_vec();
            self.change(&mut bytes, other);
            bytes
        })
    }

    /// One to six changes.
    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(6) {
            self.change_once(bytes, other);
        }
    }

    fn change_once(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(bytes.len());
        let range = self.range(bytes.len());
        match self.below(9) {
            0 => drop(bytes.drain(range)),
            1 => {
                let piece = bytes[range].to_vec();
                put(bytes, at, &piece);
            }
            2 => {
                let piece = bytes[range].repeat(2 + self.below(30));
                put(bytes, at, &piece);
            }
            3 => {
                let lent = self.range(other.len());
                put(bytes, at, &other[lent]);
            }
            4 => bytes.truncate(at.max(1)),
            5 => {
                let bit = self.below(8);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            6 => {
                let times = 1 + self.below(40);
                let piece = PIECES[self.below(PIECES.len())].repeat(times);
                put(bytes, at, &piece);
            }
            _ => put(bytes, at, PIECES[self.below(PIECES.len())]),
        }
    }

    /// A stretch of at most 400 bytes.
    fn range(&mut self, length: usize) -> Range<usize> {
        let from = self.below(length);
        let long = self.below((length - from).min(400));
        from..from + long
    }

    /// A package with a change in one of its parts.
    fn package(&mut self, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let chosen = self.below(archive.len());
        let mut made = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).ok()?;
            let mut inside = Vec::new();
            part.read_to_end(&mut inside).ok()?;
            let name = part.name().ok()?.into_owned();
            let main = name.ends_with("document.xml") || name.ends_with("content.xml");
            if at == chosen || (main && self.below(2) == 0) {
                self.change(&mut inside, other);
            }
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            made.start_file(name, stored).ok()?;
            made.write_all(&inside).ok()?;
        }
        Some(made.finish().ok()?.into_inner())
    }

    /// A PDF file with a change in one of its streams that is as long as before: the places of
    /// everything else stay right.
    fn stream(&mut self, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
        let streams = streams(bytes);
        let chosen = streams.get(self.below(streams.len()))?.clone();
        let mut inside = Vec::new();
        ZlibDecoder::new(&bytes[chosen.clone()]).read_to_end(&mut inside).ok()?;
        self.change(&mut inside, other);
        let mut packed = Vec::new();
        ZlibEncoder::new(inside.as_slice(), Compression::best()).read_to_end(&mut packed).ok()?;
        packed.resize(chosen.len(), 0);
        Some([&bytes[..chosen.start], &packed, &bytes[chosen.end..]].concat())
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

/// The deflated streams of a PDF file.
fn streams(bytes: &[u8]) -> Vec<Range<usize>> {
    let find = |from: usize, what: &[u8]| bytes[from..].windows(what.len()).position(|w| w == what).map(|at| from + at);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(begin) = find(at, b"stream\n").or_else(|| find(at, b"stream\r\n")) {
        let begin = begin + if bytes[begin + 6] == b'\r' { 8 } else { 7 };
        let Some(end) = find(begin, b"endstream") else { break };
        if bytes[begin..].starts_with(b"\x78") {
            out.push(begin..end);
        }
        at = end + 9;
    }
    out
}
