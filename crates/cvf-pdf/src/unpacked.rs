//! How much a stream gives when its filters are undone, without keeping more than is read.
//!
//! Filters of images come last and are not undone: images are bounded by their sides.

use flate2::write::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use std::io::{self, Write};
use weezl::BitOrder;
use weezl::decode::Decoder;

/// Most bytes that one byte of a filter's input can become; none for filters of images.
fn growth(filter: Filter) -> Option<usize> {
    match filter {
        // Deflate: 258 bytes for two bits and their overhead. LZW: a table's longest entry, 3,837
        // bytes, for a code of 12 bits. Run lengths: 128 bytes for two.
        Filter::FlateDecode => Some(1032),
        Filter::LzwDecode => Some(2558),
        Filter::RunLengthDecode => Some(64),
        // "z" stands for four zeros.
        Filter::Ascii85Decode => Some(4),
        Filter::AsciiHexDecode | Filter::Crypt => Some(1),
        Filter::CcittFaxDecode | Filter::Jbig2Decode | Filter::DctDecode | Filter::JpxDecode => None,
    }
}

/// True if no filter of a stream gives more than `most` bytes.
pub(crate) fn is_within(raw: &[u8], filters: &[Filter], most: usize) -> bool {
    let filters: Vec<Filter> = filters.iter().copied().take_while(|f| growth(*f).is_some()).collect();
    let grown = |size: usize, filter: &Filter| size.saturating_mul(growth(*filter).unwrap_or(1));
    if filters.iter().fold(raw.len(), grown) <= most {
        return true;
    }
    let Some((last, first)) = filters.split_last() else { return true };
    let mut bytes = raw.to_vec();
    for filter in first {
        let mut sink = Sink { kept: Some(Vec::new()), left: most };
        if undo(*filter, &bytes, &mut sink).is_err() {
            return false;
        }
        bytes = sink.kept.unwrap_or_default();
    }
    undo(*last, &bytes, &mut Sink { kept: None, left: most }).is_ok()
}

/// Takes bytes up to a number.
struct Sink {
    kept: Option<Vec<u8>>,
    left: usize,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Undoes a filter; what is damaged ends there, for the library to see to.
///
/// # Errors
/// The sink is full.
fn undo(filter: Filter, bytes: &[u8], sink: &mut Sink) -> Result<(), ()> {
    match filter {
        Filter::FlateDecode => inflate(bytes, sink)?,
        Filter::LzwDecode => {
            full(Decoder::with_tiff_size_switch(BitOrder::Msb, 8).into_stream(sink).decode_all(bytes).status)?
        }
        Filter::RunLengthDecode => full(repeat(bytes, sink))?,
        Filter::Ascii85Decode => full(base_85(bytes, sink))?,
        Filter::AsciiHexDecode => full(hexadecimal(bytes, sink))?,
        _ => full(sink.write_all(bytes))?,
    }
    Ok(())
}

fn full(done: io::Result<()>) -> Result<(), ()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(()),
        _ => Ok(()),
    }
}

/// With a head, and without one where a file leaves it out or spoils it.
fn inflate(bytes: &[u8], sink: &mut Sink) -> Result<(), ()> {
    let before = sink.left;
    full(ZlibDecoder::new(&mut *sink).write_all(bytes))?;
    for headless in [bytes, bytes.get(2..).unwrap_or_default()] {
        if sink.left == before {
            full(DeflateDecoder::new(&mut *sink).write_all(headless))?;
        }
    }
    Ok(())
}

fn repeat(bytes: &[u8], sink: &mut Sink) -> io::Result<()> {
    let mut rest = bytes;
    while let Some((&length, behind)) = rest.split_first().filter(|(length, _)| **length != 128) {
        let literal = usize::from(length) + 1;
        rest = match behind {
            _ if length < 128 => {
                let (piece, behind) = behind.split_at(literal.min(behind.len()));
                sink.write_all(piece)?;
                behind
            }
            [byte, behind @ ..] => {
                sink.write_all(&vec![*byte; 257 - usize::from(length)])?;
                behind
            }
            [] => return Ok(()),
        };
    }
    Ok(())
}

fn base_85(bytes: &[u8], sink: &mut Sink) -> io::Result<()> {
    let mut group: Vec<u32> = Vec::new();
    for byte in bytes {
        match byte {
            b'z' if group.is_empty() => sink.write_all(&[0; 4])?,
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            sink.write_all(&number_85(&group).to_be_bytes())?;
            group.clear();
        }
    }
    if group.is_empty() {
        return Ok(());
    }
    let known = group.len() - 1;
    group.resize(5, 84);
    sink.write_all(&number_85(&group).to_be_bytes()[..known])
}

fn number_85(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |number: u32, digit| number.wrapping_mul(85).wrapping_add(*digit))
}

fn hexadecimal(bytes: &[u8], sink: &mut Sink) -> io::Result<()> {
    let digits = bytes.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    let pairs = digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or_default());
    sink.write_all(&pairs.collect::<Vec<u8>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::ZlibEncoder;
    use std::io::Read;
    use weezl::encode::Encoder;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        ZlibEncoder::new(bytes, Compression::best()).read_to_end(&mut out).unwrap();
        out
    }

    fn unpacked(filter: Filter, bytes: &[u8]) -> Vec<u8> {
        let mut sink = Sink { kept: Some(Vec::new()), left: 1 << 20 };
        undo(filter, bytes, &mut sink).unwrap();
        sink.kept.unwrap()
    }

    /// The examples of the PDF standard and of the filters' own descriptions.
    #[test]
    fn filters_are_undone() {
        assert_eq!(unpacked(Filter::AsciiHexDecode, b"48 65 6c6C 6F 7>?"), b"Hellop");
        assert_eq!(unpacked(Filter::Ascii85Decode, b"87cUR\nD]i,\"Ebo80z~>"), b"Hello World!\0\0\0\0");
        assert_eq!(unpacked(Filter::Ascii85Decode, b"87cURDZ~>"), b"Hello");
        assert_eq!(unpacked(Filter::RunLengthDecode, &[2, b'a', b'b', b'c', 254, b'd', 128, 7]), b"abcddd");
        assert_eq!(unpacked(Filter::FlateDecode, &deflated(b"bread")), b"bread");
        assert_eq!(unpacked(Filter::FlateDecode, &deflated(b"bread")[2..]), b"bread", "without its head");
        let lzw = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(unpacked(Filter::LzwDecode, &lzw), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn bombs_are_seen_behind_any_filters() {
        let much = vec![b' '; 8 << 20];
        let most = 4 << 20;
        let once = deflated(&much);
        let lzw = Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&much).unwrap();
        let hex: Vec<u8> = once.iter().flat_map(|b| format!("{b:02x}").into_bytes()).collect();
        let runs = [129, b' '].repeat(much.len() / 128);
        use Filter::{AsciiHexDecode, DctDecode, FlateDecode, LzwDecode, RunLengthDecode};
        assert!(!is_within(&once, &[FlateDecode], most));
        assert!(!is_within(&deflated(&deflated(&once)), &[FlateDecode; 3], most));
        assert!(!is_within(&lzw, &[LzwDecode], most));
        assert!(!is_within(&hex, &[AsciiHexDecode, FlateDecode], most));
        assert!(!is_within(&runs, &[RunLengthDecode], most));
        assert!(is_within(&once, &[FlateDecode], much.len()));
        assert!(is_within(&deflated(&once), &[FlateDecode, DctDecode], most), "what an image is packed in is small");
    }
}
