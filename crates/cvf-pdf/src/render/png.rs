//! PNG files in sixteen shades of grey. (W3C, *Portable Network Graphics*, third edition.)

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

/// A file with an image of `size` pixels, given as the brightness of each, row by row.
pub(super) fn png((width, height): (u32, u32), grey: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    // Four bits a pixel, grey, the one compression and filter method there is, rows in order.
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[4, 0, 0, 0, 0]].concat();
    chunk(&mut file, b"IHDR", &header);
    chunk(&mut file, b"IDAT", &compressed(width as usize, grey));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    file.extend(u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
}

/// Rows of shades, two to a byte, each row without a filter: text repeats itself as it is.
fn compressed(width: usize, grey: &[u8]) -> Vec<u8> {
    let mut rows = Vec::new();
    for row in grey.chunks(width.max(1)) {
        rows.push(0);
        rows.extend(row.chunks(2).map(|pair| shade(pair[0]) << 4 | pair.get(1).map_or(0, |&grey| shade(grey))));
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing into memory cannot fail.
    encoder.write_all(&rows).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// The nearest of sixteen shades.
fn shade(grey: u8) -> u8 {
    ((u16::from(grey) + 8) / 17).min(15) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_scale_are_kept() {
        assert_eq!([0, 8, 9, 246, 247, 255].map(shade), [0, 0, 1, 14, 15, 15]);
    }

    #[test]
    fn chunks_are_in_order_and_summed() {
        let file = png((2, 1), &[0, 255]);
        assert!(file.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x01\x04\0\0\0\0"));
        // An empty last chunk has the sum that the standard's example has.
        assert!(file.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
    }
}
