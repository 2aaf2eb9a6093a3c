//! A copy as canon + operations: applied to the canon it gives the copy's units back, letter by
//! letter; reverted from the copy it gives the canon's statements back.

use crate::finding::CanonRef;
use crate::matching::Matching;
use crate::{Checker, scope};
use cvf_collate::{Lexicon, differences};
use cvf_framework::{Canon, CanonUnit, Kind, Route, Unit, Witness};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// A copy written as the canon and what was done to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Version of this shape.
    pub version: u32,
    /// The canon that it is applied to.
    pub canon: CanonRef,
    /// The copy's path or name.
    pub source: String,
    /// The copy's units, in its order.
    pub units: Vec<PatchUnit>,
    /// Text of the canon, within the copy's scope, that the copy does not print.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Lost>,
}

/// One unit of the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchUnit {
    /// Where it stands; left out where that is the place of the first statement it keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PatchPlace>,
    /// Its text, piece by piece.
    pub text: Vec<Piece>,
}

/// A kind and a route, names as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchPlace {
    /// What the unit is.
    pub kind: Kind,
    /// Cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Competency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competency: Option<String>,
    /// Sub-competency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_competency: Option<String>,
    /// Value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Bare label of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// A piece of a unit's text: exactly one of `keep` and `add`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Id of the statement that is kept, or kept in part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<String>,
    /// Characters of the statement, half-open; left out for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chars: Option<[usize; 2]>,
    /// Text of the copy's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<String>,
}

/// Text of a statement that no unit keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lost {
    /// Id of the statement.
    pub id: String,
    /// Its characters, half-open.
    pub chars: [usize; 2],
    /// The text.
    pub text: String,
}

/// A unit that a patch gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PatchedUnit {
    /// What it is and where it stands.
    #[serde(flatten)]
    pub place: PatchPlace,
    /// From 1, within its place.
    pub order: u32,
    /// Its text.
    pub text: String,
}

/// Why a patch cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchError {
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatchError {}

fn error(message: String) -> PatchError {
    PatchError { message }
}

impl PatchPlace {
    fn of(kind: Kind, route: &Route) -> Self {
        let Route { cluster, competency, sub_competency, value, level } = route.clone();
        Self { kind, cluster, competency, sub_competency, value, level }
    }
}

impl Checker<'_> {
    /// A copy as canon + operations.
    pub fn patch(&self, witness: &Witness) -> Patch {
        let matching = self.matcher.matching(&self.units, witness, self.language);
        let make = |(i, unit): (usize, &Unit)| self.patch_unit(unit, self.chunks(i, unit, &matching));
        let units: Vec<PatchUnit> = witness.units.iter().enumerate().map(make).collect();
        let lost = self.lost(&units, witness, &matching);
        Patch { version: 1, canon: self.canon_ref(), source: witness.source.clone(), units, lost }
    }

    /// The characters of a unit that print statements, in the unit's order.
    fn chunks(&self, unit: usize, text: &Unit, matching: &Matching) -> Vec<(usize, Range<usize>)> {
        let stream = &matching.stream;
        let Some(segment) = stream.segments.iter().position(|s| s.unit == Some(unit)) else { return Vec::new() };
        let own = &stream.segments[segment];
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for print in matching.prints.iter().chain(&matching.again) {
            let inside = print.pieces.iter().filter_map(|p| first_inside(p, &own.words));
            starts.extend(inside.map(|w| (own.tokens[stream.words[w].token].range.start, print.canon)));
        }
        starts.sort_unstable();
        let ends = starts.iter().skip(1).map(|s| s.0).chain([text.text.chars().count()]);
        starts.iter().zip(ends).map(|(&(start, canon), end)| (canon, start..end)).collect()
    }

    fn patch_unit(&self, unit: &Unit, chunks: Vec<(usize, Range<usize>)>) -> PatchUnit {
        let letters: Vec<char> = unit.text.chars().collect();
        let mut pieces = Vec::new();
        let first = chunks.first().map_or(letters.len(), |(_, r)| r.start);
        add(&mut pieces, &letters[..first]);
        for (canon, range) in &chunks {
            self.keep(&mut pieces, &self.units[*canon], &letters[range.clone()]);
        }
        if let [Piece { keep: Some(id), chars: Some(chars), .. }] = pieces.as_slice() {
            let all = self.units.iter().any(|u| u.id == *id && *chars == [0, u.text.chars().count()]);
            if all {
                pieces = vec![whole(&id.clone())];
            }
        }
        let place = PatchPlace::of(unit.kind, &unit.route);
        let home = pieces.iter().find_map(|p| p.keep.as_ref()).and_then(|id| self.units.iter().find(|u| u.id == *id));
        let same = home.is_some_and(|u| PatchPlace::of(u.kind, &u.route) == place);
        PatchUnit { place: (!same).then_some(place), text: pieces }
    }

    /// Writes a text as kept and added pieces of a statement.
    fn keep(&self, pieces: &mut Vec<Piece>, canon: &CanonUnit, found: &[char]) {
        let expected: Vec<char> = canon.text.chars().collect();
        let lexicon = Lexicon { words: &self.words, language: self.language };
        let text: String = found.iter().collect();
        let (mut a, mut b) = (0, 0);
        let changes = differences(&canon.text, &text, lexicon).into_iter().map(|d| (d.expected_range, d.found_range));
        for (ours, theirs) in changes.chain([(expected.len()..expected.len(), found.len()..found.len())]) {
            let (x, y) = (expected.get(a..ours.start), found.get(b..theirs.start));
            match x.zip(y).filter(|(x, y)| x == y) {
                Some(([], _)) => {}
                Some(_) => pieces.push(part(&canon.id, [a, ours.start])),
                None => add(pieces, found.get(b..theirs.start).unwrap_or_default()),
            }
            add(pieces, found.get(theirs.clone()).unwrap_or_default());
            (a, b) = (ours.end, theirs.end);
        }
    }

    /// What the copy does not print of the statements it prints, and those its scope lacks.
    fn lost(&self, units: &[PatchUnit], witness: &Witness, matching: &Matching) -> Vec<Lost> {
        let homes = crate::Homes::learn(&self.units, &matching.prints);
        let standings = crate::homes::standings(&self.units, &matching.prints, &homes);
        let lists = self.lists(witness, matching, &standings);
        let mut kept: BTreeMap<&str, Vec<[usize; 2]>> = BTreeMap::new();
        for (id, piece) in units.iter().flat_map(|u| &u.text).filter_map(|p| p.keep.as_deref().map(|id| (id, p))) {
            kept.entry(id).or_default().push(piece.chars.unwrap_or([0, usize::MAX]));
        }
        let concerned = |u: &&CanonUnit| kept.contains_key(u.id.as_str()) || lists.contains(&scope::list_of(u));
        let none = Vec::new();
        let gaps = |u: &CanonUnit| uncovered(u, kept.get(u.id.as_str()).unwrap_or(&none));
        self.units.iter().filter(concerned).flat_map(gaps).collect()
    }
}

/// The first word of a piece that lies in a segment.
fn first_inside(piece: &Range<usize>, segment: &Range<usize>) -> Option<usize> {
    let start = piece.start.max(segment.start);
    (start < piece.end.min(segment.end)).then_some(start)
}

fn whole(id: &str) -> Piece {
    Piece { keep: Some(id.to_owned()), ..Piece::default() }
}

fn part(id: &str, chars: [usize; 2]) -> Piece {
    Piece { keep: Some(id.to_owned()), chars: Some(chars), add: None }
}

/// Adds text of the copy's own, in one piece with such text before it.
fn add(pieces: &mut Vec<Piece>, text: &[char]) {
    if text.is_empty() {
        return;
    }
    let text: String = text.iter().collect();
    match pieces.last_mut().and_then(|p| p.add.as_mut()) {
        Some(before) => before.push_str(&text),
        None => pieces.push(Piece { add: Some(text), ..Piece::default() }),
    }
}

/// The characters of a statement that no piece keeps.
fn uncovered(unit: &CanonUnit, kept: &[[usize; 2]]) -> Vec<Lost> {
    let letters: Vec<char> = unit.text.chars().collect();
    let mut kept = kept.to_vec();
    kept.sort_unstable();
    let mut at = 0;
    let mut lost = Vec::new();
    for [from, to] in kept.into_iter().chain([[letters.len(), letters.len()]]) {
        if at < from {
            let text = letters[at..from].iter().collect();
            lost.push(Lost { id: unit.id.clone(), chars: [at, from], text });
        }
        at = at.max(to.min(letters.len()));
    }
    lost
}

/// The copy's units, from the canon and a patch.
///
/// # Errors
/// [`PatchError`] if the patch was made for another canon or names text that the canon lacks.
pub fn apply(canon: &Canon, patch: &Patch) -> Result<Vec<PatchedUnit>, PatchError> {
    let units = canon.units();
    let texts: BTreeMap<&str, &CanonUnit> = units.iter().map(|u| (u.id.as_str(), u)).collect();
    let mut orders: BTreeMap<(Kind, Route), u32> = BTreeMap::new();
    let mut out = Vec::new();
    for unit in &patch.units {
        let text = unit.text.iter().map(|p| piece_text(p, &texts)).collect::<Result<String, _>>()?;
        let first = unit.text.iter().find_map(|p| p.keep.as_deref()).and_then(|id| texts.get(id));
        let home = first.map(|u| PatchPlace::of(u.kind, &u.route));
        let place = unit.place.clone().or(home).ok_or_else(|| error("a unit of the patch has no place".to_owned()))?;
        let order = orders.entry((place.kind, route(&place))).or_default();
        *order += 1;
        out.push(PatchedUnit { order: *order, place, text });
    }
    Ok(out)
}

fn route(place: &PatchPlace) -> Route {
    let PatchPlace { cluster, competency, sub_competency, value, level, .. } = place.clone();
    Route { cluster, competency, sub_competency, value, level }
}

fn piece_text(piece: &Piece, texts: &BTreeMap<&str, &CanonUnit>) -> Result<String, PatchError> {
    match (&piece.keep, &piece.add) {
        (Some(id), None) => {
            let unit = texts.get(id.as_str()).ok_or_else(|| error(format!("the canon has no statement `{id}`")))?;
            let letters: Vec<char> = unit.text.chars().collect();
            let [from, to] = piece.chars.unwrap_or([0, letters.len()]);
            let cut = letters.get(from..to).ok_or_else(|| error(format!("`{id}` has no characters {from} to {to}")))?;
            Ok(cut.iter().collect())
        }
        (None, Some(text)) => Ok(text.clone()),
        _ => Err(error("a piece has to have one of `keep` and `add`".to_owned())),
    }
}

/// The canon's statements by id, from the copy's texts and its patch: the inverse of [`apply`],
/// for every statement that the copy prints or that its scope lacks.
///
/// # Errors
/// [`PatchError`] if the texts are not those that the patch gives.
pub fn revert(texts: &[String], patch: &Patch) -> Result<BTreeMap<String, String>, PatchError> {
    let mut letters: BTreeMap<String, BTreeMap<usize, char>> = BTreeMap::new();
    for (unit, text) in patch.units.iter().zip(texts) {
        let all: Vec<char> = text.chars().collect();
        let mut at = 0;
        for (i, piece) in unit.text.iter().enumerate() {
            let rest: usize = unit.text[i + 1..].iter().map(piece_length).sum();
            let whole = all.len().saturating_sub(at + rest);
            let length = if piece.chars.is_none() && piece.keep.is_some() { whole } else { piece_length(piece) };
            let from = piece.chars.map_or(0, |c| c[0]);
            let cut = all.get(at..at + length).ok_or_else(|| error("the texts are not the patch's".to_owned()))?;
            if let Some(id) = &piece.keep {
                letters.entry(id.clone()).or_default().extend(cut.iter().enumerate().map(|(n, c)| (from + n, *c)));
            }
            at += length;
        }
    }
    for lost in &patch.lost {
        let own = letters.entry(lost.id.clone()).or_default();
        own.extend(lost.text.chars().enumerate().map(|(n, c)| (lost.chars[0] + n, c)));
    }
    Ok(letters.into_iter().map(|(id, chars)| (id, chars.into_values().collect())).collect())
}

/// Characters of a piece, 0 for a whole statement: it takes what the others leave.
fn piece_length(piece: &Piece) -> usize {
    let kept = piece.chars.map_or(0, |c| c[1].saturating_sub(c[0]));
    piece.add.as_ref().map_or(kept, |text| text.chars().count())
}
