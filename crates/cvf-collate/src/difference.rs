//! What differs between two texts, each difference typed.

use crate::align::{Step, align};
use crate::words::{Sort, Token, plain, tokens};
use cvf_framework::Language;
use cvf_framework::names::edit_distance;
use cvf_words::Dictionary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// Sorts of difference, from the least to the most serious.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// Straight or typographic quotes and apostrophes, or none.
    Quotes,
    /// A hyphen, a space or nothing between the parts of a compound.
    Hyphen,
    /// Any other punctuation.
    Punctuation,
    /// Capitals.
    Capitals,
    /// Two spellings that are both right: -ise and -ize.
    Variant,
    /// A slip of the pen.
    Spelling,
    /// Other words.
    Wording,
}

/// One contiguous difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What sort it is.
    pub kind: DifferenceKind,
    /// What the first text says; a sign or space with the words it stands between.
    pub expected: String,
    /// What the second text says.
    pub found: String,
    /// Characters of the first text that differ, without the words beside a sign.
    pub expected_range: Range<usize>,
    /// Characters of the second text that differ.
    pub found_range: Range<usize>,
    /// Sorts of meaning that are touched: modals, negations, quantities, actors, levels.
    pub meaning: Vec<String>,
}

/// What is needed to tell a slip from another word.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    /// Words known to be right, in lower case.
    pub words: &'a BTreeSet<String>,
    /// The documents' language.
    pub language: &'a Language,
}

/// The differences from `expected` to `found`, in order.
pub fn differences(expected: &str, found: &str, lexicon: Lexicon<'_>) -> Vec<Difference> {
    let (a, b) = (tokens(expected), tokens(found));
    let (first, last) = common_ends(&a, &b);
    let (a_middle, b_middle) = (&a[first..a.len() - last], &b[first..b.len() - last]);
    let mut edits = Vec::new();
    let (mut i, mut j) = (first, first);
    for step in align(a_middle, b_middle) {
        let (di, dj) = step.takes();
        if step != Step::Keep {
            edits.push(Edit::new(step, &a, &b, i..i + di, j..j + dj, lexicon));
        }
        (i, j) = (i + di, j + dj);
    }
    merge(edits, &a, &b).into_iter().map(|edit| edit.difference(&a, &b, lexicon)).collect()
}

/// Number of equal tokens at the start and at the end, for speed; words next to a change are
/// left to the alignment.
fn common_ends(a: &[Token], b: &[Token]) -> (usize, usize) {
    let same = |(x, y): &(&Token, &Token)| x.text == y.text;
    let first = a.iter().zip(b).take_while(same).count();
    if first == a.len() && first == b.len() {
        return (first, 0);
    }
    let first = first.saturating_sub(3);
    let rest = a.len().min(b.len()) - first;
    let last = a.iter().rev().zip(b.iter().rev()).take_while(same).count().min(rest);
    (first, last.saturating_sub(3))
}

/// An edit over token ranges of both texts.
#[derive(Clone, Debug)]
struct Edit {
    kind: DifferenceKind,
    a: Range<usize>,
    b: Range<usize>,
}

impl Edit {
    fn new(step: Step, a: &[Token], b: &[Token], ra: Range<usize>, rb: Range<usize>, lexicon: Lexicon<'_>) -> Self {
        let kind = match step {
            Step::Glue => joint_kind(&a[ra.start + 1]),
            Step::Tear => joint_kind(&b[rb.start + 1]),
            Step::Replace if a[ra.start].sort == Sort::Word => word_kind(&a[ra.start].text, &b[rb.start].text, lexicon),
            _ if a[ra.clone()].iter().chain(&b[rb.clone()]).any(|t| t.sort == Sort::Word) => {
                if is_repeated(b, &rb) {
                    DifferenceKind::Spelling
                } else {
                    lost_opening(&a[ra.clone()], &b[rb.clone()], &ra, &rb)
                }
            }
            _ => sign_kind(&a[ra.clone()], &b[rb.clone()]),
        };
        Self { kind, a: ra, b: rb }
    }

    fn is_space_only(&self, a: &[Token], b: &[Token]) -> bool {
        a[self.a.clone()].iter().chain(&b[self.b.clone()]).all(|t| t.sort == Sort::Space)
    }

    fn difference(self, a: &[Token], b: &[Token], lexicon: Lexicon<'_>) -> Difference {
        let text = |tokens: &[Token]| tokens.iter().map(|t| t.text.as_str()).collect::<String>().trim().to_owned();
        let (shown_a, shown_b) = self.shown(a, b);
        let meaning = match self.kind {
            DifferenceKind::Wording => touched(&a[self.a.clone()], &b[self.b.clone()], lexicon.language),
            _ => Vec::new(),
        };
        Difference {
            kind: self.kind,
            expected: text(&a[shown_a]),
            found: text(&b[shown_b]),
            expected_range: chars(a, &self.a),
            found_range: chars(b, &self.b),
            meaning,
        }
    }

    /// The tokens that are shown: a sign by itself says little, so the words beside it come along.
    fn shown(&self, a: &[Token], b: &[Token]) -> (Range<usize>, Range<usize>) {
        let (mut ra, mut rb) = (self.a.clone(), self.b.clone());
        if a[ra.clone()].iter().chain(&b[rb.clone()]).any(|t| t.sort == Sort::Word) {
            return (ra, rb);
        }
        let word = |tokens: &[Token], i: usize| tokens.get(i).is_some_and(|t| t.sort == Sort::Word);
        if ra.start > 0 && rb.start > 0 && word(a, ra.start - 1) && word(b, rb.start - 1) {
            (ra.start, rb.start) = (ra.start - 1, rb.start - 1);
        }
        if word(a, ra.end) && word(b, rb.end) {
            (ra.end, rb.end) = (ra.end + 1, rb.end + 1);
        }
        (ra, rb)
    }
}

/// The characters that a range of tokens covers.
fn chars(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    let start = match tokens.get(range.start) {
        Some(token) => token.range.start,
        None => tokens.last().map_or(0, |t| t.range.end),
    };
    let end = if range.is_empty() { start } else { tokens[range.end - 1].range.end };
    start..end
}

/// Two words for one, or one for two, by what stands between them.
fn joint_kind(between: &Token) -> DifferenceKind {
    match between.sort {
        Sort::Sign if is_hyphen(&between.text) => DifferenceKind::Hyphen,
        Sort::Sign => DifferenceKind::Punctuation,
        _ => DifferenceKind::Spelling,
    }
}

/// A word added or dropped is wording, but for the opening "I".
fn lost_opening(a: &[Token], b: &[Token], at_a: &Range<usize>, at_b: &Range<usize>) -> DifferenceKind {
    match (a, b) {
        ([word], []) if word.text == "I" && at_a.start == 0 && at_b.start == 0 => DifferenceKind::Spelling,
        _ => DifferenceKind::Wording,
    }
}

/// True for one added word that stands beside the same word: "for for".
fn is_repeated(tokens: &[Token], added: &Range<usize>) -> bool {
    let [word] = &tokens[added.clone()] else { return false };
    let same = |i: Option<usize>| {
        let beside = i.and_then(|i| tokens.get(i));
        beside.is_some_and(|t| t.sort == Sort::Word && plain(&t.text) == plain(&word.text))
    };
    word.sort == Sort::Word && (same(added.start.checked_sub(2)) || same(Some(added.end + 1)))
}

fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "‐" | "‑" | "–" | "—")
}

fn is_quote(text: &str) -> bool {
    matches!(text, "'" | "’" | "‘" | "\"" | "“" | "”" | "`" | "´")
}

fn sign_kind(a: &[Token], b: &[Token]) -> DifferenceKind {
    let signs: Vec<&str> = a.iter().chain(b).filter(|t| t.sort == Sort::Sign).map(|t| t.text.as_str()).collect();
    if !signs.is_empty() && signs.iter().all(|s| is_quote(s)) {
        DifferenceKind::Quotes
    } else if !signs.is_empty() && signs.iter().all(|s| is_hyphen(s)) {
        DifferenceKind::Hyphen
    } else {
        DifferenceKind::Punctuation
    }
}

/// One word for another.
fn word_kind(expected: &str, found: &str, lexicon: Lexicon<'_>) -> DifferenceKind {
    let (a, b) = (plain(expected), plain(found));
    if a == b {
        return if expected.to_lowercase() == found.to_lowercase() {
            DifferenceKind::Capitals
        } else {
            DifferenceKind::Quotes
        };
    }
    if a.replace('\'', "") == b.replace('\'', "") {
        return DifferenceKind::Quotes;
    }
    if is_variant(&a, &b) {
        return DifferenceKind::Variant;
    }
    if is_slip(&a, &b, lexicon) { DifferenceKind::Spelling } else { DifferenceKind::Wording }
}

/// True for -ise and -ize and the like.
fn is_variant(a: &str, b: &str) -> bool {
    const PAIRS: [(&str, &str); 12] = [
        ("is", "iz"),
        ("ys", "yz"),
        ("iour", "ior"),
        ("lour", "lor"),
        ("vour", "vor"),
        ("nour", "nor"),
        ("bour", "bor"),
        ("mour", "mor"),
        ("gour", "gor"),
        ("lling", "ling"),
        ("lled", "led"),
        ("ller", "ler"),
    ];
    let one_way = |x: &str, y: &str| {
        PAIRS.iter().any(|(british, american)| {
            x.match_indices(british).any(|(at, _)| {
                let behind = &x[at + british.len()..];
                let fits = match *british {
                    "is" | "ys" => takes_z(&x[..at], behind),
                    _ => at >= 2 && (!british.starts_with("ll") || drops_l(&x[..at])),
                };
                fits && format!("{}{american}{behind}", &x[..at]) == y
            })
        })
    };
    a.len() > 5 && (one_way(a, b) || one_way(b, a))
}

/// True if a verb in -ise has a form in -ize: "organisation", never "supervise" or "dismay".
fn takes_z(stem: &str, ending: &str) -> bool {
    const ENDINGS: [&str; 6] = ["e", "ing", "ation", "able", "er", "ed"];
    let suffix = ENDINGS.iter().any(|e| ending.strip_prefix(e).is_some_and(|rest| rest.len() <= 2));
    let native = stem.ends_with('w') || stem.ends_with("pr") || (stem.ends_with('v') && !stem.ends_with("iv"));
    suffix && stem.chars().count() > 2 && !native
}

/// True if the last "l" of a stem is single in American spelling: "travelled", never "willing".
fn drops_l(stem: &str) -> bool {
    let is_vowel = |c: char| "aeiouy".contains(c);
    let letters: Vec<char> = stem.chars().collect();
    let starts = (0..letters.len()).filter(|&i| is_vowel(letters[i]) && (i == 0 || !is_vowel(letters[i - 1])));
    stem.ends_with(is_vowel) && starts.count() > 1
}

/// True if `found` is `expected` with a slip: near to it, and either no word that is known to
/// be right, or one letter away and no form of the same word.
fn is_slip(expected: &str, found: &str, lexicon: Lexicon<'_>) -> bool {
    if lexicon.language.is_confused(expected, found) {
        return true;
    }
    let length = expected.chars().count().max(found.chars().count());
    let distance = edit_distance(expected, found);
    let mixed = |w: &str| w.chars().any(char::is_alphabetic) && w.chars().any(|c| !c.is_alphabetic() && c != '\'');
    if mixed(found) && !mixed(expected) {
        return distance * 2 <= length;
    }
    if length > 3 && letter_shapes(expected) == letter_shapes(found) && !lexicon.words.contains(found) {
        return true;
    }
    let near = match length {
        0..=3 => distance == 1 && !lexicon.words.contains(found),
        4..=6 => distance == 1 || (distance == 2 && length > 5 && !lexicon.words.contains(found)),
        _ => distance * 4 <= length.max(8),
    };
    let matters = !lexicon.language.meaning_of(expected).is_empty() && !lexicon.language.meaning_of(found).is_empty();
    let other = distance > 1 && Dictionary::english().lists(found);
    if !near || matters || other {
        return false;
    }
    let known = lexicon.words.contains(found);
    // An ending that gives no word is a letter lost or added.
    let form = is_form(expected, found) && (known || Dictionary::english().is_word(found));
    !form && (!known || (length > 3 && distance == 1))
}

/// A word with letters that look alike in print written alike: `rn` and `m`, `cl` and `d`.
fn letter_shapes(word: &str) -> String {
    word.replace("rn", "m").replace("cl", "d").replace("vv", "w").replace('1', "l").replace('0', "o")
}

/// True if two words differ only by an ending: "risk" and "risks", "achieve" and "achieving".
fn is_form(a: &str, b: &str) -> bool {
    let common: usize = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (stem, x, y) = (&a[..common], &a[common..], &b[common..]);
    let double_s = stem.ends_with('s') && (x == "s" || y == "s");
    common >= 3 && !double_s && !is_doubled(a, b) && (are_endings(stem, x, y) || are_endings(stem, y, x))
}

/// True if a word may lose one ending and take the other, in this order.
fn are_endings(stem: &str, x: &str, y: &str) -> bool {
    const ENDINGS: [&str; 8] = ["s", "es", "ed", "ing", "ly", "er", "ers", "'s"];
    const TWICE: [(&str, &str); 3] = [("es", "s"), ("ed", "d"), ("er", "r")];
    let short = |e: &str| matches!(e, "d" | "r") && stem.ends_with('e');
    let ending = |e: &str| ENDINGS.contains(&e) || short(e);
    match x {
        "" => ending(y) && !stem.ends_with("ie"),
        "e" => matches!(y, "ing" | "able" | "ation"),
        "y" => matches!(y, "ies" | "ied" | "ily" | "ier"),
        "ies" => matches!(y, "ied" | "ily" | "ier" | "ying"),
        _ => ending(x) && ending(y) && !TWICE.contains(&(x, y)) && !TWICE.contains(&(y, x)),
    }
}

/// True if the two differ by one letter that stands twice in a row in only one of them.
fn is_doubled(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let letters: Vec<char> = long.chars().collect();
    let without = |at: usize| letters.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| *c).collect::<String>();
    (1..letters.len()).any(|at| letters[at] == letters[at - 1] && without(at) == short)
}

/// Sorts of meaning whose words are on one side only.
fn touched(a: &[Token], b: &[Token], language: &Language) -> Vec<String> {
    let words = |tokens: &[Token]| -> Vec<String> {
        tokens.iter().filter(|t| t.sort == Sort::Word).map(|t| plain(&t.text)).collect()
    };
    let (a, b) = (words(a), words(b));
    let mut sorts = BTreeSet::new();
    for (word, other) in a.iter().map(|w| (w, &b)).chain(b.iter().map(|w| (w, &a))) {
        if !other.contains(word) {
            sorts.extend(language.meaning_of(word).into_iter().map(str::to_owned));
        }
    }
    sorts.into_iter().collect()
}

/// Edits that are one change: words next to each other, and the spaces and signs that come
/// with them.
fn merge(edits: Vec<Edit>, a: &[Token], b: &[Token]) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::new();
    for edit in edits {
        let joined = out.last_mut().filter(|last| is_one_change(last, &edit, a, b));
        match joined {
            Some(last) => {
                last.kind = last.kind.max(edit.kind);
                last.a.end = edit.a.end;
                last.b.end = edit.b.end;
            }
            None => out.push(edit),
        }
    }
    out
}

fn is_one_change(last: &Edit, next: &Edit, a: &[Token], b: &[Token]) -> bool {
    let touching = last.a.end == next.a.start && last.b.end == next.b.start;
    let spaced = |tokens: &[Token], from: usize, to: usize| to == from + 1 && tokens[from].sort == Sort::Space;
    let beside = spaced(a, last.a.end, next.a.start) && spaced(b, last.b.end, next.b.start);
    let space = last.is_space_only(a, b) || next.is_space_only(a, b);
    let wording = |edit: &Edit| edit.kind == DifferenceKind::Wording;
    let (some, both) = (wording(last) || wording(next), wording(last) && wording(next));
    let quotes = last.kind == DifferenceKind::Quotes && next.kind == DifferenceKind::Quotes;
    let capitals = last.kind == DifferenceKind::Capitals && next.kind == DifferenceKind::Capitals;
    (touching && (space || some || quotes)) || (beside && (both || capitals))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(expected: &str, found: &str) -> Vec<(DifferenceKind, String, String)> {
        let language = Language::english();
        let known = "i balance risks the costs take owner ownership help to achieve long term form from decision decisions work";
        let words: BTreeSet<String> = known.split(' ').map(str::to_owned).collect();
        let all = differences(expected, found, Lexicon { words: &words, language: &language });
        all.into_iter().map(|d| (d.kind, d.expected, d.found)).collect()
    }

    fn one(kind: DifferenceKind, expected: &str, found: &str) -> Vec<(DifferenceKind, String, String)> {
        vec![(kind, expected.to_owned(), found.to_owned())]
    }

    #[test]
    fn slips_of_the_pen() {
        use DifferenceKind::Spelling;
        assert_eq!(
            found("an innovative culture", "an inno0vative culture"),
            one(Spelling, "innovative", "inno0vative")
        );
        assert_eq!(found("I am open.", "am open."), one(Spelling, "I", ""));
        assert_eq!(found("sight of the public", "sight ofthe public"), one(Spelling, "of the", "ofthe"));
        assert_eq!(found("our ownership here", "our owner ship here"), one(Spelling, "ownership", "owner ship"));
        assert_eq!(found("a role for all", "a role for for all"), one(Spelling, "", "for"));
        assert_eq!(found("I want to act", "I want too act"), one(Spelling, "to", "too"));
        assert_eq!(found("a good service", "a good servics"), one(Spelling, "service", "servics"));
        assert_eq!(found("an ambiguous text", "an ambiguou text"), one(Spelling, "ambiguous", "ambiguou"));
        assert_eq!(found("across boundaries", "across boundarie"), one(Spelling, "boundaries", "boundarie"));
        assert_eq!(found("gladly and willingly", "gladly and willingy"), one(Spelling, "willingly", "willingy"));
        assert_eq!(found("come from within", "come form within"), one(Spelling, "from", "form"));
    }

    #[test]
    fn other_words() {
        use DifferenceKind::Wording;
        assert_eq!(found("I balance risks and costs", "I balance the risks and costs"), one(Wording, "", "the"));
        assert_eq!(found("helping it to achieve", "helping it achieve"), one(Wording, "to", ""));
        assert_eq!(found("a decision counts", "a decisions counts"), one(Wording, "decision", "decisions"));
        assert_eq!(found("we improve our work", "we approve our work"), one(Wording, "improve", "approve"));
        assert_eq!(found("the police service acts", "our force acts"), one(Wording, "the police service", "our force"));
    }

    #[test]
    fn dress() {
        assert_eq!(found("long-term aims", "long term aims"), one(DifferenceKind::Hyphen, "long-term", "long term"));
        assert_eq!(
            found("force/unit with those", "force/unit, with those"),
            one(DifferenceKind::Punctuation, "unit", "unit,")
        );
        assert_eq!(found("win support.", "win support"), one(DifferenceKind::Punctuation, "support.", "support"));
        assert_eq!(
            found("the public’s trust", "the public's trust"),
            one(DifferenceKind::Quotes, "public’s", "public's")
        );
        assert_eq!(found("We organise", "We organize"), one(DifferenceKind::Variant, "organise", "organize"));
        assert_eq!(found("The Police", "the police"), one(DifferenceKind::Capitals, "The Police", "the police"));
    }

    #[test]
    fn a_slip_is_no_other_spelling_and_no_other_form() {
        use DifferenceKind::{Spelling, Variant};
        assert_eq!(found("an encouragement", "an encoragement"), one(Spelling, "encouragement", "encoragement"));
        assert_eq!(found("an enabling act", "an enablling act"), one(Spelling, "enabling", "enablling"));
        assert_eq!(found("we act bravely", "we act bravelly"), one(Spelling, "bravely", "bravelly"));
        assert_eq!(found("we learn fast", "we leam fast"), one(Spelling, "learn", "leam"));
        assert_eq!(found("a travelling fair", "a traveling fair"), one(Variant, "travelling", "traveling"));
        assert_eq!(found("a willing hand", "a wiling hand"), one(Spelling, "willing", "wiling"));
        assert_eq!(found("I supervise", "I supervize"), one(Spelling, "supervise", "supervize"));
        assert_eq!(found("a disorganised day", "a dizorganised day"), one(Spelling, "disorganised", "dizorganised"));
        assert_eq!(
            found("public organisations", "public organizations"),
            one(Variant, "organisations", "organizations")
        );
        assert_eq!(found("good behaviours", "good behaviors"), one(Variant, "behaviours", "behaviors"));
    }

    #[test]
    fn a_lost_end_is_one_change() {
        let (whole, cut) = ("I act, by putting plans in place, or removing these.", "I act");
        assert_eq!(
            found(whole, cut),
            one(DifferenceKind::Wording, ", by putting plans in place, or removing these.", "")
        );
    }

    #[test]
    fn each_change_stands_alone() {
        let kinds: Vec<_> =
            found("a long-term culture, always", "a long term cultur always").into_iter().map(|d| d.0).collect();
        assert_eq!(kinds, [DifferenceKind::Hyphen, DifferenceKind::Spelling, DifferenceKind::Punctuation]);
    }
}
