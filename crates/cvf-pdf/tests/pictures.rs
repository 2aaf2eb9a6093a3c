//! Pages as images: where the reader finds a letter there is ink, whoever made the file, and
//! what cannot be drawn is left out.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cvf_document::CharBox;
use cvf_pdf::{PageImage, read, render};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);
const DOTS: u16 = 108;

fn fixture(name: &str) -> Vec<u8> {
    let fixtures: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    std::fs::read(fixtures.join(name)).unwrap()
}

/// Darkest and brightest pixel in a box given in points.
fn tones(image: &PageImage, [left, top, right, bottom]: [f32; 4]) -> (u8, u8) {
    let pixel = |points: f32| points * f32::from(image.dots_per_inch) / 72.0;
    let frame = [pixel(left).floor(), pixel(top).floor(), pixel(right).ceil(), pixel(bottom).ceil()];
    let part = image.cut(frame.map(|side| side.max(0.0) as u32)).unwrap();
    (*part.grey.iter().min().unwrap(), *part.grey.iter().max().unwrap())
}

#[test]
fn there_is_ink_where_letters_stand_and_none_beside_them() {
    let files = [
        "chief-officers/source-libreoffice.pdf",
        "legacy-matrix-tables/source-reportlab-bordered.pdf",
        "recruitment-page/source-typst.pdf",
        "rows-over-pages/source-chromium.pdf",
        "rows-over-pages/source-weasyprint.pdf",
    ];
    for file in files {
        let bytes = fixture(file);
        let document = read(&bytes).unwrap().value;
        let last = document.boxes().iter().flatten().map(|b| b.page).max().unwrap().min(2);
        let pages = render(&bytes, &(1..=last).collect(), DOTS, LIMIT);
        assert_eq!(pages.len(), last as usize, "{file}");
        let letter = |(c, place): (&char, &Option<CharBox>)| place.filter(|_| c.is_alphabetic());
        let letters: Vec<CharBox> = document.stream.iter().zip(document.boxes()).filter_map(letter).collect();
        let drawn = letters.iter().filter(|b| b.page <= last);
        let inked = drawn.clone().filter(|b| {
            let (darkest, brightest) = tones(&pages[&b.page], b.bounds);
            brightest - darkest > 90
        });
        let (all, inked) = (drawn.clone().count(), inked.count());
        assert!(all > 500 && inked * 1000 >= all * 995, "{file}: {inked} of {all}");
    }
}

#[test]
fn what_is_no_page_is_left_out() {
    let bytes = fixture("recruitment-page/source-chromium.pdf");
    let wanted = |pages: &[u32]| pages.iter().copied().collect::<BTreeSet<u32>>();
    assert!(render(b"%PDF-1.7 nothing", &wanted(&[1, 2]), DOTS, LIMIT).is_empty());
    assert!(render(&bytes, &wanted(&[0, 900]), DOTS, LIMIT).is_empty());
    assert!(render(&bytes, &wanted(&[1]), DOTS, Duration::ZERO).is_empty(), "there is no time");
    assert!(render(&bytes[..bytes.len() / 3], &wanted(&[1]), DOTS, LIMIT).len() <= 1);
}

#[test]
fn damage_breaks_nothing() {
    let bytes = fixture("recruitment-page/source-reportlab.pdf");
    for seed in 1..=12_usize {
        let mut bad = bytes.clone();
        for i in 0..40 {
            let at = (seed * 7919 + i * i * 104_729) % bad.len();
            bad[at] = bad[at].wrapping_add(seed as u8 * 17 + 1);
        }
        let pages = render(&bad, &BTreeSet::from([1]), 72, LIMIT);
        assert!(pages.values().all(|p| p.grey.len() == (p.size.0 * p.size.1) as usize));
    }
}
