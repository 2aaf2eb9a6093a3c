//! What a reviewer looks at beside a finding: the region of the page, or the text around it.

mod region;
mod words;

use crate::{Documents, Extracted};
use cvf_check::{CopyReport, Finding, Report};
use cvf_document::CharBox;
use cvf_pdf::PageImage;
use cvf_report::{Crop, Evidence, Exhibit, excerpt};
use region::Region;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Pixels to the inch of page images: letters of nine points are read with ease.
const DOTS_PER_INCH: u16 = 130;
/// Longest that the pages of one copy may take, and those of all copies.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(90));
/// Most copies that are drawn at one time.
const MOST_WORKERS: usize = 4;
/// Most pages of one copy that are drawn.
const MOST_PAGES: usize = 60;

/// A copy as it was read, to show places of.
#[derive(Clone, Debug, Default)]
pub struct Original {
    /// Its decoded text.
    pub stream: Vec<char>,
    /// The box of each character; empty for sources without pages.
    pub boxes: Vec<Option<CharBox>>,
    /// The file, if regions of its pages are to be shown.
    pub pages: Option<Vec<u8>>,
}

impl Original {
    /// The original of a copy: its pages are shown if it is a PDF file.
    pub fn of(extracted: &Extracted, bytes: &[u8]) -> Self {
        let pages = cvf_pdf::sniff(bytes).then(|| bytes.to_vec());
        Self { stream: extracted.stream.clone(), boxes: extracted.boxes.clone(), pages }
    }
}

/// Evidence for each finding, from the copies by name: the region of the page for places in a
/// PDF file, else the text around it. Pages that cannot be drawn in a fair time give text.
pub fn evidence(report: &Report, originals: &BTreeMap<String, Original>, documents: &dyn Documents) -> Evidence {
    let mut evidence = Evidence::default();
    let copies = report.copies.iter().filter_map(|copy| Some((copy, originals.get(&copy.source)?)));
    let copies: Vec<(&CopyReport, &Original)> = copies.collect();
    for ((copy, original), mut crops) in copies.iter().zip(all_crops(&copies, documents)) {
        for finding in &copy.findings {
            let crop = crops.remove(finding.fingerprint.as_str()).map(Exhibit::Crop);
            let exhibit = crop.or_else(|| excerpt(&original.stream, &finding.at).map(Exhibit::Excerpt));
            exhibit.into_iter().for_each(|exhibit| evidence.add(&copy.source, &finding.fingerprint, exhibit));
        }
    }
    evidence
}

/// Regions by the fingerprint of their finding.
type Crops<'r> = BTreeMap<&'r str, Crop>;

/// The regions of each copy's findings, several copies at a time.
fn all_crops<'r>(copies: &[(&'r CopyReport, &Original)], documents: &dyn Documents) -> Vec<Crops<'r>> {
    let end = Instant::now() + PATIENCE.1;
    let workers = thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS).min(copies.len()).max(1);
    let one = |(copy, original): &(&'r CopyReport, &Original)| {
        crops(copy, original, documents, end.saturating_duration_since(Instant::now()))
    };
    let share = |worker: usize| copies.iter().skip(worker).step_by(workers).map(one).collect::<Vec<_>>();
    let mut shares: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(move || share(worker))).collect();
        running.into_iter().map(|worker| worker.join().unwrap_or_default().into_iter()).collect()
    });
    (0..copies.len()).map(|i| shares[i % workers].next().unwrap_or_default()).collect()
}

/// The regions of a copy's findings, by fingerprint; each page is drawn once.
fn crops<'r>(copy: &'r CopyReport, original: &Original, documents: &dyn Documents, left: Duration) -> Crops<'r> {
    let Some(file) = &original.pages else { return BTreeMap::new() };
    let region = |f: &'r Finding| region::of(f, original).map(|region| (f.fingerprint.as_str(), region));
    let regions: Vec<(&str, Region)> = copy.findings.iter().filter_map(region).collect();
    let wanted: BTreeSet<u32> = regions.iter().map(|(_, region)| region.page).collect();
    let wanted = wanted.into_iter().take(MOST_PAGES).collect();
    let pages = documents.pages(file, &wanted, DOTS_PER_INCH, PATIENCE.0.min(left));
    let mut images = Images::default();
    let crop = |(name, region): (&'r str, Region)| Some((name, images.crop(pages.get(&region.page)?, region)?));
    regions.into_iter().filter_map(crop).collect()
}

/// Image files by page and place, each made once.
#[derive(Default)]
struct Images(BTreeMap<(u32, [u32; 4]), Arc<[u8]>>);

impl Images {
    fn crop(&mut self, page: &PageImage, region: Region) -> Option<Crop> {
        let scale = f64::from(page.dots_per_inch) / 72.0;
        let [left, top, right, bottom] = region.frame.map(|side| f64::from(side) * scale);
        let frame = [left.floor(), top.floor(), right.ceil(), bottom.ceil()].map(|side| side.max(0.0) as u32);
        let part = page.cut(frame)?;
        let image = self.0.entry((region.page, frame)).or_insert_with(|| Arc::from(part.png()));
        let (width, height) = (f64::from(part.size.0), f64::from(part.size.1));
        let origin = [frame[0], frame[1], frame[0], frame[1]].map(f64::from);
        let most = [width, height, width, height];
        let inside = |sides: &[f32; 4]| {
            let side = |i: usize| (f64::from(sides[i]) * scale - origin[i]).clamp(0.0, most[i]);
            // Tenths of a pixel.
            [0, 1, 2, 3].map(|i| (side(i) * 10.0).round() / 10.0)
        };
        Some(Crop {
            page: region.page,
            media_type: "image/png".to_owned(),
            image: Arc::clone(image),
            size: part.size,
            boxes: region.boxes.iter().map(inside).collect(),
            text: region.text,
        })
    }
}
