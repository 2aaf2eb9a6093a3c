//! The cheapest way from one text's tokens to another's.
//!
//! A global alignment (Needleman and Wunsch, 1970) whose steps are: keep, replace, add, drop,
//! and one word standing for two. The costs are in [`Step`]'s methods; ties go to the step
//! named first, so the result does not depend on anything but the two texts.

use crate::words::{Sort, Token};
use cvf_framework::names::edit_distance;

/// A step of the alignment: how many tokens of each side it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Keep,
    Replace,
    Drop,
    Add,
    /// Three tokens (word, separator, word) for one word.
    Glue,
    /// One word for three tokens.
    Tear,
}

impl Step {
    /// Tokens taken from the first and from the second text.
    pub(crate) fn takes(self) -> (usize, usize) {
        match self {
            Self::Keep | Self::Replace => (1, 1),
            Self::Drop => (1, 0),
            Self::Add => (0, 1),
            Self::Glue => (3, 1),
            Self::Tear => (1, 3),
        }
    }
}

const SPACE: u32 = 10;
const SIGN: u32 = 18;
const WORD: u32 = 60;
const NEVER: u32 = 1_000;

fn alone(token: &Token) -> u32 {
    match token.sort {
        Sort::Space => SPACE,
        Sort::Sign => SIGN,
        Sort::Word => WORD,
    }
}

fn replace(a: &Token, b: &Token) -> u32 {
    match (a.sort, b.sort) {
        (Sort::Word, Sort::Word) => {
            let (x, y) = (crate::words::plain(&a.text), crate::words::plain(&b.text));
            let longest = x.chars().count().max(y.chars().count()).max(1);
            let distance = edit_distance(&x, &y);
            5 + u32::try_from(90 * distance / longest).unwrap_or(NEVER)
        }
        (Sort::Word, _) | (_, Sort::Word) => NEVER,
        _ => 12,
    }
}

/// True if one word is two others run together.
fn is_glued(parts: &[Token], word: &Token) -> bool {
    let [first, between, last] = parts else { return false };
    let sorts = (first.sort, last.sort, word.sort) == (Sort::Word, Sort::Word, Sort::Word);
    let together = || format!("{}{}", first.text, last.text).to_lowercase();
    sorts && between.sort != Sort::Word && together() == word.text.to_lowercase()
}

/// Aligns two texts; the steps take every token of both, in order.
pub(crate) fn align(a: &[Token], b: &[Token]) -> Vec<Step> {
    let width = b.len() + 1;
    let mut table: Vec<(u32, Step)> = vec![(u32::MAX, Step::Keep); (a.len() + 1) * width];
    table[0].0 = 0;
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let cost = table[i * width + j].0;
            for (step, price) in steps(a, b, i, j) {
                let (di, dj) = step.takes();
                let cell = &mut table[(i + di) * width + j + dj];
                if cost.saturating_add(price) < cell.0 {
                    *cell = (cost + price, step);
                }
            }
        }
    }
    trace(&table, a.len(), b.len())
}

fn steps(a: &[Token], b: &[Token], i: usize, j: usize) -> Vec<(Step, u32)> {
    let mut steps = Vec::with_capacity(5);
    if let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        steps.push(if x.text == y.text { (Step::Keep, 0) } else { (Step::Replace, replace(x, y)) });
        if a.get(i..i + 3).is_some_and(|parts| is_glued(parts, y)) {
            steps.push((Step::Glue, 12));
        }
        if b.get(j..j + 3).is_some_and(|parts| is_glued(parts, x)) {
            steps.push((Step::Tear, 12));
        }
    }
    steps.extend(a.get(i).map(|x| (Step::Drop, alone(x))));
    steps.extend(b.get(j).map(|y| (Step::Add, alone(y))));
    steps
}

fn trace(table: &[(u32, Step)], mut i: usize, mut j: usize) -> Vec<Step> {
    let width = j + 1;
    let mut steps = Vec::new();
    while (i, j) != (0, 0) {
        let step = table[i * width + j].1;
        let (di, dj) = step.takes();
        (i, j) = (i - di, j - dj);
        steps.push(step);
    }
    steps.reverse();
    steps
}
