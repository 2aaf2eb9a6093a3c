//! Words of a text, in scripts with spaces and without.

/// Characters of a script without spaces that stand for one word, in counting: Chinese and Japanese
/// words have one to three, and a translation into English has about as many words.
const CHARACTERS: usize = 2;

/// True for letters of scripts that set no spaces between words: Chinese, Japanese, Thai, Lao,
/// Burmese, Khmer.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// How many words a text has.
pub(crate) fn count_words(text: &str) -> usize {
    let of = |token: &str| match token.chars().filter(|c| is_unspaced(*c)).count() {
        0 => 1,
        characters => characters.div_ceil(CHARACTERS),
    };
    text.split_whitespace().map(of).sum()
}

/// The words of a text in lower case: runs of letters, with marks inside them; of scripts without
/// spaces each two characters that follow each other.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let pieces = lower.split(|c: char| !inner(c));
    let words = pieces.map(|w| w.trim_matches(|c: char| !c.is_alphabetic())).filter(|w| !w.is_empty());
    words.flat_map(pairs).collect()
}

/// A word by itself, or each two characters of one in a script without spaces.
fn pairs(word: &str) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    match characters.len() > CHARACTERS && characters.iter().all(|c| is_unspaced(*c)) {
        true => characters.windows(CHARACTERS).map(|pair| pair.iter().collect()).collect(),
        false => vec![word.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_without_spaces_have_words() {
        assert_eq!(count_words("Sorts the post."), 3);
        assert_eq!(count_words("郵便を毎日仕分ける"), 5);
        assert_eq!(words_of("仕分ける")[..2], ["仕分", "分け"]);
        assert_eq!(words_of("Don't stop 3-way"), ["don't", "stop", "way"]);
    }
}
