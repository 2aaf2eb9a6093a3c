//! A link as a crosswalk shows it: what changed, what speaks for it, and how sure it is.

use super::names::Places;
use super::pairing::Found;
use super::{Change, End, Link};
use crate::difference::{Lexicon, differences};
use cvf_framework::{CanonUnit, Prose};

fn percent(score: f64) -> f64 {
    (score * 100.0).round()
}

impl Found {
    pub(super) fn link(&self, a: &[CanonUnit], b: &[CanonUnit], places: &Places, lexicon: Lexicon<'_>) -> Link {
        let from: Vec<End> = self.from.iter().map(|i| end(&a[*i])).collect();
        let to: Vec<End> = self.to.iter().map(|j| end(&b[*j])).collect();
        let text = |ends: &[End]| ends.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" ");
        let (x, y) = (text(&from), text(&to));
        let home = !from.is_empty() && !to.is_empty() && places.same(&a[self.from[0]], &b[self.to[0]]);
        let words: Vec<[String; 2]> = match from.is_empty() || to.is_empty() {
            true => Vec::new(),
            false => differences(&x, &y, lexicon).into_iter().map(|d| [d.expected, d.found]).collect(),
        };
        let change = match (from.len(), to.len()) {
            (_, 0) => Change::Gone,
            (0, _) => Change::New,
            (1, 1) if !home => Change::Moved,
            (1, 1) if words.is_empty() => Change::Same,
            (1, 1) => Change::Edited,
            (1, _) => Change::Split,
            _ => Change::Merged,
        };
        let kinds = self.from.first().zip(self.to.first()).map(|(i, j)| (a[*i].kind, b[*j].kind));
        let other_kind =
            kinds.filter(|(x, y)| x != y).map(|(x, y)| format!("{} there, {} here", x.id_part(), y.id_part()));
        let ids: Vec<&str> =
            from.iter().map(|e| e.id.as_str()).chain(["→"]).chain(to.iter().map(|e| e.id.as_str())).collect();
        Link {
            id: short_hash(&ids.join(" ")),
            change,
            words,
            evidence: self.evidence(home, change, x == y).into_iter().chain(other_kind).collect(),
            confidence: self.confidence(home, change),
            verdict: None,
            from,
            to,
        }
    }

    fn evidence(&self, home: bool, change: Change, equal: bool) -> Vec<String> {
        if matches!(change, Change::Gone | Change::New) {
            return vec!["nothing on the other side is like it".to_owned()];
        }
        let mut out = Vec::new();
        out.push(match equal {
            true => "the same words".to_owned(),
            false if self.score >= 1.0 => "the same words in another dress".to_owned(),
            // Other words are never wholly alike.
            false => format!("{} % alike, the next best {} %", percent(self.score).min(99.0), percent(self.next)),
        });
        out.push(if home { "in the same place" } else { "in another place" }.to_owned());
        out
    }

    /// Likeness, and how far the next best is behind.
    fn confidence(&self, home: bool, change: Change) -> f64 {
        if matches!(change, Change::Gone | Change::New) {
            return 0.8;
        }
        let margin = ((self.score - self.next) / 0.3).clamp(0.0, 1.0);
        let sure = 0.5 * self.score + 0.3 * margin + if home { 0.2 } else { 0.1 };
        percent(sure.min(0.99)) / 100.0
    }
}

fn end(unit: &CanonUnit) -> End {
    let route = &unit.route;
    let steps = [&route.cluster, &route.competency, &route.sub_competency, &route.value, &route.level];
    End { id: unit.id.clone(), place: steps.into_iter().flatten().cloned().collect(), text: Prose::new(&unit.text) }
}

/// FNV-1a, 64 bits, as ten hexadecimal digits: ids of links only have to be short and the same.
fn short_hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}").chars().take(10).collect()
}
