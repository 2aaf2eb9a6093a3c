//! Comparing and shortening names.

use unicode_normalization::UnicodeNormalization;

/// A name as it is compared: lower case, `&` as "and", hyphens and dashes as spaces, no other
/// punctuation, one space between words.
pub fn key(name: &str) -> String {
    // Every text of a document is asked for its key, and nearly all are plain.
    if name.is_ascii() {
        without_dress(name.len(), name.bytes().map(|b| char::from(b.to_ascii_lowercase())))
    } else {
        without_dress(name.len(), name.nfkc().flat_map(char::to_lowercase))
    }
}

/// The letters and digits of a text in lower case, its words one space apart.
fn without_dress(length: usize, chars: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(length);
    let mut apart = false;
    for c in chars {
        match c {
            '\'' | '’' | '\u{ad}' => {}
            '&' => {
                out.push_str(if out.is_empty() { "and" } else { " and" });
                apart = true;
            }
            c if c.is_alphanumeric() => {
                if apart && !out.is_empty() {
                    out.push(' ');
                }
                out.push(c);
                apart = false;
            }
            _ => apart = true,
        }
    }
    out
}

/// A short readable id: the words of the name without "we", "are" and "and", joined by hyphens.
pub fn slug(name: &str) -> String {
    let key = key(name);
    let words: Vec<&str> =
        key.split(' ').filter(|w| !matches!(*w, "we" | "are" | "and" | "the" | "a" | "of")).collect();
    if words.is_empty() { key.replace(' ', "-") } else { words.join("-") }
}

/// Damerau–Levenshtein distance in its "optimal string alignment" form: insertions, deletions,
/// substitutions and swaps of neighbours, in characters.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if swapped {
                row[j] = row[j].min(rows[i - 2][j - 2] + 1);
            }
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// True if two names are the same but for dress, or for a slip or two in a long name.
pub fn is_same_name(a: &str, b: &str) -> bool {
    a == b || is_same_key(&key(a), &key(b))
}

/// The same for names that are [`key`]s already.
pub(crate) fn is_same_key(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // Every line and cell is asked about against every known name: what costs little comes first.
    let (x, y) = (a.chars().count(), b.chars().count());
    let (long, short) = (x.max(y), x.min(y));
    let slips = short / 10;
    if short < 10 || long - short > slips || letters_apart(a, b) > 2 * slips {
        return false;
    }
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let (one, other) = (digits(a), digits(b));
    (one == other || one.is_empty() || other.is_empty()) && edit_distance(a, b) <= slips
}

/// How many letters one text has more often than the other, both ways: no more than twice the
/// edit distance, and much cheaper.
fn letters_apart(a: &str, b: &str) -> usize {
    let mut counts = [0_i32; 256];
    a.bytes().for_each(|c| counts[usize::from(c)] += 1);
    b.bytes().for_each(|c| counts[usize::from(c)] -= 1);
    counts.iter().map(|n| n.unsigned_abs() as usize).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dress_does_not_make_another_name() {
        assert_eq!(key("We Enable & Inspire Others:"), "we enable and inspire others");
        let keys =
            [(" A&b & c ", "a and b and c"), ("&&", "and and"), ("O'Neill’s co\u{ad}op", "oneills coop"), ("  ", "")];
        keys.into_iter().for_each(|(name, wanted)| assert_eq!(key(name), wanted));
        assert_eq!(key("Ｗｅ—ﬁnd  Größe\u{a0}²"), "we find größe 2");
        assert!(is_same_name("We are Innovative and Open minded", "We are innovative and open-minded"));
        assert!(is_same_name("We are emotional1y aware", "We are emotionally aware"));
        assert!(!is_same_name("We collaborate", "We are collaborative"));
        assert!(!is_same_name("Level 1", "Level 2"));
    }

    #[test]
    fn slugs_are_short() {
        assert_eq!(slug("We deliver, support and inspire"), "deliver-support-inspire");
        assert_eq!(slug("We are"), "we-are");
    }

    #[test]
    fn a_swap_counts_once() {
        assert_eq!(edit_distance("recieve", "receive"), 1);
        assert_eq!(edit_distance("", "ab"), 2);
    }
}
