//! Where all words of a copy went.

use crate::free::Free;
use crate::matching::Matching;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All words of a copy: together they are the words of its whole text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// In prints of the canon's statements.
    pub canon: usize,
    /// Names, labels, list marks, page numbers and the like.
    pub furniture: usize,
    /// Any other text.
    pub other: usize,
    /// In texts that look like statements and are none of the canon's.
    pub like_statements: usize,
}

impl Words {
    /// All of them.
    pub fn all(&self) -> usize {
        self.canon + self.furniture + self.other + self.like_statements
    }
}

pub(crate) fn words(matching: &Matching, free: &[Free]) -> Words {
    let stream = &matching.stream;
    let prints = matching.prints.iter().chain(&matching.again).flat_map(|p| p.pieces.iter().cloned());
    let mut printed = vec![false; stream.words.len()];
    prints.flatten().for_each(|w| printed[w] = !stream.words[w].furniture);
    let canon = printed.iter().filter(|p| **p).count();
    let count = |like: bool| free.iter().filter(|f| f.like == like).map(|f| f.words.len()).sum();
    let (other, like_statements) = (count(false), count(true));
    let furniture = stream.apart + stream.words.len() - canon - other - like_statements;
    Words { canon, furniture, other, like_statements }
}
