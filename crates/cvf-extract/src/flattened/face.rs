//! How wide words are in a typeface.

use super::widths::{ARIAL, CALIBRI, SIGNS, TIMES};

/// A typeface by the metrics it is set with; widths are in em, without kerning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Calibri, Carlito.
    Calibri,
    /// Arial, Helvetica, Liberation Sans.
    Arial,
    /// Times New Roman, Liberation Serif.
    Times,
}

impl Face {
    /// Every face that is known.
    pub const ALL: [Self; 3] = [Self::Calibri, Self::Arial, Self::Times];

    fn table(self) -> &'static [u16] {
        match self {
            Self::Calibri => &CALIBRI,
            Self::Arial => &ARIAL,
            Self::Times => &TIMES,
        }
    }

    /// Advance width of a character in em; one without a width of its own is as wide as `n`.
    pub fn advance(self, c: char) -> f64 {
        let table = self.table();
        let ascii = (' '..='~').contains(&c).then(|| c as usize - ' ' as usize);
        let sign = || SIGNS.chars().position(|s| s == c).map(|i| i + 95);
        let at = ascii.or_else(sign).unwrap_or('n' as usize - ' ' as usize);
        f64::from(table[at]) / 2048.0
    }

    /// Width of a text in em.
    pub fn width(self, text: &str) -> f64 {
        text.chars().map(|c| self.advance(c)).sum()
    }

    /// Mean width of a character of running English, in em: widths of columns are compared in it.
    pub(super) fn mean(self) -> f64 {
        const SAMPLE: &str = "the quick brown fox jumps over the lazy dog and ensures that others are supported in it";
        self.width(SAMPLE) / SAMPLE.len() as f64
    }

    /// Its name, as reports give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Calibri => "Calibri",
            Self::Arial => "Arial",
            Self::Times => "Times",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_fonts() {
        assert_eq!(Face::Calibri.width("m"), 1636.0 / 2048.0);
        assert_eq!(Face::Arial.width("A m"), (1366.0 + 569.0 + 1706.0) / 2048.0);
        assert_eq!(Face::Times.advance('ж'), Face::Times.advance('n'));
    }
}
