//! Words that are made of others: beginnings, endings, American spelling, two words in one.

/// Beginnings that may stand before a word.
const BEGINNINGS: [&str; 12] = ["re", "un", "non", "in", "pre", "sub", "over", "mis", "multi", "inter", "super", "up"];

/// Endings, and what the word ends in without them.
const ENDINGS: [(&str, &str); 33] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ers", "e"),
    ("or", "e"),
    ("ly", ""),
    ("ness", ""),
    ("able", ""),
    ("able", "e"),
    ("ability", "able"),
    ("ize", "ise"),
    ("izes", "ises"),
    ("ized", "ised"),
    ("izing", "ising"),
    ("ization", "isation"),
    ("izations", "isations"),
    ("izer", "iser"),
    ("ial", ""),
    ("al", ""),
    ("less", ""),
    ("ment", ""),
    ("ally", ""),
    ("ists", "ise"),
    ("ist", "ise"),
    ("ish", ""),
    ("ful", ""),
];

/// American spellings of parts of words.
const AMERICAN: [(&str, &str); 10] = [
    ("or", "our"),
    ("er", "re"),
    ("l", "ll"),
    ("z", "s"),
    ("og", "ogue"),
    ("e", "ae"),
    ("e", "oe"),
    ("ense", "ence"),
    ("ck", "que"),
    ("k", "que"),
];

/// True if `word` is made of words that `is_known` knows.
pub(super) fn is_form(word: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    word.is_ascii()
        && (has_beginning(word, is_known)
            || has_ending(word, is_known)
            || is_american(word, is_known)
            || is_two(word, is_known))
}

fn has_beginning(word: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    BEGINNINGS.iter().filter_map(|b| word.strip_prefix(b)).any(|rest| rest.len() > 3 && is_known(rest))
}

fn has_ending(word: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    ENDINGS.iter().any(|(ending, instead)| {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2) else { return false };
        let whole = format!("{stem}{instead}");
        let doubled = whole.len() > 3 && whole.as_bytes()[whole.len() - 1] == whole.as_bytes()[whole.len() - 2];
        is_known(&whole) || (doubled && is_known(&whole[..whole.len() - 1]))
    })
}

fn is_american(word: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    AMERICAN.iter().any(|(american, british)| {
        word.match_indices(american).any(|(at, _)| {
            let whole = format!("{}{british}{}", &word[..at], &word[at + american.len()..]);
            is_known(&whole) || has_ending(&whole, is_known)
        })
    })
}

/// Fewest letters of either of two words in one: "stakeholder".
const HALF: usize = 4;

fn is_two(word: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    (HALF..=word.len().saturating_sub(HALF)).any(|at| is_known(&word[..at]) && is_known(&word[at..]))
}
