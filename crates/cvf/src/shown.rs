//! What the sources print at the place of an open question.

use crate::build::Read;
use cvf_collate::{Apparatus, Question, Shown};
use cvf_document::{Place, is_invisible};
use cvf_framework::Unit;
use cvf_report::{Piece, excerpt, place};

/// Characters of text between two marked stretches that are shown in full, and of those that are
/// shown at either end of more.
const BETWEEN: (usize, usize) = (160, 60);

/// Adds to each question what its witnesses print there.
pub(crate) fn fill(apparatus: &mut Apparatus, read: &[Read]) {
    for question in &mut apparatus.questions {
        question.shown = shown(question, read);
    }
}

fn shown(question: &Question, read: &[Read]) -> Vec<Shown> {
    let mut out = Vec::new();
    for reading in &question.readings {
        let who = reading.witnesses.iter().filter_map(|id| read.iter().find(|r| r.source.id == *id));
        for read in who {
            let Some(at) = place_of(&read.source.witness.units, &reading.text) else { continue };
            let Some(pieces) = excerpt(&read.original.stream, &at) else { continue };
            out.push(Shown { source: read.source.id.clone(), at: place(&at), lines: lines(&pieces) });
        }
    }
    out
}

/// Where a reading stands: as one unit, or as several parts one behind the other.
fn place_of(units: &[Unit], text: &str) -> Option<Place> {
    if let Some(unit) = units.iter().find(|u| u.text == text) {
        return Some(unit.at.clone());
    }
    let parts: Vec<&Unit> = units.iter().filter(|u| !u.text.is_empty() && text.contains(&u.text)).collect();
    let first = parts.first()?.at.clone();
    Some(Place { chars: parts.iter().flat_map(|u| u.at.chars.clone()).collect(), ..first })
}

/// Lines of the source, the marked stretches between brackets, long others cut.
fn lines(pieces: &[Piece]) -> Vec<String> {
    let last = pieces.len().saturating_sub(1);
    let mut text = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        match piece.marked {
            true if piece.text.trim().is_empty() => text.push_str(&piece.text),
            true => text.push_str(&format!("⟦{}⟧", piece.text)),
            false => text.push_str(&shortened(&piece.text, i == 0, i == last)),
        }
    }
    // Marks that stand beside one another are one.
    let text: String = text.replace("⟧⟦", "").chars().filter(|c| !is_invisible(*c)).collect();
    text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty()).collect()
}

fn shortened(text: &str, first: bool, last: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= BETWEEN.0 {
        return text.to_owned();
    }
    let head: String = chars[..BETWEEN.1].iter().collect();
    let tail: String = chars[chars.len() - BETWEEN.1..].iter().collect();
    match (first, last) {
        (true, _) => format!("… {tail}"),
        (_, true) => format!("{head} …"),
        _ => format!("{head} … {tail}"),
    }
}
