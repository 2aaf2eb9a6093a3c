//! Who prints what of a place of the canon, as its apparatus knows.

use cvf_check::Change;
use cvf_collate::{Apparatus, Chosen, Locus, Reading};

/// Who prints a statement, and who reads otherwise: about the words of `changes` if the apparatus
/// has them, else all that it has. Empty where all sources agree.
pub fn attested(apparatus: &Apparatus, place: &str, changes: &[Change]) -> Vec<String> {
    let Some(entry) = apparatus.places.iter().find(|p| p.place == place) else { return Vec::new() };
    let about: Vec<&Locus> = entry.loci.iter().filter(|l| is_about(l, changes)).collect();
    let loci = if about.is_empty() { entry.loci.iter().collect() } else { about };
    let first = format!("printed by {}", entry.witnesses.join(", "));
    std::iter::once(first).chain(loci.into_iter().map(line)).collect()
}

fn is_about(locus: &Locus, changes: &[Change]) -> bool {
    let texts = locus.readings.iter().map(|r| r.text.trim()).filter(|t| !t.is_empty());
    let said = |text: &str| changes.iter().any(|c| c.expected.trim() == text || c.found.trim() == text);
    texts.into_iter().any(said)
}

fn line(locus: &Locus) -> String {
    let reading = |r: &Reading| {
        let who = if r.witnesses.is_empty() { "nobody".to_owned() } else { r.witnesses.join(", ") };
        if r.text.is_empty() { format!("nothing ({who})") } else { format!("“{}” ({who})", r.text) }
    };
    let readings: Vec<String> = locus.readings.iter().map(reading).collect();
    format!("{}: {}", chosen(locus.by), readings.join(", against "))
}

fn chosen(by: Chosen) -> &'static str {
    match by {
        Chosen::Decision => "decided by a reviewer",
        Chosen::Majority => "most independent sources",
        Chosen::Rank => "the source of highest rank",
        Chosen::Guideline => "equal under a guideline",
        Chosen::Sole => "only one source prints the part",
        Chosen::Open => "not settled",
    }
}
