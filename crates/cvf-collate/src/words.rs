//! Text → tokens: words, white space, and every other character on its own.

use std::ops::Range;

/// Sorts of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Letters and digits, with apostrophes and symbols inside.
    Word,
    /// White space.
    Space,
    /// Any other character.
    Sign,
}

/// A token with its place in the text, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub sort: Sort,
    /// As printed.
    pub text: String,
    /// Characters of the text it covers.
    pub range: Range<usize>,
}

/// Cuts a text into tokens; together they are the text.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (sort, end) = token_end(&chars, at);
        tokens.push(Token { sort, text: chars[at..end].iter().collect(), range: at..end });
        at = end;
    }
    tokens
}

fn token_end(chars: &[char], at: usize) -> (Sort, usize) {
    let run = |test: &dyn Fn(usize) -> bool| (at..chars.len()).find(|&i| !test(i)).unwrap_or(chars.len());
    if chars[at].is_whitespace() {
        return (Sort::Space, run(&|i| chars[i].is_whitespace()));
    }
    if chars[at].is_alphanumeric() {
        return (Sort::Word, run(&|i| chars[i].is_alphanumeric() || joins(chars, i)));
    }
    (Sort::Sign, at + 1)
}

/// True for an apostrophe or a stray symbol between two letters: part of the word.
fn joins(chars: &[char], i: usize) -> bool {
    let symbol = matches!(chars[i], '\'' | '’' | '‘' | '@' | '$' | '|' | '!' | '_' | '~' | '^' | '*' | '#');
    let letter = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
    symbol && i > 0 && letter(chars.get(i - 1)) && letter(chars.get(i + 1))
}

/// The words of a text in lower case, apostrophes straight.
pub fn lower_words(text: &str) -> Vec<String> {
    tokens(text).into_iter().filter(|t| t.sort == Sort::Word).map(|t| plain(&t.text)).collect()
}

/// A word as it is looked up: lower case, apostrophes straight.
pub fn plain(word: &str) -> String {
    word.to_lowercase().replace(['’', '‘'], "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_words_spaces_and_signs() {
        let found: Vec<String> = tokens("partners’ long-term c@re.").into_iter().map(|t| t.text).collect();
        assert_eq!(found, ["partners", "’", " ", "long", "-", "term", " ", "c@re", "."]);
    }
}
