//! The habit of a page: in which order the fragments of one visual line were read.
//!
//! From left to right is usual but not sure; what happens instead is mostly one block of
//! columns read earlier or later, so that the column to the right of the one just read is
//! likelier next than any other. Both shares are counted on the page itself after a first pass.

use super::search::MOST_COLUMNS;

/// What choosing a column among those left in a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// The leftmost of them.
    Leftmost,
    /// The nearest to the right of the one just read, but not the leftmost.
    Neighbour,
    Other,
}

/// Shares of the choices, at the start of a line and within it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    /// Leftmost first.
    start: Share,
    /// Leftmost and neighbour, where both are possible and differ.
    torn: [f64; 3],
    torn_costs: [f64; 3],
    /// Leftmost where it is the neighbour too.
    plain: Share,
}

/// Share of choosing the leftmost column, with logarithms: the search asks millions of times.
#[derive(Clone, Debug, PartialEq)]
struct Share {
    chance: f64,
    leftmost: f64,
    /// Of one of the others, by their number.
    others: [f64; MOST_COLUMNS],
}

impl Share {
    fn new(chance: f64) -> Self {
        let other = |others: usize| ((1.0 - chance) / others as f64).ln();
        Self { chance, leftmost: chance.ln(), others: std::array::from_fn(other) }
    }

    fn cost(&self, leftmost: bool, others: usize) -> f64 {
        if leftmost { self.leftmost } else { self.others[others] }
    }
}

impl Order {
    fn new(start: f64, torn: [f64; 3], plain: f64) -> Self {
        Self { start: Share::new(start), torn, torn_costs: torn.map(f64::ln), plain: Share::new(plain) }
    }

    /// The habit before anything is known of the page.
    pub(super) fn prior(leftmost: f64) -> Self {
        let torn = 0.45;
        Self::new(leftmost, [torn, 0.9 - torn, 0.1], leftmost)
    }

    /// Log probability of column `c` next, among the columns `free` (one bit each) of a line in
    /// which those of `used` have been read, `current` last.
    pub(super) fn cost(&self, current: u8, used: u8, free: u8, c: usize) -> f64 {
        let count = free.count_ones() as usize;
        if count <= 1 {
            return 0.0;
        }
        let leftmost = free.trailing_zeros() as usize;
        let others = count - 1;
        if used == 0 {
            return self.start.cost(c == leftmost, others);
        }
        let neighbour = right_of(current, free);
        match neighbour {
            Some(n) if n != leftmost => match choice(c, leftmost, n) {
                Choice::Leftmost => self.torn_costs[0],
                Choice::Neighbour => self.torn_costs[1],
                Choice::Other => self.torn_costs[2] - ((others - 1).max(1) as f64).ln(),
            },
            _ => self.plain.cost(c == leftmost, others),
        }
    }
}

/// The nearest free column to the right of one.
fn right_of(current: u8, free: u8) -> Option<usize> {
    (usize::from(current) + 1..8).find(|c| free & (1 << c) != 0)
}

fn choice(c: usize, leftmost: usize, neighbour: usize) -> Choice {
    match c {
        _ if c == leftmost => Choice::Leftmost,
        _ if c == neighbour => Choice::Neighbour,
        _ => Choice::Other,
    }
}

/// Counts of choices, to learn the habit from readings.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    start: (f64, f64),
    torn: [f64; 3],
    plain: (f64, f64),
}

impl Choices {
    /// Counts the order of one line's columns with a weight.
    pub(super) fn add(&mut self, line: &[u8], weight: f64) {
        let mut free: u8 = line.iter().fold(0, |all, c| all | 1 << c);
        let mut current: Option<u8> = None;
        for &c in line {
            if free.count_ones() > 1 {
                self.choose(current, free, c, weight);
            }
            free &= !(1 << c);
            current = Some(c);
        }
    }

    fn choose(&mut self, current: Option<u8>, free: u8, c: u8, weight: f64) {
        let leftmost = free.trailing_zeros() as usize;
        let add = |slot: &mut (f64, f64)| {
            slot.0 += weight * f64::from(u8::from(usize::from(c) == leftmost));
            slot.1 += weight;
        };
        match current {
            None => add(&mut self.start),
            Some(current) => match right_of(current, free) {
                Some(n) if n != leftmost => match choice(usize::from(c), leftmost, n) {
                    Choice::Leftmost => self.torn[0] += weight,
                    Choice::Neighbour => self.torn[1] += weight,
                    Choice::Other => self.torn[2] += weight,
                },
                _ => add(&mut self.plain),
            },
        }
    }

    /// The habit, with some observations of a prior one.
    pub(super) fn order(&self, prior: &Order, strength: f64) -> Order {
        let mix = |(yes, all): (f64, f64), prior: f64| ((yes + strength * prior) / (all + strength)).clamp(0.02, 0.98);
        let all: f64 = self.torn.iter().sum();
        let torn = [0, 1, 2].map(|i| ((self.torn[i] + strength * prior.torn[i]) / (all + strength)).max(0.01));
        Order::new(mix(self.start, prior.start.chance), torn, mix(self.plain, prior.plain.chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_probabilities() {
        let order = Order::prior(0.75);
        for (current, used, free) in [(0, 0, 0b1111), (0, 1, 0b1110), (2, 4, 0b1011), (3, 8, 0b0111)] {
            let sum: f64 =
                (0..4).filter(|c| free & (1 << c) != 0).map(|c| order.cost(current, used, free, c).exp()).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        }
    }

    #[test]
    fn a_habit_is_learned() {
        let mut choices = Choices::default();
        (0..40).for_each(|_| choices.add(&[2, 3, 0, 1], 1.0));
        let order = choices.order(&Order::prior(0.75), 4.0);
        assert!(order.cost(0, 0, 0b1111, 2) > Order::prior(0.75).cost(0, 0, 0b1111, 2));
    }
}
